//! `tablemend archive backup`: a copy of the archive that is whole.

use crate::archives::Where;
use crate::output::{Protected, Staged};
use crate::report::{self, Style};
use anyhow::{Result, bail};
use clap::Args;
use std::path::PathBuf;

/// Copy the archive into one file, also while it is in use, and check the copy
#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// The copy, a new file; put it into a folder as archive.sqlite to use it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Where,
}

/// Copies and checks.
pub(crate) fn run(typed: &Backup, style: &Style) -> Result<()> {
    let archive = typed.place.open()?;
    if typed.file.exists() {
        bail!("{} is there already: give the name of a new file", typed.file.display());
    }
    let protected = Protected::default();
    let mut staged = Staged::new(&protected);
    let copied = archive.copy_to(staged.reserve(&typed.file)?.path())?;
    staged.commit()?;
    if !style.quiet {
        let noun = if copied.editions == 1 { "edition" } else { "editions" };
        let file = typed.file.display();
        report::say_plainly(&format!("{} {noun} copied to {file} and checked\n", copied.editions));
    }
    Ok(())
}
