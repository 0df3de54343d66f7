//! The parts of the Word document as XML.

use super::chart::{self, Chart};
use super::page::{Block, Cell, Kind, Look, Row, Run};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Width between the margins of an A4 page across, in twentieths of a point.
const WIDTH: f64 = 15_138.0;

/// About the width of a letter in a table, and of what is around a cell's text.
const LETTER: f64 = 98.0;
const AROUND: f64 = 240.0;

/// The parts with their names; `charts` are those that the blocks show.
pub(super) fn all(blocks: &[Block], charts: &[Chart], title: &str) -> Vec<(String, String)> {
    let body = body(blocks, charts);
    let page = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"16838\" \
                w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"850\" w:right=\"850\" \
                w:bottom=\"850\" w:left=\"850\" w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr>";
    let document = format!("{HEAD}<w:document {W}><w:body>{body}{page}</w:body></w:document>");
    let relation = |id: u8, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{REL}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| {
        let of = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!("{HEAD}<Relationships xmlns=\"{of}\">{all}</Relationships>")
    };
    let over = |part: &str, kind: &str| {
        format!("<Override PartName=\"{part}\" ContentType=\"{TYPE}.{kind}+xml\"/>")
    };
    let numbered = || (1..).zip(charts).map(|(number, chart): (usize, _)| (number, chart));
    let drawings: String = numbered()
        .map(|(number, _)| {
            format!(
                "<Override PartName=\"/word/charts/chart{number}.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>"
            )
        })
        .collect();
    let to_drawings: String = numbered()
        .map(|(number, _)| {
            let id = chart_relation(number);
            format!(
                "<Relationship Id=\"{id}\" Type=\"{REL}/chart\" Target=\"charts/chart{number}.xml\"/>"
            )
        })
        .collect();
    let core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    let parts = vec![
        (
            "[Content_Types].xml",
            format!(
                "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
                 Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{}{}{}{drawings}<Override \
                 PartName=\"/docProps/core.xml\" \
                 ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>",
                over("/word/document.xml", "document.main"),
                over("/word/styles.xml", "styles"),
                over("/word/numbering.xml", "numbering"),
                over("/word/footer1.xml", "footer"),
            ),
        ),
        (
            "_rels/.rels",
            relations(format!(
                "{}<Relationship Id=\"rId2\" \
                 Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
                 Target=\"docProps/core.xml\"/>",
                relation(1, "officeDocument", "word/document.xml")
            )),
        ),
        (
            "word/_rels/document.xml.rels",
            relations(
                [
                    relation(1, "styles", "styles.xml"),
                    relation(2, "numbering", "numbering.xml"),
                    relation(3, "footer", "footer1.xml"),
                    to_drawings,
                ]
                .concat(),
            ),
        ),
        ("word/document.xml", document),
        ("word/styles.xml", styles()),
        ("word/numbering.xml", numbering()),
        ("word/footer1.xml", footer()),
        (
            "docProps/core.xml",
            format!(
                "{HEAD}<cp:coreProperties xmlns:cp=\"{core}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
                 <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>en-GB</dc:language>\
                 </cp:coreProperties>",
                escaped(title),
                tablemend_compare::MAKER
            ),
        ),
    ];
    let drawn =
        numbered().map(|(n, chart)| (format!("word/charts/chart{n}.xml"), chart.xml.clone()));
    parts.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(drawn).collect()
}

/// Id of the relation to a chart, by its number from 1.
fn chart_relation(number: usize) -> String {
    format!("rIdChart{number}")
}

/// The blocks one after the other; what leads up to a chart stays on its page, and so do the last words
/// before a table.
fn body(blocks: &[Block], charts: &[Chart]) -> String {
    /// As many paragraphs as a page surely holds besides the head of a table.
    const MOST: usize = 8;
    // How many paragraphs more stay with what comes behind them.
    let mut tied = 0_usize;
    let mut parts: Vec<String> = Vec::new();
    for one in blocks.iter().rev() {
        let is_tied = matches!(one, Block::Paragraph(..)) && tied > 0;
        tied = match one {
            Block::Chart(..) => usize::MAX,
            Block::Table(..) => MOST,
            Block::Paragraph(..) => tied.saturating_sub(1),
            Block::Heading(..) => 0,
        };
        parts.push(block(one, charts, if is_tied { "<w:keepNext/>" } else { "" }));
    }
    parts.into_iter().rev().collect()
}

/// `keep` is what ties a paragraph to the next, or nothing.
fn block(block: &Block, charts: &[Chart], keep: &str) -> String {
    match block {
        Block::Chart(drawn, words) => {
            let at = charts.iter().position(|chart| chart.drawn == *drawn);
            let shown = at.and_then(|at| Some((at + 1, charts.get(at)?)));
            shown.map_or_else(String::new, |(number, chart)| {
                chart::paragraph(chart, number, &chart_relation(number), words)
            })
        }
        Block::Heading(0, runs) => paragraph("Title", "", runs),
        Block::Heading(level, runs) => paragraph(&format!("Heading{level}"), "", runs),
        Block::Paragraph(Kind::Text, runs) => paragraph("", keep, runs),
        Block::Paragraph(Kind::Caption, runs) => paragraph("Caption", "", runs),
        Block::Paragraph(Kind::Item(depth), runs) => {
            let list = format!(
                "{keep}<w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"1\"/></w:numPr>"
            );
            paragraph("ListBullet", &list, runs)
        }
        Block::Table(rows) => table(rows),
    }
}

fn paragraph(style: &str, more: &str, runs: &[Run]) -> String {
    let style = match style {
        "" => String::new(),
        style => format!("<w:pStyle w:val=\"{style}\"/>"),
    };
    let properties = match format!("{style}{more}") {
        none if none.is_empty() => String::new(),
        some => format!("<w:pPr>{some}</w:pPr>"),
    };
    format!("<w:p>{properties}{}</w:p>", runs.iter().map(run).collect::<String>())
}

fn run(run: &Run) -> String {
    let Look { is_bold, is_struck, is_underlined, colour } = run.look;
    let mut look = String::new();
    if is_bold {
        look.push_str("<w:b/>");
    }
    if is_struck {
        look.push_str("<w:strike/>");
    }
    if let Some((_, ink)) = colour {
        look.push_str(&format!("<w:color w:val=\"{ink}\"/>"));
    }
    if is_underlined {
        look.push_str("<w:u w:val=\"single\"/>");
    }
    if let Some((ground, _)) = colour {
        look.push_str(&format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{ground}\"/>"));
    }
    let look = if look.is_empty() { look } else { format!("<w:rPr>{look}</w:rPr>") };
    let lines: Vec<String> = run
        .text
        .split('\n')
        .map(|line| match line {
            "" => String::new(),
            line => format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)),
        })
        .collect();
    format!("<w:r>{look}{}</w:r>", lines.join("<w:br/>"))
}

/// A table of no more rows is on one page.
const SHORT: usize = 6;

/// A table whose header row never is on a page without the row below it.
fn table(rows: &[Row]) -> String {
    let widths = widths(rows);
    let all: f64 = widths.iter().sum();
    let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w:.0}\"/>")).collect();
    let is_short = rows.len() <= SHORT;
    let last = rows.len().saturating_sub(1);
    let rows: String = (rows.iter().enumerate())
        .map(|(at, r)| row(r, &widths, at < last && (is_short || r.is_head)))
        .collect();
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{all:.0}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{}",
        paragraph("AfterTable", "", &[])
    )
}

/// `is_tied` says that the row stays on the page of the next.
fn row(row: &Row, widths: &[f64], is_tied: bool) -> String {
    let mut properties = String::from("<w:cantSplit/>");
    if row.cells.iter().any(|cell| cell.is_upright) {
        let longest = row.cells.iter().filter(|c| c.is_upright).map(length).max().unwrap_or(0);
        let height = longest as f64 * LETTER + AROUND;
        properties.push_str(&format!("<w:trHeight w:val=\"{height:.0}\" w:hRule=\"atLeast\"/>"));
    }
    if row.is_head {
        properties.push_str("<w:tblHeader/>");
    }
    let cells: String =
        row.cells.iter().zip(widths).map(|(c, w)| cell(c, row.is_head, *w, is_tied)).collect();
    format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
}

fn cell(cell: &Cell, in_head: bool, width: f64, is_tied: bool) -> String {
    let mut properties = format!("<w:tcW w:w=\"{width:.0}\" w:type=\"dxa\"/>");
    let ground = cell.colour.map(|(ground, _)| ground).or(in_head.then_some("E7EBEF"));
    if let Some(ground) = ground {
        properties
            .push_str(&format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{ground}\"/>"));
    }
    if cell.is_upright {
        properties.push_str("<w:textDirection w:val=\"btLr\"/>");
    }
    let runs: Vec<Run> = cell
        .runs
        .iter()
        .map(|run| Run {
            text: run.text.clone(),
            look: Look {
                is_bold: run.look.is_bold || in_head,
                // A cell of a status has its ink.
                colour: run.look.colour.or(cell.colour),
                ..run.look
            },
        })
        .collect();
    let align = match (cell.is_number, cell.colour.is_some()) {
        (true, _) => "<w:jc w:val=\"right\"/>",
        (_, true) => "<w:jc w:val=\"center\"/>",
        _ => "",
    };
    let tie = if is_tied { "<w:keepNext/>" } else { "" };
    let text = paragraph("TableText", &format!("{tie}{align}"), &runs);
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>")
}

fn length(cell: &Cell) -> usize {
    cell.runs.iter().map(|run| run.text.chars().count()).sum()
}

/// Widths of the columns: no word is broken where that can be had, and what is long gets more.
fn widths(rows: &[Row]) -> Vec<f64> {
    const LONGEST_WORD: usize = 24;
    const WIDEST: usize = 64;
    let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut least = vec![0_usize; count];
    let mut wanted = vec![0_usize; count];
    let cells = rows.iter().flat_map(|row| row.cells.iter().enumerate().map(|c| (c, row.is_head)));
    for ((at, cell), in_head) in cells {
        if cell.is_upright {
            continue;
        }
        let text: String = cell.runs.iter().map(|run| run.text.as_str()).collect();
        let word = text.split([' ', '\n']).map(|w| w.chars().count()).max().unwrap_or(0);
        let line = text.lines().map(|l| l.chars().count()).max().unwrap_or(0);
        // Bold letters are wider.
        let bold =
            |letters: usize| if in_head { letters + letters.div_ceil(6) + 1 } else { letters };
        let (word, line) = (bold(word), bold(line));
        least[at] = least[at].max(word.min(LONGEST_WORD)); // OK because no row is longer.
        wanted[at] = wanted[at].max(line.min(WIDEST));
    }
    let width = |letters: usize| letters.max(2) as f64 * LETTER + AROUND;
    let least: Vec<f64> = least.into_iter().map(width).collect();
    let wanted: Vec<f64> = wanted.into_iter().map(width).collect();
    let (floor, all): (f64, f64) = (least.iter().sum(), wanted.iter().sum());
    if all <= WIDTH {
        return wanted;
    }
    if floor >= WIDTH {
        return least.iter().map(|w| w * WIDTH / floor).collect();
    }
    let share = (WIDTH - floor) / (all - floor);
    least.iter().zip(&wanted).map(|(least, wanted)| least + (wanted - least) * share).collect()
}

fn styles() -> String {
    let style = |id: &str, name: &str, more: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn \
             w:val=\"Normal\"/>{more}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let space =
        |before: u16, after: u16| format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>");
    let size = |half_points: u8| {
        format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
    };
    let heading = |level: u8, before: u16, points: u8| {
        style(
            &format!("Heading{level}"),
            &format!("heading {level}"),
            "<w:next w:val=\"Normal\"/>",
            &format!("<w:keepNext/>{}<w:outlineLvl w:val=\"{}\"/>", space(before, 80), level - 1),
            &format!("<w:b/>{}", size(points)),
        )
    };
    let line = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B1B4B6\"/>")
    };
    format!(
        "{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" \
         w:cs=\"Arial\" w:eastAsia=\"Arial\"/>{}<w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault><w:pPrDefault>\
         <w:pPr><w:spacing w:after=\"100\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" \
         w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>{}{}{}{}{}{}{}\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
         <w:tblPr><w:tblCellMar><w:left w:w=\"100\" w:type=\"dxa\"/><w:right w:w=\"100\" w:type=\"dxa\"/>\
         </w:tblCellMar></w:tblPr></w:style><w:style w:type=\"table\" w:styleId=\"ReportTable\"><w:name \
         w:val=\"Report Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>{}{}{}</w:tblBorders>\
         <w:tblCellMar><w:top w:w=\"30\" w:type=\"dxa\"/><w:left w:w=\"100\" w:type=\"dxa\"/><w:bottom \
         w:w=\"30\" w:type=\"dxa\"/><w:right w:w=\"100\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         </w:styles>",
        size(20),
        style(
            "Title",
            "Title",
            "<w:next w:val=\"Normal\"/>",
            &space(0, 120),
            &format!("<w:b/>{}", size(34))
        ),
        heading(1, 360, 28),
        heading(2, 220, 23),
        style(
            "Caption",
            "caption",
            "<w:next w:val=\"Normal\"/>",
            &format!("<w:keepNext/>{}", space(120, 60)),
            "<w:b/>"
        ),
        style("ListBullet", "List Bullet", "", &space(0, 40), ""),
        style("TableText", "Table Text", "", &space(0, 0), &size(18)),
        style("AfterTable", "After Table", "", &space(0, 60), &size(8)),
        line("top"),
        line("bottom"),
        line("insideH"),
    )
}

fn numbering() -> String {
    let level = |depth: u16, sign: &str| {
        let left = 360 * (depth + 1);
        format!(
            "<w:lvl w:ilvl=\"{depth}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText \
             w:val=\"{sign}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"260\"/>\
             </w:pPr></w:lvl>"
        )
    };
    let levels: String = (0..4).zip(["•", "–", "•", "–"]).map(|(n, sign)| level(n, sign)).collect();
    format!(
        "{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType \
         w:val=\"hybridMultilevel\"/>{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId \
         w:val=\"0\"/></w:num></w:numbering>"
    )
}

fn footer() -> String {
    let field = |name: &str| {
        format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    format!(
        "{HEAD}<w:ftr {W}><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>{}{}{}{}</w:p></w:ftr>",
        text("Page "),
        field("PAGE"),
        text(" of "),
        field("NUMPAGES")
    )
}

/// Text as XML carries it; control characters are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
