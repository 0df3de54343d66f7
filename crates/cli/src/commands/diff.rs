//! `tablemend diff`: what changed between two editions.

use crate::archives::{self, NoArchiveTold, Side, Where};
use crate::report::{Style, trouble};
use crate::{Outcome, formats, output, report, typed_dates};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use tablemend::CompareOptions;
use tablemend_archive::Archive;
use tablemend_compare::{Changes, Edition, Key, render};
use tablemend_dates::Context as DateContext;
use tablemend_model::{Diagnostic, Level, RichText};

/// Show what changed between two editions: documents, records in any format that `convert` or
/// `archive export` writes, or periods of the archive.
///
/// What `convert` wrote may be JSON, JSON Lines, CSV, a workbook (also one that was sorted, filtered
/// or edited in Excel or LibreOffice), SQLite, Parquet, the HTML page, Markdown, or the folder with
/// datapackage.json. Columns are found by their names: unknown ones are ignored, a field whose column is
/// missing is not compared, and both are reported on standard error. Dates are compared by the days
/// they mean (`_start`, `_end`, `_edtf`), not by how they are printed: to correct one by hand,
/// correct those columns.
///
/// A CSV or Parquet file by itself lacks the separate dates of a cell with several, CSV and JSON
/// Lines lack the legend: changes in these alone are not found.
///
/// Where a file holds several editions (`convert` of several documents into one file, `archive
/// export` as CSV, Parquet or package), add the period after its name: plan.parquet#2024-01.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The earlier edition: a file (FILE#PERIOD where it holds several), a folder with
    /// datapackage.json, or a period of the archive (2020-01 or January 2020; 2020-01#1 is its revision 1)
    before: String,
    /// The later edition
    after: String,
    /// Output format; by default taken from the output's extension, and text on standard output
    #[arg(long, short, value_name = "FORMAT", help_heading = "Writing")]
    format: Option<Form>,
    /// File to write to, instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Put an apostrophe in front of CSV texts that a spreadsheet would run as a formula
    #[arg(long, help_heading = "Writing")]
    escape_formulas: bool,
    /// How items are matched: `likeness` (by ref and similarity of the text), `ref` or `id` alone, or the name
    /// of a field
    #[arg(long, value_name = "KEY", default_value = "likeness", help_heading = "Comparing")]
    key: String,
    /// Fields to leave out, separated by commas (`ref` for renumbering)
    #[arg(long, value_delimiter = ',', value_name = "FIELDS", help_heading = "Comparing")]
    ignore: Vec<String>,
    /// Compare only these fields
    #[arg(long, value_delimiter = ',', value_name = "FIELDS", help_heading = "Comparing")]
    fields: Option<Vec<String>>,
    /// Built-in profile or profile file of documents; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
    /// Exit with 0 when nothing changed, 1 when something did, 2 on error
    #[arg(long, help_heading = "Checks")]
    exit_code: bool,
    #[command(flatten)]
    place: Where,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Human-readable, with the words that changed marked
    Text,
    /// As defined in the data contract
    Json,
    /// For a report
    Md,
    /// The JSON of the tool csv-diff
    CsvDiff,
    /// The highlighter CSV of daff
    Daff,
    /// The same as an HTML table
    DaffHtml,
    /// A commit message
    Message,
}

/// Compares.
pub(crate) fn run(typed: &Diff, style: &Style) -> Result<Outcome> {
    let form = match typed.format {
        Some(form) => {
            let endings: &[&str] = match form {
                Form::Text | Form::Message => &["txt"],
                Form::Json | Form::CsvDiff => &["json"],
                Form::Md => &["md", "markdown"],
                Form::Daff => &["csv"],
                Form::DaffHtml => &["html", "htm"],
            };
            formats::check_agrees(typed.output.as_deref(), endings)?;
            form
        }
        None => form_of(typed.output.as_deref())?,
    };
    let changes = match changes(typed, style) {
        Ok(changes) => changes,
        Err(error) => {
            let is_usage = is_mistyped(&error);
            let code = match is_usage {
                true => "usage",
                false if crate::is_damage(&error) => "archive.damaged",
                false => "input.unreadable",
            };
            report::say(&[report::Report::failed("", trouble(code, &error), style)], style);
            let is_usage = is_usage || typed.exit_code;
            return Ok(if is_usage { Outcome::Usage } else { Outcome::Unreadable });
        }
    };
    let text = match form {
        Form::Text => render::text(&changes, style.colour_out && typed.output.is_none()),
        Form::Json => format!("{:#}\n", render::json(&changes)),
        Form::Md => render::markdown(&changes),
        Form::CsvDiff => format!("{:#}\n", render::csv_diff(&changes)),
        Form::Daff if typed.escape_formulas => {
            tablemend_archive::without_formulas(&render::daff_csv(&changes))
        }
        Form::Daff => render::daff_csv(&changes),
        Form::DaffHtml => render::daff_html(&changes),
        Form::Message => render::message(&changes),
    };
    output::put(typed.output.as_deref(), text.as_bytes())?;
    let is_changed = changes.iter().any(|of_kind| !of_kind.is_empty());
    Ok(if typed.exit_code && is_changed { Outcome::CheckFailed } else { Outcome::Fine })
}

/// Whether what was typed is wrong, a period, a field or the archive, and not what is in a file.
fn is_mistyped(error: &anyhow::Error) -> bool {
    let of_library = error.downcast_ref::<tablemend::Error>();
    if error.is::<NoArchiveTold>()
        || of_library.is_some_and(|e| e.kind() == tablemend::ErrorKind::NoField)
    {
        return true;
    }
    let of_archive = error.downcast_ref::<tablemend_archive::Error>();
    of_archive.is_some_and(|e| !e.is_damage())
        || error.is::<tablemend_compare::Error>()
        || matches!(error.downcast_ref(), Some(tablemend_readback::Error::SeveralEditions))
}

/// The form that a file's extension tells.
fn form_of(output: Option<&Path>) -> Result<Form> {
    let path = output.filter(|p| p.as_os_str() != "-");
    let extension = path.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    Ok(match extension.as_deref() {
        Some("json") => Form::Json,
        Some("md" | "markdown") => Form::Md,
        Some("csv") => Form::Daff,
        Some("html" | "htm") => Form::DaffHtml,
        None | Some("txt") => Form::Text,
        Some(other) => bail!(
            "a comparison cannot be written as .{other}: use .txt, .md, .html, .csv or .json, or \
             --format"
        ),
    })
}

/// What changed in each kind of items.
fn changes(typed: &Diff, style: &Style) -> Result<Vec<Changes>> {
    let key = match typed.key.as_str() {
        "likeness" => Key::Likeness,
        "ref" => Key::Reference,
        "id" => Key::Id,
        field => Key::Field(field.to_owned()),
    };
    let mut options = CompareOptions::new().with_key(key).ignoring(&typed.ignore);
    if let Some(fields) = &typed.fields {
        options = options.only(fields);
    }
    // A file goes before a period that is called like it.
    let period = |name: &str| typed_dates::known_period(name).filter(|_| !Path::new(name).exists());
    if let (Some(before), Some(after)) = (period(&typed.before), period(&typed.after)) {
        // The archive knows what a person said on who is who, and the editions between.
        return Ok(vec![typed.place.open()?.compare(&before, &after, options.as_compared())?]);
    }
    let side = |name: &str| -> Result<Side> {
        let file = name.rsplit_once('#').map_or(name, |(file, _)| file);
        let revision = revision(name);
        let period = revision.as_ref().map(|(period, _)| period.clone()).or_else(|| period(name));
        if !Path::new(name).exists() && !Path::new(file).exists() && period.is_none() {
            bail!("{name}: there is no such file, and it is not a period of the archive (2020-01)");
        }
        let Some(period) = period else {
            let side = archives::edition_of(name, typed.profile.as_deref())?;
            say(name, &side.notes, style);
            return Ok(side);
        };
        let archive: Archive = typed.place.open()?;
        // An archive follows one kind of items.
        let kinds = vec![
            archive
                .edition(&period, revision.map(|(_, number)| number))
                .with_context(|| name.to_owned())?,
        ];
        Ok(Side { kinds, is_part: true, notes: Vec::new(), foreign: None })
    };
    let (before, after) = (side(&typed.before)?, side(&typed.after)?);
    let mut before = before.unlike(&after).with_context(|| typed.before.clone())?;
    let mut after = after.unlike(&before).with_context(|| typed.after.clone())?;
    let lacking = [
        (&typed.before, not_in(&mut before, &after, &typed.after)),
        (&typed.after, not_in(&mut after, &before, &typed.before)),
    ];
    for (name, notes) in lacking {
        say(name, &notes, style);
    }
    let changes = tablemend::compare_kinds(before.kinds, after.kinds, &options)?;
    let moved: Vec<String> = changes.iter().flat_map(moved_in_print_alone).collect();
    say(&typed.after, &moved, style);
    Ok(changes)
}

/// The period and the revision of what is typed `2024-06#1`, where there is no such file.
fn revision(name: &str) -> Option<(String, u32)> {
    let (period, number) = name.rsplit_once('#')?;
    if Path::new(name).exists() || Path::new(period).exists() {
        return None;
    }
    Some((typed_dates::known_period(period)?, number.trim().parse().ok()?))
}

/// Takes away the kinds of items that the other side cannot hold; gives what to say of them.
fn not_in(side: &mut Side, other: &Side, name: &str) -> Vec<String> {
    let is_there = |kind: &Edition| other.kinds.iter().any(|o| o.is_of_kind_of(kind));
    // Where none is on both sides, the two are compared as they are.
    if !other.is_part || !side.kinds.iter().any(is_there) {
        return Vec::new();
    }
    let (kept, left): (Vec<Edition>, Vec<Edition>) =
        std::mem::take(&mut side.kinds).into_iter().partition(is_there);
    side.kinds = kept;
    let note = |kind: &Edition| {
        let title = kind.title_of_items().to_lowercase();
        format!(
            "its {title} ({}) are not compared: {name} holds one kind of items",
            kind.items.len()
        )
    };
    left.iter().filter(|kind| !kind.items.is_empty()).map(note).collect()
}

/// Dates of a spreadsheet whose printed words say other days than before while the columns of the
/// days say the same: somebody corrected what can be read and not what is compared.
fn moved_in_print_alone(changes: &Changes) -> Vec<String> {
    let is_sheet = |e: &Edition| {
        e.document.media_type == "text/csv"
            || e.document.media_type.ends_with("spreadsheetml.sheet")
    };
    if !is_sheet(&changes.before) && !is_sheet(&changes.after) {
        return Vec::new();
    }
    let days = |printed: &str| {
        let read = tablemend_dates::read(&RichText::plain(printed), &DateContext::default());
        Some((read.completion.start?, read.completion.end?))
    };
    let mut told = Vec::new();
    for (old, new) in changes.pairing.links.iter().filter_map(|l| changes.items(l)) {
        for field in &changes.after.fields {
            let name = field.name.as_str();
            let before = old.cell(changes.before.field(name)).dates();
            let (Some(a), Some(b)) = (before, new.cell(changes.after.field(name)).dates()) else {
                continue;
            };
            let (Some(was), Some(is)) = (&a.printed, &b.printed) else { continue };
            let is_same = (&a.edtf, a.start, a.end) == (&b.edtf, b.start, b.end);
            if is_same && was != is && days(was).zip(days(is)).is_some_and(|(was, is)| was != is) {
                told.push(format!(
                    "{}: “{}” was printed “{was}” and is printed “{is}”, but `{name}_start`, \
                     `{name}_end` and `{name}_edtf` are as before, so no change is reported; if the \
                     date moved, correct those columns too",
                    new.name(),
                    field.title
                ));
            }
        }
    }
    told
}

/// Says what a person should know of how a file was read.
fn say(name: &str, notes: &[String], style: &Style) {
    let notes = notes.iter().map(|n| Diagnostic::new("diff.columns", Level::Warning, n.clone()));
    let mut report = report::Report {
        shown: name.to_owned(),
        notes: notes.collect(),
        ..report::Report::default()
    };
    report.render(None, style, None);
    report::say(&[report], style);
}
