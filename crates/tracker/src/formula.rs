//! Formulas that a person has put beside the rows, carried on to new rows.

/// The formula of one row for another row; `None` where it points at any row but its own, so that it is
/// not known what it would mean there. Rows that are fixed (`$A$1`) stay.
pub(crate) fn carried(formula: &str, from: u32, to: u32) -> Option<String> {
    let letters: Vec<char> = formula.chars().collect();
    let get = |at: usize| letters.get(at).copied().unwrap_or(' ');
    let mut out = String::with_capacity(formula.len() + 4);
    let (mut at, mut brackets) = (0, 0_u32);
    while at < letters.len() {
        let c = get(at);
        // Texts and names of sheets go over as they are.
        if c == '"' || c == '\'' {
            let end = (at + 1..letters.len()).find(|i| get(*i) == c).unwrap_or(letters.len() - 1);
            out.extend(letters.iter().take(end + 1).skip(at));
            at = end + 1;
            continue;
        }
        match c {
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '$' | '_' | '.');
        if brackets > 0 || !is_word(c) {
            out.push(c);
            at += 1;
            continue;
        }
        let end = (at..letters.len()).find(|i| !is_word(get(*i))).unwrap_or(letters.len());
        let word: String = letters.iter().take(end).skip(at).collect();
        let is_elsewhere = get(end) == '!' || get(end) == '(';
        match cell(&word).filter(|_| !is_elsewhere) {
            Some((_, true, _)) | None => {
                // A row alone (`5:5`) points at rows as well.
                let is_row = word.chars().all(|c| c.is_ascii_digit())
                    && (get(end) == ':' || at.checked_sub(1).is_some_and(|b| get(b) == ':'));
                if is_row {
                    return None;
                }
                out.push_str(&word);
            }
            Some((column, false, row)) => {
                let is_of_sheet = at.checked_sub(1).is_some_and(|before| get(before) == '!');
                if row != from || is_of_sheet {
                    return None;
                }
                out.push_str(&format!("{column}{to}"));
            }
        }
        at = end;
    }
    Some(out)
}

/// The column of a word that names a cell, whether its row is fixed, and its row.
fn cell(word: &str) -> Option<(String, bool, u32)> {
    let digits = word.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = word.split_at(digits);
    let row: u32 = row.parse().ok()?;
    let letters = column.trim_start_matches('$').trim_end_matches('$');
    let is_column = (1..=3).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_alphabetic())
        && column.matches('$').count() <= 2;
    let is_fixed = column.len() > 1 && column.ends_with('$');
    is_column.then(|| (column.to_owned(), is_fixed, row))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("rate_7*H7", Some("rate_7*H9")),
            ("1.5*H7+7", Some("1.5*H9+7")),
        ] {
            assert_eq!(carried(formula, 7, 9).as_deref(), wanted, "{formula}");
        }
    }
}
