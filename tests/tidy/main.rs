//! What linters cannot say about the house: who may know whom, and what must not be in it.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops here")]

mod arrows;
mod code;
mod components;
mod failures;
mod house;
mod messages;
mod tree;
mod words;
