//! Style sheets of a document: what a class says about the elements that have it.
//!
//! Selectors are taken by their last part (`tr.late td` as `tr.late`, since what a row is painted
//! with shows in its cells), and only where it names a class: a colour of every cell says nothing.
//! Selectors that depend on the state or place of an element are left out.

use super::tags::attribute;
use html5gum::StartTag;
use std::borrow::Cow;
use std::collections::HashMap;

/// More rules than this are not looked at: no document's tables need them.
const MOST_RULES: usize = 20_000;

/// Declarations by the class that they are for.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    rules: HashMap<String, Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    /// The element that it is for; blank for any.
    element: String,
    /// Other classes that the element must have.
    others: Vec<String>,
    declarations: String,
    order: usize,
}

static NONE: std::sync::LazyLock<Sheet> = std::sync::LazyLock::new(Sheet::default);

impl Sheet {
    /// A sheet that says nothing.
    pub(crate) fn none() -> &'static Self {
        &NONE
    }

    /// The `<style>` elements of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut sheet = Self::default();
        let mut rest = text;
        while let Some(at) = find(rest, "<style") {
            let behind = &rest[at..];
            let Some(open) = behind.find('>') else { break };
            let inside = &behind[open + 1..];
            let end = find(inside, "</style").unwrap_or(inside.len());
            sheet.read(&inside[..end]);
            rest = &inside[end..];
        }
        sheet.resolve_variables();
        sheet
    }

    /// The style of a tag: what its classes say, then its own attribute.
    pub(crate) fn style<'a>(&self, tag: &'a StartTag<usize>) -> Cow<'a, str> {
        let own = attribute(tag, "style").unwrap_or_default();
        if self.rules.is_empty() {
            return own;
        }
        let Some(classes) = attribute(tag, "class") else { return own };
        let classes: Vec<&str> = classes.split_ascii_whitespace().collect();
        let mut found: Vec<&Rule> = classes
            .iter()
            .filter_map(|c| self.rules.get(*c))
            .flatten()
            .filter(|r| r.element.is_empty() || r.element.as_bytes() == tag.name.as_slice())
            .filter(|r| r.others.iter().all(|o| classes.contains(&o.as_str())))
            .collect();
        if found.is_empty() {
            return own;
        }
        // CSS 2.2, 6.4.3: the more a selector names the more it counts, then the later rule.
        found.sort_by_key(|r| (r.others.len(), !r.element.is_empty(), r.order));
        let mut style: String = found.iter().flat_map(|r| [r.declarations.as_str(), ";"]).collect();
        style.push_str(&own);
        Cow::Owned(style)
    }

    fn read(&mut self, css: &str) {
        let css = without_comments(css);
        let mut rest = css.as_ref();
        let mut order = self.rules.values().map(Vec::len).sum::<usize>();
        while let Some(open) = rest.find('{') {
            let head = rest[..open].rsplit(['}', ';']).next().unwrap_or_default().trim();
            let inside = &rest[open + 1..];
            let passes =
                !head.starts_with('@') || head.starts_with("@media") && !head.contains("print");
            if head.starts_with("@media") && passes {
                // Its rules are read as those around it.
                rest = inside;
                continue;
            }
            let end = if passes { inside.find('}') } else { block_end(inside) };
            let end = end.unwrap_or(inside.len());
            if passes && order < MOST_RULES {
                for selector in head.split(',') {
                    self.add(selector, &inside[..end], order);
                    order += 1;
                }
            }
            rest = inside.get(end + 1..).unwrap_or_default();
        }
    }

    fn add(&mut self, selector: &str, declarations: &str, order: usize) {
        let declarations = declarations.trim().to_owned();
        if selector.trim() == ":root" {
            let rule = Rule { element: String::new(), others: Vec::new(), declarations, order };
            return self.rules.entry(":root".to_owned()).or_default().push(rule);
        }
        if selector.contains([':', '[', '*']) {
            return;
        }
        let mut parts = selector.split(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'));
        let parts: Vec<&str> = parts.by_ref().filter(|p| !p.is_empty()).collect();
        let (Some(last), before) = (parts.last(), parts.iter().rev().nth(1)) else { return };
        // What a row is painted with shows in its cells.
        let (part, element) = match before {
            Some(row) if matches!(*last, "td" | "th") && row.contains('.') => (*row, "tr"),
            _ => (*last, ""),
        };
        if part.contains('#') {
            return;
        }
        let mut names = part.split('.');
        let name = names.next().unwrap_or_default().to_ascii_lowercase();
        let element = if name.is_empty() { element.to_owned() } else { name };
        let mut classes = names.filter(|c| !c.is_empty()).map(str::to_owned);
        let Some(class) = classes.next() else { return };
        let rule = Rule { element, others: classes.collect(), declarations, order };
        self.rules.entry(class).or_default().push(rule);
    }

    /// Puts the values of `:root` in the place of `var(--name)`.
    fn resolve_variables(&mut self) {
        let Some(root) = self.rules.remove(":root") else { return };
        let mut values: HashMap<String, String> = HashMap::new();
        for rule in &root {
            for (name, value) in rule.declarations.split(';').filter_map(|d| d.split_once(':')) {
                if name.trim().starts_with("--") {
                    values.insert(name.trim().to_owned(), value.trim().to_owned());
                }
            }
        }
        for rule in self.rules.values_mut().flatten() {
            let Some(at) = rule.declarations.find("var(--") else { continue };
            let (mut out, mut rest) =
                (rule.declarations[..at].to_owned(), &rule.declarations[at..]);
            while let Some(inner) = rest.strip_prefix("var(") {
                let Some(end) = inner.find(')') else { break };
                let name = inner[..end].split(',').next().unwrap_or_default().trim();
                out.push_str(values.get(name).map_or("inherit", String::as_str));
                let behind = &inner[end + 1..];
                let next = behind.find("var(--").unwrap_or(behind.len());
                out.push_str(&behind[..next]);
                rest = &behind[next..];
            }
            out.push_str(rest);
            rule.declarations = out;
        }
    }
}

/// The offset of a tag's beginning, in any case.
fn find(text: &str, tag: &str) -> Option<usize> {
    let (bytes, tag) = (text.as_bytes(), tag.as_bytes());
    let mut from = 0;
    while let Some(i) = bytes.get(from..)?.iter().position(|b| *b == b'<') {
        let at = from + i;
        if bytes.get(at..at + tag.len()).is_some_and(|w| w.eq_ignore_ascii_case(tag)) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where the block ends whose opening brace is before a text.
fn block_end(text: &str) -> Option<usize> {
    let mut depth = 1u32;
    text.bytes().position(|b| {
        match b {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// CSS without its comments and without the signs of an HTML comment around it.
fn without_comments(css: &str) -> Cow<'_, str> {
    if !css.contains("/*") && !css.contains("<!--") {
        return Cow::Borrowed(css);
    }
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = rest[at + 2..].split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    Cow::Owned(out.replace("<!--", " ").replace("-->", " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use html5gum::Token;

    fn style(css: &str, tag: &str) -> String {
        let sheet = Sheet::of(&format!("<STYLE type='text/css'>{css}</STYLE>"));
        match super::super::tokens(tag).next() {
            Some(Token::StartTag(tag)) => sheet.style(&tag).into_owned(),
            _ => String::new(),
        }
    }

    #[test]
    fn classes_say_what_their_rules_say() {
        let tag = "<td class='a late' style='x:1'>";
        for (css, expected) in [
            (".late{color:red}", "color:red;x:1"),
            ("<!-- /* .late{y:0} */ td.late, .b {color:red} -->", "color:red;x:1"),
            ("td.late{color:red} .late{color:blue}", "color:blue;color:red;x:1"),
            (".late.a{c:1}", "c:1;x:1"),
            (".late.b{c:1}", "x:1"),
            ("th.late{c:1} .late:hover{c:2} #x{c:3} td{c:4}", "x:1"),
            ("@page p{margin:0} @media print{.late{c:1}} @media screen{.late{c:2}}", "c:2;x:1"),
            (":root{--r:#f00}.late{background:var(--r)}", "background:#f00;x:1"),
        ] {
            assert_eq!(style(css, tag), expected, "{css}");
        }
        assert_eq!(style("tr.late td{c:1}", "<tr class=late>"), "c:1;");
        assert_eq!(style("tr.late td{c:1}", "<td class=late>"), "");
    }
}
