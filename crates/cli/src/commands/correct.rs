//! `tablemend archive correct`: a workbook that was exported, corrected by hand and given back.

mod kinds;

use super::corrections::count;
use super::other_kinds;
use crate::archives::{self, Where};
use crate::report::{self, Report, Style};
use crate::{Outcome, formats, typed_dates};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::PathBuf;
use tablemend::corrections::{self, Correction, Op};
use tablemend_compare::render;
use tablemend_emit::xlsx::{Holds, Is, Plain, Sheet};
use tablemend_model::published::{self, folded};
use tablemend_model::{Dataset, Diagnostic, EXTRA, EntitySchema, FieldKind, Level, Record};
use tablemend_tracker::Workbook;

/// Take back a workbook that was exported and corrected by hand: changed cells become corrections
///
/// The workbook is one that `convert -f xlsx` wrote of the edition. What was changed in a published
/// column becomes a correction of that field, and a row that was added becomes a record. A row that was
/// deleted is only reported. Columns and sheets of your own are left alone.
#[derive(Args, Debug)]
pub(crate) struct Correct {
    /// Period of the edition (2020-01, January 2020 or "Q2 2024/25")
    #[arg(value_parser = asked_period)]
    period: String,
    /// The workbook (.xlsx)
    workbook: PathBuf,
    /// Who corrected it; by default the name you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why, for all of them
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
    /// Only show what would be corrected
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    place: Where,
}

fn asked_period(typed: &str) -> Result<String, Infallible> {
    Ok(typed_dates::period(typed))
}

/// Takes the workbook back.
pub(crate) fn run(typed: &Correct, style: &Style) -> Result<Outcome> {
    formats::check_name(Some(&typed.workbook), &["xlsx", "xlsm"], "a workbook is given back")?;
    let shown = typed.workbook.display().to_string();
    let mut archive = typed.place.open()?;
    let (reviewed, read) = archives::records(&archive, &typed.period, None)?;
    let bytes = fs::read(&typed.workbook).with_context(|| format!("cannot read {shown}"))?;
    let book = Workbook::open(&bytes).with_context(|| shown.clone())?;
    // The items that the workbook is about, of several kinds.
    let data = other_kinds::of_tracker(reviewed.data(), &book, &shown);
    let unreviewed = other_kinds::of_tracker(read.data(), &book, &shown);
    let back = given_back(&book, &data, &typed.period)
        .with_context(|| format!("{shown}: it cannot be taken back"))?;
    // What is only tried is kept under nobody's name.
    let by = match (&typed.by, typed.dry_run) {
        (None, true) => "not given".to_owned(),
        (by, _) => archives::name_of(by.as_deref())?,
    };
    let who = Said { by, why: typed.why.clone(), period: typed.period.clone() };
    let mut notes = back.notes.clone();
    let mut moments = archives::moments();
    let mut made: Vec<(Correction, String)> = Vec::new();
    let of_main = back.changes.iter().map(|change| (None, change));
    let of_others = back
        .others
        .iter()
        .flat_map(|kind| kind.back.changes.iter().map(|change| (Some(kind.one.as_str()), change)));
    for (kind, change) in of_main.chain(of_others) {
        let at = moments.next().unwrap_or_default();
        let of_kind = kind.map(|one| unreviewed.led_by(one));
        let read = of_kind.as_deref().unwrap_or(&unreviewed);
        match who.correction(change, read, at) {
            Ok(correction) => made.push((correction, change.told())),
            Err(why) => notes.push(warning("correction.unreadable", why)),
        }
    }
    // What a field cannot hold is told now, not kept.
    let of_archive = corrections::parse(&archive.corrections()?.join("\n"))?;
    made.retain(|(correction, _)| !is_known(correction, &of_archive));
    let tried: Vec<Correction> = made.iter().map(|(c, _)| c.clone()).collect();
    let all: Vec<Correction> = of_archive.iter().chain(&tried).cloned().collect();
    let then = corrections::apply(&read, &all);
    let before = corrections::apply(&read, &of_archive);
    let is_new = |note: &&Diagnostic| !before.data().diagnostics.contains(note);
    let fresh: Vec<&Diagnostic> = then.data().diagnostics.iter().filter(is_new).collect();
    made.retain(|(correction, _)| {
        let refused = fresh.iter().find(|n| {
            n.code == "correction.unreadable"
                && n.record == correction.id
                && n.used.as_deref() == correction.value.as_str()
        });
        notes.extend(refused.map(|n| (*n).clone()));
        refused.is_none()
    });
    notes.extend(fresh.iter().filter(|n| n.code == "correction.conflict").map(|n| (*n).clone()));
    let lines: Vec<Correction> = made.iter().map(|(c, _)| c.clone()).collect();
    let lines: Vec<String> = corrections::lines(&lines).lines().map(str::to_owned).collect();
    if !typed.dry_run {
        archive.correct(&lines)?;
    }
    let verb = if typed.dry_run { "would be taken" } else { "taken" };
    let edition = render::month(&typed.period);
    let mut summary = format!("{shown}: {} of {edition} {verb} from it\n", count(made.len()));
    for (_, told) in &made {
        summary.push_str(&format!("  {told}\n"));
    }
    let mut report = Report { shown, notes, summary, ..Report::default() };
    report.render(None, style, None);
    report::say(&[report], style);
    Ok(Outcome::Fine)
}

/// Whether the last that was said on the same field, or of the same row that was added, is the same.
fn is_known(correction: &Correction, known: &[Correction]) -> bool {
    let is_same_place = |other: &&Correction| {
        (&other.document, &other.id, &other.field)
            == (&correction.document, &correction.id, &correction.field)
    };
    let mut said = known.iter().rev().filter(is_same_place);
    let is_same = |other: &Correction| other.op == correction.op && other.value == correction.value;
    match correction.op {
        Op::Add => said.any(is_same),
        _ => said.next().is_some_and(|other| other.undoes.is_none() && is_same(other)),
    }
}

fn warning(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(code, Level::Warning, message)
}

/// What a person changed in the workbook.
#[derive(Debug, Default)]
struct Back {
    changes: Vec<Change>,
    notes: Vec<Diagnostic>,
    /// The same of the sheets of other kinds of items.
    others: Vec<kinds::OfKind>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
enum Change {
    /// A field of a record.
    Field { id: String, field: String, before: String, value: Json },
    /// A new row below the one of this id.
    Row { after: Option<String>, fields: Map<String, Json> },
}

impl Change {
    fn told(&self) -> String {
        let shown = |value: &Json| match value {
            Json::Null => "(nothing)".to_owned(),
            Json::String(text) => text.replace('\n', " "),
            other => other.to_string(),
        };
        match self {
            Self::Field { id, field, before, value } => {
                let before = if before.is_empty() { "(nothing)" } else { before };
                let before = before.replace('\n', " ");
                format!("{id} {}: {before} → {}", field.replace('_', " "), shown(value))
            }
            Self::Row { after, fields } => {
                let text = fields.values().filter_map(Json::as_str).max_by_key(|t| t.len());
                let after = after.as_ref().map(|id| format!(" below {id}")).unwrap_or_default();
                format!("new row{after}: {}", text.unwrap_or_default())
            }
        }
    }
}

/// Compares the workbook with what was published in it, and that with the archive.
fn given_back(book: &Workbook<'_>, data: &Dataset, period: &str) -> Result<Back> {
    let Some((_, schema)) = data.schema.items() else {
        bail!("this type of document has no rows that could be corrected");
    };
    let sheets = tablemend_emit::xlsx::sheets(data);
    let items = sheets.iter().find(|s| s.holds == Holds::Items).context("there are no rows")?;
    let said = book.published().context(
        "it does not hold what was published, so what was changed by hand cannot be told; give back a \
         workbook that `tablemend convert -f xlsx` wrote",
    )?;
    let place = |title: &str| said.heads.iter().position(|h| h == title);
    if let Some(last) = place(published::LAST) {
        let of = said.rows.iter().filter_map(|row| row.get(last)).max();
        if let Some(of) = of.filter(|of| !of.is_empty() && of.as_str() != period) {
            bail!("it is of {}, not of {}", render::month(of), render::month(period));
        }
    }
    let cells = book.cells();
    let plain = cells.iter().map(|(name, rows)| {
        (name.clone(), rows.iter().map(|(_, cells)| cells.clone()).collect::<Vec<_>>())
    });
    let main: Vec<_> = data.schema.kinds().into_iter().take(1).collect();
    let found = tablemend_readback::locate(plain.collect(), "the workbook", &main)?;
    let target = super::update::target(&cells, &found, items);
    let held = book.held(&target);
    let id = items.columns.iter().position(|c| c.is == Is::Id).context("it has no column “Id”")?;
    let columns: Vec<Option<usize>> = items.columns.iter().map(|c| place(&c.title)).collect();
    let mut before: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for row in &said.rows {
        let cell = |at: &Option<usize>| at.map(|at| row.get(at).cloned().unwrap_or_default());
        let row: Vec<Option<String>> = columns.iter().map(cell).collect();
        if let Some(Some(id)) = row.get(id) {
            before.insert(id.clone(), row);
        }
    }
    let now: BTreeMap<String, &Vec<Plain>> =
        items.rows.iter().filter_map(|row| Some((row.get(id)?.shown(), row))).collect();
    let others = kinds::given_back(book, data, &sheets, &cells)?;
    let mut back = Back { others, ..Back::default() };
    let taken: Vec<&str> = back.others.iter().map(|kind| kind.sheet.as_str()).collect();
    let notes: Vec<Diagnostic> = back.others.iter().flat_map(|k| k.back.notes.clone()).collect();
    let left = other_sheets(book, &sheets, &target.sheet, &taken);
    back.notes.extend(left.into_iter().chain(notes));
    let mut last: Option<String> = None;
    for row in &held {
        let text = |at: usize| row.get(at).and_then(Option::as_ref).map(|cell| cell.text.clone());
        let own = text(id).map(|id| folded(&id)).filter(|id| !id.is_empty());
        match own.as_ref().and_then(|id| Some((id, before.remove(id)?))) {
            Some((id, base)) => {
                let fresh = now.get(id).copied();
                changed(&mut back, items, schema, id, row, &base, fresh);
                last = Some(id.clone());
            }
            None => added(&mut back, items, schema, row, last.as_deref()),
        }
    }
    for id in before.keys().filter(|id| now.contains_key(*id)) {
        let message = format!(
            "{id} is not in the workbook any more; nothing was changed. If it is not a record, say so in \
             the review"
        );
        back.notes.push(warning("correct.deleted", message));
    }
    Ok(back)
}

/// What to say of other sheets of the edition that somebody changed: nothing is taken from them.
fn other_sheets(
    book: &Workbook<'_>,
    sheets: &[Sheet],
    own: &str,
    taken: &[&str],
) -> Option<Diagnostic> {
    let is_other =
        |s: &&Sheet| s.holds != Holds::Items && s.name != own && !taken.contains(&s.name.as_str());
    let others = sheets.iter().filter(is_other);
    let touched: Vec<String> = others
        .filter(|sheet| book.is_touched(&super::update::derived(sheet)))
        .map(|sheet| format!("“{}”", sheet.name))
        .collect();
    let message = match touched.len() {
        0 => return None,
        1 => format!("the sheet {} was changed by hand", touched.join(", ")),
        _ => format!("the sheets {} were changed by hand", touched.join(", ")),
    };
    let note = warning(
        "correct.sheet",
        match taken {
            [] => format!("{message}; nothing was taken from there, only from the rows of “{own}”"),
            _ => format!(
                "{message}; nothing was taken from there, only from the rows of “{own}” and “{}”",
                taken.join("” and “")
            ),
        },
    );
    Some(note.help("correct what is there in the review (`tablemend review`)"))
}

type Held = Option<tablemend_tracker::plan::Held>;

/// The fields of one row that a person changed.
fn changed(
    back: &mut Back,
    items: &Sheet,
    schema: &EntitySchema,
    id: &str,
    row: &[Held],
    base: &[Option<String>],
    fresh: Option<&Vec<Plain>>,
) {
    let mut units: Vec<&str> = Vec::new();
    let is_changed = |at: usize| {
        let (Some(Some(held)), Some(Some(base))) = (row.get(at), base.get(at)) else {
            return false;
        };
        !held.is_formula && folded(&held.text) != folded(base)
    };
    for at in 0..items.columns.len() {
        let unit = items.columns[at].unit.as_str();
        if is_changed(at) && !units.contains(&unit) {
            units.push(unit);
        }
    }
    for unit in units {
        let Some((field, kind)) = field_of(schema, items, unit) else {
            if let Some(column) = (0..items.columns.len())
                .find(|at| is_changed(*at) && items.columns[*at].unit == unit)
            {
                let title = &items.columns[column].title;
                let message = format!(
                    "{id}: “{title}” was changed, and is not a field of its own; nothing was corrected \
                     there"
                );
                back.notes.push(warning("correct.column", message));
            }
            continue;
        };
        let text = |name: &str| {
            let at = items.columns.iter().position(|c| c.unit == unit && is_named(&c.title, name));
            let held = at.and_then(|at| row.get(at)?.as_ref());
            let before = at.and_then(|at| base.get(at)?.clone());
            (at.is_some_and(is_changed), held.map(|h| h.text.trim().to_owned()), before)
        };
        let plain = name_of_unit(unit);
        let (value, before) = match kind {
            FieldKind::Dates => dates(&text, &plain),
            _ => {
                let (is_new, held, before) = text(&plain);
                let (printed_is_new, printed, _) = text(&format!("{plain}_printed"));
                let value = if is_new { held } else { printed.filter(|_| printed_is_new) };
                (value, before.unwrap_or_default())
            }
        };
        let Some(value) = value else {
            let message = format!(
                "{id}: a column beside “{}” was changed, which only says how it was read; change the \
                 field itself",
                field.replace('_', " ")
            );
            back.notes.push(warning("correct.column", message));
            continue;
        };
        // Since it was exported somebody may have corrected it in the archive.
        let at = items.columns.iter().position(|c| c.unit == unit && is_named(&c.title, &plain));
        let there = at.and_then(|at| fresh?.get(at)).map(Plain::shown);
        if there.as_deref().is_some_and(|there| folded(there) == folded(&value)) {
            continue;
        }
        if there.as_deref().is_some_and(|there| folded(there) != folded(&before)) {
            let message = format!(
                "{id}: “{}” was {before:?} in the workbook as exported and was corrected to {:?} in the \
                 archive since; the workbook's {value:?} counts from now on",
                field.replace('_', " "),
                there.unwrap_or_default()
            );
            back.notes.push(warning("correction.conflict", message));
        }
        let value = if value.is_empty() { Json::Null } else { json!(value) };
        back.changes.push(Change::Field { id: id.to_owned(), field, before, value });
    }
}

/// A cell of a workbook: whether somebody changed it, what it says now, and what it said.
type Typed = (bool, Option<String>, Option<String>);

/// The day or span that somebody typed, and what was there: the columns of a date hold the words, the
/// first day, the last day and the whole in EDTF.
fn dates(text: &dyn Fn(&str) -> Typed, unit: &str) -> (Option<String>, String) {
    let of = |part: &str| text(&format!("{unit}_{part}"));
    let (edtf_is_new, edtf, was) = of("edtf");
    let (start_is_new, start, _) = of("start");
    let (end_is_new, end, _) = of("end");
    let (printed_is_new, printed, _) = of("printed");
    let was = was.unwrap_or_default();
    let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
    let value = if edtf_is_new {
        edtf
    } else if start_is_new && end_is_new {
        Some(match (start.is_empty(), end.is_empty(), start == end) {
            (true, true, _) => String::new(),
            (false, false, false) => format!("{start}/{end}"),
            (true, ..) => end,
            _ => start,
        })
    } else if end_is_new {
        // A single date stays one: its last day is the day that is meant.
        Some(if was.contains('/') && !end.is_empty() { format!("{start}/{end}") } else { end })
    } else if start_is_new {
        Some(if start == end || end.is_empty() { start } else { format!("{start}/{end}") })
    } else {
        printed.filter(|_| printed_is_new)
    };
    (value, was)
}

/// The field of a unit of columns, and what it holds.
fn field_of(schema: &EntitySchema, items: &Sheet, unit: &str) -> Option<(String, FieldKind)> {
    if unit == "ref" {
        return Some(("ref".to_owned(), FieldKind::Text));
    }
    if let Some((_, field)) = schema.field(unit).filter(|(_, f)| f.kind != FieldKind::Forecast) {
        return Some((field.name.clone(), field.kind));
    }
    // A column that no field knows is called by its heading.
    let title = items.columns.iter().find(|c| c.unit == unit).map(|c| c.title.as_str())?;
    let is_it = |header: &&String| {
        folded(header).to_lowercase() == folded(title).to_lowercase()
            || name_of(header) == unit.trim_start_matches(EXTRA)
    };
    schema.extra.iter().find(is_it).map(|header| (header.clone(), FieldKind::Text))
}

/// A heading as a column's name.
fn name_of(heading: &str) -> String {
    let name: String = heading
        .trim()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// Whether a heading is a name; a column that no field knows has “Extra” in front of it.
fn is_named(heading: &str, name: &str) -> bool {
    let own = name_of(heading);
    own == name || own.strip_prefix(EXTRA) == Some(name)
}

fn name_of_unit(unit: &str) -> String {
    unit.strip_prefix(EXTRA).unwrap_or(unit).to_owned()
}

/// A row that a person added.
fn added(back: &mut Back, items: &Sheet, schema: &EntitySchema, row: &[Held], after: Option<&str>) {
    let mut fields = Map::new();
    for (column, held) in items.columns.iter().zip(row) {
        let Some(text) = held.as_ref().map(|h| h.text.trim()).filter(|t| !t.is_empty()) else {
            continue;
        };
        let Some((field, kind)) = field_of(schema, items, &column.unit) else { continue };
        let name = name_of(&column.title);
        let is_whole = is_named(&column.title, &name_of_unit(&column.unit));
        let is_date = kind == FieldKind::Dates
            && ["edtf", "end", "printed"].iter().any(|p| name == format!("{}_{p}", column.unit));
        if (is_whole || is_date) && !fields.contains_key(&field) {
            fields.insert(field, json!(text));
        }
    }
    let main = schema.first_of(FieldKind::Text).map(|(_, field)| field.name.clone());
    if main.is_none_or(|main| fields.contains_key(&main)) && !fields.is_empty() {
        back.changes.push(Change::Row { after: after.map(str::to_owned), fields });
    }
}

/// Who says it, why, and of which edition.
struct Said {
    by: String,
    why: Option<String>,
    period: String,
}

impl Said {
    fn correction(
        &self,
        change: &Change,
        read: &Dataset,
        at: String,
    ) -> Result<Correction, String> {
        let mut made = Correction {
            v: 1,
            at,
            by: self.by.clone(),
            document: Some(read.document.sha256.clone()),
            period: Some(self.period.clone()),
            item: None,
            id: None,
            field: None,
            op: Op::Set,
            printed: None,
            read: None,
            value: Json::Null,
            place: Json::Null,
            why: self.why.clone(),
            undoes: None,
            code: None,
            text: None,
            other: Map::new(),
        };
        let of = |id: &str| -> Option<(&EntitySchema, &Record)> {
            let (schema, entity) = read.items()?;
            Some((schema, entity.records.iter().find(|r| r.id == id)?))
        };
        match change {
            Change::Field { id, field, value, .. } => {
                made.id = Some(id.clone());
                made.field = Some(field.clone());
                made.value = value.clone();
                // A row that somebody added by a correction has no evidence of its own.
                if let Some((schema, record)) = of(id) {
                    made.printed = corrections::printed(schema, record, field);
                    made.read = corrections::read_as(schema, record, field);
                    made.place = corrections::place(&record.source);
                    let main = schema.first_of(FieldKind::Text).map(|(_, f)| f.name.as_str());
                    made.text = main.and_then(|main| corrections::read_as(schema, record, main));
                }
            }
            Change::Row { after, fields } => {
                made.op = Op::Add;
                let mut value = fields.clone();
                if let Some(after) = after {
                    value.insert("after".to_owned(), json!(after));
                    made.place =
                        of(after).map_or(Json::Null, |(_, r)| corrections::place(&r.source));
                }
                made.text = fields
                    .values()
                    .filter_map(Json::as_str)
                    .max_by_key(|t| t.len())
                    .map(str::to_owned);
                made.value = Json::Object(value);
            }
        }
        Ok(made)
    }
}
