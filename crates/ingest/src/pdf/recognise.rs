//! Pages that are pictures: what a recogniser of text reads on them, as the content of the page.

use super::pages::Pages;
use super::words::{self, PageContent};
use crate::Error;
use crate::ocr::{Ocr, OcrMode};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tablemend_model::{Diagnostic, Level, MediaType, Place, Rect, SourceRef};
use tablemend_pdf::{Doubt, Page};
use tablemend_scan::{Engine, Failure, ReadPage, prepare};

/// A page of which less is recognised than this is a picture of something else.
const WORDS: usize = 1;

/// What to do where text is not recognised here.
pub(super) const ELSEWHERE: &str =
    "run text recognition (OCR) on the document, or ask the publisher for the original";

/// Whether a page is to be recognised: always, or where it is a picture without a text layer.
pub(super) fn is_wanted(page: &Page, ocr: &Ocr) -> bool {
    match ocr.mode {
        OcrMode::Never => false,
        OcrMode::Always => ocr.engine.is_some(),
        OcrMode::Auto => ocr.engine.is_some() && page.is_scan(),
    }
}

/// A page as it was read: its words, what is in doubt of it, and the page where it is to be recognised.
pub(super) type Read = (PageContent, Vec<Doubt>, Option<Page>);

/// A page that was recognised, and what to say of it.
pub(super) struct Recognised {
    pub(super) content: PageContent,
    pub(super) notes: Vec<Diagnostic>,
}

/// What came of the pages that are to be recognised, by their numbers; and what to do where there is no
/// engine that could.
pub(super) fn all(
    source: &Pages<'_>,
    read: &[Result<Read, String>],
    ocr: &Ocr,
) -> (HashMap<u32, Result<Recognised, String>>, Option<String>) {
    let wanted: Vec<&Page> = read.iter().filter_map(|r| r.as_ref().ok()?.2.as_ref()).collect();
    let Some(engine) = ocr.engine.as_deref().filter(|_| !wanted.is_empty()) else {
        return (HashMap::new(), None);
    };
    if let Some(absent) = ocr.absent() {
        return (HashMap::new(), Some(absent));
    }
    let made = pages(source, &wanted, engine);
    (wanted.iter().map(|page| page.number).zip(made).collect(), None)
}

/// Says that a page could not be recognised. One that has text of its own keeps it.
pub(super) fn failed(content: &PageContent, number: u32, why: &str) -> Option<Diagnostic> {
    let note = if content.words.is_empty() {
        let message =
            format!("page {number} is only a picture (a scan) and could not be read: {why}");
        Diagnostic::new("page.scanned", Level::Error, message)
    } else {
        let message = format!("page {number} was read by its own text: {why}");
        Diagnostic::new("page.scanned", Level::Warning, message)
    };
    Some(note.help(ELSEWHERE).at(whole(content, number)))
}

/// Why there is no text in a document at all.
pub(super) fn no_text(media_type: MediaType, notes: &[Diagnostic], ocr: &Ocr) -> Error {
    if let Some(absent) = ocr.absent() {
        return Error::Unrecognised(match media_type {
            MediaType::Pdf => format!("no page holds text, they are pictures (a scan): {absent}"),
            _ => format!("pictures are read by text recognition (OCR): {absent}"),
        });
    }
    let tried = ocr.engine.is_some() && ocr.mode != OcrMode::Never;
    match notes.iter().find(|n| n.code == "page.scanned").filter(|_| tried) {
        Some(note) => Error::Unrecognised(note.message.clone()),
        None if media_type == MediaType::Pdf => Error::NoText,
        None => Error::Unrecognised(
            "pictures are read by text recognition (OCR), which is switched off".to_owned(),
        ),
    }
}

/// A page as a place.
pub(super) fn whole(content: &PageContent, number: u32) -> SourceRef {
    at(number, Rect::new(0.0, 0.0, content.width, content.height))
}

/// Recognises pages, as many at once as the engine takes; each is given with why it failed, or with
/// what came of it.
pub(super) fn pages(
    source: &Pages<'_>,
    wanted: &[&Page],
    engine: &dyn Engine,
) -> Vec<Result<Recognised, String>> {
    let workers = engine.at_once().clamp(1, wanted.len().max(1));
    if workers == 1 {
        return wanted.iter().map(|page| one(source, page, engine)).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<Recognised, String>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(page) = wanted.get(i) else { break };
                    let made = one(source, page, engine);
                    if let Ok(mut done) = done.lock() {
                        done.push((i, made));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, made)| made).collect()
}

fn one(source: &Pages<'_>, page: &Page, engine: &dyn Engine) -> Result<Recognised, String> {
    let picture = source.picture(page)?;
    let prepared = prepare(&picture, page.width, page.height);
    drop(picture);
    let told = |failure: Failure| failure.to_string();
    let tsv = engine.read(&prepared.letters).map_err(told)?;
    let mut read = prepared.page(page.number, (page.width, page.height), &tsv).map_err(told)?;
    if read.words < WORDS {
        return Err("no words were recognised on it".to_owned());
    }
    read.page.links.clone_from(&page.links);
    let content = words::content(&read.page);
    let mut notes = vec![of_page(&read, prepared.skew)];
    notes.extend(read.doubted.iter().map(|word| doubted(word, page.number)));
    Ok(Recognised { content, notes })
}

/// Says that a page was recognised, and how well.
fn of_page(read: &ReadPage, skew: f32) -> Diagnostic {
    let page = &read.page;
    let words = if read.words == 1 { "1 word".to_owned() } else { format!("{} words", read.words) };
    let doubted = match read.doubted.len() {
        0 => "none of them doubtful".to_owned(),
        n => format!("{n} of them doubtful"),
    };
    let turned = if skew.abs() >= 0.05 {
        format!("; the page was straightened by {:.1} degrees", skew.abs())
    } else {
        String::new()
    };
    let message = format!(
        "page {} is a picture and was read by OCR: {words}, {doubted}{turned}",
        page.number
    );
    Diagnostic::new("ocr.read", Level::Warning, message)
        .help("what was recognised wrongly stays wrong: check it against the page")
        .at(at(page.number, Rect::new(0.0, 0.0, page.width, page.height)))
}

fn doubted(word: &tablemend_scan::Doubted, number: u32) -> Diagnostic {
    let message = format!(
        "\u{201c}{}\u{201d} may be something else: OCR is {:.0} % sure of it",
        word.text, word.confidence
    );
    Diagnostic::new("ocr.doubted", Level::Info, message)
        .printed(word.text.clone())
        .at(at(number, word.area))
}

fn at(number: u32, area: Rect) -> SourceRef {
    SourceRef::at(Place::Page { number, area })
}
