//! Errors of the catalogue.

use super::{CommandError, small};
use crate::catalogue::{BARCODES_MAX, CODE_MAX, ProductError};

impl From<ProductError> for CommandError {
    fn from(error: ProductError) -> Self {
        match error {
            ProductError::NotFound => Self::NotFound,
            ProductError::Name(error) => error.into(),
            ProductError::CodeTooLong { .. } => Self::CodeTooLong { max: small(CODE_MAX) },
            ProductError::TooManyBarcodes => Self::TooManyBarcodes { max: small(BARCODES_MAX) },
            ProductError::Taken { code, name } => Self::CodeTaken { carried: code, name },
            ProductError::Price(error) | ProductError::Cost(error) => error.into(),
            ProductError::Tax { text } => Self::TaxUnknown { text },
            ProductError::Unit { text } => Self::UnitUnknown { text },
            ProductError::ImportUnderWay => Self::ImportUnderWay,
            ProductError::Permit(error) => error.into(),
            ProductError::Ledger(error) => error.into(),
        }
    }
}
