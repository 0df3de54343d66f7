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
    #[error(
        "{0:?} is not a period: write a month (2020-01), a day (2020-01-31), a quarter (Q2 2019/20 of \
         the financial year, 2019-Q3 of the calendar year) or a financial year (2019/20)"
    )]
    BadPeriod(String),
}
