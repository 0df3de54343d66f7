//! The door as its users go through it.

use tablemend::compare::{ChangeKind, render};
use tablemend::model::Place;
use tablemend::{CompareOptions, ErrorKind, FORMATS, Format, Options, Records, WriteOptions};
use tablemend::{profiles, write_tables};

const PLAN: &str = "# Harbour plan, June 2024\n\n\
    | Ref | Action | Completion date | Lead | Status |\n|---|---|---|---|---|\n\
    | 1.1 | Dredge the inner basin | 31 May 2024 | Harbour Master | Green |\n\
    | 1.2 | Repaint the lighthouse | 31 June 2024 | Head of Works | Amber |\n\
    | 1.3 | Count the moorings | 31 July 2024 | Harbour Master | Green |\n";

/// A fixture of the project.
fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn plan() -> Records {
    tablemend::convert(PLAN, "plan.md", &Options::new()).expect("the plan is sound")
}

#[test]
fn every_trouble_has_a_kind_and_words() {
    let none = Options::new();
    let encrypted = fixture("pdf/encrypted-password.pdf");
    for (bytes, name, kind) in [
        (Vec::new(), "a.md", ErrorKind::Empty),
        (b"\x00\x01\x02".to_vec(), "a.md", ErrorKind::Binary),
        (b"GIF89a".to_vec(), "a.gif", ErrorKind::Unsupported),
        (b"%PDF-1.7\n".to_vec(), "a.pdf", ErrorKind::Unreadable),
        (encrypted, "a.pdf", ErrorKind::Password),
        (b"# Only words\n".to_vec(), "a.md", ErrorKind::NoTable),
    ] {
        let error = tablemend::convert(bytes, name, &none).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().len() > 20 && error.kind().code().contains('.'), "{error}");
        assert_eq!(error.to_note().message, error.to_string());
    }
    let told = profiles::named("nope").unwrap_err();
    assert_eq!(told.kind(), ErrorKind::NoProfile);
    assert!(told.to_string().contains("risk-register"), "{told}");
    assert_eq!(profiles::parse("name = 3").unwrap_err().kind(), ErrorKind::BadProfile);
    let wrong = Records::from_json(b"{}", &none).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::NotRecords);
}

#[test]
fn what_is_said_of_a_document_without_a_table_fits_it() {
    let told = |bytes: &[u8], name: &str| {
        let error = tablemend::convert(bytes.to_vec(), name, &Options::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoTable, "{error}");
        (error.to_string(), error.help().unwrap_or_default().to_owned())
    };
    assert!(!told(b"# Only words\n", "gate.md").1.contains("OCR"));
    let heads: Vec<String> = (0..2500).map(|n| format!("Bell {n}")).collect();
    let row = vec!["1"; 2500].join(",");
    let wide = format!("{}\n{row}\n{row}\n", heads.join(","));
    let (message, help) = told(wide.as_bytes(), "bells.csv");
    assert!(message.contains("2500 columns") && !help.contains("OCR"), "{message} {help}");
}

#[test]
fn a_stream_that_cannot_be_written_is_told_as_what_it_is() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = tablemend::write(&plan(), Format::Csv, &WriteOptions::new(), Full).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(error.as_io().unwrap().kind(), std::io::ErrorKind::StorageFull);
}

#[test]
fn the_stages_one_by_one_give_what_they_give_together() {
    let options = Options::new();
    let opened = tablemend::read(fixture("plan/2024-02.md"), "2024-02.md", &options).unwrap();
    let as_read = opened.document().clone();
    let mended = tablemend::mend(opened, &options);
    let records = tablemend::records(&mended, &options).unwrap();
    let at_once = tablemend::convert(fixture("plan/2024-02.md"), "2024-02.md", &options).unwrap();
    assert_eq!(records.data(), at_once.data());
    assert_eq!(records.profile().name(), "action-plan");
    assert!(mended.document().tables().count() < as_read.tables().count());
    let unstitched = options.clone().without_stitching();
    let apart = tablemend::tables(fixture("plan/2024-02.md"), "2024-02.md", &unstitched).unwrap();
    assert_eq!(apart.document(), &as_read);
    let audit = tablemend::audit::records(&as_read, &records);
    assert!(audit.missing.is_empty() && audit.doubled.is_empty());
}

#[test]
fn notes_of_all_stages_are_in_document_order() {
    let records =
        tablemend::convert(fixture("plan/2024-02.md"), "2024-02.md", &Options::new()).unwrap();
    let lines: Vec<u32> = records
        .notes()
        .iter()
        .filter_map(|n| match n.source.place? {
            Place::Lines { first, .. } => Some(first),
            _ => None,
        })
        .collect();
    assert!(lines.len() > 5 && lines.is_sorted(), "{lines:?}");
}

#[test]
fn the_maker_and_the_period_are_set() {
    let records = plan();
    assert_eq!(records.data().document.tool, tablemend::TOOL);
    assert_eq!(records.data().document.period.as_deref(), Some("2024-06"));
    let said = Options::new().with_period("2024-07");
    let records = tablemend::convert(PLAN, "plan.md", &said).unwrap();
    assert_eq!(records.data().document.period.as_deref(), Some("2024-07"));
}

#[test]
fn what_was_written_as_json_is_read_back() {
    let records = plan();
    let json = records.to_json().unwrap();
    let back = Records::from_json(json.as_bytes(), &Options::new()).unwrap();
    assert_eq!(back.to_json().unwrap(), json);
    assert_eq!(back.profile().name(), "action-plan");
}

#[test]
fn a_profile_that_is_asked_for_is_taken() {
    let options = Options::new().with_profile(profiles::named("table").unwrap());
    let records = tablemend::convert(PLAN, "plan.md", &options).unwrap();
    assert_eq!(records.data().document.profile, "table");
    let only = Options::new().with_profiles([profiles::named("risk-register").unwrap()]);
    let error = tablemend::convert(PLAN, "plan.md", &only).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoHeader);
}

#[test]
fn every_format_of_this_build_is_written_and_the_others_say_so() {
    let (records, options) = (plan(), WriteOptions::new());
    let mended = tablemend::tables(PLAN, "plan.md", &Options::new()).unwrap();
    for info in FORMATS {
        let mut out = Vec::new();
        let written = tablemend::write(&records, info.format, &options, &mut out);
        assert_eq!(written.is_ok(), info.built, "{}", info.name);
        if let Err(error) = written {
            assert_eq!(error.kind(), ErrorKind::NotWritten);
            continue;
        }
        assert!(!out.is_empty());
        let files = tablemend::package(&records, &[info.format], "plan", &options);
        assert!(!files.is_empty(), "{}", info.name);
        for file in files {
            let mut bytes = Vec::new();
            file.write(None, &mut bytes).unwrap();
            assert!(!bytes.is_empty(), "{}", file.name());
        }
    }
    let mut out = Vec::new();
    write_tables(&mended, Format::Csv, &options, &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("Repaint the lighthouse"));
    let error = write_tables(&mended, Format::Sqlite, &options, Vec::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotWritten);
}

#[test]
fn two_editions_are_compared() {
    let later = PLAN.replace("Amber", "Green").replace("31 July", "30 August");
    let later = tablemend::convert(later, "plan.md", &Options::new()).unwrap();
    let changes = tablemend::compare(&plan(), &later, &CompareOptions::new()).unwrap();
    assert_eq!(changes.changes.len(), 2, "{}", render::text(&changes, false));
    assert!(changes.changes.iter().all(|c| c.kind == ChangeKind::Changed));
    let fewer = CompareOptions::new().ignoring(["status"]);
    assert_eq!(tablemend::compare(&plan(), &later, &fewer).unwrap().changes.len(), 1);
    let misspelt = CompareOptions::new().only(["statuss"]);
    let error = tablemend::compare(&plan(), &later, &misspelt).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoField);
    assert!(error.to_string().contains("completion"), "{error}");
}

#[test]
fn everything_can_go_to_another_thread() {
    fn is_sent<T: Send + Sync + 'static>() {}
    is_sent::<Options>();
    is_sent::<tablemend::Opened>();
    is_sent::<tablemend::Mended>();
    is_sent::<Records>();
    is_sent::<tablemend::Error>();
}

#[cfg(feature = "archive")]
#[test]
fn an_archive_reads_its_documents_again() {
    use tablemend::archive::{Addition, Archive, Rereader, kept_options};
    let folder = std::env::temp_dir().join(format!("tablemend-door-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let mut archive = Archive::open_or_create(&folder).unwrap();
    let records = plan();
    let addition = Addition {
        bytes: PLAN.as_bytes(),
        name: "plan.md",
        data: records.data(),
        json: &records.to_json().unwrap(),
        period: None,
        options: &kept_options(records.profile(), None),
        anyway: false,
        now: "2024-07-01T00:00:00Z",
    };
    archive.add(&addition).unwrap();
    let findings = archive.verify(&Rereader::default()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    std::fs::remove_dir_all(folder).unwrap();
}
