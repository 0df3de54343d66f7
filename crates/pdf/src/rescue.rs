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

/// Numbers and generations of the page objects that stand in the open.
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
            // A page that was saved again stands where it stood first.
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
