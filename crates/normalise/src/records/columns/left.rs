//! What is left over once a table is known: columns that no heading gave a field, and fields that no column has.
//! Names of the profile that count only then come first, then what the cells are.

use super::HeaderCell;
use super::HeaderRow;
use super::beside::points;
use super::cells::{
    cells_below, counted_spans, dated, graded, is_amount, links, looks_like_refs, rated, ratings,
    scores, sentences, told, twin,
};
use super::editions::of_other;
use super::left_words::{
    AHEAD, ARROWS, CLOSED, ELSE, MOST_WORDS, NO_RESULT, RAISED, STARTS, WEIGHED,
};
use super::made::is_made;
use super::naming::{NAMED, WEAK, head, named};
use crate::profile::{Holds, ItemRule, Phrase, phrase};
use crate::records::refs;
use tablemend_model::{Cell, FieldKind, Table};

/// Gives the columns that are left the fields that are free.
pub(super) fn fill(table: &Table, row: u32, header: &mut HeaderRow, rule: &ItemRule) {
    let key = Holds::Field(rule.key);
    if rule.generic || header.columns(key).next().is_none() {
        return;
    }
    let left = Left { table, row, rule };
    let cells = &mut header.cells;
    left.move_ratings(cells);
    left.by_late_names(cells);
    left.by_dates(cells);
    left.by_posts(cells);
    left.by_grades(cells);
    left.by_arrows(cells);
    left.by_product(cells);
    left.by_severity(cells);
    left.by_figures(cells);
}

/// A table of a known family.
#[derive(Clone, Copy)]
struct Left<'t> {
    table: &'t Table,
    row: u32,
    rule: &'t ItemRule,
}

impl Left<'_> {
    fn kind(&self, field: usize) -> Option<FieldKind> {
        self.rule.kinds.get(field).copied()
    }

    fn is_kind(&self, holds: Option<Holds>, kind: FieldKind) -> bool {
        matches!(holds, Some(Holds::Field(f)) if self.kind(f) == Some(kind))
    }

    /// The field that these words name in the profile.
    fn field(&self, words: &str, kind: FieldKind) -> Option<usize> {
        named(&phrase(words), NAMED, self.rule).into_iter().find_map(|c| match c.holds {
            Holds::Field(f) if c.score > WEAK && self.kind(f) == Some(kind) => Some(f),
            _ => None,
        })
    }

    /// The only column that no field has of which this holds; `None` of none and of several.
    fn only(&self, cells: &[HeaderCell], test: impl Fn(&HeaderCell) -> bool) -> Option<usize> {
        let mut all = (0..cells.len()).filter(|at| is_left(&cells[*at]) && test(&cells[*at]));
        all.next().filter(|_| all.next().is_none())
    }

    /// Ratings under the name of a text are how weighty each is, where nothing else says it: `Risk` over `High`, `Low`.
    fn move_ratings(&self, cells: &mut [HeaderCell]) {
        let Some(scale) = self.rule.scales.first().map(|(field, _)| *field) else { return };
        if has(cells, scale) {
            return;
        }
        let is_rated = |c: &HeaderCell| {
            self.is_kind(c.holds, FieldKind::Text)
                && c.holds != Some(Holds::Field(self.rule.key))
                && !sentences(self.table, self.row, c.col)
                && graded(self.table, self.row, c.col)
                && ratings(self.table, self.row, c.col)
        };
        if let Some(cell) = cells.iter_mut().find(|c| is_rated(c)) {
            give(cell, scale);
        }
    }

    /// Names that count only here: the whole heading, its head, or its end under a heading of several columns.
    fn by_late_names(&self, cells: &mut [HeaderCell]) {
        for (field, name) in &self.rule.late {
            if has(cells, *field) {
                continue;
            }
            let is_named = |c: &HeaderCell| {
                is_left(c)
                    && (c.words == *name
                        || head(&c.words) == *name
                        || c.words.len() > name.len() && ends(&c.words, name))
                    && self.holds(c, *field)
            };
            // The whole heading goes before one that only ends so.
            let at = cells
                .iter()
                .position(|c| c.words == *name && is_named(c))
                .or_else(|| cells.iter().position(is_named));
            if let Some(at) = at {
                give(&mut cells[at], *field);
            }
        }
    }

    /// Whether the cells of a column can be what a field of its kind has.
    fn holds(&self, cell: &HeaderCell, field: usize) -> bool {
        let (table, row, col) = (self.table, self.row, cell.col);
        if self.rule.scales.iter().any(|(f, _)| *f == field) {
            return graded(table, row, col);
        }
        match self.kind(field) {
            Some(FieldKind::Text) => {
                !ratings(table, row, col)
                    && !dated(table, row, col)
                    && !told(table, row, col)
                    && !links(table, row, col)
            }
            Some(FieldKind::Number) => self.figures(col),
            Some(FieldKind::Posts | FieldKind::PostList) => {
                !sentences(table, row, col)
                    && !self.figures(col)
                    && !ratings(table, row, col)
                    && !told(table, row, col)
                    && looks_like_refs(table, row, col) != Some(true)
            }
            Some(FieldKind::Dates) => dated(table, row, col),
            Some(FieldKind::Status) => told(table, row, col) || graded(table, row, col),
            _ => false,
        }
    }

    /// Dates that no heading names: by the words of their heading when it was raised or is due, where the
    /// profile knows both; else when it is due.
    fn by_dates(&self, cells: &mut [HeaderCell]) {
        let raised = self.field("date raised", FieldKind::Dates);
        let due = self.field("due date", FieldKind::Dates);
        let key = Some(Holds::Field(self.rule.key));
        let name = cells.iter().filter(|c| c.holds == key).map(|c| c.col).min();
        // `ID | Date | Risk`: the day on which it was raised.
        let in_front = |c: &HeaderCell| {
            !self.rule.own.is_empty() && c.words.as_str() == "date" && name > Some(c.col)
        };
        for at in 0..cells.len() {
            let cell = &cells[at];
            if !is_left(cell)
                || in_front(cell)
                || cell.words.len() > MOST_WORDS
                || !dated(self.table, self.row, cell.col)
                    && !counted_spans(self.table, self.row, cell.col)
            {
                continue;
            }
            let says = |set: &[&str]| cell.words.words().any(|w| set.contains(&w));
            let is_period = cell.words.words().all(|w| w.chars().all(|c| c.is_ascii_digit()));
            let field = if says(&CLOSED) && !says(&AHEAD) || is_period {
                None
            } else if says(&RAISED) || is_made(cell) {
                raised.filter(|r| Some(*r) != due)
            } else if raised.is_some() && raised != due && !says(&AHEAD) {
                None
            } else {
                due.filter(|_| !says(&STARTS))
            };
            let is_other = |f: usize| of_other(&cell.words, f, self.rule);
            if let Some(field) = field.filter(|f| !has(cells, *f) && !is_other(*f)) {
                give(&mut cells[at], field);
            }
        }
    }

    /// Posts that no heading names, where nobody else has the items.
    fn by_posts(&self, cells: &mut [HeaderCell]) {
        let owner = self.rule.kinds.iter().enumerate().filter(|(_, k)| **k == FieldKind::Posts);
        let owner: Vec<usize> = owner.map(|(f, _)| f).collect();
        let main = self.field("owner", FieldKind::Posts);
        let Some(main) = main.filter(|f| owner.contains(f)) else { return };
        if has(cells, main) {
            return;
        }
        let is_other = |c: &HeaderCell| c.words.words().any(|w| ELSE.contains(&w));
        let found = self.only(cells, |c| c.col > 0 && !is_other(c) && self.posts(c.col));
        if let Some(at) = found {
            give(&mut cells[at], main);
        }
    }

    /// Whether most cells of a column are short and have a word of a post.
    fn posts(&self, col: u32) -> bool {
        const MOST_OF_POST: usize = 8;
        let (mut all, mut posts) = (0, 0);
        for cell in cells_below(self.table, self.row, col) {
            let text = cell.text.as_str();
            let is_head = |w: &str| {
                let word = w.to_lowercase();
                word == "cllr" || self.rule.heads.contains(word.as_str())
            };
            let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            all += 1;
            let is_post = words().count() <= MOST_OF_POST
                && text.starts_with(|c: char| c.is_uppercase())
                && words().any(is_head);
            posts += u32::from(is_post);
        }
        all > 1 && posts * 10 >= all * 8
    }

    /// Words of a scale that no heading names.
    fn by_grades(&self, cells: &mut [HeaderCell]) {
        let Some(scale) = self.rule.scales.first().map(|(field, _)| *field) else { return };
        if has(cells, scale) {
            return;
        }
        let is_other = |c: &HeaderCell| c.words.words().any(|w| WEIGHED.contains(&w));
        let found = self.only(cells, |c| {
            !is_other(c) && self.grades(c.col) && !told(self.table, self.row, c.col)
        });
        if let Some(at) = found {
            give(&mut cells[at], scale);
        }
    }

    /// Whether nearly all cells of a column are words of a scale, and there are two or more.
    fn grades(&self, col: u32) -> bool {
        // `H-001` is a reference, and `N/A` says that there is none.
        let is_none = |c: &Cell| matches!(c.text.as_str().to_lowercase().as_str(), "n/a" | "na");
        let is_code = |c: &Cell| {
            let text = c.text.as_str();
            text.starts_with(char::is_alphabetic)
                && text.ends_with(|c: char| c.is_ascii_digit())
                && !text.contains(char::is_whitespace)
                && refs::is_like(text)
        };
        let is_no_word = |c: &Cell| is_code(c) || is_none(c);
        if cells_below(self.table, self.row, col).any(is_no_word) {
            return false;
        }
        let all = cells_below(self.table, self.row, col).count();
        let told = cells_below(self.table, self.row, col)
            .filter(|c| c.text.as_str().contains(char::is_alphabetic))
            .count();
        told > 1 && told * 10 >= all * 8 && rated(self.table, self.row, col)
    }

    /// In a register, ratings that no heading names are the impact beside a likelihood without one, else the rating
    /// of the risk.
    fn by_severity(&self, cells: &mut [HeaderCell]) {
        let likelihood = self.field("likelihood", FieldKind::Number);
        let impact = self.field("impact score", FieldKind::Number);
        let rating = self.field("risk rating", FieldKind::Status);
        let (Some(likelihood), Some(impact), Some(rating)) = (likelihood, impact, rating) else {
            return;
        };
        let free = if has(cells, likelihood) && !has(cells, impact) { impact } else { rating };
        let is_told = twin(rating, self.rule).is_some_and(|score| has(cells, score));
        if has(cells, free) || free == rating && is_told {
            return;
        }
        let is_other =
            |c: &HeaderCell| c.words.words().any(|w| WEIGHED.contains(&w) || ELSE.contains(&w));
        if let Some(at) = self.only(cells, |c| !is_other(c) && self.grades(c.col)) {
            give(&mut cells[at], free);
        }
    }

    /// Arrows, or words for up and down, are the direction of travel.
    fn by_arrows(&self, cells: &mut [HeaderCell]) {
        let Some(field) = self.field("direction of travel", FieldKind::Text) else { return };
        if has(cells, field) {
            return;
        }
        if let Some(at) = self.only(cells, |c| self.arrows(c.col)) {
            give(&mut cells[at], field);
        }
    }

    /// Whether nearly all cells of a column are arrows, of more than one kind.
    fn arrows(&self, col: u32) -> bool {
        let (mut all, mut like) = (0, 0);
        let mut seen: Vec<&str> = Vec::new();
        for cell in cells_below(self.table, self.row, col) {
            let text = cell.text.as_str();
            all += 1;
            let is_arrow = !text.contains(char::is_alphanumeric)
                && text.contains(|c: char| ARROWS.contains(c));
            like += u32::from(is_arrow);
            if is_arrow && !seen.contains(&text) {
                seen.push(text);
            }
        }
        all > 1 && seen.len() > 1 && like * 10 >= all * 9
    }

    /// Of likelihood and impact the one that is missing, where its numbers times those of the other are the score.
    fn by_product(&self, cells: &mut [HeaderCell]) {
        let fill = self.rule.fill_from.iter();
        let Some(score) = fill.clone().find_map(|(status, _)| twin(*status, self.rule)) else {
            return;
        };
        let likelihood = self.field("likelihood", FieldKind::Number);
        let impact = self.field("impact score", FieldKind::Number);
        let (Some(likelihood), Some(impact)) = (likelihood, impact) else { return };
        let column = |cells: &[HeaderCell], field: usize| {
            cells.iter().find(|c| c.holds == Some(Holds::Field(field))).map(|c| c.col)
        };
        let Some(product) = column(cells, score) else { return };
        let (known, wanted) = match (column(cells, likelihood), column(cells, impact)) {
            (Some(known), None) => (known, impact),
            (None, Some(known)) => (known, likelihood),
            _ => return,
        };
        let number = |row: u32, col: u32| {
            let cell = self.table.cell_at(row, col).filter(|c| c.row() == row)?;
            cell.text.as_str().trim().parse::<u32>().ok()
        };
        let is_factor = |c: &HeaderCell| {
            let (mut all, mut like) = (0, 0);
            for row in self.row + 1..self.table.row_count() {
                let (Some(a), Some(b)) = (number(row, c.col), number(row, known)) else { continue };
                let Some(score) = number(row, product) else { continue };
                all += 1;
                like += u32::from(a * b == score);
            }
            all > 1 && like * 10 >= all * 9
        };
        // A text's name over the numbers is theirs: `Effect` over 5, 4, 3.
        let is_named = |c: &HeaderCell| {
            self.is_kind(c.holds, FieldKind::Text) && scores(self.table, self.row, c.col)
        };
        let at = cells.iter().position(|c| (is_left(c) || is_named(c)) && is_factor(c));
        if let Some(at) = at {
            give(&mut cells[at], wanted);
        }
    }

    /// Beside targets or where it began the only other column of figures is what was reached.
    fn by_figures(&self, cells: &mut [HeaderCell]) {
        let Some(field) = self.rule.series else { return };
        let lost = cells.iter().any(|c| c.lost == Some(Holds::Field(field)));
        if has(cells, field) || lost || !self.rule.own.iter().any(|f| has(cells, *f)) {
            return;
        }
        let is_other = |c: &HeaderCell| c.words.words().any(|w| NO_RESULT.contains(&w));
        if let Some(at) = self.only(cells, |c| !is_other(c) && self.figures(c.col)) {
            give(&mut cells[at], field);
        }
    }

    /// Whether most cells of a column are figures, with a unit or a sign at most.
    fn figures(&self, col: u32) -> bool {
        let (mut all, mut like) = (0, 0);
        for cell in cells_below(self.table, self.row, col) {
            let text = cell.text.as_str();
            if !text.contains(char::is_alphanumeric) {
                continue;
            }
            let text = text.trim_start_matches(|c: char| !c.is_ascii_digit() && !c.is_alphabetic());
            let is_short = text.split_whitespace().count() <= 2;
            all += 1;
            like += u32::from(
                is_amount(text) || is_short && text.starts_with(|c: char| c.is_ascii_digit()),
            );
        }
        all > 1 && like * 10 >= all * 7 && !dated(self.table, self.row, col)
    }
}

/// Whether no field has a column, and none lost it to another of its series.
fn is_left(cell: &HeaderCell) -> bool {
    cell.holds.is_none() && cell.lost.is_none() && cell.colspan == 1 && !points(cell)
}

fn has(cells: &[HeaderCell], field: usize) -> bool {
    cells.iter().any(|c| c.holds == Some(Holds::Field(field)))
}

fn give(cell: &mut HeaderCell, field: usize) {
    cell.late = true;
    (cell.score, cell.rank, cell.holds) = (WEAK, 0, Some(Holds::Field(field)));
}

/// Whether words end in others.
fn ends(words: &Phrase, name: &Phrase) -> bool {
    words.words().skip(words.len() - name.len()).eq(name.words())
}
