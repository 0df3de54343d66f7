//! The first pass over the lines of a Markdown file: which lines are what.

use super::dashed::{Dashes, Found};
use super::{boxed, pipe};
use crate::running::{comment_page_mark, line_page_mark};
use std::ops::Range;

/// So many lines at most are looked through for the end of a row that is not closed.
const LONGEST_ROW: usize = 40;

/// One source line of a run of table rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowLine<'a> {
    /// 1-based.
    pub(super) number: u32,
    /// Without blanks at either end.
    pub(super) text: &'a str,
}

/// A stretch of the file.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// Running text, by byte range.
    Text(Range<usize>),
    /// Lines of pipe table rows that follow each other.
    Pipes(Vec<RowLine<'a>>),
    /// Lines of a grid table, its borders included.
    Boxed(Vec<RowLine<'a>>),
    /// A table whose columns are told by lines of dashes.
    Dashed(Found),
    /// An HTML table, by byte range.
    Html(Range<usize>),
    /// A page begins.
    PageBreak { page: Option<u32>, line: u32 },
}

/// Tells the file's stretches in order.
pub(super) fn pieces<'a>(
    text: &'a str,
    dashes: Option<&Dashes<'a>>,
    mut tell: impl FnMut(Piece<'a>),
) {
    let mut scan = Scan {
        text,
        dashes,
        has_feeds: text.contains('\u{c}'),
        at: 0,
        line: 0,
        from: 0,
        blank: true,
        run: Vec::new(),
        width: None,
        is_open: false,
        fence: None,
    };
    while scan.at < text.len() {
        scan.next(&mut tell);
    }
    let end = text.len();
    scan.end_run(&mut tell);
    scan.end_text(end, end, &mut tell);
}

struct Scan<'a, 'd> {
    text: &'a str,
    dashes: Option<&'d Dashes<'a>>,
    /// Whether there is a form feed anywhere; most files have none.
    has_feeds: bool,
    /// Where the next line begins.
    at: usize,
    /// Number of the line that was read last.
    line: u32,
    /// Where the running text that is not yet told begins, and whether it is blank so far.
    from: usize,
    blank: bool,
    run: Vec<RowLine<'a>>,
    /// Number of cells of the run's delimiter row.
    width: Option<usize>,
    /// Whether the run's header has no pipe before it: every line is a row then, up to a blank one.
    is_open: bool,
    /// The fence of the code block that is open: its character and length.
    fence: Option<(u8, usize)>,
}

impl<'a> Scan<'a, '_> {
    fn next(&mut self, tell: &mut impl FnMut(Piece<'a>)) {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest.find('\n').map_or(rest.len(), |i| i + 1);
        let end = start + length;
        self.at = end;
        self.line += 1;
        let line = self.text[start..end].trim();
        if self.fence.is_some() || line.starts_with("```") || line.starts_with("~~~") {
            self.end_run(tell);
            self.fenced(line);
            self.blank = false;
        } else if line.is_empty() {
            self.end_run(tell);
            if self.text[start..end].contains('\u{c}') {
                self.mark(start, None, tell);
            }
        } else if line.starts_with('|') {
            self.end_text(start, start, tell);
            self.feeds(start, end, line, tell);
            self.row(line);
            self.row_goes_on(line);
        } else if self.goes_on(line) {
            self.row(line);
        } else if let Some(found) = self.dashes.and_then(|d| d.table_at(self.line as usize - 1)) {
            self.end_run(tell);
            self.end_text(start, start, tell);
            self.skip(found.lines.len() - 1);
            tell(Piece::Dashed(found));
        } else if boxed::is_border(line)
            && self.text[self.at..].trim_start().starts_with(['|', '+'])
        {
            self.end_run(tell);
            self.end_text(start, start, tell);
            let lines = self.boxed(line);
            tell(Piece::Boxed(lines));
        } else if self.begins_open(line) {
            self.end_run(tell);
            self.end_text(start, start, tell);
            self.is_open = true;
            self.row(line);
        } else {
            self.end_run(tell);
            self.text_line(start, end, line, tell);
        }
    }

    /// A line of the run.
    fn row(&mut self, line: &'a str) {
        self.run.push(RowLine { number: self.line, text: line });
        self.from = self.at;
        if self.run.len() <= 2 && pipe::is_delimiter_line(line) {
            self.width = Some(pipe::split(line).len());
        }
    }

    /// The next line, where there is one, and the offset behind it.
    fn peek(&self, from: usize) -> Option<(&'a str, usize)> {
        let rest = self.text.get(from..).filter(|r| !r.is_empty())?;
        let end = rest.find('\n').map_or(rest.len(), |i| i + 1);
        Some((rest[..end].trim(), from + end))
    }

    /// Passes over so many lines.
    fn skip(&mut self, lines: usize) {
        for _ in 0..lines {
            if let Some((_, end)) = self.peek(self.at) {
                self.at = end;
                self.line += 1;
            }
        }
        self.from = self.at;
    }

    /// The lines of a grid table.
    fn boxed(&mut self, line: &'a str) -> Vec<RowLine<'a>> {
        let mut lines = vec![RowLine { number: self.line, text: line }];
        while let Some((text, _)) = self.peek(self.at).filter(|(l, _)| l.starts_with(['|', '+'])) {
            self.skip(1);
            lines.push(RowLine { number: self.line, text });
        }
        self.from = self.at;
        lines
    }

    /// Takes the lines on which a row goes on that is not closed: those up to the pipe that makes
    /// it as wide as the delimiter row. Lines without any pipe and blank ones may be between.
    fn row_goes_on(&mut self, line: &str) {
        let Some(width) = self.width else { return };
        let mut cells = pipe::split(line).len();
        if ends_with_pipe(line) || cells >= width {
            return;
        }
        let (mut at, mut lines) = (self.at, 0);
        while let Some((next, end)) = self.peek(at) {
            lines += 1;
            if lines > LONGEST_ROW || next.starts_with(['|', '#', '<']) || next.starts_with("```") {
                return;
            }
            cells += pipe::split(next).len() - 1;
            at = end;
            if ends_with_pipe(next) || cells > width {
                break;
            }
        }
        if cells != width {
            return;
        }
        for _ in 0..lines {
            if let Some((next, end)) = self.peek(self.at) {
                (self.at, self.line) = (end, self.line + 1);
                if !next.is_empty() {
                    self.row(next);
                }
            }
        }
        self.from = self.at;
    }

    /// Whether a line without a leading pipe is the header of a table: a delimiter row of as many
    /// cells is below it.
    fn begins_open(&self, line: &str) -> bool {
        line.contains('|')
            && !line.starts_with(['>', '#', '<'])
            && self.peek(self.at).is_some_and(|(next, _)| {
                !next.starts_with('|')
                    && pipe::is_delimiter_line(next)
                    && next.contains('|')
                    && pipe::split(next).len() == pipe::split(line).len()
            })
    }

    fn text_line(
        &mut self,
        start: usize,
        end: usize,
        line: &str,
        tell: &mut impl FnMut(Piece<'a>),
    ) {
        if let Some(page) = line_page_mark(line) {
            return self.mark(start, page, tell);
        }
        if line.contains('<') {
            let comment = line.strip_prefix("<!--").and_then(|l| l.strip_suffix("-->"));
            if let Some(page) = comment.and_then(comment_page_mark) {
                return self.mark(start, page, tell);
            }
            if let Some(at) = find_tag(&self.text[start..end], "<table") {
                let table = start + at;
                self.end_text(table, table, tell);
                let stop = table_end(self.text, table);
                tell(Piece::Html(table..stop));
                self.line += self.text[end.min(stop)..stop].matches('\n').count() as u32;
                self.line -= u32::from(stop < end);
                (self.at, self.from) = (stop, stop);
                return;
            }
        }
        self.feeds(start, end, line, tell);
        self.blank = false;
    }

    /// A form feed begins a page; what is before it on its line belongs to the page before.
    fn feeds(&mut self, start: usize, end: usize, line: &str, tell: &mut impl FnMut(Piece<'a>)) {
        if !self.has_feeds {
            return;
        }
        let feed = self.text[start..end].rfind('\u{c}');
        if let Some(feed) = feed.filter(|_| !line.is_empty()) {
            let feed = start + feed;
            if !self.text[start..feed].trim().is_empty() {
                self.blank = false;
            }
            self.end_text(feed, feed + 1, tell);
            tell(Piece::PageBreak { page: None, line: self.line });
        }
    }

    fn mark(&mut self, start: usize, page: Option<u32>, tell: &mut impl FnMut(Piece<'a>)) {
        self.end_text(start, self.at, tell);
        tell(Piece::PageBreak { page, line: self.line });
    }

    /// Tells the running text up to `end`; what follows begins at `next`.
    fn end_text(&mut self, end: usize, next: usize, tell: &mut impl FnMut(Piece<'a>)) {
        let range = self.from..end;
        if !self.text.get(range.clone()).unwrap_or_default().trim().is_empty() {
            tell(Piece::Text(range));
        }
        self.from = next;
        self.blank = true;
    }

    fn end_run(&mut self, tell: &mut impl FnMut(Piece<'a>)) {
        if !self.run.is_empty() {
            tell(Piece::Pipes(std::mem::take(&mut self.run)));
        }
        (self.width, self.is_open) = (None, false);
    }

    /// Whether a line without a leading pipe belongs to the run above it: it ends a row that was
    /// not closed, has pipes as the others have, or the header has no leading pipe either.
    fn goes_on(&self, line: &str) -> bool {
        let Some(last) = self.run.last() else { return false };
        if self.is_open {
            return !line.starts_with(['#', '>', '<']);
        }
        if !line.contains('|') {
            return false;
        }
        let closed = self.run.iter().any(|r| r.text.starts_with('|') && ends_with_pipe(r.text));
        let cells = || pipe::split(line).len();
        let is_delimiter = || {
            self.run.len() == 1
                && pipe::is_delimiter_line(line)
                && pipe::split(last.text).len() == cells()
        };
        !closed
            || !ends_with_pipe(last.text) && ends_with_pipe(line)
            || self.width.is_some_and(|w| w > 1 && w == cells())
            || is_delimiter()
    }

    fn fenced(&mut self, line: &str) {
        let byte = line.bytes().next().unwrap_or(0);
        let length = line.bytes().take_while(|b| *b == byte).count();
        match self.fence {
            None => self.fence = Some((byte, length)),
            Some((open, least)) => {
                if byte == open && length >= least && line.len() == length {
                    self.fence = None;
                }
            }
        }
    }
}

/// Whether the line's last pipe is not escaped.
pub(super) fn ends_with_pipe(line: &str) -> bool {
    line.ends_with('|') && !line.ends_with("\\|")
}

/// Finds a tag's beginning in any case.
fn find_tag(text: &str, tag: &str) -> Option<usize> {
    let (bytes, tag) = (text.as_bytes(), tag.as_bytes());
    let mut from = 0;
    while let Some(i) = bytes.get(from..)?.iter().position(|b| *b == b'<') {
        let at = from + i;
        let found = bytes.get(at..at + tag.len()).is_some_and(|w| w.eq_ignore_ascii_case(tag));
        let next = bytes.get(at + tag.len());
        if found && next.is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-') {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where the table that begins at an offset ends: behind its own end tag. A table that is never
/// closed ends where a Markdown table or heading begins after a blank line, or with the file.
fn table_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0u32);
    let mut fallback = None;
    while let Some(i) = bytes[at..].iter().position(|b| *b == b'<' || *b == b'\n') {
        let here = at + i;
        at = here + 1;
        let tail = &text[here..];
        if bytes[here] == b'\n' {
            let next = tail.trim_start_matches([' ', '\t', '\n']);
            if fallback.is_none()
                && tail.starts_with("\n\n")
                && (next.starts_with('|') || next.starts_with('#'))
            {
                fallback = Some(here + 1);
            }
            // Runs of blank lines are looked at once.
            at += bytes[at..].iter().take_while(|b| **b == b'\n').count();
        } else if starts_with_tag(&bytes[here..], b"<table") {
            depth += 1;
        } else if starts_with_tag(&bytes[here..], b"</table") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return tail.find('>').map_or(text.len(), |i| here + i + 1);
            }
        }
    }
    fallback.unwrap_or(text.len())
}

fn starts_with_tag(bytes: &[u8], tag: &[u8]) -> bool {
    bytes.get(..tag.len()).is_some_and(|w| w.eq_ignore_ascii_case(tag))
        && bytes.get(tag.len()).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-')
}
