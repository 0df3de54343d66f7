//! Names of sheets: a place says on which sheet it is, and stays as small as a number.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// More names than this are not kept apart.
const MOST_NAMES: usize = 1 << 20;

/// The name of a spreadsheet's sheet. Equal names are equal, whichever file they are of; each is
/// kept once for as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SheetName(u32);

#[derive(Default)]
struct Names {
    all: Vec<&'static str>,
    numbers: HashMap<&'static str, u32>,
}

static NAMES: RwLock<Option<Names>> = RwLock::new(None);

impl SheetName {
    /// The name; its first 255 characters count.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let end = name.char_indices().nth(255).map_or(name.len(), |(at, _)| at);
        let name = &name[..end];
        let known = NAMES.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.as_ref().and_then(|n| n.numbers.get(name)) {
            return Self(*number);
        }
        drop(known);
        let mut names = NAMES.write().unwrap_or_else(PoisonError::into_inner);
        let names = names.get_or_insert_default();
        if let Some(number) = names.numbers.get(name) {
            return Self(*number);
        }
        if names.all.len() >= MOST_NAMES {
            return Self((MOST_NAMES - 1) as u32);
        }
        let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
        let number = names.all.len() as u32;
        names.all.push(kept);
        names.numbers.insert(kept, number);
        Self(number)
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let names = NAMES.read().unwrap_or_else(PoisonError::into_inner);
        names.as_ref().and_then(|n| n.all.get(self.0 as usize)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_are_equal() {
        let (a, b) = (SheetName::new("Plan 2024"), SheetName::new("Legend"));
        assert_eq!(a, SheetName::new("Plan 2024"));
        assert_ne!(a, b);
        assert_eq!((a.as_str(), b.as_str()), ("Plan 2024", "Legend"));
    }
}
