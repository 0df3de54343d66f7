//! The program: arguments, files, exit codes; it composes the stages and holds no knowledge of its own.

mod again;
mod archives;
mod args;
mod audit;
mod batch;
mod codes;
mod commands;
mod config;
mod folders;
mod formats;
mod gathered;
mod grids;
mod inputs;
mod ocr;
mod output;
mod own;
mod patterns;
mod pipeline;
mod report;
mod typed_dates;

use args::{Command, Typed};
use clap::{CommandFactory, FromArgMatches, Parser};
use config::Config;
use report::Style;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use tablemend::Options;

/// What a run comes to: the contract's exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Everything was done.
    Fine = 0,
    /// Done, but a check that was asked for failed.
    CheckFailed = 1,
    /// It cannot be done as typed, or the output cannot be written.
    Usage = 2,
    /// An input could not be read.
    Unreadable = 3,
}

/// Runs the program on the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::from(run_behind(0, None))
}

/// Runs the program inside another one that was started with its arguments, as an interpreter is:
/// `leading` arguments of the process are before the program's name, and `host` is what is started
/// with all of them where a process of its own is wanted. Gives the exit code.
#[must_use]
pub fn run_behind(leading: usize, host: Option<PathBuf>) -> u8 {
    batch::start_workers_as(host);
    let arguments = || std::env::args_os().skip(leading);
    let typed = match configured(arguments()) {
        Ok(typed) => typed,
        Err(error) => {
            // What is asked for help, or typed wrongly, is answered without the file.
            let typed = Typed::parse_from(arguments());
            let style = Style::new(&typed.voice);
            let note = report::trouble("usage", &error);
            report::say(&[report::Report::failed("", note, &style)], &style);
            return Outcome::Usage as u8;
        }
    };
    let style = Style::new(&typed.voice);
    batch::remember_panics();
    output::protect_named(std::env::args_os().skip(leading + 1));
    let done = match &typed.command {
        Command::Convert(c) => commands::convert::run(c, &style),
        Command::Watch(c) => commands::watch::run(c, &style),
        Command::Tables(c) => commands::tables::run(c, &style),
        Command::Mark(c) => commands::mark::run(c, &style),
        #[cfg(feature = "review")]
        Command::Review(c) => commands::review::run(c, &style),
        Command::Profile(c) => commands::profile::run(c, &style),
        Command::Schema(c) => commands::schema::run(c),
        Command::Archive(c) => commands::archive::run(c, &style),
        Command::Diff(c) => commands::diff::run(c, &style),
        #[cfg(feature = "xlsx")]
        Command::Update(c) => commands::update::run(c, &style),
        Command::History(c) => commands::history::run(c, &style),
        Command::Overdue(c) => commands::overdue::run(c, &style),
        Command::Slippage(c) => commands::slippage::run(c, &style),
        Command::Leads(c) => commands::leads::run(c, &style),
        Command::Report(c) => commands::report::run(c, &style),
        Command::Explain(c) => commands::explain::run(c),
        Command::Completions(c) => commands::completions::run(c),
        Command::Man(c) => commands::man::run(c),
    };
    let outcome = done.unwrap_or_else(|error| {
        let (code, outcome) = if is_damage(&error) {
            ("archive.damaged", Outcome::Unreadable)
        } else {
            ("usage", Outcome::Usage)
        };
        let note = report::trouble(code, &error);
        report::say(&[report::Report::failed("", note, &style)], &style);
        outcome
    });
    outcome as u8
}

/// The options with text recognition by the program tesseract, for whoever reads documents beside the
/// program: `when` and `languages` are what `--ocr` and `--ocr-language` take.
///
/// # Errors
/// What is wrong with them, for people.
pub fn with_recognition(options: Options, when: &str, languages: &str) -> Result<Options, String> {
    ocr::OcrArgs::named(when, languages).map(|ocr| ocr.apply(options, None))
}

/// What was typed, with the options that the configuration file gives.
fn configured(arguments: impl Iterator<Item = OsString>) -> anyhow::Result<Typed> {
    let arguments: Vec<OsString> = arguments.collect();
    let Some(config) = Config::find()? else { return Ok(Typed::parse_from(arguments)) };
    let tried = config.apply(Typed::command())?.try_get_matches_from(&arguments);
    match tried.and_then(|mut matches| Typed::from_arg_matches_mut(&mut matches)) {
        Ok(typed) => Ok(typed),
        Err(error) if Typed::try_parse_from(&arguments).is_err() => error.exit(),
        // What was typed is sound, so that the file is to blame.
        Err(error) => {
            let told = error.to_string();
            let first = told.split("\n\nFor more").next().unwrap_or_default().trim();
            let told = first.trim_start_matches("error: ").replace("\n", " ");
            anyhow::bail!("in {}: {told}", config.path().display())
        }
    }
}

/// Whether an archive is damaged, and what was typed is not to blame.
pub(crate) fn is_damage(error: &anyhow::Error) -> bool {
    error.downcast_ref::<tablemend_archive::Error>().is_some_and(|e| e.is_damage())
}
