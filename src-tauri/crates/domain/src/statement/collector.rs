//! Whether an outstanding invoice can be paid through a merchant account.

use crate::money::{Money, MoneyError};

/// The merchant account that a customer would pay through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collector {
    /// The shop has none.
    Missing,
    /// It is switched off, or paused until its credentials are mended.
    Inactive,
    /// It takes payments.
    Active {
        /// The [effective minimum](effective_minimum).
        minimum: Option<Money>,
        /// The most that it takes at once.
        maximum: Option<Money>,
    },
}

/// Whether and how an invoice can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayState {
    /// It can be paid now.
    Payable,
    /// Less is owed than the merchant account takes.
    BelowMinimum {
        /// The least that it takes.
        minimum: Money,
    },
    /// More is owed than the merchant account takes at once.
    AboveMaximum {
        /// The most that it takes.
        maximum: Money,
    },
    /// The shop has no merchant account.
    NoAccount,
    /// The merchant account takes no payments now.
    AccountInactive,
    /// Nothing is owed any more: it was settled after the period.
    Settled,
}

/// How the button to pay is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// There is none.
    Hidden,
    /// It is there and does nothing.
    Disabled,
    /// It leads to the payment.
    Enabled,
}

impl PayState {
    /// How the button to pay is shown: not at all without an active merchant account.
    #[must_use]
    pub const fn button(self) -> Button {
        match self {
            Self::Payable => Button::Enabled,
            Self::BelowMinimum { .. } | Self::AboveMaximum { .. } => Button::Disabled,
            Self::NoAccount | Self::AccountInactive | Self::Settled => Button::Hidden,
        }
    }
}

impl Collector {
    /// Whether an invoice of which `owed` is outstanding can be paid through it. Exactly the
    /// minimum can.
    ///
    /// # Errors
    /// Limits of another currency.
    pub fn pay_state(&self, owed: Money) -> Result<PayState, MoneyError> {
        let (minimum, maximum) = match self {
            Self::Missing => return Ok(PayState::NoAccount),
            Self::Inactive => return Ok(PayState::AccountInactive),
            Self::Active { minimum, maximum } => (*minimum, *maximum),
        };
        if !owed.is_positive() {
            return Ok(PayState::Settled);
        }
        if let Some(minimum) = minimum
            && minimum.checked_sub(owed)?.is_positive()
        {
            return Ok(PayState::BelowMinimum { minimum });
        }
        if let Some(maximum) = maximum
            && owed.checked_sub(maximum)?.is_positive()
        {
            return Ok(PayState::AboveMaximum { maximum });
        }
        Ok(PayState::Payable)
    }
}

/// The least that can be paid: the larger of the merchant's own minimum and the provider's.
///
/// # Errors
/// Minimums of two currencies.
pub fn effective_minimum(
    merchant: Option<Money>,
    provider: Option<Money>,
) -> Result<Option<Money>, MoneyError> {
    match (merchant, provider) {
        (Some(merchant), Some(provider)) => {
            let more = merchant.checked_sub(provider)?.is_positive();
            Ok(Some(if more { merchant } else { provider }))
        }
        (one, other) => Ok(one.or(other)),
    }
}
