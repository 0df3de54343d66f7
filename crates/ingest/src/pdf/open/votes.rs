//! Where rows begin: what is drawn between lines, white between them, and columns that are filled
//! again, against what goes on from the line above.
//!
//! Each height between two lines gets votes; a row begins where their sum is positive. What a sign is
//! worth depends on the whole table: rules between all rows say that there are no rows without one,
//! rules around groups of rows say nothing of the kind.

use super::cells;
use super::centred;
use super::even;
use super::full_lines;
use super::lexical::{is_ref, starts_with_ref};
use super::middle;
use super::order::Told;
use super::stacks::Separator;
use super::table::{Key, Line, Lines};
use super::tops;

/// A row begins: a rule over most of the width.
const RULE: f32 = 8.0;
/// No rule, where all rows have one.
const NO_RULE: f32 = -6.0;
/// Lines are further apart than those of one cell.
const WIDE: f32 = 2.0;
/// The same where all rows are set apart so.
const WIDE_ALWAYS: f32 = 5.0;
/// They do not, where all rows are.
const CLOSE: f32 = -2.5;
/// The same where each two keys have white between them.
const CLOSE_ALWAYS: f32 = -8.0;
/// The column of references, or else a column of single values, is filled again.
const KEY: f32 = 2.4;
/// That column is blank in a line.
const NO_KEY: f32 = -1.6;
/// The first column is blank, where none has references.
const FIRST_BLANK: f32 = -1.2;
/// Any other column is filled after a blank.
const FRESH: f32 = 0.9;
/// A cell goes on from the line above.
const GOES_ON: f32 = -0.5;
/// It certainly does: it begins with a small letter, or the line above ends in a hyphen.
const RUNS_ON: f32 = -1.6;
/// A line ends before the width of its column does.
const SHORT: f32 = 0.25;
/// A second key, with cells filled again beside it, begins a row also where white parts all others whose
/// keys are at their tops.
const SECOND_KEY: f32 = 3.2;
/// All lines are further apart than those of a cell are set: each is a row, unless its texts say otherwise.
const LOOSE: f32 = 1.5;
/// Votes that are nearer to nothing than this are doubtful, where nothing drawn and no white parts rows.
const WEAK: f32 = 0.9;
/// Votes as strong as this speak against what the order of drawing says.
const AGAINST: f32 = 1.5;
/// A new row needs this much.
const BIAS: f32 = -0.7;

/// What speaks for rows: kept so that a doubt can say why.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    /// For each line whether a row begins with it.
    pub(crate) starts: Vec<bool>,
    /// The separator above each line that begins a row, by index into the zone's.
    pub(crate) ruled: Vec<Option<usize>>,
    /// Rows that begin on weak votes or do not begin in spite of strong ones.
    pub(crate) doubtful: usize,
    /// Whether rules or bands part all rows.
    pub(crate) is_ruled: bool,
    /// Whether it is one row that begins with a reference, where rules or bands part those of most other tables.
    pub(crate) is_one: bool,
    /// Whether cells are in the middle of their rows.
    pub(crate) is_centred: bool,
    /// Whether rules, bands, white or the order of drawing part all rows.
    pub(crate) is_parted: bool,
    /// Whether a column of keys says where rows begin.
    pub(crate) has_key: bool,
}

/// How rows are set in most of a document's other tables of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habit {
    /// Rules or bands part all rows.
    pub(crate) is_ruled: bool,
    /// Cells are in the middle of their rows.
    pub(crate) is_centred: bool,
}

/// Finds the rows of the lines from `head` on. `told` is what the order of drawing says of each line.
pub(crate) fn rows(
    table: &Lines<'_>,
    head: usize,
    separators: &[Separator],
    extent: (f32, f32),
    habit: Habit,
    told: Option<&[Told]>,
) -> Rows {
    let is_habit = habit.is_ruled;
    let lines = &table.lines;
    let count = lines.len();
    let mut found =
        Rows { starts: vec![false; count], ruled: vec![None; count], ..Rows::default() };
    if head >= count {
        return found;
    }
    // Separators between lines.
    let mut rule = vec![None; count];
    for n in head + 1..count {
        rule[n] = between(&lines[n - 1], &lines[n], separators, extent);
    }
    for n in head + 1..count {
        let crossing = crossing(&lines[n], separators, extent);
        let next =
            crossing.and_then(|s| (n + 1..count).find(|m| !is_beside(&lines[*m], &separators[s])));
        if let Some(next) = next.filter(|m| rule[n + 1..=*m].iter().all(Option::is_none)) {
            rule[next] = crossing;
        }
    }
    let leading = table.leading(head);
    let straddles: Vec<bool> = (0..count).map(|n| table.straddles(n, head, leading)).collect();
    for n in head + 2..count {
        // A rule that is broken around a label goes through its line.
        if straddles[n - 1] && rule[n - 1].is_none() && rule[n].is_none() {
            rule[n] = between(&lines[n - 2], &lines[n], separators, extent)
                .filter(|s| is_broken_around(&lines[n - 1], &separators[*s]));
        }
    }
    let is_label = |n: usize| {
        straddles[n]
            && (rule[n + 1].is_some() || lines[n - 1].filled().min(lines[n + 1].filled()) > 2)
    };
    let key = table.key(head);
    found.has_key = key.is_some();
    let mut base = vec![0.0f32; count];
    let mut keyed = vec![false; count];
    for n in head + 1..count {
        let (sum, is_key) = table.votes(n, head, key, leading, &Weights::default());
        base[n] = sum;
        keyed[n] = is_key;
    }
    let least = table.wide(head, leading, &base);
    let reach = |n: usize| table.reach(if n > 1 && is_label(n - 1) { n - 1 } else { n });
    let is_wide = |n: usize| lines[n].base - reach(n) > least;
    let wide: Vec<bool> = (0..count).map(|n| n > head && is_wide(n)).collect();
    // Do rules, or white, part all rows? They do where they explain the keys: one between two of them.
    let ruled: Vec<bool> = rule.iter().map(Option::is_some).collect();
    let explains = |cuts: &[bool]| explains(table, head, cuts, &keyed, key);
    let likely = |n: usize| base[n] + if wide[n] { WIDE } else { 0.0 } > 0.8;
    let rules = (head + 1..count).filter(|n| ruled[*n]).count();
    let unruled = (head + 1..count).filter(|n| !ruled[*n] && likely(*n)).count();
    let is_one = is_habit && rules == 0 && is_one_row(table, head);
    // One rule between rows of numbers parts off a few of them, or what is below.
    let is_stray = rules == 1 && !is_habit && cells::stacks_values(table, head, key, &ruled);
    let by_rules = is_one
        || rules >= 1
            && !is_stray
            && (is_habit || unruled * 4 <= rules + 1 || rules >= 2 && explains(&ruled));
    let wides = (head + 1..count).filter(|n| wide[*n]).count();
    let agreed = (head + 1..count).filter(|n| wide[*n] && base[*n] > -0.6).count();
    let keys_without = (head + 1..count)
        .filter(|n| !wide[*n] && keyed[*n] && base[*n] > 0.0 && !table.is_alone(*n))
        .count();
    let is_explained = wides >= 2 && key.is_some() && explains(&wide);
    let is_told = agreed * 10 >= wides * 8 || table.is_borne_out(head, &base, &|n| wide[n]);
    let by_white = is_explained || wides >= 2 && is_told && keys_without * 5 <= wides;
    if rules == 0
        && let Some(starts) = full_lines::rows(table, head, leading)
    {
        found.starts = starts;
        found.is_parted = true;
        return found;
    }
    let told = told.filter(|told| {
        let white = |n: usize| base[n] + if wide[n] { WIDE } else { 0.0 };
        let is_against = |n: &usize| match told[*n] {
            Told::Nothing => false,
            Told::Begins => white(*n) < -AGAINST,
            Told::GoesOn => white(*n) > AGAINST,
        };
        let all = (head + 1..count).filter(|n| told[*n] != Told::Nothing).count();
        (head + 1..count).filter(is_against).count() * 3 <= all
    });
    let is_apart = |n: usize| lines[n].is_across || lines[n - 1].is_across;
    let is_loose = !by_rules && !by_white && even::is_loose(table, head, leading);
    let is_open = (head + 1..count).all(|n| rule[n].is_none() || is_apart(n));
    if !by_rules && told.is_none() {
        // A key, and all cells beside it, are filled again in the middle or at the foot of such rows.
        let plain =
            Weights { key: 0.0, no_key: 0.0, first_blank: 0.0, fresh: 0.0, ..Weights::default() };
        let of_text = |n: usize| {
            let sum = table.votes(n, head, key, leading, &plain).0;
            sum + if wide[n] { WIDE } else { 0.0 }
        };
        let text: Vec<f32> = (0..count).map(|n| if n > head { of_text(n) } else { 0.0 }).collect();
        let starts = (rules == 0)
            .then(|| tops::rows(table, head, key).or_else(|| tops::ends(table, head, key)))
            .flatten();
        if let Some(starts) = starts {
            found.starts = starts;
            found.is_parted = true;
            return found;
        }
        let mut starts = middle::rows(table, head, key, &text, &ruled, habit.is_centred);
        found.is_centred = starts.is_some();
        if starts.is_none() && !by_white && !is_loose && is_open {
            let centred = centred::centred(table, head, key, &text, habit.is_centred);
            let is_centred = centred.is_some();
            starts = centred
                .or_else(|| centred::bottomed(table, head, key, &text))
                .filter(|starts| !cells::stacks_values(table, head, key, starts));
            found.is_centred = is_centred && starts.is_some();
        }
        if let Some(starts) = starts {
            for n in (head..count).filter(|n| starts[*n]) {
                found.ruled[n] = rule[n];
            }
            found.starts = starts;
            found.is_parted = true;
            return found;
        }
    }
    found.is_ruled = by_rules;
    found.is_one = is_one;
    if !by_rules && !by_white {
        base = even::votes(table, head, key, leading, &base).unwrap_or(base);
        if is_loose {
            (head + 1..count).filter(|n| !is_apart(*n)).for_each(|n| base[n] += LOOSE);
        }
        let closer = even::closer(table, head);
        (head + 1..count).filter(|n| closer[*n]).for_each(|n| base[n] = base[n].min(CLOSE));
    }
    // Text in two columns goes up once: that parts nothing.
    let begun = |told: &[Told]| told[head..].iter().filter(|t| **t == Told::Begins).count();
    found.is_parted = by_rules || by_white || told.is_some_and(|t| begun(t) > 1);
    found.starts[head] = true;
    // Whether the row at hand has its key.
    let mut has_key = key.is_some_and(|k| table.is_key_line(head, k));
    let keys = keyed.iter().filter(|k| **k).count();
    let tops = (0..count).filter(|n| keyed[*n] && wide[*n]).count();
    let is_at_top = tops * 2 >= keys;
    let is_foot = by_rules && key.is_some_and(|k| keys_at_foot(table, head, &ruled, k));
    for n in head + 1..count {
        let mut sum = base[n];
        if is_foot && rule[n].is_none() && !is_apart(n) {
            continue;
        }
        let is_second = is_at_top && keyed[n] && has_key && base[n] > SECOND_KEY;
        if rule[n].is_some() || is_title(table, n, leading) || is_below_title(table, n) {
            sum += RULE;
        } else if by_rules && !lines[n].is_across && !lines[n - 1].is_across {
            sum += NO_RULE;
        }
        if wide[n] {
            sum += if by_white { WIDE_ALWAYS } else { WIDE };
        } else if by_white
            && rule[n].is_none()
            && !is_second
            && lines[n].is_across == lines[n - 1].is_across
        {
            // Where white parts the keys, cells are set in the middle of their rows.
            sum += if is_explained { CLOSE_ALWAYS } else { CLOSE };
        }
        let told = told.filter(|_| !by_rules && rule[n].is_none()).map(|t| t[n]);
        found.starts[n] = match told {
            Some(Told::Begins) => true,
            Some(Told::GoesOn) => false,
            _ => sum > 0.0,
        };
        if found.starts[n] {
            found.ruled[n] = rule[n];
        }
        if is_label(n) {
            found.starts[n] = false;
        }
        has_key = keyed[n] || has_key && !found.starts[n];
        let close = if found.is_parted { 0.5 } else { WEAK };
        let is_told = told.is_some_and(|t| t != Told::Nothing);
        if rule[n].is_none() && sum.abs() < close && !is_told {
            found.doubtful += 1;
        }
    }
    if let Some(key) = key.filter(|_| !by_rules && !is_loose && told.is_none())
        && let Some(starts) = cells::better(table, head, key, leading, &wide, &found.starts)
        // Rows that the votes keep apart are not joined so that values come to be below each other.
        && (!cells::stacks_values(table, head, Some(key), &starts)
            || cells::stacks_values(table, head, Some(key), &found.starts))
    {
        for n in (head..count).filter(|n| starts[*n]) {
            found.ruled[n] = rule[n];
        }
        found.starts = starts;
        found.is_parted = true;
        found.doubtful = 0;
    }
    begin_groups(table, head, &mut found.starts);
    found.is_centred = centred::is_shown(table, head, &found.starts);
    found
}

/// Whether rules part the lines so that nearly every part has one key, on its last line: sheets set the text of a
/// row at its foot.
fn keys_at_foot(table: &Lines<'_>, head: usize, ruled: &[bool], key: Key) -> bool {
    /// Fewer rows of several lines than this prove nothing.
    const ROWS: usize = 3;
    let count = table.lines.len();
    let (mut all, mut single, mut tall, mut at_foot) = (0, 0, 0, 0);
    let mut start = head;
    for n in head + 1..=count {
        if ruled.get(n).is_some_and(|is_ruled| !is_ruled) {
            continue;
        }
        let keys: Vec<usize> = (start..n).filter(|m| table.is_key_line(*m, key)).collect();
        all += 1;
        single += usize::from(keys.len() == 1);
        if keys.len() == 1 && n - start > 1 {
            tall += 1;
            at_foot += usize::from(keys[0] == n - 1);
        }
        start = n;
    }
    tall >= ROWS && at_foot * 10 >= tall * 9 && single * 10 >= all * 9
}

/// Whether cuts part the lines so that nearly every part has one key, or, without keys, no two lines of
/// single values in two columns at once.
fn explains(
    table: &Lines<'_>,
    head: usize,
    cuts: &[bool],
    keyed: &[bool],
    key: Option<Key>,
) -> bool {
    let count = table.lines.len();
    let (mut all, mut none, mut many) = (0, 0, 0);
    let mut start = head;
    for n in head + 1..=count {
        if cuts.get(n).is_some_and(|is_cut| !is_cut) {
            continue;
        }
        let own = start..n;
        start = n;
        if own.clone().all(|m| table.lines[m].is_across) {
            continue;
        }
        all += 1;
        if let Some(key) = key {
            // The first line is no step from another, and counts where it looks like one.
            let keys = own
                .clone()
                .filter(|m| if *m == head { table.is_key_line(*m, key) } else { keyed[*m] });
            let keys: Vec<usize> = keys.collect();
            none += usize::from(keys.is_empty());
            // A line of text may begin like a key, with nothing beside it.
            many += usize::from(keys.iter().skip(1).any(|m| !table.is_alone(*m)));
        } else {
            let stacked = (0..table.columns.len())
                .filter(|c| table.columns[*c].is_atomic())
                .filter(|c| own.clone().filter(|m| table.lines[*m].bits[*c].is_some()).count() > 1)
                .count();
            many += usize::from(stacked > 1);
        }
    }
    all >= 2 && (many * 8 <= all || many == 1 && all >= 4) && none * 3 <= all
}

/// The worth of signs in one column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    pub(crate) key: f32,
    pub(crate) no_key: f32,
    pub(crate) first_blank: f32,
    pub(crate) fresh: f32,
    pub(crate) goes_on: f32,
    pub(crate) runs_on: f32,
    pub(crate) short: f32,
    pub(crate) bias: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            key: KEY,
            no_key: NO_KEY,
            first_blank: FIRST_BLANK,
            fresh: FRESH,
            goes_on: GOES_ON,
            runs_on: RUNS_ON,
            short: SHORT,
            bias: BIAS,
        }
    }
}

/// Whether a rule leaves the texts of a line out.
fn is_broken_around(line: &Line, separator: &Separator) -> bool {
    line.bits.iter().flatten().all(|b| separator.cover((b.x0, b.x1)) < 0.2 * (b.x1 - b.x0))
}

/// The separator between two lines that covers a good part of the width, by index.
fn between(
    above: &Line,
    below: &Line,
    separators: &[Separator],
    extent: (f32, f32),
) -> Option<usize> {
    let y0 = above.base - 0.2 * above.size;
    let y1 = below.base - 0.45 * below.size;
    let low = separators.partition_point(|s| s.at < y0);
    separators[low..]
        .iter()
        .take_while(|s| s.at <= y1)
        .position(|s| s.share(extent) >= 0.3)
        .map(|n| n + low)
}

/// Makes rows of the lines of the first column alone that head groups, where the first line does: `North` over the
/// offices of the north, which are full lines, says that `South` further down is no second line of an office.
fn begin_groups(table: &Lines<'_>, head: usize, starts: &mut [bool]) {
    let lines = &table.lines;
    let heads = |n: usize| {
        let says =
            lines[n].bits[0].as_ref().is_some_and(|b| !b.said.starts_with(char::is_lowercase));
        says && table.is_alone(n) && lines.get(n + 1).is_some_and(|next| next.filled() > 1)
    };
    if head + 1 >= lines.len() || !heads(head) || !starts[head + 1] {
        return;
    }
    let full = |n: usize| lines[n].filled() == lines[n].bits.len();
    let body = || (head + 1..lines.len()).filter(|n| !heads(*n));
    if body().all(full) {
        for n in (head + 1..lines.len() - 1).filter(|n| heads(*n)) {
            starts[n] = true;
            starts[n + 1] = true;
        }
    }
}

/// Whether the lines from `head` on may be one row: they are few, and no more than one begins with a reference.
pub(super) fn is_one_row(table: &Lines<'_>, head: usize) -> bool {
    const MOST: usize = 14;
    let body = &table.lines[head..];
    let begins = |l: &&Line| {
        let first = l.bits.iter().take(2).flatten();
        first.into_iter().any(|b| is_ref(&b.said) || starts_with_ref(&b.said))
    };
    body.len() <= MOST && body.iter().filter(begins).count() == 1
}

/// Whether a line is a heading that would fit into a column, or is below one: the heading is alone and bold, the
/// other line is not, and there is white between them.
fn is_title(table: &Lines<'_>, n: usize, leading: f32) -> bool {
    let (above, line) = (&table.lines[n - 1], &table.lines[n]);
    let heading = if line.is_bold { n } else { n - 1 };
    line.is_bold != above.is_bold
        && table.is_alone(heading)
        && table.lines[heading].bits[0].is_some()
        && line.base - above.base > 1.5 * leading
}

/// Whether a line is below a heading alone that is bold and larger than it.
fn is_below_title(table: &Lines<'_>, n: usize) -> bool {
    let (above, line) = (&table.lines[n - 1], &table.lines[n]);
    table.is_alone(n - 1) && above.is_bold && above.size > 1.08 * line.size
}

/// The separator at the height of a line whose text is all in a cell that the separator is broken beside: it
/// parts the rows that share this cell.
fn crossing(line: &Line, separators: &[Separator], extent: (f32, f32)) -> Option<usize> {
    let low = separators.partition_point(|s| s.at <= line.base - line.size);
    separators[low..]
        .iter()
        .take_while(|s| s.at < line.base)
        .position(|s| s.share(extent) >= 0.3 && is_beside(line, s))
        .map(|n| n + low)
}

/// Whether all text of a line is where a separator is broken.
fn is_beside(line: &Line, separator: &Separator) -> bool {
    line.bits.iter().flatten().all(|b| separator.cover((b.x0, b.x1)) < 0.1 * (b.x1 - b.x0))
}
