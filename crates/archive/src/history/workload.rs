//! How much there is to do, by lead or by group.

use super::due::{Late, late};
use super::facts::{people, present_statuses, running, status};
use crate::called::Called;
use crate::grid::{Entry, Grid};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tablemend_compare::{Edition, Timeline, capital, is_settled};
use tablemend_model::State;

/// By what the work is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// By lead; an item with several counts for each.
    Lead,
    /// By the groups of this name (`section`).
    Group(String),
}

/// The columns of every table of work, beside one a status: their keys and titles.
const FIXED: [(&str, &str); 6] = [
    ("items", "Items"),
    ("open", "Open"),
    ("done", "Done"),
    ("overdue", "Overdue"),
    ("slipped", "Slipped"),
    ("days_slipped", "Days slipped"),
];

/// Who leads how much of the latest edition: items, those not done, by status, overdue on a day,
/// slipped. An item with several leads counts for each.
#[must_use]
pub fn leads(timeline: &Timeline, on: Date) -> Grid {
    workload(timeline, on, &By::Lead)
}

/// The singular names of the groups of the latest edition, the largest first (`section`).
#[must_use]
pub fn groups(timeline: &Timeline) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (name, _) in timeline.latest().iter().flat_map(|e| &e.items).flat_map(|i| &i.parents) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// How much of the latest edition there is by lead or by group.
#[must_use]
pub fn workload(timeline: &Timeline, on: Date, by: &By) -> Grid {
    #[derive(Default)]
    struct Load {
        items: usize,
        open: usize,
        done: usize,
        overdue: usize,
        slipped: usize,
        days: i64,
        by_status: BTreeMap<String, usize>,
    }
    let mut loads: Vec<(String, Load)> = Vec::new();
    for (thread, edition, item) in running(timeline) {
        let owners = match by {
            By::Lead => match people(edition, item) {
                Entry::List(people) => people,
                _ => continue,
            },
            By::Group(name) => match item.parents.iter().find(|(group, _)| group == name) {
                Some((_, id)) => vec![group_name(edition, name, id)],
                None => continue,
            },
        };
        let slip = timeline.slip(thread);
        let state = edition.state(item);
        for owner in owners {
            let at = loads.iter().position(|(known, _)| *known == owner).unwrap_or_else(|| {
                loads.push((owner.clone(), Load::default()));
                loads.len() - 1
            });
            let Some((_, load)) = loads.get_mut(at) else { continue };
            load.items += 1;
            load.open += usize::from(!is_settled(state));
            load.done += usize::from(state == Some(State::Done));
            load.overdue += usize::from(late(edition, item, on) == Late::Overdue);
            load.slipped += usize::from(slip.days > 0);
            load.days += slip.days.max(0);
            let status = status(edition, item).unwrap_or_default().to_owned();
            *load.by_status.entry(status).or_default() += 1;
        }
    }
    let columns = timeline.latest().map(present_statuses).unwrap_or_default();
    let first = match by {
        By::Lead => ("lead".to_owned(), "Lead".to_owned()),
        By::Group(name) => (name.clone(), capital(&name.replace('_', " "))),
    };
    let [items, open, done, overdue, slipped, days] = FIXED;
    let mut grid = Grid::new(&[(&first.0, &first.1), items, open, done]);
    // A status may be called as one of the other columns is.
    let (names, titles): (Vec<&str>, Vec<&str>) = FIXED.iter().copied().unzip();
    for status in &columns {
        let (name, title) = (status.replace(' ', "_"), capital(status));
        let is_taken = names.contains(&name.as_str()) || titles.contains(&title.as_str());
        grid.columns.push(if is_taken {
            (format!("status_{status}"), format!("Status “{title}”"))
        } else {
            (status.clone(), title)
        });
    }
    let has_blank = loads.iter().any(|(_, load)| load.by_status.contains_key(""));
    if has_blank {
        grid.columns.push(("no_status".to_owned(), "No status".to_owned()));
    }
    for (name, title) in [overdue, slipped, days] {
        grid.columns.push((name.to_owned(), title.to_owned()));
    }
    if *by == By::Lead {
        loads.sort_by(|(a, x), (b, y)| {
            y.open.cmp(&x.open).then(y.items.cmp(&x.items)).then(a.cmp(b))
        });
    }
    for (owner, load) in loads {
        let mut row: Vec<Entry> =
            vec![owner.into(), load.items.into(), load.open.into(), load.done.into()];
        row.extend(
            columns
                .iter()
                .map(String::as_str)
                .chain(has_blank.then_some(""))
                .map(|s| Entry::from(load.by_status.get(s).copied().unwrap_or(0))),
        );
        row.extend([load.overdue.into(), load.slipped.into(), load.days.into()]);
        grid.rows.push(row);
    }
    Called::titled(timeline, grid)
}

/// `1 Roads` of a group with a title.
pub(crate) fn group_name(edition: &Edition, entity: &str, id: &str) -> String {
    match edition.group_title(entity, id) {
        Some(title) if title != id => format!("{id} {title}"),
        _ => id.to_owned(),
    }
}
