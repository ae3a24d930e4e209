//! Acts that were found after all: their vouchers, and what must not happen to them any more.

use std::path::Path;

use cobro_domain::{act::ActState, charge::ChargeState, time::Span};
use cobro_sandbox::{Effect, Fault, Paid};
use cobro_till::{deliver::Turn, event::TillEvent};
use rusqlite::Connection;

use crate::{
    doubt::{lost, minutes},
    shop::Shop,
};

const ATTEMPT: &str = "TRANSACTION_RESPONSE_DETAIL";

#[test]
fn a_voucher_whose_answer_was_lost_is_asked_for_until_it_is_there_and_no_longer() {
    let shop = Shop::open();
    let mut settings = shop.payu().settings().unwrap();
    settings.vouchers_in_reports = true;
    shop.payu().set_settings(&settings).unwrap();
    shop.control.add_fault(Fault::next(2, Effect::LoseAnswer).of(ATTEMPT));
    let id = lost(&shop, Effect::LoseAnswer);
    shop.pass(Span::minutes(10));
    assert_eq!(shop.charge(id).state, ChargeState::Pending);
    assert!(shop.charge(id).voucher.is_none_or(|voucher| !voucher.is_payable()));
    shop.pass(Span::hours(4));
    assert!(shop.charge(id).voucher.unwrap().is_payable());
    assert_eq!(minutes(&shop, ATTEMPT).len(), 3);
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn no_voucher_is_asked_for_once_its_charge_has_ended() {
    let shop = Shop::open();
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).of(ATTEMPT));
    let id = lost(&shop, Effect::LoseAnswer);
    shop.pass(Span::minutes(10));
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.pass(Span::hours(30));
    assert_eq!(shop.charge(id).state, ChargeState::Paid);
    assert_eq!(minutes(&shop, ATTEMPT).len(), 1);
}

/// Queues a charge's act again, as a proof of absence that came too early would.
fn requeue(path: &Path) {
    let text = "UPDATE acts SET state = 'queued', not_before = 0";
    Connection::open(path).unwrap().execute(text, []).unwrap();
}

#[test]
fn what_the_provider_knows_is_never_sent_again_and_stays_alive() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    requeue(shop.till().path());
    shop.pass(Span::hours(2));
    assert_eq!((shop.submits(id), shop.act(id)), (1, ActState::Dropped));
    assert_eq!(shop.charge(id).state, ChargeState::Pending);
    shop.assert_sound();
}

#[test]
fn an_act_that_was_queued_while_it_was_found_is_not_sent_again() {
    let mut shop = Shop::open();
    let id = lost(&shop, Effect::LoseAnswer);
    shop.reopen();
    // The line is told to be there after the answer came, and before it is booked.
    let path = shop.till().path().to_owned();
    shop.till().listen(Box::new(move |event| {
        if matches!(event, TillEvent::Status) {
            requeue(&path);
        }
    }));
    shop.advance(Span::minutes(8));
    while shop.till().resolve_next().unwrap() == Turn::Worked {}
    assert_eq!((shop.charge(id).state, shop.act(id)), (ChargeState::Pending, ActState::Dropped));
    shop.pass(Span::hours(2));
    assert_eq!((shop.submits(id), shop.charge(id).state), (1, ChargeState::Pending));
    shop.assert_sound();
}
