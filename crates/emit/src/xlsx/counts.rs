//! How many items of one kind have which status, by group: a table and its chart.

use super::looks::{Looks, status_colours};
use super::sheet::{Plan, is_small};
use crate::Error;
use crate::datapackage::statuses;
use crate::relation::{ColumnKind, Origin, Part, Words, title_field, words};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType,
    Color, Formula, Table, TableColumn, TableStyle, Worksheet,
};
use std::collections::HashMap;
use tablemend_model::{Dataset, EntityKind, FieldKind, State, Value};

/// Heading of the column that counts items without a status.
pub(super) const NONE: &str = "no status";

/// The same where the counts are formulas, since a later edition may bring other statuses.
const OTHER: &str = "Other or none";

/// Colours in the chart of statuses that are words of completion, none of them the chart's blue.
const DONE: [u32; 3] = [0x006F_A8DC, 0x009D_C3E6, 0x00C5_DDF3];

/// Colours in the chart of all other words.
const OTHERS: [u32; 4] = [0x00D5_D9DE, 0x00B0_B8C1, 0x00E9_ECEF, 0x009A_A5B1];

/// Where the counts of one kind of items are on the sheet.
pub(super) struct Place<'a> {
    /// The row of the table's header, counted from 0.
    pub(super) top: u32,
    /// Which of the kinds it is, counted from 0.
    pub(super) part: usize,
    /// What its items are called, where the document has items of several kinds.
    pub(super) title: Option<&'a String>,
}

/// Numbers of items by outermost group and status.
pub(super) struct Counts {
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
    pub(super) fn of(data: &Dataset, is_live: bool) -> Option<Self> {
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

    /// Rows from the top of the table to the top of the one below it, the chart between them.
    pub(super) fn depth(&self) -> u32 {
        self.groups.len() as u32 + 6 + self.chart_height().div_ceil(18)
    }

    /// A width of the first column in which no word of an id is broken.
    pub(super) fn width(&self) -> f64 {
        let words = self.groups.iter().flat_map(|(id, _)| id.split_whitespace());
        words.map(|word| word.chars().count()).max().unwrap_or_default() as f64 * 1.2 + 3.0
    }

    /// In pixels.
    fn chart_height(&self) -> u32 {
        140 + 34 * (self.groups.len() as u32).min(40)
    }

    /// Writes the table and its chart.
    pub(super) fn write(
        &self,
        page: &mut Worksheet,
        place: &Place<'_>,
        live: Option<&Live<'_>>,
        looks: &Looks,
    ) -> Result<(), Error> {
        let first = place.top + 1;
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
        let name = match place.part {
            0 => "StatusByGroup".to_owned(),
            n => format!("StatusByGroup{}", n + 1),
        };
        let table = Table::new()
            .set_name(name)
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_autofilter(false)
            .set_total_row(true)
            .set_alt_text_title("Status by group")
            .set_alt_text("How many rows have which status, by group, with totals.")
            .set_columns(&columns);
        page.add_table(place.top, 0, last, sums, &table)?;
        page.set_row_height(place.top, 24)?;
        page.set_column_range_width(2, sums, 11)?;
        let width = self.width() as usize;
        for (row, ((id, title), numbers)) in (first..).zip(self.groups.iter().zip(&self.numbers)) {
            let lines = |text: &str, width: usize| text.chars().count().div_ceil(width.max(1));
            let lines = lines(title, 50).max(lines(id, width.max(10))).max(1);
            page.set_row_height(row, lines as f64 * 12.75 + 5.0)?;
            page.write_string_with_format(row, 0, id, looks.cell(ColumnKind::Text, false))?;
            page.write_string_with_format(row, 1, title, looks.cell(ColumnKind::Text, false))?;
            for (column, (head, n)) in (2u16..).zip(self.heads.iter().zip(numbers)) {
                match live.map(|live| live.count(row, Group::OfRow, head, column, sums, place.top))
                {
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
                Some(head) => live.count(last, Group::All, head, column, sums, place.top),
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
            &self.chart(page.name().as_str(), first, last - 1, place),
            4,
            0,
        )?;
        Ok(())
    }

    /// Stacked bars, one for each group, in the statuses' own colours with the numbers in them.
    fn chart(&self, sheet: &str, first: u32, last: u32, place: &Place<'_>) -> Chart {
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
                .set_name((sheet, place.top, column))
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
        let of = place.title.map_or_else(String::new, |title| format!("{title}: "));
        let title = words(&format!("{of}status{by}"));
        chart.title().set_name(&title);
        chart.legend().set_position(ChartLegendPosition::Bottom);
        // Bars grow upwards from the axis; readers expect the first group on top.
        chart.y_axis().set_reverse();
        chart.x_axis().set_hidden(true).set_major_gridlines(false);
        chart.set_width(1000).set_height(self.chart_height());
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
pub(super) struct Live<'a> {
    table: &'a str,
    group: Option<&'a str>,
    status: &'a str,
}

impl<'a> Live<'a> {
    /// `None` where the table is too large to be recalculated at ease, or has no statuses.
    pub(super) fn of(plan: &'a Plan<'_>) -> Option<Self> {
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
    fn count(
        &self,
        row: u32,
        group: Group,
        head: &str,
        column: u16,
        total: u16,
        top: u32,
    ) -> String {
        if head == NONE {
            return match column.checked_sub(1).filter(|last| *last >= 2) {
                Some(last) => {
                    format!("={}-SUM({}:{})", cell(row, total), cell(row, 2), cell(row, last))
                }
                None => format!("={}", cell(row, total)),
            };
        }
        let is_wanted = format!("({}[{}]={})", self.table, self.status, head_cell(column, top));
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

fn head_cell(column: u16, top: u32) -> String {
    format!("{}${}", column_letters(column), top + 1)
}

fn cell(row: u32, column: u16) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

fn column_letters(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}
