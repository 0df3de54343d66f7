use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tablemend_model::{Block, Style, Table};

/// The blocks of a text, one a line: `# heading`, `P text`, `T header_rows`, table rows, `--- page`.
fn shown(text: &str) -> String {
    let mut outline = read(text);
    crate::running::find(&mut outline);
    outline.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text, .. } => format!("H{level} {}", text.as_str()),
        Block::Paragraph { text, .. } => format!("P {}", text.as_str()),
        Block::Running { kind, text, .. } => format!("{kind:?} {}", text.as_str()),
        Block::Picture { text, .. } => format!("Picture {}", text.as_str()),
        Block::PageBreak { page, .. } => format!("--- {page:?}"),
        Block::Table(table) => {
            let mut out = format!("T{}", table.header_rows());
            for row in 0..table.row_count() {
                out.push_str("\n|");
                for cell in table.row_cells(row) {
                    out.push_str(&format!("{}|", cell.text.as_str().replace('\n', "/")));
                }
            }
            out
        }
    }
}

#[test]
fn front_matter_gives_the_title() {
    assert_eq!(
        shown("---\ntitle: \"Quay plan\"\ndate: May 2025\ntags:\n  - quay\n---\n\n## Part\n\nText"),
        "H1 Quay plan\nP date: May 2025\nP tags:\nP - quay\nH2 Part\nP Text"
    );
    let own = shown("---\ntitle: a\n---\n# Quay plan\n");
    assert_eq!(own, "P title: a\nH1 Quay plan", "the text has a title of its own");
    assert!(!shown("---\nNot a key, a sentence.\n---\n").contains("P Not a key, a sentence.\nH"));
    let outline = read("---\ntitle: a\n---\n\nText");
    let Some(Block::Paragraph { place, .. }) = outline.blocks.get(1) else { panic!() };
    assert_eq!(*place, tablemend_model::Place::line(5), "lines keep their numbers");
}

fn first_table(text: &str) -> Table {
    let outline = read(text);
    let table = outline.blocks.into_iter().find_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    table.expect("a table")
}

#[test]
fn rows_that_a_strict_parser_would_lose_are_kept() {
    for (text, expected) in [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "T1\n|a|b|\n|1|2|"),
        ("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n", "T1\n|a|b||\n|1|||\n|1|2|3|"),
        ("| a | b |\n|---|---|\n| 1 | 2 | |\n", "T1\n|a|b|\n|1|2|"),
        ("| a | b |\n|---|\n| 1 | 2 |\n", "T1\n|a|b|\n|1|2|"),
        ("| | |\n|--|--|\n| 1 | 2 |\n", "T0\n|1|2|"),
        ("| 1 | 2 |\n| 3 | 4 |\n", "T0\n|1|2|\n|3|4|"),
        ("| one alone | here |\n", "P one alone | here"),
        ("text\n| a | b |\n|---|---|\n| 1 | 2 |\nmore\n", "P text\nT1\n|a|b|\n|1|2|\nP more"),
        (" \n\u{a0}\n| a | b |\n|---|---|\n| 1 | 2 |\n", "T1\n|a|b|\n|1|2|"),
        ("a | b\n--|--\n1 | 2 | 3\n", "T1\n|a|b||\n|1|2|3|"),
        ("> | a | b |\n> |---|---|\n> | 1 | 2 |\n", "T1\n|a|b|\n|1|2|"),
        (
            "| a | b |\n|---|---|\n| 1 goes\non | 2 |\n| 3 | 4 |\n",
            "T1\n|a|b|\n|1 goes on|2|\n|3|4|",
        ),
        ("| a |\n|---|\n| 1 |\n| b |\n|---|\n| 2 |\n", "T1\n|a|\n|1|\nT1\n|b|\n|2|"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n", "T1\n|a|b|\n|1|2|\nT0\n|3|4|"),
        ("```\n| a | b |\n```\n", "P | a | b |"),
        ("| a | b |\n:-: | --:\nc | d\n", "T1\n|a|b|\n|c|d|"),
        ("| a | b |\n|---|---|\nc | d\n| e | f |\n", "T1\n|a|b|\n|c|d|\n|e|f|"),
        ("a | b\n--|--\n| c | d |\n", "T1\n|a|b|\n|c|d|"),
        ("| a | b |\n|---|---|\n| c\nd\n\ne | f |\n| g | h |\n", "T1\n|a|b|\n|c d/e|f|\n|g|h|"),
        (
            "| a | b |\n|---|---|\n| c | d |\n| - | - |\n| e | f |\n",
            "T1\n|a|b|\n|c|d|\n|-|-|\n|e|f|",
        ),
        (
            "|---+---|\n| a | b |\n|---+---|\n| c | d |\n|---+---|\n| e | f |\n",
            "T1\n|a|b|\n|c|d|\n|e|f|",
        ),
        ("| a | b |\n|---|---|\n| c | d |\nSee e | f | g\n", "T1\n|a|b|\n|c|d|\nP See e | f | g"),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn cells_say_what_they_show() {
    for (cell, expected) in [
        ("a \\| b", "a | b"),
        ("1. not a list", "1. not a list"),
        ("- nor this", "- nor this"),
        ("# nor this", "# nor this"),
        ("**bold** *it* `code`", "bold it code"),
        ("Children &amp; Families &lt; 5", "Children & Families < 5"),
        ("Children & Families", "Children & Families"),
        ("con&shy;&#xFB01;rm&nbsp;it", "confirm it"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("will do: <ul> the first </ul> and", "will do:\n\u{2022} the first\nand"),
        ("<ul><li>one</li><li>two</ul>", "\u{2022} one\n\u{2022} two"),
        ("<ul><li>\u{2022} one<li>two", "\u{2022} one\n\u{2022} two"),
        ("<ol start=3><li>c<li>d</ol>", "3. c\n4. d"),
        ("<ol type=a><li>c</ol>", "a. c"),
        (" \u{2022} item", "\u{2022} item"),
        ("</p>stray</li><b>open", "stray\nopen"),
        ("<insert date> here", "<insert date> here"),
        ("if a<b and c>d", "if a<b and c>d"),
        ("x < 5 and y > 3", "x < 5 and y > 3"),
        ("![Green](g.png)", "Green"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("[text](http://x.y) [kept]", "text [kept]"),
        ("http://x.y/a_b_c", "http://x.y/a_b_c"),
        ("one<o:p></o:p> two</st1:place>", "one two"),
        ("OMB[^1] 24.91^2^ 31^st^", "OMB\u{b9} 24.91\u{b2} 31st"),
        ("24.91<sup>2</sup> 3<sup>rd</sup> a<sup>b c</sup>", "24.91\u{b2} 3rd ab c"),
        ("<sup><a href=\"#n\">1</a></sup> note", "\u{b9} note"),
    ] {
        let table = first_table(&format!("| {cell} |\n|---|\n| z |\n"));
        assert_eq!(table.cell_at(0, 0).unwrap().text.as_str(), expected, "{cell:?}");
    }
}

#[test]
fn marks_colours_and_icons_are_evidence() {
    let table = first_table(
        "| ~~29 Feb~~ 31 March | <s>a</s> | 3<sup>rd</sup> | <p style=\"background-color: yellow\"></p> \
         | \u{1f534} | <span style=\"color:#f00\">late</span> | ![](rag_amber.png) |\n|-|-|-|-|-|-|-|\n| z |\n",
    );
    let cell = |col| table.cell_at(0, col).unwrap();
    let styled = |col, style| {
        let text = &cell(col).text;
        text.styled(style).map(|r| text.as_str()[r].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(styled(0, Style::Struck), ["29 Feb"]);
    assert_eq!(styled(1, Style::Struck), ["a"]);
    assert_eq!(styled(2, Style::Superscript), ["rd"]);
    let yellow = cell(3);
    assert_eq!((yellow.fill.unwrap().hex(), yellow.fill_is_style), ("#ffff00".to_owned(), true));
    assert_eq!((cell(4).text.as_str(), cell(4).icons.len()), ("\u{1f534}", 1));
    let red = tablemend_model::Rgb(255, 0, 0);
    assert_eq!(styled(5, Style::Coloured(red)), ["late"]);
    assert_eq!((cell(6).text.as_str(), cell(6).icons.len()), ("", 1));
}

#[test]
fn page_marks_and_running_text_are_no_paragraphs() {
    let table = "| a | b |\n|---|---|\n| 1 | 2 |\n";
    for (between, expected) in [
        ("---\n", "--- None"),
        ("{1}------------\n", "--- Some(2)"),
        ("<!-- page 3 -->\n", "--- Some(3)"),
        ("\u{c}", "--- None"),
        ("12\n", "PageNumber 12"),
        ("Page 3 of 30\n", "PageNumber Page 3 of 30"),
        ("Our plan\n\n---\n", "P Our plan"),
    ] {
        let text = format!("{table}\n{between}\n{table}");
        let rows = "T1\n|a|b|\n|1|2|";
        assert_eq!(shown(&text), format!("{rows}\n{expected}\n{rows}"), "{between:?}");
    }
    let foot = format!("{table}\nCounty plan for 2020\n\n").repeat(3);
    assert_eq!(
        shown(&foot).matches("Foot County plan").count()
            + shown(&foot).matches("Head County plan").count(),
        3
    );
    let twice = format!("{table}\nCounty plan for 2020\n\n").repeat(2);
    assert_eq!(shown(&twice).matches("P County plan").count(), 2);
}

#[test]
fn html_tables_stand_in_their_lines() {
    let text = "before\n\n<table>\n<tr><th>a</th><th>b</th></tr>\n\n<tr>\n<td rowspan=2 bgcolor=red>1</td>\
                <td>2</td></tr>\n<tr><td>3</td></tr>\n</table> after\n";
    assert_eq!(shown(text), "P before\nT1\n|a|b|\n|1|2|\n|1|3|\nP after");
    let table = first_table(text);
    assert_eq!(table.rows()[1].place.lines(), Some((6, 7)));
    let cell = table.cell_at(1, 0).unwrap();
    assert_eq!((cell.rowspan(), cell.fill.is_some(), cell.fill_is_style), (2, true, false));
}

#[test]
fn grid_tables_are_read_with_their_spans() {
    for (text, expected) in [
        (
            "+---+---+\n| a | b |\n+===+===+\n| c | d |\n| e |   |\n+---+---+\n| f | g |\n+---+---+\n",
            "T1\n|a|b|\n|c e|d|\n|f|g|",
        ),
        ("+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---+\n", "T0\n|a|b|\n|c|d|"),
        (
            "+----------+---+\n| - a      | b |\n|   more   |   |\n| - c      |   |\n+----------+---+\n| one      | d |\n|          |   |\n| two      |   |\n+----------+---+\n",
            "T0\n|\u{2022} a more/\u{2022} c|b|\n|one/two|d|",
        ),
        (
            "+-------+---+\n| a     | b |\n+---+---+   |\n| c | d |   |\n+---+---+---+\n",
            "T0\n|a|b|\n|c|d|b|",
        ),
        (
            "+----+------+\n| id | name |\n+----+------+\n|  1 | x    |\n|  2 | y    |\n+----+------+\n",
            "T1\n|id|name|\n|1|x|\n|2|y|",
        ),
        (
            "+------+---+\n| caf\u{e9} | b |\n+======+===+\n| \u{65e5}\u{672c} | d |\n+------+---+\n",
            "T1\n|caf\u{e9}|b|\n|\u{65e5}\u{672c}|d|",
        ),
        ("+ one\n+ two\n", "P \u{2022} one\n\u{2022} two"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn lines_of_dashes_tell_columns() {
    for (text, expected) in [
        (
            "  Ref   Action      Due\n ----- ----------- ------\n  1.1   Mend nets   May\n  1.2   Tar boats   June\n\nEnd\n",
            "T1\n|Ref|Action|Due|\n|1.1|Mend nets|May|\n|1.2|Tar boats|June|\nP End",
        ),
        ("----- ------\n 1.1  one\n 1.2  two\n----- ------\n", "T0\n|1.1|one|\n|1.2|two|"),
        (
            "---------------\n Ref   What to\n       do\n----- ---------\n 1.1   Mend\n       nets\n\n 1.2   Tar\n---------------\n\n  : Works\n",
            "T1\n|Ref|What to do|\n|1.1|Mend nets|\n|1.2|Tar|\nP : Works",
        ),
        (
            "----- ---------\n 1.1   Mend\n       nets\n\n 1.2   Tar\n----- ---------\n",
            "T0\n|1.1|Mend nets|\n|1.2|Tar|",
        ),
        (
            "=====  =====\nA      B\n=====  =====\n1      2\n       3\n=====  =====\n",
            "T1\n|A|B|\n|1|2 3|",
        ),
        ("Title\n-----\n\nText\n\n-----\n\nmore -- text\n", "H2 Title\nP Text\nP more -- text"),
        (
            "Area        Count\n---------- ------\nHarbour Road   12\n",
            "T1\n|Area|Count|\n|Harbour Road|12|",
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
    assert_eq!(first_table("a  b\n-- --\n1  2\n\nTable: Works\n").title.as_deref(), Some("Works"));
}

#[test]
fn habits_of_converters_are_undone_and_said() {
    for (text, expected, codes) in [
        (
            "|Area 1 Roads|Col2|Col3|\n|---|---|---|\n|**Ref**|**Action**|**Due**|\n",
            "T1\n|Area 1 Roads|||\n|Ref|Action|Due|",
            &["table.placeholder"][..],
        ),
        ("|Col1|Col2|Col3|\n|---|---|---|\n|a|b|c|\n", "T0\n|a|b|c|", &["table.placeholder"]),
        ("|Col1|Col2|\n|---|---|\n|a|b|\n", "T1\n|Col1|Col2|\n|a|b|", &[]),
        (
            "| Plan | Unnamed: 1 |\n| --- | --- |\n| a | NaN |\n",
            "T1\n|Plan||\n|a||",
            &["table.placeholder"],
        ),
        (
            "| Priority area | Priority area | Priority area | Officer | Officer |\n|-|-|-|-|-|\n| a | b | c | d | e |\n",
            "T1\n|Priority area|Officer|\n|a|b|c|d|e|",
            &["table.span_restored"],
        ),
        (
            "| Ref | Progress | Progress |\n|---|---|---|\n| Ref | Q1 | Q2 |\n| 1 | a | b |\n",
            "T2\n|Ref|Progress|\n|Ref|Q1|Q2|\n|1|a|b|",
            &["table.span_restored"],
        ),
        (
            "| Ref | a | b |\n|---|---|---|\n| 1 | Complete | Complete |\n| Yes | Yes | Yes |\n",
            "T1\n|Ref|a|b|\n|1|Complete|Complete|\n|Yes|Yes|Yes|",
            &[],
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
        let found: Vec<_> = read(text).notes.iter().map(|n| n.code.to_string()).collect();
        assert_eq!(found, codes, "{text}");
    }
}

#[test]
fn links_are_their_text_wherever_they_are_defined() {
    let text = "| Doc | Due |\n|---|---|\n| See [the plan][] and [x] | May |\n\n[the plan]: http://x.y/plan\n";
    assert_eq!(shown(text).lines().nth(2), Some("|See the plan and [x]|May|"));
    let text = "x\n\n+-----+\n| a's |\n+-----+\n\nMay -- June\n";
    assert_eq!(shown(text), "P x\nT0\n|a's|\nP May \u{2013} June");
    let escaped = text.replace('x', "O\\'Hara");
    assert_eq!(shown(&escaped), "P O'Hara\nT0\n|a\u{2019}s|\nP May \u{2013} June");
}

/// Letters and digits with how often they are there.
fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut count = BTreeMap::new();
    for c in texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()) {
        *count.entry(c).or_default() += 1;
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_word_of_a_cell_is_lost(
        rows in prop::collection::vec(prop::collection::vec("[a-z0-9 ,.()*_~\u{2022}'#-]{0,12}", 1..6), 1..8),
        delimiter in any::<bool>(),
    ) {
        let mut text = String::new();
        for (i, row) in rows.iter().enumerate() {
            text.push_str(&format!("| {} |\n", row.join(" | ")));
            if i == 0 && delimiter {
                text.push_str("|---|---|\n");
            }
        }
        let outline = read(&text);
        let mut texts: Vec<&str> = Vec::new();
        for block in &outline.blocks {
            match block {
                Block::Table(table) => texts.extend(table.cells().iter().map(|c| c.text.as_str())),
                other => texts.extend(other.text().map(|t| t.as_str())),
            }
        }
        prop_assert_eq!(counted(texts.into_iter()), counted(rows.iter().flatten().map(String::as_str)), "{}", text);
    }

    #[test]
    fn markdown_never_panics(
        text in "([|#*_`~<>&;:\\[\\]()!\\\\ \n\t-]|[a-c0-9]|<t[dr] |<table>|</table>|<li>|\\|--\\||\u{c}|\u{1f534}|<!--|-->){0,80}"
    ) {
        shown(&text);
    }
}
