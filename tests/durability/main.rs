//! The books survive: a process that is killed, a disk that fails or is full, a power cut.
//!
//! A small program sells in a loop and says so after each sale. It is ended in every way there
//! is; afterwards every sale that it confirmed is in the books, and the books are sound.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops here")]

mod beside;
mod books;
mod cuts;
mod faults;
mod kills;
mod seller;
