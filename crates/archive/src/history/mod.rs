//! Questions to a timeline: what became of an item, what is overdue, what slipped, who leads.

mod cautions;
mod due;
mod evidence;
mod facts;
mod items;
mod numbers;
mod workload;

pub use cautions::cautions;
pub(crate) use due::{Late, is_noted, late, notes_elsewhere};
pub use due::{due_within, overdue, overdue_counts, slippage};
pub use evidence::queries;
pub(crate) use evidence::{corrected_from, sentence};
pub(crate) use facts::{is_done, order, people, present_statuses, running, status, statuses, text};
pub use items::{histories, history, links, vanished};
pub(crate) use workload::group_name;
pub use workload::{By, groups, leads, workload};

#[cfg(test)]
mod tests;
