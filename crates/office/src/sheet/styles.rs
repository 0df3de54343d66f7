//! Styles of an Excel workbook: how cells look.

use super::format;
use crate::theme::{Theme, hex_colour, mixed, tinted};
use crate::word::Look;
use crate::xml::{Element, Tree};
use std::collections::HashMap;
use tablemend_model::Rgb;

/// A font.
#[derive(Clone, Debug, Default)]
struct Font {
    look: Look,
    size: f64,
}

/// A cell's style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub(super) look: Look,
    pub(super) fill: Option<Rgb>,
    pub(super) format: String,
    pub(super) is_large: bool,
}

/// What a conditional format changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    pub(super) fill: Option<Rgb>,
    pub(super) colour: Option<Rgb>,
    pub(super) struck: Option<bool>,
    pub(super) bold: Option<bool>,
}

/// All styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: Vec<Style>,
    changes: Vec<Change>,
    palette: Vec<Rgb>,
    theme: Theme,
}

impl Styles {
    /// Reads the part of styles.
    pub(super) fn read(tree: &Tree<'_>, theme: Theme) -> Self {
        let root = tree.root();
        let mut styles = Self { theme, ..Self::default() };
        let own = root
            .child("colors")
            .and_then(|c| c.child("indexedColors"))
            .map(|c| c.children().filter_map(|e| hex_colour(e.attribute("rgb")?)).collect());
        styles.palette = own.unwrap_or_default();
        let formats: HashMap<u32, String> = root
            .child("numFmts")
            .into_iter()
            .flat_map(|f| f.children())
            .filter_map(|f| {
                let id = u32::try_from(f.number("numFmtId")?).ok()?;
                Some((id, f.attribute("formatCode")?.to_owned()))
            })
            .collect();
        let group = |name: &str| root.child(name).into_iter().flat_map(|e| e.children());
        let fonts: Vec<Font> = group("fonts").map(|f| styles.font(f)).collect();
        let usual = fonts.first().map_or(11.0, |f| f.size);
        let fills: Vec<Option<Rgb>> = group("fills").map(|f| styles.fill(f, false)).collect();
        for xf in group("cellXfs") {
            let index = |name| xf.number(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let id = index("numFmtId") as u32;
            let font = fonts.get(index("fontId")).cloned().unwrap_or_default();
            styles.all.push(Style {
                look: font.look,
                fill: fills.get(index("fillId")).copied().flatten(),
                format: formats
                    .get(&id)
                    .cloned()
                    .unwrap_or_else(|| format::built_in(id).to_owned()),
                is_large: font.size > usual + 1.5,
            });
        }
        styles.changes = group("dxfs").map(|d| styles.change(d)).collect();
        styles
    }

    /// A cell's style by its number.
    pub(super) fn get(&self, number: usize) -> Option<&Style> {
        self.all.get(number)
    }

    /// What a conditional format changes, by its number.
    pub(super) fn changed(&self, number: usize) -> Option<&Change> {
        self.changes.get(number)
    }

    /// What an element with a font and a fill changes.
    pub(super) fn change(&self, dxf: Element<'_, '_>) -> Change {
        let font = dxf.child("font");
        let is = |name: &str| font.and_then(|f| f.child(name)).map(|e| e.is_on());
        Change {
            fill: dxf.child("fill").and_then(|f| self.fill(f, true)),
            colour: font.and_then(|f| f.child("color")).and_then(|c| self.colour(c)),
            struck: is("strike"),
            bold: is("b"),
        }
    }

    /// A font, as cells and runs of text have them.
    fn font(&self, f: Element<'_, '_>) -> Font {
        let size = f.child("sz").and_then(|e| e.val()).and_then(|v| v.parse().ok());
        Font { look: self.look(f), size: size.unwrap_or(11.0) }
    }

    /// How text in a font looks.
    pub(super) fn look(&self, f: Element<'_, '_>) -> Look {
        let is = |name: &str| f.child(name).is_some_and(|e| e.is_on());
        Look {
            struck: is("strike"),
            bold: is("b"),
            italic: is("i"),
            raised: f.child("vertAlign").and_then(|e| e.val()) == Some("superscript"),
            colour: f.child("color").and_then(|c| self.colour(c)).filter(|c| *c != Rgb(0, 0, 0)),
            shade: None,
        }
    }

    /// The colour of a fill; conditional ones keep it as background.
    fn fill(&self, fill: Element<'_, '_>, is_change: bool) -> Option<Rgb> {
        if let Some(gradient) = fill.child("gradientFill") {
            let stop = gradient.children().find(|s| s.name() == "stop")?;
            return self.colour(stop.child("color")?).filter(|c| !c.is_white());
        }
        let pattern = fill.child("patternFill")?;
        let of = |name: &str| pattern.child(name).and_then(|c| self.colour(c));
        let (front, back) = (of("fgColor"), of("bgColor"));
        let shown = match pattern.attribute("patternType") {
            None | Some("solid") if is_change => back.or(front),
            None | Some("none") => None,
            Some("solid") => front,
            Some(name) => {
                let share = match name {
                    "darkGray" => 0.75,
                    "mediumGray" => 0.5,
                    "lightGray" => 0.25,
                    "gray125" => 0.125,
                    "gray0625" => 0.0625,
                    _ => 0.3,
                };
                // Dots of black on white are a pattern of Excel's own and no colour.
                front.or(back).map(|_| {
                    mixed(front.unwrap_or(Rgb(0, 0, 0)), back.unwrap_or(Rgb(255, 255, 255)), share)
                })
            }
        };
        shown.filter(|c| !c.is_white())
    }

    /// A colour by its hexadecimal form, its number, or the theme's number and tint.
    pub(super) fn colour(&self, e: Element<'_, '_>) -> Option<Rgb> {
        let tint = e.attribute("tint").and_then(|t| t.parse().ok()).unwrap_or(0.0);
        let number = |name| e.number(name).and_then(|n| usize::try_from(n).ok());
        let base = if let Some(hex) = e.attribute("rgb") {
            hex_colour(hex)?
        } else if let Some(theme) = number("theme") {
            self.theme.numbered(theme)?
        } else if let Some(index) = number("indexed") {
            self.palette.get(index).copied().or_else(|| indexed(index))?
        } else {
            return None;
        };
        Some(tinted(base, tint))
    }
}

/// The colours that workbooks number (ECMA-376-1, 18.8.27).
pub(super) fn indexed(index: usize) -> Option<Rgb> {
    const COLOURS: [u32; 56] = [
        0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff, 0x800000,
        0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xc0c0c0, 0x808080, 0x9999ff, 0x993366,
        0xffffcc, 0xccffff, 0x660066, 0xff8080, 0x0066cc, 0xccccff, 0x000080, 0xff00ff, 0xffff00,
        0x00ffff, 0x800080, 0x800000, 0x008080, 0x0000ff, 0x00ccff, 0xccffff, 0xccffcc, 0xffff99,
        0x99ccff, 0xff99cc, 0xcc99ff, 0xffcc99, 0x3366ff, 0x33cccc, 0x99cc00, 0xffcc00, 0xff9900,
        0xff6600, 0x666699, 0x969696, 0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366,
        0x333399, 0x333333,
    ];
    let at = if index < 8 { index } else { index.checked_sub(8)? };
    let value = *COLOURS.get(at)?;
    let byte = |shift: u32| ((value >> shift) & 0xff) as u8;
    Some(Rgb(byte(16), byte(8), byte(0)))
}
