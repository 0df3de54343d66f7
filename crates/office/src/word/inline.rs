//! What is in a paragraph: runs, fields, symbols, marks, shapes.

use super::body::{Met, Walk, chosen, shows};
use super::style::{Says, Style};
use super::{Block, Look, Piece, Run, symbol};
use crate::xml::{Child, Element, Family};

/// How the runs of one paragraph are read.
pub(super) struct Inline<'s> {
    style: Option<&'s Style>,
    table: &'s Says,
    /// Whether the author begins a page before its text.
    pub(super) breaks_before: bool,
    /// Whether the author begins a page in or behind its text.
    pub(super) breaks_behind: bool,
}

impl<'s> Inline<'s> {
    pub(super) fn new(style: Option<&'s Style>, table: &'s Says) -> Self {
        Self { style, table, breaks_before: false, breaks_behind: false }
    }

    pub(super) fn walk(
        &mut self,
        walk: &mut Walk<'_>,
        parent: Element<'_, '_>,
        out: &mut Vec<Piece>,
        aside: &mut Vec<Block>,
    ) {
        for e in parent.children() {
            match (e.family(), e.name()) {
                (Family::Choice, "AlternateContent") => {
                    if let Some(choice) = chosen(e) {
                        self.walk(walk, choice, out, aside);
                    }
                }
                (Family::Maths, "oMath" | "oMathPara") => {
                    let look = Look::default();
                    push(out, &maths(e), &look);
                }
                (Family::Main, "r") => self.run(walk, e, out, aside),
                (Family::Main, "sdt") => {
                    if let Some(content) = walk.control(e) {
                        self.walk(walk, content, out, aside);
                    }
                }
                (Family::Main, name @ ("ins" | "moveTo" | "del" | "moveFrom"))
                    if walk.counts(name) == Some(true) =>
                {
                    self.walk(walk, e, out, aside);
                }
                (
                    Family::Main,
                    "hyperlink" | "smartTag" | "fldSimple" | "customXml" | "bdo" | "dir" | "ruby"
                    | "rubyBase",
                ) => self.walk(walk, e, out, aside),
                _ => {}
            }
        }
    }

    fn run(
        &mut self,
        walk: &mut Walk<'_>,
        r: Element<'_, '_>,
        out: &mut Vec<Piece>,
        aside: &mut Vec<Block>,
    ) {
        let says = walk.styles.run(self.table, self.style, r.child("rPr"));
        let look = says.look();
        let hidden = says.hidden == Some(true);
        for e in r.children() {
            // The instruction of a field does not show.
            let in_instruction = walk.fields.iter().any(|f| *f);
            if e.family() == Family::Choice && e.name() == "AlternateContent" {
                if let Some(choice) = chosen(e) {
                    self.shapes(walk, choice, out, aside);
                }
                continue;
            }
            if e.name() == "fldChar" {
                self.field(walk, e, out, &look);
                continue;
            }
            if in_instruction {
                continue;
            }
            if hidden {
                if e.name() == "t" && !e.text().trim().is_empty() {
                    walk.meet(Met::Hidden);
                }
                continue;
            }
            match e.name() {
                "t" | "delText" => {
                    let text = e.text();
                    let font = says.font.as_deref().unwrap_or_default();
                    let is_odd = symbol::is_symbolic(font)
                        || text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c));
                    if is_odd {
                        self.symbols(walk, font, &text, out, &look);
                    } else {
                        push(out, &text, &look);
                    }
                }
                "sym" => {
                    let font = e.attribute("font").unwrap_or_default();
                    let code = e.attribute("char").and_then(|c| u32::from_str_radix(c, 16).ok());
                    let letter = code.and_then(char::from_u32).unwrap_or('\u{fffd}');
                    self.symbols(walk, font, &letter.to_string(), out, &look);
                }
                "tab" | "ptab" => push(out, " ", &look),
                "noBreakHyphen" => push(out, "-", &look),
                "cr" => out.push(Piece::Line),
                "br" => match e.attribute("type") {
                    Some("page") if shows(out) => self.breaks_behind = true,
                    Some("page") => self.breaks_before = true,
                    _ => out.push(Piece::Line),
                },
                name @ ("footnoteReference" | "endnoteReference") => {
                    let own = e.attribute("customMarkFollows").is_some_and(|v| v != "0");
                    let id = e.attribute("id").unwrap_or_default().to_owned();
                    let is_end = name == "endnoteReference";
                    walk.marked.push((is_end, id));
                    let count = &mut walk.marks[usize::from(is_end)];
                    *count += 1;
                    if !own {
                        out.push(Piece::Mark(mark(*count, is_end)));
                    }
                }
                "drawing" | "pict" => self.shapes(walk, e, out, aside),
                "object" => {
                    walk.meet(Met::Object);
                    self.shapes(walk, e, out, aside);
                }
                _ => {}
            }
        }
    }

    fn symbols(
        &self,
        walk: &mut Walk<'_>,
        font: &str,
        text: &str,
        out: &mut Vec<Piece>,
        look: &Look,
    ) {
        let mut shown = String::new();
        for letter in text.chars() {
            let known = symbol::shown(font, letter);
            if known.is_none() {
                walk.meet(Met::Symbol);
            }
            shown.push(known.unwrap_or('\u{fffd}'));
        }
        push(out, &shown, look);
    }

    /// Begins, parts or ends a field.
    fn field(&self, walk: &mut Walk<'_>, e: Element<'_, '_>, out: &mut Vec<Piece>, look: &Look) {
        match e.attribute("fldCharType") {
            Some("begin") => {
                walk.fields.push(true);
                if let Some(form) = e.child("ffData") {
                    walk.shown = form_value(form);
                }
            }
            Some("separate") => {
                if let Some(open) = walk.fields.last_mut() {
                    *open = false;
                }
            }
            Some("end") => {
                walk.fields.pop();
                if let Some(shown) = walk.shown.take() {
                    push(out, &shown, look);
                }
            }
            _ => {}
        }
    }

    /// Text boxes, pictures and shapes of a drawing.
    fn shapes(
        &mut self,
        walk: &mut Walk<'_>,
        drawing: Element<'_, '_>,
        out: &mut Vec<Piece>,
        aside: &mut Vec<Block>,
    ) {
        if drawing.name() == "t" {
            return;
        }
        let mut file: Option<String> = None;
        let mut open: Vec<Element<'_, '_>> = vec![drawing];
        while let Some(e) = open.pop() {
            match (e.family(), e.name()) {
                (Family::Choice, "AlternateContent") => open.extend(chosen(e)),
                (_, "txbxContent") => {
                    let before = aside.len();
                    let (fields, last) = (std::mem::take(&mut walk.fields), walk.open.take());
                    walk.blocks(e, &Says::default(), aside);
                    (walk.fields, walk.open) = (fields, last);
                    // An empty frame is a shape: its colour is what it shows.
                    let is_blank = |b: &Block| matches!(b, Block::Paragraph(p) if p.is_blank());
                    if aside[before..].iter().all(is_blank) {
                        aside.truncate(before);
                    }
                }
                (_, "wsp" | "oval" | "rect" | "roundrect" | "shape" | "sp") => {
                    let fill = walk.shape_fill(e).filter(|c| !c.is_white());
                    let before = aside.len();
                    let mut inner: Vec<_> = e.children().collect();
                    inner.reverse();
                    for child in inner.into_iter().rev() {
                        self.shapes(walk, child, out, aside);
                    }
                    match fill {
                        Some(fill) if aside.len() == before => out.push(Piece::Icon(fill)),
                        Some(fill) => {
                            for block in &mut aside[before..] {
                                if let Block::Paragraph(p) = block {
                                    p.shade = p.shade.or(Some(fill));
                                }
                            }
                        }
                        None => {}
                    }
                }
                (_, "pic" | "imagedata") => {}
                (_, "docPr") => {
                    let text = |name| e.attribute(name).unwrap_or_default().to_owned();
                    let described = [text("descr"), text("title")];
                    let said = described.into_iter().find(|t| !t.trim().is_empty());
                    let file = file.get_or_insert_with(|| self.picture(walk, drawing)).clone();
                    out.push(Piece::Picture(said.unwrap_or_default(), file));
                }
                (_, "relIds" | "chart") => walk.meet(Met::Drawing),
                _ => {
                    let mut inner: Vec<_> = e.children().collect();
                    inner.reverse();
                    open.append(&mut inner);
                }
            }
        }
    }

    /// The file's name of a drawing's picture.
    fn picture(&self, walk: &Walk<'_>, drawing: Element<'_, '_>) -> String {
        let blip = drawing.descendants().into_iter().find(|e| e.name() == "blip");
        let id = blip.and_then(|e| e.attribute("embed"));
        id.and_then(|id| walk.pictures.get(id)).cloned().unwrap_or_default()
    }
}

/// Adds text to the last run, if that looks the same.
pub(super) fn push(out: &mut Vec<Piece>, text: &str, look: &Look) {
    if text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Piece::Run(run)) if run.look == *look => run.text.push_str(text),
        _ => out.push(Piece::Run(Run { text: text.to_owned(), look: look.clone() })),
    }
}

/// A note's mark: endnotes count in small Roman numbers.
pub(super) fn mark(number: usize, is_end: bool) -> String {
    if is_end {
        const SIGNS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
        if number < 40 {
            return format!("{}{}", "x".repeat(number / 10), SIGNS[number % 10]);
        }
    }
    number.to_string()
}

/// What a form field of old shows: a box, or the entry of a list.
fn form_value(form: Element<'_, '_>) -> Option<String> {
    if let Some(checkbox) = form.child("checkBox") {
        let is_checked = checkbox
            .child("checked")
            .or_else(|| checkbox.child("default"))
            .is_some_and(|e| e.is_on());
        return Some(if is_checked { "\u{2612}" } else { "\u{2610}" }.to_owned());
    }
    let list = form.child("ddList")?;
    let chosen = list.child("result").or_else(|| list.child("default"));
    let at = chosen.and_then(|e| e.number("val")).unwrap_or(0);
    let entry =
        list.children().filter(|e| e.name() == "listEntry").nth(usize::try_from(at).ok()?)?;
    entry.val().map(str::to_owned)
}

/// The text of a formula, its parts in order.
fn maths(e: Element<'_, '_>) -> String {
    let mut out = String::new();
    for child in e.content() {
        if let Child::Element(inner) = child {
            if inner.name() == "t" {
                out.push_str(&inner.text());
            } else {
                out.push_str(&maths(inner));
            }
        }
    }
    out
}
