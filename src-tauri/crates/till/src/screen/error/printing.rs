//! Errors of papers and printers.

use super::CommandError;
use crate::{
    papers::PrintError,
    printing::{PrintFault, PrintFaultKind, PrintingError},
};

impl From<PrintError> for CommandError {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::NotFound => Self::NotFound,
            PrintError::Statement(error) => error.into(),
            PrintError::Ledger(error) => error.into(),
            other @ (PrintError::Paper(_) | PrintError::File { .. }) => {
                Self::PaperFailed { detail: other.to_string() }
            }
        }
    }
}

impl From<PrintingError> for CommandError {
    fn from(error: PrintingError) -> Self {
        match error {
            PrintingError::NotSetUp => Self::PrintNotSetUp,
            PrintingError::Address { text } => Self::PrintAddress { text },
            PrintingError::DrawerAddress { text } => Self::DrawerAddress { text },
            PrintingError::NotFound => Self::PrintMissing,
            PrintingError::UnderWay => Self::PrintUnderWay,
            PrintingError::Printer(fault) => fault.into(),
            PrintingError::Paper(error) => Self::PaperFailed { detail: error.to_string() },
            PrintingError::Print(error) => error.into(),
            PrintingError::Permit(error) => error.into(),
            PrintingError::Ledger(error) => error.into(),
        }
    }
}

impl From<PrintFault> for CommandError {
    fn from(PrintFault { kind, said }: PrintFault) -> Self {
        match kind {
            PrintFaultKind::Unreachable => Self::PrintUnreachable { said },
            PrintFaultKind::Silent => Self::PrintSilent { said },
            PrintFaultKind::NoPrinter => Self::PrintNoPrinter { said },
            // The others are of a paper in the queue, which shows them there.
            PrintFaultKind::Busy
            | PrintFaultKind::Refused
            | PrintFaultKind::Attention
            | PrintFaultKind::Unsuitable
            | PrintFaultKind::Aborted
            | PrintFaultKind::Cancelled
            | PrintFaultKind::Unsure
            | PrintFaultKind::TooOld
            | PrintFaultKind::Nothing => Self::PrintRefused { said },
        }
    }
}
