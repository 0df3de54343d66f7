//! A Word file: its parts, and the document that they make.

use super::body::{Lists, Walk};
use super::inline::mark;
use super::style::{Says, Styles};
use super::{Block, Paragraph, Piece, Text, Tracked};
use crate::error::Error;
use crate::package::Package;
use crate::theme::Theme;
use crate::xml::{Element, Tree};
use std::collections::{HashMap, HashSet};
use tablemend_model::{Diagnostic, Level};

/// Reads a Word file (.docx, .docm, .dotx).
///
/// # Errors
/// When it is damaged, too large, or has a password.
pub(crate) fn read(package: &mut Package<'_>, tracked: Tracked) -> Result<Text, Error> {
    let main =
        package.main_part()?.ok_or_else(|| Error::broken("the file", "it has no main part"))?;
    let relations = package.relations(&main)?;
    let named = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
    let mut notes = Vec::new();
    let part = |package: &mut Package<'_>, kind: &str| -> Result<Option<String>, Error> {
        match named(kind) {
            Some(name) => package.text(&name),
            None => Ok(None),
        }
    };
    let styles_text = part(package, "styles")?;
    let lists_text = part(package, "numbering")?;
    let theme_text = part(package, "theme")?;
    let foot_text = part(package, "footnotes")?;
    let end_text = part(package, "endnotes")?;
    let settings_text = part(package, "settings")?;
    let comments_text = part(package, "comments")?;
    // What only dresses the text may be damaged without harm to it.
    let styles = dressing("styles", styles_text.as_deref(), &mut notes);
    let styles = styles.map(|tree| Styles::read(&tree)).unwrap_or_default();
    let lists = dressing("numbering", lists_text.as_deref(), &mut notes);
    let lists = lists.map(|tree| Lists::read(&tree)).unwrap_or_default();
    let theme = dressing("theme", theme_text.as_deref(), &mut notes);
    let theme = theme.map(|tree| Theme::read(&tree)).unwrap_or_default();
    let body_text =
        package.text(&main)?.ok_or_else(|| Error::broken("the file", "it has no main part"))?;
    let body = Tree::parse("the document", &body_text)?;
    let pictures: HashMap<String, String> = relations
        .iter()
        .filter(|r| r.kind == "image")
        .map(|r| (r.id.clone(), r.target.clone()))
        .collect();
    let mut walk = Walk::new(&styles, &lists, &theme, &pictures, tracked);
    let mut text = Text::default();
    let Some(inside) = body.root().child("body") else {
        return Err(Error::broken("the document", "it has no body"));
    };
    walk.blocks(inside, &Says::default(), &mut text.blocks);
    let marked = std::mem::take(&mut walk.marked);
    for (is_end, of) in [(false, foot_text), (true, end_text)] {
        let Some(of) = of else { continue };
        let name = if is_end { "endnotes" } else { "footnotes" };
        match Tree::parse(name, &of) {
            Ok(tree) => read_notes(&mut walk, &tree, is_end, &marked, &mut text.blocks),
            Err(_) => notes.push(damaged(name)),
        }
    }
    let settings = settings_text.as_deref().and_then(|t| Tree::parse("settings", t).ok());
    let both_sides = settings
        .as_ref()
        .and_then(|t| t.root().child("evenAndOddHeaders"))
        .is_some_and(|e| e.is_on());
    let mut seen = HashSet::new();
    for (id, is_foot) in page_texts(inside, both_sides) {
        let Some(relation) = relations.iter().find(|r| r.id == id) else { continue };
        if !seen.insert(relation.target.clone()) {
            continue;
        }
        let Some(of) = package.text(&relation.target)? else { continue };
        let Ok(tree) = Tree::parse("a page head", &of) else {
            notes.push(damaged(if is_foot { "page foot" } else { "page head" }));
            continue;
        };
        let mut blocks = Vec::new();
        walk.blocks(tree.root(), &Says::default(), &mut blocks);
        let out = if is_foot { &mut text.feet } else { &mut text.heads };
        flat(blocks, out);
    }
    for running in [&mut text.heads, &mut text.feet] {
        let mut said = HashSet::new();
        running.retain(|p| !p.is_blank() && said.insert(p.plain()));
    }
    notes.append(&mut walk.notes());
    if let Some(comments) = comments_text {
        let count = comments.matches("<w:comment ").count();
        if count > 0 {
            let what =
                if count == 1 { "1 comment".to_owned() } else { format!("{count} comments") };
            let message = format!("{what} in the margin left out: they are not part of the text");
            notes.push(Diagnostic::new("comments.left_out", Level::Info, message));
        }
    }
    text.notes = notes;
    Ok(text)
}

/// A part whose loss leaves the text whole; a note where it is damaged.
fn dressing<'t>(
    name: &str,
    text: Option<&'t str>,
    notes: &mut Vec<Diagnostic>,
) -> Option<Tree<'t>> {
    match Tree::parse(name, text?) {
        Ok(tree) => Some(tree),
        Err(_) => {
            notes.push(damaged(name));
            None
        }
    }
}

fn damaged(name: &str) -> Diagnostic {
    let message = format!("the {name} of the document cannot be read: the part is damaged");
    Diagnostic::new("part.damaged", Level::Warning, message)
}

/// Foot- or endnotes as paragraphs behind the text, each behind its mark.
fn read_notes(
    walk: &mut Walk<'_>,
    tree: &Tree<'_>,
    is_end: bool,
    marked: &[(bool, String)],
    out: &mut Vec<Block>,
) {
    let by_id: HashMap<&str, Element<'_, '_>> =
        tree.root().children().filter_map(|e| Some((e.attribute("id")?, e))).collect();
    let own = marked.iter().filter(|(end, _)| *end == is_end).map(|(_, id)| id.as_str());
    let mut told = HashSet::new();
    for (i, id) in own.enumerate() {
        let Some(note) = by_id.get(id).filter(|_| told.insert(id)) else { continue };
        let mut blocks = Vec::new();
        walk.blocks(*note, &Says::default(), &mut blocks);
        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
            first.pieces.insert(0, Piece::Mark(mark(i + 1, is_end)));
            let gap = super::Run { text: " ".to_owned(), ..super::Run::default() };
            first.pieces.insert(1, Piece::Run(gap));
        }
        out.append(&mut blocks);
    }
}

/// The heads and feet that pages show: relationship and whether it is a foot.
fn page_texts(body: Element<'_, '_>, both_sides: bool) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let sections = body.children().filter(|e| e.name() == "sectPr").chain(
        body.children().filter(|e| e.name() == "p").filter_map(|p| p.child("pPr")?.child("sectPr")),
    );
    for section in sections {
        let first = section.child("titlePg").is_some_and(|e| e.is_on());
        for e in section.children() {
            let is_foot = e.name() == "footerReference";
            let shows = match e.attribute("type") {
                Some("first") => first,
                Some("even") => both_sides,
                _ => true,
            };
            if (is_foot || e.name() == "headerReference") && shows {
                out.push((e.attribute("id").unwrap_or_default().to_owned(), is_foot));
            }
        }
    }
    out
}

/// All paragraphs of some blocks, those in cells too.
fn flat(blocks: Vec<Block>, out: &mut Vec<Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.push(p),
            Block::Table(table) => {
                for cell in table.cells {
                    flat(cell.blocks, out);
                }
            }
            Block::PageBreak(_) => {}
        }
    }
}
