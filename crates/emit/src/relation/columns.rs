//! Which columns a relation gets from its schema.

use super::{
    Column, ColumnKind, ForeignKey, LegendPart, MarkerPart, NotePart, Of, Origin, Part, Relation,
    Spot, Words,
};
use tablemend_model::{EntityKind, EntitySchema, FieldKind, FieldSchema, Schema};

/// A name that is not taken: itself, or with the first free number behind it.
pub(super) fn free_name(taken: &[String], name: &str) -> String {
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
    fn add(&mut self, name: &str, kind: ColumnKind, from: Origin, description: &str) {
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
    fn point(&mut self, schema: &Schema, entity: usize, from: Origin, description: &str) {
        let Some(to) = schema.entities.get(entity) else {
            return; // A parent that the schema does not have: no column to fill.
        };
        self.foreign.push(ForeignKey { column: self.columns.len(), relation: to.name.clone() });
        // `row` is where it is in its table, whatever the items are called: documents share the column.
        let name = match to.one.as_str() {
            place @ ("row" | "table" | "page") => format!("{place}_id"),
            one => one.to_owned(),
        };
        self.add(&name, ColumnKind::Text, from, description);
    }

    fn place(&mut self) {
        use ColumnKind::Integer;
        let spot = |s| Origin::Source(s);
        self.add("first_line", Integer, spot(Spot::FirstLine), "First line in a text source.");
        self.add("last_line", Integer, spot(Spot::LastLine), "Last line in a text source.");
        self.add("table", Integer, spot(Spot::Table), "Number of the table in the document.");
        self.add("row", Integer, spot(Spot::Row), "Row in that table, counted from 1.");
    }

    fn page(&mut self) {
        let from = Origin::Source(Spot::Page);
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
pub(super) fn entity_relation(schema: &Schema, at: usize, entity: &EntitySchema) -> Relation {
    let mut c = Columns::default();
    c.add(
        "id",
        ColumnKind::Text,
        Origin::Id,
        "Tells the rows apart: the ref, with ~2, ~3 where the document uses one ref again.",
    );
    c.require();
    c.add("ref", ColumnKind::Text, Origin::Ref, "The reference, repaired where it was broken.");
    parents(&mut c, schema, entity);
    for (f, field) in entity.fields.iter().enumerate() {
        field_columns(&mut c, f, field);
    }
    c.page();
    c.add("flags", ColumnKind::List, Origin::Flags, "Codes of the diagnostics about this row.");
    for (f, field) in entity.fields.iter().enumerate() {
        further_columns(&mut c, f, field);
    }
    c.add(
        "ref_printed",
        ColumnKind::Text,
        Origin::RefPrinted,
        "The reference as printed in the source.",
    );
    if entity.kind == EntityKind::Group {
        c.add(
            "printed",
            ColumnKind::Text,
            Origin::Printed,
            "The whole cell as printed in the source.",
        );
    }
    c.place();
    for (at, header) in entity.extra.iter().enumerate() {
        let about = format!("The column “{header}”, which is not a field of the profile.");
        c.add(&super::extra_name(header), ColumnKind::Text, Origin::Extra(at), &about);
    }
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
        c.point(schema, at, Origin::Parent(p), &format!("Id of the {noun} it belongs to."));
        let title = format!("{}_title", parent.one);
        c.add(&title, ColumnKind::Text, Origin::ParentTitle(p), &format!("Title of the {noun}."));
        if p + 1 < entity.parents.len() {
            continue;
        }
        for (field, f) in parent.fields.iter().enumerate() {
            if f.kind == FieldKind::PostList {
                let from = Origin::ParentPosts { parent: p, field };
                c.add(&f.name, ColumnKind::List, from, &f.description);
            }
        }
    }
}

/// The columns of a field among the contract's.
fn field_columns(c: &mut Columns, f: usize, field: &FieldSchema) {
    let from = |part| Origin::Field(f, part);
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
                "Whether they come from a merged or blank cell, whose text is in another row.",
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
    let from = |part| Origin::Field(f, part);
    let named = |part: &str| format!("{}_{part}", field.name);
    match field.kind {
        FieldKind::Text | FieldKind::Dates => {}
        FieldKind::Posts => {
            c.add(
                &named("printed"),
                ColumnKind::Text,
                from(Part::Printed),
                "The row's own cell as printed.",
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
            c.add(&name, ColumnKind::Text, from(Part::Printed), "The posts as printed.");
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
                "The word in the cell as printed.",
            );
            c.add(
                &named("state"),
                ColumnKind::Word(Words::State),
                from(Part::State),
                "Whether it is done, open, not started or dropped, as far as the status tells.",
            );
        }
        FieldKind::Number => {
            c.add(
                &named("printed"),
                ColumnKind::Text,
                from(Part::Printed),
                "The number as printed.",
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
pub(super) fn dates_relation(
    at: usize,
    entity: &EntitySchema,
    f: usize,
    field: &FieldSchema,
) -> Relation {
    let mut c = Columns::default();
    c.foreign.push(ForeignKey { column: 0, relation: entity.name.clone() });
    c.add(&entity.one, ColumnKind::Text, Origin::Owner(at), "Id of the row whose date it is.");
    c.require();
    c.add(
        "position",
        ColumnKind::Integer,
        Origin::Position,
        "Its place in the cell, counted from 1.",
    );
    c.require();
    let from = Origin::Marker;
    c.add("edtf", ColumnKind::Edtf, from(MarkerPart::Edtf), "EDTF level 1 (ISO 8601-2).");
    c.require();
    c.add("start", ColumnKind::Date, from(MarkerPart::Start), "First day meant.");
    c.add("end", ColumnKind::Date, from(MarkerPart::End), "Last day meant.");
    c.add("role", ColumnKind::Word(Words::Role), from(MarkerPart::Role), "What the date is for.");
    c.require();
    c.add("label", ColumnKind::Text, from(MarkerPart::Label), "Which phase or part, as printed.");
    c.add("printed", ColumnKind::Text, from(MarkerPart::Printed), "The date as printed.");
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

pub(super) fn legend() -> Relation {
    let mut c = Columns::default();
    let from = Origin::Legend;
    c.add("status", ColumnKind::Word(Words::Status), from(LegendPart::Status), "The status.");
    c.require();
    c.add(
        "meaning",
        ColumnKind::Text,
        from(LegendPart::Meaning),
        "What the document says it means.",
    );
    c.add("printed", ColumnKind::Text, from(LegendPart::Printed), "The status as printed.");
    c.add("fill", ColumnKind::Text, from(LegendPart::Fill), "The swatch's colour, #rrggbb.");
    plain_relation("legend", "Legend", "What the statuses mean in this document.", c, Of::Legend)
}

pub(super) fn remarks(schema: &Schema) -> Relation {
    let mut c = Columns::default();
    c.add("text", ColumnKind::Text, Origin::Remark, "The remark.");
    c.require();
    let groups = schema.entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Group);
    for (p, (at, _)) in groups.enumerate() {
        c.point(schema, at, Origin::Parent(p), "Id of the group it belongs to.");
    }
    c.page();
    c.place();
    plain_relation("notes", "Notes", "Remarks in a table row of their own.", c, Of::Remarks)
}

pub(super) fn diagnostics(schema: &Schema) -> Relation {
    let mut c = Columns::default();
    let from = Origin::Diagnostic;
    c.add("code", ColumnKind::Text, from(NotePart::Code), "Code of the rule.");
    c.require();
    c.add("level", ColumnKind::Word(Words::Level), from(NotePart::Level), "How much it matters.");
    c.require();
    if let Some((at, _)) = schema.items() {
        c.point(schema, at, Origin::Owner(at), "Id of the row it is about.");
    }
    c.add(
        "message",
        ColumnKind::Text,
        from(NotePart::Message),
        "What was found, and what was done about it.",
    );
    c.require();
    c.add("printed", ColumnKind::Text, from(NotePart::Printed), "What is printed in the source.");
    c.add("used", ColumnKind::Text, from(NotePart::Used), "How it was interpreted.");
    c.page();
    c.place();
    c.add("help", ColumnKind::Text, from(NotePart::Help), "What the reader can do about it.");
    let items = schema.items().map(|(at, _)| at);
    for (at, entity) in schema.entities.iter().enumerate().filter(|(at, _)| Some(*at) != items) {
        let about = match entity.kind {
            EntityKind::Group => "Id of the group it is about.",
            EntityKind::Item => "Id of the row it is about.",
        };
        c.point(schema, at, Origin::Owner(at), about);
    }
    plain_relation(
        "diagnostics",
        "Diagnostics",
        "What was repaired, or needs checking.",
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
