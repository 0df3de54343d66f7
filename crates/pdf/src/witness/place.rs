//! Letters put together to words by where they are: nothing is known of lines.

use super::Word;
use std::collections::HashMap;
use tablemend_model::Rect;

/// Letters further apart than this, in ems, along the line or across it, are of two words.
const APART: f64 = 0.24;
const ACROSS: f64 = 0.4;
/// A letter as near as this to one that says the same, in ems, strengthens it.
const TWIN: f64 = 0.1;
/// How far outside the page a letter may begin, in points.
const MARGIN: f64 = 0.5;

type Point = (f64, f64);

/// Words in the making.
pub(super) struct Words {
    page: Rect,
    done: Vec<Word>,
    text: String,
    area: Option<Rect>,
    /// Where the last letter ended, which way it went, and its size.
    last: Option<(Point, Point, f64)>,
    /// Where letters are, by squares of four points.
    places: HashMap<(String, i32, i32), Vec<Point>>,
    letters: usize,
}

impl Words {
    pub(super) fn new(page: Rect) -> Self {
        Self {
            page,
            done: Vec::new(),
            text: String::new(),
            area: None,
            last: None,
            places: HashMap::new(),
            letters: 0,
        }
    }

    pub(super) fn letters(&self) -> usize {
        self.letters
    }

    /// A letter (or what else one code says) from its origin to where it ends; `size` is its em.
    pub(super) fn add(&mut self, text: &str, from: Point, to: Point, size: f64) {
        self.letters += 1;
        if self.is_apart(from, size) {
            self.end();
        }
        let way = (to.0 - from.0, to.1 - from.1);
        self.last = Some((to, way, size));
        if text.trim().is_empty() {
            self.end();
            return;
        }
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        if !self.is_on_page(middle) || self.is_twin(text, from, size) {
            return;
        }
        let point = Rect::new(from.0 as f32, from.1 as f32, from.0 as f32, from.1 as f32);
        self.area = Some(self.area.map_or(point, |area| area.union(&point)));
        self.text.push_str(text);
    }

    /// Ends the word.
    pub(super) fn end(&mut self) {
        if let Some(area) = self.area.take()
            && self.text.contains(char::is_alphanumeric)
        {
            self.done.push(Word { text: std::mem::take(&mut self.text), area });
        }
        self.text.clear();
    }

    pub(super) fn finish(mut self) -> Vec<Word> {
        self.end();
        self.done
    }

    fn is_apart(&self, from: Point, size: f64) -> bool {
        let Some((end, way, last)) = self.last else { return false };
        let (dx, dy) = (from.0 - end.0, from.1 - end.1);
        let length = way.0.hypot(way.1);
        let em = size.max(last);
        if length <= 0.0 {
            return dx.hypot(dy) > em;
        }
        let along = (dx * way.0 + dy * way.1) / length;
        let across = (dx * way.1 - dy * way.0).abs() / length;
        // NaN, of a matrix without sense, is apart.
        !(along.abs() <= APART * em && across <= ACROSS * em)
    }

    fn is_on_page(&self, at: Point) -> bool {
        let Rect { x0, y0, x1, y1, .. } = self.page;
        at.0 >= f64::from(x0) - MARGIN
            && at.0 <= f64::from(x1) + MARGIN
            && at.1 >= f64::from(y0) - MARGIN
            && at.1 <= f64::from(y1) + MARGIN
    }

    /// Whether the same letter is there already: drawn twice it only looks bolder.
    fn is_twin(&mut self, text: &str, at: Point, size: f64) -> bool {
        if size <= 0.0 {
            return false;
        }
        let square = |v: f64| (v / 4.0).floor() as i32;
        let (x, y) = (square(at.0), square(at.1));
        let reach = size * TWIN;
        for near_x in x - 1..=x + 1 {
            for near_y in y - 1..=y + 1 {
                let there = self.places.get(&(text.to_owned(), near_x, near_y));
                let is_near =
                    |p: &Point| (p.0 - at.0).abs() <= reach && (p.1 - at.1).abs() <= reach;
                if there.is_some_and(|points| points.iter().take(64).any(is_near)) {
                    return true;
                }
            }
        }
        self.places.entry((text.to_owned(), x, y)).or_default().push(at);
        false
    }
}
