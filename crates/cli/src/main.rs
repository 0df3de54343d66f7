//! The program: arguments, files, exit codes.

fn main() {}
