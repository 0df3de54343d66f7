//! The report's charts as Word draws them itself (DrawingML), with their numbers in them.

use super::page::{Drawn, colour};
use super::parts::escaped;
use crate::report::charts::{Moved, moved};
use crate::report::months::{NONE, counts, short_period};
use crate::report::{MONTHS, Page};
use jiff::civil::Date;
use tablemend_compare::{capital, days_between};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// A millimetre in the unit of drawings (EMU).
const MILLIMETRE: usize = 36_000;
/// Width between the margins, in millimetres.
const WIDEST: usize = 266;
/// How many dates are drawn: as many as a page holds. The table below the chart has all.
const MOST: usize = 30;

/// A chart that a document shows.
#[derive(Debug, PartialEq)]
pub(super) struct Chart {
    pub(super) drawn: Drawn,
    /// The part's XML.
    pub(super) xml: String,
    /// In EMU.
    pub(super) width: usize,
    pub(super) height: usize,
}

/// The numbers of one colour.
struct Series<'a> {
    name: String,
    /// Ground and ink in hexadecimal; `None` is drawn as a broken line alone.
    colour: Option<(&'a str, &'a str)>,
    /// One a category; what is `None` is not drawn.
    values: Vec<Option<i64>>,
    /// How the numbers in the bars are written; `None` for bars that only move the others along.
    label: Option<&'a str>,
}

/// The chart that the page has in this place.
pub(super) fn chart(page: &Page<'_>, drawn: Drawn) -> Option<Chart> {
    match drawn {
        Drawn::Months => months(page),
        Drawn::Slippage => slippage(page),
    }
}

/// Stacked columns, one an edition.
fn months(page: &Page<'_>) -> Option<Chart> {
    let counts = counts(page);
    let first = counts.len().saturating_sub(MONTHS);
    let shown = counts.get(first..)?;
    let categories: Vec<String> = (first..counts.len()).map(|e| short_period(page, e)).collect();
    let names = page.statuses.iter().map(|(status, _)| status.as_str()).chain([NONE]);
    let series = names.enumerate().map(|(place, name)| {
        let count = |row: &Vec<usize>| row.get(place).copied().filter(|n| *n > 0);
        let class = super::super::colour(page, name);
        let classes: Vec<&str> = class.split(' ').collect();
        Series {
            name: if name == NONE { "No status".to_owned() } else { capital(name) },
            colour: if name == NONE { None } else { colour(&classes) },
            values: shown
                .iter()
                .map(|row| count(row).and_then(|n| i64::try_from(n).ok()))
                .collect(),
            label: Some("0"),
        }
    });
    let series: Vec<Series<'_>> = series.filter(|s| s.values.iter().any(Option::is_some)).collect();
    let axes = Axes { are_columns: true, days: None };
    let title = format!("Number of {} by status, month by month", page.called.many);
    Some(Chart {
        drawn: Drawn::Months,
        xml: space(&title, &categories, &series, &axes),
        width: (70 + 16 * categories.len()).clamp(130, WIDEST) * MILLIMETRE,
        height: 85 * MILLIMETRE,
    })
}

/// Lying bars from the first due day to the latest, one an item.
fn slippage(page: &Page<'_>) -> Option<Chart> {
    let all = moved(page);
    let shown: &[Moved] = all.get(..MOST).unwrap_or(&all);
    let days = || shown.iter().flat_map(|(_, _, first, latest)| [*first, *latest]);
    let from = days().min()?.first_of_month();
    let to = days().max()?.last_of_month();
    let categories: Vec<String> = shown.iter().map(|(_, name, ..)| name.clone()).collect();
    let moved = |later: bool| {
        let by = shown.iter().map(|(_, _, first, latest)| days_between(*first, *latest));
        by.map(|days| ((days > 0) == later).then_some(days.abs())).collect()
    };
    let series = [
        Series {
            name: "First of the two dates".to_owned(),
            colour: None,
            values: shown.iter().map(|(_, _, a, b)| Some(serial((*a).min(*b)))).collect(),
            label: None,
        },
        Series {
            name: "Later than the first date".to_owned(),
            colour: Some(("505A5F", "FFFFFF")),
            values: moved(true),
            label: Some("\"+\"0\" d\""),
        },
        Series {
            name: "Earlier than the first date".to_owned(),
            colour: Some(("B9DFE8", "0B0C0C")),
            values: moved(false),
            label: Some("\"−\"0\" d\""),
        },
    ];
    let is_drawn = |s: &Series<'_>| s.label.is_none() || s.values.iter().any(Option::is_some);
    let series: Vec<Series<'_>> = series.into_iter().filter(is_drawn).collect();
    let only =
        if all.len() > MOST { format!(" (the {MOST} that moved furthest)") } else { String::new() };
    let title = format!("From the first date to the latest{only}: later dark, earlier light");
    let axes = Axes { are_columns: false, days: Some((from, to)) };
    Some(Chart {
        drawn: Drawn::Slippage,
        xml: space(&title, &categories, &series, &axes),
        width: 200 * MILLIMETRE,
        height: (38 + 5 * shown.len()) * MILLIMETRE,
    })
}

/// A day as spreadsheets count them.
fn serial(day: Date) -> i64 {
    days_between(Date::constant(1899, 12, 30), day)
}

struct Axes {
    /// Upright, or lying with the first on top.
    are_columns: bool,
    /// First and last day, where the values are days.
    days: Option<(Date, Date)>,
}

/// The whole part.
fn space(title: &str, categories: &[String], series: &[Series<'_>], axes: &Axes) -> String {
    let bars: String =
        series.iter().enumerate().map(|(n, one)| self::series(n, one, categories)).collect();
    // Where some bars only move the others along, the title says what the colours mean.
    let legend = if series.iter().all(|s| s.label.is_some()) {
        format!(
            "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>{}</c:legend>",
            letters(900, "0B0C0C")
        )
    } else {
        String::new()
    };
    let direction = if axes.are_columns { "col" } else { "bar" };
    let (order, below, beside) =
        if axes.are_columns { ("minMax", "b", "l") } else { ("maxMin", "l", "t") };
    let (scale, format, step) = match axes.days {
        None => (String::new(), "0", String::new()),
        Some((from, to)) => (
            format!("<c:max val=\"{}\"/><c:min val=\"{}\"/>", serial(to), serial(from)),
            "d mmm yy",
            format!("<c:majorUnit val=\"{}\"/>", (days_between(from, to) / 7).max(1)),
        ),
    };
    let line = fill_line("B1B4B6");
    format!(
        "{HEAD}<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{DRAWING}\"><c:roundedCorners val=\"0\"/><c:chart>{}\
         <c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"{direction}\"/>\
         <c:grouping val=\"stacked\"/><c:varyColors val=\"0\"/>{bars}<c:gapWidth val=\"35\"/><c:overlap \
         val=\"100\"/><c:axId val=\"111\"/><c:axId val=\"222\"/></c:barChart><c:catAx><c:axId val=\"111\"/>\
         <c:scaling><c:orientation val=\"{order}\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{below}\"/>\
         <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark \
         val=\"none\"/><c:tickLblPos val=\"low\"/><c:spPr>{line}</c:spPr>{}<c:crossAx val=\"222\"/><c:crosses \
         val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/>\
         <c:tickLblSkip val=\"1\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx><c:valAx><c:axId val=\"222\"/>\
         <c:scaling><c:orientation val=\"minMax\"/>{scale}</c:scaling><c:delete val=\"0\"/><c:axPos \
         val=\"{beside}\"/><c:majorGridlines><c:spPr>{line}</c:spPr></c:majorGridlines><c:numFmt \
         formatCode=\"{format}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark \
         val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{}<c:crossAx \
         val=\"111\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/>{step}</c:valAx>\
         </c:plotArea>{legend}<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:solidFill><a:srgbClr \
         val=\"FFFFFF\"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>",
        title_of(title, 1100),
        letters(900, "0B0C0C"),
        letters(900, "0B0C0C"),
    )
}

fn series(number: usize, series: &Series<'_>, categories: &[String]) -> String {
    let shape = match (series.label, series.colour) {
        (None, _) => "<a:noFill/><a:ln><a:noFill/></a:ln>".to_owned(),
        (_, Some((ground, _))) => format!(
            "<a:solidFill><a:srgbClr val=\"{ground}\"/></a:solidFill>{}",
            fill_line("FFFFFF")
        ),
        (_, None) => {
            "<a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:ln w=\"9525\"><a:solidFill>\
                      <a:srgbClr val=\"505A5F\"/></a:solidFill><a:prstDash val=\"dash\"/></a:ln>"
                .to_owned()
        }
    };
    let shows = |labels: bool| {
        let keys = ["LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"]
            .into_iter()
            .map(|key| {
                let is_on = u8::from(labels && key == "Val");
                format!("<c:show{key} val=\"{is_on}\"/>")
            });
        keys.collect::<String>()
    };
    let labels = match series.label {
        None => shows(false),
        Some(format) => format!(
            "<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>\
             {}<c:dLblPos val=\"ctr\"/>{}",
            escaped(format),
            letters(800, series.colour.map_or("0B0C0C", |(_, ink)| ink)),
            shows(true)
        ),
    };
    let names: String =
        (0..).zip(categories).map(|(n, name): (usize, _)| point(n, &escaped(name))).collect();
    let values: String = (0..)
        .zip(&series.values)
        .filter_map(|(n, value): (usize, _)| Some(point(n, &value.as_ref()?.to_string())))
        .collect();
    let count = categories.len();
    format!(
        "<c:ser><c:idx val=\"{number}\"/><c:order val=\"{number}\"/><c:tx><c:v>{}</c:v></c:tx><c:spPr>{shape}\
         </c:spPr><c:invertIfNegative val=\"0\"/><c:dLbls>{labels}</c:dLbls><c:cat><c:strLit><c:ptCount \
         val=\"{count}\"/>{names}</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode>\
         <c:ptCount val=\"{count}\"/>{values}</c:numLit></c:val></c:ser>",
        escaped(&series.name)
    )
}

fn point(number: usize, value: &str) -> String {
    format!("<c:pt idx=\"{number}\"><c:v>{value}</c:v></c:pt>")
}

fn fill_line(colour: &str) -> String {
    format!("<a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></a:ln>")
}

/// The look of letters; `size` in hundredths of a point.
fn letters(size: u16, ink: &str) -> String {
    format!(
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\" b=\"0\"><a:solidFill><a:srgbClr \
         val=\"{ink}\"/></a:solidFill><a:latin typeface=\"Arial\"/></a:defRPr></a:pPr><a:endParaRPr \
         lang=\"en-GB\"/></a:p></c:txPr>"
    )
}

fn title_of(text: &str, size: u16) -> String {
    format!(
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\" b=\"1\"/></a:pPr>\
         <a:r><a:rPr lang=\"en-GB\" sz=\"{size}\" b=\"1\"><a:latin typeface=\"Arial\"/></a:rPr><a:t>{}</a:t>\
         </a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
        escaped(text)
    )
}

/// The chart as a paragraph of the document; `number` counts charts from 1, `words` tell it to those who
/// cannot see it. A low chart stays with the table below it: LibreOffice keeps what leads up to a chart with
/// it only then.
pub(super) fn paragraph(chart: &Chart, number: usize, relation: &str, words: &str) -> String {
    const LOW: usize = 100 * MILLIMETRE;
    let at = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    let keep = if chart.height <= LOW { "<w:pPr><w:keepNext/></w:pPr>" } else { "" };
    format!(
        "<w:p>{keep}<w:r><w:drawing><wp:inline xmlns:wp=\"{at}\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{}\" cy=\"{}\"/><wp:docPr id=\"{number}\" name=\"Chart {number}\" descr=\"{}\"/>\
         <wp:cNvGraphicFramePr/><a:graphic xmlns:a=\"{DRAWING}\"><a:graphicData uri=\"{CHART}\"><c:chart \
         xmlns:c=\"{CHART}\" r:id=\"{relation}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
        chart.width,
        chart.height,
        escaped(words.trim())
    )
}
