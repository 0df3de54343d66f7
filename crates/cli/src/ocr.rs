//! Text recognition by the program `tesseract`, a process for each picture.

use clap::{Args, ValueEnum};
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};
use tablemend::{Engine, Failure, Grey, OcrMode, Options};

/// The program.
const PROGRAM: &str = "tesseract";
/// Seconds that a page may take, whatever the document may.
const SECONDS: u64 = 120;
/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(10);
/// Bytes of an answer, and of complaints that are shown.
const MOST: u64 = 64 << 20;
const COMPLAINT: usize = 200;

/// How pages that are pictures are read.
#[derive(Args, Clone, Debug)]
pub(crate) struct OcrArgs {
    /// Which pages are read by text recognition (OCR), with the program tesseract: those that are
    /// pictures without text, none, or all
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        env = "TABLEMEND_OCR",
        help_heading = "Reading"
    )]
    pub(crate) ocr: When,
    /// Languages of pages that are read by OCR, as tesseract names them: eng, or eng+cym
    #[arg(
        long,
        value_name = "LANGUAGES",
        default_value = "eng",
        value_parser = languages,
        help_heading = "Reading"
    )]
    pub(crate) ocr_language: String,
}

impl Default for OcrArgs {
    fn default() -> Self {
        Self { ocr: When::Auto, ocr_language: "eng".to_owned() }
    }
}

/// Which pages are recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// Pages that are pictures and have no text
    #[default]
    Auto,
    /// None
    Never,
    /// All, in place of the text that they have
    Always,
}

pub(crate) fn languages(typed: &str) -> Result<String, &'static str> {
    let is_name = |name: &str| {
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '/';
        !name.is_empty() && name.len() <= 40 && name.chars().all(is_of_name)
    };
    let is_good = typed.split('+').all(is_name) && typed.split('+').count() <= 8;
    if is_good { Ok(typed.to_owned()) } else { Err("type languages as eng or eng+cym") }
}

impl OcrArgs {
    /// What counts where nothing is typed.
    pub(crate) fn usual() -> Self {
        let told = std::env::var("TABLEMEND_OCR").ok();
        let ocr = told.and_then(|told| When::from_str(&told, false).ok()).unwrap_or_default();
        Self { ocr, ..Self::default() }
    }

    /// What these words mean.
    pub(crate) fn named(when: &str, languages: &str) -> Result<Self, String> {
        let ocr = When::from_str(when, false)
            .map_err(|_| format!("ocr={when:?} is none of \"auto\", \"never\", \"always\""))?;
        Ok(Self { ocr, ocr_language: self::languages(languages)? })
    }

    /// The options with what reads pages that are pictures; `time` is what a document may take.
    pub(crate) fn apply(&self, options: Options, time: Option<Duration>) -> Options {
        self.with(options, time, OnceLock::new())
    }

    /// The same where the program is not installed, whether it is or not.
    pub(crate) fn apply_absent(&self, options: Options) -> Options {
        self.with(options, None, OnceLock::from(Err(absent())))
    }

    fn with(
        &self,
        options: Options,
        time: Option<Duration>,
        found: OnceLock<Result<(), Failure>>,
    ) -> Options {
        let mode = match self.ocr {
            When::Auto => OcrMode::Auto,
            When::Never => return options.with_ocr(OcrMode::Never),
            When::Always => OcrMode::Always,
        };
        let usual = Duration::from_secs(SECONDS);
        let engine = Tesseract {
            languages: self.ocr_language.clone(),
            // The rest of the document needs time as well, or nobody learns which page took it.
            time: time.map_or(usual, |time| (time / 2).min(usual)),
            at_once: rayon::current_num_threads(),
            found,
        };
        options.with_ocr(mode).with_ocr_engine(Arc::new(engine))
    }

    /// All that makes another reading, for telling whether one is still good.
    pub(crate) fn settings(&self) -> String {
        match self.ocr {
            When::Never => "ocr never".to_owned(),
            when => format!("ocr {when:?} {}", self.ocr_language),
        }
    }
}

/// The program with what it is asked for.
#[derive(Debug)]
struct Tesseract {
    languages: String,
    time: Duration,
    at_once: usize,
    /// Whether it is there with its languages; asked once.
    found: OnceLock<Result<(), Failure>>,
}

impl Engine for Tesseract {
    fn check(&self) -> Result<(), Failure> {
        self.found.get_or_init(|| find(&self.languages)).clone()
    }

    fn read(&self, picture: &Grey) -> Result<String, Failure> {
        self.check()?;
        let dpi = picture.dpi.clamp(70, 2400).to_string();
        let arguments: [&str; 9] =
            ["stdin", "stdout", "--psm", "11", "--dpi", &dpi, "-l", &self.languages, "tsv"];
        run(&arguments, picture.to_pgm(), self.time)
    }

    fn at_once(&self) -> usize {
        self.at_once
    }
}

/// Whether the program is there and has these languages.
fn find(languages: &str) -> Result<(), Failure> {
    let listed = run(&["--list-langs"], Vec::new(), Duration::from_secs(20))?;
    // The first line is a heading.
    let known: Vec<&str> = listed.lines().skip(1).map(str::trim).collect();
    let missing: Vec<&str> = languages.split('+').filter(|l| !known.contains(l)).collect();
    let Some(first) = missing.first() else { return Ok(()) };
    let package = first.replace('_', "-").to_lowercase();
    Err(Failure::Absent(format!(
        "tesseract has no data for the language {first}: install it (on Debian and Ubuntu: apt \
         install tesseract-ocr-{package})"
    )))
}

/// What to do where the program is not there.
fn absent() -> Failure {
    Failure::Absent(
        "install tesseract and pages that are pictures are read (on Debian and Ubuntu: apt install \
         tesseract-ocr tesseract-ocr-eng), or run text recognition (OCR) on the document"
            .to_owned(),
    )
}

/// Runs the program on what is given to it; it is killed when its time is over.
fn run(arguments: &[&str], input: Vec<u8>, time: Duration) -> Result<String, Failure> {
    let failed = |e: io::Error| Failure::Failed(e.to_string());
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        // Pages are read side by side: a thread each is quicker than several for one.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => absent(),
            _ => Failure::Failed(format!("{PROGRAM} cannot be started: {e}")),
        })?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // Whoever reads and writes ends when the process does.
    let writing = thread::spawn(move || {
        // A program that ended early does not read all of it.
        let _ = stdin.map(|mut to| to.write_all(&input));
    });
    let reading = thread::spawn(move || whole(stdout));
    let complaining = thread::spawn(move || whole(stderr));
    let ended = wait(&mut child, time);
    if !matches!(ended, Ok(Some(_))) {
        let _ = child.kill();
        let _ = child.wait();
    }
    let status = match ended {
        Ok(Some(status)) => status,
        // What it has started may still hold its ends open: nobody waits for that.
        Ok(None) => return Err(Failure::TooLong(time.as_secs())),
        Err(error) => return Err(failed(error)),
    };
    let _ = writing.join();
    let out = reading.join().unwrap_or_default();
    let complaints = complaining.join().unwrap_or_default();
    if !status.success() {
        let said = String::from_utf8_lossy(&complaints);
        let said: String = said
            .lines()
            .map(str::trim)
            .rfind(|line| !line.is_empty())
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .take(COMPLAINT)
            .collect();
        let said = if said.is_empty() { String::new() } else { format!(": {said}") };
        return Err(Failure::Failed(format!("{PROGRAM} ended with {status}{said}")));
    }
    String::from_utf8(out).map_err(|_| Failure::Garbage("it is not UTF-8".to_owned()))
}

fn whole(from: Option<impl Read>) -> Vec<u8> {
    let mut all = Vec::new();
    if let Some(from) = from {
        // What was read before a fault is judged like any other answer.
        let _ = from.take(MOST).read_to_end(&mut all);
    }
    all
}

/// How the process ended; nothing where it has not in its time.
fn wait(child: &mut Child, time: Duration) -> io::Result<Option<std::process::ExitStatus>> {
    let until = Instant::now() + time;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            return Ok(None);
        }
        thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn languages_are_names_and_no_options() {
        for good in ["eng", "eng+cym", "chi_sim", "script/Latin"] {
            assert!(languages(good).is_ok(), "{good}");
        }
        for bad in ["", "--psm", "eng+", "eng cym", "e;rm"] {
            assert!(languages(bad).is_err(), "{bad}");
        }
    }
}
