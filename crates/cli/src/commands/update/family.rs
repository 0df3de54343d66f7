//! The type of document that a tracker says it is of.

use super::Cells;

/// What the sheet About says of the document type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// For people (`Action plan`).
    pub(super) title: String,
    /// The name of the profile.
    pub(super) profile: String,
}

/// The type of document, where the sheet About is still there and says so.
pub(super) fn of(cells: &Cells) -> Option<Family> {
    let is_about = |rows: &[(u32, Vec<String>)]| {
        let head = rows.first().map_or(&[][..], |(_, cells)| cells.as_slice());
        matches!(head, [what, told, ..] if what == "What" && told == "Explanation")
    };
    let about = cells.iter().find(|(_, rows)| is_about(rows))?;
    let told = about.1.iter().find_map(|(_, cells)| match &cells[..] {
        [what, told, ..] if what == "Document type" => Some(told),
        _ => None,
    })?;
    let (title, rest) = told.rsplit_once(" (profile ")?;
    let profile = rest.strip_suffix(')')?;
    Some(Family { title: title.to_owned(), profile: profile.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_about_tells_the_type() {
        let row = |a: &str, b: &str| (1, vec![a.to_owned(), b.to_owned()]);
        let about = |told: &str| {
            let rows = vec![row("What", "Explanation"), row("Document type", told)];
            vec![("Rows".to_owned(), vec![row("Ref", "Boat")]), ("About".to_owned(), rows)]
        };
        let family = of(&about("Boats (all) (profile boats)")).unwrap();
        assert_eq!((family.title.as_str(), family.profile.as_str()), ("Boats (all)", "boats"));
        assert_eq!(of(&about("Boats")), None);
        assert_eq!(of(&vec![("Rows".to_owned(), vec![row("Ref", "Boat")])]), None);
    }
}
