//! From a ticket to what an invoice says: the one place where prices are computed.
//!
//! Screen, paper, ledger and provider all show the numbers that [`price`] gave; none of them
//! computes its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    money::{Currency, Money, MoneyError},
    quantity::THOUSANDTHS,
    rounding::{allocate, scale},
    tax::{BASIS, Rate, Tax, TaxMode},
    ticket::{Discount, LINES_MAX, Line, Ticket},
};

/// One tax of one line, or of the whole invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxAmount {
    /// The tax.
    pub tax: Tax,
    /// The net amount it was computed on.
    pub base: Money,
    /// The tax itself.
    pub amount: Money,
}

/// A priced line. `total = net + taxes`, and `gross - discount - ticket_discount` is the
/// total of a line whose price includes its taxes, the net of one whose price does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    /// Price times quantity.
    pub gross: Money,
    /// What the line's own discount took.
    pub discount: Money,
    /// The line's share of the ticket's discount.
    pub ticket_discount: Money,
    /// Without taxes, after discounts.
    pub net: Money,
    /// Each tax on it.
    pub taxes: Vec<TaxAmount>,
    /// What the customer pays for it.
    pub total: Money,
}

impl PricedLine {
    /// Whether discounts took more of the line than a share of its price, in hundredths of a per
    /// cent. The share is rounded up: a discount that is within it is not beyond it because cents
    /// are whole.
    #[must_use]
    pub fn takes_off_more(&self, points: u16) -> bool {
        let share = i128::from(self.gross.minor()).saturating_mul(i128::from(points));
        let taken = i128::from(self.discount.minor());
        let taken = taken.saturating_add(i128::from(self.ticket_discount.minor()));
        // More than the share rounded up: one less is still as much as the share, or more.
        share <= taken.saturating_sub(1).saturating_mul(i128::from(BASIS))
    }

    /// The smallest share that discounts took no more than, in hundredths of a per cent.
    #[must_use]
    pub fn share_taken(&self) -> u16 {
        let taken = i128::from(self.discount.minor())
            .saturating_add(i128::from(self.ticket_discount.minor()));
        let whole = taken.saturating_sub(1).saturating_mul(i128::from(BASIS));
        let gross = i128::from(self.gross.minor());
        match whole.checked_div(gross) {
            Some(share) if taken > 0 => u16::try_from(share.saturating_add(1)).unwrap_or(u16::MAX),
            Some(_) | None => 0,
        }
    }
}

/// A priced ticket: every total is the sum of its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// The lines, in the ticket's order.
    pub lines: Vec<PricedLine>,
    /// Everything discounts took.
    pub discount: Money,
    /// Without taxes, after discounts.
    pub net: Money,
    /// The sum of each tax, by code and rate.
    pub taxes: Vec<TaxAmount>,
    /// What the customer pays.
    pub total: Money,
}

/// Why a ticket has no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// More lines than a ticket takes.
    #[error("the ticket has {lines} lines; at most {LINES_MAX} fit")]
    TooManyLines {
        /// How many it has.
        lines: usize,
    },
    /// A price below zero.
    #[error("the price on line {line} is negative")]
    NegativePrice {
        /// Its place, from 1.
        line: usize,
    },
    /// A discount below zero or beyond the price.
    #[error("the discount is more than the price, or negative")]
    DiscountOutOfRange,
    /// An amount in another currency, or one too large.
    #[error("an amount on the ticket is wrong")]
    Money(#[from] MoneyError),
}

/// Prices a ticket.
///
/// Each line is rounded on its own and the totals are sums, so the lines always add up to
/// the totals, in whatever order they stand.
///
/// # Errors
/// [`PricingError`].
pub fn price(ticket: &Ticket) -> Result<Priced, PricingError> {
    if ticket.lines.len() > LINES_MAX {
        return Err(PricingError::TooManyLines { lines: ticket.lines.len() });
    }
    let mut lines = Vec::with_capacity(ticket.lines.len());
    for (place, line) in ticket.lines.iter().enumerate() {
        lines.push(discounted(line, place.saturating_add(1), ticket.currency)?);
    }
    share_ticket_discount(ticket, &mut lines)?;
    let priced = ticket.lines.iter().zip(lines);
    let lines = priced.map(|(line, part)| taxed(line, part)).collect::<Result<Vec<_>, _>>()?;
    totals(ticket.currency, lines)
}

/// A line before its taxes: gross, own discount, share of the ticket's.
struct Discounted {
    gross: Money,
    discount: Money,
    ticket_discount: Money,
}

impl Discounted {
    fn payable(&self) -> Result<Money, MoneyError> {
        self.gross.checked_sub(self.discount)?.checked_sub(self.ticket_discount)
    }
}

fn discounted(line: &Line, place: usize, currency: Currency) -> Result<Discounted, PricingError> {
    if line.price.minor() < 0 {
        return Err(PricingError::NegativePrice { line: place });
    }
    // Adding zero checks the currency of a line that came from another price list.
    let price = Money::zero(currency).checked_add(line.price)?;
    let gross = scale(price.minor(), line.quantity.thousandths(), THOUSANDTHS)?;
    let gross = Money::new(gross, currency);
    let discount = taken_off(gross, line.discount)?;
    Ok(Discounted { gross, discount, ticket_discount: Money::zero(currency) })
}

/// What a discount takes from `price`.
fn taken_off(price: Money, discount: Option<Discount>) -> Result<Money, PricingError> {
    let taken = match discount {
        None => Money::zero(price.currency()),
        Some(Discount::BasisPoints(points)) if i64::from(points) > BASIS => {
            return Err(PricingError::DiscountOutOfRange);
        }
        Some(Discount::BasisPoints(points)) => {
            Money::new(scale(price.minor(), i64::from(points), BASIS)?, price.currency())
        }
        Some(Discount::Amount(amount)) => amount,
    };
    if taken.minor() < 0 || price.checked_sub(taken)?.minor() < 0 {
        return Err(PricingError::DiscountOutOfRange);
    }
    Ok(taken)
}

/// Divides the ticket's discount among the lines by what each still costs.
fn share_ticket_discount(ticket: &Ticket, lines: &mut [Discounted]) -> Result<(), PricingError> {
    let weights =
        lines.iter().map(|line| line.payable().map(Money::minor)).collect::<Result<Vec<_>, _>>()?;
    let payable = Money::sum(
        ticket.currency,
        lines.iter().map(|line| line.payable()).collect::<Result<Vec<_>, _>>()?,
    )?;
    let off = taken_off(payable, ticket.discount)?;
    for (line, share) in lines.iter_mut().zip(allocate(off.minor(), &weights)?) {
        line.ticket_discount = Money::new(share, ticket.currency);
    }
    Ok(())
}

fn taxed(line: &Line, part: Discounted) -> Result<PricedLine, PricingError> {
    let payable = part.payable()?;
    let currency = payable.currency();
    let rates: Vec<i64> = line.taxes.iter().map(|tax| tax.rate.basis_points()).collect();
    let (net, amounts) = match line.mode {
        TaxMode::Included => {
            let with_taxes = rates.iter().try_fold(BASIS, |sum, rate| sum.checked_add(*rate));
            let divisor = with_taxes.ok_or(MoneyError::Overflow)?;
            let net = scale(payable.minor(), BASIS, divisor)?;
            let tax = payable.checked_sub(Money::new(net, currency))?;
            (net, allocate(tax.minor(), &rates)?)
        }
        TaxMode::Added => {
            let net = payable.minor();
            let each = rates.iter().map(|rate| scale(net, *rate, BASIS));
            (net, each.collect::<Result<Vec<_>, _>>()?)
        }
    };
    let net = Money::new(net, currency);
    let taxes: Vec<TaxAmount> = line
        .taxes
        .iter()
        .zip(amounts)
        .map(|(tax, amount)| TaxAmount {
            tax: tax.clone(),
            base: net,
            amount: Money::new(amount, currency),
        })
        .collect();
    let total = taxes.iter().try_fold(net, |sum, tax| sum.checked_add(tax.amount))?;
    let Discounted { gross, discount, ticket_discount } = part;
    Ok(PricedLine { gross, discount, ticket_discount, net, taxes, total })
}

fn totals(currency: Currency, lines: Vec<PricedLine>) -> Result<Priced, PricingError> {
    let mut discount = Money::zero(currency);
    let mut net = Money::zero(currency);
    let mut total = Money::zero(currency);
    let mut by_tax: BTreeMap<(String, Rate), (Money, Money)> = BTreeMap::new();
    for line in &lines {
        discount = discount.checked_add(line.discount)?.checked_add(line.ticket_discount)?;
        net = net.checked_add(line.net)?;
        total = total.checked_add(line.total)?;
        for tax in &line.taxes {
            let key = (tax.tax.code.clone(), tax.tax.rate);
            let zero = Money::zero(currency);
            let (base, amount) = by_tax.entry(key).or_insert((zero, zero));
            *base = base.checked_add(tax.base)?;
            *amount = amount.checked_add(tax.amount)?;
        }
    }
    let taxes = by_tax
        .into_iter()
        .map(|((code, rate), (base, amount))| TaxAmount { tax: Tax { code, rate }, base, amount })
        .collect();
    Ok(Priced { lines, discount, net, taxes, total })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{name::Name, quantity::Quantity, unit::Unit};

    fn line(name: &str, thousandths: i64, price: i64, rate: u32, off: Option<Discount>) -> Line {
        Line {
            product: None,
            name: Name::parse(name).unwrap(),
            quantity: Quantity::from_thousandths(thousandths).unwrap(),
            unit: Unit::Kilogram,
            price: Money::new(price, Currency::Mxn),
            mode: TaxMode::Included,
            taxes: vec![Tax::iva(Rate::BasisPoints(rate))],
            discount: off,
            instead_of: None,
            listed: None,
            note: None,
            quoted: None,
        }
    }

    fn ticket(lines: Vec<Line>, discount: Option<Discount>) -> Ticket {
        Ticket { lines, discount, ..Ticket::empty(Currency::Mxn) }
    }

    #[test]
    fn prices_a_coffee_shop_ticket() {
        let sale = ticket(
            vec![
                line("Café molido", 2_000, 8_950, 0, None),
                line("Prensa francesa", 1_000, 42_900, 1_600, Some(Discount::BasisPoints(1_000))),
                line("Concha", 3_000, 2_200, 0, None),
            ],
            None,
        );
        let priced = price(&sale).unwrap();
        assert_eq!(priced.total.minor(), 63_110);
        assert_eq!(priced.net.minor(), 57_784);
        assert_eq!(priced.discount.minor(), 4_290);
        let iva16 = &priced.taxes[1];
        assert_eq!((iva16.base.minor(), iva16.amount.minor()), (33_284, 5_326));
    }

    #[test]
    fn an_added_tax_goes_on_top_and_an_exempt_line_adds_none() {
        let mut added = line("Servicio", 1_000, 10_000, 1_600, None);
        added.mode = TaxMode::Added;
        let mut exempt = line("Libro", 1_000, 5_000, 0, None);
        exempt.taxes = vec![Tax::iva(Rate::Exempt)];
        let priced = price(&ticket(vec![added, exempt], None)).unwrap();
        assert_eq!(priced.total.minor(), 16_600);
        assert_eq!(priced.taxes.len(), 2);
        assert_eq!(priced.taxes[0].tax.rate, Rate::Exempt);
    }

    #[test]
    fn refuses_what_has_no_price() {
        let plain = line("Pan", 1_000, 1_000, 1_600, None);
        let foreign = Line { price: Money::new(1, Currency::Uah), ..plain.clone() };
        let negative = Line { price: Money::new(-1, Currency::Mxn), ..plain.clone() };
        let huge = Line { price: Money::new(i64::MAX, Currency::Mxn), ..plain.clone() };
        let beyond = Discount::Amount(Money::new(1_001, Currency::Mxn));
        let cases = [
            (ticket(vec![foreign], None), "another currency"),
            (ticket(vec![negative], None), "a negative price"),
            (ticket(vec![huge.clone(), huge], None), "an overflow"),
            (ticket(vec![Line { discount: Some(beyond), ..plain.clone() }], None), "line discount"),
            (ticket(vec![plain.clone()], Some(beyond)), "ticket discount"),
            (ticket(vec![plain.clone()], Some(Discount::BasisPoints(10_001))), "over 100 %"),
            (ticket(vec![plain; LINES_MAX + 1], None), "too many lines"),
        ];
        for (sale, why) in cases {
            assert!(price(&sale).is_err(), "{why}");
        }
    }

    prop_compose! {
        fn any_line()(
            thousandths in 1_i64..20_000,
            minor in 0_i64..5_000_000,
            rate in prop::sample::select(vec![0_u32, 800, 1_600, 2_100]),
            off in prop::option::of(0_u32..=10_000),
            added in any::<bool>(),
        ) -> Line {
            let mut line = line("x", thousandths, minor, rate, off.map(Discount::BasisPoints));
            if added {
                line.mode = TaxMode::Added;
            }
            line
        }
    }

    proptest! {
        #[test]
        fn lines_add_up_to_totals_in_every_order(
            lines in prop::collection::vec(any_line(), 0..12),
            off in prop::option::of(0_u32..=10_000),
            turn in 0_usize..12,
        ) {
            let off = off.map(Discount::BasisPoints);
            let straight = price(&ticket(lines.clone(), off)).unwrap();
            let mut turned = lines.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
                turned.reverse();
            }
            let turned = price(&ticket(turned, off)).unwrap();
            for priced in [&straight, &turned] {
                let sum = |part: fn(&PricedLine) -> i64| priced.lines.iter().map(part).sum::<i64>();
                prop_assert_eq!(sum(|line| line.total.minor()), priced.total.minor());
                prop_assert_eq!(sum(|line| line.net.minor()), priced.net.minor());
                let taxes: i64 = priced.taxes.iter().map(|tax| tax.amount.minor()).sum();
                prop_assert_eq!(priced.net.minor() + taxes, priced.total.minor());
                for (line, typed) in priced.lines.iter().zip(&lines) {
                    let paid = line.gross.minor() - line.discount.minor() - line.ticket_discount.minor();
                    prop_assert!(paid >= 0);
                    if priced == &straight && typed.mode == TaxMode::Included {
                        prop_assert_eq!(paid, line.total.minor());
                    }
                }
            }
            for line in &straight.lines {
                let share = line.share_taken();
                prop_assert!(!line.takes_off_more(share));
                prop_assert!(share == 0 || line.takes_off_more(share - 1));
            }
            prop_assert_eq!(straight.discount, turned.discount);
            let gross = |priced: &Priced| priced.lines.iter().map(|line| line.gross.minor()).sum::<i64>();
            prop_assert_eq!(gross(&straight), gross(&turned));
        }
    }
}
