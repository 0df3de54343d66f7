//! A copy of a document with outlines and notes on it, so that a person can check them in any
//! reader.

use crate::document::{OpenOptions, Pdf, as_shown, open};
use crate::error::Error;
use crate::geometry::{Matrix, around};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream, dictionary};
use std::collections::HashMap;
use tablemend_model::{Rect, Rgb};

/// How thick an outline is, in points.
const THICK: f32 = 1.5;

/// Side of a note's icon, in points.
const ICON: f32 = 18.0;

/// Side of the largest icon that a reader draws, with a point of room around it.
const DRAWN: f32 = 26.0;

/// How far a note's icon is moved at a time to find room, in points.
const STEP: f32 = 3.0;

/// An area of a page to outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// 1-based.
    pub page: u32,
    /// In points from the top left of the page as shown, as all areas of a [`crate::Page`].
    pub area: Rect,
    /// Its colour.
    pub colour: Rgb,
    /// Whether the outline is broken.
    pub is_broken: bool,
    /// What to say about it; without a note there is only the outline.
    pub note: String,
}

/// Whether a document is encrypted, and so whether its marked copy lacks the protection it had.
#[must_use]
pub fn is_encrypted(bytes: &[u8]) -> bool {
    let loaded = std::panic::catch_unwind(|| match Document::load_mem(bytes) {
        // The loader takes the empty password and forgets that there was one.
        Ok(document) => document.is_encrypted() || document.encryption_state.is_some(),
        Err(_) => bytes.windows(8).any(|w| w == b"/Encrypt"),
    });
    loaded.unwrap_or(false)
}

/// Writes a copy of a document with an outline for each area, which no reader can take for a colour
/// of the document, and a text annotation for each note (ISO 32000-2, 12.5.6.8 and 12.5.6.4). Notes
/// lie beside each other, and on no word where there is room. The copy is not encrypted.
///
/// # Errors
/// As for [`open`]; [`Error::Write`] where a page is not there or the copy cannot be written.
pub fn mark(
    bytes: &[u8],
    options: &OpenOptions,
    highlights: &[Highlight],
) -> Result<Vec<u8>, Error> {
    let pdf = open(bytes.to_vec(), options)?;
    let written = |why: String| Error::Write(why);
    let mut copy = load(pdf.bytes(), options)?;
    let mut pages: HashMap<u32, Occupied> = HashMap::new();
    for (number, highlight) in (1..).zip(highlights) {
        let page = pdf
            .raw_page(highlight.page)
            .ok_or_else(|| written(format!("there is no page {}", highlight.page)))?;
        let lost = || written(format!("page {} cannot be changed", highlight.page));
        let id = page.raw().obj_id().ok_or_else(lost)?;
        let id = (id.obj_number, u16::try_from(id.gen_number).map_err(|_| lost())?);
        let back = as_shown(page).0.inverse().ok_or_else(lost)?;
        let a = highlight.area;
        let corners = corners(&a, &back);
        let bounds = around(corners).ok_or_else(lost)?;
        let look = appearance(&mut copy, &corners, &bounds, highlight);
        let mut annotations = vec![copy.add_object(outline(number, id, &bounds, highlight, look))];
        if !highlight.note.is_empty() {
            let of_page = || Occupied::of(&pdf, highlight.page);
            let occupied = pages.entry(highlight.page).or_insert_with(of_page);
            let (x, y) = occupied.place(&a);
            let at = back.apply(f64::from(x), f64::from(y));
            annotations.push(copy.add_object(note_annotation(number, id, at, highlight)));
        }
        append(&mut copy, id, &annotations).ok_or_else(lost)?;
    }
    let mut out = Vec::new();
    copy.save_to(&mut out).map_err(|e| written(e.to_string()))?;
    Ok(out)
}

fn load(bytes: &[u8], options: &OpenOptions) -> Result<Document, Error> {
    let loaded = std::panic::catch_unwind(|| {
        // The empty password is tried by the loader itself.
        Document::load_mem(bytes).ok().filter(|d| !d.is_encrypted()).or_else(|| {
            let password = options.password.as_deref().unwrap_or_default();
            Document::load_mem_with_options(bytes, LoadOptions::with_password(password)).ok()
        })
    });
    let copy = loaded.ok().flatten().filter(|d| !d.is_encrypted());
    let mut copy = copy.ok_or_else(|| Error::Write("its objects cannot be copied".to_owned()))?;
    copy.trailer.remove(b"Encrypt");
    copy.encryption_state = None;
    Ok(copy)
}

/// Upper left, upper right, lower left, lower right as the reader sees them, in user space.
fn corners(area: &Rect, back: &Matrix) -> [(f64, f64); 4] {
    let (x0, y0) = (f64::from(area.x0), f64::from(area.y0));
    let (x1, y1) = (f64::from(area.x1), f64::from(area.y1));
    [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| back.apply(x, y))
}

/// What the icons of a page keep clear of, as the page is shown.
#[derive(Default)]
struct Occupied {
    width: f32,
    words: Vec<Rect>,
    icons: Vec<Rect>,
}

impl Occupied {
    fn of(pdf: &Pdf, page: u32) -> Self {
        // What cannot be read covers nothing.
        let Ok(page) = pdf.reader().page(page) else { return Self::default() };
        let shown = page.glyphs.iter().filter(|g| !g.text.trim().is_empty());
        Self { width: page.width, words: shown.map(|g| g.area).collect(), icons: Vec::new() }
    }

    /// The middle of the first place for an icon that covers no word and no other icon: along the
    /// edges and the middle of the area from the right, else in a margin beside it. Where everything is
    /// full, beside the other icons on its upper edge.
    fn place(&mut self, area: &Rect) -> (f32, f32) {
        let half = ICON / 2.0 + 1.0;
        // Readers draw it from its upper left corner, some of them larger than it is said to be.
        let around =
            |x: f32, y: f32| Rect::new(x - half, y - half, x - half + DRAWN, y - half + DRAWN);
        let lines = [area.y0, (area.y0 + area.y1) / 2.0, area.y1];
        let steps = ((area.x1 - area.x0 + ICON) / STEP).clamp(0.0, 500.0) as u16;
        let along =
            |y: f32| (0..=steps).map(move |n| (area.x1 + ICON / 2.0 - f32::from(n) * STEP, y));
        let margins = |y: f32| {
            let beside =
                self.words.iter().filter(move |w| w.y0 < y - half + DRAWN && w.y1 > y - half);
            let (left, right) = beside.fold((area.x0, area.x1), |(left, right), word| {
                (left.min(word.x0), right.max(word.x1))
            });
            (0..10u8).flat_map(move |n| {
                let on = f32::from(n) * DRAWN;
                [(right + on + half + 1.0, y), (left - on - (DRAWN - half) - 1.0, y)]
            })
        };
        let is_free = |(x, y): &(f32, f32)| {
            let icon = around(*x, *y);
            let is_clear = |other: &Rect| icon.intersection(other).is_none();
            icon.x0 >= 0.0
                && icon.y0 >= 0.0
                && icon.x1 <= self.width
                && self.words.iter().all(is_clear)
                && self.icons.iter().all(is_clear)
        };
        let free = lines.into_iter().flat_map(along).find(is_free);
        let free = free.or_else(|| lines.into_iter().flat_map(margins).find(is_free));
        let (x, y) = free.unwrap_or_else(|| {
            let mut x = area.x1;
            let is_taken =
                |x: f32| self.icons.iter().any(|i| i.intersection(&around(x, area.y0)).is_some());
            while x > DRAWN && is_taken(x) {
                x -= DRAWN;
            }
            (x, area.y0)
        });
        self.icons.push(around(x, y));
        (x, y)
    }
}

fn outline(
    number: usize,
    page: ObjectId,
    bounds: &Rect,
    highlight: &Highlight,
    look: ObjectId,
) -> Dictionary {
    let mut border = dictionary! { "W" => THICK };
    if highlight.is_broken {
        border.set("S", Object::Name(b"D".to_vec()));
        border.set("D", vec![real(4.0), real(2.0)]);
    }
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Square",
        "Rect" => rectangle(bounds),
        "BS" => border,
        "C" => components(highlight.colour),
        "F" => 4, // Printed too.
        "P" => page,
        "NM" => Object::string_literal(format!("tablemend-{number}")),
        "AP" => dictionary! { "N" => look },
    }
}

fn note_annotation(
    number: usize,
    page: ObjectId,
    (x, y): (f64, f64),
    highlight: &Highlight,
) -> Dictionary {
    let (x, y) = (x as f32, y as f32);
    let half = ICON / 2.0;
    let bounds = Rect { x0: x - half, y0: y - half, x1: x + half, y1: y + half };
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Text",
        "Rect" => rectangle(&bounds),
        "Name" => "Comment",
        "Contents" => text_string(&highlight.note),
        "T" => Object::string_literal("tablemend"),
        "C" => components(highlight.colour),
        "F" => 28, // Printed, and neither turned nor scaled with the page.
        "P" => page,
        "NM" => Object::string_literal(format!("tablemend-{number}-note")),
    }
}

/// The look of an outline, for readers that do not make one by themselves. It is drawn inside the
/// area, so that it covers no neighbour.
fn appearance(
    copy: &mut Document,
    corners: &[(f64, f64); 4],
    bounds: &Rect,
    highlight: &Highlight,
) -> ObjectId {
    let [r, g, b] = share(highlight.colour);
    let [a, up, down, z] = *corners;
    let middle = ((a.0 + z.0) / 2.0, (a.1 + z.1) / 2.0);
    // Half of the line lies on either side of where it is drawn.
    let inset = |(x, y): (f64, f64)| {
        let half = f64::from(THICK) / 2.0;
        let step = |at: f64, to: f64| at + (to - at).signum() * half.min((to - at).abs());
        (step(x, middle.0), step(y, middle.1))
    };
    let [a, up, z, down] = [a, up, z, down].map(inset);
    let dash = if highlight.is_broken { "[4 2] 0 d " } else { "" };
    let content = format!(
        "{r:.4} {g:.4} {b:.4} RG {THICK} w {dash}{:.3} {:.3} m {:.3} {:.3} l {:.3} {:.3} l {:.3} {:.3} l \
         s",
        a.0, a.1, up.0, up.1, z.0, z.1, down.0, down.1
    );
    let look = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => rectangle(bounds),
    };
    copy.add_object(Stream::new(look, content.into_bytes()))
}

/// Adds annotations to a page, whose list may be its own or an object.
fn append(copy: &mut Document, page: ObjectId, annotations: &[ObjectId]) -> Option<()> {
    let added = annotations.iter().map(|id| Object::Reference(*id));
    let list = copy.get_dictionary(page).ok()?.get(b"Annots").cloned().ok();
    if let Some(Object::Reference(id)) = list
        && let Ok(Object::Array(array)) = copy.get_object_mut(id)
    {
        array.extend(added);
        return Some(());
    }
    let mut array = match list {
        Some(Object::Array(array)) => array,
        _ => Vec::new(),
    };
    array.extend(added);
    copy.get_object_mut(page).ok()?.as_dict_mut().ok()?.set("Annots", array);
    Some(())
}

fn real(value: f32) -> Object {
    Object::Real(value)
}

fn rectangle(r: &Rect) -> Vec<Object> {
    [r.x0, r.y0, r.x1, r.y1].map(real).to_vec()
}

fn share(colour: Rgb) -> [f32; 3] {
    [colour.0, colour.1, colour.2].map(|c| f32::from(c) / 255.0)
}

fn components(colour: Rgb) -> Vec<Object> {
    share(colour).map(real).to_vec()
}

/// A text string, in UTF-16 with its mark where it is not ASCII (ISO 32000-2, 7.9.2.2).
fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}
