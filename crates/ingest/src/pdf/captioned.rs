//! Pictures that are captioned as tables: on a page with text nothing else says that a table was not read.

use super::aligned::said;
use super::contents;
use super::grid::Grid;
use super::page::Doubt;
use super::words::{self, PageContent};
use tablemend_model::Rect;

/// A caption is no further from what it names, in points.
const NEAR: f32 = 40.0;
/// A picture of a table is at least so much of the page's width, and as high as two rows, in points.
const WIDTH: f32 = 0.25;
const HEIGHT: f32 = 30.0;
/// So many words on a picture show that it is behind them.
const WORDS: usize = 5;

/// Doubts about pictures right below or above the caption of a table, where that caption has no table near it.
pub(super) fn doubts(found: &[Grid], content: &PageContent, free: &[bool]) -> Vec<Doubt> {
    let is_large = |a: &Rect| a.width() >= WIDTH * content.width && a.height() >= HEIGHT;
    let pictures: Vec<Rect> = content
        .images
        .iter()
        .map(|i| i.area)
        .filter(|a| is_large(a) && is_bare(a, content))
        .collect();
    if pictures.is_empty() {
        return Vec::new();
    }
    let own: Vec<u32> = (0..content.words.len() as u32)
        .filter(|i| {
            free.get(*i as usize).is_some_and(|f| *f) && !content.words[*i as usize].is_turned
        })
        .collect();
    let captions: Vec<Rect> = words::lines(&content.words, &own)
        .into_iter()
        .filter(|l| contents::captions_table(&said(content, &l.words)))
        .map(|l| l.area)
        .collect();
    let is_named = |area: &Rect| captions.iter().any(|c| is_near(c, area));
    let has_table = |area: &Rect| {
        let near = |c: &Rect| found.iter().any(|g| is_near(c, &g.area()));
        captions.iter().filter(|c| is_near(c, area)).all(near)
    };
    pictures
        .into_iter()
        .filter(|area| is_named(area) && !has_table(area))
        .map(|area| Doubt {
            code: "table.left_out",
            message: "the caption of a table is beside a picture here, and what is in the picture was not read; run \
                      text recognition (OCR) on this page"
                .to_owned(),
            area,
        })
        .collect()
}

/// Whether a caption is right above or below something, and over or under it.
fn is_near(caption: &Rect, area: &Rect) -> bool {
    let is_over = caption.x0 < area.x1 && area.x0 < caption.x1;
    let (above, below) = (area.y0 - caption.y1, caption.y0 - area.y1);
    is_over && ((-5.0..NEAR).contains(&above) || (-5.0..NEAR).contains(&below))
}

/// Whether hardly any words are on a picture.
fn is_bare(area: &Rect, content: &PageContent) -> bool {
    let inside = content.words.iter().filter(|w| {
        let a = &w.area;
        area.contains((a.x0 + a.x1) / 2.0, (a.y0 + a.y1) / 2.0)
    });
    inside.take(WORDS).count() < WORDS
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, part, set};
    use tablemend_model::Rect;
    use tablemend_pdf::Image;

    /// How many pictures are told on a page with a line above a picture.
    fn told(line: &str, picture: Rect) -> usize {
        let mut p = page();
        set(&mut p, 60.0, 100.0, 10.0, line);
        set(&mut p, 60.0, 60.0, 10.0, "Boats of the harbour lie at the old quay.");
        p.images.push(Image { area: picture, colour: None, pixels: 90_000, mcid: None });
        part(&p).notes.iter().filter(|n| n.code == "table.left_out").count()
    }

    #[test]
    fn a_picture_with_the_caption_of_a_table_is_told() {
        let large = Rect::new(60.0, 110.0, 500.0, 300.0);
        assert_eq!(told("Table 3: Boats by berth", large), 1);
        assert_eq!(told("Figure 3: The old quay", large), 0);
        assert_eq!(told("Table 3: Boats by berth", Rect::new(60.0, 110.0, 90.0, 140.0)), 0);
        assert_eq!(told("Table 3: Boats by berth", Rect::new(60.0, 400.0, 500.0, 600.0)), 0);
    }
}
