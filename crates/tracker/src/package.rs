//! The zip file that a workbook is: parts by name, those that change and all others as they are.

use crate::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// Most bytes that the parts of a workbook may have when they are unpacked.
const MOST_BYTES: u64 = 128 << 20;

/// Parts of a workbook.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    changed: BTreeMap<String, String>,
    removed: BTreeSet<String>,
    room: u64,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(Error::NotAWorkbook(
                "it is a workbook with a password or of an older Excel (.xls): save it as .xlsx \
                 without a password",
            ));
        }
        if !bytes.starts_with(b"PK") {
            return Err(Error::NotAWorkbook(
                "it is not an Excel workbook: only .xlsx files can be updated. A CSV file has no room \
                 for notes, colours or what was published: make a workbook with `tablemend convert … \
                 -o tracker.xlsx`, or save the file as .xlsx in Excel or LibreOffice",
            ));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Error::broken("zip file", e))?;
        let names = zip.file_names().filter_map(|n| n.ok().map(|n| n.into_owned())).collect();
        Ok(Self {
            zip,
            names,
            changed: BTreeMap::new(),
            removed: BTreeSet::new(),
            room: MOST_BYTES,
        })
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.changed.contains_key(name) || self.names.iter().any(|n| n == name)
    }

    /// The text of a part, as it is by now.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, Error> {
        if let Some(text) = self.changed.get(name) {
            return Ok(text.clone());
        }
        let part = self.zip.by_name(name).map_err(|e| Error::broken(name, e))?;
        let mut bytes = Vec::new();
        let read = part.take(self.room + 1).read_to_end(&mut bytes);
        read.map_err(|e| Error::broken(name, e))?;
        self.room = self
            .room
            .checked_sub(bytes.len() as u64)
            .ok_or(Error::TooLarge("its parts are unpacked to more than 128 MB"))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::broken(name, "it is not UTF-8"))?;
        Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
    }

    /// Changes a part, or adds it.
    pub(crate) fn put(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    /// The text of a part that was changed or added.
    pub(crate) fn changed(&self, name: &str) -> Option<&str> {
        self.changed.get(name).map(String::as_str)
    }

    /// Takes out a part.
    pub(crate) fn remove(&mut self, name: &str) {
        self.changed.remove(name);
        self.removed.insert(name.to_owned());
    }

    /// A name that no part has: the pattern with the first free number in place of `#`.
    pub(crate) fn free_name(&self, pattern: &str) -> String {
        let mut names = (1_u32..).map(|n| pattern.replace('#', &n.to_string()));
        names.find(|name| !self.has(name)).unwrap_or_default()
    }

    /// The whole file; parts that did not change are copied byte for byte.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Error> {
        let broken = |e: &dyn std::fmt::Display| Error::broken("zip file", e);
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let put = |out: &mut ZipWriter<_>, name: &str, text: &str| -> Result<(), Error> {
            out.start_file(name, options).map_err(|e| broken(&e))?;
            out.write_all(text.as_bytes()).map_err(|e| broken(&e))
        };
        for number in 0..self.zip.len() {
            let part = self.zip.by_index_raw(number).map_err(|e| broken(&e))?;
            let name = part.name().map_err(|e| broken(&e))?.into_owned();
            if self.removed.contains(&name) {
                continue;
            }
            match self.changed.remove(&name) {
                Some(text) => {
                    drop(part);
                    put(&mut out, &name, &text)?;
                }
                None => out.raw_copy_file(part).map_err(|e| broken(&e))?,
            }
        }
        for (name, text) in std::mem::take(&mut self.changed) {
            put(&mut out, &name, &text)?;
        }
        Ok(out.finish().map_err(|e| broken(&e))?.into_inner())
    }
}

/// The name of the part with a part's relationships.
pub(crate) fn relationships(of: &str) -> String {
    match of.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{of}.rels"),
    }
}
