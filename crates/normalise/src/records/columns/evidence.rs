//! Tables whose headings no rule of a profile takes, and whose cells leave no doubt of what they are.

use super::beside::points;
use super::cells::{
    cells_below, counted_spans, dated, graded, looks_like_refs, numbers, ratings, repeats,
    sentences, shares, suits, told, twin,
};
use super::claims::yield_claims;
use super::deeds::{FEWEST_ROWS, are_deeds, are_posts, is_each_another};
use super::kinds::find_refs;
use super::leading::are_names;
use super::left_words::{AHEAD, CLOSED, ELSE, RAISED, STARTS};
use super::made::is_made;
use super::naming::NAMED;
use super::others::is_other;
use super::payments::are_payments;
use super::progress::{halves, progresses, runs};
use super::things::are_things;
use super::{CLOSE, HeaderCell, HeaderRow, doubts, header_row, left, nearness};
use crate::profile::{Holds, ItemRule, phrase};
use tablemend_model::{FieldKind, Table, languages};

/// Rows below a heading among which known headings of the same table are looked for.
const ROWS_TO_HEADINGS: usize = 12;

/// Takes the columns of a table by their cells where these prove what its rows are; says whether they do.
fn proves(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) -> bool {
    let below = table.row_count().saturating_sub(row + 1) as usize;
    if rule.generic || below < FEWEST_ROWS || claims.len() < 2 {
        return false;
    }
    let proof = Proof { table, row, rule };
    proof.is_plan(claims) || proof.is_register(claims)
}

/// Whether a heading without a field is that of what another family of documents lists: the table is of those.
pub(super) fn lists_others(claims: &[HeaderCell]) -> bool {
    let is_others =
        |c: &HeaderCell| c.holds.is_none() && c.words.words().any(languages::is_of_another_list);
    claims.iter().any(is_others)
}

/// The header of a table that no rule takes by its headings, where its cells prove what its rows are.
pub(super) fn header(
    table: &Table,
    row: u32,
    mut claims: Vec<HeaderCell>,
    rule: &ItemRule,
) -> Option<HeaderRow> {
    if claims.iter().any(|c| is_data(c, table.header_rows() > row)) {
        return None;
    }
    // What is over headings that are known, a group and whoever answers for it, heads no items.
    let mut below = (row + 1..table.row_count()).take(ROWS_TO_HEADINGS);
    if !proves(table, row, &mut claims, rule) || below.any(|r| header_row(table, r, rule).is_some())
    {
        return None;
    }
    yield_claims(table, row, &mut claims, rule);
    if is_other(table, row, &claims, rule)
        || are_things(table, row, &claims, rule)
        || are_payments(table, row, &claims, rule)
    {
        return None;
    }
    let over = table.heads.first().map(|head| phrase(head));
    let is_about = nearness(table, rule) >= CLOSE;
    // Another profile that knows its headings has it.
    let mut header =
        HeaderRow { is_about, is_judged: true, over, ..HeaderRow::named(table, claims) };
    find_refs(table, row, &mut header);
    left::fill(table, row, &mut header, rule);
    doubts::mark_assumed(&mut header, rule);
    header.doubts = doubts::doubts(table, row, &header, rule);
    Some(header)
}

/// Words of a heading in a row that nothing marks as a header row, at most.
const WORDS_OF_HEADING: usize = 5;

/// Whether a cell on top is data rather than a heading: a day, and where nothing marks the row as a header
/// row, a sentence or anything with figures.
fn is_data(cell: &HeaderCell, is_marked: bool) -> bool {
    let is_dated = tablemend_dates::month_in(&cell.printed).is_some();
    let is_plain = || {
        cell.printed.split_whitespace().count() <= WORDS_OF_HEADING
            && !cell.printed.contains(|c: char| c.is_ascii_digit())
    };
    is_dated || !is_marked && !is_plain()
}

/// A table under a profile.
#[derive(Clone, Copy)]
struct Proof<'t> {
    table: &'t Table,
    row: u32,
    rule: &'t ItemRule,
}

impl Proof<'_> {
    fn kind(&self, cell: &HeaderCell) -> Option<FieldKind> {
        match cell.holds {
            Some(Holds::Field(f)) => self.rule.kinds.get(f).copied(),
            _ => None,
        }
    }

    /// The position of the column that a heading names as one of this kind, or else the only one of no known heading that has
    /// such cells.
    fn column(
        &self,
        claims: &[HeaderCell],
        kind: FieldKind,
        has: impl Fn(&HeaderCell) -> bool,
    ) -> Option<usize> {
        let named = claims.iter().position(|c| {
            let is_it = c.score >= NAMED
                && self.kind(c) == Some(kind)
                && !(kind == FieldKind::Dates && is_made(c));
            let posts_as_dates =
                || kind == FieldKind::Dates && are_posts(self.table, self.row, c.col, self.rule);
            is_it
                && c.holds.is_some_and(|h| suits(self.table, self.row, c.col, h, self.rule))
                && !posts_as_dates()
        });
        named.or_else(|| {
            let is_free = |c: &HeaderCell| {
                // `Situation` over `Green`, `Red` is no text.
                let is_open = c.holds.is_none()
                    || self.kind(c) == Some(kind)
                    || kind == FieldKind::Status && self.kind(c) == Some(FieldKind::Text)
                    || matches!(
                        self.kind(c),
                        Some(FieldKind::Dates | FieldKind::Posts | FieldKind::Status)
                    );
                is_open && c.lost.is_none() && c.colspan == 1 && !points(c)
            };
            let mut all = (0..claims.len()).filter(|at| is_free(&claims[*at]) && has(&claims[*at]));
            all.next().filter(|_| all.next().is_none())
        })
    }

    /// Deeds that somebody is to do, by when or how far it is: two of the three, or one under a heading that
    /// speaks of such items.
    fn is_plan(&self, claims: &mut [HeaderCell]) -> bool {
        let (table, row, rule) = (self.table, self.row, self.rule);
        let pairs =
            |wanted: FieldKind| rule.pair.iter().any(|f| rule.kinds.get(*f) == Some(&wanted));
        if !rule.own.is_empty() || !pairs(FieldKind::Posts) || !pairs(FieldKind::Dates) {
            return false;
        }
        let says = |c: &HeaderCell, set: &[&str]| c.words.words().any(|w| set.contains(&w));
        if claims.iter().any(|c| c.words.words().last().is_some_and(languages::is_of_no_plan)) {
            return false;
        }
        if lists_others(claims) {
            return false;
        }
        let key = Holds::Field(rule.key);
        let may_be = |c: &HeaderCell| {
            c.holds == Some(key)
                || c.lost.is_none()
                    && c.holds
                        .is_none_or(|_| c.score < NAMED && self.kind(c) == Some(FieldKind::Text))
        };
        let Some(deeds) = claims.iter().position(|c| may_be(c) && are_deeds(table, row, c.col))
        else {
            return false;
        };
        let when = self.column(claims, FieldKind::Dates, |c| {
            let is_past = (says(c, &CLOSED) || says(c, &RAISED)) && !says(c, &AHEAD);
            !is_past
                && !is_made(c)
                && !says(c, &STARTS)
                && (dated(table, row, c.col) || counted_spans(table, row, c.col))
        });
        let who = self.column(claims, FieldKind::Posts, |c| {
            !says(c, &ELSE) && c.col > 0 && are_posts(table, row, c.col, rule)
        });
        let far = self.column(claims, FieldKind::Status, |c| {
            let is_done = c.words.words().any(languages::asks_if_done) && halves(table, row, c.col);
            let is_told = told(table, row, c.col) && !runs(table, row, c.col);
            (progresses(table, row, c.col) || is_told || is_done) && !shares(table, row, c.col)
        });
        // `Recommendation | Management response`: what became of each is told.
        let answers = |c: &HeaderCell| {
            c.col > claims[deeds].col
                && sentences(table, row, c.col)
                && (c.words.words().last().is_some_and(languages::is_reply)
                    || c.words.as_str().contains("action taken"))
        };
        let is_named = claims[deeds].score >= NAMED && claims[deeds].holds == Some(key);
        let is_answered = is_named && claims.len() <= 3 && claims.iter().any(answers);
        let found = [when, who, far];
        let said = found.iter().flatten().filter(|at| **at != deeds).count();
        let mut count = said;
        // A heading with the name of such items, or one close over the table, says as much as one of them.
        let has_word = |word: &str| {
            let mut all = rule.synonyms.get(word).into_iter().flatten();
            all.any(|s| s.holds == key && s.words.len() == 1)
        };
        count += usize::from(
            claims[deeds].words.words().any(has_word) || nearness(table, rule) >= CLOSE,
        );
        // What came of each, under a name of its own.
        let tells = |c: &HeaderCell| {
            let is_text = self.kind(c) == Some(FieldKind::Text) && c.holds != Some(key);
            c.score >= NAMED && is_text && sentences(table, row, c.col)
        };
        count += usize::from(said > 0 && claims.iter().any(tells));
        // How much work, and what it is good for.
        let is_weight = |c: &&HeaderCell| {
            (weighs_work(c) || c.words.as_str() == "impact") && graded(table, row, c.col)
        };
        count += usize::from(claims.iter().filter(is_weight).count() > 1) * 2;
        let in_front = |c: &HeaderCell| {
            c.col < claims[deeds].col
                && c.holds != Some(Holds::Ref)
                && ![when, who, far].contains(&claims.iter().position(|o| o.col == c.col))
                && are_names(table, row, c.col)
                && !sentences(table, row, c.col)
        };
        // What is in front names the rows, and the deeds are said of it, unless they are due or followed.
        let is_owned_alone = said < 2 && when.is_none() && far.is_none();
        if count < 2 && !is_answered || is_owned_alone && claims.iter().any(in_front) {
            return false;
        }
        let field = |kind: FieldKind| {
            let mut all = rule.pair.iter().copied();
            all.find(|f| rule.kinds.get(*f) == Some(&kind)).map(Holds::Field)
        };
        for cell in claims.iter_mut().filter(|c| c.holds == Some(key)) {
            (cell.score, cell.holds) = (0, None);
        }
        for (at, kind) in
            [(when, FieldKind::Dates), (who, FieldKind::Posts), (far, FieldKind::Status)]
        {
            let Some(at) = at.filter(|at| *at != deeds) else { continue };
            if claims[at].score < NAMED {
                (claims[at].score, claims[at].holds) = (NAMED, field(kind));
            }
        }
        (claims[deeds].score, claims[deeds].holds) = (NAMED, Some(key));
        true
    }

    /// Numbers of which two make the third, or levels twice beside each other under a heading of risks, behind a text
    /// that is another in each row.
    fn is_register(&self, claims: &mut [HeaderCell]) -> bool {
        let (table, row, rule) = (self.table, self.row, self.rule);
        let found = rule.fill_from.iter().find_map(|(status, _)| twin(*status, rule));
        let Some(score) = found else { return false };
        let mut factors = (0..rule.kinds.len())
            .filter(|f| *f != score && rule.kinds.get(*f) == Some(&FieldKind::Number));
        let (Some(first), Some(second)) = (factors.next(), factors.next()) else { return false };
        let is_factor = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if [first, second, score].contains(&f));
        // Numbers under the name of a text are none: `Harm` over 4, 5.
        let is_misnamed =
            |c: &HeaderCell| self.kind(c) == Some(FieldKind::Text) && numbers(table, row, c.col);
        let is_free = |c: &HeaderCell| {
            let is_open = c.holds.is_none() || is_factor(c) || is_misnamed(c);
            is_open && c.lost.is_none() && c.colspan == 1
        };
        let is_about = nearness(table, rule) >= CLOSE;
        let is_said = is_about || claims.iter().any(|c| c.score >= NAMED && is_factor(c));
        if !is_said {
            return false;
        }
        let product = (0..claims.len()).find_map(|at| {
            let (a, b) = (claims.get(at)?, claims.get(at + 1)?);
            let c = claims
                .iter()
                .skip(at + 2)
                .find(|c| is_free(c) && self.is_product(c.col, (a.col, b.col)))?;
            (is_free(a) && is_free(b)).then(|| (at, at + 1, Some(c.col)))
        });
        let levels = || {
            let pair = |at: &usize| {
                let is_level =
                    |c: &HeaderCell| is_free(c) && !weighs_work(c) && graded(table, row, c.col);
                claims.get(*at).is_some_and(is_level) && claims.get(*at + 1).is_some_and(is_level)
            };
            let is_named = |at: &usize, f: usize| {
                claims
                    .get(*at)
                    .is_some_and(|c| c.score >= NAMED && c.holds == Some(Holds::Field(f)))
            };
            let both = |at: &usize| {
                let (one, two) = (is_named(at, first), is_named(at, second));
                one && is_named(&(at + 1), second) || two && is_named(&(at + 1), first)
            };
            let at = (0..claims.len()).find(|at| pair(at) && (is_about || both(at)))?;
            Some((at, at + 1, None))
        };
        let Some((a, b, product)) = product.or_else(levels) else { return false };
        let key = Holds::Field(rule.key);
        let is_name = |c: &&HeaderCell| {
            (c.holds.is_none() || c.holds == Some(key))
                && c.lost.is_none()
                && c.col < claims[a].col
                && self.are_texts(c.col)
        };
        let Some(name) = claims.iter().find(is_name).map(|c| c.col) else { return false };
        for cell in claims.iter_mut() {
            if cell.col == name {
                (cell.score, cell.holds) = (NAMED, Some(key));
            } else if cell.holds == Some(key) {
                (cell.score, cell.holds) = (0, None);
            } else if Some(cell.col) == product {
                (cell.score, cell.holds) = (NAMED, Some(Holds::Field(score)));
            }
        }
        // What a heading names stays; where neither does, how likely it is comes first.
        let holds = |at: usize| match claims[at].holds {
            Some(Holds::Field(f)) if f == first || f == second => Some(f),
            _ => None,
        };
        let other = |f: usize| if f == first { second } else { first };
        let (one, two) = match (holds(a), holds(b)) {
            (Some(f), _) => (f, other(f)),
            (None, Some(f)) => (other(f), f),
            (None, None) => (first, second),
        };
        (claims[a].score, claims[a].holds) = (NAMED, Some(Holds::Field(one)));
        (claims[b].score, claims[b].holds) = (NAMED, Some(Holds::Field(two)));
        true
    }

    /// Whether the cells of a column are texts, each another, and no refs.
    fn are_texts(&self, col: u32) -> bool {
        let (table, row) = (self.table, self.row);
        looks_like_refs(table, row, col) != Some(true)
            && !numbers(table, row, col)
            && !ratings(table, row, col)
            && !repeats(table, row, col)
            && !dated(table, row, col)
            && is_each_another(table, row, col)
            && (sentences(table, row, col) || scripts_without_blanks(table, row, col))
    }

    /// Whether a column has the numbers of two others multiplied, all of them small, and not the same throughout.
    fn is_product(&self, col: u32, (first, second): (u32, u32)) -> bool {
        const LARGEST: u32 = 10;
        let number = |r: u32, col: u32| {
            let cell = self.table.cell_at(r, col).filter(|c| c.row() == r)?;
            cell.text.as_str().trim().parse::<u32>().ok()
        };
        let (mut all, mut same) = (0_usize, 0_usize);
        let mut seen: Vec<u32> = Vec::new();
        for r in self.row + 1..self.table.row_count() {
            let (Some(a), Some(b), Some(c)) = (number(r, first), number(r, second), number(r, col))
            else {
                continue;
            };
            all += 1;
            same += usize::from(a <= LARGEST && b <= LARGEST && a.checked_mul(b) == Some(c));
            if !seen.contains(&c) {
                seen.push(c);
            }
        }
        all >= FEWEST_ROWS && same * 10 >= all * 9 && seen.len() > 1
    }
}

/// Whether a heading weighs work, not risks: `Effort`, `Value`, `Priority`.
fn weighs_work(cell: &HeaderCell) -> bool {
    const WORK: [&str; 10] = [
        "effort",
        "value",
        "priority",
        "complexity",
        "benefit",
        "cost",
        "urgency",
        "size",
        "confidence",
        "ease",
    ];
    cell.words.words().any(|w| WORK.contains(&w))
}

/// Whether most cells of a column are long in a script that has no blanks between words.
fn scripts_without_blanks(table: &Table, row: u32, col: u32) -> bool {
    const FEWEST: usize = 5;
    let is_of_one = |c: char| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let all = cells_below(table, row, col).count();
    let long = cells_below(table, row, col)
        .filter(|c| c.text.as_str().chars().filter(|c| is_of_one(*c)).count() >= FEWEST)
        .count();
    all > 1 && long * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_on_top_is_no_heading() {
        for (printed, marked, unmarked) in [
            ("Holder", false, false),
            ("Who will see to it", false, false),
            ("31st March 2026", true, true),
            ("Mend the gate and paint the rail of the quay", false, true),
            ("Bell 7", false, true),
        ] {
            let cell = HeaderCell::new(0, 1, phrase(printed), printed.to_owned());
            assert_eq!(
                (is_data(&cell, true), is_data(&cell, false)),
                (marked, unmarked),
                "{printed}"
            );
        }
    }
}
