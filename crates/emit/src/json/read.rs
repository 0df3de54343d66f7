//! Records read back from the JSON that `write` makes.

use super::records::{group_keys, is_plain, parent_keys, printed_key};
use crate::Error;
use serde_json::{Map, Value as Json};
use tablemend_model::{
    Code, Completion, Corrected, Dataset, Date, DatedAs, Diagnostic, DocumentInfo, Entity,
    EntityKind, EntitySchema, FieldKind, FieldSchema, HeaderText, LegendEntry, Level, Marker,
    OtherText, Place, Posts, Record, Rect, Remark, Rgb, Role, Schema, SourceRef, State, Status,
    Value, Witness,
};

/// Name of the profile whose schema a JSON document of records needs to be read.
///
/// # Errors
/// When it is not JSON, or no document of records.
pub fn profile(bytes: &[u8]) -> Result<String, Error> {
    #[derive(serde::Deserialize)]
    struct Outer {
        document: Inner,
    }
    #[derive(serde::Deserialize)]
    struct Inner {
        profile: String,
        #[serde(default)]
        profiles: Vec<String>,
    }
    let of = serde_json::from_slice::<Outer>(without_bom(bytes))?.document;
    Ok(if of.profiles.len() > 1 { of.profiles.join("+") } else { of.profile })
}

/// Reads a dataset from its JSON. What is written and read back is written the same again.
///
/// Members that are missing count as null, members that are not known are passed over, so that
/// files of older and newer versions can be read.
///
/// # Errors
/// When it is not JSON, or a value is not what the contract says; the error names its place.
pub fn read(bytes: &[u8], schema: &Schema) -> Result<Dataset, Error> {
    let json: Json = serde_json::from_slice(without_bom(bytes))?;
    let root = At { value: Some(&json), above: None, step: Step::Root };
    // The fields of the profile `table` are the document's own.
    let has_own = schema.entities.iter().any(|entity| schema.has_own_fields(entity));
    let own = has_own.then(|| with_own_fields(&json, schema));
    let schema = own.as_ref().unwrap_or(schema);
    let mut data = Dataset {
        document: document(&root.get("document"))?,
        schema: schema.clone(),
        legend: root.get("legend").each(legend)?,
        entities: Vec::new(),
        notes: Vec::new(),
        headers: root.get("headers").each(|h| {
            Ok(HeaderText {
                printed: h.get("printed").required()?,
                field: h.get("field").text()?,
                source: source(&h.get("source"))?,
            })
        })?,
        other_text: root.get("other_text").each(|t| {
            Ok(OtherText { text: t.get("text").required()?, source: source(&t.get("source"))? })
        })?,
        diagnostics: Vec::new(),
    };
    let groups = group_keys(&data);
    let notes = root.get("notes").each(|n| {
        Ok(Remark {
            text: n.get("text").required()?,
            parents: groups.iter().map(|key| n.get(key).text()).collect::<Result<_, _>>()?,
            source: source(&n.get("source"))?,
        })
    })?;
    let keys: Vec<&str> = schema.items().map(|(_, s)| s.one.as_str()).into_iter().collect();
    let others = schema.entities.iter().map(|e| e.one.as_str());
    let keys: Vec<&str> = keys.into_iter().chain(others).collect();
    let diagnostics = root.get("diagnostics").each(|n| diagnostic(n, &keys))?;
    for entity in data.schema.entities.iter_mut().filter(|e| e.kind == EntityKind::Item) {
        entity.extra = extra_headers(&root.get(&entity.name));
    }
    let entities = data
        .schema
        .entities
        .iter()
        .map(|entity| {
            let parents = parent_keys(&data, entity);
            let rows = root.get(&entity.name).each(|row| record(row, entity, &parents))?;
            Ok(Entity { records: rows })
        })
        .collect::<Result<_, Error>>()?;
    (data.notes, data.diagnostics, data.entities) = (notes, diagnostics, entities);
    super::groups::part(&mut data);
    Ok(data)
}

/// The schema with the fields that the rows of a document show: their names, their kinds by the
/// shape of the values, their titles by the headers.
fn with_own_fields(json: &Json, schema: &Schema) -> Schema {
    let whole = schema;
    let mut schema = schema.clone();
    for entity in schema.entities.iter_mut().filter(|e| whole.has_own_fields(e)) {
        let Some(row) = json.get(&entity.name).and_then(|rows| rows.get(0)?.as_object()) else {
            continue;
        };
        let own = ["id", "ref", "ref_printed", "extra", "source", "flags", "corrected_from"];
        let title = |name: &str| {
            let headers = json.get("headers").and_then(Json::as_array)?;
            let header =
                headers.iter().find(|h| h.get("field").and_then(Json::as_str) == Some(name));
            header?.get("printed")?.as_str().map(str::to_owned)
        };
        let fields = row.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        entity.fields = fields
            .map(|(name, value)| FieldSchema {
                name: name.clone(),
                title: title(name).unwrap_or_else(|| name.clone()),
                description: title(name).map(|t| format!("The column “{t}”.")).unwrap_or_default(),
                kind: kind_of(value),
                printed_as: None,
                from: None,
            })
            .collect();
    }
    schema
}

/// The kind of a field by the shape of its value.
fn kind_of(value: &Json) -> FieldKind {
    let has = |key: &str| value.get(key).is_some();
    match value {
        Json::Object(_) if has("people") => FieldKind::Posts,
        Json::Object(_) if has("edtf") => FieldKind::Dates,
        Json::Object(_) if has("evidence") => FieldKind::Status,
        Json::Object(_) => FieldKind::Number,
        _ => FieldKind::Text,
    }
}

/// The headers of the columns that no field knows, in the order in which rows name them.
fn extra_headers(rows: &At<'_>) -> Vec<String> {
    let rows = rows.value.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut headers: Vec<String> = Vec::new();
    for key in rows.iter().filter_map(|row| row.get("extra")?.as_object()).flat_map(Map::keys) {
        if !headers.contains(key) {
            headers.push(key.clone());
        }
    }
    headers
}

/// JSON has no byte order mark, but editors put one there.
fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// A value, and by which way it was reached; `None` where there is none or it is null. The way is
/// put into words only where something is wrong with the value.
struct At<'a> {
    value: Option<&'a Json>,
    above: Option<&'a At<'a>>,
    step: Step<'a>,
}

/// One step of a way.
#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a str),
    /// A key that may be any text.
    Member(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    fn get<'s>(&'s self, key: &'s str) -> At<'s> {
        self.step(key, Step::Key(key))
    }

    /// A member whose key may be any text.
    fn member<'s>(&'s self, key: &'s str) -> At<'s> {
        self.step(key, Step::Member(key))
    }

    fn step<'s>(&'s self, key: &str, step: Step<'s>) -> At<'s> {
        let value = self.value.and_then(|v| v.get(key)).filter(|v| !v.is_null());
        At { value, above: Some(self), step }
    }

    /// The way from the root, as `actions[3].completion.end`.
    fn path(&self) -> String {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(here) = at {
            steps.push(here.step);
            at = here.above;
        }
        let mut path = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Root => {}
                Step::Key(key) => {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(key);
                }
                Step::Member(key) => path.push_str(&format!("[{key:?}]")),
                Step::Index(i) => path.push_str(&format!("[{i}]")),
            }
        }
        path
    }

    fn wrong(&self, expected: &str) -> Error {
        Error::shape(self.path(), expected)
    }

    fn text(&self) -> Result<Option<String>, Error> {
        match self.value {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong("text or null")),
        }
    }

    fn required(&self) -> Result<String, Error> {
        self.text()?.ok_or_else(|| self.wrong("text"))
    }

    fn number(&self) -> Result<Option<u32>, Error> {
        let Some(value) = self.value else { return Ok(None) };
        let number = value.as_u64().and_then(|n| u32::try_from(n).ok());
        number.map(Some).ok_or_else(|| self.wrong("a whole number or null"))
    }

    fn flag(&self) -> Result<bool, Error> {
        match self.value {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| self.wrong("true or false")),
        }
    }

    fn date(&self) -> Result<Option<Date>, Error> {
        let Some(text) = self.text()? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.wrong("a day as YYYY-MM-DD, or null"))
    }

    /// A word of a closed list.
    fn word<T>(&self, words: &[T], name: fn(&T) -> &'static str) -> Result<Option<T>, Error>
    where
        T: Copy,
    {
        let Some(text) = self.text()? else { return Ok(None) };
        let found = words.iter().find(|w| name(w) == text).copied();
        found.map(Some).ok_or_else(|| {
            let words: Vec<_> = words.iter().map(name).collect();
            self.wrong(&format!("one of {}", words.join(", ")))
        })
    }

    /// The elements of a list; none where there is no list.
    fn each<'s, T>(&'s self, read: impl Fn(&At<'s>) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        match self.value {
            None => Ok(Vec::new()),
            Some(Json::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(i, v)| read(&At { value: Some(v), above: Some(self), step: Step::Index(i) }))
                .collect(),
            Some(_) => Err(self.wrong("a list")),
        }
    }

    fn texts(&self) -> Result<Vec<String>, Error> {
        self.each(At::required)
    }

    fn object(&self) -> Result<Option<&'a Map<String, Json>>, Error> {
        match self.value {
            None => Ok(None),
            Some(Json::Object(map)) => Ok(Some(map)),
            Some(_) => Err(self.wrong("an object or null")),
        }
    }
}

fn document(at: &At<'_>) -> Result<DocumentInfo, Error> {
    Ok(DocumentInfo {
        title: at.get("title").text()?,
        period: at.get("period").text()?,
        period_printed: at.get("period_printed").text()?,
        name: at.get("name").required()?,
        media_type: at.get("media_type").required()?,
        sha256: at.get("sha256").text()?.unwrap_or_default(),
        pages: at.get("pages").number()?,
        profile: at.get("profile").required()?,
        tool: at.get("tool").text()?.unwrap_or_default(),
    })
}

fn legend(at: &At<'_>) -> Result<LegendEntry, Error> {
    let fill = at.get("fill");
    let colour = fill
        .text()?
        .map(|hex| Rgb::from_hex(&hex).ok_or_else(|| fill.wrong("a colour as #rrggbb, or null")));
    Ok(LegendEntry {
        status: at.get("status").required()?,
        meaning: at.get("meaning").text()?,
        printed: at.get("printed").text()?,
        fill: colour.transpose()?,
        source: source(&at.get("source"))?,
    })
}

fn source(at: &At<'_>) -> Result<SourceRef, Error> {
    at.object()?;
    let place = match (numbers(&at.get("bbox"))?, numbers(&at.get("lines"))?) {
        (Some(bbox), _) => {
            let page = at.get("page");
            let number = page.number()?.ok_or_else(|| page.wrong("the number of a page"))?;
            let [x0, y0, x1, y1] = bbox.map(|v| v as f32);
            Some(Place::Page { number, area: Rect::new(x0, y0, x1, y1) })
        }
        (None, Some([first, last])) => {
            Some(Place::Lines { first: first as u32, last: last as u32 })
        }
        (None, None) => match (at.get("paragraph").number()?, at.get("sheet").text()?) {
            (Some(number), _) => Some(Place::Paragraph { number }),
            (None, Some(sheet)) => {
                let cells = at.get("cells");
                let place = Place::from_cells(&sheet, &cells.required()?);
                Some(place.ok_or_else(|| cells.wrong("cells, such as B7:F7"))?)
            }
            (None, None) => None,
        },
    };
    Ok(SourceRef { place, table: at.get("table").number()?, row: at.get("row").number()? })
}

/// A list of so many numbers.
fn numbers<const N: usize>(at: &At<'_>) -> Result<Option<[f64; N]>, Error> {
    if at.value.is_none() {
        return Ok(None);
    }
    let wrong = || at.wrong(&format!("a list of {N} numbers, or null"));
    let list = at.each(|v| v.value.and_then(Json::as_f64).ok_or_else(wrong))?;
    list.try_into().map(Some).map_err(|_| wrong())
}

fn diagnostic(at: &At<'_>, keys: &[&str]) -> Result<Diagnostic, Error> {
    let level = at.get("level");
    let levels = [Level::Info, Level::Warning, Level::Error];
    let mut record = None;
    for key in keys {
        record = record.or(at.get(key).text()?);
    }
    Ok(Diagnostic {
        code: Code::from(at.get("code").required()?),
        level: level.word(&levels, |l| l.as_str())?.ok_or_else(|| level.wrong("a level"))?,
        message: at.get("message").required()?,
        help: at.get("help").text()?,
        source: source(&at.get("source"))?,
        record,
        printed: at.get("printed").text()?,
        used: at.get("used").text()?,
    })
}

fn record(at: &At<'_>, schema: &EntitySchema, parents: &[&str]) -> Result<Record, Error> {
    at.object()?;
    let extra = at.get("extra");
    let extra = schema.extra.iter().map(|header| extra.member(header).text());
    let reference = at.get("ref").text()?;
    let id = match at.get("id").text()? {
        Some(id) => id,
        // Groups of files that others write have a ref alone.
        None if schema.kind == EntityKind::Group => reference.clone().unwrap_or_default(),
        None => return Err(at.get("id").wrong("text")),
    };
    let values = schema.fields.iter().map(|field| value(at, field));
    let corrected = corrected(at, schema)?;
    Ok(Record {
        id,
        ref_printed: at.get("ref_printed").text()?,
        reference,
        parents: parents.iter().map(|key| at.get(key).text()).collect::<Result<_, _>>()?,
        values: values.collect::<Result<_, _>>()?,
        printed: match schema.kind {
            EntityKind::Group => at.get("printed").text()?,
            EntityKind::Item => None,
        },
        extra: extra.collect::<Result<_, Error>>()?,
        source: source(&at.get("source"))?,
        flags: at.get("flags").each(|f| f.required().map(Code::from))?,
        corrected,
    })
}

/// What corrected values were: inside a value that has members, else under `corrected_from` of the
/// record.
fn corrected(at: &At<'_>, schema: &EntitySchema) -> Result<Vec<Corrected>, Error> {
    let mut all = Vec::new();
    let plain = at.get("corrected_from");
    plain.object()?;
    let mut text_of = |field: &str| -> Result<(), Error> {
        let from = plain.member(field);
        if plain.value.and_then(|v| v.get(field)).is_some() {
            let from = from.text()?.map_or(Value::Missing, Value::Text);
            all.push(Corrected { field: field.to_owned(), from });
        }
        Ok(())
    };
    text_of("ref")?;
    for header in &schema.extra {
        text_of(header)?;
    }
    for field in &schema.fields {
        let within = at.get(&field.name);
        let (holder, key) = if is_plain(field.kind) {
            (&plain, field.name.as_str())
        } else if within.value.is_some_and(Json::is_object) {
            (&within, "corrected_from")
        } else {
            continue;
        };
        if holder.value.and_then(|v| v.get(key)).is_some() {
            let from = value_at(&holder.get(key), None, field)?;
            all.push(Corrected { field: field.name.clone(), from });
        }
    }
    Ok(all)
}

/// A field's value; an object of nothing but nulls is a missing one.
fn value(row: &At<'_>, field: &FieldSchema) -> Result<Value, Error> {
    value_at(&row.get(&field.name), Some(row), field)
}

/// The value that is here; a list has its printed text beside it in the row.
fn value_at(at: &At<'_>, row: Option<&At<'_>>, field: &FieldSchema) -> Result<Value, Error> {
    let made = match field.kind {
        FieldKind::Text => return Ok(at.text()?.map_or(Value::Missing, Value::Text)),
        FieldKind::Forecast => {
            return Ok(match at.object()? {
                Some(_) => Value::Forecast(interval(at)?),
                None => Value::Missing,
            });
        }
        FieldKind::Number => {
            at.object()?;
            let number = at.get("value");
            let value = match number.value {
                None => None,
                Some(found) => {
                    Some(found.as_f64().ok_or_else(|| number.wrong("a number or null"))?)
                }
            };
            let printed = at.get("printed").text()?.or_else(|| value.map(|v| v.to_string()));
            return Ok(printed.map_or(Value::Missing, |printed| Value::Number { value, printed }));
        }
        FieldKind::PostList => Value::Posts(Posts {
            printed: row.map_or(Ok(None), |row| row.get(&printed_key(field)).text())?,
            people: at.texts()?,
            ..Posts::default()
        }),
        FieldKind::Posts => {
            at.object()?;
            Value::Posts(Posts {
                printed: at.get("printed").text()?,
                people: at.get("people").texts()?,
                inherited: at.get("inherited").flag()?,
                alternatives: at.get("alternatives").each(At::texts)?,
            })
        }
        FieldKind::Dates => {
            at.object()?;
            Value::Completion(Completion {
                printed: at.get("printed").text()?,
                edtf: at.get("edtf").text()?,
                start: at.get("start").date()?,
                end: at.get("end").date()?,
                dates: at.get("dates").each(marker)?,
            })
        }
        FieldKind::Status => {
            at.object()?;
            let words = [Witness::Fill, Witness::Style, Witness::Text, Witness::Image];
            Value::Status(Status {
                value: at.get("value").text()?,
                evidence: at.get("evidence").word(&words, |w| w.as_str())?,
                printed: at.get("printed").text()?,
                state: at.get("state").word(&State::ALL, |s| s.as_str())?,
            })
        }
    };
    let nothing = match &made {
        Value::Posts(posts) => *posts == Posts::default(),
        Value::Completion(when) => *when == Completion::default(),
        Value::Status(status) => *status == Status::default(),
        _ => false,
    };
    Ok(if nothing { Value::Missing } else { made })
}

fn interval(at: &At<'_>) -> Result<DatedAs, Error> {
    Ok(DatedAs {
        edtf: at.get("edtf").required()?,
        start: at.get("start").date()?,
        end: at.get("end").date()?,
    })
}

fn marker(at: &At<'_>) -> Result<Marker, Error> {
    let roles = [Role::Due, Role::Original, Role::Revised, Role::Phase, Role::Milestone];
    let role = at.get("role");
    Ok(Marker {
        when: interval(at)?,
        role: role.word(&roles, |r| r.as_str())?.ok_or_else(|| role.wrong("a role"))?,
        label: at.get("label").text()?,
        printed: at.get("printed").required()?,
    })
}
