//! The native part of the Python package `tablemend`. What is here takes plain values; the package in
//! `python/tablemend` gives them their Python names, defaults and documentation.

mod batch;
mod failure;
mod input;
mod pool;
mod reading;
mod rows;
mod shape;

use arrow_pyarrow::{PyArrowType, Table};
use arrow_schema::Schema;
use failure::Error;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use reading::{Settings, Side};
use std::path::PathBuf;
use tablemend::Bytes;
use tablemend::profiles::Profile;

/// The records of a document, as JSON.
#[pyfunction]
fn convert_json(
    py: Python<'_>,
    bytes: PyBackedBytes,
    name: &str,
    settings: Settings,
) -> PyResult<String> {
    let pool = pool::pool()?;
    let done = py.detach(|| {
        let reader = settings.reader()?;
        let read = || Ok(reader.records(Bytes::from(&*bytes), name)?.to_json()?);
        pool.install(|| failure::guarded(read))
    });
    done.map_err(|f| f.raised(py))
}

/// The tables of a document, as JSON.
#[pyfunction]
fn tables_json(
    py: Python<'_>,
    bytes: PyBackedBytes,
    name: &str,
    settings: Settings,
) -> PyResult<String> {
    let pool = pool::pool()?;
    let done = py.detach(|| {
        let reader = settings.reader()?;
        let read = || batch::tables_as_json(&reader.tables(Bytes::from(&*bytes), name)?);
        pool.install(|| failure::guarded(read))
    });
    done.map_err(|f| f.raised(py))
}

/// What changed from one document to the next, as JSON; `how` says how their items are paired, and which
/// fields are compared.
#[pyfunction]
fn diff_json(
    py: Python<'_>,
    before: Side,
    after: Side,
    settings: Settings,
    how: reading::Comparing,
) -> PyResult<String> {
    let pool = pool::pool()?;
    let done = py.detach(|| {
        let reader = settings.reader()?;
        pool.install(|| failure::guarded(|| reader.changes(before, after, how)))
    });
    done.map_err(|f| f.raised(py))
}

/// The records or tables of many documents, as one table.
#[pyfunction]
fn convert_table(
    py: Python<'_>,
    table: PyArrowType<Table>,
    output: &str,
    settings: Settings,
    raises: bool,
) -> PyResult<PyArrowType<Table>> {
    let shape = shape::Output::named(output)?;
    let documents = input::documents(table.0)?;
    let pool = pool::pool()?;
    let done = py.detach(|| {
        let reader = settings.reader()?;
        pool.install(|| batch::converted(&documents, shape, &reader, raises))
    });
    let batches = done.map_err(|f| f.raised(py))?;
    let table = Table::try_new(batches, shape.schema());
    table.map(PyArrowType).map_err(|e| pyo3::exceptions::PyValueError::new_err(e.to_string()))
}

/// The schema of what `convert_table` gives.
#[pyfunction]
fn schema_of(output: &str) -> PyResult<PyArrowType<Schema>> {
    Ok(PyArrowType((*shape::Output::named(output)?.schema()).clone()))
}

/// Names of the built-in profiles.
#[pyfunction]
fn profile_names() -> Vec<&'static str> {
    Profile::built_in_names().collect()
}

/// Runs the program with the arguments of the process, of which so many are before its name; workers
/// are run by this interpreter.
#[pyfunction]
fn main(py: Python<'_>, leading: usize, interpreter: Option<PathBuf>) -> u8 {
    py.detach(|| tablemend_cli::run_behind(leading, interpreter))
}

/// The module.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("Error", module.py().get_type::<Error>())?;
    for function in [
        wrap_pyfunction!(convert_json, module)?,
        wrap_pyfunction!(tables_json, module)?,
        wrap_pyfunction!(diff_json, module)?,
        wrap_pyfunction!(convert_table, module)?,
        wrap_pyfunction!(schema_of, module)?,
        wrap_pyfunction!(profile_names, module)?,
        wrap_pyfunction!(main, module)?,
    ] {
        module.add_function(function)?;
    }
    Ok(())
}
