//! Plans are mutated and the mutations written down: comparing finds them all and nothing else.

use super::*;
use crate::cell::Posts;
use crate::sample::{blank, due};
use proptest::prelude::*;
use std::collections::BTreeMap;

const WORDS: &str = "access adult advice agree agency analysis annual appoint approach assess \
    audience audit baseline board briefing budget build capacity carers case centre charter \
    childcare clinic college commission community complete conference contract council coverage \
    data delivery design develop diary digital district draft early education employer engage \
    equipment evaluate event evidence family feedback finance forum framework funding governor \
    grant guidance handbook health hospital housing identify impact improve inclusion induction \
    information inspection intake interim invest joint journey keyworker language launch leaflet \
    learning legal letter library local manual map measure meeting mentor method midwife mobile \
    model monitor network notice nursery nurse officer online outcome outreach panel parent partner \
    pathway payment peer pilot placement policy portal practice premises primary procedure process \
    programme protocol provider publish pupil quality quarter record recruit referral refresh region \
    register report research resource respite review rota school screening secondary sensory service \
    share shelter sibling skill speech staff standard statement strategy support survey target \
    teacher team template therapy toolkit training transition transport travel tribunal tutor update \
    ventilator village visit voice volunteer waiting ward website wellbeing winter workforce youth";

/// Numbers from a seed (Numerical Recipes' 64-bit linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }

    fn words(&mut self, least: usize, most: usize) -> String {
        let all: Vec<&str> = WORDS.split_whitespace().collect();
        let n = least + self.below(most - least + 1);
        (0..n).map(|_| all[self.below(all.len())]).collect::<Vec<_>>().join(" ")
    }

    fn day(&mut self) -> String {
        format!("20{}-{:02}-{:02}", 20 + self.below(3), 1 + self.below(12), 1 + self.below(28))
    }

    fn item(&mut self) -> Item {
        let posts = ["Head of Data", "Nurse Manager", "Commissioner", "Head of Schools"];
        Item {
            id: String::new(),
            reference: None,
            parents: Vec::new(),
            cells: vec![
                Cell::Text(self.words(6, 24)),
                due(&self.day()),
                Cell::Posts(Posts {
                    people: vec![posts[self.below(posts.len())].to_owned()],
                    alternatives: Vec::new(),
                }),
                if self.below(3) == 0 { Cell::Missing } else { Cell::Text(self.words(3, 30)) },
                Cell::Status(["blue", "green", "amber", "red"][self.below(4)].to_owned()),
            ],
            ..Item::default()
        }
    }
}

/// What a change is known by: kind, ids, field, whole, days, direction.
type Fact = (ChangeKind, String, String, String, String, Option<i32>, Option<Direction>);

fn fact(c: &Change) -> Fact {
    let text = |o: &Option<String>| o.clone().unwrap_or_default();
    let ids = (text(&c.before_id), text(&c.after_id));
    (c.kind, ids.0, ids.1, text(&c.field), text(&c.split_of), c.days, c.direction)
}

/// One row of the later plan: which earlier one it is, or which it is a further part of.
struct Row {
    item: Item,
    origin: Option<usize>,
    part_of: Option<usize>,
}

/// A plan of `n` actions in areas of five, its mutation, and what was done.
fn mutated(seed: u64, n: usize) -> (Edition, Edition, Vec<Fact>) {
    let mut dice = Dice(seed);
    let (mut before, mut after) = (blank("2020-01"), blank("2020-02"));
    let area = |i: usize| format!("{}.{}", 1 + i / 20, 1 + i / 5 % 4);
    for i in 0..n {
        let mut item = dice.item();
        item.id = format!("{}.{}", area(i), 1 + i % 5);
        item.reference = Some(item.id.clone());
        before.items.push(item);
    }
    let mut facts: Vec<Fact> = Vec::new();
    let none = String::new;
    let mut removed: Vec<usize> = Vec::new();
    let mut split: Vec<usize> = Vec::new();
    // Refs of the later plan are given anew in each area, so what was added or removed
    // renumbers what is behind it.
    let mut areas: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for (i, old) in before.items.iter().enumerate() {
        let rows = areas.entry(i / 5).or_default();
        match dice.below(24) {
            0 => {
                removed.push(i);
                continue;
            }
            1 => rows.push(Row { item: dice.item(), origin: None, part_of: None }),
            _ => {}
        }
        let mut item = old.clone();
        match dice.below(16) {
            0 => item.cells[1] = due(&dice.day()),
            1 => {
                item.cells[2] = Cell::Posts(Posts {
                    people: vec!["Director".to_owned()],
                    alternatives: Vec::new(),
                })
            }
            2 => item.cells[3] = Cell::Text(dice.words(5, 20)),
            3 => item.cells[4] = Cell::Status(["blue", "red"][dice.below(2)].to_owned()),
            4 => {
                let text = item.cells[0].display();
                let mut words: Vec<&str> = text.split(' ').collect();
                let at = dice.below(words.len());
                words[at] = "otherwise";
                item.cells[0] = Cell::Text(words.join(" "));
            }
            5 => item.cells[3] = Cell::Text(format!("“{} –", old.cells[3].display())),
            _ => {}
        }
        if dice.below(30) == 0 {
            let text = item.cells[0].display();
            let words: Vec<&str> = text.split(' ').collect();
            let (first, second) = words.split_at(words.len() / 2);
            let mut part = item.clone();
            item.cells[0] = Cell::Text(first.join(" "));
            part.cells[0] = Cell::Text(second.join(" "));
            rows.push(Row { item, origin: Some(i), part_of: None });
            rows.push(Row { item: part, origin: None, part_of: Some(i) });
            split.push(i);
            continue;
        }
        rows.push(Row { item, origin: Some(i), part_of: None });
    }
    let mut rows: Vec<Row> = Vec::new();
    for (number, mut of_area) in areas {
        let has_split = of_area.iter().any(|r| r.part_of.is_some());
        // A split keeps the numbers around it: it is how a plan avoids renumbering.
        if has_split {
            of_area.retain(|r| r.origin.is_some() || r.part_of.is_some());
        }
        for (place, row) in of_area.iter_mut().enumerate() {
            let old = |i: usize| before.items[i].reference.clone().unwrap();
            let reference = match (row.origin, row.part_of) {
                (Some(i), _) if split.contains(&i) => format!("{}a", old(i)),
                (_, Some(i)) => format!("{}b", old(i)),
                (Some(i), _) if has_split => old(i),
                _ => format!("{}.{}", area(number * 5), place + 1),
            };
            row.item.id.clone_from(&reference);
            row.item.reference = Some(reference);
        }
        rows.extend(of_area);
    }
    for i in removed {
        facts.push((
            ChangeKind::Removed,
            before.items[i].id.clone(),
            none(),
            none(),
            none(),
            None,
            None,
        ));
    }
    for row in &rows {
        let id = row.item.id.clone();
        let Some(i) = row.origin else {
            let whole = row.part_of.map(|i| before.items[i].id.clone()).unwrap_or_default();
            facts.push((ChangeKind::Added, none(), id, none(), whole, None, None));
            continue;
        };
        let old = &before.items[i];
        if old.id != id {
            facts.push((
                ChangeKind::Renumbered,
                old.id.clone(),
                id.clone(),
                "ref".to_owned(),
                none(),
                None,
                None,
            ));
        }
        for (f, field) in before.fields.iter().enumerate() {
            let (was, is) = (&old.cells[f], &row.item.cells[f]);
            let quoted = is.display() == format!("“{} –", was.display());
            // A quote and a dash where there was nothing are something.
            if was == is || quoted && !was.is_missing() {
                continue;
            }
            let (mut days, mut direction) = (None, None);
            if let (Some(was), Some(is)) = (was.dates(), is.dates()) {
                let (was, is) = (was.end.unwrap(), is.end.unwrap());
                days = Some((is - was).get_days());
                direction = Some(if is > was { Direction::Slipped } else { Direction::Earlier });
            }
            if let (Cell::Status(was), Cell::Status(is)) = (was, is) {
                let rank = |s: &str| ["blue", "green", "amber", "red"].iter().position(|r| *r == s);
                let better = rank(is) < rank(was);
                direction = Some(if better { Direction::Better } else { Direction::Worse });
            }
            let ids = (old.id.clone(), id.clone());
            facts.push((
                ChangeKind::Changed,
                ids.0,
                ids.1,
                field.name.clone(),
                none(),
                days,
                direction,
            ));
        }
    }
    after.items = rows.into_iter().map(|r| r.item).collect();
    facts.sort();
    (before, after, facts)
}

fn found(before: &Edition, after: &Edition) -> Vec<Fact> {
    let options = Options::default();
    let changes = compare_editions(before.clone(), after.clone(), &Links::default(), &options);
    let mut facts: Vec<Fact> = changes.changes.iter().map(fact).collect();
    facts.sort();
    facts
}

#[test]
fn clean_mutations_are_found_with_precision_and_recall_of_one() {
    let mut tally: BTreeMap<ChangeKind, [usize; 3]> = BTreeMap::new();
    for seed in 0..40 {
        let (before, after, truth) = mutated(seed, 100);
        let found = found(&before, &after);
        for fact in &truth {
            let counts = tally.entry(fact.0).or_default();
            counts[0] += 1;
            counts[1] += usize::from(found.contains(fact));
        }
        for fact in &found {
            tally.entry(fact.0).or_default()[2] += 1;
            if !truth.contains(fact) {
                println!("seed {seed}: invented {fact:?}");
            }
        }
    }
    for (kind, [truth, hit, found]) in &tally {
        let (recall, precision) = (*hit as f64 / *truth as f64, *hit as f64 / *found as f64);
        println!("{}: {truth} made, precision {precision}, recall {recall}", kind.as_str());
    }
    assert_eq!(tally.len(), 4);
    assert!(tally.values().all(|[truth, hit, found]| truth == hit && hit == found));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_plan_compared_with_itself_has_not_changed(seed: u64, n in 0_usize..60) {
        let (before, after, _) = mutated(seed, n);
        for edition in [before, after] {
            let links = Links::default();
            let changes = compare_editions(edition.clone(), edition, &links, &Options::default());
            prop_assert!(changes.is_empty());
        }
    }

    #[test]
    fn nor_has_one_without_refs_whose_texts_are_all_alike(seed: u64, n in 0_usize..40) {
        let (mut plan, _, _) = mutated(seed, n);
        let mut dice = Dice(seed);
        for item in &mut plan.items {
            item.reference = None;
            item.cells[0] = Cell::Text(["Review", "Report", "As above"][dice.below(3)].to_owned());
            item.cells[1] = Cell::Missing;
            item.cells[3] = Cell::Missing;
        }
        let links = Links::default();
        let changes = compare_editions(plan.clone(), plan, &links, &Options::default());
        prop_assert!(changes.is_empty());
    }

    #[test]
    fn every_item_is_linked_added_or_removed_once(seed: u64) {
        let (before, after, _) = mutated(seed, 40);
        let there = compare_editions(before.clone(), after.clone(), &Links::default(), &Options::default());
        let back = compare_editions(after, before, &Links::default(), &Options::default());
        for changes in [&there, &back] {
            let p = &changes.pairing;
            prop_assert_eq!(p.links.len() + p.removed.len(), changes.before.items.len());
            prop_assert_eq!(p.links.len() + p.added.len(), changes.after.items.len());
        }
    }
}
