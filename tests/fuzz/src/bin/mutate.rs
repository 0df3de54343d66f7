//! A fuzzer for where cargo-fuzz is not: mutates the seeds of a folder for some seconds.
//!
//!     mutate TARGET CORPUS SECONDS SEED [FINDINGS]
//!
//! Without a view of the code that is reached it finds less than libFuzzer, but needs no nightly.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// An input that takes longer than this is a finding.
const INPUT_TIMEOUT: Duration = Duration::from_secs(20);

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
];

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same inputs for the same seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
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

fn seeds(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect())
        .unwrap_or_default();
    files.sort();
    files.iter().filter_map(|f| std::fs::read(f).ok()).collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, corpus, seconds, seed, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: mutate TARGET CORPUS SECONDS SEED [FINDINGS]");
        std::process::exit(2);
    };
    let body: fn(&[u8]) = match target.as_str() {
        "pdf" => tablemend_fuzz::pdf,
        "ingest_markdown" => tablemend_fuzz::ingest_markdown,
        "ingest_html" => tablemend_fuzz::ingest_html,
        "ingest_pdf" => tablemend_fuzz::ingest_pdf,
        "dates" => tablemend_fuzz::dates,
        "archive_read" => tablemend_fuzz::archive_read,
        "profile" => tablemend_fuzz::profile,
        _ => panic!("there is no target {target}"),
    };
    let seconds = Duration::from_secs(seconds.parse().expect("seconds"));
    let mut dice = Dice(seed.parse().expect("a seed"));
    let findings = PathBuf::from(rest.first().map_or("findings", String::as_str));
    std::fs::create_dir_all(&findings).expect("a folder for findings");
    let seeds = seeds(Path::new(corpus));
    assert!(!seeds.is_empty(), "{corpus} holds no seed");

    // Where panics began, those that a library catches by itself included.
    let places: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let noted = Arc::clone(&places);
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        if let Ok(mut noted) = noted.lock() {
            *noted.entry(place).or_insert(0) += 1;
        }
    }));
    let current: Arc<Mutex<(Instant, Vec<u8>)>> =
        Arc::new(Mutex::new((Instant::now(), Vec::new())));
    let (watched, folder, name) = (Arc::clone(&current), findings.clone(), target.clone());
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            if let Ok(now) = watched.lock()
                && now.0.elapsed() > INPUT_TIMEOUT
            {
                let _ = std::fs::write(folder.join(format!("{name}-hangs")), &now.1);
                eprintln!(
                    "{name}: an input takes more than {INPUT_TIMEOUT:?}; it is in {}",
                    folder.display()
                );
                std::process::exit(1);
            }
        }
    });

    let start = Instant::now();
    let (mut count, mut failed, mut slowest) = (0_u64, BTreeMap::new(), Duration::ZERO);
    for seed in &seeds {
        if let Ok(mut now) = current.lock() {
            *now = (Instant::now(), seed.clone());
        }
        body(seed);
    }
    while start.elapsed() < seconds {
        let bytes = mutated(&seeds, &mut dice);
        let begun = Instant::now();
        if let Ok(mut now) = current.lock() {
            *now = (begun, bytes.clone());
        }
        // On disk before it is read: an input that ends the process is a finding as well.
        let last = findings.join(format!("{target}-last"));
        let _ = std::fs::write(&last, &bytes);
        let before = places.lock().map(|p| p.clone()).unwrap_or_default();
        let ended = catch_unwind(AssertUnwindSafe(|| body(&bytes)));
        if begun.elapsed() > slowest {
            slowest = begun.elapsed();
            let _ = std::fs::write(findings.join(format!("{target}-slowest")), &bytes);
        }
        let after = places.lock().map(|p| p.clone()).unwrap_or_default();
        for place in after.keys().filter(|p| !before.contains_key(*p)) {
            let how = if ended.is_err() { "panic" } else { "caught" };
            let name = place.replace(['/', ':', '\\'], "_");
            let name: String =
                name.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
            let _ = std::fs::write(findings.join(format!("{target}-{how}-{name}")), &bytes);
        }
        if let Err(payload) = ended {
            let words = payload.downcast_ref::<String>().cloned();
            let words = words.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            let words: String = words.unwrap_or_default().chars().take(120).collect();
            *failed.entry(words).or_insert(0) += 1;
        }
        count += 1;
    }
    println!("{target}: {count} inputs in {:?}, the slowest {slowest:?}", start.elapsed());
    println!("  panics that came out: {failed:#?}");
    println!(
        "  where panics began, those caught inside included: {:#?}",
        places.lock().expect("no panic holds it")
    );
    std::process::exit(i32::from(!failed.is_empty()));
}
