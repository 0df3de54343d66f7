//! The tag tree of a document (ISO 32000-2, 14.7 and 14.8).

use crate::page::{TagCell, TagNode, TagTree};
use crate::unicode::text_string;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, Stream, String as PdfString};
use std::collections::{HashMap, HashSet};

/// Elements in each other deeper than this are left out.
const DEPTH: usize = 200;
/// And so are elements beyond this number.
const ELEMENTS: usize = 2_000_000;

/// The id under which marked content of a form that numbers its own is known: the page's own
/// numbers stay below it.
pub(crate) fn own_mcid(form: u32, mcid: u32) -> u32 {
    1 << 31 | (form & 0x7_ffff) << 12 | mcid & 0xfff
}

/// Reads the tree; `None` where the document has none. `pages` gives the 1-based number of a page
/// by its object number.
pub(crate) fn read(catalogue: &Dict<'_>, pages: &HashMap<u32, u32>) -> Option<TagTree> {
    let root = catalogue.get::<Dict<'_>>(b"StructTreeRoot")?;
    let roles = root.get::<Dict<'_>>(b"RoleMap").unwrap_or_default();
    let classes = root.get::<Dict<'_>>(b"ClassMap").unwrap_or_default();
    let mut walk = Walk {
        pages,
        roles: &roles,
        classes: &classes,
        seen: HashSet::new(),
        known: HashMap::new(),
    };
    let mut top = TagNode::default();
    walk.children(&root, None, &mut top, 0);
    Some(TagTree { nodes: top.children })
}

struct Walk<'w, 'a> {
    pages: &'w HashMap<u32, u32>,
    roles: &'w Dict<'a>,
    classes: &'w Dict<'a>,
    /// Elements that were met; none is there twice.
    seen: HashSet<(u32, i32)>,
    known: HashMap<Vec<u8>, String>,
}

impl<'a> Walk<'_, 'a> {
    fn children(&mut self, dict: &Dict<'a>, page: Option<u32>, node: &mut TagNode, depth: usize) {
        match dict.get_raw::<Object<'a>>(b"K") {
            Some(MaybeRef::Ref(r)) => {
                let id = (r.obj_number, r.gen_number);
                if let Some(kid) = dict.get::<Object<'a>>(b"K") {
                    self.child(kid, Some(id), page, node, depth);
                }
            }
            Some(MaybeRef::NotRef(kid)) => self.child(kid, None, page, node, depth),
            None => {}
        }
    }

    fn child(
        &mut self,
        kid: Object<'a>,
        id: Option<(u32, i32)>,
        page: Option<u32>,
        node: &mut TagNode,
        depth: usize,
    ) {
        if depth > DEPTH || self.seen.len() > ELEMENTS {
            return;
        }
        match kid {
            Object::Number(n) => {
                if let (Some(page), Ok(mcid)) = (page, u32::try_from(n.as_i64())) {
                    node.content.push((page, mcid));
                }
            }
            Object::Array(array) => {
                let ids: Vec<Option<(u32, i32)>> = array
                    .raw_iter()
                    .map(|item| item.as_obj_ref().map(|r| (r.obj_number, r.gen_number)))
                    .collect();
                for (kid, id) in array.iter::<Object<'a>>().zip(ids) {
                    self.child(kid, id, page, node, depth + 1);
                }
            }
            Object::Dict(dict) => match dict.get::<Name<'_>>(b"Type").as_deref() {
                Some(b"MCR") => self.reference(&dict, page, node),
                Some(b"OBJR") => {}
                _ if dict.contains_key(b"S") => {
                    if id.is_some_and(|id| !self.seen.insert(id)) {
                        return;
                    }
                    if id.is_none() {
                        // Counted all the same.
                        self.seen.insert((self.seen.len() as u32, i32::MIN));
                    }
                    self.element(&dict, page, node, depth);
                }
                _ if dict.contains_key(b"MCID") => self.reference(&dict, page, node),
                _ => {}
            },
            _ => {}
        }
    }

    fn reference(&mut self, dict: &Dict<'a>, page: Option<u32>, node: &mut TagNode) {
        let Some(mcid) = dict.get::<u32>(b"MCID") else { return };
        let Some(page) = self.page(dict).or(page) else { return };
        let form = dict.get::<Stream<'_>>(b"Stm");
        let form = form.filter(|s| s.dict().contains_key(b"StructParents"));
        let mcid = form.map_or(mcid, |s| own_mcid(s.obj_id().obj_number, mcid));
        node.content.push((page, mcid));
    }

    fn element(&mut self, dict: &Dict<'a>, page: Option<u32>, parent: &mut TagNode, depth: usize) {
        let text = |key: &[u8]| dict.get::<PdfString<'_>>(key).map(|s| text_string(s.as_bytes()));
        let mut node = TagNode {
            kind: dict.get::<Name<'_>>(b"S").map(|s| self.kind(&s)).unwrap_or_default(),
            cell: self.cell(dict),
            text: text(b"ActualText").or_else(|| text(b"Alt")),
            content: Vec::new(),
            children: Vec::new(),
        };
        let page = self.page(dict).or(page);
        self.children(dict, page, &mut node, depth + 1);
        parent.children.push(node);
    }

    fn page(&self, dict: &Dict<'a>) -> Option<u32> {
        self.pages.get(&dict.get_ref(b"Pg")?.obj_number).copied()
    }

    /// The standard type that a type stands for.
    fn kind(&mut self, name: &Name<'_>) -> String {
        if let Some(known) = self.known.get(name.as_ref()) {
            return known.clone();
        }
        let mut kind = name.as_ref().to_vec();
        // A role may map to a role; one that maps to itself ends it.
        for _ in 0..8 {
            if is_standard(&kind) {
                break;
            }
            match self.roles.get::<Name<'_>>(&kind) {
                Some(next) if next.as_ref() != kind => kind = next.as_ref().to_vec(),
                _ => break,
            }
        }
        let kind = String::from_utf8_lossy(&kind).into_owned();
        self.known.insert(name.as_ref().to_vec(), kind.clone());
        kind
    }

    /// Table attributes, by the element's own attribute objects, then by its classes.
    fn cell(&self, dict: &Dict<'a>) -> TagCell {
        let mut cell = TagCell::default();
        let names: Vec<Name<'_>> = match dict.get::<Object<'_>>(b"C") {
            Some(Object::Name(name)) => vec![name],
            Some(Object::Array(array)) => {
                array.iter::<Object<'_>>().filter_map(Object::into_name).take(64).collect()
            }
            _ => Vec::new(),
        };
        for name in names {
            if let Some(object) = self.classes.get::<Object<'_>>(name.as_ref()) {
                attributes(&object, &mut cell);
            }
        }
        if let Some(object) = dict.get::<Object<'_>>(b"A") {
            attributes(&object, &mut cell);
        }
        cell
    }
}

fn attributes(object: &Object<'_>, cell: &mut TagCell) {
    match object {
        Object::Dict(dict) => {
            let span = |key: &[u8]| dict.get::<u32>(key).filter(|n| (1..=10_000).contains(n));
            cell.rowspan = span(b"RowSpan").unwrap_or(cell.rowspan);
            cell.colspan = span(b"ColSpan").unwrap_or(cell.colspan);
            if let Some(scope) = dict.get::<Name<'_>>(b"Scope") {
                cell.scope = Some(scope.as_str().to_owned());
            }
        }
        Object::Array(array) => {
            // Numbers between the dictionaries are revisions.
            for item in array.iter::<Object<'_>>().take(64) {
                if matches!(item, Object::Dict(_)) {
                    attributes(&item, cell);
                }
            }
        }
        _ => {}
    }
}

/// The standard structure types (ISO 32000-2, 14.8.4, with those of PDF 1.7).
fn is_standard(kind: &[u8]) -> bool {
    const TYPES: &[&str] = &[
        "Document",
        "DocumentFragment",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
        "Title",
        "Sub",
        "Strong",
        "Em",
        "FENote",
        "Aside",
        "Artifact",
    ];
    TYPES.iter().any(|t| t.as_bytes() == kind)
}
