//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TABLEMEND_PIE");
    // At a fixed address, as Go links its programs: nothing of the megabyte of tables of pointers is
    // to be put right at each start, and a nightly run over thousands of small documents, a process
    // each, is mostly starts. The heap, the stack and the libraries are still placed at random;
    // `TABLEMEND_PIE=1` has the program itself placed so too.
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let is_known = of("CARGO_CFG_TARGET_OS") == "linux"
        && of("CARGO_CFG_TARGET_ENV") == "gnu"
        && matches!(of("CARGO_CFG_TARGET_ARCH").as_str(), "x86_64" | "aarch64");
    // A static program (`-C target-feature=+crt-static`) says by itself whether it can be moved, and
    // would not start if that were changed behind its back.
    let is_static = of("CARGO_CFG_TARGET_FEATURE").split(',').any(|f| f == "crt-static");
    if is_known && !is_static && of("PROFILE") == "release" && of("TABLEMEND_PIE").is_empty() {
        println!("cargo:rustc-link-arg-bin=tablemend=-no-pie");
    }
}
