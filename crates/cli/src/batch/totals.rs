//! What a batch comes to: how many documents were written, failed or stayed as they were, and why.

use crate::Outcome;
use crate::args::Checks;
use crate::report::Report;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;
use tablemend_model::{Diagnostic, Level};

/// Counts of a run, added up report by report.
#[derive(Debug)]
pub(crate) struct Totals {
    begun: Instant,
    written: usize,
    unchanged: usize,
    failed: usize,
    skipped: usize,
    /// Those of the skipped that are not documents.
    passed: usize,
    records: u64,
    levels: Levels,
    /// Diagnostics by code.
    codes: BTreeMap<String, u64>,
    /// Documents that failed, by the code of what stopped them.
    failures: BTreeMap<String, u64>,
    worst: Outcome,
    /// What is said behind the counts.
    remarks: Vec<(&'static str, String)>,
}

/// Diagnostics by level.
#[derive(Debug, Default)]
struct Levels {
    error: u64,
    warning: u64,
    info: u64,
}

impl Levels {
    fn of(&mut self, level: Level) -> &mut u64 {
        match level {
            Level::Error => &mut self.error,
            Level::Warning => &mut self.warning,
            Level::Info => &mut self.info,
        }
    }

    fn has(&self, least: Level) -> bool {
        self.error > 0
            || (self.warning > 0 && least <= Level::Warning)
            || (self.info > 0 && least <= Level::Info)
    }
}

impl Totals {
    /// Nothing yet; the time counts from now.
    pub(crate) fn new() -> Self {
        Self {
            begun: Instant::now(),
            written: 0,
            unchanged: 0,
            failed: 0,
            skipped: 0,
            passed: 0,
            records: 0,
            levels: Levels::default(),
            codes: BTreeMap::new(),
            failures: BTreeMap::new(),
            worst: Outcome::Fine,
            remarks: Vec::new(),
        }
    }

    /// Adds a document.
    pub(crate) fn add(&mut self, report: &Report) {
        self.worst = self.worst.max(of(report));
        if let Some(line) = &report.before {
            self.unchanged += 1;
            self.records += line["records"].as_u64().unwrap_or_default();
            for level in [Level::Error, Level::Warning, Level::Info] {
                let count = line["diagnostics"][level.as_str()].as_u64();
                *self.levels.of(level) += count.unwrap_or_default();
            }
            for (code, count) in line["codes"].as_object().into_iter().flatten() {
                self.count(code, count.as_u64().unwrap_or_default());
            }
            // What is said of it now.
            self.note(&report.notes);
            return;
        }
        self.note(&report.notes);
        if report.is_unreadable || report.is_unwritten {
            self.failed += 1;
            let stopped = report.notes.iter().rev().find(|n| n.level == Level::Error);
            let code = stopped.map_or("unknown", |n| n.code.as_ref());
            *self.failures.entry(code.to_owned()).or_default() += 1;
        } else if report.skipped > 0 {
            self.skipped += report.skipped;
            if report.is_of_folder {
                self.passed += report.skipped;
            }
        } else {
            self.written += 1;
            self.records += report.records_written.unwrap_or_default();
        }
    }

    /// Adds what is said of the run and of no document.
    pub(crate) fn add_remark(&mut self, report: &Report) {
        self.worst = self.worst.max(of(report));
        self.note(&report.notes);
    }

    /// Says something behind the counts.
    pub(crate) fn remark(&mut self, label: &'static str, text: String) {
        self.remarks.push((label, text));
    }

    fn note(&mut self, notes: &[Diagnostic]) {
        for note in notes {
            *self.levels.of(note.level) += 1;
            self.count(&note.code, 1);
        }
    }

    fn count(&mut self, code: &str, more: u64) {
        // Most codes are there already.
        match self.codes.get_mut(code) {
            Some(count) => *count += more,
            None => {
                self.codes.insert(code.to_owned(), more);
            }
        }
    }

    /// The run's exit code.
    pub(crate) fn outcome(&self, checks: &Checks) -> Outcome {
        let is_over = checks.fail_on.is_some_and(|least| self.levels.has(least.level()));
        if is_over { self.worst.max(Outcome::CheckFailed) } else { self.worst }
    }

    fn documents(&self) -> usize {
        self.written + self.unchanged + self.failed + self.skipped
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        json!({
            "documents": self.documents(),
            "written": self.written,
            "unchanged": self.unchanged,
            "failed": self.failed,
            "skipped": self.skipped,
            "records": self.records,
            "levels": {
                "error": self.levels.error, "warning": self.levels.warning, "info": self.levels.info,
            },
            "codes": self.codes,
            "failures": self.failures,
            "seconds": (self.begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        })
    }

    /// For people; nothing where there was one document.
    pub(crate) fn text(&self, is_bold: bool) -> String {
        let documents = self.documents() - self.passed;
        if documents < 2 {
            return String::new();
        }
        let bold = if is_bold { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = (self.documents() - self.skipped) as f64 / seconds.max(0.001);
        let mut out = format!(
            "{bold}{} documents{bold:#} in {} ({} a second)\n",
            grouped(documents as u64),
            duration(seconds),
            if rate < 10.0 { format!("{rate:.1}") } else { grouped(rate as u64) },
        );
        let mut add = |label: &str, text: &str| {
            let _ = writeln!(out, "  {bold}{label:<9}{bold:#} {text}");
        };
        let counted = |n: usize| grouped(n as u64);
        if self.written > 0 || self.failed + self.unchanged == 0 {
            add("written", &counted(self.written));
        }
        for (label, count) in [("unchanged", self.unchanged), ("skipped", self.skipped)] {
            if count > 0 {
                add(label, &counted(count));
            }
        }
        if self.failed > 0 {
            add("failed", &format!("{} ({})", counted(self.failed), listed(&self.failures)));
        }
        if self.records > 0 {
            add("records", &grouped(self.records));
        }
        let levels = [
            (self.levels.error, "error", "errors"),
            (self.levels.warning, "warning", "warnings"),
            (self.levels.info, "note", "notes"),
        ];
        let levels: Vec<String> = levels
            .iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| format!("{} {}", grouped(*n), if *n == 1 { one } else { many }))
            .collect();
        match (levels.is_empty(), self.codes.is_empty()) {
            (true, _) => add("notes", "none"),
            (false, true) => add("notes", &levels.join(", ")),
            (false, false) => {
                add("notes", &format!("{} ({})", levels.join(", "), listed(&self.codes)));
            }
        }
        for (label, text) in &self.remarks {
            add(label, text);
        }
        out
    }
}

/// What one report makes of the run.
fn of(report: &Report) -> Outcome {
    if report.is_unreadable {
        Outcome::Unreadable
    } else if report.is_unwritten {
        Outcome::Usage
    } else if report.is_audit_dirty {
        Outcome::CheckFailed
    } else {
        Outcome::Fine
    }
}

/// Codes with their counts, the most frequent first.
fn listed(codes: &BTreeMap<String, u64>) -> String {
    let mut codes: Vec<(&String, &u64)> = codes.iter().collect();
    codes.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let codes = codes.iter().map(|(code, n)| format!("{code} {}", grouped(**n)));
    codes.collect::<Vec<_>>().join(", ")
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Seconds as people say them.
fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..120 => format!("{whole} s"),
        120..7200 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::FailOn;

    fn report(level: Level) -> Report {
        Report { notes: vec![Diagnostic::new("x.y", level, "so")], ..Report::default() }
    }

    #[test]
    fn checks_that_were_asked_for_fail_the_run() {
        for (level, fail_on, expected) in [
            (Level::Warning, None, Outcome::Fine),
            (Level::Warning, Some(FailOn::Error), Outcome::Fine),
            (Level::Warning, Some(FailOn::Warning), Outcome::CheckFailed),
            (Level::Info, Some(FailOn::Warning), Outcome::Fine),
            (Level::Error, Some(FailOn::Info), Outcome::CheckFailed),
        ] {
            let mut totals = Totals::new();
            totals.add(&report(level));
            assert_eq!(totals.outcome(&Checks { fail_on }), expected, "{level:?} {fail_on:?}");
            // What is unchanged counts as it did when it was written.
            let before = json!({
                "records": 2, "diagnostics": { level.as_str(): 1 }, "codes": { "x.y": 1 },
            });
            let mut totals = Totals::new();
            totals.add(&Report { before: Some(before), ..Report::default() });
            assert_eq!(totals.outcome(&Checks { fail_on }), expected, "{level:?} {fail_on:?}");
            assert_eq!(totals.json()["codes"], json!({ "x.y": 1 }));
        }
    }

    #[test]
    fn files_that_are_not_documents_are_skipped_and_no_documents() {
        let mut totals = Totals::new();
        totals.add(&Report { records_written: Some(2), ..Report::default() });
        totals.add(&Report { skipped: 5, is_of_folder: true, ..report(Level::Info) });
        assert_eq!(totals.json()["skipped"], 5);
        assert_eq!(totals.text(false), "", "there is one document");
        totals.add(&Report::default());
        let text = totals.text(false);
        assert!(text.starts_with("2 documents in ") && text.contains("skipped   5"), "{text}");
    }

    #[test]
    fn everything_is_counted_once() {
        let mut totals = Totals::new();
        totals.add(&Report { records_written: Some(1200), ..report(Level::Warning) });
        totals.add(&Report { records_written: Some(34), ..Report::default() });
        totals.add(&Report { is_unreadable: true, ..report(Level::Error) });
        totals.add(&Report { skipped: 1, ..report(Level::Info) });
        totals.add(&Report { before: Some(json!({ "records": 6 })), ..Report::default() });
        let json = totals.json();
        for (name, count) in [
            ("documents", 5),
            ("written", 2),
            ("unchanged", 1),
            ("failed", 1),
            ("skipped", 1),
            ("records", 1240),
        ] {
            assert_eq!(json[name], count, "{name}");
        }
        assert_eq!((&json["codes"]["x.y"], &json["failures"]["x.y"]), (&json!(3), &json!(1)));
        assert_eq!(totals.outcome(&Checks { fail_on: None }), Outcome::Unreadable);
        let text = totals.text(false);
        for line in ["5 documents in ", "  records   1,240", "  failed    1 (x.y 1)"] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn numbers_and_times_are_readable() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), shown);
        }
        for (seconds, shown) in [
            (0.04, "0.0 s"),
            (9.4, "9.4 s"),
            (83.2, "83 s"),
            (200.0, "3 min 20 s"),
            (7260.0, "2 h 1 min"),
        ] {
            assert_eq!(duration(seconds), shown);
        }
    }
}
