//! The sale being typed. Nothing of it is in the books until it is issued.

use serde::{Deserialize, Serialize};

use crate::{
    ids::ProductId,
    money::{Currency, Money},
    name::Name,
    quantity::Quantity,
    quote::{Promise, TakenQuote},
    tax::{Tax, TaxMode},
    unit::Unit,
};

/// The most lines one ticket takes; a longer sale is two tickets.
pub const LINES_MAX: usize = 500;

/// What is taken off a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Discount {
    /// Hundredths of a percent, at most the whole price.
    BasisPoints(u32),
    /// An amount, at most the price.
    Amount(Money),
}

/// One line of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The product, when it is one of the catalogue.
    pub product: Option<ProductId>,
    /// What the paper says.
    pub name: Name,
    /// How many.
    pub quantity: Quantity,
    /// What they are counted in.
    #[serde(default, skip_serializing_if = "Unit::is_piece")]
    pub unit: Unit,
    /// The price of one, with or without its taxes as `mode` says.
    pub price: Money,
    /// Whether `price` contains `taxes`.
    pub mode: TaxMode,
    /// The taxes on it; empty for what is outside every tax.
    pub taxes: Vec<Tax>,
    /// What is taken off this line alone.
    pub discount: Option<Discount>,
    /// What the catalogue asks for one, where a person typed another price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Money>,
    /// What is said of this line, such as `without ice`; the paper says it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Name>,
    /// What a quote promised of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Promise>,
}

impl Line {
    /// Whether it is sold at a price that is neither the catalogue's nor the one a quote
    /// promised: somebody typed it for this sale.
    #[must_use]
    pub fn has_other_price(&self) -> bool {
        let promised = self.quoted.is_some_and(|promise| promise.price == self.price);
        self.instead_of.is_some() && !promised
    }
}

/// The sale being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The currency of every price on it.
    pub currency: Currency,
    /// What is sold, in the order it was typed.
    pub lines: Vec<Line>,
    /// What is taken off the whole, after the lines' own discounts.
    pub discount: Option<Discount>,
    /// What is said of the whole; the paper says it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Name>,
    /// The quote that it sells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<TakenQuote>,
}

impl Ticket {
    /// A ticket with nothing on it.
    #[must_use]
    pub const fn empty(currency: Currency) -> Self {
        Self { currency, lines: Vec::new(), discount: None, note: None, quote: None }
    }

    /// The quote that is accepted by selling this: the one that was taken, as long as a line of
    /// it is still there.
    #[must_use]
    pub fn accepts(&self) -> Option<TakenQuote> {
        self.quote.filter(|_| self.lines.iter().any(|line| line.quoted.is_some()))
    }
}
