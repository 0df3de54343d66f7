//! The program `tablemend`: see the library of this package.

use std::process::ExitCode;

fn main() -> ExitCode {
    tablemend_cli::run()
}
