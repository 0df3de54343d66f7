//! Items in labelled paragraphs become the rows of a table.
//!
//! Before: `1.1 Mend the gate`, below it `Lead: Clerk   Due: 1 May 2026   Status: Open` and `Progress: …`, in one line or
//! several, in a list or not. After: `Action | Lead | Due | Status | Progress` and a row for each title. Only where
//! no table of the document has a header that is known.

use super::cards::MADE;
use super::columns::{self, Holds};
use super::label_rows::is_field;
use crate::profile::{Phrase, Profile, phrase};
use foldhash::HashMap;
use std::borrow::Cow;
use tablemend_model::{
    Block, Cell, Diagnostic, Document, FieldKind, Level, MediaType, Method, Place, RichText, Row,
    SourceRef, Table,
};

/// Items that prove it, and printings of a label.
const FEWEST: usize = 3;
/// Labels of an item, at least.
const LABELS: usize = 2;
/// Words of a label.
const WORDS: usize = 4;
/// Letters of a title.
const LONGEST_TITLE: usize = 600;
/// Words of a line between the items that heads a group.
const LONGEST_HEADING: usize = 14;

/// The document with such items in tables, for the profile that knows most of their labels.
pub(crate) fn tabled<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special = profiles.iter().copied().filter(|p| !p.items.generic);
    let made = special.filter_map(|profile| table_of(document, profile, profiles));
    // Of profiles that know as many, the first.
    let best = made.reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.map_or(Cow::Borrowed(document), |(_, made)| Cow::Owned(made))
}

/// Says that items were made of paragraphs, and where the first tables made of them are.
pub(crate) fn note(document: &Document) -> Diagnostic {
    let place = document.tables().find_map(|t| t.rows().get(1).map(|r| r.place));
    Diagnostic::new(
        "records.labelled",
        Level::Info,
        "no table lists these items; they were read from paragraphs with labels",
    )
    .at(SourceRef { place, ..SourceRef::default() })
}

/// A text of the document in reading order: a block, or a row of a table of one column.
struct Text<'d> {
    block: usize,
    text: &'d RichText,
    place: Place,
    is_heading: bool,
    /// Whether a page began right before it.
    after_break: bool,
    /// Whether something that is no text is between it and the text before.
    walled: bool,
}

fn texts(document: &Document) -> Vec<Text<'_>> {
    let mut all = Vec::new();
    let (mut after_break, mut walled) = (false, false);
    let mut add = |block, text, place, is_heading, flags: (bool, bool)| {
        let (after_break, walled) = flags;
        all.push(Text { block, text, place, is_heading, after_break, walled });
    };
    for (n, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading { text, place, .. } | Block::Paragraph { text, place } => {
                let is_heading = matches!(block, Block::Heading { .. });
                add(n, text, *place, is_heading, (after_break, walled));
                (after_break, walled) = (false, false);
            }
            Block::Table(table) if is_lines(table) => {
                for cell in table.cells().iter().filter(|c| !c.text.is_empty()) {
                    add(n, &cell.text, cell.place(), false, (after_break, walled));
                    (after_break, walled) = (false, false);
                }
            }
            Block::PageBreak { .. } => after_break = true,
            Block::Running { .. } => {}
            Block::Table(_) | Block::Picture { .. } => walled = true,
        }
    }
    all
}

/// Whether a table is lines of text that were taken for one: a single column.
fn is_lines(table: &Table) -> bool {
    table.column_count() == 1 && table.folded().is_empty()
}

/// A label in a text: its name's first byte and the one behind, and where its value begins.
#[derive(Clone, Debug)]
struct Label {
    from: usize,
    to: usize,
    value: usize,
    words: Phrase,
}

/// The labels of a text: words of a name in front of a colon. Of the names that `rank` knows, the one that it has
/// most often is taken.
fn labels(text: &str, rank: impl Fn(&str) -> usize) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let after = found.last().map_or(0, |l| l.value);
        let Some(before) = text.get(after..colon) else { continue };
        let mut starts: Vec<usize> = Vec::new();
        let mut was_blank = true;
        for (at, c) in before.char_indices() {
            let is_blank = c.is_whitespace() || matches!(c, '•' | '|' | '*' | '–');
            if was_blank && !is_blank {
                starts.push(after + at);
            }
            was_blank = is_blank;
        }
        let names = starts.iter().rev().take(WORDS).filter(|from| {
            let name = &text[**from..colon];
            name.starts_with(char::is_uppercase)
                && !name.contains(|c: char| matches!(c, '\n' | '•' | '|') || c.is_ascii_digit())
        });
        let rated = names.map(|from| (rank(&text[*from..colon]), from));
        // Of names that come as often, the longest.
        let from = rated.filter(|(n, _)| *n > 0).max_by_key(|(n, from)| (*n, usize::MAX - **from));
        let from = from.map(|(_, from)| from);
        if let Some(from) = from {
            let words = phrase(&text[*from..colon]);
            if found.iter().all(|l| l.words != words) {
                found.push(Label { from: *from, to: colon, value: colon + 1, words });
            }
        }
    }
    found
}

/// Whether nothing but a mark of a list is in front of the first label.
fn begins(text: &str, labels: &[Label]) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric();
    labels.first().is_some_and(|l| text[..l.from].chars().all(is_mark))
}

/// An item: its title and its labels with their values, by the texts that they are in.
struct Item {
    title: usize,
    /// A line above the title that heads the items from here on.
    heading: Option<usize>,
    /// The text, the label in it, the end of its value, and texts that go on with it.
    values: Vec<(usize, Label, usize, Vec<usize>)>,
    /// Whether it begins a table of its own.
    is_first: bool,
}

/// The items; a text with a `rare` label begins none.
fn items(texts: &[Text<'_>], found: &[Vec<Label>], rare: &[bool]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut held: Vec<usize> = Vec::new();
    let mut is_open = false;
    for (n, text) in texts.iter().enumerate() {
        let printed = text.text.as_str();
        if text.walled {
            held.clear();
            is_open = false;
        }
        let is_within = is_open && held.is_empty();
        if text.is_heading || !begins(printed, &found[n]) || rare[n] && !is_within {
            // A value that goes on behind a page break.
            let goes_on = text.after_break
                && !text.is_heading
                && held.is_empty()
                && printed.starts_with(|c: char| c.is_lowercase());
            let last = items.last_mut().and_then(|i| i.values.last_mut());
            match last.filter(|_| is_open && goes_on) {
                Some((_, _, _, more)) => more.push(n),
                None => held.push(n),
            }
            continue;
        }
        let ends = |at: usize| found[n].get(at + 1).map_or(printed.len(), |next| next.from);
        let values =
            found[n].iter().enumerate().map(|(at, l)| (n, l.clone(), ends(at), Vec::new()));
        let own = items.last_mut().filter(|_| is_open && held.is_empty());
        let is_new = |i: &Item| {
            let has = |l: &Label| i.values.iter().any(|(_, own, _, _)| own.words == l.words);
            !found[n].iter().any(has)
        };
        if let Some(item) = own {
            if is_new(item) {
                item.values.extend(values);
            } else {
                is_open = false;
            }
            continue;
        }
        let title = held.pop().filter(|t| texts[*t].text.as_str().len() <= LONGEST_TITLE);
        let Some(title) = title else {
            is_open = false;
            held.clear();
            continue;
        };
        let heading = held.last().copied().filter(|h| is_heading_line(&texts[*h]));
        if heading.is_some() {
            held.pop();
        }
        // Anything else between two items parts their tables.
        let is_first = !is_open || !held.is_empty();
        held.clear();
        items.push(Item { title, heading, values: values.collect(), is_first });
        is_open = true;
    }
    items
}

/// Whether a line is short and no sentence, and no heading of the document.
fn is_heading_line(text: &Text<'_>) -> bool {
    let printed = text.text.as_str();
    !text.is_heading
        && printed.split_whitespace().count() <= LONGEST_HEADING
        && printed.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !printed.ends_with(['.', ':', ';', ',', '!', '?'])
        && !printed.contains('\n')
}

/// The document with the items that a profile knows in tables, and how many labels of theirs it knows.
fn table_of(document: &Document, profile: &Profile, all: &[&Profile]) -> Option<(usize, Document)> {
    let is_headed = |t: &Table| {
        (0..t.row_count().min(3)).any(|r| columns::header_row(t, r, &profile.items).is_some())
    };
    let texts = texts(document);
    let mut counts: HashMap<String, (usize, Option<FieldKind>)> = HashMap::default();
    for text in &texts {
        let printed = text.text.as_str();
        if !printed.contains(':') {
            continue;
        }
        // Every name in front of a colon is counted, the short ones within longer ones too.
        let seen = std::cell::RefCell::new(Vec::new());
        labels(printed, |name| {
            seen.borrow_mut().push(name.to_owned());
            usize::from(is_field(name, profile))
        });
        for name in seen.into_inner().into_iter().filter(|name| is_field(name, profile)) {
            let kind = || columns::kind_named(&name, &profile.items);
            let words = phrase(&name).as_str().to_owned();
            counts.entry(words).or_insert_with(|| (0, kind())).0 += 1;
        }
    }
    counts.retain(|_, (count, _)| *count >= FEWEST);
    let has_kind = |wanted: &[FieldKind]| {
        counts.values().any(|(_, kind)| kind.is_some_and(|k| wanted.contains(&k)))
    };
    let kinds = [
        has_kind(&[FieldKind::Posts, FieldKind::PostList]),
        has_kind(&[FieldKind::Dates]),
        has_kind(&[FieldKind::Status]),
    ];
    // Paragraphs with labels are of anything: somebody must have the items, and those of a family with fields of its
    // own must have one of these.
    let own = &profile.items.own;
    let is_own = |name: &String| {
        let words = phrase(name);
        let mut all = profile.items.synonyms.get(words.first()).into_iter().flatten();
        all.any(|s| s.words == words && matches!(s.holds, Holds::Field(f) if own.contains(&f)))
    };
    if !kinds[0]
        || kinds.iter().filter(|has| **has).count() < 2
        || !own.is_empty() && !counts.keys().any(is_own)
    {
        return None;
    }
    if document.tables().any(|t| !is_lines(t) && is_headed(t)) {
        return None;
    }
    let rank = |name: &str| counts.get(phrase(name).as_str()).map_or(0, |(count, _)| *count);
    let mut rare = vec![false; texts.len()];
    let mut found: Vec<Vec<Label>> = texts.iter().map(|t| labels(t.text.as_str(), rank)).collect();
    for ((text, own), rare) in texts.iter().zip(&mut found).zip(&mut rare) {
        let printed = text.text.as_str();
        if begins(printed, own) || !printed.contains(':') {
            continue;
        }
        // A name that comes once or twice is a label at the beginning of a line within an item.
        let known = labels(printed, |name| usize::from(is_field(name, profile)));
        if begins(printed, &known) {
            own.splice(0..0, known.into_iter().take(1));
            *rare = true;
        }
    }
    let items = items(&texts, &found, &rare);
    let whole = items.iter().filter(|i| i.values.len() >= LABELS).count();
    if whole < FEWEST || whole * 10 < items.len() * 7 {
        return None;
    }
    // `Action 1.1: …` is named as an item of another family.
    let names = |text: &Text<'_>, profile: &Profile| {
        let key = Holds::Field(profile.items.key);
        let first = text.text.as_str().split(|c: char| !c.is_alphanumeric()).next();
        let word = phrase(first.unwrap_or_default());
        let mut known = profile.items.synonyms.get(word.first()).into_iter().flatten();
        known.any(|s| s.holds == key && !s.weak && s.words == word)
    };
    let is_others = |item: &&Item| {
        texts.get(item.title).is_some_and(|title| {
            !names(title, profile) && all.iter().any(|p| !p.items.generic && names(title, p))
        })
    };
    if items.iter().filter(is_others).count() * 2 > items.len() {
        return None;
    }
    let heading = columns::name_of(Holds::Field(profile.items.key), &profile.items)?;
    let method = match document.source.media_type {
        MediaType::Pdf => Method::Aligned,
        MediaType::Html => Method::Html,
        MediaType::Docx | MediaType::Odt => Method::Word,
        _ => Method::Markdown,
    };
    let mut taken: Vec<bool> = vec![false; texts.len()];
    let mut tables: Vec<(usize, Table)> = Vec::new();
    let mut from = 0;
    while let Some(first) = items.get(from) {
        let more = items[from + 1..].iter().take_while(|i| !i.is_first).count();
        let own = &items[from..=from + more];
        tables.push((first.heading.unwrap_or(first.title), made(own, &texts, &heading, method)?));
        for item in own {
            taken[item.title] = true;
            item.heading.iter().for_each(|n| taken[*n] = true);
            for (n, _, _, goes_on) in &item.values {
                taken[*n] = true;
                goes_on.iter().for_each(|n| taken[*n] = true);
            }
        }
        from += more + 1;
    }
    let known = counts.values().map(|(count, _)| count).sum();
    Some((known, rebuilt(document, &texts, &taken, tables)))
}

/// The document with tables in the place of the texts that were taken.
fn rebuilt(
    document: &Document,
    texts: &[Text<'_>],
    taken: &[bool],
    tables: Vec<(usize, Table)>,
) -> Document {
    let mut tables = tables.into_iter().peekable();
    let mut blocks = Vec::with_capacity(document.blocks.len());
    let mut at = 0;
    for (n, block) in document.blocks.iter().enumerate() {
        let first = at;
        while texts.get(at).is_some_and(|t| t.block == n) {
            at += 1;
        }
        if taken[first..at].iter().all(|t| !t) {
            blocks.push(block.clone());
            continue;
        }
        for own in first..at {
            if let Some((_, table)) = tables.next_if(|(place, _)| *place == own) {
                blocks.push(Block::Table(table));
            }
            if !taken[own] {
                let (text, place) = (texts[own].text.clone(), texts[own].place);
                blocks.push(Block::Paragraph { text, place });
            }
        }
    }
    Document { source: document.source.clone(), blocks }
}

/// Items as a table: a header of labels, then a row for each item and for each heading above one. Labels that are
/// printed again are folded.
fn made(items: &[Item], texts: &[Text<'_>], heading: &str, method: Method) -> Option<Table> {
    let mut names: Vec<&Phrase> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let place = texts.get(items.first()?.title)?.place;
    let mut head = Cell::new(0, 0, RichText::plain(heading), place);
    head.flags.push(MADE.into());
    cells.push(head);
    rows.push(Row { place });
    for (n, label, _, _) in items.iter().flat_map(|i| &i.values) {
        if names.contains(&&label.words) {
            continue;
        }
        names.push(&label.words);
        let text = texts[*n].text.slice(label.from..label.to);
        cells.push(Cell::new(0, names.len() as u32, text, texts[*n].place));
    }
    let width = names.len() as u32 + 1;
    let blanks = |cells: &mut Vec<Cell>, row: u32, place: Place| {
        for col in 0..width {
            if !cells.iter().rev().take(width as usize).any(|c| c.row() == row && c.col() == col) {
                cells.push(Cell::new(row, col, RichText::default(), place));
            }
        }
    };
    let mut printed: Vec<&Phrase> = Vec::new();
    let mut folded: Vec<(RichText, u32, Place)> = Vec::new();
    for item in items {
        if let Some(above) = item.heading {
            let row = rows.len() as u32;
            let place = texts[above].place;
            cells.push(Cell::new(row, 0, texts[above].text.clone(), place).spanning(1, width));
            rows.push(Row { place });
        }
        let row = rows.len() as u32;
        let mut all = texts[item.title].place;
        cells.push(Cell::new(row, 0, texts[item.title].text.clone(), all));
        for (n, label, end, more) in &item.values {
            let text = &texts[*n];
            let col = names.iter().position(|w| **w == label.words)? as u32 + 1;
            let value = text.text.as_str().get(label.value..*end)?;
            let is_mark = |c: char| c.is_whitespace() || matches!(c, '•' | '|' | '*' | ';' | '–');
            let start = label.value + value.len() - value.trim_start_matches(is_mark).len();
            let stop = start.max(label.value + value.trim_end_matches(is_mark).len());
            let mut cell = Cell::new(row, col, text.text.slice(start..stop), text.place);
            for goes_on in more {
                cell.text.append(" ", texts[*goes_on].text);
                cell.places.push(texts[*goes_on].place);
            }
            cells.push(cell);
            all = if text.place.page() == all.page() { all.union(&text.place) } else { all };
            if printed.contains(&&label.words) {
                folded.push((text.text.slice(label.from..label.to), col, text.place));
            } else {
                printed.push(&label.words);
            }
        }
        blanks(&mut cells, row, all);
        rows.push(Row { place: all });
    }
    let first = rows.len() as u32;
    for (text, col, place) in folded {
        let row = rows.len() as u32;
        cells.push(Cell::new(row, col, text, place));
        blanks(&mut cells, row, place);
        rows.push(Row { place });
    }
    let gone: Vec<u32> = (first..rows.len() as u32).collect();
    cells.sort_by_key(|c| (c.row(), c.col()));
    let mut table = Table::new(method, width, rows, cells).ok()?;
    table.set_header_rows(1);
    table.fold_rows(&gone);
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::super::authors_tests::field;
    use super::super::testing::document;
    use crate::profile::Profile;
    use tablemend_model::{Dataset, Document};

    fn read(document: &Document) -> Dataset {
        let profile = Profile::built_in("action-plan").unwrap();
        let data = crate::records::records(document, &profile, "t");
        let audit = crate::audit::audit(document, &data);
        assert!(audit.is_clean(), "{audit:?}");
        data
    }

    const PLAN: &str = "# Harbour plan\n\nThis plan says who does what.\n\n1. Gates\n\n1.1 Mend the gate\n\n\
        Lead: Head of Gates Due: 1 May 2026 Status: Open\n\nProgress: The hinges: two are bought.\n\n\
        1.2 Oil the hinge\n\nLead: Clerk, Mate Due: 2 May 2026 Status: On track Progress: It turns.\n\n\
        2. Bells\n\n2.1 Ring the bell\n\n• Lead: Mate\n• Due: 3 May 2026\n• Status: Open\n\n\
        2.2 Buy a rope\n\nLead: Clerk\n\nDue: 4 May 2026\n\nStatus: On track Progress: None yet.\n\nThe end of it.";

    #[test]
    fn titles_over_labelled_lines_are_items() {
        let data = read(&document(PLAN));
        assert_eq!(
            field(&data, "actions", "action"),
            ["Mend the gate", "Oil the hinge", "Ring the bell", "Buy a rope"]
        );
        assert_eq!(
            field(&data, "actions", "completion"),
            ["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04"]
        );
        assert_eq!(field(&data, "actions", "leads")[0], "Head of Gates");
        assert_eq!(field(&data, "actions", "status"), ["open", "on track", "open", "on track"]);
        assert_eq!(field(&data, "actions", "commentary")[0], "The hinges: two are bought.");
        assert_eq!(field(&data, "sections", "title"), ["Gates", "Bells"]);
        assert!(data.diagnostics.iter().any(|n| n.code == "records.labelled"));
        let (_, actions) = data.entity("actions").unwrap();
        let refs: Vec<Option<&str>> =
            actions.records.iter().map(|r| r.reference.as_deref()).collect();
        assert_eq!(refs, ["1.1", "1.2", "2.1", "2.2"].map(Some));
    }

    #[test]
    fn a_heading_between_items_heads_those_below_it() {
        let data = read(&document(
            &PLAN.replace("2. Bells", "# 2. Bells").replace("1. Gates\n", "# 1. Gates\n"),
        ));
        let (_, actions) = data.entity("actions").unwrap();
        let sections: Vec<Option<&str>> =
            actions.records.iter().map(|r| r.parents[0].as_deref()).collect();
        assert_eq!(sections, ["1", "1", "2", "2"].map(Some));
    }

    #[test]
    fn a_few_labelled_lines_and_a_plan_in_a_table_stay() {
        let few = PLAN.split("1.2 Oil").next().unwrap();
        assert_eq!(read(&document(few)).items().unwrap().1.records.len(), 0);
        let table = "Ref|Action|Lead|Due date|Status\n9|Paint the boat|Mate|May 2026|Open";
        let data = read(&document(&format!("{PLAN}\n\n{table}")));
        assert_eq!(field(&data, "actions", "action"), ["Paint the boat"]);
    }

    #[test]
    fn labelled_lines_that_nobody_has_are_no_items() {
        let text = PLAN.replace("Lead:", "Length:");
        assert_ne!(text, PLAN);
        let data = read(&document(&text));
        assert_eq!(data.items().map_or(0, |(_, items)| items.records.len()), 0);
    }
}
