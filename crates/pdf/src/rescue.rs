//! Damaged files, written anew by another reader's recovery so that they can be read.

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
