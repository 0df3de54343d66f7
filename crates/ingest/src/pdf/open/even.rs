//! Rows of tables whose lines are evenly spaced, where neither rules nor white part them: whether a line is
//! a row of its own or goes on in the cells above is told by its texts alone.
//!
//! A typesetter turns a line over only where the next word has no more room: texts that would have fitted
//! beside each other are two cells, unless their column breaks lines by itself.

use super::compose::LEADING;
use super::lexical::goes_on;
use super::table::{Bit, Key, Line, Lines};

/// The key is filled again.
const KEY: f32 = 2.4;
/// It is blank: the row goes on, or the cell of the key is merged over rows.
const NO_KEY: f32 = -1.0;
/// The first column is blank, where none has references.
const FIRST_BLANK: f32 = -0.8;
/// Any other column is filled after a blank.
const FRESH: f32 = 0.9;
/// The same in a column of single values, and a value below a value.
const VALUE: f32 = 1.26;
/// The words of the line above again: a cell is not turned over into itself.
const AGAIN: f32 = 1.5;
/// A text that fills a cell elsewhere in the column.
const WHOLE: f32 = 1.0;
/// The line above had room for the first word.
const ROOM: f32 = 1.0;
/// It had none, where texts have several words; single words never have.
const NO_ROOM: f32 = -0.5;
const NO_ROOM_FOR_ONE: f32 = -0.2;
/// It begins with a small letter, or the line above is open.
const RUNS_ON: f32 = -2.0;
/// Nearly all columns are filled, as they are in the line above.
const FULL: f32 = 1.2;
/// One column alone goes on.
const ALONE: f32 = -0.8;

/// The sum of votes, for each line from `head` on, for a row to begin with it; `None` where the lines are
/// too few to tell, or many of them go on in mid sentence: text that is turned over throughout is read by
/// its keys.
pub(crate) fn votes(
    table: &Lines<'_>,
    head: usize,
    key: Option<Key>,
    leading: f32,
    base: &[f32],
) -> Option<Vec<f32>> {
    /// Fewer lines than this prove nothing.
    const LINES: usize = 4;
    let lines = &table.lines;
    let columns: Vec<Room> =
        (0..table.columns.len()).map(|c| Room::new(table, head, key, c)).collect();
    let is_apart = |n: usize| lines[n].is_across || lines[n - 1].is_across;
    let runs_on = |n: &usize| {
        let mut pairs = lines[n - 1].bits.iter().zip(&lines[*n].bits).zip(&columns);
        pairs.any(|((a, b), room)| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| room.runs_on(a, b, lines[n - 1].size))
        })
    };
    let plain = || (head + 1..lines.len()).filter(|n| !is_apart(*n));
    let all = plain().count();
    if all + 1 < LINES || plain().filter(runs_on).count() * 5 > all {
        return None;
    }
    let of = |n: usize| {
        if n <= head || is_apart(n) {
            base[n]
        } else {
            line(table, n, head, key, leading, &columns)
        }
    };
    Some((0..lines.len()).map(of).collect())
}

/// Whether all lines are further apart than those of one cell are, as a rule, and next to none of them goes on in
/// mid sentence. `leading` is the distance of lines that are nearest to each other.
pub(crate) fn is_loose(table: &Lines<'_>, head: usize, leading: f32) -> bool {
    let lines = &table.lines[head..];
    let mut sizes: Vec<f32> = lines.iter().map(|l| l.size).collect();
    sizes.sort_by(f32::total_cmp);
    let Some(size) = sizes.get(sizes.len() / 2) else { return false };
    let pairs = || lines.windows(2).filter(|w| !w[0].is_across && !w[1].is_across);
    let goes_on = |w: &&[Line]| {
        let mut cells = w[0].bits.iter().zip(&w[1].bits);
        // Small letters below a text that does not begin with one.
        cells.any(|(a, b)| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| {
                b.said.starts_with(char::is_lowercase) && a.said.starts_with(char::is_uppercase)
            })
        })
    };
    leading > LEADING * size
        && pairs().all(|w| w[1].base - w[0].base > LEADING * size)
        && pairs().filter(goes_on).count() * 8 <= lines.len()
}

/// Lines that are closer to the one above than rows are, and go on in fewer than half of its columns, each in
/// the cell right above: most steps of the table are those of its rows.
pub(crate) fn closer(table: &Lines<'_>, head: usize) -> Vec<bool> {
    /// Steps of one kind differ by less than this, in points.
    const KINDS: f32 = 0.9;
    let lines = &table.lines;
    let is_plain = |n: usize| !lines[n].is_across && !lines[n - 1].is_across;
    let step = |n: usize| lines[n].base - lines[n - 1].base;
    let mut steps: Vec<f32> = (head + 1..lines.len()).filter(|n| is_plain(*n)).map(step).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    let alike = steps.iter().filter(|s| (**s - usual).abs() < KINDS).count();
    let is_even = steps.len() > 3 && alike * 3 >= steps.len() * 2;
    let mut found = vec![false; lines.len()];
    let mut top = head;
    for n in head + 1..lines.len() {
        let (above, here) = (&lines[n - 1], &lines[n]);
        let goes_on = is_plain(n)
            && usual - step(n) > KINDS.max(0.12 * here.size)
            && here.filled() * 2 <= lines[top].filled()
            && here.bits.iter().zip(&above.bits).all(|(b, a)| b.is_none() || a.is_some());
        found[n] = is_even && goes_on;
        if !goes_on {
            top = n;
        }
    }
    found
}

/// How wide the texts of a column are, and whether they tell cells apart.
struct Room {
    width: f32,
    /// Texts that are on lines that are rows for sure.
    whole: Vec<String>,
    /// It breaks lines by itself, as lists of names do.
    is_broken: bool,
    has_texts: bool,
    /// It holds single values.
    is_value: bool,
    /// Its cells begin with small letters.
    is_small: bool,
}

impl Room {
    fn new(table: &Lines<'_>, head: usize, key: Option<Key>, c: usize) -> Self {
        let lines = &table.lines;
        let plain = |l: &&Line| !l.is_across;
        let bits = || lines.iter().filter(plain).filter_map(move |l| l.bits[c].as_ref());
        let width = bits().filter(|b| !b.is_wide).map(|b| b.x1 - b.x0).fold(0.0, f32::max);
        // A column may have nothing but its label.
        let columns = table.columns.iter().filter(|c| c.filled > 0).count();
        let is_sure = |n: usize| {
            n == head
                || key.is_some_and(|k| table.is_key_line(n, k))
                || lines[n].filled() >= columns
        };
        let own = |n: usize| lines[n].bits[c].as_ref().map(|b| b.said.clone());
        let mut whole: Vec<String> = (head..lines.len())
            .filter(|n| !lines[*n].is_across && is_sure(*n))
            .filter_map(own)
            .collect();
        let small = whole.iter().filter(|s| s.starts_with(char::is_lowercase)).count();
        let is_small = small > 0 && small * 2 >= whole.len();
        whole.sort_unstable();
        whole.dedup();
        let mut room =
            Self { width, whole, is_broken: false, has_texts: false, is_value: false, is_small };
        let column = &table.columns[c];
        room.is_value = column.is_atomic();
        room.has_texts = column.words >= 2 * column.filled;
        let (mut all, mut broken) = (0, 0);
        for n in head + 1..lines.len() {
            let (above, here) = (&lines[n - 1], &lines[n]);
            if above.is_across || here.is_across {
                continue;
            }
            let pair = |d: usize| above.bits[d].as_ref().zip(here.bits[d].as_ref());
            if !pair(c).is_some_and(|(a, b)| room.takes(a, b, above.size)) {
                continue;
            }
            all += 1;
            let runs_on =
                |d: usize| pair(d).is_some_and(|(a, b)| goes_on(&a.said, &b.said) && !is_small);
            broken += usize::from((0..table.columns.len()).any(|d| d != c && runs_on(d)));
        }
        room.is_broken = broken * 5 > all;
        room
    }

    /// Whether a text certainly goes on with the one above it.
    fn runs_on(&self, above: &Bit, below: &Bit, size: f32) -> bool {
        let is_open = || above.said.ends_with([',', '-', '–', '(', '&', '/']);
        // Below a value, a word is another; a line is not turned over where it has room.
        let is_value = self.is_value && above.is_atomic;
        let has_room = !self.is_broken && self.takes(above, below, size);
        goes_on(&above.said, &below.said) && (!self.is_small || is_open()) && !is_value && !has_room
    }

    /// Whether a line would have taken the first word of the next one.
    fn takes(&self, above: &Bit, below: &Bit, size: f32) -> bool {
        above.x1 - above.x0 + 0.3 * size + below.first_width < self.width - 0.25 * size
    }
}

fn line(
    table: &Lines<'_>,
    n: usize,
    head: usize,
    key: Option<Key>,
    leading: f32,
    columns: &[Room],
) -> f32 {
    let here = &table.lines[n];
    let mut sum = 0.0;
    let mut runs_on = false;
    for (c, room) in columns.iter().enumerate() {
        let is_key = key.is_some_and(|k| k.column() == c);
        let Some(bit) = &here.bits[c] else {
            if is_key && key == Some(Key::Whole(c)) {
                sum += NO_KEY;
            } else if is_key || c == 0 && key.is_none() {
                sum += FIRST_BLANK;
            }
            continue;
        };
        if is_key && key.is_some_and(|k| table.is_key_line(n, k)) {
            sum += KEY;
            continue;
        }
        if is_key {
            sum += NO_KEY;
        }
        let is_near = |m: &usize| here.base - table.lines[*m].base <= 1.35 * leading;
        let above = (head..n)
            .rev()
            .take_while(is_near)
            .find_map(|m| table.lines[m].bits[c].as_ref().filter(|_| !table.lines[m].is_across));
        let is_value = table.columns[c].is_atomic();
        let Some(above) = above else {
            let is_text =
                !bit.is_atomic && !room.is_small && bit.said.starts_with(char::is_lowercase);
            if !is_text {
                sum += if is_value { VALUE } else { FRESH };
            }
            continue;
        };
        sum += if room.runs_on(above, bit, here.size) {
            runs_on = true;
            RUNS_ON
        } else if above.said == bit.said {
            AGAIN
        } else if is_value && above.is_atomic && bit.is_atomic {
            VALUE
        } else if room.whole.binary_search(&bit.said).is_ok() {
            WHOLE
        } else if room.takes(above, bit, here.size) && !room.is_broken {
            ROOM
        } else if room.has_texts {
            NO_ROOM
        } else {
            NO_ROOM_FOR_ONE
        };
    }
    let is_full = |l: &Line| l.filled() * 5 >= columns.len() * 4;
    if columns.len() >= 3 && !runs_on && is_full(here) && is_full(&table.lines[n - 1]) {
        sum += FULL;
    }
    if here.filled() == 1 && columns.len() > 2 {
        sum += ALONE;
    }
    sum
}
