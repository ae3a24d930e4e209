//! Payment providers as pure request and response code.
//!
//! A provider performs no I/O: from its settings, an operation, the time and the replies so
//! far it makes the next request to send, or the outcome in domain words. One carrier, in
//! the till, sends. Adding a provider means its own folder and one line in [`registry`].
#![cfg_attr(
    not(test),
    deny(clippy::float_arithmetic, clippy::as_conversions, clippy::arithmetic_side_effects)
)]
#![warn(missing_docs)]

pub mod advice;
pub mod after;
pub mod capabilities;
pub mod card;
pub mod operation;
pub mod outcome;
pub mod page;
pub mod payu;
pub mod provider;
pub mod registry;
pub mod settings;
pub mod wire;
