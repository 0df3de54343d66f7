//! Words that are on a page are read, or said to be missing.

#[allow(dead_code)] // Shared by several test targets.
mod making;

use making::{Made, opened, said, whole};
use tablemend_pdf::{Damage, DoubtKind, OpenOptions, Page, PageError, open};

fn doubts(page: &Page) -> Vec<(DoubtKind, u32)> {
    page.doubts.iter().map(|d| (d.kind, d.count)).collect()
}

fn page(content: &str, resources: &str) -> Page {
    Made::page(content, resources, "").read()
}

#[test]
fn a_damaged_token_costs_no_more_than_itself() {
    for fault in ["{ }", ")", "]", "<48!6C> pop", "1 2 3 re", &"1 ".repeat(300), "(open", "<41"] {
        let content = format!(
            "BT /F1 12 Tf 50 700 Td (Before) Tj ET\n{fault}\nBT /F1 12 Tf 50 600 Td (After) Tj ET"
        );
        let page = page(&content, "");
        let text = said(&page);
        assert!(text.starts_with("Before") && text.ends_with("After"), "{fault}: {text}");
        let skipped = doubts(&page).iter().any(|(kind, _)| *kind == DoubtKind::TokensSkipped);
        assert!(skipped, "{fault}: {:?}", page.doubts);
    }
    let sound = page("BT /F1 12 Tf 50 700 Td (Sound) Tj ET q Q Q BX /Unknown foo EX", "");
    assert_eq!((said(&sound).as_str(), doubts(&sound)), ("Sound", vec![]));
}

#[test]
fn a_fill_covers_what_it_covers_and_no_more() {
    let text = "BT /F1 8 Tf 400 280 Td (Words of the cell) Tj ET";
    let frame = "392 300 m 392 245 l 563 245 l 563 300 l 558 300 l 558 253 l 397 253 l 397 300 l h";
    let round = "392 300 m 392 245 l 500 230 l 563 245 l 563 300 l h";
    for (clip, shows) in [
        (format!("{frame} W* n"), true),
        (format!("{round} W n"), true),
        ("390 240 180 80 re W n".to_owned(), false),
        ("390 240 90 80 re 480 240 90 80 re W n".to_owned(), false),
    ] {
        let page = page(&format!("{text} q {clip} .8 g 380 230 200 100 re f Q"), "");
        assert_eq!(!said(&page).is_empty(), shows, "{clip}");
        let hidden = page.doubts.iter().find(|d| d.kind == DoubtKind::Hidden);
        assert_eq!(hidden.is_some_and(|d| d.sample == "Wordsofthecell"), !shows, "{clip}");
    }
    // A soft mask stays in force when a later state sets only the blend mode.
    let states = "/ExtGState << /M << /SMask << /S /Alpha >> >> /N << /BM /Normal >> >>";
    let masked = page(&format!("{text} /M gs /N gs .8 g 380 230 200 100 re f"), states);
    assert_eq!(said(&masked), "Words of the cell");
}

#[test]
fn white_is_hidden_only_on_white() {
    let white = "BT /F1 24 Tf 1 g 100 590 Td (Total) Tj ET";
    let outline = "BT /F1 30 Tf 1 1 1 rg 0 0 0 RG 1 w 2 Tr 50 600 Td (Total) Tj ET";
    let halo = "BT /F1 30 Tf 0 0 0 RG 4 w 1 Tr 1 0 0 1 50 600 Tm (Total) Tj 0 Tr 1 1 1 rg \
                1 0 0 1 50 600 Tm (Total) Tj ET";
    let strips: String = (0..20)
        .map(|i| format!("{} 0 .5 rg 50 {} 300 2 re f ", i as f32 / 40.0, 580 + 2 * i))
        .collect();
    for (content, shows) in [
        (white.to_owned(), false),
        (format!("0 0 .5 rg 50 600 m 350 650 l 350 580 l 50 580 l h f {white}"), true),
        (format!("0 0 .5 rg 50 580 300 70 re f {white}"), true),
        (format!("0 0 .5 RG 40 w 50 590 m 350 605 l S {white}"), true),
        (format!("{strips} {white}"), true),
        (format!("{white} 0 0 .5 rg 300 100 50 50 re f"), false),
        (outline.to_owned(), true),
        (halo.to_owned(), true),
    ] {
        let page = page(&content, "");
        assert_eq!(said(&page), if shows { "Total" } else { "" }, "{content}");
        let is_told = doubts(&page).contains(&(DoubtKind::Hidden, 5));
        assert_eq!(is_told, !shows, "{content}: {:?}", page.doubts);
    }
}

#[test]
fn letters_that_clip_are_read() {
    let clip = "q BT 7 Tr /F1 30 Tf 50 700 Td (Total) Tj ET 0 0 1 rg 0 0 595 842 re f Q";
    let page = page(clip, "");
    assert_eq!(said(&page), "Total");
    assert!(page.fills.is_empty(), "{:?}", page.fills);
}

#[test]
fn what_nobody_sees_over_a_picture_is_the_reading_of_a_scan() {
    let picture = "/XObject << /I 6 0 R >> /ExtGState << /G << /ca 0 >> >>";
    let text = "/G gs BT /F1 12 Tf 50 700 Td (Read) Tj ET";
    for (content, expected) in [
        (format!("q 595 0 0 842 0 0 cm /I Do Q {text}"), "Read"),
        (text.to_owned(), ""),
        (
            "q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F1 12 Tf 50 700 Td (Read) Tj ET".to_owned(),
            "Read",
        ),
    ] {
        let made = Made::page(&content, picture, "").with_stream(
            "/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /BitsPerComponent 1 \
             /ColorSpace /DeviceGray",
            b"\0",
        );
        let page = made.read();
        assert_eq!(said(&page), expected, "{content}");
        assert!(page.glyphs.iter().all(|g| g.is_ocr));
    }
}

#[test]
fn letters_of_narrow_fonts_are_no_doubles() {
    for bounds in ["0 0 0 0", "0 0 1000 1000", "0 0 12 18"] {
        let font = format!(
            "<< /Type /Font /Subtype /Type3 /FontBBox [{bounds}] /FontMatrix [.0042 0 0 .0042 0 0] \
             /FirstChar 101 /LastChar 103 /Widths [12 12 12] /Encoding << /Differences [101 /e /f /g] \
             >> /CharProcs << /e 7 0 R /f 7 0 R /g 7 0 R >> >>"
        );
        let made = Made::page("BT /T 58 Tf 50 700 Td (eggfeeg) Tj ET", "/Font << /T 6 0 R >>", "")
            .with(&font)
            .with_stream("", b"12 0 0 0 12 18 d1 0 0 10 18 re f");
        let page = made.read();
        assert_eq!(said(&page), "eggfeeg", "{bounds}");
        assert!(page.glyphs.iter().all(|g| (1.0..20.0).contains(&g.size)), "{bounds}");
    }
}

#[test]
fn lines_that_run_over_the_edge_of_the_page_are_told() {
    let off = |content: &str| {
        let page = page(content, "");
        let told = page.doubts.iter().find(|d| d.kind == DoubtKind::OffPage);
        (said(&page), told.map(|d| (d.count, d.sample.trim().to_owned(), d.area.map(whole))))
    };
    // The page is 612 points wide.
    let (seen, told) = off("BT /F1 10 Tf 575 300 Td (Mend the gate) Tj ET");
    let (count, sample, area) = told.unwrap();
    assert_eq!(format!("{seen}{sample}").replace(' ', ""), "Mendthegate");
    assert_eq!(count as usize, sample.replace(' ', "").len());
    assert!(area.unwrap()[2] <= 612, "{area:?}");
    // Word by word.
    let (_, told) = off("BT /F1 10 Tf 575 300 Td (Mend) Tj 28 0 Td (the) Tj 18 0 Td (gate) Tj ET");
    assert!(told.unwrap().1.ends_with("gate"));
    // A printer's mark is off the page from its beginning.
    let (seen, told) = off("BT /F1 10 Tf 500 300 Td (Mend) Tj 140 0 Td (Job 17) Tj ET");
    assert_eq!((seen.as_str(), told), ("Mend", None));
}

#[test]
fn fields_without_an_appearance_show_their_value() {
    let annotations = "/Annots [6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]";
    let field =
        |rest: &str| format!("<< /Type /Annot /Subtype /Widget /Rect [100 500 300 520] {rest} >>");
    let made = Made::page("", "", annotations)
        .with(&field("/FT /Tx /V (Owner)"))
        .with(&field("/Parent << /FT /Ch /V (Chosen) >>"))
        .with("<< /Type /Annot /Subtype /FreeText /Rect [100 400 160 490] /Contents (Put off to May) >>")
        .with(&field("/FT /Tx /Ff 8192 /V (Secret)"))
        .with(&field("/FT /Tx /F 2 /V (Hidden)"));
    let text = said(&made.read());
    assert_eq!(text, "OwnerChosenPut off toMay");
}

#[test]
fn artifacts_and_watermarks_are_told_apart() {
    let content = "BT /F1 12 Tf 50 700 Td /Artifact BMC (Foot) Tj EMC \
                   /Artifact << /Type /Pagination /Subtype /Watermark >> BDC (Draft) Tj EMC (Text) Tj ET";
    let page = page(content, "");
    let of = |c: &str| {
        page.glyphs.iter().find(|g| g.text == *c).map(|g| (g.is_artifact, g.is_watermark))
    };
    assert_eq!(of("F"), Some((true, false)));
    assert_eq!(of("D"), Some((true, true)));
    assert_eq!(of("T"), Some((false, false)));
    let stamp = Made::page("", "", "/Annots [6 0 R]")
        .with("<< /Type /Annot /Subtype /Stamp /Rect [0 0 200 100] /AP << /N 7 0 R >> >>")
        .with_stream(
            "/Subtype /Form /BBox [0 0 200 100] /Resources << /Font << /F1 5 0 R >> >>",
            b"BT /F1 12 Tf 9 9 Td (Seen) Tj ET",
        )
        .read();
    assert!(said(&stamp) == "Seen" && stamp.glyphs.iter().all(|g| g.is_watermark));
}

#[test]
fn what_is_missing_of_a_page_is_told_and_pages_keep_their_numbers() {
    let second = |contents: &str| {
        format!(
            "<< /Type /Page /Parent 2 0 R /Contents {contents} /Resources << /Font << /F1 5 0 R >> \
             /XObject << /X 8 0 R >> >> >>"
        )
    };
    let made = |contents: &str, data: &[u8], dict: &str| {
        Made::page("BT /F1 12 Tf 50 700 Td (One) Tj ET", "", "")
            .replaced(2, "<< /Type /Pages /Kids [3 0 R 77 0 R 6 0 R 3 0 R] /Count 4 /MediaBox [0 0 612 792] >>")
            .with(&second(contents))
            .with_stream(dict, data)
            .open()
    };
    let plain: &[u8] = b"BT /F1 12 Tf 50 700 Td (Two) Tj ET /X Do";
    let pdf = made("7 0 R", plain, "");
    assert_eq!(pdf.page_count(), 4);
    assert_eq!(pdf.page(2).unwrap_err(), PageError::Lost(2));
    assert_eq!(said(&pdf.page(1).unwrap()), "One");
    assert_eq!(said(&pdf.page(4).unwrap()), "One");
    let third = pdf.page(3).unwrap();
    assert_eq!((said(&third).as_str(), doubts(&third)), ("Two", vec![(DoubtKind::FormLost, 1)]));

    let part = made("[7 0 R 99 0 R]", b"BT /F1 12 Tf 50 700 Td (Two) Tj ET", "").page(3).unwrap();
    assert_eq!((said(&part).as_str(), doubts(&part)), ("Two", vec![(DoubtKind::ContentLost, 1)]));
    assert_eq!(made("99 0 R", plain, "").page(3).unwrap_err(), PageError::Undecodable(3));
    assert_eq!(
        made("7 0 R", b"xxxxx", "/Filter /FlateDecode").page(3).unwrap_err(),
        PageError::Undecodable(3)
    );

    // A stream that breaks off in the middle is read as far as it goes.
    let words = format!("BT /F1 12 Tf 50 700 Td (Two) Tj ET {}", "0 0 m 9 9 l S ".repeat(400));
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
    std::io::Write::write_all(&mut packer, words.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let broken =
        made("7 0 R", &packed[..packed.len() / 2], "/Filter /FlateDecode").page(3).unwrap();
    assert_eq!(said(&broken), "Two");
    assert!(doubts(&broken).contains(&(DoubtKind::ContentBroken, 1)), "{:?}", broken.doubts);
}

#[test]
fn a_damaged_end_mark_of_a_stream_costs_nothing() {
    let bytes = Made::page("BT /F1 12 Tf 50 700 Td (Hello) Tj ET", "", "").bytes();
    for mark in ["enxstream", "endstrm", "endstreem", ""] {
        let text: Vec<u8> =
            String::from_utf8(bytes.clone()).unwrap().replace("endstream", mark).into_bytes();
        let pdf = opened(text);
        assert_eq!(said(&pdf.page(1).unwrap()), "Hello", "{mark}");
    }
}

#[test]
fn a_file_that_breaks_off_says_so() {
    let made = Made::page("BT /F1 12 Tf 50 700 Td (Hello) Tj ET", "", "").with("<< /More true >>");
    let bytes = made.bytes();
    assert_eq!(opened(bytes.clone()).info().damage, []);
    let xref = bytes.windows(4).rposition(|w| w == b"xref").unwrap();
    let second = [&bytes[..], b"9 0 obj\n<< /Type /Page >>\nendobj\n"].concat();
    for cut in [&bytes[..xref - 3], &second] {
        let pdf = opened(cut.to_vec());
        assert!(pdf.info().damage.contains(&Damage::CutOff), "{:?}", pdf.info().damage);
        assert_eq!(said(&pdf.page(1).unwrap()), "Hello");
    }
    assert!(open(b"%PDF-1.7".to_vec(), &OpenOptions::default()).is_err());
}

#[test]
fn a_range_of_widths_without_end_costs_the_font_and_not_the_words() {
    let map = b"begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange \
                1 beginbfrange <0041> <005A> <0041> endbfrange endcmap";
    let made = Made::page("BT /G 12 Tf 50 500 Td <00410042> Tj ET", "/Font << /G 6 0 R >>", "")
        .with("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>")
        .with("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 4000000000 500] >>")
        .with_stream("", map);
    let page = made.read();
    assert_eq!(said(&page), "AB");
    assert_eq!(doubts(&page), [(DoubtKind::FontLost, 1)]);
}

#[test]
fn functions_without_end_are_not_followed() {
    let two = |i: usize| {
        format!(
            "<< /FunctionType 3 /Domain [0 1] /Functions [{n} 0 R {n} 0 R] /Bounds [.5] /Encode [0 1 0 1] >>",
            n = i + 1
        )
    };
    let chain = |i: usize| {
        format!(
            "<< /FunctionType 3 /Domain [0 1] /Functions [{} 0 R] /Bounds [] /Encode [0 1] >>",
            i + 1
        )
    };
    for (count, of) in [(40, &two as &dyn Fn(usize) -> String), (1200, &chain)] {
        let mut made = Made::page(
            "/C cs 0.5 sc 10 10 100 100 re f BT /F1 12 Tf 50 700 Td (Read) Tj ET",
            "/ColorSpace << /C [/Separation /A /DeviceRGB 6 0 R] >>",
            "",
        );
        for i in 0..count {
            made = made.with(&of(6 + i));
        }
        made = made.with("<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 1 1] /N 1 >>");
        assert_eq!(said(&made.read()), "Read");
    }
}
