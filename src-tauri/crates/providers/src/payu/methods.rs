//! The payment methods of Mexico that leave the payer a voucher, and how PayU wants to be
//! asked about them.

use cobro_domain::{
    act::AbsenceRule,
    method::Method,
    money::{Currency, Money},
    time::Span,
};

use crate::capabilities::{Capabilities, MethodRule, PollPolicy};

/// The one currency of an account in Mexico.
pub(crate) const CURRENCY: Currency = Currency::Mxn;

/// How long a voucher lives. PayU silently shortens anything later to this.
const VOUCHER_DAYS: u32 = 7;

/// The least that integrators name for Mexico; PayU's own figure belongs to the account.
const MINIMUM: Money = Money::new(3_900, CURRENCY);

/// A fresh order may not be visible at once, so one look-up that finds nothing proves nothing.
const ABSENCE: AbsenceRule = AbsenceRule { not_found: 2, apart: Span::minutes(10) };

/// PayU asks for seven minutes of patience with a new order and allows one look-up an hour
/// of a store's order. OXXO reports the day after; two days cover it.
const CASH: PollPolicy =
    PollPolicy { first: Span::minutes(7), every: Span::hours(1), after_expiry: Span::hours(48) };

/// A bank's orders may be looked up every ten minutes. The zone of a SPEI expiry is not
/// documented; a day covers every reading of it.
const BANK: PollPolicy =
    PollPolicy { first: Span::minutes(7), every: Span::minutes(10), after_expiry: Span::hours(24) };

/// A method under our word and under PayU's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    ours: &'static str,
    pub(crate) theirs: &'static str,
    poll: PollPolicy,
    maximum: Option<Money>,
}

/// What a store takes in one payment at most, in whole pesos. PayU publishes no figure: these
/// are the chains' own, as another payment company tells them.
const fn pesos(pesos: i64) -> Option<Money> {
    Some(Money::new(pesos.saturating_mul(100), CURRENCY))
}

/// Every method that this version can use.
const KNOWN: [Known; 5] = [
    Known { ours: "oxxo", theirs: "OXXO", poll: CASH, maximum: pesos(10_000) },
    Known { ours: "seven-eleven", theirs: "SEVEN_ELEVEN", poll: CASH, maximum: pesos(5_000) },
    Known { ours: "others-cash-mx", theirs: "OTHERS_CASH_MX", poll: CASH, maximum: None },
    Known { ours: "bank-referenced", theirs: "BANK_REFERENCED", poll: BANK, maximum: None },
    Known { ours: "spei", theirs: "SPEI", poll: BANK, maximum: None },
];

impl Known {
    /// The method with our word.
    pub(crate) fn ours(method: &Method) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.ours == method.as_str())
    }

    /// The method with PayU's word.
    pub(crate) fn theirs(word: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.theirs == word)
    }

    pub(crate) const fn word(&self) -> &'static str {
        self.ours
    }

    fn rule(&self) -> MethodRule {
        MethodRule {
            method: Method::named(self.ours),
            days: VOUCHER_DAYS,
            minimum: Some(MINIMUM),
            maximum: self.maximum,
            poll: self.poll,
            check_floor: self.poll.every,
        }
    }
}

/// What PayU offers in Mexico.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        methods: KNOWN.iter().map(Known::rule).collect(),
        currency: CURRENCY,
        absence: ABSENCE,
    }
}
