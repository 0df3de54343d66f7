//! The documents that the page has open, and its commands.

use crate::{bundle, picture, view};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tablemend::compare::{Changes, Edition, render};
use tablemend::corrections::{self, Correction};
use tablemend::model::Level;
use tablemend::{
    Bytes, CompareOptions, Error, ErrorKind, Format, LayoutHint, Mended, Options, Records,
};

/// The answer to a command: JSON, `{"error": {…}}` where it failed, and bytes where there are some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// UTF-8.
    pub json: String,
    /// A file or a picture; empty for most commands.
    pub bytes: Vec<u8>,
}

/// All open documents, by number.
#[derive(Default)]
pub struct Session {
    documents: BTreeMap<u32, Held>,
    last: u32,
}

/// An open document.
struct Held {
    name: String,
    bytes: Bytes,
    options: Options,
    opened: Option<tablemend::Opened>,
    text: Option<String>,
    mended: Option<Mended>,
    /// As the program read them.
    records: Option<Records>,
    /// As corrected.
    reviewed: Option<Records>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Command {
    Open { name: String, password: Option<String>, doc: Option<u32> },
    Understand { doc: u32 },
    View { doc: u32 },
    Tables { doc: u32 },
    Text { doc: u32 },
    Picture { doc: u32, page: u32, scale: f32 },
    Correct { doc: u32, lines: String },
    Layout { doc: u32, lines: String, line: String },
    Check { lines: String },
    Write { doc: u32, format: String },
    Compare { before: u32, after: u32, format: Option<String> },
    Close { doc: u32 },
}

/// Why a command failed, for people.
#[derive(Debug)]
struct Trouble {
    kind: &'static str,
    message: String,
    help: Option<String>,
}

impl Trouble {
    fn new(message: impl Into<String>) -> Self {
        Self { kind: "failed", message: message.into(), help: None }
    }

    fn json(&self) -> Json {
        json!({ "kind": self.kind, "message": self.message, "help": self.help })
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::Password => "password",
            ErrorKind::NoTable => "no_table",
            ErrorKind::NoHeader => "no_header",
            ErrorKind::NoText => "no_text",
            ErrorKind::NotCorrections => "not_corrections",
            _ => "unreadable",
        };
        let help = match error.kind() {
            ErrorKind::NoHeader => Some("Its tables can be saved as they are.".to_owned()),
            _ => error.help().map(str::to_owned),
        };
        Self { kind, message: error.to_string(), help }
    }
}

type Answer = Result<(Json, Vec<u8>), Trouble>;

impl Session {
    /// Carries out a command; see the crate's table. Never fails: errors are answers.
    pub fn call(&mut self, request: &str, file: Vec<u8>) -> Reply {
        let answer = match serde_json::from_str(request) {
            Ok(command) => self.run(command, file),
            Err(error) => {
                Err(Trouble::new(format!("the page asked for what is not known: {error}")))
            }
        };
        match answer {
            Ok((json, bytes)) => Reply { json: json.to_string(), bytes },
            Err(trouble) => {
                Reply { json: json!({ "error": trouble.json() }).to_string(), bytes: Vec::new() }
            }
        }
    }

    /// Opens a document under a number, read as `options` say, and reads its records: for whoever
    /// holds documents without a page's asking.
    ///
    /// # Errors
    /// In words, where it cannot be read or has no records.
    pub fn hold(
        &mut self,
        number: u32,
        name: &str,
        bytes: Bytes,
        options: Options,
    ) -> Result<(), String> {
        let opened = tablemend::read(bytes, name, &options).map_err(|e| e.to_string())?;
        let bytes = opened.bytes().clone();
        let (text, name) = (opened.text(), name.to_owned());
        let mut held = Held {
            name,
            bytes,
            options,
            text,
            opened: Some(opened),
            mended: None,
            records: None,
            reviewed: None,
        };
        let understood = understand(&mut held);
        if let Some(told) = understood["trouble"]["message"].as_str() {
            return Err(told.to_owned());
        }
        self.documents.insert(number, held);
        Ok(())
    }

    /// The records of a document as the program read them.
    #[must_use]
    pub fn read(&self, doc: u32) -> Option<&Records> {
        self.documents.get(&doc)?.records.as_ref()
    }

    /// Puts other records in place of a document's own, as an archive keeps them, and what people made
    /// of them.
    pub fn review(&mut self, doc: u32, read: Records, reviewed: Records) {
        if let Some(held) = self.documents.get_mut(&doc) {
            (held.records, held.reviewed) = (Some(read), Some(reviewed));
        }
    }

    /// Reads a document again where people drew other columns than those in which it was read; its records are as the
    /// program reads them then.
    ///
    /// # Errors
    /// In words, where it cannot be read any more.
    pub fn draw(&mut self, doc: u32, layouts: Vec<LayoutHint>) -> Result<(), String> {
        let held = self.held(doc).map_err(|trouble| trouble.message)?;
        read_in_columns(held, layouts).map_err(|trouble| trouble.message)
    }

    /// The bytes of a document and its password, for drawing its pages.
    #[must_use]
    pub fn bytes(&self, doc: u32) -> Option<(Bytes, Option<String>)> {
        let held = self.documents.get(&doc)?;
        Some((held.bytes.clone(), held.options.password().map(str::to_owned)))
    }

    fn run(&mut self, command: Command, file: Vec<u8>) -> Answer {
        let json = match command {
            Command::Open { name, password, doc } => self.open(&name, password, doc, file)?,
            Command::Understand { doc } => understand(self.held(doc)?),
            Command::View { doc } => view(self.held(doc)?)?,
            Command::Tables { doc } => return tables(self.held(doc)?),
            Command::Text { doc } => {
                let lines: Option<Vec<&str>> =
                    self.held(doc)?.text.as_deref().map(|text| text.lines().collect());
                json!({ "lines": lines })
            }
            Command::Picture { doc, page, scale } => {
                let held = self.held(doc)?;
                let picture = picture::page(&held.bytes, held.options.password(), page, scale);
                return Ok((json!({ "type": "image/png" }), picture.map_err(Trouble::new)?));
            }
            Command::Correct { doc, lines } => {
                let corrections: Vec<Correction> = corrections::parse(&lines)?;
                let held = self.held(doc)?;
                read_in_columns(held, corrections::layouts(&corrections))?;
                let records = held.records.as_ref().ok_or_else(no_records)?;
                held.reviewed = Some(corrections::apply(records, &corrections));
                view(held)?
            }
            Command::Layout { doc, lines, line } => {
                let before = corrections::layouts(&corrections::parse(&lines)?);
                let drawn = corrections::layouts(&corrections::parse(&line)?);
                tried(self.held(doc)?, before, drawn)?
            }
            Command::Check { lines } => {
                let corrections = corrections::merged(corrections::parse(&lines)?);
                json!({ "lines": corrections::lines(&corrections), "count": corrections.len() })
            }
            Command::Write { doc, format } => return write(self.held(doc)?, &format),
            Command::Compare { before, after, format } => {
                let changes = self.changes(before, after)?;
                match format {
                    Some(format) => return written(&changes, &format),
                    None => told(&changes),
                }
            }
            Command::Close { doc } => {
                self.documents.remove(&doc);
                json!({})
            }
        };
        Ok((json, Vec::new()))
    }

    fn held(&mut self, doc: u32) -> Result<&mut Held, Trouble> {
        self.documents.get_mut(&doc).ok_or_else(|| Trouble::new("this document is not open"))
    }

    fn open(
        &mut self,
        name: &str,
        password: Option<String>,
        doc: Option<u32>,
        file: Vec<u8>,
    ) -> Result<Json, Trouble> {
        let mut options = Options::new();
        if let Some(password) = password {
            options = options.with_password(password);
        }
        let opened = tablemend::read(file, name, &options)?;
        // A page that starts anew gives its documents the numbers that they had.
        let number = doc.unwrap_or(self.last + 1);
        self.last = self.last.max(number);
        let pages = opened.document().source.pages;
        let media_type = opened.media_type();
        let held = Held {
            name: name.to_owned(),
            bytes: opened.bytes().clone(),
            text: opened.text(),
            options,
            opened: Some(opened),
            mended: None,
            records: None,
            reviewed: None,
        };
        let sha256 = held.opened.as_ref().map(|o| o.document().source.sha256.clone());
        self.documents.insert(number, held);
        Ok(json!({
            "doc": number, "pages": pages, "media_type": media_type.as_str(), "sha256": sha256,
        }))
    }

    fn changes(&mut self, before: u32, after: u32) -> Result<Vec<Changes>, Trouble> {
        let records = |doc: u32| {
            let held = self.documents.get(&doc);
            held.and_then(|h| h.reviewed.as_ref()).ok_or_else(no_records)
        };
        let kinds = |records: &Records| Edition::of_kinds(records.data());
        let (before, after) = (kinds(records(before)?), kinds(records(after)?));
        Ok(tablemend::compare_kinds(before, after, &CompareOptions::new())?)
    }
}

/// The changes as the contract's JSON, and in words.
fn told(changes: &[Changes]) -> Json {
    let mut made = render::json(changes);
    let totals = changes.iter().flat_map(|of_kind| {
        let total = |total| match changes.len() {
            1 => total,
            _ => format!("{}: {total}", of_kind.after.title_of_items().to_lowercase()),
        };
        render::totals(of_kind).into_iter().map(total).collect::<Vec<String>>()
    });
    made["totals"] = totals.collect::<Vec<String>>().into();
    made["text"] = render::text(changes, false).into();
    made
}

/// The changes as a file to save.
fn written(changes: &[Changes], format: &str) -> Answer {
    let info = tablemend::FORMATS.iter().find(|f| f.name == format && f.built);
    let info = info.ok_or_else(|| Trouble::new(format!("there is no format “{format}” here")))?;
    let options = tablemend::WriteOptions::new().with_bom(true).with_escaped_formulas(true);
    let mut bytes = Vec::new();
    tablemend::write_changes(changes, info.format, &options, &mut bytes)?;
    let name = format!("changes.{}", info.extensions.first().unwrap_or(&"txt"));
    Ok((json!({ "name": name, "type": "application/octet-stream" }), bytes))
}

fn no_records() -> Trouble {
    Trouble::new("no records were read from this document")
}

/// Mends the tables and reads the records. A document of which no records can be read still has its
/// tables.
fn understand(held: &mut Held) -> Json {
    if let Some(opened) = held.opened.take() {
        let mended = tablemend::mend(opened, &held.options);
        let records = tablemend::records(&mended, &held.options);
        held.mended = Some(mended);
        match records {
            Ok(records) => {
                held.reviewed = Some(records.clone());
                held.records = Some(records);
            }
            Err(error) => {
                let notes = held.mended.as_ref().map(|m| m.notes()).unwrap_or_default();
                let notes: Vec<Json> = notes
                    .iter()
                    .map(|n| json!({ "level": n.level.as_str(), "message": n.message, "help": n.help }))
                    .collect();
                let trouble = Trouble::from(error).json();
                return json!({ "records": null, "trouble": trouble, "notes": notes,
                    "tables": count_tables(held) });
            }
        }
    }
    let items = held.records.as_ref().map(|r| r.data().item_count());
    json!({ "records": items, "tables": count_tables(held) })
}

/// Reads a document again, if these are other columns than those in which it was read.
fn read_in_columns(held: &mut Held, layouts: Vec<LayoutHint>) -> Result<(), Trouble> {
    if held.options.layouts() == layouts.as_slice() {
        return Ok(());
    }
    let options = held.options.clone().with_layouts(layouts);
    let opened = tablemend::read(held.bytes.clone(), &held.name, &options)?;
    let mended = tablemend::mend(opened, &options);
    let records = tablemend::records(&mended, &options)?;
    held.options = options;
    held.mended = Some(mended);
    held.reviewed = Some(records.clone());
    held.records = Some(records);
    Ok(())
}

/// What the table in columns that were just drawn reads as: its rows on that page, and what its header says.
fn tried(held: &Held, before: Vec<LayoutHint>, drawn: Vec<LayoutHint>) -> Result<Json, Trouble> {
    let own = drawn.first().cloned().ok_or_else(|| Trouble::new("no columns were drawn"))?;
    let options = held.options.clone().with_layouts(before.into_iter().chain(drawn));
    let opened = tablemend::read(held.bytes.clone(), &held.name, &options)?;
    let mended = tablemend::mend(opened, &options);
    let Some(table) = corrections::table_at(mended.document(), own.page, own.area) else {
        return Err(Trouble::new("there is no text in these columns"));
    };
    Ok(json!({
        "printed": corrections::header_of(table),
        "header_rows": table.header_rows(),
        "rows": corrections::rows_at(table, own.page),
        "records": tablemend::records(&mended, &options).ok().map(|r| r.data().item_count()),
    }))
}

fn count_tables(held: &Held) -> usize {
    held.mended.as_ref().map_or(0, |m| m.document().tables().count())
}

fn view(held: &mut Held) -> Result<Json, Trouble> {
    let (Some(mended), Some(reviewed), Some(records)) =
        (&held.mended, &held.reviewed, &held.records)
    else {
        return Err(no_records());
    };
    Ok(view::of(mended.document(), reviewed.data(), records.data()))
}

fn tables(held: &mut Held) -> Answer {
    let Some(mended) = &held.mended else {
        return Err(Trouble::new("this document was not read yet"));
    };
    let mut bytes = Vec::new();
    let options = tablemend::WriteOptions::new();
    tablemend::write_tables(mended, Format::Json, &options, &mut bytes)?;
    let json = serde_json::from_slice(&bytes).map_err(|e| Trouble::new(e.to_string()))?;
    Ok((json, Vec::new()))
}

fn write(held: &mut Held, format: &str) -> Answer {
    let stem = bundle::stem(&held.name).to_owned();
    if format == "marked" {
        let (Some(mended), Some(records)) = (&held.mended, &held.reviewed) else {
            return Err(no_records());
        };
        let marked = tablemend::mark(&held.bytes, mended, records, Level::Warning, &held.options)?;
        let named = json!({ "name": format!("{stem}-marked.pdf"), "type": "application/pdf" });
        return Ok((named, marked.bytes));
    }
    let saved = match (format.strip_prefix("tables-"), &held.mended, &held.reviewed) {
        (Some(format), Some(mended), _) => {
            let info = tablemend::FORMATS.iter().find(|f| f.name == format && f.built);
            let info =
                info.ok_or_else(|| Trouble::new(format!("there is no format “{format}” here")))?;
            let mut bytes = Vec::new();
            let options = tablemend::WriteOptions::new().with_bom(true).with_escaped_formulas(true);
            tablemend::write_tables(mended, info.format, &options, &mut bytes)?;
            let name = format!("{stem}-tables.{}", info.extensions.first().unwrap_or(&"txt"));
            bundle::Saved { name, media_type: "application/octet-stream", bytes }
        }
        (None, _, Some(records)) => {
            bundle::records(records, format, &stem).map_err(Trouble::new)?
        }
        _ => return Err(no_records()),
    };
    Ok((json!({ "name": saved.name, "type": saved.media_type }), saved.bytes))
}
