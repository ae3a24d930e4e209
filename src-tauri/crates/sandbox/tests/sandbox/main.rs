//! The sandbox as a client sees it: over TCP, byte by byte.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail loudly")]

mod cards;
mod checkout;
mod client;
mod contract;
mod control_door;
mod faults;
mod followups;
mod lifecycle;
mod log;
mod months;
mod notices;
mod program;
mod queries;
mod refusals;
mod restart;
mod strictness;
mod tokens;
mod xml;
