//! The lines of a zone in their columns, and what each column holds: measures only, nothing is
//! decided here.

use super::votes::Weights;
use crate::pdf::aligned::Strip;
use crate::pdf::numeric::{is_atomic, is_placeholder};
use crate::pdf::rows::{self, Part};
use crate::pdf::text;
use crate::pdf::words::Sheet;

/// What stands in one column of one line.
#[derive(Clone, Debug)]
pub(crate) struct Bit {
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    /// Base line of its first word; those of a line may differ a little.
    pub(crate) base: f32,
    /// Width of its first word: whether it would have fitted on the line above.
    pub(crate) first_width: f32,
    pub(crate) said: String,
    pub(crate) is_atomic: bool,
    pub(crate) words: usize,
    /// It reaches over several columns.
    pub(crate) is_wide: bool,
}

/// A line of a zone.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) base: f32,
    pub(crate) size: f32,
    /// It runs across the gutters: a heading of a group, or a note.
    pub(crate) is_across: bool,
    pub(crate) is_bold: bool,
    /// By column; a part over several columns is in the first of them.
    pub(crate) bits: Vec<Option<Bit>>,
}

impl Line {
    pub(crate) fn filled(&self) -> usize {
        self.bits.iter().flatten().count()
    }
}

/// The column that says where rows begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Key {
    /// Its cells are references alone.
    Whole(usize),
    /// Its cells begin with one.
    Leading(usize),
}

impl Key {
    pub(crate) fn column(self) -> usize {
        match self {
            Self::Whole(c) | Self::Leading(c) => c,
        }
    }
}

/// What a column holds from its first row on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Column {
    pub(crate) filled: usize,
    pub(crate) atomic: usize,
    pub(crate) words: usize,
    pub(crate) right: f32,
    /// Pairs of lines right below each other, and how many of the first would have taken the next
    /// one's first word.
    pub(crate) pairs: usize,
    pub(crate) short: usize,
    /// Share of its lines that begin at its usual left edge, end at its right one, or have its middle.
    pub(crate) aligned: f32,
}

impl Column {
    /// Whether it holds single values: numbers, dates, codes.
    pub(crate) fn is_atomic(&self) -> bool {
        self.filled > 0 && self.atomic * 10 >= self.filled * 7
    }

    /// Whether its lines are not turned over, as a rule.
    fn is_unwrapped(&self) -> bool {
        self.pairs >= 3 && self.short * 10 >= self.pairs * 8
    }
}

pub(crate) struct Lines<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) lines: Vec<Line>,
    pub(crate) columns: Vec<Column>,
    /// Whether each line has text in each column.
    is_full: bool,
}

impl<'a> Lines<'a> {
    /// Puts lines into columns. `parts` are their words in columns, `across` which run over them.
    pub(crate) fn new(
        sheet: &'a Sheet,
        block: &[Strip],
        parts: &[Part],
        across: &[bool],
        columns: usize,
    ) -> Self {
        let mut lines: Vec<Line> = block
            .iter()
            .zip(across)
            .map(|(s, across)| Line {
                base: s.base,
                size: s.size,
                is_across: *across,
                is_bold: s.is_bold(sheet),
                bits: vec![None; columns],
            })
            .collect();
        for part in parts {
            let said = rows::said(sheet, part);
            let first = part.words.first().map(|i| &sheet.words[*i as usize]);
            let bit = Bit {
                x0: part.x0,
                x1: part.x1,
                base: first.map_or(lines[part.line].base, |w| w.base),
                first_width: first.map_or(0.0, |w| w.area.width()),
                is_atomic: is_value(&said),
                words: part.words.len(),
                is_wide: part.first != part.last,
                said,
            };
            lines[part.line].bits[part.first.min(columns - 1)] = Some(bit);
        }
        let is_full = lines.len() > 2 && lines.iter().all(|l| l.filled() == columns);
        Self { sheet, lines, columns: vec![Column::default(); columns], is_full }
    }

    /// Measures the columns from a line on.
    pub(crate) fn measure(&mut self, head: usize) {
        let leading = self.leading(head);
        for c in 0..self.columns.len() {
            let mut column = Column::default();
            let own = |l: &'_ Line| l.bits[c].clone().filter(|_| !l.is_across);
            let mut lefts: Vec<f32> = Vec::new();
            let mut rights: Vec<f32> = Vec::new();
            for line in &self.lines[head..] {
                let Some(bit) = own(line) else { continue };
                column.filled += 1;
                column.atomic += usize::from(bit.is_atomic);
                column.words += bit.words;
                column.right = column.right.max(bit.x1);
                lefts.push(bit.x0);
                rights.push(bit.x1);
            }
            let mut middles: Vec<f32> =
                lefts.iter().zip(&rights).map(|(a, b)| (a + b) / 2.0).collect();
            column.aligned = most_common(&mut lefts)
                .max(most_common(&mut rights))
                .max(most_common(&mut middles));
            self.columns[c] = column;
        }
        for c in 0..self.columns.len() {
            let (mut pairs, mut short) = (0, 0);
            for n in head + 1..self.lines.len() {
                let (above, here) = (&self.lines[n - 1], &self.lines[n]);
                if here.base - above.base > 1.35 * leading || above.is_across || here.is_across {
                    continue;
                }
                if let (Some(a), Some(b)) = (&above.bits[c], &here.bits[c]) {
                    pairs += 1;
                    short += usize::from(self.would_take(c, a, b, above.size));
                }
            }
            self.columns[c].pairs = pairs;
            self.columns[c].short = short;
        }
    }

    /// Whether a line's end in a column would have taken the first word of the next line.
    fn would_take(&self, column: usize, above: &Bit, below: &Bit, size: f32) -> bool {
        above.x1 + 0.28 * size + below.first_width < self.columns[column].right - 0.25 * size
    }

    /// The distance of lines that go on in one cell: the smallest that occurs often.
    pub(crate) fn leading(&self, head: usize) -> f32 {
        let mut steps: Vec<f32> = Vec::new();
        for c in 0..self.columns.len() {
            let mut last: Option<f32> = None;
            for line in &self.lines[head.min(self.lines.len())..] {
                let Some(bit) = line.bits[c].as_ref().filter(|_| !line.is_across) else { continue };
                if let Some(base) = last {
                    let step = bit.base - base;
                    if step > 0.7 * line.size && step < 2.2 * line.size {
                        steps.push(step);
                    }
                }
                last = Some(bit.base);
            }
        }
        let size = self.lines.iter().map(|l| l.size).fold(0.0, f32::max);
        if steps.is_empty() {
            return 1.2 * size.max(1.0);
        }
        steps.sort_by(f32::total_cmp);
        let within =
            |from: usize| steps[from..].iter().take_while(|s| **s <= steps[from] + 0.6).count();
        let most = (0..steps.len()).map(within).max().unwrap_or(1);
        // Where few cells are turned over, the steps within them are few, and those between rows many.
        let is_few = |n: usize| {
            let count = within(n);
            let is_tight = steps[n + count - 1] - steps[n] < 0.2;
            count > 2 && count * 12 >= most && is_tight && steps[n] > 0.98 * size
        };
        let first = (0..steps.len()).find(|n| within(*n) * 3 >= most || is_few(*n)).unwrap_or(0);
        let n = within(first);
        steps[first + n / 2]
    }

    /// From which step on a line is set apart from the one above it: between the two kinds of steps that
    /// a table has, where `votes` bear it out, or else a good part wider than the leading.
    pub(crate) fn wide(&self, head: usize, leading: f32, votes: &[f32]) -> f32 {
        /// Steps of one kind differ by less than this, in points.
        const KINDS: f32 = 0.9;
        let usual = 1.18 * leading + 0.6;
        let lines = &self.lines[head.min(self.lines.len())..];
        let mut steps: Vec<f32> = lines
            .windows(2)
            .filter(|w| !w[0].is_across && !w[1].is_across)
            .map(|w| w[1].base - w[0].base)
            .filter(|s| *s > 0.85 * leading)
            .collect();
        steps.sort_by(f32::total_cmp);
        let near = steps.partition_point(|s| *s < usual);
        let gap = |n: &usize| steps[*n] - steps[n - 1];
        let Some(at) = (1..steps.len().min(near + 1)).max_by(|a, b| gap(a).total_cmp(&gap(b)))
        else {
            return usual;
        };
        // The steps of each kind are as good as alike.
        let within = (1..at).map(|n| gap(&n)).fold(0.0, f32::max);
        let is_apart =
            gap(&at) >= KINDS && gap(&at) > 3.0 * within && at > 2 && steps.len() - at > 1;
        let least = ((steps[at] + steps[at - 1]) / 2.0).min(usual);
        let own = |n: &usize| {
            let (above, here) = (&self.lines[n - 1], &self.lines[*n]);
            let step = here.base - above.base;
            !above.is_across && !here.is_across && step > least && step <= usual
        };
        let set_apart = || (head + 1..self.lines.len()).filter(own);
        let agreed = set_apart().filter(|n| votes[*n] > -0.6).count();
        if is_apart && agreed * 10 >= set_apart().count() * 9 { least } else { usual }
    }

    /// The base of the line above, to which white is measured.
    pub(crate) fn reach(&self, n: usize) -> f32 {
        n.checked_sub(1).map_or(f32::NEG_INFINITY, |m| self.lines[m].base)
    }

    /// Whether a line is the label of the rows above and below it, set in the middle of both: it stands
    /// between them, in columns that both leave blank.
    pub(crate) fn straddles(&self, n: usize, head: usize, leading: f32) -> bool {
        if n <= head || n + 1 >= self.lines.len() {
            return false;
        }
        let [above, here, below] = [&self.lines[n - 1], &self.lines[n], &self.lines[n + 1]];
        let near = |step: f32| step < 0.85 * leading.max(here.size);
        let is_level = (below.base - here.base) - (here.base - above.base);
        let few = here.filled();
        !(above.is_across || here.is_across || below.is_across)
            && near(here.base - above.base)
            && near(below.base - here.base)
            && is_level.abs() < 0.2 * here.size
            && few < above.filled().min(below.filled())
            && (0..self.columns.len()).all(|c| {
                here.bits[c].is_none() || above.bits[c].is_none() && below.bits[c].is_none()
            })
    }

    /// Whether a line has text in one column alone.
    pub(crate) fn is_alone(&self, n: usize) -> bool {
        self.lines[n].filled() == 1
    }

    /// The column of references, if there is one: cells that are references alone, or begin with one. A
    /// column that says the same in many rows names their groups, where another tells them apart.
    pub(crate) fn key(&self, head: usize) -> Option<Key> {
        let body = &self.lines[head.min(self.lines.len())..];
        let leading = self.leading(head);
        let mut found: Option<Key> = None;
        for c in 0..self.columns.len().min(4) {
            let own =
                || body.iter().filter(|l| !l.is_across).filter_map(move |l| l.bits[c].as_ref());
            let count = own().count();
            let whole = own().filter(|b| is_ref(&b.said)).count();
            // A cell begins with a reference; the lines of its text that follow do not.
            let begins = own().filter(|b| starts_with_ref(&b.said)).count();
            // Lines of other columns may stand between those of a cell.
            let mut last = f32::NEG_INFINITY;
            let mut fresh = 0;
            for line in body {
                match &line.bits[c] {
                    _ if line.is_across => last = f32::NEG_INFINITY,
                    Some(bit) => {
                        fresh += usize::from(bit.base - last > 1.35 * leading);
                        last = bit.base;
                    }
                    None => {}
                }
            }
            let key = if count >= 2 && whole * 10 >= count * 7 && self.columns.len() > c + 1 {
                Key::Whole(c)
            } else if begins >= 2 && begins * 10 >= fresh * 6 && begins * 8 >= count {
                Key::Leading(c)
            } else {
                continue;
            };
            let mut said: Vec<&str> = own()
                .filter(|b| is_ref(&b.said) || starts_with_ref(&b.said))
                .filter_map(|b| b.said.split_whitespace().next())
                .collect();
            let all = said.len();
            said.sort_unstable();
            said.dedup();
            let tells_apart = said.len() * 4 >= all * 3;
            // Behind the first three columns only the refs of groups that stand before them are looked for.
            if tells_apart && (c < 3 || found.is_some()) {
                return Some(key);
            }
            found = found.or((c < 3).then_some(key));
        }
        found
    }

    /// Whether a line has a reference in the key column.
    pub(crate) fn is_key_line(&self, n: usize, key: Key) -> bool {
        self.lines[n].bits[key.column()].as_ref().is_some_and(|b| match key {
            Key::Whole(_) => is_ref(&b.said),
            Key::Leading(_) => starts_with_ref(&b.said),
        })
    }

    /// The votes for a row to begin at a line, without what is drawn, and whether its key speaks for it.
    pub(crate) fn votes(
        &self,
        n: usize,
        head: usize,
        key: Option<Key>,
        leading: f32,
        w: &Weights,
    ) -> (f32, bool) {
        let here = &self.lines[n];
        let above = &self.lines[n - 1];
        if here.is_across || above.is_across {
            // Lines of one heading follow each other as closely as lines of a cell do.
            let is_one =
                here.is_across && above.is_across && here.base - above.base < 1.3 * leading;
            return (if is_one { -2.0 } else { 4.0 }, false);
        }
        let mut sum = w.bias;
        let mut is_keyed = false;
        let mut runs_on = false;
        for c in 0..self.columns.len() {
            let is_key = key.is_some_and(|k| k.column() == c);
            let Some(bit) = &here.bits[c] else {
                if is_key && key == Some(Key::Whole(c)) {
                    sum += w.no_key;
                } else if is_key || c == 0 && key.is_none() {
                    sum += w.first_blank;
                }
                continue;
            };
            let before = (head..n)
                .rev()
                .find(|m| self.lines[*m].bits[c].is_some() && !self.lines[*m].is_across);
            let near = before.filter(|m| here.base - self.lines[*m].base <= 1.35 * leading);
            if is_key {
                let is_ref = match key {
                    Some(Key::Whole(_)) => is_ref(&bit.said),
                    _ => starts_with_ref(&bit.said),
                };
                let cut = near.and_then(|m| self.lines[m].bits[c].as_ref());
                if is_ref && !cut.is_some_and(|a| is_cut_ref(&a.said, &bit.said)) {
                    sum += w.key;
                    is_keyed = true;
                    continue;
                }
                if key == Some(Key::Whole(c)) {
                    sum += w.runs_on;
                    continue;
                }
                sum += w.no_key;
            }
            let column = &self.columns[c];
            let Some(m) = near else {
                let is_text = !bit.is_atomic && bit.said.starts_with(char::is_lowercase);
                if !is_text {
                    sum += if column.is_atomic() {
                        1.4 * w.fresh
                    } else if c == 0 && key.is_none() {
                        1.5 * w.fresh
                    } else {
                        w.fresh
                    };
                }
                continue;
            };
            let Some(a) = self.lines[m].bits[c].as_ref() else { continue };
            if goes_on(&a.said, &bit.said) {
                sum += w.runs_on;
                runs_on = true;
            } else if a.is_atomic && bit.is_atomic && column.is_atomic() {
                sum += 1.4 * w.fresh;
            } else if self.would_take(c, a, bit, self.lines[m].size) {
                sum += if column.is_unwrapped() { 3.0 * w.short } else { w.short };
            } else if column.is_unwrapped() {
                sum += 0.0;
            } else {
                sum += w.goes_on;
            }
        }
        // Cells of different height leave columns blank; a line that fills nearly all is a row.
        let columns = self.columns.len();
        if self.is_full && !runs_on {
            return (sum.max(1.0), is_keyed);
        }
        let is_full = |l: &Line| l.filled() * 5 >= columns * 4;
        if columns >= 3 && !runs_on && is_full(here) && is_full(above) {
            sum += 1.2;
        }
        (sum, is_keyed)
    }
}

/// The share of places that stand within a point of the most common one.
fn most_common(places: &mut [f32]) -> f32 {
    if places.is_empty() {
        return 0.0;
    }
    places.sort_by(f32::total_cmp);
    let (mut best, mut from) = (0, 0);
    for to in 0..places.len() {
        while places[to] - places[from] > 1.5 {
            from += 1;
        }
        best = best.max(to + 1 - from);
    }
    best as f32 / places.len() as f32
}

/// Whether a text certainly goes on with the line above.
pub(crate) fn goes_on(above: &str, here: &str) -> bool {
    let first = here.chars().find(|c| c.is_alphanumeric());
    let starts_small = first.is_some_and(char::is_lowercase) && !starts_with_ref(here);
    let is_open = above.ends_with([',', '-', '–', '(', '&', '/', '\u{ad}', '\u{2010}']);
    starts_small || is_open && above.chars().count() > 1
}

/// Whether a text is one value: a number, a date, a short code.
pub(crate) fn is_value(said: &str) -> bool {
    is_atomic(said) || is_date(said) || is_ref(said)
}

/// Whether a text is a day or month as people write them: a month's name, and digits.
pub(crate) fn is_date(said: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut names = 0;
    let mut digits = 0;
    let words = said.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '–' | ','));
    let mut count = 0;
    for word in words.filter(|w| !w.is_empty()) {
        count += 1;
        let lower = word.to_lowercase();
        if MONTHS.iter().any(|m| lower.starts_with(m)) && lower.len() <= 9 {
            names += 1;
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6 {
            digits += 1;
        }
    }
    names > 0 && digits > 0 && names + digits == count
}

/// Whether a text is a reference: `1`, `1.1`, `2.3.1b`, `R12`, `HR-03`, `(a)`, `2024/17`.
pub(crate) fn is_ref(said: &str) -> bool {
    let said = said.trim();
    if said.is_empty() || said.chars().count() > 12 || is_placeholder(said) {
        return false;
    }
    let is_bracketed = said.starts_with('(') && said.ends_with(')') || said.ends_with(')');
    let core = said.trim_matches(['(', ')', '[', ']', '.', ':']);
    if core.chars().count() == 1 && core.chars().all(char::is_alphabetic) {
        return is_bracketed || said.ends_with('.');
    }
    let letters = core.chars().take_while(|c| c.is_alphabetic()).count();
    let rest: String = core.chars().skip(letters).collect();
    let rest = rest.trim_start_matches([' ', '-', '.', '/']);
    let mut digits = 0;
    let mut tail = 0;
    for c in rest.chars() {
        if c.is_ascii_digit() {
            digits += 1;
            tail = 0;
        } else if c.is_ascii_lowercase() || c.is_ascii_uppercase() {
            tail += 1;
        } else if !matches!(c, '.' | '/' | '-') {
            return false;
        }
        if tail > 1 {
            return false;
        }
    }
    let dates = rest.matches(['/', '-']).count();
    (1..=7).contains(&digits) && letters <= 4 && dates < 2
}

/// Whether a text begins with a reference that is more than a plain number: `1.1 Agree …`, `R3 …`.
pub(crate) fn starts_with_ref(said: &str) -> bool {
    let first = said.split_whitespace().next().unwrap_or("");
    let rest = said[first.len()..].trim_start();
    let is_plain = first.chars().all(|c| c.is_ascii_digit());
    // The end of a remark in brackets, or a financial year within a text.
    let is_end =
        first.ends_with([')', '.', ',', ';']) && first.contains(')') && !first.starts_with('(');
    if is_end && first.contains('.') && first.len() > 3 || is_year(first) && !rest.is_empty() {
        return false;
    }
    if is_ref(first) && !is_plain && !text::is_bullet(first) {
        // An amount or a day is no reference.
        let core = first.trim_end_matches(['.', ')', ':']);
        let is_number = core.parse::<f64>().is_ok()
            && core.matches('.').count() == 1
            && core.split('.').next_back().is_some_and(|d| d.len() > 2);
        return !is_number;
    }
    // A reference glued to its text: `1.1.3Introduce …`.
    let digits = first.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let dots = first.chars().take(digits).filter(|c| *c == '.').count();
    digits >= 3 && dots >= 1 && first.chars().nth(digits).is_some_and(char::is_uppercase)
}

/// Whether a word is a financial year: `2026-27`, `2026/27`.
fn is_year(word: &str) -> bool {
    let mut parts = word.split(['-', '/', '–']);
    let is_number = |p: &str| p.chars().all(|c| c.is_ascii_digit());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(next), None) => {
            year.len() == 4
                && next.len() == 2
                && (year.starts_with("19") || year.starts_with("20"))
                && is_number(year)
                && is_number(next)
                && year[2..].parse().ok().map(|y: u32| (y + 1) % 100) == next.parse().ok()
        }
        _ => false,
    }
}

/// Whether a reference was cut by its column's width: `1.1.` and `1`, `2.3.` and `1b`.
fn is_cut_ref(above: &str, here: &str) -> bool {
    above.ends_with(['.', '/', '-']) && !here.contains('.') && here.chars().count() <= 4
}
