//! A status that is the tint of the whole row, where the document's key says what the tints mean.

use super::laid::Laid;
use crate::profile::Profile;
use crate::records::outline::{Outline, RawItem};
use tablemend_model::{FieldKind, Rgb};

/// Rows that prove it.
const FEWEST: usize = 3;
/// How far a tint may be from that of the key, in each of its three parts.
const NEAR: u8 = 10;

/// The one fill that all cells of an item's first row have.
pub(super) fn tint(item: &RawItem<'_>) -> Option<Rgb> {
    let part = item.first();
    let mut fills = part.table.row_cells(part.row).filter(|c| c.row() == part.row).map(|c| c.fill);
    let first = fills.next()??;
    fills.all(|fill| fill == Some(first)).then_some(first)
}

/// Whether nearly all rows have one tint each, these are the colours of the document's key, of which several are
/// used, and no column has a status.
pub(super) fn by_tints(outline: &Outline<'_>, laid: &[Laid<'_>], profile: &Profile) -> bool {
    let fields = &profile.schema.entities[profile.item_entity()].fields;
    let is_status = |n: usize| fields.get(n).is_some_and(|f| f.kind == FieldKind::Status);
    let has_status = |l: &Laid<'_>| {
        l.fields.iter().enumerate().any(|(n, content)| {
            is_status(n) && (!content.text.is_empty() || content.own.iter().any(|c| !c.is_blank()))
        })
    };
    if laid.len() < FEWEST || laid.iter().any(has_status) {
        return false;
    }
    let key: Vec<Rgb> = outline.legend.iter().filter_map(|e| e.fill).collect();
    let near = |a: Rgb, b: Rgb| {
        [(a.0, b.0), (a.1, b.1), (a.2, b.2)].iter().all(|(a, b)| a.abs_diff(*b) <= NEAR)
    };
    let found = |item: &RawItem<'_>| {
        let tint = tint(item)?;
        key.iter().position(|colour| near(*colour, tint))
    };
    let mut known: Vec<usize> = outline.items.iter().filter_map(found).collect();
    let count = known.len();
    known.sort_unstable();
    known.dedup();
    known.len() > 1 && count * 10 >= laid.len() * 9
}

#[cfg(test)]
mod tests {
    use crate::profile::Profile;
    use crate::records::authors_tests::field;
    use crate::records::testing::document;
    use tablemend_model::{Block, Rgb, Value, Witness};

    const GREEN: Rgb = Rgb(0xc6, 0xef, 0xce);
    const RED: Rgb = Rgb(0xff, 0xc7, 0xce);

    /// The statuses of a plan whose rows have these tints, beside a key.
    fn statuses(tints: [Option<Rgb>; 4]) -> Vec<String> {
        let rows: String = (1..=4)
            .map(|n| format!("{n}|Mend gate {n}|Ann|May 2026|Gate {n} is being mended now.\n"))
            .collect();
        let text =
            format!("Ref|Action|Lead|Due date|Progress\n{rows}\n\nGreen|Going to plan\nRed|Late");
        let mut document = document(&text);
        for block in &mut document.blocks {
            let Block::Table(table) = block else { continue };
            let is_plan = table.column_count() > 2;
            for cell in table.cells_mut() {
                cell.fill = match (is_plan, cell.row(), cell.col()) {
                    (true, row, _) if row > 0 => tints.get(row as usize - 1).copied().flatten(),
                    (false, 0, 0) => Some(GREEN),
                    (false, 1, 0) => Some(RED),
                    _ => None,
                };
            }
        }
        let profile = Profile::built_in("action-plan").unwrap();
        let data = crate::records::records(&document, &profile, "t");
        let (_, actions) = data.entity("actions").unwrap();
        let evidence = |v: &Value| match v {
            Value::Status(s) => s.evidence,
            _ => None,
        };
        for found in actions.records.iter().flat_map(|r| r.values.iter().filter_map(evidence)) {
            assert_eq!(found, Witness::Fill);
        }
        field(&data, "actions", "status")
    }

    #[test]
    fn the_tint_of_the_row_is_the_status_where_the_key_has_it() {
        let (green, red) = (Some(GREEN), Some(RED));
        assert_eq!(statuses([green, red, green, green]), ["green", "red", "green", "green"]);
        // One tint alone, or tints that the key does not have, are a ground.
        assert_eq!(statuses([green; 4]), [""; 4]);
        let grey = Some(Rgb(0xee, 0xee, 0xee));
        assert_eq!(statuses([green, grey, red, grey]), [""; 4]);
    }
}
