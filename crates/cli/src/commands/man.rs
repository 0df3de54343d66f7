//! `tablemend man`: the manual pages.

use crate::Outcome;
use crate::args::Typed;
use crate::output::{self, Protected, Staged};
use anyhow::Result;
use clap::{Args, CommandFactory};
use std::path::PathBuf;

/// Write the manual page to standard output, or one page per command into a folder.
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// Folder for the pages of all commands
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Writes the pages.
pub(crate) fn run(typed: &Man) -> Result<Outcome> {
    let command = Typed::command();
    let Some(folder) = &typed.output else {
        output::to_stdout(|mut out| Ok(clap_mangen::Man::new(command).render(&mut out)?))?;
        return Ok(Outcome::Fine);
    };
    let protected = Protected::default();
    let mut staged = Staged::new(&protected);
    let mut command = command;
    // Options that every command takes, and full names, come to the subcommands only when built.
    command.build();
    let subcommands = command.get_subcommands().cloned();
    for command in std::iter::once(command.clone()).chain(subcommands) {
        let page = clap_mangen::Man::new(command);
        staged.write(&folder.join(page.get_filename()), |mut out| Ok(page.render(&mut out)?))?;
    }
    staged.commit()?;
    Ok(Outcome::Fine)
}
