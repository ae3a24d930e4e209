//! From the voucher to the money, and everything that can happen on the way.

use cobro_sandbox::{Centavos, Paid, PayuError, Sandbox};
use serde_json::{Value, json};

use crate::client::{DAY, HOUR, START, Submit, order, report, sandbox, states};

/// A voucher of 1250.50 that expires a day after the clock's start.
fn voucher(sandbox: &Sandbox, method: &str) -> Value {
    let submit = Submit::new("R1", method, "1250.50").expiring("2026-03-03T18:00:00");
    submit.accepted(sandbox)
}

/// `TX_VALUE` of the transactions, newest first, as written in the JSON.
fn values(sandbox: &Sandbox) -> Vec<String> {
    let order = order(sandbox, "R1");
    let transactions = order["transactions"].as_array().unwrap().clone();
    transactions
        .iter()
        .map(|one| one["additionalValues"]["TX_VALUE"]["value"].to_string())
        .collect()
}

#[test]
fn a_payment_in_time_captures_the_order() {
    for method in ["SEVEN_ELEVEN", "OTHERS_CASH_MX", "BANK_REFERENCED", "SPEI"] {
        let sandbox = sandbox();
        let submitted = voucher(&sandbox, method);
        assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"], "{method}");
        sandbox.control().advance(HOUR).unwrap();
        sandbox.control().payu().pay("R1", Paid::InFull).unwrap();
        assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED"], "{method}");
        let transaction = order(&sandbox, "R1")["transactions"][0].clone();
        assert_eq!(transaction["id"], submitted["transactionId"], "the voucher's own transaction");
        assert_eq!(transaction["transactionResponse"]["responseCode"], "APPROVED");
        assert_eq!(transaction["transactionResponse"]["pendingReason"], Value::Null);
        let paid_at = START + i64::try_from(HOUR).unwrap();
        assert_eq!(transaction["transactionResponse"]["operationDate"], paid_at);
        sandbox.control().advance(30 * DAY).unwrap();
        assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED"], "{method}, a month later");
    }
}

#[test]
fn oxxo_is_heard_of_the_next_day() {
    let sandbox = sandbox();
    voucher(&sandbox, "OXXO");
    let control = sandbox.control();
    control.advance(23 * HOUR).unwrap();
    let order = control.payu().pay("R1", Paid::InFull).unwrap();
    assert_eq!(order.status, "IN_PROGRESS");
    assert_eq!(order.payments[0].visible_at - order.payments[0].paid_at, 86_400_000);
    control.advance(DAY - 1).unwrap();
    // The voucher's date is past by now, but its payer was in time.
    assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"]);
    control.advance(1).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED"]);
}

#[test]
fn the_amount_paid_is_the_value_of_the_transaction() {
    for (paid, expected) in [(125_050, "1250.5"), (100_000, "1000.0"), (130_001, "1300.01")] {
        let sandbox = sandbox();
        voucher(&sandbox, "SPEI");
        sandbox.control().payu().pay("R1", Paid::Amount(Centavos(paid))).unwrap();
        assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED"]);
        assert_eq!(values(&sandbox), [expected]);
        let asked = order(&sandbox, "R1")["additionalValues"]["TX_VALUE"]["value"].to_string();
        assert_eq!(asked, "1250.5", "the order keeps what was asked for");
    }
}

#[test]
fn paying_twice_shows_two_approved_transactions() {
    let sandbox = sandbox();
    let submitted = voucher(&sandbox, "SEVEN_ELEVEN");
    let payu = sandbox.control().payu();
    payu.pay("R1", Paid::InFull).unwrap();
    sandbox.control().advance(HOUR).unwrap();
    payu.pay("R1", Paid::Amount(Centavos(5_000))).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED", "APPROVED"]);
    assert_eq!(values(&sandbox), ["50.0", "1250.5"]);
    let order = order(&sandbox, "R1");
    let newest = &order["transactions"][0];
    assert_ne!(newest["id"], submitted["transactionId"]);
    assert_eq!(order["processedTransactionId"], newest["id"]);
    let details = json!({"transactionId": newest["id"]});
    let answer = report(&sandbox, "TRANSACTION_RESPONSE_DETAIL", details);
    assert_eq!(answer["result"]["payload"]["state"], "APPROVED");
}

#[test]
fn vouchers_expire_by_themselves_and_can_still_be_paid() {
    let sandbox = sandbox();
    let submitted = voucher(&sandbox, "BANK_REFERENCED");
    let control = sandbox.control();
    control.advance(DAY).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"]);
    control.advance(1).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CANCELLED", "EXPIRED"]);
    let response = order(&sandbox, "R1")["transactions"][0]["transactionResponse"].clone();
    assert_eq!(response["responseCode"], "EXPIRED_TRANSACTION");
    control.payu().pay("R1", Paid::InFull).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED", "EXPIRED"]);
    let order = order(&sandbox, "R1");
    assert_eq!(order["transactions"][1]["id"], submitted["transactionId"]);
}

#[test]
fn a_late_payment_at_oxxo_is_invisible_for_a_day_too() {
    let sandbox = sandbox();
    voucher(&sandbox, "OXXO");
    let control = sandbox.control();
    control.advance(2 * DAY).unwrap();
    control.payu().pay("R1", Paid::InFull).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CANCELLED", "EXPIRED"]);
    control.advance(DAY).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED", "EXPIRED"]);
}

#[test]
fn the_network_can_decline_and_expire() {
    let sandbox = sandbox();
    voucher(&sandbox, "SPEI");
    let payu = sandbox.control().payu();
    payu.decline("R1").unwrap();
    assert_eq!(states(&sandbox, "R1"), ["DECLINED", "DECLINED"]);
    let id = Submit::new("R2", "SPEI", "100").accepted(&sandbox)["orderId"].as_i64().unwrap();
    assert_eq!(payu.expire(id).unwrap().status, "CANCELLED");
    assert_eq!(states(&sandbox, "R2"), ["CANCELLED", "EXPIRED"]);
    payu.pay("R1", Paid::InFull).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED", "DECLINED"]);
}

#[test]
fn a_word_nobody_knows_stays_until_the_payment() {
    let sandbox = sandbox();
    voucher(&sandbox, "SPEI");
    let payu = sandbox.control().payu();
    payu.say("R1", "UNDER_OBSERVATION").unwrap();
    assert_eq!(states(&sandbox, "R1"), ["UNDER_OBSERVATION", "UNDER_OBSERVATION"]);
    payu.pay("R1", Paid::InFull).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED"]);
}

#[test]
fn only_a_waiting_voucher_is_declined_or_expired() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    assert!(matches!(payu.decline("R1"), Err(PayuError::NoSuchOrder)));
    voucher(&sandbox, "OXXO");
    assert!(matches!(payu.pay("R1", Paid::Amount(Centavos(0))), Err(PayuError::NotAnAmount)));
    payu.pay("R1", Paid::InFull).unwrap();
    // Paid, though nobody can see it before tomorrow.
    assert!(matches!(payu.expire("R1"), Err(PayuError::NotPending)));
    sandbox.control().advance(2 * DAY).unwrap();
    assert!(matches!(payu.decline("R1"), Err(PayuError::NotPending)));
    assert_eq!(payu.orders().unwrap().len(), 1);
}

#[test]
fn only_what_was_paid_is_disputed_or_forgotten() {
    let sandbox = sandbox();
    voucher(&sandbox, "SEVEN_ELEVEN");
    let payu = sandbox.control().payu();
    assert!(matches!(payu.dispute("R1"), Err(PayuError::NotPaid)));
    assert!(matches!(payu.forget("R1"), Err(PayuError::NotPaid)));
    payu.pay("R1", Paid::InFull).unwrap();
    payu.forget("R1").unwrap();
    assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"]);
    payu.pay("R1", Paid::InFull).unwrap();
    assert_eq!(payu.dispute("R1").unwrap().status, "CHARGEBACK");
    assert_eq!(states(&sandbox, "R1"), ["CHARGEBACK", "APPROVED"], "the money is still named");
}
