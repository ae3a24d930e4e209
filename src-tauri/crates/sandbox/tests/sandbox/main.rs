//! The sandbox as a client sees it: over TCP, byte by byte.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail loudly")]

mod client;
mod contract;
mod control_door;
mod faults;
mod lifecycle;
mod log;
mod program;
mod queries;
mod refusals;
mod restart;
mod strictness;
