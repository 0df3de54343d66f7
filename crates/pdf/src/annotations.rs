//! Annotations that are content: links, free text, form fields, lines struck through text.

mod field;

pub(crate) use field::{Form, Value};

use crate::content::{Interpreter, State};
use crate::error::Limit;
use crate::geometry::{Matrix, clipped};
use crate::page::Link;
use crate::unicode::text_string;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, Rect, Stream, String as PdfString,
};
use hayro_syntax::page::{Page, Resources};

/// Annotations of a page beyond which the rest is left out.
const MOST: usize = 20_000;

/// Reads the annotations of a page: links are returned, appearances painted.
pub(crate) fn read<'a>(
    page: &Page<'a>,
    form: &Form,
    base: &State<'a>,
    interpreter: &mut Interpreter<'_, 'a>,
) -> Result<Vec<Link>, Limit> {
    let mut links = Vec::new();
    let resources = page.resources();
    for annotation in shown(page) {
        let Some(rect) = annotation.get::<Rect>(b"Rect") else { continue };
        match annotation.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Link") => {
                let area = base.ctm.bounds(rect.x0, rect.y0, rect.x1, rect.y1);
                let area = area.and_then(|a| clipped(&a, &base.clip));
                if let (Some(area), Some(uri)) = (area, uri(&annotation)) {
                    links.push(Link { area, uri });
                }
            }
            Some(
                b"StrikeOut" | b"Line" | b"Square" | b"Circle" | b"Polygon" | b"PolyLine"
                | b"Redact" | b"Screen" | b"Movie" | b"Sound" | b"RichMedia" | b"3D",
            ) => {
                appearance(&annotation, &rect, resources, base, interpreter)?;
            }
            Some(b"Watermark" | b"Stamp") => {
                interpreter.enter_watermark();
                let done = appearance(&annotation, &rect, resources, base, interpreter);
                interpreter.leave_watermark();
                done?;
            }
            Some(kind @ (b"FreeText" | b"Widget")) => {
                let before = interpreter.canvas.letters();
                appearance(&annotation, &rect, resources, base, interpreter)?;
                if interpreter.canvas.letters() == before {
                    let value = field::value(&annotation, kind == b"Widget", form);
                    if let Some(value) = value {
                        interpreter.set_lines(&value, &rect, base);
                    }
                }
            }
            Some(b"Popup") | None => {}
            // Icons and marks of a reader's own are not part of what is drawn, words on them are.
            Some(_) => {
                let before = interpreter.canvas.drawn();
                appearance(&annotation, &rect, resources, base, interpreter)?;
                interpreter.canvas.forget_drawn(before);
            }
        }
    }
    Ok(links)
}

/// The annotations of a page that are shown: neither hidden nor for print alone, and none of ours.
pub(crate) fn shown<'a>(page: &Page<'a>) -> Vec<Dict<'a>> {
    let Some(array) = page.raw().get::<Array<'a>>(b"Annots") else { return Vec::new() };
    let items = array.raw_iter().take(MOST).filter_map(|item| match item {
        MaybeRef::Ref(id) => page.xref().get::<Dict<'a>>(id.into()),
        MaybeRef::NotRef(object) => object.into_dict(),
    });
    items
        .filter(|annotation| {
            let flags = annotation.get::<u32>(b"F").unwrap_or(0);
            flags & 0b10_0010 == 0 && !is_mark(annotation)
        })
        .collect()
}

/// Whether an annotation is one that `mark` put there: it is not part of the document.
fn is_mark(annotation: &Dict<'_>) -> bool {
    let name = annotation.get::<PdfString<'_>>(b"NM");
    name.is_some_and(|name| name.as_bytes().starts_with(b"tablemend-"))
}

fn uri(annotation: &Dict<'_>) -> Option<String> {
    let action = annotation.get::<Dict<'_>>(b"A")?;
    let uri = action.get::<PdfString<'_>>(b"URI")?;
    let uri = text_string(uri.as_bytes());
    (!uri.is_empty()).then_some(uri)
}

/// Paints the normal appearance into the annotation's rectangle (ISO 32000-2, 12.5.5).
fn appearance<'a>(
    annotation: &Dict<'a>,
    rect: &Rect,
    resources: &Resources<'a>,
    base: &State<'a>,
    interpreter: &mut Interpreter<'_, 'a>,
) -> Result<(), Limit> {
    let Some(looks) = annotation.get::<Dict<'a>>(b"AP") else { return Ok(()) };
    let stream = match looks.get::<Object<'a>>(b"N") {
        Some(Object::Stream(stream)) => Some(stream),
        Some(Object::Dict(states)) => annotation
            .get::<Name<'_>>(b"AS")
            .and_then(|state| states.get::<Stream<'a>>(state.as_ref())),
        _ => None,
    };
    let Some(stream) = stream else { return Ok(()) };
    let own = stream.dict().get::<[f64; 6]>(b"Matrix").map_or(Matrix::IDENTITY, Matrix);
    let Some(bounds) = stream
        .dict()
        .get::<Rect>(b"BBox")
        .and_then(|b| own.bounds(b.x0, b.y0, b.x1, b.y1))
        .filter(|b| b.width() > 0.0 && b.height() > 0.0)
    else {
        return Ok(());
    };
    let sx = (rect.x1 - rect.x0) / f64::from(bounds.width());
    let sy = (rect.y1 - rect.y0) / f64::from(bounds.height());
    let fit = Matrix([
        sx,
        0.0,
        0.0,
        sy,
        rect.x0 - f64::from(bounds.x0) * sx,
        rect.y0 - f64::from(bounds.y0) * sy,
    ]);
    let mut state = base.clone();
    state.ctm = fit.then(&base.ctm);
    interpreter.form(&stream, resources, &state)
}
