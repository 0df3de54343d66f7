//! Tables of widths, looked through before the font reader spreads them out.

use super::descendant;
use hayro_syntax::object::{Array, Dict, Object};

/// Codes that a table of widths may speak of: all that two bytes can say, several times.
const CODES: u64 = 1 << 18;

/// Whether the widths of a composite font (ISO 32000-2, 9.7.4.3) can be spread out: a range of
/// them, `0 4000000000 500`, is one entry a code to the font reader.
pub(super) fn are_sane(dict: &Dict<'_>) -> bool {
    descendant(dict).is_none_or(|below| {
        let count = |key: &[u8], values: usize| {
            below.get::<Array<'_>>(key).map_or(0, |table| codes(&table, values))
        };
        count(b"W", 1).saturating_add(count(b"W2", 3)) <= CODES
    })
}

/// How many codes a table speaks of; `values` is how many numbers each has.
fn codes(table: &Array<'_>, values: usize) -> u64 {
    let mut total = 0_u64;
    let mut numbers: Vec<i64> = Vec::with_capacity(5);
    for item in table.iter::<Object<'_>>() {
        match item {
            Object::Array(list) => {
                total = total.saturating_add(list.iter::<Object<'_>>().count() as u64);
                numbers.clear();
            }
            Object::Number(n) => {
                numbers.push(n.as_i64());
                if let [first, last, ..] = numbers[..]
                    && numbers.len() == 2 + values
                {
                    total = total.saturating_add(last.saturating_sub(first).max(0).cast_unsigned());
                    numbers.clear();
                }
            }
            _ => numbers.clear(),
        }
        if total > CODES {
            break;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes;

    #[test]
    fn ranges_are_counted_by_what_they_spread_to() {
        for (table, values, expected) in [
            ("[1 [500 600] 3 9 700]", 1, 8),
            ("[0 4000000000 500]", 1, 4_000_000_000),
            ("[0 99 1 2 3 7 [1 2 3]]", 3, 102),
            ("[9 3 500]", 1, 0),
            ("[]", 1, 0),
        ] {
            let array = Array::from_bytes(table.as_bytes()).unwrap();
            assert_eq!(codes(&array, values), expected, "{table}");
        }
    }
}
