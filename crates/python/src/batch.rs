//! Many documents: read on all threads, put into rows in the order in which they came.

use crate::failure::{Failure, guarded};
use crate::input::Documents;
use crate::reading::Reader;
use crate::rows::Rows;
use crate::shape::Output;
use arrow_array::RecordBatch;
use rayon::prelude::*;
use tablemend::{Format, Mended, Records, WriteOptions};

/// Documents that are read before their rows are made: what is held beside the answer.
const AT_A_TIME: usize = 64;

/// What came of one document.
pub(crate) struct Read {
    /// SHA-256 of its bytes; none where there are no bytes.
    pub(crate) id: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) result: Result<Content, Failure>,
}

/// What is in a document.
pub(crate) enum Content {
    Records(Box<Records>),
    Tables(Box<Mended>),
    Json(String),
}

/// The rows of all documents; with `raises` the first document that cannot be read is an error.
pub(crate) fn converted(
    documents: &Documents,
    output: Output,
    reader: &Reader,
    raises: bool,
) -> Result<Vec<RecordBatch>, Failure> {
    let places: Vec<(usize, usize)> = documents.places().collect();
    let mut batches = Vec::new();
    let mut rows = Rows::new(output);
    let at_a_time = AT_A_TIME.max(4 * rayon::current_num_threads());
    for some in places.chunks(at_a_time) {
        let read: Vec<Read> =
            some.par_iter().map(|place| one(documents, *place, output, reader)).collect();
        for document in read {
            if let Err(failure) = &document.result
                && raises
            {
                return Err(failure.clone().of(document.path.as_deref()));
            }
            rows.push(&document);
            if rows.is_full() {
                batches.push(std::mem::replace(&mut rows, Rows::new(output)).finish()?);
            }
        }
    }
    if !rows.is_empty() {
        batches.push(rows.finish()?);
    }
    Ok(batches)
}

fn one(documents: &Documents, place: (usize, usize), output: Output, reader: &Reader) -> Read {
    let path = documents.path(place);
    let bytes = match documents.bytes(place) {
        Ok(bytes) => bytes,
        Err(failure) => return Read { id: None, path, result: Err(failure) },
    };
    let id = Some(tablemend::sha256(&bytes));
    let name = path.as_deref().map_or("-", |p| p.rsplit(['/', '\\']).next().unwrap_or(p));
    let result = guarded(|| {
        Ok(match output {
            Output::Records => Content::Records(Box::new(reader.records(bytes, name)?)),
            Output::Tables => Content::Tables(Box::new(reader.tables(bytes, name)?)),
            Output::Json => Content::Json(reader.records(bytes, name)?.to_json()?),
        })
    });
    Read { id, path, result }
}

/// The tables of a document as JSON.
pub(crate) fn tables_as_json(mended: &Mended) -> Result<String, Failure> {
    let mut out = Vec::new();
    tablemend::write_tables(mended, Format::Json, &WriteOptions::new(), &mut out)?;
    String::from_utf8(out).map_err(|e| Failure::input(e.to_string()))
}
