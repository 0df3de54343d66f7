//! Tokens to blocks: paragraphs, headings and tables in reading order.

use super::grid::{Building, Part};
use super::tags::{self, attribute};
use super::{Sheet, Unknown, tokens};
use crate::colour;
use crate::outline::{Lines, Outline};
use crate::rich::Flow;
use crate::running::comment_page_mark;
use html5gum::{StartTag, Token};
use std::ops::Range;
use tablemend_model::{Block, Running};

/// Reads a byte range of a text as HTML.
pub(super) fn blocks(
    text: &str,
    range: Range<usize>,
    lines: &Lines,
    sheet: &Sheet,
    unknown: Unknown,
    outline: &mut Outline,
) {
    let html = text.get(range.clone()).unwrap_or_default();
    let mut walk = Walk {
        html,
        base: range.start,
        lines,
        sheet,
        unknown,
        outline,
        text: Flow::default(),
        start: 0,
        heading: None,
        lists: 0,
        is_pre: false,
        table: None,
        nested: 0,
        hidden: None,
        in_title: false,
    };
    for token in tokens(html) {
        walk.token(&token);
    }
    walk.end_table(html.len());
    walk.flush(html.len());
}

struct Walk<'a> {
    html: &'a str,
    /// Offset of `html` in the text that `lines` counts.
    base: usize,
    lines: &'a Lines,
    sheet: &'a Sheet,
    unknown: Unknown,
    outline: &'a mut Outline,
    /// The paragraph that is being read, and where it began.
    text: Flow,
    start: usize,
    heading: Option<u8>,
    lists: u32,
    is_pre: bool,
    table: Option<Building>,
    /// Tables inside a cell of `table`: they are flattened into it.
    nested: u32,
    /// The element whose content does not show.
    hidden: Option<&'static [u8]>,
    in_title: bool,
}

impl Walk<'_> {
    fn token(&mut self, token: &Token<usize>) {
        if let Some(name) = self.hidden {
            if matches!(token, Token::EndTag(tag) if tag.name.as_slice() == name) {
                self.hidden = None;
            }
            return;
        }
        match token {
            Token::StartTag(tag) if tags::is_markup(tag, self.unknown) => self.start(tag, token),
            Token::EndTag(tag) if tags::ends_markup(&tag.name, self.unknown) => {
                self.end(&tag.name, tag.span.start, tag.span.end, token);
            }
            Token::Comment(comment) => {
                if let Some(page) = comment_page_mark(&String::from_utf8_lossy(comment)) {
                    self.page_break(page, comment.span.start..comment.span.end);
                } else {
                    self.inline(token);
                }
            }
            Token::String(text) => self.string(token, text.span.start),
            Token::Doctype(_) | Token::Error(_) => {}
            Token::StartTag(_) | Token::EndTag(_) => self.inline(token),
        }
    }

    fn string(&mut self, token: &Token<usize>, at: usize) {
        if self.table.is_none() {
            if self.text.is_empty() {
                self.start = at;
            }
            if self.is_pre
                && let Token::String(text) = token
            {
                return self.text.lines(&String::from_utf8_lossy(text));
            }
        }
        self.inline(token);
    }

    /// Puts a token into the text that is open: a cell, a caption or a paragraph. Text between
    /// the cells of a table, which browsers show before it, becomes a paragraph before it.
    fn inline(&mut self, token: &Token<usize>) {
        let (html, unknown, sheet) = (self.html, self.unknown, self.sheet);
        let flow = match &mut self.table {
            Some(table) if table.caption.is_some() => table.caption.as_mut(),
            Some(table) => table.cell(),
            None => None,
        };
        tags::apply(flow.unwrap_or(&mut self.text), token, html, unknown, sheet);
    }

    fn start(&mut self, tag: &StartTag<usize>, token: &Token<usize>) {
        let at = tag.span.start;
        self.style_breaks(tag);
        match tag.name.as_slice() {
            b"script" => return self.hide(b"script", tag),
            b"style" => return self.hide(b"style", tag),
            b"template" => return self.hide(b"template", tag),
            _ => {}
        }
        let Some(table) = &mut self.table else {
            return self.start_outside(tag, token);
        };
        let in_cell = table.cell().is_some();
        match tag.name.as_slice() {
            b"table" if in_cell => {
                self.nested += 1;
                self.inline(token);
            }
            b"table" => {
                self.end_table(at);
                self.table = Some(Building::default());
            }
            _ if self.nested > 0 => self.inline(token),
            b"thead" => table.begin_group(Part::Head, Some((tag, self.sheet)), self.base + at),
            b"tbody" => table.begin_group(Part::Body, Some((tag, self.sheet)), self.base + at),
            b"tfoot" => table.begin_group(Part::Foot, Some((tag, self.sheet)), self.base + at),
            b"tr" => table.begin_row(Some((tag, self.sheet)), self.base + at),
            b"td" | b"th" => table.begin_cell(tag, self.sheet, self.base + at),
            b"caption" if !in_cell => table.caption = Some(Flow::default()),
            b"col" | b"colgroup" => table.column(tag, self.sheet),
            _ => self.inline(token),
        }
    }

    fn start_outside(&mut self, tag: &StartTag<usize>, token: &Token<usize>) {
        let at = tag.span.start;
        match tag.name.as_slice() {
            b"table" => {
                self.flush(at);
                self.lists = 0;
                self.table = Some(Building::default());
            }
            b"hr" => {
                self.flush(at);
                let place = self.lines.place(self.base + at..self.base + tag.span.end);
                self.outline.ornament(place);
            }
            b"title" => {
                self.flush(at);
                self.in_title = true;
            }
            name @ [b'h', b'1'..=b'6'] => {
                self.flush(at);
                self.heading = Some(name[1] - b'0');
            }
            b"ul" | b"ol" | b"menu" => {
                if self.lists == 0 {
                    self.flush(at);
                }
                self.lists += 1;
                self.inline(token);
            }
            name => {
                if self.lists == 0 && tags::is_block(name) && self.heading.is_none() {
                    self.flush(at);
                }
                self.is_pre |= name == b"pre";
                self.inline(token);
            }
        }
    }

    fn end(&mut self, name: &[u8], at: usize, end: usize, token: &Token<usize>) {
        if self.nested > 0 {
            if name == b"table" {
                self.nested -= 1;
            }
            return self.inline(token);
        }
        if let Some(table) = &mut self.table {
            let at = self.base + at;
            match name {
                b"table" => self.end_table(end),
                b"thead" | b"tbody" | b"tfoot" => table.end_group(at),
                b"tr" => table.end_row(at),
                b"td" | b"th" => table.end_cell(at),
                b"caption" => self.end_caption(at),
                _ => self.inline(token),
            }
            return;
        }
        match name {
            b"title" => self.flush(at),
            [b'h', b'1'..=b'6'] => self.flush(at),
            b"ul" | b"ol" | b"menu" => {
                self.inline(token);
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 {
                    self.flush(at);
                }
            }
            _ => {
                self.inline(token);
                if self.lists == 0 && tags::is_block(name) && self.heading.is_none() {
                    self.flush(at);
                }
                self.is_pre &= name != b"pre";
            }
        }
    }

    /// A caption is the table's title, and a paragraph before it.
    fn end_caption(&mut self, at: usize) {
        let Some(table) = &mut self.table else { return };
        if let Some(flow) = table.caption.take() {
            let text = flow.finish().text;
            if !text.is_empty() {
                table.title = Some(text.as_str().to_owned());
                self.outline.paragraph(text, self.lines.place(at..at + 1));
            }
        }
    }

    fn end_table(&mut self, end: usize) {
        self.end_caption(self.base + end);
        self.nested = 0;
        if let Some(table) = self.table.take() {
            self.flush(end);
            self.outline.table(table.finish(self.base + end, self.lines));
        }
    }

    fn flush(&mut self, end: usize) {
        let text = std::mem::take(&mut self.text).finish().text;
        let place = self.lines.place(self.base + self.start..self.base + end);
        let heading = self.heading.take();
        if text.is_empty() {
            self.in_title = false;
        } else if std::mem::take(&mut self.in_title) {
            self.outline.blocks.push(Block::Running { kind: Running::Head, text, place });
        } else if let Some(level) = heading {
            self.outline.blocks.push(Block::Heading { level, text, place });
        } else {
            self.outline.paragraph(text, place);
        }
        self.start = end;
    }

    /// Style attributes say page breaks, too.
    fn style_breaks(&mut self, tag: &StartTag<usize>) {
        let Some(style) = attribute(tag, "style") else { return };
        let names = ["page-break-before", "page-break-after", "break-before", "break-after"];
        let breaks = colour::property(&style, &names)
            .is_some_and(|v| matches!(v, "always" | "page" | "left" | "right"));
        if breaks {
            self.page_break(None, tag.span.start..tag.span.end);
        }
    }

    fn page_break(&mut self, page: Option<u32>, span: Range<usize>) {
        // A page mark inside a table is in the way of nothing: the table goes on.
        if self.table.is_none() {
            self.flush(span.start);
            let place = self.lines.place(self.base + span.start..self.base + span.end);
            self.outline.page_break(page, place);
        }
    }

    fn hide(&mut self, name: &'static [u8], tag: &StartTag<usize>) {
        self.hidden = (!tag.self_closing).then_some(name);
    }
}
