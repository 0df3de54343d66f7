//! Small damaged and harmful inputs beside the project, each a kind of its own: words are read or
//! said to be missing, and none takes more time or memory than it may.
#![cfg(target_os = "linux")] // Where a shell can bound the memory of a program.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tablemend_tests::shared;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// Kilobytes of address space.
const ROOM: u32 = 4_000_000;

/// Enough for the slowest machine; the program as built for use takes less than two seconds.
const TIME: Duration = Duration::from_secs(30);

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let begin = Instant::now();
    let ran = Command::new("sh")
        .args(["-c", &format!("ulimit -v {ROOM} && exec \"$@\""), "sh", TABLEMEND])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(begin.elapsed() < TIME, "{arguments:?} took {:?}", begin.elapsed());
    ran
}

/// A file, what of it is read, and the codes of what is told.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

#[test]
fn words_are_read_or_said_to_be_missing() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("cases/robust");
    let (both, skipped) = (&["Before", "After"][..], &["page.damaged"][..]);
    let cases: &[Case] = &[
        ("content/brace.pdf", both, skipped),
        ("content/hex_bad_char.pdf", both, skipped),
        ("content/name_bad.pdf", both, &[]),
        ("content/num_bad.pdf", both, &[]),
        ("content/stray_close_arr.pdf", both, skipped),
        ("content/stray_paren.pdf", both, skipped),
        ("content/toomany.pdf", both, skipped),
        ("content/unbal_Q.pdf", both, &[]),
        ("damaged/clip_frame_u.pdf", &["Visible words", "Words of the shaded cell"], &[]),
        ("damaged/endstream_misspelt.pdf", &["Visible words"], &[]),
        ("damaged/feb_cut60.pdf", &[], &["pdf.cut_off", "page.unreadable"]),
        (
            "damaged/six_cut.pdf",
            &["Page 1 words", "Page 3 words"],
            &["pdf.cut_off", "page.unreadable"],
        ),
        ("damaged/field_noAP.pdf", &["Marsh Bailiff", "Deferred to May"], &[]),
        ("damaged/header_at_2000.pdf", &["Visible words"], &[]),
        ("damaged/header_damaged.pdf", &["Visible words"], &[]),
        ("damaged/ocr_ca0.pdf", &["Recognised words of the scan"], &["page.scanned"]),
        ("damaged/p2_corrupt_flate.pdf", &["1.1 Mend the weir Bailiff"], &["page."]),
        ("damaged/p2_form_bad.pdf", &["Second page words"], &["page.damaged"]),
        ("damaged/p2_kid_missing.pdf", &["Second page words"], &["page.unreadable"]),
        ("damaged/p2_missing_object.pdf", &["1.1 Mend the weir Bailiff"], &["page.unreadable"]),
        ("damaged/page_bad_box.pdf", &["object 1 words", "object 3 words"], &["page.unreadable"]),
        ("damaged/same_page_twice.pdf", &["object 2 words", "object 3 words"], &[]),
        ("damaged/t3_bbox_1000.pdf", &["suggest us suggest"], &[]),
        ("damaged/t3_zero_bbox.pdf", &["suggest us suggest"], &[]),
        ("damaged/type3_bbox1000_unit1.pdf", &["WeWe"], &[]),
        ("damaged/tr7_clip_fill.pdf", &["Clipped total"], &[]),
        ("damaged/white_on_path_circle.pdf", &["Polygon total"], &[]),
        ("damaged/white_outline_tr2.pdf", &["Outlined total"], &[]),
        ("damaged/white_over_halo.pdf", &["Halo total"], &[]),
    ];
    for (file, words, codes) in cases {
        let ran = run(&folder, &["convert", "-p", "action-plan", "-f", "json", file, "-v"]);
        let text = String::from_utf8_lossy(&ran.stdout);
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(0), "{file}: {told}");
        for word in *words {
            assert!(text.contains(word), "{file}: `{word}` is not in\n{text}\n{told}");
        }
        for code in *codes {
            assert!(told.contains(code), "{file}: `{code}` is not in\n{told}");
        }
    }
    let file = "damaged/same_page_twice.pdf";
    let twice = run(&folder, &["convert", "-p", "action-plan", "-f", "json", file]);
    assert_eq!(String::from_utf8_lossy(&twice.stdout).matches("object 1 words").count(), 2);
}

#[test]
fn harmful_documents_are_read_in_part_or_refused_within_bounds() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("cases/robust/hostile");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "pdf")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let ran = run(&folder, &["tables", "-f", "json", &name]);
        let code = ran.status.code();
        assert!(
            matches!(code, Some(0 | 3)),
            "{name}: {code:?} {}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

#[test]
fn harmful_files_of_records_are_refused_in_words_and_sound_ones_read() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("cases/robust/hostile");
    for (name, says) in [
        ("x_1000cells_x_50MB.xlsx", "more"),
        ("x_shared100MB.xlsx", "more"),
        ("p_list_bomb.parquet", "more"),
        ("corrupt_44.sqlite", "damaged"),
        ("gen_printf.sqlite", "too big"),
    ] {
        let ran = run(&folder, &["diff", name, "r_zstd.parquet"]);
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code().is_some_and(|c| c >= 2), "{name}: {:?} {told}", ran.status);
        assert!(told.contains(says), "{name}: {told}");
    }
    for name in ["wal.sqlite", "r_zstd.parquet"] {
        let ran = run(&folder, &["diff", name, name]);
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code().is_some_and(|c| c <= 1), "{name}: {:?} {told}", ran.status);
    }
}
