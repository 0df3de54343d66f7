//! The answers to a small archive.

use super::*;
use crate::grid::{Entry, Grid};
use jiff::civil::Date;
use tablemend_compare::{Cell, Edition, Thread, Timeline, sample::plan};

fn timeline() -> Timeline {
    let january = "1.1 | Publish the joint needs assessment | 2020-01 | Head of Data | | green
        1.2 | Recruit two speech therapists for schools | 2020-03-31 | Nurse Manager | | green
        1.3 | Review the short breaks offer with parents | 2020-02 | Nurse Manager | | amber";
    let february = "1.1 | Publish the joint needs assessment | 2020-03 | Head of Data | | amber
        1.3 | Recruit two speech therapists for schools | 2020-02-15 | Nurse Manager | | amber
        1.4 | Review the short breaks offer with parents | 2020-02 | Nurse Manager | | blue";
    let march = "1.1 | Publish the joint needs assessment | 2020-05 | Head of Data | | red
        1.3 | Recruit two speech therapists for schools | 2020-02-15 | Head of Data; Nurse Manager | | amber";
    let editions =
        vec![plan("2020-03", march), plan("2020-01", january), plan("2020-02", february)];
    Timeline::of(editions, &[])
}

fn shown(grid: &Grid, columns: &[&str]) -> Vec<String> {
    let at: Vec<_> = columns
        .iter()
        .map(|c| grid.columns.iter().position(|(name, _)| name == c).unwrap())
        .collect();
    let row = |r: &Vec<Entry>| at.iter().map(|i| r[*i].show()).collect::<Vec<_>>().join(" | ");
    grid.rows.iter().map(row).collect()
}

#[test]
fn all_items_with_their_dates_and_statuses() {
    let grid = histories(&timeline());
    let columns =
        ["id", "to", "first_due", "latest_due", "times_moved", "days_slipped", "statuses"];
    assert_eq!(
        shown(&grid, &columns),
        [
            "1.1 | 2020-03 | 2020-01-31 | 2020-05-31 | 2 | 121 | green; amber; red",
            "1.3 | 2020-03 | 2020-03-31 | 2020-02-15 | 1 | -45 | green; amber; amber",
            "1.4 | 2020-02 | 2020-02-29 | 2020-02-29 | 0 | 0 | amber; blue; -",
        ]
    );
}

#[test]
fn scores_are_shown_through_all_editions_numbers_or_words() {
    let scored = |period: &str, score: Option<&str>| {
        let mut edition = plan(period, "R1 | The boats drift | 2020-06 | Harbour Master | | red");
        edition.fields.push(tablemend_compare::Field {
            name: "score".to_owned(),
            title: "Score".to_owned(),
            kind: tablemend_compare::Kind::Number,
        });
        let cell = score.map_or(Cell::Missing, |printed| Cell::Number {
            value: printed.parse().ok(),
            printed: printed.to_owned(),
        });
        edition.items[0].cells.push(cell);
        edition
    };
    let editions = vec![
        scored("2020-01", Some("High")),
        plan("2020-02", ""),
        scored("2020-03", None),
        scored("2020-04", Some("6")),
    ];
    let timeline = Timeline::of(editions, &[]);
    let grid = history(&timeline, timeline.threads_of("R1")[0]);
    assert_eq!(
        shown(&grid, &["period", "score", "changed"]),
        ["2020-01 | High | ", "2020-03 |  | score", "2020-04 | 6 | score"]
    );
    let all = histories(&timeline);
    assert_eq!(shown(&all, &["statuses", "score"]), ["red; -; red; red | High; -; none; 6"]);
    assert!(!histories(&self::timeline()).columns.iter().any(|(name, _)| name == "score"));
}

#[test]
fn one_item_through_its_editions() {
    let timeline = timeline();
    let threads = timeline.threads_of("1.2");
    assert_eq!(threads.len(), 1);
    let grid = history(&timeline, threads[0]);
    assert_eq!(
        shown(&grid, &["period", "id", "moved", "changed", "same_because"]),
        [
            "2020-01 | 1.2 |  |  | ",
            "2020-02 | 1.3 | -45 | ref; completion; status | same text under another ref",
            "2020-03 | 1.3 |  | leads | same ref, same text",
        ]
    );
    // Today's 1.3, not the one that had this ref before.
    assert_eq!(timeline.threads_of("1.3"), threads);
    assert_eq!(timeline.threads_of("9.9"), Vec::<&Thread>::new());
}

#[test]
fn overdue_slippage_and_leads() {
    let timeline = timeline();
    let day = timeline.last_day().unwrap();
    assert_eq!(day.to_string(), "2020-03-31");
    assert_eq!(shown(&overdue(&timeline, day), &["id", "days_overdue"]), ["1.3 | 45"]);
    // What is due on the day itself is not overdue.
    let due = "2020-02-15".parse().unwrap();
    assert_eq!(overdue(&timeline, due).rows.len(), 0);
    assert_eq!(
        shown(&slippage(&timeline), &["id", "days_slipped", "times_moved"]),
        ["1.1 | 121 | 2", "1.3 | -45 | 1"]
    );
    assert_eq!(
        shown(&leads(&timeline, day), &["lead", "open", "amber", "red", "overdue", "days_slipped"]),
        ["Head of Data | 2 | 1 | 1 | 1 | 121", "Nurse Manager | 1 | 1 | 0 | 1 | 0"]
    );
}

#[test]
fn what_is_done_or_dropped_is_never_overdue() {
    let rows = "1 | Mend the clock | 2024-01-31 | Curator | | complete
        2 | Repaint the hall | 2024-03-31 | Estates | | delayed
        3 | Open the shop | 2024-12-31 | Shop | | on track
        4 | Catalogue the coins | 2024-02-29 | Curator | | not achieved
        5 | Close the annexe | 2024-02-29 | Curator | | abandoned";
    let mut edition = plan("2024-05", rows);
    edition.legend.clear();
    let timeline = Timeline::of(vec![edition], &[]);
    let day = timeline.last_day().unwrap();
    assert_eq!(shown(&overdue(&timeline, day), &["id", "state"]), ["4 | open", "2 | open"]);
    assert_eq!(
        shown(&leads(&timeline, day), &["lead", "open", "done", "overdue"]),
        ["Curator | 1 | 1 | 1", "Estates | 1 | 0 | 1", "Shop | 1 | 0 | 0"]
    );
    let next = due_within(&timeline, "2024-12-01".parse().unwrap(), 30);
    assert_eq!(shown(&next, &["id", "days_left"]), ["3 | 30"]);
}

#[test]
fn a_note_in_the_document_tells_apart_what_is_complete() {
    let rows = "1.1 | Fit the handrails | 2024-01-31 | Estates | | green
        1.3 | Mend the bell | 2024-03-31 | Estates | | red";
    let mut edition = plan("2024-05", rows);
    let text = "NB – where a date has passed and the rating is green, the action is complete";
    let note =
        tablemend_compare::Note { text: text.to_owned(), ..tablemend_compare::Note::default() };
    edition.remarks.notes.push(note);
    let timeline = Timeline::of(vec![edition], &[]);
    let grid = overdue(&timeline, timeline.last_day().unwrap());
    assert_eq!(overdue_counts(&grid), (1, 1));
    assert_eq!(shown(&grid, &["id", "note"]), ["1.3 | ".to_owned(), format!("1.1 | {text}")]);
}

#[test]
fn a_day_is_answered_by_the_edition_in_force_on_it() {
    let whole = timeline();
    let then = whole.on("2020-02-20".parse().unwrap());
    assert_eq!(then.latest().unwrap().document.period.as_deref(), Some("2020-02"));
    assert_eq!(then.threads.len(), 3);
    assert!(whole.on("2019-12-31".parse().unwrap()).editions.is_empty());
    assert_eq!(whole.on("2030-01-01".parse().unwrap()), whole);
}

#[test]
fn struck_dates_count_as_promises() {
    let due = |days: &[&str]| {
        let all: Vec<Date> = days.iter().map(|d| d.parse().unwrap()).collect();
        let (end, former) = all.split_last().unwrap();
        Cell::Dates(tablemend_compare::Dates {
            end: Some(*end),
            former: former.to_vec(),
            ..tablemend_compare::Dates::default()
        })
    };
    let promised = |months: &[&[&str]]| {
        let editions = months.iter().enumerate().map(|(n, days)| {
            let mut edition = plan(&format!("2024-{:02}", n + 5), "1.1 | Rebuild the jetty");
            edition.items[0].cells[1] = due(days);
            edition
        });
        let timeline = Timeline::of(editions.collect(), &[]);
        let slip = timeline.slip(&timeline.threads[0]);
        (slip.first.unwrap().to_string(), slip.days, slip.moves)
    };
    let (march, june, september) = ("2024-03-31", "2024-06-30", "2024-09-30");
    let from = |day: &str, days, moves| (day.to_owned(), days, moves);
    assert_eq!(promised(&[&[march, june], &[march, june, september]]), from(march, 183, 2));
    assert_eq!(promised(&[&[march, june], &[march, june]]), from(march, 91, 1));
    // Struck dates between two editions, and one that only the later edition tells of.
    assert_eq!(promised(&[&[march], &[march, june, september]]), from(march, 183, 2));
    assert_eq!(promised(&[&[june], &[march, june]]), from(march, 91, 1));
    assert_eq!(promised(&[&[june], &[march]]), from(june, -91, 1));
    assert_eq!(promised(&[&[march], &[june], &[march]]), from(march, 0, 2));
}

#[test]
fn what_may_be_on_an_unread_page_is_not_gone() {
    let both =
        "1 | Clear the gullies | 2024-01 | | | red\n2 | Walk the culverts | 2024-01 | | | red";
    let one = "1 | Clear the gullies | 2024-01 | | | red";
    let mut february = plan("2024-02", one);
    let unread = tablemend_compare::Unread { page: Some(3), message: String::new() };
    february.remarks.unread.push(unread);
    let timeline = Timeline::of(vec![plan("2024-01", both), february.clone()], &[]);
    assert_eq!(vanished(&timeline).rows.len(), 0);
    let told = cautions(&timeline);
    assert_eq!(
        told[0].1,
        "page 3 of February 2024 is unread; 1 action in January 2024 was not found and may be \
         there: these numbers leave it out"
    );
    assert_eq!(shown(&histories(&timeline), &["id", "statuses"])[1], "2 | red; ?");
    let changes = timeline.compare(0, 1).unwrap();
    let sum = changes.summary();
    assert_eq!((sum.removed, sum.not_found), (0, 1));
    assert!(
        tablemend_compare::render::text(&changes, false)
            .contains("1 not found in February 2024, possibly on page 3, which is unread")
    );
    // Back again, it is not new, and the page that was not read is told.
    let timeline = Timeline::of(vec![plan("2024-01", both), february, plan("2024-03", both)], &[]);
    assert_eq!(shown(&histories(&timeline), &["id", "statuses"])[1], "2 | red; ?; red");
    let second = history(&timeline, timeline.threads_of("2")[0]);
    assert_eq!(shown(&second, &["period"]), ["2024-01", "2024-03"]);
    assert_eq!(second.footnotes, ["February 2024: not found; page 3 of February 2024 is unread"]);
    let sum = timeline.compare(1, 2).unwrap().summary();
    assert_eq!((sum.added, sum.not_found), (0, 1));
    // Read to its end, it is gone.
    let timeline = Timeline::of(vec![plan("2024-01", both), plan("2024-02", one)], &[]);
    assert_eq!(
        shown(&vanished(&timeline), &["id", "last_period", "unfinished"]),
        ["2 | 2024-01 | yes"]
    );
}

#[test]
fn no_edition_gives_no_rows() {
    let none = Timeline::default();
    let day = "2020-01-01".parse().unwrap();
    for grid in [histories(&none), overdue(&none, day), slippage(&none), leads(&none, day)] {
        assert_eq!(grid.rows.len(), 0);
    }
    assert_eq!(none.last_day(), None);
}

#[test]
fn what_was_split_behind_an_unread_page_is_followed_to_its_parts() {
    let whole = "1 | Clear the gullies | 2024-01 | | | red
        2 | Walk the culverts and publish what was found | 2024-01 | | | red";
    let none = "1 | Clear the gullies | 2024-01 | | | red";
    let parts = "1 | Clear the gullies | 2024-01 | | | red
        2a | Walk the culverts | 2024-01 | | | amber
        2b | Publish what was found | 2024-02 | | | red";
    let mut february = plan("2024-02", none);
    february
        .remarks
        .unread
        .push(tablemend_compare::Unread { page: Some(3), message: String::new() });
    let editions =
        |last: &str| vec![plan("2024-01", whole), february.clone(), plan("2024-03", last)];
    let timeline = Timeline::of(editions(parts), &[]);
    assert_eq!(
        shown(&histories(&timeline), &["id", "from", "statuses"])[1..],
        ["2a | 2024-01 | red; ?; amber", "2b | 2024-03 | -; ?; red"]
    );
    assert_eq!(vanished(&timeline).rows.len(), 0);
    // A ref that something else has now was not split.
    let other = format!("{parts}\n2 | Buy forty life rings | 2024-05 | | | green");
    let timeline = Timeline::of(editions(&other), &[]);
    assert_eq!(shown(&vanished(&timeline), &["id", "last_period"]), ["2 | 2024-01"]);
}

#[test]
fn a_note_in_one_group_is_told_where_other_groups_have_that_status() {
    let rows = "1.1 | Clear the gullies | 2024-01 | | | green
        2.1 | Walk the culverts | 2024-01 | | | green
        2.2 | Mend the gates | 2024-01 | | | red";
    let mut edition = plan("2024-03", rows);
    let parent = |id: &str| vec![("section".to_owned(), id.to_owned())];
    edition.items[0].parents = parent("1");
    edition.items[1].parents = parent("2");
    edition.items[2].parents = parent("2");
    let note = tablemend_compare::Note {
        text: "NB where the rating is green the work is complete".to_owned(),
        parents: parent("1"),
        ..Default::default()
    };
    edition.remarks.notes.push(note);
    let day = "2024-03-31".parse().unwrap();
    let timeline = |edition: &Edition| Timeline::of(vec![edition.clone()], &[]);
    let grid = overdue(&timeline(&edition), day);
    assert_eq!(overdue_counts(&grid), (2, 1));
    assert_eq!(
        grid.footnotes,
        [
            "The note in 1 says that work past its date is complete where its status is green. The note is printed \
          there only, so 1 action elsewhere with this status is counted as overdue: check whether it is meant for \
          it too"
        ]
    );
    // A note on the whole document leaves nothing to ask.
    edition.remarks.notes[0].parents.clear();
    let grid = overdue(&timeline(&edition), day);
    assert_eq!((overdue_counts(&grid), grid.footnotes.len()), ((1, 2), 0));
}
