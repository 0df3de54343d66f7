//! Which profile a document is of, by the headers of its tables.

use super::Profile;
use crate::records::columns;
use crate::records::has_own_header;
use tablemend_model::{Document, Table};

/// How well a profile fits a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Position among the profiles asked about.
    pub profile: usize,
    /// Its name.
    pub name: String,
    /// Whether it fits: a header row names what the profile asks for.
    pub fits: bool,
    /// Whether it names the main field word for word.
    pub exact: bool,
    /// Number of the items' fields that the best header row names.
    pub fields: usize,
    /// The columns of the best header row that no field knows, as printed.
    pub unknown: Vec<String>,
    /// Number of rows in tables with such a header row.
    pub rows: u32,
    /// The best header row, as printed.
    pub header: Option<String>,
}

/// Holds a document against profiles; the best fit comes first: the one that names its main field
/// word for word and most of its other fields, then the one with more rows.
#[must_use]
pub fn detect(document: &Document, profiles: &[Profile]) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = profiles
        .iter()
        .enumerate()
        .map(|(profile, p)| {
            let mut best = Candidate {
                profile,
                name: p.name().to_owned(),
                fits: false,
                exact: false,
                fields: 0,
                unknown: Vec::new(),
                rows: 0,
                header: None,
            };
            for table in document.tables() {
                let mut counted = false;
                for row in 0..table.row_count() {
                    let Some(header) = columns::header_row(table, row, &p.items) else {
                        continue;
                    };
                    let mut named: Vec<usize> = header.fields().collect();
                    if p.items.generic {
                        // Any other profile that fits says more.
                        named.clear();
                        best.fits = true;
                    }
                    let fits = (p.items.generic || named.len() >= p.detect.least)
                        && p.detect.must.iter().all(|f| named.contains(f))
                        && (p.detect.any_of.is_empty()
                            || p.detect.any_of.iter().any(|f| named.contains(f)));
                    if fits && !counted {
                        best.rows += table.row_count();
                        counted = true;
                    }
                    let exact = !p.items.generic && header.names_key(&p.items);
                    if (fits, exact, named.len()) > (best.fits, best.exact, best.fields) {
                        best.fits = fits;
                        best.exact = exact;
                        let unknown = header.cells.iter().filter(|c| c.holds.is_none());
                        best.unknown = unknown.map(|c| c.printed.clone()).collect();
                        best.fields = named.len();
                        let cells: Vec<&str> = table
                            .row_cells(row)
                            .map(|c| c.text.as_str())
                            .filter(|t| !t.is_empty())
                            .collect();
                        best.header = Some(cells.join(" | "));
                    }
                }
            }
            best
        })
        .collect();
    all.sort_by_key(|c| std::cmp::Reverse((c.fits, c.exact, c.fields, c.rows)));
    all
}

/// For each table, the position of the profile that knows it best: that names its main field word
/// for word and most of its columns. A table without a header of its own goes with the one above.
pub(crate) fn assigned(document: &Document, profiles: &[&Profile]) -> Vec<Option<usize>> {
    let mut before = None;
    let tables = document.tables().map(|table| {
        let best = profiles
            .iter()
            .enumerate()
            .filter_map(|(at, p)| Some((known(table, p)?, std::cmp::Reverse(at))))
            .max()
            .map(|(_, at)| at.0);
        if best.is_some() || has_own_header(table) {
            before = best;
        }
        before
    });
    tables.collect()
}

/// What one of a profile's items is called (`risk`).
fn items_of(p: &Profile) -> &str {
    &p.schema.entities[p.item_entity()].one
}

/// How well a profile knows a table: whether it names its main field word for word, how many of
/// its fields, how many of its columns.
fn known(table: &Table, p: &Profile) -> Option<(bool, usize, usize)> {
    (0..table.row_count())
        .filter_map(|row| {
            let header = columns::header_row(table, row, &p.items)?;
            let fields: Vec<usize> = header.fields().collect();
            let fits = fields.len() >= p.detect.least
                && p.detect.must.iter().all(|f| fields.contains(f))
                && (p.detect.any_of.is_empty()
                    || p.detect.any_of.iter().any(|f| fields.contains(f)));
            let named = header.cells.iter().filter(|c| c.holds.is_some()).count();
            let of_items = header.names_key(&p.items) || header.refs_of(items_of(p));
            fits.then_some((of_items, fields.len(), named))
        })
        .max()
}
