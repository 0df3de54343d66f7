//! Whether every word of a document is in what was made of it, exactly once.

pub use tablemend_normalise::{Audit, Loss, Printing, Written};

use crate::stages::{Mended, Opened, Records};
use tablemend_model::{Document, SeenPage};

/// What of the pages (from [`Opened::seen`]) is not in the document as it was read.
#[must_use]
pub fn pages(opened: &Opened, seen: &[SeenPage]) -> Vec<Loss> {
    tablemend_normalise::audit_pages(opened.document(), seen)
}

/// The words of a document as it was read that are missing or doubled in its records.
#[must_use]
pub fn records(as_read: &Document, records: &Records) -> Audit {
    tablemend_normalise::audit(as_read, records.data())
}

/// The words of a document as it was read that are missing or doubled once its tables are whole.
#[must_use]
pub fn tables(as_read: &Document, mended: &Mended) -> Audit {
    tablemend_normalise::audit_tables(as_read, mended.document())
}
