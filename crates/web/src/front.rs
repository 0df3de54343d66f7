//! The page's own files, put together for whoever serves or writes it: the same modules for every
//! home.

/// The modules, in the order in which they use each other.
const MODULES: [(&str, &str); 12] = [
    ("dom", include_str!("../page/dom.js")),
    ("engine", include_str!("../page/engine.js")),
    ("store", include_str!("../page/store.js")),
    ("homes", include_str!("../page/homes.js")),
    ("columns", include_str!("../page/columns.js")),
    ("source", include_str!("../page/source.js")),
    ("filter", include_str!("../page/filter.js")),
    ("review", include_str!("../page/review.js")),
    ("lists", include_str!("../page/lists.js")),
    ("others", include_str!("../page/others.js")),
    ("doc", include_str!("../page/doc.js")),
    ("main", include_str!("../page/main.js")),
];

/// The page around the script, with `{{…}}` where something is put in.
pub const PAGE: &str = include_str!("../page/page.html");

/// How it looks.
pub const STYLE: &str = include_str!("../page/style.css");

/// All modules as one script, each in a scope of its own with what it gives to the others.
#[must_use]
pub fn script() -> String {
    let mut out = "\"use strict\";\n{\nconst modules = {};\n".to_owned();
    for (name, text) in MODULES {
        let mut given: Vec<&str> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            if let Some((names, from)) = imported(line) {
                lines.push(format!("const {names} = modules.{from};"));
            } else if let Some(own) = line.strip_prefix("export ") {
                let words = own.strip_prefix("async ").unwrap_or(own);
                let named = ["function ", "class ", "const "]
                    .iter()
                    .find_map(|kind| words.strip_prefix(kind))
                    .and_then(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
                given.extend(named);
                lines.push(own.to_owned());
            } else {
                lines.push(line.to_owned());
            }
        }
        let (body, given) = (lines.join("\n"), given.join(", "));
        out.push_str(&format!(
            "modules.{name} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n"
        ));
    }
    out.push_str("}\n");
    out
}

/// `import { a, b } from "./c.js";` as its names and its module.
fn imported(line: &str) -> Option<(&str, &str)> {
    let (names, from) = line.strip_prefix("import ")?.split_once(" from \"./")?;
    Some((names, from.strip_suffix(".js\";")?))
}

/// The page with these values in place of its `{{…}}`; what is not named is left empty.
#[must_use]
pub fn page(values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else { break };
        let value = values.iter().find(|(known, _)| *known == name);
        out.push_str(value.map(|(_, value)| *value).unwrap_or_default());
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// JSON that can be inside a page: no tag can begin in it.
#[must_use]
pub fn embedded(json: &serde_json::Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_has_every_module_and_no_module_words() {
        let script = script();
        for (name, _) in MODULES {
            assert!(script.contains(&format!("modules.{name} = ")), "{name}");
        }
        let is_left = |line: &str| line.starts_with("import ") || line.starts_with("export ");
        assert!(!script.lines().any(is_left));
        assert!(script.contains("return { h, svg, lines, say,"), "what `dom` gives to the others");
        assert!(!script.contains("</script"));
    }

    #[test]
    fn nothing_in_embedded_json_ends_its_element() {
        let json = serde_json::json!({ "text": "</script><script>alert(1)</script>" });
        let text = embedded(&json);
        assert!(!text.contains('<'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), json);
        assert!(page(&[("embedded", &text)]).contains(&text));
    }
}
