//! The date cells of a document: each read once, and columns of dates beside each other joined.

use super::columns::Edition;
use foldhash::HashMap;
use std::cell::RefCell;
use tablemend_dates::Context;
use tablemend_model::{Completion, RichText, Role};

/// The date cells of a document, each read once: the same dates stand in many rows.
pub(super) struct DateCells {
    pub(super) context: Context,
    /// What was read, by text; texts with marks are not here.
    plain: RefCell<HashMap<String, tablemend_dates::Reading>>,
}

impl DateCells {
    /// None read yet.
    pub(super) fn new(context: Context) -> Self {
        Self { context, plain: RefCell::default() }
    }

    pub(super) fn read(&self, text: &RichText) -> tablemend_dates::Reading {
        if !text.marks().is_empty() {
            return tablemend_dates::read(text, &self.context);
        }
        let mut plain = self.plain.borrow_mut();
        if let Some(read) = plain.get(text.as_str()) {
            return read.clone();
        }
        let read = tablemend_dates::read(text, &self.context);
        plain.insert(text.as_str().to_owned(), read.clone());
        read
    }
}

/// Joins the dates of two columns: what a column of revised dates says replaces the first.
pub(super) fn with_edition(
    mut first: Completion,
    mut second: Completion,
    edition: Option<Edition>,
) -> Completion {
    let (old, new) = match edition {
        Some(Edition::Original) => (&mut second, &mut first),
        _ => (&mut first, &mut second),
    };
    if !new.dates.is_empty() {
        for date in old.dates.iter_mut().filter(|d| d.role == Role::Due) {
            date.role = Role::Original;
        }
        let replaced = old.dates.iter().any(|d| d.role == Role::Original);
        for date in new.dates.iter_mut().filter(|d| d.role == Role::Due && replaced) {
            date.role = Role::Revised;
        }
    }
    let live = if new.dates.is_empty() { old.clone() } else { new.clone() };
    let printed: Vec<&str> =
        [first.printed.as_deref(), second.printed.as_deref()].into_iter().flatten().collect();
    Completion {
        printed: (!printed.is_empty()).then(|| printed.join(" ")),
        edtf: live.edtf,
        start: live.start,
        end: live.end,
        dates: first.dates.into_iter().chain(second.dates).collect(),
    }
}
