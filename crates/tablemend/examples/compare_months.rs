//! What changed between two months:
//! `cargo run --example compare_months -- fixtures/plan/2024-01.md fixtures/plan/2024-02.md`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use tablemend::compare::render;
use tablemend::{CompareOptions, Options, Records};

fn main() -> Result<(), Box<dyn Error>> {
    let read = |path: String| -> Result<Records, Box<dyn Error>> {
        Ok(tablemend::convert(std::fs::read(&path)?, &path, &Options::new())?)
    };
    let mut paths = std::env::args().skip(1);
    let before = read(paths.next().ok_or("which document is the earlier one?")?)?;
    let after = read(paths.next().ok_or("which document is the later one?")?)?;
    let changes = tablemend::compare(&before, &after, &CompareOptions::new())?;
    println!("{}", render::text(&changes, false));
    Ok(())
}
