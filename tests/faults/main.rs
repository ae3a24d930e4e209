//! What goes wrong between till, provider, disk and people, and what the books say afterwards.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops here")]

mod account;
mod after;
mod books;
mod cards;
mod doubt;
mod echo;
mod engine;
mod fair;
mod found;
mod input;
mod keys;
mod kill;
mod kill_cards;
mod mail;
mod merchant;
mod money;
mod pages;
mod people;
mod policy;
mod printing;
mod queue;
mod secrets;
mod shift;
mod shop;
