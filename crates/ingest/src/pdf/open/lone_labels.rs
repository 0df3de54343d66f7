//! Labels that are set in the middle of a wide column, right of all its short texts.

use super::Span;
use crate::pdf::aligned::TextLine;

/// Middles that differ by less than this are one, in points.
const SAME: f32 = 2.0;
/// How far texts on the left edge of a column may be indented, in type sizes.
const INDENT: f32 = 2.0;

/// Drops the gutter between a column whose texts have no label and a label on its right that has no texts, where the other
/// labels are set in the middle of their columns: both are one column, wide enough to have the label in its middle.
pub(super) fn join(block: &[TextLine], is_across: &[bool], gutters: &mut Vec<Span>) {
    let Some((head, body)) = block.split_first() else { return };
    if head.segments.len() < 2 || is_across.first() != Some(&false) {
        return;
    }
    let middle = |s: &Span| (s.0 + s.1) / 2.0;
    let column = |s: &Span| gutters.partition_point(|g| middle(g) < middle(s));
    let labels: Vec<(usize, Span)> =
        head.segments.iter().map(|p| (column(&(p.x0, p.x1)), (p.x0, p.x1))).collect();
    let mut texts: Vec<Vec<Span>> = vec![Vec::new(); gutters.len() + 1];
    for (line, _) in body.iter().zip(&is_across[1..]).filter(|(_, across)| !**across) {
        for own in line.segments.iter().map(|p| (p.x0, p.x1)) {
            if let Some(texts) = texts.get_mut(column(&own)) {
                texts.push(own);
            }
        }
    }
    let is_centred = |(col, label): &&(usize, Span)| {
        let like = |t: &&Span| (middle(t) - middle(label)).abs() < SAME;
        texts.get(*col).is_some_and(|own| {
            own.len() > 1 && own.iter().filter(like).count() * 10 >= own.len() * 8
        })
    };
    if !labels.iter().any(|l| is_centred(&l)) {
        return;
    }
    let lone = labels.iter().find(|(col, label)| {
        let Some(before) = col.checked_sub(1) else { return false };
        if !texts[*col].is_empty() || labels.iter().any(|(c, _)| *c == before) {
            return false;
        }
        let own = &texts[before];
        let left = own.iter().map(|t| t.0).fold(f32::INFINITY, f32::min);
        // As wide as has the label in its middle: up to where the next column may begin.
        let right = 2.0 * middle(label) - left;
        let next = texts.iter().skip(col + 1).flatten().chain(labels.iter().map(|(_, l)| l));
        let next = next.map(|t| t.0).filter(|x| *x > label.1).fold(f32::INFINITY, f32::min);
        let on_edge = |t: &&Span| t.0 - left < INDENT * head.size;
        right <= next + SAME && own.iter().filter(on_edge).count() * 10 >= own.len() * 9
    });
    if let Some((col, _)) = lone {
        gutters.remove(col - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use crate::pdf::{aligned, words};

    #[test]
    fn a_label_in_the_middle_of_a_wide_column_is_over_its_short_texts() {
        let columns = |own: &str, label: f32, post: f32| {
            let mut p = page();
            set(&mut p, label, 60.0, 10.0, "Name");
            set(&mut p, post, 60.0, 10.0, "Post");
            for n in 0..4 {
                let base = 80.0 + 14.0 * n as f32;
                let post = ["Lockmaster", "Cook", "Keeper", "Guards"][n];
                set(&mut p, 40.0, base, 10.0, "Heron");
                set(&mut p, label, base, 10.0, own);
                set(&mut p, 310.0 - 2.5 * post.len() as f32, base, 10.0, post);
            }
            let content = words::content(&p);
            let all: Vec<u32> = (0..content.words.len() as u32).collect();
            let block = aligned::text_lines(&content.words, &all, &[]);
            let mut gutters = vec![(66.0, label - 1.0), (label + 21.0, 284.0)];
            join(&block, &[false; 5], &mut gutters);
            gutters.len() + 1
        };
        assert_eq!(columns("", 120.0, 300.0), 2);
        assert_eq!(columns("kept", 120.0, 300.0), 3, "the label has texts of its own");
        assert_eq!(columns("", 230.0, 300.0), 3, "no column is so wide");
        assert_eq!(columns("", 120.0, 285.0), 3, "no other label is in the middle");
    }
}
