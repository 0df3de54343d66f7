//! Rows of tables whose lines are evenly spaced, where neither rules nor white part them: whether a line is
//! a row of its own or goes on in the cells above is told by its texts alone.
//!
//! A typesetter turns a line over only where the next word has no more room: texts that would have fitted
//! beside each other are two cells, unless their column breaks lines by itself.

use super::table::{Bit, Key, Line, Lines, goes_on};

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
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| room.runs_on(a, b))
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

/// How wide the texts of a column are, and whether they tell cells apart.
struct Room {
    width: f32,
    /// Texts that stand on lines that are rows for sure.
    whole: Vec<String>,
    /// It breaks lines by itself, as lists of names do.
    is_broken: bool,
    has_texts: bool,
    /// Its cells begin with small letters.
    is_small: bool,
}

impl Room {
    fn new(table: &Lines<'_>, head: usize, key: Option<Key>, c: usize) -> Self {
        let lines = &table.lines;
        let plain = |l: &&Line| !l.is_across;
        let bits = || lines.iter().filter(plain).filter_map(move |l| l.bits[c].as_ref());
        let width = bits().filter(|b| !b.is_wide).map(|b| b.x1 - b.x0).fold(0.0, f32::max);
        let is_sure = |n: usize| {
            n == head
                || key.is_some_and(|k| table.is_key_line(n, k))
                || lines[n].filled() == table.columns.len()
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
        let mut room = Self { width, whole, is_broken: false, has_texts: false, is_small };
        let column = &table.columns[c];
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
    fn runs_on(&self, above: &Bit, below: &Bit) -> bool {
        let is_open = || above.said.ends_with([',', '-', '–', '(', '&', '/']);
        goes_on(&above.said, &below.said) && (!self.is_small || is_open())
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
        sum += if room.runs_on(above, bit) {
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
