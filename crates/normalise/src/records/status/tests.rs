//! How statuses are told from the words, colours and signs of a cell.

use super::*;
use tablemend_model::{Place, RichText};

fn cell(text: &str, fill: Option<&str>) -> Cell {
    let mut cell = Cell::new(0, 0, RichText::plain(text), Place::line(1));
    cell.fill = fill.and_then(Rgb::from_hex);
    cell
}

#[test]
fn a_word_of_the_key_that_tells_a_state_stays_that_word() {
    let read = |printed: &str| {
        let entry = LegendEntry {
            status: "blue".to_owned(),
            meaning: Some("Done".to_owned()),
            printed: Some(printed.to_owned()),
            fill: Some(Rgb(0, 112, 192)),
            source: tablemend_model::SourceRef::default(),
        };
        let read = Statuses::new(&[entry], &[]).read(&cell(printed, Some("#0070c0")), None);
        read.status.value.unwrap()
    };
    assert_eq!(read("Complete"), "complete");
    assert_eq!(read("C"), "blue");
}

fn statuses() -> Statuses {
    let profile = crate::profile::Profile::built_in("action-plan").unwrap();
    Statuses::new(&[], &profile.status_words)
}

#[test]
fn colours_have_names() {
    for (hex, name) in [
        ("#0070c0", Some("blue")),
        ("#00b0f0", Some("blue")),
        ("#00b050", Some("green")),
        ("#92d050", Some("green")),
        ("#c6efce", Some("green")),
        ("#ffc000", Some("amber")),
        ("#ffff00", Some("amber")),
        ("#ffeb9c", Some("amber")),
        ("#ed7d31", Some("amber")),
        ("#ff0000", Some("red")),
        ("#c00000", Some("red")),
        ("#ffc7ce", Some("red")),
        ("#7f7f7f", Some("grey")),
        ("#d9d9d9", Some("grey")),
        ("#ffffff", None),
        ("#000000", None),
    ] {
        assert_eq!(hue(Rgb::from_hex(hex).unwrap()), name, "{hex}");
    }
}

#[test]
fn a_word_beats_a_colour_and_a_conflict_is_told() {
    let s = statuses();
    let read = s.read(&cell("Amber", Some("#ff0000")), None);
    assert_eq!(read.status.value.as_deref(), Some("amber"));
    assert_eq!(read.conflict.as_deref(), Some("red"));
    let read = s.read(&cell("A", Some("#ffc000")), None);
    assert_eq!((read.status.value.as_deref(), read.conflict), (Some("amber"), None));
    let read = s.read(&cell("", Some("#00b050")), None);
    assert_eq!(read.status.evidence, Some(Witness::Fill));
    assert_eq!(s.read(&cell("", None), None), Read::default());
}

#[test]
fn a_word_beats_a_colour_that_no_legend_explains() {
    let plain = Statuses::new(&[], &[]);
    for (text, value) in
        [("Stalled", "stalled"), ("Not yet agreed", "not yet agreed"), ("R", "red"), ("", "red")]
    {
        let read = plain.read(&cell(text, Some("#ff0000")), None);
        assert_eq!(read.status.value.as_deref(), Some(value), "{text}");
    }
}

#[test]
fn a_shade_that_the_whole_row_has_is_no_status() {
    let s = statuses();
    let grey = Rgb::from_hex("#d9d9d9");
    assert_eq!(s.read(&cell("", Some("#d9d9d9")), grey).status.value, None);
    assert_eq!(s.read(&cell("", Some("#d9d9d9")), None).status.value.as_deref(), Some("grey"));
}

#[test]
fn a_colour_that_signs_of_several_forms_have_tells_nothing() {
    let sign = |form: char, colour: &str| {
        let mut cell = cell("", None);
        (cell.shape, cell.icons) = (Some(form), vec![Rgb::from_hex(colour).unwrap()]);
        cell
    };
    let (tick, disc) = (sign('✔', "#1f3864"), sign('●', "#1f3864"));
    let (flag, green) = (sign('◈', "#00b050"), sign('▲', "#00b050"));
    let mut s = statuses();
    assert_eq!(s.read(&tick, None).status.value.as_deref(), Some("blue"));
    s.learn([&tick, &disc, &green].into_iter());
    let read = s.read(&tick, None);
    assert_eq!((read.status.value, read.unknown_sign), (None, true));
    assert_eq!(s.read(&flag, None).status.value.as_deref(), Some("green"));
    assert!(!s.read(&cell("–", None), None).unknown_sign);
    // Many signs of one colour under a key of several statuses: the value is doubtful.
    let entry = |status: &str| LegendEntry {
        status: status.to_owned(),
        meaning: None,
        printed: None,
        fill: None,
        source: tablemend_model::SourceRef::default(),
    };
    let mut s = Statuses::new(&["blue", "green", "red"].map(entry), &[]);
    let mut grey = cell("", None);
    grey.icons.push(Rgb(0x77, 0x77, 0x77));
    s.learn([&grey; 9].into_iter());
    let read = s.read(&grey, None);
    assert_eq!((read.status.value.as_deref(), read.unknown_sign), (Some("grey"), true));
}

#[test]
fn the_marked_box_of_several_is_the_status() {
    let s = statuses();
    let text = "☐ Not started\n☐ In progress\n☒ Complete";
    let read = s.read(&cell(text, None), None);
    assert_eq!(read.status.value.as_deref(), Some("complete"));
    assert_eq!(read.status.printed.as_deref(), Some(text.replace('\n', " ").as_str()));
    assert!(!read.unlisted);
    for text in ["☐ Not started ☐ Complete", "☒ Not started ☒ In progress ☐ Complete"] {
        let read = s.read(&cell(text, None), None);
        assert_eq!((read.status.value, read.unlisted), (None, true), "{text}");
    }
    // One empty box says that it is not so; in front of an open status it is only a sign.
    for (text, value) in [
        ("☐ Complete", "open"),
        ("☒ Complete", "complete"),
        ("⬜ Not started", "not started"),
        ("☐ after the rain", "open"),
        ("☑ done on Sunday", "done"),
        ("✅ (seen by the clerk)", "done"),
        ("✅ In place", "in place"),
    ] {
        let read = s.read(&cell(text, None), None);
        assert_eq!(read.status.value.as_deref(), Some(value), "{text}");
    }
}

#[test]
fn an_unknown_word_is_kept_and_told() {
    let read = statuses().read(&cell("Purple", None), None);
    assert_eq!(read.status.value.as_deref(), Some("purple"));
    assert!(read.unlisted);
}

#[test]
fn a_sign_tells_the_state_of_words_that_do_not() {
    for (text, expected) in [
        ("✅ Oiled", Some(State::Done)),
        ("❌ Oiled", Some(State::Open)),
        ("🔄 At the smith", Some(State::Open)),
        ("Oiled", None),
        ("✅ High", None),
        ("🟢 Oiled", None),
    ] {
        assert_eq!(signed(text), expected, "{text}");
    }
    let states = |key: &str| {
        let plan = "Action|Owner|Due date|Status\nOil the bell|Ann|3 May 2026|✅ Oiled\nHang it|Bo|4 May 2026|✅ In progress";
        let data = crate::records::authors_tests::read(&format!("{plan}\n\n{key}"));
        let (schema, items) = data.entity("actions").unwrap();
        let at = schema.field("status").unwrap().0;
        let state = |v: &tablemend_model::Value| match v {
            tablemend_model::Value::Status(s) => s.state,
            _ => None,
        };
        items.records.iter().map(|r| state(&r.values[at])).collect::<Vec<_>>()
    };
    assert_eq!(states(""), [Some(State::Done), Some(State::Open)]);
    assert_eq!(states("Key: ✅ Seen by the clerk ❌ Not seen ⚠ Looked at twice")[0], None);
}

#[test]
fn what_is_still_to_come_behind_a_word_for_done_is_told() {
    let read = |text: &str| {
        let read = statuses().read(&cell(text, None), None);
        (read.status.state, read.unfinished)
    };
    for (text, rest) in [
        ("Built in oak; paint pending", Some("paint pending")),
        ("Completed (two bells outstanding)", Some("two bells outstanding")),
        ("Completed – the clerk's letter awaited", Some("the clerk's letter awaited")),
        ("Completed (nothing outstanding)", None),
        ("Closed – completed; a spare key outstanding", None),
        ("Completed; the rest remains with the clerk", None),
        ("Completed in May", None),
    ] {
        let text = text.replace("Built", "Implemented");
        let state = if rest.is_some() { State::Open } else { State::Done };
        assert_eq!(read(&text), (Some(state), rest.map(str::to_owned)), "{text}");
    }
    assert_eq!(read("In progress; paint pending"), (Some(State::Open), None));
}

#[test]
fn a_level_behind_its_number_is_the_status() {
    let profile = crate::profile::Profile::built_in("risk-register").unwrap();
    let statuses = Statuses::new(&[], &profile.status_words);
    let value = |text: &str| statuses.read(&cell(text, None), None).status.value;
    for (text, expected) in [
        ("3 (Low)", "green"),
        ("12 – High", "red"),
        ("4/moderate", "amber"),
        ("3 (Negligible)", "negligible"),
        ("3 (of 5)", "3"),
        ("3", "3"),
    ] {
        assert_eq!(value(text).as_deref(), Some(expected), "{text}");
    }
}
