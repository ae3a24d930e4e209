//! Why a paper is not printed, in words that a person can act on.

use cobro_documents::PaperError;
use cobro_ledger::LedgerError;

use crate::{papers::PrintError, permit::PermitError};

/// What stands between a paper and its printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintFaultKind {
    /// Nobody answers at its address.
    Unreachable,
    /// It does not answer in time, or the answer breaks off.
    Silent,
    /// What answers there is no printer.
    NoPrinter,
    /// It has no time now.
    Busy,
    /// It does not let the till print.
    Refused,
    /// It waits for somebody: paper, a cover.
    Attention,
    /// It does not take a paper like this.
    Unsuitable,
    /// It gave up on the paper.
    Aborted,
    /// Somebody stopped it at the printer.
    Cancelled,
    /// It may have printed it, and nobody can say.
    Unsure,
    /// The paper waited for too long.
    TooOld,
    /// The paper cannot be drawn.
    Nothing,
}

impl PrintFaultKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Unreachable,
        Self::Silent,
        Self::NoPrinter,
        Self::Busy,
        Self::Refused,
        Self::Attention,
        Self::Unsuitable,
        Self::Aborted,
        Self::Cancelled,
        Self::Unsure,
        Self::TooOld,
        Self::Nothing,
    ];

    /// The code that the catalogue has words for, as `error-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "print-unreachable",
            Self::Silent => "print-silent",
            Self::NoPrinter => "print-no-printer",
            Self::Busy => "print-busy",
            Self::Refused => "print-refused",
            Self::Attention => "print-attention",
            Self::Unsuitable => "print-unsuitable",
            Self::Aborted => "print-aborted",
            Self::Cancelled => "print-cancelled",
            Self::Unsure => "print-unsure",
            Self::TooOld => "print-too-old",
            Self::Nothing => "print-nothing",
        }
    }
}

/// What went wrong between us and a printer, and what the printer said to it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {said}", kind.code())]
pub struct PrintFault {
    /// Where.
    pub kind: PrintFaultKind,
    /// The printer's own words; empty when it said nothing.
    pub said: String,
}

impl PrintFault {
    /// A fault that the printer said nothing about.
    pub(super) const fn silent(kind: PrintFaultKind) -> Self {
        Self { kind, said: String::new() }
    }

    /// Whether it is about one paper, and the next may go.
    pub(super) const fn is_of_paper(&self) -> bool {
        matches!(self.kind, PrintFaultKind::Unsuitable)
    }
}

/// Why a paper was not queued or stopped, or settings were left as they were.
#[derive(Debug, thiserror::Error)]
pub enum PrintingError {
    /// No printer was set up.
    #[error("no printer is set up")]
    NotSetUp,
    /// The address is none.
    #[error("{text:?} is no address of a printer")]
    Address {
        /// What was typed.
        text: String,
    },
    /// The address of the drawer's printer is none.
    #[error("{text:?} is no address of a drawer's printer")]
    DrawerAddress {
        /// What was typed.
        text: String,
    },
    /// There is no such paper.
    #[error("there is no such paper")]
    NotFound,
    /// It is being handed over at this moment.
    #[error("the paper is being handed over")]
    UnderWay,
    /// The printer.
    #[error(transparent)]
    Printer(#[from] PrintFault),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The paper cannot be made.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
