//! Tiny PDFs, written by hand.

use std::sync::Arc;
use tablemend_pdf::{OpenOptions, Page, Pdf, open};

/// A document of one object a line: 1 the catalogue, 2 the page tree, 3 the page (612 by 792),
/// 4 its content, 5 Helvetica as `/F1`; more can follow.
pub(crate) struct Made {
    objects: Vec<Vec<u8>>,
}

impl Made {
    /// A page with this content; `resources` and `page` are added to the dictionaries.
    pub(crate) fn page(content: &str, resources: &str, page: &str) -> Self {
        let made = Self { objects: Vec::new() };
        made.with("<< /Type /Catalog /Pages 2 0 R >>")
            .with("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>")
            .with(&format!(
                "<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page} \
                 /Resources << /Font << /F1 5 0 R >> {resources} >> >>"
            ))
            .with_stream("", content.as_bytes())
            .with(
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            )
    }

    /// One object more; the first one added has number 6.
    pub(crate) fn with(mut self, object: &str) -> Self {
        self.objects.push(object.as_bytes().to_vec());
        self
    }

    pub(crate) fn with_stream(mut self, dict: &str, data: &[u8]) -> Self {
        let mut object = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.objects.push(object);
        self
    }

    /// Puts another object in the place of one.
    pub(crate) fn replaced(mut self, number: usize, object: &str) -> Self {
        self.objects[number - 1] = object.as_bytes().to_vec();
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (number, object) in (1..).zip(&self.objects) {
            offsets.push(out.len());
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
        for offset in &offsets {
            out.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        let id = "/ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>]";
        let size = offsets.len() + 1;
        out.extend(
            format!("trailer\n<< /Size {size} /Root 1 0 R {id} >>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        out
    }

    pub(crate) fn open(&self) -> Pdf {
        opened(self.bytes())
    }

    /// The first page.
    pub(crate) fn read(&self) -> Page {
        self.open().page(1).expect("a sound page")
    }
}

pub(crate) fn opened(bytes: Vec<u8>) -> Pdf {
    open(Arc::new(bytes), &OpenOptions::default()).expect("a sound document")
}

/// What the glyphs of a page say, one after the other.
pub(crate) fn said(page: &Page) -> String {
    page.glyphs.iter().map(|g| g.text.as_str()).collect()
}

/// A box in whole points, for comparison.
pub(crate) fn whole(r: tablemend_model::Rect) -> [i32; 4] {
    [r.x0, r.y0, r.x1, r.y1].map(|v| v.round() as i32)
}
