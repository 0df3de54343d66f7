//! What a run has to say of each document, and the forms it can say it in.

mod excerpt;
mod github;
mod json;
mod sarif;
mod summary;
mod telling;
mod text;

pub(crate) use excerpt::SourceText;
pub(crate) use summary::{of_records, of_tables};
pub(crate) use telling::Telling;

use crate::args::{ColorWhen, DiagnosticsForm, Voice};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use tablemend_model::{Diagnostic, Level};

/// Width of messages where the terminal does not tell its own.
const WIDTH: usize = 100;

/// What came of one document.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The document as messages call it.
    pub(crate) shown: String,
    /// Everything noted, failures included.
    pub(crate) notes: Vec<Diagnostic>,
    /// The notes as text, made where the source is at hand.
    pub(crate) text: String,
    /// For people: what was read and where it was put.
    pub(crate) summary: String,
    /// Whether the document could not be read.
    pub(crate) is_unreadable: bool,
    /// Whether its outputs could not be written.
    pub(crate) is_unwritten: bool,
    /// Whether the audit found words missing or doubled.
    pub(crate) is_audit_dirty: bool,
    /// The records as JSON, for whoever puts those of several documents together.
    pub(crate) records: Option<String>,
    /// The files that were written.
    pub(crate) outputs: Vec<PathBuf>,
    /// How many records, or tables, they hold.
    pub(crate) records_written: Option<u64>,
    /// How many inputs it is on for which there was nothing to do: named twice, or not a document.
    pub(crate) skipped: usize,
    /// Whether it is on several files of a folder.
    pub(crate) is_of_folder: bool,
    /// The line of the manifest of a document that has not changed since it was written.
    pub(crate) before: Option<serde_json::Value>,
}

impl Report {
    /// The report on something that failed as a whole.
    pub(crate) fn failed(shown: &str, note: Diagnostic, style: &Style) -> Self {
        let text = text::render(std::slice::from_ref(&note), shown, None, style, None);
        Self { shown: shown.to_owned(), notes: vec![note], text, ..Self::default() }
    }

    /// The report on a document that could not be read.
    pub(crate) fn unreadable(shown: &str, note: Diagnostic, style: &Style) -> Self {
        Self { is_unreadable: true, ..Self::failed(shown, note, style) }
    }

    /// The report on outputs that could not be written.
    pub(crate) fn unwritten(shown: &str, error: &anyhow::Error, style: &Style) -> Self {
        let note = trouble("output.unwritten", error);
        Self { is_unwritten: true, ..Self::failed(shown, note, style) }
    }

    /// Adds what is found after the others were rendered.
    pub(crate) fn add(&mut self, note: Diagnostic, style: &Style) {
        let told = Self::failed(&self.shown, note, style);
        self.text.push_str(&told.text);
        self.notes.extend(told.notes);
    }

    /// Renders the notes; `full_list` names the file that holds all of them, if one does.
    pub(crate) fn render(
        &mut self,
        source: Option<&SourceText>,
        style: &Style,
        full_list: Option<&str>,
    ) {
        if style.form == DiagnosticsForm::Text {
            self.text = text::render(&self.notes, &self.shown, source, style, full_list);
        }
    }
}

/// A note on an input or output as a whole, with the chain of causes as its message.
pub(crate) fn trouble(code: &'static str, error: &anyhow::Error) -> Diagnostic {
    let mut message = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // Some errors say their cause themselves.
        if message.ends_with(&cause) {
            continue;
        }
        if !message.is_empty() {
            message.push_str(": ");
        }
        message.push_str(&cause);
    }
    Diagnostic::new(code, Level::Error, message)
}

/// How messages look, settled once from the arguments and the terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Format of the diagnostics.
    pub(crate) form: DiagnosticsForm,
    /// Whether there is colour.
    pub(crate) colour: bool,
    /// Whether there is colour on standard output.
    pub(crate) colour_out: bool,
    /// Width in columns.
    pub(crate) width: usize,
    /// Width in columns of standard output; without bound where it is not a terminal.
    pub(crate) width_out: usize,
    /// Only failures.
    pub(crate) quiet: bool,
    /// Every note.
    pub(crate) verbose: bool,
    /// Whether standard error is a terminal.
    pub(crate) is_terminal: bool,
}

impl Style {
    /// From the arguments, the environment and the terminal.
    pub(crate) fn new(voice: &Voice) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let width = if is_terminal {
            terminal_size::terminal_size_of(io::stderr()).map(|(w, _)| usize::from(w.0))
        } else {
            None
        };
        let colour = |is_terminal: bool| match voice.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => is_terminal && !no_colour,
        };
        let width_out = terminal_size::terminal_size_of(io::stdout())
            .map_or(usize::MAX, |(width, _)| usize::from(width.0));
        Self {
            form: voice.diagnostics,
            colour: colour(is_terminal),
            colour_out: colour(io::stdout().is_terminal()),
            width: width.unwrap_or(WIDTH).max(40),
            width_out: width_out.max(40),
            quiet: voice.quiet,
            verbose: voice.verbose,
            is_terminal,
        }
    }
}

/// Says everything on standard error, in the form asked for.
pub(crate) fn say(reports: &[Report], style: &Style) {
    let mut out = String::new();
    match style.form {
        DiagnosticsForm::Text => {
            for report in reports {
                out.push_str(&report.text);
                if !style.quiet {
                    out.push_str(&report.summary);
                }
            }
        }
        DiagnosticsForm::Json => out = json::render(reports),
        DiagnosticsForm::Sarif => out = sarif::render(reports),
        DiagnosticsForm::Github => out = github::render(reports),
    }
    say_plainly(&out);
}

/// Writes to standard error; there is nobody to tell when that fails.
pub(crate) fn say_plainly(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
