//! When the provider is asked: no sooner than it allows, not for nothing, and long enough.

use std::thread;

use cobro_domain::{charge::ChargeState, time::Span};
use cobro_sandbox::{Effect, Fault, Paid, Service};
use cobro_till::{merchants::MerchantError, poll::CheckError};

use crate::shop::Shop;

fn asked(shop: &Shop) -> usize {
    shop.control.log().iter().filter(|seen| seen.service == Service::Reports).count()
}

#[test]
fn a_month_of_vouchers_is_watched_within_the_provider_s_rules() {
    let shop = Shop::open();
    let methods = ["oxxo", "seven-eleven", "bank-referenced", "others-cash-mx", "spei"];
    let mut charges = Vec::new();
    for day in 0..31 {
        let is_lost = day % 3 == 0;
        if day < 20 {
            if is_lost {
                let fault = Fault::next(1, Effect::LoseAnswer).of("SUBMIT_TRANSACTION");
                shop.control.add_fault(fault);
            }
            let method = methods[day % 5];
            charges.push(shop.ask("250", &shop.way(method)).unwrap());
        }
        shop.pass(Span::hours(7));
        // Three of four are paid on the next day.
        if let Some(id) = day.checked_sub(1).filter(|day| day % 4 != 0).and_then(|d| charges.get(d))
        {
            shop.payu().pay(shop.reference(*id).as_str(), Paid::InFull).unwrap();
        }
        shop.pass(Span::hours(17));
    }
    shop.assert_patient();
    for id in charges {
        let state = shop.charge(id).state;
        assert!(matches!(state, ChargeState::Paid | ChargeState::Expired), "{state:?}");
        let orders = shop.payu().orders_with(&shop.reference(id)).unwrap();
        assert_eq!(shop.paid(id).len(), orders[0].payments.len(), "{state:?}");
    }
    shop.assert_sound();
}

#[test]
fn the_same_answer_again_writes_no_fact() {
    let shop = Shop::open();
    for method in ["oxxo", "spei"] {
        shop.issued("250", method);
    }
    shop.pass(Span::hours(2));
    let (facts, before) = (shop.facts(), asked(&shop));
    shop.pass(Span::hours(10));
    assert!(asked(&shop) > before + 40, "it was asked {} times", asked(&shop) - before);
    assert_eq!(shop.facts(), facts);
}

#[test]
fn the_watch_outlives_the_voucher() {
    let cases = [("oxxo", Span::hours(47)), ("spei", Span::hours(23))];
    for (method, after) in cases {
        let shop = Shop::open();
        let id = shop.issued("250", method);
        let expires = shop.charge(id).voucher.unwrap().expires_at.unwrap();
        shop.pass(expires.since(shop.now()));
        shop.pass(after);
        let [poll] = shop.polls().try_into().unwrap();
        assert!(poll.last_at.unwrap() > expires.plus(after).minus(Span::hours(2)), "{method}");
        assert_eq!(shop.charge(id).state, ChargeState::Expired, "{method}");
        shop.pass(Span::hours(4));
        assert!(shop.polls().is_empty(), "{method}");
        shop.assert_patient();
    }
}

#[test]
fn a_person_may_ask_no_sooner_than_the_provider_allows() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    let issued = shop.now();
    let check = || shop.till().check_now(id);
    let Err(CheckError::TooSoon { allowed_at }) = check() else { panic!("too soon") };
    assert_eq!(allowed_at, issued.plus(Span::minutes(7)));
    shop.advance(allowed_at.since(shop.now()));
    check().unwrap();
    assert_eq!(shop.charge(id).state, ChargeState::Paid);
    let Err(CheckError::TooSoon { allowed_at }) = check() else { panic!("too soon") };
    assert_eq!(allowed_at, shop.now().plus(Span::hours(1)));
    shop.assert_patient();
}

#[test]
fn a_person_who_asks_learns_that_nobody_answered() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    shop.advance(Span::minutes(7));
    shop.control.refuse_connections(true).unwrap();
    let unreachable =
        |checked| matches!(checked, Err(CheckError::Merchant(MerchantError::Unreachable)));
    assert!(unreachable(shop.till().check_now(id)));
    shop.control.refuse_connections(false).unwrap();
    shop.till().check_now(id).expect("what never left does not count");
    shop.assert_patient();
    shop.advance(Span::hours(2));
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer));
    assert!(unreachable(shop.till().check_now(id)));
    let again = shop.till().check_now(id);
    assert!(matches!(again, Err(CheckError::TooSoon { .. })), "the provider may have heard it");
    shop.assert_patient();
}

#[test]
fn nothing_is_asked_about_what_was_never_sent() {
    let shop = Shop::open();
    shop.control.refuse_connections(true).unwrap();
    let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    shop.work();
    shop.control.refuse_connections(false).unwrap();
    shop.advance(Span::minutes(8));
    shop.till().check_now(id).unwrap();
    assert_eq!(asked(&shop), 0);
    assert!(shop.polls().is_empty());
}

#[test]
fn lost_answers_slow_the_watch_down_and_do_not_end_it() {
    let shop = Shop::open();
    let id = shop.issued("250", "spei");
    let fault = Fault::next(5, Effect::LoseAnswer).of("ORDER_DETAIL_BY_REFERENCE_CODE");
    shop.control.add_fault(fault);
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.pass(Span::minutes(50));
    assert_eq!(shop.charge(id).state, ChargeState::Pending);
    shop.pass(Span::hours(1));
    assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![25_000]));
    shop.assert_patient();
}

#[test]
fn two_who_ask_at_once_post_once_and_ask_once() {
    for _ in 0..10 {
        let shop = Shop::open();
        let ids: Vec<_> = (0..6).map(|_| shop.issued("250", "seven-eleven")).collect();
        for id in &ids {
            shop.payu().pay(shop.reference(*id).as_str(), Paid::InFull).unwrap();
        }
        shop.advance(Span::minutes(8));
        let till = shop.till();
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while till.poll_next().unwrap() == cobro_till::deliver::Turn::Worked {}
                });
            }
            scope.spawn(|| {
                for id in ids.iter().rev() {
                    let checked = till.check_now(*id);
                    assert!(matches!(checked, Ok(()) | Err(CheckError::TooSoon { .. })));
                }
            });
        });
        for id in &ids {
            assert_eq!((shop.charge(*id).state, shop.paid(*id)), (ChargeState::Paid, vec![25_000]));
        }
        assert_eq!(asked(&shop), ids.len());
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn what_cannot_be_asked_does_not_stand_in_the_way_of_what_can() {
    let shop = Shop::open();
    let other = shop.add_account("Otra");
    for _ in 0..60 {
        shop.issued("50", "seven-eleven");
    }
    let way = cobro_till::collect::Way { account: other, ..shop.way("seven-eleven") };
    shop.advance(Span::minutes(1));
    let id = shop.ask("250", &way).unwrap();
    shop.work();
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.set_key("wrong");
    shop.pass(Span::minutes(20));
    assert_eq!(shop.charge(id).state, ChargeState::Paid);
    assert_eq!(asked(&shop), 2, "one that was refused, and one of the other account");
}
