//! The threads themselves: they do the work, and they let go.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use cobro_domain::{act::ActState, charge::ChargeState, ids::ChargeId, time::Span};
use cobro_sandbox::{Effect, Fault, Paid};
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

#[test]
fn a_turn_that_panics_does_not_end_the_engine() {
    let shop = Shop::open();
    let (told, events) = mpsc::channel();
    let once = AtomicBool::new(true);
    shop.till().listen(Box::new(move |_| {
        let sending = std::thread::current().name() == Some("cobro-sender");
        assert!(!(sending && once.swap(false, Ordering::Relaxed)), "on purpose");
        // Nobody listens any more once the test is over.
        let _ = told.send(());
    }));
    let engine = Engine::start(shop.till()).unwrap();
    let first = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    let second = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    wait_for(&shop, &events, second, ChargeState::Pending);
    assert_eq!(shop.act(first), ActState::Sending, "it is looked up later, and not sent again");
    drop(engine);
}

#[test]
fn books_can_be_opened_again_while_a_call_of_the_till_before_is_under_way() {
    let mut shop = Shop::open();
    let before = Arc::clone(shop.till());
    let slow = Effect::Slow { ms: 4_000 };
    shop.control.add_fault(Fault::next(1, slow).of("SUBMIT_TRANSACTION"));
    let engine = Engine::start(shop.till()).unwrap();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    let begun = Instant::now();
    while shop.act(id) != ActState::Sending {
        assert!(begun.elapsed() < PATIENCE, "nothing was sent");
        std::thread::yield_now();
    }
    drop(engine);
    before.close();
    shop.reopen_beside();
    assert!(before.add_amount("Café", "1").is_err(), "the till before writes nothing any more");
    shop.pass(Span::minutes(20));
    assert_eq!((shop.submits(id), shop.charge(id).state), (1, ChargeState::Pending));
}
