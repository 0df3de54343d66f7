//! `tablemend explain`: what a code of a diagnostic means, and what to do about it.

use crate::{Outcome, codes, output};
use anyhow::{Result, bail};
use clap::Args;

/// Explain a code of a diagnostic, as `date.impossible`: what it means and what to do
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Codes, or the first part of them (`date`); without any, all are listed
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
}

/// Prints it.
pub(crate) fn run(typed: &Explain) -> Result<Outcome> {
    let all = codes::all();
    let mut found = Vec::new();
    for code in &typed.codes {
        let wanted = code.trim().trim_end_matches('.').to_lowercase();
        let is_it = |known: &&codes::Code| match wanted.contains('.') {
            true => known.code == wanted,
            false => known.code.split('.').next() == Some(wanted.as_str()),
        };
        let before = found.len();
        found.extend(all.iter().filter(is_it));
        if found.len() == before {
            bail!("“{code}” is not a code of a diagnostic: `tablemend explain` lists them all");
        }
    }
    let text = match typed.codes.is_empty() {
        true => codes::page(),
        false => found.iter().map(told).collect::<Vec<_>>().join("\n"),
    };
    output::to_stdout(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Outcome::Fine)
}

fn told(code: &codes::Code) -> String {
    format!("{}\n  {}\n  What to do: {}\n", code.code, code.meaning, code.to_do)
}
