//! Records of several profiles in one dataset: each reads the tables that it knows best.

use super::records_of;
use crate::profile::{Profile, assigned};
use foldhash::HashSet;
use tablemend_model::{Dataset, Document, EntityKind};

/// Reads a document under a profile and those beside it.
pub(super) fn read(document: &Document, profile: &Profile, tool: &str) -> Dataset {
    let alone = profile.alone();
    let all: Vec<&Profile> = std::iter::once(&alone).chain(&profile.also).collect();
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
    whole.schema.profile.clone_from(&profile.schema.profile);
    whole
}

/// Puts the records of another profile beside those that are there.
fn join(whole: &mut Dataset, mut part: Dataset) {
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
    whole.diagnostics.append(&mut part.diagnostics);
}
