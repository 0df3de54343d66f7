//! The words that dates are written with: a table from word to meaning.

/// What a word means to the date grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// 1 to 12.
    Month(i8),
    /// 1 (Monday) to 7.
    Weekday(i8),
    /// EDTF season code, 21 (spring) to 24 (winter).
    Season(i8),
    Easter,
    Christmas,
    /// `quarter`, `q`; and `third` before it.
    Quarter,
    Nth(i8),
    Term,
    Half,
    /// `H` of `H1`.
    H,
    Week,
    /// `W` of `W14`.
    W,
    /// `financial`, `fiscal`; `FY`.
    Financial,
    FinancialYear,
    /// `academic`, `school`; `AY`.
    Academic,
    AcademicYear,
    /// `year`, `yr`.
    Year,
    /// `w/c`, `w/e`, `y/e`.
    WeekCommencing,
    WeekEnding,
    YearEnd,
    Commencing,
    Ending,
    End,
    /// `early`, `mid`, `late`, `start of`: somewhere in the period named.
    Part,
    Of,
    The,
    /// `to`: between two ends a range, elsewhere nothing.
    To,
    Until,
    Up,
    From,
    After,
    Between,
    And,
    Onwards,
    /// `circa`, `around`: the EDTF qualifier `~`.
    About,
    /// `provisionally`, `TBC`: the EDTF qualifier `?`.
    Unsure,
    /// `confirmed`, `agreed`: behind `to be` it says TBC.
    Settled,
    /// `Ongoing`: no date, and none missing.
    Ongoing,
    /// `Complete`, `ASAP`, `N/A`.
    Wordy,
    /// `was`, `originally`.
    Was,
    /// `now`, `revised`, `extended`.
    Now,
    /// `brought`, `slippage`: before `from` or `to` it tells of a moved date, elsewhere nothing.
    Shift,
    /// `annually`, `yearly`: so a day comes round each year.
    Yearly,
    /// `Phase`, `Stage`, `Part`, `Step`.
    Phase,
    /// Words that are between a cue and its date and say nothing: `by`, `due`, `date`.
    Filler,
    /// `be`, which is also a filler.
    Be,
    Other,
}

/// The meaning of a word in lower case.
pub(crate) fn meaning(word: &str) -> Word {
    use Word::*;
    match word {
        "january" | "jan" => Month(1),
        "february" | "feb" | "febr" => Month(2),
        "march" | "mar" | "mrch" => Month(3),
        "april" | "apr" | "aprl" => Month(4),
        "may" => Month(5),
        "june" | "jun" => Month(6),
        "july" | "jul" => Month(7),
        "august" | "aug" => Month(8),
        "september" | "sept" | "sep" => Month(9),
        "october" | "oct" => Month(10),
        "november" | "nov" => Month(11),
        "december" | "dec" => Month(12),
        "monday" | "mon" => Weekday(1),
        "tuesday" | "tue" | "tues" => Weekday(2),
        "wednesday" | "wed" | "weds" => Weekday(3),
        "thursday" | "thu" | "thur" | "thurs" => Weekday(4),
        "friday" | "fri" => Weekday(5),
        "saturday" | "sat" => Weekday(6),
        "sunday" | "sun" => Weekday(7),
        "spring" => Season(21),
        "summer" => Season(22),
        "autumn" | "fall" => Season(23),
        "winter" => Season(24),
        "easter" => Easter,
        "christmas" | "xmas" => Christmas,
        "quarter" | "qtr" | "q" => Quarter,
        "first" => Nth(1),
        "second" => Nth(2),
        "third" => Nth(3),
        "fourth" => Nth(4),
        "term" => Term,
        "half" => Half,
        "h" => H,
        "week" | "wk" | "kw" => Week,
        "w" => W,
        "financial" | "fiscal" => Financial,
        "fy" | "f/y" => FinancialYear,
        "academic" | "school" => Academic,
        "ay" | "a/y" => AcademicYear,
        "year" | "yr" => Year,
        "w/c" | "w/b" | "wc" | "wb" => WeekCommencing,
        "w/e" => WeekEnding,
        "y/e" => YearEnd,
        "commencing" | "beginning" => Commencing,
        "ending" => Ending,
        "end" => End,
        "early" | "mid" | "middle" | "late" | "later" | "start" => Part,
        "of" | "in" | "de" | "del" => Of,
        "the" => The,
        "to" | "through" | "thru" => To,
        "until" | "till" | "til" => Until,
        "up" => Up,
        "from" | "since" | "starting" | "seit" | "ab" | "depuis" | "desde" | "sinds" | "vanaf" => {
            From
        }
        "after" | "following" | "beyond" => After,
        "between" => Between,
        "and" | "&" | "or" => And,
        "onwards" | "onward" => Onwards,
        "circa" | "approx" | "approximately" | "around" | "about" | "roughly" | "estimated"
        | "est" | "c" | "ca" => About,
        "provisional" | "provisionally" | "tentative" | "tentatively" | "possibly" | "tbc"
        | "tba" | "tbd" | "todo" | "t.b.c" | "unconfirmed" => Unsure,
        "confirmed" | "agreed" | "determined" | "decided" | "advised" | "arranged" | "set" => {
            Settled
        }
        "ongoing" | "continuous" | "continuing" | "continual" | "rolling" | "permanent" => Ongoing,
        "complete" | "completed" | "closed" | "achieved" | "done" | "delivered" | "asap"
        | "immediate" | "immediately" | "n/a" | "n/k" | "na" | "none" | "paused" | "overdue"
        | "monthly" | "quarterly" | "weekly" | "daily" | "termly" | "released" | "launched"
        | "published" | "shipped" | "fortnightly" | "various" | "nil" => Wordy,
        "annual" | "annually" | "yearly" | "biannual" | "biannually" | "biennial"
        | "biennially" | "anually" | "jährlich" | "annuellement" | "anualmente" | "annualmente"
        | "jaarlijks" | "blynyddol" | "bliantúil" => Yearly,
        "was" | "previously" | "previous" | "originally" | "original" | "formerly"
        | "initially" | "initial" | "old" | "orig" | "prev" | "instead" | "rather" | "replaces"
        | "replacing" => Was,
        "now" | "new" | "→" | "➔" | "⇒" => Now,
        word if is_moved(word) => Now,
        word if is_shift(word) => Shift,
        "phase" | "stage" | "part" | "step" | "tranche" | "wave" | "cohort" => Phase,
        "by" | "due" | "date" | "target" | "deadline" | "on" | "at" | "for" | "completion"
        | "timescale" | "before" | "is" | "then" | "a" | "s" | "than" => Filler,
        "be" => Be,
        _ => Other,
    }
}

/// Participles that a date behind them is the new one of, and a date behind `from` the old one.
fn is_moved(word: &str) -> bool {
    const MOVED: [&str; 17] = [
        "amended",
        "changed",
        "deferred",
        "delayed",
        "extended",
        "moved",
        "postponed",
        "rebaselined",
        "reforecast",
        "rephased",
        "replanned",
        "reprofiled",
        "rescheduled",
        "revised",
        "shifted",
        "slipped",
        "updated",
    ];
    MOVED.contains(&word)
}

/// Words that tell of a moved date only where `from` or `to` follows: `brought forward from`, `slippage to`.
fn is_shift(word: &str) -> bool {
    const SHIFTS: [&str; 24] = [
        "accelerated",
        "adjusted",
        "advanced",
        "altered",
        "brought",
        "carried",
        "change",
        "deferral",
        "delay",
        "drifted",
        "extension",
        "move",
        "moving",
        "postponement",
        "pulled",
        "pushed",
        "put",
        "rolled",
        "slid",
        "slip",
        "slippage",
        "slipping",
        "slips",
        "switched",
    ];
    SHIFTS.contains(&word)
}

/// The month that a word of six letters or more misses by one slip of the pen: a letter too many,
/// too few or wrong, or two changed round (restricted Damerau-Levenshtein distance of one).
pub(crate) fn near_month(word: &str) -> Option<i8> {
    const LONG: [(&str, i8); 7] = [
        ("january", 1),
        ("february", 2),
        ("august", 8),
        ("september", 9),
        ("october", 10),
        ("november", 11),
        ("december", 12),
    ];
    if !(6..=10).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    LONG.iter().find(|(name, _)| one_slip(word.as_bytes(), name.as_bytes())).map(|(_, m)| *m)
}

/// Whether two words differ by exactly one slip; both are equal up to it and after it.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    // OK because `head` is at most the length of either.
    let (a, b) = (&a[head..], &b[head..]);
    match (a, b) {
        ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
        ([_, rest @ ..], _) if rest == b => true,
        (_, [_, rest @ ..]) if rest == a => true,
        ([x, y, rest @ ..], [p, q, other @ ..]) => x == q && y == p && rest == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_pen_is_forgiven_and_two_are_not() {
        for (word, month) in [
            ("febuary", Some(2)),
            ("janurary", Some(1)),
            ("setpember", Some(9)),
            ("augest", Some(8)),
            ("novemeber", Some(11)),
            ("member", None),
            ("remember", None),
            ("septembr e", None),
        ] {
            assert_eq!(near_month(word), month, "{word}");
        }
    }
}
