//! Papers on their way to a printer: what waits, through which printer, and what became of each.
//!
//! A paper is queued in the transaction of what asks for it, and handed over later, by a thread
//! for each printer (`cobro-rolls`, `cobro-pages`): a sale never waits for paper. Printers are
//! spoken to by IPP, as CUPS on this machine and printers in the network do.
//!
//! A job is made at the printer first and noted with the number that the printer gave it; only
//! then are its pages sent. An empty job prints nothing, so making one may be repeated. When the
//! answer to the pages is lost, or the till dies, the printer is asked what became of that
//! number. What cannot be known is said, and printed again only if a person wants it.
//!
//! Training has books, and so printers, of its own: it prints nothing until somebody sets a
//! printer up there, and its papers say what they are.

mod drawer;
mod error;
mod ipp;
mod orders;
mod printer;
mod queue;
mod send;
mod settings;

pub use self::{
    error::{PrintFault, PrintFaultKind, PrintingError},
    printer::Found,
    queue::{PrintStanding, TrayStanding},
    settings::PrintSettings,
};
pub(crate) use self::{
    orders::{Order, queue, receipt_of},
    queue::Printing,
};
pub use cobro_ledger::working::print_jobs::{PaperKind, PrintJob as QueuedPaper, PrintState, Tray};
