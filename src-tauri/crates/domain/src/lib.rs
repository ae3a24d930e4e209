//! The words of the shop as types: money, taxes, identifiers, tickets, charges and acts.
//!
//! Everything here is pure. No file, no socket, no clock and no random source: time and
//! random bytes are arguments. Amounts are whole minor units; a float never holds money.
#![cfg_attr(
    not(test),
    deny(clippy::float_arithmetic, clippy::as_conversions, clippy::arithmetic_side_effects)
)]
#![warn(missing_docs)]

pub mod account;
pub mod act;
pub mod card;
pub mod cash;
pub mod charge;
pub mod clabe;
pub mod customer;
pub mod giving_back;
pub mod hold;
pub mod ids;
pub mod instalments;
pub mod invoice;
pub mod locale;
pub mod method;
pub mod money;
pub mod name;
pub mod people;
pub mod pricing;
pub mod quantity;
pub mod quote;
pub mod refund;
pub mod rfc;
pub mod rounding;
pub mod shift;
pub mod statement;
pub mod tax;
pub mod ticket;
pub mod time;
pub mod unit;
pub mod voucher;
pub mod withholding;
