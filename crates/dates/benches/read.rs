//! What reading one cell costs.

use tablemend_dates::{Context, only, read};
use tablemend_model::RichText;

fn main() {
    divan::main();
}

#[divan::bench(args = [
    "31 October 2019",
    "October 2020",
    "31/03/2020",
    "31 January 2020 – 31 July 2020",
    "30 th September 2020 (25% by December 2019, 50% by March 2020)",
    "Ongoing",
])]
fn cell(bencher: divan::Bencher, printed: &str) {
    let text = RichText::plain(printed);
    bencher.bench(|| read(divan::black_box(&text), &Context::default()));
}

#[divan::bench(args = ["April 2020", "On track, first meeting held with partners."])]
fn commentary(bencher: divan::Bencher, printed: &str) {
    bencher.bench(|| only(divan::black_box(printed), &Context::default()));
}
