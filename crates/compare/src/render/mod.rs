//! Changes in words: for programs as JSON and CSV, for people as text, Markdown and HTML.

mod csv_diff;
mod daff;
mod json;
mod markdown;
mod message;
mod moved;
mod own_columns;
mod phrase;
mod rows;
mod text;

pub use csv_diff::csv_diff;
pub use daff::{daff_csv, daff_html};
pub use json::json;
pub use markdown::markdown;
pub use message::message;
pub(crate) use own_columns::is_one_sided;
pub use phrase::{Entry, count, edition_name, entry, month, posts, shortened, title, totals};
pub use rows::{HEADS, rows};
pub use text::text;

pub use phrase::{ItemChanges, Total, counted, is_nothing, item_changes, observations};

#[cfg(test)]
mod tests;
