//! Where the archive is, and how its sources are read again.

use crate::config::{self, Config};
use crate::inputs::Input;
use crate::ocr::OcrArgs;
use crate::own;
use crate::pipeline;
use crate::report::{self, Report, Style};
use crate::typed_dates;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use tablemend::Options;
use tablemend::Records;
use tablemend::archive::Reviewing;
use tablemend::profiles;
use tablemend_archive::{Archive, Entry, history};
use tablemend_compare::{Edition, Timeline};
use tablemend_model::{Diagnostic, Level, MediaType, Schema};
use tablemend_readback::Reading;

/// Name of the file that says where the archive is, looked for in this folder and those above.
const CONFIG: &str = config::NAME;

/// What a Data Package is described by.
const DESCRIPTOR: &str = "datapackage.json";

/// What people are told of an archive without editions.
pub(crate) const EMPTY: &str = "The archive is empty.";

/// Nothing says which archive is meant.
#[derive(Debug, thiserror::Error)]
#[error(
    "which archive? Use --archive DIR, or write `archive = \"DIR\"` in a {CONFIG} here or in a folder \
     above"
)]
pub(crate) struct NoArchiveTold;

/// Which archive.
#[derive(Args, Clone, Debug)]
pub(crate) struct Where {
    /// Folder of the archive; by default what `archive` says in a tablemend.toml here or in a
    /// folder above
    #[arg(long, value_name = "DIR", help_heading = "Archive")]
    pub(crate) archive: Option<PathBuf>,
}

impl Where {
    /// The archive's folder; who names the archive's file means the folder it is in.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        let folder = self.told()?;
        if !folder.is_file() {
            return Ok(folder);
        }
        let is_archive = folder.file_name().is_some_and(|n| n == tablemend_archive::FILE);
        match folder.parent().filter(|_| is_archive) {
            Some(parent) if parent.as_os_str().is_empty() => Ok(PathBuf::from(".")),
            Some(parent) => Ok(parent.to_owned()),
            None => bail!("{} is a file, and an archive is a folder", folder.display()),
        }
    }

    fn told(&self) -> Result<PathBuf> {
        if let Some(folder) = &self.archive {
            return Ok(folder.clone());
        }
        let Some(config) = Config::find()? else { return Err(NoArchiveTold.into()) };
        match config.archive() {
            Some(folder) => Ok(folder),
            None => bail!("{} does not say `archive = \"DIR\"`", config.path().display()),
        }
    }

    /// Opens the archive that is there.
    pub(crate) fn open(&self) -> Result<Archive> {
        Ok(Archive::open(&self.folder()?)?.reviewed_by(Reviewing))
    }
}

/// The latest edition's month.
pub(crate) fn latest(timeline: &Timeline) -> String {
    name(timeline.latest())
}

/// From which month to which the editions are; the month alone of a single one.
pub(crate) fn span(timeline: &Timeline) -> String {
    let (first, last) = (name(timeline.editions.first()), latest(timeline));
    if first == last { last } else { format!("{first} to {last}") }
}

fn name(edition: Option<&Edition>) -> String {
    let period = edition.and_then(|e| e.document.period.as_deref()).unwrap_or_default();
    tablemend_compare::render::month(period)
}

/// Says what to know before relying on what is overdue or done.
pub(crate) fn remark(timeline: &Timeline, style: &Style) {
    let note = |(code, message)| Diagnostic::new(code, Level::Warning, message);
    // That an archive follows one kind of items is said when a document is added, and in the report: not
    // again with every answer.
    let is_of_answer = |(code, _): &(&str, String)| *code != "archive.other_items";
    let cautions = history::cautions(timeline).into_iter().filter(is_of_answer);
    let notes: Vec<Diagnostic> = cautions.map(note).collect();
    if notes.is_empty() {
        return;
    }
    let mut report = Report { notes, ..Report::default() };
    report.render(None, style, None);
    report::say(&[report], style);
}

/// The records of an edition as people corrected them, and as the program read them.
pub(crate) fn records(
    archive: &Archive,
    period: &str,
    revision: Option<u32>,
) -> Result<(Records, Records)> {
    // Asked first, so that an edition that is not there is told with those that are.
    let json = archive.records(period, revision)?;
    let entries = archive.list()?;
    let is_it = |e: &&Entry| {
        e.period == period && revision.map_or(e.current, |number| number == e.revision)
    };
    let entry = entries.iter().find(is_it).context("the edition is not in the list")?;
    let read = tablemend::archive::stored(&json, &entry.options)?;
    let reviewed = match archive.reviewed(period, revision)? {
        Some(data) => read.corrected_to(data),
        None => read.clone(),
    };
    Ok((reviewed, read))
}

/// Who is at the keyboard: as typed, else as the system says.
pub(crate) fn name_of(typed: Option<&str>) -> Result<String> {
    let system = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = typed.map(str::to_owned).or_else(system);
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.context("it is not known who decides: use --by NAME")
}

/// The columns that people drew on pages of an archive's documents.
pub(crate) fn layouts(archive: &Archive) -> Result<Vec<tablemend::LayoutHint>> {
    let all = tablemend::corrections::parse(&archive.corrections()?.join("\n"))?;
    Ok(tablemend::corrections::layouts(&all))
}

/// Moments from now on, each a millisecond after the one before (RFC 3339, UTC): no two corrections
/// of a person share one.
pub(crate) fn moments() -> impl Iterator<Item = String> {
    let now = jiff::Timestamp::now().as_millisecond();
    (now..).map(|at| {
        let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    })
}

/// Now, to the second, as the archive keeps it (RFC 3339, UTC).
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// What is compared of a file.
pub(crate) struct Side {
    /// An edition for each kind of items, the main kind first.
    pub(crate) kinds: Vec<Edition>,
    /// Whether it holds one kind of items however many the document has.
    pub(crate) is_part: bool,
    /// What a person should know of how it was read.
    pub(crate) notes: Vec<String>,
    /// Why it is not records of this program, where it is a table of somebody else's that was read as a
    /// document: it can be compared with another such table.
    pub(crate) foreign: Option<tablemend_readback::Error>,
}

impl Side {
    fn whole(kinds: Vec<Edition>) -> Self {
        Self { kinds, is_part: false, notes: Vec::new(), foreign: None }
    }

    /// Why the two cannot be compared: one is a table of somebody else's, the other a plan or a register.
    pub(crate) fn unlike(self, other: &Self) -> Result<Self> {
        let is_generic = other.kinds.iter().any(Edition::is_generic);
        match self.foreign {
            Some(error) if !is_generic => Err(error.into()),
            _ => Ok(self),
        }
    }
}

/// What is compared of a file: a document, or records that were written in any format; and what
/// a person should know of how it was read. A file that holds several editions needs the period
/// of one behind its name (`plan.sqlite#2024-01`).
pub(crate) fn edition_of(typed: &str, profile: Option<&str>) -> Result<Side> {
    let (path, period) = match typed.rsplit_once('#') {
        Some((path, period)) if !Path::new(typed).exists() => {
            (Path::new(path), Some(typed_dates::period(period)))
        }
        _ => (Path::new(typed), None),
    };
    let shown = path.display().to_string();
    let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
    let schemas: Vec<Schema> = match profile {
        Some(name) => vec![pipeline::profile(name)?.schema],
        None => profiles::built_in().iter().map(|p| p.schema.clone()).collect(),
    };
    let described = if path.is_dir() { path.join(DESCRIPTOR) } else { path.to_owned() };
    if path.join(tablemend_archive::FILE).is_file() {
        bail!("{shown} is an archive: use --archive {shown}, and periods in place of files");
    }
    if path.is_dir() && !described.is_file() {
        bail!(
            "{shown}: a folder is compared as a Data Package, and this one has no {DESCRIPTOR}: \
             write one with `convert -f csv -o DIR`, or name a file in the folder"
        );
    }
    let mut bytes = fs::read(&described).with_context(|| format!("cannot read {shown}"))?;
    // What a program wrote last into a database may be only in the log beside it.
    if bytes.starts_with(b"SQLite format 3")
        && let Ok(log) = fs::read(format!("{}-wal", described.display()))
    {
        bytes = tablemend_readback::with_log(&bytes, &log).into_owned();
    }
    if described.file_name().is_some_and(|n| n == DESCRIPTOR) {
        let beside = |file: &str| fs::read(described.with_file_name(file));
        let read = tablemend_readback::read_package(&bytes, &name, &schemas, &beside);
        return chosen(read.with_context(|| shown.clone())?, &shown, period.as_deref());
    }
    if let Some(records) = each_of_array(&bytes) {
        let read = |one: Vec<u8>| -> Result<Reading> {
            let name = tablemend_emit::json::profile(&one)?;
            let written_by = pipeline::profile(profile.unwrap_or(&name))?;
            let data = tablemend_emit::json::read(&one, &written_by.schema)?;
            let mut kinds = Edition::of_kinds(&data).into_iter();
            let edition = kinds.next().unwrap_or_else(|| Edition::of(&data));
            Ok(Reading { edition, others: kinds.collect(), is_part: false, notes: Vec::new() })
        };
        let readings: Result<Vec<Reading>> = records.into_iter().map(read).collect();
        return chosen(readings.with_context(|| shown.clone())?, &shown, period.as_deref());
    }
    if let Ok(name) = tablemend_emit::json::profile(&bytes) {
        let written_by = pipeline::profile(profile.unwrap_or(&name))?;
        let data = tablemend_emit::json::read(&bytes, &written_by.schema).with_context(|| shown)?;
        return Ok(Side::whole(Edition::of_kinds(&data)));
    }
    let (folder, stem) = (PathBuf::new(), String::new());
    let input = Input { path: Some(path.to_owned()), name, folder, stem, shown: shown.clone() };
    let of_records = || tablemend_readback::read(&bytes, &input.name, &schemas);
    match tablemend::office_kind(&bytes) {
        Some(MediaType::Xlsx) if !own::is_own(&bytes) => {}
        None if is_foreign_csv(&input.name, &bytes) => {}
        Some(MediaType::Xlsx) | None => {
            return match of_records() {
                Ok(Some(readings)) => chosen(readings, &shown, period.as_deref()),
                Ok(None) => Ok(Side::whole(of_document(&input, profile)?.kinds)),
                // A table in small letters that somebody else wrote: only records have several editions.
                Err(error) => match of_foreign_table(&input, profile, &error, period.as_deref()) {
                    Some(kinds) => Ok(Side { foreign: Some(error), ..Side::whole(kinds) }),
                    None => Err(error).with_context(|| shown.clone()),
                },
            };
        }
        Some(_) => return Ok(Side::whole(of_document(&input, profile)?.kinds)),
    }
    // A workbook or CSV file that this program did not write is a document, unless its headings are
    // those of records or say nothing.
    let document = of_document(&input, profile);
    if let Ok(document) = &document
        && !document.has_records
        && (!document.is_generic || profile.is_some())
    {
        return Ok(Side::whole(document.kinds.clone()));
    }
    match (of_records(), document) {
        (Ok(Some(readings)), _) => chosen(readings, &shown, period.as_deref()),
        (Err(error @ tablemend_readback::Error::NotRecords(_)), Ok(document))
            if period.is_none() && !document.has_records =>
        {
            Ok(Side { foreign: Some(error), ..Side::whole(document.kinds) })
        }
        (Err(error), _) => Err(error).with_context(|| shown.clone()),
        (Ok(None), document) => Ok(Side::whole(document?.kinds)),
    }
}

/// The rows of a CSV file that has no columns of records: it is a document like any other.
fn of_foreign_table(
    input: &Input,
    profile: Option<&str>,
    error: &tablemend_readback::Error,
    period: Option<&str>,
) -> Option<Vec<Edition>> {
    let is_table = matches!(error, tablemend_readback::Error::NotRecords(_));
    let ending = input.name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    if !is_table || period.is_some() || !matches!(ending.as_str(), "csv" | "tsv") {
        return None;
    }
    let document = of_document(input, profile).ok()?;
    (!document.has_records).then_some(document.kinds)
}

/// Whether a CSV file has headings that people write: those of records are in small letters.
fn is_foreign_csv(name: &str, bytes: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let head = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    matches!(ending.as_str(), "csv" | "tsv") && head.iter().any(u8::is_ascii_uppercase)
}

/// What is compared of a document.
struct OfDocument {
    /// An edition for each kind of items.
    kinds: Vec<Edition>,
    /// Whether no profile of a family of documents fits.
    is_generic: bool,
    /// Whether its tables have columns that only records have.
    has_records: bool,
}

/// Reads a document to be compared.
fn of_document(input: &Input, profile: Option<&str>) -> Result<OfDocument> {
    let options = OcrArgs::default().apply(Options::new(), None);
    let opened = pipeline::open(input, &options).map_err(|n| told(input, &n))?;
    let options = pipeline::with_profile(options, profile)?;
    let mended = tablemend::mend(opened, &options);
    let has_records = mended.document().tables().any(|table| {
        let head = (0..table.header_rows().max(1)).flat_map(|row| table.row_cells(row));
        head.into_iter().any(|cell| cell.text.as_str().to_lowercase().contains("edtf"))
    });
    let records = tablemend::records(&mended, &options);
    let records = records.map_err(|e| told(input, &pipeline::note(&e)))?;
    let is_generic = records.profile().name() == "table";
    Ok(OfDocument { kinds: Edition::of_kinds(records.data()), is_generic, has_records })
}

/// The documents of a JSON array, as `convert` writes several into one file.
fn each_of_array(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !start.starts_with(b"[") {
        return None;
    }
    let all: Vec<serde_json::Value> = serde_json::from_slice(start).ok()?;
    let are_documents = all.iter().all(|one| one.get("document").is_some_and(|d| d.is_object()));
    are_documents.then(|| all.iter().map(|one| one.to_string().into_bytes()).collect())
}

/// The one edition of a file, or of several that of the period that was asked for.
fn chosen(readings: Vec<Reading>, shown: &str, period: Option<&str>) -> Result<Side> {
    let of = |r: &Reading| r.edition.document.period.clone();
    let mut periods: Vec<String> = readings.iter().filter_map(of).collect();
    periods.sort();
    let known = match &periods[..] {
        [] => "none with a period".to_owned(),
        [one] => one.clone(),
        [first, .., last] => format!("{first} to {last}"),
    };
    let count = readings.len();
    let mut fitting: Vec<Reading> = match period {
        Some(period) => readings.into_iter().filter(|r| of(r).as_deref() == Some(period)).collect(),
        None => readings,
    };
    match (fitting.pop(), fitting.is_empty(), period) {
        (Some(mut one), true, _) => {
            let (is_part, notes) = (one.is_part, std::mem::take(&mut one.notes));
            Ok(Side { kinds: one.into_kinds(), is_part, notes, foreign: None })
        }
        (None, _, Some(period)) => bail!("{shown} has no edition of {period}; it has {known}"),
        (None, _, None) => bail!("{shown} has no records in it"),
        (Some(_), false, Some(period)) => bail!(
            "{shown} has {} editions of {period}: compare the files they were made from",
            fitting.len() + 1
        ),
        (Some(one), false, None) => bail!(
            "{shown} has {count} editions ({known}): add the period of one, as in {shown}#{}",
            of(&one).unwrap_or_else(|| "PERIOD".to_owned())
        ),
    }
}

fn told(input: &Input, note: &tablemend_model::Diagnostic) -> anyhow::Error {
    anyhow::anyhow!("{}: {}", input.shown, note.message)
}
