//! What must be true of the books after whatever happened.

use std::path::Path;

use cobro_domain::{ids::InvoiceId, time::Timestamp};
use cobro_ledger::{
    Ledger, Reader,
    views::{
        invoices::{self, Standing},
        payments, timeline,
    },
};

use crate::seller::Sale;

/// What every sale of the selling program comes to.
const TOTAL: i64 = 11_600;

/// Opens the books as a restarted till does and reads all of them: they are sound, hold
/// exactly whole sales, every confirmed one among them, and `most` others at most.
///
/// What is wrong comes back as text, for tests that want something to be wrong.
pub(crate) fn examine(path: &Path, confirmed: &[Sale], most: usize) -> Result<Vec<Sale>, String> {
    if !path.exists() {
        return if confirmed.is_empty() { Ok(Vec::new()) } else { Err("no ledger".to_owned()) };
    }
    let words = |error: cobro_ledger::LedgerError| format!("{error:?}");
    drop(Ledger::open(path, "the test", Timestamp::from_millis(0)).map_err(words)?);
    let reader = Reader::open(path).map_err(words)?;
    sound(&reader)?;
    let found = sales(&reader)?;
    for sale in confirmed {
        if !found.contains(sale) {
            return Err(format!("{sale:?} was confirmed and is not there"));
        }
    }
    let others = found.len() - confirmed.len();
    if others > most {
        return Err(format!("{others} sales are there that nobody confirmed"));
    }
    Ok(found)
}

/// Chain, pages, balances and views are as they should be.
pub(crate) fn sound(reader: &Reader) -> Result<(), String> {
    let verified = reader.verify(None).map_err(|error| format!("{error:?}"))?;
    let differences = reader.check_views(|_| {}).map_err(|error| format!("{error:?}"))?;
    if verified.faults.is_empty() && differences.is_empty() {
        return Ok(());
    }
    Err(format!("{:?} {differences:?}", verified.faults))
}

/// Every sale in the books, whole and with the next number.
fn sales(reader: &Reader) -> Result<Vec<Sale>, String> {
    let conn = reader.conn();
    let words = |error: cobro_ledger::LedgerError| format!("{error:?}");
    let mut found = invoices::page(conn, None, None, u32::MAX).map_err(words)?;
    found.reverse();
    for (number, invoice) in (1_u32..).zip(&found) {
        let paid = payments::of_invoice(conn, invoice.arrival).map_err(words)?;
        let paid: Vec<_> = paid.iter().map(|payment| payment.amount.minor()).collect();
        let story = timeline::of(conn, invoice.arrival).map_err(words)?.len();
        let whole = invoice.standing == Standing::Paid
            && invoice.total.minor() == TOTAL
            && paid == [TOTAL]
            && story == 2;
        if !whole || invoice.folio.number != number {
            return Err(format!("sale {number} is {invoice:?} with {paid:?} and {story} facts"));
        }
    }
    let sale = |id: InvoiceId, folio: String| Sale { folio, invoice: id.to_string() };
    Ok(found.into_iter().map(|invoice| sale(invoice.id, invoice.folio.to_string())).collect())
}
