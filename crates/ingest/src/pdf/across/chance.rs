//! Pages that seem to lie beside each other by chance: prose has its lines at the heights of any other page of prose.

use super::side::{self, Side};

/// Words of the middle one of a page's texts, at least, where it is prose: cells say less in a line.
const WORDS: usize = 7;
/// Fewer texts than this are no prose.
const TEXTS: usize = 8;
/// Lines drawn down a page from which on it is a sheet, whatever its cells say.
const WALLS: usize = 3;
/// The share of heights that are met as well where they are moved by some lines, from which on they prove nothing.
const AS_WELL: f32 = 0.75;

/// Whether a page has the shape of a screen (4:3, 16:9, 16:10): slides have titles, rules and feet at the same heights, and
/// sheets are printed on paper.
pub(super) fn is_slide(width: f32, height: f32) -> bool {
    let shape = width / height.max(1.0);
    [4.0 / 3.0, 16.0 / 9.0, 16.0 / 10.0].iter().any(|s| (shape / s - 1.0).abs() < 0.008)
}

/// Whether a page is lines of prose, in one column or several, numbered or not.
pub(super) fn is_prose(side: &Side<'_>) -> bool {
    // The longest text of each line.
    let mut longest: Vec<(f32, usize)> =
        side.lines.iter().map(|s| (s.first, s.words.len())).collect();
    longest.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    longest.dedup_by(|a, b| (a.0 - b.0).abs() < 1.0);
    let mut counts: Vec<usize> = longest.into_iter().map(|(_, words)| words).collect();
    if counts.len() < TEXTS || side.walls.len() >= WALLS {
        return false;
    }
    let middle = counts.len() / 2;
    *counts.select_nth_unstable(middle).1 >= WORDS
}

/// Whether heights at which a page has lines are met nearly as well where they are moved up or down by one line, two or
/// three: then that page has lines nearly everywhere. `met` are those that are met as they are, `all` those of all cells.
pub(super) fn is_anywhere(left: &Side<'_>, met: usize, heights: &[f32]) -> bool {
    let mut steps: Vec<f32> = left.bases.windows(2).map(|w| w[1] - w[0]).collect();
    steps.retain(|s| *s > 0.5 * left.size);
    let (Some(top), Some(end)) = (left.bases.first(), left.bases.last()) else { return false };
    if steps.is_empty() || heights.is_empty() {
        return false;
    }
    let middle = steps.len() / 2;
    let step = *steps.select_nth_unstable_by(middle, f32::total_cmp).1;
    let (mut moved_met, mut all) = (0, 0);
    for by in [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0] {
        let moved =
            heights.iter().map(|y| y + by * step).filter(|y| *y > top - 1.0 && *y < end + 1.0);
        for y in moved {
            all += 1;
            moved_met += usize::from(side::is_met(&left.bases, y));
        }
    }
    let as_they_are = met as f32 / heights.len() as f32;
    all > 0 && moved_met as f32 / all as f32 >= AS_WELL * as_they_are
}

#[cfg(test)]
mod tests {
    use super::{is_anywhere, is_prose, is_slide};
    use crate::pdf::across::side::Side;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    /// Lines at some heights, each with these texts from these places on.
    fn asked<T>(heights: &[f32], texts: &[(f32, &str)], ask: impl Fn(&Side<'_>) -> T) -> T {
        let mut p = page();
        for y in heights {
            texts.iter().for_each(|(x, text)| set(&mut p, *x, *y, 10.0, text));
        }
        let content = words::content(&p);
        ask(&Side::read(&content, &Vec::new()).unwrap())
    }

    const EVEN: [f32; 10] = [100.0, 112.0, 124.0, 136.0, 148.0, 160.0, 172.0, 184.0, 196.0, 208.0];
    const UNEVEN: [f32; 10] =
        [100.0, 112.0, 131.0, 143.0, 170.0, 182.0, 201.0, 240.0, 252.0, 283.0];

    #[test]
    fn lines_of_many_words_are_prose_numbered_or_not_and_cells_are_none() {
        let prose = (70.0, "the boats of the old harbour lay at the pier");
        assert!(asked(&EVEN, &[prose], is_prose));
        assert!(asked(&EVEN, &[(40.0, "12"), prose], is_prose));
        let cells = [(40.0, "12"), (70.0, "Mend the pier"), (300.0, "Clerk")];
        assert!(!asked(&EVEN, &cells, is_prose));
    }

    #[test]
    fn heights_that_even_lines_meet_as_well_elsewhere_prove_nothing() {
        let own = [(70.0, "Mend the pier"), (300.0, "Clerk")];
        let anywhere = |lines: &[f32], met: &[f32]| {
            asked(lines, &own, |side| is_anywhere(side, met.len(), met))
        };
        assert!(anywhere(&EVEN, &[112.0, 148.0, 172.0, 196.0]));
        assert!(!anywhere(&UNEVEN, &UNEVEN[1..8]));
    }

    #[test]
    fn screens_have_other_shapes_than_paper() {
        let shapes = [(720.0, 540.0), (960.0, 540.0), (720.0, 450.0)];
        assert!(shapes.iter().all(|(w, h)| is_slide(*w, *h)));
        let paper =
            [(842.0, 595.0), (792.0, 612.0), (1008.0, 612.0), (1191.0, 842.0), (1224.0, 792.0)];
        assert!(!paper.iter().any(|(w, h)| is_slide(*w, *h) || is_slide(*h, *w)));
    }
}
