//! Acts of which nobody knows what the provider did: looked up, never blindly sent again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use cobro_domain::{
    act::ActState,
    charge::ChargeState,
    ids::ChargeId,
    time::{Span, Timestamp},
};
use cobro_ledger::{Reader, views::charges, working::acts};
use cobro_sandbox::{Effect, Fault, Verdict};
use cobro_till::collect::Overpaying;
use rusqlite::Connection;

use crate::shop::{START, Shop};

const LOOK_UP: &str = "ORDER_DETAIL_BY_REFERENCE_CODE";
const SUBMIT: &str = "SUBMIT_TRANSACTION";

/// Minutes after the start at which each command arrived or was lost.
pub(crate) fn minutes(shop: &Shop, command: &str) -> Vec<i64> {
    let log = shop.control.log();
    let seen = log.iter().filter(|seen| seen.command == command);
    seen.map(|seen| (seen.at - START) / 60_000).collect()
}

pub(crate) fn lost(shop: &Shop, effect: Effect) -> ChargeId {
    shop.control.add_fault(Fault::next(1, effect).of(SUBMIT));
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    shop.work();
    id
}

#[test]
fn an_answer_in_any_broken_shape_is_looked_up_and_found() {
    let effects = [
        Effect::LoseAnswer,
        Effect::CutAnswer,
        Effect::TruncateBody,
        Effect::Garbage,
        Effect::Oversize { bytes: (1 << 20) + 1 },
        Effect::Html { processed: true },
        Effect::Status { code: 500, processed: true },
        Effect::Status { code: 503, processed: true },
        Effect::Status { code: 302, processed: true },
    ];
    for effect in effects {
        let shop = Shop::open();
        let id = lost(&shop, effect);
        let stands = (shop.charge(id).state, shop.act(id));
        assert_eq!(stands, (ChargeState::Requested, ActState::Unknown), "{effect:?}");
        assert_eq!(shop.invoice(id).standing.word(), "unsent", "{effect:?}");
        shop.pass(Span::minutes(8));
        let stands = (shop.charge(id).state, shop.act(id));
        assert_eq!(stands, (ChargeState::Pending, ActState::Accepted), "{effect:?}");
        assert_eq!(shop.submits(id), 1, "{effect:?}");
        shop.payu().pay(shop.reference(id).as_str(), cobro_sandbox::Paid::InFull).unwrap();
        shop.pass(Span::hours(2));
        assert_eq!(shop.paid(id), [25_000], "{effect:?}");
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn what_never_arrived_is_sent_again_after_two_look_ups_ten_minutes_apart() {
    let effects = [
        Effect::LoseRequest,
        Effect::Html { processed: false },
        Effect::Status { code: 500, processed: false },
        Effect::Status { code: 503, processed: false },
    ];
    for effect in effects {
        let shop = Shop::open();
        let id = lost(&shop, effect);
        shop.pass(Span::minutes(30));
        assert_eq!(minutes(&shop, SUBMIT), [0, 17], "{effect:?}");
        assert_eq!(minutes(&shop, LOOK_UP)[..2], [7, 17], "{effect:?}");
        assert_eq!(shop.charge(id).state, ChargeState::Pending, "{effect:?}");
        assert!(shop.charge(id).voucher.is_some(), "{effect:?}");
        shop.assert_patient();
    }
}

#[test]
fn look_ups_that_are_lost_prove_nothing() {
    let shop = Shop::open();
    shop.control.add_fault(Fault::next(6, Effect::LoseAnswer).of(LOOK_UP));
    let id = lost(&shop, Effect::LoseRequest);
    shop.pass(Span::hours(2));
    let told = shop.control.log();
    let told = told.iter().filter(|seen| seen.verdict == Some(Verdict::NotFound));
    let told: Vec<_> = told.filter(|seen| seen.effect.is_none()).map(|seen| seen.at).collect();
    assert_eq!(minutes(&shop, SUBMIT).len(), 2);
    assert!(told[1] - told[0] >= 600_000, "{told:?}");
    assert_eq!(shop.charge(id).state, ChargeState::Pending);
}

#[test]
fn a_refusal_of_the_second_send_is_not_believed_while_the_first_may_have_arrived() {
    let shop = Shop::open();
    let mut settings = shop.payu().settings().unwrap();
    // The reports know of the order only after both look-ups have found nothing.
    settings.reports_lag_ms = 20 * 60_000;
    shop.payu().set_settings(&settings).unwrap();
    // Sends that never left do not count as sends.
    shop.control.refuse_connections(true).unwrap();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    shop.pass(Span::minutes(12));
    shop.control.refuse_connections(false).unwrap();
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).of(SUBMIT));
    shop.pass(Span::hours(2));
    assert_eq!(shop.submits(id), 2, "sent again when it seemed absent, and refused");
    assert_eq!(shop.control.counters().unwrap().most_orders_per_reference(), 1);
    assert_eq!(shop.charge(id).state, ChargeState::Pending);
}

#[test]
fn a_refusal_of_the_first_that_arrived_is_believed_at_once() {
    let shop = Shop::open();
    shop.control.refuse_connections(true).unwrap();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    shop.pass(Span::minutes(12));
    let mut settings = shop.payu().settings().unwrap();
    for method in settings.methods.values_mut() {
        method.minimum_centavos = cobro_sandbox::Centavos(30_000);
    }
    shop.payu().set_settings(&settings).unwrap();
    shop.control.refuse_connections(false).unwrap();
    shop.pass(Span::minutes(2));
    let charge = shop.charge(id);
    assert_eq!((charge.state, shop.act(id)), (ChargeState::Declined, ActState::Refused));
    assert!(charge.text.unwrap().contains("Minimum value allowed 300 MXN"));
}

#[test]
fn a_voucher_that_was_replaced_is_not_sent_again() {
    let shop = Shop::open();
    let first = lost(&shop, Effect::LoseRequest);
    let invoice = shop.invoice(first).id;
    shop.advance(Span::minutes(1));
    let again = shop.till().charge_again(invoice, &shop.way("oxxo"), Overpaying::Accepted).unwrap();
    shop.pass(Span::hours(1));
    assert_eq!(minutes(&shop, SUBMIT), [0, 1]);
    assert_eq!(shop.charge(again).state, ChargeState::Pending);
    let given_up = (shop.charge(first).state, shop.act(first));
    assert_eq!(given_up, (ChargeState::Cancelled, ActState::Dropped));
    shop.assert_sound();
}

#[test]
fn a_voucher_that_was_given_up_while_in_doubt_stays_watched_and_is_never_sent() {
    for (effect, state) in
        [(Effect::LoseRequest, ActState::Dropped), (Effect::LoseAnswer, ActState::Accepted)]
    {
        let shop = Shop::open();
        let id = lost(&shop, effect);
        shop.till().cancel_charge(id).unwrap();
        shop.pass(Span::hours(1));
        assert_eq!((shop.charge(id).state, shop.act(id)), (ChargeState::Cancelled, state));
        assert_eq!(minutes(&shop, SUBMIT), [0], "{effect:?}");
        let watched = shop.polls().iter().any(|poll| poll.charge == id);
        assert_eq!(watched, state == ActState::Accepted, "{effect:?}");
    }
}

#[test]
fn a_voucher_given_up_while_it_was_being_sent_does_not_leave_later() {
    let shop = Shop::open();
    shop.control.refuse_connections(true).unwrap();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    let (path, till) = (shop.till().path().to_owned(), Arc::downgrade(shop.till()));
    let once = AtomicBool::new(true);
    // Called before a byte of the voucher has left.
    shop.till().listen(Box::new(move |_| {
        let reader = Reader::open(&path).unwrap();
        let act = acts::of_charge(reader.conn(), id).unwrap().unwrap();
        if act.state != ActState::Sending || !once.swap(false, Ordering::Relaxed) {
            return;
        }
        let till = till.upgrade().unwrap();
        let giving_up = thread::spawn(move || till.cancel_charge(id));
        let cancelled = || charges::read(reader.conn(), id).unwrap().unwrap().state;
        while cancelled() != ChargeState::Cancelled && !giving_up.is_finished() {
            thread::yield_now();
        }
    }));
    shop.work();
    assert_eq!(shop.charge(id).state, ChargeState::Cancelled);
    shop.control.refuse_connections(false).unwrap();
    shop.pass(Span::hours(1));
    assert_eq!(shop.submits(id), 0);
    assert_eq!(shop.act(id), ActState::Dropped);
}

/// Makes the books refuse what `when` says, as a full disk would.
fn refuse_to_book(shop: &Shop, when: &str) {
    let conn = Connection::open(shop.till().path()).unwrap();
    let trigger = format!("CREATE TRIGGER full {when} BEGIN SELECT RAISE(ABORT, 'full'); END");
    conn.execute_batch(&trigger).unwrap();
}

fn book_again(shop: &Shop) {
    Connection::open(shop.till().path()).unwrap().execute_batch("DROP TRIGGER full").unwrap();
}

#[test]
fn an_answer_that_could_not_be_booked_is_looked_up_without_a_restart() {
    let shop = Shop::open();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    refuse_to_book(&shop, "BEFORE UPDATE ON acts WHEN new.state <> 'sending'");
    assert!(shop.till().work_through().is_err());
    assert_eq!((shop.submits(id), shop.act(id)), (1, ActState::Sending));
    book_again(&shop);
    shop.pass(Span::minutes(9));
    assert_eq!(shop.act(id), ActState::Sending, "not asked too early");
    shop.pass(Span::minutes(2));
    assert_eq!(shop.act(id), ActState::Accepted);
    assert_eq!((shop.submits(id), shop.charge(id).state), (1, ChargeState::Pending));
    shop.assert_patient();
}

#[test]
fn news_that_could_not_be_booked_is_not_asked_for_again_and_again() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    shop.payu().pay(shop.reference(id).as_str(), cobro_sandbox::Paid::InFull).unwrap();
    refuse_to_book(&shop, "BEFORE INSERT ON facts");
    shop.advance(Span::minutes(8));
    assert!(shop.till().work_through().is_err());
    for _ in 0..5 {
        shop.advance(Span::seconds(5));
        shop.work();
    }
    book_again(&shop);
    assert_eq!(shop.charge(id).state, ChargeState::Pending);
    shop.pass(Span::hours(2));
    assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![25_000]));
    shop.assert_patient();
}

#[test]
fn a_till_that_died_while_sending_asks_at_the_right_time() {
    for closed_for in [Span::minutes(1), Span::hours(5)] {
        let mut shop = Shop::open();
        let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
        refuse_to_book(&shop, "BEFORE UPDATE ON acts WHEN new.state <> 'sending'");
        assert!(shop.till().work_through().is_err());
        book_again(&shop);
        shop.close();
        shop.advance(closed_for);
        shop.reopen();
        assert_eq!(shop.act(id), ActState::Unknown);
        shop.pass(Span::minutes(11));
        assert_eq!((shop.submits(id), shop.charge(id).state), (1, ChargeState::Pending));
        shop.assert_patient();
    }
}

#[test]
fn lost_working_tables_lose_no_money() {
    let mut shop = Shop::open();
    let issued = shop.issued("250", "seven-eleven");
    let unsent = shop.ask("100", &shop.way("oxxo")).unwrap();
    shop.close();
    let file = shop.folder.path().join("ledger.db");
    let conn = Connection::open(file).unwrap();
    conn.execute_batch("DELETE FROM acts; DELETE FROM polls; DELETE FROM preferences").unwrap();
    drop(conn);
    shop.reopen();
    shop.payu().pay(shop.reference(issued).as_str(), cobro_sandbox::Paid::InFull).unwrap();
    shop.pass(Span::hours(2));
    assert_eq!(shop.paid(issued), [25_000]);
    // Nobody knows whether it was sent: it is, once the provider has proved not to know of it.
    assert_eq!((shop.submits(unsent), shop.charge(unsent).state), (1, ChargeState::Pending));
    assert_eq!(minutes(&shop, SUBMIT).last(), Some(&10));
}

#[test]
fn what_was_asked_for_is_never_forgotten() {
    let shop = Shop::open();
    let id = lost(&shop, Effect::LoseRequest);
    // The provider is gone for longer than a voucher may wait.
    shop.control.refuse_connections(true).unwrap();
    shop.pass(Span::hours(25));
    assert_eq!((shop.charge(id).state, shop.act(id)), (ChargeState::Requested, ActState::Unknown));
    shop.control.refuse_connections(false).unwrap();
    shop.pass(Span::hours(1));
    // It is too old to be sent without asking.
    assert_eq!((shop.submits(id), shop.act(id)), (0, ActState::Queued));
    let live = charges::live(shop.reader().conn()).unwrap();
    assert!(live.iter().any(|charge| charge.id == id), "and it is in view");
    assert!(shop.now() > Timestamp::from_millis(START));
}
