//! PayU's contract: our requests against the documented ones, and its documented answers, in
//! every shape they come in, against what they mean.
#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "what a test does not expect ends it"
)]

mod account;
mod after;
mod cards;
mod codes;
mod failures;
mod look_up;
mod pages;
mod promotions;
mod properties;
mod requests;
mod signatures;
mod stored;
mod submit;
mod support;
mod xml;
