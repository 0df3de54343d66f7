//! Keys that are sentences: what is read of them, and what is told of those that cannot be read.

use super::legend_sentence::read;
use super::testing::document;
use crate::profile::Profile;
use tablemend_model::{Dataset, State, Value};

const KEYS: [(&str, &[(&str, &str)]); 11] = [
    (
        "Green: on track, Amber: delayed, Red: off track, Blue: not started, Grey: complete",
        &[
            ("green", "on track"),
            ("amber", "delayed"),
            ("red", "off track"),
            ("blue", "not started"),
            ("grey", "complete"),
        ],
    ),
    (
        "Key: B = complete, G = on track, A = delayed, N = not started",
        &[("blue", "complete"), ("green", "on track"), ("amber", "delayed"), ("n", "not started")],
    ),
    (
        "Blue: complete. Green: on track. Red: late. The boats are looked after by the club.",
        &[("blue", "complete"), ("green", "on track"), ("red", "late")],
    ),
    ("Green (on track), Amber (delayed)", &[("green", "on track"), ("amber", "delayed")]),
    (
        "Items shown in blue are not started, those in green are complete.",
        &[("blue", "not started"), ("green", "complete")],
    ),
    ("Blue means not started and red means late.", &[("blue", "not started"), ("red", "late")]),
    (
        "Key: Blue = complete Green = on track Red = late",
        &[("blue", "complete"), ("green", "on track"), ("red", "late")],
    ),
    ("Blue (B) – complete, Green (G) – on track", &[("blue", "complete"), ("green", "on track")]),
    (
        "Each gate is complete (blue), on track (green) or late (red).",
        &[("blue", "Each gate is complete"), ("green", "on track"), ("red", "late")],
    ),
    (
        "Legende: Blau: nicht begonnen, Grün: im Plan, Rot: verspätet",
        &[("blue", "nicht begonnen"), ("green", "im Plan"), ("red", "verspätet")],
    ),
    (
        "Vert : en cours, Orange : en retard, Bleu : terminé",
        &[("green", "en cours"), ("amber", "en retard"), ("blue", "terminé")],
    ),
];

fn profile() -> Profile {
    Profile::built_in("action-plan").unwrap()
}

#[test]
fn a_sentence_says_what_colours_mean() {
    for (text, want) in KEYS {
        let found = read(text, 2, &profile()).map(|s| s.entries).unwrap_or_default();
        let found: Vec<(&str, &str)> =
            found.iter().map(|e| (e.status.as_str(), e.meaning.as_str())).collect();
        assert_eq!(found, want, "{text}");
    }
}

#[test]
fn sentences_with_colours_that_are_no_key_are_left() {
    for text in [
        "Red is the first colour of the boats and green is the second.",
        "Each gate is rated red, amber or green by its keeper.",
        "Amber/Red: late, Green: on track",
        "A: Ann, B: Bob, C: Cat",
        "Green: on track, Green: complete",
        "Blue boats: late, Green boats: on track",
        "(",
        "Blue (",
        "",
    ] {
        assert!(read(text, 2, &profile()).is_none(), "{text}");
    }
}

/// A plan with the statuses blue and grey, and these texts around or in it.
fn plan(above: &str, row: &str, below: &str) -> Dataset {
    let text = format!(
        "# Boats and gates\n\n{above}\n\nRef|Action|Due date|Lead|BRAG\n1.1|Mend the gate|31 May 2025|Ann|Blue\n\
         1.2|Hang the bell|30 May 2025|Bob|Grey\n1.3|Tar the boat|30 May 2025|Ann|Green\n{row}\n\n{below}"
    );
    super::records(&document(text.trim()), &profile(), "t")
}

fn states(data: &Dataset) -> Vec<Option<State>> {
    let state = |v: &Value| match v {
        Value::Status(s) => Some(s.state),
        _ => None,
    };
    data.items().unwrap().1.records.iter().filter_map(|r| r.values.iter().find_map(state)).collect()
}

#[test]
fn the_key_counts_wherever_it_is_printed() {
    let key = "Green: on track, Blue: not started, Grey: complete";
    let lines = "Blue means not started.\n\nGrey means complete.\n\nGreen means on track.";
    let list = "• Blue: not started\n• Grey: complete\n• Green: on track";
    let row = format!("{key}|<|<|<|<");
    let heading = format!("# {key}");
    for (above, row, below) in [
        (key, "", ""),
        (heading.as_str(), "", ""),
        ("", "", key),
        ("", row.as_str(), ""),
        (lines, "", ""),
        (list, "", ""),
    ] {
        let data = plan(above, row, below);
        let want = [Some(State::NotStarted), Some(State::Done), Some(State::Open)];
        assert_eq!(states(&data), want, "{above} {row} {below}");
        assert!(data.diagnostics.iter().all(|d| d.code != "legend.unread"), "{above}");
    }
    // In the first line of a document without a title too.
    let text =
        format!("{key}\n\nRef|Action|Due date|Lead|BRAG\n1.1|Mend the gate|May 2025|Ann|Blue");
    let data = super::records(&document(&text), &profile(), "t");
    assert_eq!(states(&data), [Some(State::NotStarted)]);
    assert_eq!(data.document.title, None);
}

#[test]
fn a_key_that_is_not_understood_is_told() {
    let told = |text: &str| {
        let data = plan("", "", text);
        data.diagnostics.iter().any(|d| d.code == "legend.unread")
    };
    assert!(told("Amber/Red: late, Green: on track, Blue: not begun, Grey: lost"));
    assert!(!told("Each gate is rated red, amber, grey, blue or green by its keeper."));
    assert!(!told("Green: on track, Blue: not started, Grey: complete"));
}
