//! Where something stands in its source.

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

    /// Whether the point stands in the box, edges included.
    #[must_use]
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }
}

/// Where a piece of the document stands in its source.
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
            _ => *self,
        }
    }

    /// The page number, for a place on a page.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::Page { number, .. } => Some(*number),
            Self::Lines { .. } => None,
        }
    }

    /// First and last line, for a place in a text file.
    #[must_use]
    pub fn lines(&self) -> Option<(u32, u32)> {
        match self {
            Self::Lines { first, last } => Some((*first, *last)),
            Self::Page { .. } => None,
        }
    }
}

/// A place, and the row of the logical table that stands there: the contract's `source`.
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
