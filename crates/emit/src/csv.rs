//! Records as CSV: RFC 4180 in UTF-8, a header row, one relation a file.

use crate::relation::{Column, Datum, Index, Joined, Relation, items};
use crate::{Error, Options};
use std::borrow::Cow;
use std::io::Write;
use tablemend_model::Dataset;

/// The byte order mark that makes Excel read a CSV file as UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// Writes the items alone (`actions.csv`).
///
/// # Errors
/// When the schema has no items, or `out` cannot be written.
pub fn write_items(data: &Dataset, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
    let relation =
        items(&data.schema).ok_or_else(|| Error::plain("the profile has no items to write"))?;
    write(&relation, &Index::new(data), options, out)
}

/// Writes one relation.
pub(crate) fn write<'a>(
    relation: &'a Relation,
    index: &Index<'a>,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    if options.bom {
        out.write_all(BOM)?;
    }
    write_rows(&relation.columns, relation.rows(index), options, out)
}

/// Writes the items of several documents one below the other, each row with its document.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn write_joined(
    joined: &Joined<'_>,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    if options.bom {
        out.write_all(BOM)?;
    }
    write_rows(&joined.relation.columns, joined.rows().map(|(_, row)| row), options, out)
}

fn write_rows<'a>(
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Datum<'a>>>,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let mut csv = writer(out);
    csv.write_record(columns.iter().map(|c| &c.name))?;
    let mut number = String::new();
    for row in rows {
        for datum in row {
            match datum {
                // The commonest kinds go by without a string of their own.
                Datum::Empty => csv.write_field("")?,
                Datum::Integer(n) => {
                    number.clear();
                    // OK because writing to a String cannot fail.
                    let _ = std::fmt::Write::write_fmt(&mut number, format_args!("{n}"));
                    csv.write_field(&number)?;
                }
                Datum::Date(_) | Datum::Boolean(_) | Datum::Number(_) => {
                    csv.write_field(datum.shown().unwrap_or_default().as_bytes())?;
                }
                _ => {
                    let text = datum.shown().unwrap_or_default();
                    csv.write_field(guarded(text, options).as_bytes())?;
                }
            }
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()?;
    Ok(())
}

/// A writer as RFC 4180 has it: CRLF, quotes where they are needed, quotes doubled.
pub(crate) fn writer(out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(1 << 16)
        .from_writer(out)
}

/// Text that a spreadsheet would run as a formula, made harmless with an apostrophe in front where
/// that is asked for (the characters are those of OWASP's “CSV injection” page).
pub(crate) fn guarded<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    if options.escape_formulas && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        return format!("'{text}").into();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, register};
    use crate::{Format, package};

    fn file(data: &Dataset, name: &str, options: &Options) -> String {
        let files = package(data, &[Format::Csv], "x", options);
        let mut out = Vec::new();
        files.iter().find(|f| f.name() == name).unwrap().write(None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_contracts_columns_come_first() {
        let text = file(&plan(), "actions.csv", &Options::default());
        let contract = "id,ref,section,section_title,priority_area,priority_area_title,\
                        accountable_officers,action,completion_printed,completion_start,\
                        completion_end,completion_edtf,leads,leads_inherited,commentary,status,\
                        page,flags,";
        assert!(text.starts_with(contract), "{text}");
    }

    #[test]
    fn cells_are_quoted_as_rfc_4180_has_it_and_read_back() {
        let text = file(&plan(), "actions.csv", &Options::default());
        assert!(text.contains("\"Dredge the \"\"inner\"\" basin, then:\n• survey it"));
        assert!(text.ends_with("\r\n"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let column = |name: &str| at.iter().position(|c| c == name).unwrap();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(&rows[0][column("leads")], "Harbour Master; Head of Works; Coast");
        assert_eq!(&rows[0][column("completion_end")], "2021-06-30");
        assert_eq!(&rows[0][column("forecast_edtf")], "2021-04");
        assert_eq!(&rows[1][column("leads_inherited")], "true");
        assert_eq!(&rows[2][column("leads_inherited")], "false");
        assert_eq!(&rows[2][column("completion_start")], "");
        assert_eq!(&rows[1][column("first_line")], "11");
    }

    #[test]
    fn companions_have_a_row_for_each_thing() {
        let dates = file(&plan(), "completion_dates.csv", &Options::default());
        let expected = "action,position,edtf,start,end,role,label,printed\r\n\
                        1.1.1,1,2021-03/2021-06,2021-03-01,2021-06-30,due,,March – June 2021\r\n\
                        1.1.2,1,2021-05-01,2021-05-01,2021-05-01,original,,1 May 2021\r\n\
                        1.1.2,2,2021-06-01,2021-06-01,2021-06-01,revised,,1 June 2021\r\n";
        assert_eq!(dates, expected);
        let notes = file(&plan(), "diagnostics.csv", &Options::default());
        assert!(notes.starts_with("code,level,action,message,printed,used,page,"), "{notes}");
        assert!(notes.contains("ref.sequence,warning,,a gap,,,,6,6,1,6,,,1.1\r\n"), "{notes}");
        let risks = file(&register(), "risks.csv", &Options::default());
        assert!(risks.starts_with("id,ref,theme,theme_title,risk,likelihood,rating,owner,"));
        assert!(risks.contains("\r\nR2,,Tides,Tides,Wind,2.5,,,"), "{risks}");
    }

    #[test]
    fn a_mark_for_excel_and_harmless_formulas_when_asked() {
        let plain = file(&plan(), "actions.csv", &Options::default());
        assert!(plain.contains(",=1+1 | looks"));
        let options = Options { bom: true, escape_formulas: true, licence: None };
        let safe = file(&plan(), "actions.csv", &options);
        assert!(safe.starts_with("\u{feff}id,"));
        assert!(safe.contains(",'=1+1 | looks"));
        assert!(safe.contains(",'-5 berths;"));
    }
}
