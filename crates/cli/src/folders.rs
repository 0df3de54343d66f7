//! Folders of outputs: one holds the tables of one document, since their names are those of the tables.

use anyhow::{Result, bail};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What describes the tables of a folder.
const DESCRIPTOR: &str = "datapackage.json";

/// Refuses a folder that has the tables of another document, which would be overwritten. The same document
/// may be written again.
pub(crate) fn check(folder: &Path, document: &str, names: &[&str]) -> Result<()> {
    if !names.contains(&DESCRIPTOR) {
        return Ok(());
    }
    let Some(other) = source(folder).filter(|other| other != document) else { return Ok(()) };
    bail!(
        "the folder {} has the tables of {other}, and those of {document} would overwrite them; choose \
         another folder with -o, or convert both documents at once, and each gets a folder of its own",
        folder.display()
    )
}

/// The document that the tables of a folder are of; `None` where it has none of ours.
fn source(folder: &Path) -> Option<String> {
    let described = fs::read_to_string(folder.join(DESCRIPTOR)).ok()?;
    let described: Value = serde_json::from_str(&described).ok()?;
    described.get("tablemend:tool")?;
    Some(described.get("sources")?.get(0)?.get("title")?.as_str()?.to_owned())
}
