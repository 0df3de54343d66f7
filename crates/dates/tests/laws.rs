//! Laws of the readings: they hold for any text.

use proptest::prelude::*;
use tablemend_dates::{Context, day_first, edtf, month_in, months_in, only, read};
use tablemend_model::{Date, DatedAs, Mark, RichText, Style};

/// Pieces that dates are made of, so that random texts come near the grammar.
const PIECES: &[&str] = &[
    "31",
    "1",
    "29",
    "12",
    "13",
    "st",
    "th",
    "2020",
    "2019",
    "20",
    "2020/21",
    "19/20",
    "2020-21",
    "January",
    "Feb",
    "March",
    "Sept",
    "November",
    "may",
    "Octobre",
    "Mon",
    "Summer",
    "Winter",
    "term",
    "half term",
    "Easter",
    "Q1",
    "Q4",
    "FY",
    "academic year",
    "end",
    "End of",
    "mid-",
    "early",
    "w/c",
    "w/e",
    "to",
    "–",
    "-",
    "/",
    ".",
    ",",
    ";",
    ":",
    "(",
    ")",
    "and",
    "&",
    "from",
    "until",
    "up to",
    "after",
    "between",
    "onwards",
    "ongoing",
    "Complete",
    "TBC",
    "?",
    "~",
    "was",
    "revised",
    "now",
    "→",
    "Phase 1",
    "Stage B:",
    "a)",
    "25%",
    "100%",
    "by",
    "the",
    "of",
    "\n",
    "• ",
    "North:",
    "review",
    "..",
    "2020-03",
    "2020-02-30",
    "31/04/2020",
    "1/2/20",
    "Christmas",
    "year end",
    "'21",
    "Decmber",
    "é",
    "½",
    "٣",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(PIECES), prop::bool::weighted(0.7));
    prop::collection::vec(piece, 0..14).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, blank) in pieces {
            text.push_str(piece);
            if blank {
                text.push(' ');
            }
        }
        text
    })
}

fn any_cell() -> impl Strategy<Value = RichText> {
    let text = prop_oneof![3 => soup(), 1 => any::<String>()];
    (text, prop::collection::vec((0usize..80, 1usize..40), 0..3)).prop_map(|(text, struck)| {
        let mark = |(start, length)| Mark { range: start..start + length, style: Style::Struck };
        RichText::new(&text, struck.into_iter().map(mark).collect())
    })
}

fn any_context() -> impl Strategy<Value = Context> {
    let period = prop::option::of((1990i16..2090, 1i8..=12));
    (prop::option::of(any::<bool>()), period).prop_map(|(day_first, period)| Context {
        day_first,
        period,
        ..Context::default()
    })
}

/// The contract's rule for `End March 2020`: the month, but only its last day is meant.
fn is_end_of_month(date: &DatedAs, own: &DatedAs) -> bool {
    date.end == own.end && date.start == own.end && date.edtf.len() <= 8
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_date_has_its_own_edtf(cell in any_cell(), context in any_context()) {
        let reading = read(&cell, &context);
        let completion = &reading.completion;
        for date in completion.dates.iter().map(|d| &d.when) {
            let own = edtf(&date.edtf);
            prop_assert!(own.is_some(), "{:?} is no EDTF", date.edtf);
            let own = own.expect("OK because it was made so");
            // `End March 2020 onwards`: the first end is a month, of which the last day is meant.
            let first = date.edtf.split_once('/').and_then(|(first, _)| edtf(first));
            let ends_in_months = date.end == own.end && first.is_some_and(|f| date.start == f.end);
            prop_assert!(
                (date.start, date.end) == (own.start, own.end)
                    || is_end_of_month(date, &own)
                    || ends_in_months,
                "{date:?}"
            );
            prop_assert!(in_order(date.start, date.end), "{date:?}");
        }
        prop_assert!(in_order(completion.start, completion.end), "{completion:?}");
        if let Some(text) = &completion.edtf {
            let own = edtf(text);
            prop_assert!(own.is_some(), "{text} is no EDTF");
            let own = own.expect("OK because it was made so");
            prop_assert!(own.end == completion.end, "{completion:?}");
            prop_assert!(own.start <= completion.start, "{completion:?}");
        }
        let live: Vec<_> = completion.dates.iter().filter(|d| d.role.is_live()).collect();
        let boundless = live.iter().any(|d| d.when.start.is_none())
            && live.iter().any(|d| d.when.end.is_none());
        prop_assert_eq!(completion.edtf.is_none(), live.is_empty() || boundless);
    }

    #[test]
    fn nothing_is_read_from_nowhere(cell in any_cell(), context in any_context()) {
        let reading = read(&cell, &context);
        let whole = cell.as_str().replace('\n', " ");
        for date in &reading.completion.dates {
            prop_assert!(!date.printed.is_empty() && whole.contains(&date.printed), "{date:?}");
        }
        if whole.is_empty() {
            prop_assert!(reading.findings.is_empty());
        } else if reading.completion.dates.is_empty() {
            prop_assert!(!reading.findings.is_empty(), "{whole:?} is passed over in silence");
        }
    }

    #[test]
    fn commentary_and_titles_never_panic(text in soup(), other in any::<String>()) {
        for text in [&text, &other] {
            let _ = (month_in(text), day_first([text.as_str()].into_iter()), edtf(text));
            if let Some(date) = only(text, &Context::default()) {
                prop_assert!(edtf(&date.edtf).is_some());
            }
        }
    }

    /// Season codes are left out: `2020-21` is the way to print a financial year. So are two
    /// consecutive years.
    #[test]
    fn printed_edtf_reads_as_itself(
        ends in prop::collection::vec(((1990i16..2090), 1i8..=12, 1i8..=31, 0u8..3), 2),
        shape in 0u8..4,
        qualifier in prop::sample::select(&["", "?", "~", "%"][..]),
    ) {
        let precision = ends[0].3;
        let point = |(y, m, d, _): (i16, i8, i8, u8)| match precision {
            0 => format!("{y}"),
            1 => format!("{y}-{m:02}"),
            _ => format!("{y}-{m:02}-{:02}", d.min(Date::new(y, m, 1).expect("OK because it was made so").days_in_month())),
        };
        let (a, b) = (point(ends[0]), point(ends[1]));
        let text = match shape {
            0 => format!("{a}{qualifier}"),
            1 if a < b && !(precision == 0 && ends[0].0 + 1 == ends[1].0) => format!("{a}/{b}"),
            2 => format!("{a}/.."),
            3 => format!("../{a}"),
            _ => a,
        };
        let reading = read(&RichText::plain(&text), &Context::default());
        let own = edtf(&text).expect("OK because it was made so");
        prop_assert_eq!(reading.completion.edtf.as_deref(), Some(text.as_str()));
        prop_assert_eq!((reading.completion.start, reading.completion.end), (own.start, own.end));
    }
}

fn in_order(start: Option<Date>, end: Option<Date>) -> bool {
    !matches!((start, end), (Some(a), Some(b)) if a > b)
}

#[test]
fn commentary_that_is_nothing_but_a_date() {
    let context = Context { period: Some((2020, 1)), ..Context::default() };
    for (text, edtf) in [
        ("April 2020", Some("2020-04")),
        ("Sept 2020", Some("2020-09")),
        ("May 2020.", Some("2020-05")),
        ("End March 2020", Some("2020-03")),
        ("31st March 2020", Some("2020-03-31")),
        ("January – March 2020", Some("2020-01/2020-03")),
        ("Q3 2020/21", Some("2020-10/2020-12")),
        ("Complete", None),
        ("Completed March 2020", None),
        ("By April 2020", None),
        ("2020", None),
        ("April", None),
        ("31 March", None),
        ("On track", None),
        ("April 2020 – meeting held", None),
        ("", None),
    ] {
        assert_eq!(only(text, &context).map(|d| d.edtf).as_deref(), edtf, "{text}");
    }
}

#[test]
fn the_month_of_an_edition() {
    for (title, month) in [
        ("APPENDIX B – PROGRESS UPDATE MARCH 2021", Some((2021, 3))),
        ("Improvement Plan 2019-2022: position at 31 January 2020", Some((2020, 1))),
        ("Action plan April 2019 – March 2022, update Sept '20", Some((2020, 9))),
        ("improvement-plan-2024-02.md", Some((2024, 2))),
        ("March of the plans", None),
        ("Risk register 2020/21", None),
        ("", None),
    ] {
        assert_eq!(month_in(title), month, "{title}");
    }
}

#[test]
fn the_order_of_day_and_month_is_the_documents() {
    let tell = |texts: &[&str]| day_first(texts.iter().copied());
    assert_eq!(tell(&["01/02/2020", "due 31/03/2020"]), Some(true));
    assert_eq!(tell(&["3/31/20", "01/02/2020"]), Some(false));
    assert_eq!(tell(&["01/02/2020", "March 2020"]), None);
    assert_eq!(tell(&["31/03/2020", "03/31/2020"]), None);
}

/// Nothing in the grammar calls itself for every word of a text: a small stack is enough.
#[test]
fn long_rubbish_is_read_to_its_end() {
    let read_all = || {
        for piece in PIECES.iter().filter(|piece| !piece.trim().is_empty()) {
            let text = RichText::plain(&format!("{piece} ").repeat(2_000));
            let reading = read(&text, &Context { period: Some((2020, 1)), ..Context::default() });
            let silent = reading.completion.dates.is_empty() && reading.findings.is_empty();
            assert!(!silent, "{piece}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(read_all);
    thread.expect("a thread").join().expect("every piece is read");
}

#[test]
fn quarters_terms_and_years_of_titles_are_the_months_they_cover() {
    for (title, months) in [
        (
            "Museum Recovery Plan – Quarter 2 2024/25 progress",
            Some(("2024-07/2024-09", "Quarter 2 2024/25")),
        ),
        ("Performance report, Q4 2024-25", Some(("2025-01/2025-03", "Q4 2024-25"))),
        ("Action plan 2024/25", Some(("2024-04/2025-03", "2024/25"))),
        ("Schools plan, Autumn term 2024", Some(("2024-09/2024-12", "Autumn term 2024"))),
        // Of the financial or of the calendar year; of more than one year; none at all.
        ("Progress, Q2 2024", None),
        ("Improvement plan 2019-2022", None),
        ("Update January 2020", None),
        ("Plan of 2024", None),
        ("Quarter 2", None),
    ] {
        let found = months_in(title);
        assert_eq!(found.as_ref().map(|(m, p)| (m.as_str(), p.as_str())), months, "{title}");
    }
}
