//! Contents between rules: sections, or captions of tables and figures, and the pages that they are on.

use super::aligned;
use super::grid::Grid;
use super::words::{self, Line, PageContent};
use tablemend_model::Method;

/// Headings of contents, in small letters.
const HEADINGS: &[&str] = &[
    "contents",
    "table of contents",
    "list of contents",
    "list of tables",
    "list of figures",
    "inhalt",
    "inhaltsverzeichnis",
    "sommaire",
    "table des matières",
    "inhoud",
    "inhoudsopgave",
    "índice",
    "indice",
    "sommario",
    "innehåll",
];

/// Words that captions begin with, in small letters.
const CAPTIONS: &[&str] = &[
    "table",
    "figure",
    "appendix",
    "annex",
    "map",
    "chart",
    "box",
    "plan",
    "tableau",
    "tabelle",
    "abbildung",
    "anhang",
    "annexe",
    "tabla",
    "figura",
    "anexo",
];

/// Words that captions of tables begin with, in small letters.
const TABLES: &[&str] = &[
    "table", "tab", "tableau", "tabelle", "tabla", "cuadro", "tabela", "quadro", "tabella",
    "tabel", "tabell", "taulukko",
];

/// Lines that are looked at above, for a heading.
const ABOVE: usize = 2;

/// Fewer lines than this prove nothing.
const LINES: usize = 6;

/// Whether the lines of a table are titles, each with its page at the end, below a heading of contents; or captions,
/// most of them with their pages.
pub(crate) fn is_contents(grid: &Grid, content: &PageContent) -> bool {
    if grid.method != Method::Aligned || grid.xs.len() > 4 {
        return false;
    }
    let own: Vec<u32> = grid.words().collect();
    let lines = words::lines(&content.words, &own);
    if lines.len() < LINES {
        return false;
    }
    let said = |line: &Line| aligned::said(content, &line.words);
    let captions = lines.iter().filter(|l| is_caption(&said(l))).count();
    let pages: Vec<u32> = lines.iter().filter_map(|l| page(content, l)).collect();
    if captions * 10 >= lines.len() * 9 {
        return pages.len() * 3 >= lines.len();
    }
    let rises = pages.windows(2).all(|w| w[0] <= w[1]) && pages.first() < pages.last();
    rises && pages.len() * 10 >= lines.len() * 8 && is_headed(grid, content)
}

/// The page at the end of a line, right of its column.
fn page(content: &PageContent, line: &Line) -> Option<u32> {
    let [.., before, last] = line.words.as_slice() else { return None };
    let [before, last] = [before, last].map(|i| content.words.get(*i as usize));
    let (before, last) = (before?, last?);
    let is_apart = last.area.x0 - before.area.x1 > line.size;
    last.text.parse().ok().filter(|page| is_apart && *page < 5000)
}

/// `Table 3.2`, `Appendix B`.
fn is_caption(said: &str) -> bool {
    begins_with(CAPTIONS, said)
}

/// Whether a line is the caption of a table, or begins it: `Table 3.2`.
pub(super) fn captions_table(said: &str) -> bool {
    begins_with(TABLES, said)
}

/// Whether a text begins with one of some words and a number.
fn begins_with(labels: &[&str], said: &str) -> bool {
    let mut words = said.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let number = words.next().unwrap_or_default().trim_end_matches([':', '.']);
    labels.contains(&first.trim_end_matches('.'))
        && number.len() < 8
        && (number.starts_with(|c: char| c.is_ascii_digit())
            || number.chars().next().is_some_and(char::is_uppercase)
                && number.chars().filter(|c| c.is_alphabetic()).count() == 1)
}

/// Whether one of the lines above, or the first line of the table, is a heading of contents.
fn is_headed(grid: &Grid, content: &PageContent) -> bool {
    let top = grid.area().y0;
    let above: Vec<u32> = (0..)
        .zip(&content.words)
        .filter(|(_, w)| !w.is_turned && w.base < top + w.size)
        .map(|(n, _)| n)
        .collect();
    let lines = words::lines(&content.words, &above);
    lines.iter().rev().take(ABOVE).any(|line| {
        let said = aligned::said(content, &line.words).to_lowercase();
        HEADINGS.contains(&said.trim_end_matches(':').trim())
    })
}

#[cfg(test)]
mod tests {
    use super::is_caption;
    use crate::pdf::tests::{page, rule, set};

    /// How many tables a page of contents has, between rules as reports print them.
    fn tables(heading: &str, numbers: [&str; 8], titles: &str) -> usize {
        let mut p = page();
        set(&mut p, 50.0, 80.0, 20.0, heading);
        for y in [95.0, 157.0, 205.0] {
            rule(&mut p, 50.0, y, 550.0, y);
        }
        for (n, number) in numbers.iter().enumerate() {
            let base = 120.0 + 16.0 * n as f32;
            set(&mut p, 50.0, base, 10.0, number);
            set(&mut p, 120.0, base, 10.0, &format!("{titles} {}", ["north", "south"][n % 2]));
            let at = (11 + 3 * n).to_string();
            set(&mut p, 550.0 - 5.0 * at.len() as f32, base, 10.0, &at);
        }
        crate::pdf::tests::tables(&p).len()
    }

    #[test]
    fn contents_between_rules_are_no_table() {
        let sections = ["1.", "1.1", "1.2", "2.", "2.1", "2.2", "2.3", "3."];
        assert_eq!(tables("Contents", sections, "Boats of the"), 0);
        assert_eq!(tables("Berths", sections, "Boats of the"), 1);
        let captions = [
            "Table 1", "Table 2", "Table 3", "Table 4", "Figure 1", "Figure 2", "Figure 3", "Box A",
        ];
        assert_eq!(tables("Gates and bells", captions, "Boats of the"), 0);
    }

    #[test]
    fn captions_have_a_number_or_letter() {
        assert!(["Table 3.2 Boats", "Appendix B Gates", "Figure 1"].into_iter().all(is_caption));
        assert!(!["Table tops", "Boats 3", "Plan of Work", "Map"].into_iter().any(is_caption));
    }
}
