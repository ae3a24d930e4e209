//! Errors of opening books and of practising.

use super::{CommandError, internal};
use crate::{open::OpenError, training::TrainingError};

impl From<TrainingError> for CommandError {
    fn from(error: TrainingError) -> Self {
        match error {
            TrainingError::NotTraining => Self::TrainingOnly,
            TrainingError::NotFound => Self::NotFound,
            TrainingError::Ledger(error) => error.into(),
            TrainingError::Page(error) => error.into(),
            TrainingError::Payer(error) => Self::ProviderRefused { text: error.to_string() },
            TrainingError::Clock(error) => internal(&error),
        }
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Ledger(error) => error.into(),
            OpenError::Folder { .. } => Self::LedgerReadOnly,
            other @ (OpenError::WrongMode { .. }
            | OpenError::Carrier(_)
            | OpenError::Sandbox(_)) => internal(&other),
        }
    }
}
