//! Decoding of streams within bounds, which the object reader does not keep by itself.
//!
//! A stream of a few kilobytes can inflate to gigabytes. What is decoded here is decoded within a
//! bound; before the object reader or a font reader decodes a stream, it is measured by inflating
//! it into nothing. What is claimed from a budget is what a stream really inflates to.

use crate::ascii;
use crate::error::Limit;
use crate::keys::keys;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Object, Stream};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that one stream may inflate to.
pub(crate) const STREAM: u64 = 128 << 20;
/// Bytes that the streams of one page may inflate to.
pub(crate) const PAGE: u64 = 128 << 20;
/// Bytes that any stream may inflate to, however small it is, and how many times its length more.
/// Text and drawings are packed to a tenth, seldom to less than a fiftieth.
const SMALL: u64 = 32 << 20;
const RATIO: u64 = 300;
/// Bytes that the streams of all pages of a document may inflate to, and how many times the
/// document's length more.
const DOCUMENT: u64 = 512 << 20;
const DOCUMENT_RATIO: u64 = 100;
/// Bytes that the object and cross-reference streams of a document may inflate to.
pub(crate) const OBJECTS: u64 = 512 << 20;
/// Columns times colours times bits of a predictor's row.
const ROW: u64 = 1 << 24;

/// The most that one byte of Deflate can become (RFC 1951: a length of 258 in two bits).
const FLATE: u64 = 1032;

/// What the pages of a document may still decode, all together.
#[derive(Debug)]
pub(crate) struct Purse {
    left: AtomicU64,
    most: u64,
}

impl Purse {
    /// For a document of so many bytes.
    pub(crate) fn new(length: usize) -> Self {
        let most = DOCUMENT + length as u64 * DOCUMENT_RATIO;
        Self { left: AtomicU64::new(most), most }
    }

    fn take(&self, bytes: u64) -> Result<(), Limit> {
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
        taken.map(drop).map_err(|_| Limit::Inflated(self.most >> 20))
    }
}

/// What may still be decoded for the page at hand.
#[derive(Debug)]
pub(crate) struct Budget<'p> {
    left: Cell<u64>,
    purse: &'p Purse,
}

/// The data of a stream.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) data: Vec<u8>,
    /// Whether its end was reached without a fault.
    pub(crate) is_whole: bool,
}

impl<'p> Budget<'p> {
    pub(crate) fn new(bytes: u64, purse: &'p Purse) -> Self {
        Self { left: Cell::new(bytes), purse }
    }

    /// The decoded data of a stream that is not a picture, as far as it can be decoded; `Ok(None)`
    /// where nothing can.
    pub(crate) fn decode(&self, stream: &Stream<'_>) -> Result<Option<Decoded>, Limit> {
        let most = self.most(stream, STREAM);
        let over = Limit::Inflated(most >> 20);
        if is_elsewhere(stream.dict()) {
            return Ok(None);
        }
        let mut params = Params::of(stream.dict());
        params.needs_library |= stream.filters().contains(&Filter::LzwDecode);
        let Some(mut decoded) = unpacked(stream, most).ok_or(over)? else {
            return Ok(None);
        };
        if params.needs_library {
            if !params.is_sane {
                return Ok(None);
            }
            // Its length is known to be within bounds now.
            match stream.decoded_data() {
                Ok(data) => decoded.data = data.into_owned(),
                Err(_) => return Ok(None),
            }
        }
        self.take(decoded.data.len() as u64)?;
        Ok(Some(decoded))
    }

    /// Makes sure that a stream which a library will decode stays within bounds, and claims it;
    /// gives its length.
    pub(crate) fn claim(&self, stream: &Stream<'_>, most: u64) -> Result<u64, Limit> {
        let most = self.most(stream, most);
        let over = Limit::Inflated(most >> 20);
        let params = Params::of(stream.dict());
        if !params.is_sane {
            return Err(over);
        }
        let length = length(stream, most).ok_or(over)?;
        self.take(length)?;
        Ok(length)
    }

    fn most(&self, stream: &Stream<'_>, most: u64) -> u64 {
        let length = stream.raw_data().len() as u64;
        self.left.get().min(most).min(SMALL + RATIO * length)
    }

    fn take(&self, bytes: u64) -> Result<(), Limit> {
        self.left.set(self.left.get().saturating_sub(bytes));
        self.purse.take(bytes)
    }
}

/// The data of a small stream; `None` where they cannot be decoded or are more than `most`.
pub(crate) fn small(stream: &Stream<'_>, most: u64) -> Option<Vec<u8>> {
    if is_elsewhere(stream.dict()) || !fits(stream, most) {
        return None;
    }
    stream.decoded_data().ok().map(Cow::into_owned)
}

/// Whether a stream's data are not more than `most`, so that a library may decode them.
pub(crate) fn fits(stream: &Stream<'_>, most: u64) -> bool {
    Params::of(stream.dict()).is_sane && length(stream, most).is_some()
}

/// Whether a stream's data are said to lie in another file.
fn is_elsewhere(dict: &Dict<'_>) -> bool {
    matches!(dict.get::<Object<'_>>(b"F"), Some(Object::String(_) | Object::Dict(_)))
}

/// What the parameters of a stream's filters say.
struct Params {
    /// Whether there is a predictor, or another parameter that only the object reader knows.
    needs_library: bool,
    /// Whether a row of a predictor is of a size that can be.
    is_sane: bool,
}

impl Params {
    fn of(dict: &Dict<'_>) -> Self {
        let mut all = Self { needs_library: false, is_sane: true };
        let object =
            dict.get::<Object<'_>>(b"DP").or_else(|| dict.get::<Object<'_>>(b"DecodeParms"));
        match object {
            Some(Object::Dict(one)) => all.add(&one),
            Some(Object::Array(array)) => {
                for item in array.iter::<Object<'_>>().take(16) {
                    if let Object::Dict(one) = item {
                        all.add(&one);
                    }
                }
            }
            _ => {}
        }
        all
    }

    fn add(&mut self, params: &Dict<'_>) {
        let number = |key: &[u8], usual: i64| {
            params
                .get::<Object<'_>>(key)
                .and_then(Object::into_number)
                .map_or(usual, |n| n.as_i64())
        };
        let early = number(b"EarlyChange", 1);
        if number(b"Predictor", 1) <= 1 && early == 1 {
            return;
        }
        self.needs_library = true;
        let sane = |n: i64| u64::try_from(n).ok().filter(|n| *n > 0);
        let row = sane(number(b"Columns", 1))
            .zip(sane(number(b"Colors", 1)))
            .zip(sane(number(b"BitsPerComponent", 8)))
            .map(|((columns, colours), bits)| columns.saturating_mul(colours).saturating_mul(bits));
        self.is_sane &= row.is_some_and(|row| row <= ROW);
    }
}

/// The data of a stream behind all its filters; `Some(None)` where a filter is not known or gives
/// nothing, `None` where there is more than `most`.
fn unpacked(stream: &Stream<'_>, most: u64) -> Option<Option<Decoded>> {
    let mut data: Cow<'_, [u8]> = stream.raw_data();
    let mut is_whole = true;
    for filter in stream.filters() {
        let next = match filter {
            Filter::FlateDecode => {
                let (inflated, whole) = inflate(&data, most)?;
                is_whole &= whole;
                if inflated.is_empty() && !whole {
                    return Some(None);
                }
                inflated
            }
            Filter::LzwDecode => lzw(&data, most)?,
            Filter::RunLengthDecode => runs(&data, most)?,
            Filter::Ascii85Decode => ascii::base85(&data),
            Filter::AsciiHexDecode => ascii::hex(&data),
            Filter::Crypt => continue,
            _ => return Some(None),
        };
        if next.len() as u64 > most {
            return None;
        }
        data = Cow::Owned(next);
    }
    if data.len() as u64 > most {
        return None;
    }
    Some(Some(Decoded { data: data.into_owned(), is_whole }))
}

/// The length of a stream's data behind the filters that can be counted: those of pictures are
/// left to who knows pictures. `None` where it is above `most`.
fn length(stream: &Stream<'_>, most: u64) -> Option<u64> {
    let filters = stream.filters();
    let mut data: Cow<'_, [u8]> = stream.raw_data();
    for (i, filter) in filters.iter().enumerate() {
        let is_last = i + 1 == filters.len();
        match filter {
            Filter::FlateDecode if is_last => return inflated_length(&data, most),
            Filter::LzwDecode if is_last => return lzw_length(&data, most),
            Filter::FlateDecode => data = Cow::Owned(inflate(&data, most)?.0),
            Filter::LzwDecode => data = Cow::Owned(lzw(&data, most)?),
            Filter::RunLengthDecode => data = Cow::Owned(runs(&data, most)?),
            Filter::Ascii85Decode => data = Cow::Owned(ascii::base85(&data)),
            Filter::AsciiHexDecode => data = Cow::Owned(ascii::hex(&data)),
            _ => break,
        }
    }
    let length = data.len() as u64;
    (length <= most).then_some(length)
}

/// Inflated data as far as they go, and whether their end was reached; `None` where there are
/// more than `most`.
fn inflate(data: &[u8], most: u64) -> Option<(Vec<u8>, bool)> {
    // Blanks that belong to the word `stream` may be before the data.
    let trimmed = data.trim_ascii_start();
    let body = |d: &[u8]| matches!(d, [cmf, flags, ..] if cmf & 15 == 8 && (usize::from(*cmf) << 8 | usize::from(*flags)) % 31 == 0);
    let first = match (body(data), body(trimmed)) {
        (true, _) => data.get(2..)?,
        (false, true) => trimmed.get(2..)?,
        (false, false) => data,
    };
    let (found, is_whole) = inflate_raw(first, most)?;
    if is_whole || body(data) || data.len() < 3 {
        return Some((found, is_whole));
    }
    // Perhaps only the two bytes of its header are damaged.
    let (behind, whole) = inflate_raw(data.get(2..)?, most)?;
    Some(if whole || behind.len() > found.len() { (behind, whole) } else { (found, is_whole) })
}

fn inflate_raw(data: &[u8], most: u64) -> Option<(Vec<u8>, bool)> {
    let mut machine = Decompress::new(false);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(data.len().saturating_mul(4).clamp(64, 1 << 20).min(most + 1));
    loop {
        if out.len() == out.capacity() {
            let room = out.capacity().max(1 << 10).min(most + 1 - out.len().min(most));
            out.reserve_exact(room.max(1));
        }
        let rest = data.get(machine.total_in() as usize..).unwrap_or_default();
        let before = (machine.total_in(), out.len());
        let status = machine.decompress_vec(rest, &mut out, FlushDecompress::None);
        if out.len() > most {
            return None;
        }
        match status {
            Ok(Status::StreamEnd) => return Some((out, true)),
            Ok(_) if (machine.total_in(), out.len()) != before => {}
            Ok(_) if out.len() == out.capacity() => {}
            Ok(_) | Err(_) => return Some((out, false)),
        }
    }
}

/// Data of run lengths (ISO 32000-2, 7.4.5); `None` where they are more than `most`.
fn runs(data: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = data;
    while let [length, after @ ..] = rest {
        match usize::from(*length) {
            128 => break,
            n @ 0..128 => {
                let taken = after.len().min(n + 1);
                out.extend_from_slice(&after[..taken]);
                rest = &after[taken..];
            }
            n => {
                let [byte, behind @ ..] = after else { break };
                out.extend(std::iter::repeat_n(*byte, 257 - n));
                rest = behind;
            }
        }
        if out.len() as u64 > most {
            return None;
        }
    }
    Some(out)
}

/// Data of LZW as far as they go; `None` where they are more than `most`.
fn lzw(data: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    lzw_into(data, most, |part| out.extend_from_slice(part))?;
    Some(out)
}

/// The length of inflated data, or `None` where it is above `most`.
pub(crate) fn inflated_length(data: &[u8], most: u64) -> Option<u64> {
    let length = |reader: &mut dyn Read| {
        let mut buffer = [0; 1 << 14];
        let mut total = 0;
        while let Ok(n @ 1..) = reader.read(&mut buffer) {
            total += n as u64;
            if total > most {
                return None;
            }
        }
        Some(total)
    };
    match length(&mut ZlibDecoder::new(data))? {
        // Perhaps without its header, as the object reader tolerates it.
        0 => length(&mut DeflateDecoder::new(data)),
        n => Some(n),
    }
}

fn lzw_length(data: &[u8], most: u64) -> Option<u64> {
    lzw_into(data, most, |_| {})
}

fn lzw_into(data: &[u8], most: u64, mut take: impl FnMut(&[u8])) -> Option<u64> {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let (mut at, mut total) = (0, 0_u64);
    let mut buffer = [0; 1 << 14];
    loop {
        let step = decoder.decode_bytes(data.get(at..)?, &mut buffer);
        at += step.consumed_in;
        total += step.consumed_out as u64;
        take(buffer.get(..step.consumed_out).unwrap_or_default());
        if total > most {
            return None;
        }
        if step.consumed_in + step.consumed_out == 0 || step.status.is_err() {
            return Some(total);
        }
    }
}

/// Looks through a file for object and cross-reference streams, which the object reader inflates
/// by itself, and makes sure that it may. Of an encrypted file only the lengths can be judged.
///
/// Every object begins with the word `obj`; what is said after it is read as the object reader
/// reads it, escapes and all. Data whose end is not sure are measured to where they end themselves.
pub(crate) fn check_object_streams(bytes: &[u8]) -> Result<(), Limit> {
    let mut total = 0_u64;
    // Dictionaries that seem to lie in each other are read again and again: not without end.
    let mut patience = bytes.len().saturating_mul(4);
    for found in memchr::memmem::find_iter(bytes, b"obj") {
        let mut start = found + 3;
        while bytes.get(start).is_some_and(|b| b.is_ascii_whitespace() || *b == 0) {
            start += 1;
        }
        let Some(object) =
            bytes.get(start..).filter(|o| o.starts_with(b"<<") || o.starts_with(b"%"))
        else {
            continue;
        };
        let keys = keys(object);
        patience = patience.checked_sub(keys.read).ok_or(Limit::Nesting(4))?;
        if keys.data == 0 || !keys.holds_objects {
            continue;
        }
        let over = Limit::Inflated(STREAM >> 20);
        let rest = object.get(keys.data..).unwrap_or_default();
        let sure = keys.length.and_then(|length| {
            let after = rest.get(length..)?.trim_ascii_start();
            after.starts_with(b"endstream").then(|| &rest[..length])
        });
        let data = sure.unwrap_or(rest);
        let bound = (data.len() as u64).saturating_mul(FLATE);
        let length = match keys.packings {
            2.. => return Err(Limit::Nesting(1)),
            1 if keys.is_lzw => lzw_length(data, STREAM).ok_or(over)?,
            1 if sure.is_some() && bound <= STREAM / 8 => data.len() as u64 * 8,
            // What it is once unwrapped is not looked at.
            1 if keys.is_wrapped && bound > STREAM => return Err(over),
            _ => inflated_length(data, STREAM).ok_or(over)?,
        };
        total += length;
        if total > OBJECTS {
            return Err(Limit::Inflated(OBJECTS >> 20));
        }
    }
    Ok(())
}

/// Where a needle is, from an offset on.
pub(crate) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    Some(from + memchr::memmem::find(bytes.get(from..)?, needle)?)
}
