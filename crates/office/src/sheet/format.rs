//! Number formats: a value as the sheet shows it (ECMA-376-1, 18.8.30 and 18.8.31).

use tablemend_model::Date;
use tablemend_model::languages::MONTHS;

/// Longer formats are not looked at.
const LONGEST: usize = 1024;

/// What a number is shown as, and the day that it is where the format shows one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) day: Option<Date>,
}

/// The format of a number that a workbook does not define itself. Those that hang on the country
/// are British.
pub(crate) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "£#,##0;-£#,##0",
        7 | 8 => "£#,##0.00;-£#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "dd/mm/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "dd/mm/yyyy hh:mm",
        37 | 38 => "#,##0;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        41 | 42 => "#,##0",
        43 | 44 => "#,##0.00",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "0.0E+0",
        49 => "@",
        _ => "General",
    }
}

/// Days from 1899-12-30 to 9999-12-31.
const LAST_DAY: f64 = 2_958_465.0;

/// The day of a serial number.
pub(crate) fn day(serial: f64, is_1904: bool) -> Option<Date> {
    let days = serial.floor() + if is_1904 { 1462.0 } else { 0.0 };
    if !(1.0..=LAST_DAY).contains(&days) {
        return None;
    }
    // 29 February 1900 never was, and Excel counts it.
    let days = if days < 60.0 { days + 1.0 } else { days };
    let epoch = Date::constant(1899, 12, 30);
    epoch.checked_add(jiff::Span::new().days(days as i64)).ok()
}

/// A number as a format shows it.
pub(crate) fn show(value: f64, code: &str, is_1904: bool) -> Shown {
    let plain = || Shown { text: general(value), day: None };
    if code.is_empty() || code.len() > LONGEST || code.eq_ignore_ascii_case("general") {
        return plain();
    }
    let sections: Vec<Vec<Part>> = split(code).into_iter().map(|s| parts(&s)).collect();
    let Some((section, value)) = chosen(&sections, value) else { return plain() };
    if section.iter().any(|p| matches!(p, Part::Time(..) | Part::Elapsed(..))) {
        return dated(section, value, is_1904).unwrap_or_else(plain);
    }
    if section.iter().any(|p| matches!(p, Part::General)) {
        let text = section
            .iter()
            .map(|p| match p {
                Part::General => general(value),
                Part::Literal(text) => text.clone(),
                _ => String::new(),
            })
            .collect();
        return Shown { text, day: None };
    }
    Shown { text: number(section, value), day: None }
}

/// A text as a format shows it.
pub(crate) fn show_text(text: &str, code: &str) -> String {
    let sections = split(code);
    let section = sections.get(3).or_else(|| sections.iter().find(|s| s.contains('@')));
    let Some(section) = section.filter(|_| code != "@") else { return text.to_owned() };
    parts(section)
        .iter()
        .map(|p| match p {
            Part::Text => text.to_owned(),
            Part::Literal(literal) => literal.clone(),
            _ => String::new(),
        })
        .collect()
}

/// As Excel shows a number that has no format: at most eleven characters.
pub(crate) fn general(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e11 {
        // There is no zero below zero.
        return if value == 0.0 { "0".to_owned() } else { format!("{value:.0}") };
    }
    if value.abs() >= 1e11 || value.abs() < 1e-9 {
        let text = format!("{value:.5E}");
        let (digits, power) = text.split_once('E').unwrap_or((&text, "0"));
        let digits = digits.trim_end_matches('0').trim_end_matches('.');
        let power: i32 = power.parse().unwrap_or(0);
        let sign = if power < 0 { '-' } else { '+' };
        return format!("{digits}E{sign}{:02}", power.abs());
    }
    let whole = value.abs().trunc();
    let length = format!("{whole:.0}").len();
    let text = format!("{value:.*}", 10usize.saturating_sub(length).min(9));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Literal(String),
    /// `0`, `#` or `?`, and how many.
    Digits(char),
    Point,
    Comma,
    Percent,
    Exponent,
    Slash,
    General,
    Text,
    /// A letter of a date or time, and how often it appears.
    Time(char, usize),
    /// `[h]`: hours, minutes or seconds in all.
    Elapsed(char),
    /// `AM/PM` or `A/P`.
    Half(bool),
    /// Parts of a second, and how many digits.
    Split(usize),
    Condition(String),
}

/// The sections of a format.
fn split(code: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut quoted, mut bracket) = (false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            '\\' if !quoted => {
                if let Some(last) = out.last_mut() {
                    last.push(c);
                    last.extend(chars.next());
                }
                continue;
            }
            ';' if !quoted && !bracket => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

fn parts(section: &str) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let chars: Vec<char> = section.chars().collect();
    let mut at = 0;
    let literal = |out: &mut Vec<Part>, text: String| match out.last_mut() {
        Some(Part::Literal(last)) => last.push_str(&text),
        _ => out.push(Part::Literal(text)),
    };
    while at < chars.len() {
        let c = chars[at];
        let rest: String = chars[at..].iter().take(7).collect::<String>().to_lowercase();
        at += 1;
        match c {
            '"' => {
                let end =
                    chars[at..].iter().position(|c| *c == '"').map_or(chars.len(), |i| at + i);
                literal(&mut out, chars[at..end].iter().collect());
                at = end + 1;
            }
            '\\' => {
                literal(&mut out, chars.get(at).copied().map(String::from).unwrap_or_default());
                at += 1;
            }
            // The width of a letter, and a letter that fills the cell.
            '_' => {
                literal(&mut out, " ".to_owned());
                at += 1;
            }
            '*' => at += 1,
            '[' => {
                let end =
                    chars[at..].iter().position(|c| *c == ']').map_or(chars.len(), |i| at + i);
                let inside: String = chars[at..end.min(chars.len())].iter().collect();
                at = end + 1;
                let lower = inside.to_lowercase();
                if let Some(currency) = inside.strip_prefix('$') {
                    let sign = currency.split('-').next().unwrap_or_default();
                    literal(&mut out, sign.to_owned());
                    match lower.as_str() {
                        "$-f800" => {
                            // The country's long date in place of what follows.
                            out.extend(parts("dd mmmm yyyy"));
                            return out;
                        }
                        "$-f400" => {
                            out.extend(parts("hh:mm:ss"));
                            return out;
                        }
                        _ => {}
                    }
                } else if !lower.is_empty() && lower.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    out.push(Part::Elapsed(lower.chars().next().unwrap_or('h')));
                } else if lower.starts_with(['<', '>', '=']) {
                    out.push(Part::Condition(lower));
                }
            }
            _ if rest.starts_with("general") => {
                out.push(Part::General);
                at += 6;
            }
            _ if rest.starts_with("am/pm") => {
                out.push(Part::Half(true));
                at += 4;
            }
            _ if rest.starts_with("a/p") => {
                out.push(Part::Half(false));
                at += 2;
            }
            '0' | '#' | '?' => {
                // Zeros behind the seconds are parts of them.
                let in_time = matches!(out.last(), Some(Part::Point))
                    && out.iter().any(|p| matches!(p, Part::Time('s', _) | Part::Elapsed('s')));
                match out.last_mut() {
                    Some(Part::Split(n)) => *n += 1,
                    _ if in_time => {
                        out.pop();
                        out.push(Part::Split(1));
                    }
                    _ => out.push(Part::Digits(c)),
                }
            }
            '.' => out.push(Part::Point),
            ',' => out.push(Part::Comma),
            '%' => out.push(Part::Percent),
            'E' | 'e' if matches!(chars.get(at), Some('+' | '-')) => {
                out.push(Part::Exponent);
                at += 1;
            }
            '/' => out.push(Part::Slash),
            '@' => out.push(Part::Text),
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'b' => {
                let same = |d: &&char| d.eq_ignore_ascii_case(&c);
                let more = chars[at..].iter().take_while(same).count();
                at += more;
                out.push(Part::Time(c.to_ascii_lowercase(), more + 1));
            }
            c => literal(&mut out, c.to_string()),
        }
    }
    out
}

/// The section for a value, and the value as it shows it.
fn chosen(sections: &[Vec<Part>], value: f64) -> Option<(&Vec<Part>, f64)> {
    let condition = |s: &Vec<Part>| {
        s.iter().find_map(|p| match p {
            Part::Condition(c) => Some(c.clone()),
            _ => None,
        })
    };
    if sections.iter().any(|s| condition(s).is_some()) {
        let found = sections.iter().find(|s| condition(s).is_none_or(|c| holds(&c, value)))?;
        return Some((found, value));
    }
    match sections {
        [] => None,
        [one] => Some((one, value)),
        [_, negative, ..] if value < 0.0 => Some((negative, value.abs())),
        [_, _, zero, ..] if value == 0.0 => Some((zero, value)),
        [first, ..] => Some((first, value)),
    }
}

fn holds(condition: &str, value: f64) -> bool {
    let at = condition.find(|c: char| !matches!(c, '<' | '>' | '=')).unwrap_or(condition.len());
    let (sign, number) = condition.split_at(at);
    let Ok(number) = number.trim().parse::<f64>() else { return false };
    match sign {
        "<" => value < number,
        "<=" => value <= number,
        ">" => value > number,
        ">=" => value >= number,
        "=" => value == number,
        "<>" => value != number,
        _ => false,
    }
}

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A date or time; `None` for a number that is none.
fn dated(section: &[Part], value: f64, is_1904: bool) -> Option<Shown> {
    if !(0.0..=LAST_DAY + 1.0).contains(&value) {
        return None;
    }
    let shows_day = section.iter().any(|p| matches!(p, Part::Time('y' | 'd' | 'e' | 'b', _)))
        || section
            .iter()
            .enumerate()
            .any(|(i, p)| matches!(p, Part::Time('m', _)) && !is_minute(section, i));
    let digits = section
        .iter()
        .find_map(|p| match p {
            Part::Split(n) => Some(*n),
            _ => None,
        })
        .unwrap_or(0)
        .min(3) as i32;
    // The time is rounded to what is shown of it.
    let step = 86_400.0 * 10f64.powi(digits);
    let ticks = (value.fract() * step).round();
    let (serial, ticks) =
        if ticks >= step { (value.floor() + 1.0, 0.0) } else { (value.floor(), ticks) };
    let seconds = ticks / 10f64.powi(digits);
    let all = serial * 86_400.0 + seconds;
    let date = day(serial, is_1904);
    if shows_day && date.is_none() {
        return None;
    }
    let (hour, minute, second) =
        ((seconds / 3600.0) as i64, (seconds / 60.0) as i64 % 60, seconds as i64 % 60);
    let half = section.iter().any(|p| matches!(p, Part::Half(_)));
    let mut out = String::new();
    for (i, part) in section.iter().enumerate() {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Slash => out.push('/'),
            Part::Point => out.push('.'),
            Part::Comma => out.push(','),
            Part::Digits(_) => {}
            Part::Half(long) => {
                let sign = if hour < 12 { "AM" } else { "PM" };
                out.push_str(if *long { sign } else { &sign[..1] });
            }
            Part::Split(n) => {
                let parts = ((seconds.fract()) * 10f64.powi(*n as i32)).round() as i64;
                out.push_str(&format!(".{parts:0width$}", width = *n));
            }
            Part::Elapsed(unit) => {
                let per = match unit {
                    'h' => 3600.0,
                    'm' => 60.0,
                    _ => 1.0,
                };
                out.push_str(&format!("{:.0}", (all / per).floor()));
            }
            Part::Time(unit, count) => {
                let date = date.unwrap_or(Date::constant(1900, 1, 1));
                let number = |n: i64| match count {
                    1 => n.to_string(),
                    _ => format!("{n:02}"),
                };
                let text = match unit {
                    'y' | 'e' if *count <= 2 && *unit == 'y' => {
                        format!("{:02}", date.year().rem_euclid(100))
                    }
                    'y' | 'e' | 'b' => format!("{:04}", date.year()),
                    'm' if is_minute(section, i) => number(minute),
                    'm' => {
                        let name = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0) % 12];
                        match count {
                            1 | 2 => number(i64::from(date.month())),
                            3 => name[..3].to_owned(),
                            5 => name[..1].to_owned(),
                            _ => name.to_owned(),
                        }
                    }
                    'd' => {
                        let weekday = date.weekday().to_monday_zero_offset();
                        let name = DAYS[usize::try_from(weekday).unwrap_or(0) % 7];
                        match count {
                            1 | 2 => number(i64::from(date.day())),
                            3 => name[..3].to_owned(),
                            _ => name.to_owned(),
                        }
                    }
                    'h' if half => number((hour + 11) % 12 + 1),
                    'h' => number(hour),
                    _ => number(second),
                };
                out.push_str(&text);
            }
            Part::Percent => out.push('%'),
            Part::Exponent | Part::General | Part::Text | Part::Condition(_) => {}
        }
    }
    Some(Shown { text: out.trim().to_owned(), day: date.filter(|_| shows_day) })
}

/// Whether an `m` is minutes: behind hours, or before seconds.
fn is_minute(section: &[Part], at: usize) -> bool {
    let is_unit = |p: &&Part| matches!(p, Part::Time(..) | Part::Elapsed(..));
    let before = section[..at].iter().rev().find(is_unit);
    let behind = section[at + 1..].iter().find(is_unit);
    matches!(before, Some(Part::Time('h', _) | Part::Elapsed('h')))
        || matches!(behind, Some(Part::Time('s', _) | Part::Elapsed('s')))
}

fn number(section: &[Part], value: f64) -> String {
    let is_digit = |p: &Part| matches!(p, Part::Digits(_));
    let first = section.iter().position(is_digit);
    let last = section.iter().rposition(is_digit);
    let percent = section.iter().filter(|p| **p == Part::Percent).count().min(4);
    let mut value = value * 100f64.powi(percent as i32);
    let (Some(first), Some(last)) = (first, last) else {
        // No digits at all: only what is around them shows.
        return section
            .iter()
            .map(|p| match p {
                Part::Literal(text) => text.clone(),
                Part::Percent => "%".to_owned(),
                Part::Slash => "/".to_owned(),
                _ => String::new(),
            })
            .collect::<String>()
            .trim()
            .to_owned();
    };
    if section.contains(&Part::Slash) {
        return fraction(section, value);
    }
    let point = section.iter().position(|p| *p == Part::Point);
    let exponent = section.iter().position(|p| *p == Part::Exponent);
    let end = exponent.unwrap_or(section.len());
    let decimals =
        point.map_or(0, |p| section[p.min(end)..end].iter().filter(|p| is_digit(p)).count());
    let whole_end = point.unwrap_or(end).min(end);
    let zeros = section[..whole_end].iter().filter(|p| **p == Part::Digits('0')).count();
    // Commas between digits part thousands; those behind the last divide by them.
    let grouped =
        section[first..=last.min(whole_end.saturating_sub(1)).max(first)].contains(&Part::Comma);
    let scale = section[last + 1..].iter().take_while(|p| **p == Part::Comma).count().min(4);
    value /= 1000f64.powi(scale as i32);
    let mut power = 0;
    if exponent.is_some() && value != 0.0 {
        power = value.abs().log10().floor() as i32;
        value /= 10f64.powi(power);
    }
    let places = decimals.min(15);
    // Halves are rounded away from zero, of the number as it is written in decimals.
    let nudged = value.abs() * (1.0 + f64::EPSILON);
    let digits = format!("{nudged:.places$}");
    let (whole, mut rest) = match digits.split_once('.') {
        Some((whole, rest)) => (whole.to_owned(), rest.to_owned()),
        None => (digits, String::new()),
    };
    let optional = point.map_or(0, |p| {
        let behind: Vec<&Part> = section[p..end].iter().filter(|p| is_digit(p)).collect();
        behind.iter().rev().take_while(|p| matches!(p, Part::Digits('#'))).count()
    });
    for _ in 0..optional {
        if rest.ends_with('0') {
            rest.pop();
        }
    }
    let whole = if whole == "0" && zeros == 0 { String::new() } else { whole };
    let mut whole = format!("{whole:0>zeros$}");
    if grouped {
        whole = thousands(&whole);
    }
    let is_negative =
        value < 0.0 && (whole.chars().chain(rest.chars())).any(|c| c.is_ascii_digit() && c != '0');
    let mut out = String::new();
    let mut written = false;
    for (i, part) in section.iter().enumerate() {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Percent => out.push('%'),
            Part::Digits(_) if !written => {
                if is_negative {
                    out.push('-');
                }
                out.push_str(&whole);
                if point.is_some() && (!rest.is_empty() || optional == 0 && decimals == 0) {
                    out.push('.');
                    out.push_str(&rest);
                }
                if exponent.is_some() {
                    let sign = if power < 0 { '-' } else { '+' };
                    out.push_str(&format!("E{sign}{:02}", power.abs()));
                }
                written = true;
            }
            Part::Point if i < first && !written => {
                if is_negative {
                    out.push('-');
                }
                out.push_str(&whole);
                out.push('.');
                out.push_str(&rest);
                written = true;
            }
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// Commas between thousands.
fn thousands(digits: &str) -> String {
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A number as a whole and a fraction.
fn fraction(section: &[Part], value: f64) -> String {
    let slash = section.iter().position(|p| *p == Part::Slash).unwrap_or(0);
    let digits = section[slash..].iter().filter(|p| matches!(p, Part::Digits(_))).count();
    let most = 10i64.pow(digits.clamp(1, 3) as u32) - 1;
    let whole = value.abs().trunc();
    let rest = value.abs() - whole;
    let mut best = (0i64, 1i64, rest);
    for under in 1..=most {
        let over = (rest * under as f64).round();
        let off = (rest - over / under as f64).abs();
        if off + 1e-12 < best.2 {
            best = (over as i64, under, off);
        }
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let (over, under, _) = best;
    match (whole as i64 + i64::from(over == under), if over == under { 0 } else { over }) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, over) => format!("{sign}{over}/{under}"),
        (whole, over) => format!("{sign}{whole} {over}/{under}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_in_their_format() {
        for (value, code, expected) in [
            (1234.5, "General", "1234.5"),
            (0.1 + 0.2, "General", "0.3"),
            (1e15, "General", "1E+15"),
            (-3.0, "General", "-3"),
            (0.0, "General", "0"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"),
            (1234.0, "#,##0", "1,234"),
            (0.256, "0%", "26%"),
            (0.5, "0.0%", "50.0%"),
            (-1234.5, "£#,##0.00;[Red]-£#,##0.00", "-£1,234.50"),
            (-5.0, "0;(0)", "(5)"),
            (0.0, "0;-0;\"nil\"", "nil"),
            (2.5, "0.##", "2.5"),
            (1500000.0, "[$£-809]#,##0.0,,\"m\"", "£1.5m"),
            (7.0, "000", "007"),
            (0.75, "# ?/?", "3/4"),
            (12345.0, "0.00E+00", "1.23E+04"),
            (1.005, "0.00", "1.01"),
            (5.0, "\"R\"0", "R5"),
            (3.0, "[>2]\"high\";[>1]\"mid\";\"low\"", "high"),
            (-0.2, "0", "0"),
        ] {
            assert_eq!(show(value, code, false).text, expected, "{value} {code}");
        }
    }

    #[test]
    fn dates_are_shown_in_their_format_and_known_for_days() {
        let serial = 45_448.0; // 5 June 2024
        for (code, expected, is_day) in [
            ("dd/mm/yyyy", "05/06/2024", true),
            ("m/d/yy", "6/5/24", true),
            ("d mmmm yyyy", "5 June 2024", true),
            ("mmm-yy", "Jun-24", true),
            ("[$-F800]dddd, mmmm dd, yyyy", "05 June 2024", true),
            ("ddd d mmm", "Wed 5 Jun", true),
            ("yyyy\\-mm\\-dd;@", "2024-06-05", true),
            ("[$-809]dd mmmm yyyy;@", "05 June 2024", true),
            ("h:mm AM/PM", "12:00 AM", false),
        ] {
            let shown = show(serial, code, false);
            assert_eq!(shown.text, expected, "{code}");
            assert_eq!(shown.day, is_day.then_some(Date::constant(2024, 6, 5)), "{code}");
        }
        assert_eq!(show(serial + 0.5625, "dd/mm/yy hh:mm", false).text, "05/06/24 13:30");
        assert_eq!(show(1.5, "[h]:mm", false).text, "36:00");
        assert_eq!(day(60.0, false), Some(Date::constant(1900, 2, 28)));
        assert_eq!(day(0.0, true), Some(Date::constant(1904, 1, 1)));
        assert_eq!(show(-5.0, "dd/mm/yyyy", false).text, "-5");
    }

    #[test]
    fn odd_formats_harm_nobody() {
        for code in ["[", "\"", "\\", "0.", ".0", "[$", "@@", ";;;", "e", "[h", "0/", "/", "E+"] {
            for value in [0.0, -1.5, 45_448.25, f64::NAN, f64::INFINITY, 1e300] {
                let _ = show(value, code, false);
            }
        }
        assert_eq!(show_text("late", "0;0;0;\"is \"@"), "is late");
    }
}
