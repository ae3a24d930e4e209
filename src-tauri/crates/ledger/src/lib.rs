//! The books: facts, the views computed from them, working tables and backups, in one SQLite
//! file.
//!
//! The truth is the append-only table of facts. A use case is one [`Booking`]: the facts, every
//! view they change and the act to do, all of it there after a crash or none. Nothing here
//! knows a provider, a clock or a random source.
#![cfg_attr(
    not(test),
    deny(clippy::float_arithmetic, clippy::as_conversions, clippy::arithmetic_side_effects)
)]
#![warn(missing_docs)]

mod backup;
mod booking;
mod chain;
mod connect;
mod error;
pub mod fact;
mod file;
mod folded;
mod lock;
mod log;
mod paging;
mod place;
mod rebuild;
mod schema;
mod sql;
mod verify;
pub mod views;
pub mod working;

pub use backup::{BackupReport, Manifest, backup, restore};
pub use booking::{Booking, Stamp};
pub use chain::{Head, StoredFact};
pub use error::LedgerError;
pub use file::{Ledger, Mode, Opening, Reader};
pub use log::{Log, LogCarrier, sync_log};
pub use paging::Place;
pub use rebuild::{Difference, Progress};
pub use rusqlite::Connection;
pub use verify::Verified;
