//! The lines of a zone in their columns, and what each column holds: measures only, nothing is
//! decided here.

use super::lexical::{goes_on, is_cut_ref, is_ref, is_value, starts_with_ref};
use super::votes::Weights;
use crate::pdf::aligned::TextLine;
use crate::pdf::places;
use crate::pdf::rows::{self, Part};
use crate::pdf::words::PageContent;

/// What is in one column of one line.
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
    /// Type size of its first word.
    pub(crate) size: f32,
    pub(crate) is_bold: bool,
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
    /// Whether its texts are set in its middle: they have one middle, and begin at several places.
    pub(crate) is_centred: bool,
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
    pub(crate) content: &'a PageContent,
    pub(crate) lines: Vec<Line>,
    pub(crate) columns: Vec<Column>,
    /// Whether each line has text in each column.
    is_full: bool,
}

impl<'a> Lines<'a> {
    /// Puts lines into columns. `parts` are their words in columns, `across` which run over them.
    pub(crate) fn new(
        content: &'a PageContent,
        block: &[TextLine],
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
                is_bold: s.is_bold(content),
                bits: vec![None; columns],
            })
            .collect();
        for part in parts {
            let said = rows::said(content, part);
            let first = part.words.first().map(|i| &content.words[*i as usize]);
            let bit = Bit {
                x0: part.x0,
                x1: part.x1,
                base: first.map_or(lines[part.line].base, |w| w.base),
                first_width: first.map_or(0.0, |w| w.area.width()),
                is_atomic: is_value(&said),
                words: part.words.len(),
                size: first.map_or(lines[part.line].size, |w| w.size),
                is_bold: part.words.iter().all(|i| content.words[*i as usize].bold),
                is_wide: part.first != part.last,
                said,
            };
            lines[part.line].bits[part.first.min(columns - 1)] = Some(bit);
        }
        let is_full = lines.len() > 2 && lines.iter().all(|l| l.filled() == columns);
        Self { content, lines, columns: vec![Column::default(); columns], is_full }
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
            column.is_centred = places::are_centred(&mut lefts, &mut rights, &mut middles);
            column.aligned = places::most_common(&mut lefts)
                .max(places::most_common(&mut rights))
                .max(places::most_common(&mut middles));
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
    pub(super) fn would_take(&self, column: usize, above: &Bit, below: &Bit, size: f32) -> bool {
        above.x1 + 0.28 * size + below.first_width < self.columns[column].right - 0.25 * size
    }

    /// Whether a line's end in a column would have taken the first words of the next line with white to spare.
    fn has_much_room(&self, column: usize, above: &Bit, below: &Bit, size: f32) -> bool {
        self.would_take(column, above, below, size)
            && above.x1 + 0.28 * size + below.first_width + 3.0 * size < self.columns[column].right
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
        if let Some(step) = self.parting_step(head, votes) {
            return step.min(usual);
        }
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
        let is_agreed = agreed * 10 >= set_apart().count() * 9
            || self.is_borne_out(head, votes, &|n| {
                self.lines[n].base - self.lines[n - 1].base > least
            });
        if is_apart && is_agreed { least } else { usual }
    }

    /// The step that parts the lines which begin rows for sure from those which surely do not, where one does.
    fn parting_step(&self, head: usize, votes: &[f32]) -> Option<f32> {
        /// Fewer lines of either kind than this prove nothing.
        const LINES: usize = 3;
        /// Votes that are sure, and how far apart the steps of both kinds are at least, in points.
        const SURE: f32 = 1.0;
        const APART: f32 = 0.4;
        let plain = |n: &usize| !self.lines[*n].is_across && !self.lines[n - 1].is_across;
        let steps = |is_own: &dyn Fn(f32) -> bool| {
            let own = (head + 1..self.lines.len()).filter(plain).filter(|n| is_own(votes[*n]));
            let mut own: Vec<f32> =
                own.map(|n| self.lines[n].base - self.lines[n - 1].base).collect();
            own.sort_by(f32::total_cmp);
            own
        };
        let (yes, no) = (steps(&|v| v > SURE), steps(&|v| v < -SURE));
        if yes.len() < LINES || no.len() < LINES {
            return None;
        }
        // A line in twelve may be told wrongly.
        let (least, most) = (yes[yes.len() / 12], no[no.len() - 1 - no.len() / 12]);
        (least - most > APART).then_some((least + most) / 2.0)
    }

    /// Whether the votes of lines tell those that `begins` from the others: those have far more, nearly all of
    /// them.
    pub(crate) fn is_borne_out(
        &self,
        head: usize,
        votes: &[f32],
        begins: &dyn Fn(usize) -> bool,
    ) -> bool {
        /// Fewer lines of either kind than this prove nothing.
        const LINES: usize = 3;
        /// How far apart their votes are in the middle.
        const APART: f32 = 2.0;
        let plain = |n: &usize| !self.lines[*n].is_across && !self.lines[n - 1].is_across;
        let (yes, no): (Vec<usize>, Vec<usize>) =
            (head + 1..self.lines.len()).filter(plain).partition(|n| begins(*n));
        let mean = |own: &[usize]| own.iter().map(|n| votes[*n]).sum::<f32>() / own.len() as f32;
        let middle = (mean(&yes) + mean(&no)) / 2.0;
        let wrong = yes.iter().filter(|n| votes[**n] < middle).count()
            + no.iter().filter(|n| votes[**n] > middle).count();
        yes.len() >= LINES
            && no.len() >= LINES
            && mean(&yes) - mean(&no) > APART
            && wrong * 6 <= yes.len() + no.len()
    }

    /// The base of the line above, to which white is measured.
    pub(crate) fn reach(&self, n: usize) -> f32 {
        n.checked_sub(1).map_or(f32::NEG_INFINITY, |m| self.lines[m].base)
    }

    /// Whether a line is the label of the rows above and below it, set in the middle of both: it is
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
            // Lines of other columns may be between those of a cell.
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
            // Behind the first three columns only the refs of groups that are before them are looked for.
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
            // A line is turned over where there is no more room in it, or where its author broke it.
            let has_room = self.has_much_room(c, a, bit, self.lines[m].size);
            let is_again = a.said == bit.said;
            if goes_on(&a.said, &bit.said) && !is_again && !(has_room && column.is_unwrapped()) {
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
