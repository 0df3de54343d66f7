//! Pages to blocks: words, text lines, tables by their rulings, fills, tags and alignment.
//!
//! Each page goes through small pure steps: askew text made level (`skew`), watermarks set apart
//! (`watermark`), glyphs to words (`words`, `marks`, `bidi`), pages that lie beside each other joined
//! (`across`) and columns of a page set below each other (`unfold`), lines and fill edges to rulings (`rulings`), rulings to drawn grids (`ruled`, `drawn`), tags that the words bear out to
//! grids (`tagged`), aligned text to grids (`aligned`), the rest to paragraphs (`flow`). A page is
//! dropped as soon as it is reduced, so that long documents need little memory.

mod abreast;
mod across;
mod aligned;
mod apart;
mod bidi;
mod blocks;
mod boxes;
mod bullets;
mod captioned;
mod cards;
mod charts;
mod choice;
mod columns;
mod contents;
mod debug;
mod doubts;
mod drawn;
mod edge_labels;
mod edge_rows;
mod edge_strips;
mod explained;
mod fill_index;
mod first_labels;
mod flow;
mod forms;
mod grid;
mod head_labels;
mod header;
mod hyphens;
mod items;
mod judge;
mod key_rows;
mod keys;
mod layout;
mod layouts;
mod left_beside;
mod list_signs;
mod loose;
mod marks;
mod numbered;
mod numeric;
mod open;
mod outline;
mod overhead;
mod page;
mod pages;
mod picture_columns;
mod pictures;
mod places;
mod recognise;
mod rows;
mod ruled;
mod rulings;
mod running;
mod several;
mod side;
mod skew;
mod tagged;
mod text;
mod turn;
mod undrawn;
mod unfold;
mod unit_rows;
mod watermark;
mod weighed;
mod white;
mod witness;
mod words;

#[cfg(test)]
mod tests;

pub use debug::debug_svg;
pub use explained::{explain_page, page_count};
pub use layouts::LayoutHint;
#[cfg(feature = "ocr")]
pub(crate) use pages::read_pictures;
pub use witness::seen;

use crate::ocr::Ocr;
use crate::{Error, Options};
use pages::{Pages, Reader};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tablemend_model::{Diagnostic, Document, Level, MediaType, Noted, Source};
use tablemend_pdf::{OpenOptions, PAGES_A_THREAD, Pdf};
use text::Known;
use words::PageContent;

/// Pages that are held at once: enough to see what repeats, few enough to be small.
const CHUNK: u32 = 256;
/// Of these, how many are compared with each other for what repeats and how words are written.
const NEAR: usize = 64;

/// Reads a PDF: headings, paragraphs and the tables of each page in reading order, running heads
/// and feet apart. Tables are not joined over page breaks: that is left to `normalise`.
///
/// # Errors
/// When the file cannot be opened, or no page of it holds text that can be read.
pub fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Noted<Document>, Error> {
    read_shared(&Arc::new(bytes.to_vec()), name, options)
}

pub(crate) fn read_shared(
    bytes: &Arc<Vec<u8>>,
    name: &str,
    options: &Options,
) -> Result<Noted<Document>, Error> {
    pages::read_pdf(bytes, name, options)
}

/// Reads what has pages, whatever they come from; `notes` are those on the file as a whole.
fn read_pages(
    pages: &Pages<'_>,
    bytes: &[u8],
    name: &str,
    media_type: MediaType,
    mut notes: Vec<Diagnostic>,
    options: &Options,
) -> Result<Noted<Document>, Error> {
    let tags = match pages {
        Pages::Pdf(pdf) => pdf.tags(),
        #[cfg(feature = "ocr")]
        Pages::Pictures(_) => None,
    };
    let tagged = tags.map(|tree| tagged::tagged(&tree)).unwrap_or_default();
    let mut outline = outline::Outline::default();
    let mut forms = forms::Forms::default();
    let mut past = running::Past::default();
    let mut headers = open::Known::default();
    let sha256 = crate::sha256(bytes);
    let mut layouts = layouts::Layouts::new(&options.layouts, &sha256);
    for first in (1..=pages.count()).step_by(CHUNK as usize) {
        let last = (first + CHUNK - 1).min(pages.count());
        let (mut contents, mut found) = contents(pages, first, last, &options.ocr);
        forms.name(&mut contents);
        notes.append(&mut found);
        // Words and running lines of pages near each other speak for each other.
        let known: Vec<Known> = contents.chunks(NEAR).map(known_words).collect();
        let mut furniture: Vec<running::Furniture> =
            contents.chunks(NEAR).flat_map(|own| running::find(own, &mut past)).collect();
        let (lefts, mut joined) = across::compose(&mut contents, &mut furniture);
        unfold::unfold(&mut contents, &mut furniture);
        headers.form = cards::form::Form::learn(&contents).or(headers.form);
        let mut placed = layouts.place(&contents, &furniture);
        for (content, placed) in contents.iter().zip(&placed) {
            let Some(content) = content else { continue };
            notes.extend(placed.iter().map(|p| layouts.note(content, p)));
        }
        notes.append(&mut joined);
        let mut drafts = in_parallel(
            contents.len(),
            || (),
            |(), i| {
                let content = contents[i].as_ref()?;
                // Tags speak of one page; a sheet of several is read by what is printed.
                let own = tagged.get(&content.number).filter(|_| content.panels.is_empty());
                let proposals = own.map_or(&[][..], Vec::as_slice);
                Some(page::draft(content, &furniture[i], proposals))
            },
        );
        for (draft, placed) in drafts.iter_mut().zip(&mut placed) {
            let Some(draft) = draft else { continue };
            headers.add(&draft.readings);
            draft.placed = std::mem::take(placed);
        }
        let drafts: Vec<Mutex<Option<page::Draft>>> = drafts.into_iter().map(Mutex::new).collect();
        let mut parts = in_parallel(
            contents.len(),
            || (),
            |(), i| {
                let content = contents[i].as_ref()?;
                let draft = drafts[i].lock().ok()?.take()?;
                Some(page::read(content, &furniture[i], draft, &headers, &known[i / NEAR]))
            },
        );
        across::widen(&mut parts, &lefts);
        for (number, part) in (first..).zip(parts) {
            let mut part = part.unwrap_or_default();
            notes.append(&mut part.notes);
            outline.add(number, part);
        }
    }
    notes.extend(layouts.unused());
    if outline.is_blank() {
        // Pages that could not be read are no scans.
        if let Some(note) = notes.iter().find(|n| n.code == "page.unreadable") {
            return Err(Error::Pdf(note.message.clone()));
        }
        return Err(recognise::no_text(media_type, &notes, &options.ocr));
    }
    let source = Source {
        name: name.to_owned(),
        media_type,
        sha256: sha256.clone(),
        pages: Some(pages.count()),
        page_sizes: pages.sizes().into_iter().map(|(w, h)| [w, h]).collect(),
    };
    Ok(Noted { value: Document { source, blocks: outline.finish() }, notes })
}

/// The words of some pages, for telling how those are written that line ends part.
fn known_words(contents: &[Option<PageContent>]) -> Known {
    let mut known = Known::new();
    for content in contents.iter().flatten() {
        text::collect_known(&content.words, &mut known);
    }
    known.settle();
    known
}

fn open(bytes: Arc<Vec<u8>>, options: &Options) -> Result<Pdf, Error> {
    let options = OpenOptions { password: options.password.clone() };
    tablemend_pdf::open(bytes, &options).map_err(|error| match error {
        tablemend_pdf::Error::Password { .. } => Error::Password(error.to_string()),
        other => Error::Pdf(other.to_string()),
    })
}

/// Some pages as sheets, and notes on those that could not be read or hold only a picture.
fn contents(
    pages: &Pages<'_>,
    first: u32,
    last: u32,
    ocr: &Ocr,
) -> (Vec<Option<PageContent>>, Vec<Diagnostic>) {
    let count = (last + 1 - first) as usize;
    let read = in_parallel(
        count,
        || Reader::new(pages),
        |reader, i| {
            let mut page = reader.page(first + i as u32)?;
            let content = words::content(&page);
            let found = std::mem::take(&mut page.doubts);
            Ok((content, found, recognise::is_wanted(&page, ocr).then_some(page)))
        },
    );
    let (mut recognised, absent) = recognise::all(pages, &read, ocr);
    let mut notes = Vec::new();
    let contents = (first..)
        .zip(read)
        .map(|(number, content): (u32, Result<_, String>)| match content {
            Ok((content, found, _)) => {
                match recognised.remove(&number) {
                    Some(Ok(mut made)) => {
                        notes.append(&mut made.notes);
                        notes.extend(doubts::of_page(&found, &made.content));
                        return Some(made.content);
                    }
                    Some(Err(why)) => notes.extend(recognise::failed(&content, number, &why)),
                    None => notes.extend(scanned(&content, number, absent.as_deref())),
                }
                notes.extend(doubts::of_page(&found, &content));
                Some(content)
            }
            Err(why) => {
                notes.push(doubts::unreadable(number, &why));
                None
            }
        })
        .collect();
    (contents, notes)
}

/// Says so where a page is only a picture, or the reading of one.
fn scanned(content: &PageContent, number: u32, absent: Option<&str>) -> Option<Diagnostic> {
    let page = content.width * content.height;
    let is_picture = |a: &tablemend_model::Rect| a.width() * a.height() > 0.5 * page;
    if !content.images.iter().any(|i| is_picture(&i.area)) {
        return None;
    }
    let ocr = content.words.iter().filter(|w| w.is_ocr).count();
    let (level, message) = if content.words.is_empty() {
        // What is on it is missing from the result.
        let message = "is only a picture (a scan): nothing on it could be read";
        (Level::Error, format!("page {number} {message}"))
    } else if ocr * 2 > content.words.len() {
        let message = "is a scan with recognised text: what was recognised wrongly stays wrong";
        (Level::Warning, format!("page {number} {message}"))
    } else {
        return None;
    };
    let absent = absent.filter(|_| content.words.is_empty());
    let note = Diagnostic::new("page.scanned", level, message)
        .help(absent.unwrap_or(recognise::ELSEWHERE));
    Some(note.at(recognise::whole(content, number)))
}

/// What a function makes of 0, 1, .. in order, on as many threads as they are worth; each thread has
/// one state of its own, because what remembers fonts cannot be shared.
fn in_parallel<S, T: Send>(
    count: usize,
    state: impl Fn() -> S + Sync,
    make: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    // Asking for the number of threads starts them all.
    let worth = count.div_ceil(PAGES_A_THREAD);
    let workers = if worth > 1 { rayon::current_num_threads().min(worth) } else { 1 };
    if workers == 1 {
        let mut state = state();
        return (0..count).map(|i| make(&mut state, i)).collect();
    }
    let next = AtomicUsize::new(0);
    let mut parts: Vec<Vec<(usize, T)>> = Vec::new();
    parts.resize_with(workers, Vec::new);
    rayon::scope(|scope| {
        for part in &mut parts {
            scope.spawn(|_| {
                let mut state = state();
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        break;
                    }
                    part.push((i, make(&mut state, i)));
                }
            });
        }
    });
    let mut all: Vec<(usize, T)> = parts.into_iter().flatten().collect();
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, made)| made).collect()
}
