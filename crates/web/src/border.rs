//! Where the browser and the module meet: lengths and addresses in the module's memory.
//!
//! The page asks for room (`tm_room`), writes its request and a file there, calls `tm_call`, and reads
//! the two parts of the answer where `tm_address` and `tm_length` say. One call at a time: the module
//! runs in a single thread.

#![allow(unsafe_code)]

use crate::{Reply, Session};
use std::cell::RefCell;

#[derive(Default)]
struct State {
    session: Session,
    /// What the page has written: the request, the file.
    given: [Vec<u8>; 2],
    reply: Reply,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// Room for part 0 (the request) or 1 (the file) of the next call; gives its address.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn tm_room(part: u32, length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| match state.given.get_mut(part as usize) {
        Some(room) => {
            *room = vec![0; length];
            room.as_mut_ptr()
        }
        None => std::ptr::null_mut(),
    })
}

/// Answers what was written; the file is taken.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn tm_call() {
    STATE.with_borrow_mut(|state| {
        // Freed first, so that the memory of the last answer can be used for the next.
        state.reply = Reply::default();
        let [request, file] = std::mem::take(&mut state.given);
        state.reply = state.session.call(&String::from_utf8_lossy(&request), file);
    });
}

/// Address of part 0 (JSON) or 1 (bytes) of the answer.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn tm_address(part: u32) -> *const u8 {
    STATE.with_borrow(|state| {
        if part == 0 { state.reply.json.as_ptr() } else { state.reply.bytes.as_ptr() }
    })
}

/// Length of part 0 or 1 of the answer, in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn tm_length(part: u32) -> usize {
    STATE.with_borrow(
        |state| if part == 0 { state.reply.json.len() } else { state.reply.bytes.len() },
    )
}
