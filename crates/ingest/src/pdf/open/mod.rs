//! Tables without a full grid: rows parted by rules, bands, white or keys alone, with text in their
//! cells that is turned over from line to line.
//!
//! Data flows one way: lines of the page to zones (`zones`) that keep common gutters clear
//! (`gutters`); their header (`head`) and rows (`votes`, over the measures of `table`); cells with the
//! spans that broken rules tell (`compose`); a score (`score`), on which the page chooses. What the other
//! pages say of headers and columns is in `known`.

mod breaks;
mod cells;
mod centred;
mod close;
mod compose;
mod edges;
mod even;
mod full_lines;
mod gutters;
mod head;
pub(crate) mod hinted;
mod key;
mod known;
mod labels;
mod lexical;
mod lined;
mod lone_labels;
mod marks;
mod merged;
mod middle;
mod order;
mod pairs;
mod score;
mod stacks;
mod table;
mod tops;
mod totals;
mod votes;
mod zones;

pub(crate) use known::Known;
pub(crate) use score::{Score, TABLE};

use super::aligned::{self, Guides, TextLine};
use super::columns::Span;
use super::fill_index::FillIndex;
use super::grid::Grid;
use super::judge::has_tick_boxes;
use super::rows;
use super::rulings::Rulings;
use super::words::PageContent;
use tablemend_model::Rect;

/// A table as this room reads it, with what speaks for it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) grid: Grid,
    pub(crate) score: Score,
    /// What the lines of its header say, without blanks; empty where it has none.
    pub(crate) header: Vec<String>,
    /// What its first line says, without blanks, where it may be labels that nothing sets apart.
    top: Option<String>,
    /// Whether something sets its header apart.
    pub(crate) is_headed: bool,
    /// Whether a rule or the edge of a band parts each two of its rows.
    is_ruled: bool,
    /// Whether cells are in the middle of their rows.
    is_centred: bool,
    /// Whether rules, bands or white part its rows, some of them of several lines.
    pub(crate) is_parted: bool,
    gutters: Vec<Span>,
    /// From where to where its text reaches.
    extent: Span,
}

impl Reading {
    /// Whether other pages print its header too.
    pub(crate) fn has_known_header(&self) -> bool {
        self.score.terms.iter().any(|(name, _)| *name == score::KNOWN_HEADER)
    }

    /// Whether its records are on two rows.
    fn has_pairs(&self) -> bool {
        self.score.terms.iter().any(|(name, _)| *name == PAIRS)
    }

    /// Whether no other reading is nearly as good.
    pub(crate) fn is_sure(&self) -> bool {
        self.score.total() >= SURE
    }

    /// What is doubtful of a reading that is taken for a table: code and message.
    pub(crate) fn doubt(&self) -> Option<(&'static str, String)> {
        let rows = self.grid.ys.len() - 1;
        // A key is told by what it says.
        let is_key = self.score.terms.iter().any(|(name, _)| *name == KEY);
        // So is what begins as the tables of other pages do.
        if !self.is_sure() && !is_key && !self.has_known_header() {
            let message = "the rows and columns of this table were worked out only from where its words are; \
                           check them against the page";
            return Some(("table.doubtful", message.to_owned()));
        }
        let doubtful = self.score.doubtful_rows;
        let most = if self.is_parted { rows / 6 } else { rows / 12 };
        (doubtful > most).then(|| {
            let message = format!(
                "nothing drawn says where {doubtful} of the {rows} rows of this table begin or end; \
                 check them against the page"
            );
            ("table.rows_doubtful", message)
        })
    }

    /// What to say where a reading that is no table for sure is left as text.
    pub(crate) fn left_out(&self) -> Option<String> {
        /// Below this it looks like text.
        const TEXT: f32 = score::TABLE - 1.0;
        let (rows, columns) = (self.grid.ys.len() - 1, self.grid.xs.len() - 1);
        // Two columns below labels that are set apart are none by chance either.
        let is_apart = self.score.terms.iter().any(|(name, _)| *name == score::APART);
        let is_likely = rows > 2 && self.header.len() <= 2 && self.score.total() > TEXT - 0.1;
        let is_two = columns == 2
            && is_apart
            && (self.is_ruled && rows > 1 && self.score.total() > 0.0 || is_likely);
        (columns > 2 && rows > 2 && self.score.total() > TEXT || is_two).then(|| {
            format!(
                "{rows} lines of text in {columns} columns may be a table; they are kept as text"
            )
        })
    }
}

/// Below this another reading is nearly as good.
const SURE: f32 = score::TABLE + 0.6;

/// The term of a score for a key.
const KEY: &str = "a key: signs or short words before their meanings";

/// The term of a score for records on two rows.
const PAIRS: &str = "texts over the whole width, each with a row of fields below it";

/// A reading that scores more than this has a header that others may be told by.
const HEADED: f32 = score::TABLE + 0.9;

/// Whether a line of text is a reference, or begins with one.
pub(crate) fn begins_with_ref(said: &str) -> bool {
    lexical::is_ref(said) || lexical::starts_with_ref(said)
}

/// Splits pieces of lines where the columns around them begin, the first one among them.
pub(crate) fn split_at_edges(content: &PageContent, text_lines: &mut [TextLine]) {
    edges::split(content, text_lines, 0);
}

/// Whether a text is a day or month.
pub(crate) fn is_date(said: &str) -> bool {
    lexical::is_date(said)
}

/// Whether a text is one value: a number, a date, a reference.
pub(crate) fn is_value(said: &str) -> bool {
    lexical::is_value(said)
}

/// What a line says, without blanks.
fn squeezed(content: &PageContent, line: &TextLine) -> String {
    line.segments
        .iter()
        .flat_map(|p| &p.words)
        .map(|i| content.words[*i as usize].text.as_str())
        .collect()
}

/// Reads every zone of a page among the words that are free. `taken` are areas of tables that are
/// settled already.
pub(crate) fn readings(
    content: &PageContent,
    rulings: &Rulings,
    fill_index: &FillIndex<'_>,
    free: &[bool],
    taken: &[Rect],
    known: &Known,
) -> Vec<Reading> {
    let chosen: Vec<u32> = (0..content.words.len() as u32)
        .filter(|i| {
            let word = &content.words[*i as usize];
            free[*i as usize] && !word.is_turned && {
                let (x, y) = super::drawn::centre(word);
                !taken.iter().any(|t| t.contains(x, y))
            }
        })
        .collect();
    let mut text_lines = aligned::text_lines(&content.words, &chosen, &rulings.down);
    edges::split(content, &mut text_lines, 1);
    let separators = stacks::separators(&rulings.across);
    let stacks = stacks::stacks(&separators, &text_lines);
    let all = |text_lines: &[TextLine], runs: &[pairs::Run]| -> Vec<Reading> {
        let mut free = 0;
        let mut found = Vec::new();
        // Records on two rows are read by themselves, and so is what is above and below them.
        let mut zones = Vec::new();
        let mut from = 0;
        for to in runs.iter().map(|r| r.range.start).chain([text_lines.len()]) {
            let own = zones::zones(content, &text_lines[from..to], &stacks, taken, known);
            zones.extend(own.into_iter().map(|z| z.start + from..z.end + from));
            from = runs.iter().find(|r| r.range.start == to).map_or(to, |r| r.range.end);
        }
        for range in zones {
            let (start, least) = (range.start, std::mem::replace(&mut free, range.end));
            let above = &text_lines[start.saturating_sub(3)..start];
            let read = |block: &[TextLine]| {
                read(content, block, above, None, rulings, fill_index, &separators, &stacks, known)
            };
            let block = &text_lines[range];
            let Some(reading) = read(block) else { continue };
            let labels = above.last().filter(|_| start > least && !reading.is_headed);
            let headed = labels
                .and_then(|line| labels::parted(content, line, &block[0], &reading.gutters))
                .map(|line| std::iter::once(line).chain(block.iter().cloned()).collect::<Vec<_>>())
                .and_then(|block| read(&block))
                .filter(|r| r.is_headed && r.gutters.len() >= reading.gutters.len());
            found.push(headed.unwrap_or(reading));
        }
        found
    };
    let mut runs = pairs::runs(content, &text_lines, taken);
    // Headings and tables that rules close are no records on two rows.
    runs.retain(|run| {
        let lines = &text_lines[run.range.clone()];
        let is_inside = |s: &stacks::Stack| {
            let own = |l: &&TextLine| s.top() < l.base && l.base - 0.5 * l.size < s.bottom();
            let inside = lines.iter().filter(own).count();
            inside > 1 && inside * 4 < lines.len() * 3 && s.is_headed(&text_lines)
        };
        let is_of_text = |n: usize| zones::is_heading_of_text(content, &lines[n..]);
        !stacks.iter().any(is_inside) && !(0..lines.len()).any(is_of_text)
    });
    let mut paired = Vec::new();
    runs.retain(|run| {
        let block = &text_lines[run.range.clone()];
        let own = Some(run);
        let reading =
            read(content, block, &[], own, rulings, fill_index, &separators, &stacks, known);
        let reading = reading.filter(|r| r.score.is_table() && r.has_pairs());
        let is_read = reading.is_some();
        paired.extend(reading);
        is_read
    });
    let mut found = all(&text_lines, &runs);
    found.extend(paired);
    if is_justified(content, &text_lines) {
        let text_lines = aligned::strips_at_any_blank(&content.words, &chosen, &rulings.down);
        for reading in all(&text_lines, &[]) {
            if reading.gutters.len() < 2 || reading.score.total() < HEADED {
                continue;
            }
            let area = reading.grid.area();
            let rivals = |r: &Reading| {
                let other = r.grid.area();
                other.y0 < area.y1 && other.y1 > area.y0 && other.x0 < area.x1 && other.x1 > area.x0
            };
            let is_better = |r: &&Reading| rivals(r) && r.gutters.len() >= reading.gutters.len();
            if !found.iter().any(|r| is_better(&r) && r.score.is_table()) {
                found.retain(|r| !rivals(r));
                found.push(reading);
            }
        }
    }
    found
}

/// Whether blanks are wide in good part of the lines: text is set to the full width of its columns.
fn is_justified(content: &PageContent, text_lines: &[TextLine]) -> bool {
    const LINES: usize = 5;
    let is_wide = |s: &&TextLine| {
        s.segments.iter().any(|p| {
            let gaps = p.words.windows(2).map(|w| {
                let [a, b] = [w[0], w[1]].map(|i| &content.words[i as usize].area);
                b.x0 - a.x1
            });
            p.words.len() > 5
                && gaps.filter(|g| *g > 0.42 * s.size).count() * 2 >= p.words.len() - 1
        })
    };
    text_lines.iter().filter(is_wide).nth(LINES).is_some()
}

/// Reads one zone; `None` where it has no two columns.
#[expect(clippy::too_many_arguments, reason = "the evidence of a page, and of the document")]
fn read(
    content: &PageContent,
    block: &[TextLine],
    above: &[TextLine],
    pairs: Option<&pairs::Run>,
    rulings: &Rulings,
    fill_index: &FillIndex<'_>,
    separators: &[stacks::Separator],
    stacks: &[stacks::Stack],
    known: &Known,
) -> Option<Reading> {
    // A header alone, at the foot of a page, is printed again over its rows.
    if block.len() < 2 || pairs.is_none() && known.is_header(content, block) {
        return None;
    }
    let guides = Guides { across: &rulings.across, down: &rulings.down, loose: &[] };
    if has_tick_boxes(content, block, &guides) {
        return None;
    }
    let text = block
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), s| (a.min(s.area.x0), b.max(s.area.x1)));
    let (top, bottom) = (block[0].area.y0, block[block.len() - 1].area.y1);
    let mut extent = drawn_extent(stacks, text, top, bottom).unwrap_or(text);
    let marks = marks::marks(content, block, extent);
    // A column of colours alone is behind the last text.
    extent.1 = marks.iter().fold(extent.1, |end, m| end.max(m.1 + 0.5));
    let (mut gutters, is_across) = match pairs {
        None => gutters::gutters(content, block, &marks),
        Some(run) => {
            let (own, _) = gutters::gutters(content, &run.fields(block), &marks);
            (run.gutters(own), run.across())
        }
    };
    let is_closed = stacks.iter().any(|s| s.closes(block));
    let whole = known.complete(content, block, text, &mut gutters, &is_across, is_closed);
    if let Some(whole) = whole {
        extent = (extent.0.min(whole.0), extent.1.max(whole.1));
    }
    known.thin(content, block, text, &mut gutters, is_closed);
    lined::keep(block, &rulings.down, &mut gutters);
    marks::join_labels(content, block, &marks, &mut gutters);
    lone_labels::join(block, &is_across, &mut gutters);
    if gutters.is_empty() {
        return None;
    }
    let mut parts = rows::parts(content, block, &gutters);
    let columns = gutters.len() + 1;
    if let Some(run) = pairs {
        run.join(&mut parts, columns);
    } else {
        for part in parts.iter_mut().filter(|p| is_across[p.line]) {
            (part.first, part.last) = (0, columns - 1);
        }
        compose::join_across(&mut parts, &is_across);
    }
    let mut lines = table::Lines::new(content, block, &parts, &is_across, columns);
    let (head, is_apart) = match pairs {
        None => head::lines(&lines, block, fill_index, separators, extent, known),
        Some(run) => (run.head, run.head > 0),
    };
    lines.measure(head);
    let low = separators.partition_point(|s| s.at < top - 20.0);
    let high = separators.partition_point(|s| s.at < bottom + 20.0);
    let own = &separators[low..high];
    let told = match pairs {
        None => {
            let bases: Vec<f32> = block.iter().map(|s| s.base).collect();
            order::told(content, &parts, &is_across, &bases)
        }
        Some(_) => None,
    };
    let habit = known.habit(&gutters, text);
    let mut found = votes::rows(&lines, head, own, extent, habit, told.as_deref());
    if let Some(run) = pairs {
        (found.starts, found.doubtful) = (run.starts(), 0);
    }
    let header: Vec<String> = block[..head].iter().map(|s| squeezed(content, s)).collect();
    let mut score = score::score(&lines, head, is_apart, &found, known.pages(&header) > 1);
    let has_columns = columns > 2 && known.has_columns(&gutters, (extent.0.min(text.0), text.1));
    if has_columns {
        score.terms.push(("columns of other tables", 2.0));
    }
    // A table of two columns that a page break cut has its header on the page before.
    if columns == 2
        && head == 0
        && above.is_empty()
        && found.is_parted
        && known.goes_on(&gutters, text)
    {
        score.terms.push(("the two columns of a table with a header, at the top of the page", 1.1));
    }
    // One or two records have the columns of those on other pages.
    if pairs.is_some_and(|run| run.is_regular() || known.has_pairs(&gutters, text)) {
        score.terms.push((PAIRS, 3.0));
    }
    // A row alone, where the others have rules or bands between them, or the same columns.
    let is_one = has_columns && votes::is_one_row(&lines, head) && lines.lines[head].filled() > 2;
    if columns > 2 && (found.is_one || is_one) {
        let worth = if is_one { 2.5 } else { 1.5 };
        score.terms.push(("a row of the document's tables", worth));
    }
    if columns == 2 && key::is_key(content, block, above) {
        score.terms.push((KEY, 3.5));
    }
    let is_keyed = columns > 2 && lines.key(head) == Some(table::Key::Whole(0));
    let grid = compose::grid(
        content, block, &parts, &gutters, &guides, own, extent, head, &found, &is_across, is_keyed,
        &marks,
    )?;
    let is_parted = found.is_parted && found.starts[head..].iter().any(|s| !s);
    let top = (head == 0 && head::may_be_labels(&lines)).then(|| squeezed(content, &block[0]));
    Some(Reading {
        grid,
        score,
        header,
        top,
        is_parted,
        is_headed: is_apart && head > 0,
        is_ruled: found.is_ruled,
        is_centred: found.is_centred,
        gutters,
        extent: text,
    })
}

/// The width of the rules of which most of a zone's lines are inside.
fn drawn_extent(stacks: &[stacks::Stack], text: Span, top: f32, bottom: f32) -> Option<Span> {
    stacks
        .iter()
        .filter(|s| {
            let shared = s.bottom().min(bottom) - s.top().max(top);
            shared > 0.4 * (bottom - top)
                && s.extent.0 <= text.0 + 12.0
                && s.extent.1 >= text.1 - 12.0
        })
        .min_by(|a, b| (a.extent.1 - a.extent.0).total_cmp(&(b.extent.1 - b.extent.0)))
        .map(|s| s.extent)
}
