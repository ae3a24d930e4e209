//! The program as scripts know it: arguments in; output, errors and exit codes out.
//!
//! Needs `pdftoppm` (poppler-utils) and `zbarimg` (zbar-tools); a test that does not find
//! them fails and says so.
#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod books;
mod checks;
mod copies;
mod demo;
mod invoices;
mod people;
mod poll;
mod program;
mod words;
