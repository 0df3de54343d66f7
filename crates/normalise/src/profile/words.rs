//! Phrases as headers and labels are compared by: lower case, words only.

/// The words of a header or label, in lower case, without punctuation and what stands in brackets;
/// plural endings are dropped, so that `Actions` is `action`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Phrase(pub(crate) Vec<String>);

impl Phrase {
    /// Whether there is no word.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether this stands as whole words in another, and where.
    pub(crate) fn position_in(&self, other: &Self) -> Option<usize> {
        if self.is_empty() || self.len() > other.len() {
            return None;
        }
        other.0.windows(self.len()).position(|w| w == self.0)
    }
}

/// Reads the words of a text. Brackets at the start are kept: they are all there is.
pub(crate) fn phrase(text: &str) -> Phrase {
    let mut words = Vec::new();
    let mut depth = 0_u32;
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            words.push(singular(std::mem::take(word)));
        }
    };
    let bracketed = text.trim_start().starts_with('(');
    for c in text.chars() {
        match c {
            '(' | '[' if !bracketed => {
                end(&mut word);
                depth += 1;
            }
            ')' | ']' if !bracketed => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\'' | '’' => {}
            '*' | '†' => {
                end(&mut word);
                word.push(c);
                end(&mut word);
            }
            _ if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            _ => end(&mut word),
        }
    }
    end(&mut word);
    Phrase(words)
}

/// Drops a plural `s`; words of three letters and those in `ss` or `us` keep it (`status`).
fn singular(mut word: String) -> String {
    let keep =
        word.len() <= 3 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is");
    if !keep && word.ends_with('s') {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::phrase;

    #[test]
    fn headers_compare_by_their_words() {
        for (printed, words) in [
            ("ACTIONS", "action"),
            ("Exception Commentary (where not required)", "exception commentary"),
            ("Status *", "status *"),
            ("By when?", "by when"),
            ("L x I", "l x i"),
            ("(RAG)", "rag"),
            ("Cause/ Consequence", "cause consequence"),
        ] {
            assert_eq!(phrase(printed).0.join(" "), words, "{printed}");
        }
    }

    #[test]
    fn a_phrase_is_found_at_whole_words_only() {
        assert_eq!(phrase("lead").position_in(&phrase("Action lead officer")), Some(1));
        assert_eq!(phrase("lead").position_in(&phrase("Leadership")), None);
    }
}
