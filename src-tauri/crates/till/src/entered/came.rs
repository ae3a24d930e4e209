//! What came for an invoice, and how.

use std::collections::BTreeSet;

use cobro_domain::{
    ids::{ChargeId, PaymentId},
    method::Method,
    time::Timestamp,
};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        allocations::{self, Source},
        charges, entered,
        invoices::Invoice,
        payments,
    },
};

/// A payment of an invoice, before it is known what of it can go back.
#[derive(Clone, Debug)]
pub(crate) struct Came {
    pub(crate) payment: PaymentId,
    /// The charge it came by; none for cash and for what was typed by hand.
    pub(crate) charge: Option<ChargeId>,
    pub(crate) method: Method,
    pub(crate) at: Timestamp,
    /// What the bank, the provider or a person calls it.
    pub(crate) reference: Option<String>,
}

/// The payments of an invoice: those at the counter and through providers in the order in which
/// they came, then those that were typed by hand.
pub(crate) fn came(conn: &Connection, invoice: &Invoice) -> Result<Vec<Came>, LedgerError> {
    let mut all = Vec::new();
    let direct = payments::of_invoice(conn, invoice.arrival)?;
    for one in direct.into_iter().filter(|one| one.amount.is_positive()) {
        let charge = one.charge.map(|charge| charges::read(conn, charge)).transpose()?.flatten();
        let method = charge.map(|charge| charge.method).or(one.method);
        let method = method.unwrap_or(Method::CASH);
        let (payment, at, reference) = (one.id, one.at, one.money_in);
        all.push(Came { payment, charge: one.charge, method, at, reference });
    }
    let typed = allocations::of_invoice(conn, invoice.arrival)?;
    let typed = typed.into_iter().filter(|one| one.from == Source::Entered);
    let typed: BTreeSet<PaymentId> = typed.filter_map(|one| one.payment).collect();
    for payment in typed {
        let Some(one) = entered::read(conn, payment)? else { continue };
        let reference = Some(one.reference).filter(|text| !text.is_empty());
        let (charge, method, at) = (None, one.method, one.received_at);
        all.push(Came { payment, charge, method, at, reference });
    }
    Ok(all)
}
