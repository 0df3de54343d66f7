//! A PDF to CSV: `cargo run --example pdf_to_csv -- fixtures/pdf/2024-01-libreoffice-tagged.pdf > actions.csv`

use std::error::Error;
use std::io::stdout;
use tablemend::{Format, Options, WriteOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which document?")?;
    let records = tablemend::convert(std::fs::read(&path)?, &path, &Options::new())?;
    tablemend::write(&records, Format::Csv, &WriteOptions::new(), stdout().lock())?;
    Ok(())
}
