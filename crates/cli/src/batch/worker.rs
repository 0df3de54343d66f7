//! Worker processes: the documents of a batch are read apart from the program that reports on
//! them, so that a document which ends its reader, or takes too long, ends no other.
//!
//! A worker is this program run again with the same arguments and [`ROLE`] in its environment. It
//! takes jobs from standard input, one a line, and answers on standard error: lines that begin
//! with [`MARK`] are reports, any other is what the system says when a process dies. A report says
//! how many bytes of records follow its line, which go as they are. What goes to standard output goes
//! there by the worker's own.

use super::job::{Job, of_line, report_of, to_line};
use crate::inputs::Input;
use crate::report::Report;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Set in the environment of a worker; its value is how many threads it may use.
const ROLE: &str = "TABLEMEND_WORKER";
/// What a line of the answer begins with.
const MARK: &str = "\u{1}tablemend\u{1}";
/// Bytes of memory that a worker may have.
#[cfg(unix)]
const MEMORY: u64 = 4 << 30;
/// The same for people.
const MEMORY_SHOWN: &str = "4 GB";
/// What is in a report for no records.
const NONE: &str = "-";
/// Lines of a dying worker that are kept.
const LAST_WORDS: usize = 20;

/// Why there is no report.
pub(super) enum Failure {
    /// No worker can be started here; the document has to be read by the program itself.
    NoWorker,
    /// The worker ended; why, as far as can be told.
    Ended(String),
    /// It took longer than it may.
    TimedOut,
}

/// One worker, started when its first document comes.
pub(super) struct Worker {
    threads: usize,
    timeout: Option<Duration>,
    running: Option<Running>,
}

struct Running {
    child: Child,
    jobs: ChildStdin,
    answers: Receiver<Answer>,
}

/// What a worker says.
enum Answer {
    Report(String, Option<String>),
    Words(String),
}

impl Worker {
    pub(super) fn new(threads: usize, timeout: Option<Duration>) -> Self {
        Self { threads, timeout, running: None }
    }

    /// The report on a document.
    pub(super) fn report(&mut self, input: &Input) -> Result<Report, Failure> {
        let line = to_line(input).ok_or(Failure::NoWorker)?;
        if self.running.is_none() {
            self.running = Some(start(self.threads).map_err(|_| Failure::NoWorker)?);
        }
        let Some(running) = self.running.as_mut() else { return Err(Failure::NoWorker) };
        let sent = running.jobs.write_all(line.as_bytes()).and_then(|()| running.jobs.flush());
        let mut words: Vec<String> = Vec::new();
        let until = self.timeout.map(|time| std::time::Instant::now() + time);
        while sent.is_ok() {
            let answer = match until {
                None => running.answers.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => {
                    let left = until.saturating_duration_since(std::time::Instant::now());
                    running.answers.recv_timeout(left)
                }
            };
            match answer {
                Ok(Answer::Report(line, records)) => {
                    if let Some(report) = report_of(&line, records) {
                        return Ok(report);
                    }
                    break;
                }
                Ok(Answer::Words(line)) if words.len() < LAST_WORDS => words.push(line),
                Ok(Answer::Words(_)) => {}
                Err(RecvTimeoutError::Timeout) => {
                    self.end();
                    return Err(Failure::TimedOut);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = self.end();
        Err(Failure::Ended(reason(status, &words)))
    }

    /// Ends the worker, whatever it does.
    fn end(&mut self) -> Option<ExitStatus> {
        let mut running = self.running.take()?;
        let _ = running.child.kill();
        running.child.wait().ok()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            // Without more jobs it ends by itself.
            let Running { mut child, jobs, .. } = running;
            drop(jobs);
            let _ = child.wait();
        }
    }
}

/// What is run again for a worker, where it is not this program itself.
static HOST: OnceLock<PathBuf> = OnceLock::new();

/// Says what is run again for a worker: an interpreter that this program runs in.
pub(crate) fn start_workers_as(host: Option<PathBuf>) {
    if let Some(host) = host {
        // OK because the program is run once in a process.
        let _ = HOST.set(host);
    }
}

fn start(threads: usize) -> io::Result<Running> {
    let program = HOST.get().cloned().map_or_else(std::env::current_exe, Ok)?;
    let mut child = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(ROLE, threads.to_string())
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::inherit())
        .stderr(Stdio::piped())
        .spawn()?;
    let pipes = child.stdin.take().zip(child.stderr.take());
    let (jobs, said) = pipes.ok_or_else(|| io::Error::other("a worker without pipes"))?;
    let (sender, answers) = mpsc::channel();
    thread::spawn(move || {
        let mut lines = BufReader::new(said);
        let mut line = Vec::new();
        loop {
            line.clear();
            match lines.read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => break,
                Ok(_) => {
                    let Some(answer) = answer(&line, &mut lines) else { break };
                    if sender.send(answer).is_err() {
                        break;
                    }
                }
            }
        }
    });
    Ok(Running { child, jobs, answers })
}

/// The answer that a line begins; `None` where it breaks off.
fn answer(line: &[u8], rest: &mut impl Read) -> Option<Answer> {
    let text = String::from_utf8_lossy(line);
    let Some(report) = text.strip_prefix(MARK) else {
        return Some(Answer::Words(text.trim_end().to_owned()));
    };
    let (length, report) = report.trim_end().split_once(' ')?;
    let records = match length {
        NONE => None,
        length => {
            let mut records = Vec::new();
            let length = length.parse().ok()?;
            rest.take(length).read_to_end(&mut records).ok()?;
            let is_whole = records.len() as u64 == length;
            Some(String::from_utf8(records).ok().filter(|_| is_whole)?)
        }
    };
    Some(Answer::Report(report.to_owned(), records))
}

/// Why a worker ended, in words.
fn reason(status: Option<ExitStatus>, words: &[String]) -> String {
    let said = |part: &str| words.iter().any(|w| w.contains(part));
    if said("memory allocation") || said("out of memory") {
        return format!("it needs more than {MEMORY_SHOWN} of memory");
    }
    if said("overflowed its stack") {
        return "its parts are nested deeper than can be followed".to_owned();
    }
    #[cfg(unix)]
    if let Some(signal) = status.and_then(|s| std::os::unix::process::ExitStatusExt::signal(&s)) {
        return match signal {
            9 => "the system ended its reader, most likely because memory ran out".to_owned(),
            n => format!("its reader was ended by signal {n}"),
        };
    }
    match status.and_then(|s| s.code()) {
        Some(code) => format!("its reader ended with code {code}"),
        None => "its reader ended".to_owned(),
    }
}

/// Whether this process is a worker.
pub(crate) fn is_worker() -> bool {
    std::env::var_os(ROLE).is_some()
}

/// Does the jobs that come on standard input, and ends the process with the last.
pub(super) fn serve(each: impl Fn(&Input) -> Report) -> ! {
    limit();
    let mut out = io::stderr();
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        let Some(job) = of_line(&line) else { break };
        let report = each(&job.input());
        let mut answer = Job::answer(&report);
        let length = report.records.as_ref().map_or(NONE.to_owned(), |r| r.len().to_string());
        answer.insert_str(0, &format!("{MARK}{length} "));
        answer.push('\n');
        // In one piece: each write to this pipe is a call of the system.
        answer.push_str(report.records.as_deref().unwrap_or_default());
        if out.write_all(answer.as_bytes()).and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    std::process::exit(0)
}

/// Bounds what this process may take, where the system lets it.
fn limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let most = |resource: Resource, bytes: u64| {
            let is_lower = |limit: Option<u64>| limit.is_some_and(|n| n < bytes);
            let now = getrlimit(resource);
            if !is_lower(now.current) && !is_lower(now.maximum) {
                // Where it cannot be set, the document is read without.
                let _ = setrlimit(resource, Rlimit { current: Some(bytes), maximum: now.maximum });
            }
        };
        most(Resource::As, MEMORY);
        // No picture of the memory is left of a worker that dies.
        most(Resource::Core, 0);
    }
    #[cfg(target_os = "linux")]
    {
        // A worker does not outlive the program that it works for.
        let signal = rustix::process::Signal::KILL;
        let _ = rustix::process::set_parent_process_death_signal(Some(signal));
    }
}

/// Where a document is, for the one that reads it apart.
#[cfg(unix)]
pub(super) fn path_bytes(path: &std::path::Path) -> Option<Vec<u8>> {
    use std::os::unix::ffi::OsStrExt;
    Some(path.as_os_str().as_bytes().to_vec())
}

/// The other way round.
#[cfg(unix)]
pub(super) fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

/// Where a document is, for the one that reads it apart.
#[cfg(not(unix))]
pub(super) fn path_bytes(path: &std::path::Path) -> Option<Vec<u8>> {
    path.to_str().map(|p| p.as_bytes().to_vec())
}

/// The other way round.
#[cfg(not(unix))]
pub(super) fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}
