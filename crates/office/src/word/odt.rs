//! OpenDocument texts (.odt).

use super::number::{self, Counter, Form, LEVELS, Level as ListLevel};
use super::symbol;
use super::undone::Changes;
use super::{Block, Cell, Label, Paragraph, Piece, Row, Run, Table, Text, Tracked};
use crate::error::Error;
use crate::odf::{Style, Styles};
use crate::package::Package;
use crate::xml::{Child, Element, Tree};
use std::collections::{HashMap, HashSet};
use tablemend_model::{Diagnostic, Level, Place, SourceRef};

/// Most columns and rows of a table.
const MOST_COLUMNS: u32 = 512;
const MOST_ROWS: usize = 100_000;

/// Repeated cells and rows with text are taken so often at most.
const MOST_REPEATED: u32 = 1_000;

/// What is known while a document is read.
struct Walk<'s> {
    styles: &'s Styles,
    lists: HashMap<String, Vec<ListLevel>>,
    outline: Vec<ListLevel>,
    counter: Counter,
    /// The list style of each list by its id, for those that go on with one.
    by_id: HashMap<String, String>,
    last: u32,
    notes: Vec<Vec<Block>>,
    marks: u32,
    tracked: Tracked,
    changes: Changes<'s>,
    hidden: u32,
    /// Letters of symbol fonts that are not known.
    unknown: u32,
    /// Whether a table has more columns than are read.
    cut: bool,
}

/// Where a paragraph is in lists: style and level, and whether its item prints a number.
#[derive(Clone, Default)]
struct InList {
    style: Option<String>,
    level: usize,
    prints: bool,
    start: Option<i64>,
}

/// Reads a document.
///
/// # Errors
/// When it is damaged, too large, or has a password.
pub(crate) fn read(package: &mut Package<'_>, tracked: Tracked) -> Result<Text, Error> {
    let (styles_text, content_text) = crate::sheet::odf_parts(package)?;
    let content = Tree::parse("the document", &content_text)?;
    let dressing = styles_text.as_deref().and_then(|s| Tree::parse("the styles", s).ok());
    let mut styles = Styles::default();
    let mut lists = HashMap::new();
    let mut outline = Vec::new();
    for tree in dressing.iter().chain([&content]) {
        styles.add(tree);
        for e in tree.root().children().flat_map(|g| g.children()) {
            match e.name() {
                "list-style" => {
                    lists.insert(e.attribute("name").unwrap_or_default().to_owned(), levels(e));
                }
                "outline-style" => outline = levels(e),
                _ => {}
            }
        }
    }
    styles.inherit();
    let mut walk = Walk {
        styles: &styles,
        lists,
        outline,
        counter: Counter::default(),
        by_id: HashMap::new(),
        last: 0,
        notes: Vec::new(),
        marks: 0,
        tracked,
        changes: Changes::new(tracked),
        hidden: 0,
        unknown: 0,
        cut: false,
    };
    let mut text = Text::default();
    let body = content.root().child("body").and_then(|b| b.child("text"));
    let body = body.ok_or_else(|| Error::broken("the document", "it has no text"))?;
    walk.changes.add(body);
    walk.blocks(body, &InList::default(), &Style::default(), &mut text.blocks);
    for note in std::mem::take(&mut walk.notes) {
        text.blocks.extend(note);
    }
    for master in dressing
        .iter()
        .flat_map(|t| t.root().children())
        .filter(|e| e.name() == "master-styles")
        .flat_map(|e| e.children())
    {
        for e in master.children() {
            let is_foot = e.name().starts_with("footer");
            if !is_foot && !e.name().starts_with("header") {
                continue;
            }
            let mut blocks = Vec::new();
            walk.changes.add(e);
            walk.blocks(e, &InList::default(), &Style::default(), &mut blocks);
            let out = if is_foot { &mut text.feet } else { &mut text.heads };
            flat(blocks, out);
        }
    }
    for running in [&mut text.heads, &mut text.feet] {
        let mut said = HashSet::new();
        running.retain(|p| !p.is_blank() && said.insert(p.plain()));
    }
    text.notes = walk.told();
    Ok(text)
}

/// The levels of a list.
fn levels(e: Element<'_, '_>) -> Vec<ListLevel> {
    let mut levels = vec![ListLevel { form: Form::None, ..ListLevel::default() }; LEVELS];
    for l in e.children() {
        let at = l.number("level").unwrap_or(1).clamp(1, LEVELS as i64) as usize - 1;
        let form = match l.name() {
            "list-level-style-bullet" | "list-level-style-image" => Form::Bullet,
            _ => Form::of_odf(l.attribute("num-format").unwrap_or_default()),
        };
        let shown = l.number("display-levels").unwrap_or(1).clamp(1, at as i64 + 1) as usize;
        let numbers: Vec<String> = (at + 2 - shown..=at + 1).map(|n| format!("%{n}")).collect();
        let around = |name| l.attribute(name).unwrap_or_default();
        let text = match l.attribute("num-list-format") {
            // `%1%.%2%`, where a level's own number ends with a sign.
            Some(format) => (1..=9)
                .fold(format.to_owned(), |t, n| t.replace(&format!("%{n}%"), &format!("%{n}"))),
            None => {
                format!("{}{}{}", around("num-prefix"), numbers.join("."), around("num-suffix"))
            }
        };
        let text = if form == Form::None { String::new() } else { text };
        let start = l.number("start-value").unwrap_or(1);
        levels[at] = ListLevel { start, form, text, ..ListLevel::default() };
    }
    levels
}

impl<'s> Walk<'s> {
    fn told(&self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let start = SourceRef::at(Place::Paragraph { number: 1 });
        if self.changes.count > 0 {
            let how = match self.tracked {
                Tracked::Accept => "as if all were accepted",
                Tracked::Original => "as it was before them",
            };
            let message = format!(
                "the document has tracked changes ({}); it was read {how}",
                self.changes.count
            );
            notes.push(
                Diagnostic::new("text.tracked", Level::Warning, message)
                    .at(start)
                    .help("accept or reject them in LibreOffice to settle the text"),
            );
        }
        if self.hidden > 0 {
            let message = format!("{} pieces of hidden text left out", self.hidden);
            notes.push(Diagnostic::new("text.hidden", Level::Info, message).at(start));
        }
        if self.cut {
            let message = "a table has more columns than a document can have: what is beyond them was left out";
            notes.push(Diagnostic::new("table.cut", Level::Warning, message).at(start));
        }
        if self.unknown > 0 {
            let message = format!("{} letters of a symbol font are not known", self.unknown);
            notes.push(
                Diagnostic::new("text.undecoded", Level::Warning, message)
                    .at(start)
                    .help("look at the document to see what is shown there"),
            );
        }
        notes
    }

    fn blocks(
        &mut self,
        parent: Element<'_, '_>,
        list: &InList,
        base: &Style,
        out: &mut Vec<Block>,
    ) {
        for e in parent.children() {
            match e.name() {
                "p" | "h" => self.paragraph(e, list, base, out),
                "list" => self.list(e, list, base, out),
                "table" => {
                    if let Some(table) = self.table(e, base) {
                        out.push(Block::Table(table));
                    }
                }
                "section" if e.attribute("display") == Some("none") => self.hidden += 1,
                "section" | "index-body" | "index-title" | "table-of-content"
                | "illustration-index" | "table-index" | "alphabetical-index" | "user-index"
                | "bibliography" => self.blocks(e, list, base, out),
                // A frame of its own.
                "frame" => {
                    for inner in e.children().filter(|c| c.name() == "text-box") {
                        self.blocks(inner, &InList::default(), base, out);
                    }
                }
                "change" => {
                    for part in self.changes.taken(e) {
                        self.part(part, list, base, out);
                    }
                }
                "change-start" | "change-end" => self.changes.pass(e, self.last),
                _ => {}
            }
        }
    }

    /// Reads a part that was taken out.
    fn part(&mut self, e: Element<'_, '_>, list: &InList, base: &Style, out: &mut Vec<Block>) {
        match e.name() {
            "p" | "h" => self.paragraph(e, list, base, out),
            "list" => self.list(e, list, base, out),
            "table" => out.extend(self.table(e, base).map(Block::Table)),
            _ => self.blocks(e, list, base, out),
        }
    }

    fn list(&mut self, e: Element<'_, '_>, outer: &InList, base: &Style, out: &mut Vec<Block>) {
        let own = e.attribute("style-name").filter(|n| !n.is_empty()).map(str::to_owned);
        let goes_on = e.attribute("continue-numbering") == Some("true")
            || e.attribute("continue-list").is_some();
        let is_inner = outer.style.is_some() && own.is_none();
        let style = own.or_else(|| outer.style.clone());
        let level = if outer.style.is_some() { outer.level + 1 } else { 0 };
        if let (Some(style), false, false, 0) = (&style, goes_on, is_inner, level) {
            self.counter.forget(style);
        }
        if let (Some(id), Some(style)) = (e.attribute("id"), &style) {
            self.by_id.insert(id.to_owned(), style.clone());
        }
        for item in e.children() {
            let prints = item.name() == "list-item";
            if !prints && item.name() != "list-header" {
                continue;
            }
            let mut list = InList {
                style: style.clone().or(Some(String::new())),
                level,
                prints,
                start: item.number("start-value"),
            };
            for child in item.children() {
                match child.name() {
                    "list" => self.list(child, &list, base, out),
                    "p" | "h" => {
                        self.paragraph(child, &list, base, out);
                        // Only the first paragraph of an item has its number.
                        list.prints = false;
                    }
                    _ => {}
                }
            }
        }
    }

    fn paragraph(&mut self, p: Element<'_, '_>, list: &InList, base: &Style, out: &mut Vec<Block>) {
        self.last += 1;
        let number = self.last;
        let began_inside = self.changes.is_inside();
        let style = self.styles.get("paragraph", p.attribute("style-name"));
        let whole = style.map_or_else(|| base.clone(), |s| s.over_text(base));
        let level = match p.name() {
            "h" => p.number("outline-level").map(|n| n.clamp(1, 9) as u8).or(Some(1)),
            _ => style.and_then(|s| s.heading()),
        };
        let mut paragraph = Paragraph { number, level, ..Paragraph::default() };
        paragraph.shade = whole.fill.flatten().filter(|c| !c.is_white());
        if style.is_some_and(|s| s.breaks_before) {
            out.push(Block::PageBreak(number));
        }
        let mut aside = Vec::new();
        self.inline(p, &whole, &mut paragraph.pieces, &mut aside);
        // A paragraph that a change put in has no number in the text before it.
        let is_out = began_inside && paragraph.pieces.is_empty();
        if !is_out && list.prints {
            let of_list = list.style.clone().filter(|s| !s.is_empty());
            let name = style.and_then(|s| s.list.clone()).or(of_list);
            paragraph.label = name.and_then(|name| self.label(&name, list));
        } else if !is_out && p.name() == "h" && list.style.is_none() {
            let at = level.map_or(0, |l| usize::from(l) - 1);
            let levels = std::mem::take(&mut self.outline);
            paragraph.label = self.counter.next("outline", at, &levels).map(label);
            self.outline = levels;
        }
        self.changes.put(paragraph, began_inside, out);
        out.append(&mut aside);
        if style.is_some_and(|s| s.breaks_behind) {
            out.push(Block::PageBreak(number + 1));
        }
    }

    fn label(&mut self, name: &str, list: &InList) -> Option<Label> {
        let levels = self.lists.get(name)?;
        if let Some(start) = list.start {
            self.counter.set(name, list.level, start);
        }
        self.counter.next(name, list.level, levels).map(label)
    }

    fn inline(
        &mut self,
        p: Element<'_, '_>,
        look: &Style,
        out: &mut Vec<Piece>,
        aside: &mut Vec<Block>,
    ) {
        for child in p.content() {
            let e = match child {
                Child::Text(text) => {
                    if self.changes.is_inside() {
                        self.changes.left_out += u32::from(!text.trim().is_empty());
                    } else if look.hidden == Some(true) {
                        self.hidden += u32::from(!text.trim().is_empty());
                    } else {
                        self.text(text, look, out);
                    }
                    continue;
                }
                Child::Element(e) => e,
            };
            match e.name() {
                "change-start" | "change-end" => self.changes.pass(e, self.last),
                "change" => {
                    for (i, part) in self.changes.taken(e).into_iter().enumerate() {
                        if i > 0 {
                            out.push(Piece::Line);
                        }
                        match part.name() {
                            "p" | "h" => self.inline(part, look, out, aside),
                            _ => self.part(part, &InList::default(), &Style::default(), aside),
                        }
                    }
                }
                "s" | "tab" | "line-break" | "note" | "frame" | "custom-shape" | "rect"
                | "circle" | "ellipse" | "polygon"
                    if self.changes.is_inside() =>
                {
                    self.changes.left_out += 1;
                }
                "span" => {
                    let style = self.styles.get("text", e.attribute("style-name"));
                    let own = style.map(|s| s.over_text(look));
                    self.inline(e, own.as_ref().unwrap_or(look), out, aside);
                }
                "s" | "tab" => super::inline::push(out, " ", &look.look()),
                "line-break" => out.push(Piece::Line),
                "note" => {
                    self.marks += 1;
                    let cited = e.child("note-citation").map(|c| c.text()).unwrap_or_default();
                    let mark = match cited.trim() {
                        "" => self.marks.to_string(),
                        cited => cited.to_owned(),
                    };
                    out.push(Piece::Mark(mark.clone()));
                    if let Some(body) = e.child("note-body") {
                        let mut blocks = Vec::new();
                        self.blocks(body, &InList::default(), &Style::default(), &mut blocks);
                        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
                            first.pieces.insert(0, Piece::Mark(mark));
                            let gap = Run { text: " ".to_owned(), ..Run::default() };
                            first.pieces.insert(1, Piece::Run(gap));
                        }
                        self.notes.push(blocks);
                    }
                }
                "frame" => {
                    for inner in e.children() {
                        match inner.name() {
                            "text-box" => {
                                let base = Style::default();
                                self.blocks(inner, &InList::default(), &base, aside);
                            }
                            "image" => {
                                let text = |name| e.child(name).map(|t| t.text());
                                let said = text("desc").or_else(|| text("title"));
                                let file = inner.attribute("href").unwrap_or_default();
                                out.push(Piece::Picture(said.unwrap_or_default(), file.to_owned()));
                            }
                            _ => {}
                        }
                    }
                }
                "custom-shape" | "rect" | "circle" | "ellipse" | "polygon" => {
                    let before = aside.len();
                    self.blocks(e, &InList::default(), &Style::default(), aside);
                    let is_blank = |b: &Block| matches!(b, Block::Paragraph(p) if p.is_blank());
                    if aside[before..].iter().all(is_blank) {
                        aside.truncate(before);
                        let style = self.styles.get("graphic", e.attribute("style-name"));
                        let fill = style.and_then(|s| s.fill.flatten());
                        out.extend(fill.filter(|c| !c.is_white()).map(Piece::Icon));
                    }
                }
                "g" => self.inline(e, look, out, aside),
                "annotation" | "annotation-end" | "bookmark" | "bookmark-start"
                | "bookmark-end" | "soft-page-break" | "tracked-changes" => {}
                "hidden-text" | "hidden-paragraph" => self.hidden += 1,
                _ => self.inline(e, look, out, aside),
            }
        }
    }

    /// Adds text, with letters of symbol fonts as what they show.
    fn text(&mut self, text: &str, look: &Style, out: &mut Vec<Piece>) {
        let font = look.font.as_deref().unwrap_or_default();
        let is_odd = symbol::is_symbolic(font)
            || text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c));
        if !is_odd {
            return super::inline::push(out, text, &look.look());
        }
        let shown: String = text
            .chars()
            .map(|letter| {
                symbol::shown(font, letter).unwrap_or_else(|| {
                    self.unknown += 1;
                    '\u{fffd}'
                })
            })
            .collect();
        super::inline::push(out, &shown, &look.look());
    }

    fn table(&mut self, e: Element<'_, '_>, base: &Style) -> Option<Table> {
        let mut table = Table::default();
        let of = self.styles.get("table", e.attribute("style-name"));
        let fill = of.and_then(|s| s.fill);
        self.rows(e, false, fill, base, &mut table);
        let columns = table.cells.iter().map(|c| c.col + c.columns).max()?;
        table.columns = columns;
        let rows = table.rows.len() as u32;
        for cell in &mut table.cells {
            cell.rows = cell.rows.min(rows - cell.row);
        }
        Some(table)
    }

    fn rows(
        &mut self,
        parent: Element<'_, '_>,
        is_header: bool,
        fill: Option<Option<tablemend_model::Rgb>>,
        base: &Style,
        table: &mut Table,
    ) {
        for e in parent.children() {
            match e.name() {
                "table-header-rows" => self.rows(e, true, fill, base, table),
                "table-rows" | "table-row-group" => self.rows(e, is_header, fill, base, table),
                "table-row" => {
                    let times = e.number("number-rows-repeated").unwrap_or(1);
                    let times = times.clamp(1, i64::from(MOST_REPEATED));
                    for _ in 0..times {
                        if table.rows.len() < MOST_ROWS {
                            let (rows, cells) = (table.rows.len(), table.cells.len());
                            let (left_out, began_inside) =
                                (self.changes.left_out, self.changes.is_inside());
                            self.row(e, is_header, fill, base, table);
                            // A row of which a change put in all that it says was not there before.
                            let is_put_in = self.changes.left_out > left_out
                                || began_inside && self.changes.is_inside();
                            if is_put_in && table.cells[cells..].iter().all(|c| is_blank(&c.blocks))
                            {
                                table.rows.truncate(rows);
                                table.cells.truncate(cells);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn row(
        &mut self,
        e: Element<'_, '_>,
        is_header: bool,
        fill: Option<Option<tablemend_model::Rgb>>,
        base: &Style,
        table: &mut Table,
    ) {
        let row = table.rows.len() as u32;
        table.rows.push(Row { paragraph: self.last + 1, is_header });
        let style = self.styles.get("table-row", e.attribute("style-name"));
        let fill = style.and_then(|s| s.fill).or(fill);
        let mut col = 0;
        for c in e.children() {
            let times = c.number("number-columns-repeated").unwrap_or(1).clamp(1, 512) as u32;
            match c.name() {
                "covered-table-cell" => col += times,
                "table-cell" => {
                    for _ in 0..times {
                        let span = |name, most: u32| {
                            c.number(name).unwrap_or(1).clamp(1, i64::from(most)) as u32
                        };
                        let columns = span("number-columns-spanned", MOST_COLUMNS);
                        if col + columns > MOST_COLUMNS {
                            self.cut = true;
                            return;
                        }
                        let style = self.styles.get("table-cell", c.attribute("style-name"));
                        let paragraph = self.last + 1;
                        let mut blocks = Vec::new();
                        self.blocks(c, &InList::default(), base, &mut blocks);
                        let own = style.and_then(|s| s.fill).or(fill).flatten();
                        table.cells.push(Cell {
                            row,
                            col,
                            rows: span("number-rows-spanned", MOST_ROWS as u32),
                            columns,
                            fill: own.filter(|f| !f.is_white()),
                            paragraph,
                            blocks,
                        });
                        // Covered cells are in the file behind the one that covers them.
                        col += 1;
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether some blocks say nothing.
fn is_blank(blocks: &[Block]) -> bool {
    blocks.iter().all(|b| match b {
        Block::Paragraph(p) => p.is_blank(),
        Block::Table(table) => table.cells.iter().all(|c| is_blank(&c.blocks)),
        Block::PageBreak(_) => true,
    })
}

fn label(label: number::Label) -> Label {
    match label {
        number::Label::Bullet => Label::Bullet,
        number::Label::Number(text) => Label::Number(text),
    }
}

/// All paragraphs of some blocks, those in cells too.
fn flat(blocks: Vec<Block>, out: &mut Vec<Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.push(p),
            Block::Table(table) => table.cells.into_iter().for_each(|c| flat(c.blocks, out)),
            Block::PageBreak(_) => {}
        }
    }
}
