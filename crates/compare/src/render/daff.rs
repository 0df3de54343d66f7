//! Changes as a highlighter table, the tabular diff format of the tool `daff`.
//!
//! Specification: <https://paulfitz.github.io/daff-doc/spec.html>. The first column has a tag:
//! `!` columns added or removed, `@@` the header, `+++` and `---` rows added and removed, `->` a
//! row with changed cells (`old->new`), `...` rows left out, nothing for a row of context.

use super::phrase::edition_names;
use crate::compare::Changes;
use crate::flat::{Column, columns, value};
use maud::{DOCTYPE, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};

/// The highlighter table as CSV; `daff patch` takes it. Items of several kinds are in one table, with a
/// column `entity` in front that names the kind.
#[must_use]
pub fn daff_csv(changes: &(impl AsRef<[Changes]> + ?Sized)) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows_of_all(changes.as_ref()) {
        // Writing to memory does not fail.
        let _ = writer.write_record(row.cells.iter().map(|cell| match cell {
            Cell::Plain(text) => text.clone(),
            Cell::Moved { old, new } => format!("{old}{}{new}", row.arrow),
        }));
    }
    writer.into_inner().ok().and_then(|b| String::from_utf8(b).ok()).unwrap_or_default()
}

/// The highlighter table as one HTML page, with the classes that `daff render` uses.
#[must_use]
pub fn daff_html(changes: &(impl AsRef<[Changes]> + ?Sized)) -> String {
    let changes = changes.as_ref();
    let Some(first) = changes.first() else { return String::new() };
    let [before, after] = edition_names(first);
    let title = format!("{before} → {after}");
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                // Nothing is loaded from elsewhere, whatever is in the texts.
                meta
                    http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(crate::MAKER);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (title) }
                div.highlighter tabindex="0" role="region" aria-label=(title) {
                    table {
                        @for row in rows_of_all(changes) {
                            tr class=(row.class) {
                                @for cell in &row.cells {
                                    @match cell {
                                        Cell::Plain(text) if row.class == "header" => {
                                            th scope="col" { (text) }
                                        },
                                        Cell::Plain(text) => td { (text) },
                                        Cell::Moved { old, new } => td.modify {
                                            del { (old) }
                                            span.arrow { " → " }
                                            ins { (new) }
                                        },
                                    }
                                }
                            }
                        }
                    }
                }
            } }
        }
    };
    page.into_string()
}

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;margin:1rem;background:Canvas;color:CanvasText}\
.highlighter{overflow-x:auto}\
table{border-collapse:collapse;width:max-content;font-size:.875rem}\
td,th{text-align:left;border:1px solid #888;padding:.2em .5em;vertical-align:top;white-space:pre-wrap;max-width:22rem;overflow-wrap:anywhere}\
.header th,.spec td{font-weight:bold;background:#8883}\
.add td{background:#2da04440}\
.remove td{background:#d1242f33;text-decoration:line-through}\
td.modify{background:#0969da2e}\
td.modify del{opacity:.8}\
td.modify ins{font-weight:600}\
.gap td{border-style:dashed}";

enum Cell {
    Plain(String),
    Moved { old: String, new: String },
}

struct Row {
    class: &'static str,
    arrow: String,
    cells: Vec<Cell>,
}

/// The rows of all kinds of items under one header that has the columns of each.
fn rows_of_all(all: &[Changes]) -> Vec<Row> {
    if let [only] = all {
        return rows(only);
    }
    let text = |cell: &Cell| match cell {
        Cell::Plain(text) => text.clone(),
        Cell::Moved { new, .. } => new.clone(),
    };
    let mut names: Vec<String> = Vec::new();
    let mut kinds: Vec<(&str, Vec<String>, Vec<Row>)> = Vec::new();
    for changes in all {
        let rows = rows(changes);
        let header = rows.iter().find(|row| row.class == "header");
        let own: Vec<String> =
            header.into_iter().flat_map(|h| h.cells.iter().skip(1)).map(text).collect();
        for name in &own {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        kinds.push((changes.after.name_of_item(), own, rows));
    }
    let plain = |text: &str| Cell::Plain(text.to_owned());
    let head = ["@@", "entity"].into_iter().map(plain).chain(names.iter().map(|n| plain(n)));
    let mut out = vec![Row { class: "header", arrow: String::new(), cells: head.collect() }];
    for (kind, own, rows) in kinds {
        for row in rows.into_iter().filter(|row| row.class != "header") {
            let mut cells = row.cells.into_iter();
            let tag = cells.next().unwrap_or_else(|| plain(""));
            let mut placed: Vec<Cell> = names.iter().map(|_| plain("")).collect();
            for (name, cell) in own.iter().zip(cells) {
                if let Some(place) =
                    names.iter().position(|n| n == name).and_then(|at| placed.get_mut(at))
                {
                    *place = cell;
                }
            }
            let front = [tag, plain(kind)];
            let cells = front.into_iter().chain(placed).collect();
            let row = Row { class: row.class, arrow: row.arrow, cells };
            // What is said of the columns goes before the header.
            if row.class == "spec" { out.insert(0, row) } else { out.push(row) }
        }
    }
    out
}

fn rows(changes: &Changes) -> Vec<Row> {
    let (before, after) = (&changes.before, &changes.after);
    let (old, new) = (columns(&before.fields), columns(&after.fields));
    let gone = old.iter().filter(|c| !new.iter().any(|n| n.name == c.name));
    let all: Vec<&Column> = new.iter().chain(gone).collect();
    let has = |side: &[Column], column: &Column| side.iter().any(|c| c.name == column.name);
    let arrow = arrow(changes, &all);
    let row = |class, tag: &str, cells: Vec<Cell>| {
        let tag = std::iter::once(Cell::Plain(tag.to_owned()));
        Row { class, arrow: arrow.clone(), cells: tag.chain(cells).collect() }
    };
    let plain = |text: &str| Cell::Plain(text.to_owned());
    let mut out = Vec::new();
    if all.iter().any(|c| !has(&old, c) || !has(&new, c)) {
        let cells = all.iter().map(|c| match (has(&old, c), has(&new, c)) {
            (false, _) => plain("+++"),
            (_, false) => plain("---"),
            _ => plain(""),
        });
        out.push(row("spec", "!", cells.collect()));
    }
    out.push(row("header", "@@", all.iter().map(|c| plain(&c.name)).collect()));
    let links: BTreeMap<usize, usize> =
        changes.pairing.links.iter().map(|l| (l.after, l.before)).collect();
    let touched: BTreeSet<&str> =
        changes.changes.iter().filter_map(|c| c.after_id.as_deref()).collect();
    // Removed rows by the position of the row that follows them.
    let mut removed: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    // What may be in the unread part of the later edition is not removed.
    let gone = changes.pairing.removed.keys().filter(|_| after.remarks.unread.is_empty());
    for index in gone {
        let before_it = changes.pairing.links.iter().filter(|l| l.before < *index);
        let at = before_it.max_by_key(|l| l.before).map_or(0, |l| l.after + 1);
        let item = before.items.get(*index).map(|i| i.id.as_str());
        removed.entry(at).or_default().extend(item);
    }
    let mut skipped = false;
    for at in 0..=after.items.len() {
        for id in removed.get(&at).into_iter().flatten() {
            let Some(item) = before.item(id) else { continue };
            let cells = all.iter().map(|c| plain(&value(before, item, c).unwrap_or_default()));
            out.push(row("remove", "---", cells.collect()));
        }
        let Some(item) = after.items.get(at) else { continue };
        let near = |i: Option<usize>| {
            let here = i.and_then(|i| after.items.get(i));
            here.is_some_and(|i| touched.contains(i.id.as_str()))
        };
        let shown = near(Some(at)) || near(at.checked_sub(1)) || near(Some(at + 1));
        if !shown {
            if !skipped {
                out.push(row("gap", "...", all.iter().map(|_| plain("...")).collect()));
            }
            skipped = true;
            continue;
        }
        skipped = false;
        let text = |c: &Column| value(after, item, c).unwrap_or_default();
        let Some(former) = links.get(&at).and_then(|b| before.items.get(*b)) else {
            out.push(row("add", "+++", all.iter().map(|c| plain(&text(c))).collect()));
            continue;
        };
        let cells: Vec<Cell> = all
            .iter()
            .map(|c| {
                let (old, new) = (value(before, former, c).unwrap_or_default(), text(c));
                if old == new { Cell::Plain(new) } else { Cell::Moved { old, new } }
            })
            .collect();
        if cells.iter().any(|c| matches!(c, Cell::Moved { .. })) {
            out.push(row("modify", &arrow, cells));
        } else {
            out.push(row("", "", cells));
        }
    }
    out
}

/// `->`, with as many more dashes as it takes not to be in any cell.
fn arrow(changes: &Changes, columns: &[&Column]) -> String {
    let mut arrow = "->".to_owned();
    for side in [&changes.before, &changes.after] {
        for item in &side.items {
            for column in columns {
                while value(side, item, column).is_some_and(|v| v.contains(&arrow)) {
                    arrow.insert(0, '-');
                }
            }
        }
    }
    arrow
}
