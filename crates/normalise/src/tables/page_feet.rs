//! Pages that are missing from a document, as the numbers in its heads and feet tell: `Page 2 of 4`, then `Page 4 of 4`.

use tablemend_model::{Block, Diagnostic, Level};

/// Fewer numbered pages show no numbering.
const FEWEST: usize = 2;
/// A document with more pages missing is a part of another one.
const MOST: u32 = 10;
/// Words and signs between the number of a page and that of all.
const OF: [&str; 14] =
    ["of", "/", "von", "sur", "de", "di", "van", "o", "av", "af", "out of", "z", "aus", "|"];

/// A page's own number and how many there are, as it is printed, behind the page of the file.
struct Numbered<'t> {
    page: u32,
    number: u32,
    all: u32,
    printed: &'t str,
}

/// Tells of each page that is missing between two others, or behind the last where the file begins with number 1.
pub(super) fn missing(blocks: &[Block], pages: Option<u32>) -> Vec<Diagnostic> {
    let mut found: Vec<Numbered<'_>> = Vec::new();
    for block in blocks {
        let Block::Running { text, place, .. } = block else { continue };
        let Some(page) = place.page() else { continue };
        let Some((number, all)) = counted(text.as_str()) else { continue };
        if found.last().is_none_or(|last| last.page < page) {
            found.push(Numbered { page, number, all, printed: text.as_str() });
        }
    }
    // One numbering from the first page to the last, and no other number that is like one.
    let goes_on = |pair: &[Numbered<'_>]| match pair {
        [a, b] => a.all == b.all && b.number.saturating_sub(a.number) >= b.page - a.page,
        _ => false,
    };
    if found.len() < FEWEST || !found.windows(2).all(goes_on) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for pair in found.windows(2) {
        let [a, b] = pair else { continue };
        // Pages without a number between them may be any of those.
        if b.page == a.page + 1 {
            out.extend((a.number + 1..b.number).map(|number| (number, b)));
        }
    }
    if let (Some(first), Some(end)) = (found.first(), found.last())
        && (first.page, first.number) == (1, 1)
        && pages == Some(end.page)
    {
        out.extend((end.number + 1..=end.all).take(MOST as usize + 1).map(|n| (n, end)));
    }
    if out.len() > MOST as usize {
        return Vec::new();
    }
    out.into_iter().map(|(number, at)| note(number, at)).collect()
}

fn note(number: u32, at: &Numbered<'_>) -> Diagnostic {
    let message = format!(
        "page {number} of {} is missing from this file, as the numbers on the other pages show; what is on it is not \
         in the output",
        at.all
    );
    Diagnostic::new("page.missing", Level::Warning, message).printed(at.printed.replace('\n', " "))
}

/// The number of a page and how many there are: `Page 2 of 4`, `2/4`.
fn counted(text: &str) -> Option<(u32, u32)> {
    let text = text.to_lowercase();
    let mut from = 0;
    let mut out = None;
    while let Some(at) = text.get(from..)?.find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        let digits = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
        };
        let end = start + digits(start);
        let rest = text.get(end..)?.trim_start();
        from = end;
        let Some(behind) = OF.iter().find_map(|of| rest.strip_prefix(of)) else { continue };
        let body = behind.trim_start();
        let next = text.len() - body.len();
        let length = digits(next);
        // `2/4/2025` is a date.
        let is_end =
            text.get(next + length..)?.chars().next().is_none_or(|c| !matches!(c, '/' | '.' | '-'));
        let is_start =
            text.get(..start)?.chars().next_back().is_none_or(|c| !matches!(c, '/' | '.' | '-'));
        let number: Option<u32> = text.get(start..end)?.parse().ok();
        let all: Option<u32> = text.get(next..next + length)?.parse().ok();
        if let (Some(number), Some(all)) = (number, all)
            && is_start
            && is_end
            && (1..=all).contains(&number)
            && all <= 5000
        {
            out = Some((number, all));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{counted, missing};
    use tablemend_model::{Block, Place, Rect, RichText, Running};

    fn told(feet: &[&str]) -> Vec<String> {
        let area = Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
        let block = |(number, foot): (u32, &&str)| Block::Running {
            kind: Running::Foot,
            text: RichText::plain(foot),
            place: Place::Page { number, area },
        };
        let blocks: Vec<Block> =
            (1..).zip(feet).filter(|(_, foot)| !foot.is_empty()).map(block).collect();
        let number = |message: &str| message.split(' ').nth(1).unwrap_or_default().to_owned();
        missing(&blocks, Some(feet.len() as u32)).iter().map(|n| number(&n.message)).collect()
    }

    #[test]
    fn a_page_that_the_numbers_pass_over_is_missing() {
        assert_eq!(told(&["Page 1 of 4", "Page 2 of 4", "Page 4 of 4"]), ["3"]);
        assert_eq!(told(&["Boats 2/6", "Boats 5/6"]), ["3", "4"]);
        assert_eq!(told(&["Seite 1 von 3", "Seite 2 von 3"]), ["3"]);
    }

    #[test]
    fn whole_documents_and_parts_of_others_are_not_told() {
        for feet in [
            &["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"][..],
            // A part of another document, and numbers of several.
            &["Page 7 of 40", "Page 8 of 40"],
            &["Page 1 of 2", "Page 2 of 2", "Page 1 of 3", "Page 2 of 3"],
            &["Page 1 of 400"],
            &["Page 1 of 400", "Page 2 of 400"],
            &["", "Page 1 of 5", "Page 2 of 5"],
            // A page without a number.
            &["Page 1 of 3", "", "Page 3 of 3"],
            &["1/12/2025", "1/12/2025"],
            &["Plan 2 of 4", "Plan 2 of 4"],
        ] {
            assert!(told(feet).is_empty(), "{feet:?}");
        }
    }

    #[test]
    fn numbers_of_pages_are_known_by_the_word_between_them() {
        for (text, want) in [
            ("Page 2 of 4", Some((2, 4))),
            ("May 2025 – page 2 / 14", Some((2, 14))),
            ("Page 5 of 4", None),
            ("2/4/2025", None),
            ("Page 2", None),
            ("", None),
        ] {
            assert_eq!(counted(text), want, "{text}");
        }
    }
}
