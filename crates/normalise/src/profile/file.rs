//! The TOML file of a profile: its keys, and what is wrong with them.

use super::names::{foreign_names, late, squeezed, synonyms};
use super::{Detect, GroupRule, ItemRule, LegendRule, Phrase, PostWords, Profile, phrase};
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::BTreeMap;
use tablemend_model::{EntityKind, EntitySchema, FieldKind, FieldSchema, Schema};

/// What is wrong with a profile file.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// It is no TOML, or a key is missing, unknown or of the wrong type; the message has the line.
    #[error("the profile cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// Keys that do not fit together.
    #[error("invalid profile: {place}: {problem}")]
    Unsound {
        /// Which table and key.
        place: String,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A `ref` that is not a regular expression.
    #[error("the profile's ref of `{entity}` is not a regular expression: {source}")]
    Reference {
        /// Name of the entity.
        entity: String,
        /// What is wrong with it.
        source: Box<regex::Error>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    // Taken out before the file is read as this: only messages on unknown keys name it.
    #[serde(default, rename = "extends")]
    _extends: Option<String>,
    name: String,
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    detect: DetectTable,
    entity: Vec<EntityTable>,
    #[serde(default)]
    legend: LegendTable,
    #[serde(default)]
    notes: NotesTable,
    #[serde(default)]
    status: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    posts: PostsTable,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct DetectTable {
    #[serde(default)]
    least: usize,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    any_of: Vec<String>,
    #[serde(default)]
    share: Option<usize>,
    #[serde(default)]
    pair: Vec<String>,
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    judged: Vec<String>,
    #[serde(default)]
    series: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    any_table: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntityTable {
    name: String,
    one: String,
    title: String,
    #[serde(default)]
    description: String,
    kind: String,
    #[serde(default)]
    parents: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default, rename = "ref")]
    reference: Option<String>,
    #[serde(default)]
    pub(super) ref_headers: Vec<String>,
    #[serde(default)]
    heading: bool,
    #[serde(default)]
    banner: bool,
    #[serde(default)]
    pub(super) key: Option<String>,
    #[serde(default)]
    pub(super) field: Vec<FieldTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldTable {
    pub(super) name: String,
    title: String,
    #[serde(default)]
    description: String,
    kind: String,
    #[serde(default)]
    pub(super) headers: Vec<String>,
    #[serde(default)]
    pub(super) weak_headers: Vec<String>,
    #[serde(default)]
    pub(super) late_headers: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    printed_as: Option<String>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    fill_from: Vec<String>,
    #[serde(default)]
    scale: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct LegendTable {
    #[serde(default)]
    status_headers: Vec<String>,
    #[serde(default)]
    meaning_headers: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct NotesTable {
    #[serde(default)]
    starts: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PostsTable {
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    organisations: Vec<String>,
    #[serde(default)]
    joining: Vec<String>,
}

/// The words of the trade that every profile starts from.
const POSTS: &str = include_str!("../../profiles/posts.toml");

/// Names of columns that every output has of itself.
const TAKEN: [&str; 9] =
    ["id", "ref", "ref_printed", "source", "flags", "page", "printed", "row", "document"];

pub(super) fn parse(text: &str) -> Result<Profile, ProfileError> {
    let file = read(text)?;
    let common: PostsTable = toml::from_str(POSTS)?;
    if !is_name(&file.name.replace('-', "_")) {
        return Err(unsound("name", "use lower-case letters, digits and hyphens"));
    }
    let mut entities = Vec::new();
    let mut groups = Vec::new();
    let mut items = None;
    for table in &file.entity {
        let place = format!("entity `{}`", table.name);
        check_names(&place, table, &entities)?;
        let reference = reference(table)?;
        let fields = table.field.iter().map(|f| field(&place, f)).collect::<Result<Vec<_>, _>>()?;
        let kind = match table.kind.as_str() {
            "group" => EntityKind::Group,
            "item" => EntityKind::Item,
            other => {
                return Err(unsound(&place, &format!("kind `{other}`: say `group` or `item`")));
            }
        };
        if items.is_some() {
            return Err(unsound(&place, "the item entity must be the last and the only one"));
        }
        match kind {
            EntityKind::Group => groups.push(group_rule(&place, table, reference, &fields)?),
            EntityKind::Item => items = Some(item_rule(&place, table, reference, &fields)?),
        }
        entities.push(EntitySchema {
            name: table.name.clone(),
            one: table.one.clone(),
            title: table.title.clone(),
            description: table.description.clone(),
            kind,
            parents: table.parents.clone(),
            fields,
            extra: Vec::new(),
        });
    }
    let Some(mut items) = items else {
        return Err(unsound("entity", "one entity must be of kind `item`, the last"));
    };
    let names: Vec<&str> = entities
        .last()
        .map(|e| e.fields.iter().map(|f| f.name.as_str()).collect())
        .unwrap_or_default();
    let index = |place: &str, wanted: &[String]| {
        wanted
            .iter()
            .map(|name| {
                names
                    .iter()
                    .position(|n| n == name)
                    .ok_or_else(|| unsound(place, &format!("`{name}` is not a field of the items")))
            })
            .collect::<Result<Vec<_>, _>>()
    };
    let detect = Detect {
        least: file.detect.least.max(1),
        must: index("detect.must", &file.detect.must)?,
        any_of: index("detect.any_of", &file.detect.any_of)?,
    };
    items.any_of.clone_from(&detect.any_of);
    items.share = file.detect.share.unwrap_or(50).min(100);
    items.pair = index("detect.pair", &file.detect.pair)?;
    items.own = index("detect.own", &file.detect.own)?;
    items.judged = phrases(&file.detect.judged);
    items.series = index("detect.series", &file.detect.series)?.first().copied();
    items.about = phrases(&file.detect.about);
    items.about.extend(foreign_names(&items));
    items.generic = file.detect.any_table;
    let lower = |a: &[String], b: &[String]| {
        a.iter().chain(b).map(|w| w.to_lowercase()).collect::<foldhash::HashSet<_>>()
    };
    items.heads = lower(&common.heads, &file.posts.heads);
    Ok(Profile {
        also: Vec::new(),
        detect,
        groups,
        items,
        legend: LegendRule {
            status_headers: phrases(&file.legend.status_headers),
            meaning_headers: phrases(&file.legend.meaning_headers),
        },
        note_starts: phrases(&file.notes.starts),
        status_words: file
            .status
            .iter()
            .map(|(status, words)| (status.to_lowercase(), phrases(words)))
            .collect(),
        posts: PostWords {
            heads: lower(&common.heads, &file.posts.heads),
            organisations: lower(&common.organisations, &file.posts.organisations),
            joining: lower(&common.joining, &file.posts.joining),
        },
        schema: Schema {
            profile: file.name,
            title: file.title,
            description: file.description,
            entities,
        },
    })
}

/// Reads the file; what it extends comes first, and what it says itself is added or put in its place.
fn read(text: &str) -> Result<File, ProfileError> {
    let own: toml::Table = toml::from_str(text)?;
    let Some(extended) = own.get("extends") else { return Ok(toml::from_str(text)?) };
    let base = extended.as_str().and_then(super::Profile::built_in_text).ok_or_else(|| {
        let names: Vec<&str> = super::Profile::built_in_names().collect();
        unsound("extends", &format!("name a built-in profile: {}", names.join(", ")))
    })?;
    let mut whole: toml::Table = toml::from_str(base)?;
    overlay(&mut whole, own);
    whole.remove("extends");
    Ok(toml::Value::Table(whole).try_into()?)
}

/// Puts a table over another: values replace values, tables are put over tables, lists of names are
/// added in front, and tables in lists (entities, fields) are put over those of the same name.
fn overlay(base: &mut toml::Table, own: toml::Table) {
    use toml::Value;
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) => overlay(base, own),
            (Some(Value::Array(base)), Value::Array(own)) => {
                let mut front = Vec::new();
                for value in own {
                    let name = value.get("name").cloned();
                    let same = |b: &Value| name.is_some() && b.get("name") == name.as_ref();
                    match (base.iter().position(same), value) {
                        (Some(at), Value::Table(own)) => {
                            if let Value::Table(base) = &mut base[at] {
                                overlay(base, own);
                            }
                        }
                        (_, value @ Value::Table(_)) => base.push(value),
                        (_, value) if !base.contains(&value) => front.push(value),
                        _ => {}
                    }
                }
                base.splice(0..0, front);
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn unsound(place: &str, problem: &str) -> ProfileError {
    ProfileError::Unsound { place: place.to_owned(), problem: problem.to_owned() }
}

/// Longest first, so that `priority area` is tried before `priority`.
fn phrases(words: &[String]) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> =
        words.iter().map(|w| phrase(w)).filter(|p| !p.is_empty()).collect();
    phrases.sort_by_key(|p| std::cmp::Reverse(p.len()));
    phrases.dedup();
    phrases
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn check_names(
    place: &str,
    table: &EntityTable,
    before: &[EntitySchema],
) -> Result<(), ProfileError> {
    for name in [&table.name, &table.one] {
        if !is_name(name) {
            return Err(unsound(place, &format!("`{name}`: use snake_case (letters, digits, _)")));
        }
    }
    if before.iter().any(|e| e.name == table.name || e.one == table.one) {
        return Err(unsound(place, "the name is used twice"));
    }
    for parent in &table.parents {
        if !before.iter().any(|e| e.name == *parent && e.kind == EntityKind::Group) {
            return Err(unsound(
                place,
                &format!("parent `{parent}` is not a group defined before it"),
            ));
        }
    }
    for (i, field) in table.field.iter().enumerate() {
        if !is_name(&field.name) {
            return Err(unsound(place, &format!("field `{}`: use snake_case", field.name)));
        }
        let parent = table
            .parents
            .iter()
            .any(|p| before.iter().any(|e| e.name == *p && e.one == field.name));
        if parent || TAKEN.contains(&field.name.as_str()) {
            return Err(unsound(place, &format!("field `{}`: the name is taken", field.name)));
        }
        if table.field[..i].iter().any(|f| f.name == field.name) {
            return Err(unsound(place, &format!("field `{}` is defined twice", field.name)));
        }
    }
    Ok(())
}

fn reference(table: &EntityTable) -> Result<Option<Regex>, ProfileError> {
    let Some(pattern) = &table.reference else {
        return Ok(None);
    };
    let whole = format!("^(?:{pattern})$");
    // Refs are read as ASCII; without the digits of all scripts a pattern is made ten times faster.
    let made = RegexBuilder::new(&whole).unicode(false).build().or_else(|_| Regex::new(&whole));
    made.map(Some).map_err(|source| ProfileError::Reference {
        entity: table.name.clone(),
        source: Box::new(source),
    })
}

fn field(place: &str, table: &FieldTable) -> Result<FieldSchema, ProfileError> {
    let kind = match table.kind.as_str() {
        "text" => FieldKind::Text,
        "posts" => FieldKind::Posts,
        "post_list" => FieldKind::PostList,
        "dates" => FieldKind::Dates,
        "status" => FieldKind::Status,
        // The place of a word in a scale is a number.
        "number" | "scale" => FieldKind::Number,
        "forecast" => FieldKind::Forecast,
        other => {
            return Err(unsound(
                &format!("{place}, field `{}`", table.name),
                &format!(
                    "kind `{other}`: use text, posts, post_list, dates, status, number, scale or forecast"
                ),
            ));
        }
    };
    if (table.kind == "scale") == table.scale.is_empty() {
        return Err(unsound(
            &format!("{place}, field `{}`", table.name),
            "a field of kind `scale` needs `scale`, its words from the least to the most, and no other has it",
        ));
    }
    Ok(FieldSchema {
        name: table.name.clone(),
        title: table.title.clone(),
        description: table.description.clone(),
        kind,
        printed_as: table.printed_as.clone(),
        from: table.from.clone().filter(|_| kind == FieldKind::Forecast),
    })
}

fn group_rule(
    place: &str,
    table: &EntityTable,
    reference: Option<Regex>,
    fields: &[FieldSchema],
) -> Result<GroupRule, ProfileError> {
    let title = fields
        .iter()
        .position(|f| f.kind == FieldKind::Text && f.name == "title")
        .ok_or_else(|| unsound(place, "a group needs a text field `title`"))?;
    let labelled = table
        .field
        .iter()
        .enumerate()
        .filter(|(_, f)| !f.labels.is_empty())
        .map(|(i, f)| (i, phrases(&f.labels)))
        .collect();
    let paragraphs = table.field.iter().position(|f| f.from.as_deref() == Some("paragraphs"));
    Ok(GroupRule {
        labels: phrases(&table.labels),
        reference,
        heading: table.heading,
        banner: table.banner,
        title,
        labelled,
        paragraphs,
    })
}

fn item_rule(
    place: &str,
    table: &EntityTable,
    reference: Option<Regex>,
    fields: &[FieldSchema],
) -> Result<ItemRule, ProfileError> {
    let find = |name: &str| fields.iter().position(|f| f.name == name);
    let key = table
        .key
        .as_deref()
        .and_then(find)
        .filter(|i| fields[*i].kind == FieldKind::Text)
        .ok_or_else(|| unsound(place, "`key` must name a text field of the items"))?;
    for (i, field) in fields.iter().enumerate() {
        let from = field.from.as_deref().map(find);
        match (field.kind, from) {
            (FieldKind::Forecast, Some(Some(_))) => {}
            (FieldKind::Forecast, _) => {
                return Err(unsound(place, "a forecast needs `from`, the name of a text field"));
            }
            _ if table.field[i].headers.is_empty() => {
                return Err(unsound(
                    place,
                    &format!("field `{}` needs `headers`, the words of its column", field.name),
                ));
            }
            _ => {}
        }
    }
    let mut fill_from = Vec::new();
    for (i, f) in table.field.iter().enumerate().filter(|(_, f)| !f.fill_from.is_empty()) {
        let columns = f
            .fill_from
            .iter()
            .map(|n| find(n).ok_or_else(|| unsound(place, &format!("fill_from: no field `{n}`"))))
            .collect::<Result<Vec<_>, _>>()?;
        fill_from.push((i, columns));
    }
    let words = |step: &String| step.split('/').map(phrase).filter(|p| !p.is_empty()).collect();
    let scales = table.field.iter().enumerate().filter(|(_, f)| !f.scale.is_empty());
    let scales = scales.map(|(i, f)| (i, f.scale.iter().map(words).collect())).collect();
    let synonyms = synonyms(table);
    Ok(ItemRule {
        reference,
        squeezed: squeezed(&synonyms),
        synonyms,
        key,
        scales,
        fill_from,
        any_of: Vec::new(),
        share: 50,
        pair: Vec::new(),
        own: Vec::new(),
        judged: Vec::new(),
        late: late(table),
        heads: foldhash::HashSet::default(),
        series: None,
        generic: false,
        about: Vec::new(),
        kinds: fields.iter().map(|f| f.kind).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
name = "x"
title = "X"
[[entity]]
name = "things"
one = "thing"
title = "Things"
kind = "item"
key = "what"
[[entity.field]]
name = "what"
title = "What"
kind = "text"
headers = ["what"]
"#;

    #[test]
    fn a_small_profile_is_enough() {
        let profile = parse(SMALL).unwrap();
        assert_eq!(profile.schema.entities.len(), 1);
        assert!(profile.posts.heads.contains("manager"));
    }

    #[test]
    fn a_profile_may_extend_a_built_in_one() {
        let own = r#"
extends = "action-plan"
name = "harbour-plan"
title = "Harbour plan"
[[entity]]
name = "actions"
[[entity.field]]
name = "action"
headers = ["task for the crew"]
[[entity.field]]
name = "berth"
title = "Berth"
kind = "text"
headers = ["berth"]
"#;
        let (profile, base) = (parse(own).unwrap(), Profile::built_in("action-plan").unwrap());
        let fields = |p: &Profile| p.schema.entities[p.item_entity()].fields.len();
        assert_eq!(profile.name(), "harbour-plan");
        assert_eq!(fields(&profile), fields(&base) + 1);
        assert!(profile.items.synonyms["task"].iter().any(|s| s.words.len() == 4));
        let error = parse(&own.replace("action-plan", "nothing")).unwrap_err().to_string();
        assert!(error.contains("risk-register"), "{error}");
        let error = parse(&SMALL.replace("name = \"x\"", "nmae = \"x\"")).unwrap_err().to_string();
        assert!(error.contains("`extends`"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (from, to, says) in [
            ("kind = \"item\"", "kind = \"group\"", "title"),
            ("kind = \"text\"", "kind = \"colour\"", "colour"),
            ("kind = \"text\"", "kind = \"scale\"", "from the least"),
            ("key = \"what\"", "key = \"who\"", "key"),
            ("name = \"what\"", "name = \"ref\"", "taken"),
            ("one = \"thing\"", "one = \"Thing\"", "snake_case"),
            ("title = \"Things\"", "titel = \"Things\"", "titel"),
            ("headers = [\"what\"]", "", "headers"),
            ("kind = \"item\"", "kind = \"item\"\nref = '('", "things"),
        ] {
            let error = parse(&SMALL.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(says), "{from} -> {to}: {error}");
        }
    }
}
