//! Captures, voids and refunds whose answer is lost, that are refused, or that take days: none
//! is done twice, and every one is known in the end.

use cobro_domain::{
    act::{ActKind, ActState},
    charge::ChargeState,
    ids::{ChargeId, PaymentId, RefundId},
    money::{Currency, Money},
    refund::RefundState,
    time::Span,
};
use cobro_ledger::{
    fact::Matter,
    views::{holds, payments, refunds},
    working::acts,
};
use cobro_providers::card::CardSteps;
use cobro_sandbox::{Effect, Fault, Forced, ForcedResult};
use cobro_till::after::{FollowError, RefundOrder};

use crate::{
    cards::{self, charge, order},
    shop::Shop,
};

const EFFECTS: [Effect; 4] =
    [Effect::LoseAnswer, Effect::CutAnswer, Effect::Garbage, Effect::LoseRequest];

/// A shop at whose provider a refund waits until a test decides about it.
fn shop() -> Shop {
    let shop = cards::shop();
    let mut settings = shop.payu().settings().unwrap();
    settings.refund_decision.after_ms = None;
    shop.payu().set_settings(&settings).unwrap();
    shop
}

fn pesos(minor: i64) -> Money {
    Money::new(minor, Currency::Mxn)
}

fn held(shop: &Shop) -> ChargeId {
    let id = charge(shop, "1000", &order(shop, CardSteps::Two));
    assert_eq!(shop.charge(id).state, ChargeState::Authorized);
    id
}

/// A charge that a card paid, old enough to be given back.
fn paid(shop: &Shop, amount: &str) -> (ChargeId, PaymentId) {
    let id = charge(shop, amount, &order(shop, CardSteps::One));
    shop.pass(Span::minutes(30));
    let invoice = shop.charge(id).invoice;
    let payment = payments::of_invoice(shop.reader().conn(), invoice).unwrap()[0].id;
    (id, payment)
}

fn refund_of(shop: &Shop, id: RefundId) -> refunds::Refund {
    refunds::read(shop.reader().conn(), id).unwrap().unwrap()
}

fn ask((charge, payment): (ChargeId, PaymentId), minor: i64) -> RefundOrder {
    RefundOrder { charge, payment, amount: pesos(minor), reason: "roto".to_owned() }
}

/// The state of the newest act of a kind.
fn act(shop: &Shop, id: ChargeId, kind: ActKind) -> ActState {
    let acts = acts::after_charge(shop.reader().conn(), id).unwrap();
    acts.iter().rev().find(|act| act.kind == kind).unwrap().state
}

/// How many transactions of a type the provider has for a charge, decided ones.
fn done(shop: &Shop, id: ChargeId, kind: &str) -> usize {
    let order = shop.payu().order(shop.reference(id).as_str()).unwrap();
    order.transactions.iter().filter(|one| one.kind == kind && one.state == "APPROVED").count()
}

#[test]
fn a_part_of_a_hold_is_taken_and_the_rest_let_go() {
    let shop = shop();
    let id = held(&shop);
    shop.pass(Span::hours(3));
    shop.till().capture(id, Some(pesos(60_050))).unwrap();
    assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![60_050]));
    let again = shop.till().capture(id, None);
    assert!(matches!(again, Err(FollowError::NotHeld)), "{again:?}");
    shop.pass(Span::days(2));
    assert_eq!((shop.paid(id), shop.matters(id)), (vec![60_050], vec![]));
    assert_eq!(shop.invoice(id).standing.word(), "partial");
    assert_eq!(done(&shop, id, "CAPTURE"), 1);
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn a_lost_answer_to_a_capture_takes_the_money_once() {
    for effect in EFFECTS {
        let mut shop = shop();
        let id = held(&shop);
        shop.pass(Span::hours(3));
        shop.control.add_fault(Fault::next(1, effect).typed("CAPTURE"));
        shop.till().capture(id, None).unwrap();
        assert_eq!(act(&shop, id, ActKind::Capture), ActState::Unknown, "{effect:?}");
        let again = shop.till().capture(id, None);
        assert!(matches!(again, Err(FollowError::UnderWay)), "{again:?}");
        let void = shop.till().void_hold(id, "no");
        assert!(matches!(void, Err(FollowError::UnderWay)), "{void:?}");
        shop.reopen();
        shop.pass(Span::hours(3));
        assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![100_000]));
        assert_eq!(act(&shop, id, ActKind::Capture), ActState::Accepted, "{effect:?}");
        assert_eq!(done(&shop, id, "CAPTURE"), 1, "{effect:?}");
        assert_eq!(shop.matters(id), [], "{effect:?}");
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn a_lost_answer_to_a_void_lets_the_money_go_once() {
    for effect in EFFECTS {
        let mut shop = shop();
        let id = held(&shop);
        let early = shop.till().void_hold(id, "se fue");
        assert!(matches!(early, Err(FollowError::TooEarly { .. })), "{early:?}");
        shop.pass(Span::hours(3));
        shop.control.add_fault(Fault::next(1, effect).typed("VOID"));
        shop.till().void_hold(id, "se fue").unwrap();
        assert_eq!(act(&shop, id, ActKind::Void), ActState::Unknown, "{effect:?}");
        shop.reopen();
        shop.pass(Span::hours(3));
        assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Voided, vec![]));
        assert_eq!(act(&shop, id, ActKind::Void), ActState::Accepted, "{effect:?}");
        assert_eq!(done(&shop, id, "VOID"), 1, "{effect:?}");
        shop.pass(Span::days(40));
        assert_eq!((shop.charge(id).state, shop.matters(id)), (ChargeState::Voided, vec![]));
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn a_capture_that_is_refused_leaves_the_hold_as_it_was() {
    let shop = shop();
    let id = held(&shop);
    shop.pass(Span::hours(3));
    let result = ForcedResult::Code("INSUFFICIENT_FUNDS".to_owned());
    let forced = Forced { kind: Some("CAPTURE".to_owned()), result, times: 1 };
    shop.payu().force(forced).unwrap();
    shop.till().capture(id, None).unwrap();
    assert_eq!(act(&shop, id, ActKind::Capture), ActState::Refused);
    let hold = holds::read(shop.reader().conn(), id).unwrap().unwrap();
    assert!(hold.stands() && hold.capturing.is_none());
    shop.pass(Span::days(1));
    shop.till().capture(id, None).unwrap();
    shop.pass(Span::days(1));
    assert_eq!((shop.paid(id), shop.matters(id)), (vec![100_000], vec![]));
    shop.assert_sound();
}

#[test]
fn what_did_not_leave_may_be_asked_for_anew() {
    let shop = shop();
    let id = held(&shop);
    shop.control.refuse_connections(true).unwrap();
    shop.till().capture(id, None).unwrap();
    assert_eq!(act(&shop, id, ActKind::Capture), ActState::Dropped);
    shop.control.refuse_connections(false).unwrap();
    shop.pass(Span::hours(3));
    assert_eq!(done(&shop, id, "CAPTURE"), 0, "nothing is sent by itself");
    shop.till().capture(id, None).unwrap();
    assert_eq!(shop.paid(id), [100_000]);
    shop.assert_sound();
}

#[test]
fn a_refund_takes_days_and_whole_pesos_go_back_by_the_provider() {
    let shop = shop();
    let id = charge(&shop, "1250.50", &order(&shop, CardSteps::One));
    let invoice = shop.charge(id).invoice;
    let payment = payments::of_invoice(shop.reader().conn(), invoice).unwrap()[0].id;
    let early = shop.till().refund(&ask((id, payment), 125_050));
    assert!(matches!(early, Err(FollowError::TooEarly { .. })), "{early:?}");
    shop.pass(Span::minutes(30));
    let offer = shop.till().refund_offer(id, payment).unwrap();
    assert_eq!((offer.split.by_provider, offer.split.by_hand), (pesos(125_000), pesos(50)));
    let asked = shop.till().refund(&ask((id, payment), 125_050)).unwrap();
    assert_eq!(refund_of(&shop, asked).state, RefundState::Undecided);
    let twice = shop.till().refund(&ask((id, payment), 100));
    assert!(matches!(twice, Err(FollowError::UnderWay)), "{twice:?}");
    shop.pass(Span::days(2));
    assert_eq!(refund_of(&shop, asked).state, RefundState::Undecided);
    assert_eq!(shop.invoice(id).paid, pesos(125_050));
    shop.payu().decide(shop.reference(id).as_str(), true).unwrap();
    shop.pass(Span::days(1));
    assert_eq!(refund_of(&shop, asked).state, RefundState::Approved);
    assert_eq!((shop.invoice(id).paid, shop.matters(id)), (pesos(50), vec![]));
    assert_eq!(shop.balance(&format!("clearing:{}", shop.account)), 50);
    assert_eq!(done(&shop, id, "REFUND") + done(&shop, id, "PARTIAL_REFUND"), 1);
    let more = shop.till().refund(&ask((id, payment), 10_000));
    assert!(matches!(more, Err(FollowError::TooMuch { .. })), "{more:?}");
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn a_charge_back_after_a_partial_refund_takes_what_was_left() {
    let shop = shop();
    let of = paid(&shop, "1000");
    shop.till().refund(&ask(of, 30_000)).unwrap();
    let reference = shop.reference(of.0);
    shop.pass(Span::hours(1));
    shop.payu().decide(reference.as_str(), true).unwrap();
    shop.pass(Span::days(1));
    let clearing = format!("clearing:{}", shop.account);
    assert_eq!(shop.balance(&clearing), 70_000);
    shop.payu().dispute(reference.as_str()).unwrap();
    shop.pass(Span::days(2));
    assert_eq!(shop.charge(of.0).state, ChargeState::Reversed);
    assert_eq!((shop.balance(&clearing), shop.balance("disputed")), (0, 0));
    assert_eq!(shop.due(of.0), 100_000, "all of it is owed again, and no more");
    shop.assert_sound();
}

#[test]
fn a_refund_that_is_declined_may_be_asked_for_again() {
    let shop = shop();
    let of = paid(&shop, "1000");
    let first = shop.till().refund(&ask(of, 100_000)).unwrap();
    shop.pass(Span::days(1));
    shop.payu().decide(shop.reference(of.0).as_str(), false).unwrap();
    shop.pass(Span::days(1));
    assert_eq!(refund_of(&shop, first).state, RefundState::Declined);
    let second = shop.till().refund(&ask(of, 100_000)).unwrap();
    shop.pass(Span::days(1));
    assert_eq!(refund_of(&shop, second).state, RefundState::Undecided, "not the first's end");
    shop.payu().decide(shop.reference(of.0).as_str(), true).unwrap();
    shop.pass(Span::days(1));
    assert_eq!(refund_of(&shop, second).state, RefundState::Approved);
    assert_eq!((shop.invoice(of.0).paid, shop.matters(of.0)), (pesos(0), vec![]));
    shop.assert_sound();
}

#[test]
fn a_lost_answer_to_a_refund_gives_back_once() {
    for effect in EFFECTS {
        let mut shop = shop();
        let of = paid(&shop, "1000");
        shop.control.add_fault(Fault::next(1, effect).typed("REFUND"));
        let asked = shop.till().refund(&ask(of, 100_000)).unwrap();
        assert_eq!(act(&shop, of.0, ActKind::Refund), ActState::Unknown, "{effect:?}");
        let id = acts::after_charge(shop.reader().conn(), of.0).unwrap()[0].id;
        let early = shop.till().follow_again(id);
        assert!(matches!(early, Err(FollowError::StillAsked { .. })), "{early:?}");
        shop.reopen();
        // The provider says nothing of a refund that nobody has decided about.
        shop.pass(Span::days(6));
        assert_eq!(refund_of(&shop, asked).state, RefundState::Requested, "{effect:?}");
        shop.till().follow_again(id).unwrap();
        shop.pass(Span::hours(1));
        let decided = shop.payu().decide(shop.reference(of.0).as_str(), true);
        assert!(decided.is_ok(), "{effect:?} {decided:?}");
        shop.pass(Span::days(2));
        assert_eq!(refund_of(&shop, asked).state, RefundState::Approved, "{effect:?}");
        assert_eq!(done(&shop, of.0, "REFUND"), 1, "{effect:?}");
        assert_eq!((shop.invoice(of.0).paid, shop.open_cases(of.0)), (pesos(0), vec![]));
        assert_eq!(shop.matters(of.0), [Matter::Unanswered], "a person was told, once");
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn a_refund_that_was_given_up_and_comes_all_the_same_is_booked_and_shown() {
    let shop = shop();
    let of = paid(&shop, "1000");
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).typed("REFUND"));
    let asked = shop.till().refund(&ask(of, 100_000)).unwrap();
    shop.pass(Span::days(6));
    let id = acts::after_charge(shop.reader().conn(), of.0).unwrap()[0].id;
    shop.till().give_follow_up_up(id).unwrap();
    assert_eq!(refund_of(&shop, asked).state, RefundState::Dropped);
    shop.payu().decide(shop.reference(of.0).as_str(), true).unwrap();
    shop.pass(Span::days(2));
    assert_eq!(refund_of(&shop, asked).state, RefundState::Approved);
    assert_eq!(
        (shop.invoice(of.0).paid, shop.open_cases(of.0)),
        (pesos(0), vec![Matter::Contradiction])
    );
    shop.assert_sound();
}
