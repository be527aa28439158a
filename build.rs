//! Rebuilds the crate when a pack file changes: they are embedded in the binary.

fn main() {
    println!("cargo:rerun-if-changed=packs");
    println!("cargo:rerun-if-changed=build.rs");
}
