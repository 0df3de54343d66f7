//! A field's value as far as comparing editions needs it, and when two values are the same.

use crate::words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use tablemend_model::{Completion, FieldKind, Role, Value};

/// A field's value, without the evidence for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Nothing is there.
    #[default]
    Missing,
    /// Text, never empty.
    Text(String),
    /// Dates.
    Dates(Dates),
    /// Posts.
    Posts(Posts),
    /// A status, in lower case.
    Status(String),
    /// A number as printed.
    Number {
        /// The number; `None` for a word of a scale (`High`).
        #[serde(default)]
        value: Option<f64>,
        /// As printed.
        printed: String,
    },
}

/// What a date cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// As printed.
    pub printed: Option<String>,
    /// EDTF of the whole.
    pub edtf: Option<String>,
    /// First day meant.
    pub start: Option<Date>,
    /// Last day meant: what is due is due by then.
    pub end: Option<Date>,
    /// The cell's dates that still hold, each with its label (`Phase 1`), in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(Option<String>, String)>,
    /// The last days that were promised before and are struck out in the document, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<Date>,
    /// What is printed, where one look would not tell which of its dates holds: `30 June 2026 (before:
    /// 31 March 2026)` for a cell that prints both and strikes one out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// Whether a person corrected it: then what is printed is not what is meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// A list of posts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posts {
    /// The posts, in text order.
    pub people: Vec<String>,
    /// Other readings of the cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Vec<String>>,
}

impl Cell {
    /// The comparable part of a model value; a field read from another (`Forecast`) has none.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Missing | Value::Forecast(_) => Self::Missing,
            Value::Text(text) => Self::Text(text.clone()),
            Value::Completion(c) => {
                if c.printed.is_none() && c.edtf.is_none() {
                    return Self::Missing;
                }
                let parts = c
                    .dates
                    .iter()
                    .filter(|d| d.role != Role::Original)
                    .map(|d| (d.label.clone(), d.when.edtf.clone()))
                    .collect();
                Self::Dates(Dates {
                    printed: c.printed.clone(),
                    edtf: c.edtf.clone(),
                    start: c.start,
                    end: c.end,
                    parts,
                    former: former(c),
                    shown: told_apart(c),
                    corrected: false,
                })
            }
            Value::Posts(p) if p.people.is_empty() => Self::Missing,
            Value::Posts(p) => Self::Posts(Posts {
                people: p.people.clone(),
                alternatives: p.alternatives.clone(),
            }),
            Value::Status(s) => s.value.clone().map_or(Self::Missing, Self::Status),
            Value::Number { value, printed } => {
                Self::Number { value: *value, printed: printed.clone() }
            }
        }
    }

    /// Whether nothing is there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        *self == Self::Missing
    }

    /// The dates, where it is a date cell.
    #[must_use]
    pub fn dates(&self) -> Option<&Dates> {
        match self {
            Self::Dates(dates) => Some(dates),
            _ => None,
        }
    }

    /// Whether the two say the same: text that differs only in blanks, quotes or dashes does, a
    /// date printed in another way does, posts in another order do.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b || words::bare(a) == words::bare(b),
            (Self::Dates(a), Self::Dates(b)) => a.same(b),
            (Self::Posts(a), Self::Posts(b)) => a.sorted() == b.sorted(),
            (Self::Number { value: a, printed: x }, Self::Number { value: b, printed: y }) => {
                match (a, b) {
                    (Some(a), Some(b)) => a.total_cmp(b).is_eq(),
                    (None, None) => {
                        words::bare(&x.to_lowercase()) == words::bare(&y.to_lowercase())
                    }
                    _ => false,
                }
            }
            _ => self == other,
        }
    }

    /// As text for people and for one cell of a CSV file; empty where nothing is there.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) | Self::Status(text) => text.clone(),
            Self::Dates(d) => {
                let printed = d.shown.clone().or_else(|| d.printed.clone());
                printed.filter(|_| !d.corrected).or_else(|| d.edtf.clone()).unwrap_or_default()
            }
            Self::Posts(p) => p.people.join("; "),
            Self::Number { printed, .. } => printed.clone(),
        }
    }

    /// As the contract's `before` and `after` have it (section 5).
    #[must_use]
    pub fn json(&self) -> Json {
        match self {
            Self::Missing => Json::Null,
            Self::Text(text) | Self::Status(text) => json!(text),
            Self::Dates(d) => json!({"printed": d.printed, "edtf": d.edtf}),
            Self::Posts(p) => json!(p.people),
            Self::Number { value: Some(value), .. } => json!(value),
            Self::Number { printed, .. } => json!(printed),
        }
    }
}

/// The dates of a cell that prints nothing but dates, some of which hold no longer: those that hold, then
/// the others. `None` for all other cells.
fn told_apart(c: &Completion) -> Option<String> {
    let of = |is_former: bool| -> Vec<&str> {
        let dates = c.dates.iter().filter(|d| (d.role == Role::Original) == is_former);
        dates.map(|d| d.printed.as_str()).filter(|p| !p.is_empty()).collect()
    };
    let (live, before) = (of(false), of(true));
    if live.is_empty() || before.is_empty() {
        return None;
    }
    let mut rest = c.printed.clone()?;
    for printed in c.dates.iter().map(|d| d.printed.as_str()).filter(|p| !p.is_empty()) {
        rest = rest.replacen(printed, "", 1);
    }
    let is_bare = !rest.chars().any(char::is_alphanumeric);
    is_bare.then(|| format!("{} (before: {})", live.join("; "), before.join("; ")))
}

impl Dates {
    fn same(&self, other: &Self) -> bool {
        let is_nothing = |d: &Self| d.edtf.is_none() && d.start.is_none() && d.end.is_none();
        if is_nothing(self) && is_nothing(other) {
            let bare = |d: &Self| d.printed.as_deref().map(words::bare);
            return bare(self) == bare(other);
        }
        // A table that somebody took the EDTF out of still has the days.
        let is_days_alone = |d: &Self| d.edtf.is_none() && (d.start.is_some() || d.end.is_some());
        let by_days = is_days_alone(self) || is_days_alone(other);
        let span = |d: &Self| (d.edtf.clone().filter(|_| !by_days), d.start, d.end);
        let days = |d: &Self| d.parts.iter().map(|(_, edtf)| edtf.clone()).collect::<Vec<_>>();
        // Not every format has the parts: there the whole decides.
        let parts_differ =
            !self.parts.is_empty() && !other.parts.is_empty() && days(self) != days(other);
        span(self) == span(other) && !parts_differ
    }
}

impl Posts {
    /// The posts without regard to order, case, blanks, quotes and dashes.
    fn sorted(&self) -> Vec<String> {
        sorted(&self.people)
    }

    /// Whether another reading of either cell would make the two the same.
    #[must_use]
    pub fn may_be_same(&self, other: &Self) -> bool {
        self.alternatives.iter().any(|a| sorted(a) == other.sorted())
            || other.alternatives.iter().any(|b| sorted(b) == self.sorted())
    }
}

/// The ends of a cell before its struck dates were replaced, oldest first. Where several dates hold,
/// a struck one counts for the date that replaces it (the next in the text), and the whole was due
/// when the last of them was.
fn former(completion: &Completion) -> Vec<Date> {
    let dates = &completion.dates;
    let Some(end) = completion.end else { return Vec::new() };
    let live: Vec<usize> = (0..dates.len()).filter(|i| dates[*i].role.is_live()).collect();
    let ends = |wanted: &dyn Fn(usize) -> bool| -> Vec<Date> {
        let all = dates.iter().enumerate();
        all.filter(|(i, d)| d.role == Role::Original && wanted(*i))
            .filter_map(|(_, d)| d.when.end)
            .collect()
    };
    let (Some(first), Some(last)) = (live.first().copied(), live.last().copied()) else {
        return Vec::new();
    };
    if first == last {
        let mut all = ends(&|_| true);
        // The newest first: `30 September, ~~30 June~~, ~~31 March~~`.
        if all.len() > 1 && ends(&|i| i < first).is_empty() {
            all.reverse();
        }
        all.dedup();
        return all;
    }
    // Of each date that holds, the struck ones right before it.
    let mut from = 0;
    let mut before: Option<Date> = None;
    for at in live {
        let own = ends(&|i| i >= from && i < at).first().copied();
        before = before.max(own.or(dates[at].when.end));
        from = at + 1;
    }
    before.filter(|day| *day != end).into_iter().collect()
}

fn sorted(people: &[String]) -> Vec<String> {
    // CSV and workbooks join a list with semicolons, and so cannot tell one inside a post.
    let posts = people.iter().flat_map(|p| p.split(';')).filter(|p| !p.trim().is_empty());
    let mut bare: Vec<_> = posts.map(|p| words::bare(p.trim()).to_lowercase()).collect();
    bare.sort();
    bare
}

/// Whether a field of this kind is compared: what is read from another field is not.
#[must_use]
pub(crate) fn is_compared(kind: FieldKind) -> bool {
    kind != FieldKind::Forecast
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(printed: &str, edtf: Option<&str>) -> Cell {
        Cell::Dates(Dates {
            printed: Some(printed.to_owned()),
            edtf: edtf.map(str::to_owned),
            ..Dates::default()
        })
    }

    /// A cell of a table that may have lost the EDTF.
    fn days(edtf: Option<&str>, end: &str) -> Cell {
        let end = end.parse().ok();
        let edtf = edtf.map(str::to_owned);
        Cell::Dates(Dates { edtf, start: end, end, ..Dates::default() })
    }

    fn posts(people: &[&str]) -> Cell {
        let people = people.iter().map(|p| (*p).to_owned()).collect();
        Cell::Posts(Posts { people, alternatives: Vec::new() })
    }

    #[test]
    fn same_means_the_same_to_a_reader() {
        let text = |t: &str| Cell::Text(t.to_owned());
        let same = [
            (text("the team’s plan – agreed"), text("the team's  plan - agreed")),
            (text("“quoted”"), text("'quoted'")),
            (dates("31/03/2020", Some("2020-03-31")), dates("31st March", Some("2020-03-31"))),
            (dates("TBC", None), dates("TBC ", None)),
            (days(None, "2020-03-31"), days(Some("2020-03-31"), "2020-03-31")),
            (posts(&["A", "B"]), posts(&["b", "A"])),
            (posts(&["A; B", "C"]), posts(&["A", "B", "C"])),
        ];
        for (a, b) in same {
            assert!(a.same(&b), "{a:?} {b:?}");
        }
        let different = [
            (text("agreed"), text("Agreed")),
            (text("agreed"), Cell::Missing),
            (dates("TBC", None), dates("Ongoing", None)),
            (dates("March", Some("2020-03")), dates("March", Some("2021-03"))),
            (posts(&["A"]), posts(&["A", "B"])),
            (days(None, "2020-03-31"), days(None, "2020-04-30")),
            (days(None, "2020-03-31"), dates("31 March", Some("2020-04-30"))),
        ];
        for (a, b) in different {
            assert!(!a.same(&b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn struck_dates_are_the_former_ends() {
        use tablemend_model::{DatedAs, Marker};
        let told = |dates: &[(&str, Role)]| {
            let marker = |(day, role): &(&str, Role)| Marker {
                when: DatedAs {
                    edtf: (*day).to_owned(),
                    start: day.parse().ok(),
                    end: day.parse().ok(),
                },
                role: *role,
                label: None,
                printed: (*day).to_owned(),
            };
            let dates: Vec<Marker> = dates.iter().map(marker).collect();
            let live = dates.iter().filter(|d| d.role.is_live());
            let end = live.filter_map(|d| d.when.end).max();
            let completion = Completion { end, dates, ..Completion::default() };
            former(&completion).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        use Role::{Due, Original, Phase, Revised};
        let (march, june, september) = ("2024-03-31", "2024-06-30", "2024-09-30");
        assert_eq!(told(&[(june, Due)]), "");
        assert_eq!(told(&[(march, Original), (june, Revised)]), march);
        let twice = [(march, Original), (june, Original), (september, Revised)];
        assert_eq!(told(&twice), format!("{march} {june}"));
        let newest_first = [(september, Revised), (june, Original), (march, Original)];
        assert_eq!(told(&newest_first), format!("{march} {june}"));
        // A moved first phase does not move the whole; a moved last one does.
        assert_eq!(told(&[(march, Original), (june, Revised), (september, Phase)]), "");
        assert_eq!(told(&[(march, Phase), (june, Original), (september, Revised)]), june);
        assert_eq!(told(&[(march, Original)]), "");
    }

    #[test]
    fn a_cell_of_dates_alone_shows_which_of_them_holds() {
        use tablemend_model::{DatedAs, Marker};
        let shown = |printed: &str, dates: &[(&str, Role)]| {
            let marker = |(day, role): &(&str, Role)| Marker {
                when: DatedAs { edtf: (*day).to_owned(), start: None, end: None },
                role: *role,
                label: None,
                printed: (*day).to_owned(),
            };
            let dates = dates.iter().map(marker).collect();
            let printed = Some(printed.to_owned());
            Cell::of(&Value::Completion(Completion { printed, dates, ..Completion::default() }))
                .display()
        };
        let two = [("31 March", Role::Original), ("30 June", Role::Revised)];
        assert_eq!(shown("31 March 30 June", &two), "30 June (before: 31 March)");
        let said = "Original: 31 March, now 30 June";
        assert_eq!(shown(said, &two), said);
        assert_eq!(shown("30 June", &two[1..]), "30 June");
    }

    #[test]
    fn json_is_the_contracts() {
        assert_eq!(Cell::Missing.json(), Json::Null);
        assert_eq!(posts(&["A", "B"]).json(), json!(["A", "B"]));
        let due = dates("March", Some("2020-03"));
        assert_eq!(due.json(), json!({"printed": "March", "edtf": "2020-03"}));
    }
}
