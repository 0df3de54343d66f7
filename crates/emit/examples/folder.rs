//! Writes a folder of every format: `cargo run --example folder -- OUT [RECORDS.json] [COUNT]`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::Write as _;
use tablemend_emit::{FORMATS, Options, json, package};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let out = std::path::Path::new(&args[1]);
    std::fs::create_dir_all(out).unwrap();
    let data = match args.get(2).map(String::as_str) {
        None => support::plan(),
        Some("risk") => support::register(),
        Some(n) if n.parse::<u32>().is_ok() => support::large_plan(n.parse().unwrap()),
        Some(path) => json::read(&std::fs::read(path).unwrap(), &support::plan_schema()).unwrap(),
    };
    let formats: Vec<_> = FORMATS.iter().filter(|f| f.built).map(|f| f.format).collect();
    let options = Options { licence: Some("OGL-UK-3.0".to_owned()), ..Options::default() };
    for file in package(&data, &formats, "plan", &options) {
        let start = std::time::Instant::now();
        let path = out.join(file.name());
        let existing = std::fs::read(&path).ok().filter(|_| file.merges());
        let mut bytes = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        if let Err(e) = file.write(existing.as_deref(), &mut bytes) {
            println!("{}: {e} {:?}", file.name(), std::error::Error::source(&e));
        }
        bytes.flush().unwrap();
        let size = std::fs::metadata(&path).unwrap().len();
        println!("{:<32}{size:>12} B {:>9.1} ms", file.name(), start.elapsed().as_secs_f64() * 1e3);
    }
}
