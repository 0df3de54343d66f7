//! The review as one file to read and to send: the page, what its screen shows, and the pictures of the
//! pages. It decides nothing and connects to nothing.

use crate::desk::Paper;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use tablemend::Records;
use tablemend_web::{Session, front};

/// Pixels a point: a page of A4 is about 1,100 pixels high.
const SCALE: f32 = 1.3;

/// One page with everything in it. `reviewed` gives what people made of the records.
///
/// # Errors
/// In words, where the document cannot be read or has no records.
pub fn page(
    paper: Paper,
    reviewed: impl FnOnce(&Records) -> Result<(Records, Records), String>,
) -> Result<String, String> {
    let mut session = Session::default();
    let name = paper.name.clone();
    session.hold(1, &paper.name, paper.bytes, paper.options)?;
    let read = session.read(1).ok_or("no records were read")?;
    let (read, made) = reviewed(read)?;
    let info = &read.data().document;
    let pages = info.pages.unwrap_or(0);
    let document = json!({ "doc": 1, "name": name, "period": info.period, "sha256": info.sha256,
        "pages": info.pages });
    session.review(1, read, made);
    let mut asked = |what: Json| -> Result<Json, String> {
        let reply = session.call(&what.to_string(), Vec::new());
        let answer: Json = serde_json::from_str(&reply.json).map_err(|e| e.to_string())?;
        match answer["error"]["message"].as_str() {
            Some(why) => Err(why.to_owned()),
            None => Ok(answer),
        }
    };
    let view = asked(json!({ "do": "view", "doc": 1 }))?;
    let tables = asked(json!({ "do": "tables", "doc": 1 }))?;
    let text = asked(json!({ "do": "text", "doc": 1 }))?;
    let mut pictures = Map::new();
    if let Some((bytes, password)) = session.bytes(1) {
        for page in 1..=pages {
            let picture = tablemend_web::picture::page(&bytes, password.as_deref(), page, SCALE);
            if let Ok(png) = picture {
                pictures.insert(page.to_string(), Json::String(STANDARD.encode(png)));
            }
        }
    }
    let home = json!({ "still": { "paper": document, "view": view, "tables": tables["tables"],
        "text": text, "pictures": pictures } });
    let script = front::script();
    let digest =
        |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src blob: data:; base-uri 'none'; \
         form-action 'none'",
        digest(&script),
        digest(front::STYLE)
    );
    Ok(front::page(&[
        ("csp", &policy),
        ("style", &format!("<style>{}</style>", front::STYLE)),
        ("embedded", &front::embedded(&home)),
        ("script", &format!("<script>{script}</script>")),
    ]))
}
