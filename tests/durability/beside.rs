//! Several processes at one ledger.

use cobro_domain::time::Timestamp;
use cobro_ledger::Ledger;

use crate::{faults::prepared, seller::Run};

#[test]
fn one_process_writes_and_any_number_read() {
    let (_folder, path, _) = prepared();
    let ledger = Ledger::open(&path.join("books.db"), "the counter", Timestamp::from_millis(0))
        .expect("the ledger");
    let who = format!("by: \"the counter (process {})\"", std::process::id());
    for job in [&["sell", "books.db", "1"][..], &["rebuild", "books.db"]] {
        let said = Run::new(&path).go(job);
        assert!(said.refused.len() == 1 && said.refused[0].contains(&who), "{said:?}");
    }
    // Even in the middle of a sale.
    ledger.conn().execute_batch("BEGIN IMMEDIATE; UPDATE counts SET invoices = 9").expect("begun");
    assert!(Run::new(&path).go(&["read", "books.db"]).done);
    assert!(Run::new(&path).go(&["backup", "books.db", "second.db"]).done);
    ledger.conn().execute_batch("ROLLBACK").expect("rolled back");
    drop(ledger);
    assert_eq!(Run::new(&path).go(&["sell", "books.db", "1"]).sold.len(), 1);
}
