//! Many documents at once: one that fails, or that brings the program to a defect, stops no other.

mod earlier;
mod job;
mod manifest;
mod passed;
mod progress;
mod totals;
mod worker;

pub(crate) use manifest::Manifest;
pub(crate) use totals::Totals;
pub(crate) use worker::{is_worker, start_workers_as};

use crate::Outcome;
use crate::args::Checks;
use crate::inputs::{Batch, Input};
use crate::report::{self, Report, Style, Telling};
use manifest::Unread;
use progress::progress;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;
use tablemend_model::{Diagnostic, Level};

/// What panicked and where, for the report on the document.
static PANICS: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

/// Whether documents may overtake each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// They may.
    Parallel,
    /// They share one output and go one after another.
    InOrder,
}

/// Does `each` for every document of the batch and gives the reports in input order.
pub(crate) fn run(
    batch: &Batch,
    pace: Pace,
    style: &Style,
    each: impl Fn(&Input) -> Report + Sync,
) -> Vec<Report> {
    let mut reports = unusable(batch, style);
    let (bar, done) = progress(batch.inputs.len(), style);
    let one = |input: &Input| {
        let report = guarded(input, style, &each);
        bar.inc(1);
        report
    };
    // One document needs no threads of ours; starting them takes longer than a small one.
    if pace == Pace::InOrder || batch.inputs.len() < 2 {
        reports.extend(batch.inputs.iter().map(one));
    } else {
        reports.par_extend(batch.inputs.par_iter().map(one));
    }
    drop(done);
    bar.finish_and_clear();
    reports
}

/// The reports on what was named and is not a document to be read.
fn unusable(batch: &Batch, style: &Style) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for unusable in &batch.unusable {
        let note = report::trouble("input.unreadable", &unusable.error);
        reports.push(Report::unreadable(&unusable.shown, note, style));
    }
    for shown in &batch.doubles {
        let note = Diagnostic::new("input.double", Level::Info, "named more than once; read once");
        reports.push(Report { skipped: 1, ..Report::failed(shown, note, style) });
    }
    reports.extend(batch.passed.iter().map(|(folder, files)| passed::report(folder, files, style)));
    reports
}

/// How the documents of a batch are read in processes of their own.
#[derive(Debug)]
pub(crate) struct Apart<'a> {
    /// The documents.
    pub(crate) batch: &'a Batch,
    /// Whether they may overtake each other.
    pub(crate) pace: Pace,
    /// How long one may take.
    pub(crate) timeout: Option<Duration>,
    /// How many are read at once; by default one a core.
    pub(crate) jobs: Option<NonZeroUsize>,
    /// What keeps what came of each, and knows which have not changed.
    pub(crate) manifest: Option<Manifest>,
}

impl Apart<'_> {
    /// Does `each` for every document in processes of their own, where there are several: one that
    /// ends its process, or takes too long, is a document that failed. `each` may write files and to
    /// standard output; nothing else that it does reaches this process. Reports are told in the order
    /// of the inputs, after what `then` made of them in this process.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub(crate) fn run(
        self,
        telling: &mut Telling,
        style: &Style,
        each: impl Fn(&Input) -> Report + Sync,
        then: impl FnMut(&Input, Report) -> Report + Send,
    ) -> anyhow::Result<()> {
        if is_worker() {
            worker::serve(|input| guarded(input, style, &each));
        }
        if let Some(manifest) = &self.manifest {
            for file in self.batch.passed.iter().flat_map(|(_, files)| files) {
                manifest.add_unread(&file.path, &passed::report_on(file))?;
            }
        }
        for report in unusable(self.batch, style) {
            if let Some(manifest) = self.manifest.as_ref().filter(|_| !report.is_of_folder) {
                manifest.add_unread(Path::new(&report.shown), &report)?;
            }
            telling.tell(report);
        }
        let (bar, stop) = progress(self.batch.inputs.len(), style);
        telling.beside(bar.clone());
        let broken = Mutex::new(None);
        let done = Mutex::new(Done { waiting: BTreeMap::new(), next: 0, then, telling });
        let keep = |at: usize, input: &Input, known: Unread, mut report: Report| {
            match self.manifest.as_ref().map_or(Ok(None), |m| m.add(input, known, &report)) {
                Ok(outdated) => outdated.into_iter().for_each(|note| report.add(note, style)),
                Err(error) => {
                    broken.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).put(self.batch, at, report);
            bar.inc(1);
        };
        match self.batch.inputs.as_slice() {
            // One document needs no process of its own; starting it takes longer than a small one.
            [] => {}
            [input] => {
                let (known, unchanged) = self.look(input);
                let report = unchanged.unwrap_or_else(|| {
                    let _watch = self.timeout.map(|timeout| watch(input, timeout, style));
                    guarded(input, style, &each)
                });
                keep(0, input, known, report);
            }
            inputs => {
                let cores = thread::available_parallelism().map_or(1, usize::from);
                let most = self.jobs.map_or(cores, usize::from).min(inputs.len());
                let count = if self.pace == Pace::InOrder { 1 } else { most };
                let threads = (cores / count).max(1);
                let next = AtomicUsize::new(0);
                let work = || {
                    let mut worker = worker::Worker::new(threads, self.timeout);
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let is_broken = broken.lock().is_ok_and(|b| b.is_some());
                        let Some(input) = inputs.get(at).filter(|_| !is_broken) else { break };
                        let (known, unchanged) = self.look(input);
                        let report = unchanged.unwrap_or_else(|| match worker.report(input) {
                            Ok(report) => report,
                            Err(worker::Failure::NoWorker) => guarded(input, style, &each),
                            Err(worker::Failure::Ended(why)) => ended(input, &why, style),
                            Err(worker::Failure::TimedOut) => timed_out(input, self.timeout, style),
                        });
                        keep(at, input, known, report);
                    }
                };
                thread::scope(|scope| {
                    for _ in 0..count {
                        scope.spawn(work);
                    }
                });
            }
        }
        drop(stop);
        bar.finish_and_clear();
        let Done { telling, .. } = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = broken.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        match self.manifest {
            Some(manifest) => finish(manifest, self.batch, telling, style),
            None => Ok(()),
        }
    }

    /// What is known of a document before it is read, and its report where it has not changed.
    fn look(&self, input: &Input) -> (Unread, Option<Report>) {
        let Some(manifest) = &self.manifest else { return (Unread::default(), None) };
        let known = manifest.look(input, &place(input));
        let unchanged = known.line.clone().map(|line| {
            let shown = input.shown.clone();
            Report { shown, before: Some(line), ..Report::default() }
        });
        (known, unchanged)
    }
}

/// Where the outputs of a document of a batch go, below the output folder.
pub(crate) fn place(input: &Input) -> PathBuf {
    input.folder.join(&input.stem)
}

/// Ends the manifest and tells what is no longer there.
fn finish(
    manifest: Manifest,
    batch: &Batch,
    telling: &mut Telling,
    style: &Style,
) -> anyhow::Result<()> {
    let path = manifest.path();
    let dash = Path::new("-");
    let inputs = batch.inputs.iter().map(|i| i.path.as_deref().unwrap_or(dash));
    let unread = batch
        .unusable
        .iter()
        .map(|u| u.shown.as_str())
        .chain(batch.doubles.iter().map(String::as_str));
    let passed = batch.passed.iter().flat_map(|(_, files)| files).map(|file| file.path.as_path());
    if let Some(left) = manifest.left() {
        let folder = path.parent().unwrap_or(Path::new(".")).display().to_string();
        telling.tell_remark(Report::failed(&folder, left, style));
    }
    for gone in manifest.finish(inputs.chain(unread.map(Path::new)).chain(passed))? {
        let what = "it was in the last run and is no longer there";
        let message = match gone.outputs.is_empty() {
            true => format!("{what}; nothing that was written of it is left"),
            false => {
                format!("{what}; what was written of it stays: {}", earlier::listed(&gone.outputs))
            }
        };
        let note = Diagnostic::new(earlier::VANISHED, Level::Warning, message);
        telling.tell_remark(Report::failed(&gone.path, note, style));
    }
    telling.remark("manifest", path.display().to_string());
    Ok(())
}

/// Reports as they come, put into input order.
struct Done<'t, T> {
    /// Those whose turn has not come.
    waiting: BTreeMap<usize, Report>,
    /// Whose turn it is.
    next: usize,
    then: T,
    telling: &'t mut Telling,
}

impl<T: FnMut(&Input, Report) -> Report> Done<'_, T> {
    fn put(&mut self, batch: &Batch, at: usize, report: Report) {
        self.waiting.insert(at, report);
        while let Some(report) = self.waiting.remove(&self.next)
            && let Some(input) = batch.inputs.get(self.next)
        {
            self.next += 1;
            let report = (self.then)(input, report);
            self.telling.tell(report);
        }
    }
}

/// The report on a document whose reader ended.
fn ended(input: &Input, why: &str, style: &Style) -> Report {
    let message = format!("the document could not be read: {why}");
    let help = "the other documents were read; please report it and, if you may share it, the \
                document";
    let note = Diagnostic::new("input.unreadable", Level::Error, message).help(help);
    Report::unreadable(&input.shown, note, style)
}

fn timed_out(input: &Input, timeout: Option<Duration>, style: &Style) -> Report {
    let note = too_long(timeout.unwrap_or_default());
    Report::unreadable(&input.shown, note, style)
}

fn too_long(timeout: Duration) -> Diagnostic {
    let seconds = timeout.as_secs();
    let message = format!("the document was given up: reading it took more than {seconds} s");
    Diagnostic::new("input.timeout", Level::Error, message)
        .help("give it more time with --timeout SECONDS, or no limit with --timeout 0")
}

/// Ends the program when its one document takes too long; dropping the sender calls it off.
fn watch(input: &Input, timeout: Duration, style: &Style) -> mpsc::Sender<()> {
    let (stop, wait) = mpsc::channel();
    let shown = input.shown.clone();
    let style = *style;
    thread::spawn(move || {
        if wait.recv_timeout(timeout) == Err(mpsc::RecvTimeoutError::Timeout) {
            report::say(&[Report::unreadable(&shown, too_long(timeout), &style)], &style);
            crate::output::give_up(Outcome::Unreadable as i32);
        }
    });
    stop
}

/// The run's exit code.
pub(crate) fn outcome(reports: &[Report], checks: &Checks) -> Outcome {
    let mut totals = Totals::new();
    reports.iter().for_each(|report| totals.add(report));
    totals.outcome(checks)
}

/// From now on a panic is remembered for the report on its document, not printed.
pub(crate) fn remember_panics() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let what = message(info.payload());
        PANICS.lock().unwrap_or_else(PoisonError::into_inner).push((what, place));
    }));
}

fn guarded(input: &Input, style: &Style, each: &(impl Fn(&Input) -> Report + Sync)) -> Report {
    catch_unwind(AssertUnwindSafe(|| each(input))).unwrap_or_else(|payload| {
        let what = message(payload.as_ref());
        let panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
        let place = panics
            .iter()
            .rev()
            .find(|(message, _)| *message == what)
            .map_or_else(String::new, |(_, place)| format!(" at {place}"));
        drop(panics);
        let note = Diagnostic::new(
            "program.defect",
            Level::Error,
            format!("tablemend failed on this document because of a bug: {what}{place}"),
        )
        .help(format!(
            "nothing was written for it; please report this message and, if you may share it, the \
             document: {}",
            env!("CARGO_PKG_REPOSITORY")
        ));
        Report::unreadable(&input.shown, note, style)
    })
}

fn message(payload: &(dyn std::any::Any + Send)) -> String {
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (_, Some(text)) => text.clone(),
        _ => "unknown error".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{ColorWhen, DiagnosticsForm, Voice};

    fn style() -> Style {
        Style::new(&Voice {
            quiet: false,
            verbose: false,
            color: ColorWhen::Never,
            diagnostics: DiagnosticsForm::Text,
        })
    }

    fn input(name: &str) -> Input {
        Input {
            path: None,
            shown: name.into(),
            name: name.into(),
            folder: std::path::PathBuf::new(),
            stem: name.into(),
        }
    }

    #[test]
    fn a_defect_is_reported_and_stops_no_other() {
        let batch = Batch {
            inputs: vec![input("good.md"), input("bad.md"), input("better.md")],
            ..Batch::default()
        };
        let reports = run(&batch, Pace::Parallel, &style(), |input| {
            assert!(!input.name.starts_with("bad"), "{} is bad", input.name);
            Report { shown: input.shown.clone(), ..Report::default() }
        });
        let names: Vec<_> = reports.iter().map(|r| r.shown.as_str()).collect();
        assert_eq!(names, ["good.md", "bad.md", "better.md"]);
        assert!(reports[1].text.contains("bad.md is bad"), "{}", reports[1].text);
        let checks = Checks { fail_on: None };
        assert_eq!(outcome(&reports, &checks), Outcome::Unreadable);
        assert_eq!(outcome(&reports[..1], &checks), Outcome::Fine);
    }
}
