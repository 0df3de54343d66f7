//! The flat tables of a dataset: which columns each has, of which type, and its rows.
//!
//! CSV, the data package, CSVW, the workbook, the database and Parquet all write these relations,
//! so that one name means one thing in every file. They are made from the schema alone: a custom
//! profile gets its columns from its entities and fields.

mod index;
mod rows;

pub(crate) use index::{Index, title_field};
pub(crate) use rows::Datum;

use tablemend_model::{EntityKind, EntitySchema, FieldKind, FieldSchema, Schema};

/// One flat table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Relation {
    /// Name of the file, sheet or database table.
    pub(crate) name: String,
    /// For people.
    pub(crate) title: String,
    /// One sentence.
    pub(crate) description: String,
    pub(crate) columns: Vec<Column>,
    /// Positions of the columns that tell rows apart; none where rows may be alike.
    pub(crate) key: Vec<usize>,
    pub(crate) foreign: Vec<ForeignKey>,
    pub(crate) of: Of,
}

/// What the rows of a relation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The records of the entity at this position of the schema.
    Entity(usize),
    /// The dates of a field of an entity, one a row.
    Dates {
        entity: usize,
        field: usize,
    },
    Legend,
    Remarks,
    Diagnostics,
}

/// A column that holds the `id` of a row of another relation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ForeignKey {
    pub(crate) column: usize,
    pub(crate) relation: String,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    /// snake_case, unique in its relation.
    pub(crate) name: String,
    /// For people: the name as words, so that a heading can be told from its column's name.
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) kind: ColumnKind,
    /// Whether every row has a value.
    pub(crate) required: bool,
    pub(crate) from: From,
}

/// Type of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    /// Several texts; `; ` stands between them where a cell can hold only one.
    List,
    /// A day.
    Date,
    /// EDTF level 1 (ISO 8601-2), text.
    Edtf,
    Integer,
    Number,
    Boolean,
    /// A word of a closed list.
    Word(Words),
}

/// Closed lists of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Status,
    Witness,
    Role,
    Level,
}

/// Where a column's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Id,
    Ref,
    RefPrinted,
    Printed,
    Flags,
    Parent(usize),
    ParentTitle(usize),
    ParentPosts {
        parent: usize,
        field: usize,
    },
    Field(usize, Part),
    Source(Spot),
    /// The record a date or a diagnostic speaks of, if it is of this entity.
    Owner(usize),
    /// A date's place in its cell, 1-based.
    Position,
    Marker(MarkerPart),
    Legend(LegendPart),
    Remark,
    Note(NotePart),
}

/// Part of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Printed,
    Start,
    End,
    Edtf,
    Inherited,
    Alternatives,
    Evidence,
}

/// Part of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Page,
    FirstLine,
    LastLine,
    Table,
    Row,
}

/// Part of one date of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkerPart {
    Edtf,
    Start,
    End,
    Role,
    Label,
    Printed,
}

/// Part of a legend's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegendPart {
    Status,
    Meaning,
    Printed,
    Fill,
}

/// Part of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotePart {
    Code,
    Level,
    Message,
    Printed,
    Used,
    Help,
}

/// All relations of a schema: the items first, then the groups from the innermost out, then the
/// dates, the legend, the remarks and the diagnostics.
pub(crate) fn all(schema: &Schema) -> Vec<Relation> {
    let mut relations: Vec<Relation> = schema
        .entities
        .iter()
        .enumerate()
        .rev()
        .map(|(i, entity)| entity_relation(schema, i, entity))
        .collect();
    for (i, entity) in schema.entities.iter().enumerate().rev() {
        for (f, field) in entity.fields.iter().enumerate() {
            if field.kind == FieldKind::Dates {
                relations.push(dates_relation(i, entity, f, field));
            }
        }
    }
    relations.push(legend());
    relations.push(remarks(schema));
    relations.push(diagnostics(schema));
    let mut taken: Vec<String> = Vec::new();
    for relation in &mut relations {
        relation.name = free_name(&taken, &relation.name);
        taken.push(relation.name.clone());
    }
    relations
}

/// The relations that get a CSV file (contract §4): all but the legend and the remarks.
pub(crate) fn for_csv(schema: &Schema) -> Vec<Relation> {
    let mut relations = all(schema);
    relations.retain(|r| !matches!(r.of, Of::Legend | Of::Remarks));
    relations
}

/// The relation of the items, if the schema has items.
pub(crate) fn items(schema: &Schema) -> Option<Relation> {
    let (i, entity) = schema.items()?;
    Some(entity_relation(schema, i, entity))
}

/// A name that is not taken: itself, or with the first free number behind it.
fn free_name(taken: &[String], name: &str) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// Columns in the making; names are kept unique.
#[derive(Default)]
struct Columns {
    columns: Vec<Column>,
    foreign: Vec<ForeignKey>,
}

impl Columns {
    fn add(&mut self, name: &str, kind: ColumnKind, from: From, description: &str) {
        let taken: Vec<String> = self.columns.iter().map(|c| c.name.clone()).collect();
        let name = free_name(&taken, name);
        let (title, description) = (words(&name), description.to_owned());
        let required = false;
        self.columns.push(Column { name, title, description, kind, required, from });
    }

    fn require(&mut self) {
        if let Some(last) = self.columns.last_mut() {
            last.required = true;
        }
    }

    /// Adds a column that points to the entity at a position of the schema.
    fn point(&mut self, schema: &Schema, entity: usize, from: From, description: &str) {
        let Some(to) = schema.entities.get(entity) else {
            return; // A parent that the schema does not have: no column to fill.
        };
        self.foreign.push(ForeignKey { column: self.columns.len(), relation: to.name.clone() });
        self.add(&to.one, ColumnKind::Text, from, description);
    }

    fn place(&mut self) {
        use ColumnKind::Integer;
        let spot = |s| From::Source(s);
        self.add("first_line", Integer, spot(Spot::FirstLine), "First line in a text source.");
        self.add("last_line", Integer, spot(Spot::LastLine), "Last line in a text source.");
        self.add("table", Integer, spot(Spot::Table), "Number of the table in the document.");
        self.add("row", Integer, spot(Spot::Row), "Row in that table, counted from 1.");
    }

    fn page(&mut self) {
        let from = From::Source(Spot::Page);
        self.add("page", ColumnKind::Integer, from, "Page of the source, where it has pages.");
    }
}

/// A name as words: `completion_start` as `Completion start`.
pub(crate) fn words(name: &str) -> String {
    let mut out = name.replace('_', " ");
    if let Some(first) = out.get(..1).map(str::to_ascii_uppercase) {
        out.replace_range(..1, &first);
    }
    out
}

/// The records of an entity: the contract's columns first, in its order, then what more is known.
fn entity_relation(schema: &Schema, at: usize, entity: &EntitySchema) -> Relation {
    let mut c = Columns::default();
    c.add(
        "id",
        ColumnKind::Text,
        From::Id,
        "Tells the rows apart: the ref, with ~2, ~3 where the document uses one ref again.",
    );
    c.require();
    c.add("ref", ColumnKind::Text, From::Ref, "The reference, repaired where it was broken.");
    parents(&mut c, schema, entity);
    for (f, field) in entity.fields.iter().enumerate() {
        field_columns(&mut c, f, field);
    }
    c.page();
    c.add(
        "flags",
        ColumnKind::List,
        From::Flags,
        "Codes of the diagnostics that speak of this row.",
    );
    for (f, field) in entity.fields.iter().enumerate() {
        further_columns(&mut c, f, field);
    }
    c.add(
        "ref_printed",
        ColumnKind::Text,
        From::RefPrinted,
        "The reference as it stands in the source.",
    );
    if entity.kind == EntityKind::Group {
        c.add(
            "printed",
            ColumnKind::Text,
            From::Printed,
            "The whole cell as it stands in the source.",
        );
    }
    c.place();
    Relation {
        name: entity.name.clone(),
        title: entity.title.clone(),
        description: entity.description.clone(),
        columns: c.columns,
        key: vec![0],
        foreign: c.foreign,
        of: Of::Entity(at),
    }
}

/// For each parent its id and title; for the innermost also its lists of posts.
fn parents(c: &mut Columns, schema: &Schema, entity: &EntitySchema) {
    for (p, name) in entity.parents.iter().enumerate() {
        let Some((at, parent)) = schema.entity(name) else { continue };
        let noun = words(&parent.one).to_lowercase();
        c.point(schema, at, From::Parent(p), &format!("Id of the {noun} it belongs to."));
        let title = format!("{}_title", parent.one);
        c.add(&title, ColumnKind::Text, From::ParentTitle(p), &format!("Title of the {noun}."));
        if p + 1 < entity.parents.len() {
            continue;
        }
        for (field, f) in parent.fields.iter().enumerate() {
            if f.kind == FieldKind::PostList {
                let from = From::ParentPosts { parent: p, field };
                c.add(&f.name, ColumnKind::List, from, &f.description);
            }
        }
    }
}

/// The columns of a field among the contract's.
fn field_columns(c: &mut Columns, f: usize, field: &FieldSchema) {
    let from = |part| From::Field(f, part);
    let (name, about) = (field.name.as_str(), field.description.as_str());
    match field.kind {
        FieldKind::Text => c.add(name, ColumnKind::Text, from(Part::Whole), about),
        FieldKind::Posts => {
            c.add(name, ColumnKind::List, from(Part::Whole), about);
            let inherited = format!("{name}_inherited");
            c.add(
                &inherited,
                ColumnKind::Boolean,
                from(Part::Inherited),
                "Whether they come from a merged or blank cell whose text another row carries.",
            );
        }
        FieldKind::PostList => c.add(name, ColumnKind::List, from(Part::Whole), about),
        FieldKind::Dates => {
            let named = |part: &str| format!("{name}_{part}");
            c.add(&named("printed"), ColumnKind::Text, from(Part::Printed), about);
            c.add(&named("start"), ColumnKind::Date, from(Part::Start), "First day meant.");
            c.add(&named("end"), ColumnKind::Date, from(Part::End), "Last day meant.");
            c.add(
                &named("edtf"),
                ColumnKind::Edtf,
                from(Part::Edtf),
                "As precise as printed, in EDTF level 1 (ISO 8601-2).",
            );
        }
        FieldKind::Status => {
            c.add(name, ColumnKind::Word(Words::Status), from(Part::Whole), about);
        }
        FieldKind::Number => c.add(name, ColumnKind::Number, from(Part::Whole), about),
        FieldKind::Forecast => {}
    }
}

/// The columns of a field beyond the contract's.
fn further_columns(c: &mut Columns, f: usize, field: &FieldSchema) {
    let from = |part| From::Field(f, part);
    let named = |part: &str| format!("{}_{part}", field.name);
    match field.kind {
        FieldKind::Text | FieldKind::Dates => {}
        FieldKind::Posts => {
            c.add(
                &named("printed"),
                ColumnKind::Text,
                from(Part::Printed),
                "The row's own cell as it stands.",
            );
            c.add(
                &named("alternatives"),
                ColumnKind::List,
                from(Part::Alternatives),
                "Other readings, each with its posts joined by ` + `.",
            );
        }
        FieldKind::PostList => {
            let name = field.printed_as.clone().unwrap_or_else(|| named("printed"));
            c.add(&name, ColumnKind::Text, from(Part::Printed), "The posts as they stand.");
        }
        FieldKind::Status => {
            c.add(
                &named("evidence"),
                ColumnKind::Word(Words::Witness),
                from(Part::Evidence),
                "What shows the status.",
            );
            c.add(
                &named("printed"),
                ColumnKind::Text,
                from(Part::Printed),
                "The word in the cell as it stands.",
            );
        }
        FieldKind::Number => {
            c.add(
                &named("printed"),
                ColumnKind::Text,
                from(Part::Printed),
                "The number as it stands.",
            );
        }
        FieldKind::Forecast => {
            c.add(&named("edtf"), ColumnKind::Edtf, from(Part::Edtf), &field.description);
            c.add(&named("start"), ColumnKind::Date, from(Part::Start), "First day meant.");
            c.add(&named("end"), ColumnKind::Date, from(Part::End), "Last day meant.");
        }
    }
}

/// The dates of a field, one a row: `completion_dates`.
fn dates_relation(at: usize, entity: &EntitySchema, f: usize, field: &FieldSchema) -> Relation {
    let mut c = Columns::default();
    c.foreign.push(ForeignKey { column: 0, relation: entity.name.clone() });
    c.add(&entity.one, ColumnKind::Text, From::Owner(at), "Id of the row whose date it is.");
    c.require();
    c.add(
        "position",
        ColumnKind::Integer,
        From::Position,
        "Its place in the cell, counted from 1.",
    );
    c.require();
    let from = From::Marker;
    c.add("edtf", ColumnKind::Edtf, from(MarkerPart::Edtf), "EDTF level 1 (ISO 8601-2).");
    c.require();
    c.add("start", ColumnKind::Date, from(MarkerPart::Start), "First day meant.");
    c.add("end", ColumnKind::Date, from(MarkerPart::End), "Last day meant.");
    c.add("role", ColumnKind::Word(Words::Role), from(MarkerPart::Role), "What the date is for.");
    c.require();
    c.add("label", ColumnKind::Text, from(MarkerPart::Label), "Which phase or part, as printed.");
    c.add("printed", ColumnKind::Text, from(MarkerPart::Printed), "The date as it stands.");
    let name = match entity.kind {
        EntityKind::Item => format!("{}_dates", field.name),
        EntityKind::Group => format!("{}_{}_dates", entity.one, field.name),
    };
    Relation {
        title: words(&name),
        name,
        description: format!("Every date of “{}”, one a row.", field.title),
        columns: c.columns,
        key: vec![0, 1],
        foreign: c.foreign,
        of: Of::Dates { entity: at, field: f },
    }
}

fn legend() -> Relation {
    let mut c = Columns::default();
    let from = From::Legend;
    c.add("status", ColumnKind::Word(Words::Status), from(LegendPart::Status), "The status.");
    c.require();
    c.add(
        "meaning",
        ColumnKind::Text,
        from(LegendPart::Meaning),
        "What the document says it means.",
    );
    c.add("printed", ColumnKind::Text, from(LegendPart::Printed), "The status as it stands.");
    c.add("fill", ColumnKind::Text, from(LegendPart::Fill), "The swatch's colour, #rrggbb.");
    plain_relation("legend", "Legend", "What the statuses mean in this document.", c, Of::Legend)
}

fn remarks(schema: &Schema) -> Relation {
    let mut c = Columns::default();
    c.add("text", ColumnKind::Text, From::Remark, "The remark.");
    c.require();
    let groups = schema.entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Group);
    for (p, (at, _)) in groups.enumerate() {
        c.point(schema, at, From::Parent(p), "Id of the group it stands in.");
    }
    c.page();
    c.place();
    plain_relation(
        "notes",
        "Notes",
        "Remarks that stand in a table row of their own.",
        c,
        Of::Remarks,
    )
}

fn diagnostics(schema: &Schema) -> Relation {
    let mut c = Columns::default();
    let from = From::Note;
    c.add("code", ColumnKind::Text, from(NotePart::Code), "Which rule speaks.");
    c.require();
    c.add("level", ColumnKind::Word(Words::Level), from(NotePart::Level), "How much it matters.");
    c.require();
    if let Some((at, _)) = schema.items() {
        c.point(schema, at, From::Owner(at), "Id of the row it speaks of.");
    }
    c.add(
        "message",
        ColumnKind::Text,
        from(NotePart::Message),
        "What is so, and what was done about it.",
    );
    c.require();
    c.add("printed", ColumnKind::Text, from(NotePart::Printed), "What stands in the source.");
    c.add("used", ColumnKind::Text, from(NotePart::Used), "What was made of it.");
    c.page();
    c.place();
    c.add("help", ColumnKind::Text, from(NotePart::Help), "What the reader can do about it.");
    for (at, entity) in schema.entities.iter().enumerate() {
        if entity.kind == EntityKind::Group {
            c.point(schema, at, From::Owner(at), "Id of the group it speaks of.");
        }
    }
    plain_relation(
        "diagnostics",
        "Diagnostics",
        "What was repaired, or read with a doubt.",
        c,
        Of::Diagnostics,
    )
}

/// A relation without a key.
fn plain_relation(name: &str, title: &str, description: &str, c: Columns, of: Of) -> Relation {
    Relation {
        name: name.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        columns: c.columns,
        key: Vec::new(),
        foreign: c.foreign,
        of,
    }
}
