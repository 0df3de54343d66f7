//! Decoding of streams within bounds, which the object reader does not keep by itself.
//!
//! A stream of a few kilobytes can inflate to gigabytes. Before a stream is decoded, an upper
//! bound of its length follows from its filters (Flate at most 1,032 times, run lengths at most
//! 64 times); only where that bound goes beyond a limit is it measured by inflating it into
//! nothing.

use crate::ascii;
use crate::error::Limit;
use crate::keys::keys;
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
    // What cannot go beyond the limit by itself costs nothing but the claim of what it really is
    // likely to need; half of it, so that little is at hand twice.
    if bound <= most / 2 {
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
            Filter::Ascii85Decode => data = Cow::Owned(ascii::base85(&data)),
            Filter::AsciiHexDecode => data = Cow::Owned(ascii::hex(&data)),
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

/// Where a needle stands, from an offset on.
pub(crate) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    Some(from + memchr::memmem::find(bytes.get(from..)?, needle)?)
}
