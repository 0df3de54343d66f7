//! The list of words that `tesseract` gives.

use crate::engine::Failure;

/// The confidence of what was put right: the engine's own was of something else.
pub(crate) const PUT_RIGHT: f32 = 80.0;

/// A word as the engine read it, in pixels of the picture that it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What it says.
    pub text: String,
    /// How sure the engine is, from 0 to 100.
    pub confidence: f32,
    /// Left, top, right, bottom.
    pub area: [f32; 4],
    /// Block, paragraph and line that it is in by the engine's own reckoning.
    pub line: [u32; 3],
}

/// Words of a picture; more are not a page.
const MOST: usize = 50_000;
/// Letters of a word.
const LONGEST: usize = 200;

/// The words of a list, within a picture of so many pixels.
///
/// # Errors
/// [`Failure::Garbage`] where it is not such a list.
pub fn parse(tsv: &str, width: usize, height: usize) -> Result<Vec<Seen>, Failure> {
    let mut lines = tsv.lines();
    let head = lines.next().unwrap_or_default();
    if !head.starts_with("level\t") {
        let shown: String = head.chars().filter(|c| !c.is_control()).take(60).collect();
        return Err(Failure::Garbage(format!("it begins with \u{201c}{shown}\u{201d}")));
    }
    let mut words = Vec::new();
    for (number, line) in (2..).zip(lines) {
        if line.is_empty() {
            continue;
        }
        let word = one(line, width as f32, height as f32)
            .ok_or_else(|| Failure::Garbage(format!("line {number} is damaged")))?;
        words.extend(word);
        if words.len() > MOST {
            return Err(Failure::Garbage(format!("it has more than {MOST} words")));
        }
    }
    Ok(words)
}

/// A line; the inner value is nothing where it is not a word.
fn one(line: &str, width: f32, height: f32) -> Option<Option<Seen>> {
    let mut fields = line.split('\t');
    let mut number = || fields.next()?.parse::<f32>().ok().filter(|n| n.is_finite());
    let level = number()?;
    let _page = number()?;
    let (block, paragraph, row) = (number()?, number()?, number()?);
    let _word = number()?;
    let (left, top, wide, high) = (number()?, number()?, number()?, number()?);
    let confidence = number()?;
    // The word itself may be missing, and may hold anything.
    let text: String =
        fields.next().unwrap_or_default().chars().filter(|c| !c.is_control()).collect();
    let text = text.trim();
    let area = [left, top, left + wide, top + high];
    let is_within = left >= 0.0 && top >= 0.0 && area[2] <= width && area[3] <= height;
    let is_word = level == 5.0 && confidence >= 0.0 && !text.is_empty() && wide > 0.0 && high > 0.0;
    if !is_word || !is_within || text.chars().count() > LONGEST {
        return Some(None);
    }
    Some(Some(Seen {
        text: text.to_owned(),
        confidence: confidence.min(100.0),
        area,
        line: [block, paragraph, row].map(|n| n as u32),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    #[test]
    fn words_are_read_and_what_is_none_is_passed_over() {
        let tsv = format!(
            "{HEAD}1\t1\t0\t0\t0\t0\t0\t0\t100\t50\t-1\t\n5\t1\t2\t1\t3\t1\t10\t5\t30\t9\t96.5\t2.2.4b\n\
             5\t1\t2\t1\t3\t2\t50\t5\t30\t9\t20\t \n5\t1\t2\t1\t3\t3\t90\t5\t30\t9\t90\tout\n"
        );
        let words = parse(&tsv, 100, 50).unwrap();
        assert_eq!(words.len(), 1);
        let word = &words[0];
        assert_eq!((word.text.as_str(), word.confidence), ("2.2.4b", 96.5));
        assert_eq!((word.area, word.line), ([10.0, 5.0, 40.0, 14.0], [2, 1, 3]));
    }

    #[test]
    fn garbage_is_refused_in_words() {
        for (tsv, said) in [
            ("", "begins with"),
            ("Segmentation fault\n", "Segmentation fault"),
            (&format!("{HEAD}5\t1\t2\n"), "line 2"),
            (&format!("{HEAD}5\t1\t2\t1\t3\t1\tNaN\t5\t30\t9\t96\tx\n"), "line 2"),
        ] {
            let failure = parse(tsv, 100, 50).unwrap_err().to_string();
            assert!(failure.contains(said), "{failure}");
        }
    }
}
