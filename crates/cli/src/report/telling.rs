//! Reports that are told as they come, so that nothing of a large batch is held back to its end.

use super::{Report, Style, github, json, sarif};
use crate::Outcome;
use crate::args::{Checks, DiagnosticsForm};
use crate::batch::Totals;
use indicatif::ProgressBar;
use std::io::{self, Write};

/// What is said of a run on standard error: each report in turn, and in the end the totals.
#[derive(Debug)]
pub(crate) struct Telling {
    style: Style,
    totals: Totals,
    /// Of SARIF, which names all codes before the first result.
    kept: Vec<Report>,
    /// Diagnostics told so far.
    told: usize,
    bar: ProgressBar,
}

impl Telling {
    /// Nothing said yet.
    pub(crate) fn new(style: &Style) -> Self {
        let bar = ProgressBar::hidden();
        Self { style: *style, totals: Totals::new(), kept: Vec::new(), told: 0, bar }
    }

    /// From now on lines go above this bar.
    pub(crate) fn beside(&mut self, bar: ProgressBar) {
        self.bar = bar;
    }

    /// Says something behind the totals.
    pub(crate) fn remark(&mut self, label: &'static str, text: String) {
        self.totals.remark(label, text);
    }

    /// Tells the report on a document.
    pub(crate) fn tell(&mut self, report: Report) {
        self.totals.add(&report);
        self.say(report);
    }

    /// Tells what is to be said of the run and of no document.
    pub(crate) fn tell_remark(&mut self, report: Report) {
        self.totals.add_remark(&report);
        self.say(report);
    }

    fn say(&mut self, mut report: Report) {
        let text = match self.style.form {
            DiagnosticsForm::Text if self.style.quiet => report.text,
            DiagnosticsForm::Text => report.text + &report.summary,
            DiagnosticsForm::Json => json::items(&report, &mut self.told),
            DiagnosticsForm::Github => github::render(std::slice::from_ref(&report)),
            DiagnosticsForm::Sarif => {
                report.text = String::new();
                report.summary = String::new();
                self.kept.push(report);
                return;
            }
        };
        if !text.is_empty() {
            self.bar.suspend(|| super::say_plainly(&text));
        }
    }

    /// Ends what was told and gives the run's exit code.
    pub(crate) fn finish(self, checks: &Checks) -> Outcome {
        let text = match self.style.form {
            DiagnosticsForm::Text if self.style.quiet => String::new(),
            DiagnosticsForm::Text => self.totals.text(self.style.colour),
            DiagnosticsForm::Json => json::end(self.told, &self.totals.json()),
            DiagnosticsForm::Sarif => sarif::render(&self.kept),
            DiagnosticsForm::Github => String::new(),
        };
        super::say_plainly(&text);
        let _ = io::stderr().lock().flush();
        self.totals.outcome(checks)
    }
}
