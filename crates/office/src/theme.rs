//! Colours of a theme, and tints of them.

use crate::xml::{Element, Tree};
use tablemend_model::Rgb;

/// The twelve colours of a theme, in its own order: dark 1, light 1, dark 2, light 2, six accents,
/// links, followed links.
#[derive(Clone, Debug)]
pub(crate) struct Theme([Rgb; 12]);

impl Default for Theme {
    /// Office's own theme of 2013.
    fn default() -> Self {
        Self([
            Rgb(0, 0, 0),
            Rgb(0xff, 0xff, 0xff),
            Rgb(0x44, 0x54, 0x6a),
            Rgb(0xe7, 0xe6, 0xe6),
            Rgb(0x44, 0x72, 0xc4),
            Rgb(0xed, 0x7d, 0x31),
            Rgb(0xa5, 0xa5, 0xa5),
            Rgb(0xff, 0xc0, 0),
            Rgb(0x5b, 0x9b, 0xd5),
            Rgb(0x70, 0xad, 0x47),
            Rgb(0x05, 0x63, 0xc1),
            Rgb(0x95, 0x4f, 0x72),
        ])
    }
}

const NAMES: [&str; 12] = [
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
];

impl Theme {
    /// Reads a theme part; what it does not say stays Office's own.
    pub(crate) fn read(tree: &Tree<'_>) -> Self {
        let mut theme = Self::default();
        let Some(scheme) = tree.root().descendants().into_iter().find(|e| e.name() == "clrScheme")
        else {
            return theme;
        };
        for (name, colour) in NAMES.iter().zip(&mut theme.0) {
            let found = scheme.child(name).and_then(|e| e.children().next());
            let hex = found.and_then(|e| match e.name() {
                "sysClr" => e.attribute("lastClr"),
                _ => e.val(),
            });
            if let Some(found) = hex.and_then(hex_colour) {
                *colour = found;
            }
        }
        theme
    }

    /// A colour by the name that drawings use.
    pub(crate) fn named(&self, name: &str) -> Option<Rgb> {
        let name = match name {
            "tx1" | "text1" | "dark1" => "dk1",
            "bg1" | "background1" | "light1" => "lt1",
            "tx2" | "text2" | "dark2" => "dk2",
            "bg2" | "background2" | "light2" => "lt2",
            name => name,
        };
        NAMES.iter().position(|n| *n == name).map(|i| self.0[i])
    }

    /// A colour by the number that spreadsheets use, where light and dark are the other way round.
    pub(crate) fn numbered(&self, number: usize) -> Option<Rgb> {
        let at = match number {
            0 => 1,
            1 => 0,
            2 => 3,
            3 => 2,
            n => n,
        };
        self.0.get(at).copied()
    }

    /// The colour of a drawing's fill (`a:solidFill`), if it can be told.
    pub(crate) fn solid(&self, fill: Element<'_, '_>) -> Option<Rgb> {
        let colour = fill.children().next()?;
        let base = match colour.name() {
            "srgbClr" => hex_colour(colour.val()?)?,
            "schemeClr" => self.named(colour.val()?)?,
            "sysClr" => hex_colour(colour.attribute("lastClr")?)?,
            "prstClr" => preset(colour.val()?)?,
            _ => return None,
        };
        let change = |name| {
            let value = colour.child(name).and_then(|e| e.number("val"))?;
            Some(value as f64 / 100_000.0)
        };
        let mut hsl = hsl(base);
        if let Some(by) = change("lumMod") {
            hsl.2 *= by;
        }
        if let Some(by) = change("lumOff") {
            hsl.2 += by;
        }
        Some(rgb((hsl.0, hsl.1, hsl.2.clamp(0.0, 1.0))))
    }
}

fn preset(name: &str) -> Option<Rgb> {
    Some(match name {
        "red" => Rgb(255, 0, 0),
        "green" => Rgb(0, 128, 0),
        "lime" => Rgb(0, 255, 0),
        "blue" => Rgb(0, 0, 255),
        "yellow" => Rgb(255, 255, 0),
        "orange" => Rgb(255, 165, 0),
        "black" => Rgb(0, 0, 0),
        "white" => Rgb(255, 255, 255),
        _ => return None,
    })
}

/// `RRGGBB`, or `AARRGGBB` as spreadsheets write it; a `#` before it is allowed.
pub(crate) fn hex_colour(hex: &str) -> Option<Rgb> {
    let hex = hex.trim().trim_start_matches('#');
    let hex = if hex.len() == 8 { hex.get(2..)? } else { hex };
    (hex.len() == 6).then(|| Rgb::from_hex(&format!("#{hex}"))).flatten()
}

/// A colour lighter (above 0, to 1) or darker (below 0, to -1), as spreadsheets tint (ECMA-376-1,
/// 18.8.19).
pub(crate) fn tinted(colour: Rgb, tint: f64) -> Rgb {
    if tint == 0.0 || !tint.is_finite() {
        return colour;
    }
    let (h, s, l) = hsl(colour);
    let l = if tint < 0.0 { l * (1.0 + tint) } else { l * (1.0 - tint) + tint };
    rgb((h, s, l.clamp(0.0, 1.0)))
}

/// A colour over another one, so much of it (0 to 1).
pub(crate) fn mixed(over: Rgb, under: Rgb, share: f64) -> Rgb {
    let one = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
    Rgb(one(over.0, under.0), one(over.1, under.1), one(over.2, under.2))
}

fn hsl(Rgb(r, g, b): Rgb) -> (f64, f64, f64) {
    let [r, g, b] = [r, g, b].map(|c| f64::from(c) / 255.0);
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let l = (max + min) / 2.0;
    let d = max - min;
    if d == 0.0 {
        return (0.0, 0.0, l);
    }
    let s = if l > 0.5 { d / (2.0 - max - min) } else { d / (max + min) };
    let h = if max == r {
        (g - b) / d + if g < b { 6.0 } else { 0.0 }
    } else if max == g {
        (b - r) / d + 2.0
    } else {
        (r - g) / d + 4.0
    };
    (h / 6.0, s, l)
}

fn rgb((h, s, l): (f64, f64, f64)) -> Rgb {
    let q = if l < 0.5 { l * (1.0 + s) } else { l + s - l * s };
    let p = 2.0 * l - q;
    let one = |t: f64| {
        let t = t.rem_euclid(1.0);
        let v = if t < 1.0 / 6.0 {
            p + (q - p) * 6.0 * t
        } else if t < 0.5 {
            q
        } else if t < 2.0 / 3.0 {
            p + (q - p) * (2.0 / 3.0 - t) * 6.0
        } else {
            p
        };
        (v.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    Rgb(one(h + 1.0 / 3.0), one(h), one(h - 1.0 / 3.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_are_those_of_excel() {
        for (colour, tint, expected) in [
            ("4472C4", 0.399_975_585_192_419, "#8ea9db"),
            ("FFC000", -0.249_977_111_117_893, "#bf9000"),
            ("70AD47", 0.0, "#70ad47"),
        ] {
            let colour = hex_colour(colour).unwrap();
            let (a, b) = (tinted(colour, tint), Rgb::from_hex(expected).unwrap());
            let near = |a: u8, b: u8| a.abs_diff(b) <= 2;
            assert!(near(a.0, b.0) && near(a.1, b.1) && near(a.2, b.2), "{a:?} {expected}");
        }
        assert_eq!(hex_colour("FF00B050"), Some(Rgb(0, 0xb0, 0x50)));
        assert_eq!(hex_colour("auto"), None);
    }
}
