//! The log of the books, carried over beside the counter.

use cobro_ledger::Log;

use crate::{goods, shop::Shop};

/// Books until the log is longer than SQLite lets it become by itself.
fn book_much(shop: &mut Shop) {
    for _ in 0..120 {
        shop.book(|booking| (0..10).try_for_each(|_| goods::sell(booking).map(drop))).unwrap();
    }
}

#[test]
fn a_sale_never_carries_the_log_over_while_there_is_a_carrier() {
    let mut shop = Shop::new();
    let carrier = shop.ledger().log_carrier().unwrap();
    book_much(&mut shop);
    let Log { pages, left } = carrier.carry().unwrap();
    assert!(pages > 1_500, "{pages} pages: somebody has carried them over before");
    assert_eq!(left, 0);
    // All of it was carried over: what is booked next stands at its beginning.
    shop.book(|booking| goods::sell(booking).map(drop)).unwrap();
    let Log { pages, .. } = carrier.carry().unwrap();
    assert!(pages < 200, "{pages}");
    drop(carrier);
    shop.ledger().carry_log().unwrap();
    book_much(&mut shop);
    let Log { pages, .. } = shop.ledger().log_carrier().unwrap().carry().unwrap();
    assert!(pages < 1_500, "{pages} pages: nobody carries them over");
}

#[test]
fn a_reader_holds_the_log_back_and_nobody_waits_for_it() {
    let mut shop = Shop::new();
    let carrier = shop.ledger().log_carrier().unwrap();
    let reader = shop.ledger().reader().unwrap();
    let snapshot = reader.conn().unchecked_transaction().unwrap();
    let count = || -> i64 {
        snapshot.query_row("SELECT count(*) FROM facts", [], |row| row.get(0)).unwrap()
    };
    let before = count();
    book_much(&mut shop);
    assert!(carrier.carry().unwrap().left > 0);
    assert_eq!(count(), before);
    drop(snapshot);
    assert_eq!(carrier.carry().unwrap().left, 0);
}
