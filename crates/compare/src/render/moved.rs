//! Items that belong to another group than before.

use super::phrase::shortened;
use crate::compare::Changes;
use crate::edition::{Edition, Group, Item};

/// How many items are named; a plan that was set out anew has hundreds.
const MOST: usize = 12;

/// An item that belongs to another group in the later edition, where both groups have titles and
/// one of them is in both editions: else the group has only got another name.
pub(super) struct Move<'a> {
    pub(super) before: &'a Item,
    pub(super) after: &'a Item,
    /// Singular name of the groups' entity (`priority_area`).
    pub(super) entity: &'a str,
    /// Title of the group that it was in.
    pub(super) from: &'a str,
    /// Title of the group that it is in.
    pub(super) to: &'a str,
}

/// The items that moved, in the order of the later edition; of groups in groups the innermost that
/// differs.
pub(super) fn moves(changes: &Changes) -> Vec<Move<'_>> {
    let mut pairs: Vec<_> = changes.pairing.links.iter().filter_map(|l| changes.items(l)).collect();
    let place = |item: &Item| changes.after.items.iter().position(|i| i.id == item.id);
    let all = pairs.drain(..).filter_map(|(before, after)| {
        let (entity, from, to) = after.parents.iter().rev().find_map(|(entity, id)| {
            let old = before.parents.iter().find(|(known, _)| known == entity);
            let from = title(&changes.before, entity, &old?.1)?;
            let to = title(&changes.after, entity, id)?;
            let stays = has(&changes.after, entity, from) || has(&changes.before, entity, to);
            (!is_same(from, to) && stays).then_some((entity.as_str(), from, to))
        })?;
        Some(Move { before, after, entity, from, to })
    });
    let mut all: Vec<Move<'_>> = all.collect();
    all.sort_by_key(|moved| place(moved.after));
    all
}

/// One sentence that names them; `None` where there are none.
pub(super) fn sentence(changes: &Changes) -> Option<String> {
    let all = moves(changes);
    let told = all.iter().take(MOST).map(|moved| {
        let (from, to) = (shortened(moved.from, 60), shortened(moved.to, 60));
        format!("{} from “{from}” to “{to}”", name(moved))
    });
    let told: Vec<String> = told.collect();
    let more = all.len().saturating_sub(MOST);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    (!all.is_empty()).then(|| format!("Moved to another group: {}{more}.", told.join("; ")))
}

fn name(moved: &Move<'_>) -> String {
    if moved.before.reference == moved.after.reference {
        return moved.after.id.clone();
    }
    format!("{} → {}", moved.before.id, moved.after.id)
}

fn title<'a>(edition: &'a Edition, entity: &str, id: &str) -> Option<&'a str> {
    let is_it = |g: &&Group| g.entity == entity && g.id == id;
    edition.groups.iter().find(is_it)?.title.as_deref().filter(|t| !t.trim().is_empty())
}

fn has(edition: &Edition, entity: &str, title: &str) -> bool {
    let is_it = |g: &Group| {
        g.entity == entity && g.title.as_deref().is_some_and(|other| is_same(other, title))
    };
    edition.groups.iter().any(is_it)
}

/// Whether two titles have the same letters and digits.
fn is_same(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare_editions};
    use crate::identity::Links;
    use crate::render::{json, markdown, text};
    use crate::sample::plan;

    /// A plan whose items belong to the area with the first figure of their ref.
    fn grouped(period: &str, rows: &str, areas: &[(&str, &str)]) -> Edition {
        let mut edition = plan(period, rows);
        let group = |(id, title): &(&str, &str)| Group {
            entity: "area".to_owned(),
            id: (*id).to_owned(),
            title: Some((*title).to_owned()),
        };
        edition.groups = areas.iter().map(group).collect();
        for item in &mut edition.items {
            let area = item.id.split('.').next().unwrap_or_default().to_owned();
            item.parents = vec![("area".to_owned(), area)];
        }
        edition
    }

    fn compared(areas: &[(&str, &str)], later: &str) -> Changes {
        let before = "1.1 | Mend the mooring rings of the quay\n2.1 | Paint the lighthouse white\n\
                      2.2 | Count the gulls on the outer pier";
        let (before, after) = (
            grouped("2024-01", before, &[("1", "Quays"), ("2", "Lights")]),
            grouped("2024-02", later, areas),
        );
        compare_editions(before, after, &Links::default(), &Options::default())
    }

    #[test]
    fn an_item_in_another_group_has_moved() {
        let later = "1.1 | Mend the mooring rings of the quay\n\
                     1.2 | Count the gulls on the outer pier\n2.1 | Paint the lighthouse white";
        let changes = compared(&[("1", "QUAYS"), ("2", "Lights")], later);
        let expected = "Moved to another group: 2.2 → 1.2 from “Lights” to “QUAYS”.";
        assert_eq!(sentence(&changes).unwrap(), expected);
        assert!(text(&changes, false).contains(expected));
        assert!(markdown(&changes).contains("2.2 → 1.2 from “Lights” to “QUAYS”"));
        let told = &json(&changes)["moved"][0];
        assert_eq!(told["after_id"], "1.2");
        assert_eq!((&told["before"], &told["after"]), (&"Lights".into(), &"QUAYS".into()));
    }

    #[test]
    fn a_group_with_another_name_moves_no_item() {
        let same = "1.1 | Mend the mooring rings of the quay\n2.1 | Paint the lighthouse white\n\
                    2.2 | Count the gulls on the outer pier";
        let changes = compared(&[("1", "Quays"), ("2", "Lights and birds")], same);
        assert_eq!(sentence(&changes), None);
        assert!(json(&changes).get("moved").is_none());
    }

    #[test]
    fn a_move_alone_is_told_though_nothing_else_has_changed() {
        let mut changes = compared(
            &[("1", "Quays"), ("2", "Lights")],
            "1.1 | Mend the mooring rings of the quay\n2.1 | Paint the lighthouse white\n\
             2.2 | Count the gulls on the outer pier",
        );
        assert!(text(&changes, false).contains("Nothing has changed"));
        changes.after.items[2].parents[0].1 = "1".to_owned();
        let told = text(&changes, false);
        assert!(told.contains("2.2 from “Lights” to “Quays”"), "{told}");
        assert!(!told.contains("Nothing has changed"), "{told}");
    }
}
