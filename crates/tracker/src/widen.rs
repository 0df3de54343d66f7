//! Formulas all over a workbook that count the rows of the table: made to count the new rows too, and
//! told.

use crate::Error;
use crate::area::Spot;
use crate::book::{Named, Workbook};
use crate::formula::{Grown, widened};
use crate::pages::Told;
use crate::xml::{Edits, Piece, attribute, escaped, pieces};

/// What became of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// New rows did not get it, since it points at other rows.
    Left,
    /// New rows have it, and it points at rows by their numbers.
    Points,
    /// It has all rows but the new ones, which are elsewhere.
    Short,
    /// It has the new rows too.
    Widened,
}

impl Fate {
    /// For people.
    fn told(self) -> &'static str {
        match self {
            Self::Left => {
                "To check: formula not carried on to the new rows, as it points at other rows"
            }
            Self::Points => {
                "To check: formula of the new rows points at other rows by their numbers"
            }
            Self::Short => "To check: formula does not have the new rows",
            Self::Widened => "Formula extended to the new rows",
        }
    }

    /// Whether a person should look at it.
    pub(crate) fn is_query(self) -> bool {
        self != Self::Widened
    }
}

/// A formula of which something is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Formula {
    pub(crate) fate: Fate,
    pub(crate) sheet: String,
    pub(crate) spot: Spot,
    /// The heading of its column, where it is in the table.
    pub(crate) heading: String,
    pub(crate) was: String,
    /// What it is now; empty where it is not there.
    pub(crate) is: String,
    /// How many cells of the column it is told for.
    pub(crate) cells: usize,
}

impl Formula {
    /// Its row on the sheet of changes.
    pub(crate) fn row(&self) -> Vec<Told> {
        let plain = |text: &str| Told { text: text.chars().take(2_000).collect(), link: None };
        let formula = |text: &str| match text {
            "" => plain(""),
            text => plain(&format!("={text}")),
        };
        let sheet = self.sheet.replace('\'', "''");
        let place = format!("'{sheet}'!{}", self.spot);
        let named = match self.heading.as_str() {
            "" => format!("{}!{}", self.sheet, self.spot),
            _ => self.spot.to_string(),
        };
        vec![
            plain(&match self.cells {
                1 => self.fate.told().to_owned(),
                n => format!("{} ({n} cells)", self.fate.told()),
            }),
            plain(""),
            plain(""),
            plain(&self.heading),
            formula(&self.was),
            plain(""),
            formula(&self.is),
            Told { text: named, link: Some(place) },
            plain(""),
        ]
    }

    /// Where it is, for a message.
    fn named(&self) -> String {
        match self.heading.as_str() {
            "" => format!("{} of the sheet “{}”", self.spot, self.sheet),
            heading => format!("“{heading}”"),
        }
    }
}

/// The row on the sheet of changes of a name that has the new rows too: the name, what it was and is.
pub(crate) fn name_row([name, was, is]: &[String; 3]) -> Vec<Told> {
    let texts = ["Name extended to the new rows", "", "", name, was, "", is, "", ""];
    texts.into_iter().map(|text| Told { text: text.to_owned(), link: None }).collect()
}

/// Sentences on the formulas that a person should look at, one for each thing that happened.
pub(crate) fn sentences(all: &[Formula]) -> Vec<String> {
    const MOST: usize = 5;
    [Fate::Left, Fate::Points, Fate::Short]
        .into_iter()
        .filter_map(|fate| {
            let names: Vec<String> =
                all.iter().filter(|f| f.fate == fate).map(Formula::named).collect();
            let more = names.len().saturating_sub(MOST);
            let mut named = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
            if more > 0 {
                named.push_str(&format!(" and {more} more"));
            }
            (!names.is_empty()).then(|| match fate {
                Fate::Left => format!(
                    "formulas that point at other rows were not carried on to the new rows: {named}"
                ),
                Fate::Points => format!(
                    "formulas of the new rows point at other rows by their numbers: {named}"
                ),
                _ => format!("formulas that had all rows do not have the new ones: {named}"),
            })
        })
        .collect()
}

impl Workbook<'_> {
    /// Makes the formulas of all sheets that have all rows of the table have the new rows too.
    pub(crate) fn widen(
        &mut self,
        grown: &Grown,
        header: u32,
        is_inside: bool,
        formulas: &mut Vec<Formula>,
    ) -> Result<(), Error> {
        for Named { name, sheet, .. } in &self.sheets {
            let text = self.package.changed(&sheet.part).unwrap_or(&sheet.text);
            let (text, found) = widened_in(&sheet.part, text, name, grown, is_inside)?;
            let is_target = *name == grown.sheet;
            for new in found {
                // The formulas of a column of the table are told as one.
                let is_of_table = is_target && grown.has(new.spot.row);
                let is_same = |old: &&mut Formula| {
                    is_of_table
                        && (old.fate, old.spot.column) == (new.fate, new.spot.column)
                        && old.sheet == new.sheet
                        && grown.has(old.spot.row)
                };
                match formulas.iter_mut().find(is_same) {
                    Some(old) => old.cells += 1,
                    None => {
                        let header = Spot { row: header, column: new.spot.column };
                        let heading = sheet.value(header).shown();
                        let heading = if is_of_table { heading } else { String::new() };
                        formulas.push(Formula { heading, ..new });
                    }
                }
            }
            if let Some(text) = text {
                self.package.put(&sheet.part, text);
            }
        }
        Ok(())
    }
}

/// The text of a sheet's part with the formulas that have all rows of the table widened, and those
/// formulas. Where the new rows are not below the others (`is_inside`), nothing is changed, and the
/// formulas are told as too short.
fn widened_in(
    part: &str,
    text: &str,
    sheet: &str,
    grown: &Grown,
    is_inside: bool,
) -> Result<(Option<String>, Vec<Formula>), Error> {
    let is_target = sheet.to_lowercase() == grown.sheet.to_lowercase();
    let mut edits = Edits::default();
    let mut all = Vec::new();
    let mut spot = Spot::default();
    // Where the text of a formula begins, whether several cells share it, and the text.
    let mut formula: Option<(usize, bool, String)> = None;
    for piece in pieces(part, text)? {
        match piece {
            Piece::Start { name, at, is_empty } => {
                let tag = text.get(at.clone()).unwrap_or_default();
                match name.as_str() {
                    "row" => {
                        let number = attribute(tag, "r").and_then(|n| n.parse().ok());
                        spot = Spot { row: number.unwrap_or(spot.row + 1), column: 0 };
                    }
                    "c" => {
                        let own = attribute(tag, "r").and_then(|name| Spot::of(&name));
                        spot = own.unwrap_or(Spot { column: spot.column + 1, ..spot });
                    }
                    "f" if !is_empty => {
                        let is_shared = attribute(tag, "t").as_deref() == Some("shared");
                        formula = Some((at.end, is_shared, String::new()));
                    }
                    _ => {}
                }
            }
            Piece::Text(words) => {
                if let Some((.., formula)) = &mut formula {
                    formula.push_str(&words);
                }
            }
            Piece::End { name, at } if name == "f" => {
                let Some((from, is_shared, was)) = formula.take() else { continue };
                let moves = is_shared || is_target && grown.has(spot.row);
                let Some(is) = widened(&was, sheet, moves, grown) else { continue };
                let fate = if is_inside { Fate::Widened } else { Fate::Short };
                let is = if is_inside { is } else { was.clone() };
                edits.put(from..at.start, escaped(&is));
                let (sheet, heading) = (sheet.to_owned(), String::new());
                all.push(Formula { fate, sheet, spot, heading, was, is, cells: 1 });
            }
            Piece::End { .. } => {}
        }
    }
    if all.is_empty() || !is_inside {
        return Ok((None, all));
    }
    let text = edits.applied(text);
    text.map(|text| (Some(text), all)).ok_or_else(|| Error::broken(part, "its formulas overlap"))
}
