//! Laws over all stages, for documents that nobody wrote.

use proptest::prelude::*;
use std::fmt::Write;
use tablemend_ingest::Options;
use tablemend_model::{Block, Dataset, Document, Noted, Value};
use tablemend_normalise::{Profile, records, tables};

fn read(bytes: &[u8]) -> Option<Noted<Document>> {
    tablemend_ingest::read(bytes, "plan.md", &Options::default()).ok()
}

fn profile() -> Profile {
    Profile::built_in("action-plan").unwrap()
}

fn convert(text: &str) -> (Document, Dataset) {
    let as_read = read(text.as_bytes()).expect("text is a document").value;
    let mended = tables(as_read.clone()).value;
    let data = records(&mended, &profile(), "tablemend");
    (as_read, data)
}

/// One row of a plan.
#[derive(Clone, Debug)]
struct Row {
    text: String,
    date: String,
    lead: String,
    commentary: String,
}

fn words(most: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{2,9}",
        2 => Just("and".to_owned()),
        1 => Just("(pilot)".to_owned()),
        1 => Just("R&D".to_owned()),
        1 => Just("40%".to_owned()),
        1 => Just("well–being".to_owned()),
        1 => Just("naïve".to_owned()),
    ];
    prop::collection::vec(word, 1..=most).prop_map(|w| w.join(" "))
}

fn date() -> impl Strategy<Value = String> {
    let month = prop::sample::select(vec!["January", "Feb", "March", "Sept", "November"]);
    prop_oneof![
        (1..=31u8, month.clone(), 2019..2023).prop_map(|(d, m, y)| format!("{d} {m} {y}")),
        (month.clone(), 2019..2023).prop_map(|(m, y)| format!("{m} {y}")),
        (month.clone(), month.clone(), 2019..2023).prop_map(|(a, b, y)| format!("{a} – {b} {y}")),
        (1..=31u8, 1..=12u8, 19..23u8).prop_map(|(d, m, y)| format!("{d:02}/{m:02}/{y}")),
        Just("Ongoing".to_owned()),
        Just("TBC".to_owned()),
        words(3),
        Just(String::new()),
    ]
}

fn lead() -> impl Strategy<Value = String> {
    let post = prop::sample::select(vec![
        "Harbour Master",
        "Head of Works",
        "Senior Manager, Coast",
        "Director of Tides",
        "",
    ]);
    prop::collection::vec(post, 1..=3).prop_map(|posts| posts.join(" / "))
}

fn row() -> impl Strategy<Value = Row> {
    (words(12), date(), lead(), prop_oneof![words(15), Just(String::new())])
        .prop_map(|(text, date, lead, commentary)| Row { text, date, lead, commentary })
}

/// A plan of one section: areas of rows, with a table that may be cut and go on under a blank
/// header, as converters leave it.
fn plan() -> impl Strategy<Value = String> {
    let area = (words(6), prop::collection::vec((row(), prop::bool::weighted(0.15)), 1..8));
    prop::collection::vec(area, 1..4).prop_map(|areas| {
        let mut out =
            String::from("# Coastal action plan update March 2021\n\nWorking Group 1 Coast\n\n");
        for (a, (title, rows)) in areas.iter().enumerate() {
            let _ = write!(
                out,
                "| PRIORITY AREA | ACCOUNTABLE OFFICER | | | |\n|---|---|---|---|---|\n\
                 | 1.{} {title} | Head of Works | | | |\n\
                 | ACTIONS | COMPLETION DATE | ACTION LEAD | HEADLINE COMMENTARY | BRAG |\n",
                a + 1
            );
            for (r, (row, cut)) in rows.iter().enumerate() {
                if *cut && r > 0 {
                    out.push_str("\n| | | | | |\n|---|---|---|---|---|\n");
                }
                let Row { text, date, lead, commentary } = row;
                let _ = writeln!(
                    out,
                    "| 1.{}.{} {text} | {date} | {lead} | {commentary} | |",
                    a + 1,
                    r + 1
                );
            }
            out.push('\n');
        }
        out
    })
}

/// Markdown that no converter would write.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "|",
        "|",
        "|",
        "\n",
        "\n",
        "---",
        ":--",
        " ",
        "a",
        "1.1.1",
        "<td>",
        "<table>",
        "</tr>",
        "<br>",
        "~~",
        "**",
        "\\",
        "&nbsp;",
        "# ",
        "ACTIONS",
        "COMPLETION DATE",
        "ACTION LEAD",
        "31 May 2020",
        "<li>",
        "rowspan=\"9\"",
        "<td rowspan=3 colspan=9>",
        "\u{c}",
        "> ",
        "`",
        "\t",
        "{12}---",
        "é",
    ]);
    prop::collection::vec(piece, 0..200).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_or_doubled(text in plan()) {
        let (as_read, data) = convert(&text);
        let audit = tablemend_normalise::audit(&as_read, &data);
        prop_assert!(audit.missing.is_empty(), "missing {:?}", audit.missing);
        prop_assert!(audit.doubled.is_empty(), "doubled {:?}", audit.doubled);
    }

    #[test]
    fn no_word_is_lost_or_doubled_in_odd_markdown(text in markdown()) {
        let Some(as_read) = read(text.as_bytes()) else { return Ok(()) };
        let mended = tables(as_read.value.clone()).value;
        let data = records(&mended, &profile(), "tablemend");
        let audit = tablemend_normalise::audit(&as_read.value, &data);
        prop_assert!(audit.missing.is_empty(), "missing {:?}", audit.missing);
        prop_assert!(audit.doubled.is_empty(), "doubled {:?}", audit.doubled);
    }

    #[test]
    fn what_is_written_as_markdown_reads_the_same(text in plan()) {
        let (_, data) = convert(&text);
        let mut markdown = Vec::new();
        tablemend_emit::markdown::write(&data, &mut markdown).unwrap();
        let markdown = String::from_utf8(markdown).unwrap();
        let (_, again) = convert(&markdown);
        prop_assert_eq!(essence(&data), essence(&again), "{}", markdown);
    }

    #[test]
    fn mending_twice_is_mending_once(text in prop_oneof![plan(), markdown()]) {
        let Some(as_read) = read(text.as_bytes()) else { return Ok(()) };
        let once = tables(as_read.value).value;
        let twice = tables(once.clone());
        prop_assert_eq!(&once, &twice.value);
    }

    #[test]
    fn tables_keep_every_word(text in prop_oneof![plan(), markdown()]) {
        let Some(as_read) = read(text.as_bytes()) else { return Ok(()) };
        let before = words_of(&as_read.value);
        let after = words_of(&tables(as_read.value).value);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Some(as_read) = read(&bytes) {
            let mended = tables(as_read.value).value;
            let _ = records(&mended, &profile(), "tablemend");
        }
    }

    #[test]
    fn random_bytes_after_a_pdf_mark_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        pdf.extend(bytes);
        let _ = read(&pdf);
    }
}

/// What the records say, without how it was printed or found.
fn essence(data: &Dataset) -> Vec<String> {
    let value = |value: &Value| match value {
        Value::Completion(c) => {
            let dates = c.dates.iter().map(|d| (&d.when.edtf, d.role, &d.label));
            format!("{:?} {:?} {:?} {:?}", c.edtf, c.start, c.end, dates.collect::<Vec<_>>())
        }
        Value::Posts(posts) => format!("{:?}", posts.people),
        Value::Status(status) => format!("{:?}", status.value),
        other => format!("{other:?}"),
    };
    let entities = data.entities.iter().flat_map(|e| &e.records);
    entities
        .map(|r| {
            let values: Vec<String> = r.values.iter().map(value).collect();
            format!("{:?} {:?} {values:?}", r.reference, r.parents)
        })
        .collect()
}

/// The characters that show, of blocks and tables, in no order: repeated headers that were folded
/// away count too.
fn words_of(document: &Document) -> Vec<char> {
    let mut all: Vec<char> = Vec::new();
    let mut add = |text: &str| all.extend(text.chars().filter(|c| !c.is_whitespace() && *c != '•'));
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                for cell in table.cells().iter().chain(table.folded()) {
                    add(cell.text.as_str());
                }
            }
            other => {
                if let Some(text) = other.text() {
                    add(text.as_str());
                }
            }
        }
    }
    all.sort_unstable();
    all
}
