//! Which forms a run writes: those asked for, else what the target's name or kind says.

use crate::output::{Protected, Target};
use anyhow::{Result, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::io::{self, IsTerminal};
use std::path::Path;
use tablemend_emit::Format;
use tablemend_model::{Dataset, Diagnostic, Level, Value};

/// The formats of a command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer {
    /// All of them; the first goes to standard output unasked.
    all: &'static [Format],
    /// What a folder gets when nothing else was asked for.
    usual: &'static [Format],
    /// What the help says of CSV.
    csv: &'static str,
}

/// What `convert` offers: a folder gets the files of contract §4.
pub(crate) const RECORDS: Offer = Offer {
    all: &[
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Xlsx,
        Format::Sqlite,
        Format::Parquet,
        Format::Html,
        Format::Md,
    ],
    usual: &[Format::Json, Format::Csv, Format::Xlsx],
    csv: "one file per table, with a Data Package and CSVW metadata",
};

/// What `tables` offers.
pub(crate) const TABLES: Offer = Offer {
    all: tablemend_emit::tables::FORMATS,
    usual: &[Format::Json],
    csv: "one file per table",
};

impl Offer {
    /// Those that this build can write.
    fn built(self) -> impl Iterator<Item = Format> {
        self.all.iter().copied().filter(|f| f.info().built)
    }

    /// The values of `--format`.
    pub(crate) fn values(self) -> impl TypedValueParser<Value = Format> {
        let about = |f: Format| if f == Format::Csv { self.csv } else { f.info().about };
        let values = self.built().map(|f| PossibleValue::new(f.info().name).help(about(f)));
        // OK because only names of formats get this far.
        PossibleValuesParser::new(values)
            .map(|name| Format::from_name(&name).unwrap_or(Format::Json))
    }

    /// Which formats to write to a target; one file or stream holds one.
    pub(crate) fn choose(self, asked: &[Format], target: &Target) -> Result<Vec<Format>> {
        let mut formats: Vec<Format> = Vec::new();
        for format in asked {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        match (target, formats.as_slice()) {
            (Target::Folder(_), []) => {
                Ok(self.usual.iter().copied().filter(|f| f.info().built).collect())
            }
            (Target::Folder(_), _) => Ok(formats),
            (Target::Stdout, []) => Ok(self.built().take(1).collect()),
            (Target::File(path), []) => match self.of_extension(path) {
                Some(format) => Ok(vec![format]),
                None => bail!(
                    "{0}: unknown file type; use one of {1}, or \
                     add --format. For a folder, end the name with a slash: {0}/",
                    path.display(),
                    self.built()
                        .flat_map(|f| f.info().extensions)
                        .map(|e| format!(".{e}"))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            },
            (Target::File(path), [one]) => {
                let told = path.extension().and_then(|e| Format::from_extension(e.to_str()?));
                if let Some(other) = told.filter(|told| told != one) {
                    // That it is an input, or an archive, is the graver thing to say.
                    Protected::default().check(path)?;
                    bail!(
                        "the name {} says {}, and --format says {}: change one of them",
                        path.display(),
                        other.info().name,
                        one.info().name
                    );
                }
                Ok(formats)
            }
            (_, [_]) => Ok(formats),
            (Target::File(path), _) => bail!(
                "{0} is a file name, and one file takes one format; for a folder, end the name \
                 with a slash: {0}/",
                path.display()
            ),
            (_, _) => {
                bail!("one file or stream takes one format; for several use -o FOLDER/")
            }
        }
    }

    fn of_extension(self, path: &Path) -> Option<Format> {
        let format = Format::from_extension(path.extension()?.to_str()?)?;
        self.built().find(|f| *f == format)
    }
}

/// Refuses a file whose name ends in anything but these; a name without an ending is taken, and so is
/// standard output.
pub(crate) fn check_name(output: Option<&Path>, endings: &[&str], what: &str) -> Result<()> {
    let path = output.filter(|p| p.as_os_str() != "-");
    let Some(ending) = path.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase())
    else {
        return Ok(());
    };
    if endings.contains(&ending.as_str()) {
        return Ok(());
    }
    let named: Vec<String> = endings.iter().map(|e| format!(".{e}")).collect();
    bail!("{what}, and .{ending} is not that: use a name that ends in {}", named.join(" or "))
}

/// Endings that say a format.
const TELLING: [&str; 14] = [
    "json", "jsonl", "ndjson", "csv", "xlsx", "sqlite", "sqlite3", "db", "parquet", "html", "htm",
    "md", "markdown", "txt",
];

/// Refuses a file whose name says another format than the one that was asked for.
pub(crate) fn check_agrees(output: Option<&Path>, endings: &[&str]) -> Result<()> {
    let Some(path) = output.filter(|p| p.as_os_str() != "-") else { return Ok(()) };
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if TELLING.contains(&ending.as_str()) && !endings.contains(&ending.as_str()) {
        Protected::default().check(path)?;
        bail!(
            "the name {} says another format than --format does: change one of them",
            path.display()
        );
    }
    Ok(())
}

/// What to say of an output whose name could be a folder's (`out.v2`) and was taken as a file's.
pub(crate) fn taken_as_file(formats: &[Format], target: &Target) -> Option<String> {
    let Target::File(path) = target else { return None };
    let told = path.extension().and_then(|e| Format::from_extension(e.to_str()?));
    let is_new = !path.exists();
    (is_new && path.extension().is_some() && told.is_none() && !formats.is_empty()).then(|| {
        let shown = path.display();
        format!("{shown} will be a file; for a folder, end the name with a slash: {shown}/\n")
    })
}

/// What to say of options that do nothing for the formats that are written.
pub(crate) fn idle(formats: &[Format], bom: bool, escape: bool, licence: bool) -> Option<String> {
    let is_csv = formats.contains(&Format::Csv);
    let named = [(bom, "--bom"), (escape, "--escape-formulas"), (licence, "--licence")];
    let idle: Vec<&str> =
        named.iter().filter(|(given, _)| *given && !is_csv).map(|(_, name)| *name).collect();
    match &idle[..] {
        [] => None,
        [one] => Some(format!("{one} applies to CSV only and has no effect here\n")),
        several => {
            Some(format!("{} apply to CSV only and have no effect here\n", several.join(", ")))
        }
    }
}

/// Notes on values that are longer than a cell of a workbook holds, where one is written.
pub(crate) fn cuts(data: &Dataset, formats: &[Format]) -> Vec<Diagnostic> {
    /// UTF-16 code units that a cell of Excel holds.
    const MOST: usize = 32_767;
    if !formats.contains(&Format::Xlsx) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    for (schema, entity) in data.schema.entities.iter().zip(&data.entities) {
        for record in &entity.records {
            for (field, value) in schema.fields.iter().zip(&record.values) {
                let Value::Text(text) = value else { continue };
                let length = text.encode_utf16().count();
                if length > MOST {
                    let message = format!(
                        "“{}” has {length} characters, more than a cell of a workbook holds: it is cut \
                         in the workbook and whole in the other formats",
                        field.title
                    );
                    let note = Diagnostic::new("xlsx.cut", Level::Warning, message);
                    notes.push(note.of(record.id.clone()).at(record.source));
                }
            }
        }
    }
    notes
}

/// Of these formats those whose output holds the items of the main kind alone: as one file CSV and
/// Parquet, and JSON Lines always.
pub(crate) fn of_main_kind(formats: &[Format], target: &Target) -> Vec<Format> {
    let is_part = |f: &Format| match f {
        Format::Jsonl => true,
        Format::Csv | Format::Parquet => target.folder().is_none(),
        _ => false,
    };
    formats.iter().copied().filter(is_part).collect()
}

/// A note on the items of other kinds, where a document has some that these outputs do not hold.
pub(crate) fn left_out(data: &Dataset, partial: &[Format]) -> Option<Diagnostic> {
    let kinds = data.kinds();
    let (main, others) = kinds.split_first()?;
    if others.is_empty() || partial.is_empty() {
        return None;
    }
    let names: Vec<&str> = partial.iter().map(|f| f.info().name).collect();
    let count: usize = others.iter().map(|kind| kind.item_count()).sum();
    let counted: Vec<String> = others.iter().map(|kind| kind.counted_items()).collect();
    let message = format!(
        "{} of this document {} not in the {} output, which holds its {} only",
        counted.join(" and "),
        if count == 1 { "is" } else { "are" },
        names.join(" and "),
        main.counted_items()
    );
    let help = match partial {
        [Format::Jsonl] => "the formats json, xlsx and sqlite hold all of them",
        _ => {
            "for a file per table use -o FOLDER/; the formats json, xlsx and sqlite hold all of them \
             in one file"
        }
    };
    Some(Diagnostic::new("output.other_items", Level::Warning, message).help(help))
}

/// Refuses to write what a terminal cannot show.
pub(crate) fn check_terminal(formats: &[Format], target: &Target) -> Result<()> {
    let is_binary = |f: &Format| matches!(f, Format::Xlsx | Format::Sqlite | Format::Parquet);
    if *target == Target::Stdout && io::stdout().is_terminal() && formats.iter().any(is_binary) {
        bail!("a terminal cannot show this format; use -o FILE");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_of_records_is_offered() {
        let all: Vec<Format> = tablemend_emit::FORMATS.iter().map(|f| f.format).collect();
        assert_eq!(RECORDS.all, all);
    }

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
            assert_eq!(RECORDS.choose(&asked, &target).unwrap(), expected, "{asked:?} {target:?}");
        }
        let told = RECORDS.choose(&[Format::Csv], &file("a.json")).unwrap_err().to_string();
        assert!(told.contains("says json, and --format says csv"), "{told}");
        assert!(TABLES.choose(&[], &file("a.jsonl")).is_err());
        let told = RECORDS.choose(&[], &file("out.v2")).unwrap_err().to_string();
        assert!(told.contains("end the name with a slash: out.v2/"), "{told}");
        assert!(taken_as_file(&[Format::Csv], &file("out.v2")).is_some());
        assert_eq!(taken_as_file(&[Format::Csv], &file("out.csv")), None);
        assert!(RECORDS.choose(&[Format::Csv, Format::Json], &Target::Stdout).is_err());
    }

    #[test]
    fn items_of_other_kinds_are_told_where_an_output_does_not_hold_them() {
        let text = "# Ferry plan and risks, May 2024\n\n\
            | Ref | Action | Completion date | Lead | Status |\n|---|---|---|---|---|\n\
            | 1.1 | Paint the bells | 31 May 2024 | Ferry Master | Green |\n\
            | 1.2 | Oil the gates | 30 June 2024 | Ferry Master | Red |\n\
            | 1.3 | Count the boats | 30 June 2024 | Ferry Master | Red |\n\n\
            | Ref | Risk | Likelihood | Impact | Score | Owner |\n|---|---|---|---|---|---|\n\
            | R1 | The gates rust | 3 | 5 | 15 | Ferry Master |\n";
        let read = tablemend::convert(text, "ferry.md", &tablemend::Options::new()).unwrap();
        let (file, folder) = (Target::File("a".into()), Target::Folder("a".into()));
        let told = |format, target| left_out(read.data(), &of_main_kind(&[format], target));
        for format in [Format::Csv, Format::Jsonl, Format::Parquet] {
            let note = told(format, &file).unwrap();
            assert!(note.message.starts_with("1 risk of this document is not in the "), "{note:?}");
            assert!(note.message.ends_with("holds its 3 actions only"), "{note:?}");
        }
        for format in [Format::Json, Format::Xlsx, Format::Sqlite, Format::Html, Format::Md] {
            assert_eq!(told(format, &file), None, "{format:?}");
        }
        assert_eq!(told(Format::Csv, &folder), None);
        assert!(told(Format::Jsonl, &folder).is_some());
    }

    #[test]
    fn a_name_and_a_format_that_contradict_each_other_are_refused() {
        for (name, is_right) in
            [("a.csv", true), ("a.json", false), ("a.v2", true), ("a", true), ("-", true)]
        {
            assert_eq!(check_agrees(Some(Path::new(name)), &["csv"]).is_ok(), is_right, "{name}");
        }
        assert!(check_agrees(None, &["csv"]).is_ok());
    }

    #[test]
    fn a_name_that_says_something_else_is_refused() {
        for (name, is_right) in
            [("a.pdf", true), ("a.PDF", true), ("a", true), ("-", true), ("a.xyz", false)]
        {
            let checked = check_name(Some(Path::new(name)), &["pdf"], "the copy is a PDF");
            assert_eq!(checked.is_ok(), is_right, "{name}");
        }
    }
}
