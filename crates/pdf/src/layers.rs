//! Optional content: which layers are off as the document opens (ISO 32000-2, 8.11).

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjectIdentifier};
use std::collections::HashSet;

/// The groups that do not show.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: HashSet<(i64, i64)>,
}

fn key(id: ObjectIdentifier) -> (i64, i64) {
    (i64::from(id.obj_number), i64::from(id.gen_number))
}

fn members(array: Option<Array<'_>>) -> Vec<(i64, i64)> {
    let refs = array.into_iter().flat_map(|a| a.raw_iter());
    refs.filter_map(|item| match item {
        MaybeRef::Ref(r) => Some(key(r.into())),
        MaybeRef::NotRef(_) => None,
    })
    .collect()
}

impl Layers {
    /// By the default configuration of the catalogue.
    pub(crate) fn new(catalogue: &Dict<'_>) -> Self {
        let mut off = HashSet::new();
        if let Some(all) = catalogue.get::<Dict<'_>>(b"OCProperties")
            && let Some(config) = all.get::<Dict<'_>>(b"D")
        {
            if config.get::<Name<'_>>(b"BaseState").as_deref() == Some(b"OFF") {
                off.extend(members(all.get::<Array<'_>>(b"OCGs")));
            }
            for on in members(config.get::<Array<'_>>(b"ON")) {
                off.remove(&on);
            }
            off.extend(members(config.get::<Array<'_>>(b"OFF")));
        }
        Self { off }
    }

    /// Whether an object is in a layer that is off, by its own `OC`.
    pub(crate) fn hide(&self, object: &Dict<'_>) -> bool {
        !self.off.is_empty()
            && object.get::<Dict<'_>>(b"OC").is_some_and(|layer| self.is_off(&layer))
    }

    /// Whether a group, or a membership by its policy, is off. A visibility expression counts as
    /// its policy.
    pub(crate) fn is_off(&self, layer: &Dict<'_>) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if layer.get::<Name<'_>>(b"Type").as_deref() != Some(b"OCMD") {
            return layer.obj_id().is_some_and(|id| self.off.contains(&key(id)));
        }
        let groups = match layer.get::<Array<'_>>(b"OCGs") {
            Some(array) => members(Some(array)),
            None => {
                let one = layer.get::<Dict<'_>>(b"OCGs").and_then(|d| d.obj_id());
                one.map(key).into_iter().collect()
            }
        };
        if groups.is_empty() {
            return false;
        }
        let off = |id: &(i64, i64)| self.off.contains(id);
        match layer.get::<Name<'_>>(b"P").as_deref() {
            Some(b"AllOn") => groups.iter().any(off),
            Some(b"AnyOff") => !groups.iter().any(off),
            Some(b"AllOff") => !groups.iter().all(off),
            _ => groups.iter().all(off),
        }
    }
}
