//! The document as it was read against a second reading of its pages, which knows no lines and no
//! cells: what the second one saw and the first one lost.

use super::words::{bare, each};
use foldhash::{HashMap, HashMapExt};
use tablemend_model::{Block, Document, Place, Rect, SeenPage};

/// Words of a page that are nowhere in the document as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// 1-based.
    pub page: u32,
    /// The words, in the order of the page's content, those that are cut off last.
    pub words: Vec<String>,
    /// Around them, in points from the page's top left.
    pub area: Rect,
}

/// A word that was seen and has not been found yet.
struct Sought {
    text: String,
    area: Rect,
}

/// Holds the second reading of the pages against the document as it was read, before its tables
/// were mended; gives what each page has lost.
///
/// Where words end is a matter of judgement, so letters count in the end: of the words that only
/// the second reading has, those are lost whose letters are not among what only the first has.
/// What was left out as hidden and is reported is not lost without a word.
#[must_use]
pub fn audit_pages(document: &Document, pages: &[SeenPage]) -> Vec<Loss> {
    let mut read = Read::of(document);
    let mut losses = Vec::new();
    for page in pages {
        let mut own = read.pages.remove(&page.number).unwrap_or_default();
        let mut sought: Vec<Sought> = Vec::new();
        // Of words that say the same, those are found that nothing was cut off from.
        let is_cut = |area: &Rect| page.left_out.iter().any(|(_, around)| touch(area, around));
        let (cut, whole): (Vec<_>, Vec<_>) = page.words.iter().partition(|(_, a)| is_cut(a));
        for (text, area) in whole.into_iter().chain(cut) {
            each(&bare(text), |word| {
                if !take(&mut own, word) && !take(&mut read.over_pages, word) {
                    sought.push(Sought { text: word.to_owned(), area: *area });
                }
            });
        }
        let mut letters = letters_of(&own);
        let mut reported: Vec<(u32, Rect)> = page.left_out.clone();
        // The longest first: what they need is least likely to be there by chance.
        let mut order: Vec<usize> = (0..sought.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(sought[*i].text.len()));
        let mut is_lost = vec![false; sought.len()];
        for i in order {
            let Sought { text, area } = &sought[i];
            is_lost[i] = !spend(&mut letters, text, 0)
                && !spend(&mut read.letters_over_pages, text, 0)
                && !spend_reported(&mut letters, text, area, &mut reported);
        }
        let lost = sought.into_iter().zip(is_lost).filter(|(_, lost)| *lost).map(|(s, _)| s);
        let lost: Vec<Sought> = lost.collect();
        let area = lost.iter().map(|s| s.area).reduce(|a, b| a.union(&b));
        if let Some(area) = area {
            let words = lost.into_iter().map(|s| s.text).collect();
            losses.push(Loss { page: page.number, words, area });
        }
    }
    losses
}

type Counts = HashMap<String, u32>;
type Letters = HashMap<char, u32>;

/// The words of the document as it was read, by their pages.
#[derive(Default)]
struct Read {
    pages: HashMap<u32, Counts>,
    /// Of what goes on over a page break, which word is where is not known.
    over_pages: Counts,
    letters_over_pages: Letters,
}

impl Read {
    fn of(document: &Document) -> Self {
        let mut read = Self::default();
        for block in &document.blocks {
            match block {
                Block::Table(table) => {
                    for cell in table.cells().iter().chain(table.folded()) {
                        read.add(cell.text.as_str(), &cell.places);
                    }
                }
                other => {
                    if let (Some(text), Some(place)) = (other.text(), other.place()) {
                        read.add(text.as_str(), &[place]);
                    }
                }
            }
        }
        read.letters_over_pages = letters_of(&read.over_pages);
        read
    }

    fn add(&mut self, text: &str, places: &[Place]) {
        let first = places.first().and_then(Place::page);
        let is_one = places.iter().all(|p| p.page() == first);
        let counts = match first {
            Some(page) if is_one => self.pages.entry(page).or_default(),
            _ => &mut self.over_pages,
        };
        each(&bare(text), |word| match counts.get_mut(word) {
            Some(n) => *n += 1,
            None => {
                counts.insert(word.to_owned(), 1);
            }
        });
    }
}

/// Takes a word from what is there.
fn take(counts: &mut Counts, word: &str) -> bool {
    match counts.get_mut(word) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    }
}

fn letters_of(counts: &Counts) -> Letters {
    let mut letters = Letters::new();
    for (word, n) in counts {
        for c in word.chars() {
            *letters.entry(c).or_default() += n;
        }
    }
    letters
}

/// Takes the letters of a word, all but so many at most, or none.
fn spend(letters: &mut Letters, word: &str, but: u32) -> bool {
    let mut needed = Letters::new();
    for c in word.chars() {
        *needed.entry(c).or_default() += 1;
    }
    let lacking = |(c, n): (&char, &u32)| n.saturating_sub(letters.get(c).copied().unwrap_or(0));
    if needed.iter().map(lacking).sum::<u32>() > but {
        return false;
    }
    for (c, n) in needed {
        if let Some(left) = letters.get_mut(&c) {
            *left = left.saturating_sub(n);
        }
    }
    true
}

/// Whether two areas meet, or nearly.
fn touch(a: &Rect, b: &Rect) -> bool {
    const MARGIN: f32 = 3.0;
    a.x0 <= b.x1 + MARGIN && a.x1 >= b.x0 - MARGIN && a.y0 <= b.y1 + MARGIN && a.y1 >= b.y0 - MARGIN
}

/// Takes the letters of a word of which some, or all, were left out and reported where it is.
fn spend_reported(
    letters: &mut Letters,
    word: &str,
    area: &Rect,
    reported: &mut [(u32, Rect)],
) -> bool {
    let length = word.chars().count() as u32;
    for (left, around) in reported {
        let before: u32 = letters.values().sum();
        if touch(area, around) && spend(letters, word, *left) {
            let spent = before - letters.values().sum::<u32>();
            *left -= length.saturating_sub(spent).min(*left);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{MediaType, RichText, Running, Source};

    fn document(blocks: Vec<Block>) -> Document {
        let source = Source {
            name: "a.pdf".to_owned(),
            media_type: MediaType::Pdf,
            sha256: String::new(),
            pages: Some(2),
            page_sizes: Vec::new(),
        };
        Document { source, blocks }
    }

    fn at(number: u32) -> Place {
        Place::Page { number, area: Rect::new(0.0, 0.0, 9.0, 9.0) }
    }

    fn paragraph(page: u32, text: &str) -> Block {
        Block::Paragraph { text: RichText::plain(text), place: at(page) }
    }

    fn seen(number: u32, words: &str) -> SeenPage {
        let area = |i: usize| Rect::new(i as f32 * 10.0, 0.0, i as f32 * 10.0 + 5.0, 0.0);
        let words = words.split(' ').enumerate().map(|(i, w)| (w.to_owned(), area(i)));
        SeenPage { number, words: words.collect(), ..SeenPage::default() }
    }

    fn lost(blocks: Vec<Block>, pages: &[SeenPage]) -> Vec<(u32, String)> {
        let losses = audit_pages(&document(blocks), pages);
        losses.into_iter().map(|l| (l.page, l.words.join(" "))).collect()
    }

    #[test]
    fn what_no_block_has_is_lost_page_by_page() {
        let running =
            Block::Running { kind: Running::Foot, text: RichText::plain("Page 1"), place: at(1) };
        let blocks = vec![paragraph(1, "Dredge the basin"), running, paragraph(2, "the the")];
        let pages = [seen(1, "Dredge the basin Barnet Page 1"), seen(2, "the the the Sutton")];
        let expected = [(1, "Barnet".to_owned()), (2, "the Sutton".to_owned())];
        assert_eq!(lost(blocks, &pages), expected);
    }

    #[test]
    fn where_words_end_and_how_letters_are_coded_is_no_loss() {
        for (read, second) in [
            ("Impact Medium", "Impac t Me dium"),
            ("12 March", "1 2 March"),
            ("café 2041²", "cafe\u{301} 20412"),
            ("office", "of\u{fb01}ce"),
            ("\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "\u{5dd}\u{5d5}\u{5dc}\u{5e9}"),
            ("• item", "\u{f0b7} item"),
        ] {
            assert_eq!(lost(vec![paragraph(1, read)], &[seen(1, second)]), [], "{second}");
        }
    }

    #[test]
    fn letters_that_were_reported_as_hidden_are_not_lost_and_others_are() {
        let mut page = seen(1, "white Sutton seen");
        page.left_out = vec![(5, Rect::new(0.0, 0.0, 15.0, 0.0))];
        let blocks = vec![paragraph(1, "seen")];
        assert_eq!(lost(blocks, &[page]), [(1, "Sutton".to_owned())]);
        // Cut off in the middle: the rest is there.
        let mut page = seen(1, "Estate Bay");
        page.left_out = vec![(4, Rect::new(2.0, 0.0, 5.0, 0.0))];
        assert_eq!(lost(vec![paragraph(1, "Es Bay")], &[page.clone()]), []);
        assert_eq!(lost(vec![paragraph(1, "Bay")], &[page]), [(1, "Estate".to_owned())]);
    }
}
