//! Damaged files, written anew by another reader's recovery so that they can be read.

use crate::error::Error;
use crate::inflate;

/// Brackets in each other beyond which a damaged file is not looked at: the recovery follows them
/// by recursion.
const NESTING: u64 = 100;

/// The document written anew; an error where the recovery finds no page either.
pub(crate) fn rewrite(bytes: &[u8], password: Option<&str>) -> Result<Vec<u8>, Error> {
    let lost = || Error::Unreadable("no page can be found in it".to_owned());
    if inflate::find(bytes, b"obj", 0).is_none() || nesting(bytes) > NESTING {
        return Err(lost());
    }
    let rewritten = std::panic::catch_unwind(|| {
        let mut document = lopdf::Document::load_mem(bytes).ok()?;
        if document.is_encrypted() && document.decrypt(password.unwrap_or_default()).is_err() {
            return None;
        }
        if document.get_pages().is_empty() {
            return None;
        }
        let mut out = Vec::new();
        document.save_to(&mut out).ok()?;
        Some(out)
    });
    rewritten.ok().flatten().ok_or_else(lost)
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
