//! How fast each format is written: `cargo bench -p tablemend-emit`.
//!
//! `all_formats` is a plan of 150 actions in every format; `large` counts the bytes that come out
//! for 100,000 actions.

#![allow(clippy::unwrap_used)] // A bench that cannot write has nothing to measure.

#[path = "../tests/support/mod.rs"]
mod support;

use divan::counter::BytesCount;
use tablemend_emit::{FORMATS, Format, Options, package, write};

fn main() {
    divan::main();
}

/// Every file of a folder in every format, into memory.
#[divan::bench]
fn all_formats(bencher: divan::Bencher<'_, '_>) {
    let data = support::large_plan(150);
    let formats: Vec<Format> = FORMATS.iter().filter(|f| f.built).map(|f| f.format).collect();
    bencher.bench(|| {
        let mut out = Vec::new();
        for file in package(&data, &formats, "plan", &Options::default()) {
            file.write(None, &mut out).unwrap();
        }
        out.len()
    });
}

/// 100,000 actions in one format, into nothing.
#[divan::bench(args = ["csv", "jsonl", "json", "parquet", "md", "xlsx", "sqlite"], sample_count = 3)]
fn large(bencher: divan::Bencher<'_, '_>, name: &str) {
    let Some(format) = Format::from_name(name).filter(|f| f.info().built) else { return };
    let data = support::large_plan(100_000);
    let mut size = Counted(0);
    write(&data, format, &Options::default(), &mut size).unwrap();
    bencher.counter(BytesCount::new(size.0)).bench(|| {
        let mut out = Counted(0);
        write(&data, format, &Options::default(), &mut out).unwrap();
        out.0
    });
}

/// Counts what is written to it.
struct Counted(usize);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += divan::black_box(bytes).len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
