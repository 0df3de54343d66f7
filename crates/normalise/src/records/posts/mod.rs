//! A cell of posts split into its posts, with the document itself as evidence.

mod seams;
mod words;

#[cfg(test)]
mod tests;

use crate::profile::PostWords;
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;
use words::{Phrases, Vocabulary, Word};

/// What a document shows of its posts and organisations.
#[derive(Debug)]
pub(crate) struct Known<'r> {
    /// The words of its cells, and which of them end an organisation: `ccg`, an acronym that ends
    /// several cells.
    vocabulary: Vocabulary<'r>,
    /// Posts and organisations that are alone in some cell.
    alone: Phrases,
    /// Cells as they are printed, whole.
    cells: Phrases,
    /// Of these, those without anything that parts posts.
    single: Phrases,
    /// Whole names of organisations: what is behind the last comma of some post.
    names: Phrases,
}

impl<'r> Known<'r> {
    /// Learns from all cells of posts in a document; equal cells need to be given once only.
    pub(crate) fn learn<'a>(cells: impl Iterator<Item = &'a str>, rule: &'r PostWords) -> Self {
        let mut counted: HashMap<&str, u32> = HashMap::new();
        for cell in cells {
            *counted.entry(cell).or_insert(0) += 1;
        }
        let mut known = Self {
            vocabulary: Vocabulary::new(rule),
            alone: Phrases::default(),
            cells: Phrases::default(),
            single: Phrases::default(),
            names: Phrases::default(),
        };
        let mut cells: Vec<(Vec<Word<'_>>, u32)> = counted
            .into_iter()
            .map(|(cell, times)| (known.vocabulary.learn(cell), times))
            .collect();
        known.learn_endings(&cells);
        for word in cells.iter_mut().flat_map(|(all, _)| all) {
            word.kind = known.vocabulary.kind(word.number);
        }
        known.learn_names(&cells);
        for (all, _) in &cells {
            known.cells.add(all.iter().map(|w| w.number));
            if pieces(all).len() == 1 && all.len() <= 6 {
                known.single.add(all.iter().map(|w| w.number));
            }
        }
        // A cell that a page break cut teaches nothing.
        cells.retain(|(all, times)| {
            let whole = all.last().is_some_and(|w| !w.comma && !w.kind.is_joining);
            whole
                && balanced(all)
                && (has_head(all)
                    || *times > 1
                    || ends_in_organisation(all) && !all[0].core.starts_with(char::is_lowercase))
        });
        // Each round knows more, so cells of several posts give up their parts.
        for _ in 0..3 {
            if !known.learn_parts(&cells) {
                break;
            }
        }
        known
    }

    /// An acronym that ends cells is an organisation: `…, ABC` and `… (ABC)`.
    fn learn_endings(&mut self, cells: &[(Vec<Word<'_>>, u32)]) {
        let mut last: HashMap<u32, u32> = HashMap::new();
        for (all, times) in cells {
            if let Some(word) = all.last()
                && is_acronym(word.core)
                && !word.kind.is_head
            {
                *last.entry(word.number).or_insert(0) += times;
            }
        }
        for (word, _) in last.into_iter().filter(|(_, n)| *n > 1) {
            self.vocabulary.add_organisation(word);
        }
    }

    /// What is behind the last comma of a post and ends as organisations do is one.
    fn learn_names(&mut self, cells: &[(Vec<Word<'_>>, u32)]) {
        for (all, _) in cells {
            let tail = all[..all.len().saturating_sub(1)]
                .iter()
                .rposition(|w| w.comma)
                .map_or(&[][..], |i| &all[i + 1..]);
            if (2..7).contains(&tail.len()) && !has_head(tail) && ends_in_organisation(tail) {
                self.names.add(tail.iter().map(|w| w.number));
            }
        }
    }

    /// Learns the posts that the cells are split into; says whether some are new.
    fn learn_parts(&mut self, cells: &[(Vec<Word<'_>>, u32)]) -> bool {
        let mut found: Vec<&[Word<'_>]> = Vec::new();
        for (all, _) in cells {
            for range in self.parts(all) {
                let part = &all[range];
                // A part is printed on one line, wherever the cell broke it.
                let line: Vec<Word<'_>> =
                    part.iter().map(|w| Word { newline: false, ..*w }).collect();
                if heads(&line).len() > 1 {
                    continue;
                }
                found.push(part);
                let bare = without_organisation(&line);
                if bare.len() > 1 && bare.len() < line.len() && has_head(bare) {
                    found.push(&part[..bare.len()]);
                }
            }
        }
        let mut is_new = false;
        for words in found {
            is_new |= self.alone.add(words.iter().map(|w| w.number));
        }
        is_new
    }

    /// Whether a cut here would part an organisation's name.
    fn parts_a_name(&self, piece: &[Word<'_>], at: usize) -> bool {
        !self.names.is_empty()
            && (at + 1..=piece.len().min(at + 6))
                .filter(|to| piece[to - 1].kind.is_organisation)
                .any(|to| {
                    (at.saturating_sub(6)..at).any(|from| self.names.contain(&piece[from..to]))
                })
    }

    /// Whether these words are alone somewhere in the document.
    fn is_alone(&self, words: &[Word<'_>]) -> bool {
        self.alone.contain(words)
    }

    /// Whether a text is a whole cell elsewhere.
    pub(crate) fn is_cell(&self, text: &str) -> bool {
        self.single.contain(&self.vocabulary.words(text))
    }

    /// Number of words at the start that are a known post; 0 for none.
    fn known_start(&self, words: &[Word<'_>]) -> usize {
        self.alone.longest_start(&words[..words.len().min(16)])
    }

    /// Splits a cell into its posts. The parts keep the cell's words in order; only separators
    /// between them are dropped.
    pub(crate) fn split(&self, text: &str) -> Vec<String> {
        if let Some(names) = names_by_strokes(text).or_else(|| self.initials(text)) {
            return names;
        }
        let all = self.vocabulary.words(text);
        self.parts(&all).into_iter().map(|part| shown(text, &all[part])).collect()
    }

    /// Initials of persons with strokes between them, each of which is a cell of its own elsewhere: `AG/BT`.
    fn initials(&self, text: &str) -> Option<Vec<String>> {
        let parts: Vec<&str> = text.split('/').map(str::trim).collect();
        let length = parts.first()?.len();
        let is_one = |part: &&str| {
            let words = self.vocabulary.words(part);
            part.len() == length
                && is_acronym(part)
                && words.len() == 1
                && self.single.contain(&words)
        };
        (parts.len() > 1 && (2..=3).contains(&length) && parts.iter().all(is_one))
            .then(|| parts.into_iter().map(str::to_owned).collect())
    }

    /// What a cell says that was read as one post, where it looks like two of which the document shows
    /// only one elsewhere: `Head of Repairs Procurement Manager`.
    pub(crate) fn guessed(&self, text: &str) -> Option<Vec<String>> {
        let all = self.vocabulary.words(text);
        let at = self.half_seam(&all).or_else(|| self.end_seam(&all))?;
        Some(vec![shown(text, &all[..at]), shown(text, &all[at..])])
    }

    /// The words of each of a cell's posts.
    fn parts(&self, all: &[Word<'_>]) -> Vec<Range<usize>> {
        if let Some(parts) = self.each_alone(all) {
            return parts;
        }
        let mut cuts = vec![0];
        if all.iter().any(|w| w.semicolon || w.slash || w.newline) {
            let mut from = 0;
            for at in 1..all.len() {
                if self.is_cut_by_mark(&all[from..at], &all[at..next_mark(all, at)]) {
                    cuts.push(at);
                    from = at;
                }
            }
        }
        cuts.push(all.len());
        let mut parts = Vec::new();
        for pair in cuts.windows(2) {
            let piece = &all[pair[0]..pair[1]];
            let mut start = 0;
            let mut inside = self.cuts_inside(piece);
            if inside.is_empty() {
                inside = self.seams(piece).unwrap_or_default();
            }
            for end in inside.into_iter().chain([piece.len()]) {
                let words = trimmed(&piece[start..end]).len();
                if words > 0 {
                    parts.push(pair[0] + start..pair[0] + start + words);
                }
                start = end;
            }
        }
        parts
    }

    /// The pieces of a cell, where each of them is a whole cell elsewhere, a person's name, or ends in
    /// its role in brackets.
    fn each_alone(&self, all: &[Word<'_>]) -> Option<Vec<Range<usize>>> {
        let pieces = pieces(all);
        if pieces.len() < 2 {
            return None;
        }
        let words = |range: &Range<usize>| &all[range.clone()];
        let (mut posts, mut bodies) = (0, 0);
        for piece in &pieces {
            let piece = words(piece);
            posts += usize::from(has_head(piece));
            // What may be the organisation of the post before it.
            bodies += usize::from(
                !has_head(piece)
                    && (ends_in_organisation(piece) || piece.iter().all(|w| is_acronym(w.core))),
            );
        }
        if posts > 0 && bodies > 0 {
            return None;
        }
        let alone = pieces.iter().all(|p| self.single.contain(words(p)));
        let names = pieces.iter().all(|p| is_name(words(p)) && !has_head(words(p)));
        let roles = pieces.iter().all(|p| all[p.end - 1].closes && balanced(words(p)));
        (alone || names || roles).then_some(pieces)
    }

    /// Whether a printed separator (`;`, ` / `, a line break) parts two posts. A line break may
    /// also come from the width of the column, and a slash may be inside a name.
    fn is_cut_by_mark(&self, left: &[Word<'_>], right: &[Word<'_>]) -> bool {
        let (Some(last), Some(first)) = (left.last(), right.first()) else { return false };
        if last.semicolon {
            return true;
        }
        if !last.slash && !first.newline {
            return false;
        }
        let (a, b) = (heads(left).len(), heads(right).len());
        let whole = |words: &[Word<'_>], heads: usize| {
            heads > 0
                || self.is_alone(words)
                || words.last().is_some_and(|w| w.kind.is_organisation)
        };
        if last.slash {
            return whole(left, a) && whole(right, b) || a == 0 && b == 0;
        }
        // A line break between posts is weighed with the other evidence inside the piece; what
        // is alone elsewhere on both sides is two, unless the lower is the upper's organisation.
        let alone = self.is_alone(left) && self.is_alone(right);
        let own = a > 0 && b == 0 && ends_in_organisation(right);
        alone && !own
            || a == 0 && b == 0 && is_name(left) && is_name(right)
            || begins_post(right) && left.len() > 1 && ends_post(left)
    }

    /// Where the posts of a piece without printed separators begin (the first excepted).
    fn cuts_inside(&self, piece: &[Word<'_>]) -> Vec<usize> {
        let heads = heads(piece);
        let mut cuts: Vec<usize> = Vec::new();
        let mut from = 0;
        for (n, pair) in heads.windows(2).enumerate() {
            let limit = heads.get(n + 2).map_or(piece.len(), |h| h.0);
            let best = (pair[0].1..=pair[1].0)
                .filter_map(|at| {
                    let score = self.boundary(piece, from, at, pair[1].1, limit)?;
                    Some((score, std::cmp::Reverse(at)))
                })
                .max();
            if let Some((_, std::cmp::Reverse(at))) = best {
                cuts.push(at);
                from = at;
            }
        }
        if heads.is_empty() {
            // Organisations and names in a row part only where both sides are known alone; behind
            // a post an organisation is the post's own.
            for at in 1..piece.len() {
                if piece[at - 1].comma
                    && self.is_alone(trimmed(&piece[from..at]))
                    && self.is_alone(&piece[at..])
                {
                    cuts.push(at);
                    from = at;
                }
            }
        }
        cuts
    }

    /// How likely a post begins at `at`; `None` where nothing speaks for it. `head` is the end of
    /// the head that the new post would have, `limit` where the head after it begins.
    fn boundary(
        &self,
        piece: &[Word<'_>],
        from: usize,
        at: usize,
        head: usize,
        limit: usize,
    ) -> Option<u32> {
        let left = trimmed(&piece[from..at]);
        let right = &piece[at..];
        let (Some(last), Some(first)) = (left.last(), right.first()) else { return None };
        if first.kind.is_joining || !balanced(left) || self.parts_a_name(piece, at) {
            return None;
        }
        let conjunction = is_and(&piece[at - 1]);
        if !conjunction && piece[at - 1].kind.is_joining {
            return None;
        }
        let known = self.known_start(&piece[at..limit.max(head)]);
        let known_right = known > 0 && at + known >= head;
        let organisation = last.kind.is_organisation;
        let left_known = self.is_alone(left);
        let starts = first.kind.is_rank || first.kind.is_head;
        let comma = piece[at - 1].comma;
        // `Officer` alone below `Chief Executive` is the end of it.
        let is_lone = piece.len() == at + 1 && !known_right;
        let is_upper = first.core.starts_with(char::is_uppercase);
        let line = first.newline && !comma && is_upper && !is_lone;
        // `Head of Works Director of Boats`: a post that is known, and another that says what it is of.
        let is_of = piece.get(head).is_some_and(|w| matches!(w.core, "of" | "for"));
        let titled = left_known && starts && is_of && first.core.starts_with(char::is_uppercase);
        let speaks = known_right
            || organisation
            || line
            || titled
            || (conjunction && (starts || left_known))
            || (left_known && comma && starts);
        if !speaks {
            return None;
        }
        let mut score = 10;
        if known_right {
            score += 50 + known as u32;
        }
        if organisation {
            score += 30;
        }
        if left_known {
            score += 20;
        }
        if line {
            score += 15;
        }
        score += 10 * u32::from(comma) + 10 * u32::from(conjunction) + 5 * u32::from(starts);
        // An organisation in front of a post is the end of the post before it, and a post is more
        // than its head.
        if first.kind.is_organisation && !known_right {
            score = score.saturating_sub(25);
        }
        if head == at + 1 && !known_right {
            score = score.saturating_sub(12);
        }
        Some(score)
    }

    /// Whether a cell of posts cut by a page break goes on in another: neither of them is by
    /// itself as it is, or a post known elsewhere lies across the cut.
    pub(crate) fn goes_on(&self, upper: &str, lower: &str) -> bool {
        let (a, b) = (self.vocabulary.words(upper), self.vocabulary.words(lower));
        let (Some(last), Some(first)) = (a.last(), b.first()) else { return false };
        if last.kind.is_joining || !balanced(&a) {
            return true;
        }
        if first.kind.is_joining || first.core.starts_with(char::is_lowercase) {
            return true;
        }
        let both: Vec<Word<'_>> = a.iter().chain(&b).copied().collect();
        // The whole is elsewhere, and is one post: names that are cells of their own are two.
        let are_two = self.is_alone(&a) && self.is_alone(&b) || is_name(&a) && is_name(&b);
        if heads(&both).len() < 2 && !are_two && self.cells.contain(&both) {
            return true;
        }
        if !self.is_alone(&a) && !self.is_alone(&b) && self.is_alone(&both) {
            return true;
        }
        // A comma at the end wants the rest, though each piece may be alone elsewhere: a post
        // without its organisation does, and an organisation.
        let organisation = !has_head(&b) && ends_in_organisation(&b);
        if last.comma && (self.is_alone(&both) || organisation) && heads(&a).len() == 1 {
            return true;
        }
        // A head at the end of a page, and below it nothing but an area and an organisation.
        let headless = !has_head(&b) && !self.is_alone(&b);
        if headless && ends_in_organisation(&b) && b.len() > 1 && !self.is_alone(&a) {
            return heads(&a).len() == 1 && (last.comma || !ends_in_organisation(&a));
        }
        // A known post across the cut, in front of which the upper piece is whole.
        let dangling = b.last().is_some_and(|w| w.comma) || last.comma || !self.is_alone(&a);
        dangling
            && (1..a.len()).any(|at| {
                let known = self.known_start(&both[at..]);
                let whole = a[at - 1].kind.is_organisation || self.is_alone(trimmed(&a[..at]));
                whole && at + known > a.len() && at + known >= both.len()
            })
    }
}

/// Persons' names with strokes between them and no blanks round these: `Ann Gull/Bo Tern`. `NTW/LSC` is no name.
fn names_by_strokes(text: &str) -> Option<Vec<String>> {
    let is_word = |w: &str| {
        let mut letters = w.chars();
        letters.next().is_some_and(char::is_uppercase)
            && w.chars().count() > 1
            && letters.all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’'))
    };
    let is_name = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=3).contains(&words.len()) && words.into_iter().all(is_word)
    };
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    (parts.len() > 1 && parts.iter().all(|p| is_name(p)))
        .then(|| parts.into_iter().map(str::to_owned).collect())
}

/// Whether words on a line of their own begin as a post does: `Director of Works`.
fn begins_post(line: &[Word<'_>]) -> bool {
    matches!(line, [first, of, ..] if first.kind.is_head && matches!(of.core, "of" | "for"))
}

/// Whether words can be all of a post or name: they end in none that is in front of a head (`Deputy`), and none
/// that joins.
fn ends_post(line: &[Word<'_>]) -> bool {
    const BEFORE_HEADS: [&str; 16] = [
        "medical",
        "clinical",
        "managing",
        "joint",
        "group",
        "regional",
        "divisional",
        "programme",
        "corporate",
        "operational",
        "area",
        "site",
        "non-executive",
        "lead",
        "locality",
        "the",
    ];
    line.last().is_some_and(|w| {
        let lower = w.core.to_lowercase();
        !w.comma
            && !w.kind.is_joining
            && !w.kind.is_rank
            && !BEFORE_HEADS.contains(&lower.as_str())
            && balanced(line)
            && line.iter().all(|w| w.core.starts_with(char::is_uppercase) || w.kind.is_joining)
    })
}

/// Whether a word that says what a person is may be in front of another such word in one post: `Lead Nurse`.
fn is_rank_of_head(word: &str) -> bool {
    const BOTH: [&str; 10] = [
        "lead",
        "executive",
        "nurse",
        "head",
        "chair",
        "chief",
        "managing",
        "clerk",
        "consultant",
        "partner",
    ];
    BOTH.contains(&word.to_lowercase().as_str())
}

/// A cell cut at everything that may part posts: commas, semicolons, strokes, line breaks, `and`.
fn pieces(all: &[Word<'_>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut depth = 0;
    for (at, word) in all.iter().enumerate() {
        depth += word.depth;
        let open = depth > 0;
        let is_between = is_and(word) && !open;
        if (is_between || (word.newline && !open)) && at > from {
            out.push(from..at);
            from = at;
        }
        if is_between {
            from = at + 1;
        } else if parts(word) && !open {
            out.push(from..at + 1);
            from = at + 1;
        }
    }
    if from < all.len() {
        out.push(from..all.len());
    }
    out
}

/// Whether a cell says that nobody is named: `TBD`, `N/A`, `Unassigned`, a dash.
pub(crate) fn is_nobody(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    matches!(
        words.join(" ").as_str(),
        "" | "tbd"
            | "tbc"
            | "tba"
            | "n a"
            | "na"
            | "nil"
            | "none"
            | "unassigned"
            | "not assigned"
            | "unknown"
            | "to be confirmed"
            | "to be decided"
            | "to be determined"
            | "to be assigned"
            | "to be appointed"
            | "not applicable"
            | "nobody"
            | "no one"
            | "not yet assigned"
            | "tbc tbc"
    )
}

/// Words without `and` and `&` at the end.
fn trimmed<'w, 'a>(words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    match words.split_last() {
        Some((last, rest)) if is_and(last) => rest,
        _ => words,
    }
}

fn is_and(word: &Word<'_>) -> bool {
    matches!(word.core, "and" | "&" | "+" | "And" | "AND")
}

/// Whether the last word ends an organisation's name.
fn ends_in_organisation(words: &[Word<'_>]) -> bool {
    words.last().is_some_and(|w| w.kind.is_organisation)
}

/// Words without the organisation behind the last comma or in brackets at the end.
fn without_organisation<'w, 'a>(all: &'w [Word<'a>]) -> &'w [Word<'a>] {
    let Some((last, before)) = all.split_last() else { return all };
    if !last.kind.is_organisation && !is_acronym(last.core) {
        return all;
    }
    match before.iter().rposition(|w| w.comma) {
        Some(comma) => &all[..=comma],
        None => before,
    }
}

/// Whether the brackets that open are closed.
fn balanced(words: &[Word<'_>]) -> bool {
    words.iter().map(|w| w.depth).sum::<i32>() <= 0
}

/// Whether a word says what a person is.
fn has_head(words: &[Word<'_>]) -> bool {
    words.iter().any(|w| w.kind.is_head)
}

/// Where the posts' heads are: runs of head words that nothing parts, as word ranges.
fn heads(words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        if !word.kind.is_head {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.1 == i && !parts(&words[i - 1]) && !word.newline => run.1 = i + 1,
            _ => runs.push((i, i + 1)),
        }
    }
    runs
}

fn parts(word: &Word<'_>) -> bool {
    word.comma || word.semicolon || word.slash
}

/// Index behind the next printed separator.
fn next_mark(all: &[Word<'_>], from: usize) -> usize {
    (from..all.len())
        .find(|i| all[*i].semicolon || all[*i].slash || (*i > from && all[*i].newline))
        .map_or(all.len(), |i| if all[i].semicolon || all[i].slash { i + 1 } else { i })
}

/// Two or three capitalised words without digits or capitals inside: a person's name.
fn is_name(words: &[Word<'_>]) -> bool {
    (2..=3).contains(&words.len())
        && words.iter().all(|w| {
            let mut chars = w.core.chars();
            chars.next().is_some_and(char::is_uppercase)
                && chars.all(|c| {
                    c.is_lowercase()
                        || matches!(c, '-' | '\'' | '’')
                        || c.is_uppercase() && w.core.contains(['-', '\'', '’'])
                })
        })
}

/// Two to six capitals, a slash or ampersand among them allowed.
fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_uppercase).count();
    (2..=8).contains(&letters)
        && word.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '/' | '&' | '-'))
}

/// The text of a part, without separators at its ends.
fn shown(text: &str, words: &[Word<'_>]) -> String {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    text[first.start..last.end]
        .replace('\n', " ")
        .trim_matches(|c: char| matches!(c, ',' | ';' | '/' | '•') || c.is_whitespace())
        .to_owned()
}
