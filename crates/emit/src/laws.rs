//! Laws of all writers, tried on datasets with any texts.

use crate::support::plan;
use crate::{Format, Options, json, package, write};
use proptest::prelude::*;
use tablemend_model::{Dataset, Value};

/// A plan whose texts are replaced by these, in turn.
fn with_texts(texts: &[String]) -> Dataset {
    let mut data = plan();
    // An absent text is never written as an empty one, so none is empty.
    let texts: Vec<&String> = texts.iter().filter(|t| !t.is_empty()).collect();
    let mut next = texts.into_iter().cycle();
    let mut text = || next.next().map_or_else(|| "x".to_owned(), String::clone);
    data.document.title = Some(text());
    data.document.name = text();
    data.notes[0].text = text();
    data.legend[0].meaning = Some(text());
    data.diagnostics[0].message = text();
    for record in data.entities.iter_mut().flat_map(|e| &mut e.records) {
        record.printed = record.printed.is_some().then(&mut text);
        record.ref_printed = Some(text());
        for value in &mut record.values {
            match value {
                Value::Text(t) => *t = text(),
                Value::Posts(posts) => posts.people.iter_mut().for_each(|p| *p = text()),
                Value::Completion(when) => when.printed = Some(text()),
                _ => {}
            }
        }
    }
    data
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let odd = prop::sample::select(vec![
        "=1+1",
        "\"",
        "a\r\nb",
        "\u{0}",
        "\u{feff}x",
        "| --- |",
        "]]>",
        "; ",
        "'",
        "<b>",
        "\u{fffe}",
        "~",
        "\u{202e}",
        "{{ x }}",
        "{% x %}",
        "&amp;",
        "\\",
    ]);
    let one = prop_oneof![any::<String>(), odd.prop_map(str::to_owned), "[a-z ,\n\"]{0,40}"];
    prop::collection::vec(one, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// JSON that is read back is the dataset that was written.
    #[test]
    fn json_is_read_back(texts in texts()) {
        let data = with_texts(&texts);
        let mut out = Vec::new();
        json::write(&data, &mut out).unwrap();
        prop_assert_eq!(json::read(&out, &data.schema).unwrap(), data);
    }

    /// CSV has the same number of fields in every row, and the texts come back as they were.
    #[test]
    fn csv_is_read_back(texts in texts()) {
        let data = with_texts(&texts);
        let mut out = Vec::new();
        write(&data, Format::Csv, &Options::default(), &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let at = reader.headers().unwrap().iter().position(|h| h == "action").unwrap();
        let rows: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
        let records = &data.entities[2].records;
        prop_assert_eq!(rows.len(), records.len());
        for (row, record) in rows.iter().zip(records) {
            let Value::Text(text) = &record.values[0] else { continue };
            prop_assert_eq!(&row[at], text);
        }
    }

    /// No text makes a writer fail, and the same data makes the same bytes.
    #[test]
    fn every_format_is_written_and_the_same_twice(texts in texts()) {
        let data = with_texts(&texts);
        let formats: Vec<Format> =
            crate::FORMATS.iter().filter(|f| f.built).map(|f| f.format).collect();
        let options = Options::default();
        for file in package(&data, &formats, "x", &options) {
            let (mut one, mut two) = (Vec::new(), Vec::new());
            prop_assert!(file.write(None, &mut one).is_ok(), "{}", file.name());
            file.write(None, &mut two).unwrap();
            prop_assert!(one == two, "{} differs", file.name());
        }
    }

    /// Reading anything as records never panics.
    #[test]
    fn reading_rubbish_is_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(json::read(&bytes, &crate::support::plan_schema()).is_err());
    }
}

/// A disk that is full after so many bytes is told as an error of the system by every format.
#[test]
fn a_full_disk_is_an_error() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if bytes.len() > self.0 {
                return Err(std::io::Error::from(std::io::ErrorKind::StorageFull));
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let data = plan();
    let formats: Vec<Format> =
        crate::FORMATS.iter().filter(|f| f.built).map(|f| f.format).collect();
    let options = Options::default();
    for file in package(&data, &formats, "x", &options) {
        let refused = file.write(None, &mut Full(100)).unwrap_err();
        let kind = refused.as_io().map(std::io::Error::kind);
        assert_eq!(kind, Some(std::io::ErrorKind::StorageFull), "{}: {refused}", file.name());
    }
}
