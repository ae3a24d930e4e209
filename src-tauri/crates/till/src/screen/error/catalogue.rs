//! Errors of the catalogue.

use super::{CommandError, internal, small};
use crate::catalogue::{
    BARCODES_MAX, CODE_MAX, LISTS_MAX, PICTURE_MAX, PictureError, PriceListError, ProductError,
    import::{CELL_MAX, FILE_MAX, ImportError, ROWS_MAX, SourceError},
};

impl From<ProductError> for CommandError {
    fn from(error: ProductError) -> Self {
        match error {
            ProductError::NotFound => Self::NotFound,
            ProductError::Name(error) => error.into(),
            ProductError::CodeTooLong { .. } => Self::CodeTooLong { max: small(CODE_MAX) },
            ProductError::TooManyBarcodes => Self::TooManyBarcodes { max: small(BARCODES_MAX) },
            ProductError::Taken { code, name } => Self::CodeTaken { carried: code, name },
            ProductError::Price(error)
            | ProductError::Cost(error)
            | ProductError::ListPrice { source: error, .. } => error.into(),
            ProductError::Picture(error) => error.into(),
            ProductError::Tax { text } => Self::TaxUnknown { text },
            ProductError::Unit { text } => Self::UnitUnknown { text },
            ProductError::ImportUnderWay => Self::ImportUnderWay,
            ProductError::Permit(error) => error.into(),
            ProductError::Ledger(error) => error.into(),
        }
    }
}

impl From<PictureError> for CommandError {
    fn from(error: PictureError) -> Self {
        match error {
            // In MiB, as people count files.
            PictureError::TooLarge => Self::PictureTooLarge { max: small(PICTURE_MAX >> 20) },
            PictureError::Unreadable => Self::PictureUnreadable,
        }
    }
}

impl From<PriceListError> for CommandError {
    fn from(error: PriceListError) -> Self {
        match error {
            PriceListError::NotFound => Self::NotFound,
            PriceListError::Name(error) => error.into(),
            PriceListError::Taken { name } => Self::PriceListTaken { name },
            PriceListError::TooMany => Self::TooManyPriceLists { max: small(LISTS_MAX) },
            PriceListError::Permit(error) => error.into(),
            PriceListError::Ledger(error) => error.into(),
        }
    }
}

impl From<SourceError> for CommandError {
    fn from(error: SourceError) -> Self {
        match error {
            // In MiB, as people count files.
            SourceError::TooLarge => {
                Self::ImportTooLarge { max: u32::try_from(FILE_MAX >> 20).unwrap_or(u32::MAX) }
            }
            SourceError::TooManyRows => Self::ImportTooManyRows { max: ROWS_MAX },
            SourceError::CellTooLong { row } => {
                Self::ImportCellTooLong { row, max: small(CELL_MAX) }
            }
            SourceError::Unreadable { detail } => Self::ImportUnreadable { detail },
            SourceError::Empty => Self::ImportEmpty,
        }
    }
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Source(error) => error.into(),
            ImportError::NoName => Self::ImportNoName,
            ImportError::Twice { column } => {
                Self::ImportColumnTwice { column: column.word().to_owned() }
            }
            // The window is told of rows that do not fit in the plan, and asks for it so.
            other @ ImportError::Rows { .. } => internal(&other),
            ImportError::UnderWay => Self::ImportUnderWay,
            ImportError::Cancelled => Self::ImportCancelled,
            ImportError::Permit(error) => error.into(),
            ImportError::Ledger(error) => error.into(),
        }
    }
}
