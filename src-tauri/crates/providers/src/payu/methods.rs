//! The payment methods of Mexico, and how PayU wants to be asked about them.

use cobro_domain::{
    act::{AbsenceRule, WayOut},
    card::{CardBrand, CardKind},
    method::Method,
    money::{Currency, Money},
    time::Span,
};

use crate::capabilities::{
    BrandRule, Capabilities, CardRule, HoldRule, InstalmentRule, MethodRule, PayerField,
    PollPolicy, RefundRule,
};

/// The one currency of an account in Mexico.
pub(crate) const CURRENCY: Currency = Currency::Mxn;

/// How long a voucher lives. PayU silently shortens anything later to this.
const VOUCHER_DAYS: u32 = 7;

/// The least that integrators name for Mexico; PayU's own figure belongs to the account.
const MINIMUM: Money = Money::new(3_900, CURRENCY);

/// A fresh order may not be visible at once, so one look-up that finds nothing proves nothing.
const ABSENCE: AbsenceRule = AbsenceRule { not_found: 2, apart: Span::minutes(10) };

/// A card that PayU may have charged is never sent again: a person decides.
const LOST_CARD: WayOut = WayOut::Person(ABSENCE);

/// PayU says nothing of a refund before a person there has decided, in one to three business
/// days. After five days of silence a person here asks PayU, or pays back by hand.
const LOST_REFUND: WayOut = WayOut::Person(AbsenceRule { not_found: 2, apart: REFUND_PATIENCE });

const REFUND_PATIENCE: Span = Span::days(5);

/// PayU asks for seven minutes of patience with a new order and allows one look-up an hour
/// of a store's order. OXXO reports the day after; two days cover it.
const CASH: PollPolicy =
    PollPolicy { first: Span::minutes(7), every: Span::hours(1), after_expiry: Span::hours(48) };

/// A bank's orders may be looked up every ten minutes. The zone of a SPEI expiry is not
/// documented; a day covers every reading of it.
const BANK: PollPolicy =
    PollPolicy { first: Span::minutes(7), every: Span::minutes(10), after_expiry: Span::hours(24) };

/// A card's orders may be looked up every ten minutes. A hold lapses after thirty days, which
/// PayU may note a day later.
const CARD: PollPolicy = BANK;

/// The word of charges by card.
pub(crate) const CARDS: Method = Method::named("card");

/// The word of charges on PayU's own page.
pub(crate) const PAGE: Method = Method::named("link");

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

    const fn word(&self) -> &'static str {
        self.ours
    }

    fn rule(&self) -> MethodRule {
        MethodRule {
            method: Method::named(self.ours),
            days: VOUCHER_DAYS,
            minimum: Some(MINIMUM),
            maximum: self.maximum,
            payer: &[PayerField::Email],
            poll: self.poll,
            check_floor: self.poll.every,
            lost: WayOut::Resend(ABSENCE),
        }
    }
}

/// Cards. PayU publishes neither a least nor a most for them: the account has its own.
fn cards() -> CardRule {
    let brand = |brand, two_step, void_days| BrandRule { brand, two_step, void_days };
    CardRule {
        method: CARDS,
        brands: vec![
            brand(CardBrand::Visa, true, 30),
            brand(CardBrand::Mastercard, true, 30),
            brand(CardBrand::Amex, false, 7),
        ],
        minimum: Some(MINIMUM),
        maximum: None,
        payer: &[
            PayerField::Name,
            PayerField::Email,
            PayerField::BirthDate,
            PayerField::State,
            PayerField::PostalCode,
        ],
        hold: HoldRule { days: 30, partial: true, void_not_before: Span::minutes(10) },
        instalments: MONTHS.map(|(months, above)| InstalmentRule { months, above }).into(),
        refund: REFUND,
        stores: true,
        poll: CARD,
        check_floor: CARD.every,
        lost: LOST_CARD,
    }
}

/// Months without interest, each for amounts above so many pesos.
const MONTHS: [(u32, Money); 5] = [
    (3, Money::new(30_000, CURRENCY)),
    (6, Money::new(60_000, CURRENCY)),
    (9, Money::new(90_000, CURRENCY)),
    (12, Money::new(120_000, CURRENCY)),
    (18, Money::new(180_000, CURRENCY)),
];

/// PayU refuses a refund in the first ten minutes and after 180 days, 45 where Bancomer
/// processed the card, and one with centavos. Nobody says that parts are refused in Mexico.
pub(crate) const REFUND: RefundRule = RefundRule {
    not_before: Span::minutes(10),
    days: 180,
    by_acquirer: &[("BANCOMER", 45)],
    unit: Money::new(100, CURRENCY),
    partial: true,
    patience: REFUND_PATIENCE,
};

/// PayU's page. It knows nothing of a charge before a payer has opened it, so its absence
/// proves nothing, and nothing is sent that could be sent again.
fn page() -> MethodRule {
    MethodRule {
        method: PAGE,
        days: VOUCHER_DAYS,
        minimum: Some(MINIMUM),
        maximum: None,
        payer: &[PayerField::Name, PayerField::Email, PayerField::Phone],
        poll: BANK,
        check_floor: BANK.every,
        lost: LOST_CARD,
    }
}

/// What PayU offers in Mexico.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        methods: KNOWN.iter().map(Known::rule).collect(),
        cards: Some(cards()),
        page: Some(page()),
        currency: CURRENCY,
        // PayU takes each hold once and lets it go once: what it never saw can be sent again.
        lost_capture: WayOut::Resend(ABSENCE),
        lost_void: WayOut::Resend(ABSENCE),
        lost_refund: LOST_REFUND,
    }
}

/// Cards under the word that the account's list shows and under PayU's. Accounts that were set
/// up long ago have words of their own for debit cards.
const CARD_WORDS: [(&str, &str, CardBrand, CardKind); 5] = [
    ("visa", "VISA", CardBrand::Visa, CardKind::Credit),
    ("mastercard", "MASTERCARD", CardBrand::Mastercard, CardKind::Credit),
    ("amex", "AMEX", CardBrand::Amex, CardKind::Credit),
    ("visa-debit", "VISA_DEBIT", CardBrand::Visa, CardKind::Debit),
    ("mastercard-debit", "MASTERCARD_DEBIT", CardBrand::Mastercard, CardKind::Debit),
];

/// The card that PayU means by a word.
pub(crate) fn card_word(word: &str) -> Option<(CardBrand, CardKind)> {
    let found = CARD_WORDS.iter().find(|(_, theirs, ..)| *theirs == word);
    found.map(|(_, _, brand, kind)| (*brand, *kind))
}

/// Our word for what PayU lists among the methods of an account, if this version can use it.
pub(crate) fn offered_word(word: &str) -> Option<&'static str> {
    let card = CARD_WORDS.iter().find(|(_, theirs, ..)| *theirs == word).map(|(ours, ..)| *ours);
    Known::theirs(word).map(Known::word).or(card)
}
