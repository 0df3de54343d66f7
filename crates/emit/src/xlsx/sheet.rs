//! One relation on one sheet: a named table with typed cells.

use super::arrange::{Arranged, printed_of};
use super::looks::{Looks, short, status_colours};
use super::money::Money;
use super::{MOST_ROWS_IN_MEMORY, cut_note};
use crate::Error;
use crate::relation::{Column, ColumnKind, Datum, Joined, NotePart, Of, Origin, Relation, Words};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ExcelDateTime, Format, IgnoreError, Table,
    TableColumn, TableStyle, Url, Worksheet,
};
use std::borrow::Cow;
use std::collections::HashMap;
use tablemend_model::{Dataset, Date, Diagnostic, EntityKind, Level};

/// UTF-16 code units that a cell of Excel holds.
const MOST_IN_CELL: usize = 32_767;

/// Characters by which a cell's text is moved from the cell before it.
const INDENT: f64 = 1.5;

/// Links that a sheet of Excel holds, less a few.
const MOST_LINKS: usize = 65_000;

/// Which relation goes on which sheet.
pub(super) struct Plan<'a> {
    /// Whose rows they are: those of one document or several.
    pub(super) joined: Joined<'a>,
    pub(super) sheet: String,
    /// Name of the table object, for formulas.
    pub(super) table: String,
    pub(super) rows: usize,
    /// Which of the diagnostics, where it is a sheet of those.
    pub(super) share: Option<Share>,
    pub(super) widths: Vec<f64>,
    /// How many columns are in sight; those behind are folded away.
    shown: usize,
    /// How many are for people, those without a value in any row among them.
    people: usize,
    /// For each column of numbers where its words are.
    printed: Vec<Option<usize>>,
}

/// A share of the diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// What needs checking.
    Queries,
    /// What was repaired.
    Repairs,
}

impl Share {
    pub(super) fn has(self, level: Level) -> bool {
        (level > Level::Info) == (self == Self::Queries)
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(joined: Joined<'a>, sheet: String, share: Option<Share>) -> Self {
        let rows = match share {
            Some(share) => notes(&joined).filter(|n| share.has(n.level)).count(),
            None => joined.row_count(),
        };
        let Arranged { order, shown, people } = Arranged::of(&joined);
        let joined = joined.arranged(&order);
        let columns = &joined.relation.columns;
        let printed = (0..columns.len()).map(|at| printed_of(columns, at)).collect();
        let (table, widths) = (table_name(&sheet), Vec::new());
        let mut plan = Self { joined, table, sheet, rows, share, widths, shown, people, printed };
        plan.widths = widths_of(&plan);
        plan
    }

    /// The rows, each with its document's position. A number that the document gives as a word (`High`) is
    /// that word: what is printed is in sight.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, Vec<Datum<'a>>)> + '_ {
        self.joined.rows().map(|(part, mut row)| {
            for (at, printed) in self.printed.iter().enumerate() {
                let word = printed.and_then(|printed| row.get(printed).copied());
                if let (Some(datum @ Datum::Empty), Some(word)) = (row.get_mut(at), word) {
                    *datum = word;
                }
            }
            (part, row)
        })
    }

    /// What the rows are.
    pub(super) fn relation(&self) -> &Relation {
        &self.joined.relation
    }

    /// Whether the column at a position is for people, with values or without.
    pub(super) fn is_shown(&self, column: usize) -> bool {
        column < self.people
    }

    /// The headings of the columns for people that are folded away since no row has a value there.
    pub(super) fn empty(&self) -> Vec<&str> {
        let columns = self.relation().columns.get(self.shown..self.people);
        columns.unwrap_or_default().iter().map(|c| heading(self, c)).collect()
    }

    /// The position of the first column that is so.
    pub(super) fn column(&self, is: impl Fn(&Column) -> bool) -> Option<usize> {
        self.relation().columns.iter().position(is)
    }
}

/// The diagnostics of all documents.
pub(super) fn notes<'a>(joined: &Joined<'a>) -> impl Iterator<Item = &'a Diagnostic> {
    joined.documents().flat_map(|data| &data.diagnostics)
}

/// Name of a table object: letters and digits, beginning with letters that are no cell's name.
fn table_name(sheet: &str) -> String {
    let words = sheet.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut name = String::new();
    for word in words {
        name.push_str(&crate::relation::words(word));
    }
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    // `AB12` and `R1C1` are cells; longer words are none.
    if letters < 4 { format!("Table{name}") } else { name }
}

/// Widths that show most values without cutting and leave long ones to wrap.
fn widths_of(plan: &Plan<'_>) -> Vec<f64> {
    let relation = plan.relation();
    let mut longest = vec![0; relation.columns.len()];
    let mut total = vec![0; relation.columns.len()];
    let mut seen = 0;
    for (_, row) in plan.rows().take(500) {
        seen += 1;
        for (at, datum) in row.into_iter().enumerate() {
            let text = datum.shown().unwrap_or_default();
            let line = text.lines().map(|l| l.chars().count()).max().unwrap_or(0);
            longest[at] = line.max(longest[at]); // OK because a row has a value a column.
            total[at] += line;
        }
    }
    let columns = relation.columns.iter().zip(longest.into_iter().zip(total));
    columns
        .map(|(column, (longest, total))| {
            let heading = column.title.split(' ').map(str::len).max().unwrap_or(0) + 5;
            let usual = total / seen.max(1);
            let body = match column.kind {
                ColumnKind::Date => 12,
                ColumnKind::Boolean | ColumnKind::Integer => 8,
                ColumnKind::Number => longest.clamp(6, 20) + 2,
                // What is said again in every row of a group need not be wide.
                _ if matches!(column.from, Origin::ParentTitle(_) | Origin::ParentPosts { .. }) => {
                    longest.min(20) + 2
                }
                // Rows may come with a later edition.
                ColumnKind::Text if seen == 0 => 24,
                _ if usual > 80 => 50,
                _ if usual > 45 => 40,
                _ if usual > 24 || longest > 50 => 28,
                _ => longest.min(20) + 2,
            };
            heading.max(body) as f64 + INDENT
        })
        .collect()
}

/// Height in points of a row whose texts wrap in columns of these widths. It is told because not
/// every program finds it by itself; a row of Excel is at most 409 points high.
pub(super) fn height(row: &[Datum<'_>], widths: &[f64]) -> f64 {
    let lines = row.iter().zip(widths).map(|(datum, width)| match datum {
        Datum::Text(_) | Datum::List(_) | Datum::Codes(_) | Datum::Lists(_) => {
            let text = datum.shown().unwrap_or_default();
            // A width counts digits, which are a little wider than most letters.
            let room = (width * 1.05 - INDENT).max(1.0);
            text.split('\n').map(|l| (l.chars().count() as f64 / room).ceil().max(1.0)).sum()
        }
        _ => 1.0,
    });
    (lines.fold(1.0, f64::max) * 12.75 + 4.0).min(409.0)
}

/// A value that had to be cut.
pub(super) struct Cut {
    /// Position of its document.
    part: usize,
    note: Diagnostic,
}

/// Writes a relation; what had to be cut is added to `cuts`.
pub(super) fn write(
    page: &mut Worksheet,
    plan: &Plan<'_>,
    cuts: &mut Vec<Cut>,
    looks: &Looks,
) -> Result<(), Error> {
    set_up(page, plan, plan.rows, looks)?;
    let mut bands = Bands::new(plan);
    let id = plan.column(|c| c.from == Origin::Id);
    let mut money = Money::of(&plan.relation().columns);
    for (r, (part, row)) in (1u32..).zip(plan.rows()) {
        page.set_row_height(r, height(&row, &plan.widths))?;
        let band = bands.next(part, &row);
        for (at, (datum, column)) in row.iter().zip(&plan.relation().columns).enumerate() {
            let is_word = column.kind == ColumnKind::Number && matches!(datum, Datum::Text(_));
            let kind = if is_word { ColumnKind::Text } else { column.kind };
            let format = looks.cell(kind, band);
            let format = money.shown(at, &row, band, format);
            if let Some(length) = put(page, r, at as u16, *datum, format)? {
                cuts.extend(cut(plan, id, (part, &row), (at, length)));
            }
        }
    }
    Ok(())
}

/// Which rows of a sheet of records are shaded: bands follow the outermost group, or else change with
/// every row.
pub(super) struct Bands<'a> {
    group: Option<usize>,
    band: bool,
    last: Option<(usize, Option<Datum<'a>>)>,
}

impl<'a> Bands<'a> {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let group = plan.column(|c| c.from == Origin::Parent(0));
        Self { group, band: true, last: None }
    }

    /// Whether the next row is shaded.
    pub(super) fn next(&mut self, part: usize, row: &[Datum<'a>]) -> bool {
        let now = self.group.map(|g| (part, row.get(g).copied()));
        if now.is_none() || now != self.last {
            (self.band, self.last) = (!self.band, now);
        }
        self.band
    }
}

/// What is said of a value that had to be cut; `id` is the column of the row's id.
pub(super) fn cut(
    plan: &Plan<'_>,
    id: Option<usize>,
    (part, row): (usize, &[Datum<'_>]),
    (at, length): (usize, usize),
) -> Option<Cut> {
    let id = match id.and_then(|id| row.get(id)) {
        Some(Datum::Text(id)) => *id,
        _ => "",
    };
    let column = plan.relation().columns.get(at)?;
    Some(Cut { part, note: cut_note(&column.title, id, length) })
}

/// Writes diagnostics, the gravest first, with links to the rows they speak of, and what was cut on
/// the sheets of records.
pub(super) fn write_doubts(
    page: &mut Worksheet,
    plan: &Plan<'_>,
    plans: &[Plan<'_>],
    cuts: &[Cut],
    looks: &Looks,
) -> Result<(), Error> {
    set_up(page, plan, plan.rows + cuts.len(), looks)?;
    let places = places(plans);
    let mut links = 0;
    let mut r = 0;
    let mut rows: Vec<_> = plan
        .joined
        .rows()
        .zip(notes(&plan.joined))
        .filter(|(_, note)| plan.share.is_none_or(|share| share.has(note.level)))
        .collect();
    rows.sort_by_key(|(_, note)| std::cmp::Reverse(note.level));
    for ((part, row), _) in rows {
        r += 1;
        page.set_row_height(r, height(&row, &plan.widths))?;
        for (at, (datum, column)) in row.iter().zip(&plan.relation().columns).enumerate() {
            let place = match (plan.joined.own(part, at).map(|own| own.from), datum) {
                (Some(Origin::Owner(entity)), Datum::Text(id)) => places.get(&(part, entity, *id)),
                _ => None,
            };
            match (place, datum) {
                (Some(place), Datum::Text(id)) if links < MOST_LINKS && !id.is_empty() => {
                    links += 1;
                    let link = Url::new(place).set_text(short(id, 250));
                    page.write_url_with_format(r, at as u16, link, looks.link(false))?;
                }
                _ => {
                    let format = looks.cell(column.kind, false);
                    put(page, r, at as u16, *datum, format)?;
                }
            }
        }
    }
    for Cut { part, note } in cuts {
        r += 1;
        let Some((index, _)) = plan.joined.part(*part) else { continue };
        let document = &index.data().document;
        for (at, column) in plan.relation().columns.iter().enumerate() {
            let own = plan.joined.own(*part, at).map(|own| own.from);
            let datum = match column.from {
                Origin::Document => Datum::Text(&document.name),
                Origin::Period => document.period.as_deref().map_or(Datum::Empty, Datum::Text),
                Origin::Owner(_) if own.is_some_and(|own| is_item(index.data(), own)) => {
                    note.record.as_deref().map_or(Datum::Empty, Datum::Text)
                }
                Origin::Diagnostic(NotePart::Code) => Datum::Text(&note.code),
                Origin::Diagnostic(NotePart::Level) => Datum::Text(note.level.as_str()),
                Origin::Diagnostic(NotePart::Message) => Datum::Text(&note.message),
                _ => Datum::Empty,
            };
            put(page, r, at as u16, datum, looks.cell(column.kind, false))?;
        }
    }
    Ok(())
}

fn is_item(data: &Dataset, from: Origin) -> bool {
    let entities = &data.schema.entities;
    matches!(from, Origin::Owner(at) if entities.get(at).is_some_and(|e| e.kind == EntityKind::Item))
}

/// For each record that has a row on some sheet, a link to that row.
fn places<'a>(plans: &[Plan<'a>]) -> HashMap<(usize, usize, &'a str), String> {
    let mut places = HashMap::new();
    for plan in plans.iter().filter(|plan| matches!(plan.relation().of, Of::Entity(_))) {
        let Some(id) = plan.column(|c| c.from == Origin::Id) else { continue };
        for (row, (part, values)) in (2u32..).zip(plan.joined.rows()) {
            let of = plan.joined.part(part).map(|(_, relation)| relation.of);
            if let (Some(Of::Entity(at)), Some(Datum::Text(id))) = (of, values.get(id)) {
                places.insert((part, at, *id), format!("internal:'{}'!A{row}", plan.sheet));
            }
        }
    }
    places
}

/// What a column is called on its sheet: for records as elsewhere, since the sheet can be read back.
pub(super) fn heading<'c>(plan: &Plan<'_>, column: &'c Column) -> &'c str {
    match (column.from, plan.share) {
        (Origin::Diagnostic(NotePart::Message), Some(Share::Queries)) => "What to check",
        (Origin::Diagnostic(NotePart::Message), Some(Share::Repairs)) => "What was done",
        (Origin::Diagnostic(NotePart::Printed), _) => "As printed",
        (Origin::Diagnostic(NotePart::Used), _) => "Read as",
        (Origin::Diagnostic(NotePart::Help), _) => "What you can do",
        _ => &column.title,
    }
}

/// Widths, header, table, print set-up: all but the rows. It comes before the rows because a
/// large sheet can only be written from the top down.
pub(super) fn set_up(
    page: &mut Worksheet,
    plan: &Plan<'_>,
    rows: usize,
    looks: &Looks,
) -> Result<(), Error> {
    let columns = &plan.relation().columns;
    for (at, width) in plan.widths.iter().enumerate() {
        page.set_column_width(at as u16, *width)?;
    }
    let (last_row, last_column) = (rows as u32, columns.len().saturating_sub(1) as u16);
    page.set_row_height(0, 30)?;
    if rows == 0 {
        for (at, column) in columns.iter().enumerate() {
            page.write_string_with_format(0, at as u16, heading(plan, column), &looks.header)?;
        }
    } else {
        let named = |c: &Column| {
            TableColumn::new().set_header(heading(plan, c)).set_header_format(&looks.header)
        };
        let table = Table::new()
            .set_name(&plan.table)
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_alt_text_title(&plan.relation().title)
            .set_alt_text(&plan.relation().description)
            .set_columns(&columns.iter().map(named).collect::<Vec<_>>());
        page.add_table(0, 0, last_row, last_column, &table)?;
        page.ignore_error_range(1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    }
    for (at, column) in columns.iter().enumerate() {
        if column.kind == ColumnKind::Word(Words::Status) && rows > 0 {
            colour_statuses(page, last_row, at as u16)?;
        }
    }
    // Document, id and ref stay in sight.
    let keyed = matches!(plan.relation().of, Of::Entity(_));
    let name = plan.column(|c| matches!(c.from, Origin::Id | Origin::Ref)).filter(|_| keyed);
    page.set_freeze_panes(1, name.map_or(0, |name| name as u16 + 1))?;
    print_set_up(page, plan, last_row, last_column)
}

/// Background colours of the statuses by rules, so that a status that is changed changes colour.
fn colour_statuses(page: &mut Worksheet, last_row: u32, column: u16) -> Result<(), Error> {
    for word in crate::datapackage::COLOURS {
        let Some((background, _)) = status_colours(word) else { continue };
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word))
            .set_format(Format::new().set_background_color(background));
        page.add_conditional_format(1, column, last_row, column, &rule)?;
    }
    Ok(())
}

/// Characters of a column's width that an A4 page takes across and that can still be read.
const WIDEST_PAGE: f64 = 190.0;

/// Landscape, the header on every page, one page across: A4, or A3 for a sheet that would be too small
/// to read on A4. What a reader on paper does not need is left out of print and folded away on screen.
fn print_set_up(
    page: &mut Worksheet,
    plan: &Plan<'_>,
    last_row: u32,
    last_column: u16,
) -> Result<(), Error> {
    let is_wide = plan.widths.iter().take(plan.shown).sum::<f64>() > WIDEST_PAGE;
    page.set_landscape();
    page.set_paper_size(if is_wide { 8 } else { 9 }); // A3, A4.
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    page.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    page.set_footer("&L&A&RPage &P of &N");
    let shown = plan.shown as u16;
    if shown > 0 && shown <= last_column {
        page.set_print_area(0, 0, last_row, shown - 1)?;
        page.group_columns_collapsed(shown, last_column)?;
    }
    Ok(())
}

/// Writes a value; the length of one that had to be cut is given back.
pub(super) fn put(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    datum: Datum<'_>,
    format: &Format,
) -> Result<Option<usize>, Error> {
    match datum {
        Datum::Integer(n) => page.write_number_with_format(row, column, n as f64, format)?,
        Datum::Number(n) if n.is_finite() => {
            page.write_number_with_format(row, column, n, format)?
        }
        Datum::Boolean(b) => page.write_boolean_with_format(row, column, b, format)?,
        Datum::Date(date) if excel_day(date).is_some() => {
            let day = excel_day(date).unwrap_or_default();
            page.write_datetime_with_format(row, column, &day, format)?
        }
        other => match other.shown() {
            None => page.write_blank(row, column, format)?,
            Some(text) => {
                let (text, cut) = fit(&text);
                page.write_string_with_format(row, column, text, format)?;
                return Ok(cut);
            }
        },
    };
    Ok(None)
}

/// A day as Excel counts them, from 1 March 1900: before that its calendar has a day too many.
pub(super) fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|y| *y > 1900)?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}

/// A text as a cell can hold it: not too long, and without the two characters that neither XML
/// nor the library's escapes can carry. With the length of a text that had to be cut.
pub(crate) fn fit(text: &str) -> (Cow<'_, str>, Option<usize>) {
    let illegal = ['\u{fffe}', '\u{ffff}'];
    let clean: Cow<'_, str> = match text.contains(illegal) {
        true => text.replace(illegal, "\u{fffd}").into(),
        false => text.into(),
    };
    // No text has more units than bytes.
    if clean.len() <= MOST_IN_CELL {
        return (clean, None);
    }
    let length: usize = clean.chars().map(char::len_utf16).sum();
    if length <= MOST_IN_CELL {
        return (clean, None);
    }
    let mut room = MOST_IN_CELL - 1;
    let kept = clean.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    (kept.chain(std::iter::once('…')).collect::<String>().into(), Some(length))
}

/// Whether a table of so many rows can be read in formulas by its columns' names.
pub(super) fn is_small(rows: usize) -> bool {
    rows > 0 && rows <= MOST_ROWS_IN_MEMORY
}
