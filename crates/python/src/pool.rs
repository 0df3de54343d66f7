//! The threads that documents are read on.

use pyo3::PyResult;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, Mutex, PoisonError};

/// How many threads there are; by default one a core.
const VARIABLE: &str = "TABLEMEND_THREADS";

/// The threads, with the process that they were started in and how many were asked for.
type Started = (u32, usize, Arc<ThreadPool>);

static POOL: Mutex<Option<Started>> = Mutex::new(None);

/// The threads of this process. A process that was forked has none of its parent's.
pub(crate) fn pool() -> PyResult<Arc<ThreadPool>> {
    let (process, wanted) = (std::process::id(), wanted()?);
    let mut started = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, count, pool)) = &*started
        && *of == process
        && *count == wanted
    {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new().num_threads(wanted).build();
    let pool = Arc::new(pool.map_err(|e| PyRuntimeError::new_err(e.to_string()))?);
    let before = started.replace((process, wanted, Arc::clone(&pool)));
    if let Some((of, _, old)) = before
        && of != process
    {
        // Its threads are the parent's: there is nothing here to end.
        std::mem::forget(old);
    }
    Ok(pool)
}

/// How many threads are asked for; 0 for one a core.
fn wanted() -> PyResult<usize> {
    let Some(value) = std::env::var_os(VARIABLE).filter(|v| !v.is_empty()) else { return Ok(0) };
    let text = value.to_string_lossy();
    text.trim()
        .parse()
        .map_err(|_| PyValueError::new_err(format!("{VARIABLE}={text} is not a number of threads")))
}
