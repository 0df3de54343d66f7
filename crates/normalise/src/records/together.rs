//! Records of several profiles in one dataset: each reads the tables that it knows best.

use super::{records_of, unread};
use crate::profile::{Profile, assigned};
use foldhash::HashSet;
use tablemend_model::{
    Block, Dataset, Diagnostic, Document, EntityKind, OtherText, Place, Record, Value,
};

/// Reads a document under a profile and those beside it.
pub(super) fn read(document: &Document, profile: &Profile, tool: &str) -> Dataset {
    let alone = profile.alone();
    let others = profile.also.iter().filter(|p| !p.items.generic);
    let all: Vec<&Profile> = std::iter::once(&alone).chain(others).collect();
    let tables = assigned(document, &all);
    let others = |at: usize| -> HashSet<u32> {
        let ids = (1..).zip(&tables);
        let is_others = |of: &Option<usize>| match of {
            Some(of) => *of != at,
            // A table that none knows is the first profile's to keep.
            None => at != 0,
        };
        ids.filter(|(_, of)| is_others(of)).map(|(id, _)| id).collect()
    };
    let mut whole = records_of(document, &alone, &others(0), false, tool);
    for (at, other) in all.iter().enumerate().skip(1) {
        let part = records_of(document, other, &others(at), true, tool);
        join(&mut whole, part);
    }
    leave_emptied(document, &tables, &mut whole);
    if let Some(any) = profile.also.iter().find(|p| p.items.generic) {
        unread::read(document, any, &mut whole, tool);
    }
    whole.schema.profile.clone_from(&profile.schema.profile);
    whole
}

/// A heading whose tables all are another profile's is no group of the first one: its text is kept as other text.
fn leave_emptied(document: &Document, tables: &[Option<usize>], whole: &mut Dataset) {
    let heads = emptied(document, tables);
    if heads.is_empty() {
        return;
    }
    let used: HashSet<String> = whole
        .entities
        .iter()
        .flat_map(|e| e.records.iter().flat_map(|r| &r.parents))
        .chain(whole.notes.iter().flat_map(|n| &n.parents))
        .flatten()
        .cloned()
        .collect();
    let groups = whole.schema.entities.iter().map(|e| e.kind == EntityKind::Group);
    for (entity, _) in whole.entities.iter_mut().zip(groups).filter(|(_, is_group)| *is_group) {
        let is_emptied = |r: &Record| {
            let is_plain = r.values.iter().filter(|v| !matches!(v, Value::Missing)).count() < 2;
            is_plain && !used.contains(&r.id) && r.source.place.is_some_and(|p| heads.contains(&p))
        };
        let (left, kept) = std::mem::take(&mut entity.records).into_iter().partition(is_emptied);
        entity.records = kept;
        let left: Vec<Record> = left;
        whole.other_text.extend(
            left.into_iter().filter_map(|r| Some(OtherText { text: r.printed?, source: r.source })),
        );
    }
}

/// The places of headings that have tables, none of which the first profile knows and some another one.
fn emptied(document: &Document, tables: &[Option<usize>]) -> Vec<Place> {
    let mut heads: Vec<Place> = Vec::new();
    let mut open: Option<(Place, bool)> = None;
    let mut ids = tables.iter();
    let mut close = |open: &mut Option<(Place, bool)>| {
        if let Some((place, true)) = open.take() {
            heads.push(place);
        }
    };
    for block in &document.blocks {
        match block {
            Block::Heading { place, .. } => {
                close(&mut open);
                open = Some((*place, false));
            }
            Block::Table(_) => {
                let of = ids.next().copied().flatten();
                open = open.and_then(|(place, _)| (of != Some(0)).then_some((place, of.is_some())));
            }
            _ => {}
        }
    }
    close(&mut open);
    heads
}

/// Puts the records of another profile beside those that are there.
pub(super) fn join(whole: &mut Dataset, mut part: Dataset) {
    let mut taken: HashSet<String> =
        whole.entities.iter().flat_map(|e| &e.records).map(|r| r.id.clone()).collect();
    // An id is unique in the document.
    let mut renamed: Vec<(String, String)> = Vec::new();
    for record in part.entities.iter_mut().flat_map(|e| &mut e.records) {
        let own = record.id.clone();
        let mut n = 2;
        while taken.contains(&record.id) {
            record.id = format!("{own}~{n}");
            n += 1;
        }
        taken.insert(record.id.clone());
        if record.id != own {
            renamed.push((own, record.id.clone()));
        }
    }
    let rename = |id: &mut Option<String>| {
        let new = renamed.iter().find(|(old, _)| Some(old) == id.as_ref()).map(|(_, new)| new);
        if let Some(new) = new {
            *id = Some(new.clone());
        }
    };
    for record in part.entities.iter_mut().flat_map(|e| &mut e.records) {
        record.parents.iter_mut().for_each(rename);
    }
    for note in &mut part.diagnostics {
        rename(&mut note.record);
    }
    let groups = |data: &Dataset| {
        data.schema.entities.iter().filter(|e| e.kind == EntityKind::Group).count()
    };
    let (before, own) = (groups(whole), groups(&part));
    for remark in &mut whole.notes {
        remark.parents.extend(std::iter::repeat_n(None, own));
    }
    for remark in &mut part.notes {
        remark.parents.iter_mut().for_each(rename);
        let mut parents = vec![None; before];
        parents.append(&mut remark.parents);
        remark.parents = parents;
    }
    whole.schema.entities.append(&mut part.schema.entities);
    whole.entities.append(&mut part.entities);
    whole.notes.append(&mut part.notes);
    whole.headers.append(&mut part.headers);
    whole.other_text.append(&mut part.other_text);
    // What is said of the whole document is said once.
    let is_told = |note: &Diagnostic| note.record.is_none() && whole.diagnostics.contains(note);
    part.diagnostics.retain(|note| !is_told(note));
    whole.diagnostics.append(&mut part.diagnostics);
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::read;
    use tablemend_model::EntityKind;

    #[test]
    fn a_heading_over_another_profiles_table_is_no_empty_group() {
        let issues = "ID|Issue|Raised by|Owner|Status\nI1|The shed leaks|Ann|Bo|Open\nI2|The bell is cracked|Ann|Bo|Open\nI3|The rope is short|Ann|Bo|Open";
        let risks = "ID|Risk|Likelihood|Impact|Mitigation\nR1|The ramp jams|3|4|Grease it weekly";
        let data = read(&format!(
            "# Harbour logs\n\n# Open Issues Log\n\n{issues}\n\n# Risk Register\n\n{risks}"
        ));
        let titles: Vec<String> = data
            .schema
            .entities
            .iter()
            .zip(&data.entities)
            .filter(|(s, _)| s.kind == EntityKind::Group)
            .flat_map(|(_, e)| e.records.iter().map(|r| r.id.clone()))
            .collect();
        assert_eq!(titles, ["Open Issues Log"]);
        assert!(data.other_text.iter().any(|t| t.text == "Risk Register"));
    }
}
