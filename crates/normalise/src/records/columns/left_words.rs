//! Words of headings by which a column that is left is told, or told from what it is not.

/// More words are no heading of dates.
pub(super) const MOST_WORDS: usize = 6;

/// Words of headings of when a thing came up.
pub(super) const RAISED: [&str; 14] = [
    "raised",
    "logged",
    "log",
    "opened",
    "open",
    "created",
    "identified",
    "reported",
    "submitted",
    "noted",
    "found",
    "added",
    "entered",
    "issued",
];

/// Words of headings of when it was done or looked at.
pub(super) const CLOSED: [&str; 16] = [
    "closed",
    "resolved",
    "actual",
    "completed",
    "implemented",
    "achieved",
    "last",
    "updated",
    "update",
    "reviewed",
    "signed",
    "approved",
    "verified",
    "published",
    "previous",
    "since",
];

/// Words of headings of when it begins.
pub(super) const STARTS: [&str; 10] = [
    "start",
    "started",
    "from",
    "begin",
    "commencement",
    "meeting",
    "report",
    "audit",
    "agreed",
    "birth",
];

/// Words of headings of when it is due.
pub(super) const AHEAD: [&str; 16] = [
    "due",
    "by",
    "target",
    "forecast",
    "planned",
    "expected",
    "deadline",
    "when",
    "until",
    "next",
    "to",
    "estimated",
    "anticipated",
    "proposed",
    "required",
    "closure",
];

/// Words of headings of those who have something else to do with an item.
pub(super) const ELSE: [&str; 33] = [
    "support",
    "supported",
    "supporting",
    "consulted",
    "informed",
    "reviewed",
    "reviewer",
    "approved",
    "approver",
    "raised",
    "reported",
    "logged",
    "submitted",
    "created",
    "updated",
    "monitored",
    "partner",
    "stakeholder",
    "sponsor",
    "source",
    "author",
    "committee",
    "audience",
    "attendee",
    "identified",
    "requested",
    "affected",
    "impacted",
    "escalated",
    "escalation",
    "name",
    "group",
    "notified",
];

/// Words of headings of scales of something else.
pub(super) const WEIGHED: [&str; 20] = [
    "likelihood",
    "probability",
    "effort",
    "complexity",
    "confidence",
    "cost",
    "size",
    "difficulty",
    "value",
    "benefit",
    "frequency",
    "phase",
    "assurance",
    "opinion",
    "quality",
    "maturity",
    "readiness",
    "before",
    "after",
    "residual",
];

/// Words of headings of figures that are no result.
pub(super) const NO_RESULT: [&str; 34] = [
    "target",
    "success",
    "failure",
    "minimum",
    "maximum",
    "min",
    "max",
    "warning",
    "critical",
    "alert",
    "variance",
    "change",
    "difference",
    "weight",
    "weighting",
    "rank",
    "numerator",
    "denominator",
    "benchmark",
    "average",
    "previous",
    "prior",
    "last",
    "forecast",
    "tolerance",
    "budget",
    "cost",
    "year",
    "threshold",
    "limit",
    "range",
    "frequency",
    "budgeted",
    "sample",
];

/// Signs of better, worse and the same.
pub(super) const ARROWS: &str = "↑↓→←↗↘↔▲▼►◄⬆⬇➡⬅⇧⇩⇨⬈⬊▶◀△▽";
