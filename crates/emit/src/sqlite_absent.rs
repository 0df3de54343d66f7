//! What stands in for databases in a build without them.

use crate::Error;
use std::io::{self, Write};
use tablemend_model::Dataset;

/// A database that documents are added to: there is none in this build.
#[derive(Debug)]
pub enum Merged {}

impl Merged {
    /// Fails: this build cannot write databases.
    ///
    /// # Errors
    /// Always.
    pub fn open(_existing: Option<&[u8]>) -> Result<Self, Error> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "this build cannot write databases").into())
    }

    /// Fails: this build cannot write databases.
    ///
    /// # Errors
    /// Always.
    pub fn open_for_many(existing: Option<&[u8]>) -> Result<Self, Error> {
        Self::open(existing)
    }

    /// Never called, as there is no such database.
    ///
    /// # Errors
    /// None.
    pub fn add(&mut self, _data: &Dataset) -> Result<Option<String>, Error> {
        match *self {}
    }

    /// Never called, as there is no such database.
    ///
    /// # Errors
    /// None.
    pub fn write(&mut self, _out: &mut dyn Write) -> Result<(), Error> {
        match *self {}
    }
}
