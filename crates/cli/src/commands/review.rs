//! `tablemend review`: the queries of a document, one after another beside its pages, in a browser.

mod keeping;

use crate::again::Again;
use crate::archives::{self, Where};
use crate::report::{self, Style};
use crate::{Outcome, output, pipeline, typed_dates};
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use keeping::{InArchive, InFile};
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tablemend::{Bytes, Options, Records};
use tablemend_compare::order;
use tablemend_review::{Desk, Kept, Paper};

/// Review a document in the browser: every uncertain reading beside the page, to confirm or correct
///
/// The program serves the page on this computer alone (127.0.0.1) and opens the browser. What you decide
/// is saved at once: for a file in FILE-corrections.jsonl beside it, for an edition of the archive in the
/// archive. It ends with the button on the page, or when no page has been open for a while.
#[derive(Args, Debug)]
pub(crate) struct Review {
    /// The document (PDF, Word, spreadsheet, HTML, Markdown), or with --archive the period of an edition
    /// (2020-01 or January 2020); without it the latest edition
    #[arg(value_name = "FILE|PERIOD")]
    what: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
    /// Where the corrections of a document are kept; by default beside it (FILE-corrections.jsonl)
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Your name, kept with each decision; by default the name you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Write one page to read and to send, with pictures of the pages, in place of serving
    #[arg(long = "static", value_name = "FILE.html", conflicts_with_all = ["port", "no_open"])]
    still: Option<PathBuf>,
    /// Do not open the browser; the address is printed
    #[arg(long)]
    no_open: bool,
    /// Port to serve at; by default one that is free
    #[arg(long, value_name = "NUMBER")]
    port: Option<u16>,
    /// Minutes after which the program ends when no page is open
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    idle: u64,
    /// Built-in profile or profile file of the document; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
    /// Password of an encrypted PDF
    #[arg(
        long,
        value_name = "PASSWORD",
        env = "TABLEMEND_PASSWORD",
        hide_env_values = true,
        help_heading = "Reading"
    )]
    password: Option<String>,
}

/// Serves the review, or writes it as one page.
pub(crate) fn run(typed: &Review, style: &Style) -> Result<Outcome> {
    let (papers, mut kept) = found(typed)?;
    if let Some(path) = &typed.still {
        return still(papers, kept.as_mut(), path);
    }
    let desk = Desk::new(papers, kept).map_err(|why| anyhow!(why))?;
    let place = desk.place();
    let by = archives::name_of(typed.by.as_deref()).unwrap_or_default();
    let served = tablemend_review::serve(desk, typed.port, &by).map_err(|why| anyhow!(why))?;
    let address = served.address();
    if typed.no_open || !open(address) {
        report::say_plainly(&format!("open this address in a browser (once): {address}\n"));
    } else if !style.quiet {
        report::say_plainly(&format!("opened in the browser: {address}\n"));
    }
    if !style.quiet {
        report::say_plainly(&format!("decisions are kept in {place}; Ctrl-C ends the review\n"));
    }
    let is_asked = served.wait(Duration::from_secs(typed.idle.saturating_mul(60)));
    if !is_asked && !style.quiet {
        report::say_plainly("ended, as no page was open any more\n");
    }
    Ok(Outcome::Fine)
}

/// The documents and where their corrections are kept.
fn found(typed: &Review) -> Result<(Vec<Paper>, Box<dyn Kept>)> {
    let options = pipeline::with_password(Options::new(), typed.password.clone());
    let is_period = |what: &Path| {
        !what.exists() && typed_dates::known_period(&what.to_string_lossy()).is_some()
    };
    match &typed.what {
        Some(path) if typed.place.archive.is_none() && !is_period(path) => {
            let options = pipeline::with_profile(options, typed.profile.as_deref())?;
            of_file(typed, path, options)
        }
        Some(path) => in_archive(typed, Some(asked_period(path)?), options),
        None => in_archive(typed, None, options),
    }
}

fn asked_period(what: &Path) -> Result<String> {
    let period: Result<String, Infallible> = Ok(typed_dates::period(&what.to_string_lossy()));
    Ok(period?)
}

fn of_file(typed: &Review, path: &Path, options: Options) -> Result<(Vec<Paper>, Box<dyn Kept>)> {
    let shown = path.display().to_string();
    if path.is_dir() {
        bail!(
            "{shown} is a folder: a review is of one document; for an archive use --archive {shown}"
        );
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    if crate::own::is_own(&bytes) {
        bail!("{shown}: {}", crate::own::refusal().message);
    }
    let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
    let log = match &typed.corrections {
        Some(path) => path.clone(),
        None => {
            let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned());
            path.with_file_name(format!("{}-corrections.jsonl", stem.unwrap_or_default()))
        }
    };
    let paper = Paper { name, bytes: Bytes::from(bytes), options };
    Ok((vec![paper], Box::new(InFile::new(log)?)))
}

/// The edition that was asked for, else the latest, and the one before it to compare with.
fn in_archive(
    typed: &Review,
    period: Option<String>,
    options: Options,
) -> Result<(Vec<Paper>, Box<dyn Kept>)> {
    if typed.corrections.is_some() {
        bail!("--corrections goes with a document; an archive keeps its own");
    }
    let archive = typed.place.open()?;
    let entries: Vec<_> = archive.list()?.into_iter().filter(|e| e.current).collect();
    let period = match period {
        Some(period) => period,
        None => entries.last().context(archives::EMPTY)?.period.clone(),
    };
    // Asked first, so that an edition that is not there is told with those that are.
    archive.edition(&period, None)?;
    let of_period = |e: &&tablemend_archive::Entry| e.period == period;
    let before = entries.iter().rfind(|e| order(&e.period) < order(&period));
    let mut papers = Vec::new();
    let mut periods = Vec::new();
    for entry in entries.iter().find(of_period).into_iter().chain(before) {
        let (name, bytes) = archive.source(&entry.period, None)?;
        let profile = tablemend::archive::kept_profile(&entry.options)?;
        let options = options.clone().with_profile(profile).with_period(&entry.period);
        papers.push(Paper { name, bytes: Bytes::from(bytes), options });
        periods.push(entry.period.clone());
    }
    let again = Again::with_password(typed.password.clone());
    Ok((papers, Box::new(InArchive::new(archive, periods, again))))
}

/// Writes the page to read.
fn still(papers: Vec<Paper>, kept: &mut dyn Kept, path: &Path) -> Result<Outcome> {
    let is_page = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("html"));
    if !is_page && path.as_os_str() != "-" {
        bail!("{}: the page to read is an .html file", path.display());
    }
    let paper = papers.into_iter().next().context("there is no document")?;
    let reviewed = |read: &Records| kept.review(0, read);
    let page = tablemend_review::still::page(paper, reviewed).map_err(|why| anyhow!(why))?;
    output::put(Some(path), page.as_bytes())?;
    let size = page.len() as f64 / 1e6;
    report::say_plainly(&format!("written {} ({size:.1} MB)\n", path.display()));
    Ok(Outcome::Fine)
}

/// Opens the browser; says whether that could be begun.
fn open(address: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "windows") {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let quiet = Stdio::null;
    let begun = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    let Ok(mut child) = begun else { return false };
    // Where there is no browser it says so at once.
    for _ in 0..10 {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(_) => return false,
        }
    }
    true
}
