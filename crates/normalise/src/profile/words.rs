//! Phrases as headers and labels are compared by: lower case, words only.

/// The words of a header or label, in lower case, without punctuation and what is in brackets;
/// plural endings are dropped, so that `Actions` is `action`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Phrase {
    /// The words, one blank between them; no word has one inside.
    text: String,
    /// Number of words.
    count: usize,
}

impl Phrase {
    /// Whether there is no word.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The words, one blank between them.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The words.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').take(self.count)
    }

    /// The first word; empty where there is none.
    pub(crate) fn first(&self) -> &str {
        self.words().next().unwrap_or_default()
    }

    /// Whether this is found as whole words in another, and where.
    pub(crate) fn position_in(&self, other: &Self) -> Option<usize> {
        if self.is_empty() || !other.text.contains(&self.text) {
            return None;
        }
        let mut rest = other.as_str();
        (0..other.len()).find(|_| {
            let behind = rest.strip_prefix(self.as_str());
            let found = behind.is_some_and(|b| b.is_empty() || b.starts_with(' '));
            rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
            found
        })
    }

    /// Begins a word; its letters are put behind the text.
    fn begin(&mut self) -> usize {
        if self.count > 0 {
            self.text.push(' ');
        }
        self.count += 1;
        self.text.len()
    }

    /// Ends the word that begins here: drops a plural `s`, and makes `activities` `activity`. Words of three
    /// letters and those in `ss` or `us` keep it (`status`).
    fn end(&mut self, start: usize) {
        let word = &self.text[start..];
        let keep =
            word.len() <= 3 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is");
        if !keep && word.len() > 4 && word.ends_with("ies") {
            self.text.truncate(self.text.len() - 3);
            self.text.push('y');
        } else if !keep && word.ends_with('s') {
            self.text.pop();
        }
    }
}

impl<'w> FromIterator<&'w str> for Phrase {
    /// Of words of other phrases.
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut phrase = Self::default();
        for word in words {
            phrase.begin();
            phrase.text.push_str(word);
        }
        phrase
    }
}

/// Reads the words of a text. Brackets at the start are kept: they are all there is.
pub(crate) fn phrase(text: &str) -> Phrase {
    short_phrase(text, usize::MAX).unwrap_or_default()
}

/// Reads the words of a text that has at most so many; `None` for a longer one.
pub(crate) fn short_phrase(text: &str, most: usize) -> Option<Phrase> {
    // Labels are short, and long texts are given up soon.
    let mut all = Phrase { text: String::with_capacity(text.len().min(48)), count: 0 };
    let mut depth = 0_u32;
    // Where the word begins that is being read.
    let mut word = None;
    let bracketed = text.trim_start().starts_with('(');
    for c in text.chars() {
        match c {
            '(' | '[' if !bracketed => {
                word.take().into_iter().for_each(|start| all.end(start));
                depth += 1;
            }
            ')' | ']' if !bracketed => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\'' | '’' => {}
            '*' | '†' | '#' | '%' => {
                word.take().into_iter().for_each(|start| all.end(start));
                all.begin();
                all.text.push(c);
            }
            _ if c.is_alphanumeric() => {
                word.get_or_insert_with(|| all.begin());
                if c.is_ascii() {
                    all.text.push(c.to_ascii_lowercase());
                } else {
                    all.text.extend(c.to_lowercase());
                }
            }
            _ => word.take().into_iter().for_each(|start| all.end(start)),
        }
        if all.count > most {
            return None;
        }
    }
    word.into_iter().for_each(|start| all.end(start));
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::phrase;

    #[test]
    fn headers_compare_by_their_words() {
        for (printed, words) in [
            ("ACTIONS", "action"),
            ("Dependencies", "dependency"),
            ("Exception Commentary (where not required)", "exception commentary"),
            ("Status *", "status *"),
            ("By when?", "by when"),
            ("L x I", "l x i"),
            ("(RAG)", "rag"),
            ("Cause/ Consequence", "cause consequence"),
        ] {
            assert_eq!(phrase(printed).as_str(), words, "{printed}");
        }
    }

    #[test]
    fn a_phrase_is_found_at_whole_words_only() {
        assert_eq!(phrase("lead").position_in(&phrase("Action lead officer")), Some(1));
        assert_eq!(phrase("lead").position_in(&phrase("Leadership")), None);
    }
}
