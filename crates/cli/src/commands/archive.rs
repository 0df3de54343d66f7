//! `tablemend archive`: every edition kept in one file.

mod adding;
mod linking;

use crate::again::AsAdded;
use crate::archives::{self, EMPTY, Where};
use crate::grids::{self, Written};
use crate::report::{self, Style};
use crate::{Outcome, formats, output, typed_dates};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use tablemend_archive::{Entry, Grid, Weight, history};
use tablemend_compare::Verdict;

/// Keep every edition of a document in an archive: add, list, get, check.
#[derive(Args, Debug)]
pub(crate) struct Archive {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Convert documents and keep them, source and records
    Add(Box<adding::Add>),
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
        Action::Add(typed) => return adding::run(typed, style),
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
    let layouts = archives::layouts(&archive)?;
    let findings = archive.verify(&AsAdded::to_check(&again.reading, layouts))?;
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
    let layouts = archives::layouts(&archive)?;
    let all = archive.rebuild(&AsAdded::anew(&again.reading, layouts), apply)?;
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
