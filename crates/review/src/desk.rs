//! What the page asks for: documents, their records with corrections, pictures, files to save.
//!
//! | `do` | members | answer |
//! |---|---|---|
//! | `papers` | | the documents: number, name, pages, period |
//! | `view` | `doc` | what the screen shows, and `lines`: the document's own corrections |
//! | `decide` | `doc`, `line`, `seen` | adds a correction; then as `view` |
//! | `state` | | for each document how many corrections there are: whether others decided |
//! | `tables`, `text`, `write`, `compare` | | as the page without a server asks |
//! | `layout` | `doc`, `line` | what the table reads as in columns that were drawn, which are not kept |
//! | `picture` | `doc`, `page`, `scale` | a PNG |

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tablemend::corrections::{self, Correction, Op};
use tablemend::{Bytes, Options, Records};
use tablemend_web::{Reply, Session};

/// A document on the desk.
pub struct Paper {
    /// Its file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// How it is read.
    pub options: Options,
}

/// Where corrections are kept, and how they are put on records; documents are named by their
/// position.
pub trait Kept: Send {
    /// Every correction that may concern a document, each a line of JSON.
    ///
    /// # Errors
    /// In words.
    fn lines(&mut self, doc: usize) -> Result<Vec<String>, String>;

    /// Adds one to those of a document. When this returns it is on the disk.
    ///
    /// # Errors
    /// In words; nothing is kept then.
    fn add(&mut self, doc: usize, line: &str) -> Result<(), String>;

    /// The records of a document as the program read them, and as people corrected them.
    ///
    /// # Errors
    /// In words.
    fn review(&mut self, doc: usize, read: &Records) -> Result<(Records, Records), String>;

    /// A moment after `last`, as corrections write it.
    fn moment(&self, last: &str) -> String;

    /// Where they are kept, for people.
    fn place(&self) -> String;
}

/// The documents and what is known of them.
pub struct Desk {
    session: Session,
    papers: Vec<(String, Option<String>)>,
    kept: Box<dyn Kept>,
    sha256: Vec<String>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Asked {
    Papers,
    View { doc: u32 },
    Decide { doc: u32, line: Box<Correction>, seen: usize },
    Layout { doc: u32, line: String },
    State,
    Tables,
    Text,
    Write,
    Compare,
}

/// What a request to the desk is, as far as the server must know.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Drawn {
    Picture { doc: u32, page: u32, scale: f32 },
}

/// A page to draw: outside the desk's lock, since it takes a while.
pub struct Drawing {
    bytes: Bytes,
    password: Option<String>,
    page: u32,
    scale: f32,
}

impl Drawing {
    /// The picture.
    #[must_use]
    pub fn draw(self) -> Reply {
        let password = self.password.as_deref();
        // Twice the size on the screen of a large page is enough, whatever is asked for.
        let scale = if self.scale.is_finite() { self.scale.clamp(0.1, 4.0) } else { 1.0 };
        match tablemend_web::picture::page(&self.bytes, password, self.page, scale) {
            Ok(bytes) => Reply { json: json!({ "type": "image/png" }).to_string(), bytes },
            Err(why) => failed(&why),
        }
    }
}

fn failed(why: &str) -> Reply {
    let trouble = json!({ "kind": "failed", "message": why, "help": null });
    Reply { json: json!({ "error": trouble }).to_string(), bytes: Vec::new() }
}

impl Desk {
    /// Reads the documents and puts on them what people corrected so far.
    ///
    /// # Errors
    /// In words, where a document cannot be read or has no records.
    pub fn new(papers: Vec<Paper>, kept: Box<dyn Kept>) -> Result<Self, String> {
        let mut desk =
            Self { session: Session::default(), papers: Vec::new(), kept, sha256: Vec::new() };
        for (at, paper) in papers.into_iter().enumerate() {
            let number = at as u32 + 1;
            desk.session.hold(number, &paper.name, paper.bytes, paper.options)?;
            let read = desk.session.read(number).ok_or("no records were read")?;
            let info = &read.data().document;
            desk.sha256.push(info.sha256.clone());
            desk.papers.push((paper.name, info.period.clone()));
            desk.refresh(number)?;
        }
        Ok(desk)
    }

    /// Where corrections are kept, for people.
    #[must_use]
    pub fn place(&self) -> String {
        self.kept.place()
    }

    /// What a request asks to be drawn; `None` where it asks for something else.
    #[must_use]
    pub fn drawing(&self, request: &str) -> Option<Result<Drawing, Reply>> {
        let Drawn::Picture { doc, page, scale } = serde_json::from_str(request).ok()?;
        let found = self.session.bytes(doc);
        let drawing = found.map(|(bytes, password)| Drawing { bytes, password, page, scale });
        Some(drawing.ok_or_else(|| failed("this document is not open")))
    }

    /// Answers a request; errors are answers.
    pub fn answer(&mut self, request: &str) -> Reply {
        let asked: Asked = match serde_json::from_str(request) {
            Ok(asked) => asked,
            Err(error) => return failed(&format!("the page asked for what is not known: {error}")),
        };
        let answer = match asked {
            Asked::Papers => Ok(self.papers()),
            Asked::View { doc } => self.refresh(doc).and_then(|()| self.view(doc)),
            Asked::Decide { doc, line, seen } => self.decide(doc, *line, seen),
            Asked::State => self.state(),
            Asked::Layout { doc, line } => match self.at(doc).and_then(|at| self.all(at)) {
                Ok(all) => {
                    let lines = corrections::lines(&all);
                    let asked = json!({ "do": "layout", "doc": doc, "lines": lines, "line": line });
                    return self.session.call(&asked.to_string(), Vec::new());
                }
                Err(why) => Err(why),
            },
            Asked::Tables | Asked::Text | Asked::Write | Asked::Compare => {
                return self.session.call(request, Vec::new());
            }
        };
        match answer {
            Ok(json) => Reply { json: json.to_string(), bytes: Vec::new() },
            Err(why) => failed(&why),
        }
    }

    fn papers(&self) -> Json {
        let all = self.papers.iter().zip(&self.sha256).enumerate();
        let all = all.map(|(at, ((name, period), sha256))| {
            let pages = self.session.read(at as u32 + 1).and_then(|r| r.data().document.pages);
            json!({ "doc": at + 1, "name": name, "period": period, "sha256": sha256, "pages": pages })
        });
        json!({ "papers": all.collect::<Vec<_>>(), "place": self.place() })
    }

    /// Puts the corrections of now on a document.
    fn refresh(&mut self, doc: u32) -> Result<(), String> {
        let at = self.at(doc)?;
        let drawn = corrections::layouts(&self.all(at)?);
        self.session.draw(doc, drawn)?;
        let read = self.session.read(doc).ok_or("this document is not open")?;
        let (read, reviewed) = self.kept.review(at, read)?;
        self.session.review(doc, read, reviewed);
        Ok(())
    }

    fn at(&self, doc: u32) -> Result<usize, String> {
        let at = (doc as usize).checked_sub(1).filter(|at| *at < self.papers.len());
        at.ok_or_else(|| "this document is not open".to_owned())
    }

    /// What the screen shows, with the document's own corrections.
    fn view(&mut self, doc: u32) -> Result<Json, String> {
        let at = self.at(doc)?;
        let own = self.own(at)?;
        let reply = self.session.call(&json!({ "do": "view", "doc": doc }).to_string(), Vec::new());
        let view: Json = serde_json::from_str(&reply.json).map_err(|e| e.to_string())?;
        if let Some(why) = view["error"]["message"].as_str() {
            return Err(why.to_owned());
        }
        Ok(json!({ "view": view, "lines": own }))
    }

    fn all(&mut self, at: usize) -> Result<Vec<Correction>, String> {
        let lines = self.kept.lines(at)?.join("\n");
        let all = corrections::parse(&lines).map_err(|e| e.to_string())?;
        Ok(corrections::merged(all))
    }

    /// The corrections of a document itself, in the order of their moments.
    fn own(&mut self, at: usize) -> Result<Vec<Correction>, String> {
        let own = self.all(at)?.into_iter();
        let sha256 = self.sha256.get(at);
        Ok(own.filter(|c| c.document.as_ref() == sha256).collect())
    }

    /// Adds a decision, unless somebody else has decided on the same field since the page looked, or
    /// the field cannot hold the value.
    fn decide(&mut self, doc: u32, mut line: Correction, seen: usize) -> Result<Json, String> {
        let at = self.at(doc)?;
        let own = self.own(at)?;
        let is_same = |c: &&Correction| {
            let is_query = c.field.is_some() || c.code == line.code;
            (&c.id, &c.field) == (&line.id, &line.field) && is_query
        };
        let undone = |c: &&Correction| line.undoes.is_some() && c.undoes == line.undoes;
        let other = own.iter().skip(seen).rfind(is_same);
        if let Some(other) = other.or_else(|| own.iter().rfind(undone)) {
            return self.conflict(doc, other);
        }
        line.v = 1;
        line.document = self.sha256.get(at).cloned();
        line.period = self.papers.get(at).and_then(|(_, period)| period.clone());
        line.other.clear();
        line.by = line.by.trim().chars().take(200).collect();
        let last = own.last().map(|c| c.at.clone()).unwrap_or_default();
        line.at = self.kept.moment(&last);
        if line.undoes.is_none()
            && let Some(refused) = self.refused(doc, &own, &line)
        {
            let trouble = json!({ "refused": refused });
            return Ok(trouble);
        }
        let text = corrections::lines(std::slice::from_ref(&line));
        self.kept.add(at, text.trim_end())?;
        self.refresh(doc)?;
        self.view(doc)
    }

    /// Somebody else was there first: nothing is added, and the page gets what is there now.
    fn conflict(&mut self, doc: u32, other: &Correction) -> Result<Json, String> {
        self.refresh(doc)?;
        let mut answer = self.view(doc)?;
        let who = if other.by.is_empty() { "somebody" } else { &other.by };
        answer["conflict"] = json!(format!(
            "Not saved: {who} decided on this in another window meanwhile. Look at it again."
        ));
        Ok(answer)
    }

    /// Why a correction cannot be applied to its own document.
    fn refused(&self, doc: u32, own: &[Correction], line: &Correction) -> Option<String> {
        if matches!(line.op, Op::Confirm) {
            return None;
        }
        let read = self.session.read(doc)?;
        let told = |all: &[Correction]| {
            let applied = corrections::apply(read, all);
            let notes = applied.into_data().diagnostics;
            notes
                .into_iter()
                .filter(|n| matches!(&*n.code, "correction.unreadable" | "correction.orphan"))
                .map(|n| n.message)
                .collect::<Vec<_>>()
        };
        let before = told(own);
        let with: Vec<Correction> = own.iter().cloned().chain([line.clone()]).collect();
        let fresh = told(&with).into_iter().find(|message| !before.contains(message))?;
        let told = fresh.rsplit_once("applied: ").map_or(fresh.as_str(), |(_, why)| why);
        Some(told.to_owned())
    }

    fn state(&mut self) -> Result<Json, String> {
        let counts: Result<Vec<usize>, String> =
            (0..self.papers.len()).map(|at| Ok(self.own(at)?.len())).collect();
        Ok(json!({ "counts": counts? }))
    }
}
