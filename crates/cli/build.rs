//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // A program at a fixed address starts in two thirds of the time: nothing of its megabyte of
    // tables of pointers is to be put right first. A nightly run over thousands of small documents,
    // a process each, is mostly starts. The heap, the stack and the libraries are still placed at
    // random.
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let is_known = of("CARGO_CFG_TARGET_OS") == "linux"
        && of("CARGO_CFG_TARGET_ENV") == "gnu"
        && matches!(of("CARGO_CFG_TARGET_ARCH").as_str(), "x86_64" | "aarch64");
    if is_known && of("PROFILE") == "release" {
        println!("cargo:rustc-link-arg-bin=tablemend=-no-pie");
    }
}
