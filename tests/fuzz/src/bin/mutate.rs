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
use tablemend_fuzz::mutation::{Dice, mutated};

/// An input that takes longer than this is a finding.
const INPUT_TIMEOUT: Duration = Duration::from_secs(20);

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
    let body = tablemend_fuzz::target(target).unwrap_or_else(|| {
        let known: Vec<&str> = tablemend_fuzz::TARGETS.iter().map(|(name, _)| *name).collect();
        eprintln!("there is no target {target}; there are {}", known.join(", "));
        std::process::exit(2);
    });
    let seconds = Duration::from_secs(seconds.parse().expect("seconds"));
    let mut dice = Dice::new(seed.parse().expect("a seed"));
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
