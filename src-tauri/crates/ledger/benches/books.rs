//! What must stay fast however large the books are: a sale, the lists of the counter; and how
//! long the long jobs take. `COBRO_BENCH_INVOICES` sets how many invoices there are.
//! `COBRO_BENCH_FOLDER` keeps the books there, to measure them again.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

#[expect(dead_code, reason = "shared with the tests")]
#[path = "../tests/ledger/goods.rs"]
mod goods;

use std::{
    fs::File,
    path::PathBuf,
    time::{Duration, Instant},
};

use cobro_domain::{ids::Actor, time::Timestamp};
use cobro_ledger::{
    Booking, Ledger, LedgerError, Stamp, backup,
    views::invoices::{self, Standing},
};

/// Invoices booked in one transaction while the books are filled.
const FILLED_AT_ONCE: u64 = 500;

/// Sales that are measured one by one.
const SALES: usize = 2_000;

fn book(
    ledger: &mut Ledger,
    ids: &mut u64,
    work: impl FnOnce(&mut Booking<'_, '_>) -> Result<(), LedgerError>,
) {
    let at = Timestamp::from_millis(goods::OPENED.millis() + i64::try_from(*ids).unwrap());
    let mut next = || {
        *ids += 1;
        goods::bytes(*ids)
    };
    ledger.book(Stamp { at, actor: Actor::owner(), ids: &mut next }, work).unwrap();
}

/// One open invoice in a hundred.
fn fill(ledger: &mut Ledger, ids: &mut u64, invoices: u64) {
    let mut issued = 0;
    while issued < invoices {
        let part = FILLED_AT_ONCE.min(invoices - issued);
        book(ledger, ids, |booking| {
            for n in 0..part {
                if n % 100 == 99 {
                    goods::issue(booking, None, &[4_500, 1_250])?;
                } else {
                    goods::sell(booking)?;
                }
            }
            Ok(())
        });
        issued += part;
    }
}

fn timed(what: &str, work: impl FnOnce()) {
    let begun = Instant::now();
    work();
    println!("{what}: {:.2?}", begun.elapsed());
}

fn spread(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    let sum: Duration = times.iter().sum();
    println!(
        "{what}: {} a second; half within {:.2?}, 99 % within {:.2?}, longest {:.2?}",
        (u128::try_from(times.len()).unwrap() * 1_000_000) / sum.as_micros().max(1),
        at(50),
        at(99),
        at(100),
    );
}

fn main() {
    let invoices = std::env::var("COBRO_BENCH_INVOICES").map_or(20_000, |n| n.parse().unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let kept = std::env::var_os("COBRO_BENCH_FOLDER");
    let path = kept.map_or_else(|| folder.path().to_owned(), PathBuf::from).join("books.db");
    let (mut ledger, wanted) = match Ledger::open(&path, "a measurement", goods::OPENED) {
        Ok(ledger) => (ledger, [("many", 0), ("many", 0)]),
        Err(_) => {
            let made = Ledger::create(&path, "a measurement", &goods::opening()).unwrap();
            (made, [("no", 0), ("many", invoices)])
        }
    };
    let mut ids = u64::try_from(ledger.head().unwrap().seq).unwrap() * 10;
    for (when, wanted) in wanted {
        timed(&format!("fill with {wanted} invoices"), || fill(&mut ledger, &mut ids, wanted));
        // What filling left in the system's memory would be written while sales are measured.
        File::open(&path).unwrap().sync_all().unwrap();
        let sales = (0..SALES).map(|_| {
            let begun = Instant::now();
            book(&mut ledger, &mut ids, |booking| goods::sell(booking).map(drop));
            begun.elapsed()
        });
        let sales = sales.collect();
        spread(&format!("sales at {when} invoices"), sales);
        pages(&ledger, when);
    }
    let size = std::fs::metadata(&path).unwrap().len() >> 20;
    println!("the file has {size} MiB");
    let begun = Instant::now();
    let mut applied = Duration::ZERO;
    ledger.rebuild(|_| applied = begun.elapsed()).unwrap();
    println!("rebuild: {:.2?}, of which {applied:.2?} before the swap", begun.elapsed());
    let reader = ledger.reader().unwrap();
    timed("check the views", || assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new()));
    timed("verify", || assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new()));
    let copy = folder.path().join("copy.db");
    timed("backup", || drop(backup(&path, &copy, goods::OPENED).unwrap()));
    drop(reader);
    drop(ledger);
    timed("open", || drop(Ledger::open(&path, "a measurement", goods::OPENED).unwrap()));
}

/// Its name, the standings it shows, and before which place.
type List = (&'static str, Option<&'static [Standing]>, Option<i64>);

fn pages(ledger: &Ledger, when: &str) {
    let reader = ledger.reader().unwrap();
    let last = invoices::page(reader.conn(), None, None, 1).unwrap()[0].arrival;
    let lists: [List; 4] = [
        ("the newest", None, None),
        ("the oldest", None, Some(200)),
        ("the open", Some(&[Standing::Open]), Some(last / 2)),
        ("all standings", Some(&Standing::ALL), Some(last / 2)),
    ];
    for (list, standings, before) in lists {
        let times = (0..200).map(|_| {
            let begun = Instant::now();
            invoices::page(reader.conn(), standings, before, 50).unwrap();
            begun.elapsed()
        });
        let times = times.collect();
        spread(&format!("a page of {list} at {when} invoices"), times);
    }
}
