//! Money in every shape that it may come in, or not come in.

use cobro_domain::{
    charge::ChargeState,
    invoice::InvoiceState,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    fact::{Fact, Matter, Settlement},
    working::messages,
};
use cobro_sandbox::{Centavos, Effect, Fault, Paid};
use cobro_till::collect::{CollectError, Overpaying};

use crate::shop::Shop;

#[test]
fn what_came_is_posted_whatever_was_asked() {
    // Paid, still receivable, unapplied, state of the invoice, cases.
    let cases = [
        (25_000, 0, 0, InvoiceState::Paid, vec![]),
        (12_550, 12_450, 0, InvoiceState::Open, vec![Matter::Mismatch]),
        (37_501, 0, -12_501, InvoiceState::Paid, vec![Matter::Mismatch]),
    ];
    for (paid, receivable, unapplied, state, matters) in cases {
        let shop = Shop::open();
        let id = shop.issued("250", "seven-eleven");
        let paid_by = Paid::Amount(Centavos(paid));
        shop.payu().pay(shop.reference(id).as_str(), paid_by).unwrap();
        shop.pass(Span::hours(2));
        assert_eq!(shop.charge(id).state, ChargeState::Paid, "{paid}");
        assert_eq!((shop.paid(id), shop.invoice(id).state), (vec![paid], state), "{paid}");
        assert_eq!(shop.balance(&format!("clearing:{}", shop.account)), paid);
        assert_eq!(shop.balance("receivable:walk-in"), receivable, "{paid}");
        assert_eq!(shop.balance("unapplied"), unapplied, "{paid}");
        assert_eq!(shop.matters(id), matters, "{paid}");
        shop.assert_sound();
    }
}

#[test]
fn every_method_is_paid_when_the_provider_hears_of_it() {
    let cases = [
        ("oxxo", Span::hours(26), Span::hours(20)),
        ("seven-eleven", Span::hours(2), Span::minutes(6)),
        ("others-cash-mx", Span::hours(2), Span::minutes(6)),
        ("bank-referenced", Span::minutes(12), Span::minutes(6)),
        ("spei", Span::minutes(12), Span::minutes(6)),
    ];
    for (method, heard, not_yet) in cases {
        let shop = Shop::open();
        let id = shop.issued("250", method);
        shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
        shop.pass(not_yet);
        assert_eq!(shop.charge(id).state, ChargeState::Pending, "{method}");
        shop.pass(heard);
        assert_eq!(shop.charge(id).state, ChargeState::Paid, "{method}");
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn money_for_what_has_ended_is_taken_and_a_person_is_told() {
    for how in ["expired", "declined", "cancelled", "voided"] {
        let shop = Shop::open();
        let id = shop.issued("250", "seven-eleven");
        let reference = shop.reference(id);
        let state = match how {
            "expired" => {
                shop.pass(Span::days(8));
                ChargeState::Expired
            }
            "declined" => {
                shop.payu().decline(reference.as_str()).unwrap();
                shop.pass(Span::hours(2));
                ChargeState::Declined
            }
            "cancelled" => {
                shop.till().cancel_charge(id).unwrap();
                ChargeState::Cancelled
            }
            _ => {
                shop.till().void_invoice(shop.invoice(id).id, "error de captura").unwrap();
                ChargeState::Cancelled
            }
        };
        assert_eq!(shop.charge(id).state, state, "{how}");
        shop.payu().pay(reference.as_str(), Paid::InFull).unwrap();
        shop.pass(Span::hours(26));
        assert_eq!(shop.charge(id).state, ChargeState::Paid, "{how}");
        assert_eq!(shop.paid(id), [25_000], "{how}");
        assert!(shop.invoice(id).flags.late, "{how}");
        assert_eq!(shop.matters(id), [Matter::Late], "{how}");
        let unapplied = if how == "voided" { -25_000 } else { 0 };
        assert_eq!(shop.balance("unapplied"), unapplied, "{how}");
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn a_payment_after_the_watch_has_ended_is_found_by_the_daily_sweep() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    shop.pass(Span::days(10));
    shop.pass(Span::hours(3));
    assert!(shop.polls().is_empty(), "the watch has ended");
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.pass(Span::days(2));
    assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![25_000]));
    assert_eq!(shop.matters(id), [Matter::Late]);
    shop.assert_patient();
}

#[test]
fn a_second_payment_is_a_payment_and_a_case() {
    for (between, name) in [(Span::ZERO, "seen at once"), (Span::hours(3), "seen later")] {
        let shop = Shop::open();
        let id = shop.issued("250", "seven-eleven");
        let reference = shop.reference(id);
        shop.payu().pay(reference.as_str(), Paid::InFull).unwrap();
        shop.pass(between);
        shop.payu().pay(reference.as_str(), Paid::InFull).unwrap();
        shop.pass(Span::days(3));
        assert_eq!(shop.paid(id), [25_000, 25_000], "{name}");
        assert!(shop.invoice(id).flags.over, "{name}");
        assert_eq!(shop.matters(id), [Matter::DoublePayment], "{name}");
        assert_eq!(shop.balance("unapplied"), -25_000, "{name}");
        shop.close_cases(id, Settlement::PaidBackInCash);
        assert_eq!(shop.invoice(id).standing.word(), "paid", "{name}");
        assert_eq!((shop.balance("unapplied"), shop.balance("cash:1")), (0, -25_000), "{name}");
        shop.assert_patient();
        shop.assert_sound();
    }
}

#[test]
fn a_replaced_voucher_that_is_paid_too_is_not_hidden() {
    let shop = Shop::open();
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).of("SUBMIT_TRANSACTION"));
    let first = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    shop.work();
    let invoice = shop.invoice(first).id;
    let again = |overpaying| shop.till().charge_again(invoice, &shop.way("spei"), overpaying);
    let asked = again(Overpaying::Ask);
    assert!(matches!(&asked, Err(CollectError::Overpays { live }) if live.minor() == 25_000));
    let second = again(Overpaying::Accepted).unwrap();
    shop.pass(Span::hours(1));
    for id in [first, second] {
        assert_eq!(shop.charge(id).state, ChargeState::Pending);
        shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    }
    shop.pass(Span::hours(3));
    assert_eq!((shop.paid(first), shop.paid(second)), (vec![25_000], vec![25_000]));
    let invoice = shop.invoice(first);
    assert_eq!((invoice.paid.minor(), invoice.flags.over), (50_000, true));
    assert_eq!(shop.balance("unapplied"), -25_000);
    assert_eq!([shop.matters(first), shop.matters(second)].concat(), [Matter::Overpaid]);
    shop.assert_sound();
}

#[test]
fn ends_without_money_are_told_with_their_reason() {
    let shop = Shop::open();
    let declined = shop.issued("250", "oxxo");
    let expired = shop.issued("100", "oxxo");
    shop.payu().decline(shop.reference(declined).as_str()).unwrap();
    shop.payu().expire(shop.reference(expired).as_str()).unwrap();
    shop.pass(Span::hours(2));
    let charge = shop.charge(declined);
    assert_eq!(
        (charge.state, charge.text.as_deref()),
        (ChargeState::Declined, Some("ENTITY_DECLINED"))
    );
    assert_eq!(shop.charge(expired).state, ChargeState::Expired);
    for id in [declined, expired] {
        assert_eq!(shop.invoice(id).state, InvoiceState::Open);
        assert_eq!(shop.invoice(id).standing.word(), "failed");
    }
    shop.assert_sound();
}

#[test]
fn a_word_that_nobody_knows_leaves_the_charge_open_and_shows() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    shop.payu().say(shop.reference(id).as_str(), "EN_REVISION").unwrap();
    shop.pass(Span::hours(2));
    let charge = shop.charge(id);
    assert_eq!((charge.state, charge.text.as_deref()), (ChargeState::Pending, Some("EN_REVISION")));
    let facts = shop.facts();
    shop.pass(Span::hours(5));
    assert_eq!(shop.facts(), facts, "the same word again is no news");
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.pass(Span::hours(2));
    let charge = shop.charge(id);
    assert_eq!((charge.state, charge.text), (ChargeState::Paid, None));
}

#[test]
fn a_provider_that_goes_back_on_its_word_changes_nothing_and_a_person_is_told() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    let reference = shop.reference(id);
    shop.payu().pay(reference.as_str(), Paid::InFull).unwrap();
    shop.pass(Span::hours(2));
    shop.payu().forget(reference.as_str()).unwrap();
    shop.pass(Span::days(4));
    assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![25_000]));
    assert_eq!(shop.invoice(id).state, InvoiceState::Paid);
    assert_eq!(shop.matters(id), [Matter::Contradiction], "told once");
    shop.assert_sound();
}

#[test]
fn money_that_is_wanted_back_is_a_matter_for_a_person() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    let reference = shop.reference(id);
    shop.payu().pay(reference.as_str(), Paid::InFull).unwrap();
    shop.pass(Span::hours(2));
    shop.payu().dispute(reference.as_str()).unwrap();
    shop.pass(Span::days(2));
    assert_eq!(shop.charge(id).state, ChargeState::Reversed);
    assert!(shop.invoice(id).flags.disputed);
    assert_eq!((shop.invoice(id).state, shop.due(id)), (InvoiceState::Open, 25_000));
    assert_eq!(shop.balance("receivable:walk-in"), 25_000);
    for empty in [&format!("clearing:{}", shop.account), "disputed", "unapplied"] {
        assert_eq!(shop.balance(empty), 0, "{empty}");
    }
    let facts = shop.facts();
    shop.pass(Span::days(2));
    assert_eq!(shop.facts(), facts, "the same report again is no news");
    assert_eq!((shop.matters(id), shop.paid(id)), (vec![Matter::Disputed], vec![25_000, -25_000]));
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn the_provider_s_own_words_are_kept_with_every_fact_that_rests_on_them() {
    let shop = Shop::open();
    let id = shop.issued("250", "seven-eleven");
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    let expired = shop.issued("100", "seven-eleven");
    shop.payu().expire(shop.reference(expired).as_str()).unwrap();
    shop.pass(Span::hours(2));
    let mut kept = 0;
    for fact in shop.facts_of(id).into_iter().chain(shop.facts_of(expired)) {
        let digest = if let Fact::VoucherIssued(body) = fact {
            body.message
        } else if let Fact::PaymentReceived(body) = fact {
            body.message
        } else if let Fact::ChargeReported(body) = fact {
            body.message
        } else {
            continue;
        };
        let message = messages::read(shop.reader().conn(), &digest).unwrap();
        assert!(message.is_some_and(|body| body.starts_with(b"{")), "{digest}");
        kept += 1;
    }
    assert_eq!(kept, 4, "two vouchers, a payment, an end");
}

#[test]
fn a_late_till_s_clock_and_a_restart_lose_no_payment() {
    let mut shop = Shop::open();
    let id = shop.issued("250", "oxxo");
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.close();
    // The shop is closed for longer than the voucher lives.
    shop.control.advance(20 * 24 * 60 * 60 * 1_000).unwrap();
    shop.reopen();
    shop.pass(Span::hours(2));
    assert_eq!((shop.charge(id).state, shop.paid(id)), (ChargeState::Paid, vec![25_000]));
    assert!(shop.now() > Timestamp::from_millis(crate::shop::START).plus(Span::days(20)));
    shop.assert_patient();
}
