//! Books to run the program on.

use std::{path::Path, sync::Arc};

use cobro_domain::{ids::ChargeId, method::Method};
use cobro_till::{
    Till,
    books::Mode,
    clock::SystemClock,
    collect::Way,
    open::{Place, ledger_path, open, open_real},
    secrets::Memory,
};
use rusqlite::Connection;
use tempfile::TempDir;

pub(crate) fn place(folder: &Path, mode: Mode) -> Place {
    Place { folder: folder.to_owned(), mode, holder: "the shop's window".to_owned() }
}

/// The till of training books in a folder; they are made when there are none.
pub(crate) fn till(folder: &Path) -> Arc<Till> {
    open(&place(folder, Mode::Training)).unwrap()
}

/// A folder with training books, and their till, which holds the writer's lock.
pub(crate) fn opened() -> (TempDir, Arc<Till>) {
    let folder = tempfile::tempdir().unwrap();
    let till = till(folder.path());
    (folder, till)
}

/// A folder with training books in which this many cash sales were made.
pub(crate) fn with_sales(sales: usize) -> TempDir {
    let (folder, till) = opened();
    for _ in 0..sales {
        sell(&till);
    }
    folder
}

pub(crate) fn sell(till: &Till) {
    type_sale(till);
    till.take_cash("5000").unwrap();
}

fn type_sale(till: &Till) {
    let products = till.search_products("", None).unwrap();
    till.add_product(products[0].id, "5").unwrap();
}

/// Issues an invoice and asks for a voucher; nothing is sent yet.
pub(crate) fn request(till: &Till, method: &'static str) -> ChargeId {
    type_sale(till);
    let account = till.merchants().unwrap()[0].account.account;
    let way = Way { account, method: Method::named(method), contact: None };
    till.request_voucher(&way).unwrap()
}

/// Makes real books, without asking a keyring.
pub(crate) fn make_real(folder: &Path) {
    let place = place(folder, Mode::Real);
    drop(open_real(&place, Arc::<Memory>::default(), Arc::new(SystemClock)).unwrap());
}

/// The training ledger's file, open for an intruder.
pub(crate) fn intrude(folder: &Path) -> Connection {
    Connection::open(ledger_path(folder, Mode::Training)).unwrap()
}

/// Alters what a fact says, around the triggers.
pub(crate) fn tamper(folder: &Path) {
    let change = "DROP TRIGGER facts_are_never_changed;
         UPDATE facts SET body = body || ' ' WHERE arrival =
             (SELECT max(arrival) FROM facts WHERE kind = 'invoice-issued');";
    intrude(folder).execute_batch(change).unwrap();
}
