//! The report as a Word document (Office Open XML), made of the same page: real headings, tables whose
//! header rows are repeated on every page, charts that Word draws, A4 across.

mod chart;
mod page;
mod parts;

use super::Page;
use jiff::civil::Date;
use std::io::{Cursor, Write};
use tablemend_compare::Timeline;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// The report as a Word document; `on` is the day on which to ask what is overdue.
///
/// # Errors
/// Where the parts cannot be put together.
pub fn report_docx(timeline: &Timeline, on: Date) -> std::io::Result<Vec<u8>> {
    let blocks = page::blocks(&super::report(timeline, on));
    let drawn = blocks.iter().filter_map(|block| match block {
        page::Block::Chart(drawn, _) => Some(*drawn),
        _ => None,
    });
    let shown = Page::of(timeline, on);
    let shown = shown.as_ref();
    let charts: Vec<_> = drawn.filter_map(|drawn| chart::chart(shown?, drawn)).collect();
    let title = timeline.latest().and_then(|e| e.document.title.clone());
    let title = title.map_or_else(|| "Report".to_owned(), |t| t.replace('\n', " "));
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, text) in parts::all(&blocks, &charts, &title) {
        out.start_file(name, options)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use tablemend_compare::sample::plan;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn it_has_headings_and_tables_with_header_rows() {
        let january = "1.1 | Publish the <joint> needs | 2024-01 | Head of Data | | green
            1.2 | Recruit two therapists | 2024-03-31 | Nurse Manager | | amber";
        let february =
            "1.1 | Publish the <joint> needs | 2024-03 | Head of Data | Late & more | red";
        let editions = vec![plan("2024-01", january), plan("2024-02", february)];
        let timeline = Timeline::of(editions, &[]);
        let on = "2024-02-29".parse().unwrap();
        let bytes = report_docx(&timeline, on).unwrap();
        let document = part(&bytes, "word/document.xml");
        let wanted =
            ["w:val=\"Title\"", "w:val=\"Heading1\"", "<w:tblHeader/>", "w:orient=\"landscape\""];
        for wanted in wanted {
            assert!(document.contains(wanted), "{wanted}");
        }
        assert!(document.contains("Publish the &lt;joint&gt; needs"));
        // Each drawing of the page is a chart with the numbers of its table.
        for wanted in
            ["r:id=\"rIdChart1\"", "r:id=\"rIdChart2\"", "descr=\"Number of actions by status"]
        {
            assert!(document.contains(wanted), "{wanted}");
        }
        let keeps = document.matches("<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing>").count();
        assert_eq!(keeps, 2, "low charts stay with their tables");
        let months = part(&bytes, "word/charts/chart1.xml");
        for wanted in
            ["<c:v>Green</c:v>", "<c:v>Red</c:v>", "<c:v>Jan 24</c:v>", "<c:v>Feb 24</c:v>"]
        {
            assert!(months.contains(wanted), "{wanted}");
        }
        let slippage = part(&bytes, "word/charts/chart2.xml");
        // 31 January 2024 as spreadsheets count days, and the 60 days to 31 March.
        for wanted in ["<c:v>45322</c:v>", "<c:v>60</c:v>", "<c:v>1.1</c:v>"] {
            assert!(slippage.contains(wanted), "{wanted}");
        }
        assert!(part(&bytes, "[Content_Types].xml").contains("/word/charts/chart2.xml"));
        // Every table of the page is there, with as many rows.
        let page = crate::report::report(&timeline, on);
        let count = |text: &str, what: &str| text.matches(what).count();
        assert!(count(&page, "<tr>") > 5);
        assert_eq!(count(&document, "<w:tbl>"), count(&page, "<table"));
        assert_eq!(count(&document, "<w:tr>"), count(&page, "<tr"));
        assert_eq!(bytes, report_docx(&timeline, on).unwrap(), "the same bytes");
    }

    #[test]
    fn a_header_row_is_on_the_page_of_the_row_below_it() {
        let rows: String = (1..20).map(|n| format!("<tr><td>{n}</td></tr>")).collect();
        let table = |rows: &str| {
            format!(
                "<table><caption>Cap</caption><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>"
            )
        };
        let document = |rows: &str| {
            let page = format!("<html><body><p>Before</p>{}</body></html>", table(rows));
            let all = parts::all(&page::blocks(&page), &[], "Title");
            all.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1
        };
        // Which paragraphs stay on the page of the next one.
        let tied = |document: &str| -> Vec<bool> {
            let paragraphs = document.split("<w:p>").skip(1);
            paragraphs
                .filter(|p| p.contains("<w:t "))
                .map(|p| p.contains("<w:keepNext/>"))
                .collect()
        };
        // The words before, the caption (by its style), the header row, then the rows.
        let long = tied(&document(&rows));
        assert_eq!(long[..4], [true, false, true, false]);
        assert!(long[4..].iter().all(|is_tied| !is_tied), "{long:?}");
        // A short table is not parted at all.
        let short = tied(&document("<tr><td>1</td></tr><tr><td>2</td></tr>"));
        assert_eq!(short, [true, false, true, true, false]);
    }

    #[test]
    fn text_goes_over_whole() {
        let blocks = page::blocks(
            "<html><head><title>no</title><style>p{}</style></head><body><nav><a>no</a></nav><h2>Head</h2>\
             <ul><li>one <strong>two</strong><ul><li>three</li></ul></li></ul><p>a &amp; <del>b</del></p>\
             <table><caption>Cap</caption><thead><tr><th>H</th></tr></thead><tbody><tr><td class=\"s-red\">\
             x\ny</td></tr></tbody></table></body></html>",
        );
        let told: Vec<String> = blocks.iter().map(|b| format!("{b:?}")).collect();
        let told = told.join("\n");
        for wanted in
            ["Heading(1", "Item(0)", "Item(1)", "Caption", "a & ", "is_struck: true", "x\\ny"]
        {
            assert!(told.contains(wanted), "{wanted} is not in {told}");
        }
        assert!(!told.contains("no\""), "{told}");
    }
}
