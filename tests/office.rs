//! Word and spreadsheet files, as officers give them: what is in them is a fact, in every form
//! the same; files made to do harm end in a clear error.

use serde_json::Value;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use tablemend_tests::{root, run, run_with};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

fn fixture(name: &str) -> String {
    root().join("fixtures/office").join(name).to_string_lossy().into_owned()
}

fn records(arguments: &[&str]) -> Value {
    let mut all = vec!["convert"];
    all.extend(arguments);
    run(TABLEMEND, &root(), &all).expect(0, &[]).json()
}

fn by_ref<'a>(records: &'a Value, reference: &str) -> &'a Value {
    let actions = records["actions"].as_array().unwrap();
    actions.iter().find(|a| a["ref"] == reference).unwrap_or_else(|| panic!("no {reference}"))
}

#[test]
fn places_are_paragraphs_in_word_and_cells_in_sheets() {
    let word = records(&[&fixture("tracker.docx")]);
    let source = &by_ref(&word, "1.1")["source"];
    assert!(source["paragraph"].as_u64().is_some() && source["table"] == 1, "{source}");
    let sheet = records(&[&fixture("tracker.xlsx")]);
    let source = &by_ref(&sheet, "1.1")["source"];
    assert_eq!((&source["sheet"], &source["cells"]), (&"Tracker".into(), &"B4:H4".into()));
    let kind = |data: &Value| data["document"]["media_type"].as_str().unwrap().to_owned();
    assert!(kind(&word).contains("wordprocessingml") && kind(&sheet).contains("spreadsheetml"));
}

#[test]
fn changes_are_accepted_unless_the_text_before_them_is_asked_for() {
    let file = fixture("tracker.docx");
    let action = |data: &Value| by_ref(data, "1.1")["action"].as_str().unwrap().to_owned();
    assert_eq!(action(&records(&[&file])), "Dredge the inner basin");
    let original = records(&[&file, "--tracked", "original"]);
    assert_eq!(action(&original), "Dredge the inner basin at once");
    run(TABLEMEND, &root(), &["convert", &file]).expect(0, &["text.tracked", "--tracked original"]);
}

#[test]
fn a_struck_date_is_the_original_one() {
    let word = records(&[&fixture("tracker.docx")]);
    let dates = by_ref(&word, "1.1")["completion"]["dates"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        dates.iter().map(|d| (d["edtf"].as_str().unwrap(), d["role"].as_str().unwrap())).collect();
    assert_eq!(told, [("2024-01-01", "original"), ("2024-05-31", "revised")]);
}

#[test]
fn what_is_hidden_on_a_sheet_is_read_and_told() {
    run(TABLEMEND, &root(), &["convert", &fixture("tracker.xlsx"), "--verbose"])
        .expect(0, &["row.hidden", "row 5 of the sheet is hidden", "sheet Tracker, "]);
}

#[test]
fn the_forms_of_one_month_do_not_differ() {
    for other in ["2024-01.odt", "2024-01.xlsx", "2024-01.ods"] {
        let arguments = ["diff", &fixture("2024-01.docx"), &fixture(other), "--format", "json"];
        let changes = run(TABLEMEND, &root(), &arguments).expect(0, &[]).json();
        assert_eq!(changes["changes"], Value::Array(Vec::new()), "{other}");
    }
    let arguments =
        ["diff", &fixture("2024-01.docx"), &fixture("2024-02.xlsx"), "--format", "json"];
    let changes = run(TABLEMEND, &root(), &arguments).expect(0, &[]).json();
    assert!(changes["changes"].as_array().unwrap().len() > 5, "{changes}");
}

#[test]
fn an_archive_takes_months_of_different_forms() {
    let dir = tempfile::tempdir().unwrap();
    let add = |name: &str| {
        let file = fixture(name);
        run(TABLEMEND, dir.path(), &["archive", "add", &file, "--archive", "a"]).expect(0, &[]);
    };
    add("2024-01.docx");
    add("2024-02.xlsx");
    let list = run(TABLEMEND, dir.path(), &["archive", "list", "--archive", "a"]);
    let said = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(said.contains("2024-01") && said.contains("2024-02"), "{said}");
}

#[test]
fn a_folder_gives_documents_and_not_what_was_made_of_them() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for name in ["tracker.docx", "tracker.xlsx"] {
        fs::copy(fixture(name), dir.path().join("in").join(name)).unwrap();
    }
    fs::write(dir.path().join("in/list.csv"), "Ref,Action,Lead\n1,Mend the roof,Head of Works\n")
        .unwrap();
    let convert = |out: &str| {
        let arguments = ["convert", "in", "-o", out, "-f", "json,csv,xlsx"];
        let ran = run(TABLEMEND, dir.path(), &arguments);
        ran.expect(0, &["in/list.csv", "in/tracker.docx", "in/tracker.xlsx"]);
        let written = ran.stderr.matches(&format!("  written  {out}")).count();
        assert_eq!(written, 3, "{}", ran.stderr);
    };
    convert("in/out/");
    // What the first run wrote is among the files of the folder now.
    convert("out/");
}

#[test]
fn cells_parted_by_anything_are_read_whatever_their_encoding() {
    let dir = tempfile::tempdir().unwrap();
    let semicolons = "Ref;Action;Due date;Lead\n1.1;\"Mend the roof; all of it\";31/05/2024;Caf\u{e9} Manager\n\
         1.2;Paint the hall;30/06/2024;Caf\u{e9} Manager\n";
    let latin: Vec<u8> = semicolons.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(semicolons.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let tabs = wide; // Spreadsheets save “Unicode text” so; a `;` in a text is then a tab too.
    for (name, bytes, code) in
        [("a.csv", latin, "text/csv"), ("a.tsv", tabs, "text/tab-separated-values")]
    {
        fs::write(dir.path().join(name), bytes).unwrap();
        let data = run(TABLEMEND, dir.path(), &["convert", name]).expect(0, &[]).json();
        assert_eq!(data["document"]["media_type"], code);
        let second = by_ref(&data, "1.2");
        assert_eq!(second["leads"]["people"][0], "Caf\u{e9} Manager", "{name}");
        assert_eq!(second["completion"]["end"], "2024-06-30");
    }
    let given = "Ref,Action,Due date\n1,Mend the roof,31/05/2024\n2,Paint it,30/06/2024\n";
    let data = run_with(TABLEMEND, dir.path(), &["convert", "-"], given.as_bytes(), &[]);
    assert_eq!(data.expect(0, &[]).json()["document"]["media_type"], "text/csv");
}

/// A zip file of these parts, packed.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = "<Relationships><Relationship Id=\"m\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"";

fn word(body: &str) -> Vec<u8> {
    let relations = format!("{RELATIONS}word/document.xml\"/></Relationships>");
    let main = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}</w:body></w:document>"
    );
    package(&[("_rels/.rels", relations.as_bytes()), ("word/document.xml", main.as_bytes())])
}

fn spreadsheet(cells: &str) -> Vec<u8> {
    let content = format!(
        "<o:document-content xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:t=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:x=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><o:body><o:spreadsheet>\
         <t:table t:name=\"A\">{cells}</t:table></o:spreadsheet></o:body></o:document-content>"
    );
    let mime: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    package(&[("mimetype", mime), ("content.xml", content.as_bytes())])
}

/// An OpenDocument text, with the styles of its own.
fn open_text(styles: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<o:document-content xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:t=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:s=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:x=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <o:automatic-styles>{styles}</o:automatic-styles><o:body><o:text>{body}</o:text></o:body>\
         </o:document-content>"
    );
    let mime: &[u8] = b"application/vnd.oasis.opendocument.text";
    package(&[("mimetype", mime), ("content.xml", content.as_bytes())])
}

#[test]
fn a_paragraph_in_the_style_of_a_heading_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let row = |cells: [&str; 3]| {
        let cells = cells.map(|c| format!("<t:table-cell><x:p>{c}</x:p></t:table-cell>")).concat();
        format!("<t:table-row>{cells}</t:table-row>")
    };
    let table = [
        row(["Ref", "Action", "Due date"]),
        row(["1.1", "Mend the gate", "May 2026"]),
        row(["1.2", "Oil the bell", "June 2026"]),
    ]
    .concat();
    let body = format!(
        "<x:p x:style-name=\"P1\">Harbour plan</x:p><x:p x:style-name=\"P2\">Gates</x:p>\
         <t:table>{table}</t:table>"
    );
    let styles = "<s:style s:name=\"P1\" s:family=\"paragraph\" s:parent-style-name=\"Heading_20_1\"/>\
                  <s:style s:name=\"P2\" s:family=\"paragraph\" s:parent-style-name=\"Heading_20_2\"/>";
    fs::write(dir.path().join("plan.odt"), open_text(styles, &body)).unwrap();
    let data = run(TABLEMEND, dir.path(), &["convert", "plan.odt"]).expect(0, &[]).json();
    assert_eq!(data["document"]["title"], "Harbour plan");
    assert_eq!(data["sections"][0]["title"], "Gates");
}

/// An OpenDocument text of one table with these rows of `Ref, Action, Due date`, before and after changes: `(+...+)` was
/// put in, `(-...-)` was taken out.
fn changed_text(rows: &[[&str; 3]]) -> Vec<u8> {
    let (mut regions, mut body, mut n) = (String::new(), String::new(), 0);
    for row in rows {
        body.push_str("<t:table-row>");
        for cell in row {
            body.push_str("<t:table-cell><x:p>");
            let mut rest = *cell;
            while let Some(at) = rest.find("(+").into_iter().chain(rest.find("(-")).min() {
                n += 1;
                let is_put_in = rest[at..].starts_with("(+");
                let end = rest.find(if is_put_in { "+)" } else { "-)" }).unwrap();
                let part = &rest[at + 2..end];
                body.push_str(&rest[..at]);
                rest = &rest[end + 2..];
                let info = "<o:change-info/>";
                let kind = if is_put_in {
                    body.push_str(&format!(
                        "<x:change-start x:change-id=\"c{n}\"/>{part}<x:change-end x:change-id=\"c{n}\"/>"
                    ));
                    format!("<x:insertion>{info}</x:insertion>")
                } else {
                    body.push_str(&format!("<x:change x:change-id=\"c{n}\"/>"));
                    format!("<x:deletion>{info}<x:p>{part}</x:p></x:deletion>")
                };
                regions.push_str(&format!(
                    "<x:changed-region x:id=\"c{n}\">{kind}</x:changed-region>"
                ));
            }
            body.push_str(rest);
            body.push_str("</x:p></t:table-cell>");
        }
        body.push_str("</t:table-row>");
    }
    let text = format!("<x:tracked-changes>{regions}</x:tracked-changes><t:table>{body}</t:table>");
    open_text("", &text)
}

#[test]
fn an_open_text_is_read_as_it_was_before_its_changes() {
    let rows = [
        ["Ref", "Action", "Due date"],
        ["1.1", "Mend the gate", "(-30 June 2026-)(+31 July 2026+)"],
        ["1.2", "Oil the bell(-<x:s/>and the lamp-)", "May 2026"],
        ["(+1.3+)", "(+Paint the pier+)", "(+May 2026+)"],
        ["(-1.4-)", "(-Sort the ropes-)", "(-June 2026-)"],
        [
            "1.5</x:p><x:p>(+put in+)</x:p><x:p>",
            "Air (+the cabin</x:p><x:p>and +)the shed",
            "May 2026",
        ],
    ];
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("plan.odt"), changed_text(&rows)).unwrap();
    let read = |tracked: &str| -> Vec<[String; 3]> {
        let data = run(TABLEMEND, dir.path(), &["convert", "plan.odt", "--tracked", tracked]);
        let data = data.expect(0, &["text.tracked"]).json();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let items = data["actions"].as_array().unwrap().iter();
        items
            .map(|a| [text(&a["ref"]), text(&a["action"]), text(&a["completion"]["edtf"])])
            .collect()
    };
    assert_eq!(
        read("original"),
        [
            ["1.1", "Mend the gate", "2026-06-30"],
            ["1.2", "Oil the bell and the lamp", "2026-05"],
            ["1.4", "Sort the ropes", "2026-06"],
            ["1.5", "Air the shed", "2026-05"],
        ]
    );
    let now = read("accept");
    assert_eq!(now[0], ["1.1", "Mend the gate", "2026-07-31"]);
    assert!(now.iter().any(|row| row[1] == "Paint the pier"), "{now:?}");
    assert!(now.iter().all(|row| row[1] != "Sort the ropes"), "{now:?}");
}

/// Runs the program on a file; it must end with a report and no defect.
fn tried(folder: &Path, name: &str, bytes: &[u8]) -> (Option<i32>, String) {
    fs::write(folder.join(name), bytes).unwrap();
    let ran = run(TABLEMEND, folder, &["tables", name]);
    assert!(!ran.stderr.contains("program.defect"), "{name}: {}", ran.stderr);
    (ran.code, ran.stderr)
}

#[test]
fn harmful_office_files_end_in_a_clear_error() {
    let dir = tempfile::tempdir().unwrap();
    let bomb = word(&format!("<w:p>{}</w:p>", " ".repeat(200 << 20)));
    assert!(bomb.len() < 1 << 20, "the bomb is not packed");
    let deep = "<w:tbl><w:tr><w:tc>".repeat(2000) + &"</w:tc></w:tr></w:tbl>".repeat(2000);
    let many = "<w:p/>".repeat(7_000_000);
    for (name, bytes, says) in [
        ("bomb.docx", bomb, "too large"),
        ("deep.docx", word(&deep), "too large"),
        ("many.docx", word(&many), "too large"),
        ("cut.docx", word("<w:p>")[..200].to_vec(), "damaged"),
        ("plain.zip", package(&[("a.txt", b"a")]), "ZIP archive"),
        ("open.docx", word("<w:p><w:r>"), "damaged"),
    ] {
        let (code, said) = tried(dir.path(), name, &bytes);
        assert_eq!(code, Some(3), "{name}: {said}");
        assert!(said.contains(says), "{name}: {said}");
    }
}

#[test]
fn sheets_that_repeat_without_end_are_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let text = "<t:table-cell><x:p>a</x:p></t:table-cell>";
    let row = format!("<t:table-row>{text}{text}</t:table-row>");
    for (name, cells) in [
        (
            "rows.ods",
            format!(
                "<t:table-row t:number-rows-repeated=\"1000000000\">{text}{text}</t:table-row>"
            ),
        ),
        (
            "blank.ods",
            format!(
                "{row}<t:table-row t:number-rows-repeated=\"4294967296\"><t:table-cell t:number-columns-repeated=\"1000000000\"/></t:table-row>{row}"
            ),
        ),
        (
            "spans.ods",
            format!(
                "<t:table-row><t:table-cell t:number-columns-spanned=\"1000000000\" t:number-rows-spanned=\"1000000000\"><x:p>a</x:p></t:table-cell></t:table-row>{row}"
            ),
        ),
    ] {
        let (code, said) = tried(dir.path(), name, &spreadsheet(&cells));
        assert_eq!(code, Some(0), "{name}: {said}");
    }
    let wide = "<t:table-row t:number-rows-repeated=\"9000\"><t:table-cell t:number-columns-repeated=\"16000\"><x:p>a</x:p></t:table-cell></t:table-row>";
    let (code, said) = tried(dir.path(), "wide.ods", &spreadsheet(wide));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("more than 2000000 cells"), "{said}");
}

#[test]
fn entities_are_not_looked_up() {
    let dir = tempfile::tempdir().unwrap();
    let relations = format!("{RELATIONS}word/document.xml\"/></Relationships>");
    let main = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
        <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>x&b;</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>\
        </w:body></w:document>";
    let file =
        package(&[("_rels/.rels", relations.as_bytes()), ("word/document.xml", main.as_bytes())]);
    fs::write(dir.path().join("a.docx"), file).unwrap();
    let tables = run(TABLEMEND, dir.path(), &["tables", "a.docx"]).expect(0, &[]).json();
    assert_eq!(tables["tables"][0]["cells"][0]["text"], "x\u{fffd}");
}

#[test]
fn old_and_locked_files_are_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound = |name: &str| {
        let head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        [head, vec![0; 600], wide(name), vec![0; 600]].concat()
    };
    for (name, stream, says) in [
        ("a.doc", "WordDocument", "save it as .docx"),
        ("b.docx", "EncryptedPackage", "password"),
        ("c.ppt", "PowerPoint Document", "save it as PDF"),
        ("d.xls", "Workbook", "damaged"),
    ] {
        let (code, said) = tried(dir.path(), name, &compound(stream));
        assert_eq!(code, Some(3), "{name}: {said}");
        assert!(said.contains(says), "{name}: {said}");
    }
}

/// Files with bytes changed here and there: whatever comes of them, the program is sound.
#[test]
fn damaged_files_are_reported() {
    let dir = tempfile::tempdir().unwrap();
    let mut seed = 7u32;
    let mut next = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize
    };
    for name in ["tracker.docx", "tracker.xlsx", "2024-01.ods", "2024-01.odt"] {
        let whole = fs::read(fixture(name)).unwrap();
        for _ in 0..12 {
            let mut bytes = whole.clone();
            for _ in 0..1 + next() % 8 {
                let at = next() % bytes.len();
                bytes[at] = next() as u8;
            }
            bytes.truncate(bytes.len() - if next() % 4 == 0 { next() % 2000 } else { 0 });
            let (code, said) = tried(dir.path(), name, &bytes);
            assert!(matches!(code, Some(0 | 3)), "{name}: {said}");
        }
    }
}

/// Parts whose numbers, tags and attributes are changed, so that they can still be unpacked.
#[test]
fn parts_that_say_odd_things_are_reported() {
    const NUMBERS: [&str; 6] =
        ["0", "-1", "4294967295", "-9223372036854775808", "9223372036854775807", "1e308"];
    let dir = tempfile::tempdir().unwrap();
    let mut seed = 11u32;
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below.max(1)
    };
    for name in ["tracker.docx", "tracker.xlsx", "2024-01.ods", "2024-01.odt"] {
        let whole = fs::read(fixture(name)).unwrap();
        for _ in 0..25 {
            let mut zip = ZipArchive::new(Cursor::new(&whole)).unwrap();
            let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
            for number in 0..zip.len() {
                let mut part = zip.by_index(number).unwrap();
                let (mut content, name) = (Vec::new(), part.name().unwrap().into_owned());
                part.read_to_end(&mut content).unwrap();
                parts.push((name, content));
            }
            let at = next(parts.len());
            let mut text = String::from_utf8_lossy(&parts[at].1).into_owned();
            for _ in 0..1 + next(12) {
                let tags: Vec<(usize, usize)> = text
                    .match_indices('<')
                    .filter_map(|(i, _)| Some((i, i + text[i..].find('>')? + 1)))
                    .collect();
                if tags.is_empty() {
                    break;
                }
                let (from, to) = tags[next(tags.len())];
                let tag = text[from..to].to_owned();
                let number = tag.find(|c: char| c.is_ascii_digit()).filter(|_| next(3) > 0);
                let changed = match number {
                    Some(digit) => {
                        let end = tag[digit..].find(|c: char| !c.is_ascii_digit());
                        let end = end.map_or(tag.len(), |e| digit + e);
                        format!("{}{}{}", &tag[..digit], NUMBERS[next(NUMBERS.len())], &tag[end..])
                    }
                    None if tag.ends_with("/>") => tag.repeat(next(4)),
                    None => tag.replacen("=\"", "=\"\" x=\"", 1),
                };
                text.replace_range(from..to, &changed);
            }
            parts[at].1 = text.into_bytes();
            let parts: Vec<(&str, &[u8])> =
                parts.iter().map(|(n, c)| (n.as_str(), c.as_slice())).collect();
            let (code, said) = tried(dir.path(), name, &package(&parts));
            assert!(matches!(code, Some(0 | 3)), "{name}: {said}");
        }
    }
}
