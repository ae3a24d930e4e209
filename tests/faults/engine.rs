//! The threads themselves: they do the work, and they let go.

use std::{
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use cobro_domain::{charge::ChargeState, ids::ChargeId, time::Span};
use cobro_sandbox::Paid;
use cobro_till::Engine;

use crate::shop::Shop;

/// Only so that a broken test ends.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for events until a charge stands so.
#[track_caller]
fn wait_for(shop: &Shop, events: &mpsc::Receiver<()>, id: ChargeId, state: ChargeState) {
    while shop.charge(id).state != state {
        let told = events.recv_timeout(PATIENCE);
        assert!(told.is_ok(), "{:?}", shop.charge(id).state);
    }
}

#[test]
fn the_engine_sends_and_asks_by_itself() {
    let shop = Shop::open();
    let (told, events) = mpsc::channel();
    shop.till().listen(Box::new(move |_| {
        // Nobody listens any more once the test is over.
        let _ = told.send(());
    }));
    let engine = Engine::start(shop.till()).unwrap();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    wait_for(&shop, &events, id, ChargeState::Pending);
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.advance(Span::minutes(8));
    shop.till().ring();
    wait_for(&shop, &events, id, ChargeState::Paid);
    drop(engine);
    assert_eq!(shop.paid(id), [25_000]);
}

#[test]
fn an_engine_that_is_stopped_lets_go_of_the_books() {
    let shop = Shop::open();
    for _ in 0..100 {
        drop(Engine::start(shop.till()).unwrap());
    }
    let begun = Instant::now();
    while Arc::strong_count(shop.till()) > 1 {
        assert!(begun.elapsed() < PATIENCE, "a thread slept through its end");
        std::thread::yield_now();
    }
}
