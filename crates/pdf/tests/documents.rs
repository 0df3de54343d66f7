//! Documents as a whole: damage, encryption, limits, tags, marks.

mod making;

use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use making::{Made, opened, said, whole};
use proptest::prelude::*;
use std::io::Write;
use std::sync::Arc;
use tablemend_model::{Rect, Rgb};
use tablemend_pdf::{
    Error, Highlight, Limit, OpenOptions, PageError, TagNode, is_encrypted, mark, open,
};

fn hello() -> Made {
    Made::page("BT /F1 12 Tf 100 700 Td (Hello) Tj ET", "", "")
}

fn encrypted(user: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&hello().bytes()).expect("a sound document");
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::PRINTABLE | Permissions::COPYABLE,
    };
    let state = EncryptionState::try_from(version).expect("a sound document");
    document.encrypt(&state).expect("a sound document");
    let mut out = Vec::new();
    document.save_to(&mut out).expect("a sound document");
    out
}

fn with_password(bytes: Vec<u8>, password: Option<&str>) -> Result<String, Error> {
    let options = OpenOptions { password: password.map(str::to_owned) };
    open(Arc::new(bytes), &options).map(|pdf| said(&pdf.page(1).expect("a sound document")))
}

#[test]
fn encrypted_documents_open_with_the_empty_or_the_given_password() {
    assert_eq!(with_password(encrypted(""), None).unwrap(), "Hello");
    assert_eq!(with_password(encrypted("tea"), Some("tea")).unwrap(), "Hello");
    assert_eq!(with_password(encrypted("tea"), Some("owner")).unwrap(), "Hello");
    assert_eq!(with_password(encrypted("tea"), None), Err(Error::Password { given: false }));
    assert_eq!(
        with_password(encrypted("tea"), Some("coffee")),
        Err(Error::Password { given: true })
    );
    let pdf = opened(encrypted(""));
    let permissions = pdf.info().permissions.unwrap();
    assert!(pdf.is_encrypted() && permissions.print && permissions.copy && !permissions.modify);
    assert!(!opened(hello().bytes()).is_encrypted());
}

#[test]
fn damaged_files_are_read_all_the_same() {
    let bytes = hello().bytes();
    let start = bytes.windows(4).rposition(|w| w == b"xref").unwrap();
    let junk = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &bytes].concat();
    let no_table = bytes[..start - 30].to_vec();
    for damaged in [junk, no_table] {
        let pdf = opened(damaged);
        assert_eq!(said(&pdf.page(1).unwrap()), "Hello");
    }
}

#[test]
fn a_file_cut_off_before_its_catalogue_is_rescued() {
    let page =
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
    // The catalogue comes last, and is lost.
    let bytes = hello()
        .replaced(1, "<< /Other true >>")
        .replaced(3, page)
        .with("<< /Type /Catalog /Pages 2 0 R >>")
        .bytes();
    let end = bytes.windows(8).position(|w| w == b"/Catalog").unwrap() - 20;
    let pdf = opened(bytes[..end].to_vec());
    assert!(pdf.info().is_rescued);
    assert_eq!(pdf.page_sizes(), [(612.0, 792.0)]);
    assert_eq!(said(&pdf.page(1).unwrap()), "Hello");
}

#[test]
fn what_is_no_pdf_is_said_to_be_none() {
    for bytes in [&b""[..], b"hello", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"] {
        let refused = open(bytes.to_vec(), &OpenOptions::default()).unwrap_err();
        assert!(matches!(refused, Error::Unreadable(_)), "{refused:?}");
    }
}

#[test]
fn a_page_tree_that_bites_its_tail_ends() {
    let pdf = hello()
        .replaced(
            2,
            "<< /Type /Pages /Kids [3 0 R 2 0 R 6 0 R] /Count 3 /MediaBox [0 0 612 792] >>",
        )
        .with("<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 6 0 R 3 0 R] /Count 3 >>")
        .open();
    // The page is in the tree twice; a node within itself is passed over.
    assert_eq!(pdf.page_count(), 2);
    assert_eq!(pdf.page(3).unwrap_err(), PageError::Missing(3));
    assert_eq!(pdf.page(0).unwrap_err(), PageError::Missing(0));
}

/// Blanks that inflate to this many megabytes.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        encoder.write_all(&blanks).expect("memory takes all");
    }
    encoder.finish().expect("memory takes all")
}

#[test]
fn a_page_that_inflates_without_end_fails_alone() {
    let pdf = hello()
        .replaced(2, "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 /MediaBox [0 0 612 792] >>")
        .with("<< /Type /Page /Parent 2 0 R /Contents 7 0 R >>")
        .with_stream("/Filter /FlateDecode", &bomb(260))
        .open();
    let pages = pdf.pages();
    assert_eq!(said(pages[0].as_ref().unwrap()), "Hello");
    let refused = pages[1].as_ref().unwrap_err();
    assert!(
        matches!(refused, PageError::Limit { page: 2, limit: Limit::Inflated(mb) } if *mb <= 128),
        "{refused:?}"
    );
    assert!(refused.to_string().contains(" MB"), "{refused}");
}

#[test]
fn object_streams_that_inflate_without_end_are_refused() {
    let bytes =
        hello().with_stream("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode", &bomb(260)).bytes();
    let refused = open(bytes, &OpenOptions::default()).unwrap_err();
    assert_eq!(refused, Error::Limit(Limit::Inflated(128)));
}

#[test]
fn pages_come_in_order_whatever_the_threads() {
    let kids: String = (0..40).map(|i| format!("{} 0 R ", 6 + 2 * i)).collect();
    let mut made = hello().replaced(
        2,
        &format!("<< /Type /Pages /Kids [{kids}] /Count 40 /MediaBox [0 0 612 792] >>"),
    );
    for i in 0..40 {
        made = made
            .with(&format!(
                "<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
                7 + 2 * i
            ))
            .with_stream("", format!("BT /F1 10 Tf 50 50 Td ({i}) Tj ET").as_bytes());
    }
    let pdf = made.open();
    let numbers = pdf.map_pages(|page| said(&page.unwrap()));
    let expected: Vec<String> = (0..40).map(|i| i.to_string()).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn the_tag_tree_knows_roles_spans_and_content() {
    let pdf = Made::page("/P << /MCID 0 >> BDC BT /F1 9 Tf (a) Tj ET EMC", "", "/StructParents 0")
        .replaced(1, "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R >>")
        .with(
            "<< /Type /StructTreeRoot /K 7 0 R /RoleMap << /Grid /Raster /Raster /Table /Odd /Odd >> \
             /ClassMap << /wide << /O /Table /ColSpan 3 >> >> >>",
        )
        .with("<< /Type /StructElem /S /Grid /P 6 0 R /Pg 3 0 R /K [8 0 R 7 0 R] >>")
        .with("<< /Type /StructElem /S /TR /P 7 0 R /K [9 0 R 10 0 R] >>")
        .with("<< /Type /StructElem /S /TH /P 8 0 R /K 0 /A [<< /O /Table /RowSpan 2 /Scope /Row >> 0] /C /wide >>")
        .with("<< /Type /StructElem /S /Odd /P 8 0 R /K << /Type /MCR /Pg 3 0 R /MCID 4 >> /ActualText (x) >>")
        .open();
    let tags = pdf.tags().unwrap();
    fn shown(node: &TagNode) -> String {
        let inner: Vec<String> = node.children.iter().map(shown).collect();
        let TagNode { kind, cell, text, content, .. } = node;
        format!(
            "{kind}/{}x{}/{:?}/{text:?}/{content:?}[{}]",
            cell.rowspan,
            cell.colspan,
            cell.scope.as_deref().unwrap_or(""),
            inner.join(" ")
        )
    }
    let lines: Vec<String> = tags.nodes.iter().map(shown).collect();
    assert_eq!(
        lines,
        [
            r#"Table/1x1/""/None/[][TR/1x1/""/None/[][TH/2x3/"Row"/None/[(1, 0)][] Odd/1x1/""/Some("x")/[(1, 4)][]]]"#
        ]
    );
    assert!(hello().open().tags().is_none());
}

#[test]
fn marks_stand_where_they_are_put_and_change_no_content() {
    let made = Made::page(
        "BT /F1 12 Tf 120 620 Td (Due) Tj ET",
        "",
        "/Rotate 90 /CropBox [100 600 300 700]",
    );
    let before = made.read();
    let area = before.glyphs[0].area;
    let highlights = [
        Highlight {
            page: 1,
            area,
            colour: Rgb(110, 30, 140),
            is_broken: false,
            note: "Is this – right?".to_owned(),
        },
        Highlight {
            page: 1,
            area,
            colour: Rgb(110, 30, 140),
            is_broken: true,
            note: "And this?".to_owned(),
        },
    ];
    let marked = mark(&made.bytes(), &OpenOptions::default(), &highlights).unwrap();
    assert_eq!(opened(marked.clone()).page(1).unwrap(), before);

    let copy = lopdf::Document::load_mem(&marked).unwrap();
    let page = copy.get_pages()[&1];
    let annotations = copy.get_page_annotations(page).unwrap();
    let kinds: Vec<_> =
        annotations.iter().map(|a| a.get(b"Subtype").unwrap().as_name().unwrap()).collect();
    assert_eq!(kinds, [&b"Square"[..], b"Text", b"Square", b"Text"]);
    let rectangle = |n: usize| {
        let numbers = annotations[n].get(b"Rect").unwrap().as_array().unwrap().iter();
        let numbers: Vec<f32> = numbers.map(|n| n.as_float().unwrap()).collect();
        Rect::new(numbers[0], numbers[1], numbers[2], numbers[3])
    };
    // As shown: x grows with user y, y with user x.
    let expected = Rect::new(100.0 + area.y0, 600.0 + area.x0, 100.0 + area.y1, 600.0 + area.x1);
    assert_eq!(whole(rectangle(0)), whole(expected));
    // The notes on one place lie beside each other.
    assert_eq!(rectangle(1).intersection(&rectangle(3)), None);
    // And on no word.
    assert_eq!(rectangle(1).intersection(&rectangle(0)), None);
    assert!(!is_encrypted(&marked));

    let nowhere = Highlight { page: 9, ..highlights[1].clone() };
    let refused = mark(&made.bytes(), &OpenOptions::default(), &[nowhere]).unwrap_err();
    assert_eq!(refused, Error::Write("there is no page 9".to_owned()));
}

/// Reads all that a document has to give.
fn read_all(bytes: Vec<u8>) {
    if let Ok(pdf) = open(bytes, &OpenOptions::default()) {
        let mut reader = pdf.reader();
        for number in 1..=pdf.page_count().min(5) {
            let page = reader.page(number);
            assert!(!matches!(page, Err(PageError::Defect(_))), "{page:?}");
        }
        let _ = pdf.tags();
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let rich = Made::page(
        "/P << /MCID 0 >> BDC q 2 w [3 1] 0 d 10 10 m 90 10 l S 1 0 0 rg 20 20 50 50 re f* Q \
         BT /F1 10 Tf 1 0 0 1 10 10 Tm [(Aa) -20 (b)] TJ ET EMC /X Do \
         q 9 0 0 9 0 0 cm BI /W 2 /H 1 /BPC 8 /CS /G ID ab\nEI Q /S cs 1 scn 0 0 9 9 re B",
        "/XObject << /X 6 0 R >> /ColorSpace << /S [/Separation /A /DeviceCMYK 7 0 R] >>",
        "/Rotate 90 /Annots [8 0 R]",
    )
    .with_stream(
        "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
        b"/X Do",
    )
    .with("<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 1 1 0] >>")
    .with("<< /Subtype /Link /Rect [0 0 9 9] /A << /URI (x) >> >>");
    vec![hello().bytes(), rich.bytes(), encrypted("")]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(bytes.clone());
        read_all([b"%PDF-1.7\n1 0 obj\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn mutated_documents_never_panic(
        seed in 0..3_usize,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..12),
    ) {
        let mut bytes = seeds().swap_remove(seed);
        for (at, byte, kind) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes[at] = b"0123456789[]<>()/ "[usize::from(byte) % 18],
                2 => { bytes.drain(at..(at + usize::from(byte) / 4 + 1).min(bytes.len())); }
                _ => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
            }
        }
        read_all(bytes);
    }
}
