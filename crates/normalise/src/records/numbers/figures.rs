//! The figures of a number: where they end, how they are grouped, and which mark parts the decimals.

/// How the columns of numbers of a document write them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    decimals: Decimals,
    /// Blanks part groups of three digits.
    blanks: bool,
    /// `1/2` is a half.
    fractions: bool,
}

/// What `1.234` and `1,234` are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Decimals {
    /// A point parts decimals, a comma thousands.
    #[default]
    Point,
    /// The other way round.
    Comma,
    /// The document writes both.
    Unclear,
}

impl Figures {
    /// What the texts of a document's columns of numbers show.
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        /// Fewer `1 234` may be two cells in one each.
        const FEWEST: usize = 3;
        /// Fewer `3,5` may be two numbers each.
        const SOME: usize = 3;
        let mut points = 0usize;
        let (mut commas, mut weak) = (0usize, 0usize);
        let (mut grouped, mut unlike) = (Vec::new(), false);
        let mut out = Self::default();
        for text in texts.filter(|t| t.len() <= 80) {
            out.fractions |= is_mixed(text);
            let Some((run, is_amount)) = first_run(text) else { continue };
            match shape(run) {
                Shape::Point => points += 1,
                Shape::Comma => commas += 1,
                Shape::ShortComma => weak += 1,
                Shape::Other => {}
            }
            let blanks = run.chars().filter(|c| is_blank(*c)).count();
            let is_told = blanks > 1 || is_amount || run.contains(is_fixed) || run.contains(',');
            if is_two_in_one(run) {
                continue;
            }
            if blanks > 0 && is_told {
                out.blanks = true;
            } else if blanks == 1 && !grouped.contains(&run) {
                grouped.push(run);
            } else if blanks == 0 {
                unlike |= run.split(['.', ',']).any(|group| group.len() > 3) || run.contains(',');
                unlike |= text.split_whitespace().count() > 1
                    && text.split_whitespace().all(|w| w.bytes().all(|b| b.is_ascii_digit()));
            }
        }
        out.blanks |= grouped.len() >= FEWEST && !unlike;
        out.decimals = match (commas, points) {
            (0, 0) if weak >= SOME => Decimals::Comma,
            (0, 0) if weak > 0 => Decimals::Unclear,
            (0, _) => Decimals::Point,
            (_, 0) => Decimals::Comma,
            _ => Decimals::Unclear,
        };
        out
    }

    pub(crate) fn has_fractions(self) -> bool {
        self.fractions
    }

    /// The number of a run of figures; `None` where it can be read in two ways.
    pub(crate) fn value(self, run: &str, is_amount: bool) -> Option<f64> {
        let marks: Vec<char> = run.chars().filter(|c| !c.is_ascii_digit()).map(plain).collect();
        let groups: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).collect();
        let (last_mark, front) = match marks.split_last() {
            None => return run.parse().ok(),
            Some(found) => found,
        };
        let (first, last) = (*groups.first()?, *groups.last()?);
        let is_grouped = |groups: &[&str]| {
            groups.first().is_some_and(|g| (1..=3).contains(&g.len()) && !g.starts_with('0'))
                && groups.iter().skip(1).all(|g| g.len() == 3)
        };
        let whole = || groups.concat().parse::<f64>().ok();
        let decimal = || {
            let front: String = groups.get(..groups.len() - 1)?.concat();
            format!("{front}.{last}").parse::<f64>().ok()
        };
        // A single blank may part two cells that have become one.
        let blanks = run.chars().filter(|c| is_blank(*c)).count();
        let is_told = is_amount || self.blanks || blanks > 1 || run.contains(is_fixed);
        // `1 234,500` is one number only where blanks part groups and commas decimals.
        let is_clear = self.blanks && self.decimals == Decimals::Comma && last_mark == &',';
        if is_two_in_one(run) && !is_clear {
            return None;
        }
        if blanks > 0 && !is_told && (last_mark != &',' || front.is_empty()) {
            return None;
        }
        if front.is_empty() && matches!(last_mark, '.' | ',') {
            // `0.125`, `1234,5`, `.5`: what is in front is no group.
            let may_group = last.len() == 3 && is_grouped(&[first]);
            return match (may_group, last_mark, self.decimals) {
                (false, _, _) => decimal(),
                (true, _, Decimals::Unclear) => None,
                (true, '.', Decimals::Point) | (true, ',', Decimals::Comma) => decimal(),
                (true, ..) => whole(),
            };
        }
        if front.iter().all(|m| m == last_mark) {
            return if is_grouped(&groups) { whole() } else { None };
        }
        let is_one_kind = front.windows(2).all(|pair| pair[0] == pair[1]);
        let are_groups = groups.get(..groups.len() - 1).is_some_and(is_grouped);
        (matches!(last_mark, '.' | ',') && is_one_kind && are_groups).then(decimal).flatten()
    }
}

/// How sure a run of figures shows which mark parts decimals.
enum Shape {
    /// `1,234.5`, `1,234,567`, `12.5`.
    Point,
    /// `1.234,5`, `1.234.567`.
    Comma,
    /// `3,5`.
    ShortComma,
    Other,
}

fn shape(run: &str) -> Shape {
    let marks: Vec<char> = run.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let last = run.rsplit(['.', ',']).next().unwrap_or_default();
    match marks.as_slice() {
        ['.'] if last.len() != 3 => Shape::Point,
        [_] if is_two_in_one(run) => Shape::Other,
        [','] if run.contains(is_blank) => Shape::Comma,
        [','] if last.len() != 3 => Shape::ShortComma,
        [first @ .., ','] if first.contains(&'.') => Shape::Comma,
        [first @ .., '.'] if first.contains(&',') => Shape::Point,
        [',', ..] if marks.len() > 1 && groups_of_three(run, ',') => Shape::Point,
        ['.', ..] if marks.len() > 1 && groups_of_three(run, '.') => Shape::Comma,
        _ => Shape::Other,
    }
}

/// Whether a run may be two numbers that a blank parts, the second with groups of its own: `500 269,200`.
fn is_two_in_one(run: &str) -> bool {
    let Some((front, behind)) = run.split_once(' ') else { return false };
    let has_groups = |mark| behind.contains(mark) && groups_of_three(behind, mark);
    front.bytes().all(|b| b.is_ascii_digit()) && (has_groups(',') || has_groups('.'))
}

fn groups_of_three(run: &str, mark: char) -> bool {
    let mut groups = run.split(mark);
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

/// A blank between groups of digits.
pub(crate) fn is_blank(c: char) -> bool {
    c == ' ' || is_fixed(c)
}

/// A blank at which no line breaks, of any width.
fn is_fixed(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\u{2008}' | '\u{200a}')
}

/// A mark as it is told from others.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '´' | '`' => '\'',
        c if is_blank(c) => ' ',
        c => c,
    }
}

/// The bytes of the figures at the start of a text: digits, points and commas between digits, and blanks and apostrophes
/// before groups of three digits (`12 500`, `1'000`).
pub(crate) fn length(text: &str) -> usize {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
    };
    let mut end = digits(0);
    let first = end;
    let mut is_grouping = end <= 3;
    while let Some(mark) = text.get(end..).and_then(|rest| rest.chars().next()) {
        let next = end + mark.len_utf8();
        let found = digits(next);
        let takes = match plain(mark) {
            '.' => found > 0,
            ',' => found > 0 && first > 0,
            '\'' | ' ' => {
                let has_point = text.get(..end).is_some_and(|t| t.contains(['.', ',']));
                found == 3 && first > 0 && is_grouping && !has_point
            }
            _ => false,
        };
        if !takes {
            break;
        }
        is_grouping &= found == 3;
        end = next + found;
    }
    end
}

/// The first run of figures of a text that begins with one, signs aside, and whether it is an amount of money.
fn first_run(text: &str) -> Option<(&str, bool)> {
    let is_amount = super::is_amount(text);
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let front = text.get(..at)?;
    let is_bare = !front.chars().any(char::is_alphanumeric)
        || super::CURRENCIES.iter().any(|c| front.trim().trim_matches(['-', '(']) == *c);
    let rest = text.get(at..)?;
    let run = rest.get(..length(rest))?;
    is_bare.then_some((run, is_amount))
}

/// Whether a text has a fraction that cannot be anything else: `3½`, `3 1/2`.
fn is_mixed(text: &str) -> bool {
    let text = text.trim();
    if text.chars().any(|c| vulgar(c).is_some()) {
        return true;
    }
    let whole = text.bytes().take_while(u8::is_ascii_digit).count();
    whole > 0 && text.get(whole..).is_some_and(|rest| rest.starts_with(' ') && part(rest).is_some())
}

/// The value of a fraction that is one character.
fn vulgar(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅐' => 1.0 / 7.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        '⅑' => 1.0 / 9.0,
        '⅒' => 0.1,
        _ => return None,
    })
}

/// A fraction less than one at the start of a text, a blank aside: `½`, ` 1/2`; its value and its bytes.
pub(crate) fn part(text: &str) -> Option<(f64, usize)> {
    let body = text.trim_start_matches(is_blank);
    let blank = text.len() - body.len();
    if let Some(c) = body.chars().next()
        && let Some(value) = vulgar(c)
    {
        return Some((value, blank + c.len_utf8()));
    }
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let above = digits(body);
    let behind = body.get(above..)?;
    let slash = behind.chars().next().filter(|c| matches!(c, '/' | '⁄'))?;
    let below_text = behind.get(slash.len_utf8()..)?;
    let below = digits(below_text);
    let (over, under): (u32, u32) =
        (body.get(..above)?.parse().ok()?, below_text.get(..below)?.parse().ok()?);
    let rest = below_text.get(below..)?;
    let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-'));
    (is_whole && over > 0 && over < under && under <= 16)
        .then(|| (f64::from(over) / f64::from(under), blank + above + slash.len_utf8() + below))
}
