//! What is around the cells of an Excel sheet: choices, page heads and feet, notes, shapes, tables.

use super::styles::Styles;
use super::xlsx::runs;
use super::{Area, MOST_COLUMNS, MOST_ROWS, Sheet, corner};
use crate::error::Error;
use crate::package::Package;
use crate::xml::{Element, Tree};

/// Most tables of a sheet that the workbook itself calls so, and most lists of choices.
const MOST_TABLES: usize = 1_000;

/// Where on this sheet the choices of its cells are listed (ECMA-376-1, 18.3.1.33; newer files name
/// other sheets in an extension, which a sheet's own name may go before too).
pub(super) fn choices(validations: Element<'_, '_>, sheet: &mut Sheet) {
    let lists = validations.children().filter(|v| v.attribute("type") == Some("list"));
    for list in lists.take(MOST_TABLES) {
        let Some(formula) = list.child("formula1") else { continue };
        let text = formula.text();
        let (name, area) = match text.trim().rsplit_once('!') {
            Some((name, area)) => (Some(name), area),
            None => (None, text.trim()),
        };
        let is_here = name.is_none_or(|n| n.trim_matches('\'').replace("''", "'") == sheet.name);
        if let Some(area) = Area::parse(area).filter(|_| is_here)
            && !sheet.choices.contains(&area)
        {
            sheet.choices.push(area);
        }
    }
}

/// The texts of a page head, left, middle and right, without what is filled in when it is printed
/// (ECMA-376-1, 18.3.1.39).
pub(super) fn page_text(code: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '&' {
            if let Some(last) = out.last_mut() {
                last.push(c);
            }
            continue;
        }
        match chars.next() {
            Some('L' | 'C' | 'R') => out.push(String::new()),
            Some('&') => out.last_mut().into_iter().for_each(|l| l.push('&')),
            Some('"') => while chars.next().is_some_and(|c| c != '"') {},
            Some('K') => {
                for _ in 0..6 {
                    chars.next();
                }
            }
            Some(c) if c.is_ascii_digit() => {
                while chars.peek().is_some_and(char::is_ascii_digit) {
                    chars.next();
                }
            }
            _ => {}
        }
    }
    out.into_iter()
        .map(|t| t.trim().to_owned())
        .filter(|t| t.chars().any(char::is_alphabetic))
        .collect()
}

/// Reads the notes at cells.
pub(super) fn remarks(
    package: &mut Package<'_>,
    name: &str,
    sheet: &mut Sheet,
) -> Result<(), Error> {
    let Some(text) = package.text(name)? else { return Ok(()) };
    let Ok(tree) = Tree::parse(name, &text) else { return Ok(()) };
    let list = tree.root().child("commentList");
    for comment in list.into_iter().flat_map(|l| l.children()) {
        let at = comment.attribute("ref").and_then(corner);
        let words = comment
            .child("text")
            .map(|t| runs(t, &Styles::default()).into_iter().map(|r| r.text).collect::<String>());
        if let (Some((row, col)), Some(words)) = (at, words)
            && !words.trim().is_empty()
        {
            sheet.remarks.push((row, col, words));
        }
    }
    sheet.remarks.sort_by_key(|(row, col, _)| (*row, *col));
    Ok(())
}

/// Reads the texts of shapes that lie on a sheet.
pub(super) fn boxes(package: &mut Package<'_>, name: &str, sheet: &mut Sheet) -> Result<(), Error> {
    let Some(text) = package.text(name)? else { return Ok(()) };
    let Ok(tree) = Tree::parse(name, &text) else { return Ok(()) };
    for anchor in tree.root().children().filter(|e| e.name().ends_with("Anchor")) {
        let at = |name: &str| {
            let found = anchor.child("from").and_then(|f| f.child(name)).map(|e| e.text());
            found.and_then(|t| t.trim().parse::<u32>().ok()).unwrap_or(0)
        };
        let (row, col) = (at("row").min(MOST_ROWS - 1), at("col").min(MOST_COLUMNS - 1));
        for body in anchor.descendants().into_iter().filter(|e| e.name() == "txBody") {
            let words = |p: Element<'_, '_>| -> String {
                let texts = p.descendants().into_iter().filter(|t| t.name() == "t");
                texts.map(|t| t.text()).collect()
            };
            let lines: Vec<String> =
                body.children().filter(|p| p.name() == "p").map(words).collect();
            let lines = lines.join("\n");
            if !lines.trim().is_empty() {
                sheet.boxes.push((row, col, lines));
            }
        }
    }
    Ok(())
}

/// Reads where a table of the workbook's own is.
pub(super) fn table(package: &mut Package<'_>, name: &str, sheet: &mut Sheet) -> Result<(), Error> {
    let Some(text) = package.text(name)? else { return Ok(()) };
    let Ok(tree) = Tree::parse(name, &text) else { return Ok(()) };
    let root = tree.root();
    if let Some(area) = root.attribute("ref").and_then(Area::parse)
        && sheet.tables.len() < MOST_TABLES
    {
        let heads = root.number("headerRowCount").unwrap_or(1).clamp(0, 1) as u32;
        sheet.tables.push((area, heads));
    }
    Ok(())
}
