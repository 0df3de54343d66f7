//! Headings and paragraphs outside tables, and the groups that they and rows open.

use super::{RawGroup, Walk};
use crate::profile::{Phrase, short_phrase};
use crate::records::columns::{self, Holds};
use crate::records::groups::{self, GroupText};
use crate::records::{legend, title};
use tablemend_model::{
    Block, Diagnostic, Document, LegendEntry, Level, Place, RichText, SourceRef, Table,
};

/// So many blocks are looked at for the table that a heading is about.
const LOOK_AHEAD: usize = 200;

/// So many headings may be between a heading and the first table in it.
const MOST_INNER: usize = 3;

/// Whether a cell of some table has one of the pictures of a list, or the words beside it: a list may have pictures in
/// front of anything. Other signs and words say by themselves that they are a key.
fn are_used(entries: &[crate::records::signs::Entry], document: &Document) -> bool {
    let picture = |e: &crate::records::signs::Entry| {
        e.printed.as_deref()?.chars().next().filter(|c| crate::records::signs::is_decoration(*c))
    };
    let pictures: Vec<char> = entries.iter().filter_map(picture).collect();
    if pictures.len() * 2 < entries.len() {
        return true;
    }
    let is_one = |text: &str| {
        text.contains(|c: char| pictures.contains(&c))
            || entries.iter().any(|e| text.trim().eq_ignore_ascii_case(&e.status))
    };
    document.tables().any(|t| t.cells().iter().any(|c| is_one(c.text.as_str())))
}

/// Whether the next block below a line is a table: a sentence there may well be its title.
fn is_over_table(document: &Document, at: usize) -> bool {
    matches!(document.blocks.get(at + 1), Some(Block::Table(_)))
}

impl<'a> Walk<'a, '_> {
    /// A heading or paragraph outside tables.
    pub(super) fn text(
        &mut self,
        text: &RichText,
        place: Place,
        level: Option<u8>,
        document: &Document,
        at: usize,
    ) {
        let is_heading = level.is_some();
        self.pending = None;
        let line = text.as_str();
        let source = SourceRef::at(place);
        let leads_on = at < self.last_table;
        // A key in larger type right above a table looks like its heading.
        if is_heading && (self.key_of_signs(text, place) || self.key_heading(text, source)) {
            return;
        }
        if is_heading && leads_on && self.labelled_line(line) {
            return;
        }
        if is_heading && leads_on && self.is_title_below(line, document, at) {
            if let Some(group) = self.outline.groups.last_mut() {
                group.title = groups::title(line);
                group.printed = format!("{} {}", group.printed, line.replace('\n', " "));
            }
            return;
        }
        if line.len() <= 250 && leads_on {
            let group = groups::labelled(line, &self.profile.groups)
                .filter(|g| {
                    let is_title = !line.ends_with('.') || is_over_table(document, at);
                    is_heading || g.reference.is_some() && is_title
                })
                .or_else(|| {
                    is_heading.then(|| groups::by_reference(line, &self.profile.groups)).flatten()
                })
                .or_else(|| self.bare_heading(line, level, document, at));
            if let Some(heading) = level {
                self.headings.retain(|(l, _)| *l < heading);
                if let Some(group) = &group {
                    self.headings.push((heading, group.level));
                }
            }
            if let Some(group) = group.filter(|g| self.profile.groups[g.level].heading) {
                self.group(group, line.to_owned(), source, Vec::new());
                return;
            }
        }
        if self.key_in_words(text, source, Some((document, at))) {
            return;
        }
        if let Some((label, entries)) = legend::text(text, self.profile)
            && (entries.len() > 1 || !self.outline.legend.is_empty())
            && are_used(&entries, document)
        {
            self.other(label, source);
            self.learn(entries, source);
            return;
        }
        let paragraphs = self.open_group.then(|| self.outline.groups.last_mut()).flatten();
        if let Some(group) = paragraphs
            && self.profile.groups[group.level].paragraphs.is_some()
            && !is_heading
            && leads_on
        {
            group.paragraphs.push(line.to_owned());
            return;
        }
        self.open_group = false;
        self.other(line, source);
    }

    /// Takes a running line that says what signs mean as the key; whether it is one.
    pub(super) fn key_of_signs(&mut self, text: &RichText, place: Place) -> bool {
        let source = SourceRef::at(place);
        let Some((label, entries)) = crate::records::signs::lines(text, self.profile) else {
            return false;
        };
        self.other(label, source);
        self.learn(entries, source);
        true
    }

    /// Adds entries to the key. One that is printed again says nothing new: its words are other text.
    pub(super) fn learn(&mut self, entries: Vec<crate::records::signs::Entry>, source: SourceRef) {
        let known = self.outline.legend.len();
        for entry in entries {
            let mut before = self.outline.legend[..known].iter();
            if before.all(|e| e.status != entry.status) {
                self.outline.legend.push(LegendEntry {
                    status: entry.status,
                    meaning: Some(entry.meaning),
                    printed: entry.printed,
                    fill: entry.fill,
                    source,
                });
            } else {
                let printed = entry.printed.unwrap_or_default();
                self.other(format!("{printed} {}", entry.meaning).trim(), source);
            }
        }
    }

    /// Whether a heading is the title of the group above it, of which that says only the number:
    /// `Workstream 1` over `Clean Air`.
    fn is_title_below(&self, line: &str, document: &Document, at: usize) -> bool {
        let above = at.checked_sub(1).map(|n| &document.blocks[n]);
        let Some(group) = self.outline.groups.last().filter(|_| self.open_group) else {
            return false;
        };
        line.len() <= 250
            && matches!(above, Some(Block::Heading { .. }))
            && group.reference.is_some()
            && group.title.is_empty()
            && group.paragraphs.is_empty()
            && groups::labelled(line, &self.profile.groups).is_none()
            && groups::by_reference(line, &self.profile.groups).is_none()
            && !groups::is_apparatus(line)
    }

    /// A heading without label or ref is a group where a table of items is right below it, or
    /// below a heading of its own that it contains. The outermost is of the innermost level that may
    /// be a heading and needs no label, those inside of the next.
    pub(super) fn bare_heading(
        &self,
        line: &str,
        heading: Option<u8>,
        document: &Document,
        at: usize,
    ) -> Option<GroupText> {
        let heading = heading?;
        if groups::is_apparatus(line) || self.is_header_name(line) || self.has_field_label(line) {
            return None;
        }
        if self.names_the_table(line, document) {
            return None;
        }
        let outermost = self.profile.groups.iter().rposition(|g| g.banner && g.heading)?;
        // How deep the heading is that the next table is right below.
        let mut own = heading;
        let mut inner = 0;
        for block in document.blocks[at + 1..].iter().take(LOOK_AHEAD) {
            match block {
                Block::Table(table) if self.has_items(table) => {
                    let level = self.inside(heading).unwrap_or(outermost);
                    let named = own == heading || level < self.profile.groups.len() - 1;
                    return named.then(|| GroupText {
                        level,
                        reference: None,
                        title: groups::title(line),
                        labelled: false,
                    });
                }
                Block::Table(_) if own == heading => return None,
                Block::Heading { level, .. } if *level <= heading => return None,
                Block::Heading { level, .. } => {
                    inner += 1;
                    own = *level;
                    if inner > MOST_INNER {
                        return None;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a heading says no more than what the only table of items is: `Action log`.
    fn names_the_table(&self, line: &str, document: &Document) -> bool {
        const KINDS: [&str; 7] = ["log", "register", "tracker", "list", "table", "plan", "item"];
        let Some(words) = short_phrase(line, 3) else { return false };
        let all: Vec<&str> = words.words().collect();
        let front = match all.as_slice() {
            [front @ .., last] if KINDS.contains(last) && !front.is_empty() => front,
            all => all,
        };
        let name: Phrase = front.iter().copied().collect();
        self.profile.items.about.iter().any(|a| *a == words || *a == name)
            && document.tables().filter(|table| self.has_items(table)).take(2).count() == 1
    }

    /// Whether a text is the name of a column of the document's own tables, which heads no group;
    /// that of the main column may (`Actions`).
    pub(super) fn is_header_name(&self, text: &str) -> bool {
        let words = short_phrase(text, 8).filter(|w| !w.is_empty());
        words.is_some_and(|words| {
            let mut cells = self.outline.header_rows.iter().flat_map(|h| &h.cells);
            let key = Holds::Field(self.profile.items.key);
            cells.any(|c| c.holds.is_some_and(|h| h != key) && c.words == words)
        })
    }

    /// The level of a group in the heading that is open above one of this level.
    pub(super) fn inside(&self, heading: u8) -> Option<usize> {
        let (_, level) = self.headings.iter().rev().find(|(l, _)| *l < heading)?;
        let next = level + 1;
        Some(if self.profile.groups.get(next).is_some_and(|g| g.heading) { next } else { *level })
    }

    pub(super) fn has_items(&self, table: &Table) -> bool {
        (0..table.row_count().min(3))
            .any(|row| columns::header_row(table, row, &self.profile.items).is_some())
    }

    /// Keeps which edition the document is, with a doubt where only a sentence speaks of a month.
    pub(super) fn dated(&mut self, dated: title::Dated, document: &Document) {
        let block = dated.sentence.and_then(|i| document.blocks.get(i));
        if let Some(Block::Paragraph { text, place } | Block::Heading { text, place, .. }) = block {
            self.outline.notes.push(
                Diagnostic::new(
                    "period.assumed",
                    Level::Warning,
                    "no title, date line or file name says which month this document is of; the month \
                     was taken from a sentence",
                )
                .help("name the month when you add it to an archive: archive add --period 2026-04")
                .at(SourceRef::at(*place))
                .printed(text.as_str().replace('\n', " "))
                .used(dated.period.name()),
            );
        }
        self.outline.period = Some(dated.period);
    }

    /// Enters a group. A group printed again on the next page is the same group.
    pub(super) fn group(
        &mut self,
        text: GroupText,
        printed: String,
        source: SourceRef,
        labelled: Vec<(usize, String, String)>,
    ) {
        let mut text = text;
        let mut labelled = labelled;
        let inside = groups::labelled_inside(&text.title, &self.profile.groups[text.level]);
        if let Some((at, field, value)) = inside {
            text.title = text.title[..at].trim_end_matches([' ', ',', ';', '–', '-']).to_owned();
            // The label is in the group's own cell, which is printed whole.
            labelled.push((field, value, String::new()));
        }
        let level = text.level;
        if let Some(open) = self.current[level].map(|i| &self.outline.groups[i])
            && open.reference == text.reference
            && groups::begun(&text.title) == open.title
        {
            self.outline.notes.push(
                Diagnostic::new(
                    "group.repeated",
                    Level::Info,
                    "this heading is repeated; its rows continue",
                )
                .at(source)
                .printed(printed.clone()),
            );
            self.other(&printed, source);
            for (_, _, whole) in labelled {
                self.other(&whole, source);
            }
            return;
        }
        let parents = self.current[..level].to_vec();
        for inner in &mut self.current[level..] {
            *inner = None;
        }
        self.current[level] = Some(self.outline.groups.len());
        self.outline.groups.push(RawGroup {
            level,
            reference: text.reference,
            title: text.title,
            labelled,
            paragraphs: Vec::new(),
            printed: printed.replace('\n', " "),
            parents,
            source,
            beside: false,
        });
        self.open_group = true;
    }
}
