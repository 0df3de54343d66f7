//! What may be between two pieces of one table: notes to it, and what pages print again.

use foldhash::{HashMap, HashMapExt};
use tablemend_model::{Block, Place, Table};

/// Longer texts are no page heads.
const LONGEST_HEAD: usize = 160;

/// A text of fewer letters is in a longer one by chance.
const FEWEST_LETTERS: usize = 6;

/// The texts outside tables: how often each short one is printed, and what the first page has.
pub(super) struct Printed {
    count: HashMap<String, u32>,
    first_page: String,
}

impl Printed {
    pub(super) fn of(blocks: &[Block]) -> Self {
        let (mut count, mut first_page) = (HashMap::new(), String::new());
        for block in blocks {
            let Some(text) = block.text().map(|t| t.as_str()) else { continue };
            if text.len() <= LONGEST_HEAD {
                *count.entry(text.to_owned()).or_default() += 1;
            }
            if matches!(block.place(), Some(Place::Page { number: 1, .. })) {
                first_page.push_str(text);
                first_page.push('\n');
            }
        }
        Self { count, first_page }
    }

    fn again(&self, text: &str) -> bool {
        self.count.get(text).is_some_and(|n| *n > 1)
    }

    /// Whether the first page has a text as a part of its letterhead.
    fn in_letterhead(&self, text: &str) -> bool {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        letters >= FEWEST_LETTERS
            && text.len() <= LONGEST_HEAD
            && text.split('\n').all(|line| self.first_page.contains(line))
    }
}

/// Whether a block behind a table is a note to it: it begins with a mark. At the foot of the
/// table's page a number is one.
pub(super) fn is_note(block: &Block, table: &Table) -> bool {
    let Block::Paragraph { text, place } = block else { return false };
    let text = text.as_str();
    let is_raised = |c: char| {
        matches!(c, '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}'..='\u{2079}' | '\u{1d43}')
    };
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

/// Whether a block is above everything else on a later page and is printed elsewhere, too: a
/// letterhead or running head that its reader did not know for one.
pub(super) fn is_page_head(block: &Block, table: &Table, printed: &Printed) -> bool {
    let (Block::Paragraph { text, place } | Block::Heading { text, place, .. }) = block else {
        return false;
    };
    match (table.pieces().last(), place) {
        (Some(Place::Page { number: a, .. }), Place::Page { number: b, .. }) => {
            let is_part = || {
                let is_heading = matches!(block, Block::Heading { .. });
                !is_heading && printed.in_letterhead(text.as_str())
            };
            b > a && (printed.again(text.as_str()) || is_part())
        }
        _ => false,
    }
}
