//! A copy of a PDF with every doubtful reading outlined.

use crate::bytes::Bytes;
use crate::error::{Error, ErrorKind};
use crate::options::Options;
use crate::stages::{Mended, Records};
use tablemend_model::{
    Cell, Dataset, Diagnostic, Document, EntitySchema, FieldKind, Level, Place, Rect, Rgb,
};
use tablemend_pdf::{Highlight, OpenOptions};

/// A marked copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The PDF; it is not encrypted.
    pub bytes: Vec<u8>,
    /// How many notes are on its pages.
    pub count: usize,
    /// How many more there are, which have no place on a page: they are about the document as a whole.
    pub unplaced: usize,
    /// Whether the document itself is encrypted.
    pub was_encrypted: bool,
}

/// Writes a copy of a PDF with an outline and a note for each note of its records from a level on:
/// solid for what is uncertain or could not be read, broken for what was repaired. The outline is
/// purple, which is not a status colour.
///
/// # Errors
/// [`ErrorKind::NotWritten`] where the bytes are no PDF that can be changed.
pub fn mark(
    bytes: &Bytes,
    mended: &Mended,
    records: &Records,
    least: Level,
    options: &Options,
) -> Result<Marked, Error> {
    let highlights = highlights(records.data(), mended.document(), least);
    let password = OpenOptions { password: options.password().map(str::to_owned) };
    let copy = tablemend_pdf::mark(bytes, &password, &highlights)
        .map_err(|error| Error::caused(ErrorKind::NotWritten, error))?;
    let was_encrypted = tablemend_pdf::is_encrypted(bytes);
    let all = records.data().diagnostics.iter().filter(|n| n.level >= least).count();
    let count = highlights.len();
    Ok(Marked { bytes: copy, count, unplaced: all.saturating_sub(count), was_encrypted })
}

fn highlights(data: &Dataset, document: &Document, least: Level) -> Vec<Highlight> {
    let notes = data.diagnostics.iter().filter(|n| n.level >= least);
    notes
        .filter_map(|note| {
            let place = cell_of(note, data, document).or(note.source.place)?;
            let Place::Page { number, area } = place else { return None };
            let mut words = note.message.clone();
            for (label, value) in
                [("ref", &note.record), ("printed", &note.printed), ("read as", &note.used)]
            {
                if let Some(value) = value {
                    words.push_str(&format!("\n{label}: {value}"));
                }
            }
            words.push_str(&format!("\n({})", note.code));
            Some(Highlight {
                page: number,
                area,
                colour: PURPLE,
                is_broken: note.level == Level::Info,
                note: words,
            })
        })
        .collect()
}

/// No status is shown in this colour.
const PURPLE: Rgb = Rgb(112, 32, 144);

/// The place of the cell that a note speaks of, where its own place is that of the whole row: the cell
/// under the header of the field that the note's code is of, else the only one with the printed words.
fn cell_of(note: &Diagnostic, data: &Dataset, document: &Document) -> Option<Place> {
    let (table, row) = (note.source.table?, note.source.row?.checked_sub(1)?);
    let at = usize::try_from(table).ok()?.checked_sub(1)?;
    let grid = document.tables().nth(at)?;
    let cells: Vec<&Cell> = grid.row_cells(row).filter(|c| !c.is_blank()).collect();
    let folded = |text: &str| text.split_whitespace().collect::<String>();
    let wanted = note.printed.as_deref().map(folded).filter(|w| !w.is_empty());
    let has_words = |cell: &&&Cell| {
        let text = folded(cell.text.as_str());
        wanted.as_ref().is_some_and(|w| text.contains(w.as_str()) || w.contains(text.as_str()))
    };
    let under = columns(note, data, table);
    let is_under = |cell: &&&Cell| {
        let page = match cell.place() {
            Place::Page { area, .. } => area,
            _ => return false,
        };
        let middle = (page.x0 + page.x1) / 2.0;
        under.iter().any(|a| a.x0 <= middle && middle <= a.x1)
    };
    let one = |found: Vec<&&Cell>| match found[..] {
        [only] => Some(only.place()),
        _ => None,
    };
    one(cells.iter().filter(|c| is_under(c) && has_words(c)).collect())
        .or_else(|| one(cells.iter().filter(has_words).collect()))
        .or_else(|| one(cells.iter().filter(is_under).collect()))
}

/// The header cells of the fields that a note's code is of, in the note's table.
fn columns(note: &Diagnostic, data: &Dataset, table: u32) -> Vec<Rect> {
    let kinds: &[FieldKind] = match note.code.split('.').next().unwrap_or_default() {
        "date" => &[FieldKind::Dates],
        "leads" => &[FieldKind::Posts, FieldKind::PostList],
        "status" => &[FieldKind::Status],
        "number" => &[FieldKind::Number],
        _ => return Vec::new(),
    };
    let is_in = |(_, items): (usize, &EntitySchema), name: &str| {
        items.field(name).is_some_and(|(_, f)| kinds.contains(&f.kind))
    };
    // A document may have items of several kinds, each with tables of its own.
    let is_of = |name: &str| data.schema.item_entities().any(|items| is_in(items, name));
    let headers = data
        .headers
        .iter()
        .filter(|h| h.source.table == Some(table) && h.field.as_deref().is_some_and(is_of));
    let areas = headers.filter_map(|h| match h.source.place? {
        Place::Page { area, .. } => Some(area),
        _ => None,
    });
    areas.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Actions, and risks in a table of their own, as if each header were on a page.
    fn two_kinds() -> Dataset {
        let text = "# Ferry action plan and risk register, May 2024\n\n\
            | Ref | Action | Lead | Completion date | RAG |\n|---|---|---|---|---|\n\
            | 1 | Paint the ferry bells | Ferry Master | 31 May 2024 | Red |\n\
            | 2 | Oil the river gates | Ferry Master | 30 June 2024 | Green |\n\
            | 3 | Count the lost oars | Ferry Master | 30 June 2024 | Green |\n\n## Risks\n\n\
            | Ref | Risk | Owner | Likelihood | Impact | Score |\n|---|---|---|---|---|---|\n\
            | R1 | The gates rust | Bell Keeper | 3 | 5 | 15 |\n";
        let options = Options::new();
        let read = crate::stages::convert(text.as_bytes(), "ferry.md", &options).unwrap();
        let mut data = read.into_data();
        for (at, header) in data.headers.iter_mut().enumerate() {
            let x0 = at as f32 * 10.0;
            let area = Rect { x0, y0: 0.0, x1: x0 + 9.0, y1: 9.0 };
            header.source.place = Some(Place::Page { number: 1, area });
        }
        data
    }

    #[test]
    fn the_columns_of_every_kind_are_known() {
        let data = two_kinds();
        assert_eq!(data.schema.item_entities().count(), 2);
        let columns_of = |code: &'static str, field: &str| {
            let header = data.headers.iter().find(|h| h.field.as_deref() == Some(field)).unwrap();
            let note = Diagnostic::new(code, Level::Warning, String::new());
            columns(&note, &data, header.source.table.unwrap()).len()
        };
        assert_eq!(columns_of("leads.ambiguous", "leads"), 1, "of the actions");
        assert_eq!(columns_of("leads.ambiguous", "owner"), 1, "of the risks");
        assert_eq!(columns_of("number.unreadable", "likelihood"), 3);
    }
}
