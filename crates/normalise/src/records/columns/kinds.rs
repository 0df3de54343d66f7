//! What a column is by its cells, where its heading alone would mislead.

use super::HeaderCell;
use super::HeaderRow;
use super::backlog::is_story;
use super::beside::{is_source, points};
use super::cells::{
    REF_NOUNS, answers, blank, cells_below, codes, counted, counted_spans, dated, is_brief, links,
    looks_like_refs, measures, mostly_numbers, numbered, numbers, parts_of_parts, rated, ratings,
    remarks, repeated, scores, sentences, shares, signed, told, twin, verdicts,
};
use super::deeds::are_deeds;
use super::editions::of_other;
use super::leading::{THINGS, are_names};
use super::naming::{Candidate, NAMED, WEAK, WHOLE, candidates, named};
use super::series::is_period;
use crate::profile::{Holds, ItemRule, Phrase};
use tablemend_model::{FieldKind, Table};

/// A status over bare numbers is the field that has its number (`Risk rating` over 4, 9, 16), where
/// no other column has that.
pub(super) fn as_number(
    table: &Table,
    row: u32,
    at: usize,
    claims: &mut [HeaderCell],
    rule: &ItemRule,
) {
    let Some(Holds::Field(field)) = claims[at].holds else { return };
    let Some(twin) = twin(field, rule).map(Holds::Field) else { return };
    let is_free = claims.iter().all(|c| c.holds != Some(twin) || c.rated);
    if !scores(table, row, claims[at].col) {
        return;
    }
    let own = candidates(&claims[at].words, &claims[at].printed, rule);
    let is_number = |c: &&Candidate| match c.holds {
        Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Number),
        _ => false,
    };
    if let Some(found) = own.iter().find(is_number) {
        let cell = &mut claims[at];
        (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(found.holds));
        cell.rated = true;
    } else if is_free {
        claims[at].holds = Some(twin);
        claims[at].rated = true;
    }
}

/// A column of bare numbers is no text of an item: `Risk factor` over 12, 18 is its score.
pub(super) fn as_measured(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Holds::Field(rule.key);
    let is_number = |holds: Holds| match holds {
        Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Number),
        _ => false,
    };
    let mut measured = Vec::new();
    for (at, cell) in claims.iter_mut().enumerate().filter(|(_, c)| c.holds == Some(key)) {
        if !mostly_numbers(table, row, cell.col) {
            continue;
        }
        let all = candidates(&cell.words, &cell.printed, rule);
        let found = all.iter().find(|c| is_number(c.holds));
        (cell.score, cell.rank, cell.holds) =
            found.map_or((0, 0, None), |c| (c.score, c.rank, Some(c.holds)));
        measured.extend(found.is_none().then_some(at));
    }
    // `Risk (P*I)` beside the item itself is the number that its rating is told by.
    let score = rule.fill_from.iter().find_map(|(status, _)| twin(*status, rule));
    let Some(score) = score.map(Holds::Field) else { return };
    if let [at] = measured.as_slice()
        && claims.iter().all(|c| c.holds != Some(score))
    {
        claims[*at].holds = Some(score);
    }
}

/// What comes of an item is not its name where a name of its own is in front: behind who, when and how
/// far (`Phase | Status | Key deliverables`), or behind what is done (`Test activity | Deliverable`). Nor
/// is what comes next with it (`Item | Owner | Next action`).
pub(super) fn leave_results(claims: &mut [HeaderCell], rule: &ItemRule) {
    const RESULTS: [&str; 5] = ["deliverable", "output", "result", "product", "milestone"];
    const DONE: [&str; 8] =
        ["action", "activity", "task", "step", "initiative", "intervention", "work", "story"];
    let key = Some(Holds::Field(rule.key));
    let is_told = |c: &HeaderCell| says_how_far(c, rule);
    let Some(name) = claims.iter().position(|c| c.holds == key) else { return };
    let is_done = claims[name].words.words().last().is_some_and(|w| DONE.contains(&w));
    let (first, name) = (name, claims[name].col);
    for at in 0..claims.len() {
        let cell = &mut claims[at];
        if cell.holds != key || cell.col <= name {
            continue;
        }
        let is_result = cell.words.words().last().is_some_and(|w| RESULTS.contains(&w));
        if is_done && is_result {
            (cell.score, cell.holds) = (0, None);
            claims[first].score = claims[first].score.max(NAMED);
        }
    }
    let Some(told) = claims.iter().filter(|c| c.col > name && is_told(c)).map(|c| c.col).min()
    else {
        return;
    };
    for cell in claims.iter_mut().filter(|c| c.holds == key && c.col > told) {
        let is_result = cell.words.words().last().is_some_and(|w| RESULTS.contains(&w));
        if is_result || cell.words.first() == "next" {
            (cell.score, cell.holds) = (0, None);
        }
    }
}

/// What an item depends on is not its name, where a column in front names each row:
/// `Component | Owner | Key dependencies`.
pub(super) fn leave_properties(
    table: &Table,
    row: u32,
    claims: &mut [HeaderCell],
    rule: &ItemRule,
) {
    const PROPERTIES: [&str; 7] = [
        "dependency",
        "constraint",
        "limitation",
        "prerequisite",
        "blocker",
        "impediment",
        "uncertainty",
    ];
    let key = Some(Holds::Field(rule.key));
    let is_near = |c: &HeaderCell| c.holds == key && c.score < NAMED && c.score > WEAK;
    let last_is = |c: &HeaderCell, is: &dyn Fn(&str) -> bool| {
        c.holds == key && c.words.words().last().is_some_and(is)
    };
    // `Keep`, `Drop` are what is decided of the thing in front.
    let may_be = |w: &str| PROPERTIES.contains(&w) || w == "decision";
    if !claims.iter().any(|c| is_near(c) || last_is(c, &may_be)) {
        return;
    }
    let Some(name) = claims
        .iter()
        .filter(|c| c.holds.is_none() || c.holds == key)
        .find(|c| !verdicts(table, row, c.col) && !ratings(table, row, c.col))
        .map(|c| c.col)
    else {
        return;
    };
    // Behind two columns that tell each row in sentences a heading that only ends like a name tells one thing more:
    // `Current behaviour | Proposed change | Migration risk`.
    let told: Vec<u32> = claims
        .iter()
        .filter(|c| {
            c.holds.is_none() && sentences(table, row, c.col) && !repeated(table, row, c.col)
        })
        .map(|c| c.col)
        .collect();
    for cell in claims.iter_mut().filter(|c| is_near(c)) {
        if !rule.own.is_empty() && told.iter().filter(|col| **col < cell.col).count() > 1 {
            (cell.score, cell.holds) = (0, None);
        }
    }
    for cell in claims.iter_mut().filter(|c| c.col > name) {
        let col = cell.col;
        let is_one = |w: &str| PROPERTIES.contains(&w) || may_be(w) && verdicts(table, row, col);
        if last_is(cell, &is_one) {
            (cell.score, cell.holds) = (0, None);
        }
    }
}

/// A column of ratings is no text of an item where another column may be (`Risk` over `High`, `Low`
/// beside `Hazard`): it rates it, where nothing else does.
pub(super) fn as_rated(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Holds::Field(rule.key);
    let status = rule.kinds.iter().position(|k| *k == FieldKind::Status).map(Holds::Field);
    for at in 0..claims.len() {
        let is_told = claims[at].holds == Some(key)
            && claims.iter().filter(|c| c.holds == Some(key)).count() > 1
            && ratings(table, row, claims[at].col)
            && verdicts(table, row, claims[at].col);
        if !is_told {
            continue;
        }
        let free = status.filter(|s| claims.iter().all(|c| c.holds != Some(*s)));
        (claims[at].score, claims[at].holds) = (0, free);
    }
}

/// Where the name of the main field is over ratings alone and what is done about it is named, the names right in front are
/// what is rated: `Attack vector | Risk | Mitigation` over `Low`, `High`.
pub(super) fn as_rated_names(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let Some(status) = rule.kinds.iter().position(|k| *k == FieldKind::Status) else { return };
    if rule.fill_from.is_empty() || claims.iter().filter(|c| c.holds == key).count() != 1 {
        return;
    }
    let is_answer = |c: &HeaderCell| {
        c.holds != key
            && c.score >= NAMED
            && matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Text))
            && sentences(table, row, c.col)
    };
    let is_rating = |c: &HeaderCell| c.holds == key && c.score >= NAMED && rated(table, row, c.col);
    let Some(by) = claims.iter().position(is_rating) else { return };
    if !claims.iter().any(is_answer) {
        return;
    }
    let rating = claims[by].col;
    let is_name = |c: &HeaderCell| {
        c.holds.is_none()
            && c.col + 1 == rating
            && c.colspan == 1
            && !ratings(table, row, c.col)
            && !repeated(table, row, c.col)
            && looks_like_refs(table, row, c.col) != Some(true)
    };
    let Some(at) = claims.iter().position(is_name) else { return };
    let is_free = claims.iter().all(|c| c.holds != Some(Holds::Field(status)));
    (claims[by].score, claims[by].holds) =
        if is_free { (NAMED, Some(Holds::Field(status))) } else { (0, None) };
    (claims[at].score, claims[at].holds) = (NAMED, key);
}

/// Who has an item is no yes or no: `Owner` over ticks says what an owner may do.
pub(super) fn leave_answers(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_posts = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => {
            matches!(rule.kinds.get(f), Some(FieldKind::Posts | FieldKind::PostList))
        }
        _ => false,
    };
    for cell in claims.iter_mut().filter(|c| is_posts(c)) {
        if answers(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// A heading that only ends in `status` over sentences that say nothing of how far anything is names what is in
/// front of that word, or nothing: `Mitigation status` over what is done.
pub(super) fn leave_remarks(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    for at in 0..claims.len() {
        let Some(Holds::Field(field)) = claims[at].holds else { continue };
        let is_status = rule.kinds.get(field) == Some(&FieldKind::Status);
        if !is_status || claims[at].score >= WHOLE || !remarks(table, row, claims[at].col) {
            continue;
        }
        let words: Vec<&str> = claims[at].words.words().collect();
        let front: Phrase = words[..words.len() - 1].iter().copied().collect();
        let taken: Vec<Option<Holds>> = claims.iter().map(|c| c.holds).collect();
        let is_text = |c: &Candidate| matches!(c.holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Text));
        let found = named(&front, NAMED, rule)
            .into_iter()
            .find(|c| is_text(c) && c.score >= NAMED && !taken.contains(&Some(c.holds)));
        let cell = &mut claims[at];
        (cell.score, cell.rank, cell.holds) =
            found.map_or((0, 0, None), |c| (c.score, c.rank, Some(c.holds)));
    }
}

/// A column of dates is no text of an item: `Milestone` over `May 2025` says when.
pub(super) fn as_dates(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Holds::Field(rule.key);
    let is_date = |holds: Holds| match holds {
        Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Dates),
        _ => false,
    };
    // `ID | Date | Risk`: the day in front is that on which it was raised, not that of a review.
    let name = claims.iter().filter(|c| c.holds == Some(key)).map(|c| c.col).min();
    let is_raised = |c: &HeaderCell| {
        !rule.own.is_empty() && c.words.as_str() == "date" && name.is_some_and(|name| c.col < name)
    };
    for cell in claims.iter_mut().filter(|c| c.holds.is_some_and(is_date)) {
        if cell.score >= NAMED && is_raised(cell) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
    // Nor is `Closed?`, `Open or closed` over words of a status.
    for cell in claims.iter_mut().filter(|c| c.holds.is_some_and(is_date)) {
        let is_state = cell.words.words().any(|w| matches!(w, "closed" | "resolved" | "open"));
        if is_state && told(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
    // `Logged` over `H-001` is no date.
    for cell in claims.iter_mut().filter(|c| c.holds.is_some_and(is_date)) {
        // Nor is `Target`, `Completion` over `65%`.
        if codes(table, row, cell.col) || measures(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
    // Where no heading says when, the first column of dates does: `Planned`.
    const FORMER: [&str; 13] = [
        "from",
        "actual",
        "start",
        "started",
        "created",
        "raised",
        "opened",
        "logged",
        "identified",
        "updated",
        "closed",
        "completed",
        "reported",
    ];
    // A row of items is no header: something else is named there, and a heading is no day.
    let is_named = claims.iter().any(|c| c.score >= NAMED && c.holds.is_some());
    if is_named && !claims.iter().any(|c| c.holds.is_some_and(is_date)) {
        let field = rule.kinds.iter().position(|k| *k == FieldKind::Dates);
        let date = field.map(Holds::Field);
        let is_other = |c: &HeaderCell| field.is_some_and(|f| of_other(&c.words, f, rule));
        let is_free = |c: &&mut HeaderCell| {
            c.holds.is_none()
                && c.words.len() <= 2
                && !is_raised(c)
                && !is_other(c)
                && !c.words.words().any(|w| FORMER.contains(&w))
                && !c.printed.chars().any(|c| c.is_ascii_digit())
                && dated(table, row, c.col)
        };
        if let (Some(date), Some(cell)) = (date, claims.iter_mut().find(is_free)) {
            (cell.score, cell.holds) = (NAMED, Some(date));
        }
    }
    for cell in claims.iter_mut().filter(|c| c.holds == Some(key)) {
        if !dated(table, row, cell.col) {
            continue;
        }
        let all = candidates(&cell.words, &cell.printed, rule);
        if let Some(found) = all.iter().find(|c| is_date(c.holds)) {
            (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(found.holds));
        }
    }
}

/// Whether a column has one text of three words or more again and again, which is a name rather than how far
/// anything is: `Progress Card Box`.
fn is_one_name(table: &Table, row: u32, col: u32) -> bool {
    let mut texts = cells_below(table, row, col).map(|c| c.text.as_str());
    let Some(first) = texts.next() else { return false };
    first.split_whitespace().count() > 2 && texts.all(|t| t == first)
}

/// Where no heading names a status, a column that is told by words or colours of statuses alone is one:
/// of no known heading or none (`How are we doing?` over `Green`), else of progress (`Progress` over
/// `On track`).
pub(super) fn as_status(table: &Table, row: u32, claims: &mut Vec<HeaderCell>, rule: &ItemRule) {
    let kind = |holds: Option<Holds>| match holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let Some(status) = rule.kinds.iter().position(|k| *k == FieldKind::Status) else { return };
    let key = Some(Holds::Field(rule.key));
    // A heading that says nothing, over statuses alone, goes before one that names a text.
    // Shares (`40%`) are results as often as not.
    let tells =
        |col: u32| (told(table, row, col) || signed(table, row, col)) && !shares(table, row, col);
    // `Delivered` over `Yep`, `Nope` beside `Status badge` over `Green`.
    let is_weak = |c: &HeaderCell| c.score == WEAK && !tells(c.col);
    let status_claims = || claims.iter().filter(|c| kind(c.holds) == Some(FieldKind::Status));
    if status_claims().any(|c| !is_weak(c))
        || status_claims().next().is_some()
            && !claims.iter().any(|c| c.holds.is_none() && tells(c.col))
    {
        return;
    }
    for cell in claims.iter_mut().filter(|c| kind(c.holds) == Some(FieldKind::Status)) {
        (cell.score, cell.holds) = (0, None);
    }
    let is_free =
        |c: &&mut HeaderCell| c.holds.is_none() && tells(c.col) && !is_one_name(table, row, c.col);
    if let Some(cell) = claims.iter_mut().find(is_free) {
        cell.holds = Some(Holds::Field(status));
        // `Status badge`: cells and a word of the heading say the same.
        let is_word = |word: &str| {
            let mut all = rule.synonyms.get(word).into_iter().flatten();
            all.any(|s| Some(s.holds) == cell.holds && !s.weak && s.words.len() == 1)
        };
        if cell.words.words().any(is_word) {
            cell.score = NAMED;
        }
        return;
    }
    let is_over = |c: &HeaderCell, col: u32| (c.col..c.col + c.colspan).contains(&col);
    let unnamed = (0..table.column_count())
        .filter(|col| !claims.iter().any(|c| is_over(c, *col)))
        .find(|col| tells(*col));
    if let Some(col) = unnamed {
        claims.push(HeaderCell::unnamed(col, Holds::Field(status)));
        return;
    }
    // Signs in front of the words of a column, or behind them, under its heading.
    for cell in claims.iter_mut().filter(|c| c.colspan > 1) {
        let (first, last) = (cell.col, cell.col + cell.colspan - 1);
        let Some(col) = [first, last].into_iter().find(|col| tells(*col)) else { continue };
        (cell.col, cell.colspan) = (if col == first { first + 1 } else { first }, cell.colspan - 1);
        claims.push(HeaderCell::unnamed(col, Holds::Field(status)));
        return;
    }
    // A heading that begins over the signs and has its words in the next column: `Ref` over `●`, `1.1`.
    let is_bare = |c: &HeaderCell| c.holds.is_some() && tells(c.col) && blank(table, row, c.col);
    if let Some(at) = claims.iter().position(is_bare) {
        let col = claims[at].col;
        let is_open = !claims.iter().any(|c| is_over(c, col + 1));
        if is_open && !blank(table, row, col + 1) {
            claims[at].col += 1;
            claims.push(HeaderCell::unnamed(col, Holds::Field(status)));
            return;
        }
    }
    for cell in claims.iter_mut().filter(|c| c.holds != key) {
        if kind(cell.holds) == Some(FieldKind::Text)
            && tells(cell.col)
            && is_brief(table, row, cell.col)
        {
            cell.holds = Some(Holds::Field(status));
        }
    }
}

/// Whether nothing claims a column and its heading has a word of the main field (`Risk subtitles`).
pub(super) fn has_key_word(cell: &HeaderCell, rule: &ItemRule) -> bool {
    let key = Holds::Field(rule.key);
    let is_word = |word: &str| {
        let mut all = rule.synonyms.get(word).into_iter().flatten();
        all.any(|s| s.holds == key && !s.weak && s.words.len() == 1)
    };
    // `Decision made by` says who, and not what.
    let is_whom = cell.words.words().last() == Some("by");
    cell.holds.is_none()
        && cell.lost.is_none()
        && !points(cell)
        && !is_whom
        && cell.words.words().any(is_word)
}

/// Where no column has the main field's name, the only one has it whose heading has a word of it,
/// before all one of sentences; under a heading that speaks of such items, the first of sentences.
pub(super) fn name_key(table: &Table, row: u32, header: &mut HeaderRow, rule: &ItemRule) {
    let told = |c: &HeaderCell| sentences(table, row, c.col);
    let only = |test: &dyn Fn(&HeaderCell) -> bool| {
        let mut all = header.cells.iter().enumerate().filter(|(_, c)| test(c)).map(|(at, _)| at);
        all.next().filter(|_| all.next().is_none())
    };
    let is_free = |c: &HeaderCell| c.holds.is_none() && c.lost.is_none();
    // `Issue links` over `#412, #413` are told elsewhere.
    let has_key_word = |c: &HeaderCell| has_key_word(c, rule) && !links(table, row, c.col);
    let names = |kind: FieldKind| {
        let is_kind = |h| matches!(h, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&kind));
        header.cells.iter().any(|c| c.score >= NAMED && is_kind(c.holds))
    };
    // What somebody is to see to by a day, or is followed by its number, is something to do, whatever it is
    // called.
    let is_due = rule.own.is_empty() && names(FieldKind::Posts) && names(FieldKind::Dates);
    let is_text =
        |h| matches!(h, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Text));
    let has_refs = header.columns(Holds::Ref).next().is_some();
    let is_thing =
        |c: &HeaderCell| is_free(c) && c.words.words().last().is_some_and(|w| THINGS.contains(&w));
    let is_followed = rule.own.is_empty()
        && has_refs
        && names(FieldKind::Status)
        && !header.cells.iter().any(is_thing);
    // Behind another text it tells more of that.
    let first_text = header.cells.iter().filter(|c| is_text(c.holds)).map(|c| c.col).min();
    let in_front = |c: &HeaderCell| first_text.is_none_or(|first| c.col < first);
    let is_deed = |c: &HeaderCell| {
        rule.own.is_empty() && is_free(c) && told(c) && are_deeds(table, row, c.col)
    };
    let found = only(&|c| has_key_word(c) && told(c))
        .or_else(|| only(&is_deed))
        .or_else(|| only(&has_key_word))
        .or_else(|| {
            // The first of sentences; names in front go before sentences that come again:
            // `Review item | Status | Required phase` under a heading of assumptions.
            let named =
                |c: &HeaderCell| is_free(c) && c.col == 0 && !points(c) && are_names(table, row, 0);
            let again = |at: &usize| repeated(table, row, header.cells[*at].col);
            let first = header.cells.iter().position(|c| is_free(c) && told(c));
            let names = || header.cells.iter().position(named);
            first.filter(|at| !again(at)).or_else(names).or(first).filter(|_| header.is_about)
        })
        .or_else(|| only(&|c| is_free(c) && told(c)).filter(|_| is_due))
        .or_else(|| only(&|c| is_free(c) && told(c) && in_front(c)).filter(|_| is_followed));
    if let Some(at) = found {
        header.cells[at].holds = Some(Holds::Field(rule.key));
    }
}

/// A column whose header may be its items' number or their text (`Item`, `No`, `Task`): its cells
/// say which. Says whether the main field is named by such a word alone.
pub(super) fn settle_items(
    table: &Table,
    row: u32,
    cells: &mut [HeaderCell],
    rule: &ItemRule,
) -> bool {
    let key = Holds::Field(rule.key);
    let mut weak = false;
    for cell in cells.iter_mut() {
        let all = candidates(&cell.words, &cell.printed, rule);
        let both = all.iter().any(|c| c.holds == Holds::Ref) && all.iter().any(|c| c.holds == key);
        if !both {
            continue;
        }
        let looks = looks_like_refs(table, row, cell.col);
        let wanted = if looks == Some(true) { Holds::Ref } else { key };
        if let Some(found) = all.iter().find(|c| c.holds == wanted) {
            (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(wanted));
            weak |= wanted == key;
        }
    }
    weak && !cells.iter().any(|c| c.holds == Some(key) && c.score >= NAMED)
}

/// Whether a heading says who, when or how far.
fn says_how_far(cell: &HeaderCell, rule: &ItemRule) -> bool {
    let Some(Holds::Field(field)) = cell.holds else { return false };
    matches!(rule.kinds.get(field), Some(FieldKind::Posts | FieldKind::Dates | FieldKind::Status))
}

/// A column of refs has no text: `Milestone` over `M1`, `M2` numbers what `Description` says; nor has one of texts
/// any ref: `ID` over sentences names the items, where nothing else does and it is said how far they are.
pub(super) fn as_refs(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let is_told = |c: &HeaderCell| says_how_far(c, rule);
    let is_text = |c: &HeaderCell| {
        c.holds == Some(Holds::Ref)
            && looks_like_refs(table, row, c.col) == Some(false)
            && sentences(table, row, c.col)
    };
    if rule.own.is_empty()
        && !claims.iter().any(|c| c.holds == key)
        && claims.iter().any(is_told)
        && let Some(cell) = claims.iter_mut().find(|c| is_text(c))
    {
        (cell.score, cell.rank, cell.holds) = (NAMED, 0, key);
        return;
    }
    // Without who, when and how far it may be the list of anything.
    if claims.iter().any(|c| c.holds == Some(Holds::Ref)) || !claims.iter().any(is_told) {
        return;
    }
    let is_numbered = |c: &HeaderCell| {
        c.holds == key
            && (c.score >= NAMED || is_story(c))
            && !numbers(table, row, c.col)
            && looks_like_refs(table, row, c.col) == Some(true)
    };
    let Some(at) = claims.iter().position(is_numbered) else { return };
    let tells = |c: &HeaderCell| {
        c.col > claims[at].col
            && (c.holds == key || c.holds.is_none() && sentences(table, row, c.col))
            && looks_like_refs(table, row, c.col) == Some(false)
    };
    // Where none tells them in sentences, the next column names them.
    let names = |c: &HeaderCell| {
        c.col == claims[at].col + 1
            && c.holds.is_none()
            && !verdicts(table, row, c.col)
            && !ratings(table, row, c.col)
            && looks_like_refs(table, row, c.col) == Some(false)
    };
    let text = claims.iter().position(tells).or_else(|| claims.iter().position(names));
    let Some(text) = text else { return };
    claims[text].holds = key;
    claims[text].score = claims[text].score.max(claims[at].score);
    claims[text].rank = claims[at].rank;
    claims[at].holds = Some(Holds::Ref);
}

/// Words over columns that say when: `Day 4` is no ref.
const TIMES: [&str; 9] =
    ["date", "day", "week", "month", "quarter", "year", "period", "time", "timeline"];

/// Where no header names the refs, a column whose cells all look like them holds them, whatever its
/// header says; and a column of refs whose cells are sentences holds none.
pub(super) fn find_refs(table: &Table, row: u32, header: &mut HeaderRow) {
    if let Some(cell) = header.cells.iter_mut().find(|c| c.holds == Some(Holds::Ref))
        && looks_like_refs(table, row, cell.col) == Some(false)
        && sentences(table, row, cell.col)
    {
        cell.holds = None;
        cell.score = 0;
    }
    let has_refs = header.cells.iter().any(|c| c.holds == Some(Holds::Ref));
    if has_refs {
        return;
    }
    let free = header.cells.iter_mut().find(|c| {
        let named = c.words.words().last().is_some_and(|w| REF_NOUNS.contains(&w));
        c.holds.is_none()
            && c.lost.is_none()
            && !c.words.words().any(|w| TIMES.contains(&w))
            && !is_source(&c.words)
            && !is_period(&c.words)
            && c.colspan == 1
            && looks_like_refs(table, row, c.col) == Some(true)
            && !counted_spans(table, row, c.col)
            // `H`, `M`, `L` in three rows are levels.
            && (numbers(table, row, c.col) || !rated(table, row, c.col))
            // `#20, #21` behind the text are links.
            && (c.col == 0 || !links(table, row, c.col))
            && (named
                || !numbers(table, row, c.col)
                || c.col == 0 && (counted(table, row, c.col) || numbered(table, row, c.col)))
    });
    if let Some(cell) = free {
        cell.holds = Some(Holds::Ref);
    } else if header.cells.iter().all(|c| c.col != 0)
        && header.width > 1
        && (counted(table, row, 0) || !numbers(table, row, 0) || parts_of_parts(table, row, 0))
        && looks_like_refs(table, row, 0) == Some(true)
        && !counted_spans(table, row, 0)
    {
        header.cells.insert(0, HeaderCell::unnamed(0, Holds::Ref));
    }
}
