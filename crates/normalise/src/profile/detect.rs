//! Which profile a document is of, by the headers of its tables.

use super::{Phrase, Profile, phrase};
use crate::records::columns::{self, HeaderRow};
use crate::records::{has_own_header, heads_itself};
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
            let is_headless = columns::are_headless(document, &p.items);
            for table in document.tables() {
                let mut counted = false;
                if is_headless || p.items.generic && columns::begins_with_data(table) {
                    best.fits = true;
                    best.rows += table.row_count();
                    continue;
                }
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
                    let fits = p.fits(&header);
                    if fits && !counted {
                        // The rows below the header, without those that print it again.
                        best.rows += table.row_count() - row - 1;
                        counted = true;
                    } else if fits && !p.items.generic {
                        best.rows = best.rows.saturating_sub(1);
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

/// For each table, the position of the profile that knows it best. A table without a header of its
/// own goes with the one above.
pub(crate) fn assigned(document: &Document, profiles: &[&Profile]) -> Vec<Option<usize>> {
    let best: Vec<Option<usize>> =
        document.tables().map(|table| knows_best(table, profiles)).collect();
    let best = as_alike(document, profiles, best);
    // A table may have the headings of another of the document, fewer of them.
    let is_headed = |table: &Table| has_own_header(table) || heads_itself(table);
    let is_new = |(table, best): (&Table, &Option<usize>)| best.is_none() && is_headed(table);
    let mut headers: Vec<Vec<HeaderRow>> = vec![Vec::new(); profiles.len()];
    if document.tables().zip(&best).any(is_new) {
        for (table, at) in document.tables().zip(&best) {
            let Some(at) = *at else { continue };
            let mut rows = (0..table.row_count())
                .filter_map(|row| columns::header_row(table, row, &profiles[at].items));
            headers[at].extend(rows.next());
        }
    }
    let sisters = |table: &Table| {
        (0..profiles.len())
            .find(|at| columns::sister(table, &headers[*at], &profiles[*at].items).is_some())
    };
    let mut before = None;
    let tables = document.tables().zip(&best).map(|(table, best)| {
        if best.is_some() || is_headed(table) {
            before = best.or_else(|| sisters(table));
        }
        before
    });
    tables.collect()
}

/// The same profile for all tables with the same headings: the one that has most of their rows, where it knows them all.
fn as_alike(
    document: &Document,
    profiles: &[&Profile],
    mut best: Vec<Option<usize>>,
) -> Vec<Option<usize>> {
    let headings = |table: &Table| -> Vec<Phrase> {
        table.row_cells(0).filter(|c| c.row() == 0).map(|c| phrase(c.text.as_str())).collect()
    };
    let mut alike: Vec<(Vec<Phrase>, Vec<usize>)> = Vec::new();
    for (n, table) in document.tables().enumerate() {
        if best.get(n).copied().flatten().is_none() {
            continue;
        }
        let own = headings(table);
        match alike.iter_mut().find(|(known, _)| *known == own) {
            Some((_, all)) => all.push(n),
            None => alike.push((own, vec![n])),
        }
    }
    let tables: Vec<&Table> = document.tables().collect();
    for (_, all) in alike {
        let of = |n: &usize| best.get(*n).copied().flatten();
        let Some(first) = all.first().and_then(of) else { continue };
        if all.iter().all(|n| of(n) == Some(first)) {
            continue;
        }
        let rows = |at: usize| -> u32 {
            let own = all.iter().filter(|n| of(n) == Some(at));
            own.filter_map(|n| tables.get(*n)).map(|t| t.row_count()).sum()
        };
        let most = (0..profiles.len()).max_by_key(|at| (rows(*at), std::cmp::Reverse(*at)));
        let Some(most) = most else { continue };
        let knows = |n: &usize| {
            tables.get(*n).zip(profiles.get(most)).is_some_and(|(t, p)| fit(t, p).is_some())
        };
        if all.iter().all(knows) {
            for n in all {
                if let Some(own) = best.get_mut(n) {
                    *own = Some(most);
                }
            }
        }
    }
    best
}

/// The position of the profile that knows a table best by its own header.
fn knows_best(table: &Table, profiles: &[&Profile]) -> Option<usize> {
    let all: Vec<Option<Fit>> = profiles.iter().map(|p| fit(table, p)).collect();
    let first_key = all.iter().flatten().filter_map(|f| f.key).min();
    all.iter()
        .enumerate()
        .filter_map(|(at, fit)| Some((fit.as_ref()?.weight(first_key), std::cmp::Reverse(at))))
        .max()
        .map(|(_, at)| at.0)
}

/// How well a profile knows a table.
struct Fit {
    /// Whether it is known by more than how bad each item is.
    is_plain: bool,
    /// Whether the main field is named word for word, before who and when, or the refs by the
    /// items' name.
    of_items: bool,
    /// Column of the main field, where it is named so.
    key: Option<u32>,
    /// Number of fields named.
    fields: u32,
    /// Number of columns named.
    named: usize,
    /// How near a heading is that speaks of such items.
    nearness: u32,
}

impl Fit {
    /// What a name word for word in front of all others is worth, in fields.
    const LEADING: u32 = 2;

    /// The heaviest has the table: what its rows are called comes before how much of them is known.
    fn weight(&self, first_key: Option<u32>) -> (bool, bool, u32, usize) {
        let leads = self.key.is_some() && self.key == first_key;
        let leading = if leads { Self::LEADING } else { 0 };
        (self.is_plain, self.of_items, self.fields + leading + self.nearness, self.named)
    }
}

/// How well a profile knows a table; `None` where it does not.
fn fit(table: &Table, p: &Profile) -> Option<Fit> {
    let headers =
        (0..table.row_count()).filter_map(|row| columns::header_row(table, row, &p.items));
    let fits = headers.filter(|header| p.fits(header)).map(|header| Fit {
        is_plain: !header.is_judged || p.is_told(&header),
        of_items: match header.own_fields(&p.items) {
            // An issue that nothing but who and how far is said of may as well be an action's.
            Some(0) if !header.is_about => header.refs_of(&p.items),
            // The heading says so, and what only such items have is there.
            Some(2..) if header.is_about => true,
            _ => header.leading_key(&p.items).is_some() || header.refs_of(&p.items),
        },
        key: header.leading_key(&p.items),
        fields: header.own_names(&p.items) as u32,
        named: header.cells.iter().filter(|c| c.holds.is_some() && !c.late).count(),
        nearness: columns::nearness(table, &p.items),
    });
    fits.max_by_key(|f| f.weight(None))
}
