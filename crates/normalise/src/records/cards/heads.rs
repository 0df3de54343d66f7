//! The first row of a table of cards where it only says what the two columns are: `Field | Value`.

use super::VALUES;
use super::lines::pairs;
use crate::profile::{Phrase, phrase};
use foldhash::HashMap;
use tablemend_model::{Cell, Table};

/// What a column of labels is called, and nothing else is.
const LABELS: [&str; 14] = [
    "field",
    "attribute",
    "property",
    "element",
    "parameter",
    "aspect",
    "label",
    "item",
    "characteristic",
    "component",
    "criterion",
    "field name",
    "data item",
    "feature",
];

/// What it may be called where that is a label elsewhere: it counts where card after card begins so.
const NAMES: [&str; 11] = [
    "section",
    "category",
    "heading",
    "name",
    "key",
    "question",
    "dimension",
    "metric",
    "area",
    "topic",
    "type",
];

/// What else a column of values is called.
const TEXTS: [&str; 9] = [
    "content",
    "text",
    "comment",
    "data",
    "assessment",
    "input",
    "specification",
    "summary",
    "your answer",
];

/// The first rows that only head their columns, by the tables of a document.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// How many tables begin with a label and a value.
    begins: HashMap<(Phrase, Phrase), u32>,
}

impl Heads {
    /// Counts what tables begin with.
    pub(super) fn learn<'t>(tables: impl Iterator<Item = &'t Table>) -> Self {
        let mut begins = HashMap::default();
        for pair in tables.filter_map(first_pair) {
            *begins.entry(pair).or_insert(0) += 1;
        }
        Self { begins }
    }

    /// How many rows at the top of a table head its columns: one or none.
    pub(super) fn rows(&self, table: &Table) -> u32 {
        let Some((label, value)) = first_pair(table) else { return 0 };
        let is_value = |w: &str| VALUES.contains(&w) || TEXTS.contains(&w);
        // `Risk attribute`, `Plan element`.
        let last = label.words().last().unwrap_or_default();
        let is_label =
            LABELS.contains(&label.as_str()) || label.len() == 2 && LABELS.contains(&last);
        let is_name = NAMES.contains(&label.as_str());
        let is_head = is_value(value.as_str())
            && (is_label || is_name && self.begins.get(&(label, value)).is_some_and(|n| *n > 1));
        u32::from(is_head && table.row_count() > 2)
    }

    /// Whether a table under such a row is one of several with the same labels and other values: it says what one item
    /// is, and does not explain its labels.
    pub(super) fn is_again(&self, table: &Table, all: &[(usize, &Table)]) -> bool {
        self.rows(table) > 0
            && all.iter().any(|(_, other)| {
                let (mut shared, mut same) = (0, 0);
                for row in 1..table.row_count().min(other.row_count()) {
                    let text =
                        |t: &Table, col| t.cell_at(row, col).map(|c| phrase(c.text.as_str()));
                    let is_label = text(table, 0).is_some_and(|l| !l.is_empty());
                    if is_label && text(table, 0) == text(other, 0) {
                        shared += 1;
                        same += u32::from(text(table, 1) == text(other, 1));
                    }
                }
                first_pair(table) == first_pair(other)
                    && shared * 2 > table.row_count() - 1
                    && same * 2 <= shared
            })
    }
}

/// The words of the first row, where each two cells beside each other say the same: `Field | Value | Field | Value`.
fn first_pair(table: &Table) -> Option<(Phrase, Phrase)> {
    let pairs = pairs(table, 0)?;
    let words = |(label, value): &(&Cell, Option<&Cell>)| {
        Some((phrase(label.text.as_str()), phrase((*value)?.text.as_str())))
    };
    let first = words(pairs.first()?)?;
    let is_short = first.0.len() <= 2 && first.1.len() <= 2 && !first.0.is_empty();
    (is_short && pairs.iter().all(|pair| words(pair).as_ref() == Some(&first))).then_some(first)
}
