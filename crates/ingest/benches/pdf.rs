//! Pages of the measuring set, when it is there: content alone, and content with all tables.
use divan::Bencher;
use divan::counter::ItemsCount;
use tablemend_ingest::{Options, pdf};

fn main() {
    divan::main();
}

/// The documents of the measuring set; none where it is not there.
fn documents() -> Vec<Vec<u8>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/corpora/icdar2013/competition-dataset-eu"
    );
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    files.iter().filter_map(|f| std::fs::read(f).ok()).collect()
}

fn pages(documents: &[Vec<u8>]) -> usize {
    let open = |bytes: &Vec<u8>| {
        tablemend_pdf::open(bytes.clone(), &tablemend_pdf::OpenOptions::default())
            .map_or(0, |pdf| pdf.page_count() as usize)
    };
    documents.iter().map(open).sum()
}

#[divan::bench]
fn content(bencher: Bencher<'_, '_>) {
    let documents = documents();
    let count = pages(&documents);
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        for bytes in &documents {
            if let Ok(pdf) =
                tablemend_pdf::open(bytes.clone(), &tablemend_pdf::OpenOptions::default())
            {
                divan::black_box(pdf.pages().len());
            }
        }
    });
}

#[divan::bench]
fn tables(bencher: Bencher<'_, '_>) {
    let documents = documents();
    let count = pages(&documents);
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        for bytes in &documents {
            divan::black_box(pdf::read(bytes, "a.pdf", &Options::default()).is_ok());
        }
    });
}
