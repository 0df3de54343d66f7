//! Records as one self-contained page: it reads without scripts, and filters, searches and sorts
//! with them; WCAG 2.2 AA, dark mode and print are matters of its style sheet.

mod view;

use crate::Error;
use askama::Template;
use std::io::Write;
use tablemend_model::Dataset;

/// Writes a dataset as a page.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn write(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let page = view::Page::new(data);
    let mut out = std::io::BufWriter::with_capacity(1 << 16, out);
    page.write_into(&mut out)?;
    out.flush()?;
    Ok(())
}
