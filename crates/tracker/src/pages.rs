//! The sheets that an update writes itself: what changed, and what was published.

use crate::area::{Area, Spot, letters};
use crate::cells::{Writing, cell_xml, height};
use crate::styles::Styles;
use crate::value::Value;
use crate::xml::escaped;

/// One cell of the sheet of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) text: String,
    /// A place in the workbook that it leads to (`'Actions'!B7`).
    pub(crate) link: Option<String>,
}

/// Headings of the sheet of changes with the widths of its columns.
const HEADS: [(&str, f64); 9] = [
    ("What happened", 26.0),
    ("Ref", 10.0),
    ("Item", 40.0),
    ("Column", 18.0),
    ("In this workbook before", 36.0),
    ("As published before", 36.0),
    ("In the new edition", 36.0),
    ("Cell", 12.0),
    ("In the document", 16.0),
];

/// The sheet of changes: a row an entry, with filters, one page across.
pub(crate) fn changes(rows: &[Vec<Told>], styles: &mut Styles, is_1904: bool) -> String {
    let heading = styles.heading();
    let (text, link) = (styles.text(false), styles.text(true));
    let columns: String = (1..)
        .zip(HEADS)
        .map(|(n, (_, width))| {
            format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>")
        })
        .collect();
    let mut cell = |row: u32, column: u32, value: Value, format: Option<u32>| {
        cell_xml("", Spot { row, column }, &Writing { value, format }, styles, is_1904)
    };
    let mut data = String::from("<row r=\"1\" ht=\"24\" customHeight=\"1\">");
    for (column, (head, _)) in (1..).zip(HEADS) {
        data.push_str(&cell(1, column, Value::Text(head.to_owned()), heading));
    }
    data.push_str("</row>");
    let mut links = String::new();
    for (row, told) in (2..).zip(rows) {
        let values: Vec<Value> = told.iter().map(|t| text_of(&t.text)).collect();
        let points = height(HEADS.iter().map(|(_, width)| *width).zip(&values));
        data.push_str(&format!("<row r=\"{row}\" ht=\"{points}\" customHeight=\"1\">"));
        for (column, (told, value)) in (1..).zip(told.iter().zip(values)) {
            let format = if told.link.is_some() { link } else { text };
            data.push_str(&cell(row, column, value, format));
            if let Some(to) = &told.link {
                let spot = Spot { row, column };
                links.push_str(&format!(
                    "<hyperlink ref=\"{spot}\" location=\"{}\" display=\"{}\"/>",
                    escaped(to),
                    escaped(&told.text)
                ));
            }
        }
        data.push_str("</row>");
    }
    let last = Spot { row: rows.len() as u32 + 1, column: HEADS.len() as u32 };
    let all = Area { first: Spot { row: 1, column: 1 }, last };
    let links = match links.as_str() {
        "" => String::new(),
        links => format!("<hyperlinks>{links}</hyperlinks>"),
    };
    format!(
        "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"{all}\"/><sheetViews><sheetView \
         workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         <selection pane=\"bottomLeft\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>\
         <cols>{columns}</cols><sheetData>{data}</sheetData><autoFilter ref=\"{all}\"/>{links}<pageMargins \
         left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup \
         paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/>\
         <headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>"
    )
}

/// A sheet of plain texts.
pub(crate) fn texts(rows: &[Vec<String>]) -> String {
    let mut data = String::new();
    let mut width = 1;
    for (row, cells) in (1_u32..).zip(rows) {
        data.push_str(&format!("<row r=\"{row}\">"));
        for (column, text) in (1_u32..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            width = width.max(column);
            data.push_str(&format!(
                "<c r=\"{}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                letters(column),
                escaped(text)
            ));
        }
        data.push_str("</row>");
    }
    let last = Spot { row: rows.len().max(1) as u32, column: width };
    let all = Area { first: Spot { row: 1, column: 1 }, last };
    format!("<dimension ref=\"{all}\"/><sheetData>{data}</sheetData>")
}

fn text_of(text: &str) -> Value {
    if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
}
