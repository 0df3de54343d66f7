//! How JSON is laid out: one member a line, but lists of numbers (boxes, lines) on one line.

use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// Writes a value over several lines, indented by one blank, with a line break at the end.
pub(super) fn write(
    value: &impl serde::Serialize,
    out: &mut dyn Write,
) -> Result<(), crate::Error> {
    let mut serializer = Serializer::with_formatter(&mut *out, Layout::new());
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Indents as `PrettyFormatter` does, but puts off each item's line break until it is known
/// whether the item is a number.
struct Layout {
    pretty: PrettyFormatter<'static>,
    /// Whether an array item has begun and nothing of it has been written.
    pending: Option<bool>,
    /// For each open array, whether its last item stands on a line of its own.
    broken: Vec<bool>,
}

impl Layout {
    fn new() -> Self {
        Self { pretty: PrettyFormatter::with_indent(b" "), pending: None, broken: Vec::new() }
    }

    /// Writes what was put off before an item that is no number.
    fn on_new_line<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if let Some(first) = self.pending.take() {
            self.pretty.begin_array_value(out, first)?;
            if let Some(broken) = self.broken.last_mut() {
                *broken = true;
            }
        }
        Ok(())
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
            self.pretty.$name(out, value)
        }
    )*};
}

impl Formatter for Layout {
    numbers!(write_i64: i64, write_u32: u32, write_u64: u64, write_f64: f64);

    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.on_same_line(out)?;
        self.pretty.write_null(out)
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.on_same_line(out)?;
        self.pretty.write_bool(out, value)
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.on_new_line(out)?;
        self.pretty.begin_string(out)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        // A pair of numbers inside a list of pairs stays on its line too: the line breaks where
        // the inner array begins.
        self.on_new_line(out)?;
        self.broken.push(false);
        self.pretty.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.broken.pop() == Some(true) {
            return self.pretty.end_array(out);
        }
        // `PrettyFormatter` would break the line only if an item had ended; its own record of
        // that is wound back by ending an array it takes for empty.
        let mut nothing = io::sink();
        self.pretty.end_array(&mut nothing)?;
        out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.pending = Some(first);
        Ok(())
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.on_new_line(out)?;
        self.pretty.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(out)
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
