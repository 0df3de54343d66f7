//! Headers and columns of the other pages of a document, for pages that say little of their own.

use super::votes::Habit;
use super::{HEADED, Reading, squeezed};
use crate::pdf::aligned::TextLine;
use crate::pdf::cards::form::Form;
use crate::pdf::columns::Span;
use crate::pdf::words::PageContent;

/// A table of so many rows, its header among them, shows how its rows are parted.
const SEVERAL: usize = 5;

/// What other pages of the document say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Headers that are set apart over tables: what each of their lines says, without blanks, and on
    /// how many pages.
    headers: Vec<(Vec<String>, usize)>,
    /// Headers of tables that are less certain: they count where a certain table has the same one.
    likely: Vec<(Vec<String>, usize)>,
    /// First lines that may be labels though nothing sets them apart, and on how many pages.
    tops: Vec<(String, usize)>,
    models: Vec<Model>,
    /// Labels of the document's cards.
    pub(crate) form: Option<Form>,
    /// The gutters of records on two rows, and from where to where they reach.
    paired: Vec<(Vec<Span>, Span)>,
}

/// Columns that tables of a document have in common.
#[derive(Clone, Debug, PartialEq)]
struct Model {
    /// What all of them leave white.
    gutters: Vec<Span>,
    /// From where to where the text of the first reaches.
    extent: Span,
    /// How many tables have them.
    tables: usize,
    /// How many tables of several rows, and how many of these have a rule or the edge of a band between each two.
    parted: (usize, usize),
    /// How many have their cells in the middle of the rows.
    centred: usize,
    /// Headers that are printed over them.
    headers: Vec<Vec<String>>,
}

/// Headers that are kept of the tables of one model, at most.
const MOST_HEADERS: usize = 12;

/// First lines of tables, and headers of less certain ones, that are kept, at most.
const MOST_TOPS: usize = 256;
/// Readings of records on two rows whose columns are kept, at most.
const MOST_PAIRED: usize = 64;

impl Model {
    /// The model of two tables with the same columns.
    fn joined(
        &self,
        gutters: &[Span],
        extent: Span,
        parted: (usize, usize),
        centred: usize,
    ) -> Option<Self> {
        if self.gutters.len() != gutters.len() || !self.begins_at(extent) {
            return None;
        }
        let gutters = self.gutters.iter().zip(gutters).map(|(a, b)| {
            let span = (a.0.max(b.0), a.1.min(b.1));
            (span.0 < span.1).then_some(span)
        });
        Some(Self {
            gutters: gutters.collect::<Option<_>>()?,
            extent: (self.extent.0.min(extent.0), self.extent.1.max(extent.1)),
            tables: self.tables + 1,
            parted: (self.parted.0 + parted.0, self.parted.1 + parted.1),
            centred: self.centred + centred,
            headers: self.headers.clone(),
        })
    }

    /// Whether a table with these gutters, whose text reaches so far, has its columns.
    fn has(&self, gutters: &[Span], extent: Span) -> bool {
        self.begins_at(extent)
            && self.gutters.len() == gutters.len()
            && self.gutters.iter().zip(gutters).all(|(a, b)| a.0 < b.1 && b.0 < a.1)
    }

    /// Whether one of its tables has a header, or nothing is known of the block's own.
    fn has_header(&self, header: Option<&[String]>) -> bool {
        header.is_none_or(|own| self.headers.iter().any(|h| h == own))
    }

    fn add_header(&mut self, header: &[String]) {
        if !header.is_empty()
            && self.headers.len() < MOST_HEADERS
            && !self.headers.iter().any(|h| h == header)
        {
            self.headers.push(header.to_vec());
        }
    }

    fn begins_at(&self, extent: Span) -> bool {
        (self.extent.0 - extent.0).abs() < 10.0
    }

    /// Whether text begins where one of the columns behind the first does: those before it are blank.
    fn begins_inside(&self, extent: Span) -> bool {
        self.gutters.iter().any(|g| extent.0 > g.0 && (g.1 - extent.0).abs() < 4.0)
    }
}

impl Known {
    /// Adds the headers of one page.
    pub(crate) fn add(&mut self, readings: &[Reading]) {
        let mut own: Vec<&Vec<String>> = Vec::new();
        let room = MOST_PAIRED.saturating_sub(self.paired.len());
        let paired = readings.iter().filter(|r| r.has_pairs()).take(room);
        self.paired.extend(paired.map(|r| (r.gutters.clone(), r.extent)));
        for reading in readings.iter().filter(|r| r.score.total() > HEADED) {
            if reading.is_headed && !own.contains(&&reading.header) {
                own.push(&reading.header);
            }
            let (gutters, extent) = (&reading.gutters, reading.extent);
            let has_rows = reading.grid.ys.len() > SEVERAL;
            let parted = (usize::from(has_rows), usize::from(has_rows && reading.is_ruled));
            let centred = usize::from(reading.is_centred);
            let joined = |m: &Model| m.joined(gutters, extent, parted, centred);
            let header = if reading.is_headed { reading.header.as_slice() } else { &[] };
            match self.models.iter_mut().find_map(|m| Some((joined(m)?, m))) {
                Some((joined, model)) => {
                    *model = joined;
                    model.add_header(header);
                }
                None => {
                    let gutters = gutters.clone();
                    let mut model =
                        Model { gutters, extent, tables: 1, parted, centred, headers: Vec::new() };
                    model.add_header(header);
                    self.models.push(model);
                }
            }
        }
        self.add_tops(readings);
        for header in &own {
            match self.headers.iter_mut().find(|(h, _)| h == *header) {
                Some((_, pages)) => *pages += 1,
                None => {
                    let before = self.likely.iter().find(|(h, _)| h == *header);
                    self.headers.push(((*header).clone(), 1 + before.map_or(0, |(_, n)| *n)));
                }
            }
        }
        self.add_likely(readings, &own);
    }

    /// Adds the headers of one page whose tables are less certain; `own` are those of its certain ones.
    fn add_likely(&mut self, readings: &[Reading], own: &[&Vec<String>]) {
        let mut likely: Vec<&Vec<String>> = Vec::new();
        let is_likely = |r: &&Reading| {
            r.is_headed && r.score.is_table() && r.score.total() <= HEADED && !r.header.is_empty()
        };
        for reading in readings.iter().filter(is_likely) {
            if !own.contains(&&reading.header) && !likely.contains(&&reading.header) {
                likely.push(&reading.header);
            }
        }
        for header in likely {
            let mut known = self.headers.iter_mut().chain(&mut self.likely);
            if let Some((_, pages)) = known.find(|(h, _)| h == header) {
                *pages += 1;
            } else if self.likely.len() < MOST_TOPS {
                self.likely.push((header.clone(), 1));
            }
        }
    }

    /// Labels that nothing sets apart are a header where the tables of several pages begin with them.
    fn add_tops(&mut self, readings: &[Reading]) {
        let mut own: Vec<&String> = readings.iter().filter_map(|r| r.top.as_ref()).collect();
        own.sort_unstable();
        own.dedup();
        for top in own {
            let Some((_, pages)) = self.tops.iter_mut().find(|(said, _)| said == top) else {
                if self.tops.len() < MOST_TOPS {
                    self.tops.push((top.clone(), 1));
                }
                continue;
            };
            *pages += 1;
            let pages = *pages;
            match self.headers.iter_mut().find(|(h, _)| h.as_slice() == [top.as_str()]) {
                Some((_, known)) => *known = (*known).max(pages),
                None => self.headers.push((vec![top.clone()], pages)),
            }
        }
    }

    /// Whether a known header begins with a line: with its first line, or with its longest where those above
    /// it are printed otherwise.
    pub(super) fn begins(&self, content: &PageContent, text_lines: &[TextLine], n: usize) -> bool {
        self.top(content, text_lines, n) == Some(n)
    }

    /// The first line of a known header that has a line: that line itself where those above it are printed
    /// otherwise.
    pub(super) fn top(
        &self,
        content: &PageContent,
        text_lines: &[TextLine],
        n: usize,
    ) -> Option<usize> {
        if self.headers.is_empty() || text_lines[n].segments.len() < 2 {
            return None;
        }
        let said = squeezed(content, &text_lines[n]);
        let top = |header: &Vec<String>| {
            let longest = (0..header.len()).max_by_key(|k| header[*k].len())?;
            let is_own = |from: &usize| {
                let lines = text_lines[*from..].iter().map(|s| squeezed(content, s));
                text_lines.len() - from >= header.len()
                    && header.iter().zip(lines).all(|(h, l)| *h == l)
            };
            let above = || n.checked_sub(longest).filter(is_own).unwrap_or(n);
            (header[longest] == said).then(above)
        };
        self.headers.iter().filter_map(|(header, _)| top(header)).min()
    }

    /// The known header at the top of a block: only tables with the same one are like it.
    fn header_of(&self, content: &PageContent, block: &[TextLine]) -> Option<Vec<String>> {
        let head = self.lines_of(content, block).filter(|n| *n > 0)?;
        let header: Vec<String> = block[..head].iter().map(|s| squeezed(content, s)).collect();
        self.models.iter().any(|m| m.has_header(Some(&header))).then_some(header)
    }

    /// How many lines of a known header are at the top of a block.
    pub(super) fn lines_of(&self, content: &PageContent, block: &[TextLine]) -> Option<usize> {
        let is_same = |(lines, _): &&(Vec<String>, usize)| {
            lines.len() < block.len()
                && lines.iter().zip(block).all(|(l, s)| *l == squeezed(content, s))
        };
        self.headers.iter().find(is_same).map(|(lines, _)| lines.len())
    }

    /// How rows are set in most tables of several rows that have these columns.
    pub(super) fn habit(&self, gutters: &[Span], extent: Span) -> Habit {
        let same = || self.models.iter().filter(|m| m.has(gutters, extent));
        Habit {
            is_ruled: same().any(|m| m.parted.1 > 0 && m.parted.1 * 3 >= m.parted.0 * 2),
            is_centred: same().any(|m| m.centred > 0 && m.centred * 2 >= m.parted.0),
        }
    }

    /// Whether a block is a known header and nothing else.
    pub(super) fn is_header(&self, content: &PageContent, block: &[TextLine]) -> bool {
        self.headers.iter().any(|(lines, _)| {
            lines.len() == block.len()
                && lines.iter().zip(block).all(|(l, s)| *l == squeezed(content, s))
        })
    }

    /// Whether records on two rows on other pages have these columns, blank ones aside.
    pub(super) fn has_pairs(&self, gutters: &[Span], extent: Span) -> bool {
        let meets = |a: &Span, b: &Span| a.0 < b.1 && b.0 < a.1;
        self.paired.iter().any(|(own, from)| {
            (from.0 - extent.0).abs() < 10.0
                && gutters.iter().all(|g| own.iter().any(|o| meets(g, o)))
        })
    }

    /// Whether other tables of the document have these columns.
    pub(super) fn has_columns(&self, gutters: &[Span], extent: Span) -> bool {
        self.models.iter().any(|m| m.tables > 1 && m.has(gutters, extent))
    }

    /// Whether a table of two columns on another page, with a header that is set apart, has these to the point.
    pub(super) fn goes_on(&self, gutters: &[Span], extent: Span) -> bool {
        /// Columns that begin as near to each other as this, in points, begin at one place.
        const PLACE: f32 = 2.0;
        let [own] = gutters else { return false };
        let is_same = |m: &&Model| {
            matches!(m.gutters.as_slice(), [g] if (g.1 - own.1).abs() < PLACE)
                && (m.extent.0 - extent.0).abs() < PLACE
                && !m.headers.is_empty()
        };
        self.models.iter().any(|m| is_same(&m) && m.has(gutters, extent))
    }

    /// Adds the gutters of other tables of the document to those of a block that has most of theirs, where its words
    /// keep them clear as well; to those of a block that rules close only where it has their header. Gives from where
    /// to where the columns reach, if the first or the last of them are blank.
    pub(super) fn complete(
        &self,
        content: &PageContent,
        block: &[TextLine],
        extent: Span,
        gutters: &mut Vec<Span>,
        across: &[bool],
        is_closed: bool,
    ) -> Option<Span> {
        let meets = |a: &Span, b: &Span| a.0 < b.1 && b.0 < a.1;
        let header = self.header_of(content, block);
        // Rules say where it begins and ends, and that it has a header: one of its own.
        if is_closed && header.is_none() {
            return None;
        }
        let fits = |m: &&Model| {
            m.tables > 1
                && m.has_header(header.as_deref())
                && (m.begins_at(extent) || m.begins_inside(extent) && gutters.len() > 1)
                && m.gutters.len() > gutters.len()
                && gutters.iter().all(|g| m.gutters.iter().any(|o| meets(g, o)))
        };
        let model = self.models.iter().filter(fits).max_by_key(|m| m.tables)?;
        // A column that is blank in all of a block leaves one gutter where the others have two.
        let same = |g: &&Span| model.gutters.iter().filter(|o| meets(g, o)).count() == 1;
        let is_known = gutters.iter().filter(same).count() > 1;
        for n in (0..gutters.len()).rev().filter(|_| is_known) {
            let own = model.gutters.iter().filter(|o| meets(&gutters[n], o));
            let own: Vec<Span> = own.copied().collect();
            let is_blank = |pair: &[Span]| {
                let (from, to) = (pair[0].0, pair[1].1);
                block.iter().zip(across).filter(|(_, a)| !**a).all(|(s, _)| {
                    let mut words = s.segments.iter().flat_map(|p| &p.words);
                    words.all(|i| {
                        let a = &content.words[*i as usize].area;
                        let middle = (a.x0 + a.x1) / 2.0;
                        middle < from || middle > to
                    })
                })
            };
            if own.len() > 1 && own.windows(2).all(is_blank) {
                gutters.splice(n..=n, own);
            }
        }
        // A row whose last cells are blank ends before the last columns.
        let begins = || {
            let first = &block[0].segments[0].words;
            let said: Vec<&str> =
                first.iter().map(|i| content.words[*i as usize].text.as_str()).collect();
            super::begins_with_ref(&said.join(" "))
        };
        let is_begun = model.begins_at(extent) && gutters.len() > 1 && begins();
        for gutter in &model.gutters {
            if gutters.iter().any(|g| meets(g, gutter)) || gutter.0 > extent.1 && !is_begun {
                continue;
            }
            let plain = || block.iter().zip(across).filter(|(_, a)| !**a).map(|(s, _)| s);
            let crossed_at = |at: f32| {
                let crosses = |s: &&TextLine| {
                    let words = s.segments.iter().flat_map(|p| &p.words);
                    let mut areas = words.map(|i| &content.words[*i as usize].area);
                    areas.any(|a| a.x0 < at - 0.3 && a.x1 > at + 0.3)
                };
                plain().filter(crosses).count()
            };
            let places = [gutter.0 + 0.5, (gutter.0 + gutter.1) / 2.0, gutter.1 - 0.5];
            let crossed = places.into_iter().map(crossed_at).min().unwrap_or(0);
            let count = plain().count();
            if crossed * 10 <= count {
                let n = gutters.partition_point(|g| g.0 < gutter.0);
                gutters.insert(n, *gutter);
            }
        }
        let is_blank_first = gutters.first().is_some_and(|g| g.0 < extent.0);
        let is_blank_last = gutters.last().is_some_and(|g| g.1 > extent.1);
        (is_blank_first || is_blank_last).then(|| {
            let from = if is_blank_first { model.extent.0 } else { extent.0 };
            (from, if is_blank_last { model.extent.1 } else { extent.1 })
        })
    }

    /// Drops gutters of a block with a known header, or none, that other tables with that header, and all its other
    /// gutters, do not have: few lines leave white what is no gutter.
    pub(super) fn thin(
        &self,
        content: &PageContent,
        block: &[TextLine],
        text: Span,
        gutters: &mut Vec<Span>,
        is_closed: bool,
    ) {
        let meets = |a: &Span, b: &Span| a.0 < b.1 && b.0 < a.1;
        let header = self.header_of(content, block);
        if is_closed && header.is_none() {
            return;
        }
        let fits = |m: &&Model| {
            m.tables > 1
                && m.has_header(header.as_deref())
                && m.begins_at(text)
                && m.gutters.len() > 1
                && m.gutters.len() < gutters.len()
                // One with fewer than half of the columns is another table.
                && m.gutters.len() * 2 > gutters.len()
                && m.gutters.iter().all(|g| gutters.iter().any(|o| meets(g, o)))
        };
        let model = self.models.iter().filter(fits).max_by_key(|m| m.tables);
        // Its own header alone says nothing of others.
        let is_known = || {
            let head = self.lines_of(content, block).unwrap_or(0);
            let header: Vec<String> = block[..head].iter().map(|s| squeezed(content, s)).collect();
            head > 0 && self.pages(&header) > 1
        };
        let is_other = |m: &&Model| {
            m.tables > 2 && (header.is_none() || is_known()) && !self.has_columns(gutters, text)
        };
        if let Some(model) = model.filter(is_other) {
            gutters.retain(|g| model.gutters.iter().any(|o| meets(g, o)));
        }
    }

    /// On how many pages a header is printed.
    pub(super) fn pages(&self, header: &[String]) -> usize {
        self.headers.iter().find(|(h, _)| h == header).map_or(0, |(_, pages)| *pages)
    }
}

#[cfg(test)]
mod tests;
