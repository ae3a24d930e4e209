//! How long statements of account take: 1,000 of 50 lines, and one of 10,000; and finding one
//! of 100,000 customers as one types.
//! `COBRO_BENCH_INVOICES` sets how many other sales stand in the books.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

#[expect(dead_code, reason = "shared with the tests of the ledger")]
#[path = "../../ledger/tests/ledger/goods.rs"]
mod goods;

use std::{
    ops::ControlFlow,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use cobro_domain::{
    customer::Person,
    ids::{Actor, CustomerId, PaymentId},
    method::Method,
    money::Currency,
    name::Name,
    statement::Period,
    time::Timestamp,
};
use cobro_ledger::{
    Booking, Ledger, LedgerError, Mode, Opening, Stamp,
    fact::{Fact, PaymentEntered},
    working::customers::{self, Customer},
};
use cobro_till::{
    Till,
    clock::SystemClock,
    open::{Place, ledger_path, open_real},
    secrets::Memory,
};

/// Customers with a short account.
const CUSTOMERS: usize = 1_000;

/// Lines of a short account.
const SHORT: usize = 50;

/// Lines of the long one.
const LONG: usize = 10_000;

/// Customers that are searched.
const KNOWN: u64 = 100_000;

/// Milliseconds between two bookings: the short accounts fill about a month.
const TICK: i64 = 50_000;

struct Filler {
    ledger: Ledger,
    ids: u64,
    at: i64,
}

impl Filler {
    fn book(&mut self, work: impl FnOnce(&mut Booking<'_, '_>) -> Result<(), LedgerError>) {
        self.at += TICK;
        let mut next = self.ids;
        let mut ids = || {
            next += 1;
            goods::bytes(next)
        };
        let at = Timestamp::from_millis(self.at);
        let stamp = Stamp { at, actor: Actor::owner(), ids: &mut ids };
        self.ledger.book(stamp, work).unwrap();
        self.ids = next;
    }

    /// An invoice and its payment for every customer, in one transaction.
    fn pair(&mut self, customers: &[CustomerId]) {
        self.book(|booking| {
            for customer in customers {
                let invoice = goods::issue(booking, Some(*customer), &[4_500])?;
                let payment = PaymentId::new(booking.at(), booking.random());
                let received_at = booking.at();
                let owes = format!("receivable:{customer}");
                booking.append(&Fact::PaymentEntered(PaymentEntered {
                    payment,
                    customer: *customer,
                    method: Method::named("transfer"),
                    received_at,
                    reference: "SPEI".to_owned(),
                    currency: Currency::Mxn,
                    amount: 4_400,
                    allocations: vec![(invoice, 4_400)],
                    credit: 0,
                    postings: vec![("bank".to_owned(), 4_400), (owes, -4_400)],
                }))?;
            }
            Ok(())
        });
    }
}

/// Books with all accounts in them, and whose the long one is.
fn fill(path: &Path, others: u64) -> CustomerId {
    let opening = Opening { mode: Mode::Real, ..goods::opening() };
    let ledger = Ledger::create(path, "a measurement", &opening).unwrap();
    let mut filler = Filler { ledger, ids: 1_000, at: goods::OPENED.millis() };
    let customer = |n: usize| {
        CustomerId::new(goods::OPENED, goods::bytes(u64::try_from(n).unwrap() + 1_000_000))
    };
    let customers: Vec<_> = (0..CUSTOMERS).map(customer).collect();
    for _ in 0..SHORT / 2 {
        filler.pair(&customers);
    }
    let long = customer(CUSTOMERS);
    for _ in 0..LONG / 1_000 {
        filler.pair(&[long; 500]);
    }
    let mut left = others;
    while left > 0 {
        let part = left.min(500);
        filler.book(|booking| (0..part).try_for_each(|_| goods::sell(booking).map(drop)));
        left -= part;
    }
    long
}

/// Makes customers with names, numbers and addresses that share their beginnings.
fn fill_customers(path: &Path) {
    let mut ledger = Ledger::open(path, "a measurement", goods::OPENED).unwrap();
    let first = ["Ana", "José", "Ángela", "María", "Luis", "Zoé", "Íñigo", "Rosa", "Óscar", "Eva"];
    let last = ["Muñoz", "García", "López", "Núñez", "Peña", "Ibáñez", "Ortiz", "Ruiz", "Sáenz"];
    let mut ids = || goods::bytes(0);
    let stamp = Stamp { at: goods::OPENED, actor: Actor::owner(), ids: &mut ids };
    let filled = ledger.book(stamp, |booking| {
        for n in 0..KNOWN {
            let pick = |names: &[&str], by: u64| {
                let place = (n / by) % u64::try_from(names.len()).unwrap();
                names[usize::try_from(place).unwrap()].to_owned()
            };
            let name = format!("{} {} {n}", pick(&first, 1), pick(&last, 10));
            let person = Person {
                emails: vec![format!("persona.{n}@correo.example")],
                phone: format!("+52 22 {n:08}"),
                ..Person::named(Name::parse(&name).unwrap())
            };
            let id = CustomerId::new(goods::OPENED, goods::bytes(5_000_000 + n));
            let salt = goods::bytes(n);
            customers::put(booking.conn(), &Customer { id, person, salt })?;
        }
        Ok::<_, LedgerError>(())
    });
    filled.unwrap();
}

fn timed(what: &str, work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    let took = begun.elapsed();
    println!("{what}: {took:.2?}");
    took
}

fn all(till: &Till, period: Period, lines: usize) -> impl FnOnce() + '_ {
    move || {
        let mut most = 0;
        let told = till.statements(period, |statement, _| {
            assert!(statement.ties());
            most = most.max(statement.movements.len());
            ControlFlow::Continue(())
        });
        assert_eq!(told.unwrap(), ControlFlow::Continue(()));
        assert!(most >= lines, "{most}");
    }
}

fn main() {
    let others = std::env::var("COBRO_BENCH_INVOICES").map_or(20_000, |n| n.parse().unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let holder = "a measurement".to_owned();
    let place = Place { folder: folder.path().to_owned(), mode: Mode::Real, holder };
    let mut long = None;
    timed(&format!("fill accounts beside {others} sales"), || {
        long = Some(fill(&ledger_path(folder.path(), Mode::Real), others));
    });
    let path = ledger_path(folder.path(), Mode::Real);
    timed("make 100,000 customers", || fill_customers(&path));
    let till = open_real(&place, Arc::new(Memory::default()), Arc::new(SystemClock)).unwrap();
    let whole = Period { from: Timestamp::default(), until: Timestamp::MAX };
    timed("1,000 statements of 50 lines and one of 10,000", all(&till, whole, LONG));
    timed("one statement of 10,000 lines", || {
        let told = till.statement(long.unwrap(), whole).unwrap();
        assert_eq!(told.movements.len(), LONG);
    });
    for typed in
        ["a", "m", "mu", "jose mu", "angela 77", "persona.9", "222 000", "+52 22 0001", "x"]
    {
        timed(&format!("search customers for {typed:?}"), || {
            till.search_customers(typed).unwrap();
        });
    }
    // The last line of each account alone: what stands before it costs nothing.
    let last = Period { from: Timestamp::from_millis(i64::MAX - 1), ..whole };
    timed("1,001 statements that only open", all(&till, last, 0));
}
