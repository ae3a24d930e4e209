//! Errors of cards, of the provider's page, and of what follows a charge.

use cobro_domain::{card::CardError, hold::HoldError};

use super::{CommandError, internal, small};
use crate::{after::FollowError, card::CardRefused};

impl From<CardError> for CommandError {
    fn from(error: CardError) -> Self {
        match error {
            CardError::Length | CardError::CheckDigit => Self::CardNumber,
            CardError::SecurityCode { digits } => Self::CardCode { digits: small(digits) },
            CardError::Expiry => Self::CardExpiry,
            CardError::Expired => Self::CardExpired,
            CardError::Holder => Self::CardHolder,
        }
    }
}

impl From<CardRefused> for CommandError {
    fn from(error: CardRefused) -> Self {
        match error {
            CardRefused::Merchant(error) => error.into(),
            CardRefused::NotOffered => Self::NotOffered,
            CardRefused::Paused => Self::AccountPaused,
            CardRefused::Permit(error) => error.into(),
            CardRefused::NotTyped => Self::CardNotTyped,
            CardRefused::Brand => Self::CardBrand,
            CardRefused::NoHold => Self::CardNoHold,
            CardRefused::Months { months } => Self::CardMonths { months },
            CardRefused::PayerNeeded { missing } => Self::CardPayerNeeded {
                missing: missing.iter().map(|field| field.word().to_owned()).collect(),
            },
            CardRefused::BelowMinimum { method, minimum } => Self::AmountBelowMinimum {
                minimum: minimum.decimal_text(),
                method: method.as_str().to_owned(),
            },
            CardRefused::AboveMaximum { method, maximum } => Self::AmountAboveMaximum {
                maximum: maximum.decimal_text(),
                method: method.as_str().to_owned(),
            },
            CardRefused::StillAsked { from } => Self::StillAsked { from: from.map(Into::into) },
            CardRefused::NotFound => Self::NotFound,
            CardRefused::NotOwed { state } => {
                Self::InvoiceNotOwed { state: state.word().to_owned() }
            }
            CardRefused::Overpays { live } => Self::OverpaysInvoice { live: live.decimal_text() },
            CardRefused::Refused(refusal) => Self::ProviderRefused { text: refusal.text },
            CardRefused::NoAnswer => Self::ProviderUnreachable,
            CardRefused::Paper(error) => error.into(),
            other @ CardRefused::Page(_) => internal(&other),
            CardRefused::Issue(error) => error.into(),
            CardRefused::Ledger(error) => error.into(),
        }
    }
}

impl From<FollowError> for CommandError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound => Self::NotFound,
            FollowError::Merchant(error) => error.into(),
            FollowError::Paused => Self::AccountPaused,
            FollowError::NotHeld | FollowError::Hold(HoldError::Lapsed) => Self::NotHeld,
            FollowError::UnderWay => Self::FollowUpUnderWay,
            FollowError::Hold(HoldError::Nothing) => Self::AmountZero,
            FollowError::Hold(HoldError::TooMuch { held }) => {
                Self::MoreThanThere { available: held.decimal_text() }
            }
            FollowError::Hold(HoldError::Money(error)) => error.into(),
            FollowError::AllOrNothing => Self::AllOrNothing,
            FollowError::TooEarly { from } => Self::TooEarly { from: from.into() },
            FollowError::TooLate { until } => Self::TooLate { until: until.into() },
            FollowError::ByHandOnly => Self::RefundByHandOnly,
            FollowError::Contested => Self::PaymentContested,
            FollowError::TooMuch { left } => Self::MoreThanThere { available: left.decimal_text() },
            FollowError::TooLittle { unit } => Self::RefundUnit { unit: unit.decimal_text() },
            FollowError::StillAsked { from } => Self::StillAsked { from: from.map(Into::into) },
            FollowError::Reason(error) => error.into(),
            FollowError::Money(error) => error.into(),
            FollowError::Permit(error) => error.into(),
            FollowError::Ledger(error) => error.into(),
        }
    }
}
