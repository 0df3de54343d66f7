//! How JSON is laid out: one member a line, but lists of numbers (boxes, lines) on one line.

use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};

/// Writes a value over several lines, indented by one blank, with a line break at the end.
pub(super) fn write(
    value: &impl serde::Serialize,
    out: &mut dyn Write,
) -> Result<(), crate::Error> {
    let mut sheet = Sheet { full: Vec::with_capacity(2 * SHEET), out };
    value.serialize(&mut Serializer::with_formatter(&mut sheet, Layout::default()))?;
    sheet.full.push(b'\n');
    sheet.flush()?;
    Ok(())
}

/// So many bytes are handed on at once.
const SHEET: usize = 1 << 16;

/// Bytes on their way: JSON comes in pieces of a few bytes, too small for a call each.
struct Sheet<'o> {
    full: Vec<u8>,
    out: &'o mut dyn Write,
}

impl Write for Sheet<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.full.extend_from_slice(bytes);
        if self.full.len() >= SHEET { self.flush() } else { Ok(()) }
    }

    #[cold]
    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.full)?;
        self.full.clear();
        Ok(())
    }
}

/// Puts off each item's line break until it is known whether the item is a number.
#[derive(Default)]
struct Layout {
    /// Whether an array item has begun and nothing of it has been written; the first of its array?
    pending: Option<bool>,
    /// For each open array and object, whether an item of it is on a line of its own.
    broken: Vec<bool>,
}

/// What is between two items: a comma, a line break, the indent.
const BETWEEN: &[u8] = b",\n                                ";

impl Layout {
    /// Begins the line of an item.
    fn line<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if let Some(broken) = self.broken.last_mut() {
            *broken = true;
        }
        self.indent(out, if first { 1 } else { 0 })
    }

    /// Writes what is between two items, without so many bytes at its start.
    fn indent<W: ?Sized + Write>(&mut self, out: &mut W, from: usize) -> io::Result<()> {
        let end = 2 + self.broken.len();
        match BETWEEN.get(from..end) {
            Some(whole) => out.write_all(whole),
            None => {
                out.write_all(&BETWEEN[from..])?;
                (BETWEEN.len()..end).try_for_each(|_| out.write_all(b" "))
            }
        }
    }

    /// Ends an array or object.
    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.broken.pop() == Some(true) {
            self.indent(out, 1)?;
        }
        out.write_all(bracket)
    }

    /// Writes what was put off before an item that is not a number.
    fn on_new_line<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.pending.take() {
            Some(first) => self.line(out, first),
            None => Ok(()),
        }
    }

    /// Writes what was put off before a number.
    fn on_same_line<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.pending.take() {
            Some(false) => out.write_all(b", "),
            _ => Ok(()),
        }
    }
}

/// The writers of numbers, which stay on the line.
macro_rules! numbers {
    ($($name:ident: $type:ty),*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, out: &mut W, value: $type) -> io::Result<()> {
            self.on_same_line(out)?;
            CompactFormatter.$name(out, value)
        }
    )*};
}

impl Formatter for Layout {
    numbers!(write_i64: i64, write_u32: u32, write_u64: u64, write_f64: f64);

    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.on_same_line(out)?;
        CompactFormatter.write_null(out)
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.on_same_line(out)?;
        CompactFormatter.write_bool(out, value)
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.on_new_line(out)?;
        out.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        // A pair of numbers inside a list of pairs stays on its line too: the line breaks where
        // the inner array begins.
        self.on_new_line(out)?;
        self.broken.push(false);
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.pending = Some(first);
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.on_new_line(out)?;
        self.broken.push(false);
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_on_a_line_and_all_else_gets_its_own() {
        let value = serde_json::json!({
            "none": [], "box": [1, 2.5, null], "pairs": [[1, 2], [3, 4]],
            "words": ["a", "b"], "rows": [{"x": [1]}, {}]
        });
        let mut out = Vec::new();
        write(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        let expected = r#"{
 "none": [],
 "box": [1, 2.5, null],
 "pairs": [
  [1, 2],
  [3, 4]
 ],
 "words": [
  "a",
  "b"
 ],
 "rows": [
  {
   "x": [1]
  },
  {}
 ]
}
"#;
        assert_eq!(text, expected);
    }
}
