//! Where pages come from: a PDF, or a file of pictures.

use super::open;
use crate::{Error, Options};
use std::sync::Arc;
use tablemend_model::{Diagnostic, MediaType};
use tablemend_pdf::{Page, Pdf};
use tablemend_scan::Picture;

/// What has pages.
pub(super) enum Pages<'a> {
    /// A PDF.
    Pdf(&'a Pdf),
    /// A file of pictures, a page each.
    #[cfg(feature = "ocr")]
    Pictures(&'a tablemend_scan::Pictures),
}

impl Pages<'_> {
    pub(super) fn count(&self) -> u32 {
        match self {
            Self::Pdf(pdf) => pdf.page_count(),
            #[cfg(feature = "ocr")]
            Self::Pictures(pictures) => pictures.count(),
        }
    }

    /// Width and height of every page in points, as shown.
    pub(super) fn sizes(&self) -> Vec<(f32, f32)> {
        match self {
            Self::Pdf(pdf) => pdf.page_sizes(),
            #[cfg(feature = "ocr")]
            Self::Pictures(pictures) => (1..=pictures.count()).map(|n| pictures.size(n)).collect(),
        }
    }

    /// A page as a picture; why there is none, in words.
    pub(super) fn picture(&self, page: &Page) -> Result<Picture, String> {
        match self {
            #[cfg(feature = "ocr")]
            Self::Pdf(pdf) => {
                let drawn = pdf.reader().draw(page)?;
                let picture = Picture::new(drawn.width, drawn.height, drawn.rgb, None);
                picture.ok_or_else(|| "it has no size".to_owned())
            }
            #[cfg(not(feature = "ocr"))]
            Self::Pdf(_) => {
                let _ = page;
                Err("this build cannot draw pages".to_owned())
            }
            #[cfg(feature = "ocr")]
            Self::Pictures(pictures) => pictures.picture(page.number),
        }
    }
}

/// Reads each page; what remembers fonts is one for each thread.
pub(super) enum Reader<'p> {
    Pdf(Box<tablemend_pdf::Reader<'p>>),
    #[cfg(feature = "ocr")]
    Pictures(&'p tablemend_scan::Pictures),
}

impl<'p> Reader<'p> {
    pub(super) fn new(pages: &'p Pages<'p>) -> Self {
        match pages {
            Pages::Pdf(pdf) => Self::Pdf(Box::new(pdf.reader())),
            #[cfg(feature = "ocr")]
            Pages::Pictures(pictures) => Self::Pictures(pictures),
        }
    }

    /// A page as it is without any recognising.
    pub(super) fn page(&mut self, number: u32) -> Result<Page, String> {
        match self {
            Self::Pdf(reader) => reader.page(number).map_err(|e| e.to_string()),
            #[cfg(feature = "ocr")]
            Self::Pictures(pictures) => {
                let (width, height) = pictures.size(number);
                let area = tablemend_model::Rect::new(0.0, 0.0, width, height);
                let image = tablemend_pdf::Image { area, colour: None, pixels: 0, mcid: None };
                Ok(Page { number, width, height, images: vec![image], ..Page::default() })
            }
        }
    }
}

/// Reads a file of pictures (PNG, JPEG, TIFF), a page each.
///
/// # Errors
/// When it cannot be opened, or nothing can be recognised on any page of it.
#[cfg(feature = "ocr")]
pub(crate) fn read_pictures(
    bytes: &Arc<Vec<u8>>,
    name: &str,
    options: &Options,
) -> Result<tablemend_model::Noted<tablemend_model::Document>, Error> {
    let pictures = tablemend_scan::Pictures::open(Arc::clone(bytes))
        .map_err(|error| Error::Picture(error.to_string()))?;
    let media_type = match pictures.kind() {
        tablemend_scan::Kind::Png => MediaType::Png,
        tablemend_scan::Kind::Jpeg => MediaType::Jpeg,
        tablemend_scan::Kind::Tiff => MediaType::Tiff,
    };
    super::read_pages(&Pages::Pictures(&pictures), bytes, name, media_type, Vec::new(), options)
}

/// Reads a PDF.
pub(crate) fn read_pdf(
    bytes: &Arc<Vec<u8>>,
    name: &str,
    options: &Options,
) -> Result<tablemend_model::Noted<tablemend_model::Document>, Error> {
    let pdf = open(Arc::clone(bytes), options)?;
    let notes: Vec<Diagnostic> = super::doubts::of_file(&pdf);
    super::read_pages(&Pages::Pdf(&pdf), bytes, name, MediaType::Pdf, notes, options)
}
