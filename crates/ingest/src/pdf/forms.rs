//! Small drawn things that look like no known sign: those that come again in a document are signs of its own.

use super::bullets;
use super::words::{self, PageContent};
use tablemend_pdf::{Fill, Look, Shape};

/// Forms that a document has as signs, at most; one with more is full of drawings.
const MOST: usize = 8;
/// Forms that are compared, at most.
const LOOKS: usize = 64;
/// Parts in which two drawings of one form may differ.
const SLACK: u32 = 6;

/// The forms of a document, as far as its pages have been looked through.
#[derive(Debug, Default)]
pub(super) struct Forms {
    known: Vec<Form>,
    /// There are too many for signs.
    is_drawing: bool,
}

#[derive(Debug)]
struct Form {
    look: Look,
    count: usize,
    number: Option<u8>,
}

/// Whether a fill is a small thing without a name.
pub(super) fn is_unnamed(fill: &Fill) -> bool {
    matches!(fill.shape, Shape::Unnamed(_))
}

impl Forms {
    /// Numbers the forms that come again, and puts them among the words of their pages. What does not come again
    /// is part of a drawing: it is left out, or an area like others where it fills its box.
    pub(super) fn name(&mut self, contents: &mut [Option<PageContent>]) {
        let all = || contents.iter().flatten().flat_map(|s| &s.fills).filter(|f| is_unnamed(f));
        if all().next().is_none() {
            return;
        }
        for fill in all() {
            self.count(fill.look);
        }
        self.number();
        for content in contents.iter_mut().flatten() {
            let mut has_signs = false;
            content.fills.retain_mut(|fill| {
                if !is_unnamed(fill) {
                    return true;
                }
                let number = self.find(fill.look).and_then(|n| self.known[n].number);
                fill.shape = number.map_or(Shape::Other, Shape::Unnamed);
                has_signs |= number.is_some();
                number.is_some() || fill.look.is_full()
            });
            if has_signs {
                let drawn = bullets::signs(&content.fills, &content.words, &is_unnamed);
                content.words.extend(drawn);
                words::sort(&mut content.words);
            }
        }
    }

    fn find(&self, look: Look) -> Option<usize> {
        let near = |n: &usize| self.known[*n].look.differs(look);
        (0..self.known.len()).filter(|n| near(n) <= SLACK).min_by_key(near)
    }

    fn count(&mut self, look: Look) {
        if self.is_drawing {
            return;
        }
        match self.find(look) {
            Some(n) => self.known[n].count += 1,
            None if self.known.len() < LOOKS => {
                self.known.push(Form { look, count: 1, number: None });
            }
            None => self.is_drawing = true,
        }
    }

    fn number(&mut self) {
        let again = self.known.iter().filter(|f| f.count > 1).count();
        if self.is_drawing || again > MOST {
            self.is_drawing = true;
            return;
        }
        let mut next = self.known.iter().filter_map(|f| f.number).max().unwrap_or(0);
        for form in self.known.iter_mut().filter(|f| f.count > 1 && f.number.is_none()) {
            next += 1;
            form.number = Some(next);
        }
    }
}
