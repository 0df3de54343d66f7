//! A second reading of a PDF, for holding the first against it: words by the codes of the content,
//! without lines, running lines and tables, and which pages are pictures.

use super::{in_parallel, open};
use crate::{Error, Options};
use std::sync::Arc;
use tablemend_model::{Lack, Rect, SeenPage};
use tablemend_pdf::{DoubtKind, Page};

/// A page with no more words than this, most of which is a picture, is a picture with a stamp or a
/// number on it.
const STAMP: usize = 12;
/// The share of a page that a picture covers which is all of it, or at least half.
const WHOLE: f32 = 0.8;
const HALF: f32 = 0.5;

/// What is on every page of a PDF by the second reading.
///
/// # Errors
/// When the file cannot be opened.
pub fn seen(bytes: &Arc<Vec<u8>>, options: &Options) -> Result<Vec<SeenPage>, Error> {
    let pdf = open(Arc::clone(bytes), options)?;
    // One for each reading: what the one has used up of its bounds is not missing to the other.
    let other = open(Arc::clone(bytes), options)?;
    Ok(in_parallel(
        pdf.page_count() as usize,
        || (pdf.reader(), other.reader()),
        |(first, second), i| {
            let number = i as u32 + 1;
            let read = first.page(number);
            let words = match second.words(number) {
                Ok(words) => words.into_iter().map(|w| (w.text, w.area)).collect(),
                Err(_) => Vec::new(),
            };
            let lack = match &read {
                Ok(page) => picture(page, &words),
                Err(error) => Some(Lack::Unreadable(error.to_string())),
            };
            let left_out = read.map(|page| left_out(&page)).unwrap_or_default();
            SeenPage { number, words, left_out, lack }
        },
    ))
}

/// Whether a page is a picture, whose words nobody reads.
fn picture(page: &Page, words: &[(String, Rect)]) -> Option<Lack> {
    let most = if words.is_empty() { HALF } else { WHOLE } * page.width * page.height;
    let is_large = |a: &Rect| a.width() * a.height() >= most;
    let is_picture = words.len() <= STAMP
        && !page.glyphs.iter().any(|g| g.is_ocr)
        && page.images.iter().any(|i| is_large(&i.area));
    is_picture.then_some(Lack::Picture { words: words.len() })
}

/// Letters that cannot be seen, which a diagnostic tells.
fn left_out(page: &Page) -> Vec<(u32, Rect)> {
    let kinds = [DoubtKind::Hidden, DoubtKind::Clipped];
    let doubts = page.doubts.iter().filter(|d| kinds.contains(&d.kind));
    doubts.filter_map(|d| Some((d.count, d.area?))).collect()
}
