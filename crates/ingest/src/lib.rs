//! Documents to blocks: Markdown, HTML and PDF.

pub mod pdf;
