//! Which entities a profile reads, and their fields: what writers and schemas are made from.

/// All entities of a profile, groups before the items that point to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// Name of the profile (`action-plan`).
    pub profile: String,
    /// What such a document is called (`Action plan`).
    pub title: String,
    /// One sentence.
    pub description: String,
    /// The entities, outermost group first, items last.
    pub entities: Vec<EntitySchema>,
}

impl Schema {
    /// The entity of this name and its position.
    #[must_use]
    pub fn entity(&self, name: &str) -> Option<(usize, &EntitySchema)> {
        self.entities.iter().enumerate().find(|(_, e)| e.name == name)
    }

    /// Whether the fields of an entity are those of one document, named by its headers: the rows of any table. Those
    /// that a profile lists only stand in for them.
    #[must_use]
    pub fn has_own_fields(&self, entity: &EntitySchema) -> bool {
        entity.name == "rows" && self.profile.split('+').any(|name| name == "table")
    }

    /// The entity whose rows are the items (actions, risks).
    #[must_use]
    pub fn items(&self) -> Option<(usize, &EntitySchema)> {
        self.entities.iter().enumerate().find(|(_, e)| e.kind == EntityKind::Item)
    }
}

/// Whether rows of an entity group others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// A level of grouping: sections, priority areas, themes.
    Group,
    /// The rows themselves: actions, risks.
    Item,
}

/// One entity: a table of the output.
#[derive(Clone, Debug, PartialEq)]
pub struct EntitySchema {
    /// Plural, snake_case: key in JSON, name of the CSV file (`priority_areas`).
    pub name: String,
    /// Singular, snake_case: name of a column that points here (`priority_area`).
    pub one: String,
    /// For people (`Priority areas`).
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Group or item.
    pub kind: EntityKind,
    /// Names of the entities that a row of this one belongs to, outermost first.
    pub parents: Vec<String>,
    /// The fields, in output order; `ref` is not among them.
    pub fields: Vec<FieldSchema>,
    /// Columns of one document that no field knows: their headers as printed, in the order in which
    /// they were met. Empty in a profile.
    pub extra: Vec<String>,
}

impl EntitySchema {
    /// The field of this name and its position.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(usize, &FieldSchema)> {
        self.fields.iter().enumerate().find(|(_, f)| f.name == name)
    }

    /// The first field of this kind and its position.
    #[must_use]
    pub fn first_of(&self, kind: FieldKind) -> Option<(usize, &FieldSchema)> {
        self.fields.iter().enumerate().find(|(_, f)| f.kind == kind)
    }

    /// Names of the extra columns, parallel to `extra`: no two are the same, and none is a field's.
    #[must_use]
    pub fn extra_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for header in &self.extra {
            let plain = extra_name(header);
            let is_free =
                |name: &str| self.field(name).is_none() && !names.iter().any(|n| n == name);
            let mut name = plain.clone();
            for n in 2.. {
                if is_free(&name) {
                    break;
                }
                name = format!("{plain}_{n}");
            }
            names.push(name);
        }
        names
    }
}

/// Beginning of the name of a column that no field knows.
pub const EXTRA: &str = "extra_";

/// The name of an extra column: [`EXTRA`] and its header in snake case.
#[must_use]
pub fn extra_name(header: &str) -> String {
    let words = header
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>();
    format!("{EXTRA}{}", if words.is_empty() { "column".to_owned() } else { words.join("_") })
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text: `Value::Text`.
    Text,
    /// A list of posts with how it was read: `Value::Posts`.
    Posts,
    /// A list of posts, the list alone (JSON array, its printed text under `printed_as`): `Value::Posts`.
    PostList,
    /// Dates: `Value::Completion`.
    Dates,
    /// A status by word or colour: `Value::Status`.
    Status,
    /// A number: `Value::Number`.
    Number,
    /// A date that a text field (`from`) is nothing but: `Value::Forecast`.
    Forecast,
}

/// One field of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSchema {
    /// snake_case name.
    pub name: String,
    /// For people (`Completion date`).
    pub title: String,
    /// One sentence.
    pub description: String,
    /// What it holds.
    pub kind: FieldKind,
    /// For `PostList`: the JSON key of the printed text (`officers_printed`).
    pub printed_as: Option<String>,
    /// For `Forecast`: the text field it is read from.
    pub from: Option<String>,
}
