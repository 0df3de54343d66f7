//! A PDF document: opening it, and reading its pages.

mod content;

use crate::annotations::{self, Form};
use crate::canvas::Canvas;
use crate::content::{Interpreter, Memory, State};
use crate::error::{Error, Limit, PageError};
use crate::geometry::Matrix;
use crate::inflate::{self, Budget, Purse};
use crate::layers::Layers;
use crate::page::{DoubtKind, Page, TagTree};
use crate::rescue;
use crate::tags;
use crate::tree::{PAGES, Tree};
use crate::unicode::text_string;
use crate::witness::{self, Witness, Word};
use hayro_syntax::object::{Dict, Object, ObjectIdentifier};
use hayro_syntax::page::{Page as RawPage, Rotation};
use hayro_syntax::{DecryptionError, LoadPdfError, PdfData};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use tablemend_model::Rect;

/// Drawing operators of all pages of a document, and how many more for each byte of it.
const WORK: u64 = 20_000_000;
const WORK_A_BYTE: u64 = 20;

/// The longest side of a page in points: a kilometre at the usual scale.
const LONGEST: f64 = 3_000_000.0;

/// Fewer pages than this are not worth another thread, which reads the fonts again.
pub const PAGES_A_THREAD: usize = 8;

/// How a document is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// Tried where the empty password does not open it.
    pub password: Option<String>,
}

/// An open document. Its pages can be read from several threads at once.
pub struct Pdf {
    inner: hayro_syntax::Pdf,
    tree: Tree,
    layers: Layers,
    form: Form,
    info: Info,
    purse: Purse,
    /// Drawing operators that were carried out so far.
    work: AtomicU64,
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// `Title` of the document information.
    pub title: Option<String>,
    /// The program that wrote the file.
    pub producer: Option<String>,
    /// The program that the document was made with.
    pub creator: Option<String>,
    /// What its encryption permits; `None` where it is not encrypted.
    pub permissions: Option<Permissions>,
    /// Whether it was so damaged that it had to be written anew before it could be read.
    pub is_rescued: bool,
    /// What of the file as a whole is damaged, so that parts of it may be missing.
    pub damage: Vec<Damage>,
}

/// Damage of a file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// It breaks off: its end, which says where all its parts are, is not there.
    CutOff,
    /// Its parts had to be looked for, because what the file says of them is wrong.
    Rescued,
    /// It says to have so many pages more than could be found; which these are is not known.
    PagesMissing(u32),
}

/// User access permissions of an encrypted document (ISO 32000-2, table 22). They are reported,
/// and no business of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// The bits as they are.
    pub bits: i32,
    /// Printing.
    pub print: bool,
    /// Changing the contents.
    pub modify: bool,
    /// Copying text.
    pub copy: bool,
    /// Adding annotations.
    pub annotate: bool,
}

impl Permissions {
    fn new(bits: i32) -> Self {
        let bit = |n: i32| bits & (1 << (n - 1)) != 0;
        Self { bits, print: bit(3), modify: bit(4), copy: bit(5), annotate: bit(6) }
    }
}

/// Opens a document.
///
/// The empty password is tried first, then the one of the options. A file whose objects cannot be
/// found is repaired in memory and read again, which [`Info::is_rescued`] tells.
///
/// # Errors
/// Where the bytes are no PDF with at least one page, need another password, or go beyond a limit.
pub fn open(bytes: impl Into<Arc<Vec<u8>>>, options: &OpenOptions) -> Result<Pdf, Error> {
    let given: Arc<Vec<u8>> = bytes.into();
    let is_cut_off = rescue::is_cut_off(&given);
    let bytes = if is_cut_off { Arc::new(rescue::ended(&given)) } else { given };
    inflate::check_object_streams(&bytes).map_err(Error::Limit)?;
    let password = options.password.as_deref();
    let (inner, is_rescued) = match load(&bytes, password) {
        Ok(pdf) if !pdf.pages().is_empty() => (pdf, false),
        Err(Error::Password { given: true }) => {
            let written = password.and_then(|owner| rescue::opened_by_owner(&bytes, owner));
            let pdf = written.and_then(|written| load_checked(written, None).ok());
            (pdf.ok_or(Error::Password { given: true })?, false)
        }
        Err(error @ (Error::Password { .. } | Error::Encryption)) => return Err(error),
        _ => {
            let pdf = rescue::rewrite(&bytes, password)
                .and_then(|written| load_checked(written, password))
                .or_else(|lost| match rescue::with_new_end(&bytes) {
                    Some(written) => load_checked(written, password),
                    None => Err(lost),
                })?;
            (pdf, true)
        }
    };
    let (inner, is_mended) = with_more_content(inner, &bytes, password);
    if inner.pages().is_empty() {
        return Err(Error::Unreadable("it has no page".to_owned()));
    }
    let catalogue = catalogue(&inner);
    let tree = Tree::read(inner.xref(), &catalogue, inner.pages());
    if tree.leaves.len() > PAGES {
        return Err(Error::Limit(Limit::Pages(PAGES as u64)));
    }
    let mut damage = Vec::new();
    damage.extend(is_cut_off.then_some(Damage::CutOff));
    damage.extend((is_rescued || is_mended).then_some(Damage::Rescued));
    damage.extend((tree.missing > 0).then_some(Damage::PagesMissing(tree.missing)));
    let form = Form::of(&catalogue);
    let layers = Layers::new(&catalogue);
    drop(catalogue);
    let text = |bytes: &Option<Box<[u8]>>| {
        let text = bytes.as_deref().map(text_string)?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let metadata = inner.metadata();
    let info = Info {
        title: text(&metadata.title),
        producer: text(&metadata.producer),
        creator: text(&metadata.creator),
        permissions: permissions(&inner, &bytes),
        is_rescued,
        damage,
    };
    let purse = Purse::new(bytes.len());
    Ok(Pdf { inner, tree, layers, form, info, purse, work: AtomicU64::new(0) })
}

/// The document with the ends of its streams put right, where parts of pages are lost without
/// that and fewer are with it.
fn with_more_content(
    pdf: hayro_syntax::Pdf,
    bytes: &Arc<Vec<u8>>,
    password: Option<&str>,
) -> (hayro_syntax::Pdf, bool) {
    let lost = content::lost_parts(pdf.pages());
    if lost == 0 {
        return (pdf, false);
    }
    let mended = rescue::with_stream_ends(bytes).and_then(|b| load_checked(b, password).ok());
    match mended {
        Some(better) if content::lost_parts(better.pages()) < lost => (better, true),
        _ => (pdf, false),
    }
}

/// Loads what a rescue made; without a page it failed.
fn load_checked(bytes: Vec<u8>, password: Option<&str>) -> Result<hayro_syntax::Pdf, Error> {
    inflate::check_object_streams(&bytes).map_err(Error::Limit)?;
    let pdf = load(&Arc::new(bytes), password)?;
    if pdf.pages().is_empty() {
        return Err(Error::Unreadable("no page can be found in it".to_owned()));
    }
    Ok(pdf)
}

fn load(bytes: &Arc<Vec<u8>>, password: Option<&str>) -> Result<hayro_syntax::Pdf, Error> {
    let unreadable = || Error::Unreadable("no page can be found in it".to_owned());
    let try_one = |password: &str| {
        let data = PdfData::from(Arc::clone(bytes));
        catch_unwind(AssertUnwindSafe(|| hayro_syntax::Pdf::new_with_password(data, password)))
            .map_err(|_| unreadable())
    };
    let mut result = try_one("")?;
    if let (Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)), Some(password)) =
        (&result, password)
    {
        result = try_one(password)?;
    }
    result.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Error::Password { given: password.is_some() }
        }
        LoadPdfError::Decryption(_) => Error::Encryption,
        LoadPdfError::Invalid => unreadable(),
    })
}

fn catalogue(pdf: &hayro_syntax::Pdf) -> Dict<'_> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default()
}

/// The permissions of the encryption dictionary. The reader of objects does not show the trailer,
/// so the last mention of the dictionary is looked up in the bytes.
fn permissions(pdf: &hayro_syntax::Pdf, bytes: &[u8]) -> Option<Permissions> {
    let mut at = None;
    let mut from = 0;
    while let Some(found) = inflate::find(bytes, b"/Encrypt", from) {
        from = found + 8;
        // Not the start of a longer name, as `EncryptMetadata` is.
        if bytes.get(from).is_some_and(|b| !b.is_ascii_alphabetic()) {
            at = Some(from);
        }
    }
    let rest = bytes.get(at?..)?;
    let head = String::from_utf8_lossy(rest.get(..rest.len().min(2000))?).into_owned();
    let mut words = head.split_ascii_whitespace();
    let id = words.next().and_then(|n| n.parse().ok()).zip(words.next()?.parse().ok());
    let bits = match id {
        Some((number, generation)) => {
            let id = ObjectIdentifier::new(number, generation);
            pdf.xref().get::<Dict<'_>>(id)?.get::<Object<'_>>(b"P")?.into_number()?.as_i64()
        }
        // The dictionary is in the trailer itself.
        None => head.split_once("/P ")?.1.split_ascii_whitespace().next()?.parse().ok()?,
    };
    Some(Permissions::new(bits as i32))
}

impl Pdf {
    /// Number of pages, at least 1.
    #[must_use]
    pub fn page_count(&self) -> u32 {
        self.tree.leaves.len() as u32
    }

    /// Width and height of every page in points, as shown.
    #[must_use]
    pub fn page_sizes(&self) -> Vec<(f32, f32)> {
        let mut last = (595.0, 842.0);
        (1..=self.page_count())
            .map(|number| {
                // A page that is not there is as large as the one before.
                if let Some(page) = self.raw_page(number) {
                    let (_, area) = as_shown(page);
                    last = (area.x1, area.y1);
                }
                last
            })
            .collect()
    }

    /// The bytes that are read: those given, or those of the rescue.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.inner.data().as_ref()
    }

    /// The page of a 1-based number, as the reader of objects has it.
    pub(crate) fn raw_page(&self, number: u32) -> Option<&RawPage<'_>> {
        let leaf = self.tree.leaves.get(number.checked_sub(1)? as usize)?;
        self.inner.pages().get((*leaf)?)
    }

    /// What the document says of itself.
    #[must_use]
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// Whether the document is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.info.permissions.is_some()
    }

    /// A reader of pages; it remembers fonts from page to page, for one thread.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader { pdf: self, memory: Memory::new() }
    }

    /// One page, by its 1-based number. For several pages use [`Pdf::reader`] or [`Pdf::pages`].
    ///
    /// # Errors
    /// Where the page is not there or cannot be read; other pages may be.
    pub fn page(&self, number: u32) -> Result<Page, PageError> {
        self.reader().page(number)
    }

    /// Every page, read in parallel.
    #[must_use]
    pub fn pages(&self) -> Vec<Result<Page, PageError>> {
        self.map_pages(|page| page)
    }

    /// What a function makes of every page, in page order; pages are read in parallel and
    /// dropped as the function returns, so that a long document needs little memory.
    pub fn map_pages<T, F>(&self, make: F) -> Vec<T>
    where
        T: Send,
        F: Fn(Result<Page, PageError>) -> T + Sync,
    {
        let count = self.tree.leaves.len();
        // Asking for the number of threads starts them all.
        let worth = count.div_ceil(PAGES_A_THREAD);
        let workers = if worth > 1 { rayon::current_num_threads().min(worth) } else { 1 };
        if workers == 1 {
            let mut reader = self.reader();
            return (1..=count as u32).map(|number| make(reader.page(number))).collect();
        }
        let next = AtomicUsize::new(0);
        // Not one task a page but one a thread, because the memory of fonts is one thread's own.
        let mut parts: Vec<Vec<(usize, T)>> = Vec::new();
        parts.resize_with(workers, Vec::new);
        rayon::scope(|scope| {
            for part in &mut parts {
                scope.spawn(|_| {
                    let mut reader = self.reader();
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        if i >= count {
                            break;
                        }
                        part.push((i, make(reader.page(i as u32 + 1))));
                    }
                });
            }
        });
        let mut all: Vec<(usize, T)> = parts.into_iter().flatten().collect();
        all.sort_by_key(|(i, _)| *i);
        all.into_iter().map(|(_, made)| made).collect()
    }

    /// The tag tree; `None` where the document is not tagged or the tree cannot be read.
    #[must_use]
    pub fn tags(&self) -> Option<TagTree> {
        catch_unwind(AssertUnwindSafe(|| {
            let mut pages: HashMap<u32, u32> = HashMap::new();
            for number in 1..=self.page_count() {
                let id = self.raw_page(number).and_then(|page| page.raw().obj_id());
                if let Some(id) = id {
                    // A page that is shown twice has its tags where it is first.
                    pages.entry(id.obj_number).or_insert(number);
                }
            }
            tags::read(&catalogue(&self.inner), &pages)
        }))
        .ok()
        .flatten()
    }
}

impl std::fmt::Debug for Pdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pdf").field("pages", &self.page_count()).field("info", &self.info).finish()
    }
}

/// Reads pages of a document in one thread.
pub struct Reader<'p> {
    pdf: &'p Pdf,
    memory: Memory<'p>,
}

impl<'p> Reader<'p> {
    /// The document whose pages it reads.
    #[cfg(feature = "draw")]
    pub(crate) fn document(&self) -> &'p Pdf {
        self.pdf
    }

    /// One page, by its 1-based number.
    ///
    /// # Errors
    /// Where the page is not there or cannot be read; other pages may be.
    pub fn page(&mut self, number: u32) -> Result<Page, PageError> {
        let pdf: &'p Pdf = self.pdf;
        if number == 0 || number > pdf.page_count() {
            return Err(PageError::Missing(number));
        }
        let raw: &RawPage<'p> = pdf.raw_page(number).ok_or(PageError::Lost(number))?;
        let most = WORK + pdf.bytes().len() as u64 * WORK_A_BYTE;
        if pdf.work.load(Ordering::Relaxed) > most {
            return Err(PageError::Limit { page: number, limit: Limit::Work(most) });
        }
        let read = catch_unwind(AssertUnwindSafe(|| self.read(raw, number)));
        read.unwrap_or_else(|_| {
            // What the failure left behind is not trusted.
            self.memory = Memory::new();
            Err(PageError::Defect(number))
        })
    }

    /// The words of a page in the order of its content, read by a way of their own that knows no
    /// lines, no paint and no clip: a witness for what [`Reader::page`] says. Layers that are off
    /// and letters off the page are not among them, and what is drawn twice is there once.
    ///
    /// # Errors
    /// Where the page is not there or cannot be read; other pages may be.
    pub fn words(&mut self, number: u32) -> Result<Vec<Word>, PageError> {
        let pdf: &'p Pdf = self.pdf;
        if number == 0 || number > pdf.page_count() {
            return Err(PageError::Missing(number));
        }
        let raw: &RawPage<'p> = pdf.raw_page(number).ok_or(PageError::Lost(number))?;
        let read = catch_unwind(AssertUnwindSafe(|| self.witness(raw, number)));
        read.unwrap_or_else(|_| {
            self.memory = Memory::new();
            Err(PageError::Defect(number))
        })
    }

    fn witness(&self, raw: &RawPage<'p>, number: u32) -> Result<Vec<Word>, PageError> {
        let over = |limit| PageError::Limit { page: number, limit };
        let budget = Budget::new(inflate::PAGE, &self.pdf.purse);
        let (ctm, area) = as_shown(raw);
        let content = content::read(raw, &budget).map_err(over)?;
        let mut witness = Witness::new(&self.memory.fonts, &self.pdf.layers, &budget, area);
        let state = witness::State::new(ctm);
        witness.run(&content.data, raw.resources(), state.clone()).map_err(over)?;
        for annotation in annotations::shown(raw) {
            witness.appearance(&annotation, raw.resources(), &state).map_err(over)?;
        }
        Ok(witness.finish())
    }

    fn read(&self, raw: &RawPage<'p>, number: u32) -> Result<Page, PageError> {
        let over = |limit| PageError::Limit { page: number, limit };
        let budget = Budget::new(inflate::PAGE, &self.pdf.purse);
        let (ctm, area) = as_shown(raw);
        let content = content::read(raw, &budget).map_err(over)?;
        if content.is_lost() {
            return Err(PageError::Undecodable(number));
        }
        let canvas = Canvas::new(area, content.data.len());
        let mut interpreter = Interpreter::new(&self.memory, &self.pdf.layers, &budget, canvas);
        for (kind, count) in
            [(DoubtKind::ContentLost, content.lost), (DoubtKind::ContentBroken, content.broken)]
        {
            (0..count).for_each(|_| interpreter.doubts.add(kind));
        }
        let state = State::new(ctm, area);
        let done = interpreter.run(content.data, raw.resources(), state.clone());
        self.pdf.work.fetch_add(interpreter.operators(), Ordering::Relaxed);
        done.map_err(over)?;
        let links =
            annotations::read(raw, &self.pdf.form, &state, &mut interpreter).map_err(over)?;
        let mut doubts = interpreter.doubts;
        let cuts = interpreter.cuts;
        let shown = interpreter.canvas.finish();
        doubts.letters(DoubtKind::Hidden, shown.hidden);
        Ok(Page {
            number,
            width: area.x1,
            height: area.y1,
            glyphs: shown.glyphs,
            rules: shown.rules,
            fills: shown.fills,
            images: shown.images,
            links,
            doubts: doubts.into_vec(),
            cuts,
        })
    }
}

/// The transform from default user space to the page as shown, and the area that it fills.
pub(crate) fn as_shown(page: &RawPage<'_>) -> (Matrix, Rect) {
    let mut crop = page.intersected_crop_box();
    let (width, height) = page.base_dimensions();
    let (mut width, mut height) = (f64::from(width), f64::from(height));
    // A crop box that lies outside its sheet crops nothing.
    if !(crop.x1 - crop.x0 > 0.0 && crop.y1 - crop.y0 > 0.0) {
        let media = page.media_box();
        if media.x1 - media.x0 > 0.0 && media.y1 - media.y0 > 0.0 {
            crop = media;
            (width, height) = (media.x1 - media.x0, media.y1 - media.y0);
        }
    }
    if !(width <= LONGEST && height <= LONGEST) {
        // Whatever is said there, it is not a size of a page.
        (width, height) = (595.0, 842.0);
    }
    let unit = page.raw().get::<f64>(b"UserUnit").filter(|u| (0.01..=1000.0).contains(u));
    let unit = unit.unwrap_or(1.0);
    let to_corner = Matrix::shift(-crop.x0, -crop.y0);
    let (turn, w, h) = match page.rotation() {
        Rotation::None => ([1.0, 0.0, 0.0, -1.0, 0.0, height], width, height),
        Rotation::Horizontal => ([0.0, 1.0, 1.0, 0.0, 0.0, 0.0], height, width),
        Rotation::Flipped => ([-1.0, 0.0, 0.0, 1.0, width, 0.0], width, height),
        Rotation::FlippedHorizontal => ([0.0, -1.0, -1.0, 0.0, height, width], height, width),
    };
    let scale = Matrix([unit, 0.0, 0.0, unit, 0.0, 0.0]);
    let area = Rect { x0: 0.0, y0: 0.0, x1: (w * unit) as f32, y1: (h * unit) as f32 };
    (to_corner.then(&Matrix(turn)).then(&scale), area)
}
