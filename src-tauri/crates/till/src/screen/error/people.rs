//! Errors of people: what they may not do, and PINs.

use super::CommandError;
use crate::permit::PermitError;

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
