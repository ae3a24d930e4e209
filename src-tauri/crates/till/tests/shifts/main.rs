//! Shifts: what is in the drawer, how they end, and what must not happen to either.
#![expect(clippy::unwrap_used, reason = "a test stops here")]

mod closing;
mod drawer;
mod random;
mod tips;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use cobro_domain::{
    cash::Count,
    ids::PaymentId,
    method::Method,
    money::{Currency, Money},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Mode, Reader,
    views::{accounts, invoices, payments, shifts},
};
use cobro_till::{
    Till,
    clock::Clock,
    entered::{HandRefund, RefundOf},
    open::{Place, open_real},
    secrets::Memory,
    sell::Sale,
    shift::Taken,
};
use tempfile::TempDir;

/// Noon of 1 November 2026 in Mexico City.
const OPENED: Timestamp = Timestamp::from_millis(1_793_556_000_000);

/// A clock that only a test moves.
struct StillClock(AtomicI64);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

struct Shop {
    _folder: TempDir,
    clock: Arc<StillClock>,
    till: Arc<Till>,
}

fn peso(minor: i64) -> Money {
    Money::new(minor, Currency::Mxn)
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StillClock(AtomicI64::new(OPENED.millis())));
        let holder = "a test".to_owned();
        let place = Place { folder: folder.path().to_owned(), mode: Mode::Real, holder };
        let till = open_real(&place, Arc::new(Memory::default()), Arc::clone(&clock) as _).unwrap();
        Self { _folder: folder, clock, till }
    }

    fn wait(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    /// Sells something for an amount, taxes included, and takes cash for it.
    fn sell(&self, amount: &str, tendered: &str) -> Sale {
        self.till.add_amount("Pan", amount).unwrap();
        self.till.take_cash(tendered).unwrap()
    }

    fn begin(&self, float: i64) {
        self.till.begin_shift(&Count::of(float)).unwrap();
    }

    fn count(&self, counted: i64) -> Taken {
        self.till.count_drawer(&Count::of(counted)).unwrap()
    }

    /// What the drawer should have in it, as its report says.
    fn expected(&self) -> i64 {
        self.till.running_report().unwrap().numbers.drawer.expected().unwrap()
    }

    fn give_back(&self, sale: &Sale, amount: i64) {
        let payment = self.payment(sale);
        let (of, method) = (RefundOf::Invoice(sale.invoice), Method::CASH);
        let (amount, reference) = (peso(amount), String::new());
        let given = HandRefund { payment, of, amount, method, reference };
        self.till.refund_by_hand(&given).unwrap();
    }

    fn payment(&self, sale: &Sale) -> PaymentId {
        let reader = self.reader();
        let invoice = invoices::read(reader.conn(), sale.invoice).unwrap().unwrap();
        payments::of_invoice(reader.conn(), invoice.arrival).unwrap()[0].id
    }

    fn reader(&self) -> Reader {
        Reader::open(self.till.path()).unwrap()
    }

    fn account(&self, name: &str) -> i64 {
        accounts::balance(self.reader().conn(), name, Currency::Mxn).unwrap().minor()
    }

    /// The same by another way: the float, and the sum of what was posted to the drawer since.
    fn expected_by_postings(&self) -> i64 {
        let reader = self.reader();
        let shift = shifts::open_on(reader.conn(), 1).unwrap().unwrap();
        let since = shifts::cash_since(reader.conn(), 1, Currency::Mxn, shift.arrival).unwrap();
        shift.float.minor() + since.minor()
    }

    /// Chain, views and balances are right.
    #[track_caller]
    fn sound(&self) {
        let reader = self.reader();
        assert_eq!(reader.check_views(|_| {}).unwrap(), []);
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
    }
}
