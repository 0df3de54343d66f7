//! What a workbook keeps of the edition it was last brought up to, so that a later run can tell what a
//! person has changed since. Agreed between those who write, update and compare workbooks.
//!
//! A hidden sheet holds it: in its first row [`MARK`] and the digests of the other sheets (`Queries
//! 1f2e…`), in its second the headings of the items' columns and [`LAST`], below them the items'
//! values as text.

/// Name of the hidden sheet.
pub const SHEET: &str = "Published";

/// Text of the hidden sheet's first cell, by which it is known.
pub const MARK: &str = "Values as published, kept by tablemend to tell what was changed by hand. \
                        Please leave this sheet as it is.";

/// Heading of the column with the period in which an item was published last.
pub const LAST: &str = "Last published";

/// A short name for what is in the cells of some rows: the same however blanks are printed, and
/// whether or not there are blank cells and rows behind them.
#[must_use]
pub fn digest<R, C>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    // FNV-1a: what is told apart are slips of people, not attacks.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut skipped = 0;
    for row in rows {
        let mut cells: Vec<String> = row.into_iter().map(|c| folded(c.as_ref())).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            skipped += 1;
            continue;
        }
        (0..skipped).for_each(|_| add(0x1e));
        skipped = 0;
        for cell in cells {
            cell.bytes().for_each(&mut add);
            add(0x1f);
        }
        add(0x1e);
    }
    format!("{hash:016x}")
}

/// The text with one blank between its words.
#[must_use]
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_tells_contents_and_not_blanks() {
        let one = digest([vec!["a", " b\n c "], vec!["d"]]);
        assert_eq!(one, digest([vec!["a", "b c", ""], vec!["d"], vec!["", ""]]));
        let others = [
            digest([vec!["a", "b", "c"], vec!["d"]]),
            digest([vec!["a", "b c", "d"]]),
            digest([vec!["a", "b c"], vec![""], vec!["d"]]),
            digest(Vec::<Vec<&str>>::new()),
        ];
        assert!(others.iter().all(|other| *other != one), "{others:?}");
    }
}
