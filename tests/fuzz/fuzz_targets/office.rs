//! Bytes into `tablemend_fuzz::office`.
#![no_main]

// The hook of libFuzzer ends the process on panics that the reader of objects catches by itself.
libfuzzer_sys::fuzz_target!(
    init: drop(std::panic::take_hook()),
    |bytes: &[u8]| tablemend_fuzz::office(bytes)
);
