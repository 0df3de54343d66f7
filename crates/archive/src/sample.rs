//! Plans made up for the tests of this crate.

use crate::cell::{Cell, Dates, Posts};
use crate::edition::{Edition, Field, Item, Kind, Legend};
use jiff::civil::Date;
use tablemend_model::DocumentInfo;

/// A plan of rows `ref | action | due (ISO day or month, else as printed) | leads, by ; |
/// commentary | status`, one a line; cells left off at the end are missing.
pub(crate) fn plan(period: &str, rows: &str) -> Edition {
    let mut edition = blank(period);
    for line in rows.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let cell = |i: usize| cells.get(i).copied().filter(|c| !c.is_empty());
        let text = |i| cell(i).map_or(Cell::Missing, |c| Cell::Text(c.to_owned()));
        let leads = cell(3).map_or(Cell::Missing, |c| {
            let people = c.split(';').map(|p| p.trim().to_owned()).collect();
            Cell::Posts(Posts { people, alternatives: Vec::new() })
        });
        let reference = cell(0).map(str::to_owned);
        let mut id = reference.clone().unwrap_or_else(|| format!("row-{}", edition.items.len()));
        let again = edition.items.iter().filter(|i| i.reference == reference).count();
        if again > 0 && reference.is_some() {
            id = format!("{id}~{}", again + 1);
        }
        edition.items.push(Item {
            id,
            reference,
            parents: Vec::new(),
            cells: vec![
                text(1),
                cell(2).map_or(Cell::Missing, due),
                leads,
                text(4),
                cell(5).map_or(Cell::Missing, |c| Cell::Status(c.to_owned())),
            ],
            page: None,
        });
    }
    edition
}

/// A plan without items.
pub(crate) fn blank(period: &str) -> Edition {
    let field = |name: &str, kind| Field { name: name.to_owned(), title: name.to_owned(), kind };
    Edition {
        document: DocumentInfo {
            title: Some("A plan".to_owned()),
            period: Some(period.to_owned()),
            name: format!("{period}.md"),
            media_type: "text/markdown".to_owned(),
            sha256: "0".repeat(64),
            pages: None,
            profile: "action-plan".to_owned(),
            tool: "tablemend 0.0.0".to_owned(),
        },
        legend: ["blue", "green", "amber", "red"]
            .map(|s| Legend { status: s.to_owned(), meaning: None })
            .to_vec(),
        fields: vec![
            field("action", Kind::Text),
            field("completion", Kind::Dates),
            field("leads", Kind::Posts),
            field("commentary", Kind::Text),
            field("status", Kind::Status),
        ],
        items: Vec::new(),
        groups: Vec::new(),
    }
}

/// A date cell of an ISO day or month; anything else is text that is no date.
pub(crate) fn due(text: &str) -> Cell {
    let day = |t: &str| t.parse::<Date>().ok();
    let (start, end) = match (day(text), day(&format!("{text}-01"))) {
        (Some(d), _) => (Some(d), Some(d)),
        (None, Some(first)) => (Some(first), Some(first.last_of_month())),
        _ => (None, None),
    };
    Cell::Dates(Dates {
        printed: Some(text.to_owned()),
        edtf: end.map(|_| text.to_owned()),
        start,
        end,
        parts: Vec::new(),
    })
}
