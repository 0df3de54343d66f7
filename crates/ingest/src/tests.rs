use super::*;
use proptest::prelude::*;

fn message(bytes: &[u8]) -> String {
    read(bytes, "a.md", &Options::default()).unwrap_err().to_string()
}

#[test]
fn bad_input_says_what_is_wrong() {
    assert!(message(b"").contains("empty"));
    assert!(message(b" \n\n").contains("empty"));
    assert!(message(b"ab\0c").starts_with("not a supported document"));
    assert!(message(b"PK\x03\x04rest").contains("Office"));
}

#[test]
fn the_source_says_what_the_bytes_are() {
    let read = read(b"<html><p>x", "a.md", &Options::default()).unwrap().value;
    assert_eq!(read.source.media_type, MediaType::Html);
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(sha256(b""), empty);
}

#[test]
fn labels_head_the_rows_that_a_blank_row_parts_from_them() {
    let rows = |text: &[u8]| {
        let read = read(text, "a.csv", &Options::default()).unwrap().value;
        let table = read.tables().next().unwrap();
        let first = table.row_cells(0).find(|c| !c.text.is_empty());
        (
            table.row_count(),
            table.header_rows(),
            first.map(|c| c.text.as_str().to_owned()).unwrap_or_default(),
        )
    };
    let apart =
        b"Group,No,What may happen,Chance\n,,,\nLand,1,Fire in the shed,6\n,2,Theft of rope,7\n";
    assert_eq!(rows(apart), (3, 1, "Group".to_owned()));
    let other =
        b"Kind,Place,Colour,Weight\n,,,\nKind,Height,Breadth,Length\nBoat,1,2,3\nRaft,2,3,4\n";
    assert_eq!(rows(other).0, 1, "a table with labels of its own");
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let read = read(&bytes, "a", &Options::default());
        prop_assert!(read.is_ok() || !read.unwrap_err().to_string().is_empty());
    }
}
