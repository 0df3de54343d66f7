//! Second pass: what the cells of the items say.

mod laid;
mod lettered;
mod notes;
pub(super) mod numbering;
pub(super) use numbering::settle_gaps;
mod tinted;

use super::columns::{Edition, HeaderRow, Holds};
use super::completion::{DateCells, with_edition};
use super::leads::{self, Lead, Slot};
use super::numbers::{self, Figures};
use super::outline::{Outline, RawItem};
use super::posts::Known;
use super::status::{Statuses, saturated};
use super::{Ids, flags, parent_ids, text};
use crate::profile::{Phrase, Profile, phrase};
use laid::{Content, Laid, lay};
use notes::{
    assumed_columns, doubtful_columns, series, told_once, unknown_columns, unknown_statuses,
    unnumbered,
};
use numbering::{Found, references, restart};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use tablemend_dates::Context;
use tablemend_model::{
    Cell, Completion, Diagnostic, Entity, FieldKind, Level, Method, OtherText, Place, Record, Rgb,
    RichText, SourceRef, State, Value,
};

/// A word in a status column that is no status that is known: its value, where it is first, in how
/// many rows.
type Unlisted = (Option<String>, SourceRef, u32);

/// Everything that is the same for all items.
struct Reading<'o, 'a> {
    outline: &'o Outline<'a>,
    profile: &'o Profile,
    ids: &'o [String],
    dates: DateCells,
    statuses: Statuses,
    /// Whether the same refs come again so often that they do not tell the rows apart.
    restarts: bool,
    /// Whether the tint of a row is its status.
    tinted: bool,
    /// How the columns of numbers write them.
    figures: Figures,
    /// Words in the status columns that are no status that is known: value, where first, rows.
    unlisted: RefCell<BTreeMap<String, Unlisted>>,
}

/// The items as they were read.
pub(crate) struct Items {
    pub(crate) entity: Entity,
    /// Headers of the columns that no field knows.
    pub(crate) extra: Vec<String>,
    pub(crate) notes: Vec<Diagnostic>,
    /// Text of columns without a header.
    pub(crate) rest: Vec<OtherText>,
    /// The place of each item's cell, by field.
    pub(crate) places: Vec<Vec<Option<Place>>>,
}

/// Reads all items.
pub(crate) fn items(
    outline: &Outline<'_>,
    profile: &Profile,
    known: &Known<'_>,
    ids: &[String],
) -> Items {
    let schema = &profile.schema.entities[profile.item_entity()];
    let laid: Vec<Laid<'_>> = outline.items.iter().map(|i| lay(i, outline, profile)).collect();
    let mut extra: Vec<String> = Vec::new();
    for (header, _) in laid.iter().flat_map(|l| &l.extra) {
        if !extra.iter().any(|h| h == header) {
            extra.push((*header).to_owned());
        }
    }
    let date_texts = texts_of(&laid, schema, FieldKind::Dates).collect::<Vec<_>>().into_iter();
    let mut statuses = Statuses::new(&outline.legend, &profile.status_words);
    let is_status = |i: usize| schema.fields[i].kind == FieldKind::Status;
    statuses.learn(laid.iter().flat_map(|l| {
        let own = l.fields.iter().enumerate().filter(|(i, _)| is_status(*i));
        own.flat_map(|(_, content)| content.own.iter().copied())
    }));
    let mut reading = Reading {
        outline,
        profile,
        ids,
        dates: DateCells::new(Context {
            day_first: tablemend_dates::day_first(date_texts.clone()),
            period: outline.period.as_ref().and_then(|period| period.month()),
            behind_month: tablemend_dates::behind_month_beside(
                date_texts.clone(),
                outline.month_first,
            ),
            near: None,
            only_year: outline.only_year,
            quarters: outline.quarters,
        }),
        statuses,
        unlisted: RefCell::default(),
        restarts: false,
        tinted: tinted::by_tints(outline, &laid, profile),
        figures: Figures::of(texts_of(&laid, schema, FieldKind::Number)),
    };
    reading.dates.learn(
        schema
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| f.kind == FieldKind::Dates)
            .flat_map(|(i, _)| laid.iter().map(move |l| (i, l.fields[i].text.as_str()))),
    );
    for (i, _) in schema.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldKind::Dates) {
        reading.dates.learn_course(i, laid.iter().map(|l| l.fields[i].text.as_str()));
    }
    let refs = references(&laid, &reading);
    let reading = Reading { restarts: restart(&refs), ..reading };
    let mut posts: Vec<(usize, Vec<Lead>)> = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| matches!(f.kind, FieldKind::Posts | FieldKind::PostList))
        .map(|(i, _)| (i, leads::read(&slots(&laid, i, &reading), known)))
        .collect();
    let mut entity = Entity::default();
    let mut notes = Vec::new();
    let mut rest = Vec::new();
    let mut used = Ids::default();
    let mut filled: HashMap<Option<u32>, usize> = HashMap::new();
    let is_dates = |i: usize| schema.fields[i].kind == FieldKind::Dates;
    for l in &laid {
        let dates = l.fields.iter().enumerate().filter(|(i, f)| is_dates(*i) && !f.text.is_empty());
        *filled.entry(l.source.table).or_insert(0) += dates.count();
    }
    let places = laid.iter().map(|l| l.fields.iter().map(|f| f.place).collect()).collect();
    for (n, ((item, mut laid), found)) in outline.items.iter().zip(laid).zip(refs).enumerate() {
        rest.append(&mut laid.rest);
        let leads = posts.iter_mut().map(|(i, all)| (*i, std::mem::take(&mut all[n]))).collect();
        let (mut record, mut own) = record(item, &laid, found, leads, &reading, &mut used);
        record.extra = extra
            .iter()
            .map(|h| laid.extra.iter().find(|(of, _)| of == h).map(|(_, text)| text.clone()))
            .collect();
        entity.records.push(record);
        notes.append(&mut own);
    }
    told_once(&mut notes, &filled);
    unnumbered(&mut notes, &entity.records);
    notes.extend(unknown_statuses(&reading));
    notes.extend(unknown_columns(outline, profile));
    notes.extend(assumed_columns(outline, profile));
    notes.extend(series(outline, profile));
    Items { entity, extra, notes, rest, places }
}

/// The texts of all columns of a kind.
fn texts_of<'l>(
    laid: &'l [Laid<'_>],
    schema: &'l tablemend_model::EntitySchema,
    kind: FieldKind,
) -> impl Iterator<Item = &'l str> {
    let fields = schema.fields.iter().enumerate().filter(move |(_, f)| f.kind == kind);
    fields.flat_map(|(i, _)| laid.iter().filter_map(move |l| Some(l.fields.get(i)?.text.as_str())))
}

fn slots<'l>(laid: &'l [Laid<'_>], field: usize, reading: &'l Reading<'_, '_>) -> Vec<Slot<'l>> {
    // An HTML table may come from a converter that knows no spans; one span shows that it does.
    let spans = |method: Method| {
        // The items of a table follow each other: each table is looked at once.
        let mut last: Option<*const tablemend_model::Table> = None;
        reading.outline.items.iter().map(|i| i.first().table).any(|table| {
            let is_seen =
                last.replace(std::ptr::from_ref(table)) == Some(std::ptr::from_ref(table));
            !is_seen && table.method() == method && table.cells().iter().any(|c| c.rowspan() > 1)
        })
    };
    let (html_spans, markdown_spans) = (spans(Method::Html), spans(Method::Markdown));
    let (word_spans, sheet_spans) = (spans(Method::Word), spans(Method::Sheet));
    let keeps_merges = reading.outline.keeps_merges;
    let fields = &reading.profile.schema.entities[reading.profile.item_entity()].fields;
    let title = (leading_field(fields) != Some(field)).then(|| fields[field].title.as_str());
    reading
        .outline
        .items
        .iter()
        .zip(laid)
        .map(|(item, l)| {
            let content = &l.fields[field];
            let area = item.parents.iter().rev().find_map(|p| *p);
            Slot {
                text: (!content.text.is_empty()).then_some(&content.text),
                merged: content.shared.is_some_and(|c| !c.text.is_empty()),
                merges_show: match item.first().table.method() {
                    Method::Tagged | Method::Ruled => true,
                    Method::Html => html_spans,
                    Method::Markdown => markdown_spans,
                    // These files keep merged cells, but for CSV and its kin; a blank cell in them names nobody.
                    Method::Word => keeps_merges || word_spans,
                    Method::Sheet => keeps_merges || sheet_spans,
                    Method::Aligned => false,
                },
                area,
                title,
                after_break: item.after_break,
                // On a page the row above goes on in nearly all cases; a converter shows less.
                doubt: match item.first().table.method() {
                    Method::Aligned => Level::Info,
                    _ => Level::Warning,
                },
                absent: !item.parts.iter().any(|part| {
                    let header = &reading.outline.header_rows[part.header];
                    header.columns(Holds::Field(field)).next().is_some()
                }),
                source: l.source,
            }
        })
        .collect()
}

/// The one column of people that a blank cell takes from above: the leads or the owner, else the first.
fn leading_field(fields: &[tablemend_model::FieldSchema]) -> Option<usize> {
    let is_people = |i: &usize| {
        fields.get(*i).is_some_and(|f| matches!(f.kind, FieldKind::Posts | FieldKind::PostList))
    };
    let named = |name: &str| fields.iter().position(|f| f.name == name).filter(is_people);
    named("leads").or_else(|| named("owner")).or_else(|| (0..fields.len()).find(is_people))
}

fn record(
    item: &RawItem<'_>,
    laid: &Laid<'_>,
    found: Found,
    leads: Vec<(usize, Lead)>,
    reading: &Reading<'_, '_>,
    used: &mut Ids,
) -> (Record, Vec<Diagnostic>) {
    let profile = reading.profile;
    let schema = &profile.schema.entities[profile.item_entity()];
    let mut notes = found.notes;
    let mut leads = leads;
    let mut values: Vec<Value> = Vec::with_capacity(schema.fields.len());
    for (i, field) in schema.fields.iter().enumerate() {
        let content = &laid.fields[i];
        let value = match field.kind {
            FieldKind::Text => {
                let mut text = content.text.as_str();
                if i == profile.items.key
                    && found.in_text
                    && let Some(r) = &found.reference
                {
                    text = text.get(r.length..).unwrap_or(text).trim_start();
                }
                let own = text::running(text);
                if own.is_empty() {
                    inherited_text(content, &field.title, laid.source, &mut notes)
                } else {
                    Value::Text(own)
                }
            }
            FieldKind::Dates => dates(content, laid, i, reading, &mut notes),
            FieldKind::Posts | FieldKind::PostList => {
                match leads.iter_mut().find(|(f, _)| *f == i) {
                    Some((_, lead)) => {
                        notes.append(&mut lead.notes);
                        Value::Posts(std::mem::take(&mut lead.posts))
                    }
                    None => Value::Missing,
                }
            }
            FieldKind::Status => status(i, item, laid, reading, &mut notes),
            FieldKind::Number => number(content, scale(profile, i), reading.figures),
            FieldKind::Forecast => Value::Missing,
        };
        values.push(value);
    }
    for (i, field) in
        schema.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldKind::Forecast)
    {
        let from = field.from.as_deref().and_then(|name| schema.field(name));
        if let Some((j, _)) = from
            && let Value::Text(text) = &values[j]
            && let Some(when) = tablemend_dates::only(text, &reading.dates.context)
        {
            values[i] = Value::Forecast(when);
        }
    }
    if laid.fields[profile.items.key].text.is_struck() {
        notes.push(
            Diagnostic::new("item.struck", Level::Info, "the item is struck out").at(laid.source),
        );
    }
    let reference = found.reference.as_ref().map(|r| r.value.clone());
    let wanted = reference.clone().unwrap_or_else(|| {
        format!("table {} row {}", laid.source.table.unwrap_or(0), laid.source.row.unwrap_or(0))
    });
    let id = used.unique(&wanted);
    match &found.reference {
        Some(_) if found.inherited => inherited("the reference", "", laid.source, &mut notes),
        Some(r) if id != r.value => {
            // A duplicate stays as printed: that it was glued to its text is said in its one note.
            let glued = notes.iter().position(|n| n.code == "ref.repaired" && r.printed == r.value);
            let message = match glued.map(|i| notes.remove(i)) {
                Some(_) => {
                    "this reference has already been used in the document; it was split off the text that it is glued to"
                }
                None => "this reference has already been used in the document",
            };
            // Refs that begin again in each table are the document's way.
            let level = if reading.restarts { Level::Info } else { Level::Warning };
            notes.push(
                Diagnostic::new("ref.duplicate", level, message)
                    .at(laid.source)
                    .repair(r.printed.clone(), id.clone()),
            );
        }
        // A table without a column of refs beside others that have one gives its rows none.
        None if reading.outline.depth.is_some() && lacks_ref(item, reading) => notes.push(
            Diagnostic::new("ref.missing", Level::Warning, "the row has no reference")
                .at(laid.source)
                .used(id.clone()),
        ),
        _ => {}
    }
    notes.extend(doubtful_columns(item, reading, laid.source));
    for note in &mut notes {
        note.record = Some(id.clone());
    }
    let record = Record {
        parents: parent_ids(&schema.parents, &item.parents, profile, reading.ids),
        flags: flags(&notes),
        corrected: Vec::new(),
        reference,
        // A merged cell is printed once, in its first row.
        ref_printed: found.reference.map(|r| r.printed).filter(|_| !found.inherited),
        id,
        values,
        printed: None,
        extra: Vec::new(),
        source: row_source(item, laid.source),
    };
    (record, notes)
}

/// A row's place: all of its rows.
fn row_source(item: &RawItem<'_>, first: SourceRef) -> SourceRef {
    let place = item
        .parts
        .iter()
        .filter(|p| !p.is_again)
        .filter_map(|p| p.table.rows().get(p.row as usize))
        .map(|r| r.place)
        .reduce(|a: Place, b| a.union(&b));
    SourceRef { place: place.or(first.place), ..first }
}

/// Text of a merged cell that begins in a row above: it counts for this row too.
fn inherited_text(
    content: &Content<'_>,
    field: &str,
    source: SourceRef,
    notes: &mut Vec<Diagnostic>,
) -> Value {
    let Some(shared) = content.shared.filter(|c| !c.text.is_empty()) else { return Value::Missing };
    let text = text::running(shared.text.as_str());
    inherited(field, &text, source, notes);
    Value::Text(text)
}

/// Tells of a merged cell; `used` is the text that the record has from it and that is printed once above.
fn inherited(field: &str, used: &str, source: SourceRef, notes: &mut Vec<Diagnostic>) {
    notes.push(
        Diagnostic::new(
            "cell.inherited",
            Level::Info,
            format!("{field} is in a cell merged with the row above"),
        )
        .at(source)
        .used(used),
    );
}

fn dates(
    content: &Content<'_>,
    laid: &Laid<'_>,
    field: usize,
    reading: &Reading<'_, '_>,
    notes: &mut Vec<Diagnostic>,
) -> Value {
    let title = &reading.profile.schema.entities[reading.profile.item_entity()].fields[field].title;
    let mut read = |text: &RichText| {
        let mut read = reading.dates.read(&text.unmarked(), field);
        read.completion.printed = read.completion.printed.map(|_| text.as_str().replace('\n', " "));
        // `7`, `102--104`, `1 to 10`.
        let is_number = |t: &str| {
            let mut parts = t.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
            t.starts_with(|c: char| c.is_ascii_digit())
                && t.len() <= 12
                && parts.all(|n| n.len() <= 3)
        };
        for mut finding in read.findings {
            if content.is_counted && finding.code == "date.unreadable" && is_number(text.as_str()) {
                finding.code = "date.relative";
                finding.level = Level::Info;
                finding.message = format!("counted in the plan's own time, as “{title}” says");
            }
            let mut note = Diagnostic::new(finding.code, finding.level, finding.message)
                .at(laid.source)
                .printed(finding.printed);
            note.used = finding.used;
            notes.push(note);
        }
        read.completion
    };
    let others: Vec<_> = laid.editions.iter().filter(|(f, _, _)| *f == field).collect();
    if content.text.is_empty() && others.is_empty() {
        let Some(shared) = content.shared.filter(|c| !c.text.is_empty()) else {
            return Value::Missing;
        };
        let mut completion = read(&shared.text);
        completion.printed = None;
        inherited(title, "", laid.source, notes);
        return Value::Completion(completion);
    }
    let mut all = if content.text.is_empty() { Completion::default() } else { read(&content.text) };
    if let Some(marks) = content.marks {
        // The headings are printed once, above all rows.
        let printed = marks.as_str().replace('\n', " ");
        all.printed = Some(printed).filter(|printed| !printed.is_empty());
    }
    let mut before = content.edition;
    for (_, edition, text) in others {
        let other = read(text);
        all = with_edition(all, other, (before, *edition));
        // What replaced the first plan is what a third column is compared with.
        before = if *edition == Some(Edition::Revised) { *edition } else { before };
    }
    Value::Completion(all)
}

fn status(
    field: usize,
    item: &RawItem<'_>,
    laid: &Laid<'_>,
    reading: &Reading<'_, '_>,
    notes: &mut Vec<Diagnostic>,
) -> Value {
    let content = &laid.fields[field];
    let ground = ground(item, content);
    let read_all = |cells: &[&Cell]| {
        let (first, others) = cells.split_first()?;
        if others.is_empty() {
            return Some(live_status(reading, first, ground));
        }
        let mut merged = (*first).clone();
        for cell in others {
            merged.absorb("\n", (*cell).clone());
        }
        Some(live_status(reading, &merged, ground))
    };
    let mut read = read_all(&content.own);
    let empty = |r: &Option<super::status::Read>| {
        r.as_ref().is_none_or(|r| r.status.value.is_none() && r.status.printed.is_none())
    };
    if empty(&read)
        && let Some(shared) = content.shared.filter(|c| !c.is_blank())
    {
        read = Some(reading.statuses.read(shared, ground));
        if let Some(read) = &mut read
            && read.status.value.is_some()
        {
            read.status.printed = None;
            inherited("the status", "", laid.source, notes);
        }
    }
    if empty(&read) {
        // Another column may show the status by its fill alone.
        let columns = reading.profile.items.fill_from.iter().find(|(f, _)| *f == field);
        for column in columns.map(|(_, c)| c.as_slice()).unwrap_or_default() {
            let cells = laid.fields[*column].own.iter().filter(|c| c.fill.is_some());
            for cell in cells {
                let mut bare = (*cell).clone();
                bare.text = RichText::default();
                read = Some(reading.statuses.read(&bare, ground));
            }
            if !empty(&read) {
                break;
            }
        }
    }
    if empty(&read)
        && reading.tinted
        && let Some(tint) = tinted::tint(item)
        && let Some(place) = laid.source.place
    {
        let mut bare = Cell::new(0, 0, RichText::default(), place);
        bare.fill = Some(tint);
        read = Some(reading.statuses.read(&bare, None));
    }
    let Some(read) = read else { return Value::Missing };
    let printed = read.status.printed.clone().unwrap_or_default();
    if let Some(colour) = read.conflict {
        notes.push(
            Diagnostic::new(
                "status.conflict",
                Level::Warning,
                format!("the word says one status, the colour {colour}; the word is used"),
            )
            .at(laid.source)
            .repair(printed.clone(), read.status.value.clone().unwrap_or_default()),
        );
    }
    if read.unknown_sign {
        let message = "the document's key does not say what the sign in this cell means";
        notes.push(Diagnostic::new("status.unread", Level::Warning, message).at(laid.source));
    }
    if let Some(rest) = read.unfinished {
        let message = format!(
            "the status says that this is done, and that something is still to come (“{rest}”); it is counted as open"
        );
        let found = Diagnostic::new("status.unfinished", Level::Info, message).at(laid.source);
        notes.push(Diagnostic { printed: Some(printed.clone()), ..found });
    }
    if read.unlisted {
        let mut unlisted = reading.unlisted.borrow_mut();
        let word = read.status.value.clone().unwrap_or(printed);
        unlisted.entry(word).or_insert((read.status.value.clone(), laid.source, 0)).2 += 1;
    }
    if read.status.value.is_none() && read.status.printed.is_none() {
        return Value::Missing;
    }
    let mut status = read.status;
    if status.state.is_none() {
        status.state = stated(laid);
    }
    // Where records are followed and no key says what its signs mean.
    let is_told = !reading.profile.items.generic && reading.outline.legend.is_empty();
    if status.state.is_none() && is_told {
        status.state = status.printed.as_deref().and_then(super::status::signed);
    }
    Value::Status(status)
}

/// The state that a column beside the rating or the colours tells in words, where it is called a status.
fn stated(laid: &Laid<'_>) -> Option<State> {
    let is_state = |(header, _): &&(&str, String)| super::columns::is_state(&phrase(header));
    let (_, text) = laid.extra.iter().find(is_state)?;
    State::of_words(&super::status::leading(text))
}

/// Reads a status by what of its cell holds; all of it is kept as printed.
fn live_status(reading: &Reading<'_, '_>, cell: &Cell, ground: Option<Rgb>) -> super::status::Read {
    let live = cell.text.live();
    if live == cell.text {
        return reading.statuses.read(cell, ground);
    }
    let mut held = cell.clone();
    held.text = live;
    let mut read = reading.statuses.read(&held, ground);
    read.status.printed = Some(cell.text.as_str().replace('\n', " "));
    read
}

/// The shade that the row's other cells share, if more than half of them do.
fn ground(item: &RawItem<'_>, content: &Content<'_>) -> Option<Rgb> {
    let part = item.first();
    let mine: Vec<(u32, u32)> = content.own.iter().map(|c| (c.row(), c.col())).collect();
    let others: Vec<Option<Rgb>> = part
        .table
        .row_cells(part.row)
        .filter(|c| !mine.contains(&(c.row(), c.col())))
        .map(|c| c.fill.filter(|f| !saturated(*f)))
        .collect();
    let first = others.iter().find_map(|f| *f)?;
    (others.iter().filter(|f| **f == Some(first)).count() * 2 > others.len()).then_some(first)
}

/// A number, or a word of a scale in its place. Note marks and what is struck out are no part of it.
///
/// Where the words are of a known scale, the value is the word's place in it.
fn number(content: &Content<'_>, scale: &[Vec<Phrase>], figures: Figures) -> Value {
    if content.text.is_empty() {
        return Value::Missing;
    }
    let printed = content.text.as_str().replace('\n', " ");
    let live = content.text.live();
    let text = live.as_str();
    // `12 (3x4)` and `4 - Likely` begin with their number; a word with a number in brackets ends so.
    let behind = || {
        if !text.trim_start().starts_with(char::is_alphabetic) {
            return None;
        }
        let open = text.rfind('(')?;
        text[open + 1..].trim_end_matches(')').trim().parse::<f64>().ok()
    };
    let on_scale = || {
        // `High priority`, `Medium risk`.
        let what = ["priority", "risk", "severity", "rating", "impact", "likelihood"];
        let lead = phrase(&super::status::leading(text));
        let lead: Phrase = lead.words().filter(|w| !what.contains(w)).collect();
        let step = scale.iter().position(|step| step.contains(&lead))?;
        Some(step as f64 + 1.0)
    };
    let value = numbers::read(text, figures).or_else(behind).or_else(on_scale);
    Value::Number { value, printed }
}

/// The words of a field's scale, from the least to the most.
fn scale(profile: &Profile, field: usize) -> &[Vec<Phrase>] {
    let scales = &profile.items.scales;
    scales.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_slice()).unwrap_or_default()
}

/// Whether a row should have a ref: its table has a column of refs, or none of the document has. In tables of anything
/// only such a column says so.
fn lacks_ref(item: &RawItem<'_>, reading: &Reading<'_, '_>) -> bool {
    let has_refs = |h: &HeaderRow| h.columns(Holds::Ref).next().is_some();
    let headers = &reading.outline.header_rows;
    let is_any = reading.profile.items.generic;
    headers.get(item.first().header).is_some_and(has_refs)
        || !is_any && !headers.iter().any(has_refs)
}
