//! `tablemend update`: a workbook that people work in, brought up to a new edition.

mod family;
mod matching;
mod new;

use super::other_kinds;
use crate::archives::Where;
use crate::output::{Protected, Staged};
use crate::report::{self, Report, Style, trouble};
use crate::{Outcome, formats, typed_dates};
use anyhow::{Context, Result, bail};
use clap::Args;
use matching::{Before, Matched, matched};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend_archive::Archive;
use tablemend_compare::{Edition, is_another_plan, render};
use tablemend_emit::xlsx::{Holds, Is, Plain, Sheet};
use tablemend_model::{Dataset, Diagnostic, FieldKind, Level, MediaType};
use tablemend_readback::Located;
use tablemend_tracker::plan::{Column, Fate, Kind, Row};
use tablemend_tracker::{Case, Derived, Plan, Target, Updated, Value, Workbook};

/// Bring a workbook that people work in up to a new edition.
///
/// The tracker is a workbook that `convert -f xlsx` once wrote and people have worked in since. Rows are
/// matched as the archive matches them. Published columns get the new edition's values; columns, notes,
/// filters, colours, formulas and rows of your own stay, and so does the order of rows and columns. What
/// somebody has changed in a published column is kept and flagged. New rows come below the last one; rows
/// that are no longer in the document stay and are marked. A sheet “Changes” lists everything.
///
/// A new file is written beside the tracker unless -o or --in-place says otherwise.
#[derive(Args, Debug)]
pub(crate) struct Update {
    /// The workbook (.xlsx)
    tracker: PathBuf,
    /// The new edition: a document (PDF, Markdown, HTML), the JSON that `convert` wrote, or a period of
    /// the archive (2020-01 or January 2020)
    new: String,
    /// File to write; by default the tracker's name with the period behind it (plan-2020-01.xlsx)
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Replace the tracker itself
    #[arg(long, conflicts_with = "output", help_heading = "Writing")]
    in_place: bool,
    /// Update even if the new edition looks like another plan or is older than the tracker
    #[arg(long, help_heading = "Checks")]
    anyway: bool,
    /// Built-in profile or profile file of the document; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
    #[command(flatten)]
    place: Where,
}

/// A file that cannot be read: what was typed is not to blame.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unreadable(String);

/// Updates.
pub(crate) fn run(typed: &Update, style: &Style) -> Result<Outcome> {
    formats::check_name(typed.output.as_deref(), &["xlsx", "xlsm"], "the tracker is a workbook")?;
    match update(typed, style) {
        Ok(reports) => {
            report::say(&reports, style);
            Ok(Outcome::Fine)
        }
        Err(error) if is_unreadable(&error) => {
            let note = trouble("input.unreadable", &error);
            report::say(&[Report::failed("", note, style)], style);
            Ok(Outcome::Unreadable)
        }
        Err(error) => Err(error),
    }
}

fn is_unreadable(error: &anyhow::Error) -> bool {
    error.is::<Unreadable>() || error.is::<tablemend_tracker::Error>()
}

/// What is said of the document and of the tracker.
fn update(typed: &Update, style: &Style) -> Result<Vec<Report>> {
    let shown = typed.tracker.display().to_string();
    let bytes = fs::read(&typed.tracker).with_context(|| format!("cannot read {shown}"))?;
    if tablemend::office_kind(&bytes).is_some_and(|kind| kind != MediaType::Xlsx) {
        bail!(
            "{shown} is not a workbook: a tracker is an .xlsx file that `tablemend convert` wrote"
        );
    }
    let book = Workbook::open(&bytes).with_context(|| shown.clone())?;
    let archive = archive_of(typed)?;
    let cells = book.cells();
    let (data, other_type) = new::edition(typed, archive.as_ref(), family::of(&cells).as_ref())?;
    let data = other_kinds::of_tracker(&data, &book, &shown).into_owned();
    let fresh = Edition::of(&data);
    let sheets = tablemend_emit::xlsx::sheets(&data);
    let Some(items) = sheets.iter().find(|s| s.holds == Holds::Items) else {
        bail!("{}: this type of document has no rows that could be followed", typed.new);
    };
    // Where part of the document is unread, what is missing is not gone.
    let errors = data.diagnostics.iter().filter(|n| n.level == Level::Error).cloned();
    let mut document =
        Report { shown: data.document.name.clone(), notes: errors.collect(), ..Report::default() };
    document.render(None, style, None);
    let mut notes: Vec<Diagnostic> = Vec::new();
    let mut warn =
        |code, message: String| notes.push(Diagnostic::new(code, Level::Warning, message));

    if let Some(told) = other_type {
        warn("update.profile", told);
    }
    if let Some(message) = other_kinds::not_followed(&data, &fresh) {
        warn("update.other_items", message);
    }
    let tracker = located(&cells, &data, &shown)?;
    let target = target(&cells, &tracker, items);
    if !typed.anyway && book.published().is_none() {
        check_has_columns(&shown, &target, items)?;
    }
    if let Some(missing) = missing(&target, items) {
        warn("update.columns", missing);
    }
    let before = book.published();
    let before = before.map(|p| Before::of(p, items, &data)).transpose()?;
    if before.is_none() {
        warn(
            "update.unknown",
            "the workbook does not hold what was published last, so what was changed by hand cannot be \
             told from what is new: every difference is taken from the new edition and listed as an \
             update"
                .to_owned(),
        );
    }
    let matched = matched(&book, &target, &tracker, before.as_ref(), &fresh, archive.as_ref());
    check_is_same_plan(typed, &tracker, before.as_ref(), &fresh, &matched)?;

    let columns: Vec<Column> = items.columns.iter().map(column).collect();
    let id = items.columns.iter().position(|c| c.is == Is::Id).unwrap_or(0);
    let held = book.held(&target);
    let rows = held.into_iter().zip(&matched.published_of_row);
    let case = Case {
        columns,
        id,
        rows: rows.map(|(cells, published)| Row { cells, published: *published }).collect(),
        published: before.as_ref().map(Before::plan_rows),
        fresh: items.rows.iter().map(|row| row.iter().map(value).collect()).collect(),
        of_published: matched.of_published.clone(),
        of_rows: matched.of_rows.clone(),
        edition: edition_name(&fresh),
        called: render::month,
        unread: fresh.remarks.unread_part().map(|part| format!("{part} could not be read")),
    };
    let plan = case.plan();
    let period = fresh.document.period.clone().unwrap_or_default();
    let text = text_column(&data, items);
    let places: Vec<String> =
        fresh.items.iter().map(|item| item.place().unwrap_or_default()).collect();
    let mut derived: Vec<Derived> =
        sheets.iter().filter(|s| s.holds != Holds::Items).map(derived).collect();
    derived.iter_mut().for_each(|sheet| tell_of_gone(sheet, &plan));
    let mut new_published = tablemend_emit::xlsx::as_published(&sheets, &period).split_off(1);
    new_published.extend(
        plan.gone.iter().map(|(cells, last)| {
            cells.iter().cloned().chain([last.clone()]).collect::<Vec<String>>()
        }),
    );
    let done = book.updated(&tablemend_tracker::Update {
        target: &target,
        columns: &case.columns,
        id,
        reference: items.columns.iter().position(|c| c.is == Is::Reference),
        text,
        fresh: &case.fresh,
        places: &places,
        before: &before.as_ref().map(|b| b.rows.clone()).unwrap_or_default(),
        plan: &plan,
        derived: &derived,
        published: &new_published,
        changes: &changes_name(&period),
    });
    let done = done.with_context(|| shown.clone())?;
    done.notes.iter().for_each(|message| warn("update.sheets", message.clone()));
    done.formulas.iter().for_each(|message| warn("update.formulas", message.clone()));
    let output = match (&typed.output, typed.in_place) {
        (Some(path), _) => path.clone(),
        (None, true) => typed.tracker.clone(),
        (None, false) => beside(&typed.tracker, &period)?,
    };
    write(&done.bytes, &output, typed)?;
    let mut report = Report {
        shown: shown.clone(),
        summary: summary(&shown, &case, &plan, &done, &output),
        notes,
        ..Report::default()
    };
    report.render(None, style, None);
    Ok(vec![document, report])
}

/// Says above the counts of the summary that they count rows which the new edition does not have.
fn tell_of_gone(summary: &mut Derived, plan: &Plan) {
    let gone = plan.rows.iter().filter(|row| row.fate == Fate::Gone).count();
    let line = summary.rows.get_mut(1).and_then(|row| row.first_mut());
    if let (Some(Value::Text(line)), true) = (line, gone > 0 && summary.heads.is_empty()) {
        line.push_str(
            match gone {
                1 => " 1 row that is not in this edition is counted below too.".to_owned(),
                _ => format!(" {gone} rows that are not in this edition are counted below too."),
            }
            .as_str(),
        );
    }
}

/// The archive, where one is named or set for the folder; a period needs one.
fn archive_of(typed: &Update) -> Result<Option<Archive>> {
    let is_period =
        typed_dates::known_period(&typed.new).is_some() && !Path::new(&typed.new).exists();
    match typed.place.open() {
        Ok(archive) => Ok(Some(archive)),
        Err(_) if !is_period && typed.place.archive.is_none() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The sheets' cells, with the numbers of the rows.
pub(super) type Cells = Vec<(String, Vec<(u32, Vec<String>)>)>;

/// The table that people work in.
fn located(cells: &Cells, data: &Dataset, shown: &str) -> Result<Located> {
    let plain = cells.iter().map(|(name, rows)| {
        (name.clone(), rows.iter().map(|(_, cells)| cells.clone()).collect::<Vec<_>>())
    });
    let main: Vec<_> = data.schema.kinds().into_iter().take(1).collect();
    let found = tablemend_readback::locate(plain.collect(), shown, &main);
    found.map_err(|error| {
        let main = data.schema.items().and_then(|(_, items)| items.first_of(FieldKind::Text));
        let main = main.map_or("text", |(_, field)| field.title.as_str());
        let words = match error {
            tablemend_readback::Error::SeveralEditions => {
                format!("{error}; a tracker is the workbook of one document")
            }
            _ => format!(
                "no sheet has a header row with the headings of this type of document ({}): “{main}”, and \
                 “Ref” or “Id”. Give the headings of the published columns their names back, or begin \
                 a new tracker with `tablemend convert … -o tracker.xlsx`",
                data.schema.title
            ),
        };
        Unreadable(format!("{shown}: {words}")).into()
    })
}

/// A heading as a column's name.
fn plain(heading: &str) -> String {
    heading.trim().to_lowercase().replace([' ', '\n'], "_")
}

/// Where the published columns and rows are on the tracker's sheet.
pub(super) fn target(cells: &Cells, tracker: &Located, items: &Sheet) -> Target {
    let (name, rows) = cells.get(tracker.sheet).cloned().unwrap_or_default();
    let number = |at: &usize| rows.get(*at).map_or(0, |(number, _)| *number);
    let at = |title: &str| {
        let found = tracker.columns.iter().find(|(name, _)| *name == plain(title));
        found.map(|(_, at)| *at as u32 + 1)
    };
    Target {
        sheet: name,
        header: number(&tracker.header),
        columns: items.columns.iter().map(|c| at(&c.title)).collect(),
        rows: tracker.rows.iter().map(number).collect(),
    }
}

/// Refuses a workbook of which hardly a column would be refreshed: it looks brought up to date, and is not.
fn check_has_columns(shown: &str, target: &Target, items: &Sheet) -> Result<()> {
    let mut units: BTreeMap<&str, bool> = BTreeMap::new();
    for (at, (column, place)) in items.columns.iter().zip(&target.columns).enumerate() {
        let is_filled =
            items.rows.iter().any(|row| row.get(at).is_some_and(|value| *value != Plain::Blank));
        let is_name = matches!(column.is, Is::Id | Is::Reference | Is::Place);
        if column.is_shown && is_filled && !is_name {
            *units.entry(&column.unit).or_default() |= place.is_some();
        }
    }
    let there = units.values().filter(|is_there| **is_there).count();
    if there * 2 >= units.len() {
        return Ok(());
    }
    bail!(
        "{shown} has {there} of the {} columns that would be refreshed: `tablemend convert` did not write it, \
         and its headings are others. Begin a tracker with `tablemend convert NEW -o tracker.xlsx` and add \
         your own columns to it; --anyway updates what there is",
        units.len()
    )
}

/// What to say of published columns that the tracker does not have.
fn missing(target: &Target, items: &Sheet) -> Option<String> {
    let columns = items.columns.iter().zip(&target.columns).enumerate();
    let is_filled = |at: usize| {
        items.rows.iter().any(|row| row.get(at).is_some_and(|value| *value != Plain::Blank))
    };
    let gone: Vec<String> = columns
        .filter(|(at, (column, place))| place.is_none() && column.is_shown && is_filled(*at))
        .map(|(_, (column, _))| format!("“{}”", column.title))
        .collect();
    (!gone.is_empty()).then(|| {
        format!(
            "not refreshed, as the tracker has no columns with these headings: {}",
            gone.join(", ")
        )
    })
}

/// Refuses another plan and an older edition, unless told otherwise.
fn check_is_same_plan(
    typed: &Update,
    tracker: &Located,
    before: Option<&Before>,
    fresh: &Edition,
    matched: &Matched,
) -> Result<()> {
    if typed.anyway {
        return Ok(());
    }
    let earlier = before.map_or(&tracker.edition, |b| &b.edition);
    if is_another_plan(earlier, fresh, &matched.pairing) {
        bail!(
            "{} has hardly anything in common with the tracker: is it another plan? Use --anyway to \
             update all the same",
            typed.new
        );
    }
    let known = |period: Option<&str>| {
        period.filter(|p| tablemend_compare::check_period(p).is_ok()).map(str::to_owned)
    };
    let from = match before {
        Some(before) => known(before.period()),
        None => known(tracker.edition.document.period.as_deref()),
    };
    let to = known(fresh.document.period.as_deref());
    if let Some((from, to)) = from
        .zip(to)
        .filter(|(from, to)| tablemend_compare::order(to) < tablemend_compare::order(from))
    {
        bail!(
            "{} is of {}, and the tracker is at {} already; use --anyway to go back",
            typed.new,
            render::month(&to),
            render::month(&from)
        );
    }
    Ok(())
}

fn column(column: &tablemend_emit::xlsx::SheetColumn) -> Column {
    Column {
        title: column.title.clone(),
        unit: column.unit.clone(),
        is_shown: column.is_shown && column.is != Is::Place,
        is_always_fresh: matches!(column.is, Is::Id | Is::Place) || column.unit == "flags",
    }
}

fn value(plain: &Plain) -> Value {
    match plain {
        Plain::Blank => Value::Blank,
        Plain::Text(text) => Value::Text(text.clone()),
        Plain::Number(number) => Value::Number(*number),
        Plain::Day(day) => Value::Day(*day),
        Plain::Truth(truth) => Value::Truth(*truth),
    }
}

pub(super) fn derived(sheet: &Sheet) -> Derived {
    let items = sheet.columns.iter().enumerate().filter(|(_, c)| c.is == Is::Item);
    Derived {
        name: sheet.name.clone(),
        heads: sheet.columns.iter().map(|c| c.title.clone()).collect(),
        items: items.map(|(at, _)| at).collect(),
        rows: sheet.rows.iter().map(|row| row.iter().map(value).collect()).collect(),
    }
}

/// The column of the text that an item is called by.
fn text_column(data: &Dataset, items: &Sheet) -> Option<usize> {
    let (_, schema) = data.schema.items()?;
    let (_, field) = schema.first_of(FieldKind::Text)?;
    items.columns.iter().position(|c| c.unit == field.name)
}

/// What the new edition is called.
fn edition_name(fresh: &Edition) -> String {
    match fresh.document.period.as_deref() {
        Some(period) => render::month(period),
        None => "the new edition".to_owned(),
    }
}

fn changes_name(period: &str) -> String {
    match period {
        "" => "Changes".to_owned(),
        period => format!("Changes {}", period.replace('/', " to ")),
    }
}

/// The file that is written when none is named: beside the tracker, with the period behind its name in
/// place of an earlier one.
fn beside(tracker: &Path, period: &str) -> Result<PathBuf> {
    let stem = tracker.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = tracker.extension().map_or("xlsx".into(), |e| e.to_string_lossy().into_owned());
    // Months (`-2024-06`) and several of them (`-2024-07_2024-09`).
    let without_period = |length: usize| {
        let (own, end) = stem.split_at_checked(stem.len().checked_sub(length)?)?;
        let end = end.strip_prefix('-')?.replace('_', "/");
        tablemend_compare::check_period(&end).is_ok().then(|| own.to_owned())
    };
    let stem = without_period(16).or_else(|| without_period(8)).unwrap_or_else(|| stem.clone());
    let end = if period.is_empty() { "updated".to_owned() } else { period.replace('/', "_") };
    let path = tracker.with_file_name(format!("{stem}-{end}.{ending}"));
    if path.exists() {
        bail!(
            "{} is there already; use -o FILE to choose where to write, or --in-place to replace the \
             tracker itself",
            path.display()
        );
    }
    Ok(path)
}

/// Writes the file whole or not at all.
fn write(bytes: &[u8], output: &Path, typed: &Update) -> Result<()> {
    if !typed.in_place {
        let protected = Protected::new([typed.tracker.as_path()]);
        let mut staged = Staged::new(&protected);
        staged.write(output, |out| Ok(out.write_all(bytes)?))?;
        return staged.commit().map(|_| ());
    }
    let real = output.canonicalize().unwrap_or_else(|_| output.to_owned());
    let name = real.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    for lock in [format!(".~lock.{name}#"), format!("~${name}")] {
        if real.with_file_name(lock).exists() {
            bail!("{} is open in another program: close it there first", output.display());
        }
    }
    let folder = real.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("cannot write {}", output.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    file.write_all(bytes).with_context(failed)?;
    file.as_file().sync_all().with_context(failed)?;
    let rights = fs::metadata(&real).with_context(failed)?.permissions();
    fs::set_permissions(file.path(), rights).with_context(failed)?;
    file.persist(&real).with_context(failed)?;
    Ok(())
}

fn summary(shown: &str, case: &Case, plan: &Plan, done: &Updated, output: &Path) -> String {
    let count = |kind: Kind| plan.count(|k| k == kind);
    let said = |n: usize, one: &str, several: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {several}")),
    };
    let parts: Vec<String> = [
        said(plan.count(Kind::is_query) + done.to_check, "to check", "to check"),
        said(count(Kind::New), "new row", "new rows"),
        said(
            count(Kind::NotFound),
            "row not found, as part of the document could not be read",
            "rows not found, as part of the document could not be read",
        ),
        said(count(Kind::Gone), "row no longer in the document", "rows no longer in the document"),
        said(count(Kind::Back), "row back in the document", "rows back in the document"),
        said(count(Kind::Updated), "cell updated", "cells updated"),
        said(count(Kind::Kept), "cell kept as changed by hand", "cells kept as changed by hand"),
        said(count(Kind::Own), "row added by hand", "rows added by hand"),
        said(done.widened, "formula extended to the new rows", "formulas extended to the new rows"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let told = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    format!(
        "{shown}: brought up to {}: {told} (see the sheet “{}”)\n  written  {}\n",
        case.edition,
        done.changes,
        output.display()
    )
}
