//! Running text of a Markdown file: headings, paragraphs, lists, and tables without leading pipes.

use super::marks::Dialect;
use super::scan::RowLine;
use super::{inline, pipe};
use crate::html::{self, Sheet};
use crate::outline::{Lines, Outline};
use crate::rich::Flow;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;
use tablemend_model::Block;

/// Reads a byte range of a Markdown file.
pub(super) fn read(
    text: &str,
    range: Range<usize>,
    lines: &Lines,
    dialect: &Dialect,
    sheet: &Sheet,
    outline: &mut Outline,
) {
    match dialect.read(text.get(range.clone()).unwrap_or_default()) {
        Cow::Borrowed(_) => parse(text, range, lines, dialect, sheet, outline),
        // Raising marks moves bytes, but no lines.
        Cow::Owned(raised) => {
            let lines = Lines::of_part(&raised, lines.at(range.start));
            parse(&raised, 0..raised.len(), &lines, dialect, sheet, outline);
        }
    }
}

fn parse(
    text: &str,
    range: Range<usize>,
    lines: &Lines,
    dialect: &Dialect,
    sheet: &Sheet,
    outline: &mut Outline,
) {
    let source = text.get(range.clone()).unwrap_or_default();
    let mut reader = Reader {
        text,
        base: range.start,
        lines,
        dialect,
        sheet,
        outline,
        flow: Flow::default(),
        lists: 0,
        code: false,
    };
    let parser = inline::parser(source, inline::options(), dialect);
    // Definitions of link targets show nowhere, but their words are in the file.
    let mut definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
    definitions.sort_by_key(|d| d.start);
    let mut events = parser.into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Table(_)) => {
                skip(&mut events, TagEnd::Table);
                reader.table(range);
            }
            Event::Start(Tag::HtmlBlock) => {
                skip(&mut events, TagEnd::HtmlBlock);
                reader.html(range);
            }
            event => reader.event(&event, range),
        }
    }
    reader.flush(source.len()..source.len());
    for range in definitions {
        let mut flow = Flow::default();
        flow.text(&source[range.clone()]);
        let place = lines.place(reader.base + range.start..reader.base + range.end);
        reader.outline.paragraph(flow.finish().text, place);
    }
}

fn skip<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>, until: TagEnd) {
    for (event, _) in events {
        if event == Event::End(until) {
            return;
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    lines: &'a Lines,
    dialect: &'a Dialect,
    sheet: &'a Sheet,
    outline: &'a mut Outline,
    flow: Flow,
    lists: u32,
    code: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::List(_)) => {
                if self.lists == 0 {
                    self.flush(range);
                }
                self.lists += 1;
                inline::apply(&mut self.flow, event);
            }
            Event::End(TagEnd::List(_)) => {
                inline::apply(&mut self.flow, event);
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 {
                    self.flush(range);
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock) if self.lists == 0 => {
                self.flush(range);
            }
            Event::End(TagEnd::Heading(level)) if self.lists == 0 => {
                let text = std::mem::take(&mut self.flow).finish().text;
                let place = self.lines.place(self.base + range.start..self.base + range.end);
                if !text.is_empty() {
                    self.outline.blocks.push(Block::Heading { level: depth(*level), text, place });
                }
            }
            Event::Rule if self.lists == 0 => {
                let place = self.lines.place(self.base + range.start..self.base + range.end);
                self.outline.ornament(place);
            }
            Event::Text(text) if self.code => self.flow.lines(text),
            Event::Start(Tag::CodeBlock(kind)) => {
                // Words behind a fence are shown nowhere, but they are in the file.
                if let pulldown_cmark::CodeBlockKind::Fenced(info) = kind {
                    self.flow.text(info);
                }
                self.code = true;
                self.flow.line_break();
            }
            event => inline::apply(&mut self.flow, event),
        }
        self.code &= !matches!(event, Event::End(TagEnd::CodeBlock));
    }

    /// Ends the paragraph or list whose range this is.
    fn flush(&mut self, range: Range<usize>) {
        let text = std::mem::take(&mut self.flow).finish().text;
        let place = self.lines.place(self.base + range.start..self.base + range.end);
        self.outline.paragraph(text, place);
    }

    /// A table as the parser sees it, read from its source lines: the parser drops cells beyond
    /// the header's width.
    fn table(&mut self, range: Range<usize>) {
        self.flush(range.clone());
        let start = self.base + range.start;
        let source = self.text.get(start..self.base + range.end).unwrap_or_default();
        let first = self.lines.at(start);
        let run: Vec<RowLine<'_>> = source
            .lines()
            .enumerate()
            .map(|(i, line)| {
                let text = line.trim_start_matches(['>', ' ', '\t']).trim_end();
                RowLine { number: first + i as u32, text }
            })
            .filter(|l| !l.text.is_empty())
            .collect();
        pipe::read(&run, None, self.dialect, self.outline);
    }

    fn html(&mut self, range: Range<usize>) {
        let range = self.base + range.start..self.base + range.end;
        if self.lists > 0 {
            let source = self.text.get(range).unwrap_or_default();
            return inline::tags(&mut self.flow, source);
        }
        self.flush(range.start - self.base..range.start - self.base);
        html::fragment(self.text, range, self.lines, self.sheet, self.outline);
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}
