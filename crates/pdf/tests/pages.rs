//! What is on a page, feature by feature.

mod making;

use making::{Made, said, whole};
use tablemend_model::Rgb;
use tablemend_pdf::{Fill, Page};

const BLACK: Rgb = Rgb(0, 0, 0);

fn page(content: &str) -> Page {
    Made::page(content, "", "").read()
}

fn fills(page: &Page) -> Vec<([i32; 4], String)> {
    page.fills.iter().map(|Fill { area, colour, .. }| (whole(*area), colour.hex())).collect()
}

/// Box, direction and dashes of the rules.
fn rules(page: &Page) -> Vec<([i32; 4], char)> {
    let kind = |r: &tablemend_pdf::Rule| match (r.is_horizontal, r.is_dashed) {
        (true, false) => '-',
        (false, false) => '|',
        (true, true) => '=',
        (false, true) => ':',
    };
    page.rules.iter().map(|r| (whole(r.area), kind(r))).collect()
}

#[test]
fn glyphs_stand_where_they_are_drawn() {
    let p = page("BT /F1 10 Tf 2 Tc 3 Tw 1 0 0 rg 100 700 Td (Ab c) Tj ET");
    assert_eq!(said(&p), "Ab c");
    let xs: Vec<i32> = p.glyphs.iter().map(|g| (g.origin.0 * 100.0).round() as i32).collect();
    // Helvetica: A 667, b 556, blank 278.
    assert_eq!(xs, [10000, 10867, 11623, 12401]);
    let first = &p.glyphs[0];
    assert_eq!(first.origin.1, 92.0);
    assert_eq!((first.size, first.angle, first.colour), (10.0, 0.0, Rgb(255, 0, 0)));
    assert_eq!(whole(first.area), [100, 85, 107, 94]);
    assert!(!first.bold && !first.italic && !first.is_ocr);
}

#[test]
fn kerning_scale_rise_and_lines_move_text() {
    let p = page("BT /F1 10 Tf 50 Tz 12 TL 10 700 Td [(A) -1000 (A)] TJ T* 5 Ts (B) ' ET");
    let at: Vec<(f32, f32)> = p.glyphs.iter().map(|g| g.origin).collect();
    let near = |a: f32, b: f32| (a - b).abs() < 0.01;
    assert_eq!(at.len(), 3);
    assert!(near(at[1].0, 10.0 + 3.335 + 5.0), "{at:?}");
    assert!(near(at[2].0, 10.0) && near(at[2].1, 92.0 + 24.0 - 5.0), "{at:?}");
}

#[test]
fn turned_pages_are_read_as_shown() {
    // Text that runs up the sheet is upright once the page is turned by 90 degrees.
    let content = "BT /F1 10 Tf 0 1 -1 0 600 100 Tm (Up) Tj ET 0 0 100 50 re f";
    let cases = [
        (0, (612.0, 792.0), (600.0, 692.0), 270.0, [0, 742, 100, 792]),
        (90, (792.0, 612.0), (100.0, 600.0), 0.0, [0, 0, 50, 100]),
        (180, (612.0, 792.0), (12.0, 100.0), 90.0, [512, 0, 612, 50]),
        (270, (792.0, 612.0), (692.0, 12.0), 180.0, [742, 512, 792, 612]),
    ];
    for (turn, size, origin, angle, fill) in cases {
        let pdf = Made::page(content, "", &format!("/Rotate {turn}")).open();
        assert_eq!(pdf.page_sizes(), [size], "{turn}");
        let p = pdf.page(1).unwrap();
        assert_eq!((p.width, p.height), size, "{turn}");
        assert_eq!(p.glyphs[0].origin, origin, "{turn}");
        assert_eq!(p.glyphs[0].angle, angle, "{turn}");
        assert_eq!(fills(&p)[0].0, fill, "{turn}");
    }
}

#[test]
fn the_crop_box_is_the_page_and_the_unit_counts() {
    let content =
        "0.8 g 50 550 100 100 re f 0 g BT /F1 10 Tf 110 610 Td (In) Tj 400 0 Td (Out) Tj ET";
    let p = Made::page(content, "", "/CropBox [100 600 300 700] /UserUnit 2").read();
    assert_eq!((p.width, p.height), (400.0, 200.0));
    assert_eq!(said(&p), "In");
    assert_eq!((p.glyphs[0].origin, p.glyphs[0].size), ((20.0, 180.0), 20.0));
    assert_eq!(fills(&p), [([0, 100, 100, 200], "#cccccc".to_owned())]);
}

#[test]
fn forms_in_forms_are_carried_out_in_their_place() {
    let p = Made::page("q 2 0 0 2 100 100 cm /A Do Q", "/XObject << /A 6 0 R >>", "")
        .with_stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Matrix [1 0 0 1 10 0] \
             /Resources << /XObject << /B 7 0 R >> >>",
            b"/B Do 0 0 200 10 re f",
        )
        .with_stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Resources << /Font << /F1 5 0 R >> >>",
            b"BT /F1 5 Tf 0 20 Td (x) Tj ET",
        )
        .read();
    assert_eq!(p.glyphs[0].origin, (120.0, 792.0 - 140.0));
    assert_eq!(p.glyphs[0].size, 10.0);
    // Cut at the box of the form.
    assert_eq!(fills(&p)[0].0, [120, 672, 220, 692]);
}

#[test]
fn a_form_that_draws_itself_ends() {
    let p = Made::page("/A Do BT /F1 9 Tf (end) Tj ET", "/XObject << /A 6 0 R >>", "")
        .with_stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> >>",
            b"/A Do",
        )
        .read();
    assert_eq!(said(&p), "end");
}

#[test]
fn colours_of_every_kind_become_rgb() {
    let cases = [
        ("0.5 g", "", "#808080"),
        ("1 0.75 0 rg", "", "#ffbf00"),
        ("0 0.25 1 0 k", "", "#ffbf00"),
        ("/S cs 1 scn", "/ColorSpace << /S [/Separation /Amber /DeviceRGB 6 0 R] >>", "#ffc000"),
        ("/S cs 0 scn", "/ColorSpace << /S [/Separation /Amber /DeviceRGB 6 0 R] >>", "#ffffff"),
        ("/I cs 1 sc", "/ColorSpace << /I [/Indexed /DeviceRGB 1 <000000 00b050>] >>", "#00b050"),
        ("/C cs 1 0 0 sc", "/ColorSpace << /C [/CalRGB << /WhitePoint [1 1 1] >>] >>", "#ff0000"),
        ("/P cs /Stripes scn", "/Pattern << /Stripes 7 0 R >>", "#ff8080"),
        ("/Pattern cs /Fade scn", "/Pattern << /Fade 8 0 R >>", "#800080"),
        ("/G gs 1 0 0 rg", "/ExtGState << /G << /ca 0.5 >> >>", "#ff8080"),
    ];
    for (set, resources, colour) in cases {
        let p = Made::page(&format!("{set} 10 10 50 50 re f"), resources, "")
            .with("<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 1 1] /C1 [1 0.7529 0] >>")
            .with_stream(
                "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 10 10] /XStep 10 /YStep 10 \
                 /Resources << >>",
                b"1 0 0 rg 0 0 10 5 re f",
            )
            .with(
                "<< /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB \
                 /Coords [0 0 1 0] /Function << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 0 0] \
                 /C1 [0 0 1] >> >> >>",
            )
            .read();
        let shown = p.fills.first().map_or("#ffffff".to_owned(), |f| f.colour.hex());
        assert_eq!(shown, colour, "{set}");
    }
}

#[test]
fn type_3_fonts_speak_by_their_glyph_names() {
    let p = Made::page("BT /T 20 Tf 10 10 Td (ab) Tj ET", "/Font << /T 6 0 R >>", "")
        .replaced(
            3,
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /T 6 0 R >> >> >>",
        )
        .with(
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 100 100] /FontMatrix [0.01 0 0 0.01 0 0] \
             /FirstChar 97 /LastChar 98 /Widths [50 60] \
             /Encoding << /Differences [97 /eight /fi] >> /CharProcs << /eight 7 0 R /fi 7 0 R >> >>",
        )
        .with_stream("", b"50 0 d0 0 0 40 40 re f")
        .read();
    assert_eq!(said(&p), "8fi");
    assert_eq!(p.glyphs[1].origin.0, 20.0);
}

#[test]
fn text_drawn_twice_is_there_once_and_bold() {
    let p = page("BT /F1 10 Tf 10 10 Td (Ill) Tj 0.3 0 Td (Ill) Tj ET");
    assert_eq!(said(&p), "Ill");
    assert!(p.glyphs.iter().all(|g| g.bold));
    assert_eq!(said(&page("BT /F1 10 Tf 2 Tr 10 10 Td (o) Tj ET")), "o");
}

#[test]
fn accents_drawn_by_themselves_join_their_letters() {
    // Before the letter, after it, and beside it, where it is a sign of its own.
    let p = page(
        "BT /F1 10 Tf 10 10 Td [(\\250) 445 (o)] TJ 50 0 Td [(e) 445 (\\264)] TJ 50 0 Td (a\\250) Tj ET",
    );
    assert_eq!(said(&p), "öéa¨");
    assert_eq!(p.glyphs.len(), 4);
}

#[test]
fn what_is_clipped_away_or_off_the_page_is_gone() {
    let p = page(
        "q 100 100 50 50 re W n BT /F1 10 Tf 110 120 Td (in) Tj 0 100 Td (out) Tj ET \
         1 0 0 rg 0 0 125 125 re f Q BT /F1 10 Tf 700 10 Td (off) Tj ET",
    );
    // The area is painted over the letters that it covers.
    assert_eq!(fills(&p), [([100, 667, 125, 692], "#ff0000".to_owned())]);
    assert!(!said(&p).contains("out") && !said(&p).contains("off"));
    let p = page("q 100 100 50 50 re W n BT /F1 10 Tf 110 120 Td (in) Tj 0 100 Td (out) Tj ET Q");
    assert_eq!(said(&p), "in");
}

#[test]
fn layers_that_are_off_are_off() {
    let content = "/OC /Off BDC BT /F1 10 Tf (no) Tj ET EMC /OC /On BDC BT /F1 10 Tf (yes) Tj ET \
                   EMC /F Do";
    let p = Made::page(
        content,
        "/Properties << /Off 6 0 R /On 7 0 R >> /XObject << /F 8 0 R >>",
        "",
    )
    .replaced(
        1,
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >> >>",
    )
    .with("<< /Type /OCG /Name (a) >>")
    .with("<< /Type /OCG /Name (b) >>")
    .with_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /OC 6 0 R \
         /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 10 Tf 50 50 Td (form) Tj ET",
    )
    .read();
    assert_eq!(said(&p), "yes");
}

#[test]
fn lines_and_thin_areas_are_rules() {
    let p = page("2 w 10 100 m 110 100 l S 10 200 0.5 90 re f 300 300 80 40 re S");
    assert_eq!(
        rules(&p),
        [
            ([10, 691, 110, 693], '-'),
            ([10, 502, 11, 592], '|'),
            ([299, 491, 381, 493], '-'),
            ([379, 451, 381, 493], '|'),
            ([299, 451, 381, 453], '-'),
            ([299, 451, 301, 493], '|'),
        ]
    );
    assert!(p.fills.is_empty());
    // A line of no height is still a line, and a slanted one is none.
    let p = page("10 100 200 0 re f 0 0 m 50 50 l S");
    assert_eq!(rules(&p), [([10, 692, 210, 692], '-')]);
}

#[test]
fn dashes_are_one_rule() {
    let p = page("[3 2] 0 d 10 100 m 110 100 l S");
    assert_eq!(rules(&p), [([10, 692, 110, 693], '=')]);
    let pieces: String = (0..20).map(|i| format!("{} 100 3 0.5 re f ", 10 + i * 5)).collect();
    let p = page(&pieces);
    assert_eq!(rules(&p), [([10, 692, 108, 692], '=')]);
}

#[test]
fn frames_are_cut_to_rules() {
    let p = page("100 100 100 50 re 101 101 98 48 re f*");
    assert_eq!(p.fills, []);
    assert_eq!(rules(&p).len(), 4);
    // Bars with mitred corners, as browsers draw borders.
    let p = page("100 100 m 200 100 l 199 101 l 101 101 l h f");
    assert_eq!(rules(&p), [([100, 691, 200, 692], '-')]);
}

#[test]
fn later_paint_hides_earlier_paint() {
    let amber = "1 0.75 0 rg 100 100 50 20 re f ";
    let cases = [
        ("1 1 1 rg 90 90 70 40 re f", vec![([90, 662, 160, 702], "#ffffff")]),
        (
            "1 1 1 rg 110 100 10 20 re f",
            vec![([100, 672, 150, 692], "#ffbf00"), ([110, 672, 120, 692], "#ffffff")],
        ),
        ("1 1 1 rg 300 300 50 20 re f", vec![([100, 672, 150, 692], "#ffbf00")]),
    ];
    for (over, shown) in cases {
        let shown: Vec<_> = shown.iter().map(|(r, c)| (*r, (*c).to_owned())).collect();
        assert_eq!(fills(&page(&format!("{amber}{over}"))), shown, "{over}");
    }
    // Text under it goes, text over it stays; see-through paint hides nothing.
    let text = "BT /F1 10 Tf 0 g 105 105 Td (w) Tj ET ";
    assert_eq!(said(&page(&format!("{text}{amber}"))), "");
    assert_eq!(said(&page(&format!("{amber}{text}"))), "w");
    let content = format!("{text}/G gs {amber}");
    let p = Made::page(&content, "/ExtGState << /G << /BM /Multiply >> >>", "").read();
    assert_eq!(said(&p), "w");
}

#[test]
fn white_on_white_cannot_be_seen() {
    let white = "BT /F1 10 Tf 1 g 105 105 Td (w) Tj ET";
    assert_eq!(said(&page(white)), "");
    assert_eq!(said(&page(&format!("0 0 1 rg 100 100 50 20 re f {white}"))), "w");
}

#[test]
fn invisible_text_counts_over_a_picture_only() {
    let text = "BT /F1 10 Tf 3 Tr 10 10 Td (ocr) Tj ET";
    assert_eq!(said(&page(text)), "");
    let scan = "q 612 0 0 792 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd\nEI Q ";
    let p = page(&format!("{scan}{text}"));
    assert_eq!(said(&p), "ocr");
    assert!(p.glyphs.iter().all(|g| g.is_ocr) && !p.is_scan());
    assert!(page(scan).is_scan());
    assert!(!page("BT /F1 10 Tf 10 10 Td (x) Tj ET").is_scan());
}

#[test]
fn pictures_have_their_mean_colour() {
    let p =
        page("q 10 0 0 10 50 50 cm BI /W 2 /H 1 /BPC 8 /CS /RGB ID \x00\x00\x00\x00\x40\x00\nEI Q");
    assert_eq!(p.images.len(), 1);
    assert_eq!(p.images[0].colour, Some(Rgb(0, 0x20, 0)));
    assert_eq!(whole(p.images[0].area), [50, 732, 60, 742]);
    // One pixel is an area, and a line where it is thin.
    let pixel = "BI /W 1 /H 1 /BPC 8 /CS /G ID \x10\nEI Q ";
    let p = page(&format!("q 50 0 0 20 50 50 cm {pixel} q 50 0 0 1 50 50 cm {pixel}"));
    assert_eq!(fills(&p), [([50, 722, 100, 742], "#101010".to_owned())]);
    assert_eq!(rules(&p), [([50, 741, 100, 742], '-')]);
}

#[test]
fn actual_text_takes_the_place_of_glyphs() {
    let p =
        page("BT /F1 10 Tf 10 10 Td /Span << /ActualText (first) >> BDC (1st) Tj EMC (x) Tj ET");
    assert_eq!(said(&p), "firstx");
    assert_eq!(p.glyphs.len(), 2);
    let p = page("BT /F1 10 Tf /Span << /ActualText <feff00e9> >> BDC (e) Tj EMC ET");
    assert_eq!(said(&p), "é");
    let p = page("BT /F1 10 Tf /Span << /ActualText () >> BDC (>>) Tj EMC (x) Tj ET");
    assert_eq!(said(&p), "x");
}

#[test]
fn marked_content_ids_are_kept() {
    let p = page(
        "/P << /MCID 7 >> BDC BT /F1 10 Tf 10 10 Td (a) Tj /Span BMC (b) Tj EMC ET EMC \
         /Artifact BMC BT /F1 10 Tf 90 10 Td (c) Tj ET EMC",
    );
    let ids: Vec<_> = p.glyphs.iter().map(|g| g.mcid).collect();
    assert_eq!(ids, [Some(7), Some(7), None]);
}

#[test]
fn links_and_free_text_are_read() {
    let p = Made::page("", "", "/Annots [6 0 R 7 0 R]")
        .with(
            "<< /Type /Annot /Subtype /Link /Rect [10 10 60 30] /A << /S /URI /URI (https://a.example/) >> >>",
        )
        .with("<< /Type /Annot /Subtype /FreeText /Rect [100 100 300 140] /AP << /N 8 0 R >> >>")
        .with_stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>",
            b"BT /F1 10 Tf 5 5 Td (Free) Tj ET",
        )
        .read();
    assert_eq!(p.links.len(), 1);
    assert_eq!(
        (whole(p.links[0].area), p.links[0].uri.as_str()),
        ([10, 762, 60, 782], "https://a.example/")
    );
    assert_eq!(said(&p), "Free");
    assert_eq!((p.glyphs[0].origin, p.glyphs[0].size), ((110.0, 792.0 - 110.0), 20.0));
}

#[test]
fn codes_without_unicode_are_read_from_the_font() {
    // No ToUnicode and no known name: ASCII of the code is the best that is left.
    let p = page("BT /F1 10 Tf 0 0 0 rg 10 10 Td (\\223q\\224 \\200) Tj ET");
    assert_eq!(said(&p), "“q” €");
    assert_eq!(p.glyphs[0].colour, BLACK);
}

#[test]
fn a_table_of_codes_without_blanks_between_its_words_is_read() {
    // As a program for invoices writes it: `endcodespacerange2 beginbfchar`.
    let p = Made::page("BT /F1 10 Tf 10 10 Td (\\042\\041) Tj ET", "", "")
        .replaced(
            5,
            "<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Arial /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>",
        )
        .with_stream(
            "",
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A+0 def/CMapType 2 def1 \
              begincodespacerange <20> <22> endcodespacerange2 beginbfchar<21> <00F5><22> <00DC>endbfcharendcmap \
              CMapName currentdict /CMap defineresource pop end end",
        )
        .read();
    assert_eq!(said(&p), "\u{dc}\u{f5}");
}
