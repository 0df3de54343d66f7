//! The public surface, listed: what is added here is promised to users.

/// Where each public module is, and its names.
const SURFACE: &[(&str, &str, &str)] = &[
    (
        "tablemend",
        include_str!("../src/lib.rs"),
        "archive audit compare corrections profiles model Bytes LayoutHint Engine Failure Grey OcrMode Tracked office_kind office_properties sha256 compare compare_kinds Error ErrorKind Marked mark CompareOptions \
         Options WriteOptions Mended Opened Records TOOL convert mend read records tables FORMATS \
         File Format FormatInfo Together package package_tables write write_changes write_tables",
    ),
    (
        "archive",
        include_str!("../src/archive.rs"),
        "Added Addition Archive Entry ArchiveError Follows Timeline history report report_docx Rereader \
         Reviewing kept_options kept_profile stored",
    ),
    ("audit", include_str!("../src/audit.rs"), "Audit Loss Printing Written pages records tables"),
    (
        "compare",
        include_str!("../src/compare.rs"),
        "Change ChangeKind Changes Direction Edition Key Summary render compare compare_kinds",
    ),
    (
        "corrections",
        include_str!("../src/corrections/mod.rs"),
        "Correction Op Who apply apply_among concerns printed read_as parse lines merged place above_gap header_of layouts rows_at table_at",
    ),
    (
        "profiles",
        include_str!("../src/profiles.rs"),
        "Candidate Profile ProfileError built_in named parse detect draft",
    ),
];

/// Names that a file makes public at its top level, in its order.
fn names(source: &str) -> Vec<String> {
    let code: Vec<&str> = source.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut all = Vec::new();
    for item in code.split("\npub ").skip(1) {
        let (kind, rest) = item.split_once(' ').unwrap_or((item, ""));
        if kind == "use" {
            let used = rest.split(';').next().unwrap_or_default();
            let listed = used.split_once('{').map_or(used, |(_, list)| list.trim_end_matches('}'));
            for name in listed.split(',').map(str::trim).filter(|n| !n.is_empty()) {
                let name = name.rsplit(" as ").next().unwrap_or(name);
                all.push(name.rsplit("::").next().unwrap_or(name).to_owned());
            }
        } else {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            all.push(rest[..end].to_owned());
        }
    }
    all
}

#[test]
fn the_public_surface_is_the_one_that_is_listed() {
    for (module, source, expected) in SURFACE {
        let mut found = names(source);
        let mut expected: Vec<String> = expected.split_whitespace().map(str::to_owned).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{module}");
    }
}
