//! Line ends within a sentence, which are not the author's though the next word would have fitted.

use crate::pdf::words::Line;

/// Whether a line goes on with the sentence of the line before it: that line has no stop at its end and reaches
/// over half of the width, as the lines of a list of words do not, and the next begins in lower case.
pub(super) fn goes_on(above: &str, next: &str, before: &Line, lines: &[Line], right: f32) -> bool {
    let left = lines.iter().map(|l| l.area.x0).fold(f32::INFINITY, f32::min);
    let is_open = above.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ')'));
    before.words.len() > 1
        && is_open
        && before.area.x1 - left > 0.5 * (right - left)
        && next.starts_with(char::is_lowercase)
        && !is_item(next)
}

/// Whether a word begins an item or is a line for itself: `a)`, `iv.`, `o`, an address.
fn is_item(word: &str) -> bool {
    let letters = word.chars().count();
    letters == 1 && word != "a"
        || letters <= 4 && word.ends_with([')', '.', ':'])
        || word.contains(['@', '\u{2022}'])
        || word.contains("://")
        || word.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::super::compose;
    use crate::pdf::hyphens::Known;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    fn composed(texts: &[&str]) -> String {
        let mut p = page();
        for (n, text) in texts.iter().enumerate() {
            set(&mut p, 50.0, 100.0 + 12.0 * n as f32, 10.0, text);
        }
        let content = words::content(&p);
        let all: Vec<u32> = (0..content.words.len() as u32).collect();
        let lines = words::lines(&content.words, &all);
        compose(&content.words, &lines, 200.0, &Known::new()).as_str().to_owned()
    }

    #[test]
    fn a_line_end_within_a_sentence_is_no_paragraph() {
        for (texts, want) in [
            (["Tell the wardens who", "own boats"], "Tell the wardens who own boats"),
            (["Tell the wardens now.", "own boats"], "Tell the wardens now.\nown boats"),
            (["Tell the wardens who", "Own boats"], "Tell the wardens who\nOwn boats"),
            (["gates", "own bells"], "gates\nown bells"),
            (["Tell the wardens who", "b) own"], "Tell the wardens who\nb) own"),
        ] {
            assert_eq!(composed(&texts), want);
        }
    }
}
