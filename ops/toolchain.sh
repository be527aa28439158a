#!/usr/bin/env bash
# Installs the Rust toolchain that Cargo.toml names. Used by the workflows.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
rustup toolchain install "$version" --profile minimal --component rustfmt,clippy --no-self-update
rustup default "$version"
