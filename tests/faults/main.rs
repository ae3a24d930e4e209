//! What goes wrong between till, provider, disk and people, and what the books say afterwards.
#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops here")]

mod keys;
mod money;
mod policy;
mod shop;
