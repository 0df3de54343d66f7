//! The first sheet: how many items have which status, by group, with a chart.

use super::looks::{Looks, status_colours};
use super::sheet::{Plan, is_small};
use crate::Error;
use crate::datapackage::statuses;
use crate::relation::{ColumnKind, Index, Of, Origin, Part, Words, title_field, words};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType,
    Color, Formula, Table, TableColumn, TableStyle, Worksheet,
};
use std::collections::HashMap;
use tablemend_model::{Dataset, EntityKind, FieldKind, State, Value};

/// Heading of the column that counts items without a status.
const NONE: &str = "no status";

/// The same where the counts are formulas, since a later edition may bring other statuses.
const OTHER: &str = "Other or none";

/// Colours in the chart of statuses that are words of completion, none of them the chart's blue.
const DONE: [u32; 3] = [0x006F_A8DC, 0x009D_C3E6, 0x00C5_DDF3];

/// Colours in the chart of all other words.
const OTHERS: [u32; 4] = [0x00D5_D9DE, 0x00B0_B8C1, 0x00E9_ECEF, 0x009A_A5B1];

/// First row of the table (its header), counted from 0.
const TOP: u32 = 4;

/// Writes the summary: counts are formulas over the table of items where that is small enough to
/// be recalculated at ease, and numbers otherwise.
pub(super) fn write(
    page: &mut Worksheet,
    index: &Index<'_>,
    plans: &[Plan<'_>],
    looks: &Looks,
) -> Result<(), Error> {
    let data = index.data();
    for (row, line) in (0..).zip(lines(data)) {
        let format = if row == 0 { &looks.title } else { &looks.lead };
        page.write_string_with_format(row, 0, line, format)?;
    }
    page.set_column_width(0, 10)?;
    page.set_column_width(1, 52)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&A&RPage &P of &N");
    let Some(item) = data.schema.items().map(|(at, _)| at) else { return Ok(()) };
    let plan = plans.iter().find(|p| matches!(p.relation().of, Of::Entity(at) if at == item));
    let live = plan.and_then(Live::of);
    let Some(table) = Counts::of(data, live.is_some()) else { return Ok(()) };
    table.write(page, live.as_ref(), looks)?;
    Ok(())
}

/// The lines above the table.
pub(super) fn lines(data: &Dataset) -> [String; 3] {
    let document = &data.document;
    let title = document.title.as_ref().unwrap_or(&document.name);
    let counted = data
        .kinds()
        .iter()
        .map(|kind| match kind.items() {
            Some((schema, items)) => {
                format!("{} {}", items.records.len(), schema.title.to_lowercase())
            }
            None => "0 rows".to_owned(),
        })
        .collect::<Vec<_>>()
        .join(", ");
    let month = |p: &String| format!(" Period: {}.", crate::html::month(p));
    let period = document.period.as_ref().map_or(String::new(), month);
    let doubts = data.diagnostics.iter().filter(|n| n.level > tablemend_model::Level::Info).count();
    [
        super::looks::short(title, 1000),
        format!("{counted}.{period} Source: {}.", document.name),
        told_of_queries(doubts),
    ]
}

/// Writes the summary of several documents: what each is, and how many items of it have which
/// status.
pub(super) fn write_several(
    page: &mut Worksheet,
    documents: &[&Dataset],
    looks: &Looks,
) -> Result<(), Error> {
    let title = format!("{} documents", documents.len());
    page.write_string_with_format(0, 0, title, &looks.title)?;
    let doubts = |data: &Dataset| {
        data.diagnostics.iter().filter(|n| n.level > tablemend_model::Level::Info).count()
    };
    let told = told_of_queries(documents.iter().map(|data| doubts(data)).sum());
    page.write_string_with_format(1, 0, told, &looks.lead)?;
    let counts: Vec<Vec<(String, u32)>> = documents.iter().map(|data| by_status(data)).collect();
    let mut heads: Vec<String> = Vec::new();
    for (head, _) in counts.iter().flatten() {
        if !heads.contains(head) {
            heads.push(head.clone());
        }
    }
    // What has no status comes last.
    heads.sort_by_key(|head| head == NONE);
    let texts = ["Document", "Title", "Period", "Document type"];
    let technical = ["Pages", "SHA-256 of the source"];
    let mut names: Vec<String> = texts.map(str::to_owned).to_vec();
    names.extend(heads.iter().map(|h| words(h)));
    names.extend(["Total", "Queries"].map(str::to_owned));
    names.extend(technical.map(str::to_owned));
    let first_number = texts.len();
    let first_technical = names.len() - technical.len();
    let columns: Vec<TableColumn> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let is_number = at >= first_number && at + 1 < names.len();
            let format = if is_number { &looks.header_right } else { &looks.header };
            TableColumn::new().set_header(name).set_header_format(format)
        })
        .collect();
    let last = names.len().saturating_sub(1) as u16;
    let table = Table::new()
        .set_name("Documents")
        .set_style(TableStyle::None)
        .set_banded_rows(false)
        .set_alt_text_title("Documents")
        .set_alt_text("The documents, and how many rows of each have which status.")
        .set_columns(&columns);
    page.add_table(TOP, 0, TOP + documents.len() as u32, last, &table)?;
    page.set_row_height(TOP, 24)?;
    for (at, width) in [30.0, 50.0, 12.0, 18.0].into_iter().enumerate() {
        page.set_column_width(at as u16, width)?;
    }
    page.set_column_range_width(first_number as u16, last, 11)?;
    page.set_column_width(last, 66)?;
    let cell = looks.cell(ColumnKind::Text, false);
    for (row, (data, counts)) in (TOP + 1..).zip(documents.iter().zip(&counts)) {
        let document = &data.document;
        let title = document.title.as_deref().unwrap_or_default();
        let period = document.period.as_deref().unwrap_or_default();
        let texts = [document.name.as_str(), title, period, data.schema.title.as_str()];
        let lines = |text: &str, width: usize| text.chars().count().div_ceil(width).max(1);
        let lines = lines(title, 46).max(lines(&document.name, 26));
        page.set_row_height(row, lines as f64 * 12.75 + 5.0)?;
        for (column, text) in texts.into_iter().enumerate() {
            let text = super::looks::short(text, 1000);
            page.write_string_with_format(row, column as u16, text, cell)?;
        }
        let of = |head: &String| counts.iter().find(|(h, _)| h == head).map_or(0, |(_, n)| *n);
        let total: u32 = counts.iter().map(|(_, n)| n).sum();
        let numbers = heads.iter().map(of).chain([total, doubts(data) as u32]);
        for (column, n) in (first_number as u16..).zip(numbers) {
            page.write_number_with_format(row, column, n, &looks.count)?;
        }
        let pages = first_technical as u16;
        match document.pages {
            Some(n) => page.write_number_with_format(row, pages, n, &looks.count)?,
            None => page.write_blank(row, pages, &looks.count)?,
        };
        page.write_string_with_format(row, last, &document.sha256, cell)?;
    }
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&A&RPage &P of &N");
    page.set_print_area(
        0,
        0,
        TOP + documents.len() as u32,
        (first_technical as u16).saturating_sub(1),
    )?;
    page.group_columns_collapsed(first_technical as u16, last)?;
    Ok(())
}

/// How many items have which status, in the order of the legend and of the words.
fn by_status(data: &Dataset) -> Vec<(String, u32)> {
    let Some((at, schema)) = data.schema.items() else { return Vec::new() };
    let field = schema.first_of(FieldKind::Status).map(|(field, _)| field);
    let mut heads: Vec<(String, u32)> = statuses(data).into_iter().map(|head| (head, 0)).collect();
    heads.push((NONE.to_owned(), 0));
    for record in data.entities.get(at).map_or(&[][..], |e| e.records.as_slice()) {
        let status = match field.and_then(|field| record.values.get(field)) {
            Some(Value::Status(status)) => status.value.as_deref(),
            _ => None,
        };
        let known = status.and_then(|s| heads.iter().position(|(head, _)| head == s));
        let known = known.unwrap_or(heads.len() - 1);
        if let Some((_, n)) = heads.get_mut(known) {
            *n += 1;
        }
    }
    heads.retain(|(_, n)| *n > 0);
    heads
}

fn told_of_queries(count: usize) -> String {
    let how = "How to use this workbook is on the sheet “About”.";
    match count {
        0 => format!("No reading needs checking. {how}"),
        1 => format!("1 reading needs checking (see sheet “Queries”). {how}"),
        n => format!("{n} readings need checking (see sheet “Queries”). {how}"),
    }
}

/// Numbers of items by outermost group and status.
struct Counts {
    /// What the groups are called (`Section`).
    noun: String,
    /// Id and title of each group.
    groups: Vec<(String, String)>,
    /// What is counted: the statuses, then no status.
    heads: Vec<String>,
    /// By group, then by head.
    numbers: Vec<Vec<u32>>,
}

impl Counts {
    /// `None` where there is nothing to count: no items with a status. Where the counts are formulas,
    /// the last column is there in any case: rows may come to have another status.
    fn of(data: &Dataset, is_live: bool) -> Option<Self> {
        let (item, schema) = data.schema.items()?;
        let (field, _) = schema.first_of(FieldKind::Status)?;
        let group = schema.parents.first().and_then(|parent| data.schema.entity(parent));
        let group = group.filter(|(_, group)| group.kind == EntityKind::Group);
        let records = group.and_then(|(at, _)| data.entities.get(at)).map(|e| &e.records[..]);
        let title = group.and_then(|(_, group)| title_field(group));
        let mut groups: Vec<(String, String)> = records
            .unwrap_or_default()
            .iter()
            .map(|r| match title.and_then(|t| r.values.get(t)) {
                Some(Value::Text(title)) => (r.id.clone(), title.clone()),
                _ => (r.id.clone(), String::new()),
            })
            .collect();
        let noun = group.map_or("group", |(_, group)| group.one.as_str());
        // What is in no group comes last, so that the totals are of all items.
        let outside = match groups.is_empty() {
            true => schema.title.clone(),
            false => format!("In no {}", words(noun).to_lowercase()),
        };
        let rows: HashMap<&str, usize> =
            groups.iter().enumerate().map(|(i, (id, _))| (id.as_str(), i)).collect();
        let mut heads = statuses(data);
        let mut numbers = vec![vec![0; heads.len() + 1]; groups.len() + 1];
        for record in &data.entities.get(item)?.records {
            let group = record.parents.first().and_then(|id| rows.get(id.as_deref()?));
            let status = match record.values.get(field) {
                Some(Value::Status(status)) => status.value.as_deref(),
                _ => None,
            };
            let head = status.and_then(|s| heads.iter().position(|h| h == s));
            if let Some(n) = numbers
                .get_mut(group.copied().unwrap_or(groups.len()))
                .and_then(|row| row.get_mut(head.unwrap_or(heads.len())))
            {
                *n += 1;
            }
        }
        match numbers.last().is_some_and(|row| row.iter().any(|n| *n > 0)) {
            true => groups.push((String::new(), outside)),
            false => drop(numbers.pop()),
        }
        heads.push(NONE.to_owned());
        // A status that neither the document's legend nor an item has gets no column.
        let in_legend = |h: &str| data.legend.iter().any(|l| l.status == h);
        let used: Vec<usize> = (0..heads.len())
            .filter(|i| {
                let is_last = is_live && heads[*i] == NONE;
                is_last || numbers.iter().any(|row| row[*i] > 0) || in_legend(&heads[*i])
            })
            .collect(); // OK because each row has a number for each head.
        let heads: Vec<String> = used.iter().map(|i| heads[*i].clone()).collect();
        let numbers = numbers.iter().map(|row| used.iter().map(|i| row[*i]).collect()).collect();
        let is_counted = !groups.is_empty() && !heads.is_empty();
        is_counted.then_some(Self { noun: words(noun), groups, heads, numbers })
    }

    fn write(
        &self,
        page: &mut Worksheet,
        live: Option<&Live<'_>>,
        looks: &Looks,
    ) -> Result<(), Error> {
        let first = TOP + 1;
        let last = first + self.groups.len() as u32; // The row of totals.
        let sums = 2 + self.heads.len() as u16;
        let mut heads = vec![self.noun.clone(), "Title".to_owned()];
        heads.extend(self.heads.iter().map(|h| match live {
            Some(_) if h == NONE => OTHER.to_owned(),
            _ => words(h),
        }));
        heads.push("Total".to_owned());
        let columns: Vec<TableColumn> = heads
            .iter()
            .enumerate()
            .map(|(at, h)| {
                let format = if at < 2 { &looks.header } else { &looks.header_right };
                TableColumn::new().set_header(h).set_header_format(format)
            })
            .collect();
        let table = Table::new()
            .set_name("StatusByGroup")
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_autofilter(false)
            .set_total_row(true)
            .set_alt_text_title("Status by group")
            .set_alt_text("How many rows have which status, by group, with totals.")
            .set_columns(&columns);
        page.add_table(TOP, 0, last, sums, &table)?;
        page.set_row_height(TOP, 24)?;
        page.set_column_range_width(2, sums, 11)?;
        let width = self.groups.iter().flat_map(|(id, _)| id.split_whitespace());
        let width = width.map(|word| word.chars().count()).max().unwrap_or_default();
        // Wide enough for the longest word of an id, which is never broken, and for short ids whole.
        page.set_column_width(0, (width as f64 * 1.2 + 3.0).clamp(10.0, 40.0))?;
        for (row, ((id, title), numbers)) in (first..).zip(self.groups.iter().zip(&self.numbers)) {
            let lines = |text: &str, width: usize| text.chars().count().div_ceil(width.max(1));
            let lines = lines(title, 50).max(lines(id, width.max(10))).max(1);
            page.set_row_height(row, lines as f64 * 12.75 + 5.0)?;
            page.write_string_with_format(row, 0, id, looks.cell(ColumnKind::Text, false))?;
            page.write_string_with_format(row, 1, title, looks.cell(ColumnKind::Text, false))?;
            for (column, (head, n)) in (2u16..).zip(self.heads.iter().zip(numbers)) {
                match live.map(|live| live.count(row, Group::OfRow, head, column, sums)) {
                    Some(formula) => page.write_formula_with_format(
                        row,
                        column,
                        Formula::new(formula).set_result(n.to_string()),
                        &looks.count,
                    )?,
                    None => page.write_number_with_format(row, column, *n, &looks.count)?,
                };
            }
            let sum = || format!("=SUM({}:{})", cell(row, 2), cell(row, sums - 1));
            let sum = live.map_or_else(sum, |live| live.total(row, Group::OfRow));
            let total: u32 = numbers.iter().sum();
            page.write_formula_with_format(
                row,
                sums,
                Formula::new(sum).set_result(total.to_string()),
                &looks.count,
            )?;
        }
        page.write_string_with_format(last, 0, "All", &looks.total)?;
        page.write_string_with_format(last, 1, "", &looks.total)?;
        for column in 2..=sums {
            let at = usize::from(column - 2);
            let sum = || format!("=SUM({}:{})", cell(first, column), cell(last - 1, column));
            // A group may come with a later edition: all rows are counted, whatever their group.
            let sum = live.map_or_else(sum, |live| match self.heads.get(at) {
                Some(head) => live.count(last, Group::All, head, column, sums),
                None => live.total(last, Group::All),
            });
            let total: u32 = self
                .numbers
                .iter()
                .map(|row| row.get(at).copied().unwrap_or_else(|| row.iter().sum()))
                .sum();
            let formula = Formula::new(sum).set_result(total.to_string());
            page.write_formula_with_format(last, column, formula, &looks.total)?;
        }
        page.ignore_error_range(
            first,
            0,
            last,
            0,
            rust_xlsxwriter::IgnoreError::NumberStoredAsText,
        )?;
        page.insert_chart_with_offset(
            last + 2,
            0,
            &self.chart(page.name().as_str(), first, last - 1),
            4,
            0,
        )?;
        Ok(())
    }

    /// Stacked bars, one for each group, in the statuses' own colours with the numbers in them.
    fn chart(&self, sheet: &str, first: u32, last: u32) -> Chart {
        let mut chart = Chart::new(ChartType::BarStacked);
        // A group without a number is called what its title says, and is named once.
        let is_named_twice = |(id, title): &(String, String)| id.is_empty() || id == title;
        let names = if self.groups.iter().all(is_named_twice) { 1 } else { 0 };
        let (mut done, mut others) = (DONE.iter().cycle(), OTHERS.iter().cycle());
        for (column, head) in (2u16..).zip(&self.heads) {
            let mut own = || match State::of_words(head) {
                Some(State::Done) => done.next(),
                _ => others.next(),
            };
            // Two words never look as one beside each other.
            let colour = match status_colours(head) {
                Some((_, chart)) => chart,
                None => Color::RGB(own().copied().unwrap_or_default()),
            };
            let dark = matches!(head.as_str(), "blue" | "green" | "red" | "grey");
            let mut font = ChartFont::new();
            font.set_color(if dark { Color::White } else { Color::Black }).set_bold();
            let mut label = ChartDataLabel::new();
            label.show_value().set_font(&font).set_num_format("0;;");
            chart
                .add_series()
                .set_name((sheet, TOP, column))
                .set_categories((sheet, first, names, last, 1))
                .set_values((sheet, first, column, last, column))
                .set_data_label(&label)
                .set_gap(45)
                .set_format(
                    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)),
                );
        }
        let is_one = matches!(&self.groups[..], [(id, _)] if id.is_empty());
        let by = if is_one { String::new() } else { format!(" by {}", self.noun.to_lowercase()) };
        chart.title().set_name(&format!("Status{by}"));
        chart.legend().set_position(ChartLegendPosition::Bottom);
        // Bars grow upwards from the axis; readers expect the first group on top.
        chart.y_axis().set_reverse();
        chart.x_axis().set_hidden(true).set_major_gridlines(false);
        chart.set_width(1000).set_height(140 + 34 * (self.groups.len() as u32).min(40));
        chart.set_alt_text(super::looks::short(&self.told(), 250));
        chart
    }

    /// The chart in words.
    fn told(&self) -> String {
        let rows = self.groups.iter().zip(&self.numbers).take(12).map(|((id, title), numbers)| {
            let id = if id.is_empty() { title } else { id };
            let parts: Vec<String> = self
                .heads
                .iter()
                .zip(numbers)
                .filter(|(_, n)| **n > 0)
                .map(|(head, n)| format!("{n} {head}"))
                .collect();
            format!("{id}: {}", parts.join(", "))
        });
        format!("Stacked bars of the numbers above. {}", rows.collect::<Vec<_>>().join("; "))
    }
}

/// The columns of the table of items that formulas count by; texts are compared exactly: `COUNTIFS`
/// would take the ids `1.1` and `1.10` for one number.
struct Live<'a> {
    table: &'a str,
    group: Option<&'a str>,
    status: &'a str,
}

impl<'a> Live<'a> {
    /// `None` where the table is too large to be recalculated at ease, or has no statuses.
    fn of(plan: &'a Plan<'_>) -> Option<Self> {
        if !is_small(plan.rows) {
            return None;
        }
        let named = |at: usize| plan.relation().columns.get(at).map(|c| c.title.as_str());
        let group = plan.column(|c| c.from == Origin::Parent(0)).and_then(named);
        let status = plan.column(|c| {
            c.kind == ColumnKind::Word(Words::Status)
                && matches!(c.from, Origin::Field(_, Part::Whole))
        })?;
        Some(Self { table: &plan.table, group, status: named(status)? })
    }

    /// The items of the row's group, as ones and zeros.
    fn group(&self, row: u32) -> String {
        match self.group {
            Some(group) => format!("({}[{group}]=$A{})", self.table, row + 1),
            None => format!("({0}[{1}]={0}[{1}])", self.table, self.status),
        }
    }

    /// A formula that counts the items of a row's group, or of all groups, with the column's status;
    /// in the last column those with none of the statuses that have a column.
    fn count(&self, row: u32, group: Group, head: &str, column: u16, total: u16) -> String {
        if head == NONE {
            return match column.checked_sub(1).filter(|last| *last >= 2) {
                Some(last) => {
                    format!("={}-SUM({}:{})", cell(row, total), cell(row, 2), cell(row, last))
                }
                None => format!("={}", cell(row, total)),
            };
        }
        let is_wanted = format!("({}[{}]={})", self.table, self.status, head_cell(column));
        match group {
            Group::OfRow => format!("=SUMPRODUCT({}*{is_wanted})", self.group(row)),
            Group::All => format!("=SUMPRODUCT(1*{is_wanted})"),
        }
    }

    /// A formula that counts the items of a row's group, or of all groups.
    fn total(&self, row: u32, group: Group) -> String {
        match group {
            Group::OfRow if self.group.is_some() => format!("=SUMPRODUCT(1*{})", self.group(row)),
            _ => format!("=ROWS({}[{}])", self.table, self.status),
        }
    }
}

/// Whether the items of one group or of all are counted.
#[derive(Clone, Copy)]
enum Group {
    OfRow,
    All,
}

fn head_cell(column: u16) -> String {
    format!("{}${}", column_letters(column), TOP + 1)
}

fn cell(row: u32, column: u16) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

fn column_letters(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}
