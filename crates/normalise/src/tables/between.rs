//! What may stand between two pieces of one table: notes to it, and what pages print again.

use foldhash::{HashMap, HashMapExt};
use tablemend_model::{Block, Place, Table};

/// Longer texts are no page heads.
const LONGEST_HEAD: usize = 160;

/// The short texts outside tables, with how often each is printed.
pub(super) struct Printed(HashMap<String, u32>);

impl Printed {
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut count = HashMap::new();
        for text in blocks.iter().filter_map(Block::text).map(|t| t.as_str()) {
            if text.len() <= LONGEST_HEAD {
                *count.entry(text.to_owned()).or_default() += 1;
            }
        }
        Self(count)
    }

    fn again(&self, text: &str) -> bool {
        self.0.get(text).is_some_and(|n| *n > 1)
    }
}

/// Whether a block behind a table is a note to it: it begins with a mark. At the foot of the
/// table's page a number is one.
pub(super) fn is_note(block: &Block, table: &Table) -> bool {
    let Block::Paragraph { text, place } = block else { return false };
    let text = text.as_str();
    let is_raised =
        |c: char| matches!(c, '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}'..='\u{2079}' | '\u{1d43}');
    let is_sign = |c: char| matches!(c, '*' | '\u{2020}' | '\u{2021}' | '\u{a7}');
    if text.starts_with(is_raised) || text.starts_with(is_sign) && !text.ends_with(is_sign) {
        return true;
    }
    let below = match (table.pieces().last(), place) {
        (Some(Place::Page { number: a, area }), Place::Page { number: b, area: own }) => {
            a == b && own.y0 >= area.y1 - 1.0
        }
        _ => false,
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text[digits..].trim_start_matches(['.', ')']);
    below && (1..=2).contains(&digits) && behind.starts_with(' ')
}

/// Whether a block stands above everything else on a later page and is printed elsewhere, too: a
/// letterhead or running head that its reader did not know for one.
pub(super) fn is_page_head(block: &Block, table: &Table, printed: &Printed) -> bool {
    let (Block::Paragraph { text, place } | Block::Heading { text, place, .. }) = block else {
        return false;
    };
    match (table.pieces().last(), place) {
        (Some(Place::Page { number: a, .. }), Place::Page { number: b, .. }) => {
            b > a && printed.again(text.as_str())
        }
        _ => false,
    }
}
