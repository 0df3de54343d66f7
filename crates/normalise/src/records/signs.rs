//! Signs without words: a tick, a triangle, a square, printed as a character or drawn. What each says is in
//! the document's own legend.

use super::legend::{line, status_word};
use super::status::{hue, is_status};
use crate::profile::Profile;
use foldhash::HashSet;
use std::ops::Range;
use tablemend_model::{Cell, Rgb, RichText, SIGNS, Style, Table};

/// Words of a status's name, at most.
const NAME: usize = 4;
/// What parts a status's name from what it means.
const BETWEEN: &str = " – ";

/// The one sign that a text is, in the form that stands for all of its kind (`✓` and `☑` are `✔`); `None` for
/// words and for several signs.
pub(crate) fn of_text(text: &str) -> Option<char> {
    let mut signs = text.chars().filter(|c| !c.is_whitespace() && !is_selector(*c));
    let sign = signs.next().filter(|c| !c.is_alphanumeric() && !c.is_ascii())?;
    signs.next().is_none().then(|| plain(sign))
}

/// The sign of a cell that has no words: printed or drawn. What is printed on a drawn one, as `!` in a triangle, is
/// part of it.
pub(crate) fn of_cell(cell: &Cell) -> Option<char> {
    let text = cell.text.as_str();
    let is_bare = !text.contains(char::is_alphanumeric) && text.chars().count() <= 1;
    cell.shape.filter(|_| is_bare).or_else(|| of_text(text))
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

/// A sign of a key and the cell where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign<'t> {
    pub(crate) form: char,
    pub(crate) cell: &'t Cell,
}

/// What a table says of signs, row by row: each with the words behind it, in its own cell or in the next ones.
/// The words of a first row without signs are a header. `None` where other cells have words without a sign
/// before them, where forms are not all different, and where the signs' colours tell them apart: there a status
/// is known by its colour.
pub(crate) fn key<'t>(table: &'t Table, rows: Range<u32>) -> Option<Vec<(Sign<'t>, String)>> {
    let mut entries: Vec<(Sign<'t>, String)> = Vec::new();
    let first = rows.start;
    let mut below = None;
    for row in rows {
        let from = entries.len();
        let mut name: Option<&str> = None;
        if from > 0 && unsigned(table, row).is_some() {
            continue;
        }
        if let Some(mut found) = behind(table, row) {
            entries.append(&mut found);
            continue;
        }
        if below == Some(row) {
            continue;
        }
        if let Some(mut found) = over(table, row) {
            entries.append(&mut found);
            below = Some(row + 1);
            continue;
        }
        for cell in table.row_cells(row).filter(|c| c.row() == row && !c.is_blank()) {
            let text = cell.text.as_str();
            let within = || Some((leading_sign(text).or(cell.shape)?, after_sign(text)));
            if let Some((form, said)) = of_cell(cell).map(|sign| (sign, "")).or_else(within) {
                entries.push((Sign { form, cell }, said.to_owned()));
            } else if entries.len() == from {
                // A header, the label in front of the signs, or the name of the one sign behind it.
                if text.is_empty() || text.len() > 40 || name.is_some() && row != first {
                    return None;
                }
                name = Some(text);
            } else if let Some((_, said)) = entries.last_mut() {
                // A name of a few words and what it means, in columns of their own.
                let is_name = said.split_whitespace().count() <= NAME;
                said.push_str(match said.is_empty() {
                    true => "",
                    false if is_name && !said.contains(BETWEEN) => BETWEEN,
                    false => " ",
                });
                said.push_str(text);
            }
        }
        match (name, &mut entries[from..]) {
            (Some(name), [(_, said)]) => {
                *said = if said.is_empty() {
                    name.to_owned()
                } else {
                    format!("{name}{BETWEEN}{said}")
                };
            }
            // Words without a sign are a header, in the first row.
            (Some(_), []) if row != first => return None,
            _ => {}
        }
    }
    let forms: HashSet<char> = entries.iter().map(|(sign, _)| sign.form).collect();
    let colour = |sign: &Sign<'_>| sign.cell.icons.first().copied().or(sign.cell.fill);
    let hues: HashSet<Option<&str>> =
        entries.iter().map(|(sign, _)| colour(sign).and_then(hue)).collect();
    let is_said = |(_, said): &(Sign<'_>, String)| {
        said.len() <= 160 && said.chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let is_key = entries.len() >= 2
        && forms.len() == entries.len()
        && hues.len() < entries.len()
        && entries.iter().all(is_said);
    is_key.then_some(entries)
}

/// The cells of a row that have something.
fn filled(table: &Table, row: u32) -> Vec<&Cell> {
    let is_filled = |c: &&Cell| c.row() == row && (!c.is_blank() || c.shape.is_some());
    table.row_cells(row).filter(is_filled).collect()
}

/// A row of a key that names a rating without a sign, and says what it means: `Grey | Not yet begun`.
pub(crate) fn unsigned(table: &Table, row: u32) -> Option<(&Cell, &Cell)> {
    let [name, said] = filled(table, row)[..] else { return None };
    let is_bare = |c: &Cell| {
        of_cell(c).is_none() && leading_sign(c.text.as_str()).is_none() && c.shape.is_none()
    };
    let is_name = is_status(name.text.as_str()) && said.text.as_str().len() <= 160;
    (is_name && is_bare(name) && is_bare(said)).then_some((name, said))
}

/// A row that says what its last cell, a sign, means.
fn behind(table: &Table, row: u32) -> Option<Vec<(Sign<'_>, String)>> {
    let [said, sign] = filled(table, row)[..] else { return None };
    let form = of_cell(sign)?;
    let text = said.text.as_str();
    let is_said = of_cell(said).is_none() && leading_sign(text).is_none() && said.shape.is_none();
    (is_said && text.len() <= 160).then(|| vec![(Sign { form, cell: sign }, text.to_owned())])
}

/// A row of signs over what they mean.
fn over(table: &Table, row: u32) -> Option<Vec<(Sign<'_>, String)>> {
    const LEAST: usize = 3;
    let signs = filled(table, row);
    if signs.len() < LEAST || row + 1 >= table.row_count() {
        return None;
    }
    let said = |sign: &&'_ Cell| {
        let below = table.cell_at(row + 1, sign.col()).filter(|c| c.row() == row + 1)?;
        (of_cell(below).is_none() && !below.text.is_empty()).then(|| below.text.as_str().to_owned())
    };
    signs.into_iter().map(|c| Some((Sign { form: of_cell(c)?, cell: c }, said(&c)?))).collect()
}

/// The sign that words begin with.
pub(super) fn leading_sign(text: &str) -> Option<char> {
    let (first, rest) = text.split_at(text.chars().next()?.len_utf8());
    let is_apart = rest.trim_start_matches(is_selector).starts_with(char::is_whitespace);
    of_text(first).filter(|_| is_apart)
}

/// The words of a text that may begin with a sign.
pub(super) fn after_sign(text: &str) -> &str {
    let is_mark =
        |c: char| c.is_whitespace() || is_selector(c) || matches!(c, '=' | ':' | '–' | '-' | '—');
    let rest = match leading_sign(text) {
        Some(_) => text.split_at(text.chars().next().map_or(0, char::len_utf8)).1,
        None => text,
    };
    rest.trim_matches(is_mark)
}

/// A sign and the name of its rating, where that is no part of what it means.
pub(super) fn printed(form: char, said: &str, meaning: &str) -> String {
    let whole = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = whole.strip_suffix(meaning).unwrap_or_default();
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    if name.is_empty() { form.to_string() } else { format!("{form} {name}") }
}

/// The status that a sign's meaning names, and the meaning: the colour that it begins with (`Amber – at risk`),
/// else its leading words, else the sign.
pub(crate) fn named(sign: char, meaning: &str, profile: &Profile) -> (String, String) {
    if let Some((status, _, rest)) = line(meaning, profile) {
        return (status, rest);
    }
    let whole = meaning.split_whitespace().collect::<Vec<_>>().join(" ");
    // `GREEN Going to plan`: the name of a colour, and what it means.
    if let Some((first, rest)) = whole.split_once(' ')
        && first.len() > 2
        && first.chars().next().is_some_and(char::is_uppercase)
        && rest.starts_with(char::is_uppercase)
        && let Some(status) = status_word(first, profile)
    {
        return (status, rest.to_owned());
    }
    if let Some(status) = status_word(&whole, profile) {
        return (status, whole);
    }
    let lead = super::status::leading(&whole);
    let status = if lead.is_empty() { sign.to_string() } else { lead.to_lowercase() };
    (status, whole)
}

/// An entry of a key in running text: the status, its colour where that tells, as printed, the meaning.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) status: String,
    pub(crate) fill: Option<Rgb>,
    pub(crate) printed: Option<String>,
    pub(crate) meaning: String,
}

/// A text that says what signs mean (`Key: ✔ Delivered ● Going to plan ▲ At risk`): the label in front of them, and
/// the entries. Signs are told apart by their colours, else by their forms. `None` where there are fewer than
/// three, or neither tells all apart.
pub(crate) fn lines<'t>(text: &'t RichText, profile: &Profile) -> Option<(&'t str, Vec<Entry>)> {
    let colour = |n: usize| {
        text.marks().iter().find_map(|m| match m.style {
            Style::Coloured(c) if m.range.contains(&n) => Some(c),
            _ => None,
        })
    };
    let text = text.as_str();
    let mut at: Vec<(usize, char, Option<Rgb>)> = Vec::new();
    let mut before = ' ';
    // Whether the line has had a letter or a figure yet.
    let mut has_words = false;
    for (n, c) in text.char_indices() {
        has_words = c != '\n' && (has_words || before.is_alphanumeric());
        // Any picture that begins a line is one.
        let begins = !has_words && is_picture(c);
        let is_sign = SIGNS.contains(c) || begins;
        if is_sign && !before.is_alphanumeric() {
            at.push((n, c, colour(n)));
        }
        before = c;
    }
    let forms: HashSet<char> = at.iter().map(|(_, sign, _)| plain(*sign)).collect();
    let hues: HashSet<&str> = at.iter().filter_map(|(_, _, c)| c.and_then(hue)).collect();
    let by_colour = hues.len() == at.len();
    let label = text[..at.first()?.0].trim().trim_end_matches(':');
    let is_key = at.len() >= 3 && (by_colour || forms.len() == at.len());
    if !is_key || label.chars().count() > 40 {
        return None;
    }
    let mut entries = Vec::with_capacity(at.len());
    for (n, (from, sign, colour)) in at.iter().enumerate() {
        let to = at.get(n + 1).map_or(text.len(), |next| next.0);
        let meaning = text[from + sign.len_utf8()..to].trim_matches(|c: char| {
            c.is_whitespace()
                || is_selector(c)
                || matches!(c, '=' | ':' | ';' | ',' | '|' | '–' | '-' | '!')
        });
        if meaning.chars().filter(|c| c.is_alphabetic()).count() < 2 || meaning.len() > 120 {
            return None;
        }
        entries.push(match colour.filter(|_| by_colour) {
            Some(colour) => match line(meaning, profile) {
                Some((status, word, meaning)) => {
                    Entry { status, fill: Some(colour), printed: Some(word), meaning }
                }
                None => Entry {
                    status: hue(colour)?.to_owned(),
                    fill: Some(colour),
                    printed: None,
                    meaning: meaning.to_owned(),
                },
            },
            None => {
                let form = plain(*sign);
                let (status, rest) = named(form, meaning, profile);
                let printed = Some(printed(form, meaning, &rest));
                Entry { status, fill: None, printed, meaning: rest }
            }
        });
    }
    Some((label, entries))
}

/// Whether a character is a picture that is no usual sign of a key.
pub(crate) fn is_decoration(c: char) -> bool {
    is_picture(c) && !SIGNS.contains(c)
}

/// Whether a character is a picture as people put them in front of what they explain: `🔧`, `⏸`.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;
    use tablemend_model::{Block, Mark, Value};

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
        let row = "✓|Delivered|●|Going to plan|▲|Amber – date at risk|■|Date missed";
        let cells = "✓ Delivered|● Going to plan|▲ Amber – date at risk|■ Date missed";
        let behind = "Delivered|✓\nGoing to plan|●\nAmber – date at risk|▲\nDate missed|■";
        let over = "✓|●|▲|■\nDelivered|Going to plan|Amber – date at risk|Date missed";
        let list = "✓ Delivered\n● Going to plan\n▲ Amber – date at risk\n■ Date missed";
        for (legend, drawn) in [
            (table, false),
            (table, true),
            (line, false),
            (row, false),
            (row, true),
            (cells, false),
            (list, false),
            (behind, false),
            (behind, true),
            (over, false),
            (over, true),
        ] {
            let (values, words) = read(["✔", "●", "▲", "■"], legend, drawn);
            assert_eq!(values, names.map(|n| Some(n.to_owned())), "{legend} {drawn}");
            assert_eq!(words, names, "{legend} {drawn}");
        }
        // The same sign twice tells nothing.
        let (values, words) = read(["●", "●", "▲", "■"], "●|Delivered\n●|Going to plan", false);
        assert_eq!(values, [const { None }; 4]);
        assert!(words.is_empty(), "{words:?}");
    }

    #[test]
    fn a_name_and_what_it_means_are_parted() {
        let profile = Profile::built_in("action-plan").unwrap();
        for (meaning, status) in [
            ("GREEN Going to plan; the date will be kept.", "green"),
            ("Green light from the board", "green light from the board"),
            ("Going to plan; the date will be kept.", "going to plan"),
            ("Complete – all of it is done", "complete"),
            ("Late (by a month)", "late"),
        ] {
            assert_eq!(named('●', meaning, &profile).0, status, "{meaning}");
        }
        // Name, sign and meaning, in any order.
        for key in [
            "Blue|✓|Delivered and closed\nGreen|●|Going to plan\nAmber|▲|Date at risk\nRed|■|Date missed",
            "✓|Blue|Delivered and closed\n●|Green|Going to plan\n▲|Amber|Date at risk\n■|Red|Date missed",
        ] {
            let (values, _) = read(["✔", "●", "▲", "■"], key, true);
            assert_eq!(
                values,
                ["blue", "green", "amber", "red"].map(|n| Some(n.to_owned())),
                "{key}"
            );
        }
    }

    #[test]
    fn the_headings_of_a_key_below_a_plan_are_no_row_of_it() {
        let head = "ACTIONS | COMPLETION DATE | ACTION LEAD | COMMENTARY | BRAG\n";
        let row = "1.1 Mend wall | May 2024 | Head of Works | on it | Green\n";
        let data = |last: &str| {
            let document = document(&format!("{head}{row}{last}"));
            let profile = Profile::built_in("action-plan").unwrap();
            crate::records::records(&document, &profile, "t").items().unwrap().1.records.len()
        };
        assert_eq!(data("Rating | What it means | | |"), 1);
        assert_eq!(data("1.2 Mend roof | June 2024 | Head of Works | | Red"), 2);
    }

    #[test]
    fn forms_tell_signs_apart_where_their_colours_do_not() {
        let (green, amber, red) = (Rgb(0, 0xb0, 0x50), Rgb(0xff, 0xc0, 0), Rgb(0xc0, 0, 0));
        let key = |colours: [Rgb; 3]| {
            let mut document = document("✔|Delivered\n●|Going to plan\n▲|At risk");
            let tables = document.blocks.iter_mut().filter_map(|b| match b {
                Block::Table(table) => Some(table),
                _ => None,
            });
            let signs = tables.flat_map(|t| t.cells_mut()).filter(|c| c.col() == 0);
            for (cell, colour) in signs.zip(colours) {
                cell.icons.push(colour);
            }
            let table = document.tables().next().unwrap();
            super::key(table, 0..3).map(|found| found.len())
        };
        assert_eq!(key([green, green, amber]), Some(3));
        assert_eq!(key([green, amber, red]), None);
    }

    #[test]
    fn a_key_in_running_text_may_tell_by_colour() {
        let profile = Profile::built_in("action-plan").unwrap();
        let text = "Key: ● Delivered ● Going to plan ● Red: late";
        let at: Vec<usize> = text.match_indices('●').map(|(n, _)| n).collect();
        let mark = |n: usize, c| Mark { range: at[n]..at[n] + 3, style: Style::Coloured(c) };
        let colours = [Rgb(0, 0x70, 0xc0), Rgb(0, 0xb0, 0x50), Rgb(0xff, 0, 0)];
        let marks = colours.iter().enumerate().map(|(n, c)| mark(n, *c)).collect();
        let marked = RichText::new(text, marks);
        let (label, found) = lines(&marked, &profile).unwrap();
        let found: Vec<(&str, &str)> =
            found.iter().map(|e| (e.status.as_str(), e.meaning.as_str())).collect();
        assert_eq!(label, "Key");
        assert_eq!(found, [("blue", "Delivered"), ("green", "Going to plan"), ("red", "late")]);
        assert_eq!(lines(&RichText::plain(text), &profile), None);
    }
}
