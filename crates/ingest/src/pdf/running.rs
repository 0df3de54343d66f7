//! Running heads, feet and page numbers: lines near a page's edge that other pages repeat.
//!
//! Repetition alone proves nothing: tables print their header again on each page, and totals come
//! back with other numbers. So the numbers of a running line are the same on pages near by or count
//! them, and a line that is in the columns of the table right beside it is the table's.

use super::edge_rows;
use super::rulings::{self, Ruling};
use super::words::{self, Line, PageContent};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use tablemend_model::{Rect, Running};

/// How many lines from the top and from the bottom of a page are looked at: letterheads have many.
const DEPTH: usize = 14;
/// The share of a page's height where its running lines are.
const REACH: f32 = 0.25;
/// Places that differ by less than this are one place, in points.
const SAME: f32 = 9.0;
/// So many labels side by side head columns.
const LABELS: usize = 3;
/// Pages that are near each other: those of a section, of either side of the sheet.
const NEAR: usize = 4;

/// Lines of a page that are no part of its text: word indices and what they are.
pub(crate) type Furniture = Vec<(Running, Vec<u32>)>;

/// What the pages before showed at their edges, where a document is read in parts.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// Pages so far.
    pages: usize,
    /// Of the last pages: index of the page, and its lines near an edge.
    edges: Vec<(usize, Vec<Said>)>,
    /// Labels in columns that headed a table within a page.
    heads: HashSet<String>,
}

/// What a line near an edge says, and how far from the edge.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    is_head: bool,
    /// In lower case, with each number one 0.
    masked: String,
    /// The numbers that were masked.
    numbers: Vec<String>,
    /// Distance of the baseline from the edge of the page.
    height: f32,
}

/// How other pages repeat a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Repeats {
    /// A page near by has it at the same place, and enough pages in all.
    is_repeated: bool,
    /// It holds a number that counts the pages.
    counts_pages: bool,
    /// Its numbers are the same on a page near by, or count the pages.
    is_explained: bool,
}

/// Finds the running lines of each page among these pages, which follow each other and `past`.
pub(crate) fn find(contents: &[Option<PageContent>], past: &mut Past) -> Vec<Furniture> {
    let lines: Vec<Vec<Line>> = contents.iter().map(|s| all_lines(s.as_ref())).collect();
    let edges: Vec<[Vec<Said>; 2]> =
        contents.iter().zip(&lines).map(|(s, lines)| near_edges(s.as_ref(), lines)).collect();
    let first = past.pages;
    let mut seen: HashMap<(bool, &str), Vec<(usize, &Said)>> = HashMap::new();
    let before = past.edges.iter().flat_map(|(page, said)| said.iter().map(|s| (*page, s)));
    let here =
        (first..).zip(&edges).flat_map(|(n, sides)| sides.iter().flatten().map(move |s| (n, s)));
    for (page, said) in before.chain(here) {
        seen.entry((said.is_head, said.masked.as_str())).or_default().push((page, said));
    }
    let pages = past.edges.len() + contents.iter().flatten().count();
    let mut found = Vec::with_capacity(contents.len());
    for (n, content) in contents.iter().enumerate() {
        let Some(content) = content else {
            found.push(Furniture::new());
            continue;
        };
        let repeats = |said: &Said| {
            let all = seen.get(&(said.is_head, said.masked.as_str()));
            repeats(first + n, said, all.map_or(&[], Vec::as_slice), pages)
        };
        found.push(of_page(content, &lines[n], &edges[n], repeats));
    }
    drop(seen);
    free_table_heads(contents, &lines, &mut found, past);
    past.pages += contents.len();
    past.edges
        .extend((first..).zip(edges).map(|(n, sides)| (n, sides.into_iter().flatten().collect())));
    let old = past.edges.len().saturating_sub(2 * NEAR);
    past.edges.drain(..old);
    found
}

/// Labels side by side that head a page and head a table within another page too are the table's on
/// both: a title is above it on the first page of a document.
fn free_table_heads(
    contents: &[Option<PageContent>],
    lines: &[Vec<Line>],
    found: &mut [Furniture],
    past: &mut Past,
) {
    let said = |n: usize, level: Range<usize>| -> Option<String> {
        let content = contents[n].as_ref()?;
        let own = &lines[n][level];
        let labels = own.iter().map(|l| edge_rows::segments(content, l).len()).sum::<usize>();
        let texts = own.iter().map(|l| super::drawn::line_text(&content.words, l));
        (labels >= LABELS).then(|| texts.collect::<Vec<_>>().join("|").to_lowercase())
    };
    // How many lines at the top of each page are furniture, and what the labels among them say.
    let heads: Vec<(usize, Vec<(usize, String)>)> = (0..contents.len())
        .map(|n| {
            let is_set_apart = |l: &&Line| found[n].iter().any(|(_, words)| *words == l.words);
            let count = lines[n].iter().take_while(is_set_apart).count();
            let levels = edge_rows::levels(&lines[n][..count]);
            (count, levels.into_iter().filter_map(|l| Some((l.start, said(n, l)?))).collect())
        })
        .collect();
    let sought: HashSet<&String> = heads.iter().flat_map(|(_, all)| all).map(|(_, s)| s).collect();
    if sought.is_empty() {
        return;
    }
    for (n, (count, _)) in heads.iter().enumerate() {
        for level in edge_rows::levels(&lines[n][*count..]) {
            let level = count + level.start..count + level.end;
            if let Some(text) = said(n, level).filter(|text| sought.contains(text)) {
                past.heads.insert(text);
            }
        }
    }
    for (n, (count, own)) in heads.iter().enumerate() {
        let first = own.iter().find(|(_, text)| past.heads.contains(text));
        if let Some((start, _)) = first {
            let freed: Vec<&Vec<u32>> = lines[n][*start..*count].iter().map(|l| &l.words).collect();
            found[n].retain(|(_, words)| !freed.contains(&words));
        }
    }
}

/// The running lines of one page.
fn of_page(
    content: &PageContent,
    lines: &[Line],
    edges: &[Vec<Said>; 2],
    repeats: impl Fn(&Said) -> Repeats,
) -> Furniture {
    let frame = rulings::drawn_down(content);
    let outwards: Vec<&Line> = lines.iter().rev().collect();
    let inwards: Vec<&Line> = lines.iter().collect();
    let [head, foot] = [(&edges[0], &inwards), (&edges[1], &outwards)].map(|(said, lines)| {
        let repeats: Vec<Repeats> = said.iter().map(&repeats).collect();
        run(content, lines, &repeats, &frame)
    });
    let foot_len = foot.len().min(lines.len() - head.len());
    let mut out = Furniture::new();
    for (run, side, lines, rest) in
        [(&head[..], 0, &inwards, foot_len), (&foot[..foot_len], 1, &outwards, head.len())]
    {
        let own = &lines[..lines.len() - rest];
        // What counts the pages is surely no row.
        let fixed = run.iter().rposition(|r| r.counts_pages).map_or(0, |n| n + 1);
        let kept = edge_rows::first(content, own, run.len()).max(fixed);
        for (line, said) in own[..kept].iter().zip(&edges[side]) {
            out.push((kind(said), line.words.clone()));
        }
    }
    out
}

/// How other pages repeat a line of a page; `all` are the lines that say the same but for numbers.
fn repeats(page: usize, said: &Said, all: &[(usize, &Said)], pages: usize) -> Repeats {
    let (mut total, mut near, mut same, mut counting) = (1, 0, 0, 0);
    let (mut last, mut is_alternate) = (page, true);
    for (other, s) in all {
        if *other == page || (s.height - said.height).abs() > SAME {
            continue;
        }
        total += usize::from(std::mem::replace(&mut last, *other) != *other);
        is_alternate &= other.abs_diff(page) % 2 == 0;
        if other.abs_diff(page) > NEAR {
            continue;
        }
        near += 1;
        match step(said, s, *other as i64 - page as i64) {
            Some(true) => counting += 1,
            Some(false) => same += 1,
            None => {}
        }
    }
    // What odd pages say, even ones need not.
    let of_a_side = (pages + usize::from(page.is_multiple_of(2))) / 2;
    let is_of_a_side = total >= 2 && total >= of_a_side && is_alternate;
    Repeats {
        is_repeated: near > 0 && (total >= 3 || total == pages || pages <= 3 || is_of_a_side),
        counts_pages: counting >= 2 || counting == 1 && pages <= 3,
        is_explained: same > 0 || counting > 0,
    }
}

/// Whether the numbers of two like lines on pages that are `apart` differ as the pages' own numbers
/// do (`true`) or are the same (`false`).
fn step(one: &Said, other: &Said, apart: i64) -> Option<bool> {
    let mut counts = false;
    for (a, b) in one.numbers.iter().zip(&other.numbers) {
        if a == b {
            continue;
        }
        if value(b)?.checked_sub(value(a)?)? != apart {
            return None;
        }
        counts = true;
    }
    Some(counts)
}

/// The value of a number of Arabic or small Roman digits.
fn value(number: &str) -> Option<i64> {
    let digit = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        return number.parse().ok();
    }
    let digits: Vec<i64> = number.chars().map(digit).collect::<Option<_>>()?;
    let signed =
        |n: usize| if digits.get(n + 1) > Some(&digits[n]) { -digits[n] } else { digits[n] };
    Some((0..digits.len()).map(signed).sum())
}

/// The outermost lines of a side that other pages repeat, from the edge inwards. A line that is not
/// repeated ends them, since only what is outside all the page's own text can be its furniture.
fn run(
    content: &PageContent,
    lines: &[&Line],
    repeats: &[Repeats],
    frame: &[Ruling],
) -> Vec<Repeats> {
    let mut out = Vec::new();
    for (n, found) in repeats.iter().enumerate() {
        let line = lines[n];
        // A stamp of the time differs from page to page, but is clear of the text.
        let is_clear = || {
            let next = lines.get(n + 1).map(|next| (next.base - line.base).abs());
            next.is_none_or(|gap| gap > 2.2 * line.size)
        };
        let is_row = || is_in_ladder(content, line, &lines[n + 1..]);
        // A table whose header is repeated at the top of each page is the page's own text.
        if !found.is_repeated
            || !(found.is_explained || is_clear() && !is_row())
            || is_framed(line, frame, content.height)
            || is_on_row(content, line, &lines[n + 1..], &repeats[n + 1..])
        {
            break;
        }
        out.push(*found);
    }
    out
}

/// Whether a line is on the band of a row: the lines `beyond` it, which other pages do not repeat, are on the same
/// fill. The bar behind a running head has nothing else on it.
fn is_on_row(content: &PageContent, line: &Line, beyond: &[&Line], repeats: &[Repeats]) -> bool {
    /// So many lines beyond it are looked at.
    const NEAR: usize = 4;
    /// A fill over more of the page's height than this is its ground.
    const GROUND: f32 = 0.6;
    let on = |area: &Rect, l: &Line| area.contains(l.area.x0 + 0.5, l.base - 0.3 * l.size);
    let is_own = |n: usize| repeats.get(n).is_none_or(|r| !r.is_repeated);
    content
        .fills
        .iter()
        .filter(|f| !f.colour.is_white() && f.area.height() < GROUND * content.height)
        .filter(|f| on(&f.area, line))
        .any(|f| beyond.iter().take(NEAR).enumerate().any(|(n, l)| is_own(n) && on(&f.area, l)))
}

/// Whether a line is a row of those that lines or fills of one width part: one is between it and the
/// line `beyond` it, and another like that beyond the latter.
fn is_in_ladder(content: &PageContent, line: &Line, beyond: &[&Line]) -> bool {
    let [next, after, ..] = beyond else { return false };
    let between = |at: f32, a: &Line, b: &Line| {
        let (upper, lower) = if a.base < b.base { (a, b) } else { (b, a) };
        at > upper.base - 0.2 * upper.size && at < lower.base - 0.5 * lower.size
    };
    let is_like = |a: (f32, f32), b: (f32, f32)| (a.0 - b.0).abs() < 2.0 && (a.1 - b.1).abs() < 2.0;
    let across = rulings::rulings(content).across;
    let parting = |a: &Line, b: &Line| -> Vec<(f32, f32)> {
        let own = across.iter().filter(|r| between(r.at, a, b) && r.len() > 0.2 * content.width);
        own.map(|r| (r.from, r.to)).collect()
    };
    let inner = parting(next, after);
    let is_ruled = parting(line, next).iter().any(|a| inner.iter().any(|b| is_like(*a, *b)));
    let behind = |l: &Line| -> Vec<Rect> {
        let on = |f: &Rect| f.contains(l.area.x0 + 0.5, l.base - 0.3 * l.size);
        let own = content.fills.iter().filter(|f| !f.colour.is_white() && on(&f.area));
        own.map(|f| f.area).collect()
    };
    let others = behind(next);
    is_ruled
        || behind(line).iter().any(|a| {
            others.iter().any(|b| {
                is_like((a.x0, a.x1), (b.x0, b.x1)) && (a.y0 - b.y0).abs() > 0.5 * line.size
            })
        })
}

/// Whether a line is in a drawn table that goes on over much of the page: two vertical lines
/// or more run past it and far beyond. A frame around the running head alone is short.
fn is_framed(line: &Line, down: &[Ruling], height: f32) -> bool {
    down.iter()
        .filter(|r| r.from <= line.base && r.to >= line.base && r.len() > 0.08 * height)
        .count()
        >= 2
}

fn kind(said: &Said) -> Running {
    if is_number(&said.masked) {
        Running::PageNumber
    } else if said.is_head {
        Running::Head
    } else {
        Running::Foot
    }
}

/// Whether a masked line is a page number alone: digits, perhaps between dashes or after "page".
fn is_number(masked: &str) -> bool {
    let rest: String = masked.chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(rest.as_str(), "0" | "page0" | "0page" | "p0" | "page0of0" | "0of0")
}

/// The lines of a page, from top to bottom.
fn all_lines(content: Option<&PageContent>) -> Vec<Line> {
    let Some(content) = content else {
        return Vec::new();
    };
    let all: Vec<u32> = (0..content.words.len() as u32).collect();
    words::lines(&content.words, &all)
}

/// What the outermost lines of a page say, at the top and at the bottom, from the edge inwards.
fn near_edges(content: Option<&PageContent>, lines: &[Line]) -> [Vec<Said>; 2] {
    let Some(content) = content else {
        return Default::default();
    };
    let reach = REACH * content.height;
    let said = |line: &Line, height: f32, is_head: bool| {
        let (masked, numbers) = mask_pieces(&edge_rows::texts(content, line));
        Said { is_head, masked, numbers, height }
    };
    let top = lines.iter().take_while(|l| l.base < reach);
    let bottom = lines.iter().rev().take_while(|l| content.height - l.base < reach);
    [
        top.take(DEPTH).map(|l| said(l, l.base, true)).collect(),
        bottom.take(DEPTH).map(|l| said(l, content.height - l.base, false)).collect(),
    ]
}

/// The pieces of a line, masked and in the order of what they say: odd and even pages have them on opposite sides.
fn mask_pieces(pieces: &[String]) -> (String, Vec<String>) {
    let mut masked: Vec<(String, Vec<String>)> = pieces.iter().map(|text| mask(text)).collect();
    masked.sort_by(|a, b| a.0.cmp(&b.0));
    let (texts, numbers): (Vec<String>, Vec<Vec<String>>) = masked.into_iter().unzip();
    (texts.join(" "), numbers.concat())
}

/// A text in lower case with each run of digits (or a Roman number that is alone) one 0, and what
/// those were.
fn mask(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut numbers: Vec<String> = Vec::new();
    let mut in_number = false;
    for c in text.chars() {
        if c.is_ascii_digit() {
            if !in_number {
                out.push('0');
                numbers.push(String::new());
            }
            numbers.last_mut().expect("OK because a number was begun").push(c);
        } else if c.is_whitespace() {
            out.push(' ');
        } else {
            out.extend(c.to_lowercase());
        }
        in_number = c.is_ascii_digit();
    }
    let is_roman = !out.is_empty() && out.chars().all(|c| "ivxlc".contains(c));
    if is_roman { ("0".to_owned(), vec![out]) } else { (out, numbers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_running_lines_count_pages_or_stay() {
        let said = |text: &str| {
            let (masked, numbers) = mask(text);
            Said { is_head: true, masked, numbers, height: 30.0 }
        };
        for (one, other, apart, want) in [
            ("Page 3 of 12", "Page 5 of 12", 2, Some(true)),
            ("ix", "xii", 3, Some(true)),
            ("Plan 2024", "Plan 2024", 1, Some(false)),
            ("Contest total 505", "Contest total 499", 1, None),
            ("Page 3 of 12", "Page 3 of 13", 2, None),
        ] {
            assert_eq!(step(&said(one), &said(other), apart), want, "{one}, {other}");
        }
    }

    #[test]
    fn a_row_between_lines_is_no_running_head() {
        use crate::pdf::tests::{page, set};
        use tablemend_pdf::Rule;
        let heads = |ends: [f32; 3]| {
            let contents: Vec<Option<PageContent>> = (0..4)
                .map(|n| {
                    let mut p = page();
                    set(&mut p, 60.0, 52.0, 9.0, &format!("Ref R{}", 7 * n + 3));
                    for (row, word) in ["Ash", "Birch", "Cedar"].iter().enumerate() {
                        let text = format!("{word} {}", ["one", "two", "three", "four"][n]);
                        set(&mut p, 60.0, 76.0 + 24.0 * row as f32, 9.0, &text);
                    }
                    for (row, end) in ends.iter().enumerate() {
                        let at = 60.0 + 24.0 * row as f32;
                        let area = Rect::new(50.0, at - 0.25, *end, at + 0.25);
                        p.rules.push(Rule {
                            area,
                            is_horizontal: true,
                            is_dashed: false,
                            colour: tablemend_model::Rgb(0, 0, 0),
                        });
                    }
                    Some(words::content(&p))
                })
                .collect();
            find(&contents, &mut Past::default()).iter().map(Vec::len).sum::<usize>()
        };
        assert_eq!(heads([560.0, 560.0, 560.0]), 0);
        // One line below it is that of a head.
        assert_eq!(heads([560.0, 50.0, 50.0]), 4);
    }

    #[test]
    fn the_first_line_of_a_row_on_a_band_is_no_running_head() {
        use crate::pdf::tests::{page, set};
        use tablemend_model::Rgb;
        let heads = |band_end: f32| {
            let contents: Vec<Option<PageContent>> = (0..4)
                .map(|n| {
                    let mut p = page();
                    let band = Rect::new(50.0, 40.0, 560.0, band_end);
                    p.fills.push(tablemend_pdf::Fill::new(band, Rgb(220, 220, 240)));
                    set(&mut p, 60.0, 52.0, 9.0, "The date was missed and a new one");
                    set(
                        &mut p,
                        60.0,
                        64.0,
                        9.0,
                        ["is being set", "was set", "comes", "is agreed"][n],
                    );
                    for line in 0..12 {
                        let text = ["Ash", "Birch", "Cedar", "Dale"][n];
                        set(&mut p, 60.0, 100.0 + 20.0 * line as f32, 9.0, text);
                    }
                    Some(words::content(&p))
                })
                .collect();
            find(&contents, &mut Past::default()).iter().map(Vec::len).sum::<usize>()
        };
        assert_eq!(heads(80.0), 0);
        // A bar behind that line alone is a running head's.
        assert_eq!(heads(58.0), 4);
    }

    /// How many lines are running ones on pages whose feet are these, each with its page's number below.
    fn feet(feet: &[[&str; 2]]) -> usize {
        use crate::pdf::tests::{page, set};
        let contents: Vec<Option<PageContent>> = feet
            .iter()
            .enumerate()
            .map(|(n, foot)| {
                let mut p = page();
                for line in 0..12 {
                    let text = ["Ash", "Birch", "Cedar", "Dale", "Elm", "Fir"][n % 6];
                    set(&mut p, 60.0, 100.0 + 20.0 * line as f32, 9.0, text);
                }
                set(&mut p, 60.0, 740.0, 8.0, foot[0]);
                set(&mut p, 400.0, 740.0, 8.0, foot[1]);
                set(&mut p, 300.0, 760.0, 8.0, &format!("{}", n + 4));
                Some(words::content(&p))
            })
            .collect();
        find(&contents, &mut Past::default()).iter().map(Vec::len).sum()
    }

    #[test]
    fn feet_that_change_sides_are_running_lines() {
        let (a, b) = (["Harbour plan", "Draft of May"], ["Draft of May", "Harbour plan"]);
        assert_eq!(feet(&[a, b, a, b]), 8);
        // So are those that only odd or only even pages have.
        let (a, b) = (["Harbour plan", ""], ["", "Draft of May"]);
        assert_eq!(feet(&[a, b, a, b]), 8);
        // What two pages of five say by chance is text.
        assert_eq!(feet(&[a, b, ["Gull", ""], ["Tern", ""], a]), 5);
    }
}
