//! The date cells of a document: each read once, and columns of dates beside each other joined.

use super::columns::Edition;
use super::course::{self, Course};
use crate::profile::phrase;
use foldhash::HashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use tablemend_dates::{Context, Near};
use tablemend_model::{Completion, RichText, Role};

/// The date cells of a document, each read once: the same dates are in many rows.
pub(super) struct DateCells {
    pub(super) context: Context,
    /// What was read, by text; texts with marks are not here, nor those that print no year.
    plain: RefCell<HashMap<String, tablemend_dates::Reading>>,
    /// By field, year and month of the last date that printed its year.
    last: RefCell<HashMap<usize, (i16, i8)>>,
    /// By field, year and month of all dates that print their year, in document order.
    months: BTreeMap<usize, Vec<(i16, i8)>>,
    /// By field, what the dates with a year tell of those without.
    around: RefCell<HashMap<usize, Around>>,
    /// By field, the years of columns that print none and run through them.
    courses: HashMap<usize, Course>,
    /// The fields whose course was told.
    told: RefCell<Vec<usize>>,
}

/// What the dates of a column that print a year tell of those that print none.
#[derive(Clone, Copy)]
enum Around {
    /// They lie within a year.
    Year(Near),
    /// The one above says most, or the first where none is above.
    Last { first: (i16, i8), is_sure: bool },
    /// There are none, or they lie far apart and the edition says more.
    Nothing,
}

impl DateCells {
    /// None read yet.
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            plain: RefCell::default(),
            last: RefCell::default(),
            months: BTreeMap::new(),
            around: RefCell::default(),
            courses: HashMap::default(),
            told: RefCell::default(),
        }
    }

    /// Learns which columns without years run through the months of a year or of two: `cells` are those of one field in
    /// document order.
    pub(super) fn learn_course<'t>(&mut self, field: usize, cells: impl Iterator<Item = &'t str>) {
        let Some(edition) = self.context.period else { return };
        if !self.months.is_empty() {
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

    /// Learns the dates that print a year, by field: those that print none are near to them.
    pub(super) fn learn<'t>(&mut self, cells: impl Iterator<Item = (usize, &'t str)>) {
        for (field, text) in cells.filter(|(_, text)| has_year(text)) {
            let read = self.read(&RichText::plain(text), field).completion;
            if let Some(day) = read.end.or(read.start) {
                self.months.entry(field).or_default().push((day.year(), day.month()));
            }
        }
        self.last.borrow_mut().clear();
    }

    /// The dates that one of a field is near to where it prints no year.
    fn near(&self, field: usize) -> Option<Near> {
        let around =
            *self.around.borrow_mut().entry(field).or_insert_with(|| self.around_field(field));
        match around {
            Around::Year(near) => Some(near),
            Around::Last { first, is_sure } => {
                let last = self.last.borrow().get(&field).copied().unwrap_or(first);
                Some(Near { from: last, to: last, is_sure })
            }
            Around::Nothing => None,
        }
    }

    /// The dates of a field's column, or else of the others: where they lie within a year or run in order they tell the
    /// year of one that prints none. Where they do neither, the edition says more.
    fn around_field(&self, field: usize) -> Around {
        /// Fewer dates show no order.
        const FEWEST: usize = 3;
        let own = self.months.get(&field).filter(|months| !months.is_empty());
        let all: Vec<(i16, i8)> = match own {
            Some(own) => own.clone(),
            None => self.months.values().flatten().copied().collect(),
        };
        let (Some(from), Some(to), Some(first)) =
            (all.iter().min().copied(), all.iter().max().copied(), all.first().copied())
        else {
            return Around::Nothing;
        };
        let count = |(year, month): (i16, i8)| i32::from(year) * 12 + i32::from(month);
        if count(to) - count(from) < 12 {
            return Around::Year(Near { from, to, is_sure: true });
        }
        let falls = all.windows(2).all(|pair| matches!(pair, [a, b] if a >= b));
        let is_ordered = own.is_some() && all.len() >= FEWEST && (all.is_sorted() || falls);
        match self.context.period {
            Some(_) if !is_ordered => Around::Nothing,
            _ => Around::Last { first, is_sure: is_ordered },
        }
    }

    pub(super) fn read(&self, text: &RichText, field: usize) -> tablemend_dates::Reading {
        let has_year = has_year(text.as_str());
        if !text.marks().is_empty() || !has_year {
            let near = if has_year { None } else { self.near(field) };
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
            self.last.borrow_mut().insert(field, (day.year(), day.month()));
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
