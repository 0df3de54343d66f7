//! Signs without words: a tick, a triangle, a square, printed as a character or drawn. What each says is in
//! the document's own legend.

use super::legend::{Line, line, status_word};
use super::status::hue;
use crate::profile::{Profile, short_phrase};
use foldhash::HashSet;
use std::ops::Range;
use tablemend_model::{Cell, Rgb, Table};

/// A status of so many words is named by them.
const SHORT: usize = 4;

/// The one sign that a text is, in the form that stands for all of its kind (`✓` and `☑` are `✔`); `None` for
/// words and for several signs.
pub(crate) fn of_text(text: &str) -> Option<char> {
    let mut signs = text.chars().filter(|c| !c.is_whitespace() && !is_selector(*c));
    let sign = signs.next().filter(|c| !c.is_alphanumeric() && !c.is_ascii())?;
    signs.next().is_none().then(|| plain(sign))
}

/// The sign of a cell that has no words: printed or drawn.
pub(crate) fn of_cell(cell: &Cell) -> Option<char> {
    if cell.text.is_empty() { cell.shape } else { of_text(cell.text.as_str()) }
}

/// Marks that ask for the coloured or the plain form of the character before them.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

fn plain(sign: char) -> char {
    match sign {
        '✓' | '☑' | '✅' | '🗸' => '✔',
        '✗' | '✖' | '❌' | '☒' | '×' => '✘',
        '⬤' | '⚫' | '•' | '⏺' => '●',
        '◯' | '⚪' | '◦' => '○',
        '△' | '🔺' => '▲',
        '▽' | '🔻' => '▼',
        '◼' | '⬛' | '▪' | '🔲' => '■',
        '◻' | '⬜' | '▫' | '☐' => '□',
        '♦' | '◇' => '◆',
        '—' | '−' | '-' => '–',
        '☆' | '⭐' => '★',
        other => other,
    }
}

/// Whether rows of a table that begin with a sign are told apart by its form and not by its colour: all forms
/// differ, and the colours are one or none.
pub(crate) fn tell(table: &Table, rows: Range<u32>) -> bool {
    let firsts =
        rows.filter_map(|row| table.row_cells(row).find(|c| c.row() == row && !c.is_blank()));
    let signed: Vec<(char, Option<Rgb>)> =
        firsts.filter_map(|c| Some((of_cell(c)?, c.icons.first().copied().or(c.fill)))).collect();
    let forms: HashSet<char> = signed.iter().map(|(sign, _)| *sign).collect();
    let hues: HashSet<Option<&str>> = signed.iter().map(|(_, c)| c.and_then(hue)).collect();
    signed.len() >= 2 && forms.len() == signed.len() && hues.len() == 1
}

/// The status that a sign's meaning names, and the meaning: the colour that it begins with (`Amber – at risk`),
/// else its leading words where they are few, else the sign.
pub(crate) fn named(sign: char, meaning: &str, profile: &Profile) -> (String, String) {
    if let Some((status, _, rest)) = line(meaning, profile) {
        return (status, rest);
    }
    let whole = meaning.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(status) = status_word(&whole, profile) {
        return (status, whole);
    }
    let lead = super::status::leading(&whole);
    let is_short = !lead.is_empty() && short_phrase(&lead, SHORT).is_some();
    let status = if is_short { lead.to_lowercase() } else { sign.to_string() };
    (status, whole)
}

/// A line of text that says what signs mean (`Key: ✔ Delivered ● Going to plan ▲ At risk`): the label in front of
/// them, and the entries. `None` where the signs are fewer than three, or not all different.
pub(crate) fn lines<'t>(text: &'t str, profile: &Profile) -> Option<(&'t str, Vec<Line>)> {
    let mut at: Vec<(usize, char, usize)> = Vec::new();
    let mut before = ' ';
    for (n, c) in text.char_indices() {
        let is_sign = "✔✓☑✅✘✗✖❌☒●⬤⚫○◯⚪▲△▼▽■◼⬛□◻⬜◆◇♦★☆◐◑◔◕⚠⏳".contains(c);
        if is_sign && !before.is_alphanumeric() {
            at.push((n, plain(c), n + c.len_utf8()));
        }
        before = c;
    }
    let forms: HashSet<char> = at.iter().map(|(_, sign, _)| *sign).collect();
    if at.len() < 3 || forms.len() < at.len() {
        return None;
    }
    let label = text[..at[0].0].trim().trim_end_matches(':');
    if label.chars().count() > 40 {
        return None;
    }
    let mut entries = Vec::with_capacity(at.len());
    for (n, (_, sign, from)) in at.iter().enumerate() {
        let to = at.get(n + 1).map_or(text.len(), |next| next.0);
        let meaning = text[*from..to].trim_matches(|c: char| {
            c.is_whitespace()
                || is_selector(c)
                || matches!(c, '=' | ':' | ';' | ',' | '|' | '–' | '-')
        });
        if meaning.chars().filter(|c| c.is_alphabetic()).count() < 2 || meaning.len() > 120 {
            return None;
        }
        let (status, meaning) = named(*sign, meaning, profile);
        entries.push((status, sign.to_string(), meaning));
    }
    Some((label, entries))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;
    use tablemend_model::{Block, RichText, Value};

    #[test]
    fn a_sign_is_one_character_that_is_no_letter() {
        for (text, want) in [
            ("✓", Some('✔')),
            ("✔️", Some('✔')),
            (" ▲ ", Some('▲')),
            ("–", Some('–')),
            ("-", None),
            ("A", None),
            ("▲ At risk", None),
            ("●●", None),
            ("", None),
        ] {
            assert_eq!(of_text(text), want, "{text}");
        }
    }

    /// The statuses of a plan with these signs and this legend, and the legend's words.
    fn read(signs: [&str; 4], legend: &str, drawn: bool) -> (Vec<Option<String>>, Vec<String>) {
        let rows = signs.iter().enumerate().map(|(n, sign)| {
            format!("1.{} Mend wall {n} | May 2024 | Head of Works | on it | {sign}\n", n + 1)
        });
        let head = "ACTIONS | COMPLETION DATE | ACTION LEAD | COMMENTARY | BRAG\n";
        let mut document = document(&format!("{head}{}\n{legend}", rows.collect::<String>()));
        let tables = document.blocks.iter_mut().filter_map(|b| match b {
            Block::Table(table) if drawn => Some(table),
            _ => None,
        });
        for cell in tables.flat_map(|t| t.cells_mut()) {
            if let Some(sign) = of_text(cell.text.as_str()) {
                (cell.text, cell.shape) = (RichText::default(), Some(sign));
            }
        }
        let profile = Profile::built_in("action-plan").unwrap();
        let data = crate::records::records(&document, &profile, "t");
        let field = data.items().unwrap().1;
        let status = |v: &Value| match v {
            Value::Status(s) => Some(s.value.clone()),
            _ => None,
        };
        let values = field.records.iter().filter_map(|r| r.values.iter().find_map(status));
        (values.collect(), data.legend.iter().map(|e| e.status.clone()).collect())
    }

    #[test]
    fn the_documents_own_key_says_what_its_signs_mean() {
        let table = "✓|Delivered\n●|Going to plan\n▲|Amber – date at risk\n■|Date missed";
        let line = "Key: ✔ Delivered ● Going to plan ▲ Amber: date at risk ■ Date missed";
        let names = ["delivered", "going to plan", "amber", "date missed"];
        for (legend, drawn) in [(table, false), (table, true), (line, false)] {
            let (values, words) = read(["✔", "●", "▲", "■"], legend, drawn);
            assert_eq!(values, names.map(|n| Some(n.to_owned())), "{legend} {drawn}");
            assert_eq!(words, names, "{legend} {drawn}");
        }
        // The same sign twice tells nothing.
        let (values, words) = read(["●", "●", "▲", "■"], "●|Delivered\n●|Going to plan", false);
        assert_eq!(values, [const { None }; 4]);
        assert!(words.is_empty(), "{words:?}");
    }
}
