//! `tablemend.toml`, in this folder or one above: where the archive is, and what options are when
//! they are not typed. A table is for a command, by the name of its manual page (`[convert]`,
//! `[archive-export]`), a key for an option; one that is none is refused.
//!
//! What is typed goes before what the environment says, and that before the file.

use anyhow::{Context, Result, bail};
use clap::builder::OsStr;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Name of the file.
pub(crate) const NAME: &str = "tablemend.toml";

/// Options whose value is a place, which is looked for from the folder of the file.
const PLACES: [&str; 4] = ["archive", "output", "password-file", "debug-svg"];
/// Options that are names, or files where there is one.
const NAMES_OR_FILES: [&str; 1] = ["profile"];
/// Commands whose answer is the same everywhere.
const PLAIN: [&str; 3] = ["completions", "man", "help"];

/// The file that counts here.
#[derive(Debug)]
pub(crate) struct Config {
    path: PathBuf,
    table: Table,
}

impl Config {
    /// Looks for the file in this folder and those above.
    ///
    /// # Errors
    /// When it cannot be read or is not TOML.
    pub(crate) fn find() -> Result<Option<Self>> {
        let here = std::env::current_dir().context("cannot tell the folder that this is")?;
        let Some(path) = here.ancestors().map(|p| p.join(NAME)).find(|p| p.is_file()) else {
            return Ok(None);
        };
        let shown = path.display();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
        let table = text.parse().with_context(|| format!("{shown} is not valid TOML"))?;
        Ok(Some(Self { path, table }))
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Where the archive is, if it says so.
    pub(crate) fn archive(&self) -> Option<PathBuf> {
        self.table.get("archive")?.as_str().map(|place| self.folder().join(place))
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The command line on which options that are not typed are what the file says.
    ///
    /// # Errors
    /// When a key is not a command or option, or a value is none that the option takes.
    pub(crate) fn apply(&self, command: Command) -> Result<Command> {
        let told = || format!("in {}", self.path.display());
        let mut table = self.table.clone();
        match table.remove("archive") {
            None | Some(Value::String(_)) => {}
            Some(_) => bail!("{}: write the folder as archive = \"DIR\"", self.path.display()),
        }
        self.apply_all(command, &table).with_context(told)
    }

    fn apply_all(&self, mut command: Command, table: &Table) -> Result<Command> {
        for (key, value) in table {
            let Value::Table(inner) = value else {
                command = self.apply_one(command, key, value, "")?;
                continue;
            };
            let Some((name, nested)) = command_of(&command, key) else {
                bail!("unknown table [{key}]; known are {}", tables(&command).join(", "));
            };
            let mut failed = None;
            let mut apply = |mut command: Command| {
                for (option, value) in inner {
                    let before = command.clone();
                    command = self.apply_one(command, option, value, key).unwrap_or_else(|error| {
                        failed.get_or_insert(error);
                        before
                    });
                }
                command
            };
            command = command.mut_subcommand(name, |sub| match nested {
                Some(nested) => sub.mut_subcommand(nested, apply),
                None => apply(sub),
            });
            if let Some(error) = failed {
                return Err(error);
            }
        }
        Ok(command)
    }

    fn apply_one(&self, command: Command, key: &str, value: &Value, of: &str) -> Result<Command> {
        let path = if of.is_empty() { key.to_owned() } else { format!("{of}.{key}") };
        let Some(arg) = option(&command, key) else {
            bail!("unknown key {path}; known here are {}", options(&command).join(", "));
        };
        let values = self.values(arg, key, value).with_context(|| format!("key {path}"))?;
        let id = arg.get_id().clone();
        Ok(command.mut_arg(id, |arg| arg.default_values(values)))
    }

    /// A value as it would be typed.
    fn values(&self, arg: &Arg, key: &str, value: &Value) -> Result<Vec<OsStr>> {
        let is_flag = matches!(arg.get_action(), ArgAction::SetTrue);
        let one = |value: &Value| -> Result<OsStr> {
            Ok(match value {
                Value::Boolean(yes) if is_flag => kept(yes.to_string()),
                _ if is_flag => bail!("this option is on or off: write true or false"),
                Value::String(text) if PLACES.contains(&key) && text != "-" => {
                    // A slash at the end says that it is a folder.
                    let end = if text.ends_with('/') { "/" } else { "" };
                    let mut place = self.folder().join(text.trim_end_matches('/')).into_os_string();
                    place.push(end);
                    kept(place)
                }
                Value::String(text) if NAMES_OR_FILES.contains(&key) => {
                    let file = self.folder().join(text);
                    if file.is_file() { kept(file) } else { kept(text) }
                }
                Value::String(text) => kept(text),
                Value::Integer(number) => kept(number.to_string()),
                _ => bail!("write a text or a number"),
            })
        };
        let values: Vec<OsStr> = match value {
            Value::Array(all) => all.iter().map(one).collect::<Result<_>>()?,
            value => vec![one(value)?],
        };
        let takes_several = matches!(arg.get_action(), ArgAction::Append);
        if values.len() != 1 && !takes_several {
            bail!("this option takes one value");
        }
        Ok(values)
    }
}

/// A value as the command line holds it: until the program ends. It is read once, and is short.
fn kept(value: impl Into<OsString>) -> OsStr {
    let value: &'static std::ffi::OsStr = Box::leak(value.into().into_boxed_os_str());
    value.into()
}

/// The option of a command with this long name.
fn option<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|arg| arg.get_long() == Some(name))
}

/// The command that a table is for, by its name or, where it is within another, by both (as its
/// manual page is called: `archive-export`).
fn command_of(command: &Command, table: &str) -> Option<(String, Option<String>)> {
    let found = commands(command).find(|(name, nested)| called(name, nested.as_deref()) == table);
    found.map(|(name, nested)| (name.to_owned(), nested))
}

/// All commands that have options of their own.
fn commands(command: &Command) -> impl Iterator<Item = (&str, Option<String>)> {
    let all = command.get_subcommands().filter(|c| !PLAIN.contains(&c.get_name()));
    all.flat_map(|outer| {
        let inner = outer.get_subcommands().map(|c| Some(c.get_name().to_owned()));
        let own = if outer.has_subcommands() { None } else { Some(None) };
        own.into_iter().chain(inner).map(move |nested| (outer.get_name(), nested))
    })
}

fn called(name: &str, nested: Option<&str>) -> String {
    nested.map_or_else(|| name.to_owned(), |nested| format!("{name}-{nested}"))
}

/// Tables that may be in the file.
fn tables(command: &Command) -> Vec<String> {
    commands(command)
        .map(|(name, nested)| format!("[{}]", called(name, nested.as_deref())))
        .collect()
}

/// Options of a command that may be in its table.
fn options(command: &Command) -> Vec<String> {
    let all = command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned));
    let mut all: Vec<String> = all.filter(|n| !matches!(n.as_str(), "help" | "version")).collect();
    all.sort();
    all
}
