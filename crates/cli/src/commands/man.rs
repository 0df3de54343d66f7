//! `tablemend man`: the manual pages.

use crate::Outcome;
use crate::args::Typed;
use crate::output::{self, Protected, Staged};
use anyhow::Result;
use clap::{Args, Command, CommandFactory};
use std::path::{Path, PathBuf};

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
    write(&command, folder, &mut staged)?;
    staged.commit()?;
    Ok(Outcome::Fine)
}

/// Writes the page of a command, and those of the commands in it.
fn write(command: &Command, folder: &Path, staged: &mut Staged<'_>) -> Result<()> {
    let page = clap_mangen::Man::new(command.clone());
    staged.write(&folder.join(page.get_filename()), |mut out| Ok(page.render(&mut out)?))?;
    // `help` says what the pages say.
    let inner = command.get_subcommands().filter(|c| c.get_name() != "help");
    inner.into_iter().try_for_each(|command| write(command, folder, staged))
}
