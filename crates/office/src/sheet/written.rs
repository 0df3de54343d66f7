//! Workbooks written part by part, read back.

use super::{Area, Book, read_xlsx};
use crate::package::Package;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A workbook of one sheet `Gates`, with these elements in it.
fn book(elements: &str) -> Book {
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>\
             </Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"{TYPES}\"><sheets><sheet name=\"Gates\" r:id=\"r\"/></sheets>\
                 </workbook>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{elements}</worksheet>")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    read_xlsx(&mut Package::open(&bytes).unwrap()).unwrap()
}

#[test]
fn cells_know_whether_a_formula_worked_them_out() {
    let book = book(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>3</v></c>\
         <c r=\"B1\"><f>A1*2</f><v>6</v></c></row></sheetData>",
    );
    let told: Vec<(String, bool)> =
        book.sheets[0].cells.iter().map(|c| (c.text(), c.is_formula)).collect();
    assert_eq!(told, [("3".to_owned(), false), ("6".to_owned(), true)]);
}

#[test]
fn choices_are_where_the_lists_of_this_sheet_are() {
    let list = |formula: &str| {
        format!("<dataValidation type=\"list\"><formula1>{formula}</formula1></dataValidation>")
    };
    let lists = ["$J$9:$J$12", "Gates!$K$9:$K$12", "Bells!$A$1:$A$5", "\"Open,Shut\""].map(list);
    let book = book(&format!(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>3</v></c></row></sheetData>\
         <dataValidations>{}</dataValidations>",
        lists.concat()
    ));
    let areas = ["J9:J12", "K9:K12"].map(|a| Area::parse(a).unwrap());
    assert_eq!(book.sheets[0].choices, areas);
}
