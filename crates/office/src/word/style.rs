//! Styles of a Word document, and how its text looks after all of them.

use super::Look;
use crate::theme::{hex_colour, mixed};
use crate::xml::{Element, Tree};
use std::collections::HashMap;
use tablemend_model::Rgb;

/// Styles based on each other are followed so far.
const DEEPEST: usize = 24;

/// Parts of a table style: ECMA-376-1, 17.18.89 knows thirteen.
const MOST_PARTS: usize = 16;

/// What a style or a run itself says of a look; `None` where it says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Says {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) struck: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
    pub(super) colour: Option<Option<Rgb>>,
    pub(super) shade: Option<Option<Rgb>>,
    pub(super) font: Option<String>,
}

impl Says {
    /// What run properties say.
    pub(super) fn read(properties: Element<'_, '_>) -> Self {
        let mut says = Self::default();
        for e in properties.children() {
            match e.name() {
                "b" => says.bold = Some(e.is_on()),
                "i" => says.italic = Some(e.is_on()),
                "strike" | "dstrike" => {
                    says.struck = Some(says.struck.unwrap_or(false) || e.is_on());
                }
                "vanish" => says.hidden = Some(e.is_on()),
                "vertAlign" => says.raised = Some(e.val() == Some("superscript")),
                "color" => says.colour = Some(e.val().and_then(hex_colour)),
                "shd" => says.shade = says.shade.flatten().map(Some).or_else(|| shade(e)),
                "highlight" => says.shade = Some(e.val().and_then(highlight)),
                "rFonts" => {
                    let name = ["ascii", "hAnsi", "cs"].into_iter().find_map(|n| e.attribute(n));
                    says.font = name.map(str::to_owned);
                }
                _ => {}
            }
        }
        says
    }

    /// This, where it says something, over what another one says.
    pub(super) fn over(self, under: &Self) -> Self {
        Self {
            bold: self.bold.or(under.bold),
            italic: self.italic.or(under.italic),
            struck: self.struck.or(under.struck),
            hidden: self.hidden.or(under.hidden),
            raised: self.raised.or(under.raised),
            colour: self.colour.or(under.colour),
            shade: self.shade.or(under.shade),
            font: self.font.or_else(|| under.font.clone()),
        }
    }

    /// The look that comes of it.
    pub(super) fn look(&self) -> Look {
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

/// The colour of a shading (ECMA-376-1, 17.3.5); the inner value is `None` for no colour.
pub(super) fn shade(e: Element<'_, '_>) -> Option<Option<Rgb>> {
    let fill = e.attribute("fill").and_then(hex_colour);
    let ink = e.attribute("color").and_then(hex_colour).unwrap_or(Rgb(0, 0, 0));
    let share = match e.val().unwrap_or("clear") {
        "nil" => return Some(None),
        "solid" => return Some(Some(ink)),
        pattern => pattern.strip_prefix("pct").and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0),
    };
    if share > 0.0 {
        let share = (share / 100.0).min(1.0);
        return Some(Some(mixed(ink, fill.unwrap_or(Rgb(255, 255, 255)), share)));
    }
    Some(fill)
}

fn highlight(name: &str) -> Option<Rgb> {
    Some(match name {
        "yellow" => Rgb(255, 255, 0),
        "green" => Rgb(0, 255, 0),
        "cyan" => Rgb(0, 255, 255),
        "magenta" => Rgb(255, 0, 255),
        "blue" => Rgb(0, 0, 255),
        "red" => Rgb(255, 0, 0),
        "darkBlue" => Rgb(0, 0, 128),
        "darkCyan" => Rgb(0, 128, 128),
        "darkGreen" => Rgb(0, 128, 0),
        "darkMagenta" => Rgb(128, 0, 128),
        "darkRed" => Rgb(128, 0, 0),
        "darkYellow" => Rgb(128, 128, 0),
        "darkGray" => Rgb(128, 128, 128),
        "lightGray" => Rgb(192, 192, 192),
        "black" => Rgb(0, 0, 0),
        _ => return None,
    })
}

/// The list that a paragraph is in: its number's id (0 for none) and level.
#[derive(Clone, Debug, Default)]
pub(super) struct InList {
    pub(super) id: Option<String>,
    pub(super) level: Option<usize>,
}

impl InList {
    pub(super) fn read(properties: Element<'_, '_>) -> Option<Self> {
        let e = properties.child("numPr")?;
        Some(Self {
            id: e.child("numId").and_then(|e| e.val()).map(str::to_owned),
            level: e.child("ilvl").and_then(|e| e.number("val")).map(|n| n.clamp(0, 8) as usize),
        })
    }
}

/// A part of a table style: for the whole table, its first row, every other row.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub(super) fill: Option<Option<Rgb>>,
    pub(super) says: Says,
}

/// One style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    pub(super) says: Says,
    pub(super) outline: Option<u8>,
    pub(super) list: Option<InList>,
    pub(super) shade: Option<Option<Rgb>>,
    /// Parts of a table style by their name; the whole table's has none.
    pub(super) parts: HashMap<String, Part>,
    /// Rows and columns of a band.
    pub(super) bands: [u32; 2],
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    paragraph: Option<String>,
    table: Option<String>,
    defaults: Says,
}

impl Styles {
    /// Reads the part of styles.
    pub(super) fn read(tree: &Tree<'_>) -> Self {
        let mut styles = Self::default();
        for e in tree.root().children() {
            match e.name() {
                "docDefaults" => {
                    let run = e.child("rPrDefault").and_then(|e| e.child("rPr"));
                    styles.defaults = run.map(Says::read).unwrap_or_default();
                }
                "style" => styles.add(e),
                _ => {}
            }
        }
        styles.inherit();
        styles
    }

    fn add(&mut self, e: Element<'_, '_>) {
        let Some(id) = e.attribute("styleId") else { return };
        let kind = e.attribute("type").unwrap_or("paragraph");
        let mut style = Style {
            name: e.child("name").and_then(|e| e.val()).unwrap_or(id).to_lowercase(),
            based_on: e.child("basedOn").and_then(|e| e.val()).map(str::to_owned),
            bands: [1, 1],
            ..Style::default()
        };
        style.says = e.child("rPr").map(Says::read).unwrap_or_default();
        if let Some(p) = e.child("pPr") {
            style.outline = outline(p);
            style.list = InList::read(p);
            style.shade = p.child("shd").and_then(shade);
        }
        if kind == "table" {
            if let Some(t) = e.child("tblPr") {
                let size = |name| t.child(name).and_then(|e| e.number("val")).unwrap_or(1);
                style.bands = ["tblStyleRowBandSize", "tblStyleColBandSize"]
                    .map(|name| size(name).clamp(0, 1000) as u32);
            }
            style.parts.insert(String::new(), part(e));
            for p in e.children().filter(|p| p.name() == "tblStylePr").take(MOST_PARTS) {
                style.parts.insert(p.attribute("type").unwrap_or_default().to_owned(), part(p));
            }
        }
        if e.attribute("default").is_some_and(|v| v == "1" || v == "true") {
            match kind {
                "paragraph" => self.paragraph = Some(id.to_owned()),
                "table" => self.table = Some(id.to_owned()),
                _ => {}
            }
        }
        self.all.insert(id.to_owned(), style);
    }

    /// Gives each style what those say that it is based on.
    fn inherit(&mut self) {
        let ids: Vec<String> = self.all.keys().cloned().collect();
        let mut whole: HashMap<String, Style> = HashMap::new();
        for id in ids {
            let mut chain: Vec<&Style> = Vec::new();
            let mut at = Some(&id);
            while let Some(style) = at.and_then(|id| self.all.get(id)) {
                chain.push(style);
                if chain.len() >= DEEPEST {
                    break;
                }
                at = style.based_on.as_ref();
            }
            let mut chain = chain.into_iter();
            let Some(first) = chain.next() else { continue };
            let mut style = first.clone();
            style.outline = style.outline.or_else(|| crate::odf::heading_level(&style.name));
            for base in chain {
                style.says = std::mem::take(&mut style.says).over(&base.says);
                style.outline = style
                    .outline
                    .or(base.outline)
                    .or_else(|| crate::odf::heading_level(&base.name));
                style.shade = style.shade.or(base.shade);
                match (&mut style.list, &base.list) {
                    (Some(own), Some(base)) => {
                        own.id = own.id.take().or_else(|| base.id.clone());
                        own.level = own.level.or(base.level);
                    }
                    (own @ None, Some(base)) => *own = Some(base.clone()),
                    _ => {}
                }
                for (name, part) in &base.parts {
                    let own = style.parts.entry(name.clone()).or_default();
                    own.fill = own.fill.or(part.fill);
                    own.says = std::mem::take(&mut own.says).over(&part.says);
                }
            }
            whole.insert(id, style);
        }
        self.all = whole;
    }

    /// A style by its id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.all.get(id)
    }

    /// The style of paragraphs that name none.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Option<&Style> {
        id.and_then(|id| self.get(id)).or_else(|| self.get(self.paragraph.as_deref()?))
    }

    /// The style of tables that name none.
    pub(super) fn table(&self, id: Option<&str>) -> Option<&Style> {
        id.and_then(|id| self.get(id)).or_else(|| self.get(self.table.as_deref()?))
    }

    /// What a run says after all styles: those of its table's part, its paragraph, its own.
    pub(super) fn run(
        &self,
        table: &Says,
        paragraph: Option<&Style>,
        own: Option<Element<'_, '_>>,
    ) -> Says {
        let direct = own.map(Says::read).unwrap_or_default();
        let character = own
            .and_then(|p| p.child("rStyle"))
            .and_then(|e| e.val())
            .and_then(|id| self.get(id))
            .map(|s| s.says.clone())
            .unwrap_or_default();
        let paragraph = paragraph.map(|s| s.says.clone()).unwrap_or_default();
        // What may be on or off is turned round by each style that has it (ECMA-376-1, 17.7.3).
        let toggled = |of: fn(&Says) -> Option<bool>| {
            let levels = [of(&character), of(&paragraph), of(table)];
            let on = levels.iter().filter(|l| **l == Some(true)).count();
            levels.iter().any(Option::is_some).then_some(on % 2 == 1)
        };
        let toggles = Says {
            bold: toggled(|s| s.bold),
            italic: toggled(|s| s.italic),
            struck: toggled(|s| s.struck),
            hidden: toggled(|s| s.hidden),
            ..Says::default()
        };
        let styles = toggles.over(&character).over(&paragraph).over(table).over(&self.defaults);
        direct.over(&styles)
    }
}

fn part(e: Element<'_, '_>) -> Part {
    let of = |name: &str| e.child(name).and_then(|p| p.child("shd")).and_then(shade);
    Part {
        fill: of("tcPr").or_else(|| of("tblPr")),
        says: e.child("rPr").map(Says::read).unwrap_or_default(),
    }
}

/// The level of a heading, 1 to 9, that paragraph properties say; body text has none.
pub(super) fn outline(properties: Element<'_, '_>) -> Option<u8> {
    let level = properties.child("outlineLvl")?.number("val")?;
    Some(if (0..9).contains(&level) { level as u8 + 1 } else { 0 })
}
