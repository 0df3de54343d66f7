//! Records and tables as JSON, exactly as the data contract has them, and records read back.

mod groups;
mod layout;
mod read;
mod records;
mod tables;

pub use read::{profile, read};
pub(crate) use records::printed_key;

use crate::Error;
use records::Records;
use std::io::Write;
use tablemend_model::{Dataset, Diagnostic, Document};

/// Writes a dataset as one JSON document (contract §3), over several lines.
///
/// What a profile's fields are decides the shapes; keys are in the contract's order, and what
/// is written beyond the contract is behind it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    layout::write(&Records(data), out)
}

/// Writes the items of a dataset as JSON Lines: one item a line, each with the titles of the
/// groups it is in and the document it comes from, so that lines of several documents can be
/// put in one file.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_lines(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    records::write_lines(data, out)
}

/// Writes the tables of a document as one JSON document (contract §2), over several lines.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_tables(
    document: &Document,
    notes: &[Diagnostic],
    out: &mut dyn Write,
) -> Result<(), Error> {
    layout::write(&tables::Tables { document, notes }, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, plan_schema, register};
    use serde_json::Value;

    fn written(data: &Dataset) -> String {
        let mut out = Vec::new();
        write(data, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }

    /// The keys of the contract come first and in its order.
    #[test]
    fn keys_stand_in_the_contracts_order() {
        let json: Value = serde_json::from_str(&written(&plan())).unwrap();
        let expected: &[(&str, &str)] = &[
            (
                "",
                "document legend sections priority_areas actions notes headers other_text \
                 diagnostics",
            ),
            ("/document", "title period name media_type sha256 pages profile tool"),
            ("/legend/0", "status meaning printed fill source"),
            ("/sections/0", "ref title description printed source id ref_printed flags"),
            (
                "/priority_areas/0",
                "ref section title accountable_officers printed officers_printed source id \
                 ref_printed flags",
            ),
            (
                "/actions/0",
                "id ref ref_printed section priority_area action completion leads commentary \
                 forecast status extra source flags",
            ),
            ("/actions/0/completion", "printed edtf start end dates"),
            ("/actions/0/completion/dates/0", "edtf start end role label printed"),
            ("/actions/0/leads", "printed people inherited alternatives"),
            ("/actions/0/forecast", "edtf start end"),
            ("/actions/0/status", "value evidence printed state"),
            ("/actions/0/source", "page lines bbox table row"),
            ("/actions/2/completion", "printed edtf start end dates"),
            ("/notes/0", "text section priority_area source"),
            ("/headers/0", "printed field source"),
            ("/other_text/0", "text source"),
            ("/diagnostics/0", "code level action message printed used source help"),
            ("/diagnostics/2", "code level action message printed used source help priority_area"),
        ];
        for (pointer, names) in expected {
            let found = keys(json.pointer(pointer).unwrap());
            assert_eq!(found, names.split_whitespace().collect::<Vec<_>>(), "{pointer}");
        }
        assert_eq!(json["actions"][2]["completion"]["dates"], serde_json::json!([]));
        assert_eq!(json["actions"][2]["forecast"], Value::Null);
        assert_eq!(json["sections"][0]["description"], Value::Null);
        assert_eq!(json["diagnostics"][2]["action"], Value::Null);
        assert!(!written(&plan()).contains("\"\""), "absent values are null");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for data in [plan(), register()] {
            let text = written(&data);
            assert_eq!(profile(text.as_bytes()).unwrap(), data.document.profile);
            assert_eq!(read(text.as_bytes(), &data.schema).unwrap(), data);
            let with_bom = format!("\u{feff}{text}");
            assert_eq!(read(with_bom.as_bytes(), &data.schema).unwrap(), data);
        }
    }

    #[test]
    fn whole_numbers_have_no_point() {
        let json: Value = serde_json::from_str(&written(&register())).unwrap();
        assert_eq!(json["risks"][0]["likelihood"]["value"].to_string(), "4");
        assert_eq!(json["risks"][1]["likelihood"]["value"].to_string(), "2.5");
    }

    #[test]
    fn errors_name_the_place() {
        let text = written(&plan());
        let cases = [
            (r#""start": "2021-03-01""#, r#""start": "2021-02-30""#, "actions[0].completion.start"),
            (r#""role": "due""#, r#""role": "never""#, "actions[0].completion.dates[0].role"),
            (r#""name": "harbour plan.md""#, r#""name": 5"#, "document.name"),
            (r#""lines": [10, 10]"#, r#""lines": [10]"#, "actions[0].source.lines"),
        ];
        for (from, to, place) in cases {
            let broken = text.replacen(from, to, 1);
            assert_ne!(broken, text, "{from}");
            let told = read(broken.as_bytes(), &plan_schema()).unwrap_err().to_string();
            assert!(told.contains(&format!("`{place}`")), "{told}");
        }
        for broken in ["", "[]", "{}", "nonsense", "{\"document\": 5}"] {
            assert!(read(broken.as_bytes(), &plan_schema()).is_err(), "{broken}");
            assert!(profile(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn lines_stand_alone() {
        let mut out = Vec::new();
        write_lines(&plan(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["id"], "1.1.1");
        assert_eq!(lines[0]["section_title"], "Water");
        assert_eq!(lines[2]["priority_area_title"], "Depth, and access");
        assert_eq!(lines[2]["document"]["period"], "2021-03");
    }
}
