//! A workbook: its sheets, their tables and names.

use crate::Error;
use crate::area::{Area, Spot};
use crate::formula::{Grown, widened};
use crate::lengthened::extended_name;
use crate::package::{Package, relationships};
use crate::sheet::{Around, Sheet, strings};
use crate::stale::without_results;
use crate::styles::{Styles, prefix_of};
use crate::value::Value;
use crate::xml::{Edits, Piece, attribute, escaped, pieces};
use std::ops::Range;
use tablemend_model::published;
use tablemend_office::part_target as target;

/// Content type of a sheet.
const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// Rows of a sheet that hold anything: their numbers and their cells as text.
pub type Rows = Vec<(u32, Vec<String>)>;

/// An open workbook.
pub struct Workbook<'a> {
    pub(crate) package: Package<'a>,
    pub(crate) part: String,
    pub(crate) styles: Styles,
    pub(crate) is_1904: bool,
    pub(crate) sheets: Vec<Named>,
    styles_part: String,
    sheet_relation: String,
}

/// A sheet with its name.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) sheet: Sheet,
    /// Its number in the workbook, charts counted: names that belong to a sheet say it.
    pub(crate) number: usize,
    /// Parts that the sheet leads to: type and part.
    pub(crate) leads_to: Vec<(String, String)>,
}

/// One relationship.
pub(crate) struct Relation {
    id: String,
    kind: String,
    pub(crate) target: String,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// [`Error::NotAWorkbook`], [`Error::Broken`], [`Error::TooLarge`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut package = Package::open(bytes)?;
        if package.has("mimetype") {
            return Err(Error::NotAWorkbook(
                "it is an OpenDocument file: in LibreOffice, save it as .xlsx",
            ));
        }
        if !package.has("_rels/.rels") {
            return Err(Error::NotAWorkbook(
                "it is a zip file and not an Excel workbook: in Excel or LibreOffice, save it as .xlsx",
            ));
        }
        let roots = relations(&mut package, "")?;
        let root = roots.into_iter().find(|r| r.kind.ends_with("/officeDocument"));
        let part = root.map(|r| target("", &r.target)).unwrap_or_default();
        if !part.ends_with(".xml") || !package.has(&part) {
            return Err(Error::NotAWorkbook(
                "it is not an .xlsx workbook: in Excel or LibreOffice, save it as .xlsx",
            ));
        }
        let text = package.text(&part)?;
        let all = relations(&mut package, &part)?;
        let of_kind = |kind: &str| all.iter().find(|r| r.kind.ends_with(kind));
        let path = |r: &Relation| target(&part, &r.target);
        let strings = match of_kind("/sharedStrings").map(path).filter(|p| package.has(p)) {
            Some(part) => strings(&part, &package.text(&part)?)?,
            None => Vec::new(),
        };
        let Some(styles_part) = of_kind("/styles").map(path).filter(|p| package.has(p)) else {
            return Err(Error::broken(&part, "it has no formats"));
        };
        let styles = Styles::read(package.text(&styles_part)?)?;
        let is_set = |v: String| v == "1" || v == "true";
        let mut is_1904 = false;
        let mut named: Vec<(String, Relation)> = Vec::new();
        let mut sheet_relation = String::new();
        for piece in pieces(&part, &text)? {
            let Piece::Start { name, at, .. } = piece else { continue };
            let tag = text.get(at).unwrap_or_default();
            match name.as_str() {
                "workbookPr" => is_1904 = attribute(tag, "date1904").is_some_and(is_set),
                "sheet" => {
                    let name = attribute(tag, "name").unwrap_or_default();
                    // The id of the sheet is another one than that of its relationship.
                    let id = tag_relation(tag).unwrap_or_default();
                    let found = all.iter().find(|r| r.id == id);
                    let found = found.ok_or_else(|| Error::broken(&part, "a sheet has no part"))?;
                    named.push((name, Relation { id, ..found.copy() }));
                }
                _ => {}
            }
        }
        let mut sheets = Vec::new();
        for (number, (name, relation)) in named.into_iter().enumerate() {
            // Sheets of charts have no cells.
            if !relation.kind.ends_with("/worksheet") {
                continue;
            }
            sheet_relation.clone_from(&relation.kind);
            let own = target(&part, &relation.target);
            let text = package.text(&own)?;
            let around = Around { strings: &strings, styles: &styles, is_1904 };
            let sheet = Sheet::read(&own, text, &around)?;
            let leads_to = match package.has(&relationships(&own)) {
                true => relations(&mut package, &own)?,
                false => Vec::new(),
            };
            let leads_to = leads_to.into_iter().map(|r| (r.kind, target(&own, &r.target)));
            let leads_to = leads_to.collect();
            sheets.push(Named { name, sheet, number, leads_to });
        }
        if sheets.is_empty() {
            return Err(Error::broken(&part, "it has no sheets with cells (is it a workbook?)"));
        }
        Ok(Self { package, part, styles, is_1904, sheets, styles_part, sheet_relation })
    }

    /// The sheets with their names, and of each the rows that hold anything: their numbers and their
    /// cells as text. The hidden sheet of what was published is left out.
    #[must_use]
    pub fn cells(&self) -> Vec<(String, Rows)> {
        let shown = self.sheets.iter().filter(|named| !is_published(&named.sheet));
        shown.map(|named| (named.name.clone(), rows_of(&named.sheet))).collect()
    }

    /// What the workbook says was published when it was last brought up to date.
    #[must_use]
    pub fn published(&self) -> Option<Published> {
        let named = self.sheets.iter().find(|named| is_published(&named.sheet))?;
        let mut rows = rows_of(&named.sheet).into_iter();
        let (_, top) = rows.next()?;
        let digests = top.iter().skip(1).filter_map(|cell| {
            let (name, digest) = cell.rsplit_once(' ')?;
            Some((name.to_owned(), digest.to_owned()))
        });
        let digests = digests.collect();
        let (_, heads) = rows.next()?;
        let width = heads.len();
        let rows = rows.map(|(_, mut row)| {
            row.resize(width, String::new());
            row
        });
        let rows = rows.collect();
        Some(Published { heads, rows, digests })
    }

    /// The hidden sheet of what was published.
    pub(crate) fn published_sheet(&self) -> Option<usize> {
        self.sheets.iter().position(|named| is_published(&named.sheet))
    }

    /// Replaces all that is on a sheet. `body` is what is between the part's outermost tags.
    pub(crate) fn replace_sheet(&mut self, at: usize, body: &str) -> Result<(), Error> {
        let Some(named) = self.sheets.get(at) else { return Ok(()) };
        let (part, text) = (&named.sheet.part, &named.sheet.text);
        let top = pieces(part, text)?.into_iter().find_map(|piece| match piece {
            Piece::Start { at, .. } => text.get(at),
            _ => None,
        });
        let prefix = &named.sheet.prefix;
        let main = top.and_then(|top| namespace(top, prefix));
        let main = main.ok_or_else(|| Error::broken(part, "it has no namespace"))?;
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
        let whole = format!("{head}\n<worksheet xmlns=\"{main}\">{body}</worksheet>");
        let part = part.clone();
        self.package.put(&part, whole);
        Ok(())
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.sheets.iter().position(|named| named.name == name)
    }

    /// A name that no sheet has.
    pub(crate) fn free_sheet_name(&self, wanted: &str) -> String {
        let mut numbered =
            std::iter::once(wanted.to_owned()).chain((2_u32..).map(|n| format!("{wanted} {n}")));
        let is_taken = |name: &String| {
            self.sheets.iter().any(|named| named.name.to_lowercase() == name.to_lowercase())
        };
        numbered.find(|name| !is_taken(name)).unwrap_or_default()
    }

    /// Adds a sheet behind the others. `body` is what is between the part's outermost tags.
    pub(crate) fn add_sheet(
        &mut self,
        name: &str,
        body: &str,
        is_hidden: bool,
    ) -> Result<(), Error> {
        let text = self.package.text(&self.part)?;
        let found = pieces(&self.part, &text)?;
        let (mut top, mut end, mut most) = (None, None, 0);
        for piece in &found {
            match piece {
                Piece::Start { name, at, .. } if name == "workbook" => top = Some(at.clone()),
                Piece::Start { name, at, .. } if name == "sheet" => {
                    let tag = text.get(at.clone()).unwrap_or_default();
                    let id = attribute(tag, "sheetId").and_then(|id| id.parse::<u32>().ok());
                    most = most.max(id.unwrap_or(0));
                }
                Piece::End { name, at } if name == "sheets" => end = Some(at.start),
                _ => {}
            }
        }
        let broken = || Error::broken("workbook", "it has no list of sheets");
        let (top, end) = top.zip(end).ok_or_else(broken)?;
        let top_tag = text.get(top).unwrap_or_default();
        let prefix = prefix_of(top_tag);
        let main = namespace(top_tag, &prefix).ok_or_else(broken)?;
        let link = self.sheet_relation.trim_end_matches("/worksheet").to_owned();

        let folder = self.part.rsplit_once('/').map_or(String::new(), |(f, _)| format!("{f}/"));
        let part = self.package.free_name(&format!("{folder}worksheets/sheet#.xml"));
        let rels = relationships(&self.part);
        let rels_text = self.package.text(&rels)?;
        let used = relations(&mut self.package, &self.part)?;
        let mut ids = (1_u32..).map(|n| format!("rIdNew{n}"));
        let id = ids.find(|id| used.iter().all(|r| r.id != *id)).unwrap_or_default();
        let relation = format!(
            "<{}Relationship Id=\"{id}\" Type=\"{}\" Target=\"/{part}\"/>",
            root_prefix(&rels_text),
            escaped(&self.sheet_relation)
        );
        self.package.put(&rels, before_end(&rels, &rels_text, &relation)?);

        let types = "[Content_Types].xml";
        let types_text = self.package.text(types)?;
        let kind = format!(
            "<{}Override PartName=\"/{part}\" ContentType=\"{SHEET_TYPE}\"/>",
            root_prefix(&types_text)
        );
        self.package.put(types, before_end(types, &types_text, &kind)?);

        let state = if is_hidden { " state=\"veryHidden\"" } else { "" };
        let sheet = format!(
            "<{prefix}sheet xmlns:r=\"{link}\" name=\"{}\" sheetId=\"{}\"{state} r:id=\"{id}\"/>",
            escaped(name),
            most + 1
        );
        let mut edits = Edits::default();
        edits.insert(end, sheet);
        let text = edits.applied(&text).ok_or_else(broken)?;
        self.package.put(&self.part.clone(), text);
        self.package.put(
            &part,
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\" \
                 xmlns:r=\"{link}\">{body}</worksheet>"
            ),
        );
        Ok(())
    }

    /// Extends the names of a sheet that end at a row and a column (areas of print and of filters), and
    /// those that people gave to all rows of the table, which it gives with what they were and are; and asks programs to calculate all formulas when they open the workbook.
    pub(crate) fn extend_names(
        &mut self,
        extend: &dyn Fn(usize, Area) -> Option<Area>,
        grown: Option<&Grown>,
    ) -> Result<Vec<[String; 3]>, Error> {
        let text = self.package.text(&self.part)?;
        let mut edits = Edits::default();
        let mut name_from: Option<(usize, usize)> = None;
        let mut other_from: Option<(String, usize)> = None;
        let mut widened_names = Vec::new();
        let (mut calculation, mut after): (Option<Range<usize>>, Option<usize>) = (None, None);
        for piece in pieces(&self.part, &text)? {
            match piece {
                Piece::Start { name, at, is_empty } => {
                    let tag = text.get(at.clone()).unwrap_or_default();
                    let local = attribute(tag, "localSheetId").and_then(|n| n.parse().ok());
                    let own = attribute(tag, "name").unwrap_or_default();
                    let is_ours = own.ends_with("Print_Area") || own.ends_with("_FilterDatabase");
                    match name.as_str() {
                        "definedName" if is_ours && !is_empty => {
                            name_from = local.map(|number| (number, at.end));
                        }
                        "definedName" if !is_empty => other_from = Some((own, at.end)),
                        "calcPr" => calculation = Some(at.clone()),
                        _ => {}
                    }
                    if is_empty && matches!(name.as_str(), "sheets" | "definedNames") {
                        after = Some(at.end);
                    }
                }
                Piece::End { name, at } => {
                    if name == "definedName"
                        && let Some((number, from)) = name_from.take()
                    {
                        let old = text.get(from..at.start).unwrap_or_default();
                        edits.put(from..at.start, extended_name(old, number, extend));
                    }
                    if name == "definedName"
                        && let Some(((name, from), grown)) = other_from.take().zip(grown)
                    {
                        // A name that people gave to all rows of the table has the new rows too.
                        let old = text.get(from..at.start).unwrap_or_default();
                        if let Some(new) = widened(old, "", false, grown) {
                            edits.put(from..at.start, new.clone());
                            widened_names.push([name, old.to_owned(), new]);
                        }
                    }
                    if matches!(
                        name.as_str(),
                        "sheets" | "functionGroups" | "externalReferences" | "definedNames"
                    ) {
                        after = Some(at.end);
                    }
                }
                Piece::Text(_) => {}
            }
        }
        match (calculation, after) {
            (Some(at), _) => {
                let tag = text.get(at.clone()).unwrap_or_default();
                match attribute(tag, "fullCalcOnLoad") {
                    Some(_) => edits.set(&text, &at, "fullCalcOnLoad", "1"),
                    None => {
                        let name = tag.find(|c: char| c.is_whitespace() || c == '/' || c == '>');
                        edits.insert(at.start + name.unwrap_or(1), " fullCalcOnLoad=\"1\"");
                    }
                }
            }
            (None, Some(after)) => {
                let prefix = root_prefix(&text);
                edits.insert(after, format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>"));
            }
            (None, None) => {}
        }
        let text = edits.applied(&text).ok_or_else(|| Error::broken("workbook", "odd names"))?;
        self.package.put(&self.part.clone(), text);
        Ok(widened_names)
    }

    /// The whole file.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Error> {
        if let Some(text) = self.styles.finish() {
            self.package.put(&self.styles_part, text);
        }
        for Named { sheet, .. } in &self.sheets {
            let text = self.package.changed(&sheet.part).unwrap_or(&sheet.text);
            if let Some(text) = without_results(&sheet.part, text)? {
                self.package.put(&sheet.part, text);
            }
        }
        self.remove_order()?;
        self.package.finish()
    }

    /// Takes out the part that lists the formulas in the order in which they were calculated last, since
    /// it may name cells that have none any more; programs make it anew.
    fn remove_order(&mut self) -> Result<(), Error> {
        let rels = relationships(&self.part);
        let text = self.package.text(&rels)?;
        let mut edits = Edits::default();
        let mut parts = Vec::new();
        for piece in pieces(&rels, &text)? {
            let Piece::Start { at, .. } = piece else { continue };
            let tag = text.get(at.clone()).unwrap_or_default();
            let is_order = attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/calcChain"));
            // A tag that another closes is rare, and leaving it does less harm than half a tag.
            if is_order && tag.ends_with("/>") {
                parts.extend(attribute(tag, "Target").map(|to| target(&self.part, &to)));
                edits.put(at, "");
            }
        }
        if parts.is_empty() {
            return Ok(());
        }
        let broken = || Error::broken(&rels, "its tags overlap");
        self.package.put(&rels, edits.applied(&text).ok_or_else(broken)?);
        let types = "[Content_Types].xml";
        let text = self.package.text(types)?;
        let mut edits = Edits::default();
        for piece in pieces(types, &text)? {
            let Piece::Start { at, .. } = piece else { continue };
            let tag = text.get(at.clone()).unwrap_or_default();
            let name = attribute(tag, "PartName");
            let is_gone =
                |name: &str| parts.iter().any(|part| name.trim_start_matches('/') == part);
            if name.is_some_and(|name| is_gone(&name)) && tag.ends_with("/>") {
                edits.put(at, "");
            }
        }
        self.package.put(types, edits.applied(&text).ok_or_else(broken)?);
        parts.iter().for_each(|part| self.package.remove(part));
        Ok(())
    }
}

/// What was published when a workbook was last brought up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Headings.
    pub heads: Vec<String>,
    /// The items' values as text, one a heading.
    pub rows: Vec<Vec<String>>,
    /// Names of other sheets with the digests of what was written on them.
    pub digests: Vec<(String, String)>,
}

fn is_published(sheet: &Sheet) -> bool {
    *sheet.value(Spot { row: 1, column: 1 }) == Value::Text(published::MARK.to_owned())
}

/// The rows that hold anything.
fn rows_of(sheet: &Sheet) -> Rows {
    let row = |(number, row): (&u32, &crate::sheet::Row)| {
        let mut cells: Vec<String> = Vec::new();
        for (column, cell) in row.cells.iter().filter(|(_, c)| c.value != Value::Blank) {
            cells.resize(*column as usize - 1, String::new());
            cells.push(cell.value.shown());
        }
        (!cells.is_empty()).then_some((*number, cells))
    };
    sheet.rows.iter().filter_map(row).collect()
}

impl Relation {
    fn copy(&self) -> Self {
        Self { id: self.id.clone(), kind: self.kind.clone(), target: self.target.clone() }
    }
}

/// The relationships of a part; those that lead out of the workbook are left out.
pub(crate) fn relations(package: &mut Package<'_>, of: &str) -> Result<Vec<Relation>, Error> {
    let part = relationships(of);
    let text = package.text(&part)?;
    let mut all = Vec::new();
    for piece in pieces(&part, &text)? {
        let Piece::Start { name, at, .. } = piece else { continue };
        let tag = text.get(at).unwrap_or_default();
        if name == "Relationship" {
            let of = |name| attribute(tag, name).unwrap_or_default();
            all.push(Relation { id: of("Id"), kind: of("Type"), target: of("Target") });
        }
    }
    Ok(all)
}

/// The relationship that a tag names (`r:id`, whatever the prefix).
pub(crate) fn tag_relation(tag: &str) -> Option<String> {
    let own = tag.split_whitespace().find(|word| word.contains(":id="))?;
    let at = own.find(['"', '\''])?;
    let rest = own.get(at + 1..)?;
    Some(rest.split(['"', '\'']).next()?.to_owned())
}

/// The namespace of the tags with this prefix.
fn namespace(tag: &str, prefix: &str) -> Option<String> {
    let name = match prefix.trim_end_matches(':') {
        "" => " xmlns=".to_owned(),
        prefix => format!(" xmlns:{prefix}="),
    };
    let rest = tag.replace(['\n', '\t', '\r'], " ");
    let rest = rest.split_once(&name)?.1.to_owned();
    let quote = rest.chars().next()?;
    Some(rest.get(1..)?.split(quote).next()?.to_owned())
}

/// What is before the name of the outermost tag.
fn root_prefix(text: &str) -> String {
    let after = text.find("?>").map_or(0, |at| at + 2);
    let rest = text.get(after..).unwrap_or_default();
    let at = rest.find('<').unwrap_or(0);
    prefix_of(rest.get(at..).unwrap_or_default())
}

/// The part with something put before the end of its outermost element.
fn before_end(part: &str, text: &str, what: &str) -> Result<String, Error> {
    let last = pieces(part, text)?.into_iter().rev().find_map(|p| match p {
        Piece::End { at, .. } => Some(at.start),
        _ => None,
    });
    let mut edits = Edits::default();
    edits.insert(last.ok_or_else(|| Error::broken(part, "it is empty"))?, what);
    edits.applied(text).ok_or_else(|| Error::broken(part, "it is empty"))
}
