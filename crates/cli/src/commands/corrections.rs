//! `tablemend archive corrections`: what people corrected, listed, exported, imported.

use crate::again::{Again, AsAdded};
use crate::archives::{self, Where};
use crate::grids::{self, Written};
use crate::output;
use crate::pipeline;
use crate::report::{self, Style};
use crate::typed_dates;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use tablemend::corrections::{self, Correction, Op};
use tablemend_archive::Grid;
use tablemend_compare::order;

/// List what people corrected; export it (--export), or take in the files of others (--import)
///
/// Corrections are kept in the archive and, line by line, in corrections.jsonl beside it. Lines are only
/// ever added. A correction counts for its own edition and for every later one in which the item is the
/// same and the same words are printed.
#[derive(Args, Debug)]
pub(crate) struct Corrections {
    /// Only those of this edition (2020-01, January 2020 or "Q2 2024/25")
    #[arg(value_parser = asked_period)]
    period: Option<String>,
    /// Files of corrections to take in (JSON Lines, as the review saves them); what is there already is
    /// not added twice
    #[arg(long, value_name = "FILE", conflicts_with_all = ["period", "export"])]
    import: Vec<PathBuf>,
    /// File to write them to: JSON Lines (.jsonl), or a workbook (.xlsx) to read and to print
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

fn asked_period(typed: &str) -> Result<String, Infallible> {
    Ok(typed_dates::period(typed))
}

/// Lists, exports or imports.
pub(crate) fn run(typed: &Corrections, style: &Style) -> Result<()> {
    let mut archive = typed.place.open()?;
    if !typed.import.is_empty() {
        let given = pipeline::corrections(&typed.import)?;
        let lines: Vec<String> = corrections::lines(&given).lines().map(str::to_owned).collect();
        let added = archive.correct(&lines)?;
        let path = archive.corrections_path();
        let known = lines.len() - added;
        let known = if known == 0 { String::new() } else { format!(" ({known} known already)") };
        report::say_plainly(&format!("{}{known} added to {}\n", count(added), path.display()));
        // The stored reading of an edition is that in the columns that were drawn on its document.
        let drawn = given.iter().filter(|c| c.op == Op::Layout && added > 0);
        let mut periods: Vec<&str> = drawn.filter_map(|c| c.period.as_deref()).collect();
        periods.sort_unstable();
        periods.dedup();
        if !periods.is_empty() {
            let layouts = archives::layouts(&archive)?;
            let again = Again::default();
            let reader = AsAdded::to_check(&again, layouts);
            for period in periods {
                archive.rebuild_period(&reader, period)?;
            }
        }
        return Ok(());
    }
    let all = corrections::parse(&archive.corrections()?.join("\n"))?;
    let fits = |c: &&Correction| {
        typed
            .period
            .as_deref()
            .is_none_or(|p| c.period.as_deref().is_some_and(|own| order(own) == order(p)))
    };
    if let Some(period) = &typed.period {
        archive.edition(period, None)?;
    }
    let own: Vec<Correction> = all.iter().filter(fits).cloned().collect();
    let grid = listed(&own, &all);
    let Some(path) = &typed.export else {
        return grids::write(&grid, "Nothing has been corrected.", &typed.written, style);
    };
    let bytes = match ending(path).as_deref() {
        Some("jsonl") => corrections::lines(&own).into_bytes(),
        #[cfg(feature = "xlsx")]
        Some("xlsx") => workbook(&grid)?,
        _ => bail!("{}: corrections are exported as .jsonl or .xlsx", path.display()),
    };
    output::put(Some(path), &bytes)?;
    report::say_plainly(&format!("{} written to {}\n", count(own.len()), path.display()));
    Ok(())
}

/// `1 correction`, `3 corrections`.
pub(crate) fn count(n: usize) -> String {
    if n == 1 { "1 correction".to_owned() } else { format!("{n} corrections") }
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_lowercase())
}

/// What was done, for people.
fn done(op: Op) -> &'static str {
    match op {
        Op::Set => "corrected",
        Op::Confirm => "confirmed",
        Op::Drop => "not a record",
        Op::Add => "row added",
        Op::Split => "row split",
        Op::Join => "row joined",
        Op::Layout => "columns drawn",
    }
}

fn listed(own: &[Correction], all: &[Correction]) -> Grid {
    let mut grid = Grid::new(&[
        ("period", "Period"),
        ("id", "Ref"),
        ("field", "Field"),
        ("op", "Decision"),
        ("printed", "As printed"),
        ("read", "Was read as"),
        ("value", "Corrected to"),
        ("by", "By"),
        ("at", "When"),
        ("why", "Why"),
        ("counts", "Counts"),
    ])
    .for_programs(&[("item", "Key"), ("document", "Document")]);
    for c in own {
        let is_undone = all.iter().any(|other| {
            other.undoes.as_deref() == Some(&c.at)
                && (&other.document, &other.id, &other.field) == (&c.document, &c.id, &c.field)
        });
        let counts = if c.undoes.is_some() {
            "takes one back"
        } else if is_undone {
            "taken back"
        } else {
            "yes"
        };
        let value = match &c.value {
            _ if c.op == Op::Add => c.text.clone(),
            serde_json::Value::Null if c.op == Op::Set => Some("(nothing)".to_owned()),
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        grid.rows.push(vec![
            c.period.clone().into(),
            c.id.clone().into(),
            c.field.as_deref().map(|f| f.replace('_', " ")).into(),
            done(c.op).to_owned().into(),
            c.printed.clone().into(),
            c.read.clone().into(),
            value.into(),
            c.by.clone().into(),
            c.at.clone().into(),
            c.why.clone().into(),
            counts.to_owned().into(),
            c.item.clone().into(),
            c.document.clone().into(),
        ]);
    }
    grid
}

/// The list as a workbook: one sheet, its header frozen, every cell text.
#[cfg(feature = "xlsx")]
fn workbook(grid: &Grid) -> Result<Vec<u8>> {
    use rust_xlsxwriter::{Format, FormatAlign, Workbook};
    let mut book = Workbook::new();
    let mut made = || -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        let sheet = book.add_worksheet();
        let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        sheet.set_name("Corrections")?;
        let widths = [10, 10, 16, 14, 30, 24, 24, 18, 24, 30, 12, 14, 20];
        for (at, (_, title)) in (0_u16..).zip(&grid.columns) {
            sheet.write_string_with_format(0, at, title, &head)?;
            let width = widths.get(usize::from(at)).copied().unwrap_or(20);
            sheet.set_column_width(at, width)?;
        }
        for (n, row) in (1_u32..).zip(&grid.rows) {
            for (at, entry) in (0_u16..).zip(row) {
                let text: String = entry.show().chars().take(32_767).collect();
                sheet.write_string_with_format(n, at, &text, &cell)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        let (rows, columns) = (grid.rows.len() as u32, grid.columns.len() as u16);
        sheet.autofilter(0, 0, rows, columns.saturating_sub(1))?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        book.save_to_buffer()
    };
    made().context("the workbook cannot be written")
}
