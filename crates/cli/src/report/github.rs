//! Diagnostics as annotations of GitHub Actions (workflow commands).

use super::Report;
use std::fmt::Write;
use tablemend_model::{Diagnostic, Level};

/// One line a note.
pub(super) fn render(reports: &[Report]) -> String {
    let mut out = String::new();
    for report in reports {
        for note in &report.notes {
            one(&mut out, &report.shown, note);
        }
    }
    out
}

fn one(out: &mut String, file: &str, note: &Diagnostic) {
    let command = match note.level {
        Level::Info => "notice",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    let _ = write!(out, "::{command} file={}", property(file));
    if let Some((first, last)) = note.source.place.and_then(|p| p.lines()) {
        let _ = write!(out, ",line={first},endLine={last}");
    }
    let _ = write!(out, ",title={}::", property(&note.code));
    if let Some(page) = note.source.place.and_then(|p| p.page()) {
        let _ = write!(out, "page {page}: ");
    }
    let _ = writeln!(out, "{}", data(&note.message));
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Place, SourceRef};

    #[test]
    fn commands_are_escaped() {
        let note = Diagnostic::new("date.multiple", Level::Warning, "50% done:\nwhich?")
            .at(SourceRef::at(Place::line(3)));
        let mut out = String::new();
        one(&mut out, "a,b.md", &note);
        assert_eq!(
            out,
            "::warning file=a%2Cb.md,line=3,endLine=3,title=date.multiple::50%25 done:%0Awhich?\n"
        );
    }
}
