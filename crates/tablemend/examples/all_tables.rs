//! All tables of the documents of a folder, on all cores: `cargo run --example all_tables -- fixtures/pdf`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use rayon::prelude::*;
use std::error::Error;
use std::fs;
use tablemend::Options;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let lines: Vec<String> = paths
        .par_iter()
        .map(|path| {
            let name = path.display().to_string();
            let Ok(bytes) = fs::read(path) else { return format!("{name}: cannot be read") };
            match tablemend::tables(bytes, &name, &Options::new()) {
                Ok(mended) => {
                    let rows: u32 = mended.document().tables().map(|t| t.row_count()).sum();
                    format!("{name}: {} tables, {rows} rows", mended.document().tables().count())
                }
                Err(error) => format!("{name}: {error} ({:?})", error.kind()),
            }
        })
        .collect();
    println!("{}", lines.join("\n"));
    Ok(())
}
