//! Posts between which nothing is printed: a narrow column broke the line between them.

use super::words::Word;
use super::{Known, balanced, has_head, heads, is_name, parts};

/// Words of a cell that is looked at.
const MOST: usize = 24;

/// Whether a head alone is the end of many posts.
fn is_broad(head: &str) -> bool {
    const BROAD: [&str; 9] = [
        "manager",
        "director",
        "officer",
        "lead",
        "leader",
        "executive",
        "head",
        "coordinator",
        "chair",
    ];
    BROAD.contains(&head.to_lowercase().as_str())
}

impl Known<'_> {
    /// Where the posts of a piece begin (the first excepted) that are whole cells elsewhere, each of two words or
    /// more: a narrow column broke the line between them, and nothing else parts them.
    pub(super) fn seams(&self, piece: &[Word<'_>]) -> Option<Vec<usize>> {
        if piece.len() > MOST {
            return None;
        }
        (2..piece.len()).find_map(|at| {
            let (left, right) = (&piece[..at], &piece[at..]);
            // `Company Secretary` and `Registrar`: one word is a post where the other one ends in its own head.
            let is_lone = right.len() == 1;
            let ends_in_head = left.last().is_some_and(|w| w.kind.is_head);
            if is_lone && !(ends_in_head && right[0].kind.is_head && !is_broad(right[0].core)) {
                return None;
            }
            let joins = left[at - 1].kind.is_joining || right[0].kind.is_joining;
            if !self.single.contain(left) || parts(&left[at - 1]) || joins {
                return None;
            }
            // A page break may have left half of a post as a cell.
            let is_whole =
                |words: &[Word<'_>]| balanced(words) && (has_head(words) || is_name(words));
            if !is_whole(left) {
                return None;
            }
            // What is two again is no post, though it may be a cell.
            match self.seams(right) {
                Some(more) => {
                    Some(std::iter::once(at).chain(more.into_iter().map(|n| n + at)).collect())
                }
                None => (self.single.contain(right) && is_whole(right)).then(|| vec![at]),
            }
        })
    }

    /// Where the second of two posts or names begins that is a whole cell elsewhere, and the first is not: it is a post
    /// that ends in its head (`Chief Pharmacist` before `Director of Works`), or a name before another name.
    pub(super) fn end_seam(&self, all: &[Word<'_>]) -> Option<usize> {
        if all.len() > MOST || all.iter().any(parts) {
            return None;
        }
        (2..all.len().saturating_sub(1)).find(|at| {
            let (left, right) = all.split_at(*at);
            let (Some(last), Some(first)) = (left.last(), right.first()) else { return false };
            let is_capital = |w: &Word<'_>| w.core.starts_with(char::is_uppercase);
            let are_posts = last.kind.is_head
                && heads(left).len() == 1
                && has_head(right)
                && left.iter().all(is_capital)
                && !super::is_rank_of_head(last.core);
            let are_names = is_name(left) && is_name(right) && !has_head(left) && !has_head(right);
            self.single.contain(right)
                && is_capital(first)
                && !first.kind.is_joining
                && balanced(left)
                && (are_posts || are_names && all.len() == 4)
        })
    }

    /// Where the second of two posts begins of which the first is a whole cell elsewhere and the
    /// second is not: it has a head of its own, at its end (`Head of Repairs` and `Procurement
    /// Manager`). The second may also be what the first is the manager of, so that it is a guess.
    pub(super) fn half_seam(&self, all: &[Word<'_>]) -> Option<usize> {
        if all.len() > MOST || all.iter().any(parts) {
            return None;
        }
        (2..all.len().saturating_sub(1)).rev().find(|at| {
            let (left, right) = all.split_at(*at);
            let (Some(last), Some(first), Some(end)) = (left.last(), right.first(), right.last())
            else {
                return false;
            };
            self.single.contain(left)
                && has_head(left)
                && balanced(left)
                && !last.kind.is_joining
                && !first.kind.is_joining
                && !first.kind.is_head
                && first.core.starts_with(char::is_uppercase)
                && end.kind.is_head
                && heads(right).len() == 1
        })
    }
}
