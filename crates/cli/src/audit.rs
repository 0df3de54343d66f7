//! `--audit`: three counts of words, each of which can fail.
//!
//! The pages of a PDF are read a second time in another way and held against the document as it was
//! read; the document is held against the records or tables made of it; these are held against the
//! files that were written, which are read back.

use crate::output;
use anyhow::Result;
use std::fs;
use std::io::Write;
use std::path::Path;
use tablemend::audit::{Audit, Loss, Printing, Written};
use tablemend::{Format, Opened, Options};
use tablemend_model::{
    Dataset, Diagnostic, Document, Lack, Level, MediaType, Place, Schema, SeenPage, SourceRef,
};

/// Words of a list that a message names.
const NAMED: usize = 12;
/// Pages without their words that a message names.
const PAGES: usize = 20;
/// Diagnostics of a document that is not whole, whatever its words.
const NOT_WHOLE: [&str; 3] = ["pdf.cut_off", "pdf.pages_missing", "page.damaged"];

/// What the summary says where nothing was found.
pub(crate) const CLEAN: &str =
    "  audit    every word is in the output exactly once, and in every file\n";

/// The same where the output holds the items of one kind of several.
pub(crate) const CLEAN_IN_PART: &str = "  audit    every word was read exactly once; of the items, the output holds one kind only (output.other_items)\n";

/// The same for tables.
pub(crate) const CLEAN_TABLES: &str = "  audit    every word is in a table or between tables, and every word of a table in the output\n";

/// What is asked for of one output.
pub(crate) enum Of<'a> {
    /// Records.
    Records(&'a Dataset),
    /// Tables.
    Tables(&'a Document),
}

/// What of the pages is not in the document as it was read. Nothing for documents without pages.
pub(crate) fn of_pages(opened: &Opened, options: &Options) -> Vec<Diagnostic> {
    if opened.media_type() != MediaType::Pdf {
        return by_ocr(&recognised(opened.notes())).into_iter().collect();
    }
    let seen = match opened.seen(options) {
        Ok(seen) => seen,
        Err(error) => {
            let message = format!("the pages could not be read a second time: {error}");
            return vec![Diagnostic::new("audit.not_whole", Level::Error, message)];
        }
    };
    // What was recognised is nowhere in the file: there is nothing to hold it against.
    let recognised: Vec<u32> = recognised(opened.notes());
    let seen: Vec<SeenPage> =
        seen.into_iter().filter(|page| !recognised.contains(&page.number)).collect();
    let losses = tablemend::audit::pages(opened, &seen);
    let mut notes: Vec<Diagnostic> = not_whole(&seen, opened.notes()).into_iter().collect();
    notes.extend(losses.iter().map(lost));
    notes.extend(by_ocr(&recognised));
    notes
}

/// Whether an audit found anything missing or doubled, or could not count it. That pages were read by OCR is
/// told and is not a fault.
pub(crate) fn is_dirty(audited: &[Diagnostic]) -> bool {
    audited.iter().any(|note| note.level != Level::Info)
}

/// The pages that were read by OCR.
fn recognised(told: &[Diagnostic]) -> Vec<u32> {
    let pages = told.iter().filter(|n| n.code == "ocr.read");
    pages.filter_map(|n| n.source.place.as_ref()?.page()).collect()
}

/// Says which pages were read by OCR, whose words no count can vouch for.
fn by_ocr(pages: &[u32]) -> Option<Diagnostic> {
    let which = match pages {
        [] => return None,
        [page] => format!("page {page} was"),
        _ => format!("pages {} were", numbers(pages)),
    };
    let message = format!(
        "{which} read by OCR: every word recognised is in the output, but no count can tell whether \
         it is right"
    );
    Some(Diagnostic::new("audit.recognised", Level::Info, message))
}

/// Why the output cannot be the whole document, as one note.
fn not_whole(seen: &[SeenPage], told: &[Diagnostic]) -> Option<Diagnostic> {
    let mut reasons = Vec::new();
    let lacking = |is: fn(&Lack) -> bool| -> Vec<u32> {
        let pages = seen.iter().filter(|p| p.lack.as_ref().is_some_and(is));
        pages.map(|p| p.number).collect()
    };
    let of_pages = [
        (lacking(|l| matches!(l, Lack::Picture { words: 0 })), "a picture", "pictures"),
        (
            lacking(|l| matches!(l, Lack::Picture { words: 1.. })),
            "a picture with a few words beside it",
            "pictures with a few words beside them",
        ),
    ];
    for (pages, one, many) in of_pages {
        match pages[..] {
            [] => {}
            [page] => reasons.push(format!("page {page} is {one}")),
            _ => reasons.push(format!("pages {} are {many}", numbers(&pages))),
        }
    }
    let unread = lacking(|l| matches!(l, Lack::Unreadable(_)));
    match unread[..] {
        [] => {}
        [page] => reasons.push(format!("page {page} could not be read")),
        _ => reasons.push(format!("pages {} could not be read", numbers(&unread))),
    }
    let of_file = told.iter().filter(|n| NOT_WHOLE.contains(&n.code.as_ref()));
    reasons.extend(of_file.map(|n| n.message.clone()));
    if reasons.is_empty() {
        return None;
    }
    let message = format!("the output is not the whole document: {}", reasons.join("; "));
    let help = "what is on such a page is not in the output; run text recognition (OCR) on \
                pictures, and export damaged files again";
    Some(Diagnostic::new("audit.not_whole", Level::Error, message).help(help))
}

fn numbers(pages: &[u32]) -> String {
    let mut shown: Vec<String> = pages.iter().take(PAGES).map(u32::to_string).collect();
    if pages.len() > PAGES {
        shown.push(format!("and {} more", pages.len() - PAGES));
    }
    shown.join(", ")
}

fn lost(loss: &Loss) -> Diagnostic {
    let count = loss.words.len();
    let words = if count == 1 { "1 word".to_owned() } else { format!("{count} words") };
    let is = if count == 1 { "is" } else { "are" };
    let named: Vec<&str> = loss.words.iter().take(NAMED).map(String::as_str).collect();
    let more = if count > NAMED { ", …" } else { "" };
    let message =
        format!("{words} of page {} {is} not in the output: {}{more}", loss.page, named.join(", "));
    let place = Place::Page { number: loss.page, area: loss.area };
    Diagnostic::new("audit.unread", Level::Error, message)
        .help("this is a bug in tablemend: please report it")
        .at(SourceRef::at(place))
}

/// What the second count found, as notes.
pub(crate) fn of_records(found: &Audit) -> Vec<Diagnostic> {
    let note = |code: &'static str, what: &str, words: &[(String, u32)]| {
        (!words.is_empty()).then(|| {
            Diagnostic::new(code, Level::Error, format!("{what}: {}", listed(words)))
                .help("this is a bug in tablemend: please report it")
        })
    };
    [
        note("audit.missing", "words missing from the output", &found.missing),
        note("audit.doubled", "words duplicated in the output", &found.doubled),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn listed(words: &[(String, u32)]) -> String {
    let words = words.iter().map(|(word, times)| match times {
        1 => word.clone(),
        _ => format!("{word} ({times} times)"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Reads a file back that was written, and counts its words.
pub(crate) fn of_file(path: &Path, forms: &[Format], of: &Of<'_>) -> Option<Diagnostic> {
    let form = path.extension().and_then(|e| Format::from_extension(&e.to_string_lossy()));
    let form = match form {
        Some(form) if forms.contains(&form) => form,
        // A file of another name has the one format that was asked for; others only describe.
        _ if forms.len() == 1 && form.is_none() => forms[0],
        _ => return None,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // Descriptions of data beside it.
    if name == "datapackage.json" || name.ends_with("-metadata.json") {
        return None;
    }
    match fs::read(path) {
        Ok(bytes) => of_bytes(&bytes, form, &stem, &path.display().to_string(), of),
        Err(error) => Some(unchecked(&path.display().to_string(), &error.to_string())),
    }
}

/// Counts the words of an output; `stem` is its name without an ending, `shown` what to call it.
pub(crate) fn of_bytes(
    bytes: &[u8],
    form: Format,
    stem: &str,
    shown: &str,
    of: &Of<'_>,
) -> Option<Diagnostic> {
    let mut written = Written::new();
    let sha256 = match of {
        Of::Records(data) => {
            written.expect_records(data, printing(form, stem, data)?);
            &data.document.sha256
        }
        // As CSV each table has a file of its own; all together have one only as a stream.
        Of::Tables(document) => {
            match table_of(form, stem, document) {
                Some(table) => written.expect_table(table),
                None => document.tables().for_each(|table| written.expect_table(table)),
            }
            &document.source.sha256
        }
    };
    if let Err(why) =
        count(bytes, form, std::slice::from_ref(sha256), &mut |text| written.found(text))
    {
        return Some(unchecked(shown, &why));
    }
    lacking(shown, &written)
}

/// Writes to standard output; gives what the count of its words finds where one is asked for.
pub(crate) fn to_stdout(
    form: Format,
    of: Option<&Of<'_>>,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<Option<Diagnostic>> {
    let Some(of) = of else { return output::to_stdout(write).map(|()| None) };
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    let found = of_bytes(&bytes, form, "", "the output", of);
    output::to_stdout(|out| Ok(out.write_all(&bytes)?))?;
    Ok(found)
}

/// The words of several documents in one file.
pub(crate) struct Several {
    form: Format,
    written: Written,
    /// SHA-256 of their bytes: a database may hold others as well.
    documents: Vec<String>,
    /// Records that could not be read back, so that their words are not counted.
    unread: usize,
}

impl Several {
    pub(crate) fn new(form: Option<Format>) -> Self {
        let (written, documents) = (Written::new(), Vec::new());
        Self { form: form.unwrap_or(Format::Json), written, documents, unread: 0 }
    }

    /// Adds a document's records, as JSON.
    pub(crate) fn expect(&mut self, records: &[u8], schema: &Schema) {
        let Ok(data) = tablemend_emit::json::read(records, schema) else {
            self.unread += 1;
            return;
        };
        let items = schema.items().map_or("", |(_, items)| items.name.as_str());
        let printing = match self.form {
            Format::Json => Printing::Whole,
            Format::Sqlite => Printing::Records,
            _ => Printing::Entity(items),
        };
        self.written.expect_records(&data, printing);
        self.documents.push(data.document.sha256);
    }

    /// Reads the file back and counts its words; gives what is to be said, and of what.
    pub(crate) fn of_file(mut self, path: &Path) -> Option<(Diagnostic, String)> {
        let shown = path.display().to_string();
        let found = fs::read(path).map_err(|e| e.to_string()).and_then(|bytes| {
            count(&bytes, self.form, &self.documents, &mut |text| self.written.found(text))
        });
        let note = match found {
            Err(why) => Some(unchecked(&shown, &why)),
            Ok(()) if self.unread > 0 => {
                let why = format!("the records of {} documents could not be", self.unread);
                Some(unchecked(&shown, &why))
            }
            Ok(()) => lacking(&shown, &self.written),
        };
        note.map(|note| (note, shown))
    }
}

/// What is said of an output that lacks words.
fn lacking(shown: &str, written: &Written) -> Option<Diagnostic> {
    let missing = written.missing();
    if missing.is_empty() {
        return None;
    }
    let named = &missing[..missing.len().min(NAMED)];
    let more = if missing.len() > NAMED { ", …" } else { "" };
    let message = format!("{shown} lacks words that were read: {}{more}", listed(named));
    Some(
        Diagnostic::new("audit.unwritten", Level::Error, message)
            .help("this is a bug in tablemend: please report it"),
    )
}

fn unchecked(shown: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        "audit.unchecked",
        Level::Error,
        format!("{shown} could not be read back: {why}"),
    )
}

/// What of the records a file shows; `None` for one of dates or diagnostics, which has no more
/// words of the document than the others.
fn printing<'a>(form: Format, stem: &'a str, data: &'a Dataset) -> Option<Printing<'a>> {
    let items = data.schema.items().map(|(_, items)| items.name.as_str());
    Some(match form {
        Format::Json => Printing::Whole,
        Format::Xlsx | Format::Sqlite => Printing::Records,
        Format::Html | Format::Md => Printing::Read,
        Format::Jsonl => Printing::Entity(items?),
        _ if data.schema.entity(stem).is_some() => Printing::Entity(stem),
        // A file of another name has the items; the packages' own names are known.
        _ if stem == "diagnostics" || stem.ends_with("_dates") => return None,
        _ => Printing::Entity(items?),
    })
}

/// The one table that a CSV file of a package has.
fn table_of<'a>(
    form: Format,
    stem: &str,
    document: &'a Document,
) -> Option<&'a tablemend_model::Table> {
    let number = stem.rsplit_once("-table-").filter(|_| form == Format::Csv)?.1;
    document.tables().nth(number.parse::<usize>().ok()?.checked_sub(1)?)
}

/// Gives every text of an output.
fn count(
    bytes: &[u8],
    form: Format,
    documents: &[String],
    found: &mut dyn FnMut(&str),
) -> std::result::Result<(), String> {
    if matches!(form, Format::Html | Format::Md) {
        let name = if form == Format::Html { "page.html" } else { "page.md" };
        let read = tablemend::read(bytes, name, &Options::new()).map_err(|e| e.to_string())?;
        for block in &read.document().blocks {
            match block {
                tablemend_model::Block::Table(table) => {
                    let cells = table.cells().iter().chain(table.folded());
                    cells.for_each(|cell| found(cell.text.as_str()));
                }
                other => other.text().into_iter().for_each(|text| found(text.as_str())),
            }
        }
        return Ok(());
    }
    let texts = tablemend_readback::texts(bytes, documents, form == Format::Csv);
    let texts = texts.map_err(|e| e.to_string())?;
    texts.unwrap_or_default().iter().for_each(|text| found(text));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    const PLAN: &str = "# Harbour plan, June 2024\n\n\
        | Ref | Action | Completion date | Lead | Status |\n|---|---|---|---|---|\n\
        | 1.1 | Dredge the inner basin | 31 May 2024 | Harbour Master | Green |\n\
        | 1.2 | Repaint the lighthouse | 30 June 2024 | Head of Works | Amber |\n\
        | 1.3 | Count the moorings | 31 July 2024 | Harbour Master | Green |\n";

    fn document() -> Document {
        tablemend::tables(PLAN, "plan.md", &Options::new()).unwrap().into_parts().0
    }

    fn records() -> Dataset {
        let profile = tablemend::profiles::named("action-plan").unwrap();
        let options = Options::new().with_profile(profile);
        tablemend::convert(PLAN, "plan.md", &options).unwrap().into_data()
    }

    /// That what a writer leaves out, which says `word`, is told in every format, and nothing where all is written.
    fn is_told_in_every_format(data: &Dataset, short: &Dataset, word: &str) {
        let options = tablemend_emit::Options::default();
        for form in tablemend_emit::FORMATS.iter().filter(|f| f.built).map(|f| f.format) {
            let count = |written: &Dataset| {
                let mut bytes = Vec::new();
                tablemend_emit::write(written, form, &options, &mut bytes).unwrap();
                of_bytes(&bytes, form, "plan", "the file", &Of::Records(data))
            };
            assert_eq!(count(data), None, "{form:?}");
            let told = count(short).unwrap_or_else(|| panic!("{form:?} is not counted"));
            assert_eq!(told.code, "audit.unwritten");
            assert!(told.message.to_lowercase().contains(word), "{form:?}: {}", told.message);
        }
    }

    #[test]
    fn a_row_that_a_writer_leaves_out_is_told_in_every_format() {
        let data = records();
        let mut short = data.clone();
        short.entities.last_mut().unwrap().records.remove(1);
        is_told_in_every_format(&data, &short, "lighthouse");
    }

    #[test]
    fn a_column_that_no_field_knows_is_expected_in_every_format() {
        let plan = PLAN.replace(" Status |\n|---|", " Status | Grid square |\n|---|---|");
        let plan = plan.replace("Green |\n", "Green | Heron |\n");
        let plan = plan.replace("Amber |\n", "Amber | Curlew |\n");
        let options =
            Options::new().with_profile(tablemend::profiles::named("action-plan").unwrap());
        let data = tablemend::convert(plan.as_str(), "plan.md", &options).unwrap().into_data();
        let items = data.schema.items().unwrap().0;
        let mut short = data.clone();
        assert_eq!(short.entities[items].records[1].extra, [Some("Curlew".to_owned())]);
        short.entities[items].records[1].extra = vec![None];
        is_told_in_every_format(&data, &short, "curlew");
    }

    #[test]
    fn a_cell_that_is_not_written_is_told_in_every_format_of_tables() {
        let whole = document();
        let mut short = whole.clone();
        for block in &mut short.blocks {
            if let tablemend_model::Block::Table(table) = block {
                table.cell_at_mut(2, 1).unwrap().text = tablemend_model::RichText::default();
            }
        }
        let options = tablemend_emit::Options::default();
        for form in tablemend_emit::tables::FORMATS {
            let count = |written: &Document| {
                let mut bytes = Vec::new();
                tablemend_emit::tables::write(written, &[], *form, &options, &mut bytes).unwrap();
                of_bytes(&bytes, *form, "plan", "the file", &Of::Tables(&whole))
            };
            assert_eq!(count(&whole), None, "{form:?}");
            let told = count(&short).unwrap_or_else(|| panic!("{form:?} is not counted"));
            assert!(told.message.contains("lighthouse"), "{form:?}: {}", told.message);
        }
    }

    #[test]
    fn what_cannot_be_read_back_is_told() {
        let told = of_bytes(b"{\"a\": ", Format::Json, "", "a.json", &Of::Records(&records()));
        assert_eq!(told.unwrap().code, "audit.unchecked");
        let told = of_file(Path::new("/nowhere/a.json"), &[Format::Json], &Of::Records(&records()));
        assert_eq!(told.unwrap().code, "audit.unchecked");
    }

    #[test]
    fn pages_without_their_words_are_named() {
        let page = |number, lack| SeenPage { number, lack, ..SeenPage::default() };
        let picture = |words| Some(Lack::Picture { words });
        let seen = [page(1, None), page(2, picture(0)), page(3, picture(4)), page(5, picture(0))];
        let told = not_whole(&seen, &[]).unwrap().message;
        assert_eq!(
            told,
            "the output is not the whole document: pages 2, 5 are pictures; page 3 is a picture \
             with a few words beside it"
        );
        assert_eq!(not_whole(&seen[..1], &[]), None);
        let cut = Diagnostic::new("pdf.cut_off", Level::Error, "the file breaks off");
        assert!(not_whole(&[], &[cut]).unwrap().message.ends_with("the file breaks off"));
    }
}
