use super::*;
use proptest::prelude::*;
use tablemend_model::{Block, Running, Table};

fn tables(html: &str) -> Vec<Table> {
    let tables = read(html).blocks.into_iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

/// Cells as `text@row,col+rowspan x colspan`.
fn cells(html: &str) -> Vec<String> {
    let shown = |c: &tablemend_model::Cell| {
        let text = c.text.as_str();
        format!("{text}@{},{}+{}x{}", c.row(), c.col(), c.rowspan(), c.colspan())
    };
    tables(html).iter().flat_map(|t| t.cells().iter().map(shown).collect::<Vec<_>>()).collect()
}

#[test]
fn spans_make_a_grid() {
    for (html, expected) in [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a@0,0+1x1 b@0,1+1x1 c@1,0+1x1 d@1,1+1x1"),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "a@0,0+2x1 b@0,1+1x1 c@1,1+1x1"),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c", "a@0,0+2x1 b@0,1+1x1 c@1,1+1x1"),
        ("<table><tr><td colspan=999>a<tr><td>b<td>c", "a@0,0+1x2 b@1,0+1x1 c@1,1+1x1"),
        ("<table><tr><td rowspan=9>a<tbody><tr><td>b", "a@0,0+1x1 b@1,0+1x1"),
        ("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c", "a@0,0+1x1 b@0,1+2x1 c@1,0+1x1"),
    ] {
        assert_eq!(cells(html).join(" "), expected, "{html}");
    }
}

#[test]
fn headers_captions_and_stray_text_are_kept() {
    let html = "<title>Plan</title><h2>One</h2><p>two<p>three<table><caption>Cap</caption>stray\
                <thead><tr><th>a<th>b</thead><tr style='background:#0f0'><td>1<td>2</table><ul><li>x<li>y</ul>";
    let outline = read(html);
    let texts: Vec<_> = outline.blocks.iter().map(|b| b.text().map(|t| t.as_str())).collect();
    let expected = [
        Some("Plan"),
        Some("One"),
        Some("two"),
        Some("three"),
        Some("Cap"),
        Some("stray"),
        None,
        Some("\u{2022} x\n\u{2022} y"),
    ];
    assert_eq!(texts, expected);
    assert!(matches!(outline.blocks[0], Block::Running { kind: Running::Head, .. }));
    let table = tables(html).remove(0);
    assert_eq!((table.header_rows(), table.title.as_deref()), (1, Some("Cap")));
    assert_eq!(table.cell_at(1, 1).unwrap().fill.unwrap().hex(), "#00ff00");
}

#[test]
fn what_rows_columns_and_classes_say_counts_for_cells() {
    let html = "<style>.g{background:#00b050} tr.late td{background:#f00} .gone{text-decoration:line-through}</style>\
        <table><col><col style='background:#ffc000'><tr><td class=g>a<td>b<tr class=late><td>c<td class=gone>d\
        <tr style='background:rgba(0,0,0,.05)'><td>e<td data-highlight-colour='#e3fcef'>f</table>";
    let table = tables(html).remove(0);
    let fill = |r, c| table.cell_at(r, c).unwrap().fill.map(|f| f.hex());
    let hex = |h: &str| Some(h.to_owned());
    assert_eq!((fill(0, 0), fill(0, 1)), (hex("#00b050"), hex("#ffc000")));
    assert_eq!((fill(1, 0), fill(1, 1)), (hex("#ff0000"), hex("#ff0000")));
    assert_eq!((fill(2, 0), fill(2, 1)), (None, hex("#e3fcef")));
    let struck = &table.cell_at(1, 1).unwrap().text;
    assert_eq!(struck.styled(tablemend_model::Style::Struck).next(), Some(0..1));
}

#[test]
fn heads_and_feet_are_shown_first_and_last() {
    let html = "<table><tfoot><tr><td>total</tfoot><tbody><tr><td>one</tbody><thead><tr><th>A</thead></table>";
    assert_eq!(cells(html), ["A@0,0+1x1", "one@1,0+1x1", "total@2,0+1x1"]);
}

#[test]
fn markup_of_word_processors_and_wikis_does_not_show() {
    for (html, expected) in [
        ("<p class=MsoNormal>Ref<o:p></o:p></p>", "Ref"),
        ("<td>a<![if !supportLists]><span>b</span><![endif]>", "ab"),
        ("<!--[if gte mso 9]><xml>c</xml><![endif]-->d", "d"),
        (
            "<ac:link><ac:plain-text-link-body><![CDATA[The plan]]></ac:plain-text-link-body></ac:link>",
            "The plan",
        ),
        ("due <time datetime=\"2024-05-01\" />", "due 2024-05-01"),
        ("Castle<sup>1</sup> 31<sup>st</sup>", "Castle\u{b9} 31st"),
        ("x<span style='vertical-align:super'>2</span>", "x\u{b2}"),
    ] {
        let blocks = read(html).blocks;
        let texts: Vec<_> = blocks.iter().filter_map(|b| b.text()).map(|t| t.as_str()).collect();
        assert_eq!(texts, [expected], "{html}");
    }
}

#[test]
fn nested_tables_are_flattened_and_scripts_do_not_show() {
    let html = "<script>var a = '<td>x';</script><table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>";
    assert_eq!(cells(html), ["a\nb c\nd@0,0+1x1", "e@0,1+1x1"]);
}

#[test]
fn deep_nesting_is_read_to_its_end() {
    for open in ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<span style='color:red'>"] {
        let html = format!("{}deep", open.repeat(20_000));
        let outline = read(&html);
        let found = outline.blocks.iter().any(|b| match b {
            Block::Table(t) => t.cells().iter().any(|c| c.text.as_str().ends_with("deep")),
            other => other.text().is_some_and(|t| t.as_str().ends_with("deep")),
        });
        assert!(found, "{open}");
    }
}

proptest! {
    #[test]
    fn html_never_panics(
        html in "(</?(table|tr|td|th|p|li|ul|ol|b|s|caption|thead|h1|pre|title|script)( (row|col)span=[0-9]{1,5})?>|[a-z \n&;<>]){0,60}"
    ) {
        for table in tables(&html) {
            prop_assert!(table.row_count() > 0);
        }
    }
}
