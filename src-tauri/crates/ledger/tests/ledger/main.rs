//! The books from outside: what they refuse, what they find, and what survives.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail loudly")]

mod account_model;
mod after;
mod after_facts;
mod backups;
mod budget;
mod by_hand;
mod drawer;
mod endings;
mod failures;
mod golden;
mod goods;
mod guards;
mod hashes;
mod histories;
mod history_steps;
mod imports;
mod log;
mod mails;
mod matters;
mod model;
mod odd_input;
mod opening;
mod papers;
mod people;
mod plans;
mod quotes;
mod rebuilding;
mod returns;
mod shop;
mod staff;
mod statements;
mod tables;
mod tampered_views;
mod tampering;
mod trail;
