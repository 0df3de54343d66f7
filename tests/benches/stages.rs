//! How long each stage takes of the real appendix and of long plans, beside pulldown-cmark alone, and
//! the table finder for some pages.

use divan::{Bencher, black_box};
use mimalloc::MiMalloc;
use std::fs;
use std::sync::LazyLock;
use tablemend_ingest::Options;
use tablemend_normalise::{Profile, records, tables};

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    divan::main();
}

/// The appendix, where it is there; else a plan of like size.
static APPENDIX: LazyLock<String> = LazyLock::new(|| {
    tablemend_tests::shared()
        .and_then(|folder| fs::read_to_string(folder.join("appendix/january-2020.md")).ok())
        .unwrap_or_else(|| long_plan(150))
});

fn long_plan(rows: usize) -> String {
    let mut text = tablemend_tests::plan(&[]);
    for i in 0..rows {
        text.push_str(&format!(
            "| 1.1.{i} Mend the nets of berth {i}, and tell the boats that lie there when it is \
             done | 31 March 2021 | Head of Nets / Harbour Master | On track, berth {i} is next | |\n"
        ));
    }
    text
}

fn convert(text: &str, profile: &Profile) -> Vec<u8> {
    let document = tablemend_ingest::read(text.as_bytes(), "plan.md", &Options::default());
    let Ok(document) = document else { return Vec::new() };
    let mended = tables(document.value).value;
    let data = records(&mended, profile, "tablemend");
    let mut out = Vec::new();
    let _ = tablemend_emit::json::write(&data, &mut out);
    out
}

#[divan::bench]
fn appendix_by_pulldown_cmark_alone(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        pulldown_cmark::Parser::new_ext(
            black_box(&APPENDIX),
            pulldown_cmark::Options::ENABLE_TABLES,
        )
        .into_offset_iter()
        .count()
    });
}

#[divan::bench]
fn appendix_read(bencher: Bencher<'_, '_>) {
    bencher.bench(|| tablemend_ingest::read(APPENDIX.as_bytes(), "plan.md", &Options::default()));
}

#[divan::bench]
fn appendix_to_json(bencher: Bencher<'_, '_>) {
    let profile = Profile::built_in("action-plan").expect("it is built in");
    bencher.bench(|| convert(black_box(&APPENDIX), &profile));
}

/// The table finder: a document with all its cells drawn, and ones whose tables the text alone shows.
/// Items are pages.
#[divan::bench(args = [
    "2024-01-typst.pdf",
    "table-borderless.pdf",
    "table-column-rules.pdf",
    "no-table-prose.pdf",
])]
fn tables_of_pages(bencher: Bencher<'_, '_>, name: &str) {
    let path = tablemend_tests::root().join("fixtures/pdf").join(name);
    let bytes = fs::read(path).expect("the fixture is there");
    let read = || tablemend_ingest::read(black_box(&bytes), name, &Options::default());
    let pages = read().expect("it can be read").value.source.pages.unwrap_or(1);
    bencher.counter(divan::counter::ItemsCount::new(pages)).bench(read);
}

#[divan::bench(args = [50_000, 100_000], sample_count = 3, sample_size = 1)]
fn long_plan_to_json(bencher: Bencher<'_, '_>, rows: usize) {
    let profile = Profile::built_in("action-plan").expect("it is built in");
    let text = long_plan(rows);
    bencher.bench(|| convert(black_box(&text), &profile));
}
