//! Of two columns for one status, the one that says how far each item is: `Status` beside `Risk level` or `RAG`.

use super::HeaderCell;
use super::cells::{cells_below, is_bare, rated};
use crate::profile::Phrase;
use crate::records::status;
use tablemend_model::{State, Table};

/// Whether the first of two columns says how far each item is, and the second only how bad it is or how it goes, in
/// words of a scale or names of colours. Colours without a word are kept: they are told nowhere else.
pub(super) fn says_state(table: &Table, row: u32, first: &HeaderCell, second: &HeaderCell) -> bool {
    is_state(&first.words)
        && !is_state(&second.words)
        && states(table, row, first.col)
        && !is_bare(table, row, second.col)
        && grades(table, row, second.col)
}

/// Whether a heading is that of a state and says nothing of ratings: `Status`, `Action status`, `State`.
pub(crate) fn is_state(words: &Phrase) -> bool {
    const RATES: [&str; 5] = ["rag", "brag", "rating", "colour", "level"];
    let last = words.words().last();
    matches!(last, Some("status" | "state")) && !words.words().any(|w| RATES.contains(&w))
}

/// Whether most cells of a column tell a state in words, and none of them is the word of a scale.
fn states(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut known) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        if !text.contains(char::is_alphabetic) {
            continue;
        }
        let lead = status::leading(text);
        if status::is_rating(&lead.to_lowercase()) {
            return false;
        }
        all += 1;
        known += u32::from(State::of_words(&lead).is_some());
    }
    all > 0 && known * 10 >= all * 7
}

/// Whether the cells of a column are words of a scale or names of colours.
fn grades(table: &Table, row: u32, col: u32) -> bool {
    const COLOURS: [&str; 13] = [
        "red", "amber", "green", "blue", "grey", "gray", "yellow", "orange", "black", "r", "a",
        "g", "b",
    ];
    let is_colour = |text: &str| COLOURS.contains(&text.trim().to_lowercase().as_str());
    rated(table, row, col)
        || cells_below(table, row, col).all(|c| {
            let text = c.text.as_str();
            is_colour(text) || is_colour(&status::leading(text))
        })
}
