//! Where the texts of a column begin, end and have their middle.

/// Places that differ by less than this are one place, in points.
const SAME: f32 = 1.5;
/// Texts that show how a column is set, at least.
const TEXTS: usize = 3;

/// The share of places that are within one place of each other.
pub(super) fn most_common(places: &mut [f32]) -> f32 {
    if places.is_empty() {
        return 0.0;
    }
    places.sort_by(f32::total_cmp);
    let (mut best, mut from) = (0, 0);
    for to in 0..places.len() {
        while places[to] - places[from] > SAME {
            from += 1;
        }
        best = best.max(to + 1 - from);
    }
    best as f32 / places.len() as f32
}

/// Whether texts are set in the middle of their column: they have one middle, and neither begin nor end at one place.
pub(super) fn are_centred(lefts: &mut [f32], rights: &mut [f32], middles: &mut [f32]) -> bool {
    middles.len() >= TEXTS
        && most_common(middles) >= 0.9
        && most_common(lefts).max(most_common(rights)) <= 0.75
}
