//! Styles of OpenDocument files (ODF 1.3, part 3, chapters 16 and 20).

use crate::theme::hex_colour;
use crate::word::Look;
use crate::xml::{Element, Tree};
use std::collections::HashMap;
use tablemend_model::Rgb;

/// Styles that are based on each other are followed so far.
const DEEPEST: usize = 24;

/// What a style says, with what those say that it is based on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    parent: Option<String>,
    pub(crate) bold: Option<bool>,
    pub(crate) italic: Option<bool>,
    pub(crate) struck: Option<bool>,
    pub(crate) raised: Option<bool>,
    pub(crate) hidden: Option<bool>,
    pub(crate) colour: Option<Option<Rgb>>,
    /// Background of text.
    pub(crate) shade: Option<Option<Rgb>>,
    /// Background of a paragraph, a cell, a row or a table.
    pub(crate) fill: Option<Option<Rgb>>,
    pub(crate) size: Option<f64>,
    pub(crate) font: Option<String>,
    /// Level of a heading.
    pub(crate) outline: Option<u8>,
    pub(crate) list: Option<String>,
    pub(crate) breaks_before: bool,
    pub(crate) breaks_behind: bool,
    /// Whether a table of this style is shown.
    pub(crate) display: Option<bool>,
    /// The name that people see, and those of the styles that it is based on.
    names: Vec<String>,
}

impl Style {
    fn read(e: Element<'_, '_>) -> Self {
        let shown = e.attribute("display-name").or_else(|| e.attribute("name"));
        let mut style = Self {
            parent: e.attribute("parent-style-name").map(str::to_owned),
            list: e.attribute("list-style-name").filter(|n| !n.is_empty()).map(str::to_owned),
            outline: e
                .number("default-outline-level")
                .filter(|n| (1..=10).contains(n))
                .map(|n| n as u8),
            names: vec![shown_name(shown.unwrap_or_default())],
            ..Self::default()
        };
        for p in e.children() {
            match p.name() {
                "text-properties" => {
                    let weight = p.attribute("font-weight");
                    style.bold =
                        weight.map(|w| w == "bold" || w.parse().is_ok_and(|n: u32| n >= 600));
                    style.italic = p.attribute("font-style").map(|s| s != "normal");
                    let line = ["text-line-through-style", "text-line-through-type"];
                    style.struck = line.iter().find_map(|n| p.attribute(n)).map(|v| v != "none");
                    style.raised = p.attribute("text-position").map(is_raised);
                    style.hidden = p.attribute("display").map(|d| d == "none");
                    style.colour = p.attribute("color").map(hex_colour);
                    style.shade = p.attribute("background-color").map(hex_colour);
                    let family = p.attribute("font-name").or_else(|| p.attribute("font-family"));
                    style.font = family.map(|f| f.trim_matches('\'').to_owned());
                    let size = p.attribute("font-size").and_then(|s| s.strip_suffix("pt"));
                    style.size = size.and_then(|s| s.parse().ok());
                }
                "paragraph-properties"
                | "table-cell-properties"
                | "table-row-properties"
                | "table-properties"
                | "graphic-properties" => {
                    let fill =
                        p.attribute("background-color").or_else(|| p.attribute("fill-color"));
                    if let Some(fill) = fill {
                        style.fill = Some(hex_colour(fill));
                    }
                    let is_page = |name| matches!(p.attribute(name), Some("page"));
                    style.breaks_before |= is_page("break-before");
                    style.breaks_behind |= is_page("break-after");
                    style.display = p.attribute("display").map(|d| d != "false").or(style.display);
                }
                _ => {}
            }
        }
        style
    }

    fn over(mut self, under: &Self) -> Self {
        self.bold = self.bold.or(under.bold);
        self.italic = self.italic.or(under.italic);
        self.struck = self.struck.or(under.struck);
        self.raised = self.raised.or(under.raised);
        self.hidden = self.hidden.or(under.hidden);
        self.colour = self.colour.or(under.colour);
        self.shade = self.shade.or(under.shade);
        self.fill = self.fill.or(under.fill);
        self.size = self.size.or(under.size);
        self.font = self.font.or_else(|| under.font.clone());
        self.outline = self.outline.or(under.outline);
        self.list = self.list.or_else(|| under.list.clone());
        self.display = self.display.or(under.display);
        self.names.extend(under.names.iter().cloned());
        self
    }

    /// This, where it says something, over what another one says of text.
    pub(crate) fn over_text(&self, under: &Self) -> Self {
        let mut whole = self.clone().over(under);
        whole.fill = self.fill;
        whole
    }

    /// The level of the heading that a paragraph of this style is: as the style says it, else by its name
    /// or that of a style that it is based on.
    pub(crate) fn heading(&self) -> Option<u8> {
        self.outline.or_else(|| self.names.iter().find_map(|n| heading_level(n)))
    }

    /// How text of this style looks.
    pub(crate) fn look(&self) -> Look {
        Look {
            struck: self.struck.unwrap_or(false),
            bold: self.bold.unwrap_or(false),
            italic: self.italic.unwrap_or(false),
            raised: self.raised.unwrap_or(false),
            colour: self.colour.flatten().filter(|c| *c != Rgb(0, 0, 0)),
            shade: self.shade.flatten().filter(|c| !c.is_white()),
        }
    }
}

/// `super 58%`, `33% 80%`.
fn is_raised(position: &str) -> bool {
    let first = position.split_whitespace().next().unwrap_or_default();
    let share = first.strip_suffix('%').and_then(|n| n.parse::<f64>().ok());
    first == "super" || share.is_some_and(|n| n > 0.0)
}

/// All styles of a file, by family and name.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    all: HashMap<(String, String), Style>,
    defaults: HashMap<String, Style>,
}

impl Styles {
    /// Adds the styles of a part.
    pub(crate) fn add(&mut self, tree: &Tree<'_>) {
        for group in tree.root().children() {
            if !matches!(group.name(), "styles" | "automatic-styles") {
                continue;
            }
            for e in group.children() {
                let family = e.attribute("family").unwrap_or_default().to_owned();
                match e.name() {
                    "style" => {
                        let name = e.attribute("name").unwrap_or_default().to_owned();
                        let style = Style::read(e);
                        // Conditional formats call styles by the names that people see.
                        if let Some(shown) = e.attribute("display-name") {
                            let key = (family.clone(), shown.to_owned());
                            self.all.entry(key).or_insert_with(|| style.clone());
                        }
                        self.all.insert((family, name), style);
                    }
                    "default-style" => {
                        self.defaults.insert(family, Style::read(e));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Gives each style what those say that it is based on.
    pub(crate) fn inherit(&mut self) {
        let mut whole = HashMap::new();
        for ((family, name), style) in &self.all {
            let mut style = style.clone();
            let mut parent = style.parent.clone();
            for _ in 0..DEEPEST {
                let Some(name) = parent else { break };
                let Some(base) = self.all.get(&(family.clone(), name.clone())) else {
                    // One that comes with every office program: its name says what it is.
                    style.names.push(shown_name(&name));
                    break;
                };
                style = style.over(base);
                parent = base.parent.clone();
            }
            if let Some(base) = self.defaults.get(family) {
                style = style.over(base);
            }
            whole.insert((family.clone(), name.clone()), style);
        }
        self.all = whole;
    }

    /// A style of a family.
    pub(crate) fn get(&self, family: &str, name: Option<&str>) -> Option<&Style> {
        self.all.get(&(family.to_owned(), name?.to_owned()))
    }
}

/// A style's name as people see it, in small letters.
fn shown_name(name: &str) -> String {
    name.replace("_20_", " ").to_lowercase()
}

/// The level of the heading that a style's name in small letters says: `title` is the first, as is `heading 1`.
pub(crate) fn heading_level(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(1);
    }
    let rest = name.strip_prefix("heading")?.trim();
    rest.parse().ok().filter(|n| (1..=9).contains(n))
}
