//! Cards made into the rows of one table.

use super::{FEWEST, MOST};
use crate::profile::{Holds, Phrase, Profile};
use crate::records::{columns, refs};
use tablemend_model::{Cell, Place, RichText, Row, Table};

/// What a column of titles is called where no label names the main field.
const TITLE: &str = "Title";

/// Flag of a heading that is nowhere in the document.
pub(crate) const MADE: &str = "heading.made";

/// A text outside tables that may be a card's title.
#[derive(Debug)]
pub(super) struct Above {
    /// Index of its block.
    pub(super) block: usize,
    /// Whether the block is a heading.
    pub(super) is_heading: bool,
    /// Whether a page begins between it and the labels.
    pub(super) is_cut: bool,
    /// The text as a cell.
    pub(super) cell: Cell,
}

/// One item: its titles, labels and values, from one table or from two that a page break parts.
#[derive(Debug)]
pub(super) struct Card<'t> {
    /// The stretch that its labels begin in.
    pub(super) stretch: usize,
    /// The stretch that its first title is in.
    first: usize,
    /// The stretch that it ends in.
    last: usize,
    /// Rows of one cell above it; the last is its own title, the others are headings.
    titles: Vec<Cell>,
    /// The text right above its labels, where it has no title: the block's index, and whether a page
    /// break lies between.
    above: Option<Above>,
    /// The block of the text that became its title.
    pub(super) adopted: Option<usize>,
    pairs: Vec<(&'t Cell, Phrase, Cell)>,
}

impl<'t> Card<'t> {
    /// A card without labels. Each title has the stretch that it is in; `above` is the text above a
    /// card that has none.
    pub(super) fn new(stretch: usize, titles: Vec<(usize, Cell)>, above: Option<Above>) -> Self {
        let first = titles.first().map_or(stretch, |(n, _)| *n);
        let titles: Vec<Cell> = titles.into_iter().map(|(_, cell)| cell).collect();
        let above = above.filter(|_| titles.is_empty());
        Self { stretch, first, last: stretch, titles, above, adopted: None, pairs: Vec::new() }
    }

    /// Whether it has a title.
    pub(super) fn is_titled(&self) -> bool {
        !self.titles.is_empty()
    }

    /// The text above it, where it has no title.
    pub(super) fn above(&self) -> Option<&Above> {
        self.above.as_ref()
    }

    /// Takes the text above it as its title.
    pub(super) fn adopt(&mut self) {
        if let Some(above) = self.above.take() {
            self.titles.push(above.cell);
            self.adopted = Some(above.block);
        }
    }

    /// Whether it has a label.
    pub(super) fn has(&self, words: &Phrase) -> bool {
        self.pairs.iter().any(|(_, own, _)| own == words)
    }

    /// Takes a label and its value; without one it is blank.
    pub(super) fn add(
        &mut self,
        stretch: usize,
        label: &'t Cell,
        words: &Phrase,
        value: Option<&Cell>,
    ) {
        self.last = stretch;
        let blank = || Cell::new(0, 0, RichText::default(), label.place());
        let value = value.map_or_else(blank, |v| moved(v, 0, 0));
        self.pairs.push((label, words.clone(), value));
    }

    /// Takes text that belongs to its last value.
    pub(super) fn go_on(&mut self, stretch: usize, value: &Cell) {
        if let Some((_, _, cell)) = self.pairs.last_mut() {
            self.last = stretch;
            cell.text.append("\n", &value.text);
            cell.places.extend(value.places.iter().copied());
            cell.flags.extend(value.flags.iter().cloned());
        }
    }

    /// Whether it begins before a stretch and goes on in it.
    pub(super) fn crosses(&self, stretch: usize) -> bool {
        self.first < stretch && stretch <= self.last
    }
}

/// The cards that begin in one table as a table of their own; `None` where they are none that one
/// of the profiles knows. `headed` are the rows over them that only head their columns, `all` is the number of cards
/// in the document.
pub(super) fn table(
    cards: &[&Card<'_>],
    table: &Table,
    headed: &[Vec<&Cell>],
    all: usize,
    profiles: &[&Profile],
) -> Option<Table> {
    let mut labels: Vec<&Phrase> = Vec::new();
    let mut first_of: Vec<&Cell> = Vec::new();
    for (label, words, _) in cards.iter().flat_map(|c| &c.pairs) {
        if !labels.contains(&words) {
            labels.push(words);
            first_of.push(label);
        }
    }
    let titled = cards.iter().filter(|c| !c.titles.is_empty()).count() == cards.len();
    if !(FEWEST - usize::from(titled)..=MOST).contains(&labels.len()) {
        return None;
    }
    // `Action 1.2` or `1.2` over each card says only which it is.
    let lead = if titled { numbered(cards) } else { None };
    profiles.iter().find_map(|profile| {
        let number =
            lead.as_ref().map(|_| columns::name_of(Holds::Ref, &profile.items).unwrap_or_default());
        let by_number = number.as_deref();
        let made = |title: Option<&str>| {
            let lead = lead.as_deref().filter(|_| title == by_number);
            build(cards, table, headed, &labels, &first_of, title, lead)
        };
        let names_key = |made: &Table| {
            let header = columns::header_row(made, 0, &profile.items);
            header.is_some_and(|h| h.names_key(&profile.items))
        };
        // The labels alone name the item: a title is its ref, or stays beside it.
        let plain = made(by_number.or(titled.then_some(TITLE))).filter(names_key);
        if plain.is_some() || !titled || all < 2 {
            return plain;
        }
        // Else the title says what is to be done, where two labels or more are known.
        let known = first_of.iter().zip(&labels);
        let known = known
            .filter(|(cell, words)| columns::is_known(words, cell.text.as_str(), &profile.items));
        let known = known.count();
        let key = columns::name_of(Holds::Field(profile.items.key), &profile.items)?;
        let fits = known >= 2 && known * 2 >= labels.len();
        made(Some(&key)).filter(|made| fits && names_key(made))
    })
}

/// The words that the titles of all cards begin with, where what follows is a ref and no more; blank where a title is
/// nothing but a ref.
fn numbered(cards: &[&Card<'_>]) -> Option<String> {
    let mut lead: Option<&str> = None;
    for card in cards {
        let title = card.titles.last()?.text.as_str();
        let (own, reference) = title.rsplit_once(' ').unwrap_or(("", title));
        if !refs::is_like(reference) || lead.is_some_and(|l| l != own) {
            return None;
        }
        lead = Some(own);
    }
    lead.filter(|l| l.is_empty() || l.chars().any(char::is_alphabetic)).map(str::to_owned)
}

/// The table: a header of labels, then a row for each card; labels of further cards are folded. `lead` are
/// the words that all titles begin with, where they are no part of a title.
fn build(
    cards: &[&Card<'_>],
    table: &Table,
    headed: &[Vec<&Cell>],
    labels: &[&Phrase],
    first_of: &[&Cell],
    title: Option<&str>,
    lead: Option<&str>,
) -> Option<Table> {
    let before = u32::from(title.is_some());
    let width = labels.len() as u32 + before;
    let mut cells: Vec<Cell> = Vec::new();
    let mut rows = Vec::new();
    let header_place = union(&first_of.iter().map(|c| c.place()).collect::<Vec<_>>())?;
    if let Some(title) = title {
        let mut made = Cell::new(0, 0, RichText::plain(title), header_place);
        made.flags.push(MADE.into());
        cells.push(made);
    }
    for (col, label) in (before..).zip(first_of) {
        cells.push(moved(label, 0, col));
    }
    rows.push(Row { place: header_place });
    let mut pieces = table.pieces().to_vec();
    for card in cards {
        let own_titles = usize::from(title.is_some());
        let headings = card.titles.len().saturating_sub(own_titles);
        for heading in &card.titles[..headings] {
            cells.push(moved(heading, rows.len() as u32, 0).spanning(1, width));
            rows.push(Row { place: heading.place() });
        }
        let row = rows.len() as u32;
        let mut places = Vec::new();
        if let Some(own) = card.titles.last().filter(|_| title.is_some()) {
            let mut own = moved(own, row, 0);
            let behind = lead.and_then(|l| own.text.as_str().strip_prefix(l)).map(str::trim_start);
            if let Some(reference) = behind.map(RichText::plain) {
                own.text = reference;
            }
            places.push(own.place());
            cells.push(own);
        }
        let mut filled = vec![false; labels.len()];
        for (_, words, value) in &card.pairs {
            let col = labels.iter().position(|l| l == &words).filter(|c| !filled[*c])?;
            filled[col] = true;
            cells.push(moved(value, row, col as u32 + before));
            places.extend(value.places.iter().copied());
        }
        // A title without labels stays a heading.
        let Some(place) = union(&places) else { continue };
        for col in (0..labels.len()).filter(|c| !filled[*c]) {
            cells.push(Cell::new(row, col as u32 + before, RichText::default(), place));
        }
        rows.push(Row { place });
        for place in places {
            if !pieces.iter().any(|p| p.page() == place.page()) {
                pieces.push(place);
            }
        }
    }
    // The labels of further cards are printings of the header: they are folded.
    let mut folded = Vec::new();
    if let Some(lead) = lead.filter(|l| !l.is_empty()) {
        let row = rows.len() as u32;
        cells.push(Cell::new(row, 0, RichText::plain(lead), header_place));
        let blank = |col| Cell::new(row, col, RichText::default(), header_place);
        cells.extend((1..width).map(blank));
        rows.push(Row { place: header_place });
        folded.push(row);
    }
    for card in cards.iter().skip(1) {
        let row = rows.len() as u32;
        let printed: Vec<Place> = card.pairs.iter().map(|(l, _, _)| l.place()).collect();
        let Some(place) = union(&printed) else { continue };
        for col in 0..width {
            let own = (col >= before).then(|| labels[(col - before) as usize]);
            let label = card.pairs.iter().find(|(_, words, _)| Some(words) == own);
            cells.push(match label {
                Some((label, _, _)) => moved(label, row, col),
                None if own.is_none() => {
                    Cell::new(row, col, RichText::plain(lead.unwrap_or_default()), place)
                }
                None => Cell::new(row, col, RichText::default(), place),
            });
        }
        rows.push(Row { place });
        folded.push(row);
    }
    // `Field | Value` over the labels is no field of any item.
    for head in headed {
        let row = rows.len() as u32;
        let places: Vec<Place> = head.iter().map(|c| c.place()).collect();
        let Some(place) = union(&places) else { continue };
        let mut own: Vec<Cell> = Vec::new();
        for cell in head {
            match own.last_mut().filter(|c| c.col() + 1 == width) {
                Some(last) => last.text.append(" ", &cell.text),
                None => own.push(moved(cell, row, own.len() as u32)),
            }
        }
        let blank = |col| Cell::new(row, col, RichText::default(), place);
        let from = own.len() as u32;
        cells.extend(own);
        cells.extend((from..width).map(blank));
        rows.push(Row { place });
        folded.push(row);
    }
    let mut made = Table::new(table.method(), width, rows, cells).ok()?;
    made.fold_rows(&folded);
    made.set_header_rows(1);
    made.set_pieces(pieces);
    made.title.clone_from(&table.title);
    made.heads.clone_from(&table.heads);
    Some(made)
}

/// A cell at another position of another table.
fn moved(cell: &Cell, row: u32, col: u32) -> Cell {
    let mut new = Cell::new(row, col, cell.text.clone(), cell.place());
    new.places.clone_from(&cell.places);
    new.fill = cell.fill;
    new.fill_is_style = cell.fill_is_style;
    new.icons.clone_from(&cell.icons);
    new.shape = cell.shape;
    new.flags.clone_from(&cell.flags);
    new
}

fn union(places: &[Place]) -> Option<Place> {
    places.iter().copied().reduce(|a, b| a.union(&b))
}
