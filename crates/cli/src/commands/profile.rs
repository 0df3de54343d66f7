//! `tablemend profile`: what is known of families of documents, and checks for one's own.

use crate::args::{Checks, Inputs};
use crate::batch::Pace;
use crate::report::{self, Report, Style};
use crate::{Outcome, batch, inputs, output, pipeline};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use std::fmt::Write as _;
use std::path::PathBuf;
use tablemend::profiles::{self, Profile as Known};
use tablemend_model::EntityKind;

/// List, show and check profiles, or find the one that fits a document.
///
/// A profile is a TOML file that says what the columns and rows of one family of documents mean.
#[derive(Args, Debug)]
pub(crate) struct Profile {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the built-in profiles
    List,
    /// Print a built-in profile, as a starting point for your own
    Show {
        /// Name of the profile
        name: String,
    },
    /// Check a profile file and say what it reads
    Check {
        /// The TOML file
        file: PathBuf,
    },
    /// Write a profile for documents like this one, from its headers and cells, to go over
    Draft(#[command(flatten)] Box<DraftOf>),
    /// Show how well each profile fits a document
    Detect(#[command(flatten)] Box<DetectIn>),
}

#[derive(Args, Debug)]
struct DraftOf {
    #[command(flatten)]
    inputs: Inputs,
}

#[derive(Args, Debug)]
struct DetectIn {
    #[command(flatten)]
    inputs: Inputs,
    /// Compare this profile (a file) with the documents too
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    profile: Option<String>,
}

/// Does what was asked.
pub(crate) fn run(typed: &Profile, style: &Style) -> Result<Outcome> {
    match &typed.action {
        Action::List => {
            let mut text = String::new();
            for known in profiles::built_in() {
                let _ = writeln!(text, "{:<WIDTH$} {}", known.name(), known.schema.description);
            }
            print(&text)?;
        }
        Action::Show { name } => match Known::built_in_text(name) {
            Some(text) => print(text)?,
            None => {
                let names: Vec<_> = Known::built_in_names().collect();
                bail!("there is no profile `{name}`; built in are {}", names.join(", "))
            }
        },
        Action::Check { file } => return check(file, style),
        Action::Draft(typed) => return draft_of(typed, style),
        Action::Detect(typed) => return detect_in(typed, style),
    }
    Ok(Outcome::Fine)
}

/// Room for the longest name of a built-in profile.
const WIDTH: usize = 22;

fn print(text: &str) -> Result<()> {
    output::to_stdout(|out| Ok(out.write_all(text.as_bytes())?))
}

fn check(file: &std::path::Path, style: &Style) -> Result<Outcome> {
    let known = match pipeline::read_profile(file) {
        Ok(known) => known,
        Err(error) => {
            let note = report::trouble("profile.unsound", &error);
            // The message itself names the file.
            report::say(&[Report::failed("", note, style)], style);
            return Ok(if file.exists() { Outcome::CheckFailed } else { Outcome::Unreadable });
        }
    };
    let mut text = format!("{} is valid: profile `{}`\n", file.display(), known.name());
    for entity in &known.schema.entities {
        let kind = if entity.kind == EntityKind::Group { "group" } else { "item" };
        let fields: Vec<&str> = entity.fields.iter().map(|f| f.name.as_str()).collect();
        let _ = writeln!(text, "  {:<20} {kind:<6} {}", entity.name, fields.join(", "));
    }
    print(&text)?;
    Ok(Outcome::Fine)
}

fn draft_of(typed: &DraftOf, style: &Style) -> Result<Outcome> {
    let options = pipeline::options(&typed.inputs)?;
    let found = inputs::find(&typed.inputs, None)?;
    let reports = batch::run(&found, Pace::Parallel, style, |input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        let summary = profiles::draft(&tablemend::mend(opened, &options))
            .unwrap_or_else(|| "# No table of the document has a header row.\n".to_owned());
        Report { shown: input.shown.clone(), summary, ..Report::default() }
    });
    print(&reports.iter().map(|r| r.summary.as_str()).collect::<String>())?;
    report::say(&reports, &Style { quiet: true, ..*style });
    Ok(batch::outcome(&reports, &Checks { fail_on: None }))
}

fn detect_in(typed: &DetectIn, style: &Style) -> Result<Outcome> {
    let options = pipeline::options(&typed.inputs)?;
    let mut known = profiles::built_in().to_vec();
    if let Some(name) = &typed.profile {
        let own = pipeline::profile(name)?;
        known.retain(|k| k.name() != own.name());
        known.push(own);
    }
    let found = inputs::find(&typed.inputs, None)?;
    let reports = batch::run(&found, Pace::Parallel, style, |input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        let mended = tablemend::mend(opened, &options);
        let mut summary = format!("{}\n", input.shown);
        for candidate in profiles::detect(&mended, &known) {
            let verdict = if candidate.fits { "fits" } else { "does not fit" };
            let _ = writeln!(
                summary,
                "  {:<WIDTH$} {verdict}: {} of its columns named, {} rows{}",
                candidate.name,
                candidate.fields,
                candidate.rows,
                candidate
                    .header
                    .map_or_else(String::new, |h| format!(" under `{}`", h.replace('\n', " "))),
            );
            if !candidate.unknown.is_empty() {
                let unknown = candidate.unknown.join("`, `").replace('\n', " ");
                let _ = writeln!(summary, "  {:<WIDTH$} does not know: `{unknown}`", "");
            }
        }
        Report { shown: input.shown.clone(), summary, ..Report::default() }
    });
    print(&reports.iter().map(|r| r.summary.as_str()).collect::<String>())?;
    let quiet = Style { quiet: true, ..*style };
    report::say(&reports, &quiet);
    Ok(batch::outcome(&reports, &Checks { fail_on: None }))
}
