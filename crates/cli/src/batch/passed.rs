//! What is said of the files of a folder that are not taken for documents.

use crate::inputs::Passed;
use crate::report::{Report, Style};
use std::collections::BTreeMap;
use tablemend_model::{Diagnostic, Level};

const CODE: &str = "input.passed_over";
/// Kinds of files that a message names.
const NAMED: usize = 8;

/// One report on all files of a folder that are not read, counted by what they are.
pub(super) fn report(folder: &str, files: &[Passed], style: &Style) -> Report {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for file in files {
        *counts.entry(&file.kind).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
    let mut named: Vec<String> =
        counts.iter().take(NAMED).map(|(kind, count)| format!("{count} {kind}")).collect();
    let others: usize = counts.iter().skip(NAMED).map(|(_, count)| count).sum();
    if others > 0 {
        named.push(format!("{others} others"));
    }
    let files_were =
        if files.len() == 1 { "1 file was" } else { &format!("{} files were", files.len()) };
    let message = format!("{files_were} not read: {}", named.join(", "));
    let note = Diagnostic::new(CODE, Level::Info, message)
        .help("a file that is named itself is read, whatever its name ends in");
    // Notes of this level are only counted, unless all were asked for.
    let summary =
        if style.verbose { String::new() } else { format!("{folder}: {}\n", note.message) };
    let skipped = files.len();
    Report { skipped, is_of_folder: true, summary, ..Report::failed(folder, note, style) }
}

/// The report on one such file, for the manifest.
pub(super) fn report_on(file: &Passed) -> Report {
    let message = format!("not read as a document: {}", file.kind);
    let notes = vec![Diagnostic::new(CODE, Level::Info, message)];
    Report { notes, skipped: 1, ..Report::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{ColorWhen, DiagnosticsForm, Voice};

    #[test]
    fn files_that_are_not_read_are_counted_by_kind() {
        let voice = Voice {
            quiet: false,
            verbose: false,
            color: ColorWhen::Never,
            diagnostics: DiagnosticsForm::Text,
        };
        let file = |kind: &str| Passed { path: "x".into(), kind: kind.to_owned() };
        let files: Vec<Passed> = [".doc", ".rtf", ".doc"].iter().map(|k| file(k)).collect();
        let told = report("quay", &files, &Style::new(&voice));
        assert_eq!(told.notes[0].message, "3 files were not read: 2 .doc, 1 .rtf");
        assert_eq!((told.skipped, told.is_unreadable), (3, false));
        assert_eq!(told.summary, "quay: 3 files were not read: 2 .doc, 1 .rtf\n");
        let many: Vec<Passed> = (0..10).map(|n| file(&format!(".{n}"))).collect();
        let told = report("quay", &many, &Style::new(&voice));
        assert!(told.notes[0].message.ends_with("1 .7, 2 others"), "{}", told.notes[0].message);
    }
}
