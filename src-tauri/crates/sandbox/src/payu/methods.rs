//! The payment methods of Mexico, and what each prints on its voucher.

use serde::{Deserialize, Serialize};

use super::amount::Centavos;
use super::cards::Brand;
use super::dates;
use super::numbers;

/// A way to pay: five that leave the payer a voucher, and five kinds of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Method {
    /// Cash at OXXO; PayU hears of it the next day.
    Oxxo,
    /// Cash at 7-Eleven.
    SevenEleven,
    /// Cash at pharmacies.
    OthersCashMx,
    /// A payment line of BBVA.
    BankReferenced,
    /// A bank transfer to PayU's CLABE.
    Spei,
    /// A Visa card; one step or two.
    Visa,
    /// A Mastercard card; one step or two.
    Mastercard,
    /// An American Express card; one step.
    Amex,
    /// A Visa debit card; one step.
    VisaDebit,
    /// A Mastercard debit card; one step.
    MastercardDebit,
}

/// What never changes about a method.
struct Facts {
    name: &'static str,
    /// The id in GET_PAYMENT_METHODS. Only 299 and 139 are published; the others are ours.
    id: &'static str,
    /// `additionalInfo.paymentNetwork`; a card's is its processor's.
    network: &'static str,
    /// The code of the kind of payment in notifications.
    kind: u8,
}

impl Method {
    /// Every method, in the order PayU's documents list them.
    pub const ALL: [Self; 10] = [
        Self::Oxxo,
        Self::SevenEleven,
        Self::OthersCashMx,
        Self::BankReferenced,
        Self::Spei,
        Self::Visa,
        Self::Mastercard,
        Self::Amex,
        Self::VisaDebit,
        Self::MastercardDebit,
    ];

    fn facts(self) -> Facts {
        let of = |name, id, network, kind| Facts { name, id, network, kind };
        match self {
            Self::Oxxo => of("OXXO", "148", "OXXO", 7),
            Self::SevenEleven => of("SEVEN_ELEVEN", "149", "SEVEN_ELEVEN", 7),
            Self::OthersCashMx => of("OTHERS_CASH_MX", "299", "OTHERS_CASH_MX", 7),
            Self::BankReferenced => of("BANK_REFERENCED", "150", "BANCOMER", 10),
            Self::Spei => of("SPEI", "152", "STP", 14),
            Self::Visa => of("VISA", "136", "BANORTE", 2),
            Self::Mastercard => of("MASTERCARD", "137", "BANORTE", 2),
            Self::Amex => of("AMEX", "139", "BANORTE", 2),
            Self::VisaDebit => of("VISA_DEBIT", "140", "BANORTE", 6),
            Self::MastercardDebit => of("MASTERCARD_DEBIT", "141", "BANORTE", 6),
        }
    }

    /// `paymentMethod`, as it is written in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    pub(crate) fn id(self) -> &'static str {
        self.facts().id
    }

    pub(crate) fn network(self) -> &'static str {
        self.facts().network
    }

    /// The code of the kind of payment in notifications.
    pub(crate) fn kind_code(self) -> u8 {
        self.facts().kind
    }

    /// The network of a card; a voucher has none.
    pub(crate) fn brand(self) -> Option<Brand> {
        match self {
            Self::Visa | Self::VisaDebit => Some(Brand::Visa),
            Self::Mastercard | Self::MastercardDebit => Some(Brand::Mastercard),
            Self::Amex => Some(Brand::Amex),
            Self::Oxxo
            | Self::SevenEleven
            | Self::OthersCashMx
            | Self::BankReferenced
            | Self::Spei => None,
        }
    }

    pub(crate) fn is_card(self) -> bool {
        self.brand().is_some()
    }

    pub(crate) fn is_debit(self) -> bool {
        self.facts().kind == 6
    }

    /// Whether PayU authorizes and captures it in two steps.
    pub(crate) fn has_two_steps(self) -> bool {
        matches!(self, Self::Visa | Self::Mastercard)
    }

    fn is_cash(self) -> bool {
        self.facts().kind == 7
    }

    pub(crate) fn pending(self) -> Pending {
        if self == Self::Spei {
            return Pending {
                reason: "AWAITING_PAYMENT_IN_ENTITY",
                response_code: "PENDING_PAYMENT_IN_ENTITY",
            };
        }
        Pending {
            reason: "AWAITING_NOTIFICATION",
            response_code: "PENDING_TRANSACTION_CONFIRMATION",
        }
    }

    /// `BANK_REFERENCED_CODE` and `PAYMENT_WAY_ID`, for the methods that have them.
    pub(crate) fn way(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::BankReferenced => None,
            Self::Spei => Some(("ELECTRONIC_PAYMENT", "3")),
            Self::Oxxo | Self::SevenEleven | Self::OthersCashMx => Some(("CASH", "1")),
            Self::VisaDebit | Self::MastercardDebit => Some(("DEBIT", "4")),
            Self::Visa | Self::Mastercard | Self::Amex => Some(("CREDIT", "4")),
        }
    }

    /// Until when a payer may really pay, for an order that asked for `asked_ms`.
    pub(crate) fn expiry(self, asked_ms: i64) -> i64 {
        if self == Self::Spei { dates::end_of_day_in_mexico(asked_ms) } else { asked_ms }
    }

    /// How long after the payment PayU hears of it.
    pub(crate) fn settles_after_ms(self) -> i64 {
        if self == Self::Oxxo { dates::DAY_MS } else { 0 }
    }

    /// The least time between two queries for one order, by PayU's rules.
    pub(crate) fn query_floor_ms(self) -> i64 {
        if self.is_cash() { dates::HOUR_MS } else { 10 * dates::MINUTE_MS }
    }

    /// The digits under the bars; transfers and cards have none.
    pub(crate) fn bar_code(self, order: i64, amount: Centavos, expires_ms: i64) -> Option<String> {
        let expiry = dates::date_in_mexico(expires_ms);
        match self {
            Self::Oxxo => Some(numbers::oxxo(order, amount, expiry)),
            Self::SevenEleven => Some(numbers::seven_eleven(order, amount, expiry)),
            Self::OthersCashMx => Some(numbers::others_cash(order, amount, expiry)),
            Self::BankReferenced => Some(numbers::bank_referenced(order, amount, expiry)),
            Self::Spei
            | Self::Visa
            | Self::Mastercard
            | Self::Amex
            | Self::VisaDebit
            | Self::MastercardDebit => None,
        }
    }
}

/// The words a fresh voucher waits under.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pending {
    pub(crate) reason: &'static str,
    pub(crate) response_code: &'static str,
}

/// Methods that other accounts of PayU have: GET_PAYMENT_METHODS lists them too.
/// (id, name, country)
pub(crate) const ELSEWHERE: [(&str, &str, &str); 3] =
    [("10", "VISA", "CO"), ("35", "BALOTO", "CO"), ("21", "PAGOFACIL", "AR")];
