//! The content of a page: its streams, put together.

use crate::error::Limit;
use crate::inflate::Budget;
use hayro_syntax::object::{Array, MaybeRef, Object, Stream};
use hayro_syntax::page::Page;

/// Streams of one page.
const STREAMS: usize = 100_000;

/// What the streams of a page come to.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Several streams are one, with a blank between.
    pub(super) data: Vec<u8>,
    /// Streams that were decoded.
    read: u32,
    /// Streams that are not there or cannot be decoded.
    pub(super) lost: u32,
    /// Streams that were decoded as far as they are sound.
    pub(super) broken: u32,
}

impl Content {
    /// Whether there should be content and nothing of it can be read.
    pub(super) fn is_lost(&self) -> bool {
        self.read == 0 && self.lost > 0
    }
}

/// Reads the content of a page.
pub(super) fn read(page: &Page<'_>, budget: &Budget<'_>) -> Result<Content, Limit> {
    let mut content = Content::default();
    for part in parts(page) {
        let Some(stream) = part else {
            content.lost += 1;
            continue;
        };
        let Some(mut decoded) = budget.decode(&stream)? else {
            content.lost += 1;
            continue;
        };
        if let Some(end) = overrun(&stream) {
            decoded.data.truncate(end);
            decoded.is_whole = false;
        }
        content.read += 1;
        content.broken += u32::from(!decoded.is_whole);
        if content.data.is_empty() {
            content.data = decoded.data;
        } else {
            content.data.push(b' ');
            content.data.extend_from_slice(&decoded.data);
        }
    }
    Ok(content)
}

/// How many parts of the pages' content cannot be found whole.
pub(super) fn lost_parts(pages: &[Page<'_>]) -> usize {
    let lost = |part: &Option<Stream<'_>>| part.as_ref().is_none_or(|s| overrun(s).is_some());
    pages.iter().map(|page| parts(page).iter().filter(|p| lost(p)).count()).sum()
}

/// The streams of a page; `None` for one that is not there.
fn parts<'a>(page: &Page<'a>) -> Vec<Option<Stream<'a>>> {
    if !page.raw().contains_key(b"Contents") {
        return Vec::new();
    }
    match page.raw().get::<Object<'a>>(b"Contents") {
        Some(Object::Stream(stream)) => vec![Some(stream)],
        Some(Object::Array(array)) => streams(page, &array),
        // An empty page may say so.
        Some(Object::Null(_)) if page.raw().get_ref(b"Contents").is_none() => Vec::new(),
        _ => vec![None],
    }
}

fn streams<'a>(page: &Page<'a>, array: &Array<'a>) -> Vec<Option<Stream<'a>>> {
    let items = array.raw_iter().take(STREAMS);
    items
        .map(|item| match item {
            MaybeRef::Ref(id) => page.xref().get::<Stream<'a>>(id.into()),
            MaybeRef::NotRef(object) => object.into_stream(),
        })
        .collect()
}

/// Where a stream that lies open ran over its own end into the next object, because its end mark
/// is damaged.
fn overrun(stream: &Stream<'_>) -> Option<usize> {
    if !stream.filters().is_empty() {
        return None;
    }
    let data = stream.raw_data();
    let end = memchr::memmem::find(&data, b"endobj")?;
    memchr::memmem::find(data.get(end..)?, b" obj").map(|_| end)
}
