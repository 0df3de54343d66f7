//! The tree of pages: which page is at which number.
//!
//! ISO 32000-2, 7.7.3. The reader of objects lists the pages that it finds, each once; here they
//! are put in the order of the tree, a page that is shown twice twice, and a page that is not in
//! the file keeps its number.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name};
use hayro_syntax::page::Page;
use hayro_syntax::xref::XRef;
use std::collections::HashMap;

/// Pages beyond which a tree is not followed; who opens the document refuses it then.
pub(crate) const PAGES: usize = 100_000;
/// Nodes in each other.
const DEPTH: usize = 256;
/// Kids that are followed, those that hold no page counted too.
const KIDS: usize = 4 * PAGES;
/// Pages that a node of the tree which is not there may have had.
const UNSEEN: usize = 10_000;

/// What is at a page number: the page's place in the reader's list, or nothing.
pub(crate) type Leaf = Option<usize>;

/// The page numbers of a document.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) leaves: Vec<Leaf>,
    /// How many pages the document says to have beyond those, where they cannot be placed.
    pub(crate) missing: u32,
}

impl Tree {
    /// The tree of a catalogue, over the pages that were found.
    pub(crate) fn read(xref: &XRef, catalogue: &Dict<'_>, found: &[Page<'_>]) -> Self {
        let ids = found.iter().enumerate().filter_map(|(i, page)| {
            let id = page.raw().obj_id()?;
            Some(((id.obj_number, id.gen_number), i))
        });
        let places = found.iter().enumerate();
        let mut walk = Walk {
            xref,
            left: KIDS,
            by_id: ids.collect(),
            by_place: places.map(|(i, page)| (place(page.raw()), i)).collect(),
            leaves: Vec::new(),
        };
        let root = catalogue.get::<Dict<'_>>(b"Pages");
        if let Some(root) = &root {
            let id = catalogue.get_ref(b"Pages").map(|r| (r.obj_number, r.gen_number));
            walk.node(root, &mut id.into_iter().collect());
        }
        let placed = walk.leaves.iter().flatten().count();
        if placed == 0 {
            // The pages were found without a tree.
            let said = root.and_then(|r| r.get::<u32>(b"Count")).unwrap_or(0);
            let missing = said.saturating_sub(found.len() as u32).min(UNSEEN as u32);
            return Self { leaves: (0..found.len()).map(Some).collect(), missing };
        }
        Self { leaves: walk.leaves, missing: 0 }
    }
}

/// Where the text of a dictionary lies.
fn place(dict: &Dict<'_>) -> usize {
    dict.data().as_ptr() as usize
}

struct Walk<'x> {
    xref: &'x XRef,
    left: usize,
    by_id: HashMap<(u32, i32), usize>,
    by_place: HashMap<usize, usize>,
    leaves: Vec<Leaf>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Dict<'_>, above: &mut Vec<(u32, i32)>) {
        let Some(kids) = node.get::<Array<'_>>(b"Kids") else { return };
        let start = self.leaves.len();
        let mut lost = None;
        for kid in kids.raw_iter() {
            if self.leaves.len() > PAGES || self.left == 0 {
                return;
            }
            self.left -= 1;
            let id = kid.as_obj_ref().map(|r| (r.obj_number, r.gen_number));
            let dict = match kid {
                MaybeRef::Ref(id) => self.xref.get::<Dict<'_>>(id.into()),
                MaybeRef::NotRef(object) => object.into_dict(),
            };
            let Some(dict) = dict else {
                lost = lost.or(Some(self.leaves.len()));
                self.leaves.push(None);
                continue;
            };
            if dict.get::<Name<'_>>(b"Type").as_deref() != Some(b"Pages") {
                let known = id.and_then(|id| self.by_id.get(&id));
                let known = known.or_else(|| self.by_place.get(&place(&dict)));
                self.leaves.push(known.copied());
            } else if above.len() < DEPTH && id.is_none_or(|id| !above.contains(&id)) {
                above.extend(id);
                self.node(&dict, above);
                if id.is_some() {
                    above.pop();
                }
            }
        }
        // What is not there may have been a node of several pages.
        if let (Some(lost), Some(said)) = (lost, node.get::<u32>(b"Count")) {
            let unseen = (said as usize).saturating_sub(self.leaves.len() - start);
            if unseen <= UNSEEN {
                self.leaves.splice(lost..lost, std::iter::repeat_n(None, unseen));
            }
        }
    }
}
