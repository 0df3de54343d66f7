//! What can go wrong with a comparison, in words.

/// Why two editions could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such field.
    #[error("there is no field {wanted}; known are {known}")]
    NoField {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// A period that is none.
    #[error("{}", crate::period::refused(.0))]
    BadPeriod(String),
}
