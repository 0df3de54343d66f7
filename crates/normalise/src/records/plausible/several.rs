//! Cells of a column of numbers that hold several.

use super::View;
use crate::records::numbers;
use tablemend_model::{Diagnostic, FieldKind, Value};

/// Tells of each column of numbers how many of its cells hold two numbers or more, so that they have no value; once a
/// column.
pub(super) fn numbers(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for field in view.fields(&[FieldKind::Number]) {
        let several = |value: &Value| match value {
            Value::Number { value: None, printed } if numbers::several(printed) => {
                Some(printed.clone())
            }
            _ => None,
        };
        let own = view.items.iter().enumerate();
        let found: Vec<(usize, String)> =
            own.filter_map(|(i, item)| Some((i, several(item.values.get(field)?)?))).collect();
        let Some((first, printed)) = found.first() else { continue };
        let message = match found.len() {
            1 => "this cell may hold two numbers; none of them was taken as its value".to_owned(),
            n => format!(
                "{n} cells of “{}” may hold two numbers each; none of them was taken as the value",
                view.title(field)
            ),
        };
        notes.push(view.note(*first, Some(field), "number.several", message).printed(printed));
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::Profile;
    use crate::records::testing::document;
    use tablemend_model::Value;

    #[test]
    fn cells_of_two_numbers_are_told_once_a_column() {
        let text = "Boat|Cost|Crew\nAnn|1,200|4\nBo|156 (503)|5\nCat|7 9|6\nDot|3,056|7";
        let profile = Profile::built_in("table").unwrap();
        let data = crate::records::records(&document(text), &profile, "t");
        let told: Vec<&str> = data
            .diagnostics
            .iter()
            .filter(|d| d.code == "number.several")
            .filter_map(|d| d.printed.as_deref())
            .collect();
        assert_eq!(told, ["156 (503)"]);
        let values = data.items().unwrap().1.records.iter().flat_map(|r| &r.values);
        let values: Vec<f64> = values
            .filter_map(|v| match v {
                Value::Number { value, .. } => *value,
                _ => None,
            })
            .collect();
        assert_eq!(values, [1200.0, 4.0, 5.0, 6.0, 3056.0, 7.0]);
        // Where all cells are like that, as numbers of telephones, they are no numbers.
        let data = crate::records::records(
            &document("Boat|Call\nAnn|020 7946 11\nBo|020 7946 12"),
            &profile,
            "t",
        );
        assert!(data.diagnostics.iter().all(|d| d.code != "number.several"));
    }
}
