//! Damaged files, made readable: written anew by another reader's recovery, or given a new end
//! where theirs is lost.

use crate::error::Error;
use crate::inflate;
use lopdf::{Document, LoadOptions};

/// Brackets in each other beyond which a damaged file is not looked at: the recovery follows them
/// by recursion.
const NESTING: u64 = 100;

/// The document written anew; an error where the recovery finds no page either.
pub(crate) fn rewrite(bytes: &[u8], password: Option<&str>) -> Result<Vec<u8>, Error> {
    let lost = || Error::Unreadable("no page can be found in it".to_owned());
    if inflate::find(bytes, b"obj", 0).is_none() || nesting(bytes) > NESTING {
        return Err(lost());
    }
    // First as the file says where its objects are, then by looking for them.
    [false, true]
        .into_iter()
        .find_map(|by_looking| {
            std::panic::catch_unwind(|| rewritten(bytes, password, by_looking)).ok().flatten()
        })
        .ok_or_else(lost)
}

/// An encrypted document written anew in the open, for a password of its owner that the reader of
/// objects does not know how to use (revisions 2 to 4); `None` where the password is wrong.
pub(crate) fn opened_by_owner(bytes: &[u8], password: &str) -> Option<Vec<u8>> {
    if nesting(bytes) > NESTING {
        return None;
    }
    std::panic::catch_unwind(|| rewritten(bytes, Some(password), false)).ok().flatten()
}

fn rewritten(bytes: &[u8], password: Option<&str>, by_looking: bool) -> Option<Vec<u8>> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        max_decompressed_size: Some(inflate::STREAM as usize),
        force_reconstruct: by_looking,
        ..LoadOptions::default()
    };
    let mut document = Document::load_mem_with_options(bytes, options).ok()?;
    if document.is_encrypted() || document.get_pages().is_empty() {
        return None;
    }
    // Its objects are plain now.
    document.trailer.remove(b"Encrypt");
    document.encryption_state = None;
    let mut out = Vec::new();
    document.save_to(&mut out).ok()?;
    Some(out)
}

/// Whether a file breaks off: behind the last word of where its parts are, parts follow, or there
/// is no such word.
pub(crate) fn is_cut_off(bytes: &[u8]) -> bool {
    let rest = match memchr::memmem::rfind(bytes, b"startxref") {
        Some(last) => bytes.get(last..).unwrap_or_default(),
        None => bytes,
    };
    memchr::memmem::find_iter(rest, b" obj").any(|at| {
        let before = rest.get(at.saturating_sub(1)..at).unwrap_or_default();
        before.first().is_some_and(u8::is_ascii_digit)
    })
}

/// The file with an end for its last stream, of which what is there can be read then.
pub(crate) fn ended(bytes: &[u8]) -> Vec<u8> {
    [bytes, b"\nendstream\nendobj\n"].concat()
}

/// The file with an end mark for each stream whose own is damaged or missing; `None` where none
/// is. Offsets change, which the reader of objects sees and looks for the objects again.
pub(crate) fn with_stream_ends(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut from = 0;
    for end in memchr::memmem::find_iter(bytes, b"endobj") {
        let Some(object) = bytes.get(from..end) else { continue };
        let last = |word: &[u8]| memchr::memmem::rfind(object, word);
        let begins = last(b"stream\n").max(last(b"stream\r"));
        let is_open = begins
            .is_some_and(|at| !object.get(..at).unwrap_or_default().ends_with(b"end"))
            && last(b"endstream").is_none_or(|at| Some(at + 3) <= begins);
        if is_open {
            // A word on a line of its own is the damaged mark.
            let text = object.trim_ascii_end();
            let word = text.iter().rev().take_while(|b| b.is_ascii_graphic()).count();
            let (data, word) = text.split_at(text.len() - word);
            let kept = if is_like_end(word) { data.len() } else { text.len() };
            out.extend_from_slice(object.get(..kept).unwrap_or_default());
            out.extend_from_slice(b"\nendstream\n");
        } else {
            out.extend_from_slice(object);
        }
        out.extend_from_slice(b"endobj");
        from = end + 6;
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    (out != bytes).then_some(out)
}

/// Whether a word has most letters of `endstream` in their order.
fn is_like_end(word: &[u8]) -> bool {
    if word.len() > 14 {
        return false;
    }
    let mut common = [0_u8; 10];
    for byte in word {
        let mut before = 0;
        for (i, letter) in b"endstream".iter().enumerate() {
            let above = common[i + 1];
            common[i + 1] = if byte == letter { before + 1 } else { above.max(common[i]) };
            before = above;
        }
    }
    common[9] >= 6
}

/// Numbers of the objects that a new end brings; no sane file has so many.
const CATALOGUE: u32 = 8_388_600;
const TREE: u32 = CATALOGUE + 1;

/// The file with a new end, for one that was cut off before its catalogue: its pages are those
/// that can be found, in the order of the file. Where none is found in the open, the page tree is
/// left out, so that the reader looks for pages in object streams. `None` for encrypted files,
/// whose key is lost with their end.
pub(crate) fn with_new_end(bytes: &[u8]) -> Option<Vec<u8>> {
    if inflate::find(bytes, b"/Encrypt", 0).is_some() || inflate::find(bytes, b"obj", 0).is_none() {
        return None;
    }
    let pages = pages(bytes);
    let mut out = bytes.to_vec();
    // The last stream may be cut in the middle; what is there of it can be read.
    out.extend_from_slice(b"\nendstream\nendobj\n");
    let mut end = format!("{CATALOGUE} 0 obj\n<< /Type /Catalog /Pages {TREE} 0 R >>\nendobj\n");
    if !pages.is_empty() {
        let kids: String = pages.iter().map(|(n, g)| format!("{n} {g} R ")).collect();
        let size = media_box(bytes);
        end += &format!(
            "{TREE} 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {} {size} >>\nendobj\n",
            pages.len()
        );
    }
    end += &format!("trailer\n<< /Root {CATALOGUE} 0 R >>\n");
    out.extend_from_slice(end.as_bytes());
    Some(out)
}

/// Numbers and generations of the page objects that are in the open.
fn pages(bytes: &[u8]) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut at = 0;
    while let Some(key) = inflate::find(bytes, b"/Type", at) {
        at = key + 5;
        let value = bytes.get(at..).unwrap_or_default().trim_ascii_start();
        let is_page = value
            .strip_prefix(b"/Page")
            .is_some_and(|rest| rest.first().is_some_and(|b| !b.is_ascii_alphanumeric()));
        let before = bytes.get(key.saturating_sub(4096)..key).unwrap_or_default();
        let Some(start) = memchr::memmem::rfind(before, b" obj").filter(|_| is_page) else {
            continue;
        };
        let (head, inner) = before.split_at(start);
        if inflate::find(inner, b"endobj", 0).is_some() {
            continue;
        }
        let mut numbers = head.rsplit(|b| b.is_ascii_whitespace()).map(|word| {
            let digits = std::str::from_utf8(word).ok()?;
            digits.parse::<u32>().ok()
        });
        if let (Some(Some(generation)), Some(Some(number))) = (numbers.next(), numbers.next()) {
            // A page that was saved again is where it was first.
            if !found.contains(&(number, generation)) && found.len() < 10_000 {
                found.push((number, generation));
            }
        }
    }
    found
}

/// The first box of a page in the file, for pages that inherited theirs from what is lost.
fn media_box(bytes: &[u8]) -> String {
    let found = inflate::find(bytes, b"/MediaBox", 0).and_then(|at| {
        let rest = bytes.get(at..at + 100)?;
        let end = rest.iter().position(|b| *b == b']')?;
        std::str::from_utf8(rest.get(..=end)?).ok()
    });
    let is_plain =
        |s: &&str| s.bytes().skip(9).all(|b| b.is_ascii_digit() || b" .-[]\r\n".contains(&b));
    found.filter(is_plain).unwrap_or_default().to_owned()
}

/// How deep brackets are nested at most, strings left aside as well as a damaged file allows.
fn nesting(bytes: &[u8]) -> u64 {
    let (mut depth, mut most) = (0_u64, 0);
    for byte in bytes {
        match byte {
            b'[' | b'<' | b'(' => depth += 1,
            b']' | b'>' | b')' => depth = depth.saturating_sub(1),
            // Between objects nothing is open.
            b'j' => depth = 0,
            _ => {}
        }
        most = most.max(depth);
    }
    most
}
