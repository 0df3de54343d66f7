//! `tablemend completions`: what shells need to complete the command line.

use crate::Outcome;
use crate::args::Typed;
use crate::output;
use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Write the completions of a shell to standard output.
///
/// For bash: tablemend completions bash > ~/.local/share/bash-completion/completions/tablemend
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

/// Writes the completions.
pub(crate) fn run(typed: &Completions) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(typed.shell, &mut Typed::command(), "tablemend", &mut script);
    output::to_stdout(|out| Ok(out.write_all(&script)?))?;
    Ok(Outcome::Fine)
}
