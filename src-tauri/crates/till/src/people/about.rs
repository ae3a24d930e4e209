//! What somebody approves: the number or the name that people know it by.

use cobro_domain::{ids::ShiftId, people::Document};
use cobro_ledger::{
    LedgerError,
    views::{cases, charges, entered, invoices, merchants, products, quotes, shifts},
    working::{customers, staff},
};

use crate::till::Till;

impl Till {
    /// What people call a document; nothing for what has no number and no name.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn document_name(&self, document: Document) -> Result<Option<String>, LedgerError> {
        self.read(|reader| {
            let conn = reader.conn();
            let folio = |place| invoices::at(conn, place).map(|invoice| invoice.folio.to_string());
            let name = match document {
                Document::Shop | Document::Catalogue | Document::Ticket(_) => None,
                Document::Invoice(id) => {
                    invoices::read(conn, id)?.map(|invoice| invoice.folio.to_string())
                }
                Document::Quote(id) => quotes::read(conn, id)?.map(|quote| quote.folio.to_string()),
                Document::Charge(id) => {
                    charges::read(conn, id)?.map(|charge| folio(charge.invoice)).transpose()?
                }
                Document::Case(id) => {
                    cases::read(conn, id)?.map(|case| folio(case.invoice)).transpose()?
                }
                Document::Payment(id) => entered::read(conn, id)?.map(|entered| entered.reference),
                Document::Shift(id) => {
                    let ended = shifts::read(conn, ShiftId(id))?.and_then(|shift| shift.ended);
                    ended.map(|ended| ended.folio.to_string())
                }
                Document::Product(id) => products::find(conn, id)?.map(|product| product.name),
                Document::Customer(id) => customers::name(conn, id)?,
                Document::Account(id) => merchants::read(conn, id)?.map(|account| account.name),
                Document::User(id) => {
                    staff::read(conn, id)?.map(|person| person.name.as_str().to_owned())
                }
            };
            Ok(name)
        })
    }
}
