use cobro_domain::{
    hold::HoldError,
    money::{Money, MoneyError},
    name::NameError,
    time::Timestamp,
};
use cobro_ledger::LedgerError;

use crate::{merchants::MerchantError, permit::PermitError};

/// Why nothing follows a charge; nothing was booked and nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// There is no such charge, payment or act.
    #[error("it is not there")]
    NotFound,
    /// The account cannot be used.
    #[error(transparent)]
    Merchant(#[from] MerchantError),
    /// The provider refused the account's credentials; nothing is sent until they are mended.
    #[error("the account is paused: its credentials were refused")]
    Paused,
    /// Nothing is held any more.
    #[error("nothing is held")]
    NotHeld,
    /// A capture, a void or a refund of it is under way.
    #[error("something that was asked for is not decided yet")]
    UnderWay,
    /// The hold does not allow it.
    #[error(transparent)]
    Hold(#[from] HoldError),
    /// The provider takes all of a hold or nothing.
    #[error("the provider takes all of a hold or nothing")]
    AllOrNothing,
    /// The provider does not do it yet.
    #[error("the provider does it from a later moment on")]
    TooEarly {
        /// From when.
        from: Timestamp,
    },
    /// The provider does not do it any more.
    #[error("the provider did it up to an earlier moment")]
    TooLate {
        /// Until when.
        until: Timestamp,
    },
    /// No card paid it: the money goes back by hand.
    #[error("only what a card paid goes back through the provider")]
    ByHandOnly,
    /// The payment is contested: a refund would pay it back twice.
    #[error("the payment is contested")]
    Contested,
    /// More than is left to give back.
    #[error("only {left} is left to give back")]
    TooMuch {
        /// What is left.
        left: Money,
    },
    /// The provider gives back whole units only, and this is less than one.
    #[error("the provider gives back multiples of {unit}")]
    TooLittle {
        /// The unit.
        unit: Money,
    },
    /// Nobody knows yet whether the provider has it; it is asked until then.
    #[error("the provider is still asked about it")]
    StillAsked {
        /// From when a person may decide; nothing when a look-up has yet to find nothing.
        from: Option<Timestamp>,
    },
    /// The reason does not fit.
    #[error(transparent)]
    Reason(#[from] NameError),
    /// An amount is wrong.
    #[error("an amount is wrong")]
    Money(#[from] MoneyError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
