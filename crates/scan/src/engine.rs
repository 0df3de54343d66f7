//! What a recogniser of text has to do.

use crate::picture::Grey;

/// Reads the words of a picture: black on white, upright, without rulings and fills.
pub trait Engine: Send + Sync + std::fmt::Debug {
    /// The words, as the TSV of `tesseract`: a line each with its level, five numbers of its place in
    /// the text, its box in pixels, the engine's confidence (0 to 100) and the word.
    ///
    /// # Errors
    /// Where the picture cannot be read; other pictures may be.
    fn read(&self, picture: &Grey) -> Result<String, Failure>;

    /// Whether it is there at all; asked before pages are drawn for it.
    ///
    /// # Errors
    /// [`Failure::Absent`] with what to do about it.
    fn check(&self) -> Result<(), Failure> {
        Ok(())
    }

    /// How many pictures may be read at once.
    fn at_once(&self) -> usize {
        1
    }
}

/// Why a picture was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is no engine; what to do about it.
    #[error("{0}")]
    Absent(String),
    /// It took longer than it may, in seconds.
    #[error("text recognition was stopped after {0} seconds")]
    TooLong(u64),
    /// It failed; its own words.
    #[error("text recognition failed: {0}")]
    Failed(String),
    /// What it gave is not a list of words.
    #[error("text recognition did not give a list of words: {0}")]
    Garbage(String),
}
