//! The body of a Word document: paragraphs and tables in order.

use super::number::{Counter, Form, LEVELS, Level as ListLevel};
use super::style::{InList, Says, Styles, outline, shade};
use super::{Block, Label, Paragraph, Piece, Tracked, number};
use crate::theme::Theme;
use crate::xml::{Element, Family, Tree};
use std::collections::{HashMap, HashSet};
use tablemend_model::{Diagnostic, Level, Place, Rgb, SourceRef};

/// Lists of a document: how they number.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Levels by the id of the abstract list.
    kinds: HashMap<String, Vec<ListLevel>>,
    /// A style's list, for those that only point to it.
    by_style: HashMap<String, String>,
    links: HashMap<String, String>,
    /// Abstract list and levels of its own of each numbered list.
    lists: HashMap<String, (String, HashMap<usize, Own>)>,
}

/// What a numbered list says of a level itself.
#[derive(Clone, Debug, Default)]
struct Own {
    start: Option<i64>,
    level: Option<ListLevel>,
}

impl Lists {
    /// Reads the part of numbering.
    pub(super) fn read(tree: &Tree<'_>) -> Self {
        let mut lists = Self::default();
        for e in tree.root().children() {
            match e.name() {
                "abstractNum" => {
                    let id = e.attribute("abstractNumId").unwrap_or_default().to_owned();
                    let mut levels = vec![ListLevel::default(); LEVELS];
                    for l in e.children().filter(|l| l.name() == "lvl") {
                        let at = l.number("ilvl").unwrap_or(0).clamp(0, 8) as usize;
                        levels[at] = level(l);
                    }
                    let val = |name| e.child(name).and_then(|e| e.val()).map(str::to_owned);
                    if let Some(style) = val("styleLink") {
                        lists.by_style.insert(style, id.clone());
                    }
                    if let Some(style) = val("numStyleLink") {
                        lists.links.insert(id.clone(), style);
                    }
                    lists.kinds.insert(id, levels);
                }
                "num" => {
                    let id = e.attribute("numId").unwrap_or_default().to_owned();
                    let kind = e.child("abstractNumId").and_then(|e| e.val()).unwrap_or_default();
                    let mut own = HashMap::new();
                    for o in e.children().filter(|o| o.name() == "lvlOverride") {
                        let at = o.number("ilvl").unwrap_or(0).clamp(0, 8) as usize;
                        let start = o.child("startOverride").and_then(|e| e.number("val"));
                        own.insert(at, Own { start, level: o.child("lvl").map(level) });
                    }
                    lists.lists.insert(id, (kind.to_owned(), own));
                }
                _ => {}
            }
        }
        lists
    }

    /// The abstract list of a numbered one and its levels.
    fn levels(&self, id: &str) -> Option<(&str, Vec<ListLevel>, &HashMap<usize, Own>)> {
        let (kind, own) = self.lists.get(id)?;
        let kind = self.links.get(kind).and_then(|s| self.by_style.get(s)).unwrap_or(kind);
        let mut levels = self.kinds.get(kind)?.clone();
        for (at, own) in own {
            if let Some(level) = &own.level {
                levels[*at] = level.clone();
            }
        }
        Some((kind, levels, own))
    }
}

fn level(l: Element<'_, '_>) -> ListLevel {
    let val = |name: &str| l.child(name).and_then(|e| e.val());
    ListLevel {
        start: l.child("start").and_then(|e| e.number("val")).unwrap_or(0),
        form: Form::of_ooxml(val("numFmt").unwrap_or("decimal")),
        text: val("lvlText").unwrap_or_default().to_owned(),
        restart: l.child("lvlRestart").and_then(|e| e.number("val")),
        is_legal: l.child("isLgl").is_some_and(|e| e.is_on()),
    }
}

/// Everything that is known while a document is read.
pub(super) struct Walk<'d> {
    pub(super) styles: &'d Styles,
    pub(super) lists: &'d Lists,
    pub(super) theme: &'d Theme,
    /// Names of pictures by relationship.
    pub(super) pictures: &'d HashMap<String, String>,
    pub(super) tracked: Tracked,
    pub(super) counter: Counter,
    /// Numbered lists that have begun.
    begun: HashSet<String>,
    /// Number of the paragraph that was read last.
    pub(super) last: u32,
    /// Fields that are open: whether their instruction is being read.
    pub(super) fields: Vec<bool>,
    /// The value that a form field shows.
    pub(super) shown: Option<String>,
    /// Ids of foot- and endnotes in the order of their marks.
    pub(super) marked: Vec<(bool, String)>,
    /// How many marks of foot- and of endnotes there are.
    pub(super) marks: [usize; 2],
    /// What was met, how often, and where first.
    pub(super) met: Vec<(Met, u32, u32)>,
    /// A paragraph whose end was taken out: the next one goes on with it.
    pub(super) open: Option<Paragraph>,
}

/// Something that the reader of the result should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    Tracked,
    Hidden,
    Placeholder,
    Symbol,
    Drawing,
    Object,
    Columns,
}

impl Met {
    fn note(self, times: u32, paragraph: u32, tracked: Tracked) -> Diagnostic {
        let count = |one: &str, many: &str| match times {
            1 => one.to_owned(),
            n => format!("{n} {many}"),
        };
        let (code, level, message, help) = match self {
            Self::Tracked => (
                "text.tracked",
                Level::Warning,
                format!(
                    "the document has tracked changes ({}); it was read {}",
                    count("1 place", "places"),
                    match tracked {
                        Tracked::Accept => "as if all were accepted",
                        Tracked::Original => "as it was before them",
                    }
                ),
                "use --tracked original for the text before the changes, or accept or reject them \
                 in Word",
            ),
            Self::Hidden => (
                "text.hidden",
                Level::Info,
                format!("{} of hidden text left out", count("a piece", "pieces")),
                "",
            ),
            Self::Placeholder => (
                "text.placeholder",
                Level::Info,
                format!(
                    "{} not filled in: the prompt was left out",
                    count("a form field is", "form fields are")
                ),
                "",
            ),
            Self::Symbol => (
                "text.undecoded",
                Level::Warning,
                format!("{} of a symbol font not known", count("a letter is", "letters are")),
                "look at the document to see what is shown there",
            ),
            Self::Drawing => (
                "drawing.unread",
                Level::Warning,
                format!(
                    "the text of {} not read",
                    count("a diagram or chart is", "diagrams or charts is")
                ),
                "",
            ),
            Self::Columns => (
                "table.cut",
                Level::Warning,
                "a table has more columns than a document can have: what is beyond them was left out"
                    .to_owned(),
                "",
            ),
            Self::Object => (
                "object.unread",
                Level::Warning,
                format!(
                    "{} in the document: what is in it is not read",
                    count("another file is", "other files are")
                ),
                "open it in Word and convert it by itself",
            ),
        };
        let place = Place::Paragraph { number: paragraph.max(1) };
        let note = Diagnostic::new(code, level, message).at(SourceRef::at(place));
        if help.is_empty() { note } else { note.help(help) }
    }
}

impl<'d> Walk<'d> {
    pub(super) fn new(
        styles: &'d Styles,
        lists: &'d Lists,
        theme: &'d Theme,
        pictures: &'d HashMap<String, String>,
        tracked: Tracked,
    ) -> Self {
        Self {
            styles,
            lists,
            theme,
            pictures,
            tracked,
            counter: Counter::default(),
            begun: HashSet::new(),
            last: 0,
            fields: Vec::new(),
            shown: None,
            marked: Vec::new(),
            marks: [0; 2],
            met: Vec::new(),
            open: None,
        }
    }

    /// Remembers that something was met in the paragraph that is being read.
    pub(super) fn meet(&mut self, met: Met) {
        match self.met.iter_mut().find(|(m, ..)| *m == met) {
            Some((_, times, _)) => *times += 1,
            None => self.met.push((met, 1, self.last)),
        }
    }

    /// Notes on what was met.
    pub(super) fn notes(&self) -> Vec<Diagnostic> {
        self.met.iter().map(|(met, times, at)| met.note(*times, *at, self.tracked)).collect()
    }

    /// Whether what is in an element of tracked changes counts.
    pub(super) fn counts(&mut self, name: &str) -> Option<bool> {
        let counts = match name {
            "ins" | "moveTo" => self.tracked == Tracked::Accept,
            "del" | "moveFrom" => self.tracked == Tracked::Original,
            _ => return None,
        };
        self.meet(Met::Tracked);
        Some(counts)
    }

    /// The blocks of a body, a cell, a text box.
    pub(super) fn blocks(&mut self, parent: Element<'_, '_>, table: &Says, out: &mut Vec<Block>) {
        for e in parent.children() {
            match (e.family(), e.name()) {
                (Family::Choice, "AlternateContent") => {
                    if let Some(choice) = chosen(e) {
                        self.blocks(choice, table, out);
                    }
                }
                (Family::Main, "p") => self.paragraph(e, table, out),
                (Family::Main, "tbl") => {
                    if let Some(found) = self.table(e) {
                        out.push(Block::Table(found));
                    }
                }
                (Family::Main, "sdt") => {
                    if let Some(content) = self.control(e) {
                        self.blocks(content, table, out);
                    }
                }
                (Family::Main, "customXml" | "smartTag") => self.blocks(e, table, out),
                (Family::Main, name @ ("ins" | "moveTo" | "del" | "moveFrom"))
                    if self.counts(name) == Some(true) =>
                {
                    self.blocks(e, table, out);
                }
                (Family::Main, "altChunk") => self.meet(Met::Object),
                _ => {}
            }
        }
        // A paragraph whose end was taken out, and that nothing follows.
        if let Some(left) = self.open.take() {
            out.push(Block::Paragraph(left));
        }
    }

    /// The content of a content control, unless it only shows its prompt.
    pub(super) fn control<'t, 'x>(&mut self, sdt: Element<'t, 'x>) -> Option<Element<'t, 'x>> {
        let is_prompt =
            sdt.child("sdtPr").and_then(|p| p.child("showingPlcHdr")).is_some_and(|e| e.is_on());
        if is_prompt {
            self.meet(Met::Placeholder);
            return None;
        }
        sdt.child("sdtContent")
    }

    fn paragraph(&mut self, p: Element<'_, '_>, table: &Says, out: &mut Vec<Block>) {
        self.last += 1;
        let number = self.last;
        let properties = p.child("pPr");
        let style = properties.and_then(|e| e.child("pStyle")).and_then(|e| e.val());
        let style = self.styles.paragraph(style);
        let mark = properties.and_then(|e| e.child("rPr"));
        let in_mark = |name| mark.is_some_and(|m| m.child(name).is_some());
        let mut paragraph = Paragraph { number, ..Paragraph::default() };
        let level = properties.and_then(outline).or_else(|| style.and_then(|s| s.outline));
        paragraph.level = level.filter(|l| *l > 0);
        let shading = properties.and_then(|e| e.child("shd")).and_then(shade);
        paragraph.shade =
            shading.or_else(|| style.and_then(|s| s.shade)).flatten().filter(|c| !c.is_white());
        let breaks = properties.and_then(|e| e.child("pageBreakBefore")).is_some_and(|e| e.is_on());
        if breaks {
            out.push(Block::PageBreak(number));
        }
        let mut aside = Vec::new();
        let mut inline = super::inline::Inline::new(style, table);
        inline.walk(self, p, &mut paragraph.pieces, &mut aside);
        let (breaks_before, breaks_behind) = (inline.breaks_before, inline.breaks_behind);
        if breaks_before && !breaks {
            out.push(Block::PageBreak(number));
        }
        // A paragraph that was taken out or put in as a whole has no number.
        let is_gone = match self.tracked {
            Tracked::Accept => in_mark("del") || in_mark("moveFrom"),
            Tracked::Original => in_mark("ins") || in_mark("moveTo"),
        };
        if is_gone {
            self.meet(Met::Tracked);
        } else {
            let own = properties.and_then(InList::read);
            paragraph.label = self.label(own, style.and_then(|s| s.list.clone()));
        }
        if let Some(mut before) = self.open.take() {
            // Its end was taken out: both are one, and look as the second does.
            let gap = super::Run { text: " ".to_owned(), ..super::Run::default() };
            before.pieces.push(Piece::Run(gap));
            before.pieces.append(&mut paragraph.pieces);
            paragraph.pieces = before.pieces;
            paragraph.number = before.number;
        }
        if is_gone {
            self.open = Some(paragraph);
        } else {
            out.push(Block::Paragraph(paragraph));
        }
        out.append(&mut aside);
        let section = properties.and_then(|e| e.child("sectPr"));
        let new_page = section.is_some_and(|s| {
            !matches!(s.child("type").and_then(|t| t.val()), Some("continuous" | "nextColumn"))
        });
        if breaks_behind || new_page {
            out.push(Block::PageBreak(number + 1));
        }
    }

    /// Counts a paragraph of a list.
    fn label(&mut self, own: Option<InList>, of_style: Option<InList>) -> Option<Label> {
        let own = match (own, of_style) {
            (Some(own), Some(style)) => {
                InList { id: own.id.or(style.id), level: own.level.or(style.level) }
            }
            (Some(list), None) | (None, Some(list)) => list,
            (None, None) => return None,
        };
        let id = own.id.filter(|id| id != "0")?;
        let level = own.level.unwrap_or(0);
        let (kind, levels, own) = self.lists.levels(&id)?;
        // A list that is to begin again does so once.
        if self.begun.insert(id) {
            for (level, start) in own.iter().filter_map(|(l, o)| Some((*l, o.start?))) {
                self.counter.set(kind, level, start);
            }
        }
        match self.counter.next(kind, level, &levels)? {
            number::Label::Bullet => Some(Label::Bullet),
            number::Label::Number(text) => Some(Label::Number(text)),
        }
    }

    /// The colour of a shape's fill.
    pub(super) fn shape_fill(&self, shape: Element<'_, '_>) -> Option<Rgb> {
        let solid = shape.child("spPr").and_then(|p| p.child("solidFill"));
        if let Some(solid) = solid {
            return self.theme.solid(solid);
        }
        let filled = shape.attribute("filled").is_none_or(|f| !matches!(f, "f" | "false"));
        let colour = shape.attribute("fillcolor").filter(|_| filled)?;
        named(colour.split_whitespace().next().unwrap_or_default())
    }
}

/// A colour of VML: `#f00`, `red`.
fn named(colour: &str) -> Option<Rgb> {
    Rgb::from_hex(colour).or_else(|| {
        Some(match colour {
            "red" => Rgb(255, 0, 0),
            "yellow" => Rgb(255, 255, 0),
            "green" => Rgb(0, 128, 0),
            "lime" => Rgb(0, 255, 0),
            "blue" => Rgb(0, 0, 255),
            "navy" => Rgb(0, 0, 128),
            "gray" => Rgb(128, 128, 128),
            "silver" => Rgb(192, 192, 192),
            "black" => Rgb(0, 0, 0),
            "maroon" => Rgb(128, 0, 0),
            "purple" => Rgb(128, 0, 128),
            _ => return None,
        })
    })
}

/// The part of an element with alternatives that is to be read: the first that there is.
pub(super) fn chosen<'t, 'x>(e: Element<'t, 'x>) -> Option<Element<'t, 'x>> {
    e.children().find(|c| matches!(c.name(), "Choice" | "Fallback"))
}

/// Whether any of the pieces shows.
pub(super) fn shows(pieces: &[Piece]) -> bool {
    pieces.iter().any(|p| match p {
        Piece::Run(run) => !run.text.trim().is_empty(),
        Piece::Mark(_) | Piece::Icon(_) => true,
        Piece::Picture(text, _) => !text.is_empty(),
        Piece::Line => false,
    })
}
