//! Which forms a run writes: those asked for, else what the target's name or kind says.

use crate::output::Target;
use anyhow::{Result, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::path::Path;
use tablemend_emit::{FORMATS, Format};

/// A set of forms that `--format` offers.
pub(crate) trait Form: Copy + PartialEq {
    /// All of them that this build can write; the first goes to standard output unasked.
    fn all() -> Vec<Self>;
    /// Extensions of its files; the first is the one that we write.
    fn extensions(self) -> &'static [&'static str];
    /// What a folder gets when nothing else was asked for.
    fn usual() -> Vec<Self>;
}

impl Form for Format {
    fn all() -> Vec<Self> {
        FORMATS.iter().filter(|f| f.built).map(|f| f.format).collect()
    }

    fn extensions(self) -> &'static [&'static str] {
        self.info().extensions
    }

    /// The files of contract §4.
    fn usual() -> Vec<Self> {
        let usual = [Self::Json, Self::Csv, Self::Xlsx];
        usual.into_iter().filter(|f| f.info().built).collect()
    }
}

/// The values of `convert --format`, from the table of formats.
pub(crate) fn of_records() -> impl TypedValueParser<Value = Format> {
    let values =
        FORMATS.iter().filter(|f| f.built).map(|f| PossibleValue::new(f.name).help(f.about));
    // OK because only names from the table get this far.
    PossibleValuesParser::new(values).map(|name| Format::from_name(&name).unwrap_or(Format::Json))
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
        (Target::Stdout, []) => Ok(F::all().into_iter().take(1).collect()),
        (Target::File(path), []) => match of_extension(path) {
            Some(form) => Ok(vec![form]),
            None => bail!(
                "cannot tell the format from the name {}; known are {}, or say it with --format",
                path.display(),
                F::all()
                    .into_iter()
                    .flat_map(|f| f.extensions())
                    .map(|e| format!(".{e}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        },
        (_, [_]) => Ok(forms),
        (_, _) => bail!("one file or stream takes one format; give a folder with -o for several"),
    }
}

fn of_extension<F: Form>(path: &Path) -> Option<F> {
    let extension = path.extension()?.to_str()?;
    F::all().into_iter().find(|f| f.extensions().iter().any(|e| e.eq_ignore_ascii_case(extension)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_follows_what_was_typed_then_the_name() {
        let file = |name: &str| Target::File(name.into());
        for (asked, target, expected) in [
            (vec![], Target::Stdout, vec![Format::Json]),
            (vec![Format::Csv], Target::Stdout, vec![Format::Csv]),
            (vec![], file("a.CSV"), vec![Format::Csv]),
            (vec![Format::Jsonl], file("a.txt"), vec![Format::Jsonl]),
            (vec![Format::Csv, Format::Csv], file("a.csv"), vec![Format::Csv]),
            (
                vec![Format::Csv, Format::Json],
                Target::Folder("d".into()),
                vec![Format::Csv, Format::Json],
            ),
        ] {
            assert_eq!(choose(&asked, &target).unwrap(), expected, "{asked:?} {target:?}");
        }
        assert!(choose::<Format>(&[], &file("a.doc")).is_err());
        assert!(choose(&[Format::Csv, Format::Json], &Target::Stdout).is_err());
    }
}
