//! What can be typed: the one definition behind parsing, help, completions and the man page.

use crate::commands;
use crate::ocr::OcrArgs;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Green.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str = "\
Exit codes:
  0  fine; warnings are allowed
  1  done, but a check found something (--fail-on, --audit, diff --exit-code, archive verify)
  2  the command cannot be carried out as typed (no such archive, edition or option), or its
     output cannot be written
  3  an input could not be read, or the archive is damaged; the others of a batch are done all
     the same
  diff --exit-code gives 2 also for an input that could not be read; Ctrl-C gives 130";

/// Turns the tables that public bodies publish into clean, structured data.
///
/// `convert` reads an action plan, a risk register or another family of documents that a profile
/// describes, and writes its records. `tables` gives every table of any document.
#[derive(Debug, Parser)]
#[command(name = "tablemend", version, styles = STYLES, after_help = EXIT_CODES)]
#[command(propagate_version = true)]
pub(crate) struct Typed {
    #[command(flatten)]
    pub(crate) voice: Voice,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Convert(Box<commands::convert::Convert>),
    Tables(Box<commands::tables::Tables>),
    Watch(Box<commands::watch::Watch>),
    Mark(Box<commands::mark::Mark>),
    #[cfg(feature = "review")]
    Review(Box<commands::review::Review>),
    Profile(commands::profile::Profile),
    Schema(commands::schema::Schema),
    Archive(commands::archive::Archive),
    Diff(Box<commands::diff::Diff>),
    #[cfg(feature = "xlsx")]
    Update(Box<commands::update::Update>),
    History(commands::history::History),
    Overdue(commands::overdue::Overdue),
    Slippage(commands::slippage::Slippage),
    Leads(commands::leads::Leads),
    Report(commands::report::Report),
    Explain(commands::explain::Explain),
    Completions(commands::completions::Completions),
    Man(commands::man::Man),
}

/// How the program speaks on standard error; every command takes these.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Voice {
    /// Print only failures
    #[arg(long, short, global = true, help_heading = "Messages")]
    pub(crate) quiet: bool,
    /// Show all diagnostics, including what was repaired
    #[arg(long, short, global = true, conflicts_with = "quiet", help_heading = "Messages")]
    pub(crate) verbose: bool,
    /// When to use colour; NO_COLOR in the environment is respected
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Messages"
    )]
    pub(crate) color: ColorWhen,
    /// Format of the diagnostics on standard error
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        default_value = "text",
        help_heading = "Messages"
    )]
    pub(crate) diagnostics: DiagnosticsForm,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// When standard error is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Format of the diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiagnosticsForm {
    /// Human-readable
    Text,
    /// One JSON document
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

/// What is read.
#[derive(Args, Clone, Debug)]
pub(crate) struct Inputs {
    /// Documents (PDF, Word, spreadsheets, CSV, HTML, Markdown, pictures of pages), folders of them, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Read only those documents of a folder that fit: '*.pdf', '2024/**', 'plan-[12].*', '*.{md,pdf}' (may be
    /// repeated)
    #[arg(long, value_name = "PATTERN", help_heading = "Reading")]
    pub(crate) include: Vec<String>,
    /// Leave out those documents of a folder that fit: '*draft*', 'old' (may be repeated)
    #[arg(long, value_name = "PATTERN", help_heading = "Reading")]
    pub(crate) exclude: Vec<String>,
    /// Password of encrypted PDFs
    #[arg(
        long,
        value_name = "PASSWORD",
        env = "TABLEMEND_PASSWORD",
        hide_env_values = true,
        help_heading = "Reading"
    )]
    pub(crate) password: Option<String>,
    /// File whose first line is the password of encrypted PDFs
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    pub(crate) password_file: Option<PathBuf>,
    /// Which text counts where a Word document has tracked changes
    #[arg(long, value_enum, default_value_t, help_heading = "Reading")]
    pub(crate) tracked: Tracked,
    #[command(flatten)]
    pub(crate) ocr: OcrArgs,
    /// Seconds after which a document is given up; 0 for no limit
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 600,
        value_parser = whole_number::<u64>,
        help_heading = "Reading"
    )]
    pub(crate) timeout: u64,
}

/// Which text of tracked changes counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tracked {
    /// The text as if all changes were accepted
    #[default]
    Accept,
    /// The text before the changes
    Original,
}

impl From<Tracked> for tablemend::Tracked {
    fn from(tracked: Tracked) -> Self {
        match tracked {
            Tracked::Accept => Self::Accept,
            Tracked::Original => Self::Original,
        }
    }
}

impl Inputs {
    /// How long one document may take.
    pub(crate) fn time(&self) -> Option<std::time::Duration> {
        (self.timeout > 0).then(|| std::time::Duration::from_secs(self.timeout))
    }
}

/// How many documents are done together, and how often.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Several {
    /// How many documents are read at once; by default one per processor
    #[arg(long, short, value_name = "NUMBER", value_parser = at_least_one::<NonZeroUsize>, help_heading = "Several documents")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Go on where an earlier run stopped: documents that have not changed since are left as they
    /// are (told by their hash and by manifest.jsonl in the output folder)
    #[arg(long, help_heading = "Several documents")]
    pub(crate) resume: bool,
}

/// A whole number as it was typed, and what to type where it is not one that fits.
pub(crate) fn whole_number<N: std::str::FromStr>(typed: &str) -> Result<N, &'static str> {
    typed.parse().map_err(|_| "type a whole number, as 30")
}

/// The same where nought makes no sense.
pub(crate) fn at_least_one<N: std::str::FromStr>(typed: &str) -> Result<N, &'static str> {
    typed.parse().map_err(|_| "type a whole number, 1 or more")
}

/// What makes the program exit with 1.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Checks {
    /// Exit with 1 when there is a diagnostic at this level or above
    #[arg(long, value_name = "LEVEL", help_heading = "Checks")]
    pub(crate) fail_on: Option<FailOn>,
}

/// Level of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Repaired
    Info,
    /// Uncertain
    Warning,
    /// Unreadable
    Error,
}

impl FailOn {
    /// As the model has it.
    pub(crate) fn level(self) -> tablemend_model::Level {
        match self {
            Self::Info => tablemend_model::Level::Info,
            Self::Warning => tablemend_model::Level::Warning,
            Self::Error => tablemend_model::Level::Error,
        }
    }
}
