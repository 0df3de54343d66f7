//! What to do with a tracker: which cells get which value, which rows are new or gone, what a person
//! should look at. Pure: it knows no workbook.
//!
//! Three hands have written in a tracker: the edition that it was last brought up to, the people who
//! work in it, and now the new edition. A cell that is as it was published gets the new edition's
//! value; a cell that a person changed stays, with all columns of its field, and where the new edition
//! has something else again, both are told.

use crate::value::Value;
use std::collections::BTreeSet;
use tablemend_model::published::folded;

/// A column of the new edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Columns of one field have the same unit: they are kept or refreshed together.
    pub unit: String,
    /// Whether it is for people.
    pub is_shown: bool,
    /// Whether it always gets the new edition's value: the id, the place in the document.
    pub is_always_fresh: bool,
}

/// A cell of the tracker in a published column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Its value as text.
    pub text: String,
    /// Whether a person put a formula there.
    pub is_formula: bool,
    /// Whether it is merged with cells of other rows, and so is nobody's alone.
    pub is_merged: bool,
}

/// A row of the tracker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells, one a column of the new edition; `None` where the tracker has no such column.
    pub cells: Vec<Option<Held>>,
    /// Which of the rows published last it is.
    pub published: Option<usize>,
}

/// A row as it was published last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Its values as text, one a column of the new edition; `None` where there was no such column.
    pub cells: Vec<Option<String>>,
    /// The period in which it was published last.
    pub last: String,
}

/// That a row is an item of the new edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Position in the new edition.
    pub fresh: usize,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Whether a person should look at it.
    pub is_doubtful: bool,
}

/// What a plan is made from.
#[derive(Clone, Debug)]
pub struct Case {
    /// The new edition's columns.
    pub columns: Vec<Column>,
    /// Which of them is the id.
    pub id: usize,
    /// The tracker's rows.
    pub rows: Vec<Row>,
    /// What was published last; `None` where the tracker does not say.
    pub published: Option<Vec<Published>>,
    /// The new edition's rows.
    pub fresh: Vec<Vec<Value>>,
    /// For each row published last, the item that it is now.
    pub of_published: Vec<Option<Match>>,
    /// For each row of the tracker that was not published last, the item that it is now.
    pub of_rows: Vec<Option<Match>>,
    /// What the new edition is called (`June 2024`).
    pub edition: String,
    /// What a period is called.
    pub called: fn(&str) -> String,
    /// What could not be read of the new edition (`page 3 could not be read`): what is not found may
    /// be there.
    pub unread: Option<String>,
}

/// What happened to a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It is in the new edition.
    There,
    /// It was published before and is not in the new edition.
    Gone,
    /// A person added it.
    #[default]
    Own,
}

/// What to do with a row of the tracker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowPlan {
    /// What happened to it.
    pub fate: Fate,
    /// Columns (of the new edition) that get another value.
    pub set: Vec<(usize, Value)>,
    /// What to say beside the row; empty for nothing.
    pub mark: String,
}

/// What to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// One for each row of the tracker.
    pub rows: Vec<RowPlan>,
    /// Positions in the new edition of the rows to append, in its order.
    pub new: Vec<usize>,
    /// What to say beside the new rows.
    pub new_mark: String,
    /// What to tell, the most pressing first.
    pub entries: Vec<Entry>,
    /// Values and last period of rows that are gone and stay, for the next update.
    pub gone: Vec<(Vec<String>, String)>,
    /// Where the items of the new edition are: their position in it, and their row.
    pub items: Vec<(usize, Of)>,
    /// The values of the tracker's rows as they were, one a column of the new edition.
    pub texts: Vec<Vec<Option<String>>>,
}

/// What an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person and the new edition have changed the same field.
    Conflict,
    /// The row may be another item.
    Doubtful,
    /// A person deleted the row, and the item is in the new edition.
    Deleted,
    /// The item is new.
    New,
    /// The item was not found in the new edition, part of which could not be read.
    NotFound,
    /// The item is not in the new edition.
    Gone,
    /// The item was gone before and is there again.
    Back,
    /// A cell was refreshed.
    Updated,
    /// A person changed the cell, and the new edition has what was published before.
    Kept,
    /// A person added the row.
    Own,
}

impl Kind {
    /// For people.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Conflict => "To check: changed by hand and in the new edition",
            Self::Doubtful => "To check: may be another item",
            Self::Deleted => "To check: row deleted by hand, still in the document",
            Self::New => "New",
            Self::NotFound => "Not found in the document",
            Self::Gone => "No longer in the document",
            Self::Back => "Back in the document",
            Self::Updated => "Updated",
            Self::Kept => "Kept: changed by hand",
            Self::Own => "Row added by hand",
        }
    }

    /// Whether a person should look at it.
    #[must_use]
    pub fn is_query(self) -> bool {
        matches!(self, Self::Conflict | Self::Doubtful | Self::Deleted)
    }
}

/// One thing to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it tells.
    pub kind: Kind,
    /// Position of the tracker's row, of the new row, or of the row published last.
    pub of: Of,
    /// The column, where it is about one.
    pub column: Option<usize>,
    /// What the tracker holds, or held where it was updated.
    pub held: String,
    /// What was published last; `None` where that is not known.
    pub published: Option<String>,
    /// What the new edition has.
    pub fresh: String,
    /// More to say.
    pub remark: String,
    /// Position of the item in the new edition.
    pub item: Option<usize>,
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The tracker's row at this position.
    Row(usize),
    /// The new row at this position of [`Plan::new`].
    New(usize),
    /// The row published last at this position, which the tracker has no longer.
    Published(usize),
}

/// Most characters of a value that are beside a row.
const SHORT: usize = 60;

impl Case {
    /// Makes the plan.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let mut plan = Plan { new_mark: format!("New in {}", self.edition), ..Plan::default() };
        let latest = self.published.iter().flatten().map(|p| p.last.as_str()).max();
        let latest = latest.unwrap_or_default().to_owned();
        let ids: BTreeSet<String> = self.fresh.iter().map(|row| shown(row.get(self.id))).collect();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for (at, row) in self.rows.iter().enumerate() {
            // A copy of a row is a row of its own.
            let known = row.published.filter(|p| seen.insert(*p));
            let found = match known {
                Some(p) => self.of_published.get(p),
                None => self.of_rows.get(at),
            };
            let found = found.and_then(Option::as_ref).filter(|m| taken.insert(m.fresh));
            let before = known.and_then(|p| self.published.as_ref()?.get(p));
            plan.items.extend(found.map(|m| (m.fresh, Of::Row(at))));
            plan.texts.push(row.texts());
            let made = match (found, before) {
                (Some(found), before) => self.refreshed(at, row, before, found, &latest, &mut plan),
                (None, Some(before)) => self.gone(at, row, before, &latest, &ids, &mut plan),
                (None, None) if self.published.is_none() => {
                    let unknown = Published { cells: row.texts(), last: String::new() };
                    self.gone(at, row, &unknown, "", &ids, &mut plan)
                }
                (None, None) => {
                    plan.entries.push(Entry::of(Kind::Own, Of::Row(at)));
                    RowPlan::default()
                }
            };
            plan.rows.push(made);
        }
        let deleted =
            (0..self.published.as_ref().map_or(0, Vec::len)).filter(|p| !seen.contains(p));
        for p in deleted {
            let found = self.of_published.get(p).and_then(Option::as_ref);
            if let Some(found) = found.filter(|m| taken.insert(m.fresh)) {
                let entry = Entry::of(Kind::Deleted, Of::Published(p));
                plan.entries.push(Entry { item: Some(found.fresh), ..entry });
            }
        }
        plan.new = (0..self.fresh.len()).filter(|f| !taken.contains(f)).collect();
        for (at, fresh) in plan.new.iter().enumerate() {
            plan.items.push((*fresh, Of::New(at)));
            let entry = Entry::of(Kind::New, Of::New(at));
            plan.entries.push(Entry { item: Some(*fresh), remark: self.place_of(*fresh), ..entry });
        }
        plan.entries.sort_by_key(|entry| entry.kind);
        plan
    }

    /// Behind which item of the new edition an item is.
    fn place_of(&self, fresh: usize) -> String {
        let before = fresh.checked_sub(1).and_then(|at| self.fresh.get(at));
        match before.map(|row| shown(row.get(self.id))).filter(|id| !id.is_empty()) {
            Some(id) => format!("in the document it comes after {id}"),
            None => "in the document it comes first".to_owned(),
        }
    }

    /// A row that is in the new edition.
    fn refreshed(
        &self,
        at: usize,
        row: &Row,
        before: Option<&Published>,
        found: &Match,
        latest: &str,
        plan: &mut Plan,
    ) -> RowPlan {
        let mut made = RowPlan { fate: Fate::There, ..RowPlan::default() };
        let Some(fresh) = self.fresh.get(found.fresh) else { return made };
        let entry = |kind, column: usize, held: &str| Entry {
            column: Some(column),
            held: held.to_owned(),
            published: before.and_then(|p| p.cells.get(column)?.clone()),
            fresh: shown(fresh.get(column)),
            item: Some(found.fresh),
            ..Entry::of(kind, Of::Row(at))
        };
        let (mut marks, mut updated, mut kept): (Vec<String>, Vec<&str>, Vec<&str>) =
            Default::default();
        if found.is_doubtful {
            let sure = format!("{:.0}% sure that it is the same", found.confidence * 100.0);
            marks.push(format!("Check: may be another item ({sure})"));
            let entry = Entry::of(Kind::Doubtful, Of::Row(at));
            plan.entries.push(Entry { remark: sure, item: Some(found.fresh), ..entry });
        }
        if before.is_some_and(|p| p.last != latest) {
            marks.push(format!("Back in {}", self.edition));
            let entry = Entry::of(Kind::Back, Of::Row(at));
            plan.entries.push(Entry { item: Some(found.fresh), ..entry });
        }
        let changed = self.changed_by_hand(row, before, fresh);
        for (c, column) in self.columns.iter().enumerate() {
            let Some(held) = row.cells.get(c).and_then(Option::as_ref) else { continue };
            let Some(value) = fresh.get(c) else { continue };
            let is_same = folded(&held.text) == folded(&value.shown());
            if held.is_merged || is_same {
                continue;
            }
            if column.is_always_fresh {
                if !held.is_formula {
                    made.set.push((c, value.clone()));
                }
                continue;
            }
            if !changed.contains(column.unit.as_str()) {
                made.set.push((c, value.clone()));
                if column.is_shown {
                    updated.push(&column.title);
                    plan.entries.push(entry(Kind::Updated, c, &held.text));
                }
                continue;
            }
            if !column.is_shown && self.has_shown(row, &column.unit) {
                continue;
            }
            let published = before.and_then(|p| p.cells.get(c)?.as_deref());
            let is_news = published.is_none_or(|p| folded(p) != folded(&value.shown()));
            if is_news {
                let there = short(&value.shown());
                marks.push(match there.is_empty() {
                    true => format!("Check {}: blank in {}", column.title, self.edition),
                    false => format!("Check {}: {} has “{there}”", column.title, self.edition),
                });
                plan.entries.push(entry(Kind::Conflict, c, &held.text));
            } else {
                kept.push(&column.title);
                plan.entries.push(entry(Kind::Kept, c, &held.text));
            }
        }
        if !updated.is_empty() {
            marks.push(format!("Updated: {}", updated.join(", ")));
        }
        if !kept.is_empty() {
            marks.push(format!("Kept as changed by hand: {}", kept.join(", ")));
        }
        made.mark = marks.join("\n");
        made
    }

    /// Whether the tracker shows people a column of the unit.
    fn has_shown(&self, row: &Row, unit: &str) -> bool {
        let mut columns = self.columns.iter().zip(&row.cells);
        columns.any(|(column, cell)| column.unit == unit && column.is_shown && cell.is_some())
    }

    /// The units that a person has changed in a row, those left out where the new edition has come to
    /// say the same. Columns for programs say nothing of that beside one for people: they stay behind
    /// while a person's value is kept, and are refreshed with it once both agree.
    fn changed_by_hand(
        &self,
        row: &Row,
        before: Option<&Published>,
        fresh: &[Value],
    ) -> BTreeSet<&str> {
        let mut changed = BTreeSet::new();
        // Of a tracker that does not say what was published, nobody can tell what was changed.
        let is_known = self.published.is_some();
        for (c, column) in self.columns.iter().enumerate() {
            let Some(held) = row.cells.get(c).and_then(Option::as_ref) else { continue };
            if !column.is_shown && self.has_shown(row, &column.unit) {
                continue;
            }
            let own = folded(&held.text);
            let is_as_published = match before {
                Some(before) => match before.cells.get(c).and_then(Option::as_ref) {
                    Some(published) => own == folded(published),
                    // A column that the last edition did not have.
                    None => own.is_empty(),
                },
                // A row that a person added: what is there is theirs.
                None => own.is_empty() || !is_known,
            };
            let is_agreed = fresh.get(c).is_some_and(|value| own == folded(&value.shown()));
            if held.is_formula || (!is_as_published && !held.is_merged && !is_agreed) {
                changed.insert(column.unit.as_str());
            }
        }
        changed
    }

    /// A row that is not in the new edition.
    fn gone(
        &self,
        at: usize,
        row: &Row,
        before: &Published,
        latest: &str,
        ids: &BTreeSet<String>,
        plan: &mut Plan,
    ) -> RowPlan {
        let mut made = RowPlan { fate: Fate::Gone, ..RowPlan::default() };
        let last = (self.called)(&before.last);
        made.mark = match (&self.unread, self.published.is_some()) {
            (Some(unread), _) => format!("Not found in {}: {unread}", self.edition),
            (None, true) if !last.is_empty() => format!("Not in {} (last in {last})", self.edition),
            (None, true) => format!("Not in {}", self.edition),
            (None, false) => format!("Not in {} (or added by hand)", self.edition),
        };
        if before.last == latest {
            let remark = self.unread.clone().unwrap_or_default();
            let kind = if self.unread.is_some() { Kind::NotFound } else { Kind::Gone };
            let entry = Entry::of(kind, Of::Row(at));
            plan.entries.push(Entry { remark, ..entry });
        }
        let mut cells: Vec<String> =
            before.cells.iter().map(|cell| cell.clone().unwrap_or_default()).collect();
        let id = cells.get(self.id).cloned().unwrap_or_default();
        // Another item has its id now: the two must be told apart the next time.
        if ids.contains(&id) && !id.is_empty() {
            let free = (1_u32..).map(|n| match (n, before.last.is_empty()) {
                (1, true) => format!("{id} (former)"),
                (1, false) => format!("{id} ({})", before.last),
                (n, _) => format!("{id} (former {n})"),
            });
            let is_free = |new: &String| {
                !ids.contains(new) && plan.gone.iter().all(|(c, _)| c.get(self.id) != Some(new))
            };
            let new = free.into_iter().find(is_free).unwrap_or(id);
            if row.cells.get(self.id).is_some_and(|c| c.as_ref().is_some_and(|c| !c.is_formula)) {
                made.set.push((self.id, Value::Text(new.clone())));
            }
            if let Some(cell) = cells.get_mut(self.id) {
                *cell = new;
            }
        }
        plan.gone.push((cells, before.last.clone()));
        made
    }
}

impl Row {
    fn texts(&self) -> Vec<Option<String>> {
        self.cells.iter().map(|cell| cell.as_ref().map(|c| c.text.clone())).collect()
    }
}

impl Entry {
    pub(crate) fn of(kind: Kind, of: Of) -> Self {
        Self {
            kind,
            of,
            column: None,
            held: String::new(),
            published: None,
            fresh: String::new(),
            remark: String::new(),
            item: None,
        }
    }
}

impl Plan {
    /// How many entries are of a kind.
    #[must_use]
    pub fn count(&self, is: impl Fn(Kind) -> bool) -> usize {
        self.entries.iter().filter(|entry| is(entry.kind)).count()
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map(Value::shown).unwrap_or_default()
}

/// The beginning of a text on one line.
fn short(text: &str) -> String {
    let line = folded(text);
    if line.chars().count() <= SHORT {
        return line;
    }
    line.chars().take(SHORT - 1).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
