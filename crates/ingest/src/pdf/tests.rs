//! Pages made by hand, through the same door as read ones.

mod begun_anew;
mod breaks;
mod broken_words;
mod centred_columns;
mod close_columns;
mod closed_tables;
mod column_lines;
mod columns_of_page;
mod drawn_order;
mod even_lines;
mod far_rows;
mod first_lines;
mod first_rows;
mod heads;
mod last_rows;
mod list_lines;
mod marks;
mod matrices;
mod middle_rows;
mod near_labels;
mod pairs;
mod partly_drawn;
mod row_rules;
mod sheets;
mod signs;
mod theme_rows;
mod totals;
mod two_columns;
mod undrawn;

use super::page::{self, PageItem};
use super::text::Known;
use super::words;
use proptest::prelude::*;
use tablemend_model::{Rect, Rgb, Style, Table};
use tablemend_pdf::{Fill, Glyph, Page, Rule};

/// A page of letter size whose text is set in a type that is half as wide as high.
pub(super) fn page() -> Page {
    Page { number: 1, width: 612.0, height: 792.0, ..Page::default() }
}

/// Sets text from `x` on a baseline; `size` points high.
pub(super) fn set(page: &mut Page, x: f32, base: f32, size: f32, text: &str) {
    let run = page.glyphs.len() as u32;
    for (n, c) in text.chars().enumerate() {
        let left = x + n as f32 * size * 0.5;
        page.glyphs.push(Glyph {
            text: c.into(),
            area: Rect::new(left, base - size, left + size * 0.5, base + 0.2 * size),
            origin: (left, base),
            size,
            angle: 0.0,
            font: 0,
            bold: false,
            italic: false,
            colour: Rgb(0, 0, 0),
            alpha: 1.0,
            is_ocr: false,
            is_artifact: false,
            is_watermark: false,
            mcid: None,
            run,
        });
    }
}

fn right(page: &mut Page, x: f32, base: f32, text: &str) {
    set(page, x - text.chars().count() as f32 * 5.0, base, 10.0, text);
}

pub(super) fn rule(page: &mut Page, ax: f32, ay: f32, bx: f32, by: f32) {
    let area = Rect::new(ax, ay, bx, by);
    let is_horizontal = area.width() > area.height();
    page.rules.push(Rule { area, is_horizontal, colour: Rgb(0, 0, 0), is_dashed: false });
}

pub(super) fn part(page: &Page) -> page::Part {
    let content = words::content(page);
    let draft = page::draft(&content, &Vec::new(), &[]);
    page::read(&content, &Vec::new(), draft, &super::open::Known::default(), &Known::new())
}

pub(super) fn tables(page: &Page) -> Vec<Table> {
    part(page)
        .items
        .into_iter()
        .filter_map(|p| match p {
            PageItem::Table(t) => Some(*t),
            PageItem::Para(..) => None,
        })
        .collect()
}

/// Cells as `row,col` (`+rows`, `+cols` where it spans) `:text`, blank ones left out.
pub(super) fn shown(table: &Table) -> Vec<String> {
    table
        .cells()
        .iter()
        .filter(|c| !c.text.is_empty())
        .map(|c| {
            let span = match (c.rowspan(), c.colspan()) {
                (1, 1) => String::new(),
                (r, k) => format!("+{r}x{k}"),
            };
            format!("{},{}{span}:{}", c.row(), c.col(), c.text.as_str())
        })
        .collect()
}

const PROSE: [&str; 6] = [
    "the first of many lines of prose",
    "that fill the column to its edge",
    "and go on with the same sentence",
    "until the end of this paragraph,",
    "which is followed by more of the",
    "same kind and ends here at last.",
];

#[test]
fn a_drawn_grid_keeps_spans_and_fills_and_its_text_whole() {
    let mut p = page();
    for y in [100.0, 120.0, 160.0] {
        rule(&mut p, 50.0, y, 350.0, y);
    }
    rule(&mut p, 50.0, 140.0, 200.0, 140.0);
    for x in [50.0, 200.0, 350.0] {
        rule(&mut p, x, 100.0, x, 160.0);
    }
    p.fills.push(Fill::new(Rect::new(200.0, 120.0, 350.0, 160.0), Rgb(255, 0, 0)));
    set(&mut p, 55.0, 115.0, 10.0, "Action");
    set(&mut p, 205.0, 115.0, 10.0, "Lead");
    set(&mut p, 55.0, 135.0, 10.0, "One");
    set(&mut p, 55.0, 155.0, 10.0, "Two");
    set(&mut p, 205.0, 135.0, 10.0, "A manager of a long name and");
    set(&mut p, 205.0, 147.0, 10.0, "title");
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(
        shown(&found[0]),
        [
            "0,0:Action",
            "0,1:Lead",
            "1,0:One",
            "1,1+2x1:A manager of a long name and title",
            "2,0:Two"
        ]
    );
    assert_eq!(found[0].cell_at(2, 1).unwrap().fill, Some(Rgb(255, 0, 0)));
}

#[test]
fn a_line_through_words_strikes_them_out_and_is_no_ruling() {
    let mut p = page();
    set(&mut p, 50.0, 100.0, 10.0, "29 May");
    set(&mut p, 90.0, 100.0, 10.0, "31 May");
    rule(&mut p, 50.0, 97.0, 80.0, 97.0);
    let content = words::content(&p);
    assert!(content.rules.is_empty());
    let draft = page::draft(&content, &Vec::new(), &[]);
    let part =
        page::read(&content, &Vec::new(), draft, &super::open::Known::default(), &Known::new());
    let Some(PageItem::Para(para, _)) = part.items.first() else { panic!("a paragraph") };
    let struck: Vec<&str> =
        para.text.styled(Style::Struck).map(|r| &para.text.as_str()[r]).collect();
    assert_eq!(struck, ["29 May"]);
}

#[test]
fn words_do_not_depend_on_the_order_of_drawing() {
    let mut p = page();
    set(&mut p, 50.0, 100.0, 10.0, "one two");
    set(&mut p, 50.0, 112.0, 10.0, "three");
    let upright = words::content(&p);
    p.glyphs.reverse();
    let placed = |content: words::PageContent| -> Vec<(String, Rect)> {
        content.words.into_iter().map(|w| (w.text, w.area)).collect()
    };
    assert_eq!(placed(words::content(&p)), placed(upright.clone()));
    let text: Vec<&str> = upright.words.iter().map(|w| w.text.as_str()).collect();
    assert_eq!(text, ["one", "two", "three"]);
}

#[test]
fn a_page_set_sideways_reads_as_if_it_stood_upright() {
    let mut p = page();
    set(&mut p, 50.0, 100.0, 10.0, "one two");
    let upright: Vec<String> = words::content(&p).words.into_iter().map(|w| w.text).collect();
    // A quarter turn clockwise: (x, y) goes to (height - y, x).
    for g in &mut p.glyphs {
        let a = g.area;
        g.area = Rect::new(792.0 - a.y0, a.x0, 792.0 - a.y1, a.x1);
        g.origin = (792.0 - g.origin.1, g.origin.0);
        g.angle = 90.0;
    }
    (p.width, p.height) = (792.0, 612.0);
    let turned: Vec<String> = words::content(&p).words.into_iter().map(|w| w.text).collect();
    assert_eq!(turned, upright);
}

#[test]
fn numbers_under_heads_without_rules_are_a_table() {
    let mut p = page();
    set(&mut p, 60.0, 100.0, 10.0, "State");
    for (x, t) in [(280.0, "1990"), (360.0, "2000")] {
        right(&mut p, x, 100.0, t);
    }
    for (n, name) in ["North", "South and far", "East", "West"].iter().enumerate() {
        let base = 114.0 + 14.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, name);
        right(&mut p, 280.0, base, "1 234");
        right(&mut p, 360.0, base, "5.6");
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].row_count(), found[0].column_count()), (5, 3));
    assert_eq!(found[0].cell_at(2, 1).unwrap().text.as_str(), "1 234");
    assert_eq!(found[0].cell_at(2, 0).unwrap().text.as_str(), "South and far");
}

#[test]
fn a_head_over_two_columns_spans_them() {
    let mut p = page();
    rule(&mut p, 60.0, 85.0, 420.0, 85.0);
    set(&mut p, 200.0, 96.0, 10.0, "Number");
    set(&mut p, 335.0, 96.0, 10.0, "Per cent");
    rule(&mut p, 170.0, 99.0, 260.0, 99.0);
    rule(&mut p, 310.0, 99.0, 420.0, 99.0);
    for (x, t) in [(200.0, "Men"), (260.0, "Women"), (340.0, "Men"), (420.0, "Women")] {
        right(&mut p, x, 111.0, t);
    }
    rule(&mut p, 60.0, 114.0, 420.0, 114.0);
    for n in 0..4 {
        let base = 126.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, ["North", "South", "East", "West"][n]);
        for x in [200.0, 260.0, 340.0, 420.0] {
            right(&mut p, x, base, "12.5");
        }
    }
    rule(&mut p, 60.0, 168.0, 420.0, 168.0);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let cells = shown(&found[0]);
    assert!(cells.contains(&"0,1+1x2:Number".to_owned()), "{cells:?}");
    assert!(cells.contains(&"0,3+1x2:Per cent".to_owned()), "{cells:?}");
    assert_eq!(found[0].header_rows(), 2);
}

#[test]
fn text_in_two_columns_is_no_table() {
    let mut p = page();
    for (n, line) in PROSE.iter().cycle().take(24).enumerate() {
        set(&mut p, 60.0, 100.0 + 12.0 * n as f32, 10.0, line);
        set(&mut p, 320.0, 100.0 + 12.0 * n as f32, 10.0, line);
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn contents_are_no_table() {
    let mut p = page();
    for n in 0..8 {
        let base = 100.0 + 14.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, "A chapter of some length ........................");
        right(&mut p, 500.0, base, &(3 + 5 * n).to_string());
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn lists_are_no_table() {
    let mut p = page();
    for (n, sign) in ["•", "•", "•", "1.", "2.", "(a)"].iter().enumerate() {
        set(&mut p, 60.0, 100.0 + 12.0 * n as f32, 10.0, sign);
        set(&mut p, 90.0, 100.0 + 12.0 * n as f32, 10.0, PROSE[n]);
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn forms_are_no_table() {
    let mut p = page();
    for (n, label) in ["Name:", "Address:", "Town:", "Telephone:"].iter().enumerate() {
        set(&mut p, 60.0, 100.0 + 20.0 * n as f32, 10.0, label);
        set(&mut p, 200.0, 100.0 + 20.0 * n as f32, 10.0, "______________");
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn every_word_of_a_page_is_in_one_block() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/appendix/");
    let name = "january-2020-typst.pdf";
    let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else {
        assert!(std::env::var_os("CI").is_none(), "{name} is not there");
        println!("skipped: {name} is not there");
        return;
    };
    let letters = |s: &str| -> String { s.chars().filter(|c| c.is_alphanumeric()).collect() };
    let count = |text: &str, into: &mut [usize; 128]| {
        for c in letters(text).bytes().filter(u8::is_ascii) {
            into[usize::from(c)] += 1;
        }
    };
    let pdf = super::open(bytes.clone().into(), &crate::Options::default()).unwrap();
    let (mut before, mut after) = ([0; 128], [0; 128]);
    for page in pdf.pages().into_iter().flatten() {
        for glyph in &page.glyphs {
            count(&glyph.text, &mut before);
        }
    }
    let read = super::read(&bytes, name, &crate::Options::default()).unwrap();
    for block in &read.value.blocks {
        match block {
            tablemend_model::Block::Table(t) => {
                t.cells().iter().for_each(|c| count(c.text.as_str(), &mut after));
            }
            other => count(other.text().map_or("", |t| t.as_str()), &mut after),
        }
    }
    assert_eq!(before, after);
}

/// Pages of words and lines on a coarse lattice, so that they meet, cover and align by chance.
fn any_page() -> impl Strategy<Value = Page> {
    let word = (0..24u8, 0..30u8, "[a-z0-9.$%•-]{1,9}", 0..8u8);
    let line = (0..25u8, 0..30u8, 0..25u8, 0..30u8);
    let fill = (0..20u8, 0..25u8, 1..12u8, 1..6u8, any::<bool>());
    let words = proptest::collection::vec(word, 0..90);
    let lines = proptest::collection::vec(line, 0..40);
    let fills = proptest::collection::vec(fill, 0..8);
    (words, lines, fills).prop_map(|(words, lines, fills)| {
        let mut p = page();
        for (x, y, text, kind) in words {
            let size = if kind == 0 { 6.0 } else { 10.0 };
            let from = p.glyphs.len();
            set(&mut p, 30.0 + 22.0 * f32::from(x), 60.0 + 12.0 * f32::from(y), size, &text);
            if kind == 1 {
                for g in &mut p.glyphs[from..] {
                    g.angle = 270.0;
                }
            }
        }
        for (ax, ay, bx, by) in lines {
            let at = |x: u8, y: u8| (28.0 + 22.0 * f32::from(x), 50.0 + 12.0 * f32::from(y));
            let ((ax, ay), (bx, _), (_, by)) = (at(ax, ay), at(bx, ay), at(ax, by));
            if (usize::from(bx > ax) + p.rules.len()).is_multiple_of(2) {
                rule(&mut p, ax, ay, bx, ay);
            } else {
                rule(&mut p, ax, ay, ax, by);
            }
        }
        for (x, y, w, h, is_red) in fills {
            let (x, y) = (28.0 + 22.0 * f32::from(x), 50.0 + 12.0 * f32::from(y));
            let area = Rect::new(x, y, x + 22.0 * f32::from(w), y + 12.0 * f32::from(h));
            let colour = if is_red { Rgb(200, 0, 0) } else { Rgb(220, 220, 220) };
            p.fills.push(Fill::new(area, colour));
        }
        p
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_page_makes_it_panic_and_no_letter_is_lost(p in any_page()) {
        let letters = |s: &str| {
            let mut all: Vec<char> = s.chars().filter(|c| c.is_alphanumeric()).collect();
            all.sort_unstable();
            all
        };
        let before: String = p.glyphs.iter().map(|g| g.text.as_str()).collect();
        let content = words::content(&p);
        let draft = page::draft(&content, &Vec::new(), &[]);
    let part = page::read(&content, &Vec::new(), draft, &super::open::Known::default(), &Known::new());
        let mut after = String::new();
        for segment in &part.items {
            match segment {
                PageItem::Para(para, _) => after.push_str(para.text.as_str()),
                PageItem::Table(t) => t.cells().iter().for_each(|c| after.push_str(c.text.as_str())),
            }
        }
        prop_assert_eq!(letters(&before), letters(&after));
    }
}
