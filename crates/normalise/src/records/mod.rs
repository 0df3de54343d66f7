//! Records read under a profile, in two passes: what each row is, then what its cells say.
//!
//! The first pass (`outline`) needs no values; the second has the whole document's evidence on
//! hand: its posts, its legend, the order of its numeric dates, the depth of its refs.

mod again;
mod blank_heads;
mod boxes;
pub(crate) mod cards;
pub(crate) mod columns;
mod completion;
mod course;
mod group_columns;
mod groups;
mod label_rows;
mod leads;
mod legend;
mod legend_pairs;
mod legend_sentence;
#[cfg(test)]
mod legend_sentence_tests;
mod narrative;
pub(crate) mod numbers;
mod orders;
mod outline;
mod pairs;
mod parting;
mod pictures;
mod plausible;
mod posts;
mod quarters;
pub(crate) mod refs;
mod row_signs;
mod signs;
pub(crate) mod status;
mod text;
mod ticked;
mod timed;
mod title;
mod together;
mod two_in_one;
mod two_levels;
pub(crate) mod unread;
mod values;
mod wide_rows;

#[cfg(test)]
mod any_table_tests;
#[cfg(test)]
mod assumed_tests;
#[cfg(test)]
mod authors_tests;
#[cfg(test)]
mod backlog_tests;
#[cfg(test)]
mod blank_tests;
#[cfg(test)]
mod editions_tests;
#[cfg(test)]
mod evidence_tests;
#[cfg(test)]
mod followed_tests;
#[cfg(test)]
mod headings_tests;
#[cfg(test)]
mod headless_tests;
#[cfg(test)]
mod judged_tests;
#[cfg(test)]
mod kinds_tests;
#[cfg(test)]
mod layouts_tests;
#[cfg(test)]
mod left_tests;
#[cfg(test)]
mod levels_tests;
#[cfg(test)]
mod others_tests;
#[cfg(test)]
mod printed_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tracked_tests;
#[cfg(test)]
mod unseen_tests;
#[cfg(test)]
mod worked_tests;

use crate::profile::{Profile, made_for};
pub use again::{Lacking, breaks_off, goes_on, step_told};
use foldhash::{HashMap, HashSet, HashSetExt};
use outline::{Outline, RawGroup};
pub(crate) use outline::{has_own_header, heads_itself};
use std::borrow::Cow;
use tablemend_model::{
    Block, Code, Dataset, Diagnostic, Document, DocumentInfo, Entity, FieldKind, LegendEntry,
    Level, Method, Posts, Record, Remark, Table, Value,
};

/// Reads the records of a document whose tables were mended by `tables`. `tool` is the program's
/// name and version. Never fails: what could not be read is told in `diagnostics`.
#[must_use]
pub fn records(document: &Document, profile: &Profile, tool: &str) -> Dataset {
    // What takes any table says nothing of how records are laid out.
    let others = profile.also.iter().filter(|p| !p.items.generic);
    let all: Vec<&Profile> = std::iter::once(profile).chain(others).collect();
    let labelled = narrative::tabled(document, &all);
    let document = &*one_row_each(&labelled, &all);
    let mut data = if profile.also.is_empty() {
        records_of(document, profile, &HashSet::new(), false, tool)
    } else {
        together::read(document, profile, tool)
    };
    if matches!(labelled, Cow::Owned(_)) {
        data.diagnostics.push(narrative::note(&labelled));
    }
    data
}

/// The document with those tables changed of which `change` makes another.
fn with_tables(document: &Document, change: impl Fn(&Table) -> Option<Table>) -> Cow<'_, Document> {
    let changed = |(at, block): (usize, &Block)| match block {
        Block::Table(table) => Some((at, change(table)?)),
        _ => None,
    };
    let made: Vec<(usize, Table)> =
        document.blocks.iter().enumerate().filter_map(changed).collect();
    if made.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    for (at, table) in made {
        document.blocks[at] = Block::Table(table);
    }
    Cow::Owned(document)
}

/// The document with each record of its tables on a row of its own, a field a cell: items in labelled
/// paragraphs, then records on two rows, then cards, then cells that hold two fields or two levels, then a status that several columns tell, then one that
/// signs beside the words tell, then dates that marks in columns of periods tell.
pub(crate) fn one_row_each<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    type Step = for<'d> fn(&'d Document, &[&Profile]) -> Cow<'d, Document>;
    let steps: [Step; 11] = [
        pictures::without_charts,
        narrative::tabled,
        pairs::laid,
        label_rows::raised,
        wide_rows::raised,
        cards::turned,
        two_in_one::parted,
        two_levels::parted,
        ticked::joined,
        row_signs::apart,
        timed::joined,
    ];
    steps.iter().fold(Cow::Borrowed(document), |document, step| match document {
        Cow::Borrowed(document) => step(document, profiles),
        Cow::Owned(document) => Cow::Owned(step(&document, profiles).into_owned()),
    })
}

/// Reads the records under one profile, of all tables but some; with `tables_only` the text outside
/// tables is left to another profile.
fn records_of(
    document: &Document,
    profile: &Profile,
    skip: &HashSet<u32>,
    tables_only: bool,
    tool: &str,
) -> Dataset {
    let made = profile.items.generic.then(|| made_for(profile, document, skip));
    let profile = made.as_ref().unwrap_or(profile);
    let outline = outline::read(document, profile, skip, tables_only);
    let known = posts::Known::learn(post_cells(&outline, profile), &profile.posts);
    let (groups, ids) = group_records(&outline, profile, &known);
    let mut schema = profile.schema.clone();
    let values::Items { entity: mut items, extra, mut notes, rest: leftovers, places } =
        values::items(&outline, profile, &known, &ids);
    schema.entities[profile.item_entity()].extra = extra;
    orders::tell_once(&mut items.records, &mut notes);
    let mut diagnostics = outline.notes;
    let joined = of_records(&mut diagnostics, &outline.items, &items.records);
    plausible::mark(&mut items.records, &joined);
    diagnostics.append(&mut notes);
    if profile.items.generic {
        diagnostics.push(Diagnostic::new(
            "profile.generic",
            Level::Info,
            "each column is a field of its own, named by its header",
        ));
    }
    let status = profile.schema.entities[profile.item_entity()].first_of(FieldKind::Status);
    diagnostics.extend(status.and_then(|(field, _)| {
        status::hardly_shown(&items, field, &outline.legend, document.source.media_type)
    }));
    let mut other_text = outline.other_text;
    other_text.extend(leftovers);
    diagnostics.extend(outline::tell_unread(
        (&outline.legend, &outline.groups),
        &items,
        (&outline.remarks, &other_text),
        profile,
    ));
    let undrawn: Vec<bool> =
        outline.items.iter().map(|i| i.first().table.method() == Method::Aligned).collect();
    let has_refs =
        |header: usize| outline.header_rows[header].columns(columns::Holds::Ref).next().is_some();
    let numbered: Vec<bool> = outline.items.iter().map(|i| has_refs(i.first().header)).collect();
    let odd = plausible::check(&plausible::View {
        schema: &profile.schema,
        groups: &groups,
        items: &items.records,
        places: &places,
        undrawn: &undrawn,
        numbered: &numbered,
        rule: &profile.items,
        legend: &outline.legend,
        media_type: document.source.media_type,
        other_text: &other_text,
        told: &diagnostics,
    });
    plausible::mark(&mut items.records, &odd);
    values::settle_gaps(&mut diagnostics, &odd);
    diagnostics.extend(odd);
    let mut entities = groups;
    entities.push(items);
    let group_count = profile.groups.len();
    let remarks = outline
        .remarks
        .into_iter()
        .map(|r| Remark {
            text: text::running(&r.text),
            parents: (0..group_count).map(|l| r.parents[l].map(|i| ids[i].clone())).collect(),
            source: r.source,
        })
        .collect();
    let source = &document.source;
    Dataset {
        document: DocumentInfo {
            title: outline.title,
            period: outline.period.as_ref().map(title::Period::name),
            period_printed: outline.period.as_ref().and_then(|p| p.printed()).map(str::to_owned),
            name: source.name.clone(),
            media_type: source.media_type.as_str().to_owned(),
            sha256: source.sha256.clone(),
            pages: source.pages,
            profile: profile.name().to_owned(),
            tool: tool.to_owned(),
        },
        schema,
        legend: outline.legend.into_iter().map(in_running_text).collect(),
        entities,
        notes: remarks,
        headers: outline.headers,
        other_text,
        diagnostics,
    }
}

/// Says of which record the notes on rows are that were joined to the row above, one for each record; gives these notes.
fn of_records(
    notes: &mut Vec<Diagnostic>,
    items: &[outline::RawItem<'_>],
    records: &[Record],
) -> Vec<Diagnostic> {
    let mut joined: Vec<(Diagnostic, usize)> = Vec::new();
    let mut at = 0;
    while let Some(note) = notes.get_mut(at) {
        if note.code != "row.joined" {
            at += 1;
            continue;
        }
        let place = (note.source.table, note.source.row);
        let is_it = |item: &outline::RawItem<'_>| {
            item.parts.iter().any(|p| (Some(p.table_id), Some(p.row + 1)) == place)
        };
        let Some(item) = items.iter().position(is_it) else {
            at += 1;
            continue;
        };
        note.record = records.get(item).map(|r| r.id.clone());
        match joined.iter_mut().find(|(first, _)| first.record == note.record) {
            Some((_, count)) => {
                *count += 1;
                notes.remove(at);
            }
            None => {
                joined.push((note.clone(), 1));
                at += 1;
            }
        }
    }
    for (first, count) in joined.iter_mut().filter(|(_, count)| *count > 1) {
        first.message = format!(
            "{count} rows below this one have no text in the main column and were joined to it"
        );
        let same = |n: &&mut Diagnostic| n.code == "row.joined" && n.record == first.record;
        if let Some(note) = notes.iter_mut().find(same) {
            note.message.clone_from(&first.message);
        }
    }
    joined.into_iter().map(|(note, _)| note).collect()
}

fn in_running_text(mut entry: LegendEntry) -> LegendEntry {
    entry.meaning = entry.meaning.map(|m| text::running(&m.replace('\n', " ")));
    entry
}

/// The texts of all cells of posts.
fn post_cells<'o>(outline: &'o Outline<'_>, profile: &Profile) -> impl Iterator<Item = &'o str> {
    let schema = &profile.schema;
    let item_fields: Vec<usize> = schema.entities[profile.item_entity()]
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| matches!(f.kind, FieldKind::Posts | FieldKind::PostList))
        .map(|(i, _)| i)
        .collect();
    let in_groups = outline.groups.iter().flat_map(move |g| {
        g.labelled.iter().filter(move |(f, _, _)| {
            matches!(
                schema.entities[g.level].fields[*f].kind,
                FieldKind::Posts | FieldKind::PostList
            )
        })
    });
    let in_items = outline.items.iter().flat_map(move |item| {
        let mut cells = Vec::new();
        for part in &item.parts {
            let header = &outline.header_rows[part.header];
            for field in &item_fields {
                for column in header.columns(columns::Holds::Field(*field)) {
                    let cell = part.table.cell_at(part.row, column.col);
                    let own = cell.filter(|c| c.row() == part.row && !c.text.is_empty());
                    cells.extend(own.map(|c| c.text.as_str()));
                }
            }
        }
        cells
    });
    in_groups.map(|(_, text, _)| text.as_str()).chain(in_items)
}

/// Records of all groups by level, and the id of each raw group.
fn group_records(
    outline: &Outline<'_>,
    profile: &Profile,
    known: &posts::Known<'_>,
) -> (Vec<Entity>, Vec<String>) {
    let mut entities = vec![Entity::default(); profile.groups.len()];
    let mut ids: Vec<String> = Vec::with_capacity(outline.groups.len());
    let mut used: Vec<Ids> = (0..profile.groups.len()).map(|_| Ids::default()).collect();
    for group in &outline.groups {
        // A group that prints no ref is known by its title.
        let wanted = group.reference.clone().unwrap_or_else(|| group.title.clone());
        let id = used[group.level].unique(&wanted);
        let record = group_record(group, profile, known, &ids, &id);
        ids.push(id);
        entities[group.level].records.push(record);
    }
    (entities, ids)
}

fn group_record(
    group: &RawGroup,
    profile: &Profile,
    known: &posts::Known<'_>,
    ids: &[String],
    id: &str,
) -> Record {
    let rule = &profile.groups[group.level];
    let schema = &profile.schema.entities[group.level];
    let values = schema
        .fields
        .iter()
        .enumerate()
        .map(|(i, field)| {
            if i == rule.title {
                return text_value(&group.title);
            }
            if Some(i) == rule.paragraphs {
                return text_value(&group.paragraphs.join("\n"));
            }
            let Some((_, text, printed)) = group.labelled.iter().find(|(f, _, _)| *f == i) else {
                return Value::Missing;
            };
            match field.kind {
                FieldKind::Posts | FieldKind::PostList => Value::Posts(Posts {
                    printed: Some(printed.clone()).filter(|p| !p.is_empty()),
                    people: known.split(text),
                    ..Posts::default()
                }),
                _ => text_value(text),
            }
        })
        .collect();
    Record {
        id: id.to_owned(),
        reference: group.reference.clone(),
        ref_printed: None,
        parents: parent_ids(&schema.parents, &group.parents, profile, ids),
        values,
        printed: Some(group.printed.clone()),
        extra: Vec::new(),
        source: group.source,
        flags: Vec::new(),
        corrected: Vec::new(),
    }
}

/// Ids of the groups named by `parents`, from the groups by level.
fn parent_ids(
    names: &[String],
    by_level: &[Option<usize>],
    profile: &Profile,
    ids: &[String],
) -> Vec<Option<String>> {
    names
        .iter()
        .map(|name| {
            let (level, _) = profile.schema.entity(name)?;
            by_level.get(level).copied().flatten().map(|i| ids[i].clone())
        })
        .collect()
}

fn text_value(text: &str) -> Value {
    let text = text::running(text.trim());
    if text.is_empty() { Value::Missing } else { Value::Text(text) }
}

/// Gives each ref an id of its own: `5.1`, then `5.1~2`.
#[derive(Debug, Default)]
struct Ids {
    seen: HashMap<String, u32>,
}

impl Ids {
    fn unique(&mut self, wanted: &str) -> String {
        let n = self.seen.entry(wanted.to_owned()).or_insert(0);
        *n += 1;
        if *n == 1 {
            return wanted.to_owned();
        }
        let mut id = format!("{wanted}~{n}");
        while self.seen.contains_key(&id) {
            *self.seen.entry(wanted.to_owned()).or_insert(0) += 1;
            id = format!("{wanted}~{}", self.seen[wanted]);
        }
        self.seen.insert(id.clone(), 1);
        id
    }
}

/// Sets a record's flags to the codes of the notes that speak of it.
fn flags(notes: &[Diagnostic]) -> Vec<Code> {
    let mut flags: Vec<Code> = notes.iter().map(|n| n.code.clone()).collect();
    flags.sort();
    flags.dedup();
    flags
}
