//! Vouchers that wait: for the line, for the owner, for a passphrase, for somebody to say yes.

use cobro_domain::{
    act::ActState, charge::ChargeState, ids::ChargeId, invoice::InvoiceState, time::Span,
};
use cobro_ledger::fact::Fact;
use cobro_sandbox::{Effect, Fault};
use cobro_till::{
    collect::{CollectError, Overpaying},
    line::Line,
    merchants::MerchantError,
    secrets::SecretError,
};

use crate::shop::Shop;

/// References in the order in which the provider saw them, without those it never saw.
fn seen(shop: &Shop) -> Vec<String> {
    let log = shop.control.log();
    let submits = log.iter().filter(|seen| seen.command == "SUBMIT_TRANSACTION");
    submits.filter_map(|seen| seen.subject.clone()).collect()
}

#[test]
fn fifty_vouchers_of_a_day_without_a_line_are_issued_in_order_once() {
    for restart in [false, true] {
        let mut shop = Shop::open();
        shop.control.refuse_connections(true).unwrap();
        let mut ids: Vec<ChargeId> = Vec::new();
        for number in 0..50 {
            // Some in the same millisecond, some later.
            shop.advance(Span::seconds(number % 3));
            let way = shop.reachable_way(if number % 2 == 0 { "oxxo" } else { "spei" });
            ids.push(shop.ask("99.50", &way).unwrap());
            if number % 7 == 0 {
                shop.pass(Span::minutes(10));
            }
            if restart && number % 20 == 0 {
                shop.reopen();
            }
        }
        assert_eq!(shop.till().live_charges().unwrap().len(), 50);
        if restart {
            shop.reopen();
        }
        shop.control.refuse_connections(false).unwrap();
        shop.pass(Span::minutes(2));
        for id in &ids {
            let charge = shop.charge(*id);
            assert_eq!((charge.state, shop.submits(*id)), (ChargeState::Pending, 1));
            assert!(charge.voucher.unwrap().is_payable());
        }
        let expected: Vec<_> = ids.iter().map(|id| shop.reference(*id)).collect();
        assert_eq!(seen(&shop), expected, "restart: {restart}");
        assert_eq!(shop.control.counters().unwrap().most_orders_per_reference(), 1);
        shop.assert_sound();
    }
}

#[test]
fn without_a_line_a_voucher_needs_an_address_and_cash_needs_nothing() {
    let shop = Shop::open();
    shop.control.refuse_connections(true).unwrap();
    shop.ask("250", &shop.way("oxxo")).unwrap();
    assert_eq!(shop.till().line(), Line::Idle, "nothing was tried yet");
    shop.work();
    assert_eq!(shop.till().line(), Line::Offline);
    let refused = shop.ask("250", &shop.way("oxxo"));
    assert!(matches!(refused, Err(CollectError::ContactNeeded)), "{refused:?}");
    assert_eq!(shop.till().typed().unwrap().ticket.lines.len(), 1, "the ticket is still there");
    let sale = shop.till().take_cash("300").unwrap();
    assert_eq!(sale.change.minor(), 5_000);
    shop.ask("250", &shop.reachable_way("oxxo")).unwrap();
    shop.assert_sound();
}

#[test]
fn one_lost_answer_does_not_make_the_next_customer_leave_an_address() {
    let shop = Shop::open();
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).of("SUBMIT_TRANSACTION"));
    shop.ask("250", &shop.way("oxxo")).unwrap();
    shop.work();
    assert_eq!(shop.till().line(), Line::Online);
    shop.ask("250", &shop.way("oxxo")).unwrap();
}

#[test]
fn the_line_is_found_to_be_back_though_nothing_waits_to_be_sent() {
    let shop = Shop::open();
    let id = shop.ask("250", &shop.way("oxxo")).unwrap();
    shop.control.refuse_connections(true).unwrap();
    shop.work();
    shop.till().cancel_charge(id).unwrap();
    shop.pass(Span::minutes(5));
    assert_eq!(shop.till().line(), Line::Offline);
    shop.control.refuse_connections(false).unwrap();
    shop.advance(Span::seconds(31));
    shop.work();
    assert_eq!(shop.till().line(), Line::Online);
}

#[test]
fn wrong_credentials_cost_one_voucher_and_hold_the_others() {
    for restart in [false, true] {
        let mut shop = Shop::open();
        shop.set_key("wrong");
        let ids: Vec<_> = (0..5).map(|_| shop.ask("250", &shop.way("spei")).unwrap()).collect();
        shop.work();
        if restart {
            shop.reopen();
        }
        shop.pass(Span::hours(3));
        let burnt = shop.charge(ids[0]);
        assert_eq!(burnt.state, ChargeState::Declined);
        assert_eq!(burnt.text.as_deref(), Some("Credenciales inválidas"));
        assert_eq!(seen(&shop).len(), 1, "restart: {restart}");
        for id in &ids[1..] {
            let stands = (shop.charge(*id).state, shop.act(*id));
            assert_eq!(stands, (ChargeState::Requested, ActState::Queued));
        }
        shop.set_key(crate::account::KEY);
        shop.pass(Span::minutes(1));
        for id in &ids[1..] {
            assert_eq!(shop.charge(*id).state, ChargeState::Pending);
        }
        // What was refused can be asked for again.
        let invoice = shop.invoice(ids[0]).id;
        shop.till().charge_again(invoice, &shop.way("spei"), Overpaying::Ask).unwrap();
        shop.work();
        assert_eq!(seen(&shop).len(), 6);
        shop.assert_sound();
    }
}

#[test]
fn a_connection_test_that_passes_lets_the_queue_go_on() {
    let shop = Shop::open();
    shop.keys.forge(true);
    let ids: Vec<_> = (0..2).map(|_| shop.ask("250", &shop.way("spei")).unwrap()).collect();
    shop.pass(Span::minutes(5));
    assert_eq!(shop.act(ids[1]), ActState::Queued);
    shop.keys.forge(false);
    shop.till().test_merchant(shop.account).unwrap();
    shop.work();
    assert_eq!(shop.charge(ids[1]).state, ChargeState::Pending);
}

#[test]
fn another_account_goes_on_while_one_is_held() {
    let shop = Shop::open();
    let other = shop.add_account("Otra");
    shop.set_key("wrong");
    let held: Vec<_> = (0..3).map(|_| shop.ask("250", &shop.way("spei")).unwrap()).collect();
    let way = cobro_till::collect::Way { account: other, ..shop.way("oxxo") };
    let free = shop.ask("250", &way).unwrap();
    shop.work();
    assert_eq!(shop.charge(free).state, ChargeState::Pending);
    assert_eq!(shop.act(held[2]), ActState::Queued);
}

#[test]
fn an_old_voucher_asks_before_it_is_sent() {
    let shop = Shop::open();
    shop.control.refuse_connections(true).unwrap();
    let old = shop.ask("250", &shop.way("oxxo")).unwrap();
    shop.pass(Span::hours(25));
    shop.control.refuse_connections(false).unwrap();
    let new = shop.ask("100", &shop.reachable_way("oxxo")).unwrap();
    shop.pass(Span::hours(2));
    assert_eq!((shop.submits(old), shop.act(old)), (0, ActState::Queued));
    assert_eq!(shop.charge(new).state, ChargeState::Pending, "it holds nobody up");
    shop.till().send_after_all(old).unwrap();
    shop.work();
    assert_eq!((shop.submits(old), shop.charge(old).state), (1, ChargeState::Pending));
    let expires = shop.charge(old).voucher.unwrap().expires_at.unwrap();
    assert!(expires > shop.now().plus(Span::days(6)), "it lives from now on");
    let again = shop.till().send_after_all(old);
    assert!(matches!(again, Err(CollectError::NotFound)), "{again:?}");
}

#[test]
fn a_locked_vault_holds_vouchers_and_nothing_else() {
    let mut shop = Shop::open();
    let issued = shop.issued("100", "seven-eleven");
    let queued = shop.ask("250", &shop.way("spei")).unwrap();
    shop.keys.lock(true);
    shop.reopen();
    shop.payu().pay(shop.reference(issued).as_str(), cobro_sandbox::Paid::InFull).unwrap();
    shop.pass(Span::hours(2));
    assert_eq!((shop.act(queued), shop.submits(queued)), (ActState::Queued, 0));
    assert_eq!(shop.charge(issued).state, ChargeState::Pending);
    let refused = shop.ask("250", &shop.way("spei"));
    let locked =
        matches!(&refused, Err(CollectError::Merchant(MerchantError::Secret(SecretError::Locked))));
    assert!(locked, "{refused:?}");
    shop.till().take_cash("250").unwrap();
    shop.keys.lock(false);
    shop.pass(Span::minutes(2));
    assert_eq!(shop.charge(queued).state, ChargeState::Pending);
    assert_eq!(shop.paid(issued), [10_000]);
    shop.assert_sound();
}

#[test]
fn a_voucher_that_nobody_needs_any_more_is_not_sent() {
    let shop = Shop::open();
    shop.control.refuse_connections(true).unwrap();
    let way = shop.reachable_way("oxxo");
    let [cash, cancelled, voided] = [(); 3].map(|()| shop.ask("250", &way).unwrap());
    shop.work();
    let paid = shop.invoice(cash).id;
    shop.till().take_cash_for(paid, "250", Overpaying::Accepted).unwrap();
    shop.till().cancel_charge(cancelled).unwrap();
    shop.till().void_invoice(shop.invoice(voided).id, "error de captura").unwrap();
    shop.work();
    assert_eq!(shop.till().live_charges().unwrap().len(), 0, "nothing is shown as unsent");
    shop.control.refuse_connections(false).unwrap();
    shop.pass(Span::hours(1));
    assert_eq!(seen(&shop), Vec::<String>::new());
    for id in [cash, cancelled, voided] {
        let stands = (shop.charge(id).state, shop.act(id));
        assert_eq!(stands, (ChargeState::Cancelled, ActState::Dropped));
        let facts = shop.facts_of(id);
        let ends = facts.iter().filter(|fact| matches!(fact, Fact::ChargeCancelled(_)));
        assert_eq!(ends.count(), 1);
    }
    assert_eq!(shop.invoice(cash).state, InvoiceState::Paid);
    shop.assert_sound();
}
