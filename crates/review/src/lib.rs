//! The review in a browser, served on this computer: the same page as the one that needs no
//! installation, with the documents and their corrections behind it.
//!
//! [`guard`] decides who may ask, [`desk`] answers, [`server`] joins both to the network; [`still`]
//! writes the page as one file to read. This crate opens no file: where corrections are kept is the
//! caller's own way ([`Kept`]).

pub mod desk;
pub mod guard;
pub mod server;
pub mod still;

pub use desk::{Desk, Kept, Paper};
pub use server::{Served, serve};
