//! How far a run is, on a terminal.

use crate::args::DiagnosticsForm;
use crate::report::Style;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Work that takes longer than this gets a progress bar on a terminal.
const SHOWN_AFTER: Duration = Duration::from_secs(1);

/// A bar that shows itself when the work has taken a while; dropping the sender ends the wait.
pub(super) fn progress(documents: usize, style: &Style) -> (ProgressBar, Option<mpsc::Sender<()>>) {
    let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::hidden());
    if !style.is_terminal || style.quiet || style.form != DiagnosticsForm::Text {
        return (bar, None);
    }
    let template = if documents > 1 {
        "{spinner} {human_pos} of {human_len} documents  {wide_bar}  {per_sec}  {elapsed}, {eta} left"
    } else {
        "{spinner} reading  {elapsed}"
    };
    if let Ok(look) = ProgressStyle::with_template(template) {
        bar.set_style(look.with_key("per_sec", rate));
    }
    let (done, wait) = mpsc::channel();
    let shown = bar.clone();
    thread::spawn(move || {
        if wait.recv_timeout(SHOWN_AFTER) == Err(mpsc::RecvTimeoutError::Timeout) {
            shown.set_draw_target(ProgressDrawTarget::stderr());
            shown.enable_steady_tick(Duration::from_millis(120));
        }
    });
    (bar, Some(done))
}

/// Documents a second.
fn rate(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    let rate = state.per_sec();
    let _ = if rate < 10.0 {
        write!(out, "{rate:.1} a second")
    } else {
        write!(out, "{rate:.0} a second")
    };
}
