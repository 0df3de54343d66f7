//! Keys: what signs or short words of a table mean, printed before or behind it.

use crate::pdf::aligned::TextLine;
use crate::pdf::words::PageContent;

/// Words that the heading of a key has.
const NAMES: [&str; 8] = ["key", "legend", "rating", "ratings", "status", "rag", "brag", "scale"];
/// Words of such a heading, at most.
const LONGEST: usize = 6;
/// Entries of a key, at most.
const MOST: usize = 10;

/// Whether a line may be the heading of a key.
fn names_key(content: &PageContent, line: &TextLine) -> bool {
    let mut words = line.segments.iter().flat_map(|p| &p.words);
    line.segments.iter().map(|p| p.words.len()).sum::<usize>() <= LONGEST
        && words.any(|i| {
            let lower = content.words[*i as usize].text.to_lowercase();
            NAMES.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
        })
}

/// Whether a line can be nothing but the heading of a key: `Key`, `RAG key`, `Key to status`, `Ratings
/// used`; `Status` and `RAG rating` are labels of fields, too, and `Key dates` has no key.
fn is_heading(content: &PageContent, line: &TextLine) -> bool {
    let words: Vec<String> = line
        .segments
        .iter()
        .flat_map(|p| &p.words)
        .map(|i| {
            let lower = content.words[*i as usize].text.to_lowercase();
            lower.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
        })
        .collect();
    let ends_with = |name: &str| words.last().is_some_and(|w| w == name);
    words.len() <= LONGEST
        && (words.iter().any(|w| w == "legend")
            || words.iter().skip(1).any(|w| w == "ratings" || w == "definitions")
            || ends_with("key")
            || ends_with("scale") && words.len() > 1
            || words.first().is_some_and(|w| w == "key")
                && words.get(1).is_none_or(|w| w == "to" || w == "for" || w == "of"))
}

/// Whether a key begins at line `n`: a heading that says so, and below it nothing but pairs of a short
/// word and its meaning, until the page's lines end or are far apart, or what is in bold begins a table.
pub(super) fn heads(content: &PageContent, text_lines: &[TextLine], n: usize) -> bool {
    let line = &text_lines[n];
    if line.segments.len() > 1 || !is_heading(content, line) {
        return false;
    }
    let below = &text_lines[n + 1..];
    let near = below
        .iter()
        .zip(&text_lines[n..])
        .take_while(|(s, above)| s.base - above.base < 3.0 * s.size.max(above.size))
        .take(MOST + 2)
        .map(|(s, _)| s);
    let mut pairs = 0;
    for line in near {
        match line.segments.as_slice() {
            [sign, _] if sign.words.len() <= 3 => pairs += 1,
            _ if pairs >= 2 && line.is_bold(content) => break,
            [_] => {}
            _ => return false,
        }
    }
    pairs >= 2
}

/// Whether two columns are a key: short words or coloured signs, each with what it means behind it,
/// under a line that says so or with a colour of its own each.
pub(super) fn is_key(content: &PageContent, block: &[TextLine], above: &[TextLine]) -> bool {
    let open: Vec<&TextLine> = block.iter().filter(|s| s.is_open()).collect();
    let is_short = |s: &&TextLine| s.segments.len() == 2 && s.segments[0].words.len() <= 3;
    if open.len() < 2 || open.len() > 8 || !open.iter().all(is_short) {
        return false;
    }
    let mut colours: Vec<_> = open
        .iter()
        .filter_map(|s| {
            let word = &content.words[s.segments[0].words[0] as usize];
            let at = (s.segments[0].x0 + 0.5, s.base - 0.3 * s.size);
            let fill = content.fills.iter().rev().find(|f| f.area.contains(at.0, at.1));
            let own = (!crate::pdf::text::is_colourless(word.colour)).then_some(word.colour);
            own.or(fill.map(|f| f.colour).filter(|c| !crate::pdf::text::is_colourless(*c)))
        })
        .collect();
    let coloured = colours.len();
    colours.sort_by_key(|c| (c.0, c.1, c.2));
    colours.dedup();
    above.iter().any(|s| names_key(content, s))
        || coloured >= 2 && colours.len() == coloured && coloured + 1 >= open.len()
}
