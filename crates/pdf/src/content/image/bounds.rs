//! What the data of a picture say of its size: the decoders believe them, whatever the dictionary
//! of the picture says.

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

/// Bytes of a facsimile that is decoded: a row of it can be one bit.
const FACSIMILE: usize = 2048;
/// Columns of one.
const COLUMNS: u32 = 4096;
/// Colours of a pixel.
const COMPONENTS: u16 = 8;

/// Whether a picture is coded as a facsimile (CCITT, JBIG2), which is black and white.
pub(super) fn is_facsimile(stream: &Stream<'_>) -> bool {
    stream.filters().iter().any(|f| matches!(f, Filter::CcittFaxDecode | Filter::Jbig2Decode))
}

/// Whether a picture that is coded as such has no more pixels than `most` by its own headers.
pub(super) fn are_kept(stream: &Stream<'_>, most: u64) -> bool {
    let filters = stream.filters();
    let Some(last) = filters.last() else { return true };
    let data = stream.raw_data();
    match last {
        // Coded within another coding: no sane file has that for such pictures.
        Filter::JpxDecode | Filter::CcittFaxDecode if filters.len() > 1 => false,
        Filter::JpxDecode => jpx(&data).is_some_and(|pixels| pixels <= most),
        Filter::CcittFaxDecode => data.len() <= FACSIMILE && ccitt(stream, most),
        // Its segments can each have a size of their own; its mean colour tells nothing.
        Filter::Jbig2Decode => false,
        _ => true,
    }
}

/// Whether a picture can be drawn within bounds: its own headers say no more than `most` pixels.
#[cfg(feature = "draw")]
pub(crate) fn can_be_drawn(stream: &Stream<'_>, most: u64) -> bool {
    let filters = stream.filters();
    let data = stream.raw_data();
    match filters.last() {
        Some(Filter::JpxDecode | Filter::CcittFaxDecode | Filter::Jbig2Decode)
            if filters.len() > 1 =>
        {
            false
        }
        Some(Filter::JpxDecode) => jpx(&data).is_some_and(|pixels| pixels <= most),
        Some(Filter::CcittFaxDecode) => facsimile(stream).is_some_and(|pixels| pixels <= most),
        // Its decoder has bounds of its own.
        Some(Filter::Jbig2Decode) => true,
        Some(Filter::DctDecode) if filters.len() == 1 => {
            jpeg(&data).is_none_or(|pixels| pixels <= most)
        }
        _ => true,
    }
}

/// The pixels of a facsimile by the parameters of its filter.
#[cfg(feature = "draw")]
fn facsimile(stream: &Stream<'_>) -> Option<u64> {
    let dict = stream.dict();
    let rows = dict.get::<u32>(b"Height").unwrap_or(0);
    let (columns, own) = columns_and_rows(stream);
    (columns <= 65_535).then(|| u64::from(columns) * u64::from(rows.max(own)))
}

/// The pixels of a JPEG picture by its frame's header (ITU-T T.81, B.2.2).
#[cfg(feature = "draw")]
fn jpeg(data: &[u8]) -> Option<u64> {
    let mut at = 2;
    loop {
        let [mark, code, high, low] = *data.get(at..at + 4)? else { return None };
        if mark != 0xff {
            return None;
        }
        // Frames of all kinds, but for tables and arithmetic conditioning that share their codes.
        if (0xc0..=0xcf).contains(&code) && ![0xc4, 0xc8, 0xcc].contains(&code) {
            let size = data.get(at + 5..at + 9)?;
            let side = |i: usize| u64::from(u16::from_be_bytes([size[i], size[i + 1]]));
            return Some(side(0) * side(2));
        }
        if code == 0xff {
            at += 1;
            continue;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
    }
}

fn ccitt(stream: &Stream<'_>, most: u64) -> bool {
    let (columns, rows) = columns_and_rows(stream);
    columns <= COLUMNS && u64::from(columns) * u64::from(rows) <= most * 8
}

/// What the parameters of a facsimile's filter say of its size.
fn columns_and_rows(stream: &Stream<'_>) -> (u32, u32) {
    use hayro_syntax::object::{Array, Dict};
    let dict = stream.dict();
    let params = dict
        .get::<Dict<'_>>(b"DecodeParms")
        .or_else(|| dict.get::<Dict<'_>>(b"DP"))
        .or_else(|| dict.get::<Array<'_>>(b"DecodeParms")?.iter::<Dict<'_>>().next())
        .unwrap_or_default();
    let columns = params.get::<u32>(b"Columns").unwrap_or(1728);
    (columns, params.get::<u32>(b"Rows").unwrap_or(0))
}

/// The pixels of a JPEG 2000 picture by its codestream's own header (ISO/IEC 15444-1, A.5.1);
/// `None` where it has none, or tiles and components beyond what is sane.
fn jpx(data: &[u8]) -> Option<u64> {
    // SOC and SIZ follow each other; boxes of a file format may be before.
    let at = memchr::memmem::find(data, &[0xff, 0x4f, 0xff, 0x51])? + 4;
    let number = |offset: usize| {
        let bytes = data.get(at + offset..at + offset + 4)?;
        Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
    };
    let (width, height) = (number(4)?, number(8)?);
    let (tile_width, tile_height) = (number(20)?.max(1), number(24)?.max(1));
    let tiles = width.div_ceil(tile_width).saturating_mul(height.div_ceil(tile_height));
    let count = data.get(at + 36..at + 38)?;
    let count = u16::from_be_bytes(count.try_into().ok()?);
    (count <= COMPONENTS && tiles <= 4096).then(|| width.saturating_mul(height))
}

#[cfg(test)]
mod tests {
    use super::jpx;

    #[test]
    fn a_codestream_says_its_size() {
        let mut data = vec![0, 0, 0, 12, b'j', b'P', 0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0];
        for n in [60_000_u32, 50_000, 0, 0, 60_000, 50_000, 0, 0] {
            data.extend(n.to_be_bytes());
        }
        data.extend([0, 3, 7, 1, 1]);
        assert_eq!(jpx(&data), Some(3_000_000_000));
        assert_eq!(jpx(&data[..20]), None);
        assert_eq!(jpx(b"\xff\xd8 no codestream"), None);
    }
}
