//! Formulas that people have put in a workbook: carried on to new rows, and made to cover them.

/// The rows of the table that people work in, and where they end now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grown {
    /// Name of the table's sheet.
    pub(crate) sheet: String,
    /// The first row of items.
    pub(crate) first: u32,
    /// The row where the table ended; people add rows below.
    pub(crate) from: u32,
    /// The last row of items.
    pub(crate) last: u32,
    /// The last row with the new ones.
    pub(crate) new_last: u32,
}

impl Grown {
    /// Whether a sheet is the one with the table; without a name, that of the formula.
    fn is_of(&self, sheet: Option<&str>, own: &str) -> bool {
        sheet.unwrap_or(own).to_lowercase() == self.sheet.to_lowercase()
    }

    /// Whether a row is one of the items as they were.
    pub(crate) fn has(&self, row: u32) -> bool {
        (self.first..=self.last).contains(&row)
    }

    /// Whether a range has all rows of the table, and ends with them.
    fn is_whole(&self, first: &Name, last: &Name) -> bool {
        first.row <= self.first && (self.from..=self.last).contains(&last.row)
    }
}

/// A formula for another row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Carried {
    pub(crate) formula: String,
    /// Whether it still points at rows of the table by their numbers.
    pub(crate) points_at_rows: bool,
}

/// The formula of one row for another row of the same sheet; `None` where it points at any row but its
/// own, so that it is not known what it would mean there. Rows that are fixed (`$A$1`) stay; ranges that
/// have all rows of the table have the new rows too.
pub(crate) fn carried(formula: &str, from: u32, to: u32, grown: &Grown) -> Option<Carried> {
    let mut out =
        Carried { formula: String::with_capacity(formula.len() + 4), points_at_rows: false };
    for part in parts(formula) {
        match part {
            Part::Text(text) => out.formula.push_str(&text),
            Part::Rows(_) => return None,
            Part::Cells { sheet, first, last } => {
                let is_here = grown.is_of(sheet.as_deref(), &grown.sheet);
                let is_fixed = first.is_fixed && last.as_ref().is_none_or(|l| l.is_fixed);
                if let Some(last) =
                    last.as_ref().filter(|l| is_here && is_fixed && grown.is_whole(&first, l))
                {
                    out.formula.push_str(&format!("{first}:{}", last.at(grown.new_last)));
                    continue;
                }
                for (n, name) in std::iter::once(first).chain(last).enumerate() {
                    if n > 0 {
                        out.formula.push(':');
                    }
                    if name.is_fixed {
                        out.points_at_rows |= is_here && grown.has(name.row);
                        out.formula.push_str(&name.to_string());
                    } else if name.row == from && sheet.is_none() {
                        out.formula.push_str(&name.at(to).to_string());
                    } else {
                        return None;
                    }
                }
            }
        }
    }
    Some(out)
}

/// A formula whose ranges have all rows of the table, so that they have the new rows too; `None` where
/// there is nothing to change. `moves` says that the formula is one of a column, or is shared by several
/// cells: then only ranges that are fixed are meant to have all rows.
pub(crate) fn widened(formula: &str, sheet: &str, moves: bool, grown: &Grown) -> Option<String> {
    let mut out = String::with_capacity(formula.len() + 4);
    let mut is_changed = false;
    for part in parts(formula) {
        match part {
            Part::Text(text) | Part::Rows(text) => out.push_str(&text),
            Part::Cells { first, last: None, .. } => out.push_str(&first.to_string()),
            Part::Cells { sheet: of, first, last: Some(last) } => {
                let is_fixed = first.is_fixed && last.is_fixed;
                let is_whole = grown.is_of(of.as_deref(), sheet) && grown.is_whole(&first, &last);
                if is_whole && (is_fixed || !moves) && last.row != grown.new_last {
                    is_changed = true;
                    out.push_str(&format!("{first}:{}", last.at(grown.new_last)));
                } else {
                    out.push_str(&format!("{first}:{last}"));
                }
            }
        }
    }
    is_changed.then_some(out)
}

/// A piece of a formula.
enum Part {
    /// Whatever points at no row.
    Text(String),
    /// A cell or a range, of the sheet that is named in front of it.
    Cells { sheet: Option<String>, first: Name, last: Option<Name> },
    /// Whole rows (`5:5`).
    Rows(String),
}

/// A cell as a formula names it.
#[derive(Clone, Debug)]
struct Name {
    /// With its dollars.
    column: String,
    is_fixed: bool,
    row: u32,
}

impl Name {
    fn of(word: &str) -> Option<Self> {
        let digits = word.find(|c: char| c.is_ascii_digit())?;
        let (column, row) = word.split_at(digits);
        let row: u32 = row.parse().ok()?;
        let letters = column.trim_start_matches('$').trim_end_matches('$');
        let is_column = (1..=3).contains(&letters.len())
            && letters.chars().all(|c| c.is_ascii_alphabetic())
            && column.matches('$').count() <= 2;
        let is_fixed = column.len() > 1 && column.ends_with('$');
        is_column.then(|| Self { column: column.to_owned(), is_fixed, row })
    }

    fn at(&self, row: u32) -> Self {
        Self { row, ..self.clone() }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.column, self.row)
    }
}

/// The pieces of a formula; put together they are the formula.
fn parts(formula: &str) -> Vec<Part> {
    let letters: Vec<char> = formula.chars().collect();
    let get = |at: usize| letters.get(at).copied().unwrap_or(' ');
    let text = |from: usize, to: usize| letters.iter().take(to).skip(from).collect::<String>();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '$' | '_' | '.');
    let word_end =
        |at: usize| (at..letters.len()).find(|i| !is_word(get(*i))).unwrap_or(letters.len());
    let mut all = Vec::new();
    let (mut at, mut brackets) = (0, 0_u32);
    // The name of a sheet that was read last, and where it ends.
    let mut named: Option<(String, usize)> = None;
    while at < letters.len() {
        let c = get(at);
        // Texts and names of sheets go over as they are.
        if c == '"' || c == '\'' {
            let end = (at + 1..letters.len()).find(|i| get(*i) == c).unwrap_or(letters.len() - 1);
            let name = text(at + 1, end);
            // A quote within a name is written twice.
            let name = match named.take().filter(|(_, end)| *end == at) {
                Some((before, _)) => format!("{before}'{name}"),
                None => name,
            };
            named = (c == '\'').then_some((name, end + 1));
            all.push(Part::Text(text(at, end + 1)));
            at = end + 1;
            continue;
        }
        match c {
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        if brackets > 0 || !is_word(c) {
            all.push(Part::Text(c.to_string()));
            at += 1;
            continue;
        }
        let end = word_end(at);
        let word = text(at, end);
        let before = at.checked_sub(1).map(get);
        let is_elsewhere = get(end) == '!' || get(end) == '(';
        let Some(first) = Name::of(&word).filter(|_| !is_elsewhere) else {
            // A row alone (`5:5`) points at rows as well.
            let is_row = word.chars().all(|c| c.is_ascii_digit() || c == '$')
                && word.contains(|c: char| c.is_ascii_digit())
                && (get(end) == ':' || before == Some(':'));
            if is_row {
                all.push(Part::Rows(word));
                at = end;
                continue;
            }
            // The sheet of another workbook (`[1]Plan!A1`) has a bracket before it.
            let name = if before == Some(']') { format!("]{word}") } else { word.clone() };
            named = Some((name, end));
            all.push(Part::Text(word));
            at = end;
            continue;
        };
        let sheet = named.take().filter(|(_, end)| before == Some('!') && *end + 1 == at);
        let sheet = match (sheet, before) {
            (Some((name, _)), _) => Some(name),
            (None, Some('!')) => Some(String::new()),
            (None, _) => None,
        };
        let second_end = word_end(end + 1);
        let second = (get(end) == ':').then(|| Name::of(&text(end + 1, second_end))).flatten();
        let last = second.filter(|_| !matches!(get(second_end), '!' | '('));
        at = if last.is_some() { second_end } else { end };
        all.push(Part::Cells { sheet, first, last });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items in rows 2 to 7, the new ones to row 9.
    fn grown() -> Grown {
        Grown { sheet: "Plan".to_owned(), first: 2, from: 7, last: 7, new_last: 9 }
    }

    #[test]
    fn a_formula_of_its_own_row_is_carried_on() {
        for (formula, wanted) in [
            ("H7-TODAY()", Some("H9-TODAY()")),
            ("IF($H7<$B$1,\"late in A7\",\"\")", Some("IF($H9<$B$1,\"late in A7\",\"\")")),
            ("SUM(A7:C7)*LOG10(2)", Some("SUM(A9:C9)*LOG10(2)")),
            ("Actions[[#This Row],[Days 7]]+1", Some("Actions[[#This Row],[Days 7]]+1")),
            ("'My A7'!$B$2&H7", Some("'My A7'!$B$2&H9")),
            ("H6+1", None),
            ("SUM(H$2:H7)", Some("SUM(H$2:H9)")),
            ("Sheet2!H7", None),
            ("SUM(7:7)", None),
            ("SUM($7:$7)", None),
            ("rate_7*H7", Some("rate_7*H9")),
            ("1.5*H7+7", Some("1.5*H9+7")),
            ("COUNTIF($I$2:$I$7,I7)", Some("COUNTIF($I$2:$I$9,I9)")),
            ("RANK(I7,I$1:I$7)", Some("RANK(I9,I$1:I$9)")),
            ("COUNTIF($I$2:$I$5,I7)", Some("COUNTIF($I$2:$I$5,I9)")),
            ("COUNTIF(I2:I7,I7)", None),
        ] {
            let made = carried(formula, 7, 9, &grown()).map(|c| c.formula);
            assert_eq!(made.as_deref(), wanted, "{formula}");
        }
    }

    #[test]
    fn a_carried_formula_says_whether_it_points_at_rows_by_number() {
        for (formula, points) in [
            ("COUNTIF($I$2:$I$7,I7)", false),
            ("H7*$B$1", false),
            ("Other!$B$3*H7", false),
            ("COUNTIF($I$2:$I$5,I7)", true),
            ("H7/$H$3", true),
            ("SUM(H$2:H7)", true),
        ] {
            let made = carried(formula, 7, 9, &grown()).unwrap();
            assert_eq!(made.points_at_rows, points, "{formula}");
        }
    }

    #[test]
    fn ranges_of_all_rows_have_the_new_rows_too() {
        for (formula, sheet, moves, wanted) in [
            ("COUNTIF($I$2:$I$7,I3)", "Plan", true, Some("COUNTIF($I$2:$I$9,I3)")),
            ("SUM(I2:I7)", "Plan", false, Some("SUM(I2:I9)")),
            ("SUM(I2:I7)", "Plan", true, None),
            ("SUM(I3:I7)", "Plan", false, None),
            ("SUM(I2:I6)", "Plan", false, None),
            ("SUM(I2:I7)", "Sums", false, None),
            ("SUM(plan!I1:J7)+A1", "Sums", false, Some("SUM(plan!I1:J9)+A1")),
            (
                "SUM('Plan'!I2:I7)&\"Plan!I2:I7\"",
                "Sums",
                false,
                Some("SUM('Plan'!I2:I9)&\"Plan!I2:I7\""),
            ),
            ("SUM([1]Plan!I2:I7)", "Sums", false, None),
            ("SUM('[1]Plan'!I2:I7)", "Sums", false, None),
            ("SUM(Plan!I2:I7,Plan!7:7)", "Sums", false, Some("SUM(Plan!I2:I9,Plan!7:7)")),
            ("Plan[Score]", "Sums", false, None),
        ] {
            assert_eq!(widened(formula, sheet, moves, &grown()).as_deref(), wanted, "{formula}");
        }
        let quoted = Grown { sheet: "Gate's plan".to_owned(), ..grown() };
        let made = widened("SUM('Gate''s plan'!$A$2:$A$7)", "Sums", false, &quoted);
        assert_eq!(made.as_deref(), Some("SUM('Gate''s plan'!$A$2:$A$9)"));
        for odd in ["'", "\"", "[", "A1:", ":A1", "!A2:A7", "A2:A7!", "", "é7:é8"] {
            let whole: String = parts(odd)
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) | Part::Rows(text) => text,
                    Part::Cells { first, last: None, .. } => first.to_string(),
                    Part::Cells { first, last: Some(last), .. } => format!("{first}:{last}"),
                })
                .collect();
            assert_eq!(whole, odd);
        }
    }
}
