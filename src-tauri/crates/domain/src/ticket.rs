//! The sale being typed. Nothing of it is in the books until it is issued.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{PriceListId, ProductId},
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

/// Where a price came from that is not the ordinary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The list.
    pub list: PriceListId,
    /// What the catalogue asked for one without that list.
    pub ordinary: Money,
}

/// Which prices a ticket is sold at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// The list; the ordinary prices where there is none.
    pub list: Option<PriceListId>,
    /// Whether somebody chose so, whatever the customer has.
    pub by_hand: bool,
}

impl Prices {
    /// Those of the catalogue, because nobody said otherwise.
    pub const ORDINARY: Self = Self { list: None, by_hand: false };

    fn are_ordinary(&self) -> bool {
        *self == Self::ORDINARY
    }
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
    /// The list that the price came from, or that the price in its place would have come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Listed>,
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

impl Line {
    /// Takes the price that a list has for its product, or the ordinary one where it has none.
    /// A price that somebody typed stays; what it stands in place of follows. What a quote
    /// promised is no list's business.
    pub fn follow(&mut self, found: Option<(PriceListId, Money)>) {
        if self.quoted.is_some() {
            return;
        }
        let own = self.instead_of.unwrap_or(self.price);
        let ordinary = self.listed.map_or(own, |listed| listed.ordinary);
        let asked = found.map_or(ordinary, |(_, price)| price);
        self.listed = found.map(|(list, _)| Listed { list, ordinary });
        if self.instead_of.is_some() {
            self.instead_of = (self.price != asked).then_some(asked);
        } else {
            self.price = asked;
        }
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
    /// Which prices its lines have, unless somebody typed others.
    #[serde(default, skip_serializing_if = "Prices::are_ordinary")]
    pub prices: Prices,
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
        let prices = Prices::ORDINARY;
        Self { currency, lines: Vec::new(), discount: None, prices, note: None, quote: None }
    }

    /// Whether less of something stands on it than on `before`.
    #[must_use]
    pub fn has_less_than(&self, before: &Self) -> bool {
        before.lines.iter().any(|line| self.count(line) < before.count(line))
    }

    /// How many thousandths of what a line sells stand on it.
    fn count(&self, what: &Line) -> i64 {
        let same = |line: &&Line| (line.product, &line.name) == (what.product, &what.name);
        let counts = self.lines.iter().filter(same).map(|line| line.quantity.thousandths());
        counts.fold(0, i64::saturating_add)
    }

    /// The quote that is accepted by selling this: the one that was taken, as long as a line of
    /// it is still there.
    #[must_use]
    pub fn accepts(&self) -> Option<TakenQuote> {
        self.quote.filter(|_| self.lines.iter().any(|line| line.quoted.is_some()))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn money(minor: i64) -> Money {
        Money::new(minor, Currency::Mxn)
    }

    fn list(n: u128) -> PriceListId {
        PriceListId(Uuid::from_u128(n))
    }

    fn line(price: i64) -> Line {
        Line {
            product: None,
            name: Name::parse("Pan").unwrap(),
            quantity: Quantity::ONE,
            unit: Unit::Piece,
            price: money(price),
            mode: TaxMode::Included,
            taxes: Vec::new(),
            discount: None,
            instead_of: None,
            listed: None,
            note: None,
            quoted: None,
        }
    }

    /// A list that comes into force, with what it asks.
    type Step = Option<(PriceListId, i64)>;

    /// Which lists came into force one after the other, with what each asks, and what the line
    /// costs then.
    #[test]
    fn a_line_follows_the_list_and_comes_back_to_what_it_cost_without_one() {
        let (one, other) = (list(1), list(2));
        let cases: [(&[Step], i64); 6] = [
            (&[None], 500),
            (&[Some((one, 400))], 400),
            (&[Some((one, 400)), None], 500),
            (&[Some((one, 400)), Some((other, 450))], 450),
            (&[Some((one, 400)), Some((other, 450)), None], 500),
            (&[Some((one, 0)), Some((one, 0))], 0),
        ];
        for (steps, costs) in cases {
            let mut line = line(500);
            for step in steps {
                line.follow(step.map(|(list, minor)| (list, money(minor))));
            }
            assert_eq!(line.price, money(costs), "{steps:?}");
            assert_eq!(line.instead_of, None, "{steps:?}");
            let last = steps.last().copied().flatten().map(|(list, _)| list);
            assert_eq!(line.listed.map(|listed| listed.list), last, "{steps:?}");
        }
    }

    #[test]
    fn a_price_that_somebody_typed_stays_and_what_it_stands_in_place_of_follows() {
        let mut line = Line { instead_of: Some(money(500)), ..line(450) };
        line.follow(Some((list(1), money(400))));
        assert_eq!((line.price, line.instead_of), (money(450), Some(money(400))));
        line.follow(Some((list(2), money(450))));
        assert_eq!((line.price, line.instead_of), (money(450), None), "the list asks as much");
        line.follow(None);
        assert_eq!((line.price, line.instead_of), (money(500), None));
    }

    #[test]
    fn a_ticket_from_before_there_were_lists_is_read() {
        let old = r#"{"currency":"MXN","lines":[],"discount":null}"#;
        let ticket: Ticket = serde_json::from_str(old).unwrap();
        assert_eq!(ticket, Ticket::empty(Currency::Mxn));
        assert_eq!(serde_json::to_string(&ticket).unwrap(), old);
    }
}
