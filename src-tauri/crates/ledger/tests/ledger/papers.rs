//! The queue of papers: what waits, what was printed, and what is forgotten.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, PrintJobId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Connection, LedgerError, backup, restore,
    working::{
        outbox::Trouble,
        print_jobs::{self, PaperKind, PrintJob, PrintState, Tray},
    },
};

use crate::{
    backups::again,
    goods::{OPENED, bytes},
    shop::Shop,
};

/// A paper that waits.
pub(crate) fn paper(n: u64) -> PrintJob {
    PrintJob {
        place: 0,
        id: PrintJobId::new(OPENED, bytes(n)),
        tray: Tray::Roll,
        kind: PaperKind::Receipt,
        name: format!("A-{n}"),
        customer: Some(CustomerId::new(OPENED, bytes(3))),
        invoice: Some(InvoiceId::new(OPENED, bytes(4))),
        state: PrintState::Queued,
        queued_at: OPENED,
        due_at: OPENED,
        attempts: 0,
        printer: String::new(),
        job: None,
        trouble: None,
    }
}

/// Every write to the queue of papers.
pub(crate) fn writes(conn: &Connection) -> Result<(), LedgerError> {
    let queued = paper(5);
    print_jobs::insert(conn, &queued, None)?;
    print_jobs::put_pdf(conn, queued.id, Some(b"%PDF"))?;
    print_jobs::update(conn, &PrintJob { state: PrintState::Printed, ..queued })?;
    print_jobs::prune(conn, Timestamp::MAX)?;
    print_jobs::forget_of(conn, CustomerId::new(OPENED, bytes(3)))
}

/// Every question to it.
pub(crate) fn reads(conn: &Connection) -> Result<(), LedgerError> {
    print_jobs::read(conn, paper(5).id)?;
    print_jobs::pdf(conn, paper(5).id)?;
    print_jobs::head(conn, Tray::Roll)?;
    print_jobs::count(conn, Tray::Page, PrintState::Failed, 100)?;
    print_jobs::page(conn, None, 10)?;
    print_jobs::page(conn, Some(paper(5).id), 10)?;
    Ok(())
}

fn head(conn: &Connection, tray: Tray) -> Option<String> {
    print_jobs::head(conn, tray).unwrap().map(|job| job.name)
}

#[test]
fn every_value_of_a_paper_is_read_back() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let mut n = 0;
    for tray in Tray::ALL {
        for kind in PaperKind::ALL {
            for state in PrintState::ALL {
                n += 1;
                let queued = PrintJob { tray, kind, place: n, ..paper(u64::try_from(n).unwrap()) };
                print_jobs::insert(conn, &queued, Some(b"%PDF")).unwrap();
                assert_eq!(print_jobs::read(conn, queued.id).unwrap(), Some(queued.clone()));
                let trouble = Trouble { code: "print-refused".to_owned(), said: "no".to_owned() };
                let changed = PrintJob {
                    state,
                    due_at: OPENED.plus(Span::hours(1)),
                    attempts: 2,
                    printer: "ipp://caja/ipp/print".to_owned(),
                    job: Some(17),
                    trouble: Some(trouble),
                    ..queued
                };
                print_jobs::update(conn, &changed).unwrap();
                assert_eq!(print_jobs::read(conn, changed.id).unwrap(), Some(changed.clone()));
                assert_eq!(print_jobs::pdf(conn, changed.id).unwrap(), Some(b"%PDF".to_vec()));
                print_jobs::put_pdf(conn, changed.id, None).unwrap();
                assert_eq!(print_jobs::pdf(conn, changed.id).unwrap(), None);
            }
        }
    }
}

#[test]
fn nothing_overtakes_what_was_queued_before_it() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    // Their ids do not say which came first: they are of one moment.
    for n in [9, 2, 5] {
        print_jobs::insert(conn, &paper(n), None).unwrap();
    }
    print_jobs::insert(conn, &PrintJob { tray: Tray::Page, ..paper(1) }, None).unwrap();
    let mut order = Vec::new();
    while let Some(next) = print_jobs::head(conn, Tray::Roll).unwrap() {
        order.push(next.name.clone());
        print_jobs::update(conn, &PrintJob { state: PrintState::Printed, ..next }).unwrap();
    }
    assert_eq!(order, ["A-9", "A-2", "A-5"]);
    assert_eq!(head(conn, Tray::Page).as_deref(), Some("A-1"));
    let newest = print_jobs::page(conn, None, 2).unwrap();
    let names = |page: &[PrintJob]| page.iter().map(|job| job.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&newest), ["A-1", "A-5"]);
    let older = print_jobs::page(conn, newest.last().map(|job| job.id), 9).unwrap();
    assert_eq!(names(&older), ["A-2", "A-9"]);
}

#[test]
fn what_a_printer_may_have_comes_before_what_waits() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    for n in 1..4 {
        print_jobs::insert(conn, &paper(n), None).unwrap();
    }
    for (n, state) in [(3, PrintState::Printing), (2, PrintState::Sending)] {
        print_jobs::update(conn, &PrintJob { state, ..paper(n) }).unwrap();
        assert_eq!(head(conn, Tray::Roll), Some(format!("A-{n}")));
    }
    assert_eq!(print_jobs::count(conn, Tray::Roll, PrintState::Queued, 9).unwrap(), 1);
}

#[test]
fn what_is_over_is_forgotten_and_what_waits_is_not() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    for (n, state) in (1..).zip(PrintState::ALL) {
        print_jobs::insert(conn, &PrintJob { customer: None, ..paper(n) }, None).unwrap();
        print_jobs::update(conn, &PrintJob { state, ..paper(n) }).unwrap();
    }
    assert_eq!(print_jobs::prune(conn, OPENED).unwrap(), 0);
    assert_eq!(print_jobs::prune(conn, Timestamp::MAX).unwrap(), 2);
    print_jobs::insert(conn, &paper(9), None).unwrap();
    print_jobs::forget_of(conn, CustomerId::new(OPENED, bytes(3))).unwrap();
    assert_eq!(print_jobs::page(conn, None, 9).unwrap().len(), 3);
}

#[test]
fn papers_of_a_backup_wait_for_a_person() {
    let mut shop = Shop::new();
    shop.busy_day();
    let conn = shop.ledger().conn();
    for (n, state) in (1..).zip(PrintState::ALL) {
        print_jobs::insert(conn, &paper(n), None).unwrap();
        print_jobs::update(conn, &PrintJob { state, ..paper(n) }).unwrap();
    }
    let to = shop.beside("copy.db");
    backup(&shop.path(), &to, OPENED).unwrap();
    let restored = restore(&to, &shop.beside("restored.db"), "a test", &again()).unwrap();
    assert_eq!(head(restored.conn(), Tray::Roll), None, "the original has printed them");
    let state = |n| print_jobs::read(restored.conn(), paper(n).id).unwrap().unwrap().state;
    let failed = PrintState::Failed;
    let printed = PrintState::Printed;
    assert_eq!([1, 2, 3, 4, 5].map(state), [failed, failed, failed, printed, failed]);
}
