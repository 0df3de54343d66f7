//! The dates of the real appendix, hand-checked, where the shared folder is at hand.

use std::path::PathBuf;
use tablemend_dates::{Context, read};
use tablemend_model::RichText;

#[test]
fn every_date_of_the_appendix_reads_as_checked_by_hand() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/appendix/january-2020.gold.json");
    let Ok(gold) = std::fs::read_to_string(&path) else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", path.display());
        println!("skipped: {} is missing", path.display());
        return;
    };
    let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
    let actions = gold["actions"].as_array().unwrap();
    assert!(!actions.is_empty());
    for action in actions {
        let expected = &action["completion"];
        let Some(printed) = expected["printed"].as_str() else { continue };
        let reading = read(&RichText::plain(printed), &Context::default());
        let c = &reading.completion;
        let day = |d: Option<tablemend_model::Date>| serde_json::json!(d.map(|d| d.to_string()));
        let dates: Vec<_> = c
            .dates
            .iter()
            .map(|d| {
                serde_json::json!({
                    "edtf": d.when.edtf, "start": day(d.when.start), "end": day(d.when.end),
                    "role": d.role.as_str(), "label": d.label, "printed": d.printed,
                })
            })
            .collect();
        let found = serde_json::json!({
            "printed": c.printed, "edtf": c.edtf, "start": day(c.start), "end": day(c.end),
            "dates": dates,
        });
        assert_eq!(&found, expected, "{}", action["ref"]);
        let mut codes: Vec<&str> = reading.findings.iter().map(|f| f.code).collect();
        codes.sort_unstable();
        let flags: Vec<&str> = action["flags"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|f| f.as_str().filter(|f| f.starts_with("date.")))
            .collect();
        assert_eq!(codes, flags, "{}", action["ref"]);
    }
}
