//! Small workbooks made by hand, and every byte of what an update makes of their sheets.

use super::*;
use crate::plan::{Entry, Kind, Of};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINK: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of one sheet “Plan”, with a part that nobody knows.
fn book(sheet: &str, names: &str, table: Option<&str>) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{LINK}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| format!("<Relationships>{all}</Relationships>");
    let mut parts = vec![
        ("[Content_Types].xml", "<Types><Default Extension=\"xml\"/></Types>".to_owned()),
        ("_rels/.rels", relations(relation("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINK}\"><sheets><sheet name=\"Plan\" sheetId=\"7\" \
                 r:id=\"r1\"/></sheets>{names}</workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(relation("r1", "worksheet", "worksheets/a.xml") + &relation("r2", "styles", "/xl/s.xml")),
        ),
        ("xl/worksheets/a.xml", sheet.to_owned()),
        (
            "xl/s.xml",
            "<styleSheet><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><cellXfs count=\"2\">\
             <xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
                .to_owned(),
        ),
        ("xl/unknown.bin", "\u{1}odd bytes & all\r\n".to_owned()),
    ];
    if let Some(table) = table {
        parts.push((
            "xl/worksheets/_rels/a.xml.rels",
            relations(relation("r1", "table", "../tables/t.xml")),
        ));
        parts.push(("xl/tables/t.xml", table.to_owned()));
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Updates a workbook whose columns are id, text, day: the first row's day is set, one row is new.
fn updated(bytes: &[u8], rows: &[u32]) -> Updated {
    let column = |title: &str| Column {
        title: title.to_owned(),
        unit: title.to_owned(),
        is_shown: true,
        is_always_fresh: false,
    };
    let day = Value::Day("2024-06-30".parse().unwrap());
    let text = |text: &str| Value::Text(text.to_owned());
    let fresh = [
        vec![text("1"), text("Dig"), day.clone()],
        vec![text("9"), text("New & <good>"), day.clone()],
    ];
    let target = Target {
        sheet: "Plan".to_owned(),
        header: 1,
        columns: vec![Some(1), Some(2), Some(3)],
        rows: rows.to_vec(),
    };
    let mut plan = Plan {
        rows: vec![RowPlan::default(); rows.len()],
        new: vec![1],
        new_mark: "New".to_owned(),
        ..Plan::default()
    };
    plan.rows[0].set = vec![(2, day)];
    plan.rows[0].mark = "Updated".to_owned();
    plan.rows[0].fate = Fate::There;
    plan.entries = vec![Entry { item: Some(1), ..Entry::of(Kind::New, Of::New(0)) }];
    let update = Update {
        target: &target,
        columns: &["Id", "Text", "Day"].map(column),
        id: 0,
        reference: Some(0),
        text: Some(1),
        fresh: &fresh,
        places: &["page 1".to_owned(), "page 2".to_owned()],
        before: &[],
        plan: &plan,
        derived: &[],
        published: &[vec!["Id".to_owned()], vec!["1".to_owned()]],
        changes: "Changes",
    };
    Workbook::open(bytes).unwrap().updated(&update).unwrap()
}

/// The pieces that came in and went between two texts, found from both ends.
fn changed(before: &str, after: &str) -> (String, String) {
    let same = |(a, b): &(char, char)| a == b;
    let head = before.chars().zip(after.chars()).take_while(same).count();
    let rest = |text: &str| text.chars().skip(head).collect::<String>();
    let (a, b) = (rest(before), rest(after));
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(same).count();
    let cut = |text: String| text.chars().take(text.chars().count() - tail).collect::<String>();
    (cut(a), cut(b))
}

const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Id</v></c><c r=\"B1\" s=\"1\" t=\"inlineStr\"><is><t>Text</t></is></c>\
    <c r=\"C1\" t=\"str\"><v>Day</v></c></row>";

fn new_row(row: u32) -> String {
    format!(
        "<row r=\"{row}\" ht=\"29.5\" customHeight=\"1\"><c r=\"A{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">9</t></is></c>\
         <c r=\"B{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">New &amp; &lt;good&gt;</t></is></c><c r=\"C{row}\" s=\"1\">\
         <v>45473</v></c><c r=\"D{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">New</t></is></c></row>"
    )
}

#[test]
fn a_column_that_was_folded_while_it_was_empty_is_shown_with_its_first_value() {
    let columns = |hidden: &str| format!("<cols><col min=\"3\" max=\"3\" {hidden}/></cols>");
    let row = |day: &str| {
        format!(
            "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>1</v></c><c r=\"B2\" t=\"str\"><v>Dig</v></c>{day}</row>"
        )
    };
    let after = |hidden: &str, day: &str| {
        let sheet = format!(
            "<worksheet xmlns=\"{MAIN}\">{}<sheetData>{HEAD}{}</sheetData></worksheet>",
            columns(hidden),
            row(day)
        );
        let done = updated(&book(&sheet, "", None), &[2]);
        let is_told = done.notes.iter().any(|note| note.contains("“Day” was folded away"));
        (part(&done.bytes, "xl/worksheets/a.xml").contains("hidden=\"0\""), is_told)
    };
    let folded = "hidden=\"1\" outlineLevel=\"1\"";
    assert_eq!(after(folded, ""), (true, true));
    // What a person hid, or folded with values in it, stays so.
    assert_eq!(after("hidden=\"1\"", ""), (false, false));
    let day = "<c r=\"C2\" s=\"1\"><v>45000</v></c>";
    assert_eq!(after(folded, day), (false, false));
}

#[test]
fn only_the_cells_that_change_are_written() {
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><!-- kept --><dimension ref=\"A1:C2\"/><sheetData>{HEAD}<row r=\"2\" spans=\"1:3\" \
         my:odd=\"x\"><c r=\"A2\" t=\"str\"><v>1</v></c><c r=\"B2\"  t=\"str\"><v>Dig</v></c><c r=\"C2\" s=\"1\"><v>45472</v>\
         </c></row></sheetData><autoFilter ref=\"A1:C2\"/><conditionalFormatting sqref=\"C2 A2:C2\"><x/></conditionalFormatting>\
         <pageMargins left=\"1\"/><extLst><ext><xm:sqref>A2:A2</xm:sqref></ext></extLst></worksheet>"
    );
    let names = "<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">Plan!$A$1:$C$2</definedName>\
                 <definedName name=\"mine\">Plan!$A$1:$C$2</definedName></definedNames>";
    let bytes = book(&sheet, names, None);
    let done = updated(&bytes, &[2]);
    let wanted = sheet
        .replace("<dimension ref=\"A1:C2\"/>", "<dimension ref=\"A1:D3\"/><cols><col min=\"4\" max=\"4\" width=\"44\" customWidth=\"1\"/></cols>")
        .replace("<v>Day</v></c></row>", "<v>Day</v></c><c r=\"D1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Changes in latest edition</t></is></c></row>")
        .replace(" spans=\"1:3\"", "")
        .replace("<v>45472</v></c></row>", &format!("<v>45473</v></c><c r=\"D2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Updated</t></is></c></row>{}", new_row(3)))
        .replace("autoFilter ref=\"A1:C2\"", "autoFilter ref=\"A1:D3\"")
        .replace("sqref=\"C2 A2:C2\"", "sqref=\"C2:C3 A2:C3\"")
        .replace("<xm:sqref>A2:A2<", "<xm:sqref>A2:A3<");
    assert_eq!(changed(&wanted, &part(&done.bytes, "xl/worksheets/a.xml")), Default::default());
    let book = part(&done.bytes, "xl/workbook.xml");
    assert!(
        book.contains(">Plan!$A$1:$D$3<") && book.contains("\"mine\">Plan!$A$1:$C$3<"),
        "{book}"
    );
    assert!(
        book.contains("fullCalcOnLoad=\"1\"") && book.contains("state=\"veryHidden\""),
        "{book}"
    );
    assert_eq!(part(&done.bytes, "xl/unknown.bin"), part(&bytes, "xl/unknown.bin"));
    // The new workbook is read like the old one.
    let again = Workbook::open(&done.bytes).unwrap();
    let names: Vec<String> = again.cells().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Plan", "Changes"]);
    let published = again.published().unwrap();
    assert_eq!(
        (published.heads, published.rows),
        (vec!["Id".to_owned()], vec![vec!["1".to_owned()]])
    );
}

#[test]
fn stored_results_of_formulas_go_with_the_list_of_their_order() {
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{HEAD}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>1</v></c><c r=\"B2\" t=\"str\">\
         <v>Dig</v></c><c r=\"C2\" s=\"1\"><v>45472</v></c><c r=\"F2\"><f>C2-A2</f><v>45471</v></c></row></sheetData>\
         </worksheet>"
    );
    let mut bytes = book(&sheet, "", None);
    let order = "xl/calcChain.xml";
    let all = [
        ("[Content_Types].xml", "<Types><Default Extension=\"xml\"/><Override PartName=\"/xl/calcChain.xml\"/></Types>".to_owned()),
        (
            "xl/_rels/workbook.xml.rels",
            part(&bytes, "xl/_rels/workbook.xml.rels").replace(
                "</Relationships>",
                &format!("<Relationship Id=\"r9\" Type=\"{LINK}/calcChain\" Target=\"calcChain.xml\"/></Relationships>"),
            ),
        ),
        (order, "<calcChain><c r=\"F2\" i=\"1\"/></calcChain>".to_owned()),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut old = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for number in 0..old.len() {
        let part = old.by_index_raw(number).unwrap();
        if !all.iter().any(|(name, _)| *name == part.name().unwrap()) {
            out.raw_copy_file(part).unwrap();
        }
    }
    for (name, text) in &all {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    bytes = out.finish().unwrap().into_inner();
    let done = updated(&bytes, &[2]);
    let cells = part(&done.bytes, "xl/worksheets/a.xml");
    assert!(cells.contains("<c r=\"F2\"><f>C2-A2</f></c>"), "{cells}");
    let names: Vec<String> = ZipArchive::new(Cursor::new(&done.bytes))
        .unwrap()
        .file_names()
        .map(|n| n.unwrap().into_owned())
        .collect();
    assert!(!names.iter().any(|name| name == order), "{names:?}");
    for name in ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"] {
        let text = part(&done.bytes, name);
        assert!(!text.contains("calcChain"), "{text}");
    }
    assert!(Workbook::open(&done.bytes).is_ok());
}

/// Two rows of items with formulas beside them and one below the edge of the table, and a name.
fn counted(below: &str) -> (Vec<u8>, String) {
    let row = |n: u32, beside: &str| {
        format!(
            "<row r=\"{n}\"><c r=\"A{n}\" t=\"str\"><v>{n}</v></c><c r=\"B{n}\" t=\"str\"><v>Dig</v></c>\
             <c r=\"C{n}\" s=\"1\"/>{beside}</row>"
        )
    };
    let first = "<c r=\"F2\"><f>COUNTIF($B$2:$B$3,B2)</f><v>2</v></c><c r=\"G2\"><f t=\"shared\" ref=\"G2:G3\" si=\"0\">\
                 LEN(B2)&amp;\"&lt;\"</f></c><c r=\"H2\"><f>C2-C1</f></c><c r=\"I2\"><f>C2/$C$2</f></c>";
    let second = "<c r=\"F3\"><f>COUNTIF($B$2:$B$3,B3)</f></c><c r=\"G3\"><f t=\"shared\" si=\"0\"/></c>\
                  <c r=\"H3\"><f>C3-C2</f></c><c r=\"I3\"><f>C3/$C$2</f></c>";
    let head = HEAD.replace(
        "</row>",
        "<c r=\"F1\" t=\"str\"><v>Same</v></c><c r=\"G1\" t=\"str\"><v>Long</v></c>\
        <c r=\"H1\" t=\"str\"><v>Step</v></c><c r=\"I1\" t=\"str\"><v>Share</v></c></row>",
    );
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{head}{}{}{below}</sheetData></worksheet>",
        row(2, first),
        row(3, second)
    );
    let names =
        "<definedNames><definedName name=\"Work\">Plan!$B$2:$B$3</definedName></definedNames>";
    (book(&sheet, names, None), sheet)
}

#[test]
fn formulas_that_count_all_rows_count_the_new_ones_and_others_are_told() {
    // A sum far below, with ranges that are not fixed.
    let sum = "<row r=\"20\"><c r=\"F20\"><f>COUNTA(B2:B3)+COUNTA(B3:B3)</f></c></row>";
    let done = updated(&counted(sum).0, &[2, 3]);
    let text = part(&done.bytes, "xl/worksheets/a.xml");
    for wanted in [
        "<c r=\"F2\"><f>COUNTIF($B$2:$B$4,B2)</f></c>",
        "<c r=\"F3\"><f>COUNTIF($B$2:$B$4,B3)</f></c>",
        "<f>COUNTIF($B$2:$B$4,B4)</f>",
        "<f>LEN(B4)&amp;&quot;&lt;&quot;</f>",
        "<f>C4/$C$2</f>",
        "<f>COUNTA(B2:B4)+COUNTA(B3:B3)</f>",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    assert!(!text.contains("C4-C3") && !text.contains("r=\"H4\"><f>"), "{text}");
    assert!(part(&done.bytes, "xl/workbook.xml").contains(">Plan!$B$2:$B$4<"));
    assert_eq!((done.to_check, done.widened), (2, 4), "{:?}", done.formulas);
    assert!(done.formulas[0].contains("“Step”"), "{:?}", done.formulas);
    assert!(done.formulas[1].contains("“Share”"), "{:?}", done.formulas);
    let book = Workbook::open(&done.bytes).unwrap();
    let (_, rows) = book.cells().into_iter().find(|(name, _)| name == "Changes").unwrap();
    let told: Vec<String> = rows
        .iter()
        .skip(1)
        .map(|(_, r)| format!("{}|{}|{}", r[0], r[6], r.get(7).map_or("", String::as_str)))
        .collect();
    assert_eq!(
        told,
        [
            "To check: formula not carried on to the new rows, as it points at other rows||H4",
            "To check: formula of the new rows points at other rows by their numbers|=C4/$C$2|I4",
            "New||A4",
            "Formula extended to the new rows (2 cells)|=COUNTIF($B$2:$B$4,B2)|F2",
            "Formula extended to the new rows|=COUNTA(B2:B4)+COUNTA(B3:B3)|Plan!F20",
            "Name extended to the new rows|Plan!$B$2:$B$4|",
        ]
    );
}

#[test]
fn formulas_that_cannot_have_the_new_rows_are_told() {
    let below = "<row r=\"4\"><c r=\"F4\"><f>COUNTA(B2:B3)</f></c></row>";
    let (bytes, before) = counted(below);
    let done = updated(&bytes, &[2, 3]);
    let text = part(&done.bytes, "xl/worksheets/a.xml");
    assert!(text.contains("<c r=\"F2\"><f>COUNTIF($B$2:$B$3,B2)</f></c>"), "{before} {text}");
    assert!(
        done.formulas.iter().any(|f| f.contains("“Same”, F4 of the sheet “Plan”")),
        "{:?}",
        done.formulas
    );
    assert_eq!(done.widened, 0);
}

#[test]
fn tags_with_a_prefix_and_cells_without_names() {
    let sheet = format!(
        "<x:worksheet xmlns:x=\"{MAIN}\"><x:sheetData><x:row><x:c t=\"str\"><x:v>Id</x:v></x:c><x:c t=\"str\"><x:v>Text</x:v>\
         </x:c><x:c t=\"str\"><x:v>Day</x:v></x:c></x:row><x:row><x:c t=\"str\"><x:v>1</x:v></x:c></x:row><x:row r=\"3\"/>\
         </x:sheetData></x:worksheet>"
    );
    let done = updated(&book(&sheet, "", None), &[2]);
    let text = part(&done.bytes, "xl/worksheets/a.xml");
    assert!(
        text.contains(
            "<x:c t=\"str\"><x:v>1</x:v></x:c><x:c r=\"C2\" s=\"2\"><x:v>45473</x:v></x:c>"
        ),
        "{text}"
    );
    assert!(text.contains("<x:row r=\"3\"><x:c r=\"A3\" t=\"inlineStr\"><x:is>"), "{text}");
    assert!(Workbook::open(&done.bytes).is_ok());
}

#[test]
fn what_is_right_below_the_table_is_not_moved() {
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{HEAD}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>1</v></c><c r=\"C2\" s=\"1\"/></row>\
         <row r=\"3\"><c r=\"C3\"><f>SUBTOTAL(103,A2:A2)</f><v>1</v></c></row></sheetData><tableParts count=\"1\"/></worksheet>"
    );
    let table = "<table name=\"Plan\" ref=\"A1:C3\" totalsRowCount=\"1\"><autoFilter ref=\"A1:C2\"/><tableColumns count=\"3\">\
                 <tableColumn id=\"1\" name=\"Id\"/><tableColumn id=\"4\" name=\"Text\"/><tableColumn id=\"3\" name=\"Day\"/></tableColumns></table>";
    let done = updated(&book(&sheet, "", Some(table)), &[2]);
    let text = part(&done.bytes, "xl/worksheets/a.xml");
    assert!(text.contains(&new_row(5)), "{text}");
    assert!(
        text.contains("<row r=\"3\"><c r=\"C3\"><f>SUBTOTAL(103,A2:A2)</f></c></row>"),
        "{text}"
    );
    assert_eq!(done.notes.len(), 1, "{:?}", done.notes);
    assert_eq!(
        done.formulas,
        ["formulas that had all rows do not have the new ones: C3 of the sheet “Plan”"]
    );
    let table = part(&done.bytes, "xl/tables/t.xml");
    for wanted in [
        "ref=\"A1:D3\" totalsRowCount",
        "<autoFilter ref=\"A1:D2\"/>",
        "<tableColumns count=\"4\">",
        "<tableColumn id=\"5\" name=\"Changes in latest edition\"/></tableColumns>",
    ] {
        assert!(table.contains(wanted), "{wanted} is not in {table}");
    }
}

#[test]
fn rows_that_were_added_below_a_table_come_into_it() {
    let row = |n: u32| {
        format!(
            "<row r=\"{n}\"><c r=\"A{n}\" t=\"str\"><v>{n}</v></c><c r=\"B{n}\"><v>4</v></c><c r=\"C{n}\"><f>B{n}+1</f></c></row>"
        )
    };
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{HEAD}{}{}</sheetData><tableParts count=\"1\"/></worksheet>",
        row(2),
        row(3)
    );
    let table =
        "<table ref=\"A1:C2\"><autoFilter ref=\"A1:C2\"/><tableColumns count=\"3\"/></table>";
    let done = updated(&book(&sheet, "", Some(table)), &[2, 3]);
    assert!(part(&done.bytes, "xl/tables/t.xml").starts_with("<table ref=\"A1:D4\">"));
}

#[test]
fn new_rows_are_not_put_behind_a_row_of_totals() {
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{HEAD}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>1</v></c><c r=\"B2\" t=\"str\">\
         <v>Dig</v></c></row><row r=\"3\"><c r=\"A3\" t=\"str\"><v>Total</v></c><c r=\"C3\"><f>COUNT(C2:C2)</f></c></row>\
         </sheetData><autoFilter ref=\"A1:C2\"/></worksheet>"
    );
    let done = updated(&book(&sheet, "", None), &[2, 3]);
    let text = part(&done.bytes, "xl/worksheets/a.xml");
    assert!(
        text.contains("<row r=\"5\"") && text.contains("<autoFilter ref=\"A1:D2\"/>"),
        "{text}"
    );
    assert!(done.notes[0].contains("A5"), "{:?}", done.notes);
}

#[test]
fn odd_files_are_refused_in_words() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("mimetype", SimpleFileOptions::default()).unwrap();
    let ods = zip.finish().unwrap().into_inner();
    let good = book(&format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>"), "", None);
    for (bytes, words) in [
        (b"ref,action\n1,Dig\n".to_vec(), "only .xlsx files can be updated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "password"),
        (ods, "OpenDocument"),
        (b"PK\x03\x04 cut".to_vec(), "damaged"),
        (good[..good.len() / 2].to_vec(), "damaged"),
    ] {
        let error = Workbook::open(&bytes).err().unwrap().to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(Workbook::open(&good).is_ok());
    for broken in [
        "<worksheet><sheetData><row r=\"0\"/></sheetData></worksheet>",
        "<worksheet/>",
        "<worksheet><sheetData>",
        "<worksheet><sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row></sheetData></worksheet>",
    ] {
        assert!(Workbook::open(&book(broken, "", None)).is_err(), "{broken}");
    }
}

#[test]
fn an_area_of_nothing_but_a_header_takes_in_the_first_rows() {
    let lengthened = Lengthened { header: 1, from: 1, last: 1, new_last: 3, marks: None };
    let longer = |area: &str| lengthened.longer(Area::of(area).unwrap()).map(|a| a.to_string());
    assert_eq!(longer("A1:H1").as_deref(), Some("A1:H3"));
    // What ends above or begins below stays.
    let lengthened = Lengthened { header: 4, from: 9, last: 9, new_last: 12, marks: None };
    let longer = |area: &str| lengthened.longer(Area::of(area).unwrap()).map(|a| a.to_string());
    assert_eq!(longer("A4:H9").as_deref(), Some("A4:H12"));
    assert_eq!(longer("A1:H3"), None);
    assert_eq!(longer("A20:H20"), None);
    assert_eq!(longer("A9:H9"), None);
}
