//! The formats of cells: which show days, and further ones.

use crate::Error;
use crate::xml::{Edits, Piece, attribute, attribute_at, pieces};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The part with the formats.
pub(crate) struct Styles {
    text: String,
    /// The tags of the formats of cells, whole elements.
    formats: Vec<Range<usize>>,
    /// Number formats that show days.
    days: HashSet<u32>,
    lists: HashMap<&'static str, List>,
    added: HashMap<String, u32>,
}

/// A list of the part that can be added to.
#[derive(Default)]
struct List {
    open: Range<usize>,
    close: Option<usize>,
    count: u32,
    new: Vec<String>,
}

const LISTS: [&str; 4] = ["numFmts", "fonts", "fills", "cellXfs"];

impl Styles {
    pub(crate) fn read(text: String) -> Result<Self, Error> {
        let part = "styles";
        let mut lists: HashMap<&'static str, List> = HashMap::new();
        let (mut formats, mut days): (Vec<Range<usize>>, HashSet<u32>) = Default::default();
        let mut path: Vec<String> = Vec::new();
        for piece in pieces(part, &text)? {
            match piece {
                Piece::Start { name, at, is_empty } => {
                    let tag = text.get(at.clone()).unwrap_or_default();
                    let parent = path.last().map(String::as_str);
                    if let Some(list) = LISTS.iter().find(|l| **l == name)
                        && path.len() == 1
                    {
                        lists.insert(list, List { open: at.clone(), ..List::default() });
                    }
                    if path.len() == 2
                        && let Some(list) = parent.and_then(|p| lists.get_mut(p))
                    {
                        list.count += 1;
                    }
                    if name == "xf" && parent == Some("cellXfs") {
                        formats.push(at.clone());
                    }
                    if name == "numFmt" && parent == Some("numFmts") {
                        let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                        let code = attribute(tag, "formatCode").unwrap_or_default();
                        days.extend(id.filter(|_| shows_days(&code)));
                    }
                    if !is_empty {
                        path.push(name);
                    }
                }
                Piece::End { name, at } => {
                    path.pop();
                    if name == "xf"
                        && path.last().is_some_and(|p| p == "cellXfs")
                        && let Some(last) = formats.last_mut()
                    {
                        last.end = at.end;
                    }
                    if path.len() == 1
                        && let Some(list) = LISTS.iter().find(|l| **l == name)
                        && let Some(list) = lists.get_mut(list)
                    {
                        list.close = Some(at.start);
                    }
                }
                Piece::Text(_) => {}
            }
        }
        Ok(Self { text, formats, days, lists, added: HashMap::new() })
    }

    /// Whether numbers of this format are days.
    pub(crate) fn is_day(&self, format: u32) -> bool {
        let tag = self.formats.get(format as usize).and_then(|at| self.text.get(at.clone()));
        let id = tag.and_then(|tag| attribute(tag, "numFmtId")).and_then(|id| id.parse().ok());
        id.is_some_and(|id: u32| {
            matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=58) || self.days.contains(&id)
        })
    }

    /// The same format for a day; the format itself where it is one. `None` where the part has no
    /// such list to add to.
    pub(crate) fn for_day(&mut self, format: u32) -> Option<u32> {
        if self.is_day(format) {
            return Some(format);
        }
        self.changed(format, &[("numFmtId", "14"), ("applyNumberFormat", "1")])
    }

    /// A format like another with some attributes changed.
    fn changed(&mut self, format: u32, attributes: &[(&str, &str)]) -> Option<u32> {
        let at = self.formats.get(format as usize)?.clone();
        let mut xf = self.text.get(at)?.to_owned();
        for (name, value) in attributes {
            match attribute_at(&xf, name) {
                Some(at) => xf.replace_range(at, value),
                None => {
                    let end = xf.find(|c: char| c.is_whitespace() || c == '/' || c == '>')?;
                    xf.insert_str(end, &format!(" {name}=\"{value}\""));
                }
            }
        }
        self.add("cellXfs", xf)
    }

    /// The format of headings on a sheet of ours: bold on a light ground, wrapped.
    pub(crate) fn heading(&mut self) -> Option<u32> {
        let p = self.prefix();
        let font = self.add(
            "fonts",
            format!("<{p}font><{p}b/><{p}sz val=\"10\"/><{p}name val=\"Arial\"/></{p}font>"),
        )?;
        let fill = self.add(
            "fills",
            format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FFDCE3EB\"/>\
                 <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            ),
        )?;
        self.add("cellXfs", format!(
            "<{p}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" \
             applyFill=\"1\" applyAlignment=\"1\"><{p}alignment horizontal=\"left\" vertical=\"center\" indent=\"1\" wrapText=\"1\"/></{p}xf>"
        ))
    }

    /// The format of text on a sheet of ours: wrapped, at the top; of links underlined.
    pub(crate) fn text(&mut self, is_link: bool) -> Option<u32> {
        let p = self.prefix();
        let look = if is_link {
            format!("<{p}u/><{p}sz val=\"10\"/><{p}color rgb=\"FF054A9C\"/>")
        } else {
            format!("<{p}sz val=\"10\"/>")
        };
        let font =
            self.add("fonts", format!("<{p}font>{look}<{p}name val=\"Arial\"/></{p}font>"))?;
        self.add("cellXfs", format!(
            "<{p}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" \
             applyAlignment=\"1\"><{p}alignment horizontal=\"left\" vertical=\"top\" indent=\"1\" wrapText=\"1\"/></{p}xf>"
        ))
    }

    /// What is before the names of tags (`x:`).
    fn prefix(&self) -> String {
        let open = self.lists.get("cellXfs").and_then(|l| self.text.get(l.open.clone()));
        prefix_of(open.unwrap_or_default())
    }

    /// Adds to a list what is not added yet; its number there.
    fn add(&mut self, list: &'static str, xml: String) -> Option<u32> {
        let key = format!("{list} {xml}");
        if let Some(number) = self.added.get(&key) {
            return Some(*number);
        }
        let found = self.lists.get_mut(list)?;
        found.close?;
        let number = found.count + found.new.len() as u32;
        found.new.push(xml);
        self.added.insert(key, number);
        Some(number)
    }

    /// The part with what was added; `None` where nothing was.
    pub(crate) fn finish(&self) -> Option<String> {
        let mut edits = Edits::default();
        for list in self.lists.values().filter(|list| !list.new.is_empty()) {
            let count = list.count + list.new.len() as u32;
            edits.set(&self.text, &list.open, "count", &count.to_string());
            edits.insert(list.close?, list.new.concat());
        }
        if self.added.is_empty() { None } else { edits.applied(&self.text) }
    }
}

/// What is before the name of a tag (`x:` of `<x:row …>`).
pub(crate) fn prefix_of(tag: &str) -> String {
    let name = tag.trim_start_matches('<').trim_start_matches('/');
    let name = name.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or("");
    name.split_once(':').map_or_else(String::new, |(prefix, _)| format!("{prefix}:"))
}

/// Whether a number format has a day or a month or a year in it.
fn shows_days(code: &str) -> bool {
    let (mut is_quoted, mut is_bracketed, mut is_next) = (false, false, false);
    for c in code.chars() {
        if std::mem::take(&mut is_next) {
            continue;
        }
        match c {
            '\\' | '_' | '*' => is_next = true,
            '"' => is_quoted = !is_quoted,
            '[' if !is_quoted => is_bracketed = true,
            ']' if !is_quoted => is_bracketed = false,
            'd' | 'D' | 'y' | 'Y' | 'm' | 'M' if !is_quoted && !is_bracketed => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\"/></numFmts>\
        <fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><cellStyleXfs count=\"1\"><xf numFmtId=\"9\"/>\
        </cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\" fillId=\"7\"><alignment/></xf><xf numFmtId=\"164\"/></cellXfs></styleSheet>";

    #[test]
    fn a_format_for_days_keeps_the_look() {
        let mut styles = Styles::read(PART.to_owned()).unwrap();
        assert!(!styles.is_day(0) && styles.is_day(1) && !styles.is_day(9));
        assert_eq!(styles.for_day(1), Some(1));
        assert_eq!(styles.for_day(0), Some(2));
        assert_eq!(styles.for_day(0), Some(2), "added once");
        assert!(styles.heading().is_some() && styles.text(true).is_some());
        let text = styles.finish().unwrap();
        let day = "<xf applyNumberFormat=\"1\" numFmtId=\"14\" fillId=\"7\"><alignment/></xf>";
        assert!(text.contains("cellXfs count=\"5\"") && text.contains(day), "{text}");
        let styles = Styles::read(text).unwrap();
        assert!(styles.is_day(2));
        assert!(styles.finish().is_none());
    }

    #[test]
    fn codes_of_days_are_known() {
        for code in ["dd/mm/yyyy", "mmm-yy", "[$-809]d mmmm yyyy;@", "yyyy"] {
            assert!(shows_days(code), "{code}");
        }
        for code in
            ["0.00", "General", "\"day\" 0", "[Red]0", "0\\d", "\"TRUE\";\"TRUE\";\"FALSE\""]
        {
            assert!(!shows_days(code), "{code}");
        }
    }
}
