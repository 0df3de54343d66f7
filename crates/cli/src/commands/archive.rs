//! `tablemend archive`: every edition kept in one file.

mod linking;

use crate::again::{self, AsAdded};
use crate::archives::{self, EMPTY, Where};
use crate::args::{Checks, Inputs};
use crate::batch::Pace;
use crate::grids::{self, Written};
use crate::inputs::Input;
use crate::report::{self, Report, Style};
use crate::{Outcome, batch, formats, inputs, output, own, pipeline, typed_dates};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tablemend::Opened;
use tablemend_archive::{Added, Addition, Entry, Follows, Grid, Weight, history};
use tablemend_compare::Verdict;
use tablemend_model::{Diagnostic, Level};

/// Keep every edition of a document in an archive: add, list, get, check.
#[derive(Args, Debug)]
pub(crate) struct Archive {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Convert documents and keep them, source and records
    Add(Box<Add>),
    /// List the editions
    List(Question),
    /// Show what is known about an edition
    Show(Edition),
    /// Print the records of an edition as JSON, or the document itself (--source)
    Get {
        #[command(flatten)]
        edition: Edition,
        /// The document itself, byte for byte
        #[arg(long)]
        source: bool,
        /// The records as the program read them, without what people corrected
        #[arg(long, conflicts_with = "source")]
        unreviewed: bool,
        /// File to write to, instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Remove an edition with all its revisions, or one revision
    Remove {
        #[command(flatten)]
        edition: Edition,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Check everything: hashes, keys, and that re-reading each source gives the same records
    Verify(Checked),
    /// Re-read every source with the current version and show what would change
    Rebuild {
        #[command(flatten)]
        again: Checked,
        /// Replace the stored records with the new reading
        #[arg(long)]
        apply: bool,
    },
    Export(super::export::Export),
    Backup(super::backup::Backup),
    /// List which item of each edition is which item of the next, with confidence and reason
    Links(Question),
    /// List only the uncertain matches, to confirm (link) or reject (unlink)
    Doubts(Question),
    /// List what was decided with link and unlink
    Verdicts(Question),
    /// Record that two items are the same
    Link(Pair),
    /// Record that two items are not the same
    Unlink(Pair),
    Corrections(super::corrections::Corrections),
    #[cfg(feature = "xlsx")]
    Correct(super::correct::Correct),
}

#[derive(Args, Debug)]
struct Question {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

#[derive(Args, Debug)]
struct Add {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    place: Where,
    /// Month, quarter or year of the edition (2020-01, January 2020, "Q2 2024/25"); by default the
    /// one in its title, in a date line before its first table or in its file name
    #[arg(long, value_name = "PERIOD", value_parser = asked_period)]
    period: Option<String>,
    /// Add it even if it looks like another plan
    #[arg(long)]
    anyway: bool,
    /// Built-in profile or profile file; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
    /// Check that every word of the input is in the records exactly once; list any missing or
    /// duplicated and exit with 1
    #[arg(long, help_heading = "Checks")]
    audit: bool,
    #[command(flatten)]
    checks: Checks,
}

#[derive(Args, Debug)]
struct Edition {
    /// Period of the edition (2020-01, January 2020 or "Q2 2024/25")
    #[arg(value_parser = asked_period)]
    period: String,
    /// One revision of it, as `archive list` numbers them; by default the current one
    #[arg(long, value_name = "NUMBER")]
    revision: Option<u32>,
    #[command(flatten)]
    place: Where,
}

#[derive(Args, Debug)]
struct Checked {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    reading: crate::again::Again,
}

#[derive(Args, Debug)]
struct Pair {
    /// Period of the earlier edition (2020-01)
    #[arg(value_parser = asked_period)]
    before_period: String,
    /// Ref or id of the item in it
    before: String,
    /// Period of the later edition (2020-02)
    #[arg(value_parser = asked_period)]
    after_period: String,
    /// Ref or id of the item in it
    after: String,
    #[command(flatten)]
    place: Where,
}

/// A period in the archive's own form.
fn asked_period(typed: &str) -> Result<String, Infallible> {
    Ok(typed_dates::period(typed))
}

/// Does what was asked.
pub(crate) fn run(typed: &Archive, style: &Style) -> Result<Outcome> {
    match &typed.action {
        Action::Add(typed) => return add(typed, style),
        Action::List(q) => {
            let entries = q.place.open()?.list()?;
            grids::write(&listed(&entries), EMPTY, &q.written, style)?;
        }
        Action::Show(edition) => show(edition)?,
        Action::Get { edition, source, unreviewed, output } => {
            if !*source {
                let what = "the records are JSON (with --source, the document itself)";
                formats::check_name(output.as_deref(), &["json"], what)?;
            }
            let archive = edition.place.open()?;
            let bytes = if *source {
                archive.source(&edition.period, edition.revision)?.1
            } else if *unreviewed || archive.corrections()?.is_empty() {
                archive.records(&edition.period, edition.revision)?.into_bytes()
            } else {
                let (reviewed, _) = archives::records(&archive, &edition.period, edition.revision)?;
                reviewed.to_json()?.into_bytes()
            };
            output::put(output.as_deref(), &bytes)?;
        }
        Action::Remove { edition, yes } => remove(edition, *yes)?,
        Action::Verify(again) => return verify(again),
        Action::Rebuild { again, apply } => rebuild(again, *apply, style)?,
        Action::Export(export) => super::export::run(export)?,
        Action::Backup(backup) => super::backup::run(backup, style)?,
        Action::Links(q) => {
            let links = history::links(&q.place.open()?.timeline()?, false);
            grids::write(&links, "No two editions have an item in common.", &q.written, style)?;
        }
        Action::Doubts(q) => {
            let links = history::links(&q.place.open()?.timeline()?, true);
            grids::write(&links, "There are no uncertain matches.", &q.written, style)?;
        }
        Action::Verdicts(q) => {
            let verdicts = said(&q.place.open()?.verdicts()?);
            grids::write(&verdicts, "No decisions are recorded.", &q.written, style)?;
        }
        Action::Corrections(typed) => super::corrections::run(typed, style)?,
        #[cfg(feature = "xlsx")]
        Action::Correct(typed) => return super::correct::run(typed, style),
        Action::Link(pair) => linking::say(pair, true)?,
        Action::Unlink(pair) => linking::say(pair, false)?,
    }
    Ok(Outcome::Fine)
}

fn add(typed: &Add, style: &Style) -> Result<Outcome> {
    let options = pipeline::options(&typed.inputs)?;
    typed.period.as_deref().map_or(Ok(()), tablemend_compare::check_period)?;
    let options = pipeline::with_profile(options, typed.profile.as_deref())?;
    let found = inputs::find(&typed.inputs, None)?;
    if typed.period.is_some() && found.inputs.len() > 1 {
        bail!("--period can be used with one document only");
    }
    let archive = tablemend_archive::Archive::open_or_create(&typed.place.folder()?)?;
    let archive = archive.reviewed_by(tablemend::archive::Reviewing);
    if let Some(copy) = archive.backup() {
        report::say_plainly(&format!(
            "the archive was converted to the current format; the previous one is kept as {}\n",
            copy.display()
        ));
    }
    let archive = Mutex::new(archive);
    let reports = batch::run(&found, Pace::InOrder, style, |input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        match add_one(typed, input, opened, &options, &archive, style) {
            Ok(Ok(report)) => report,
            Ok(Err(note)) => Report::unreadable(&input.shown, *note, style),
            Err(error) if error.is::<tablemend_archive::Error>() => {
                let mut note = report::trouble("archive.refused", &error);
                if let Some(tablemend_archive::Error::AnotherPlan { .. }) = error.downcast_ref() {
                    note.code = "archive.unlike".into();
                    note = note.help(
                        "keep another plan in an archive of its own (--archive DIR); to add it here \
                         all the same, use --anyway",
                    );
                }
                if crate::is_damage(&error) {
                    note.code = "archive.damaged".into();
                    return Report::unreadable(&input.shown, note, style);
                }
                Report { is_unwritten: true, ..Report::failed(&input.shown, note, style) }
            }
            Err(error) => Report::unwritten(&input.shown, &error, style),
        }
    });
    report::say(&reports, style);
    Ok(batch::outcome(&reports, &typed.checks))
}

/// Adds one document; gives what to say of it, or why it cannot be converted.
fn add_one(
    typed: &Add,
    input: &Input,
    opened: Opened,
    reading: &tablemend::Options,
    archive: &Mutex<tablemend_archive::Archive>,
    style: &Style,
) -> Result<Result<Report, Box<Diagnostic>>> {
    if own::is_own(opened.bytes()) {
        return Ok(Err(Box::new(own::refusal())));
    }
    let mut audited =
        if typed.audit { crate::audit::of_pages(&opened, reading) } else { Vec::new() };
    let bytes = opened.bytes().clone();
    let as_read = typed.audit.then(|| opened.document().clone());
    let records = match tablemend::records(&tablemend::mend(opened, reading), reading) {
        Ok(records) => records,
        Err(error) => return Ok(Err(pipeline::note(&error))),
    };
    let json = records.to_json()?;
    let options = again::kept(
        records.profile(),
        typed.profile.as_deref(),
        &typed.inputs.ocr,
        typed.inputs.tracked,
        &records.data().diagnostics,
    )?;
    let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
    let added = archive.add(&Addition {
        bytes: &bytes,
        name: &input.name,
        data: records.data(),
        json: &json,
        period: typed.period.as_deref(),
        options: &options,
        anyway: typed.anyway,
        now: &archives::now(),
    })?;
    let corrected = match &added {
        Added::New { period, .. } => archive.reviewed(period, None)?,
        Added::Revision { period, revision, .. } | Added::Already { period, revision } => {
            archive.reviewed(period, Some(*revision))?
        }
    };
    drop(archive);
    let read = records.data();
    let data = corrected.as_ref().unwrap_or(read);
    let items = data.items().map_or(0, |(_, entity)| entity.records.len());
    let items = format!("{items} {}", if items == 1 { "item" } else { "items" });
    let (said, follows) = match added {
        Added::New { period, follows } => (format!("added as {period}, {items}"), follows),
        Added::Revision { period, revision, follows } => {
            let said = format!("added as revision {revision} of {period}, {items}");
            (format!("{said}; the older one is kept"), follows)
        }
        Added::Already { period, revision } => {
            let said = "nothing new: an identical file is already in the archive as";
            (format!("{said} {period}, revision {revision}"), None)
        }
    };
    let mut report = Report { shown: input.shown.clone(), ..Report::default() };
    if let Some(follows) = follows.as_ref().filter(|f| f.is_another) {
        let message =
            format!("it has hardly anything in common with {}: is it another plan?", follows.other);
        let help = "to take it out again, use `tablemend archive remove`";
        report.notes.push(Diagnostic::new("archive.unlike", Level::Warning, message).help(help));
    }
    report.notes.extend(follows.as_ref().and_then(unread));
    if let (Some(said), Some(printed)) = (&typed.period, &data.document.period)
        && said != printed
        && !tablemend_compare::is_within(said, printed)
    {
        let message = format!("you asked for {said}, but the document says {printed}");
        report.notes.push(Diagnostic::new("archive.period", Level::Warning, message));
    }
    if let Some(as_read) = as_read {
        let found = tablemend::audit::records(&as_read, &records);
        audited.extend(crate::audit::of_records(&found));
        audited.extend(crate::audit::of_bytes(
            json.as_bytes(),
            tablemend_emit::Format::Json,
            "",
            "the archive",
            &crate::audit::Of::Records(read),
        ));
    }
    report.is_audit_dirty = crate::audit::is_dirty(&audited);
    report.notes.extend(audited);
    // Said in full: what would make answers of the archive wrong. The rest is counted below, and
    // `--verbose` shows it.
    let is_of_person = |note: &Diagnostic| note.code.starts_with("correction.");
    let is_grave = |note: &&Diagnostic| {
        note.level == Level::Error
            || note.code == "status.missing"
            || (is_of_person(note) && note.level == Level::Warning)
    };
    let (grave, rest): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        data.diagnostics.iter().partition(|n| is_grave(n) || style.verbose);
    report.notes.extend(grave.into_iter().cloned());
    report.render(None, style, None);
    report.notes.extend(rest.into_iter().cloned());
    let going_on = follows.as_ref().map_or_else(String::new, going_on);
    report.summary =
        format!("{}: {said}{going_on}\n{}{}", input.shown, queried(data), reviewed(data));
    Ok(Ok(report))
}

/// ` (29 carried over from 2024-01, 1 new, 2 gone)`.
fn going_on(follows: &Follows) -> String {
    let Follows { same, other, fresh, gone, .. } = follows;
    if follows.is_earlier {
        return format!(" ({same} carried over to {other}, {fresh} not)");
    }
    // On a page that nobody has read they may still be there.
    let gone = match &follows.unread {
        Some(part) => format!("{gone} not found, possibly on {part}, which is unread"),
        None => format!("{gone} gone"),
    };
    let fresh = match &follows.other_unread {
        Some(part) => format!("{fresh} not found in {other}, possibly on {part}, which is unread"),
        None => format!("{fresh} new"),
    };
    format!(" ({same} carried over from {other}, {fresh}, {gone})")
}

/// What to say of a part of the document that could not be read.
fn unread(follows: &Follows) -> Option<Diagnostic> {
    let part = follows.unread.as_ref().filter(|_| !follows.is_earlier)?;
    let (is, n) = (if part.starts_with("pages") { "are" } else { "is" }, follows.gone);
    if n == 0 {
        return None;
    }
    let items = if n == 1 { "1 item" } else { &format!("{n} items") };
    let message = format!(
        "{part} of this edition {is} unread: {items} of {} not found here may be there",
        follows.other
    );
    let help = "counts leave them out; add a copy of the document with a text layer (OCR)";
    Some(Diagnostic::new("archive.unread", Level::Error, message).help(help))
}

/// What became of the corrections of earlier editions, counted.
fn reviewed(data: &tablemend_model::Dataset) -> String {
    let count = |code: &str| data.diagnostics.iter().filter(|n| n.code == code).count();
    let parts: Vec<String> = [
        ("correction.applied", "applied"),
        ("correction.confirmed", "confirmed again"),
        ("correction.retired", "no longer needed"),
        ("correction.stale", "to check, as other words are printed now"),
        ("correction.orphan", "whose item was not found"),
        ("correction.conflict", "in conflict"),
        ("correction.unreadable", "that cannot be applied"),
    ]
    .into_iter()
    .filter_map(|(code, words)| match count(code) {
        0 => None,
        n => Some(format!("{n} {words}")),
    })
    .collect();
    if parts.is_empty() { String::new() } else { format!("  corrections: {}\n", parts.join(", ")) }
}

/// The readings to check, by code and count.
fn queried(data: &tablemend_model::Dataset) -> String {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for note in data.diagnostics.iter().filter(|n| n.level >= Level::Warning) {
        *codes.entry(&note.code).or_default() += 1;
    }
    let all: usize = codes.values().sum();
    if all == 0 {
        return String::new();
    }
    let codes: Vec<String> = codes.iter().map(|(code, n)| format!("{code} {n}")).collect();
    let word = if all == 1 { "query" } else { "queries" };
    format!("  {all} {word} ({})\n", codes.join(", "))
}

fn print(text: &str) -> Result<()> {
    output::put(None, text.as_bytes())
}

fn listed(entries: &[Entry]) -> Grid {
    let mut grid = Grid::new(&[
        ("period", "Period"),
        ("revision", "Revision"),
        ("current", "Current"),
        ("items", "Items"),
        ("bytes", "Bytes"),
        ("profile", "Profile"),
        ("added_at", "Added"),
        ("name", "Name"),
    ]);
    for entry in entries {
        grid.rows.push(vec![
            entry.period.clone().into(),
            i64::from(entry.revision).into(),
            (if entry.current { "yes" } else { "older" }).to_owned().into(),
            i64::from(entry.items).into(),
            i64::try_from(entry.size).unwrap_or(i64::MAX).into(),
            entry.profile.clone().into(),
            entry.added_at.clone().into(),
            entry.name.clone().into(),
        ]);
    }
    grid
}

fn said(verdicts: &[Verdict]) -> Grid {
    let mut grid = Grid::new(&[
        ("before_period", "Before"),
        ("before", "Ref"),
        ("after_period", "After"),
        ("after", "Ref"),
        ("verdict", "Decision"),
        ("said_at", "When"),
    ]);
    for verdict in verdicts {
        grid.rows.push(vec![
            verdict.before_period.clone().into(),
            verdict.before.clone().into(),
            verdict.after_period.clone().into(),
            verdict.after.clone().into(),
            (if verdict.together { "the same" } else { "not the same" }).to_owned().into(),
            verdict.said_at.clone().into(),
        ]);
    }
    grid
}

fn show(edition: &Edition) -> Result<()> {
    let archive = edition.place.open()?;
    // Asked first, so that an edition that is not there is told with those that are.
    archive.edition(&edition.period, edition.revision)?;
    let entries = archive.list()?;
    let entry = entries.iter().find(|e| {
        e.period == edition.period && edition.revision.map_or(e.current, |r| r == e.revision)
    });
    let entry = entry.context("the edition is not in the list")?;
    let mut text = String::new();
    let pages = entry.pages.map_or_else(String::new, |n| n.to_string());
    for (label, value) in [
        ("period", entry.period.as_str()),
        ("revision", &entry.revision.to_string()),
        ("title", entry.title.as_deref().unwrap_or_default()),
        ("name", &entry.name),
        ("type", &entry.media_type),
        ("pages", &pages),
        ("bytes", &entry.size.to_string()),
        ("sha256", &entry.sha256),
        ("added", &entry.added_at),
        ("profile", &entry.profile),
        ("tool", &entry.tool),
        ("items", &entry.items.to_string()),
    ] {
        if !value.is_empty() {
            let _ = writeln!(text, "{label:<9} {}", value.replace('\n', " "));
        }
    }
    print(&text)
}

fn remove(edition: &Edition, yes: bool) -> Result<()> {
    let mut archive = edition.place.open()?;
    archive.edition(&edition.period, edition.revision)?;
    if !yes {
        if !io::stdin().is_terminal() {
            bail!("this cannot be undone; add --yes to confirm");
        }
        let of = match edition.revision {
            Some(revision) => format!("revision {revision} of {}", edition.period),
            None => {
                let entries = archive.list()?;
                let n = entries.iter().filter(|e| e.period == edition.period).count();
                format!(
                    "{} ({n} {})",
                    edition.period,
                    if n == 1 { "revision" } else { "revisions" }
                )
            }
        };
        report::say_plainly(&format!("Remove {of} for good? (yes/no) "));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "yes") {
            report::say_plainly("nothing was removed\n");
            return Ok(());
        }
    }
    let gone = archive.remove(&edition.period, edition.revision)?;
    let noun = if gone == 1 { "revision" } else { "revisions" };
    report::say_plainly(&format!("removed {gone} {noun} of {}\n", edition.period));
    Ok(())
}

fn verify(again: &Checked) -> Result<Outcome> {
    let archive = again.place.open()?;
    let findings = archive.verify(&AsAdded::to_check(&again.reading))?;
    let mut text = String::new();
    for finding in &findings {
        let weight = if finding.weight == Weight::Problem { "problem" } else { "remark" };
        let edition = finding.edition.as_ref().map_or_else(String::new, |(period, revision)| {
            format!("{period} revision {revision}: ")
        });
        let _ = writeln!(text, "{weight}: {edition}{}", finding.message);
    }
    let is_whole = findings.iter().all(|f| f.weight != Weight::Problem);
    if is_whole {
        let _ = writeln!(text, "{} is intact", archive.path().display());
    }
    print(&text)?;
    Ok(if is_whole { Outcome::Fine } else { Outcome::CheckFailed })
}

fn rebuild(again: &Checked, apply: bool, style: &Style) -> Result<()> {
    let mut archive = again.place.open()?;
    let all = archive.rebuild(&AsAdded::anew(&again.reading), apply)?;
    let mut text = String::new();
    let mut differing = 0;
    for edition in all.iter().filter(|e| e.differs) {
        differing += 1;
        let changes = tablemend_compare::render::text(&edition.changes, style.colour_out);
        let told = match edition.is_damaged {
            true if edition.changes.is_empty() => {
                "what was stored is damaged; it was read again from the document\n".to_owned()
            }
            true => format!("what was stored is damaged; the document gives:\n{changes}"),
            false => format!("read by {}:\n{changes}", edition.tool),
        };
        let _ = writeln!(text, "{} revision {}, {told}", edition.period, edition.revision);
    }
    let taken = match (differing, apply) {
        (0, _) => "nothing changes",
        (_, true) => "the new readings were stored",
        (_, false) => "nothing has been changed; use --apply to keep the new readings",
    };
    let _ = writeln!(text, "{differing} of {} editions differ; {taken}", all.len());
    print(&text)
}
