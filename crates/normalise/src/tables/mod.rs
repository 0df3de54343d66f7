//! Tables mended without knowing what they mean: pages stitched, split rows joined, headers folded.

mod between;
mod blank_rows;
mod captions;
mod cut_rows;
mod drawn_headers;
mod evidence;
mod false_heads;
mod heads_alone;
mod merged_over_breaks;
mod mid_sentence;
mod next_card;
mod not_joined;
mod numbers_first;
mod page_feet;
mod pages;
mod pair_headers;
pub(crate) mod pairs;
mod repeated_headers;
mod sheet_letters;
mod stitch;
mod surely_cut;
mod titles;
mod totals;
mod two_row_headers;
mod wrapped_lines;
mod wrapped_rows;

pub(crate) use evidence::goes_on;
use tablemend_model::{Block, Diagnostic, Document, Noted};

/// A rule changes a document's blocks and says what it did.
type Rule = fn(&mut Pages<'_>) -> Vec<Diagnostic>;

/// The rules, in the order in which they work. Blank rows go first, since they hide that a table
/// goes on; rows are joined after the stitching that puts them below each other, and after the
/// repeated headers between them are gone.
const RULES: &[Rule] = &[
    sheet_letters::fold,
    blank_rows::drop,
    wrapped_lines::join,
    wrapped_rows::join,
    false_heads::find,
    numbers_first::find,
    two_row_headers::find,
    pair_headers::find,
    stitch::continued,
    repeated_headers::fold,
    cut_rows::join,
    merged_over_breaks::join,
    totals::part,
    titles::find,
];

/// One rule's work may show another one something; so often at most.
const ROUNDS: usize = 8;

/// What a rule sees: the blocks it may change, and the size of each page where there are pages.
struct Pages<'a> {
    blocks: &'a mut Vec<Block>,
    sizes: &'a [[f32; 2]],
    /// Set by a rule that changed what others see and has nothing to say about it.
    has_changed: bool,
}

/// Mends a document's tables: a table that goes on behind a page break is one table again, a row
/// that a page break cut is one row, and a header that is printed again is folded away.
///
/// No word is lost, and mending what is mended changes nothing.
#[must_use]
pub fn tables(mut document: Document) -> Noted<Document> {
    let mut notes = mend(&mut document);
    // Which rows are labels shows when the table is whole; then they may be found again further down.
    let before = notes.len();
    let sizes = &document.source.page_sizes;
    let mut pages = Pages { blocks: &mut document.blocks, sizes, has_changed: false };
    notes.extend(drawn_headers::count(&mut pages));
    if notes.len() > before || pages.has_changed {
        notes.extend(mend(&mut document));
    }
    notes.extend(not_joined::find(&document.blocks, &document.source.page_sizes));
    notes.extend(page_feet::missing(&document.blocks, document.source.pages));
    Noted { value: document, notes }
}

/// Applies the rules until none has anything to do.
fn mend(document: &mut Document) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for _ in 0..ROUNDS {
        let before = notes.len();
        let sizes = &document.source.page_sizes;
        let mut pages = Pages { blocks: &mut document.blocks, sizes, has_changed: false };
        for rule in RULES {
            notes.extend(rule(&mut pages));
        }
        if notes.len() == before && !pages.has_changed {
            break;
        }
    }
    notes
}

#[cfg(test)]
mod tests;
