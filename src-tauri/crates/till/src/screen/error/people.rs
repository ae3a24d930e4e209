//! Errors of people: what they may not do, and PINs.

use cobro_domain::time::Span;

use super::{CommandError, small};
use crate::{
    people::{PIN_MAX, PIN_MIN, PeopleError},
    permit::PermitError,
};

/// Whole seconds, the last one not cut off.
fn seconds(wait: Span) -> u32 {
    u32::try_from(wait.as_millis().saturating_add(999) / 1_000).unwrap_or(u32::MAX)
}

impl From<PermitError> for CommandError {
    fn from(error: PermitError) -> Self {
        match error {
            PermitError::NotPermitted { permission, document } => Self::NotPermitted {
                permission: permission.word().to_owned(),
                document: document.to_string(),
            },
            PermitError::Ledger(error) => error.into(),
        }
    }
}

impl From<PeopleError> for CommandError {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::NotFound => Self::NotFound,
            PeopleError::WrongPin { wait } => Self::PinWrong { wait: seconds(wait) },
            PeopleError::Waiting { wait } => Self::PinWaiting { wait: seconds(wait) },
            PeopleError::NoPin => Self::PinNone,
            PeopleError::PinShape => Self::PinShape { least: small(PIN_MIN), most: small(PIN_MAX) },
            PeopleError::PinTrivial => Self::PinTrivial,
            PeopleError::KeyMissing => Self::PinKeyMissing,
            PeopleError::LastOwner => Self::LastOwner,
            PeopleError::StillWorks => Self::StillWorks,
            PeopleError::MayNotApprove => Self::MayNotApprove,
            PeopleError::Name(error) => error.into(),
            PeopleError::Permit(error) => error.into(),
            PeopleError::Secret(error) => error.into(),
            PeopleError::Ledger(error) => error.into(),
        }
    }
}
