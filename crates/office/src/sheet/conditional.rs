//! Conditional formats: which rule holds for a cell, and what it shows then.

use super::formula::{Context, Formula, Unknown, Value, Values};
use super::styles::{Change, Styles};
use super::{Area, Cell as Shown};
use crate::theme::mixed;
use crate::xml::Element;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use tablemend_model::{Diagnostic, Level, Place, Rgb, SheetName, SourceRef};

/// Most rules of a workbook that are looked at.
pub(super) const MOST_RULES: usize = 10_000;

/// Most cells that all formulas together may look at.
const MOST_LOOKS: u64 = 50_000_000;

/// Most times that a rule is held against a cell of a sheet.
const MOST_CHECKS: usize = 200_000_000;

/// A rule of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) areas: Vec<Area>,
    pub(super) priority: i64,
    pub(super) stops: bool,
    pub(super) change: Change,
    pub(super) asks: Asks,
    /// As the note on it prints it.
    pub(super) printed: String,
}

/// What a rule asks of a cell.
#[derive(Clone, Debug)]
pub(super) enum Asks {
    /// A comparison with one or two formulas.
    Compared(String, Vec<Option<Formula>>),
    /// Whether the text has, has not, begins or ends with another text.
    Words(&'static str, String),
    /// A formula that holds.
    Holds(Option<Formula>),
    Blank(bool),
    Error(bool),
    /// Whether the value is in the area more than once.
    Double(bool),
    /// Pictures by the number's place between least and greatest.
    Icons {
        colours: Vec<Rgb>,
        bounds: Vec<Bound>,
        reversed: bool,
    },
    /// A colour between others.
    Scale(Vec<(Bound, Rgb)>),
    /// Lengths of bars, which colour no cell.
    Bars,
    Unknown,
}

/// Where a step of icons or colours begins.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    kind: String,
    value: f64,
    is_inclusive: bool,
}

/// Reads the rules of a `conditionalFormatting` element, of the sheet or of its extensions.
pub(super) fn read(e: Element<'_, '_>, styles: &Styles, out: &mut Vec<Rule>) {
    let own = e.attribute("sqref").map(str::to_owned);
    let areas = own.or_else(|| e.child("sqref").map(|s| s.text())).unwrap_or_default();
    let areas: Vec<Area> = areas.split_whitespace().filter_map(Area::parse).collect();
    if areas.is_empty() {
        return;
    }
    for rule in e.children().filter(|r| r.name() == "cfRule") {
        if out.len() >= MOST_RULES {
            return;
        }
        let kind = rule.attribute("type").unwrap_or_default();
        let number = rule.number("dxfId").and_then(|n| usize::try_from(n).ok());
        let change = match rule.child("dxf") {
            Some(dxf) => styles.change(dxf),
            None => number.and_then(|n| styles.changed(n)).cloned().unwrap_or_default(),
        };
        // The last formula of an extension's text rule only names the cell with the text.
        let formulas: Vec<String> = rule
            .children()
            .filter(|f| matches!(f.name(), "formula" | "f"))
            .map(|f| f.text())
            .collect();
        let parsed = || formulas.iter().map(|f| Formula::parse(f)).collect::<Vec<_>>();
        let first = || Asks::Holds(formulas.first().and_then(|f| Formula::parse(f)));
        let words = |how: &'static str| match rule.attribute("text") {
            Some(text) => Asks::Words(how, text.to_lowercase()),
            None => first(),
        };
        let asks = match kind {
            "cellIs" => {
                Asks::Compared(rule.attribute("operator").unwrap_or_default().to_owned(), parsed())
            }
            "containsText" => words("has"),
            "notContainsText" => words("has not"),
            "beginsWith" => words("begins"),
            "endsWith" => words("ends"),
            "expression" => first(),
            "containsBlanks" => Asks::Blank(true),
            "notContainsBlanks" => Asks::Blank(false),
            "containsErrors" => Asks::Error(true),
            "notContainsErrors" => Asks::Error(false),
            "duplicateValues" => Asks::Double(true),
            "uniqueValues" => Asks::Double(false),
            "iconSet" => icons(rule),
            "colorScale" => scale(rule, styles),
            "dataBar" => Asks::Bars,
            _ => Asks::Unknown,
        };
        let printed = match formulas.first() {
            Some(formula) => format!("{kind} {formula}"),
            None => kind.to_owned(),
        };
        out.push(Rule {
            areas: areas.clone(),
            priority: rule.number("priority").unwrap_or(i64::MAX),
            stops: rule.attribute("stopIfTrue").is_some_and(|v| v == "1" || v == "true"),
            change,
            asks,
            printed,
        });
    }
}

/// What a condition of an OpenDocument spreadsheet asks: `="Green"`, `>5`, `between(1,2)`,
/// `contains-text("late")`, `formula-is([.A1]="x")`.
pub(super) fn of_odf(condition: &str) -> Asks {
    let plain = plain_formula(condition.trim());
    let inside = |name: &str| {
        plain.strip_prefix(name)?.trim_start().strip_prefix('(')?.trim_end().strip_suffix(')')
    };
    let words = |name| inside(name).map(|t| t.trim().trim_matches('"').to_lowercase());
    if let Some(formula) = inside("formula-is") {
        return Asks::Holds(Formula::parse(formula));
    }
    for (name, how) in [
        ("contains-text", "has"),
        ("not-contains-text", "has not"),
        ("begins-with", "begins"),
        ("ends-with", "ends"),
    ] {
        if let Some(words) = words(name) {
            return Asks::Words(how, words);
        }
    }
    for (name, how) in [("between", "between"), ("not-between", "notBetween")] {
        if let Some((low, high)) = inside(name).and_then(|i| i.split_once(',')) {
            return Asks::Compared(how.to_owned(), vec![Formula::parse(low), Formula::parse(high)]);
        }
    }
    for (sign, how) in [
        ("!=", "notEqual"),
        ("<>", "notEqual"),
        ("<=", "lessThanOrEqual"),
        (">=", "greaterThanOrEqual"),
        ("<", "lessThan"),
        (">", "greaterThan"),
        ("=", "equal"),
    ] {
        if let Some(rest) = plain.strip_prefix(sign) {
            return Asks::Compared(how.to_owned(), vec![Formula::parse(rest)]);
        }
    }
    match plain.as_str() {
        "duplicate" => Asks::Double(true),
        "unique" => Asks::Double(false),
        "is-error" => Asks::Error(true),
        "is-no-error" => Asks::Error(false),
        _ => Asks::Unknown,
    }
}

/// A formula of OpenDocument in the form of Excel: `[.A1]` as `A1`, `[$Key.B2]` as `Key!B2`.
fn plain_formula(text: &str) -> String {
    let mut out = String::new();
    let (mut quoted, mut bracket) = (false, false);
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            _ if quoted => out.push(c),
            '[' => bracket = true,
            ']' => bracket = false,
            '.' if bracket
                && (out.is_empty() || out.ends_with(['(', ',', '=', ':', '<', '>', ' '])) => {}
            '.' if bracket => out.push('!'),
            ';' => out.push(','),
            c => out.push(c),
        }
    }
    out
}

/// What a style changes.
pub(super) fn change(
    fill: Option<Rgb>,
    colour: Option<Rgb>,
    struck: Option<bool>,
    bold: Option<bool>,
) -> Change {
    Change { fill, colour, struck, bold }
}

fn bound(e: Element<'_, '_>) -> Bound {
    let value = e.val().map(str::to_owned).or_else(|| e.child("f").map(|f| f.text()));
    Bound {
        kind: e.attribute("type").unwrap_or_default().to_owned(),
        value: value.and_then(|v| v.trim().parse().ok()).unwrap_or(0.0),
        is_inclusive: e.attribute("gte").is_none_or(|v| v != "0" && v != "false"),
    }
}

const RED: Rgb = Rgb(0xff, 0, 0);
const AMBER: Rgb = Rgb(0xff, 0xc0, 0);
const GREEN: Rgb = Rgb(0, 0xb0, 0x50);

fn icons(rule: Element<'_, '_>) -> Asks {
    let Some(set) = rule.child("iconSet") else { return Asks::Unknown };
    let name = set.attribute("iconSet").unwrap_or("3TrafficLights1");
    let colours: &[Rgb] = match name {
        "3TrafficLights1" | "3TrafficLights2" | "3Signs" | "3Symbols" | "3Symbols2" | "3Flags"
        | "3Arrows" => &[RED, AMBER, GREEN],
        "4TrafficLights" => &[Rgb(0, 0, 0), RED, AMBER, GREEN],
        _ => return Asks::Unknown,
    };
    let bounds: Vec<Bound> = set.children().filter(|c| c.name() == "cfvo").map(bound).collect();
    if bounds.len() != colours.len() {
        return Asks::Unknown;
    }
    let reversed = set.attribute("reverse").is_some_and(|v| v == "1" || v == "true");
    Asks::Icons { colours: colours.to_vec(), bounds, reversed }
}

fn scale(rule: Element<'_, '_>, styles: &Styles) -> Asks {
    let Some(scale) = rule.child("colorScale") else { return Asks::Unknown };
    let bounds = scale.children().filter(|c| c.name() == "cfvo").map(bound);
    let colours = scale.children().filter(|c| c.name() == "color").map(|c| styles.colour(c));
    let steps: Option<Vec<(Bound, Rgb)>> =
        bounds.zip(colours).map(|(b, c)| c.map(|c| (b, c))).collect();
    match steps {
        Some(steps) if steps.len() > 1 => Asks::Scale(steps),
        _ => Asks::Unknown,
    }
}

/// Most blank cells that are added for the rules of a sheet.
const MOST_ADDED: usize = 200_000;

/// Areas of more columns than this are for rows as a whole.
const MOST_COLUMNS: u32 = 64;

/// Adds the blank cells that rules may colour, in rows that have text.
pub(super) fn fill_up(rules: &[Rule], sheet: &mut super::Sheet) {
    let mut rows: Vec<u32> = sheet.cells.iter().filter(|c| !c.is_blank()).map(|c| c.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let last = sheet.cells.iter().map(|c| c.col).max().unwrap_or(0).saturating_add(1);
    let mut known: HashSet<(u32, u32)> = sheet.cells.iter().map(|c| (c.row, c.col)).collect();
    let (mut added, mut looked) = (0, 0);
    for area in rules.iter().flat_map(|r| &r.areas) {
        let end = area.columns[1].min(last);
        if area.columns[0] > end || end - area.columns[0] > MOST_COLUMNS {
            continue;
        }
        let from = rows.partition_point(|r| *r < area.rows[0]);
        for row in rows[from..].iter().take_while(|r| **r <= area.rows[1]) {
            looked += 1;
            if added >= MOST_ADDED || looked > MOST_ADDED * 10 {
                return;
            }
            for col in area.columns[0]..=end {
                if added < MOST_ADDED && known.insert((*row, col)) {
                    sheet.cells.push(Shown { row: *row, col, ..Shown::default() });
                    added += 1;
                }
            }
        }
    }
}

/// What a rule did for a cell.
enum Told {
    No,
    Yes(Change),
    Icon(Rgb),
    Unknown(Unknown),
}

/// Applies the rules of a sheet to its cells; gives a note on each that could not be worked out.
pub(super) fn apply(
    name: &str,
    rules: &mut [Rule],
    cells: &mut [Shown],
    sheets: &HashMap<String, Values>,
    room: &Cell<u64>,
) -> Vec<Diagnostic> {
    let blank = Values::new();
    let own = sheets.get(&name.to_lowercase()).unwrap_or(&blank);
    rules.sort_by_key(|r| r.priority);
    let areas: usize = rules.iter().map(|r| r.areas.len()).sum();
    if areas.saturating_mul(cells.len().max(own.len())) > MOST_CHECKS {
        let message =
            format!("the conditional formats of the sheet “{name}” are too many to be worked out");
        return vec![Diagnostic::new("format.conditional", Level::Warning, message)];
    }
    let numbers: Vec<Vec<f64>> = rules.iter().map(|r| sorted(r, own)).collect();
    let doubles: Vec<HashMap<String, u32>> = rules.iter().map(|r| counted(r, own)).collect();
    let mut unknown: Vec<Option<Unknown>> = vec![None; rules.len()];
    for cell in cells {
        let (mut filled, mut coloured) = (false, false);
        let at = (cell.row, cell.col);
        let value = own.get(&at).cloned().unwrap_or_default();
        for (i, rule) in rules.iter().enumerate() {
            if !rule.areas.iter().any(|a| a.contains(at.0, at.1)) {
                continue;
            }
            let origin = rule
                .areas
                .iter()
                .fold((u32::MAX, u32::MAX), |(r, c), a| (r.min(a.rows[0]), c.min(a.columns[0])));
            let shift =
                (i64::from(at.0) - i64::from(origin.0), i64::from(at.1) - i64::from(origin.1));
            let context = Context { sheets, own, shift, cell: at, room };
            match told(rule, &value, &context, &numbers[i], &doubles[i]) {
                Told::No => continue,
                Told::Unknown(why) => {
                    unknown[i] = unknown[i].clone().or(Some(why));
                    continue;
                }
                Told::Icon(colour) => cell.icons.push(colour),
                Told::Yes(change) => {
                    if let Some(fill) = change.fill.filter(|_| !filled) {
                        cell.fill = Some(fill).filter(|f| !f.is_white());
                        filled = true;
                    }
                    for run in &mut cell.runs {
                        if let Some(colour) = change.colour.filter(|_| !coloured) {
                            run.look.colour = Some(colour).filter(|c| *c != Rgb(0, 0, 0));
                        }
                        run.look.struck |= change.struck == Some(true);
                        run.look.bold |= change.bold == Some(true);
                    }
                    coloured |= change.colour.is_some();
                }
            }
            if rule.stops {
                break;
            }
        }
    }
    let of = |(rule, why): (&Rule, Option<Unknown>)| why.map(|why| doubt(name, rule, &why));
    rules.iter().zip(unknown).filter_map(of).collect()
}

fn doubt(sheet: &str, rule: &Rule, why: &Unknown) -> Diagnostic {
    let (why, help) = match why {
        Unknown::Today => (
            "it hangs on the day on which the workbook is opened",
            "give the workbook as PDF, printed on the day that is meant",
        ),
        Unknown::Form => (
            "it is of a form that cannot be worked out here",
            "look at the colours of these cells, or give the workbook as PDF",
        ),
    };
    let area = rule.areas[0]; // OK because rules without an area are not kept.
    let place = Place::Cells {
        sheet: SheetName::new(sheet),
        rows: area.rows.map(|r| r + 1),
        columns: area.columns.map(|c| c + 1),
    };
    let message = format!("a conditional format was left out: {why}");
    Diagnostic::new("format.conditional", Level::Warning, message)
        .at(SourceRef::at(place))
        .printed(rule.printed.clone())
        .help(help)
}

/// The numbers of a rule's area in order, for those that ask where among them one is.
fn sorted(rule: &Rule, own: &Values) -> Vec<f64> {
    if !matches!(rule.asks, Asks::Icons { .. } | Asks::Scale(_)) {
        return Vec::new();
    }
    let mut out: Vec<f64> = own
        .iter()
        .filter(|((r, c), _)| rule.areas.iter().any(|a| a.contains(*r, *c)))
        .filter_map(|(_, v)| match v {
            Value::Number(n) => Some(*n),
            _ => None,
        })
        .collect();
    out.sort_by(f64::total_cmp);
    out
}

fn counted(rule: &Rule, own: &Values) -> HashMap<String, u32> {
    let mut out = HashMap::new();
    if matches!(rule.asks, Asks::Double(_)) {
        for ((r, c), value) in own {
            if *value != Value::Blank && rule.areas.iter().any(|a| a.contains(*r, *c)) {
                *out.entry(value.text().to_lowercase()).or_default() += 1;
            }
        }
    }
    out
}

fn told(
    rule: &Rule,
    value: &Value,
    context: &Context<'_>,
    numbers: &[f64],
    doubles: &HashMap<String, u32>,
) -> Told {
    let yes = |holds: bool| if holds { Told::Yes(rule.change.clone()) } else { Told::No };
    match &rule.asks {
        Asks::Unknown => Told::Unknown(Unknown::Form),
        Asks::Bars => Told::No,
        Asks::Words(how, words) => {
            let text = value.text().to_lowercase();
            yes(match *how {
                "has" => text.contains(words.as_str()),
                "has not" => !text.contains(words.as_str()),
                "begins" => text.starts_with(words.as_str()),
                _ => text.ends_with(words.as_str()),
            })
        }
        Asks::Blank(wanted) => yes(value.text().trim().is_empty() == *wanted),
        Asks::Error(wanted) => yes((*value == Value::Error) == *wanted),
        Asks::Double(wanted) => {
            let times = doubles.get(&value.text().to_lowercase()).copied().unwrap_or(0);
            yes(times > 0 && (times > 1) == *wanted)
        }
        Asks::Holds(None) => Told::Unknown(Unknown::Form),
        Asks::Holds(Some(formula)) => match formula.value(context) {
            Ok(value) => yes(value.is_true() == Some(true)),
            Err(why) => Told::Unknown(why),
        },
        Asks::Compared(how, formulas) => {
            let mut values = Vec::new();
            for formula in formulas {
                match formula.as_ref().map(|f| f.value(context)) {
                    Some(Ok(value)) => values.push(value),
                    Some(Err(why)) => return Told::Unknown(why),
                    None => return Told::Unknown(Unknown::Form),
                }
            }
            match is_so(how, value, &values) {
                Some(holds) => yes(holds),
                None => Told::Unknown(Unknown::Form),
            }
        }
        Asks::Icons { colours, bounds, reversed } => {
            let Value::Number(number) = value else { return Told::No };
            let Some(starts) = starts(bounds.iter(), numbers) else {
                return Told::Unknown(Unknown::Form);
            };
            let reached = |(start, bound): &(f64, &Bound)| {
                if bound.is_inclusive { number >= start } else { number > start }
            };
            // The first step has everything below the second.
            let step = starts.into_iter().zip(bounds).skip(1).take_while(reached).count();
            let step = if *reversed { colours.len() - 1 - step } else { step };
            colours.get(step).map_or(Told::No, |c| Told::Icon(*c))
        }
        Asks::Scale(steps) => {
            let Value::Number(number) = value else { return Told::No };
            let Some(starts) = starts(steps.iter().map(|(b, _)| b), numbers) else {
                return Told::Unknown(Unknown::Form);
            };
            let fill = between(*number, &starts, steps);
            Told::Yes(Change { fill, ..Change::default() })
        }
    }
}

/// The numbers at which steps begin; `None` where one hangs on a formula.
fn starts<'b>(bounds: impl Iterator<Item = &'b Bound>, numbers: &[f64]) -> Option<Vec<f64>> {
    let (least, most) = (numbers.first().copied()?, numbers.last().copied()?);
    bounds
        .map(|b| {
            Some(match b.kind.as_str() {
                "num" => b.value,
                "min" | "autoMin" => least,
                "max" | "autoMax" => most,
                "percent" => least + (most - least) * b.value / 100.0,
                "percentile" => {
                    let at = (numbers.len() - 1) as f64 * (b.value / 100.0).clamp(0.0, 1.0);
                    let (low, high) = (at.floor() as usize, at.ceil() as usize);
                    numbers[low] + (numbers[high] - numbers[low]) * at.fract()
                }
                _ => return None,
            })
        })
        .collect()
}

fn between(number: f64, starts: &[f64], steps: &[(Bound, Rgb)]) -> Option<Rgb> {
    let at = starts.iter().position(|s| number <= *s).unwrap_or(steps.len());
    if at == 0 || at == steps.len() {
        return steps.get(at.min(steps.len().checked_sub(1)?)).map(|(_, c)| *c);
    }
    let (low, high) = (starts[at - 1], starts[at]);
    let share = if high > low { (number - low) / (high - low) } else { 1.0 };
    Some(mixed(steps[at].1, steps[at - 1].1, share))
}

/// Whether a comparison holds; `None` where it is of no known form.
fn is_so(how: &str, value: &Value, with: &[Value]) -> Option<bool> {
    // A blank cell is not a number for a rule of numbers.
    if *value == Value::Blank && with.iter().any(|w| matches!(w, Value::Number(_))) {
        return Some(matches!(how, "notEqual" | "notBetween"));
    }
    let is = |sign: &str, i: usize| {
        let holds = Formula::compare(sign, value, with.get(i)?);
        Some(holds)
    };
    match how {
        "equal" => is("=", 0),
        "notEqual" => is("<>", 0),
        "greaterThan" => is(">", 0),
        "greaterThanOrEqual" => is(">=", 0),
        "lessThan" => is("<", 0),
        "lessThanOrEqual" => is("<=", 0),
        "between" | "notBetween" => {
            let (low, high) = (with.first()?, with.get(1)?);
            let inside = |low: &Value, high: &Value| {
                Formula::compare(">=", value, low) && Formula::compare("<=", value, high)
            };
            let holds = inside(low, high) || inside(high, low);
            Some(holds == (how == "between"))
        }
        _ => None,
    }
}

/// Room for the formulas of a workbook.
pub(super) fn room() -> Cell<u64> {
    Cell::new(MOST_LOOKS)
}
