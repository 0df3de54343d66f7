//! Whether pages that are pictures are recognised, and by what.

use std::sync::Arc;
use tablemend_scan::Engine;

/// Which pages are recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OcrMode {
    /// Those that are pictures and have no text of their own.
    #[default]
    Auto,
    /// None.
    Never,
    /// All, in place of the text that they have.
    Always,
}

/// How pages are recognised.
#[derive(Clone, Debug, Default)]
pub struct Ocr {
    /// Which.
    pub mode: OcrMode,
    /// What reads them; without it none are.
    pub engine: Option<Arc<dyn Engine>>,
}

impl Ocr {
    /// Why pages that would be recognised cannot be, and what to do about it.
    pub(crate) fn absent(&self) -> Option<String> {
        let engine = self.engine.as_ref().filter(|_| self.mode != OcrMode::Never)?;
        engine.check().err().map(|failure| failure.to_string())
    }
}
