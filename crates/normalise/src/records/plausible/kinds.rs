//! Cells that hold what belongs to another field: a date for a lead, a number for a text, a score that its factors do
//! not give.

use super::{FEWEST, View, is_share, text};
use tablemend_dates::Context;
use tablemend_model::{Diagnostic, FieldKind, Value};

/// Whether a text is a number or a date and no more.
fn is_figure(text: &str) -> bool {
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    has_digit
        && (!text.contains(char::is_alphabetic)
            || text.len() <= 40 && tablemend_dates::only(text, &Context::default()).is_some())
}

/// A main text or a lead that is a number or a date, where nearly all others have words.
pub(super) fn misplaced(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for (field, schema) in view.item_schema().fields.iter().enumerate() {
        let is_key = field == view.rule.key;
        let is_lead = matches!(schema.kind, FieldKind::Posts | FieldKind::PostList);
        if !is_key && !is_lead {
            continue;
        }
        let said: Vec<(usize, &str)> = view
            .items
            .iter()
            .enumerate()
            .filter_map(|(i, r)| match &r.values[field] {
                Value::Posts(p) => Some((i, p.printed.as_deref()?)),
                value => Some((i, text(value).filter(|_| is_key)?)),
            })
            .collect();
        let figures = said.iter().filter(|(_, t)| is_figure(t)).count();
        if said.len() < FEWEST || !is_share(said.len() - figures, said.len(), 80) {
            continue;
        }
        let (code, message) = if is_lead {
            ("leads.odd", "the lead is a number or a date, not a post or a name")
        } else {
            ("text.odd", "the text is a number or a date, and nearly all others have words")
        };
        for (i, printed) in said.into_iter().filter(|(_, t)| is_figure(t)) {
            notes.push(view.note(i, Some(field), code, message.to_owned()).printed(printed));
        }
    }
}

/// A score that is not its factors multiplied, where nearly all others are.
pub(super) fn scores(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    let numbers = view.fields(&[FieldKind::Number]);
    let &[first, second, score] = numbers.as_slice() else { return };
    let number = |i: usize, field: usize| match &view.items[i].values[field] {
        Value::Number { value, printed } => Some((value.as_ref().copied()?, printed.as_str())),
        _ => None,
    };
    let whole: Vec<(usize, bool)> = (0..view.items.len())
        .filter_map(|i| {
            let (a, b) = (number(i, first)?.0, number(i, second)?.0);
            Some((i, (a * b - number(i, score)?.0).abs() < 0.01))
        })
        .collect();
    let right = whole.iter().filter(|(_, fits)| *fits).count();
    if whole.len() < FEWEST || !is_share(right, whole.len(), 80) {
        return;
    }
    for (i, _) in whole.into_iter().filter(|(_, fits)| !fits) {
        let printed = number(i, score).map_or("", |(_, printed)| printed);
        let message = "the score is not the product that nearly all others are".to_owned();
        notes.push(view.note(i, Some(score), "score.odd", message).printed(printed));
    }
}
