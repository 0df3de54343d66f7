//! The doors and laws of the table rules.

mod pieces;

use super::tables;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tablemend_model::{
    Block, Cell, Document, MediaType, Method, Place, Rect, Rgb, RichText, Row, Running, Source,
    Table,
};

/// A document from a sketch: `|a|b|` is a row, `#|a|b|` a header row, `---` a page break, `~text`
/// running text, anything else a paragraph; a blank line ends a table.
pub(super) fn document(sketch: &str) -> Document {
    let mut blocks = Vec::new();
    let mut rows: Vec<(u32, &str)> = Vec::new();
    for (i, line) in sketch.lines().map(str::trim).chain([""]).enumerate() {
        let number = i as u32 + 1;
        if line.starts_with('|') || line.starts_with("#|") {
            rows.push((number, line));
            continue;
        }
        if !rows.is_empty() {
            blocks.push(Block::Table(table(&std::mem::take(&mut rows))));
        }
        let place = Place::line(number);
        if line == "---" {
            blocks.push(Block::PageBreak { page: None, place });
        } else if let Some(text) = line.strip_prefix('~') {
            let text = RichText::plain(text);
            blocks.push(Block::Running { kind: Running::Foot, text, place });
        } else if !line.is_empty() {
            blocks.push(Block::Paragraph { text: RichText::plain(line), place });
        }
    }
    let source = Source {
        name: "a.md".to_owned(),
        media_type: MediaType::Markdown,
        sha256: String::new(),
        pages: None,
        page_sizes: Vec::new(),
    };
    Document { source, blocks }
}

pub(super) fn table(lines: &[(u32, &str)]) -> Table {
    let split = |line: &str| -> Vec<String> {
        let line = line.trim_start_matches('#');
        let inner = &line[1..line.len() - usize::from(line.len() > 1 && line.ends_with('|'))];
        inner.split('|').map(str::to_owned).collect()
    };
    let columns = lines.iter().map(|(_, l)| split(l).len()).max().unwrap_or(1);
    let mut cells = Vec::new();
    for (r, (number, line)) in lines.iter().enumerate() {
        for (c, text) in split(line).iter().enumerate() {
            let place = Place::line(*number);
            cells.push(Cell::new(r as u32, c as u32, RichText::plain(text), place));
        }
    }
    let rows = lines.iter().map(|(n, _)| Row { place: Place::line(*n) }).collect();
    let mut table = Table::new(Method::Markdown, columns as u32, rows, cells).unwrap();
    table.set_header_rows(lines.iter().filter(|(_, l)| l.starts_with('#')).count() as u32);
    table
}

/// The tables and paragraphs of a document in the manner of a sketch.
fn sketch(document: &Document) -> String {
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                for row in 0..table.row_count() {
                    let mark = if row < table.header_rows() { "#|" } else { "|" };
                    let cells: Vec<_> = table.row_cells(row).map(|c| c.text.as_str()).collect();
                    out.push(format!("{mark}{}|", cells.join("|")));
                }
                out.push(String::new());
            }
            Block::Paragraph { text, .. } => out.push(text.as_str().to_owned()),
            _ => {}
        }
    }
    out.join("\n").trim_end().to_owned()
}

fn check(before: &str, after: &str, codes: &[&str]) {
    let mended = tables(document(before));
    assert_eq!(sketch(&mended.value), after, "{before}");
    let found: Vec<_> = mended.notes.iter().map(|n| n.code.as_ref()).collect();
    assert_eq!(found, codes, "{before}");
    let again = tables(mended.value.clone());
    assert_eq!(again.value, mended.value, "{before}");
    assert_eq!(again.notes, [], "{before}");
}

const PLAN: &str =
    "#|Ref and action|Due|Lead|RAG|\n|1.1 Open|May 2021|Head||\n|1.2 Close|June 2021|||\n\n";

/// A plan, then something; expects the plan's rows, then something.
fn after_plan(rest: &str, expected: &str, codes: &[&str]) {
    let plan = PLAN.trim_end();
    check(&format!("{PLAN}{rest}"), &format!("{plan}\n{expected}"), codes);
}

#[test]
fn a_table_goes_on_behind_a_page_break() {
    let stitched = &["table.stitched"];
    let rows = "|2.1 Paint|July 2021|Head||";
    after_plan(rows, rows, stitched);
    after_plan(&format!("~Page 3\n---\n{rows}"), rows, stitched);
    // Its first row was taken for a header.
    after_plan(&format!("#{rows}"), rows, stitched);
    // The header is printed again.
    let folded = &["table.header_folded", "table.stitched"];
    after_plan(&format!("#|REF AND ACTION|Due| Lead |RAG|\n{rows}"), rows, folded);
    // One blank column more, and one lost.
    after_plan(
        "|2.1 Paint|July 2021||Head|x|\n|2.2 Clean|||Site|y|",
        "|2.1 Paint|July 2021|Head|x|\n|2.2 Clean||Site|y|",
        stitched,
    );
    after_plan("|2.1 Paint|July 2021|Head|", "|2.1 Paint|July 2021|Head||", stitched);
}

#[test]
fn what_belongs_apart_stays_apart() {
    for rest in [
        "Another part of the plan\n|2.1 Paint|July 2021|Head||",
        "#|Risk|Owner|Score|Trend|\n|R1|Head|5|up|",
        "|BLUE|Completed|",
        "#|Ref and action|Due|Lead|RAG|",
    ] {
        after_plan(rest, &format!("\n{rest}"), &[]);
    }
    // A label above groups is no header: the groups keep theirs.
    let groups = "#|AREA|OFFICER|||\n|1 Care|Head|||\n|Action|Due|Lead|RAG|\n\n\
                  #|AREA|OFFICER|||\n|2 Cure|Site|||\n|Action|Due|Lead|RAG|";
    check(groups, groups, &[]);
}

#[test]
fn other_tables_are_told_by_a_label_a_total_or_their_rows() {
    // But for one label the first row is the header: it is another table's.
    let other = "|Ref and action|Due|Lead|Cost|\n|3 Sweep|July|Site|x|";
    after_plan(other, &format!("\n#{other}"), &[]);
    // The same rows once more.
    let again =
        "#|Ref and action|Due|Lead|RAG|\n|1.1 Open|May 2021|Head|G|\n|1.2 Close|June 2021|||";
    after_plan(again, &format!("\n{again}"), &[]);
    // A total ends a group's table.
    let groups = "|NORTH||\n|Quay|13|\n|Total|13|\n|EAST||\n|Quay|9|\n|Total|9|";
    let parted = "|NORTH||\n|Quay|13|\n|Total|13|\n\n|EAST||\n|Quay|9|\n|Total|9|";
    check(groups, parted, &["table.parted"]);
    let whole = "#|Place|Count|\n|NORTH||\n|Quay|13|\n|Total|13|\n|EAST||\n|Quay|9|\n|Total|9|";
    check(whole, whole, &[]);
}

#[test]
fn signs_are_no_repeated_header() {
    let signs = "#|\u{2191}|\u{2192}|\n|\u{2714}|\u{2718}|\n|\u{2605}|\u{2605}|";
    check(signs, signs, &[]);
    let grades = "#|Grade|+/-|\n|Grade|+|\n|GRADE|-|";
    check(grades, grades, &[]);
}

#[test]
fn a_group_goes_on_below_a_header_that_is_printed_again() {
    let codes = &["table.header_folded", "table.header_folded", "table.stitched"];
    let head = "#|No|Risk|Owner|\n";
    let group = "|Governance risks|||\n";
    let upper = format!("{head}{group}|G-01|Masters lack skills|Clerk|\n");
    let lower = format!("\n{head}{group}|G-02|No one comes|Clerk|");
    check(&format!("{upper}{lower}"), &format!("{upper}|G-02|No one comes|Clerk|"), codes);
}

#[test]
fn notes_to_a_table_do_not_end_it_where_its_header_comes_again() {
    let head = "#|Ref|Due|Lead|\n";
    let text = format!("{head}|1|May|Clerk|\n\u{b9} A note\n{head}|2|June|Clerk|");
    let codes = &["table.header_folded", "table.stitched"];
    check(&text, "#|Ref|Due|Lead|\n|1|May|Clerk|\n|2|June|Clerk|\n\n\u{b9} A note", codes);
}

#[test]
fn lines_that_a_column_ended_are_joined_where_the_document_shows_it() {
    // A sketch has no line ends in cells: these are made by hand.
    let mut wrapped = document(&"|Walk the~oldest culverts|Done.~Later|\n".repeat(6));
    for block in &mut wrapped.blocks {
        let Block::Table(table) = block else { continue };
        for cell in table.cells_mut() {
            cell.text = RichText::plain(&cell.text.as_str().replace('~', "\n"));
        }
    }
    let mended = tables(wrapped).value;
    let table = mended.tables().next().unwrap();
    let texts: Vec<_> = table.row_cells(0).map(|c| c.text.as_str()).collect();
    assert_eq!(texts, ["Walk the oldest culverts", "Done.\nLater"]);
}

#[test]
fn a_row_cut_by_a_page_break_is_joined_and_others_are_not() {
    let codes = &["table.stitched", "table.row_joined"];
    let plan = "#|Action|Due|Update|\n|1.1 Open|May|Done|\n|1.2 Ask the|June|Waiting for|\n\n";
    let start = "#|Action|Due|Update|\n|1.1 Open|May|Done|\n";
    for (rest, joined) in [
        ("|||the letter|", "|1.2 Ask the|June|Waiting for the letter|"),
        ("|readers||the letter|", "|1.2 Ask the readers|June|Waiting for the letter|"),
    ] {
        check(&format!("{plan}{rest}"), &format!("{start}{joined}"), codes);
    }
    // Two texts that are cut at the break say more than another that ends there with a stop.
    check(
        "#|Berth|Boat|Crew|Notes|Rent|\n|North|It has a|Ann and|Mended.|Paid.|\n---\n||new mast|all her|Then sold.|Or owed.|",
        "#|Berth|Boat|Crew|Notes|Rent|\n|North|It has a new mast|Ann and all her|Mended. Then sold.|Paid. Or owed.|",
        codes,
    );
    for rest in ["|1.3 close|July|the letter|", "||July 2021|The letter came|"] {
        check(&format!("{plan}{rest}"), &format!("{}\n{rest}", plan.trim_end()), &codes[..1]);
    }
    let whole = plan.replace("Ask the", "Ask").replace("Waiting for", "Waiting.");
    for rest in ["|Next step|||", "|||Then a letter|", "|||and a letter|"] {
        check(&format!("{whole}{rest}"), &format!("{}\n{rest}", whole.trim_end()), &codes[..1]);
    }
}

#[test]
fn a_row_without_what_every_row_has_is_the_rest_of_the_one_above() {
    let rows: String =
        (1..8).map(|n| format!("|{n}|Mend gate {n}.|Clerk|May 2024|Open|\n")).collect();
    let plan = format!("#|Ref|Action|Lead|Due|Status|\n{rows}");
    let codes: &[&str] = &["table.stitched", "table.row_joined"];
    // Cut between two sentences, or within a date.
    for (last, rest, whole) in [
        (
            "|8|Paint it.|Clerk|May 2024|Open|",
            "||Then oil it.||||",
            "|8|Paint it. Then oil it.|Clerk|May 2024|Open|",
        ),
        (
            "|8|Paint it|Clerk|30 May|Open|",
            "||Oil it||2024||",
            "|8|Paint it Oil it|Clerk|30 May 2024|Open|",
        ),
        ("|8||Clerk|May 2024|Open|", "||Paint it||||", "|8|Paint it|Clerk|May 2024|Open|"),
        (
            "|8|See QB-|Clerk|May 2024|Open|",
            "||38 there||||",
            "|8|See QB-38 there|Clerk|May 2024|Open|",
        ),
    ] {
        let end = "|9|Sell it|Clerk|May 2024|Open|";
        check(
            &format!("{plan}{last}\n---\n{rest}\n{end}"),
            &format!("{plan}{whole}\n{end}"),
            codes,
        );
    }
    // With a date of its own it is an action of its own.
    let (last, own) = ("|8|Paint it.|Clerk|May 2024|Open|", "||Then oil it.||June 2024||");
    let apart = format!("{plan}{last}\n---\n{own}");
    check(&apart, &format!("{plan}{last}\n{own}"), &["table.stitched"]);
}

#[test]
fn a_row_cut_within_a_sentence_is_joined_whatever_dates_are_in_it() {
    let codes: &[&str] = &["table.stitched", "table.row_joined"];
    let plan = "#|Ref|Action|Lead|Due|\n|1|Oil it|Ann|3 May 2024|\n|2|Tar it|Bo|4 May 2024|\n";
    let (last, rest) = ("|3|Mend the|Cy|5 May 2024|", "||north gate||6 June 2025|");
    let end = "|4|Sell it|Di|7 May 2024|";
    check(
        &format!("{plan}{last}\n---\n{rest}\n{end}"),
        &format!("{plan}|3|Mend the north gate|Cy|5 May 2024 6 June 2025|\n{end}"),
        codes,
    );
    // Where a row above has no reference, this one may be a row of its own.
    let open = plan.replace("|2|", "||");
    let (before, rest) = (format!("{open}{last}\n---\n{rest}"), format!("{open}{last}\n{rest}"));
    check(&before, &rest, &codes[..1]);
    // Without references the first text says so, and what is lacking.
    let plan = "#|Action|Lead|Due|\n|Oil it|Ann|May|\n|Tar it|Bo|May|\n|Row it|Cy|May|\n";
    let (last, end) = ("|Mend the|Di|May|", "|Sell it|Ed|May|");
    check(
        &format!("{plan}{last}\n---\n|north gate||in 2025|\n{end}"),
        &format!("{plan}|Mend the north gate|Di|May in 2025|\n{end}"),
        codes,
    );
    for own in ["|north gate|Di|May|", "|North gate||in 2025|"] {
        check(
            &format!("{plan}{last}\n---\n{own}\n{end}"),
            &format!("{plan}{last}\n{own}\n{end}"),
            &codes[..1],
        );
    }
}

#[test]
fn the_row_below_a_rest_stays_a_row() {
    let mut given = document(
        "#|Ref|Action|Due|\n|1|Oil it|May|\n|2|Mend the|June|\n---\n||north gate||\n||and the bell||",
    );
    let is_last = |b: &&mut Block| matches!(b, Block::Table(t) if t.header_rows() == 0);
    let Some(Block::Table(lower)) = given.blocks.iter_mut().find(is_last) else {
        panic!("a table")
    };
    // One blank cell is beside both rows of the later page.
    let mut cells: Vec<Cell> =
        lower.cells().iter().filter(|c| (c.row(), c.col()) != (1, 0)).cloned().collect();
    cells[0] = Cell::new(0, 0, RichText::default(), cells[0].place()).spanning(2, 1);
    *lower = Table::new(lower.method(), 3, lower.rows().to_vec(), cells).unwrap();
    let mended = tables(given).value;
    assert_eq!(
        sketch(&mended),
        "#|Ref|Action|Due|\n|1|Oil it|May|\n|2|Mend the north gate|June|\n||and the bell||"
    );
}

#[test]
fn a_row_that_its_source_tells_to_be_one_is_joined() {
    let mut whole =
        document("#|Action|Lead|\n|Paint it.|Clerk|\n---\n|Sell it.|Ann|\n|Oil it.|Bo|");
    let is_last = |b: &&mut Block| matches!(b, Block::Table(t) if t.header_rows() == 0);
    if let Some(Block::Table(table)) = whole.blocks.iter_mut().find(is_last) {
        table.cells_mut().next().unwrap().is_rest = true;
    }
    let mended = tables(whole);
    assert_eq!(
        sketch(&mended.value),
        "#|Action|Lead|\n|Paint it. Sell it.|Clerk Ann|\n|Oil it.|Bo|"
    );
}

#[test]
fn a_cut_row_may_show_its_colour_on_both_pages() {
    let before = "#|Ref|Action|RAG|\n|1|Agree a plan||\n|2|Publish the||\n\n~Page 3\n---\n\
                  ||register of assets||\n|3|Close||";
    let (red, green) = (Rgb(0xff, 0, 0), Rgb(0, 0xb0, 0x50));
    for (below, rows) in [(red, 4), (green, 5)] {
        let mut given = document(before);
        let mut tables = given.blocks.iter_mut().filter_map(|b| match b {
            Block::Table(table) => Some(table),
            _ => None,
        });
        for (table, row, colour) in
            [(tables.next().unwrap(), 2, red), (tables.next().unwrap(), 0, below)]
        {
            let cell = table.cells_mut().find(|c| c.row() == row && c.col() == 2).unwrap();
            cell.fill = Some(colour);
        }
        let found = super::tables(given).value;
        assert_eq!(found.tables().next().unwrap().row_count(), rows, "{below:?}");
    }
}

#[test]
fn a_row_cut_above_its_reference_is_joined() {
    let start = "#|Ref|Action|Due|Update|\n|1.1|Open it|May|Done|\n|1.2|Close it|May|Done|\n";
    let cut = format!(
        "{start}||Ask the||Waiting for|\n\n#|Ref|Action|Due|Update|\n|1.3|readers|31 May 2021|the letter|"
    );
    let whole = format!("{start}|1.3|Ask the readers|31 May 2021|Waiting for the letter|");
    check(&cut, &whole, &["table.header_folded", "table.stitched", "table.row_joined"]);
    let apart = cut
        .replace("Ask the", "Ask.")
        .replace("|readers|", "|Then go|")
        .replace("the letter", "The letter")
        .replace("Waiting for", "Wait.");
    let lines = apart.replace("\n\n#|Ref|Action|Due|Update|", "");
    check(&apart, &lines, &["table.header_folded", "table.stitched"]);
}

#[test]
fn a_header_that_is_a_table_of_its_own_is_above_the_rows_below_it() {
    let start = "#|Berth no.|Owner|\n|4|Ann|\n|5|Bo|";
    check(
        &format!("{start}\n---\n|Ber\u{ad}|Owner|\n|th no.||\n\n|6|Cy|"),
        &format!("{start}\n|6|Cy|"),
        &["table.header_folded", "table.stitched"],
    );
}

#[test]
fn titles_are_what_stands_above() {
    let mended = tables(document("Part one\n\n|a|b|\n\nA long story that ends with a stop.\n|c|"));
    let titles: Vec<_> = mended.value.tables().map(|t| t.title.as_deref()).collect();
    assert_eq!(titles, [Some("Part one"), None]);
}

/// A table on a page of 600 by 800 points: column edges and the rows' top edge.
fn on_page(page: u32, top: f32, edges: &[f32], texts: &[&[&str]], header_rows: u32) -> Table {
    by_method(Method::Ruled, page, top, edges, texts, header_rows)
}

fn by_method(
    method: Method,
    page: u32,
    top: f32,
    edges: &[f32],
    texts: &[&[&str]],
    header_rows: u32,
) -> Table {
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    for (r, row) in texts.iter().enumerate() {
        let y = top + 20.0 * r as f32;
        let area = |x0, x1| Place::Page { number: page, area: Rect::new(x0, y, x1, y + 20.0) };
        rows.push(Row { place: area(edges[0], 560.0) });
        for (c, text) in row.iter().enumerate() {
            let right = edges.get(c + 1).copied().unwrap_or(560.0);
            let place = area(edges[c], right);
            cells.push(Cell::new(r as u32, c as u32, RichText::plain(text), place));
        }
    }
    let mut table = Table::new(method, edges.len() as u32, rows, cells).unwrap();
    table.set_header_rows(header_rows);
    table
}

#[test]
fn a_caption_of_another_number_begins_another_table() {
    let captioned = |page, top, caption: &str| {
        let texts: &[&[&str]] = &[&["", ""], &["Boat", "Oars"], &["Skiff", "2"], &["Punt", "1"]];
        let mut table = on_page(page, top, &[40.0, 200.0], texts, 0);
        let place = table.rows()[0].place;
        let wide = Cell::new(0, 0, RichText::plain(caption), place).spanning(1, 2);
        let cells =
            std::iter::once(wide).chain(table.cells().iter().filter(|c| c.row() > 0).cloned());
        let (rows, cells) = (table.rows().to_vec(), cells.collect());
        table = Table::new(Method::Ruled, 2, rows, cells).unwrap();
        // What is nearest above is no title beside that.
        table.title = Some("Berths".to_owned());
        Block::Table(table)
    };
    for (above, below, count) in [
        ("Table A-9: Boats", "Table A-10: Boats of the north", 2),
        ("Table A-9: Boats", "Table A-9: Boats (continued)", 1),
    ] {
        let mut pages = document("");
        pages.source.page_sizes = vec![[600.0, 800.0]; 2];
        pages.blocks = vec![captioned(1, 700.0, above), captioned(2, 40.0, below)];
        let mended = tables(pages).value;
        let titles: Vec<_> = mended.tables().filter_map(|t| t.title.as_deref()).collect();
        assert_eq!(titles, [above, below][..count]);
    }
}

#[test]
fn on_pages_the_columns_and_the_place_are_evidence() {
    let upper = |top| on_page(1, top, &[40.0, 200.0], &[&["Action", "Due"], &["1 Open", "May"]], 1);
    let lower = |page, top, edge| on_page(page, top, &[40.0, edge], &[&["2 Close", "June"]], 0);
    for (first, second, count) in [
        (upper(700.0), lower(2, 40.0, 203.0), 1),
        (upper(700.0), lower(2, 40.0, 300.0), 2),
        (upper(700.0), lower(3, 40.0, 200.0), 2),
        (upper(100.0), lower(2, 40.0, 200.0), 2),
        (upper(700.0), lower(2, 600.0, 200.0), 2),
        (upper(100.0), lower(1, 300.0, 200.0), 2),
    ] {
        let mut pages = document("");
        pages.source.page_sizes = vec![[600.0, 800.0]; 3];
        pages.blocks = vec![Block::Table(first), Block::Table(second)];
        assert_eq!(tables(pages).value.tables().count(), count);
    }
}

fn counted(document: &Document) -> BTreeMap<char, usize> {
    let mut count = BTreeMap::new();
    let mut add = |text: &str| {
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            *count.entry(c).or_default() += 1;
        }
    };
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                table.cells().iter().chain(table.folded()).for_each(|c| add(c.text.as_str()));
            }
            other => other.text().into_iter().for_each(|t| add(t.as_str())),
        }
    }
    count
}

proptest! {
    #[test]
    fn mending_loses_no_word_and_twice_is_once(
        lines in prop::collection::vec(
            prop_oneof![
                4 => prop::collection::vec("(1\\.[1-4] )?[aB(]?( of)?|May 2021|", 3..5)
                    .prop_map(|cells| format!("|{}|", cells.join("|"))),
                1 => Just("#|Ref|Due|Lead|".to_owned()),
                1 => Just("#|Area|||".to_owned()),
                3 => Just(String::new()),
                1 => Just("---".to_owned()),
                1 => Just("~Page 1".to_owned()),
                1 => Just("Text".to_owned()),
            ],
            0..24,
        )
    ) {
        let before = document(&lines.join("\n"));
        let words = counted(&before);
        let once = tables(before).value;
        prop_assert_eq!(&counted(&once), &words);
        let twice = tables(once.clone());
        prop_assert_eq!(twice.value, once);
        prop_assert_eq!(twice.notes, vec![]);
    }
}

#[test]
fn columns_of_words_and_of_numbers_go_on_where_no_rule_says_their_edges() {
    let rows: &[&[&str]] = &[&["Boat", "Oars"], &["Skiff", "12"], &["Punt", "8"], &["Gig", "9"]];
    let upper = |method| by_method(method, 1, 700.0, &[40.0, 200.0], rows, 1);
    let lower = |method, edge, rows: &[&[&str]], header_rows| {
        by_method(method, 2, 40.0, &[40.0, edge], rows, header_rows)
    };
    let more: &[&[&str]] = &[&["Yawl", "7"], &["Tender", "3"]];
    for (method, edge, rows, header_rows, count) in [
        (Method::Tagged, 240.0, more, 0, 1),
        (Method::Ruled, 240.0, more, 0, 2),
        (Method::Tagged, 420.0, more, 0, 2),
        (Method::Tagged, 240.0, more, 1, 2),
        (Method::Tagged, 240.0, &[&["7", "Yawl"]], 0, 2),
        (Method::Tagged, 240.0, &[&["Town", "Cases"], &["Ayr", "4"]], 0, 2),
    ] {
        let mut pages = document("");
        pages.source.page_sizes = vec![[600.0, 800.0]; 2];
        pages.blocks =
            vec![Block::Table(upper(method)), Block::Table(lower(method, edge, rows, header_rows))];
        let found = tables(pages).value.tables().count();
        assert_eq!(found, count, "{method:?} {edge} {rows:?} {header_rows}");
    }
}
