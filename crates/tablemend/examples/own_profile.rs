//! A document of a kind of one's own: `cargo run --example own_profile`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use tablemend::{Options, profiles};

/// Which columns the rows have, and which headings they have.
const PROFILE: &str = r#"
name = "moorings"
title = "Moorings"
description = "Moorings of a harbour and when each is inspected next."

[detect]
must = ["mooring", "inspection"]

[[entity]]
name = "moorings"
one = "mooring"
title = "Moorings"
description = "The moorings, one a row."
kind = "item"
key = "mooring"
ref = '[A-Z]\d+'
ref_headers = ["no"]

  [[entity.field]]
  name = "mooring"
  title = "Mooring"
  description = "Where it is."
  kind = "text"
  headers = ["berth", "mooring"]

  [[entity.field]]
  name = "inspection"
  title = "Next inspection"
  description = "When it is inspected next."
  kind = "dates"
  headers = ["next inspection"]
"#;

const DOCUMENT: &str = "\
| No | Berth | Next inspection |
|----|-------|-----------------|
| A1 | Inner basin, north | 31 March 2025 |
| A2 | Inner basin, south | end April 2025 |
";

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::new().with_profile(profiles::parse(PROFILE)?);
    let records = tablemend::convert(DOCUMENT, "moorings.md", &options)?;
    println!("{}", records.to_json()?);
    Ok(())
}
