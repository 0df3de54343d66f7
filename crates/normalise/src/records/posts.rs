//! A cell of posts split into its posts, with the document itself as evidence.

use crate::profile::PostWords;
use std::collections::{HashMap, HashSet};

/// What a document shows of its posts and organisations.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Posts and organisations that stand alone in some cell, by their words.
    alone: HashSet<String>,
    /// Last words of organisations: `ccg`, an acronym that ends several cells.
    endings: HashSet<String>,
    /// Whole names of organisations: what stands behind the last comma of some post.
    names: HashSet<String>,
}

/// One word of a cell, and how it is set off from the next.
#[derive(Clone, Debug)]
struct Word<'a> {
    /// Byte offsets in the text.
    start: usize,
    end: usize,
    /// As it stands.
    raw: &'a str,
    /// Without the punctuation around it.
    core: &'a str,
    /// That in lower case.
    lower: String,
    comma: bool,
    semicolon: bool,
    slash: bool,
    /// Whether it begins a line.
    newline: bool,
}

impl Word<'_> {
    fn lower(&self) -> &str {
        &self.lower
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut all: Vec<Word<'_>> = Vec::new();
    let mut newline = false;
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let body = piece.trim_end();
        let start = at;
        at += piece.len();
        let ends_line = piece.ends_with('\n');
        if body.is_empty() {
            newline |= ends_line;
            continue;
        }
        let core =
            body.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '.' | '/' | '•'));
        let slash = body.ends_with('/') || body == "/";
        if core.is_empty() {
            // A separator that stands by itself belongs to the word before it.
            if let Some(last) = all.last_mut() {
                // ` / ` parts posts as surely as a semicolon does.
                last.semicolon |= slash || body.contains(';');
                last.comma |= body.contains(',');
            }
            newline |= ends_line;
            continue;
        }
        all.push(Word {
            start,
            end: start + body.len(),
            raw: body,
            core,
            lower: core.to_lowercase(),
            comma: body.ends_with(','),
            semicolon: body.ends_with(';'),
            slash,
            newline,
        });
        newline = ends_line;
    }
    all
}

/// The words of a stretch as known posts are compared by.
fn key(words: &[Word<'_>]) -> String {
    let mut key = String::with_capacity(words.len() * 10);
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word.lower());
    }
    key
}

impl Known {
    /// Learns from all cells of posts in a document; equal cells need to be given once only.
    pub(crate) fn learn<'a>(cells: impl Iterator<Item = &'a str>, rule: &PostWords) -> Self {
        let mut counted: HashMap<&str, u32> = HashMap::new();
        for cell in cells {
            *counted.entry(cell).or_insert(0) += 1;
        }
        let mut cells: Vec<(&str, u32)> = counted.into_iter().collect();
        cells.sort_unstable();
        let mut known = Self {
            alone: HashSet::new(),
            endings: rule.organisations.clone(),
            names: HashSet::new(),
        };
        // An acronym that ends cells is an organisation: `…, ABC` and `… (ABC)`.
        let mut last: HashMap<String, u32> = HashMap::new();
        for (cell, n) in &cells {
            if let Some(word) = words(cell).last()
                && is_acronym(word.core)
                && !rule.heads.contains(word.lower())
            {
                *last.entry(word.lower().to_owned()).or_insert(0) += n;
            }
        }
        known.endings.extend(last.into_iter().filter(|(_, n)| *n > 1).map(|(word, _)| word));
        for (cell, _) in &cells {
            let all = words(cell);
            let tail = all[..all.len().saturating_sub(1)]
                .iter()
                .rposition(|w| w.comma)
                .map_or(&[][..], |i| &all[i + 1..]);
            if tail.len() > 1
                && tail.len() < 7
                && heads(tail, rule).is_empty()
                && tail.last().is_some_and(|w| known.endings.contains(w.lower()))
            {
                known.names.insert(key(tail));
            }
        }
        // A cell that a page break cut teaches nothing.
        cells.retain(|(cell, n)| {
            let all = words(cell);
            let whole = all.last().is_some_and(|w| !w.comma && !rule.joining.contains(w.lower()));
            let headless = heads(&all, rule).is_empty();
            whole
                && balanced(&all)
                && (!headless
                    || *n > 1
                    || known.ends_in_organisation(&all)
                        && !all[0].core.starts_with(char::is_lowercase))
        });
        // Each round knows more, so cells of several posts give up their parts.
        for _ in 0..3 {
            let mut found = Vec::new();
            for (cell, _) in &cells {
                for part in known.split(cell, rule) {
                    let all = words(&part);
                    if heads(&all, rule).len() <= 1 && !all.is_empty() {
                        found.push(key(&all));
                        let bare = known.without_organisation(&all);
                        if bare.len() > 1 && bare.len() < all.len() && !heads(bare, rule).is_empty()
                        {
                            found.push(key(bare));
                        }
                    }
                }
            }
            known.alone.extend(found);
        }
        known
    }

    /// Whether the last word ends an organisation's name.
    fn ends_in_organisation(&self, words: &[Word<'_>]) -> bool {
        words.last().is_some_and(|w| self.endings.contains(w.lower()))
    }

    /// Whether a cut here would part an organisation's name.
    fn parts_a_name(&self, piece: &[Word<'_>], at: usize) -> bool {
        let ends = (at + 1..=piece.len().min(at + 6))
            .filter(|to| self.endings.contains(piece[to - 1].lower()));
        let mut ends = ends.filter(|_| !self.names.is_empty());
        ends.any(|to| {
            (at.saturating_sub(6)..at).any(|from| self.names.contains(&key(&piece[from..to])))
        })
    }

    /// Whether these words stand alone somewhere in the document.
    fn is_alone(&self, words: &[Word<'_>]) -> bool {
        !words.is_empty() && self.alone.contains(&key(words))
    }

    /// Words without the organisation behind the last comma or in brackets at the end.
    fn without_organisation<'w, 'a>(&self, all: &'w [Word<'a>]) -> &'w [Word<'a>] {
        let Some(last) = all.last() else { return all };
        if !self.endings.contains(last.lower()) && !is_acronym(last.core) {
            return all;
        }
        match all[..all.len() - 1].iter().rposition(|w| w.comma) {
            Some(comma) => &all[..=comma],
            None => &all[..all.len() - 1],
        }
    }

    /// Number of words at the start that are a known post; 0 for none.
    fn known_start(&self, words: &[Word<'_>]) -> usize {
        let words = &words[..words.len().min(16)];
        let whole = key(words);
        let mut end = whole.len();
        for n in (1..=words.len()).rev() {
            if whole.get(..end).is_some_and(|start| self.alone.contains(start)) {
                return n;
            }
            end = end.saturating_sub(words[n - 1].lower().len() + 1);
        }
        0
    }

    /// Splits a cell into its posts. The parts keep the cell's words in order; only separators
    /// between them are dropped.
    pub(crate) fn split(&self, text: &str, rule: &PostWords) -> Vec<String> {
        let all = words(text);
        let mut cuts = Vec::new();
        let mut from = 0;
        let marked = all.iter().any(|w| w.semicolon || w.slash || w.newline);
        for at in if marked { 1..all.len() } else { 0..0 } {
            let (left, right) = (&all[from..at], &all[at..next_mark(&all, at)]);
            if self.is_cut_by_mark(left, right, rule) {
                cuts.push(at);
                from = at;
            }
        }
        let bounds: Vec<usize> =
            std::iter::once(0).chain(cuts).chain(std::iter::once(all.len())).collect();
        let mut parts = Vec::new();
        for pair in bounds.windows(2) {
            let piece = &all[pair[0]..pair[1]];
            let mut start = 0;
            for cut in self.cuts_inside(piece, rule) {
                parts.push(shown(text, &piece[start..cut]));
                start = cut;
            }
            parts.push(shown(text, &piece[start..]));
        }
        parts.retain(|p| !p.is_empty());
        parts
    }

    /// Whether a printed separator (`;`, ` / `, a line break) parts two posts. A line break may
    /// also come from the width of the column, and a slash may stand inside a name.
    fn is_cut_by_mark(&self, left: &[Word<'_>], right: &[Word<'_>], rule: &PostWords) -> bool {
        let (Some(last), Some(first)) = (left.last(), right.first()) else { return false };
        if last.semicolon {
            return true;
        }
        if !last.slash && !first.newline {
            return false;
        }
        let (a, b) = (heads(left, rule).len(), heads(right, rule).len());
        let whole = |words: &[Word<'_>], heads: usize| {
            heads > 0
                || self.is_alone(words)
                || words.last().is_some_and(|w| self.endings.contains(w.lower()))
        };
        if last.slash {
            return whole(left, a) && whole(right, b) || a == 0 && b == 0;
        }
        // A line break between posts is weighed with the other evidence inside the piece; what
        // stands alone elsewhere on both sides is two, unless the lower is the upper's organisation.
        let alone = self.is_alone(left) && self.is_alone(right);
        let own = a > 0 && b == 0 && self.ends_in_organisation(right);
        alone && !own || a == 0 && b == 0 && is_name(left) && is_name(right)
    }

    /// Where the posts of a piece without printed separators begin (the first excepted).
    fn cuts_inside(&self, piece: &[Word<'_>], rule: &PostWords) -> Vec<usize> {
        let heads = heads(piece, rule);
        let mut cuts: Vec<usize> = Vec::new();
        let mut from = 0;
        for (n, pair) in heads.windows(2).enumerate() {
            let limit = heads.get(n + 2).map_or(piece.len(), |h| h.0);
            let best = (pair[0].1..=pair[1].0)
                .filter_map(|at| {
                    let score = self.boundary(piece, from, at, pair[1].1, limit, rule)?;
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
        rule: &PostWords,
    ) -> Option<u32> {
        let left = trimmed(&piece[from..at]);
        let right = &piece[at..];
        let (Some(last), Some(first)) = (left.last(), right.first()) else { return None };
        if rule.joining.contains(first.lower()) || !balanced(left) || self.parts_a_name(piece, at) {
            return None;
        }
        let conjunction = is_and(&piece[at - 1]);
        if !conjunction && rule.joining.contains(piece[at - 1].lower()) {
            return None;
        }
        let known = self.known_start(&piece[at..limit.max(head)]);
        let known_right = known > 0 && at + known >= head;
        let organisation = self.endings.contains(last.lower());
        let left_known = self.is_alone(left);
        let starts = matches!(
            first.lower(),
            "senior"
                | "snr"
                | "assistant"
                | "asst"
                | "deputy"
                | "chief"
                | "principal"
                | "interim"
                | "acting"
                | "associate"
                | "executive"
                | "designated"
                | "vice"
                | "service"
                | "strategic"
        ) || rule.heads.contains(first.lower());
        let comma = piece[at - 1].comma;
        let line = first.newline && !comma && first.core.starts_with(char::is_uppercase);
        let speaks = known_right
            || organisation
            || line
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
        if self.endings.contains(first.lower()) && !known_right {
            score = score.saturating_sub(25);
        }
        if head == at + 1 && !known_right {
            score = score.saturating_sub(12);
        }
        Some(score)
    }

    /// Whether a cell of posts cut by a page break goes on in another: neither of them stands by
    /// itself as it is, or a post known elsewhere lies across the cut.
    pub(crate) fn goes_on(&self, upper: &str, lower: &str, rule: &PostWords) -> bool {
        let (a, b) = (words(upper), words(lower));
        let (Some(last), Some(first)) = (a.last(), b.first()) else { return false };
        if rule.joining.contains(last.lower()) || !balanced(&a) {
            return true;
        }
        if rule.joining.contains(first.lower()) || first.core.starts_with(char::is_lowercase) {
            return true;
        }
        let both: Vec<Word<'_>> = a.iter().chain(&b).cloned().collect();
        if !self.is_alone(&a) && !self.is_alone(&b) && self.is_alone(&both) {
            return true;
        }
        // A comma at the end wants the rest, though each piece may stand alone elsewhere: a post
        // without its organisation does, and an organisation.
        let organisation = heads(&b, rule).is_empty() && self.ends_in_organisation(&b);
        if last.comma && (self.is_alone(&both) || organisation) && heads(&a, rule).len() == 1 {
            return true;
        }
        // A head at the end of a page, and below it nothing but an area and an organisation.
        let headless = heads(&b, rule).is_empty() && !self.is_alone(&b);
        if headless && self.ends_in_organisation(&b) && b.len() > 1 && !self.is_alone(&a) {
            return heads(&a, rule).len() == 1 && (last.comma || !self.ends_in_organisation(&a));
        }
        // A known post across the cut, in front of which the upper piece is whole.
        let dangling = b.last().is_some_and(|w| w.comma) || last.comma || !self.is_alone(&a);
        dangling
            && (1..a.len()).any(|at| {
                let known = self.known_start(&both[at..]);
                let whole =
                    self.endings.contains(a[at - 1].lower()) || self.is_alone(trimmed(&a[..at]));
                whole && at + known > a.len() && at + known >= both.len()
            })
    }
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

/// Whether the brackets that open are closed.
fn balanced(words: &[Word<'_>]) -> bool {
    let count = |c: char| words.iter().map(|w| w.raw.matches(c).count()).sum::<usize>();
    count('(') <= count(')')
}

/// Where the posts' heads stand: runs of head words that nothing parts, as word ranges.
fn heads(words: &[Word<'_>], rule: &PostWords) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        if !rule.heads.contains(word.lower()) {
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
    let words = trimmed(words);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    text[first.start..last.end]
        .replace('\n', " ")
        .trim_matches(|c: char| matches!(c, ',' | ';' | '/' | '•') || c.is_whitespace())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    fn rule() -> PostWords {
        Profile::built_in("action-plan").unwrap().posts
    }

    const CELLS: [&str; 22] = [
        "Finance Business Partner, NBC",
        "Head of Housing Needs & Advice, NHS Westmoor ICB",
        "Service Manager Lettings, NBC",
        "Chief Housing Officer and Service Manager Lettings",
        "Chief Executive Tenants Together",
        "Senior Manager Repairs, NBC",
        "Property Surveyor, NBC",
        "Service Manager, Homes, NBC, Senior Manager Repairs, NBC Registered Care Officer",
        "Registered Care Officer",
        "NHS Registered Care Officer Service Manager Lettings, NBC",
        "AHP/MHT NHS Trust",
        "Director of Works, NBC",
        "Assistant Director, Homes and Places, NBC",
        "Planning Lead, Homes, Adults and Children, NBC",
        "Communications Officer, NBC",
        "Repairs Manager, Westmoor ICB",
        "Lettings Manager – Adults and Places, Westmoor Homes Partnership",
        "Lettings Manager – Adults and",
        "Harbour Master",
        "Harbour Master",
        "Director of Works",
        "Places, Westmoor Homes Partnership",
    ];

    #[test]
    fn cells_are_split_by_the_documents_own_evidence() {
        let rule = rule();
        let known = Known::learn(CELLS.iter().copied(), &rule);
        for (cell, parts) in [
            ("Finance Business Partner, NBC", vec!["Finance Business Partner, NBC"]),
            (
                "Finance Business Partner, NBC Repairs Manager, Homes & Places, NHS Westmoor ICB",
                vec![
                    "Finance Business Partner, NBC",
                    "Repairs Manager, Homes & Places, NHS Westmoor ICB",
                ],
            ),
            (
                "Head of Housing Needs & Advice, NHS Westmoor ICB Working Group Chairs",
                vec!["Head of Housing Needs & Advice, NHS Westmoor ICB", "Working Group Chairs"],
            ),
            (
                "Chief Executive Tenants Together, Finance Business Partner, NBC",
                vec!["Chief Executive Tenants Together", "Finance Business Partner, NBC"],
            ),
            (
                "AD Homes and Places, Service Manager Lettings",
                vec!["AD Homes and Places", "Service Manager Lettings"],
            ),
            (
                "NHS Registered Care Officer Service Manager Lettings, NBC",
                vec!["NHS Registered Care Officer", "Service Manager Lettings, NBC"],
            ),
            (
                "NHS Registered Care Officer and Senior Manager Repairs",
                vec!["NHS Registered Care Officer", "Senior Manager Repairs"],
            ),
            (
                "Senior Manager - Repairs Service, NBC, NHS Registered Care Officer,",
                vec!["Senior Manager - Repairs Service, NBC", "NHS Registered Care Officer"],
            ),
            (
                "Senior Manager Learning Service NBC, Property Surveyor, NBC",
                vec!["Senior Manager Learning Service NBC", "Property Surveyor, NBC"],
            ),
            (
                "Service Manager, Homes, NBC, Senior Manager Learning Service, NBC Registered Care Officer",
                vec![
                    "Service Manager, Homes, NBC",
                    "Senior Manager Learning Service, NBC",
                    "Registered Care Officer",
                ],
            ),
            (
                "Senior Manager, Westmoor ICB/ Repairs Manager, Homes, Adults and Places, Eastmoor ICB",
                vec![
                    "Senior Manager, Westmoor ICB",
                    "Repairs Manager, Homes, Adults and Places, Eastmoor ICB",
                ],
            ),
            (
                "Director of Works, NBC LIS Senior Advisor, NBC",
                vec!["Director of Works, NBC", "LIS Senior Advisor, NBC"],
            ),
            (
                "Senior Manager – Early Days lead, NBC",
                vec!["Senior Manager – Early Days lead, NBC"],
            ),
            (
                "Planning Lead for Homes, Adults and Children",
                vec!["Planning Lead for Homes, Adults and Children"],
            ),
            (
                "Deputy Director of Care and Quality, Designated Nurse for Adults Westmoor ICB",
                vec![
                    "Deputy Director of Care and Quality, Designated Nurse for Adults Westmoor ICB",
                ],
            ),
            (
                "Team Manager, Outreach, AHP/MHT NHS Trust",
                vec!["Team Manager, Outreach, AHP/MHT NHS Trust"],
            ),
            ("Chair of Parent/Carer Group", vec!["Chair of Parent/Carer Group"]),
            ("Director of Works; Head of Planning", vec!["Director of Works", "Head of Planning"]),
            ("Director of Works / Head of Planning", vec!["Director of Works", "Head of Planning"]),
            ("Director of Works\nHead of Planning", vec!["Director of Works", "Head of Planning"]),
            ("Director of Works\nHarbour Master", vec!["Director of Works", "Harbour Master"]),
            ("Service Manager\nLettings, NBC", vec!["Service Manager Lettings, NBC"]),
            ("Jane Whitfield\nTom Okafor", vec!["Jane Whitfield", "Tom Okafor"]),
            (
                "Lettings Manager – Adults and Places, Westmoor Homes Partnership",
                vec!["Lettings Manager – Adults and Places, Westmoor Homes Partnership"],
            ),
            (
                "Lettings Manager, Outreach, AHP/MHT NHS Trust",
                vec!["Lettings Manager, Outreach, AHP/MHT NHS Trust"],
            ),
            ("", vec![]),
        ] {
            assert_eq!(known.split(cell, &rule), parts, "{cell}");
        }
    }

    #[test]
    fn a_post_cut_by_a_page_break_is_told_from_two_posts() {
        let rule = rule();
        let known = Known::learn(CELLS.iter().copied(), &rule);
        for (upper, lower, joined) in [
            ("Senior Commissioning Manager – Adults and", "Families (Westmoor ICB)", true),
            ("Senior Manager - Repairs Service, NBC, NHS", "Registered Care Officer,", true),
            ("Senior Manager Repairs, NBC", "Service Manager Lettings, NBC", false),
            ("Property Surveyor, NBC", "Director of Works, NBC", false),
            ("Property Surveyor (North", "and South)", true),
            ("Chief Lettings Officer", "Jane Whitfield and Tom Okafor", false),
        ] {
            assert_eq!(known.goes_on(upper, lower, &rule), joined, "{upper} | {lower}");
        }
    }
}
