//! Why somebody did not sign in, or was left as they were.

use cobro_domain::{name::NameError, time::Span};
use cobro_ledger::LedgerError;

use crate::{permit::PermitError, secrets::SecretError};

/// Why somebody did not sign in, or was left as they were. No variant holds any part of a PIN.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// There is nobody of that id, or they may not sign in.
    #[error("there is nobody like that")]
    NotFound,
    /// The PIN is not theirs.
    #[error("the PIN is wrong; the next one waits {} ms", wait.as_millis())]
    WrongPin {
        /// How long the next one waits.
        wait: Span,
    },
    /// PINs were wrong too often: this one was not looked at.
    #[error("the next PIN is looked at in {} ms", wait.as_millis())]
    Waiting {
        /// For how long.
        wait: Span,
    },
    /// Nobody gave them a PIN yet.
    #[error("they have no PIN")]
    NoPin,
    /// A PIN has 4 to 8 digits.
    #[error("a PIN has {} to {} digits", super::PIN_MIN, super::PIN_MAX)]
    PinShape,
    /// The PIN is among the first that anybody would try.
    #[error("the PIN is too easy to guess")]
    PinTrivial,
    /// What PINs are checked with is not on this computer: the books came from another one.
    #[error("the key of the PINs is not on this computer")]
    KeyMissing,
    /// The books would be left without an owner who can sign in.
    #[error("somebody has to stay the owner")]
    LastOwner,
    /// Who still works here is not forgotten.
    #[error("they still work here")]
    StillWorks,
    /// They may not do it themselves, so they cannot approve it.
    #[error("they may not approve it")]
    MayNotApprove,
    /// The name does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The secrets cannot be read or written.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
