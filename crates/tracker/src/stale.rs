//! Results of formulas that a workbook stores: after an update they are of the edition before, so they are
//! taken out and every program calculates them when it opens the workbook.

use crate::Error;
use crate::xml::{Edits, Piece, attribute_at, pieces};
use std::ops::Range;

/// A cell on its way.
struct Cell {
    /// Its opening tag.
    tag: Range<usize>,
    /// Its stored results: from the opening to the closing tag.
    results: Vec<Range<usize>>,
    has_formula: bool,
    formula: String,
}

/// The text of a sheet's part without the stored results of its formulas; `None` where it has none.
///
/// `TRUE()` and `FALSE()`, which LibreOffice writes in place of values, keep theirs.
///
/// # Errors
/// [`Error::Broken`] where the part cannot be read.
pub(crate) fn without_results(part: &str, text: &str) -> Result<Option<String>, Error> {
    let mut edits = Edits::default();
    let mut cell: Option<Cell> = None;
    let (mut has_any, mut inside, mut from) = (false, "", 0);
    for piece in pieces(part, text)? {
        match piece {
            Piece::Start { name, at, is_empty: false } if name == "c" => {
                let (results, formula) = (Vec::new(), String::new());
                cell = Some(Cell { tag: at, results, has_formula: false, formula });
            }
            Piece::Start { name, at, is_empty } => {
                let Some(cell) = &mut cell else { continue };
                match name.as_str() {
                    "f" => {
                        cell.has_formula = true;
                        inside = if is_empty { "" } else { "f" };
                    }
                    "v" if is_empty => cell.results.push(at),
                    "v" => (inside, from) = ("v", at.start),
                    _ => {}
                }
            }
            Piece::Text(words) => {
                if let Some(cell) = cell.as_mut().filter(|_| inside == "f") {
                    cell.formula.push_str(&words);
                }
            }
            Piece::End { name, at } => match name.as_str() {
                "v" | "f" => {
                    if let Some(cell) = cell.as_mut().filter(|_| inside == "v" && name == "v") {
                        cell.results.push(from..at.end);
                    }
                    inside = "";
                }
                "c" => {
                    let Some(cell) = cell.take() else { continue };
                    let is_truth =
                        matches!(cell.formula.to_uppercase().as_str(), "TRUE()" | "FALSE()");
                    if !cell.has_formula || is_truth || cell.results.is_empty() {
                        continue;
                    }
                    has_any = true;
                    cell.results.into_iter().for_each(|at| edits.put(at, ""));
                    // The kind is that of the result (`str`, `b`, `e`), and goes with it.
                    let tag = text.get(cell.tag.clone()).unwrap_or_default();
                    if let Some(kind) = attribute_at(tag, "t") {
                        let value = cell.tag.start + kind.start..cell.tag.start + kind.end;
                        edits.put(value, "n");
                    }
                }
                _ => {}
            },
        }
    }
    if !has_any {
        return Ok(None);
    }
    let text = edits.applied(text);
    text.map(Some).ok_or_else(|| Error::broken(part, "its cells overlap"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: &str, expected: &str) {
        let sheet = |cells: &str| format!("<w><sheetData><row>{cells}</row></sheetData></w>");
        let found = without_results("a.xml", &sheet(cells)).unwrap();
        assert_eq!(found.unwrap_or_else(|| sheet(cells)), sheet(expected));
    }

    #[test]
    fn results_go_and_all_else_stays() {
        let values = "<c r=\"A1\"><v>5</v></c><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\"/>";
        check(values, values);
        check(
            &format!("<c r=\"D1\" s=\"4\"><f>A1*2</f><v>10</v></c>{values}"),
            &format!("<c r=\"D1\" s=\"4\"><f>A1*2</f></c>{values}"),
        );
        check(
            "<c r=\"A1\" t=\"str\" s=\"1\"><f>\"a &lt; b\"</f><v>a &lt; b</v></c>",
            "<c r=\"A1\" t=\"n\" s=\"1\"><f>\"a &lt; b\"</f></c>",
        );
        check("<c t=\"e\"><v>#N/A</v><f>NA()</f></c>", "<c t=\"n\"><f>NA()</f></c>");
        // Formulas that several cells share, tags with a prefix, a value that is empty already.
        check("<c><f t=\"shared\" si=\"0\"/><v>3</v></c>", "<c><f t=\"shared\" si=\"0\"/></c>");
        check("<x:c><x:f>1+1</x:f><x:v>2</x:v></x:c>", "<x:c><x:f>1+1</x:f></x:c>");
        check("<c><f>1+1</f><v/></c>", "<c><f>1+1</f></c>");
        check("<c><f>1+1</f></c>", "<c><f>1+1</f></c>");
    }

    #[test]
    fn truths_of_libreoffice_are_values() {
        let cell = "<c t=\"b\"><f aca=\"false\">TRUE()</f><v>1</v></c>";
        check(cell, cell);
    }
}
