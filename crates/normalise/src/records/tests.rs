//! Whole documents, small: what the contract says of records.
