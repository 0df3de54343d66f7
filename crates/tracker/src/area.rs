//! Cells and areas of a sheet as they are named: `B7`, `A1:C5`.

use std::fmt;

/// Most rows and columns of a sheet.
pub(crate) const MOST: Spot = Spot { row: 1 << 20, column: 1 << 14 };

/// A cell; rows and columns are counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

/// Letters of a column, counted from 1.
pub(crate) fn letters(column: u32) -> String {
    let mut left = column;
    let mut all = Vec::new();
    while left > 0 {
        all.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    all.iter().rev().collect()
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row)
    }
}

impl Spot {
    /// The cell of this name; `$` is passed over.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let name = name.replace('$', "");
        let at = name.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = name.split_at(at);
        let row = digits.parse().ok()?;
        let column = column_of(letters)?;
        (row > 0 && row <= MOST.row && column <= MOST.column).then_some(Self { row, column })
    }
}

fn column_of(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters.bytes().try_fold(0, |all, b| {
        let digit = b.to_ascii_uppercase().checked_sub(b'A').filter(|d| *d < 26)?;
        Some(all * 26 + u32::from(digit) + 1)
    })
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) first: Spot,
    pub(crate) last: Spot,
}

impl Area {
    /// The area of this name; whole rows and columns are none.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let (first, last) = name.split_once(':').unwrap_or((name, name));
        let (first, last) = (Spot::of(first)?, Spot::of(last)?);
        (first.row <= last.row && first.column <= last.column).then_some(Self { first, last })
    }

    pub(crate) fn has(&self, spot: Spot) -> bool {
        (self.first.row..=self.last.row).contains(&spot.row)
            && (self.first.column..=self.last.column).contains(&spot.column)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        write!(f, "{}:{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written() {
        for name in ["A1", "Z9", "AA10", "AZ52", "BA1", "XFD1048576", "B2:K37"] {
            assert_eq!(Area::of(name).map(|a| a.to_string()).as_deref(), Some(name));
        }
        assert_eq!(Area::of("$A$1:$B$2").map(|a| a.to_string()).as_deref(), Some("A1:B2"));
        for wrong in ["A", "1", "A0", "XFE1", "A1048577", "A:C", "1:1", "B2:A1", "É1", ""] {
            assert_eq!(Area::of(wrong), None, "{wrong}");
        }
    }
}
