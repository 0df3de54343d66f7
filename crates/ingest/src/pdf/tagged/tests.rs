//! Tag trees and pages made by hand, through the same door as read ones.

use super::super::page::{self, PageItem};
use super::super::tests::{page, rule, set, shown};
use super::super::text::Known;
use super::super::words;
use super::tagged;
use tablemend_model::{Method, Table};
use tablemend_pdf::{Page, TagCell, TagNode, TagTree};

/// Sets lines of text that bear an id of marked content.
fn mark(page: &mut Page, mcid: u32, x: f32, base: f32, lines: &[&str]) {
    let from = page.glyphs.len();
    for (n, line) in (0u8..).zip(lines) {
        set(page, x, base + 12.0 * f32::from(n), 10.0, line);
    }
    for glyph in &mut page.glyphs[from..] {
        glyph.mcid = Some(mcid);
    }
}

fn node(kind: &str, children: Vec<TagNode>) -> TagNode {
    TagNode { kind: kind.to_owned(), children, ..TagNode::default() }
}

/// A cell whose text is in a paragraph; spans are rows and columns.
fn cell(kind: &str, mcid: u32, (rowspan, colspan): (u32, u32)) -> TagNode {
    let content = vec![(1, mcid)];
    let text = TagNode { kind: "P".to_owned(), content, ..TagNode::default() };
    TagNode { cell: TagCell { rowspan, colspan, scope: None }, ..node(kind, vec![text]) }
}

/// A tree of one table whose cells are given row by row, `TH` in the first.
fn tree(rows: &[&[(u32, (u32, u32))]]) -> TagTree {
    let rows = rows.iter().enumerate().map(|(n, cells)| {
        let kind = if n == 0 { "TH" } else { "TD" };
        node("TR", cells.iter().map(|(mcid, span)| cell(kind, *mcid, *span)).collect())
    });
    TagTree { nodes: vec![node("Document", vec![node("Table", rows.collect())])] }
}

fn tables(page: &Page, tree: &TagTree) -> Vec<Table> {
    let content = words::content(page);
    let proposals = tagged(tree).remove(&1).unwrap_or_default();
    let draft = page::draft(&content, &Vec::new(), &proposals);
    let part = page::read(
        &content,
        &Vec::new(),
        draft,
        &super::super::open::Known::default(),
        &Known::new(),
    );
    let tables = part.items.into_iter().filter_map(|p| match p {
        PageItem::Table(t) => Some(*t),
        PageItem::Para(..) => None,
    });
    tables.collect()
}

const ONE: (u32, u32) = (1, 1);

/// A table without a line: two rows of header, a cell over two rows, a blank one.
fn borderless() -> (Page, TagTree) {
    let mut p = page();
    mark(&mut p, 0, 50.0, 100.0, &["Action"]);
    mark(&mut p, 1, 260.0, 100.0, &["Owner and date"]);
    mark(&mut p, 2, 200.0, 115.0, &["Owner"]);
    mark(&mut p, 3, 350.0, 115.0, &["Due"]);
    mark(&mut p, 4, 50.0, 140.0, &["Review the register", "systematically again"]);
    mark(&mut p, 5, 200.0, 134.0, &["Legal"]);
    mark(&mut p, 6, 350.0, 134.0, &["June"]);
    mark(&mut p, 7, 200.0, 152.0, &["Finance team and", "their manager"]);
    mark(&mut p, 9, 50.0, 190.0, &["Publish"]);
    mark(&mut p, 10, 200.0, 190.0, &["Estates"]);
    mark(&mut p, 11, 350.0, 190.0, &["July"]);
    let tags = tree(&[
        &[(0, (2, 1)), (1, (1, 2))],
        &[(2, ONE), (3, ONE)],
        &[(4, (2, 1)), (5, ONE), (6, ONE)],
        &[(7, ONE), (8, ONE)],
        &[(9, ONE), (10, ONE), (11, ONE)],
    ]);
    (p, tags)
}

#[test]
fn a_tagged_table_without_lines_keeps_its_spans_and_header() {
    let (p, tags) = borderless();
    let found = tables(&p, &tags);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].method(), Method::Tagged);
    assert_eq!(
        shown(&found[0]),
        [
            "0,0+2x1:Action",
            "0,1+1x2:Owner and date",
            "1,1:Owner",
            "1,2:Due",
            "2,0+2x1:Review the register systematically again",
            "2,1:Legal",
            "2,2:June",
            "3,1:Finance team and their manager",
            "4,0:Publish",
            "4,1:Estates",
            "4,2:July",
        ]
    );
    assert_eq!(found[0].header_rows(), 1);
    assert!(found[0].cells()[0].is_header);
}

#[test]
fn tags_that_the_page_contradicts_are_not_believed() {
    let is_tagged =
        |p: &Page, t: &TagTree| tables(p, t).iter().any(|t| t.method() == Method::Tagged);
    let (p, tags) = borderless();
    assert!(is_tagged(&p, &tags));

    let mut swapped = p.clone();
    for glyph in &mut swapped.glyphs {
        glyph.mcid = match glyph.mcid {
            Some(5) => Some(6),
            Some(6) => Some(5),
            other => other,
        };
    }
    assert!(!is_tagged(&swapped, &tags), "columns from right to left");

    let mut partly = p.clone();
    for glyph in partly.glyphs.iter_mut().filter(|g| g.mcid == Some(5)) {
        glyph.mcid = None;
    }
    assert!(!is_tagged(&partly, &tags), "a word that no tag speaks of");

    let mut gone = p.clone();
    gone.glyphs.retain(|g| g.mcid.is_some_and(|m| m < 4));
    assert!(!is_tagged(&gone, &tags), "most marked content is missing");

    let twice = tree(&[&[(0, ONE), (1, ONE)], &[(4, ONE), (4, ONE)]]);
    assert!(!is_tagged(&p, &twice), "content in two cells");
}

#[test]
fn tables_that_lay_out_a_page_are_no_tables() {
    let prose =
        ["prose that a page", "holds side by side", "with yet more prose", "and so on to its end"];
    let mut p = page();
    mark(&mut p, 0, 50.0, 100.0, &prose.repeat(10));
    mark(&mut p, 1, 320.0, 100.0, &prose.repeat(10));
    let cells = || vec![cell("TD", 0, ONE), cell("TD", 1, ONE)];
    let beside = TagTree { nodes: vec![node("Table", vec![node("TR", cells())])] };
    assert_eq!(tables(&p, &beside), []);
    let rows = cells().into_iter().map(|c| node("TR", vec![c])).collect();
    let below = TagTree { nodes: vec![node("Table", rows)] };
    assert_eq!(tables(&p, &below), []);
}

#[test]
fn a_table_in_a_layout_table_is_taken_alone() {
    let (p, tags) = borderless();
    let inner = tags.nodes[0].children[0].clone();
    let outer = node("Table", vec![node("TR", vec![node("TD", vec![inner]), node("TD", vec![])])]);
    assert_eq!(tables(&p, &TagTree { nodes: vec![outer] }), tables(&p, &tags));
}

/// A box of two columns and a header; `rules` are the heights of its lines.
fn boxed(rules: &[f32]) -> (Page, TagTree) {
    let mut p = page();
    for y in rules {
        rule(&mut p, 45.0, *y, 400.0, *y);
    }
    for x in [45.0, 195.0, 400.0] {
        rule(&mut p, x, rules[0], x, rules[rules.len() - 1]);
    }
    mark(&mut p, 0, 50.0, 100.0, &["Action"]);
    mark(&mut p, 1, 200.0, 100.0, &["Lead"]);
    mark(&mut p, 2, 50.0, 120.0, &["Mend the roof"]);
    mark(&mut p, 3, 200.0, 120.0, &["Estates and those who keep the", "neighbourhood"]);
    mark(&mut p, 4, 50.0, 150.0, &["Sweep the yard"]);
    mark(&mut p, 5, 200.0, 150.0, &["Works"]);
    (p, tree(&[&[(0, ONE), (1, ONE)], &[(2, ONE), (3, ONE)], &[(4, ONE), (5, ONE)]]))
}

#[test]
fn where_tags_agree_with_the_drawing_the_drawing_stands() {
    let (p, tags) = boxed(&[88.0, 106.0, 138.0, 160.0]);
    let found = tables(&p, &tags);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].method(), Method::Ruled);
    assert_eq!(found, tables(&p, &TagTree::default()));
}

#[test]
fn tags_part_the_rows_that_a_box_leaves_open() {
    let (p, tags) = boxed(&[88.0, 106.0, 160.0]);
    let found = tables(&p, &tags);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].method(), Method::Tagged);
    assert_eq!(
        shown(&found[0]),
        [
            "0,0:Action",
            "0,1:Lead",
            "1,0:Mend the roof",
            "1,1:Estates and those who keep the neighbourhood",
            "2,0:Sweep the yard",
            "2,1:Works",
        ]
    );
}

#[test]
fn rules_part_what_tags_leave_whole() {
    let (mut p, _) = boxed(&[88.0, 106.0, 138.0, 160.0]);
    for glyph in &mut p.glyphs {
        glyph.mcid = glyph.mcid.map(|m| if m > 3 { m - 2 } else { m });
    }
    let tags = tree(&[&[(0, ONE), (1, ONE)], &[(2, ONE), (3, ONE)]]);
    let found = tables(&p, &tags);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].method(), found[0].row_count()), (Method::Ruled, 3));
}

#[test]
fn rows_are_cut_where_the_page_is() {
    let (_, mut tags) = borderless();
    let rows = &mut tags.nodes[0].children[0].children;
    for child in rows[4].children.iter_mut().flat_map(|c| &mut c.children) {
        child.content = child.content.iter().map(|(_, m)| (2, *m)).collect();
    }
    let found = tagged(&tags);
    let shape = |page| {
        let segment = &found[&page][0];
        (segment.rows, segment.columns, segment.header_rows, segment.cells.len())
    };
    assert_eq!((shape(1), shape(2)), ((4, 3, 1, 9), (1, 3, 0, 3)));
}

#[test]
fn a_cell_that_reaches_over_a_page_break_keeps_its_column_in_the_part_below() {
    // The lead of the last row above is that of both rows below, whose part has no cell for it.
    let row = |kind: &str, cells: &[(u32, (u32, u32))]| {
        node("TR", cells.iter().map(|(mcid, span)| cell(kind, *mcid, *span)).collect())
    };
    let above = vec![
        row("TH", &[(20, ONE), (21, ONE), (22, ONE)]),
        row("TD", &[(23, ONE), (24, (3, 1)), (25, ONE)]),
    ];
    let below = vec![row("TD", &[(0, ONE), (1, ONE)]), row("TD", &[(2, ONE), (3, ONE)])];
    let tables = vec![node("Table", above), node("Table", below)];
    let tree = TagTree { nodes: vec![node("Document", tables)] };
    let found = &tagged(&tree)[&1];
    let slots: Vec<(usize, usize)> = found[1].cells.iter().map(|c| (c.row, c.col)).collect();
    assert_eq!(slots, [(0, 1), (0, 0), (0, 2), (1, 0), (1, 2)]);
    assert_eq!((found[1].columns, found[1].cells[0].rows, found[1].cells[0].is_rest), (3, 2, true));
    // The header may be printed again above that part.
    let above = vec![
        row("TH", &[(20, ONE), (21, ONE), (22, ONE)]),
        row("TD", &[(23, ONE), (24, (3, 1)), (25, ONE)]),
    ];
    let below = vec![
        row("TH", &[(4, ONE), (5, ONE), (6, ONE)]),
        row("TD", &[(0, ONE), (1, ONE)]),
        row("TD", &[(2, ONE), (3, ONE)]),
    ];
    let tables = vec![node("Table", above), node("Table", below)];
    let found = &tagged(&TagTree { nodes: tables })[&1];
    let slots: Vec<(usize, usize)> = found[1].cells.iter().map(|c| (c.row, c.col)).collect();
    assert_eq!(slots, [(0, 0), (0, 1), (0, 2), (1, 1), (1, 0), (1, 2), (2, 0), (2, 2)]);
    // A table with a heading of its own is another one.
    let head = vec![row("TH", &[(0, ONE), (1, ONE)]), row("TD", &[(2, ONE), (3, ONE)])];
    let open = row("TD", &[(23, ONE), (24, (3, 1)), (25, ONE)]);
    let tables = vec![node("Table", vec![open]), node("Table", head)];
    let found = &tagged(&TagTree { nodes: tables })[&1];
    assert_eq!(found[1].columns, 2);
}

#[test]
fn a_row_that_lacks_a_blank_cell_is_put_where_its_words_are() {
    let mut p = page();
    for (n, (x, label)) in [(50.0, "Action"), (200.0, "Due"), (350.0, "Status")].iter().enumerate()
    {
        mark(&mut p, n as u32, *x, 100.0, &[label]);
    }
    mark(&mut p, 3, 50.0, 120.0, &["Mend the gate"]);
    mark(&mut p, 4, 200.0, 120.0, &["May"]);
    mark(&mut p, 5, 350.0, 120.0, &["Open"]);
    mark(&mut p, 6, 50.0, 140.0, &["Paint the shed"]);
    mark(&mut p, 7, 350.0, 140.0, &["Done"]);
    mark(&mut p, 8, 50.0, 160.0, &["Sweep the yard"]);
    mark(&mut p, 9, 200.0, 160.0, &["July"]);
    mark(&mut p, 10, 350.0, 160.0, &["Open"]);
    let tags = tree(&[
        &[(0, ONE), (1, ONE), (2, ONE)],
        &[(3, ONE), (4, ONE), (5, ONE)],
        &[(6, ONE), (7, ONE)],
        &[(8, ONE), (9, ONE), (10, ONE)],
    ]);
    let found = tables(&p, &tags);
    assert_eq!(found[0].method(), Method::Tagged);
    assert!(shown(&found[0]).contains(&"2,2:Done".to_owned()), "{:?}", shown(&found[0]));
}

#[test]
fn a_column_without_words_has_the_white_between_its_neighbours() {
    let mut p = page();
    for (row, base) in [(0, 100.0), (1, 120.0), (2, 140.0)] {
        mark(&mut p, 3 * row, 50.0, base, &["Mend the gate"]);
        mark(&mut p, 3 * row + 2, 350.0, base, &["Begun"]);
    }
    let row = |n: u32| [(3 * n, ONE), (3 * n + 1, ONE), (3 * n + 2, ONE)];
    let rows = [row(0), row(1), row(2)];
    let tags = tree(&[&rows[0], &rows[1], &rows[2]]);
    let found = tables(&p, &tags);
    assert_eq!(found[0].column_count(), 3);
    let blank = found[0].cell_at(1, 1).unwrap();
    let tablemend_model::Place::Page { area, .. } = blank.place() else { panic!() };
    assert!(area.x0 < 150.0 && area.x1 > 340.0, "{area:?}");
}

#[test]
fn a_row_that_is_tagged_on_two_pages_is_told_to_be_one() {
    let (_, mut tags) = borderless();
    let rows = &mut tags.nodes[0].children[0].children;
    // The last row's first cell goes on on the next page.
    for child in &mut rows[4].children[0].children {
        child.content.push((2, 0));
    }
    let found = tagged(&tags);
    let rest: Vec<bool> = found[&2][0].cells.iter().map(|c| c.is_rest).collect();
    assert_eq!(rest, [true, false, false]);
    assert!(found[&1][0].cells.iter().all(|c| !c.is_rest));
}

#[test]
fn the_name_of_a_group_that_is_tagged_as_a_header_is_no_header_row() {
    let row = |kind: &str, cells: &[(u32, (u32, u32))]| {
        node("TR", cells.iter().map(|(mcid, span)| cell(kind, *mcid, *span)).collect())
    };
    let rows = vec![
        row("TH", &[(0, ONE), (1, ONE)]),
        row("TH", &[(2, (1, 2))]),
        row("TD", &[(3, ONE), (4, ONE)]),
    ];
    let found = tagged(&TagTree { nodes: vec![node("Table", rows)] });
    assert_eq!(found[&1][0].header_rows, 1);
}

#[test]
fn a_closed_grid_is_kept_where_tags_only_cut_its_cells_into_lines() {
    let mut p = page();
    for (n, y) in [80.0, 100.0, 130.0, 150.0].iter().enumerate() {
        rule(&mut p, 45.0, *y, 345.0, *y);
        if n < 3 {
            rule(&mut p, [45.0, 195.0, 345.0][n], 80.0, [45.0, 195.0, 345.0][n], 150.0);
        }
    }
    mark(&mut p, 0, 50.0, 94.0, &["Use"]);
    mark(&mut p, 1, 200.0, 94.0, &["Charge"]);
    mark(&mut p, 2, 50.0, 112.0, &["Boats that are hired"]);
    mark(&mut p, 3, 50.0, 124.0, &["out by the day"]);
    mark(&mut p, 4, 200.0, 112.0, &["Nil"]);
    mark(&mut p, 5, 50.0, 144.0, &["Other boats"]);
    mark(&mut p, 6, 200.0, 144.0, &["75"]);
    let tags = tree(&[
        &[(0, ONE), (1, ONE)],
        &[(2, ONE), (4, (2, 1))],
        &[(3, ONE)],
        &[(5, ONE), (6, ONE)],
    ]);
    let found = tables(&p, &tags);
    assert_eq!((found[0].method(), found[0].row_count()), (Method::Ruled, 3));
    assert!(shown(&found[0]).contains(&"1,0:Boats that are hired out by the day".to_owned()));
}
