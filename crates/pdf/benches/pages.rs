//! How long a page takes: a table of 40 rows with rulings and some 3,000 glyphs.

use tablemend_pdf::{OpenOptions, open};

fn main() {
    divan::main();
}

#[divan::bench]
fn a_page_of_a_table(bencher: divan::Bencher<'_, '_>) {
    let pdf = open(table(), &OpenOptions::default()).expect("a sound document");
    let mut reader = pdf.reader();
    bencher.bench_local(|| reader.page(1).expect("a sound page"));
}

/// A document of one page.
fn table() -> Vec<u8> {
    let mut content = String::from("0.5 w\n");
    for row in 0..40 {
        let y = 780 - row * 18;
        content += &format!("0.85 g 500 {y} 60 18 re f 40 {y} m 560 {y} l S\n");
        for column in 0..4 {
            let x = 44 + column * 130;
            let text = format!("row {row} column {column} some words");
            content += &format!("BT 0 g /F1 8 Tf {x} {} Td [({text})] TJ ET\n", y + 5);
        }
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    // Without a table of offsets: the reader looks for the objects.
    let mut out = String::from("%PDF-1.7\n");
    for (number, object) in (1..).zip(&objects) {
        out += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    out += "trailer\n<< /Root 1 0 R >>\n";
    out.into_bytes()
}
