//! The library's door for a browser: documents held in memory, commands and answers as JSON.
//!
//! `scripts/build-page` puts this crate, compiled to WebAssembly, and the files of `page/` into one
//! page that needs no server and no network. The page asks, [`Session::call`] answers; what is not
//! text goes beside the JSON as bytes. Nothing here knows the browser but `border`, which is only
//! compiled for it, so that everything can be tested without one.
//!
//! | `do` | members | answer |
//! |---|---|---|
//! | `open` | `name`, `password`, `doc` if it is to have that number; the file as bytes | `doc`, its number |
//! | `understand` | `doc` | `records` or why there are none, `tables` |
//! | `view` | `doc` | what the screen shows ([`view`]) |
//! | `tables` | `doc` | the tables, as the contract's JSON |
//! | `text` | `doc` | `lines` of a Markdown or HTML document |
//! | `picture` | `doc`, `page`, `scale` | a PNG as bytes |
//! | `correct` | `doc`, `lines` (JSON Lines: all of the document's corrections) | as `view` |
//! | `check` | `lines` | whether they are corrections |
//! | `write` | `doc`, `format` | a file as bytes, its `name` and `type` |
//! | `compare` | `before`, `after` | the changes, as the contract's JSON, and in words; with a `format` (`xlsx`, `csv`) as a file |
//! | `close` | `doc` | |

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod border;
mod bundle;
pub mod front;
pub mod picture;
mod places;
mod session;
pub mod view;

pub use session::{Reply, Session};
