//! Which formats there are, what each is good for, and which files a dataset becomes.

use crate::relation::{Index, for_csv};
use crate::{Error, csv, csvw, datapackage, json};
use std::io::Write;
use tablemend_model::Dataset;

/// An output format of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// One JSON document, the contract's §3.
    Json,
    /// One item a line.
    Jsonl,
    /// One table a file, with their Data Package.
    Csv,
    /// A workbook for Excel and LibreOffice.
    Xlsx,
    /// A database.
    Sqlite,
    /// Typed columns, one table a file.
    Parquet,
    /// One self-contained page.
    Html,
    /// Pipe tables under headings.
    Md,
}

/// What there is to know of a format.
#[derive(Clone, Copy, Debug)]
pub struct FormatInfo {
    /// Which.
    pub format: Format,
    /// The word of `--format`.
    pub name: &'static str,
    /// What file names end in, without the dot; the first is written, all are known.
    pub extensions: &'static [&'static str],
    /// Whether a whole dataset goes into one file (and so to standard output); otherwise only the
    /// items do.
    pub one_file: bool,
    /// Whether another document can be added to a file that is there already.
    pub merges: bool,
    /// Whether one file can hold several documents.
    pub several: bool,
    /// Whether this build has it (cargo features).
    pub built: bool,
    /// One line.
    pub about: &'static str,
}

/// Every format, in the order of the contract.
pub const FORMATS: &[FormatInfo] = &[
    FormatInfo {
        format: Format::Json,
        name: "json",
        extensions: &["json"],
        one_file: true,
        merges: false,
        several: true,
        built: true,
        about: "all the information extracted",
    },
    FormatInfo {
        format: Format::Jsonl,
        name: "jsonl",
        extensions: &["jsonl", "ndjson"],
        one_file: true,
        merges: false,
        several: true,
        built: true,
        about: "one item per line",
    },
    FormatInfo {
        format: Format::Csv,
        name: "csv",
        extensions: &["csv"],
        one_file: false,
        merges: false,
        several: true,
        built: true,
        about: "one file per table; records with a Data Package and CSVW metadata",
    },
    FormatInfo {
        format: Format::Xlsx,
        name: "xlsx",
        extensions: &["xlsx"],
        one_file: true,
        merges: false,
        several: true,
        built: cfg!(feature = "xlsx"),
        about: "a workbook for Excel and LibreOffice",
    },
    FormatInfo {
        format: Format::Sqlite,
        name: "sqlite",
        extensions: &["sqlite", "sqlite3", "db"],
        one_file: true,
        merges: true,
        several: true,
        built: cfg!(feature = "sqlite"),
        about: "a database; further documents are added to it",
    },
    FormatInfo {
        format: Format::Parquet,
        name: "parquet",
        extensions: &["parquet"],
        one_file: false,
        merges: false,
        several: true,
        built: cfg!(feature = "parquet"),
        about: "typed columns for data work, one file per table",
    },
    FormatInfo {
        format: Format::Html,
        name: "html",
        extensions: &["html", "htm"],
        one_file: true,
        merges: false,
        several: false,
        built: cfg!(feature = "html"),
        about: "one self-contained page to read, filter and print",
    },
    FormatInfo {
        format: Format::Md,
        name: "md",
        extensions: &["md", "markdown"],
        one_file: true,
        merges: false,
        several: false,
        built: true,
        about: "clean GFM tables under headings",
    },
];

impl Format {
    /// What there is to know of it.
    #[must_use]
    pub fn info(self) -> &'static FormatInfo {
        // OK because every format is in the table, as a test says.
        FORMATS.iter().find(|f| f.format == self).unwrap_or(&FORMATS[0])
    }

    /// The format of this name (`jsonl`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        FORMATS.iter().find(|f| f.name == name).map(|f| f.format)
    }

    /// The format of files whose name ends so (without the dot, in either case).
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        FORMATS.iter().find(|f| f.extensions.contains(&extension.as_str())).map(|f| f.format)
    }
}

/// What the user may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Put a byte order mark in front of CSV files, for Excel.
    pub bom: bool,
    /// Put an apostrophe in front of CSV texts that a spreadsheet would run as a formula.
    pub escape_formulas: bool,
    /// Licence of the data: an identifier (`OGL-UK-3.0`) or a URL. None is claimed without.
    pub licence: Option<String>,
}

/// Writes a dataset, or for formats of several files its items alone, to one stream.
///
/// # Errors
/// When the format is not built in, a library refuses the data, or `out` cannot be written.
pub fn write(
    data: &Dataset,
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match format {
        Format::Json => json::write(data, out),
        Format::Jsonl => json::write_lines(data, out),
        Format::Csv => csv::write_items(data, options, out),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => crate::xlsx::write(data, out),
        #[cfg(feature = "sqlite")]
        Format::Sqlite => crate::sqlite::write(data, None, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => {
            let relation = crate::relation::items(&data.schema)
                .ok_or_else(|| Error::plain("the profile has no items to write"))?;
            crate::parquet::write(&relation, &Index::new(data), out)
        }
        #[cfg(feature = "html")]
        Format::Html => crate::html::write(data, out),
        Format::Md => crate::markdown::write(data, out),
        #[allow(unreachable_patterns)] // Reached in builds without some feature.
        _ => Err(not_built(format)),
    }
}

/// What to say of a format that this build leaves out.
fn not_built(format: Format) -> Error {
    let name = format.info().name;
    Error::plain(format!("this build of the program cannot write {name} (cargo feature `{name}`)"))
}

type Writer<'a> =
    Box<dyn Fn(Option<&[u8]>, &mut dyn Write) -> Result<(), Error> + Send + Sync + 'a>;

/// A file of a package, yet to be written.
pub struct File<'a> {
    name: String,
    merges: bool,
    write: Writer<'a>,
}

impl<'a> File<'a> {
    pub(crate) fn new(
        name: impl Into<String>,
        write: impl Fn(&mut dyn Write) -> Result<(), Error> + Send + Sync + 'a,
    ) -> Self {
        Self { name: name.into(), merges: false, write: Box::new(move |_, out| write(out)) }
    }

    /// Its name, without a folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it should be given the bytes of the file of this name that is there already.
    #[must_use]
    pub fn merges(&self) -> bool {
        self.merges
    }

    /// Writes it. The caller sees to it that the file appears whole or not at all. `existing` are
    /// the bytes of the file that is there already, for one that `merges`; others leave it unread.
    ///
    /// # Errors
    /// When a library refuses the data, `existing` is not such a file, or `out` cannot be written.
    pub fn write(&self, existing: Option<&[u8]>, out: &mut dyn Write) -> Result<(), Error> {
        (self.write)(existing, out)
    }
}

/// The files that a dataset becomes in these formats, in a fixed order; `stem` names those that
/// hold the whole document (`<stem>.json`).
#[must_use]
pub fn package<'a>(
    data: &'a Dataset,
    formats: &[Format],
    stem: &str,
    options: &'a Options,
) -> Vec<File<'a>> {
    let mut files = Vec::new();
    for info in FORMATS.iter().filter(|info| formats.contains(&info.format)) {
        let format = info.format;
        match format {
            Format::Csv => {
                for relation in for_csv(&data.schema) {
                    let name = format!("{}.csv", relation.name);
                    files.push(File::new(name, move |out| {
                        csv::write(&relation, &Index::new(data), options, out)
                    }));
                }
                files.push(File::new("datapackage.json", move |out| {
                    datapackage::write(data, options, out)
                }));
                if let Some((_, items)) = data.schema.items() {
                    let name = format!("{}.csv-metadata.json", items.name);
                    files.push(File::new(name, move |out| csvw::write(data, options, out)));
                }
            }
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                for relation in for_csv(&data.schema) {
                    let name = format!("{}.parquet", relation.name);
                    files.push(File::new(name, move |out| {
                        crate::parquet::write(&relation, &Index::new(data), out)
                    }));
                }
            }
            #[cfg(feature = "sqlite")]
            Format::Sqlite => {
                files.push(File {
                    name: format!("{stem}.sqlite"),
                    merges: true,
                    write: Box::new(move |existing, out| crate::sqlite::write(data, existing, out)),
                });
                let stem = stem.to_owned();
                files.push(File::new(format!("{stem}.sqlite-metadata.json"), move |out| {
                    crate::sqlite::write_metadata(data, &stem, options, out)
                }));
            }
            _ => {
                let name = format!("{stem}.{}", info.extensions.first().unwrap_or(&info.name));
                files.push(File::new(name, move |out| write(data, format, options, out)));
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_in_the_table_under_names_of_its_own() {
        for info in FORMATS {
            assert_eq!(info.format.info().name, info.name);
            assert_eq!(Format::from_name(info.name), Some(info.format));
            for extension in info.extensions {
                assert_eq!(Format::from_extension(extension), Some(info.format));
            }
        }
        assert_eq!(Format::from_extension("XLSX"), Some(Format::Xlsx));
        assert_eq!(Format::from_extension("doc"), None);
    }
}
