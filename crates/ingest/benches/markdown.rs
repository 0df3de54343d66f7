//! How long it takes to read a Markdown appendix, beside `pulldown-cmark`'s own parse of it.

use pulldown_cmark::{Options, Parser};
use std::fmt::Write;
use tablemend_ingest::read;

fn main() {
    divan::main();
}

/// A synthetic appendix of this many rows: pages of rows under blank headers, some cells in HTML.
fn generated(rows: usize) -> String {
    let mut text = String::from("# Library plan, update for May 2021\n\n");
    for row in 0..rows {
        if row % 8 == 0 {
            let header =
                if row % 32 == 0 { "Action | Due | Lead | Update | RAG" } else { "| | | |" };
            let _ = write!(text, "\n\n| {header} |\n|---|---|---|---|---|\n");
        }
        let (theme, number) = (row / 32 + 1, row % 32 + 1);
        let action = "Open every branch on Saturdays and tell readers by letter, poster and radio";
        let update = "Two branches open so far; the others wait for staff who can hold the keys";
        let line = match row % 4 {
            0 => format!(
                "| <p>{theme}.{number} {action}</p> | <p>31 May 2021</p> | Head of Libraries | <p>{update}</p> |  |"
            ),
            1 => format!(
                "| {theme}.{number} {action} | ~~30 April~~ 31 May 2021 | | {update} &amp; more | **Green** |"
            ),
            _ => format!(
                "| {theme}.{number} {action} | 30 June 2021 | Head of Libraries, North | {update} | Amber |"
            ),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The real appendix, where it is at hand.
fn appendix() -> Option<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/appendix/january-2020.md");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln_skip();
    }
    text
}

#[expect(clippy::print_stderr, reason = "a benchmark says what it skips")]
fn eprintln_skip() {
    eprintln!("skipped: the real appendix is not at hand");
}

fn parse_alone(text: &str) -> usize {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
        .into_offset_iter()
        .count()
}

fn read_all(text: &str) -> usize {
    read(text.as_bytes(), "a.md", &tablemend_ingest::Options::default())
        .map_or(0, |read| read.value.blocks.len())
}

#[divan::bench(args = [1000, 100_000])]
fn generated_pulldown_cmark_alone(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let text = generated(rows);
    bencher.bench(|| parse_alone(&text));
}

#[divan::bench(args = [1000, 100_000, 200_000])]
fn generated_read(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let text = generated(rows);
    bencher.bench(|| read_all(&text));
}

#[divan::bench]
fn appendix_pulldown_cmark_alone(bencher: divan::Bencher<'_, '_>) {
    if let Some(text) = appendix() {
        bencher.bench(|| parse_alone(&text));
    }
}

#[divan::bench]
fn appendix_read(bencher: divan::Bencher<'_, '_>) {
    if let Some(text) = appendix() {
        bencher.bench(|| read_all(&text));
    }
}
