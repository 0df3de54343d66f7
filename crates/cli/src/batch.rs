//! Many documents at once: one that fails, or that brings the program to a defect, stops no other.

mod job;
mod worker;

pub(crate) use worker::{is_worker, start_workers_as};

use crate::Outcome;
use crate::args::{Checks, DiagnosticsForm};
use crate::inputs::{Batch, Input};
use crate::report::{self, Report, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;
use tablemend_model::{Level, Note};

/// Work that takes longer than this gets a progress bar on a terminal.
const PATIENCE: Duration = Duration::from_secs(1);

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

/// The reports on what was named and is no document to be read.
fn unusable(batch: &Batch, style: &Style) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for unusable in &batch.unusable {
        let note = report::trouble("input.unreadable", &unusable.error);
        reports.push(Report::unreadable(&unusable.shown, note, style));
    }
    for shown in &batch.doubles {
        let note = Note::new("input.double", Level::Info, "named more than once; read once");
        reports.push(Report::failed(shown, note, style));
    }
    reports
}

/// Does `each` for every document of the batch in processes of their own, where there are several:
/// one that ends its process, or takes longer than `timeout`, is a document that failed. `each` may
/// write files and to standard output; nothing else that it does reaches this process.
pub(crate) fn run_apart(
    batch: &Batch,
    pace: Pace,
    timeout: Option<Duration>,
    style: &Style,
    each: impl Fn(&Input) -> Report + Sync,
) -> Vec<Report> {
    run_apart_then(batch, pace, timeout, style, each, |_, report| report)
}

/// The same, and hands each report on to `then` in this process, in input order.
pub(crate) fn run_apart_then(
    batch: &Batch,
    pace: Pace,
    timeout: Option<Duration>,
    style: &Style,
    each: impl Fn(&Input) -> Report + Sync,
    mut then: impl FnMut(&Input, Report) -> Report + Send,
) -> Vec<Report> {
    if is_worker() {
        worker::serve(|input| guarded(input, style, &each));
    }
    if batch.inputs.len() < 2 {
        let _watch = timeout.map(|timeout| watch(batch, timeout, style));
        let mut reports = run(batch, pace, style, each);
        // The documents come last, after what could not be used.
        if let Some(input) = batch.inputs.first()
            && let Some(report) = reports.pop()
        {
            reports.push(then(input, report));
        }
        return reports;
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let count = if pace == Pace::InOrder { 1 } else { cores.min(batch.inputs.len()) };
    let threads = (cores / count).max(1);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Done { waiting: BTreeMap::new(), reports: Vec::new(), then: &mut then });
    let (bar, stop) = progress(batch.inputs.len(), style);
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                let mut worker = worker::Worker::new(threads, timeout);
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = batch.inputs.get(at) else { break };
                    let report = match worker.report(input) {
                        Ok(report) => report,
                        Err(worker::Failure::NoWorker) => guarded(input, style, &each),
                        Err(worker::Failure::Ended(why)) => ended(input, &why, style),
                        Err(worker::Failure::TimedOut) => timed_out(input, timeout, style),
                    };
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.put(batch, at, report);
                    drop(done);
                    bar.inc(1);
                }
            });
        }
    });
    drop(stop);
    bar.finish_and_clear();
    let mut reports = unusable(batch, style);
    reports.extend(done.into_inner().unwrap_or_else(PoisonError::into_inner).reports);
    reports
}

/// Reports as they come, put into input order.
struct Done<'t, T> {
    /// Those whose turn has not come.
    waiting: BTreeMap<usize, Report>,
    reports: Vec<Report>,
    then: &'t mut T,
}

impl<T: FnMut(&Input, Report) -> Report> Done<'_, T> {
    fn put(&mut self, batch: &Batch, at: usize, report: Report) {
        self.waiting.insert(at, report);
        while let Some(report) = self.waiting.remove(&self.reports.len())
            && let Some(input) = batch.inputs.get(self.reports.len())
        {
            self.reports.push((self.then)(input, report));
        }
    }
}

/// The report on a document whose reader ended.
fn ended(input: &Input, why: &str, style: &Style) -> Report {
    let message = format!("the document could not be read: {why}");
    let help = "the other documents were read; please report it and, if you may share it, the \
                document";
    let note = Note::new("input.unreadable", Level::Error, message).help(help);
    Report::unreadable(&input.shown, note, style)
}

fn timed_out(input: &Input, timeout: Option<Duration>, style: &Style) -> Report {
    let note = too_long(timeout.unwrap_or_default());
    Report::unreadable(&input.shown, note, style)
}

fn too_long(timeout: Duration) -> Note {
    let seconds = timeout.as_secs();
    let message = format!("the document was given up: reading it took more than {seconds} s");
    Note::new("input.timeout", Level::Error, message)
        .help("give it more time with --timeout SECONDS, or no limit with --timeout 0")
}

/// Ends the program when its one document takes too long; dropping the sender calls it off.
fn watch(batch: &Batch, timeout: Duration, style: &Style) -> mpsc::Sender<()> {
    let (stop, wait) = mpsc::channel();
    let shown = batch.inputs.first().map(|i| i.shown.clone()).unwrap_or_default();
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
    let one = |report: &Report| {
        let is_over = checks
            .fail_on
            .is_some_and(|least| report.notes.iter().any(|n| n.level >= least.level()));
        if report.is_unreadable {
            Outcome::Unreadable
        } else if report.is_unwritten {
            Outcome::Usage
        } else if report.is_audit_dirty || is_over {
            Outcome::CheckFailed
        } else {
            Outcome::Fine
        }
    };
    reports.iter().map(one).max().unwrap_or(Outcome::Fine)
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
        let note = Note::new(
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

/// A bar that shows itself when the work has taken a while; dropping the sender ends the wait.
fn progress(documents: usize, style: &Style) -> (ProgressBar, Option<mpsc::Sender<()>>) {
    let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::hidden());
    if !style.is_terminal || style.quiet || style.form != DiagnosticsForm::Text {
        return (bar, None);
    }
    let template = if documents > 1 {
        "{spinner} {pos} of {len} documents  {wide_bar}  {elapsed}"
    } else {
        "{spinner} reading  {elapsed}"
    };
    if let Ok(look) = ProgressStyle::with_template(template) {
        bar.set_style(look);
    }
    let (done, wait) = mpsc::channel();
    let shown = bar.clone();
    thread::spawn(move || {
        if wait.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            shown.set_draw_target(ProgressDrawTarget::stderr());
            shown.enable_steady_tick(Duration::from_millis(120));
        }
    });
    (bar, Some(done))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{ColorWhen, FailOn, Voice};

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

    #[test]
    fn checks_that_were_asked_for_fail_the_run() {
        let report =
            |level| Report { notes: vec![Note::new("x.y", level, "so")], ..Report::default() };
        for (level, fail_on, expected) in [
            (Level::Warning, None, Outcome::Fine),
            (Level::Warning, Some(FailOn::Error), Outcome::Fine),
            (Level::Warning, Some(FailOn::Warning), Outcome::CheckFailed),
            (Level::Info, Some(FailOn::Warning), Outcome::Fine),
            (Level::Error, Some(FailOn::Info), Outcome::CheckFailed),
        ] {
            assert_eq!(
                outcome(&[report(level)], &Checks { fail_on }),
                expected,
                "{level:?} {fail_on:?}"
            );
        }
    }
}
