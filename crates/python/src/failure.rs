//! What went wrong with a document: a row of the answer, or an exception.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::{PyErr, create_exception};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

create_exception!(tablemend, Error, PyException, "Why a document could not be read.");

/// Why a document has no records.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// `family.case`, as in diagnostics.
    pub(crate) code: &'static str,
    /// For people.
    pub(crate) message: String,
    /// What can be done about it.
    pub(crate) help: Option<String>,
}

impl Failure {
    /// An input that is not there or cannot be read at all.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { code: "input.unreadable", message: message.into(), help: None }
    }

    /// As an exception with its attributes.
    pub(crate) fn raised(self, py: Python<'_>) -> PyErr {
        let error = Error::new_err(self.message);
        let value = error.value(py);
        let told = value.setattr("code", self.code).and_then(|()| value.setattr("help", self.help));
        match told {
            Ok(()) => error,
            Err(trouble) => trouble,
        }
    }

    /// The same, of a document of this name.
    pub(crate) fn of(mut self, path: Option<&str>) -> Self {
        if let Some(path) = path {
            self.message = format!("{path}: {}", self.message);
        }
        self
    }
}

impl From<tablemend::Error> for Failure {
    fn from(error: tablemend::Error) -> Self {
        let note = error.to_note();
        Self { code: error.kind().code(), message: note.message, help: note.help }
    }
}

/// Does the work on one document: one that brings the program to a defect ends no other.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let what = words(payload.as_ref());
        let message = format!("tablemend failed on this document because of a bug: {what}");
        Err(Failure { code: "program.defect", message, help: None })
    })
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown error".to_owned())
}
