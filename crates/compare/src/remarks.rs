//! What to know of an edition before relying on it: the document's own notes, the readings to
//! check, and the pages that could not be read.

use crate::edition::Item;
use serde::{Deserialize, Serialize};
use std::fmt;
use tablemend_model::{Dataset, EntityKind, Level, Place};

/// The remarks on one edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// Notes printed in the document (`NB – …`), in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Readings to check, in document order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queries: Vec<Query>,
    /// What people corrected or confirmed, in document order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Query>,
    /// Parts of the document that could not be read, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// Items of other kinds that the document has and that are not followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherItems>,
}

/// Items of a document that an archive does not follow, since it follows those of another kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherItems {
    /// How many, in words: `2 actions`.
    pub counted: String,
    /// How many.
    pub count: usize,
    /// The profile they were read under.
    pub profile: String,
}

/// A note printed in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its text.
    pub text: String,
    /// The groups it is printed in, as [`Item::parents`] has them; none for the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<(String, String)>,
    /// Where.
    #[serde(default)]
    pub place: Span,
}

/// A reading that should be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The diagnostic's code.
    pub code: String,
    /// `warning` or `error`; `info` of what was corrected.
    pub level: String,
    /// One sentence.
    pub message: String,
    /// Id of the item concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// As printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// As read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
    /// Where.
    #[serde(default)]
    pub place: Span,
}

/// A part of the document that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// The page; `None` where it is not known which part is missing.
    pub page: Option<u32>,
    /// Why, in one sentence.
    pub message: String,
}

/// A page or lines of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The page, where the source has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// First and last line, where the source is a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<(u32, u32)>,
    /// The paragraph or cells, where the source is an office document: `paragraph 21`, `cells A7:F7
    /// of Plan`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
}

impl Span {
    fn of(place: Option<Place>) -> Self {
        Self {
            page: place.and_then(|p| p.page()),
            lines: place.and_then(|p| p.lines()),
            spot: spot(place),
        }
    }
}

/// The place in an office document, in words.
pub(crate) fn spot(place: Option<Place>) -> Option<String> {
    let place = place?;
    if let Place::Paragraph { number } = place {
        return Some(format!("paragraph {number}"));
    }
    let (sheet, cells) = place.cells()?;
    Some(format!("cells {cells} of {sheet}"))
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.page, self.lines) {
            (Some(page), _) => write!(out, "page {page}"),
            (None, Some((first, last))) if first == last => write!(out, "line {first}"),
            (None, Some((first, last))) => write!(out, "lines {first} to {last}"),
            (None, None) => out.write_str(self.spot.as_deref().unwrap_or_default()),
        }
    }
}

impl Remarks {
    /// The remarks on a dataset.
    pub fn of(data: &Dataset) -> Self {
        let groups: Vec<&str> = data
            .schema
            .entities
            .iter()
            .filter(|e| e.kind == EntityKind::Group)
            .map(|e| e.one.as_str())
            .collect();
        let of_rows = data.notes.iter().map(|note| Note {
            text: note.text.clone(),
            parents: groups
                .iter()
                .zip(&note.parents)
                .filter_map(|(one, id)| Some(((*one).to_owned(), id.clone()?)))
                .collect(),
            place: Span::of(note.source.place),
        });
        // A note may also be printed above or below the tables.
        let beside = data.other_text.iter().filter(|t| is_note(&t.text)).map(|t| Note {
            text: t.text.clone(),
            parents: Vec::new(),
            place: Span::of(t.source.place),
        });
        let query = |n: &tablemend_model::Diagnostic| Query {
            code: n.code.clone().into_owned(),
            level: n.level.as_str().to_owned(),
            message: n.message.clone(),
            item: n.record.clone(),
            printed: n.printed.clone(),
            used: n.used.clone(),
            place: Span::of(n.source.place),
        };
        let is_of_person = |n: &&tablemend_model::Diagnostic| {
            n.level == Level::Info && n.code.starts_with("correction.")
        };
        let mut remarks = Self {
            notes: of_rows.chain(beside).collect(),
            queries: data
                .diagnostics
                .iter()
                .filter(|n| n.level >= Level::Warning)
                .map(query)
                .collect(),
            corrections: data.diagnostics.iter().filter(is_of_person).map(query).collect(),
            unread: Vec::new(),
            others: Vec::new(),
        };
        for query in &remarks.queries {
            let page = missing_page(query).or(query.place.page);
            let is_known = remarks.unread.iter().any(|u| u.page == page);
            if is_unread(query) && !is_known {
                remarks.unread.push(Unread { page, message: query.message.clone() });
            }
        }
        remarks.unread.sort_by_key(|u| u.page);
        remarks
    }

    /// That the document has items of other kinds, which are not followed, as a sentence without its
    /// end; `None` where it has none. `edition` and `followed` are what the edition and the items that are
    /// followed are called.
    #[must_use]
    pub fn others_sentence(&self, edition: &str, followed: &str) -> Option<String> {
        let counted: Vec<&str> = self.others.iter().map(|other| other.counted.as_str()).collect();
        let all: usize = self.others.iter().map(|other| other.count).sum();
        (!counted.is_empty()).then(|| {
            format!(
                "the document of {edition} also has {}, which {} not followed: this archive follows \
                 its {followed} only",
                counted.join(" and "),
                if all == 1 { "is" } else { "are" }
            )
        })
    }

    /// The queries on an item.
    pub fn queries_on<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Query> {
        self.queries.iter().filter(|q| q.item.as_deref() == Some(item.id.as_str()))
    }

    /// What people corrected or confirmed of an item.
    pub fn corrections_on<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Query> {
        self.corrections.iter().filter(|q| q.item.as_deref() == Some(item.id.as_str()))
    }

    /// The notes that concern an item: those of the whole document, and of the item's own groups.
    pub fn notes_on<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(|n| n.parents.iter().all(|p| item.parents.contains(p)))
    }

    /// The note that says of an item's status that the work itself is complete.
    #[must_use]
    pub fn note_of_completion(&self, item: &Item, status: &str) -> Option<&Note> {
        self.notes.iter().find(|note| {
            note.parents.iter().all(|p| item.parents.contains(p))
                && says_complete(&note.text, status)
        })
    }

    /// The note that says so of a status, whatever group it is printed in.
    pub fn any_note_of_completion(&self, status: &str) -> Option<&Note> {
        self.notes.iter().find(|note| says_complete(&note.text, status))
    }

    /// Which part of the document is unread, in words: `page 3`, `pages 3 and 5`; `None` where all
    /// of it was read.
    #[must_use]
    pub fn unread_part(&self) -> Option<String> {
        if self.unread.is_empty() {
            return None;
        }
        let pages: Vec<u32> = self.unread.iter().filter_map(|u| u.page).collect();
        Some(match &pages[..] {
            [] => "part of the document".to_owned(),
            [one] => format!("page {one}"),
            [first @ .., last] => {
                let first: Vec<String> = runs(first, *last);
                match &first[..] {
                    [only] => format!("pages {only}"),
                    [before @ .., last] => format!("pages {} and {last}", before.join(", ")),
                    [] => String::new(),
                }
            }
        })
    }

    /// `page 3 of February 2024 is unread`.
    pub fn unread_sentence(&self, edition: &str) -> Option<String> {
        let part = self.unread_part()?;
        let is = if part.starts_with("pages") { "are" } else { "is" };
        Some(format!("{part} of {edition} {is} unread"))
    }
}

/// Page numbers, with runs of three and more as `3 to 7`.
fn runs(pages: &[u32], last: u32) -> Vec<String> {
    let mut all: Vec<(u32, u32)> = Vec::new();
    for page in pages.iter().copied().chain(std::iter::once(last)) {
        match all.last_mut() {
            Some((_, to)) if *to + 1 == page => *to = page,
            _ => all.push((page, page)),
        }
    }
    let words = all.into_iter().flat_map(|(from, to)| match to - from {
        0 => vec![from.to_string()],
        1 => vec![from.to_string(), to.to_string()],
        _ => vec![format!("{from} to {to}")],
    });
    words.collect()
}

/// Whether a diagnostic says that a part of the document is missing from the records: an error that
/// concerns no single item.
fn is_unread(query: &Query) -> bool {
    query.item.is_none()
        && (query.level == Level::Error.as_str()
            || matches!(query.code.as_str(), "page.scanned" | "page.missing"))
        && (query.place.page.is_some()
            || query.code.starts_with("page.")
            || query.code.starts_with("document.")
            || query.code.starts_with("pdf.")
            || query.code.starts_with("input."))
}

/// The number of a page that is not in the file, which has no place: `page 3 of 4 is missing …`.
fn missing_page(query: &Query) -> Option<u32> {
    let number = query.message.strip_prefix("page ").filter(|_| query.code == "page.missing")?;
    number.split(' ').next()?.parse().ok()
}

/// Whether a text is a note by its first word.
fn is_note(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '.');
    let first = words.find(|w| !w.is_empty()).unwrap_or_default();
    matches!(first, "NB" | "N.B." | "N.B" | "Note" | "NOTE" | "Notes" | "NOTES")
}

/// Whether a note names a status and completion: `where the rating is green, the action itself is
/// complete`.
fn says_complete(text: &str, status: &str) -> bool {
    const COMPLETE: [&str; 9] = [
        "complete",
        "completed",
        "achieved",
        "delivered",
        "closed",
        "finished",
        "done",
        "met",
        "implemented",
    ];
    let lower = text.to_lowercase();
    let all: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let wanted = status.to_lowercase();
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let names = !wanted.is_empty() && all.windows(wanted.len()).any(|w| w == wanted);
    let complete = all.iter().enumerate().any(|(i, word)| {
        COMPLETE.contains(word)
            && !all.get(i.saturating_sub(2)..i).unwrap_or_default().contains(&"not")
    });
    names && complete
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_in_words() {
        let told = |pages: &[u32]| {
            let unread = |p: &u32| Unread { page: Some(*p), message: String::new() };
            Remarks { unread: pages.iter().map(unread).collect(), ..Remarks::default() }
                .unread_part()
        };
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[3]).as_deref(), Some("page 3"));
        assert_eq!(told(&[3, 4]).as_deref(), Some("pages 3 and 4"));
        assert_eq!(told(&[3, 4, 5, 9]).as_deref(), Some("pages 3 to 5 and 9"));
        assert_eq!(told(&[3, 4, 5]).as_deref(), Some("pages 3 to 5"));
    }

    #[test]
    fn a_page_that_is_not_in_the_file_is_unread() {
        let query = |code: &str, level: &str| Query {
            code: code.to_owned(),
            level: level.to_owned(),
            message: "page 3 of 4 is missing from this file".to_owned(),
            ..Query::default()
        };
        let missing = query("page.missing", "warning");
        assert!(is_unread(&missing));
        assert_eq!(missing_page(&missing), Some(3));
        let other = query("page.beside", "warning");
        assert!(!is_unread(&other));
        assert_eq!(missing_page(&other), None);
    }

    #[test]
    fn a_note_speaks_of_a_status_by_whole_words() {
        let note = "NB – where a date has passed and the rating is green, the action itself is \
            complete and follow-up work goes on";
        assert!(says_complete(note, "green"));
        assert!(!says_complete(note, "red"));
        assert!(!says_complete("NB – green does not mean complete", "green"));
        assert!(!says_complete("NB – dates of green actions are for guidance", "green"));
        assert!(is_note("N.B. see below") && is_note("Note: x") && !is_note("Notable"));
    }
}
