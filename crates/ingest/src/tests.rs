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

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let read = read(&bytes, "a", &Options::default());
        prop_assert!(read.is_ok() || !read.unwrap_err().to_string().is_empty());
    }
}
