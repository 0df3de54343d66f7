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

fn ccitt(stream: &Stream<'_>, most: u64) -> bool {
    use hayro_syntax::object::{Array, Dict};
    let dict = stream.dict();
    let params = dict
        .get::<Dict<'_>>(b"DecodeParms")
        .or_else(|| dict.get::<Dict<'_>>(b"DP"))
        .or_else(|| dict.get::<Array<'_>>(b"DecodeParms")?.iter::<Dict<'_>>().next())
        .unwrap_or_default();
    let columns = params.get::<u32>(b"Columns").unwrap_or(1728);
    let rows = params.get::<u32>(b"Rows").unwrap_or(0);
    columns <= COLUMNS && u64::from(columns) * u64::from(rows) <= most * 8
}

/// The pixels of a JPEG 2000 picture by its codestream's own header (ISO/IEC 15444-1, A.5.1);
/// `None` where it has none, or tiles and components beyond what is sane.
fn jpx(data: &[u8]) -> Option<u64> {
    // SOC and SIZ follow each other; boxes of a file format may stand before.
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
