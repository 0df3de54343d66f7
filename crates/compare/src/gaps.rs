//! Gaps in the numbering: an item that is gone leaves one in every later edition, and is asked about once.

use crate::edition::Edition;
use std::collections::HashSet;

/// Code of the query on refs that the numbering lacks.
const GAP: &str = "records.missing";

/// Takes away the queries on gaps that the edition before had as well: they were asked about then, and
/// what vanished is listed with that edition. A gap that is wider than before is asked about again.
pub(crate) fn ask_once(editions: &mut [Edition]) {
    let gaps: Vec<Vec<String>> = editions.iter().map(of).collect();
    for (edition, before) in editions.iter_mut().skip(1).zip(&gaps) {
        let known: HashSet<&str> = before.iter().flat_map(|gap| refs(gap)).collect();
        edition.remarks.queries.retain(|query| {
            let is_known = before.contains(&query.message)
                || refs(&query.message).all(|lacking| known.contains(lacking));
            query.code != GAP || !is_known
        });
    }
}

/// The queries on gaps of an edition.
fn of(edition: &Edition) -> Vec<String> {
    let queries = edition.remarks.queries.iter().filter(|query| query.code == GAP);
    queries.map(|query| query.message.clone()).collect()
}

/// The refs that a query names (`the numbering lacks 1.2, 1.4: …`). One that ends in `and 3 more` does not
/// name them all: it is known only where the whole message is the same.
fn refs(message: &str) -> impl Iterator<Item = &str> {
    let named = message.split_once("lacks ").map_or(message, |(_, rest)| rest);
    let named = named.split_once(':').map_or(named, |(refs, _)| refs);
    named.split(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remarks::Query;
    use crate::{Timeline, sample};

    fn edition(period: &str, gap: &str) -> Edition {
        let mut edition = sample::blank(period);
        if !gap.is_empty() {
            let message = format!("the numbering lacks {gap}: a row may be missing");
            let query = Query { code: GAP.to_owned(), message, ..Query::default() };
            let other = Query { code: "date.multiple".to_owned(), ..query.clone() };
            edition.remarks.queries = vec![query, other];
        }
        edition
    }

    #[test]
    fn a_gap_is_asked_about_once_and_again_when_it_grows() {
        let gaps = ["", "2", "2", "2, 4", "4", "2, 4", "1, 2 and 3 more", "1, 2 and 3 more"];
        let months = (1..).map(|n| format!("2024-{n:02}"));
        let editions = months.zip(gaps).map(|(month, gap)| edition(&month, gap)).collect();
        let asked: Vec<bool> = Timeline { editions, threads: Vec::new() }
            .asked_once()
            .editions
            .iter()
            .map(|e| e.remarks.queries.iter().any(|q| q.code == GAP))
            .collect();
        assert_eq!(asked, [false, true, false, true, false, true, true, false]);
    }

    #[test]
    fn other_queries_stay() {
        let editions = vec![edition("2024-01", "2"), edition("2024-02", "2")];
        let timeline = Timeline { editions, threads: Vec::new() }.asked_once();
        assert_eq!(timeline.editions[1].remarks.queries.len(), 1);
    }
}
