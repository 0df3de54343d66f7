//! The value that a person gave, in the shape of its field. What is printed stays as it is.

use super::evidence::in_words;
use jiff::civil::Date;
use serde_json::Value as Json;
use tablemend_dates::Context;
use tablemend_model::{
    Completion, DatedAs, FieldKind, LegendEntry, Level, Marker, Posts, RichText, Role, State,
    Status, Value,
};

/// The corrected value of a field that held `was`, or in words why it can be none.
pub(super) fn typed(
    kind: FieldKind,
    was: &Value,
    given: &Json,
    legend: &[LegendEntry],
) -> Result<Value, String> {
    let texts = texts(given)?;
    let text = texts.join(if kind == FieldKind::Text { "\n" } else { "; " });
    let text = text.trim();
    Ok(match kind {
        FieldKind::Text if text.is_empty() => Value::Missing,
        FieldKind::Text => Value::Text(text.to_owned()),
        FieldKind::Posts | FieldKind::PostList => {
            let old = match was {
                Value::Posts(old) => old.clone(),
                _ => Posts::default(),
            };
            let people: Vec<String> = texts
                .iter()
                .flat_map(|t| t.split(['\n', ';']))
                .map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
                .collect();
            let inherited = old.inherited && people == old.people;
            or_missing(Value::Posts(Posts {
                printed: old.printed,
                people,
                inherited,
                alternatives: Vec::new(),
            }))
        }
        FieldKind::Status => {
            let old = match was {
                Value::Status(old) => old.clone(),
                _ => Status::default(),
            };
            let value = Some(text.to_lowercase()).filter(|v| !v.is_empty());
            let state = value.as_deref().and_then(|v| State::of(v, legend));
            or_missing(Value::Status(Status { value, state, ..old }))
        }
        FieldKind::Number => {
            let printed = match was {
                Value::Number { printed, .. } => printed.clone(),
                _ => text.to_owned(),
            };
            if text.is_empty() && matches!(was, Value::Missing) {
                return Ok(Value::Missing);
            }
            let number = text.replace([',', ' '], "").parse::<f64>().ok().filter(|n| n.is_finite());
            match number {
                Some(_) => Value::Number { value: number, printed },
                None if text.is_empty() => Value::Number { value: None, printed },
                // A word of a scale has no number.
                None => Value::Number { value: None, printed: text.to_owned() },
            }
        }
        FieldKind::Dates => {
            let printed = match was {
                Value::Completion(old) => old.printed.clone(),
                _ => None,
            };
            if text.is_empty() {
                let nothing = Completion { printed, ..Completion::default() };
                return Ok(or_missing(Value::Completion(nothing)));
            }
            let when = date(text)?;
            let words = printed.clone().unwrap_or_else(|| text.to_owned());
            Value::Completion(Completion {
                printed,
                edtf: Some(when.edtf.clone()),
                start: when.start,
                end: when.end,
                dates: vec![Marker { when, role: Role::Due, label: None, printed: words }],
            })
        }
        FieldKind::Forecast if text.is_empty() => Value::Missing,
        FieldKind::Forecast => Value::Forecast(date(text)?),
    })
}

/// Text as it is, the texts of a list; numbers are written out.
fn texts(given: &Json) -> Result<Vec<String>, String> {
    let one = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match given {
        Json::Null => Some(Vec::new()),
        Json::Array(list) => list.iter().map(one).collect(),
        other => one(other).map(|text| vec![text]),
    }
    .ok_or_else(|| "a value is text, a list of texts, or null".to_owned())
}

/// A value that keeps nothing, neither printed nor read, is a missing one.
fn or_missing(value: Value) -> Value {
    let is_nothing = match &value {
        Value::Posts(posts) => *posts == Posts::default(),
        Value::Completion(when) => *when == Completion::default(),
        Value::Status(status) => status.value.is_none() && status.printed.is_none(),
        other => in_words(other).is_none(),
    };
    if is_nothing { Value::Missing } else { value }
}

/// The date that was given: EDTF, or as people write it, days before months.
fn date(text: &str) -> Result<DatedAs, String> {
    if let Some(when) = tablemend_dates::edtf(text) {
        return Ok(when);
    }
    let context = Context { day_first: Some(true), ..Context::default() };
    let read = tablemend_dates::read(&RichText::plain(text), &context);
    let Completion { edtf, start, end, .. } = read.completion;
    let is_sure = read.findings.iter().all(|f| f.level < Level::Warning);
    match edtf {
        Some(edtf) if is_sure && (start.is_some() || end.is_some()) => {
            Ok(DatedAs { edtf, start, end })
        }
        _ => Err(format!(
            "“{text}” is not a date: write 2024-04-30, 30 April 2024, April 2024 or 2024-04/2024-06"
        )),
    }
}

/// A day in words, for messages.
pub(super) fn in_full(at: &str) -> String {
    let day = at.get(..10).and_then(|d| d.parse::<Date>().ok());
    day.map_or_else(|| at.to_owned(), |d| d.strftime("%-d %B %Y").to_string())
}
