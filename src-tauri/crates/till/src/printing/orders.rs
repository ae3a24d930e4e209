//! What queues a paper, inside the transaction of what asks for it: none is lost, and none is
//! queued twice.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, PrintJobId},
    invoice::Folio,
};
use cobro_ledger::{
    Booking, LedgerError,
    working::print_jobs::{self, PaperKind, PrintJob, PrintState, Tray},
};

use super::settings;

/// A paper that is about to be queued.
pub(crate) struct Order<'a> {
    pub(crate) tray: Tray,
    pub(crate) kind: PaperKind,
    /// What it is called: a folio, the name of a file.
    pub(crate) name: &'a str,
    /// Whom it tells something of.
    pub(crate) customer: Option<CustomerId>,
    /// What it is drawn from, when it is not drawn yet.
    pub(crate) invoice: Option<InvoiceId>,
}

impl<'a> Order<'a> {
    pub(crate) const fn new(tray: Tray, kind: PaperKind, name: &'a str) -> Self {
        Self { tray, kind, name, customer: None, invoice: None }
    }
}

/// Queues a paper if there is a printer for it; whether there is.
pub(crate) fn queue(
    booking: &mut Booking<'_, '_>,
    order: Order<'_>,
    pdf: Option<&[u8]>,
) -> Result<bool, LedgerError> {
    let settings = settings::read(booking.conn())?;
    if settings.printer(order.tray).is_none() {
        return Ok(false);
    }
    let copies = if order.kind == PaperKind::Receipt { settings.copies } else { 1 };
    for _ in 0..copies {
        let at = booking.at();
        let job = PrintJob {
            place: 0,
            id: PrintJobId::new(at, booking.random()),
            tray: order.tray,
            kind: order.kind,
            name: order.name.to_owned(),
            customer: order.customer,
            invoice: order.invoice,
            state: PrintState::Queued,
            queued_at: at,
            due_at: at,
            attempts: 0,
            printer: String::new(),
            job: None,
            trouble: None,
        };
        print_jobs::insert(booking.conn(), &job, pdf)?;
    }
    Ok(true)
}

/// Queues the receipt of a sale that is being booked. It is drawn later, away from the counter.
pub(crate) fn receipt_of(
    booking: &mut Booking<'_, '_>,
    invoice: InvoiceId,
    folio: &Folio,
) -> Result<bool, LedgerError> {
    let folio = folio.to_string();
    let order = Order::new(Tray::Roll, PaperKind::Receipt, &folio);
    queue(booking, Order { invoice: Some(invoice), ..order }, None)
}
