//! The payment methods of Mexico, and what each prints on its voucher.

use serde::{Deserialize, Serialize};

use super::amount::Centavos;
use super::dates;
use super::numbers;

/// A way to pay that leaves the payer a voucher.
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
}

impl Method {
    /// Every method, in the order PayU's documents list them.
    pub const ALL: [Self; 5] =
        [Self::Oxxo, Self::SevenEleven, Self::OthersCashMx, Self::BankReferenced, Self::Spei];

    /// `paymentMethod`, as it is written in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Oxxo => "OXXO",
            Self::SevenEleven => "SEVEN_ELEVEN",
            Self::OthersCashMx => "OTHERS_CASH_MX",
            Self::BankReferenced => "BANK_REFERENCED",
            Self::Spei => "SPEI",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The id in GET_PAYMENT_METHODS. Only 299 is published; the others are ours.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Oxxo => "148",
            Self::SevenEleven => "149",
            Self::OthersCashMx => "299",
            Self::BankReferenced => "150",
            Self::Spei => "152",
        }
    }

    /// `additionalInfo.paymentNetwork`.
    pub(crate) fn network(self) -> &'static str {
        match self {
            Self::Oxxo => "OXXO",
            Self::SevenEleven => "SEVEN_ELEVEN",
            Self::OthersCashMx => "OTHERS_CASH_MX",
            Self::BankReferenced => "BANCOMER",
            Self::Spei => "STP",
        }
    }

    pub(crate) fn pending(self) -> Pending {
        match self {
            Self::Spei => Pending {
                reason: "AWAITING_PAYMENT_IN_ENTITY",
                response_code: "PENDING_PAYMENT_IN_ENTITY",
            },
            Self::Oxxo | Self::SevenEleven | Self::OthersCashMx | Self::BankReferenced => Pending {
                reason: "AWAITING_NOTIFICATION",
                response_code: "PENDING_TRANSACTION_CONFIRMATION",
            },
        }
    }

    /// `BANK_REFERENCED_CODE` and `PAYMENT_WAY_ID`, for the methods that have them.
    pub(crate) fn way(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Oxxo | Self::SevenEleven | Self::OthersCashMx => Some(("CASH", "1")),
            Self::Spei => Some(("ELECTRONIC_PAYMENT", "3")),
            Self::BankReferenced => None,
        }
    }

    /// Until when a payer may really pay, for an order that asked for `asked_ms`.
    pub(crate) fn expiry(self, asked_ms: i64) -> i64 {
        match self {
            Self::Spei => dates::end_of_day_in_mexico(asked_ms),
            Self::Oxxo | Self::SevenEleven | Self::OthersCashMx | Self::BankReferenced => asked_ms,
        }
    }

    /// How long after the payment PayU hears of it.
    pub(crate) fn settles_after_ms(self) -> i64 {
        match self {
            Self::Oxxo => dates::DAY_MS,
            Self::SevenEleven | Self::OthersCashMx | Self::BankReferenced | Self::Spei => 0,
        }
    }

    /// The least time between two queries for one order, by PayU's rules.
    pub(crate) fn query_floor_ms(self) -> i64 {
        match self {
            Self::Oxxo | Self::SevenEleven | Self::OthersCashMx => dates::HOUR_MS,
            Self::BankReferenced | Self::Spei => 10 * dates::MINUTE_MS,
        }
    }

    /// The digits under the bars; a transfer has none.
    pub(crate) fn bar_code(self, order: i64, amount: Centavos, expires_ms: i64) -> Option<String> {
        let expiry = dates::date_in_mexico(expires_ms);
        match self {
            Self::Oxxo => Some(numbers::oxxo(order, amount, expiry)),
            Self::SevenEleven => Some(numbers::seven_eleven(order, amount, expiry)),
            Self::OthersCashMx => Some(numbers::others_cash(order, amount, expiry)),
            Self::BankReferenced => Some(numbers::bank_referenced(order, amount, expiry)),
            Self::Spei => None,
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
pub(crate) const ELSEWHERE: [(&str, &str, &str); 4] = [
    ("139", "AMEX", "MX"),
    ("10", "VISA", "CO"),
    ("35", "BALOTO", "CO"),
    ("21", "PAGOFACIL", "AR"),
];
