//! The date cells of a document: each read once, and columns of dates beside each other joined.

use super::columns::Edition;
use super::course::{self, Course};
use crate::profile::phrase;
use foldhash::HashMap;
use std::cell::{Cell, RefCell};
use tablemend_dates::Context;
use tablemend_model::{Completion, RichText, Role};

/// The date cells of a document, each read once: the same dates are in many rows.
pub(super) struct DateCells {
    pub(super) context: Context,
    /// What was read, by text; texts with marks are not here, nor those that print no year.
    plain: RefCell<HashMap<String, tablemend_dates::Reading>>,
    /// By field, year and month of the last date that printed its year.
    last: RefCell<HashMap<usize, (i16, i8)>>,
    /// The first of these in any field: where a field prints no year, it is near to the others.
    first: Cell<Option<(i16, i8)>>,
    /// By field, the years of columns that print none and run through them.
    courses: HashMap<usize, Course>,
    /// The fields whose course was told.
    told: RefCell<Vec<usize>>,
}

impl DateCells {
    /// None read yet.
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            plain: RefCell::default(),
            last: RefCell::default(),
            first: Cell::new(None),
            courses: HashMap::default(),
            told: RefCell::default(),
        }
    }

    /// Learns which columns without years run through the months of a year or of two: `cells` are those of one field in
    /// document order.
    pub(super) fn learn_course<'t>(&mut self, field: usize, cells: impl Iterator<Item = &'t str>) {
        let Some(edition) = self.context.period else { return };
        if self.last.borrow().contains_key(&field) || self.first.get().is_some() {
            return;
        }
        let context = Context { near: None, ..self.context };
        let cells: Vec<&str> = cells.filter(|text| !text.is_empty()).collect();
        if let Some(course) = course::of(&cells, edition, &context) {
            self.courses.insert(field, course);
        }
    }

    /// Reads a date in the year that its column gives it, and tells so once a column.
    fn in_course(
        &self,
        text: &RichText,
        field: usize,
        course: &Course,
    ) -> tablemend_dates::Reading {
        let mut read = tablemend_dates::read(text, &self.context);
        let is_assumed = |code: &str| code == "date.year_assumed";
        if !read.findings.iter().any(|f| is_assumed(f.code)) {
            return read;
        }
        let month = read.completion.start.or(read.completion.end).map(|day| day.month());
        let Some(year) = month.map(|month| course.year_of(month)) else { return read };
        let context = Context { period: Some((year, 1)), ..self.context };
        read = tablemend_dates::read(text, &context);
        let is_first = !self.told.borrow().contains(&field);
        read.findings.retain(|f| !is_assumed(f.code) || is_first);
        if let Some(finding) = read.findings.iter_mut().find(|f| is_assumed(f.code)) {
            self.told.borrow_mut().push(field);
            finding.message = format!(
                "the dates of this column have no year; they run from month to month, and {} was assumed",
                course.years()
            );
            finding.used = Some(course.years());
        }
        read
    }

    /// Learns the first dates that print a year, by field: those above them are near to them.
    pub(super) fn learn<'t>(&self, cells: impl Iterator<Item = (usize, &'t str)>) {
        for (field, text) in cells {
            if self.last.borrow().contains_key(&field) || !has_year(text) {
                continue;
            }
            self.read(&RichText::plain(text), field);
        }
    }

    pub(super) fn read(&self, text: &RichText, field: usize) -> tablemend_dates::Reading {
        let has_year = has_year(text.as_str());
        if !text.marks().is_empty() || !has_year {
            let near = || self.last.borrow().get(&field).copied().or(self.first.get());
            let near = if has_year { None } else { near() };
            if let Some(course) = self.courses.get(&field).filter(|_| !has_year && near.is_none()) {
                return self.in_course(text, field, course);
            }
            return tablemend_dates::read(text, &Context { near, ..self.context });
        }
        let mut plain = self.plain.borrow_mut();
        let read = match plain.get(text.as_str()) {
            Some(read) => read.clone(),
            None => {
                let read = tablemend_dates::read(text, &self.context);
                plain.insert(text.as_str().to_owned(), read.clone());
                read
            }
        };
        if let Some(day) = read.completion.end.or(read.completion.start) {
            let month = (day.year(), day.month());
            self.last.borrow_mut().insert(field, month);
            self.first.set(self.first.get().or(Some(month)));
        }
        read
    }
}

/// Whether a text has digits that may be a year.
fn has_year(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let parts = || text.matches(['/', '.', '-', '\'', '’']).count();
    let is_year = |n: &str| n.len() == 4 && (n.starts_with("19") || n.starts_with("20"));
    let mut short = 0;
    for number in numbers {
        if is_year(number) {
            return true;
        }
        short += usize::from(number.len() == 2);
    }
    short > 0 && parts() > 0 || short > 1
}

/// Whether a cell says that the date is to come, or that there is none any more.
fn is_left_open(text: &str) -> bool {
    let words = phrase(text);
    let open = ["ongoing", "tbc", "tba", "tbd", "asap", "continuous", "rolling", "on going"];
    open.iter().any(|w| words.as_str() == *w || words.as_str().starts_with(&format!("{w} ")))
        || words.as_str().starts_with("to be ")
}

/// Joins the dates of two columns, the second behind the first on the page: what a column of revised dates says
/// replaces what another says, wherever it is.
pub(super) fn with_edition(
    mut first: Completion,
    mut second: Completion,
    editions: (Option<Edition>, Option<Edition>),
) -> Completion {
    let (old, new) = match editions {
        (_, Some(Edition::Original)) | (Some(Edition::Revised), None) => (&mut second, &mut first),
        _ => (&mut first, &mut second),
    };
    // `Ongoing` or `TBC` in place of a new date: the old one holds no longer.
    let is_open = new.dates.is_empty() && new.printed.as_deref().is_some_and(is_left_open);
    if !new.dates.is_empty() || is_open {
        for date in old.dates.iter_mut().filter(|d| d.role == Role::Due) {
            date.role = Role::Original;
        }
        let replaced = old.dates.iter().any(|d| d.role == Role::Original);
        for date in new.dates.iter_mut().filter(|d| d.role == Role::Due && replaced) {
            date.role = Role::Revised;
        }
    }
    let live = if new.dates.is_empty() && !is_open { old.clone() } else { new.clone() };
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
