//! The forms that outputs have, and which of them a run writes.

use crate::output::Target;
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::fmt::Write;
use std::path::Path;

/// A set of forms that `--format` offers.
pub(crate) trait Form: Copy + PartialEq + ValueEnum + 'static {
    /// Extensions of its files; the first is the one that we write.
    fn extensions(self) -> &'static [&'static str];
    /// What a folder gets when nothing else was asked for.
    fn usual() -> Vec<Self>;
}

/// Which forms to write to a target; one file or stream holds one form.
pub(crate) fn choose<F: Form>(asked: &[F], target: &Target) -> Result<Vec<F>> {
    let mut forms: Vec<F> = Vec::new();
    for form in asked {
        if !forms.contains(form) {
            forms.push(*form);
        }
    }
    match (target, forms.as_slice()) {
        (Target::Folder(_), []) => Ok(F::usual()),
        (Target::Folder(_), _) => Ok(forms),
        (Target::Stdout, []) => Ok(F::value_variants().first().copied().into_iter().collect()),
        (Target::File(path), []) => match of_extension(path) {
            Some(form) => Ok(vec![form]),
            None => bail!(
                "cannot tell the format from the name {}; known are {}, or say it with --format",
                path.display(),
                listed::<F>()
            ),
        },
        (_, [_]) => Ok(forms),
        (_, _) => bail!("one file or stream takes one format; give a folder with -o for several"),
    }
}

fn of_extension<F: Form>(path: &Path) -> Option<F> {
    let extension = path.extension()?.to_str()?;
    F::value_variants()
        .iter()
        .copied()
        .find(|f| f.extensions().iter().any(|e| e.eq_ignore_ascii_case(extension)))
}

fn listed<F: Form>() -> String {
    let mut out = String::new();
    for form in F::value_variants() {
        for extension in form.extensions() {
            let _ = write!(out, "{}.{extension}", if out.is_empty() { "" } else { ", " });
        }
    }
    out
}
