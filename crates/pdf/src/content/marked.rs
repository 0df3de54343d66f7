//! Marked content: ids of the tag tree, replaced text, optional content (ISO 32000-2, 14.6).

use super::Interpreter;
use crate::tags::own_mcid;
use crate::unicode::text_string;
use hayro_syntax::object::{Dict, Name, Object, String as PdfString};
use hayro_syntax::page::Resources;

/// Marked content in each other beyond which marks are only counted.
const DEPTH: usize = 1_000;

/// The marked content that is open.
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    uncounted: usize,
    hidden: usize,
    artifacts: usize,
    watermarks: usize,
}

#[derive(Debug)]
struct Mark {
    mcid: Option<u32>,
    hides: bool,
    is_artifact: bool,
    is_watermark: bool,
    /// Text that replaces that of the glyphs from an index on.
    actual: Option<(String, usize)>,
}

impl Marks {
    pub(super) fn len(&self) -> usize {
        self.open.len() + self.uncounted
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    /// Whether what is painted now is marked as no part of the text.
    pub(super) fn is_artifact(&self) -> bool {
        self.artifacts > 0 || self.watermarks > 0
    }

    pub(super) fn is_watermark(&self) -> bool {
        self.watermarks > 0
    }

    pub(super) fn mcid(&self) -> Option<u32> {
        self.open.last().and_then(|m| m.mcid)
    }
}

impl<'a> Interpreter<'_, 'a> {
    /// From now on, until [`Interpreter::leave_watermark`], what is painted is a watermark or stamp.
    pub(crate) fn enter_watermark(&mut self) {
        self.marks.watermarks += 1;
    }

    pub(crate) fn leave_watermark(&mut self) {
        self.marks.watermarks = self.marks.watermarks.saturating_sub(1);
    }

    pub(super) fn begin_mark(
        &mut self,
        tag: &Name<'_>,
        properties: Option<&Object<'_>>,
        resources: &Resources<'a>,
    ) {
        if self.marks.open.len() >= DEPTH {
            self.marks.uncounted += 1;
            return;
        }
        let mut mark = Mark {
            mcid: self.marks.mcid(),
            hides: false,
            is_artifact: tag.as_ref() == b"Artifact",
            is_watermark: false,
            actual: None,
        };
        match properties {
            Some(Object::Name(name)) => {
                if let Some(dict) = resources.properties.get::<Dict<'a>>(name.as_ref()) {
                    self.describe(&mut mark, tag, &dict, true);
                }
            }
            Some(Object::Dict(dict)) => self.describe(&mut mark, tag, dict, false),
            _ => {}
        }
        if mark.is_artifact {
            mark.mcid = None;
        }
        self.marks.hidden += usize::from(mark.hides);
        self.marks.artifacts += usize::from(mark.is_artifact);
        self.marks.watermarks += usize::from(mark.is_watermark);
        self.marks.open.push(mark);
    }

    fn describe(&self, mark: &mut Mark, tag: &Name<'_>, dict: &Dict<'_>, is_named: bool) {
        match tag.as_ref() {
            b"OC" if is_named => mark.hides = self.layers.is_off(dict),
            b"Artifact" => {
                let subtype = dict.get::<Name<'_>>(b"Subtype");
                mark.is_watermark = subtype.as_deref() == Some(b"Watermark");
            }
            _ => {}
        }
        if let Some(mcid) = dict.get::<u32>(b"MCID") {
            mark.mcid = Some(match self.form {
                Some(form) => own_mcid(form, mcid),
                None => mcid,
            });
        }
        if let Some(text) = dict.get::<PdfString<'_>>(b"ActualText") {
            let text = crate::unicode::plain(&text_string(text.as_bytes()), None);
            mark.actual = Some((text, self.canvas.glyphs.len()));
        }
    }

    pub(super) fn end_mark(&mut self) {
        if self.marks.uncounted > 0 {
            self.marks.uncounted -= 1;
            return;
        }
        let Some(mark) = self.marks.open.pop() else { return };
        self.marks.hidden -= usize::from(mark.hides);
        self.marks.artifacts -= usize::from(mark.is_artifact);
        self.marks.watermarks -= usize::from(mark.is_watermark);
        if let Some((text, from)) = mark.actual {
            self.canvas.replace_text(from, &text);
        }
    }
}
