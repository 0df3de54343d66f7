//! Small files that would become large: each ends in a clear error, within little memory.
#![cfg(target_os = "linux")] // Where a shell can bound the memory of a program.

use flate2::{Compress, Compression, FlushCompress};
use std::fs;
use std::process::{Command, Output};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// Kilobytes of address space: less than any of the files below would take if it were unpacked.
const ROOM: u32 = 3 << 20;

/// Deflated zlib data of `count` times `block`. A block flushed in full depends on no other, so it is
/// packed once and repeated; no checksum follows.
fn packed(block: &[u8], count: usize) -> Vec<u8> {
    let mut packer = Compress::new(Compression::best(), false);
    let mut one = Vec::with_capacity(block.len() / 100 + 1024);
    packer.compress_vec(block, &mut one, FlushCompress::Full).unwrap();
    assert_eq!(packer.total_in(), block.len() as u64, "the block is not packed whole");
    let mut all = vec![0x78, 0xda];
    all.extend(one.repeat(count));
    all.extend([3, 0]);
    all
}

/// A PDF of these objects, numbered from 1, the first of them the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let count = objects.len() + 1;
    out.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<< /Root 1 0 R /Size {count} >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {dict} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A document of two pages: one that says `Sound`, and one with the content that is object 6;
/// more objects follow from 7 on.
fn document(content: Vec<u8>, resources: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page = |content: usize, resources: &str| {
        let rest = format!("/Contents {content} 0 R /Resources << {resources} >>");
        format!("<< /Type /Page /Parent 2 0 R {rest} >>").into_bytes()
    };
    let font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 612 792] >>".to_vec(),
        page(5, font),
        page(6, resources),
        stream("", b"BT /F1 12 Tf 72 700 Td (Sound) Tj ET"),
        content,
    ];
    objects.extend(more);
    pdf(&objects)
}

/// Runs the program on a file, within `ROOM`.
fn read(bytes: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harmful.pdf");
    fs::write(&path, bytes).unwrap();
    Command::new("sh")
        .args(["-c", &format!("ulimit -v {ROOM} && exec \"$@\""), "sh", TABLEMEND, "tables"])
        .arg(&path)
        .output()
        .unwrap()
}

/// Checks that the harmful page is told and the sound one read.
fn check_page_is_refused(what: &str, bytes: &[u8], limit: &str) {
    let ran = read(bytes);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(0), "{what}: {told}");
    for words in ["error[page.unreadable]", "page 2 goes beyond a limit", limit, "on 2 pages"] {
        assert!(told.contains(words), "{what}: `{words}` is not in:\n{told}");
    }
}

const FLATE: &str = "/Filter /FlateDecode";

#[test]
fn content_that_inflates_without_end_is_refused() {
    let blanks = packed(&vec![b' '; 16 << 20], 512);
    let bytes = document(stream(FLATE, &blanks), "", Vec::new());
    check_page_is_refused("8 GB of blanks", &bytes, "inflate to more than");
    let twice = stream("/Filter [/FlateDecode /FlateDecode]", &packed(&blanks, 8));
    let bytes = document(twice, "", Vec::new());
    check_page_is_refused("packed twice", &bytes, "inflate to more than");
}

#[test]
fn objects_that_inflate_without_end_are_refused() {
    let body = packed(&vec![b' '; 16 << 20], 512);
    let twice = packed(&body, 1);
    // A block that is stored as it is, and says that the stream ends.
    let ends = [&[0x78, 0xda, 0, 9, 0, 0xf6, 0xff], &b"endstream"[..], &body[2..]].concat();
    let digits: String = body.iter().map(|b| format!("{b:02x}")).collect();
    let padding = format!("/Type /ObjStm /Padding (obj >> {}) {FLATE}", "stream ".repeat(400));
    for (dict, data) in [
        ("/Type /ObjStm /Filter /FlateDecode", &body),
        ("/Type /Obj#53tm /Filter /FlateDecode", &body),
        ("/N 1 /First 8 /Filter /Fl", &body),
        ("/Type /ObjStm /Filter [/FlateDecode /Fl#61teDecode]", &twice),
        (&padding, &body),
        ("/Type /ObjStm /Filter /FlateDecode", &ends),
        ("/Type /ObjStm /Filter [/AHx /FlateDecode]", &digits.into_bytes()),
    ] {
        let ran = read(&document(stream("", b""), "", vec![stream(dict, data)]));
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(3), "{dict}: {told}");
        let says = "this PDF goes beyond a limit: ";
        assert!(told.contains("error[input.unreadable]") && told.contains(says), "{dict}: {told}");
    }
}

#[test]
fn operators_without_end_are_refused() {
    let lines = packed(&b"0 0 m 9 9 l S\n".repeat(1 << 20), 16);
    let bytes = document(stream(FLATE, &lines), "", Vec::new());
    check_page_is_refused("sixteen million lines", &bytes, "more than");
    // Each of ten forms draws the next ten times.
    let form = |n: usize| {
        let next = format!("/F {} 0 R", n + 8);
        let dict = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << {next} >> >>"
        );
        stream(&dict, &b"/F Do\n".repeat(10))
    };
    let mut forms: Vec<Vec<u8>> = (0..10).map(form).collect();
    let last = "/Type /XObject /Subtype /Form /BBox [0 0 612 792]";
    forms.push(stream(last, b"0 0 m 9 9 l S\n"));
    let bytes = document(stream("", b"/F Do"), "/XObject << /F 7 0 R >>", forms);
    check_page_is_refused("forms in forms", &bytes, "more than");
}
