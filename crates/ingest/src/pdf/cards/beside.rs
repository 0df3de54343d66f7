//! Labels beside a pile of boxes: the lines around the values of a card do not part its labels.

use crate::pdf::drawn::centre;
use crate::pdf::ruled::{Drawn, Slot};
use crate::pdf::rulings::Rulings;
use crate::pdf::words::{PageContent, Word};

/// A line down this far from the labels, in points, bounds them.
const NEAR: f32 = 25.0;
/// Labels that begin no further apart than this, in points, begin in line.
const LEVEL: f32 = 2.0;
/// The line reaches along so much of the pile.
const SHARE: f32 = 0.8;

/// Piles of boxes with the labels on their left as a column of their own: a line is drawn down on their left, each box
/// has one, and another pile is as wide. Other grids stay as they are.
pub(super) fn labelled(
    grids: Vec<Drawn>,
    rulings: &Rulings,
    content: &PageContent,
    free: &[bool],
) -> Vec<Drawn> {
    /// One of the piles has so many boxes; what a page break cut off may have fewer.
    const BOXES: usize = 3;
    let edges: Vec<Option<f32>> =
        grids.iter().map(|d| left_edge(d, rulings, content, free)).collect();
    let is_like = |a: usize, b: usize| {
        let (one, other) = (&grids[a].area(), &grids[b].area());
        let is_level = |x: f32, y: f32| (x - y).abs() < LEVEL;
        let lefts = edges[a].zip(edges[b]).is_some_and(|(x, y)| is_level(x, y));
        a != b
            && lefts
            && is_level(one.x0, other.x0)
            && is_level(one.x1, other.x1)
            && grids[a].rows().max(grids[b].rows()) >= BOXES
    };
    let all = 0..grids.len();
    let taken: Vec<bool> =
        all.clone().map(|a| edges[a].is_some() && all.clone().any(|b| is_like(a, b))).collect();
    let with_edges = grids.into_iter().zip(edges).zip(taken);
    with_edges
        .map(|((drawn, edge), is_taken)| match edge {
            Some(left) if is_taken => with_column(drawn, left),
            _ => drawn,
        })
        .collect()
}

/// Where the column of labels begins; `None` where there are none.
fn left_edge(
    drawn: &Drawn,
    rulings: &Rulings,
    content: &PageContent,
    free: &[bool],
) -> Option<f32> {
    let area = drawn.area();
    if drawn.columns() != 1 || !drawn.is_drawn {
        return None;
    }
    let low = content.words.partition_point(|w| w.base < area.y0);
    let all = (low..).zip(&content.words[low..]).take_while(|(_, w)| w.base < area.y1);
    let own: Vec<&Word> = all
        .filter(|(n, w)| free[*n] && !w.is_turned && w.area.x1 <= area.x0 + 1.0)
        .map(|(_, w)| w)
        .collect();
    let first = own.iter().map(|w| w.area.x0).reduce(f32::min)?;
    let covered: f32 = rulings
        .down
        .iter()
        .filter(|l| !l.is_edge && l.at <= first && l.at > first - NEAR)
        .map(|l| (l.to.min(area.y1) - l.from.max(area.y0)).max(0.0))
        .sum();
    if covered < SHARE * area.height() {
        return None;
    }
    let is_labelled = |row: usize| {
        let within = |w: &&&Word| (drawn.ys[row]..drawn.ys[row + 1]).contains(&centre(w).1);
        let begins = own.iter().filter(within).map(|w| w.area.x0).reduce(f32::min);
        begins.is_some_and(|x| x - first < LEVEL)
    };
    (0..drawn.rows()).all(is_labelled).then(|| {
        let lines = rulings.down.iter().filter(|l| l.at <= first && l.at > first - NEAR);
        lines.map(|l| l.at).fold(first - LEVEL, f32::min)
    })
}

fn with_column(drawn: Drawn, left: f32) -> Drawn {
    let Drawn { mut xs, ys, cells, is_drawn } = drawn;
    xs.insert(0, left);
    let labels = (0..ys.len() - 1).map(|row| Slot { row, col: 0, rows: 1, cols: 1 });
    let values = cells.into_iter().map(|c| Slot { col: c.col + 1, ..c });
    let cells = labels.chain(values).collect();
    Drawn { xs, ys, cells, is_drawn }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::rulings::Ruling;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    #[test]
    fn labels_beside_boxes_are_a_column() {
        const FORM: [&str; 3] = ["Action", "Lead", "Due"];
        for (line, labels, piles, want) in [
            (50.0, FORM, 2, 2),
            // No line is drawn on their left.
            (300.0, FORM, 2, 1),
            // A box without a label.
            (50.0, ["Action", "", "Due"], 2, 1),
            // One pile may be of a chart.
            (50.0, FORM, 1, 1),
        ] {
            let mut p = page();
            let tops: Vec<f32> = (0..piles).map(|n| 100.0 + 80.0 * n as f32).collect();
            for top in &tops {
                for (n, label) in labels.iter().enumerate() {
                    set(&mut p, 55.0, top + 14.0 + 20.0 * n as f32, 9.0, label);
                    set(&mut p, 155.0, top + 14.0 + 20.0 * n as f32, 9.0, "Mend the gate");
                }
            }
            let content = words::content(&p);
            let slot = |row| Slot { row, col: 0, rows: 1, cols: 1 };
            let pile = |top: &f32| Drawn {
                xs: vec![150.0, 400.0],
                ys: (0..4).map(|n| top + 20.0 * n as f32).collect(),
                cells: (0..3).map(slot).collect(),
                is_drawn: true,
            };
            let side = |top: &f32| Ruling { at: line, from: *top, to: top + 60.0, is_edge: false };
            let down = tops.iter().map(side).collect();
            let rulings = Rulings { across: Vec::new(), down };
            let free = vec![true; content.words.len()];
            let drawn: Vec<Drawn> = tops.iter().map(pile).collect();
            let found = labelled(drawn, &rulings, &content, &free);
            assert!(found.iter().all(|d| d.columns() == want), "{line} {labels:?} {piles}");
            assert!(found.iter().all(|d| d.cells.len() == 3 * want));
        }
    }
}
