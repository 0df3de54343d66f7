//! The readings of `dates.table`, and laws that hold for any text.

use tablemend_dates::{BehindMonth, Context, Quarters, edtf, read};
use tablemend_model::{Date, Mark, RichText, Style};

/// A cell with `~~struck~~` runs and `\n` for a line break.
fn rich(printed: &str) -> RichText {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for (n, piece) in printed.replace("\\n", "\n").split("~~").enumerate() {
        let start = text.len();
        text.push_str(piece);
        if n % 2 == 1 {
            marks.push(Mark { range: start..text.len(), style: Style::Struck });
        }
    }
    RichText::new(&text, marks)
}

fn context(words: &str) -> Context {
    let mut context = Context::default();
    for word in words.split_whitespace() {
        match word {
            "dmy" => context.day_first = Some(true),
            "mdy" => context.day_first = Some(false),
            "month" => context.behind_month = BehindMonth::Day,
            "calendar" => context.quarters = Quarters::Calendar,
            "financial" => context.quarters = Quarters::Financial,
            "-" => {}
            period => {
                let (year, month) = period.split_once('-').expect("YYYY-MM");
                context.period = Some((
                    year.parse().expect("a number or a day"),
                    month.parse().expect("a number or a day"),
                ));
            }
        }
    }
    context
}

fn days(edtf_text: &str, start: &str, end: &str) -> (Option<Date>, Option<Date>) {
    let own = || edtf(edtf_text).unwrap_or_else(|| panic!("no EDTF: {edtf_text}"));
    let one = |cell: &str, own: &dyn Fn() -> Option<Date>| match cell {
        "=" => own(),
        "-" | ".." => None,
        day => Some(day.parse().expect("a number or a day")),
    };
    (one(start, &|| own().start), one(end, &|| own().end))
}

fn shown(start: Option<Date>, end: Option<Date>) -> String {
    let day = |d: Option<Date>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
    format!("{}..{}", day(start), day(end))
}

/// One row's expectation and reading, in the same words.
fn expected_and_read(row: &str) -> (String, String) {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let [printed, ctx, cell_edtf, start, end, dates, findings] = cells[..] else {
        panic!("a row has seven cells: {row}");
    };
    let (from, to) = days(cell_edtf, start, end);
    let dates = match dates {
        "-" => Vec::new(),
        "=" => vec![format!("{cell_edtf} {} due", shown(from, to))],
        list => list
            .split(';')
            .map(|one| {
                let (when, rest) = one.trim().split_once(' ').expect("a role");
                let (when, from, to) = match when.trim_end_matches(']').split_once('[') {
                    Some((when, own)) => {
                        let (a, b) = own.split_once(',').expect("two days");
                        (when, a, b)
                    }
                    None => (when, "=", "="),
                };
                let (from, to) = days(when, from, to);
                format!("{when} {} {rest}", shown(from, to))
            })
            .collect(),
    };
    let expected = format!("{cell_edtf} {} [{}] {findings}", shown(from, to), dates.join("; "));
    let reading = read(&rich(printed), &context(ctx));
    let c = &reading.completion;
    let dates: Vec<String> = c
        .dates
        .iter()
        .map(|d| {
            let label = d.label.as_ref().map(|l| format!(" {l}")).unwrap_or_default();
            format!(
                "{} {} {}{label}",
                d.when.edtf,
                shown(d.when.start, d.when.end),
                d.role.as_str()
            )
        })
        .collect();
    let codes: Vec<&str> = reading.findings.iter().map(|f| f.code).collect();
    let codes = if codes.is_empty() { "-".to_owned() } else { codes.join(" ") };
    let found = format!(
        "{} {} [{}] {codes}",
        c.edtf.as_deref().unwrap_or("-"),
        shown(c.start, c.end),
        dates.join("; ")
    );
    (expected, found)
}

#[test]
fn every_row_of_the_table_reads_as_it_says() {
    let rows: Vec<&str> = include_str!("dates.table")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(rows.len() >= 200, "{} rows", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let (expected, found) = expected_and_read(row);
            (expected != found).then(|| format!("{row}\n  expected {expected}\n  read     {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
