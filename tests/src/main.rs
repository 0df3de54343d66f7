//! The program under test: the same `main` as `tablemend`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tablemend_cli::run()
}
