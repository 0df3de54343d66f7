//! Several documents in one output: a JSON array, JSON Lines, one table with a column for the
//! document, one workbook, one database.

use crate::relation::{Index, Joined, Relation, items};
use crate::{Error, Format, Merged, Options, csv, json};
use std::io::Write;
use tablemend_model::{Dataset, Schema};

/// Documents on their way into one output.
///
/// They come as the JSON that [`write()`](crate::write()) makes, with the schema that reads it, since
/// they may have been read by another process.
#[derive(Debug)]
pub struct Together {
    format: Format,
    options: Options,
    held: Held,
}

/// What is held until all documents are there.
#[derive(Debug)]
enum Held {
    /// What has been written so far, and of how many documents.
    Text(Vec<u8>, usize),
    Database(Merged),
    Documents(Vec<Dataset>),
}

impl Together {
    /// No documents yet; `existing` are the bytes of the database to which they are added.
    ///
    /// # Errors
    /// When one output of the format cannot hold several documents, or `existing` is not a database.
    pub fn new(format: Format, options: Options, existing: Option<&[u8]>) -> Result<Self, Error> {
        let held = match format {
            Format::Json | Format::Jsonl => Held::Text(Vec::new(), 0),
            Format::Sqlite => Held::Database(Merged::open_for_many(existing)?),
            _ if format.info().several => Held::Documents(Vec::new()),
            _ => {
                let name = format.info().name;
                return Err(Error::plain(format!("one {name} file holds one document")));
            }
        };
        Ok(Self { format, options, held })
    }

    /// Adds a document. Gives the name under which the same bytes were there already, where the output
    /// holds them once.
    ///
    /// # Errors
    /// When `records` are not its JSON, or its items are of another kind than those that are there
    /// and the format has one table for all.
    pub fn add(&mut self, records: &[u8], schema: &Schema) -> Result<Option<String>, Error> {
        match &mut self.held {
            Held::Text(text, count) => {
                if self.format == Format::Json {
                    text.extend_from_slice(if *count > 0 { b",\n" } else { b"[\n" });
                    text.extend_from_slice(records.trim_ascii());
                } else {
                    json::write_lines(&json::read(records, schema)?, text)?;
                }
                *count += 1;
            }
            Held::Database(merged) => return merged.add(&json::read(records, schema)?),
            Held::Documents(documents) => {
                let data = json::read(records, schema)?;
                let is_one_table = self.format != Format::Xlsx;
                if let Some(first) = documents.first().filter(|_| is_one_table) {
                    same_items(first, &data)?;
                }
                documents.push(data);
            }
        }
        Ok(None)
    }

    /// Hands over what is written of the documents already, where that is much, so that it need not be
    /// held; [`write()`](Self::write) then gives the rest alone.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn drain(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        /// Bytes below which nothing is handed over.
        const LEAST: usize = 1 << 20;
        if let Held::Text(text, _) = &mut self.held
            && text.len() >= LEAST
        {
            out.write_all(text)?;
            text.clear();
        }
        Ok(())
    }

    /// Whether no document was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.held {
            Held::Text(_, count) => *count == 0,
            // What was there is written again.
            Held::Database(_) => false,
            Held::Documents(documents) => documents.is_empty(),
        }
    }

    /// Writes them all.
    ///
    /// # Errors
    /// When a library refuses the data, or `out` cannot be written.
    pub fn write(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        match &mut self.held {
            Held::Text(text, count) => {
                out.write_all(text)?;
                if self.format == Format::Json {
                    out.write_all(if *count > 0 { b"\n]\n" } else { b"[]\n" })?;
                }
                Ok(())
            }
            Held::Database(merged) => merged.write(out),
            Held::Documents(documents) => write(documents, self.format, &self.options, out),
        }
    }
}

/// Refuses a document whose items are of another kind: one table cannot hold both.
fn same_items(first: &Dataset, next: &Dataset) -> Result<(), Error> {
    let of = |data: &Dataset| data.items().map(|(schema, _)| schema.name.clone());
    if of(first) == of(next) {
        return Ok(());
    }
    Err(Error::plain(format!(
        "this is read as “{}” and {} as “{}”: one table cannot hold both; use -o FOLDER/, or the \
         format xlsx, sqlite or json",
        next.schema.title, first.document.name, first.schema.title
    )))
}

fn write(
    documents: &[Dataset],
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    #[cfg(feature = "xlsx")]
    if format == Format::Xlsx {
        return crate::xlsx::write_several(documents, out);
    }
    let of_items = |data: &Dataset| -> Vec<Relation> { items(&data.schema).into_iter().collect() };
    let indexed: Vec<(Index<'_>, Vec<Relation>)> =
        documents.iter().map(|data| (Index::new(data), of_items(data))).collect();
    let joined = Joined::several(&indexed);
    let Some(joined) = joined.first() else {
        return Err(Error::plain("the profile has no items to write"));
    };
    match format {
        Format::Csv => csv::write_joined(joined, options, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => crate::parquet::write_joined(joined, out),
        other => Err(Error::plain(format!("one {} file holds one document", other.info().name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, register};

    fn added(format: Format, documents: &[Dataset]) -> Together {
        let mut all = Together::new(format, Options::default(), None).unwrap();
        for data in documents {
            let mut records = Vec::new();
            json::write(data, &mut records).unwrap();
            all.add(&records, &data.schema).unwrap();
        }
        all
    }

    fn written(format: Format, documents: &[Dataset]) -> Vec<u8> {
        let mut out = Vec::new();
        added(format, documents).write(&mut out).unwrap();
        out
    }

    /// A second document: another name, another month, a column that the first does not have.
    fn another() -> Dataset {
        let mut data = plan();
        data.document.name = "b/plan.md".to_owned();
        data.document.period = Some("2021-04".to_owned());
        data.document.sha256 = "cd".repeat(32);
        data.schema.entities[2].extra = vec!["Risk rating".to_owned()];
        for record in &mut data.entities[2].records {
            record.extra = vec![Some("High".to_owned())];
        }
        data
    }

    #[test]
    fn json_is_an_array_of_documents_and_lines_follow_each_other() {
        let two = [plan(), another()];
        let json: serde_json::Value = serde_json::from_slice(&written(Format::Json, &two)).unwrap();
        let names: Vec<&str> = json
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["document"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, [plan().document.name.as_str(), "b/plan.md"]);
        let lines = String::from_utf8(written(Format::Jsonl, &two)).unwrap();
        assert_eq!(lines.lines().count(), 2 * plan().entities[2].records.len());
        assert_eq!(written(Format::Json, &[]), b"[]\n");
    }

    #[test]
    fn what_is_drained_goes_before_the_rest() {
        let mut records = Vec::new();
        json::write(&plan(), &mut records).unwrap();
        for format in [Format::Json, Format::Jsonl] {
            let mut all = Together::new(format, Options::default(), None).unwrap();
            let (mut drained, mut longest) = (Vec::new(), 0);
            let count = 3_000_000 / records.len();
            for _ in 0..count {
                all.add(&records, &plan().schema).unwrap();
                all.drain(&mut drained).unwrap();
                let Held::Text(text, _) = &all.held else { panic!("{format:?} is text") };
                longest = longest.max(text.len());
            }
            assert!(longest < 1 << 20 && !drained.is_empty());
            all.write(&mut drained).unwrap();
            assert_eq!(drained, written(format, &vec![plan(); count]), "{format:?}");
        }
    }

    #[test]
    fn one_table_has_a_column_for_the_document_and_every_column_of_each() {
        let text = String::from_utf8(written(Format::Csv, &[plan(), another()])).unwrap();
        let mut rows = ::csv::Reader::from_reader(text.as_bytes());
        let heads = rows.headers().unwrap().clone();
        assert_eq!(heads.iter().take(3).collect::<Vec<_>>(), ["document", "period", "id"]);
        let at = heads.iter().position(|h| h == "extra_risk_rating").unwrap();
        let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2 * plan().entities[2].records.len());
        assert_eq!((&rows[0][at], &rows[rows.len() - 1][at]), ("", "High"));
        assert_eq!(&rows[rows.len() - 1][0], "b/plan.md");
        assert_eq!(&rows[rows.len() - 1][1], "2021-04");
    }

    #[test]
    fn a_column_of_the_same_name_as_the_documents_is_kept() {
        let mut data = another();
        data.schema.entities[2].fields[0].name = "period".to_owned();
        let text = String::from_utf8(written(Format::Csv, &[data])).unwrap();
        let mut rows = ::csv::Reader::from_reader(text.as_bytes());
        let heads = rows.headers().unwrap().clone();
        let at = heads.iter().position(|h| h == "period_2").unwrap();
        assert!(!rows.records().next().unwrap().unwrap()[at].is_empty());
    }

    #[test]
    fn a_page_or_another_kind_of_items_is_refused() {
        assert!(Together::new(Format::Html, Options::default(), None).is_err());
        let mut all = added(Format::Csv, &[plan()]);
        let mut records = Vec::new();
        json::write(&register(), &mut records).unwrap();
        let told = all.add(&records, &register().schema).unwrap_err().to_string();
        assert!(told.contains("one table cannot hold both"), "{told}");
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn parquet_keeps_every_row_where_a_column_is_of_two_kinds() {
        use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
        let mut other = another();
        // The same name, a number here and a text there.
        for (n, record) in other.entities[2].records.iter_mut().enumerate() {
            record.values[0] =
                tablemend_model::Value::Number { value: Some(n as f64), printed: n.to_string() };
        }
        other.schema.entities[2].fields[0].kind = tablemend_model::FieldKind::Number;
        let bytes = bytes::Bytes::from(written(Format::Parquet, &[plan(), other]));
        let batches: Vec<_> =
            ParquetRecordBatchReader::try_new(bytes, 1000).unwrap().map(Result::unwrap).collect();
        let name = plan().schema.entities[2].fields[0].name.clone();
        let column = batches[0].column_by_name(&name).unwrap();
        assert_eq!(arrow_array::Array::null_count(column), 0);
        assert_eq!(column.len(), 2 * plan().entities[2].records.len());
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn one_workbook_has_the_rows_of_all_documents_of_both_kinds() {
        use calamine::{Reader, Xlsx};
        let bytes = written(Format::Xlsx, &[plan(), another(), register()]);
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let actions = book.worksheet_range("Actions").unwrap();
        assert_eq!(actions.height(), 1 + 2 * plan().entities[2].records.len());
        assert_eq!(actions.get_value((0, 0)).unwrap().to_string(), "Document");
        let risks = book.worksheet_range("Risks").unwrap();
        assert_eq!(risks.height(), 1 + register().entities.last().unwrap().records.len());
        let summary = book.worksheet_range("Summary").unwrap();
        let totals: Vec<String> = summary
            .rows()
            .skip(4)
            .map(|row| {
                let heads: Vec<String> =
                    summary.rows().nth(4).unwrap().iter().map(ToString::to_string).collect();
                row[heads.iter().position(|h| h == "Total").unwrap()].to_string()
            })
            .collect();
        assert_eq!(totals, ["Total", "3", "3", "2"]);
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_database_takes_them_one_after_another() {
        let bytes = written(Format::Sqlite, &[plan(), another()]);
        let mut db = rusqlite::Connection::open_in_memory().unwrap();
        db.deserialize_read_exact("main", &bytes[..], bytes.len(), false).unwrap();
        let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM documents"), 2);
        assert_eq!(count("SELECT count(*) FROM actions"), 6, "three of each");
    }
}
