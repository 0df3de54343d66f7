//! Where something is in its source.

use crate::sheet::SheetName;

/// A box in PDF points, origin at the page's top left, after page rotation: `x0 <= x1`, `y0 <= y1`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// The box between two corners, given in any order.
    #[must_use]
    pub fn new(ax: f32, ay: f32, bx: f32, by: f32) -> Self {
        Self { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) }
    }

    /// Width in points.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height in points.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What both boxes cover, if that has an area.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let r = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (r.x0 < r.x1 && r.y0 < r.y1).then_some(r)
    }

    /// Whether the point is in the box, edges included.
    #[must_use]
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }
}

/// Where a piece of the document is in its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Lines of a text file, 1-based, both included.
    Lines {
        /// First line.
        first: u32,
        /// Last line, not before `first`.
        last: u32,
    },
    /// An area of a page; pages are 1-based.
    Page {
        /// Page number in the file, whatever is printed on it.
        number: u32,
        /// The area.
        area: Rect,
    },
    /// A paragraph of a word processor's document, 1-based, those in cells counted too; of several
    /// the first.
    Paragraph {
        /// Its number, in the order of the document's text.
        number: u32,
    },
    /// Cells of a spreadsheet.
    Cells {
        /// The sheet.
        sheet: SheetName,
        /// First and last row, 1-based.
        rows: [u32; 2],
        /// First and last column, 1-based.
        columns: [u32; 2],
    },
}

impl Place {
    /// One line of a text file.
    #[must_use]
    pub fn line(line: u32) -> Self {
        Self::Lines { first: line, last: line }
    }

    /// The smallest place that holds both; of two different pages the first is kept.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Lines { first: a, last: b }, Self::Lines { first: c, last: d }) => {
                Self::Lines { first: *a.min(c), last: *b.max(d) }
            }
            (Self::Page { number: m, area: a }, Self::Page { number: n, area: b }) if m == n => {
                Self::Page { number: *m, area: a.union(b) }
            }
            (Self::Paragraph { number: a }, Self::Paragraph { number: b }) => {
                Self::Paragraph { number: *a.min(b) }
            }
            (
                Self::Cells { sheet: s, rows: a, columns: b },
                Self::Cells { sheet: t, rows: c, columns: d },
            ) if s == t => Self::Cells {
                sheet: *s,
                rows: [a[0].min(c[0]), a[1].max(c[1])],
                columns: [b[0].min(d[0]), b[1].max(d[1])],
            },
            _ => *self,
        }
    }

    /// The page number, for a place on a page.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::Page { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// First and last line, for a place in a text file.
    #[must_use]
    pub fn lines(&self) -> Option<(u32, u32)> {
        match self {
            Self::Lines { first, last } => Some((*first, *last)),
            _ => None,
        }
    }

    /// The number of the paragraph, for a place in a word processor's document.
    #[must_use]
    pub fn paragraph(&self) -> Option<u32> {
        match self {
            Self::Paragraph { number } => Some(*number),
            _ => None,
        }
    }

    /// The sheet's name and the cells as spreadsheets write them (`B7:F7`), for a place in one.
    #[must_use]
    pub fn cells(&self) -> Option<(&'static str, String)> {
        let Self::Cells { sheet, rows, columns } = self else { return None };
        let corner = |i: usize| format!("{}{}", column_letters(columns[i]), rows[i]);
        let (first, last) = (corner(0), corner(1));
        Some((sheet.as_str(), if first == last { first } else { format!("{first}:{last}") }))
    }

    /// The place that [`Place::cells`] writes so; `None` where the text does not name cells.
    #[must_use]
    pub fn from_cells(sheet: &str, cells: &str) -> Option<Self> {
        let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
        let ((a, b), (c, d)) = (corner(first)?, corner(last)?);
        (a <= c && b <= d).then(|| Self::Cells {
            sheet: SheetName::new(sheet),
            rows: [a, c],
            columns: [b, d],
        })
    }
}

/// The letters of a column, 1-based: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        letters.push(char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Row and column, 1-based, of `B7`.
fn corner(name: &str) -> Option<(u32, u32)> {
    let name = name.trim();
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at_checked(letters)?;
    if letters.is_empty() || letters.len() > 6 {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0u32, |n, b| n.saturating_mul(26) + u32::from(b.to_ascii_uppercase() - b'A' + 1));
    let row: u32 = digits.parse().ok()?;
    (row > 0).then_some((row, column))
}

/// A place, and the row of the logical table that is there: the contract's `source`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SourceRef {
    /// Where in the source.
    pub place: Option<Place>,
    /// Id of the logical table, 1-based.
    pub table: Option<u32>,
    /// Row in that table, 1-based.
    pub row: Option<u32>,
}

impl SourceRef {
    /// A place outside any table.
    #[must_use]
    pub fn at(place: Place) -> Self {
        Self { place: Some(place), table: None, row: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_they_are_written() {
        for cells in ["A1", "B7:F7", "Z9:AB120", "XFD1048576"] {
            let place = Place::from_cells("Plan", cells).unwrap();
            assert_eq!(place.cells(), Some(("Plan", cells.to_owned())));
        }
        for wrong in ["", "7", "B", "B0", "F7:B7", "B7:F", "ABCDEFGH1"] {
            assert_eq!(Place::from_cells("Plan", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_cells_of_one_sheet_unite() {
        let [a, b] = ["B7", "D9"].map(|c| Place::from_cells("Plan", c).unwrap());
        assert_eq!(a.union(&b).cells().unwrap().1, "B7:D9");
        let other = Place::from_cells("Legend", "D9").unwrap();
        assert_eq!(a.union(&other), a);
    }
}
