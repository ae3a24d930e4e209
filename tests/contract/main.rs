//! PayU's code against the simulator of PayU, which shares no line with it: over real sockets,
//! in JSON and in XML. What one of the two has misunderstood shows here.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "what a test does not expect ends it"
)]

mod after;
mod cards;
mod pages;
mod shop;
mod stored;
