//! `tablemend archive add`: documents into the archive, and what is said of each.

use super::asked_period;
use crate::again;
use crate::archives::{self, Where};
use crate::args::{Checks, Inputs};
use crate::batch::Pace;
use crate::inputs::Input;
use crate::report::{self, Report, Style};
use crate::{Outcome, batch, inputs, own, pipeline};
use anyhow::{Result, bail};
use clap::Args;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tablemend::Opened;
use tablemend_archive::{Added, Addition, Called, Follows};
use tablemend_compare::{Edition, OtherItems, Timeline, render};
use tablemend_model::{Diagnostic, Level};

#[derive(Args, Debug)]
pub(super) struct Add {
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

/// Adds the documents, one after another.
pub(super) fn run(typed: &Add, style: &Style) -> Result<Outcome> {
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
    let options = options.with_layouts(archives::layouts(&archive)?);
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
    let (period, revision) = match &added {
        Added::New { period, .. } => (period, None),
        Added::Revision { period, revision, .. } | Added::Already { period, revision } => {
            (period, Some(*revision))
        }
    };
    let edition = archive.edition(period, revision)?;
    let timeline = archive.timeline()?;
    drop(archive);
    let read = records.data();
    let mut data = corrected.unwrap_or_else(|| read.clone());
    let settled = asked_before(&timeline, &edition);
    data.diagnostics.retain(|note| !settled.contains(&note.message.as_str()));
    let data = &data;
    let items = edition.items.len();
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
    report.notes.extend(not_followed(typed, input, &edition)?);
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

/// What was asked about the edition before and so is not asked again: gaps in the numbering. The document
/// has such a query, and the edition among those of the archive does not.
fn asked_before<'n>(timeline: &Timeline, edition: &'n Edition) -> Vec<&'n str> {
    let period = &edition.document.period;
    let Some(kept) = timeline.editions.iter().find(|e| e.document.period == *period) else {
        return Vec::new();
    };
    let is_there = |message: &str| kept.remarks.queries.iter().any(|q| q.message == message);
    let queries = edition.remarks.queries.iter().filter(|q| q.code == "records.missing");
    queries.map(|q| q.message.as_str()).filter(|message| !is_there(message)).collect()
}

/// ` (29 carried over from 2024-01, 12 of them changed, 1 new, 2 gone)`.
fn going_on(follows: &Follows) -> String {
    let Follows { same, changed, other, fresh, gone, .. } = follows;
    let changed = match (changed, same) {
        (0, _) => String::new(),
        (1, 1) => ", changed".to_owned(),
        (n, all) if n == all => ", all changed".to_owned(),
        (n, _) => format!(", {n} of them changed"),
    };
    if follows.is_earlier {
        return format!(" ({same} carried over to {other}{changed}, {fresh} not)");
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
    format!(" ({same} carried over from {other}{changed}, {fresh}, {gone})")
}

/// What to say of items that the archive does not follow, with the command that keeps them in an archive of
/// their own. Who has said which kind is to be followed knows.
fn not_followed(typed: &Add, input: &Input, edition: &Edition) -> Result<Option<Diagnostic>> {
    let others = &edition.remarks.others;
    let called = Called::of(edition).many;
    let period = edition.document.period.as_deref().map(render::month).unwrap_or_default();
    let Some(message) = edition.remarks.others_sentence(&period, &called) else { return Ok(None) };
    let is_asked = typed.profile.as_deref().is_some_and(|name| name.contains('+'));
    let level = if is_asked { Level::Info } else { Level::Warning };
    let folder = typed.place.folder()?;
    let commands = others.iter().map(|other| {
        let rest = others.iter().filter(|o| o.profile != other.profile);
        let names = [
            other,
            &OtherItems { profile: edition.document.profile.clone(), ..OtherItems::default() },
        ]
        .into_iter()
        .chain(rest)
        .map(|o| o.profile.as_str())
        .collect::<Vec<_>>()
        .join("+");
        let name =
            other.counted.split_once(' ').map_or("others", |(_, name)| name).replace(' ', "-");
        let own = format!("{}-{name}", folder.display());
        format!(
            "`tablemend archive add {} --archive {} --profile {names}`",
            quoted(&input.shown),
            quoted(&own)
        )
    });
    let help = format!(
        "to follow them, keep an archive for them: {}",
        commands.collect::<Vec<_>>().join(", ")
    );
    Ok(Some(Diagnostic::new("archive.other_items", level, message).help(help)))
}

/// A word of a command, in quotes where it has a blank or a sign that a shell would take for its own.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:+=@,%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{word}'")
    }
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
