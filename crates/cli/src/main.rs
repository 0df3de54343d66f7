//! The program `tablemend`: see the library of this package.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Reading and writing is much small text: a fifth of the time would go to the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    tablemend_cli::run()
}
