//! `tablemend archive export`: the whole archive for other tools.

use crate::archives::Where;
use crate::formats;
use crate::output::{self, Protected, Staged};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend_archive::{export, without_formulas};

/// Export the whole archive for other tools
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// Output format; by default taken from the output's extension, and csv on standard output
    #[arg(long, short, value_name = "FORMAT", help_heading = "Writing")]
    format: Option<Form>,
    /// File to write to; for a package, the folder
    #[arg(long, short, value_name = "PATH", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Put an apostrophe in front of CSV texts that a spreadsheet would run as a formula
    #[arg(long, help_heading = "Writing")]
    escape_formulas: bool,
    #[command(flatten)]
    place: Where,
}

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One row for each item and edition
    Csv,
    /// The same with data types: dates as dates, leads as lists
    #[cfg(feature = "parquet")]
    Parquet,
    /// One row for each change from an edition to the next
    ChangesCsv,
    /// A database for Datasette: items, versions, changes, removals
    Sqlite,
    /// A Data Package: CSV files and their description
    Package,
}

/// Writes the export.
pub(crate) fn run(typed: &Export) -> Result<()> {
    let timeline = typed.place.open()?.timeline()?;
    let path = typed.output.as_deref().filter(|p| *p != Path::new("-"));
    let form = match (typed.format, path) {
        (Some(form), path) => {
            let endings: &[&str] = match form {
                Form::Csv | Form::ChangesCsv => &["csv"],
                #[cfg(feature = "parquet")]
                Form::Parquet => &["parquet"],
                Form::Sqlite => &["sqlite", "sqlite3", "db"],
                Form::Package => &[],
            };
            formats::check_agrees(path, endings)?;
            form
        }
        (None, None) => Form::Csv,
        (None, Some(path)) => of_name(path)?,
    };
    let csv = |text: String| if typed.escape_formulas { without_formulas(&text) } else { text };
    match (form, path) {
        (Form::Csv, path) => output::put(path, csv(export::long(&timeline).csv()).as_bytes()),
        (Form::ChangesCsv, path) => {
            output::put(path, csv(export::changes(&timeline).csv()).as_bytes())
        }
        #[cfg(feature = "parquet")]
        (Form::Parquet, Some(path)) => {
            let mut bytes = Vec::new();
            export::parquet(&timeline, &mut bytes)?;
            output::put(Some(path), &bytes)
        }
        #[cfg(feature = "parquet")]
        (Form::Parquet, None) => {
            bail!("this format cannot go to standard output: use -o PATH")
        }
        (Form::Sqlite, Some(path)) => {
            let protected = Protected::default();
            let mut staged = Staged::new(&protected);
            export::sqlite(&timeline, staged.reserve(path)?.path())?;
            staged.commit().map(drop)
        }
        (Form::Package, Some(folder)) => {
            let protected = Protected::default();
            let mut staged = Staged::new(&protected);
            for file in export::package(&timeline) {
                let is_csv = Path::new(file.name).extension().is_some_and(|e| e == "csv");
                let text = if is_csv { csv(file.text) } else { file.text };
                staged.write(&folder.join(file.name), |out| Ok(out.write_all(text.as_bytes())?))?;
            }
            staged.commit().map(drop)
        }
        (Form::Sqlite | Form::Package, None) => {
            bail!("this format cannot go to standard output: use -o PATH")
        }
    }
}

/// The form that a file's extension tells; what has none is the folder of a package.
fn of_name(path: &Path) -> Result<Form> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    Ok(match extension.as_deref() {
        None => Form::Package,
        Some("csv") => Form::Csv,
        #[cfg(feature = "parquet")]
        Some("parquet") => Form::Parquet,
        Some("sqlite" | "sqlite3" | "db") => Form::Sqlite,
        Some(_) => {
            bail!(
                "{}: unknown file type; use .csv, .parquet, .sqlite or .db, or for a Data Package the \
                 name of a folder",
                path.display()
            )
        }
    })
}
