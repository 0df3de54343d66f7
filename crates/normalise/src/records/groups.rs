//! Group labels, refs and titles in the text of a cell or heading.

use super::refs;
use crate::profile::{GroupRule, Phrase, phrase};

/// A group as its text tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupText {
    /// Level, 0 is the outermost.
    pub(crate) level: usize,
    /// Its ref, if it has one.
    pub(crate) reference: Option<String>,
    /// What is left behind label and ref.
    pub(crate) title: String,
    /// Whether a label (`Theme`, `Priority area`) stood in front.
    pub(crate) labelled: bool,
}

/// Number of bytes of `text` that are the words of a label in front, the punctuation behind it
/// included; `None` when the text does not begin with it.
pub(crate) fn label_length(text: &str, label: &Phrase) -> Option<usize> {
    let mut at = 0;
    for wanted in label.words() {
        let rest = &text[at..];
        let skip = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let word = first_word(&rest[skip..]);
        if word.is_empty() || phrase(word).first() != wanted || skip > 3 {
            return None;
        }
        at += skip + word.len();
    }
    let rest = &text[at..];
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let behind = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '–' | '—' | '-' | '.')
    });
    Some(text.len() - behind.len())
}

/// The word at the start of a text.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    &text[..end.unwrap_or(text.len())]
}

/// Reads a group with its label in front: `Theme 2: Homes`, `PRIORITY AREA 2.2 Repairs`. Of
/// labels that several levels share, the level whose ref fits has it.
pub(crate) fn labelled(text: &str, rules: &[GroupRule]) -> Option<GroupText> {
    if !text.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let first = phrase(first_word(text));
    let mut found: Option<(usize, GroupText)> = None;
    for (level, rule) in rules.iter().enumerate() {
        for label in rule.labels.iter().filter(|l| l.first() == first.first()) {
            let Some(length) = label_length(text, label) else { continue };
            let rest = &text[length..];
            let colon = text[..length].trim_end().ends_with([':', '–', '—', '-']);
            let group = match reference(rest, rule) {
                Some((value, behind)) => GroupText {
                    level,
                    reference: Some(value),
                    title: title(&rest[behind..]),
                    labelled: true,
                },
                None if colon
                    && !rest.is_empty()
                    && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
                {
                    GroupText { level, reference: None, title: title(rest), labelled: true }
                }
                None => continue,
            };
            if found.as_ref().is_none_or(|(n, g)| {
                (group.reference.is_some(), label.len()) > (g.reference.is_some(), *n)
            }) {
                found = Some((label.len(), group));
            }
        }
    }
    found.map(|(_, group)| group)
}

/// Reads a group by its ref alone: `1.1 Homes` where the level's refs have that form. A date
/// (`31 May 2020`) has no ref.
pub(crate) fn by_reference(text: &str, rules: &[GroupRule]) -> Option<GroupText> {
    if tablemend_dates::only(text, &tablemend_dates::Context::default()).is_some() {
        return None;
    }
    rules.iter().enumerate().find_map(|(level, rule)| {
        let (value, behind) = reference(text, rule)?;
        let title = title(&text[behind..]);
        (!title.is_empty()).then_some(GroupText {
            level,
            reference: Some(value),
            title,
            labelled: false,
        })
    })
}

/// The ref at the start of a group's text, and the bytes that it takes.
pub(crate) fn reference(text: &str, rule: &GroupRule) -> Option<(String, usize)> {
    let pattern = rule.reference.as_ref()?;
    // `R-01: Homes` has one ref of a letter and a number.
    if let Some(length) = coded(text) {
        let is_letter = pattern.is_match(&text[..1]);
        return is_letter.then(|| (text[..length].to_owned(), length));
    }
    // `B.1 Homes` is below B, not B itself.
    if let Some(length) = below_letter(text) {
        let is_letter = pattern.is_match(&text[..1]);
        return is_letter.then(|| (text[..length].to_owned(), length));
    }
    // A letter alone (`Theme B`) is no number, so it is read here.
    let mut chars = text.chars();
    if let Some(letter) = chars.next().filter(char::is_ascii_uppercase)
        && chars.next().is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '&')
        && pattern.is_match(letter.encode_utf8(&mut [0; 4]))
        && text[1..].trim_start().chars().next().is_none_or(|c| !c.is_lowercase())
    {
        return Some((letter.to_string(), 1));
    }
    let read = refs::read(text, None, true, Some(pattern))?;
    // `90-day plan` counts days.
    let mut behind = text.get(read.length..).unwrap_or_default().chars();
    let is_count = behind.next() == Some('-') && behind.next().is_some_and(char::is_lowercase);
    (!read.repaired && !is_count).then_some((read.value, read.length))
}

/// The bytes of a ref of a capital letter, a full stop or hyphen and a number at the start of a text, with a title behind it.
fn below_letter(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(|c: char| c.is_ascii_uppercase())?.strip_prefix(['.', '-'])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let title = rest.get(digits..)?.strip_prefix(' ')?.trim_start();
    ((1..=3).contains(&digits) && title.starts_with(char::is_alphanumeric)).then_some(2 + digits)
}

/// The bytes of a ref of a capital letter, a hyphen and a number at the start of a text, with what parts it from a title
/// behind it.
fn coded(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(|c: char| c.is_ascii_uppercase())?.strip_prefix('-')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..)?;
    let is_parted = behind.is_empty()
        || [":", " –", " —", " -", " |", "–", "—"].iter().any(|mark| behind.starts_with(mark));
    ((1..=3).contains(&digits) && is_parted).then_some(2 + digits)
}

/// A labelled field inside a group's text (`1.1 Homes Accountable officer: Head of Homes`): where
/// the label begins, which field it is, what is behind it. The label must be followed by a
/// colon, since its words may be part of a title.
pub(crate) fn labelled_inside(text: &str, rule: &GroupRule) -> Option<(usize, usize, String)> {
    let colons = text.match_indices(':').map(|(i, _)| i);
    colons.flat_map(|colon| rule.labelled.iter().map(move |l| (colon, l))).find_map(
        |(colon, (field, labels))| {
            let before = &text[..colon];
            labels.iter().find_map(|label| {
                let words: Vec<(usize, &str)> = word_starts(before);
                let start = words.len().checked_sub(label.len())?;
                let (at, _) = *words.get(start)?;
                (at > 0 && phrase(&before[at..]) == *label)
                    .then(|| (at, *field, text[colon + 1..].trim().to_owned()))
            })
        },
    )
}

/// Byte offset and text of each word.
fn word_starts(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut words = Vec::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if !word.is_empty() {
            words.push((at, word));
        }
        at += piece.len();
    }
    words
}

/// Whether a heading is about the document's own means (`Key to status`, `Notes`) and no section of
/// what it is about. `Key actions` is one.
pub(crate) fn is_apparatus(text: &str) -> bool {
    let words = phrase(text);
    let all: Vec<&str> = words.words().collect();
    let is_mean = |w: &str| {
        matches!(
            w,
            "key"
                | "legend"
                | "note"
                | "notes"
                | "glossary"
                | "abbreviation"
                | "abbreviations"
                | "definition"
                | "definitions"
                | "acronym"
                | "acronyms"
                | "content"
                | "contents"
        )
    };
    match all.as_slice() {
        [one] => is_mean(one),
        ["key" | "legend" | "note" | "notes", "to" | "for" | "of" | "on" | "and", ..] => true,
        [front @ .., last] if all.len() <= 4 => {
            is_mean(last)
                && front.iter().any(|w| {
                    matches!(
                        *w,
                        "status"
                            | "rag"
                            | "brag"
                            | "colour"
                            | "color"
                            | "rating"
                            | "table"
                            | "symbol"
                            | "version"
                            | "document"
                            | "explanatory"
                            | "guidance"
                            | "and"
                    )
                })
        }
        _ => false,
    }
}

/// A title without the punctuation between it and the ref.
pub(crate) fn title(text: &str) -> String {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '–' | '—' | '-' | '.' | ')')
    })
    .replace('\n', " ")
    .trim_end()
    .to_owned()
}

/// A heading without the words that say that it goes on from a page before: `(continued)`, `cont.`, `(cont'd)`.
pub(crate) fn begun(text: &str) -> &str {
    let text = text.trim_end();
    let (before, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let word: String =
        last.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_word = matches!(word.as_str(), "continued" | "cont" | "contd" | "ctd");
    let is_marked =
        last.starts_with(['(', '[']) || last.ends_with('.') || word != last.to_lowercase();
    let before = before.trim_end();
    if is_word && !before.is_empty() && (is_marked || before.ends_with(['–', '-', '—', ',', ':']))
    {
        return before.trim_end_matches(|c: char| c.is_whitespace() || "–-—,:".contains(c));
    }
    text
}

/// Whether a heading is the title of the document again, with the number of the page or slide that it goes on to:
/// `Winter plan (2)`, `Winter plan continued`.
pub(crate) fn is_again(text: &str, title: &str) -> bool {
    let Some(rest) = text.strip_prefix(title) else { return false };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "()[]–-—,:/".contains(c));
    let is_count = |part: &str| {
        matches!(part, "of" | "page" | "slide" | "part")
            || part.parse().is_ok_and(|n: u32| n < 1000)
    };
    let rest = rest.to_lowercase();
    rest.split(|c: char| c.is_whitespace() || c == '/')
        .all(|part| part.is_empty() || is_count(part))
        || begun(&format!("x ({rest})")) == "x"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    #[test]
    fn words_that_say_that_a_heading_goes_on_are_no_part_of_it() {
        for (printed, begins) in [
            ("Safe care (continued)", "Safe care"),
            ("Safe care (cont.)", "Safe care"),
            ("Safe care – continued", "Safe care"),
            ("Safe care cont'd", "Safe care"),
            ("How care is continued", "How care is continued"),
            ("Continued", "Continued"),
        ] {
            assert_eq!(begun(printed), begins);
        }
    }

    #[test]
    fn a_title_with_a_number_is_the_title_again() {
        for (printed, is) in [
            ("Winter plan", true),
            ("Winter plan (2)", true),
            ("Winter plan – page 2 of 4", true),
            ("Winter plan (continued)", true),
            ("Winter plan for schools", false),
            ("Summer plan (2)", false),
        ] {
            assert_eq!(is_again(printed, "Winter plan"), is, "{printed}");
        }
    }

    #[test]
    fn what_explains_a_document_is_no_section() {
        for (text, is) in [
            ("Key to status", true),
            ("KEY", true),
            ("Notes", true),
            ("RAG key:", true),
            ("Glossary and abbreviations", true),
            ("Key actions", false),
            ("Key priorities for 2025", false),
            ("Housing", false),
            ("Notice to residents", false),
        ] {
            assert_eq!(is_apparatus(text), is, "{text}");
        }
    }

    #[test]
    fn a_letter_and_the_number_behind_it_are_one_ref() {
        let rules = &Profile::built_in("risk-register").unwrap().groups;
        let rule = rules.first().unwrap();
        assert_eq!(reference("B. Homes", rule), Some(("B".to_owned(), 1)));
        assert_eq!(reference("B.1 Homes", rule), Some(("B.1".to_owned(), 3)));
        assert_eq!(reference("B-12 v2 homes", rule), Some(("B-12".to_owned(), 4)));
    }

    #[test]
    fn a_letter_and_a_number_are_one_ref_and_a_count_is_none() {
        let rules = crate::profile::Profile::built_in("action-plan").unwrap().groups;
        let read = |text: &str| by_reference(text, &rules).map(|g| (g.reference.unwrap(), g.title));
        assert_eq!(read("R-01: Gates and bells"), Some(("R-01".into(), "Gates and bells".into())));
        assert_eq!(read("B – Boats"), Some(("B".into(), "Boats".into())));
        assert_eq!(read("90-day plan of the harbour"), None);
        assert_eq!(read("3-Boats"), Some(("3".into(), "Boats".into())));
    }

    #[test]
    fn groups_are_told_by_label_and_ref() {
        let rules = Profile::built_in("action-plan").unwrap().groups;
        for (text, expected) in [
            ("Working Group 1 Homes for All", Some((0, Some("1"), "Homes for All"))),
            ("Theme 2: Homes", Some((0, Some("2"), "Homes"))),
            ("Theme B – Homes", Some((0, Some("B"), "Homes"))),
            ("Theme: Homes", Some((0, None, "Homes"))),
            ("Priority 3 – Homes", Some((0, Some("3"), "Homes"))),
            ("PRIORITY AREA 2.2 Homes", Some((1, Some("2.2"), "Homes"))),
            ("PRIORITY AREA\n5.1. Homes", Some((1, Some("5.1"), "Homes"))),
            ("Section heads meet weekly", None),
            ("Themes of the year", None),
            ("Part of the plan", None),
            ("Part A", Some((0, Some("A"), ""))),
        ] {
            let got = labelled(text, &rules);
            let got = got.as_ref().map(|g| (g.level, g.reference.as_deref(), g.title.as_str()));
            assert_eq!(got, expected, "{text}");
        }
        assert_eq!(by_reference("1.1 Homes", &rules).unwrap().level, 1);
        assert_eq!(by_reference("1.1.1 Homes", &rules), None);
        assert_eq!(
            labelled_inside("Homes Accountable officer: Head of Homes", &rules[1]),
            Some((6, 1, "Head of Homes".to_owned()))
        );
        assert_eq!(labelled_inside("Homes: a lead", &rules[1]), None);
    }
}
