//! Which format the bytes of a document are.

use crate::error::Error;

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Markdown,
    Html,
    Pdf,
    /// A container, as office files are.
    Office,
    /// A picture of one page or several.
    #[cfg(feature = "ocr")]
    Picture,
}

/// ISO 32000-2, annex I: readers look for the header in the first 1024 bytes.
const PDF_HEADER_WITHIN: usize = 1024;

/// First bytes of formats that people do send, with a name for the message.
const KNOWN: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", "a Rich Text file", "in Word or LibreOffice, save it as .docx and convert that"),
    (b"\x89PNG\r\n", "a PNG picture", "this is an image; the original document is needed"),
    (b"\xff\xd8\xff", "a JPEG picture", "this is an image; the original document is needed"),
    (b"II*\0", "a TIFF picture", "this is an image; the original document is needed"),
    (b"MM\0*", "a TIFF picture", "this is an image; the original document is needed"),
    (b"GIF8", "a GIF picture", "this is an image; the original document is needed"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the file inside"),
    (b"%!PS", "a PostScript file", "convert it to PDF and give that"),
];

/// Documents of Pages and Numbers are ZIP archives too.
const NOT_OFFICE: &str = "if it is a document of Pages or Numbers, export it there as Word, Excel or PDF; \
                          otherwise unpack it and give the files inside";

/// A zip file that is not an office file.
pub(crate) fn not_office() -> Error {
    Error::Unsupported { what: "a ZIP archive", advice: NOT_OFFICE }
}

/// PDF, an office file or a format that is refused; `None` for what may be text.
pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Option<Format>, Error> {
    if tablemend_office::is_container(bytes) {
        return Ok(Some(Format::Office));
    }
    #[cfg(feature = "ocr")]
    if tablemend_scan::kind(bytes).is_some() {
        return Ok(Some(Format::Picture));
    }
    for (magic, what, advice) in KNOWN {
        if bytes.starts_with(magic) {
            return Err(Error::Unsupported { what, advice });
        }
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    let is_pdf = header_in(head).is_some() || is_pdf_without_header(bytes);
    Ok(is_pdf.then_some(Format::Pdf))
}

fn header_in(bytes: &[u8]) -> Option<usize> {
    bytes.windows(6).position(|w| w.starts_with(b"%PDF-") && w[5].is_ascii_digit())
}

/// Whether these are the bytes of a PDF whose header is damaged or is too far down: objects,
/// and the end that says where they are, or a header before them and what is not a text. A text that
/// tells of PDFs has neither.
fn is_pdf_without_header(bytes: &[u8]) -> bool {
    const FAR: usize = 1 << 16;
    const END: usize = 1 << 10;
    let has = |part: &[u8], word: &[u8]| part.windows(word.len()).any(|w| w == word);
    let tail = &bytes[bytes.len().saturating_sub(END)..];
    let ends = tail.windows(9).rposition(|w| w == b"startxref").is_some_and(|at| {
        let mut words = tail[at + 9..].split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
        words.next().is_some_and(|w| w.iter().all(u8::is_ascii_digit))
            && words.next().is_some_and(|w| w.starts_with(b"%%EOF"))
            && words.next().is_none()
    });
    if ends {
        return has(bytes, b"endobj");
    }
    let head = &bytes[..bytes.len().min(FAR)];
    header_in(head).is_some()
        && has(bytes, b"endobj")
        && (bytes.contains(&0) || std::str::from_utf8(bytes).is_err())
}

/// Names of elements that begin a piece of HTML and hardly ever a Markdown file.
const HTML_ONLY: &[&str] = &["!doctype", "html", "head", "body", "meta", "title"];

/// Endings of files whose cells are parted by commas or the like.
const DELIMITED: [&str; 3] = ["csv", "tsv", "tab"];

/// Whether a text may be cells parted by commas or the like: its name says so, or says nothing and
/// the text does not look like anything else. The inner value is whether only its look tells.
pub(crate) fn may_be_delimited(text: &str, name: &str) -> Option<bool> {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let is_other = has_markdown_table(text) || text.trim_start().starts_with(['<', '#']);
    match ending.as_str() {
        _ if is_other => None,
        ending if DELIMITED.contains(&ending) => Some(false),
        "" | "txt" => Some(true),
        _ => None,
    }
}

/// Markdown or HTML: by how the text begins; by the ending of the name where that could be either.
pub(crate) fn of_text(text: &str, name: &str) -> Format {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // XML declarations and comments may be before the first element.
    loop {
        let end = if rest.starts_with("<?xml") {
            rest.find("?>").map(|i| i + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|i| i + 3)
        } else {
            None
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => break,
        }
    }
    let Some(tag) = rest.strip_prefix('<') else {
        return Format::Markdown;
    };
    let length = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap_or(tag.len());
    let element = tag[..length].to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    if HTML_ONLY.contains(&element.as_str()) {
        return Format::Html;
    }
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" | "mkd" | "txt" => Format::Markdown,
        _ if crate::html::is_known(element.as_bytes()) && !has_markdown_table(rest) => Format::Html,
        _ => Format::Markdown,
    }
}

fn has_markdown_table(text: &str) -> bool {
    text.lines().any(|l| {
        let l = l.trim();
        l.starts_with('|') && l.contains("--")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_then_the_beginning_of_the_text_decide() {
        for (text, name, expected) in [
            ("# Plan\n", "plan.html", Format::Markdown),
            ("<!DOCTYPE html><p>", "plan.md", Format::Html),
            ("\n<!-- saved -->\n<html>", "-", Format::Html),
            ("<table><tr><td>a", "-", Format::Html),
            ("<table><tr><td>a", "a.md", Format::Markdown),
            ("<div>x</div>\n\n| a |\n|---|\n", "-", Format::Markdown),
            ("<insert date> | a", "-", Format::Markdown),
            ("| a | b |", "-", Format::Markdown),
        ] {
            assert_eq!(of_text(text, name), expected, "{text:?} {name}");
        }
        let far = [b"junk\n".repeat(400), b"%PDF-1.7\n1 0 obj\n\xff\nendobj\n".to_vec()].concat();
        for (bytes, expected) in [
            (&b"junk\n%PDF-1.7"[..], Some(Format::Pdf)),
            (b"%PDX-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n", Some(Format::Pdf)),
            (&far, Some(Format::Pdf)),
            (b"# Objects\nA PDF has `endobj`, and `startxref 9 %%EOF` ends it.", None),
        ] {
            assert_eq!(of_bytes(bytes).unwrap(), expected, "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(of_bytes(b"PK\x03\x04").unwrap(), Some(Format::Office));
        assert!(of_bytes(b"{\\rtf1").unwrap_err().to_string().contains("save it as .docx"));
    }
}
