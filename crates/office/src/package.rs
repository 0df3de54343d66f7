//! The zip file that an office file is: its parts by name, each bounded before it is unpacked.

use crate::error::Error;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes that all parts that are read may have when they are unpacked.
const MOST_BYTES: u64 = 192 << 20;

/// A part unpacks to at most so many times its packed length, above a sum that any part may have.
/// XML packs to a fiftieth; rows that are all alike to a three-hundredth.
const MOST_RATIO: u64 = 400;
const FREE: u64 = 16 << 20;

/// More parts than this no document has.
const MOST_PARTS: usize = 65_536;

/// Parts of an office file.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Index by name in lower case: names differ in nothing else (ECMA-376-2, 6.2.2).
    names: HashMap<String, usize>,
    room: u64,
}

impl<'a> Package<'a> {
    /// Opens the file.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| Error::broken("the zip file", e))?;
        if zip.len() > MOST_PARTS {
            return Err(Error::TooLarge(format!("it has more than {MOST_PARTS} parts")));
        }
        let mut names = HashMap::new();
        for index in 0..zip.len() {
            let Ok(part) = zip.by_index_raw(index) else { continue };
            if let Ok(name) = part.name() {
                names.entry(plain(&name)).or_insert(index);
            }
        }
        Ok(Self { zip, names, room: MOST_BYTES })
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// The text of a part; `None` where there is no such part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(index) = self.names.get(&plain(name)).copied() else { return Ok(None) };
        let too_large = |what: &str| Error::TooLarge(format!("{name} unpacks to {what}"));
        let part = self.zip.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
                Error::Password
            }
            e => Error::broken(name, e),
        })?;
        let limit = part.compressed_size().saturating_mul(MOST_RATIO).saturating_add(FREE);
        let limit = limit.min(self.room);
        let mut bytes = Vec::new();
        part.take(limit + 1).read_to_end(&mut bytes).map_err(|e| Error::broken(name, e))?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(too_large(&format!("more than {} MB", limit >> 20)));
        }
        self.room -= length;
        Ok(Some(decoded(&bytes)))
    }
}

/// A part's text: XML is UTF-8, or UTF-16 with a byte order mark.
fn decoded(bytes: &[u8]) -> String {
    let (text, ..) = encoding_rs::UTF_8.decode(bytes);
    text.into_owned()
}

fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// The name of the part that a relationship of another part leads to (ECMA-376-2, 6.5.3): from the
/// package's root where it begins with `/`, else from the folder of that part.
#[must_use]
pub fn target(of: &str, target: &str) -> String {
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match target.strip_prefix('/') {
        Some(target) => target.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// A relationship of a part: its id, what it is for (the last word of its type), where it leads.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) target: String,
}

impl Package<'_> {
    /// The relationships of a part (of the file itself for an empty name), within the file.
    pub(crate) fn relations(&mut self, of: &str) -> Result<Vec<Relation>, Error> {
        let name = match of.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
            None => format!("_rels/{of}.rels"),
        };
        let Some(text) = self.text(&name)? else { return Ok(Vec::new()) };
        let tree = crate::xml::Tree::parse(&name, &text)?;
        let all = tree.root().children().filter(|e| e.is("Relationship"));
        Ok(all
            .filter(|e| e.attribute("TargetMode") != Some("External"))
            .map(|e| Relation {
                id: e.attribute("Id").unwrap_or_default().to_owned(),
                kind: e
                    .attribute("Type")
                    .and_then(|t| t.rsplit('/').next())
                    .unwrap_or_default()
                    .to_owned(),
                target: target(of, e.attribute("Target").unwrap_or_default()),
            })
            .collect())
    }

    /// The main part: where the file's own relationships lead to the office document.
    pub(crate) fn main_part(&mut self) -> Result<Option<String>, Error> {
        let all = self.relations("")?;
        let main = all.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
        Ok(main.filter(|name| self.has(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relationships_lead_to_parts() {
        assert_eq!(target("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(target("word/document.xml", "/word/a.xml"), "word/a.xml");
        assert_eq!(target("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(target("", "word/document.xml"), "word/document.xml");
    }

    #[test]
    fn what_is_no_zip_file_is_damaged() {
        assert!(matches!(Package::open(b"PK\x03\x04"), Err(Error::Broken { .. })));
    }
}
