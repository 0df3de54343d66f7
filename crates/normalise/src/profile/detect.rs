//! Which profile a document is of, by the headers of its tables.

use super::Profile;
use crate::records::columns;
use tablemend_model::Document;

/// How well a profile fits a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Position among the profiles asked about.
    pub profile: usize,
    /// Its name.
    pub name: String,
    /// Whether it fits: a header row names what the profile asks for.
    pub fits: bool,
    /// Number of the items' fields that the best header row names.
    pub fields: usize,
    /// Number of rows in tables with such a header row.
    pub rows: u32,
    /// The best header row, as printed.
    pub header: Option<String>,
}

/// Holds a document against profiles; the best fit comes first. A profile is clear when the first
/// fits and names more fields than any other that fits.
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
                fields: 0,
                rows: 0,
                header: None,
            };
            for table in document.tables() {
                let mut counted = false;
                for row in 0..table.row_count() {
                    let Some(header) = columns::header_row(table, row, &p.items) else {
                        continue;
                    };
                    let named: Vec<usize> = header.fields().collect();
                    let fits = named.len() >= p.detect.least
                        && p.detect.must.iter().all(|f| named.contains(f))
                        && (p.detect.any_of.is_empty()
                            || p.detect.any_of.iter().any(|f| named.contains(f)));
                    if fits && !counted {
                        best.rows += table.row_count();
                        counted = true;
                    }
                    if (fits, named.len()) > (best.fits, best.fields) {
                        best.fits = fits;
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
    all.sort_by_key(|c| std::cmp::Reverse((c.fits, c.fields, c.rows)));
    all
}
