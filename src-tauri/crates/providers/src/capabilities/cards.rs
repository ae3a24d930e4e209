//! What a provider does with cards, and how long and how much of it can be undone.

use cobro_domain::{
    act::WayOut,
    card::{CardBrand, CardKind},
    method::Method,
    money::{Money, MoneyError},
    time::{Span, Timestamp},
};

use super::{PayerField, PollPolicy};

/// Cards, as a provider takes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRule {
    /// The method under which charges by card stand in the books.
    pub method: Method,
    /// The brands it takes.
    pub brands: Vec<BrandRule>,
    /// The least it collects, unless the merchant account says otherwise.
    pub minimum: Option<Money>,
    /// The most it collects, unless the merchant account says otherwise.
    pub maximum: Option<Money>,
    /// What has to be known of the payer.
    pub payer: &'static [PayerField],
    /// Holding money first, and taking it later.
    pub hold: HoldRule,
    /// Paying in parts without interest.
    pub instalments: Vec<InstalmentRule>,
    /// Giving back.
    pub refund: RefundRule,
    /// Whether the provider keeps cards for the shop.
    pub stores: bool,
    /// When its charges are looked up.
    pub poll: PollPolicy,
    /// The shortest time between two look-ups of one charge, also when a person asks.
    pub check_floor: Span,
    /// What may be done about a submit whose answer was lost.
    pub lost: WayOut,
}

/// One brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrandRule {
    /// The brand.
    pub brand: CardBrand,
    /// Whether money can be held on its cards before it is taken.
    pub two_step: bool,
    /// For how many days a hold can be let go.
    pub void_days: u32,
}

/// Holding money on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldRule {
    /// After how many days a hold lapses.
    pub days: u32,
    /// Whether a part can be taken; the rest is let go.
    pub partial: bool,
    /// How long a hold stands before it can be let go.
    pub void_not_before: Span,
}

/// One number of months without interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstalmentRule {
    /// How many months.
    pub months: u32,
    /// Only amounts above this.
    pub above: Money,
}

/// Giving back what a card paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundRule {
    /// How long after the charge it can be asked for.
    pub not_before: Span,
    /// For how many days after the charge.
    pub days: u32,
    /// For how many days when one of these processed the charge.
    pub by_acquirer: &'static [(&'static str, u32)],
    /// The provider gives back multiples of this only.
    pub unit: Money,
    /// Whether a part can be given back.
    pub partial: bool,
    /// After how long without a word a person should ask the provider.
    pub patience: Span,
}

/// Why a provider would refuse a refund now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundBar {
    /// It is too early.
    #[error("the provider takes refunds of it from a later moment on")]
    TooEarly {
        /// From when.
        from: Timestamp,
    },
    /// It is too late.
    #[error("the provider took refunds of it up to an earlier moment")]
    TooLate {
        /// Until when.
        until: Timestamp,
    },
}

/// How an amount is given back: by the provider as far as it can, and the rest by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundSplit {
    /// What the provider gives back.
    pub by_provider: Money,
    /// What a person pays back.
    pub by_hand: Money,
}

impl CardRule {
    /// The rule of a brand.
    #[must_use]
    pub fn brand(&self, brand: CardBrand) -> Option<&BrandRule> {
        self.brands.iter().find(|rule| rule.brand == brand)
    }

    /// The numbers of months in which this amount can be paid by such a card.
    #[must_use]
    pub fn months(&self, amount: Money, kind: CardKind) -> Vec<u32> {
        let allowed = |rule: &&InstalmentRule| match kind {
            CardKind::Credit => {
                rule.above.currency() == amount.currency() && amount.minor() > rule.above.minor()
            }
            CardKind::Debit => false,
        };
        self.instalments.iter().filter(allowed).map(|rule| rule.months).collect()
    }
}

impl RefundRule {
    /// Whether a charge can be given back now.
    ///
    /// # Errors
    /// [`RefundBar`] when it is too early or too late.
    pub fn check(
        &self,
        charged_at: Timestamp,
        acquirer: Option<&str>,
        now: Timestamp,
    ) -> Result<(), RefundBar> {
        let from = charged_at.plus(self.not_before);
        if now < from {
            return Err(RefundBar::TooEarly { from });
        }
        let own = self.by_acquirer.iter().find(|(name, _)| {
            acquirer.is_some_and(|acquirer| acquirer.to_ascii_uppercase().contains(name))
        });
        let days = own.map_or(self.days, |(_, days)| *days);
        let until = charged_at.plus(Span::days(i64::from(days)));
        if now > until { Err(RefundBar::TooLate { until }) } else { Ok(()) }
    }

    /// What of an amount the provider can give back, and what is left for a person.
    ///
    /// # Errors
    /// An amount in another currency.
    pub fn split(&self, amount: Money) -> Result<RefundSplit, MoneyError> {
        let rest = amount.minor().checked_rem_euclid(self.unit.minor()).unwrap_or_default();
        let by_hand = Money::new(rest, self.unit.currency());
        Ok(RefundSplit { by_provider: amount.checked_sub(by_hand)?, by_hand })
    }
}

#[cfg(test)]
mod tests {
    use cobro_domain::money::Currency;

    use super::*;

    const RULE: RefundRule = RefundRule {
        not_before: Span::minutes(10),
        days: 180,
        by_acquirer: &[("BANCOMER", 45)],
        unit: Money::new(100, Currency::Mxn),
        partial: true,
        patience: Span::days(5),
    };

    #[test]
    fn a_refund_has_a_first_and_a_last_moment() {
        let charged = Timestamp::from_millis(1_000_000);
        let at = |span| charged.plus(span);
        let last = |days| at(Span::days(days));
        let millisecond = Span::millis(1);
        let cases = [
            (None, at(Span::minutes(10)), Ok(())),
            (None, at(Span::minutes(10)).minus(millisecond), Err(at(Span::minutes(10)))),
            (None, last(180), Ok(())),
            (None, last(180).plus(millisecond), Err(last(180))),
            (Some("BANORTE"), last(180), Ok(())),
            (Some("BANCOMER"), last(45), Ok(())),
            (Some("bbva Bancomer MX"), last(45).plus(millisecond), Err(last(45))),
        ];
        for (acquirer, now, expected) in cases {
            let bar = RULE.check(charged, acquirer, now).map_err(|bar| match bar {
                RefundBar::TooEarly { from: moment } | RefundBar::TooLate { until: moment } => {
                    moment
                }
            });
            assert_eq!(bar, expected, "{acquirer:?}");
        }
    }

    #[test]
    fn whole_pesos_by_the_provider_and_centavos_by_hand() {
        let pesos = |minor| Money::new(minor, Currency::Mxn);
        for (amount, provider, hand) in
            [(125_050, 125_000, 50), (125_000, 125_000, 0), (99, 0, 99), (0, 0, 0)]
        {
            let split = RULE.split(pesos(amount)).unwrap();
            assert_eq!((split.by_provider, split.by_hand), (pesos(provider), pesos(hand)));
        }
        assert!(RULE.split(Money::new(100, Currency::Uah)).is_err());
    }
}
