//! Small things that are drawn as signs, however they are drawn.

#[allow(dead_code)] // Shared by several test targets.
mod making;

use making::Made;
use tablemend_pdf::{Page, Shape};

fn page(content: &str) -> Page {
    Made::page(content, "", "").read()
}

/// The shapes of what is filled, and how many rules there are.
fn drawn(content: &str) -> (Vec<Shape>, usize) {
    let p = page(content);
    (p.fills.iter().map(|f| f.shape).collect(), p.rules.len())
}

/// A circle of radius 4 around 104, 704.
const CIRCLE: &str = "108 704 m 108 706.2 106.2 708 104 708 c 101.8 708 100 706.2 100 704 c \
                      100 701.8 101.8 700 104 700 c 106.2 700 108 701.8 108 704 c h";

#[test]
fn signs_are_known_however_they_are_drawn() {
    let tick = "102 704 m 103.5 702 l 106.5 706.5 l S";
    let cases = [
        // Two strokes, the first of them shorter than a sign.
        ("1 w 100 703 m 102.5 700.5 l S 102.5 700.5 m 108 707 l S".to_owned(), Shape::Tick),
        ("1 w 100 703 m 102.5 700.5 l 102.5 700.5 m 108 707 l S".to_owned(), Shape::Tick),
        // A clip of the form, and a box over all of it.
        (format!("q {CIRCLE} W n 95 695 20 20 re f Q"), Shape::Disc),
        // White on a ground, and a stroke in a box or ring.
        (format!("0 0 1 rg {CIRCLE} f 1 1 1 RG 1 w {tick}"), Shape::Tick),
        (format!("0.5 w 100 700 8 8 re S 1 w {tick}"), Shape::Tick),
        (format!("0.5 w {CIRCLE} S 1 w {tick}"), Shape::Tick),
        // A shape and its own outline.
        (format!("0 1 0 rg 0.2 0.2 0.2 RG 0.5 w {CIRCLE} B"), Shape::Disc),
        ("0 1 0 rg 0.2 0.2 0.2 RG 0.5 w 100 700 8 8 re B".to_owned(), Shape::Square),
        // One broad stroke.
        ("1 J 8 w 104 704 m 104 704 l S".to_owned(), Shape::Disc),
        ("8 w 100 704 m 108 704 l S".to_owned(), Shape::Square),
        (
            "4 w 106 704 m 106 705.1 105.1 706 104 706 c 102.9 706 102 705.1 102 704 c \
          102 702.9 102.9 702 104 702 c 105.1 702 106 702.9 106 704 c s"
                .to_owned(),
            Shape::Disc,
        ),
        ("0.6 w 100 700 8 8 re S".to_owned(), Shape::Box),
        ("100 703 9 1.8 re f".to_owned(), Shape::Dash),
    ];
    for (content, want) in cases {
        assert_eq!(drawn(&content), (vec![want], 0), "{content}");
    }
}

#[test]
fn squares_that_touch_others_are_cells_and_bars_beside_rules_are_no_signs() {
    let (shapes, rules) = drawn("0.6 w 100 700 8 8 re S 108 700 8 8 re S");
    assert!(shapes.is_empty() && rules >= 4, "{shapes:?} {rules}");
    let (shapes, _) = drawn("100 703 9 1.8 re f 0.5 w 90 705 m 300 705 l S");
    assert!(!shapes.contains(&Shape::Dash), "{shapes:?}");
}

#[test]
fn what_has_no_name_looks_alike_in_another_place_and_size() {
    let flag = |x: f32, y: f32, k: f32| {
        let p = [(0.0, 0.0), (0.0, 10.0), (7.0, 7.0), (2.0, 5.0), (2.0, 0.0)];
        let at = p.map(|(a, b)| format!("{} {}", x + k * a, y + k * b));
        format!("{} m {} l {} l {} l {} l f ", at[0], at[1], at[2], at[3], at[4])
    };
    let p = page(&(flag(100.0, 700.0, 1.0) + &flag(211.3, 503.7, 1.3)));
    let [one, other] = &p.fills[..] else { panic!("{:?}", p.fills) };
    assert_eq!((one.shape, other.shape), (Shape::Unnamed(0), Shape::Unnamed(0)));
    assert!(one.look.differs(other.look) <= 4, "{}", one.look.differs(other.look));
}
