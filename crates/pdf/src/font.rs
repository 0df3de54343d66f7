//! Fonts: what a character code says, how far it moves, how tall its letters are.

mod type3;
mod widths;

use crate::canvas::FewBits;
use crate::error::Limit;
use crate::inflate::Budget;
use crate::unicode;
use ecow::EcoString;
use hayro_cmap::CMap;
use hayro_font::{CMapResolverFn, FontCache, FontGlyph, FontQuery, FontResolverFn, StandardFont};
use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Fonts kept before all are forgotten: documents joined from many bring new ones with each page.
const KEPT: usize = 512;

/// Bytes that the programs of all fonts kept may inflate to.
const KEPT_BYTES: u64 = 128 << 20;
/// Bytes that a font program, and that a table of its codes, may inflate to.
const PROGRAM: u64 = 64 << 20;
const TABLE: u64 = 8 << 20;
/// Letters that one code says at most; a longer text is not a ligature but made to do harm.
const LETTERS: usize = 64;

/// Fonts by where their dictionaries lie; `None` for those that cannot be read.
type Known<'a> = HashMap<(usize, usize), Option<Rc<Font<'a>>>>;

/// The fonts met so far; one for each thread.
pub(crate) struct Fonts<'a> {
    cache: RefCell<FontCache<'a>>,
    known: RefCell<Known<'a>>,
    programs: FontResolverFn,
    cmaps: CMapResolverFn,
    /// Bytes that were claimed for the fonts kept.
    kept: Cell<u64>,
}

impl<'a> Fonts<'a> {
    pub(crate) fn new() -> Self {
        Self {
            cache: RefCell::new(FontCache::new()),
            known: RefCell::default(),
            programs: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
                })
            }),
            cmaps: Arc::new(hayro_cmap::load_embedded),
            kept: Cell::new(0),
        }
    }

    /// The font of a dictionary. One that cannot be read is replaced by a standard font; `None`
    /// where even that fails.
    pub(crate) fn get(
        &self,
        dict: &Dict<'a>,
        budget: &Budget<'_>,
    ) -> Result<Option<Rc<Font<'a>>>, Limit> {
        let key = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(font) = self.known.borrow().get(&key) {
            return Ok(font.clone());
        }
        let claimed = claim(dict, budget);
        let kept = self.kept.get().saturating_add(*claimed.as_ref().unwrap_or(&0));
        if self.known.borrow().len() >= KEPT || kept > KEPT_BYTES {
            self.known.borrow_mut().clear();
            self.cache.replace(FontCache::new());
        }
        self.kept.set(if kept > KEPT_BYTES { 0 } else { kept });
        let cache = self.cache.borrow();
        let sound = if claimed.is_ok() && widths::are_sane(dict) {
            cache.font(dict, &self.programs, &self.cmaps)
        } else {
            None
        };
        let font = match sound {
            Some(inner) => {
                let table = parted_table(dict, budget, &self.cmaps);
                Some(Font::new(inner, dict, None, table, budget))
            }
            None => cache.standard_font(StandardFont::Helvetica, &self.programs).map(|inner| {
                let stand_in = StandIn::new(dict, claimed.is_ok(), budget, &self.cmaps);
                Font::new(inner, dict, Some(stand_in), None, budget)
            }),
        };
        let font = font.map(Rc::new);
        self.known.borrow_mut().insert(key, font.clone());
        Ok(font)
    }

    /// A standard font for text whose own is not there.
    pub(crate) fn standard(&self, budget: &Budget<'_>) -> Option<Rc<Font<'a>>> {
        if let Some(font) = self.known.borrow().get(&(0, 0)) {
            return font.clone();
        }
        let cache = self.cache.borrow();
        let font = cache.standard_font(StandardFont::Helvetica, &self.programs).map(|inner| {
            let stand_in = StandIn { codes: None, advance: None };
            Rc::new(Font::new(inner, &Dict::default(), Some(stand_in), None, budget))
        });
        self.known.borrow_mut().insert((0, 0), font.clone());
        font
    }
}

/// Claims what loading a font will decode; gives how much that is.
fn claim(dict: &Dict<'_>, budget: &Budget<'_>) -> Result<u64, Limit> {
    let mut total = 0;
    let mut streams = |dict: &Dict<'_>, keys: &[&[u8]], most: u64| -> Result<(), Limit> {
        for key in keys {
            if let Some(Object::Stream(stream)) = dict.get::<Object<'_>>(key) {
                total += budget.claim(&stream, most)?;
            }
        }
        Ok(())
    };
    const PROGRAMS: &[&[u8]] = &[b"FontFile", b"FontFile2", b"FontFile3"];
    streams(dict, &[b"ToUnicode", b"Encoding", b"CIDToGIDMap"], TABLE)?;
    if let Some(descriptor) = dict.get::<Dict<'_>>(b"FontDescriptor") {
        streams(&descriptor, PROGRAMS, PROGRAM)?;
    }
    if let Some(below) = descendant(dict) {
        streams(&below, &[b"CIDToGIDMap"], TABLE)?;
        if let Some(descriptor) = below.get::<Dict<'_>>(b"FontDescriptor") {
            streams(&descriptor, PROGRAMS, PROGRAM)?;
        }
    }
    Ok(total)
}

/// What is known of a font that a standard one stands in for.
struct StandIn {
    /// Its own table of what its codes say.
    codes: Option<CMap>,
    /// How far its codes move, in thousandths of an em.
    advance: Option<f64>,
}

impl StandIn {
    fn new(dict: &Dict<'_>, is_small: bool, budget: &Budget<'_>, cmaps: &CMapResolverFn) -> Self {
        let table = dict.get::<Stream<'_>>(b"ToUnicode").filter(|_| is_small);
        let codes = table.and_then(|s| budget.decode(&s).ok().flatten()).and_then(|table| {
            let cmaps = Arc::clone(cmaps);
            CMap::parse(&table.data, move |name| cmaps(name))
        });
        let advance = descendant(dict).map(|below| below.get::<f32>(b"DW").unwrap_or(500.0));
        Self { codes, advance: advance.map(f64::from) }
    }
}

/// A font's table of what its codes say, where some program has written its words without blanks between
/// them (`endcodespacerange4 beginbfchar`), so that it is lost to the library.
fn parted_table(dict: &Dict<'_>, budget: &Budget<'_>, cmaps: &CMapResolverFn) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>(b"ToUnicode")?;
    let table = budget.decode(&stream).ok().flatten()?;
    let parted = parted(&table.data)?;
    let cmaps = Arc::clone(cmaps);
    CMap::parse(&parted, move |name| cmaps(name))
}

/// The table with a blank behind each word that ends a list; `None` where all have one.
fn parted(table: &[u8]) -> Option<Vec<u8>> {
    const ENDS: [&[u8]; 3] = [b"endcodespacerange", b"endbfchar", b"endbfrange"];
    let is_letter = |at: usize| table.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut out: Option<Vec<u8>> = None;
    let mut from = 0;
    for at in 0..table.len() {
        let rest = table.get(at..).unwrap_or_default();
        let Some(end) = ENDS.iter().find(|end| rest.starts_with(end)) else { continue };
        let until = at + end.len();
        if is_letter(until) {
            let out = out.get_or_insert_default();
            out.extend_from_slice(table.get(from..until).unwrap_or_default());
            out.push(b' ');
            from = until;
        }
    }
    out.as_mut()?.extend_from_slice(table.get(from..).unwrap_or_default());
    out
}

fn descendant<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
    dict.get::<Array<'a>>(b"DescendantFonts")?.iter::<Dict<'a>>().next()
}

/// A font with what its codes were found to say.
pub(crate) struct Font<'a> {
    inner: hayro_font::Font<'a>,
    /// Set where the font itself could not be read.
    stand_in: Option<StandIn>,
    /// Its table of what its codes say, where the library cannot read it.
    table: Option<CMap>,
    /// The number of its object, or a number of its own above all objects.
    pub(crate) id: u32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Above the baseline, in ems.
    pub(crate) ascent: f64,
    /// Below the baseline, in ems, negative.
    pub(crate) descent: f64,
    /// Font units per text unit against the usual 1,000: other than 1 only in Type 3 fonts.
    pub(crate) em: f64,
    pub(crate) is_horizontal: bool,
    kind: Kind,
    symbols: Option<unicode::Symbols>,
    /// What codes of one byte say, in fonts that have no other.
    bytes: Vec<OnceCell<Rc<Code>>>,
    codes: RefCell<HashMap<u32, Rc<Code>, FewBits>>,
    reversed: OnceCell<HashMap<u32, char>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One byte a code.
    Simple,
    Composite,
    /// Two bytes a code, without a table.
    Identity,
    Type3,
}

/// What one code of a font says.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    /// U+FFFD where nothing tells.
    pub(crate) text: EcoString,
    /// In ems, along the direction of writing.
    pub(crate) advance: (f64, f64),
    /// From the origin of writing to the glyph's own, in ems; only in vertical writing.
    pub(crate) shift: (f64, f64),
}

impl<'a> Font<'a> {
    fn new(
        inner: hayro_font::Font<'a>,
        dict: &Dict<'a>,
        stand_in: Option<StandIn>,
        table: Option<CMap>,
        budget: &Budget<'_>,
    ) -> Self {
        let subtype = dict.get::<Name<'_>>(b"Subtype");
        let kind = match subtype.as_deref() {
            Some(b"Type0") => match dict.get::<Name<'_>>(b"Encoding").as_deref() {
                Some(b"Identity-H" | b"Identity-V") => Kind::Identity,
                _ => Kind::Composite,
            },
            Some(b"Type3") => Kind::Type3,
            _ => Kind::Simple,
        };
        let holder = descendant(dict).unwrap_or_else(|| dict.clone());
        let descriptor = holder.get::<Dict<'_>>(b"FontDescriptor").unwrap_or_default();
        let name = dict
            .get::<Name<'_>>(b"BaseFont")
            .or_else(|| descriptor.get::<Name<'_>>(b"FontName"))
            .map(|n| n.as_str().to_owned())
            .unwrap_or_default();
        let name = match name.split_once('+') {
            Some((tag, rest)) if tag.len() == 6 => rest.to_owned(),
            _ => name,
        };
        let flags = descriptor.get::<u32>(b"Flags").unwrap_or(0);
        let number = |key: &[u8]| descriptor.get::<f32>(key).map(f64::from);
        let lower = name.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
        let bold = has(&["bold", "black", "heavy", "demi"])
            || flags & (1 << 18) != 0
            || number(b"FontWeight").is_some_and(|w| w >= 600.0)
            || number(b"StemV").is_some_and(|w| w >= 140.0);
        let italic = has(&["italic", "oblique", "-it", ",it"])
            || flags & (1 << 6) != 0
            || number(b"ItalicAngle").is_some_and(|a| a != 0.0 && a.abs() < 60.0);
        let (ascent, descent, em) = if kind == Kind::Type3 {
            type3::height(dict, budget)
        } else {
            let (ascent, descent) = height(&descriptor, &lower);
            (ascent, descent, 1.0)
        };
        let id = dict.obj_id().map_or_else(|| own_number(&name), |id| id.obj_number);
        let is_horizontal = inner.is_horizontal();
        let symbols = unicode::Symbols::of_font(&lower);
        Self {
            inner,
            stand_in,
            table,
            id,
            bold,
            italic,
            ascent,
            descent,
            em,
            is_horizontal,
            kind,
            symbols,
            bytes: match kind {
                Kind::Simple | Kind::Type3 => vec![OnceCell::new(); 256],
                Kind::Composite | Kind::Identity => Vec::new(),
            },
            codes: RefCell::default(),
            reversed: OnceCell::new(),
        }
    }

    /// Whether another font stands in for it.
    pub(crate) fn is_lost(&self) -> bool {
        self.stand_in.is_some()
    }

    /// The code that begins at an offset within the bytes, and its length.
    pub(crate) fn read_code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        match (self.kind, bytes.get(offset..).unwrap_or_default()) {
            (_, []) => (0, 1),
            (Kind::Identity, [high, low, ..]) => (u32::from(*high) << 8 | u32::from(*low), 2),
            (Kind::Simple | Kind::Type3, [byte, ..]) => (u32::from(*byte), 1),
            (Kind::Composite | Kind::Identity, _) => {
                let (code, length) = self.inner.read_code(bytes, offset);
                (code, length.max(1))
            }
        }
    }

    pub(crate) fn code(&self, code: u32) -> Rc<Code> {
        if let Some(known) = self.bytes.get(code as usize) {
            return Rc::clone(known.get_or_init(|| Rc::new(self.make(code))));
        }
        if let Some(known) = self.codes.borrow().get(&code) {
            return Rc::clone(known);
        }
        let made = Rc::new(self.make(code));
        self.codes.borrow_mut().insert(code, Rc::clone(&made));
        made
    }

    fn make(&self, code: u32) -> Code {
        let sane = |x: f64| if x.abs() < 1e5 { x / 1000.0 } else { 0.0 };
        let mut advance = self.inner.code_advance(code);
        if let Some(known) = self.stand_in.as_ref().and_then(|s| s.advance) {
            advance.x = known;
        }
        let shift = self.inner.origin_displacement(code);
        Code {
            text: self.text(code).into(),
            advance: (sane(advance.x), sane(advance.y)),
            shift: (sane(shift.x), sane(shift.y)),
        }
    }

    fn text(&self, code: u32) -> String {
        let glyph = self.inner.map_code(code);
        let own = self.stand_in.as_ref().and_then(|s| s.codes.as_ref());
        let said = match self.inner.glyph(glyph, code) {
            _ if own.is_some() => own.and_then(|codes| codes.lookup_bf_string(code)),
            // Codes of two bytes are none of a standard font.
            _ if self.stand_in.is_some() && !matches!(self.kind, Kind::Simple | Kind::Type3) => {
                None
            }
            FontGlyph::Outline(outline) => outline.as_unicode().or_else(|| {
                let data = outline.font_data()?;
                let reversed = self.reversed.get_or_init(|| unicode::reversed_cmap(data.data));
                reversed.get(&glyph.to_u32()).copied().map(hayro_cmap::BfString::Char)
            }),
            FontGlyph::Type3(type3) => type3.as_unicode(),
        };
        let said = self.table.as_ref().and_then(|table| table.lookup_bf_string(code)).or(said);
        let said = match said {
            Some(hayro_cmap::BfString::Char(c)) => c.to_string(),
            Some(hayro_cmap::BfString::String(s)) => s,
            None => String::new(),
        };
        let text = unicode::plain(&said, self.symbols);
        if text.chars().nth(LETTERS).is_some() {
            return "\u{fffd}".to_owned();
        }
        // What has no width is known to say nothing.
        if !text.is_empty() || unicode::is_without_width(&said) {
            return text;
        }
        match u8::try_from(code) {
            // Where nothing else tells, a code of one byte most often is ASCII.
            Ok(byte @ 0x20..=0x7e) if matches!(self.kind, Kind::Simple | Kind::Type3) => {
                unicode::plain(char::from(byte).encode_utf8(&mut [0; 4]), self.symbols)
            }
            _ => "\u{fffd}".to_owned(),
        }
    }
}

/// Ascent and descent in ems, put right where the descriptor is silent or cannot be right.
fn height(descriptor: &Dict<'_>, name: &str) -> (f64, f64) {
    let number = |key: &[u8]| descriptor.get::<f32>(key).map(|v| f64::from(v) / 1000.0);
    let bounds = descriptor.get::<Rect>(b"FontBBox");
    let (usual_up, usual_down) = if name.contains("helvetica") || name.contains("arial") {
        (0.718, -0.207)
    } else if name.contains("times") {
        (0.683, -0.217)
    } else if name.contains("courier") {
        (0.629, -0.157)
    } else {
        (0.75, -0.22)
    };
    let ascent = number(b"Ascent")
        .filter(|a| (0.4..=1.3).contains(a))
        .or_else(|| bounds.map(|b| b.y1 / 1000.0).filter(|a| (0.4..=1.0).contains(a)))
        .unwrap_or(usual_up);
    let descent = number(b"Descent")
        .map(|d| -d.abs())
        .filter(|d| (-0.6..=-0.05).contains(d))
        .or_else(|| bounds.map(|b| b.y0 / 1000.0).filter(|d| (-0.4..=-0.05).contains(d)))
        .unwrap_or(usual_down);
    (ascent.min(1.0), descent.max(-0.4))
}

/// A number for a font that is not an object of its own (FNV-1a of its name).
fn own_number(name: &str) -> u32 {
    let hash =
        name.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    hash | 1 << 31
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn words_that_end_a_list_get_the_blank_that_is_missing() {
        let glued = "2 begincodespacerange <20> <21> endcodespacerange2 beginbfchar<20> <00DC><21> <00E4>endbfcharendcmap";
        let wanted = "2 begincodespacerange <20> <21> endcodespacerange 2 beginbfchar<20> <00DC><21> <00E4>endbfchar endcmap";
        assert_eq!(parted(glued.as_bytes()).as_deref(), Some(wanted.as_bytes()));
        for whole in
            [wanted, "", "endbfchar", "1 beginbfrange\n<20> <21> <0041>\nendbfrange\nendcmap"]
        {
            assert_eq!(parted(whole.as_bytes()), None, "{whole}");
        }
    }
}
