//! Papers as their readers meet them: rendered to pixels, scanned, copied as text.
//!
//! Needs `pdftoppm` and `pdftotext` (poppler-utils) and `zbarimg` (zbar-tools); a test that
//! does not find them fails and says so.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod accounts;
mod anything;
mod catalogue;
mod mails;
mod receipts;
mod samples;
mod statements;
mod tables;
mod tools;
mod vouchers;
