//! What the till tells whoever shows it.

use cobro_domain::ids::{ChargeId, InvoiceId};

/// Something on screen may be out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TillEvent {
    /// A charge or its act moved.
    Charge {
        /// The charge.
        charge: ChargeId,
        /// Its invoice.
        invoice: InvoiceId,
    },
    /// The line, or the number of unsent and waiting charges, changed.
    Status,
    /// The outbox, or how mail stands, changed.
    Mail,
    /// The queue of papers, or how printing stands, changed.
    Papers,
    /// The clock of training mode was moved.
    Clock,
}

/// Called with every event, on the thread that made it: it must be quick.
pub type Listener = Box<dyn Fn(&TillEvent) + Send + Sync>;
