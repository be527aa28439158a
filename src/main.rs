//! The `aicmo` binary.

fn main() {}
