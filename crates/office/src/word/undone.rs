//! What tracked changes of an OpenDocument text put in and took out.
//!
//! A deletion is kept at the head of the text, and a mark shows where it was. What was put in is between two
//! marks, which may be in different paragraphs, cells or rows.

use super::{Block, Paragraph, Tracked};
use crate::xml::Element;
use std::collections::{HashMap, HashSet};

/// The tracked changes of a document, and where the reader is among them.
pub(super) struct Changes<'s> {
    /// How many there are.
    pub(super) count: u32,
    /// Parts that were taken out, by the id of the change.
    deleted: HashMap<String, Vec<Element<'s, 's>>>,
    /// Changes that put something in.
    inserted: HashSet<String>,
    /// Those of them that the reader is in.
    open: HashSet<String>,
    /// The paragraph in which the first of the open ones began.
    held: Option<u32>,
    /// How many pieces of text were left out, because a change put them in.
    pub(super) left_out: u32,
    is_original: bool,
}

impl<'s> Changes<'s> {
    pub(super) fn new(tracked: Tracked) -> Self {
        Self {
            count: 0,
            deleted: HashMap::new(),
            inserted: HashSet::new(),
            open: HashSet::new(),
            held: None,
            left_out: 0,
            is_original: tracked == Tracked::Original,
        }
    }

    /// Takes the changes that are kept at the head of a text.
    pub(super) fn add(&mut self, body: Element<'s, 's>) {
        let Some(changes) = body.child("tracked-changes") else { return };
        for region in changes.children() {
            self.count += 1;
            if !self.is_original {
                continue;
            }
            let id = region.attribute("id").unwrap_or_default().to_owned();
            let is_inserted = region.child("insertion").is_some();
            if is_inserted {
                self.inserted.insert(id.clone());
            }
            // What was put in and then taken out was not there before.
            if let Some(deletion) = region.child("deletion").filter(|_| !is_inserted) {
                let parts = deletion.children().filter(|e| e.name() != "change-info");
                self.deleted.insert(id, parts.collect());
            }
        }
    }

    /// What was taken out at a mark; empty unless the text before the changes is wanted.
    pub(super) fn taken(&mut self, mark: Element<'_, '_>) -> Vec<Element<'s, 's>> {
        let id = mark.attribute("change-id").unwrap_or_default();
        self.deleted.remove(id).unwrap_or_default()
    }

    /// Passes a mark at which something that was put in begins or ends, in a paragraph of this number.
    pub(super) fn pass(&mut self, mark: Element<'_, '_>, paragraph: u32) {
        let Some(id) = mark.attribute("change-id").filter(|id| self.inserted.contains(*id)) else {
            return;
        };
        if mark.name() == "change-start" {
            if self.open.is_empty() {
                self.held = Some(paragraph);
            }
            self.open.insert(id.to_owned());
        } else {
            self.open.remove(id);
        }
    }

    /// Whether what is read now was put in and is to be left out.
    pub(super) fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Puts a paragraph behind others. One whose beginning was put in goes on with the paragraph in which
    /// that began; one that was put in wholly is left out.
    pub(super) fn put(&mut self, paragraph: Paragraph, began_inside: bool, out: &mut Vec<Block>) {
        if began_inside {
            let is_empty = paragraph.pieces.is_empty();
            if self.is_inside() && is_empty {
                return;
            }
            if let Some(Block::Paragraph(before)) = out.last_mut()
                && !self.is_inside()
                && self.held == Some(before.number)
            {
                if before.pieces.is_empty() {
                    *before = paragraph;
                } else {
                    before.pieces.extend(paragraph.pieces);
                }
                return;
            }
            if is_empty {
                return;
            }
        }
        out.push(Block::Paragraph(paragraph));
    }
}
