//! Decoding of streams within bounds, which the object reader does not keep by itself.
//!
//! A stream of a few kilobytes can inflate to gigabytes. Before a stream is decoded, an upper
//! bound of its length follows from its filters (Flate at most 1,032 times, run lengths at most
//! 64 times); only where that bound goes beyond a limit is it measured by inflating it into
//! nothing.

use crate::error::Limit;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;

/// Bytes that one stream may inflate to.
pub(crate) const STREAM: u64 = 256 << 20;
/// Bytes that the streams of one page may inflate to.
pub(crate) const PAGE: u64 = 512 << 20;
/// Bytes that the object and cross-reference streams of a document may inflate to.
pub(crate) const OBJECTS: u64 = 1 << 30;

/// The most that one byte of Deflate can become (RFC 1951: a length of 258 in two bits).
const FLATE: u64 = 1032;

/// What may still be decoded for the page at hand.
#[derive(Debug)]
pub(crate) struct Budget(Cell<u64>);

impl Budget {
    pub(crate) fn new(bytes: u64) -> Self {
        Self(Cell::new(bytes))
    }

    /// The decoded data of a stream that is no picture; `Ok(None)` where it cannot be decoded.
    pub(crate) fn decode<'a>(&self, stream: &Stream<'a>) -> Result<Option<Cow<'a, [u8]>>, Limit> {
        self.claim(stream)?;
        Ok(stream.decoded_data().ok())
    }

    /// Takes a stream's decoded length off the budget, before anything is decoded.
    pub(crate) fn claim(&self, stream: &Stream<'_>) -> Result<(), Limit> {
        let left = self.0.get();
        let bound = length_bound(stream, left.min(STREAM))?;
        self.0.set(left - bound.min(left));
        Ok(())
    }
}

/// A number of bytes that a stream's data will not exceed; an error where that may be above
/// `most`.
fn length_bound(stream: &Stream<'_>, most: u64) -> Result<u64, Limit> {
    let over = Limit::Inflated(most >> 20);
    let raw = stream.raw_data();
    let filters = stream.filters();
    let mut bound = raw.len() as u64;
    for filter in &filters {
        bound = bound.saturating_mul(match filter {
            Filter::FlateDecode => FLATE,
            Filter::LzwDecode => 1400, // 4,096 codes of at most 3,840 bytes, 9 to 12 bits each.
            Filter::RunLengthDecode => 64,
            Filter::Jbig2Decode | Filter::CcittFaxDecode | Filter::JpxDecode => 1,
            _ => 1,
        });
    }
    // What a page usually holds is far below; so the common case costs nothing but the claim of
    // what it really is likely to need.
    if bound <= most / 8 {
        return Ok(raw.len() as u64 * 4);
    }
    let mut data: Cow<'_, [u8]> = raw;
    for (i, filter) in filters.iter().enumerate() {
        let is_last = i + 1 == filters.len();
        match filter {
            Filter::FlateDecode if is_last => return inflated_length(&data, most).ok_or(over),
            Filter::FlateDecode => data = Cow::Owned(inflate(&data, most).ok_or(over)?),
            Filter::LzwDecode if is_last => return lzw_length(&data, most).ok_or(over),
            Filter::RunLengthDecode if is_last => {
                let length = data.len() as u64 * 64;
                return if length <= most { Ok(length) } else { Err(over) };
            }
            Filter::LzwDecode | Filter::RunLengthDecode => return Err(over),
            // The rest do not grow their data, or stand before what does in no sane file.
            _ if is_last => return Ok(data.len() as u64),
            _ => return Err(over),
        }
    }
    Ok(data.len() as u64)
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

fn inflate(data: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let _ = ZlibDecoder::new(data).take(most + 1).read_to_end(&mut out);
    (out.len() as u64 <= most).then_some(out)
}

fn lzw_length(data: &[u8], most: u64) -> Option<u64> {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let (mut at, mut total) = (0, 0_u64);
    let mut buffer = [0; 1 << 14];
    loop {
        let step = decoder.decode_bytes(data.get(at..)?, &mut buffer);
        at += step.consumed_in;
        total += step.consumed_out as u64;
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
pub(crate) fn check_object_streams(bytes: &[u8]) -> Result<(), Limit> {
    let mut total = 0_u64;
    let mut at = 0;
    let finder = memchr::memmem::Finder::new(b"stream");
    while let Some(found) = bytes.get(at..).and_then(|rest| Some(at + finder.find(rest)?)) {
        at = found + 6;
        if found >= 3 && bytes.get(found - 3..found) == Some(b"end") {
            continue;
        }
        let dict = bytes.get(found.saturating_sub(1024)..found).unwrap_or_default();
        // The dictionary begins after the `obj` nearest before.
        let dict = rfind(dict, b" obj").and_then(|i| dict.get(i..)).unwrap_or(dict);
        if find(dict, b"ObjStm", 0).is_none() && find(dict, b"XRef", 0).is_none() {
            continue;
        }
        let end = find(bytes, b"endstream", at).unwrap_or(bytes.len());
        let mut data = bytes.get(at..end).unwrap_or_default();
        while let [b'\r' | b'\n', rest @ ..] = data {
            data = rest;
        }
        let filters = dict.windows(5).filter(|w| w == b"Flate").count();
        let bound = (data.len() as u64).saturating_mul(FLATE);
        let length = match filters {
            2.. => return Err(Limit::Nesting(1)),
            _ if bound <= STREAM / 8 => data.len() as u64 * 8,
            _ => inflated_length(data, STREAM).ok_or(Limit::Inflated(STREAM >> 20))?,
        };
        total += length;
        if total > OBJECTS {
            return Err(Limit::Inflated(OBJECTS >> 20));
        }
    }
    Ok(())
}

/// Where a needle stands, from an offset on.
pub(crate) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    Some(from + memchr::memmem::find(bytes.get(from..)?, needle)?)
}

fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, needle)
}
