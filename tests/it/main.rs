//! The one integration binary: the service from outside, and rules that hold for the whole tree.
#![expect(clippy::expect_used, clippy::string_slice, reason = "a test fails by panicking")]

mod architecture;
