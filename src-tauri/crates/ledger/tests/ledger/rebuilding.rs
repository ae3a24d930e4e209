//! Views can be thrown away.

use std::sync::atomic::{AtomicBool, Ordering};

use cobro_domain::time::Timestamp;
use cobro_ledger::{
    Ledger, Reader,
    views::{invoices, products},
    working::preferences,
};

use crate::{
    goods::OPENED,
    shop::Shop,
    tables::{VIEWS, WORKING, rows, schema, views},
};

#[test]
fn rebuilding_gives_the_same_rows() {
    let mut shop = Shop::new();
    shop.busy_day();
    let (before, made) = (views(shop.ledger().conn()), schema(shop.ledger().conn()));
    let mut steps = Vec::new();
    shop.ledger().rebuild(|progress| steps.push(progress)).unwrap();
    assert_eq!(views(shop.ledger().conn()), before);
    assert_eq!(schema(shop.ledger().conn()), made);
    let last = steps.last().unwrap();
    assert_eq!((last.done, last.of), (shop.ledger().head().unwrap().seq, last.done));
    shop.sell().unwrap();
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

#[test]
fn rebuilding_heals_every_view_and_touches_no_working_table() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.book(|booking| preferences::put(booking.conn(), "theme", "dark")).unwrap();
    let healthy = views(shop.ledger().conn());
    let working = |shop: &mut Shop| -> Vec<_> {
        WORKING.iter().flat_map(|table| rows(shop.ledger().conn(), table)).collect()
    };
    let kept = working(&mut shop);
    for view in VIEWS {
        shop.raw().execute_batch(&format!("DELETE FROM {view}")).unwrap();
        shop.ledger().rebuild(|_| {}).unwrap();
        assert_eq!(views(shop.ledger().conn()), healthy, "{view}");
    }
    shop.raw().execute_batch("DELETE FROM product_search").unwrap();
    shop.raw()
        .execute_batch("INSERT INTO product_search (rowid, name) VALUES (99, 'jazmin ghost')")
        .unwrap();
    shop.ledger().rebuild(|_| {}).unwrap();
    let found = products::search(shop.ledger().conn(), "jazmin", 10).unwrap();
    assert_eq!(found.len(), 4, "five products, one of them inactive");
    let ghosts: i64 = shop
        .raw()
        .query_row(
            "SELECT count(*) FROM product_search WHERE product_search MATCH 'ghost'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(ghosts, 0);
    assert_eq!(working(&mut shop), kept);
}

#[test]
fn a_view_of_another_shape_is_made_anew() {
    let mut shop = Shop::new();
    shop.busy_day();
    let (healthy, made) = (views(shop.ledger().conn()), schema(shop.ledger().conn()));
    shop.close();
    shop.raw()
        .execute_batch(
            "DROP TABLE charges; CREATE TABLE charges (old_shape TEXT) STRICT;
             DROP INDEX invoices_by_standing; DROP TABLE counts;
             UPDATE ledger SET views_version = 0;",
        )
        .unwrap();
    shop.reopen();
    assert_eq!(views(shop.ledger().conn()), healthy);
    assert_eq!(schema(shop.ledger().conn()), made);
    assert_eq!(shop.reader().verify(None).unwrap().faults, Vec::<String>::new());
}

#[test]
fn views_of_an_older_version_are_rebuilt_when_the_ledger_is_opened() {
    let mut shop = Shop::new();
    shop.busy_day();
    let healthy = views(shop.ledger().conn());
    shop.close();
    let tamper = "UPDATE invoices SET total = 1; DELETE FROM timeline";
    shop.raw().execute_batch(tamper).unwrap();
    shop.reopen();
    assert_ne!(views(shop.ledger().conn()), healthy, "today's views are taken as they are");
    shop.close();
    shop.raw().execute_batch("UPDATE ledger SET views_version = 0").unwrap();
    let mut told = Vec::new();
    let tell = |progress| told.push(progress);
    drop(Ledger::open_with_progress(&shop.path(), "a test", OPENED, tell).unwrap());
    assert!(told.last().is_some_and(|progress| progress.done == progress.of), "{told:?}");
    shop.reopen();
    assert_eq!(views(shop.ledger().conn()), healthy);
    let version: i64 =
        shop.raw().query_row("SELECT views_version FROM ledger", [], |row| row.get(0)).unwrap();
    assert_ne!(version, 0);
}

#[test]
fn readers_read_on_while_views_are_rebuilt() {
    let mut shop = Shop::new();
    for _ in 0..60 {
        shop.sell().unwrap();
    }
    let path = shop.path();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let reader = Reader::open(&path).unwrap();
            let mut reads = 0_u32;
            while !done.load(Ordering::SeqCst) || reads < 10 {
                let page = invoices::page(reader.conn(), None, None, 100).unwrap();
                assert_eq!(page.len(), 60);
                let (count, sum) =
                    invoices::between(reader.conn(), Timestamp::from_millis(0), Timestamp::MAX)
                        .unwrap();
                assert_eq!((count, sum), (60, 60 * 18_650));
                reads += 1;
            }
        });
        for _ in 0..5 {
            shop.ledger().rebuild(|_| {}).unwrap();
        }
        done.store(true, Ordering::SeqCst);
        reading.join().unwrap();
    });
}

#[test]
fn a_rebuild_that_fails_anywhere_leaves_the_old_views() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    // Something that a finished rebuild would have repaired.
    shop.raw().execute_batch("UPDATE counts SET invoices = 77 WHERE standing = 'open'").unwrap();
    shop.reopen();
    let old = views(shop.ledger().conn());
    let mut failures = 0;
    // Closer together at first, where the tables go; then further apart.
    for strides in (0..).map(|n: u32| n + n * n / 8) {
        let mut left = strides;
        let interrupt = move || {
            let now = left == 0;
            left = left.wrapping_sub(1);
            now
        };
        shop.ledger().conn_mut().progress_handler(25, Some(interrupt)).unwrap();
        let outcome = shop.ledger().rebuild(|_| {});
        shop.ledger().conn_mut().progress_handler(0, None::<fn() -> bool>).unwrap();
        if outcome.is_ok() {
            break;
        }
        failures += 1;
        assert_eq!(views(shop.ledger().conn()), old, "after {strides} strides");
    }
    assert!(failures > 3, "{failures}");
    assert_ne!(views(shop.ledger().conn()), old);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
    shop.sell().unwrap();
}

#[test]
fn what_a_killed_rebuild_left_behind_is_in_nobodys_way() {
    let mut shop = Shop::new();
    shop.busy_day();
    let name = format!("books.db.rebuild-{}", std::process::id());
    for name in ["books.db.rebuild", name.as_str()] {
        std::fs::write(shop.beside(name), "no database at all").unwrap();
    }
    shop.ledger().rebuild(|_| {}).unwrap();
    assert!(!shop.beside("books.db.rebuild").exists());
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}
