//! Mutation without a view of the code that is reached: changes of bytes, and what the readers' formats
//! turn on put in.

/// What a mutation puts in: what the readers' formats turn on.
const TOKENS: &[&str] = &[
    "|",
    "\n",
    "---",
    "<td>",
    "<table>",
    "</tr>",
    "<tr>",
    "<td rowspan=3 colspan=9>",
    "rowspan=\"99999\"",
    "<br>",
    "~~",
    "**",
    "&nbsp;",
    "• ",
    "0",
    "-1",
    "1e9",
    "99999999999",
    "-2147483648",
    "0.00001",
    "nan",
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "/",
    "%",
    "endobj",
    "endstream",
    "stream\n",
    " 0 R",
    "null",
    "true",
    " cm ",
    " Tf ",
    " Tm ",
    " Td ",
    " Tj ",
    " re f ",
    " l S ",
    " q ",
    " Q ",
    " Do ",
    " BT ",
    " ET ",
    " Tz ",
    " Tr ",
    " BDC ",
    " EMC ",
    "/Rotate 90 ",
    "/Rotate 33 ",
    "/UserUnit 1e30 ",
    "/MediaBox [0 0 0 0]",
    "/MediaBox [9 9 -9 -9]",
    "/CropBox [0 0 1e30 1]",
    "/FlateDecode",
    "/Kids [1 0 R]",
    "/W [1 0 0]",
    "31 November 2019",
    "29 Feb",
    "Q3 2020/21",
    "1/2/20",
    "–",
    "by end of",
    "2020-13-45",
    "10000000000",
    "Spring",
    "\u{feff}",
    "extends = \"action-plan\"\n",
    "[[entities]]\n",
    "kind = \"",
    "{\"",
    "\":",
    "\"\"",
    ",,",
    "\0",
    "<w:tc>",
    "<w:gridSpan w:val=\"99999\"/>",
    "<w:vMerge/>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "r=\"ZZZ9999999\"",
    "&#x110000;",
    "&amp;",
    "table:number-columns-repeated=\"1000000000\"",
];

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same inputs for the same seed.
pub struct Dice(u64);

impl Dice {
    /// A sequence that `seed` settles.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// One of the seeds with one to six changes; empty where there is no seed.
#[must_use]
pub fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds.get(dice.below(seeds.len())).cloned().unwrap_or_default();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let length = if dice.below(4) == 0 { dice.below(4000) } else { dice.below(24) };
        let end = (at + length).min(bytes.len());
        match dice.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.next() as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + length).min(other.len());
                let piece = other[from..to].to_vec();
                bytes.splice(at..end, piece);
            }
            5 => bytes.truncate(at.max(bytes.len() / 2)),
            6 => {
                // Another number in the place of one.
                let Some(start) = (at..bytes.len()).find(|&i| bytes[i].is_ascii_digit()) else {
                    continue;
                };
                let stop = (start..bytes.len())
                    .find(|&i| !bytes[i].is_ascii_digit())
                    .unwrap_or(bytes.len());
                let values =
                    ["0", "1", "-1", "7", "255", "65536", "2147483648", "1e38", "0.5", "-99999"];
                bytes.splice(start..stop, values[dice.below(values.len())].bytes());
            }
            _ => {
                let token = TOKENS[dice.below(TOKENS.len())];
                bytes.splice(at..at, token.bytes());
            }
        }
    }
    bytes
}
