//! Functions of colours, looked through before the library that evaluates them sees them.
//!
//! ISO 32000-2, 7.10. The library follows stitched functions by recursion, reads each as often as
//! it is referred to, and decodes their data without a bound.

use crate::inflate;
use hayro_interpret::Function;
use hayro_syntax::object::{Array, Dict, Object, Stream, dict_or_stream};

/// Functions stitched in each other.
const DEPTH: u32 = 8;
/// Functions that one is made of, counted as often as they are referred to.
const PARTS: u32 = 256;
/// Inputs of a sampled function: each doubles the samples that one value takes.
const INPUTS: usize = 8;
/// Bytes of samples.
const SAMPLES: u64 = 1 << 20;
/// Bytes of a program, and how deep its braces are nested.
const PROGRAM: u64 = 1 << 14;
const BRACES: usize = 32;

/// A PDF function, unless it goes beyond the limits above.
pub(crate) fn function(object: &Object<'_>) -> Option<Function> {
    let mut left = PARTS;
    if is_bounded(object, DEPTH, &mut left) { Function::new(object) } else { None }
}

fn is_bounded(object: &Object<'_>, depth: u32, left: &mut u32) -> bool {
    if depth == 0 || *left == 0 {
        return false;
    }
    *left -= 1;
    let Some((dict, stream)) = dict_or_stream(object) else { return false };
    match dict.get::<u8>(b"FunctionType") {
        Some(0) => stream.is_some_and(|s| inputs(dict) <= INPUTS && inflate::fits(s, SAMPLES)),
        Some(2) => [b"C0", b"C1"]
            .iter()
            .all(|key| dict.get::<Array<'_>>(key).is_none_or(|values| values.data().len() < 4096)),
        Some(3) => {
            let parts = dict.get::<Array<'_>>(b"Functions");
            parts.is_some_and(|parts| {
                parts.iter::<Object<'_>>().all(|part| is_bounded(&part, depth - 1, left))
            })
        }
        Some(4) => stream.is_some_and(is_plain_program),
        _ => false,
    }
}

fn inputs(dict: &Dict<'_>) -> usize {
    dict.get::<Array<'_>>(b"Domain").map_or(0, |domain| domain.raw_iter().take(64).count() / 2)
}

fn is_plain_program(stream: &Stream<'_>) -> bool {
    let Some(program) = inflate::small(stream, PROGRAM) else { return false };
    let (mut depth, mut most) = (0_usize, 0);
    for byte in program {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most <= BRACES
}
