//! Outputs of earlier runs, as the lines of a manifest tell them: which document they belong to, and
//! what becomes of those that no longer say what is in it.

use crate::inputs::{self, Input};
use crate::own;
use serde_json::{Value, json};
use std::fs;
use std::path::{Component, Path, PathBuf};
use tablemend_model::{Diagnostic, Level};

/// Code of what is said of an input that is gone.
pub(super) const VANISHED: &str = "input.vanished";
/// Outputs that a message names.
const NAMED: usize = 3;

/// The outputs of a line, below the output folder.
pub(super) fn outputs(line: &Value) -> Vec<String> {
    let outputs = line["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    outputs.iter().filter_map(|o| o.as_str().map(str::to_owned)).collect()
}

/// The folder of an output; none where it is not below the output folder.
pub(super) fn place(output: &str) -> Option<PathBuf> {
    let path = Path::new(output);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    path.parent().filter(|place| is_below && !place.as_os_str().is_empty()).map(Path::to_owned)
}

/// The name that outputs in this place have, if it can be one of this document's: its own, or that with
/// a number behind it.
pub(super) fn name(place: &Path, input: &Input) -> Option<String> {
    if place.parent() != Some(&input.folder) {
        return None;
    }
    let name = place.file_name()?.to_str()?;
    let rest = name.strip_prefix(inputs::own_stem(input).as_str())?;
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    (rest.is_empty() || rest.strip_prefix('~').is_some_and(is_number)).then(|| name.to_owned())
}

/// Takes an output of an earlier run away, and its folder where nothing else is in it. A workbook that
/// somebody has worked in stays.
pub(super) fn remove(folder: &Path, output: &str) {
    let Some(place) = place(output) else { return };
    let path = folder.join(output);
    if own::is_workbook_of_people(&path) {
        return;
    }
    let _ = fs::remove_file(&path);
    let _ = fs::remove_dir(folder.join(place));
}

/// Whether an earlier run has said that the input is gone.
pub(super) fn is_told(line: &Value) -> bool {
    line["error"]["code"] == VANISHED
}

/// The line of an input that is gone and has left these outputs.
pub(super) fn vanished(mut line: Value, outputs: Vec<String>) -> Value {
    line["outcome"] = json!("skipped");
    line["outputs"] = json!(outputs);
    let message = "it is no longer there; what was written of it stays";
    line["error"] = json!({ "code": VANISHED, "message": message });
    line
}

/// What is said of outputs that are left of an earlier reading of a document.
pub(super) fn outdated(outputs: &[String]) -> Diagnostic {
    let message =
        format!("what an earlier run wrote of this document is left: {}", listed(outputs));
    Diagnostic::new("output.outdated", Level::Warning, message)
        .help("delete these files; they do not say what this run read")
}

/// What is said of outputs of the last run that are of no document of this one.
pub(super) fn left(outputs: &[String]) -> Diagnostic {
    let message = format!("the last run wrote here, and this one did not: {}", listed(outputs));
    Diagnostic::new("output.outdated", Level::Warning, message).help(
        "delete what is no longer wanted; --resume keeps the names of outputs from run to run",
    )
}

/// The first of some outputs.
pub(super) fn listed(outputs: &[String]) -> String {
    let mut named: Vec<&str> = outputs.iter().take(NAMED).map(String::as_str).collect();
    if outputs.len() > NAMED {
        named.push("…");
    }
    named.join(", ")
}
