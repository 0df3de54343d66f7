//! What can go wrong with a PDF, and how it is said.

/// Why a document could not be opened, or not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are no PDF, or so damaged that no page can be found.
    #[error("this is not a PDF that can be read: {0}")]
    Unreadable(String),
    /// It is encrypted, and neither the empty nor the given password opens it.
    #[error("{}", if *.given { "the password does not open this PDF" }
            else { "this PDF is encrypted and needs a password" })]
    Password {
        /// Whether a password was given.
        given: bool,
    },
    /// It is encrypted in a way that is not known.
    #[error("this PDF is encrypted in a way that cannot be read")]
    Encryption,
    /// It goes beyond a limit that guards against harmful files.
    #[error("this PDF goes beyond a limit: {0}")]
    Limit(Limit),
    /// Annotations could not be written.
    #[error("annotations could not be written: {0}")]
    Write(String),
}

/// Why a page could not be read. The other pages are not touched by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The document has no such page.
    #[error("there is no page {0}")]
    Missing(u32),
    /// The content of the page cannot be decoded.
    #[error("the content of page {0} cannot be decoded")]
    Undecodable(u32),
    /// The page itself is not in the file, or cannot be made out.
    #[error("the document refers to page {0} as a part of the file that is not there or damaged")]
    Lost(u32),
    /// The page goes beyond a limit.
    #[error("page {page} goes beyond a limit: {limit}")]
    Limit {
        /// 1-based.
        page: u32,
        /// Which.
        limit: Limit,
    },
    /// The reader itself failed, which is a defect of the program.
    #[error("reading page {0} failed inside the program")]
    Defect(u32),
}

/// A limit that guards against harmful files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// Bytes that a stream, a page or the whole document inflates to.
    #[error("its streams inflate to more than {0} MB")]
    Inflated(u64),
    /// Drawing operators of a page, its forms included.
    #[error("more than {0} drawing operators")]
    Operators(u64),
    /// Glyphs, lines or fills of a page.
    #[error("more than {0} glyphs, lines or areas")]
    Marks(u64),
    /// Bytes of text of a page.
    #[error("more than {0} bytes of text")]
    Letters(u64),
    /// Objects nested in each other.
    #[error("objects nested more than {0} deep")]
    Nesting(u64),
    /// Pages.
    #[error("more than {0} pages")]
    Pages(u64),
    /// Drawing operators of all pages together, by the length of the file.
    #[error("its pages have more than {0} drawing operators together")]
    Work(u64),
}
