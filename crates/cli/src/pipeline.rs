//! What the library needs of the command line: its options from the arguments, its inputs and
//! profiles from files, its errors as reports.

use crate::args::{DiagnosticsForm, Inputs};
use crate::inputs::Input;
use crate::report::{SourceText, Style};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use tablemend::corrections::{self, Correction};
use tablemend::profiles::{self, Profile};
use tablemend::{Error, ErrorKind, Opened, Options};
use tablemend_model::Diagnostic;

/// The decoded text, for the excerpts of diagnostics where these are for people; PDFs have none.
pub(crate) fn source_text(opened: &Opened, style: &Style) -> Option<SourceText> {
    if style.form != DiagnosticsForm::Text {
        return None;
    }
    opened.text().map(SourceText::new)
}

/// How documents are to be read, from the arguments.
pub(crate) fn options(inputs: &Inputs) -> Result<Options> {
    let from_file = match &inputs.password_file {
        Some(path) => {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read the password file {}", path.display()))?;
            Some(text.lines().next().unwrap_or_default().to_owned())
        }
        None => None,
    };
    // A file that was named beats a variable that happens to be set.
    let options = Options::new().with_tracked_changes(inputs.tracked.into());
    let options = inputs.ocr.apply(options, inputs.time());
    Ok(with_password(options, from_file.or_else(|| inputs.password.clone())))
}

/// With a password, if there is one.
pub(crate) fn with_password(options: Options, password: Option<String>) -> Options {
    match password {
        Some(password) => options.with_password(password),
        None => options,
    }
}

/// With what `--profile` says: the name of a built-in profile, else a file.
pub(crate) fn with_profile(options: Options, asked: Option<&str>) -> Result<Options> {
    Ok(match asked {
        Some(name) => options.with_profile(profile(name)?),
        None => options,
    })
}

/// The corrections in these files, put together.
pub(crate) fn corrections(paths: &[PathBuf]) -> Result<Vec<Correction>> {
    let mut all = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the corrections {}", path.display()))?;
        let read = corrections::parse(&text);
        all.extend(read.with_context(|| format!("corrections {}", path.display()))?);
    }
    Ok(corrections::merged(all))
}

/// How the profile of a document was chosen, in words.
pub(crate) fn how(options: &Options) -> &'static str {
    if options.profile().is_some() { "as asked for" } else { "detected" }
}

/// Reads a document; what fails is a note and nothing more is done with it.
pub(crate) fn open(input: &Input, options: &Options) -> Result<Opened, Box<Diagnostic>> {
    let bytes = input.bytes().map_err(|e| {
        let error = anyhow::Error::new(e).context("cannot be read");
        Box::new(crate::report::trouble("input.unreadable", &error))
    })?;
    tablemend::read(bytes, &input.name, options).map_err(|error| note(&error))
}

/// What to say of a document that could not be read or understood, with what helps on the command
/// line.
pub(crate) fn note(error: &Error) -> Box<Diagnostic> {
    let note = error.to_note();
    Box::new(match error.kind() {
        ErrorKind::Password => {
            note.help("give it with --password-file FILE, --password, or TABLEMEND_PASSWORD")
        }
        ErrorKind::NoHeader => note.help(
            "use --profile NAME|FILE, or take the tables as they are with `tablemend tables`; \
             `tablemend profile detect` shows what was found",
        ),
        _ => note,
    })
}

/// The profile of this name or in this file.
pub(crate) fn profile(name: &str) -> Result<Profile> {
    if let Ok(profile) = profiles::named(name) {
        return Ok(profile);
    }
    if !Path::new(name).exists() && !name.contains(['.', '/', '\\']) {
        let names: Vec<_> = Profile::built_in_names().collect();
        bail!("there is no profile `{name}`; built in are {}, or give a file", names.join(", "));
    }
    read_profile(Path::new(name))
}

/// The profile in a TOML file.
pub(crate) fn read_profile(path: &Path) -> Result<Profile> {
    let text = profile_text(path)?;
    Profile::parse(&text).with_context(|| format!("profile {}", path.display()))
}

/// The text of a profile file.
pub(crate) fn profile_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read the profile {}", path.display()))
}
