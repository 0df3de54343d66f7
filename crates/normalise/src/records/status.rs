//! A status by its word, its colour or its picture.

use super::boxes::{self, Choice};
use super::signs;
use crate::profile::{Phrase, phrase};
use foldhash::HashSet;
use tablemend_model::{
    Cell, Diagnostic, Entity, LegendEntry, Level, MediaType, Rgb, RichText, State, Status, Style,
    Value, Witness,
};

/// The words and swatches that a status is known by.
#[derive(Debug, Default)]
pub(crate) struct Statuses {
    /// A word, and the status that it means; the document's own legend is first.
    words: Vec<(Phrase, String)>,
    /// The legend's signs that have no word, where all are different.
    signs: Vec<(char, String)>,
    /// The legend's swatches.
    swatches: Vec<(Rgb, String)>,
    /// The legend itself.
    legend: Vec<LegendEntry>,
    /// Colours that signs of several forms have, so that they say nothing.
    shared: HashSet<Option<&'static str>>,
    /// Whether many signs have one colour, though the legend has several statuses: their form may be what tells.
    is_even: bool,
}

/// What a cell was read as, and what of it is doubtful.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Read {
    /// The status.
    pub(crate) status: Status,
    /// The colour's status where the word says another.
    pub(crate) conflict: Option<String>,
    /// Whether the cell's word is no status that is known.
    pub(crate) unlisted: bool,
    /// Whether the cell has a sign of which nothing says what it means.
    pub(crate) unknown_sign: bool,
    /// What the cell says is not done yet, behind a word for what is.
    pub(crate) unfinished: Option<String>,
}

impl Statuses {
    /// From the document's legend and the profile's words.
    pub(crate) fn new(legend: &[LegendEntry], profile: &[(String, Vec<Phrase>)]) -> Self {
        let mut words: Vec<(Phrase, String)> = legend
            .iter()
            .flat_map(|e| {
                // `Complete` on blue in a row of colours: the word says what it is, wherever it is printed.
                let is_own_state = |p: &&str| {
                    let on = e.fill.and_then(hue);
                    on == Some(&e.status) && tells_state(p) && phrase(p) != phrase(&e.status)
                };
                let printed = e.printed.as_deref().filter(|p| !is_own_state(p));
                let printed = printed.map(phrase).unwrap_or_default();
                [(printed, e.status.clone()), (phrase(&e.status), e.status.clone())]
            })
            .filter(|(p, _)| !p.is_empty())
            .collect();
        for (status, synonyms) in profile {
            words.extend(synonyms.iter().map(|p| (p.clone(), status.clone())));
        }
        let shown = || legend.iter().filter_map(|e| Some((e.fill?, &e.status)));
        // One colour of two entries tells neither.
        let is_own = |c: Rgb, status: &str| shown().all(|(d, s)| d != c || s == status);
        let swatches =
            shown().filter(|(c, s)| is_own(*c, s)).map(|(c, s)| (c, s.clone())).collect();
        let form = |t: &str| signs::of_text(t).or_else(|| signs::leading_sign(t));
        let sign = |e: &LegendEntry| Some((form(e.printed.as_deref()?)?, e.status.clone()));
        let mut signs: Vec<(char, String)> = legend.iter().filter_map(sign).collect();
        let forms: HashSet<char> = signs.iter().map(|(sign, _)| *sign).collect();
        if forms.len() < signs.len() {
            signs.clear();
        }
        Self {
            words,
            signs,
            swatches,
            legend: legend.to_vec(),
            shared: HashSet::default(),
            is_even: false,
        }
    }

    /// Learns from the cells of status columns whether the colour of a sign says anything.
    pub(crate) fn learn<'c>(&mut self, cells: impl Iterator<Item = &'c Cell>) {
        const MANY: usize = 8;
        let cells: Vec<&Cell> = cells.collect();
        let mut hues: Vec<&str> =
            cells.iter().filter_map(|c| c.icons.first().copied().and_then(hue)).collect();
        let all = hues.len();
        hues.dedup();
        self.is_even = all >= MANY && hues.len() == 1 && self.legend.len() > 2;
        let mut drawn: Vec<(Option<&'static str>, char)> = cells
            .iter()
            .filter_map(|c| Some((c.icons.first().copied().and_then(hue), c.shape?)))
            .collect();
        drawn.sort_unstable();
        drawn.dedup();
        let several = drawn.windows(2).filter(|w| w[0].0 == w[1].0);
        self.shared = several.map(|w| w[0].0).collect();
    }

    /// The status that a word means.
    pub(crate) fn by_word(&self, printed: &Phrase) -> Option<&str> {
        let exact = self.words.iter().find(|(p, _)| p == printed);
        // `Amber – at risk`: the first word counts where the whole does not; initials only alone.
        let first = || {
            self.words.iter().find(|(p, _)| {
                p.len() == 1 && p.as_str().len() > 2 && printed.first() == p.as_str()
            })
        };
        exact.or_else(first).map(|(_, status)| status.as_str())
    }

    /// The status that a colour shows: the legend's swatch that is as good as equal, else the
    /// nearest named hue.
    pub(crate) fn by_colour(&self, colour: Rgb) -> Option<&str> {
        let near = self
            .swatches
            .iter()
            .map(|(c, status)| (distance(*c, colour), status.as_str()))
            .filter(|(d, _)| *d < 48 * 48)
            .min();
        near.map(|(_, status)| status).or_else(|| hue(colour))
    }

    /// Reads the cell of a status column. `ground` is the fill that the row's other cells share:
    /// a shade that all of them have is no status.
    pub(crate) fn read(&self, cell: &Cell, ground: Option<Rgb>) -> Read {
        if let Some(said) = &cell.says {
            let place = cell.place();
            let mut read = self.read(&Cell::new(cell.row(), cell.col(), said.clone(), place), None);
            read.status.printed =
                Some(cell.text.as_str().to_owned()).filter(|printed| !printed.is_empty());
            return read;
        }
        let printed = cell.text.as_str();
        match boxes::choice(printed) {
            Some(Choice::One(chosen)) => {
                let mut own =
                    Cell::new(cell.row(), cell.col(), cell.text.slice(0..0), cell.place());
                own.text = RichText::plain(chosen);
                let mut read = self.read(&own, None);
                read.status.printed = Some(printed.replace('\n', " "));
                return read;
            }
            Some(Choice::Empty | Choice::Several) => {
                let printed = Some(printed.replace('\n', " "));
                let status = Status { printed, ..Status::default() };
                return Read { status, unlisted: true, ..Read::default() };
            }
            None => {}
        }
        let lead = rating_behind(printed).unwrap_or_else(|| leading(printed));
        let fill = cell.fill.filter(|c| Some(*c) != ground || saturated(*c));
        let by_fill = fill
            .and_then(|c| self.by_colour(c))
            .map(|s| (s, if cell.fill_is_style { Witness::Style } else { Witness::Fill }));
        let is_sign = cell.shape.is_some() && signs::of_cell(cell).is_some();
        let icon = cell
            .icons
            .iter()
            .filter(|c| !(is_sign && self.shared.contains(&hue(**c))))
            .find_map(|c| self.by_colour(*c))
            .map(|s| (s, Witness::Image));
        let coloured = cell
            .text
            .marks()
            .iter()
            .find_map(|m| match m.style {
                Style::Coloured(c) if saturated(c) => self.by_colour(c),
                // A grey mark without a word, where the legend has grey.
                Style::Coloured(c)
                    if !printed.chars().any(char::is_alphanumeric)
                        && self.legend.iter().any(|e| e.status == "grey") =>
                {
                    hue(c)
                }
                _ => None,
            })
            .map(|s| (s, Witness::Style));
        let colour = icon.or(by_fill).or(coloured);
        let whole = phrase(printed);
        let words = if self.words.iter().any(|(p, _)| *p == whole) { whole } else { phrase(&lead) };
        let by_word = if words.is_empty() { None } else { self.by_word(&words) };
        let mut read = Read::default();
        // `☐ Complete`: it is not; nor is `☐ after the rain`, which only `☑` would be.
        let said = State::of_words(&lead);
        let by_box = match boxes::only(printed) {
            Some(false) if said == Some(State::Done) || said.is_none() && !is_brief(&lead) => {
                Some("open")
            }
            // `✅ (seen by the clerk)`: the sign says it, and the bracket more of it.
            None if lead.starts_with('(') => sign(printed),
            Some(true) if said.is_none() && !is_brief(&lead) => Some("done"),
            Some(true) if said == Some(State::Done) && lead.split_whitespace().count() > 1 => {
                Some("done")
            }
            _ => None,
        };
        if let Some(value) = by_box {
            read.status = Status {
                value: Some(value.to_owned()),
                state: State::of(value, &self.legend),
                evidence: Some(Witness::Text),
                printed: Some(printed.replace('\n', " ")),
            };
            return read;
        }
        if !printed.is_empty() {
            read.status.printed = Some(printed.replace('\n', " "));
        }
        let by_sign = signs::of_cell(cell)
            .and_then(|own| self.signs.iter().find(|(sign, _)| *sign == own))
            .map(|(_, status)| status);
        if let Some(status) = by_sign {
            let is_drawn = printed.is_empty();
            read.status.value = Some(status.clone());
            read.status.evidence = Some(if is_drawn { Witness::Image } else { Witness::Text });
        } else if let Some(status) = by_word {
            read.status.value = Some(status.to_owned());
            read.status.evidence = Some(Witness::Text);
            read.conflict = colour
                .filter(|(s, _)| *s != status && !same_family(s, status))
                .map(|(s, _)| s.to_owned());
        } else if let Some((value, true)) = word_of(&lead, printed).filter(|_| tells_state(&lead)) {
            // `In progress` on amber is in progress.
            read.status.value = Some(value);
            read.status.evidence = Some(Witness::Text);
        } else if let Some((value, _)) =
            word_of(&lead, printed).filter(|_| self.legend.is_empty() && is_worded(&lead))
        {
            // No legend says what the colour means, and the cell does.
            read.status.value = Some(value);
            read.status.evidence = Some(Witness::Text);
            read.unlisted = true;
        } else if let Some((status, witness)) = colour {
            read.status.value = Some(status.to_owned());
            read.status.evidence = Some(witness);
            read.unlisted = !words.is_empty() && icon.is_none();
            read.unknown_sign = self.is_even && icon.is_some() && words.is_empty();
        } else if let Some((value, is_known)) = word_of(&lead, printed) {
            read.status.value = Some(value);
            read.status.evidence = Some(Witness::Text);
            read.unlisted = !is_known;
        } else {
            read.unlisted = !words.is_empty();
        }
        // A dash that is printed is a cell left empty.
        read.unknown_sign |= read.status.value.is_none()
            && signs::of_cell(cell)
                .is_some_and(|c| !matches!(c, '–' | '…' | '·' | '§' | '£' | '†'));
        read.status.state = read.status.value.as_deref().and_then(|v| State::of(v, &self.legend));
        if read.status.state == Some(State::Done)
            && read.status.evidence == Some(Witness::Text)
            && let Some(rest) = unfinished(printed, &lead)
        {
            read.status.state = Some(State::Open);
            read.unfinished = Some(rest);
        }
        read
    }
}

/// The level that is said behind its number: `Low` of `3 (Low)`, `12 – High`.
fn rating_behind(printed: &str) -> Option<String> {
    let rest = printed.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == printed.len() {
        return None;
    }
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '–' | '—' | '-' | '/');
    let word = rest.trim_matches(is_mark);
    (rest.starts_with(is_mark)
        && is_rating(&word.to_lowercase())
        && word.contains(char::is_alphabetic))
    .then(|| word.to_owned())
}

/// What a tick, a cross or a box in front of words of no known state says of them: `✅ Oiled`. A rating is none of it.
pub(crate) fn signed(printed: &str) -> Option<State> {
    let lead = leading(printed);
    let first: String = printed.trim_start().chars().take(1).collect();
    let is_words = lead.contains(char::is_alphabetic) && !is_rating(&lead.to_lowercase());
    sign(&first).filter(|_| is_words).and_then(State::of_words)
}

/// The part of a status behind its leading words that says that something is still to come: `Built; paint pending`.
fn unfinished(printed: &str, lead: &str) -> Option<String> {
    const TO_COME: [&str; 4] = ["pending", "outstanding", "awaiting", "awaited"];
    const NONE: [&str; 8] = ["no", "not", "none", "nothing", "without", "nil", "zero", "0"];
    // What is closed is so, whatever else remains.
    if lead.to_lowercase().starts_with("closed") {
        return None;
    }
    let at = printed.find(lead)? + lead.len();
    let rest = printed.get(at..)?;
    rest.split([';', '.', '\n', '–', '—', '(', ')', ',']).find_map(|part| {
        let lower = part.to_lowercase();
        let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let is_to_come =
            words().any(|w| TO_COME.contains(&w)) && !words().any(|w| NONE.contains(&w));
        is_to_come.then(|| part.trim().to_owned())
    })
}

/// The words that lead a status cell (`Open – blocked by …` is `Open`): what is before a dash,
/// bracket, comma, colon or line break; after an arrow the last counts; without symbols.
pub(crate) fn leading(text: &str) -> String {
    let text = match boxes::choice(text) {
        Some(Choice::One(chosen)) => chosen,
        Some(Choice::Empty | Choice::Several) => return String::new(),
        None => text,
    };
    let arrows = ["→", "->", "=>", "➔", "➜", "⇒"];
    let behind = arrows.iter().filter_map(|a| Some(text.rfind(a)? + a.len())).max().unwrap_or(0);
    let is_symbol = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '[' | '%' | '\'' | '’');
    let text = without_issue(&text[behind..]).trim_start_matches(is_symbol);
    let text = without_abbreviation(text.strip_prefix('[').unwrap_or(text));
    // A word that a narrow column broke (`On` / `track`) is one, unless its first line says it all.
    let first = text.lines().next().unwrap_or_default().trim().to_lowercase();
    let is_whole = State::of_words(&first).is_some()
        || is_rating(&first)
        || COLOURS.contains(&first.as_str())
        || text.split_whitespace().count() > 3;
    let joined = text.replace('\n', " ");
    let text = if is_whole { text } else { &joined };
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let parts = match c {
            '–' | '—' | ':' | ';' | ',' | '(' | '[' | ']' | '\n' | '|' => true,
            // `3.5 of 4` goes on behind the point.
            '.' => !rest.starts_with(|c: char| c.is_ascii_digit()),
            '-' | '/' => {
                text[..at].ends_with(' ') && rest.starts_with([' ', '-']) || rest.starts_with("- ")
            }
            _ => false,
        };
        if parts && at > 0 {
            end = at;
            break;
        }
    }
    text[..end].trim_end_matches(is_symbol).trim().to_owned()
}

/// A text without the number of an issue in front of it: `#41 Merged`.
fn without_issue(text: &str) -> &str {
    let Some(rest) = text.trim_start().strip_prefix('#') else { return text };
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.len() < rest.len() && !behind.starts_with(char::is_alphanumeric) {
        return behind;
    }
    text
}

/// A text without `e.g.`, `i.e.` or `c.` in front of it.
fn without_abbreviation(text: &str) -> &str {
    let in_front = ["e.g.", "i.e.", "e.g", "i.e", "eg.", "ie.", "c.", "ca.", "approx."];
    let found = in_front.iter().find_map(|short| {
        let head = text.get(..short.len())?;
        let rest = text.get(short.len()..)?;
        (head.eq_ignore_ascii_case(short) && rest.starts_with([' ', ',', ':'])).then_some(rest)
    });
    found.map_or(text, |rest| rest.trim_start_matches([' ', ',', ':']))
}

/// Whether leading words tell how far a thing is, so that they beat the colour they are on.
fn tells_state(lead: &str) -> bool {
    State::of_words(lead).is_some()
}

/// The status that a cell's leading words are, in lower case, and whether it is one that every
/// reader knows; symbols alone count too. `None` for a text that is no status.
fn word_of(lead: &str, printed: &str) -> Option<(String, bool)> {
    // `✅ 4/4` is a tick and a number.
    let is_number = !lead.contains(char::is_alphabetic) && sign(printed).is_some();
    // `[x]` is a box with its tick, `[Pending]` a word in brackets.
    let is_box = printed.starts_with('[') && lead.chars().filter(|c| c.is_alphabetic()).count() < 3;
    if lead.is_empty() || is_number || is_box || printed.starts_with(':') {
        if let Some(colour) = printed.split([':', '_']).find(|w| COLOURS.contains(w)) {
            let colour = if matches!(colour, "orange" | "yellow") { "amber" } else { colour };
            return Some((colour.to_owned(), true));
        }
        return sign(printed).map(|s| (s.to_owned(), true));
    }
    let lower = lead.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    // `Complete March 2026`, `In progress 60%`: as many words as tell the state.
    let told = (1..=words.len().min(3)).find(|n| State::of_words(&words[..*n].join(" ")).is_some());
    match told {
        Some(n)
            if words.len() > 3
                || words[n..].iter().any(|w| w.contains(|c: char| c.is_ascii_digit())) =>
        {
            Some((words[..n].join(" "), true))
        }
        _ if words.len() <= 3 => Some((words.join(" "), told.is_some() || is_rating(&lower))),
        // `Mitigated for the pilot and watched`: what was done, and what it is good for.
        _ if is_participle(words[0]) && BEHIND_PARTICIPLES.contains(&words[1]) => {
            Some((words[0].to_owned(), false))
        }
        _ => None,
    }
}

/// Whether a status can be read from a text.
pub(crate) fn is_readable(text: &str) -> bool {
    word_of(&leading(text), text).is_some()
}

/// Whether a text begins with words or a sign that tell everybody how far a thing is.
pub(crate) fn is_known(text: &str) -> bool {
    let lead = leading(text);
    // A sign in front says it, whatever words go on behind: `✅ The gate is shut`.
    let first: String = text.trim_start().chars().take(1).collect();
    State::of_words(&lead).is_some()
        || sign(&first).is_some()
        || !lead.contains(char::is_alphabetic) && sign(text).is_some()
}

/// Whether the words beside a box are so few that they may be a status of their own.
fn is_brief(lead: &str) -> bool {
    lead.split_whitespace().count() < 2
}

/// What goes on behind a status of one word.
const BEHIND_PARTICIPLES: [&str; 11] =
    ["for", "by", "in", "with", "via", "through", "until", "pending", "per", "under", "subject"];

/// Whether a word says what was done: `mitigated`.
fn is_participle(word: &str) -> bool {
    word.len() > 5 && word.ends_with("ed") && word.chars().all(char::is_alphabetic)
}

/// Whether the beginning of a status cell is words rather than a letter or sign.
fn is_worded(lead: &str) -> bool {
    let words = || lead.split_whitespace();
    words().count() <= 3
        && words().any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 3)
        && !lead.chars().any(|c| c.is_ascii_digit())
}

/// Whether a text is a status and little more: words that tell a state, or a colour.
pub(crate) fn is_status(text: &str) -> bool {
    const MOST: usize = 4;
    if text.split_whitespace().nth(MOST).is_some() {
        return false;
    }
    let lead = leading(text);
    let lower = lead.to_lowercase();
    State::of_words(&lead).is_some()
        || COLOURS.contains(&lower.as_str())
        || matches!(lower.as_str(), "grey" | "gray")
}

/// Words of ratings that every reader knows.
pub(crate) fn is_rating(lower: &str) -> bool {
    tablemend_model::languages::is_rating(lower) || is_english_rating(lower)
}

/// The English ones.
fn is_english_rating(lower: &str) -> bool {
    matches!(
        lower,
        "low"
            | "medium"
            | "moderate"
            | "high"
            | "critical"
            | "very high"
            | "very low"
            | "extreme"
            | "severe"
            | "significant"
            | "negligible"
            | "minor"
            | "major"
            | "ok"
            | "n/a"
            | "new"
            | "med"
            | "rare"
            | "remote"
            | "unlikely"
            | "very unlikely"
            | "improbable"
            | "possible"
            | "occasional"
            | "likely"
            | "very likely"
            | "probable"
            | "frequent"
            | "certain"
            | "almost certain"
            | "insignificant"
            | "minimal"
            | "catastrophic"
            | "serious"
            | "marginal"
            | "tolerable"
            | "intolerable"
            | "low-medium"
            | "medium-low"
            | "low/medium"
            | "medium-high"
            | "medium/high"
            | "h"
            | "m"
            | "l"
    ) || lower.chars().all(|c| c.is_ascii_digit())
}

/// Names of colours in the names of symbols (`:large_orange_diamond:`).
const COLOURS: [&str; 6] = ["red", "orange", "yellow", "green", "blue", "amber"];

/// What a tick, a cross, a box, an hourglass or a sign of work says.
fn sign(printed: &str) -> Option<&'static str> {
    let lower = printed.to_lowercase();
    if lower.contains(['✅', '✔', '✓', '☑', '🗸'])
        || lower.contains("[x]")
        || lower.contains("check_mark:")
    {
        Some("done")
    } else if lower
        .contains(['❌', '✗', '✘', '☐', '✖', '☒', '⬜', '🔲', '◻', '⏳', '⌛', '🔄', '🚧', '⏸'])
        || lower.contains("[ ]")
        || lower.starts_with(":x:")
    {
        Some("open")
    } else {
        None
    }
}

/// A legend of words (`on track`) beside a colour: no conflict can be told without a swatch.
fn same_family(by_colour: &str, by_word: &str) -> bool {
    let named = |s: &str| matches!(s, "blue" | "green" | "amber" | "red" | "grey");
    named(by_colour) != named(by_word)
}

fn distance(a: Rgb, b: Rgb) -> i32 {
    let d = |x: u8, y: u8| (i32::from(x) - i32::from(y)).pow(2);
    d(a.0, b.0) + d(a.1, b.1) + d(a.2, b.2)
}

/// Whether a colour has a hue that a reader would name.
pub(crate) fn saturated(colour: Rgb) -> bool {
    let (high, low) = range(colour);
    high - low >= 40
}

fn range(colour: Rgb) -> (i32, i32) {
    let all = [i32::from(colour.0), i32::from(colour.1), i32::from(colour.2)];
    (all.into_iter().max().unwrap_or(0), all.into_iter().min().unwrap_or(0))
}

/// The name of a colour's hue in degrees of the HSV circle: red, amber (orange and yellow), green,
/// blue (cyan to violet); grey where there is no hue; nothing for white and black.
pub(crate) fn hue(colour: Rgb) -> Option<&'static str> {
    let (high, low) = range(colour);
    if !saturated(colour) {
        return (high < 235 && high > 60).then_some("grey");
    }
    let (r, g, b) = (f32::from(colour.0), f32::from(colour.1), f32::from(colour.2));
    let spread = (high - low) as f32;
    let degrees = if high == i32::from(colour.0) {
        60.0 * ((g - b) / spread).rem_euclid(6.0)
    } else if high == i32::from(colour.1) {
        60.0 * ((b - r) / spread + 2.0)
    } else {
        60.0 * ((r - g) / spread + 4.0)
    };
    Some(match degrees {
        d if d < 20.0 => "red",
        d if d < 66.0 => "amber",
        d if d < 172.0 => "green",
        d if d < 290.0 => "blue",
        _ => "red",
    })
}

/// Fewest items of which it can be said that hardly any shows its status.
const ENOUGH_ITEMS: usize = 5;

/// What to say where hardly any item shows a status though the document has a legend of them, or
/// some do: a colour without a word is what converters lose first, and whoever counts statuses
/// then counts what was kept by chance.
pub(crate) fn hardly_shown(
    items: &Entity,
    field: usize,
    legend: &[LegendEntry],
    media_type: MediaType,
) -> Option<Diagnostic> {
    let is_shown =
        |value: Option<&Value>| matches!(value, Some(Value::Status(s)) if s.value.is_some());
    let all = items.records.len();
    let shown = items.records.iter().filter(|r| is_shown(r.values.get(field))).count();
    let is_expected = shown > 0 || !legend.is_empty();
    if all < ENOUGH_ITEMS || shown * 5 >= all || !is_expected {
        return None;
    }
    let message = format!(
        "only {shown} of {all} rows show a status, so counts and changes of statuses mean little"
    );
    let note = Diagnostic::new("status.missing", Level::Warning, message);
    Some(match media_type.is_converted() {
        false => note,
        true => note.help(
            "converters lose statuses shown only by colour: use the original PDF if you have it",
        ),
    })
}

#[cfg(test)]
mod tests;
