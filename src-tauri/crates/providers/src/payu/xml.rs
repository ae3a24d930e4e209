//! PayU's XML: the dialect of accounts that were set up on it, and of answers to a request
//! whose `Accept` got lost.
//!
//! It says the same as the JSON under the same names, so both are read and built in one
//! place: a request is made as JSON and rewritten, an answer is rewritten into JSON and read.
//! What differs: maps are lists of entries, `test` is `isTest`, and null members are left out.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;
