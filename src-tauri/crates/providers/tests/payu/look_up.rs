//! What the reports say of an order, and what it means: the table of PayU's states.

use cobro_domain::{
    charge::ChargeState,
    money::{Currency, Money},
    time::Timestamp,
};
use cobro_providers::{
    operation::{Operation, Question},
    outcome::{
        AttemptId, Decline, Lost, MoneyIn, MoneyInId, OrderId, Outcome, Refusal, RefusalKind,
        Report, Status,
    },
};
use serde_json::{Value, json};

use crate::support::{REFERENCE, answered, fixture, look_up, pesos, report, unrecognised};

const CHARGED: &str = "AUTHORIZATION_AND_CAPTURE";

/// A transaction with everything that the state table looks at. Its id is its place.
fn transaction(place: usize, kind: &str, state: &str) -> Value {
    json!({
        "id": format!("t{place}"),
        "type": kind,
        "transactionResponse": {"state": state, "operationDate": 1_772_555_400_010_i64},
        "additionalValues": {"TX_VALUE": {"value": 1250.5, "currency": "MXN"}},
    })
}

fn order(status: &Value, transactions: Vec<Value>) -> Value {
    json!({
        "id": 2_152_600_101_i64,
        "status": status,
        "referenceCode": REFERENCE,
        "transactions": transactions,
    })
}

fn payload(payload: &Value) -> String {
    json!({"code": "SUCCESS", "error": null, "result": {"payload": payload}}).to_string()
}

fn reported(status: &Value, transactions: Vec<Value>) -> Report {
    report(answered(&look_up(), &payload(&json!([order(status, transactions)]))))
}

fn known(state: ChargeState) -> Status {
    Status::Known(state)
}

fn declined(code: &str) -> Status {
    Status::Declined(Decline { code: code.to_owned(), text: None })
}

/// One row: the order's status, its transactions (kind, state), the meaning, the movements.
type Row = (&'static str, &'static [(&'static str, &'static str)], Status, usize);

fn check(rows: &[Row]) {
    for (status, transactions, expected, movements) in rows {
        let all: Vec<Value> = transactions
            .iter()
            .enumerate()
            .map(|(place, (kind, state))| transaction(place, kind, state))
            .collect();
        // PayU says newest first, and nothing may depend on it.
        for all in [all.clone(), all.into_iter().rev().collect()] {
            let report = reported(&json!(status), all);
            assert_eq!(report.status, *expected, "{status} {transactions:?}");
            assert_eq!(report.money_in.len(), *movements, "{status} {transactions:?}");
        }
    }
}

#[test]
fn every_row_of_the_state_table_means_what_it_says() {
    use ChargeState::{Authorized, Expired, Paid, Pending, Reversed, Voided};
    check(&[
        ("NEW", &[], known(Pending), 0),
        ("NEW", &[(CHARGED, "PENDING")], known(Pending), 0),
        ("IN_PROGRESS", &[], known(Pending), 0),
        ("IN_PROGRESS", &[(CHARGED, "PENDING")], known(Pending), 0),
        ("IN_PROGRESS", &[(CHARGED, "SUBMITTED")], known(Pending), 0),
        ("IN_PROGRESS", &[(CHARGED, "DECLINED")], declined("DECLINED"), 0),
        ("DECLINED", &[(CHARGED, "DECLINED")], declined("DECLINED"), 0),
        // An error without a code may be anything.
        ("IN_PROGRESS", &[(CHARGED, "ERROR")], unrecognised("ERROR"), 0),
        ("DECLINED", &[(CHARGED, "ERROR")], unrecognised("ERROR"), 0),
        ("CANCELLED", &[(CHARGED, "EXPIRED")], known(Expired), 0),
        ("DECLINED", &[(CHARGED, "EXPIRED")], known(Expired), 0),
        ("AUTHORIZED", &[("AUTHORIZATION", "APPROVED")], known(Authorized), 0),
        ("CAPTURED", &[(CHARGED, "APPROVED")], known(Paid), 1),
        ("CAPTURED", &[("AUTHORIZATION", "APPROVED"), ("CAPTURE", "APPROVED")], known(Paid), 1),
        ("CAPTURED", &[(CHARGED, "APPROVED"), ("REFUND", "DECLINED")], known(Paid), 1),
        ("REFUNDED", &[(CHARGED, "APPROVED"), ("REFUND", "APPROVED")], Status::Refunded, 1),
        ("CANCELLED", &[(CHARGED, "APPROVED"), ("REFUND", "APPROVED")], Status::Refunded, 1),
        ("CANCELLED", &[(CHARGED, "APPROVED"), ("VOID", "APPROVED")], Status::Refunded, 1),
        ("CANCELLED", &[("AUTHORIZATION", "APPROVED"), ("VOID", "APPROVED")], known(Voided), 0),
        ("CHARGEBACK", &[(CHARGED, "APPROVED")], known(Reversed), 1),
        ("CHARGEBACK", &[], known(Reversed), 0),
    ]);
}

#[test]
fn what_the_table_leaves_out_stays_open_or_follows_the_attempts() {
    use ChargeState::{Authorized, Cancelled, Expired, Paid, Pending};
    check(&[
        // A status that lags behind its transactions.
        ("IN_PROGRESS", &[(CHARGED, "APPROVED")], known(Paid), 1),
        ("IN_PROGRESS", &[("AUTHORIZATION", "APPROVED")], known(Authorized), 0),
        (
            "AUTHORIZED",
            &[("AUTHORIZATION", "APPROVED"), ("CAPTURE", "PENDING")],
            known(Authorized),
            0,
        ),
        ("AUTHORIZED", &[("AUTHORIZATION", "APPROVED"), ("CAPTURE", "APPROVED")], known(Paid), 1),
        ("CAPTURED", &[(CHARGED, "APPROVED"), ("REFUND", "APPROVED")], Status::Refunded, 1),
        // All of it went back, whatever the refund is called.
        ("CAPTURED", &[(CHARGED, "APPROVED"), ("PARTIAL_REFUND", "APPROVED")], Status::Refunded, 1),
        ("REFUNDED", &[(CHARGED, "APPROVED"), ("PARTIAL_REFUND", "APPROVED")], Status::Refunded, 1),
        // Several attempts in one order.
        ("IN_PROGRESS", &[(CHARGED, "DECLINED"), (CHARGED, "PENDING")], known(Pending), 0),
        ("CANCELLED", &[(CHARGED, "DECLINED"), (CHARGED, "EXPIRED")], known(Expired), 0),
        ("CAPTURED", &[(CHARGED, "DECLINED"), (CHARGED, "APPROVED")], known(Paid), 1),
        ("CAPTURED", &[(CHARGED, "EXPIRED"), (CHARGED, "APPROVED")], known(Paid), 1),
        ("CAPTURED", &[(CHARGED, "APPROVED"), (CHARGED, "APPROVED")], known(Paid), 2),
        ("IN_PROGRESS", &[(CHARGED, "EXPIRED")], known(Expired), 0),
        ("CANCELLED", &[], known(Cancelled), 0),
        ("CANCELLED", &[(CHARGED, "PENDING")], known(Pending), 0),
        ("DECLINED", &[], declined("DECLINED"), 0),
        // Words against each other, and words alone, settle nothing.
        ("CAPTURED", &[], unrecognised("CAPTURED"), 0),
        ("CAPTURED", &[(CHARGED, "PENDING")], unrecognised("CAPTURED"), 0),
        ("CAPTURED", &[("REFUND", "APPROVED")], unrecognised("CAPTURED"), 0),
        ("AUTHORIZED", &[], unrecognised("AUTHORIZED"), 0),
        ("DECLINED", &[(CHARGED, "APPROVED")], unrecognised("DECLINED"), 0),
        ("CANCELLED", &[(CHARGED, "APPROVED")], unrecognised("CANCELLED"), 0),
        ("REFUNDED", &[(CHARGED, "APPROVED")], unrecognised("REFUNDED"), 0),
        ("ON_ICE", &[(CHARGED, "APPROVED")], unrecognised("ON_ICE"), 0),
        ("captured", &[(CHARGED, "APPROVED")], unrecognised("captured"), 0),
        ("IN_PROGRESS", &[(CHARGED, "ON_ICE")], unrecognised("ON_ICE"), 0),
        ("CAPTURED", &[("GIFT", "APPROVED")], unrecognised("CAPTURED"), 0),
    ]);
    assert_eq!(reported(&json!(null), vec![]).status, unrecognised("null"));
}

#[test]
fn the_samples_mean_what_they_show() {
    let sample = |name: &str| answered(&look_up(), &fixture(&format!("{name}.response.json")));
    let pending = report(sample("q03-order-detail-by-reference.pending"));
    let voucher_attempt = AttemptId("3f9c1c52-6f0b-4f0e-9b52-0d6c1a7e4b21".to_owned());
    let expected = Report {
        attempt: Some(voucher_attempt.clone()),
        ..Report::new(OrderId("2152600101".to_owned()), known(ChargeState::Pending))
    };
    assert_eq!(pending, expected);
    // An order alone instead of an array of them is the same to a look-up.
    let paid = report(sample("q02-order-detail.captured-cash"));
    let money = MoneyIn {
        id: MoneyInId(voucher_attempt.0),
        amount: Ok(pesos(125_050)),
        at: Some(Timestamp::from_millis(1_772_555_400_010)),
    };
    let expected = Report { status: known(ChargeState::Paid), money_in: vec![money], ..expected };
    assert_eq!(paid, expected);
    let refunded = report(sample("q05-order-detail.refund-approved"));
    assert_eq!(refunded.status, Status::Refunded);
    let ids: Vec<_> = refunded.money_in.iter().map(|money| money.id.0.as_str()).collect();
    assert_eq!(ids, ["b1de0a37-6a0e-4a52-8f0e-3d2f6a5c9e77"]);
    let none = sample("q03-order-detail-by-reference.not-found");
    assert_eq!(none, Outcome::NotFound);
}

#[test]
fn amounts_keep_every_digit() {
    let cases = [
        (r#"{"value":1250.5,"currency":"MXN"}"#, Ok(pesos(125_050))),
        (r#"{"value":1000,"currency":"MXN"}"#, Ok(pesos(100_000))),
        (r#"{"value":"1000.00","currency":"MXN"}"#, Ok(pesos(100_000))),
        (r#"{"value":0.0,"currency":"MXN"}"#, Ok(pesos(0))),
        (r#"{"value":".00","currency":"MXN"}"#, Ok(pesos(0))),
        (r#"{"value":".5","currency":"MXN"}"#, Ok(pesos(50))),
        // As a binary float this would end in …91.
        (r#"{"value":90071992547409.93,"currency":"MXN"}"#, Ok(pesos(9_007_199_254_740_993))),
        (r#"{"value":10.00,"currency":"USD"}"#, Ok(Money::new(1_000, Currency::Usd))),
        (r#"{"value":1250.505,"currency":"MXN"}"#, Err("1250.505 MXN")),
        (r#"{"value":20000,"currency":"COP"}"#, Err("20000 COP")),
        (r#"{"value":1E+3,"currency":"MXN"}"#, Err("1E+3 MXN")),
        (r#"{"value":-5,"currency":"MXN"}"#, Err("-5 MXN")),
        (r#"{"value":5}"#, Err("5")),
        (r#"{"value":null,"currency":null}"#, Err("")),
        ("null", Err("")),
    ];
    for (value, amount) in cases {
        let body = format!(
            r#"{{"code":"SUCCESS","error":null,"result":{{"payload":[{{"id":"7",
            "status":"CAPTURED","transactions":[null,{{"id":"t","type":"{CHARGED}",
            "transactionResponse":{{"state":"APPROVED"}},
            "additionalValues":{{"TX_VALUE":{value}}}}}]}}]}}}}"#
        );
        let report = report(answered(&look_up(), &body));
        assert_eq!(report.status, known(ChargeState::Paid), "{value}");
        let expected = amount.map_err(str::to_owned);
        assert_eq!(report.money_in[0].amount, expected, "{value}");
        assert_eq!(report.money_in[0].at, None);
    }
}

#[test]
fn money_without_a_number_is_not_posted() {
    for id in [json!(null), json!("")] {
        let mut nameless = transaction(0, CHARGED, "APPROVED");
        nameless["id"] = id;
        let report = reported(&json!("CAPTURED"), vec![nameless]);
        assert_eq!(report.status, unrecognised("CAPTURED"));
        assert_eq!(report.money_in, []);
    }
}

#[test]
fn every_order_under_the_reference_is_reported() {
    let paid = |id: i64| {
        let mut paid = order(&json!("CAPTURED"), vec![transaction(0, CHARGED, "APPROVED")]);
        paid["id"] = json!(id);
        paid
    };
    let Outcome::Charge(reports) =
        answered(&look_up(), &payload(&json!([paid(1), null, paid(2_152_600_102)])))
    else {
        panic!("no reports")
    };
    let orders: Vec<_> = reports.iter().map(|report| report.order.0.as_str()).collect();
    assert_eq!(orders, ["1", "2152600102"]);
    assert!(reports.iter().all(|report| report.status == known(ChargeState::Paid)));
}

#[test]
fn somebody_elses_order_is_not_ours_and_no_proof_of_absence() {
    let mut other = order(&json!("CAPTURED"), vec![transaction(0, CHARGED, "APPROVED")]);
    other["referenceCode"] = json!("COBRO000124A1");
    let ours = order(&json!("NEW"), vec![]);
    let both = report(answered(&look_up(), &payload(&json!([other, ours]))));
    assert_eq!(both.status, known(ChargeState::Pending));
    let outcome = answered(&look_up(), &payload(&json!([other])));
    assert!(matches!(outcome, Outcome::Lost(Lost::Unreadable { .. })), "{outcome:?}");
}

#[test]
fn not_found_comes_in_four_shapes() {
    let by_number = Operation::Question(Question::Order(OrderId("1".to_owned())));
    let shapes = [
        r#"{"code":"SUCCESS","error":null,"result":null}"#,
        r#"{"code":"SUCCESS","error":null,"result":{"payload":null}}"#,
        r#"{"code":"SUCCESS","error":null,"result":{"payload":[]}}"#,
    ];
    for body in shapes {
        assert_eq!(answered(&look_up(), body), Outcome::NotFound, "{body}");
        assert_eq!(answered(&by_number, body), Outcome::NotFound, "{body}");
    }
    let error = r#"{"code":"ERROR","error":"The order does not exist","result":null}"#;
    assert_eq!(answered(&by_number, error), Outcome::NotFound);
    // A voucher is sent again on "not found": an error proves nothing of the kind.
    let text = "The order does not exist".to_owned();
    let shown = Outcome::Refused(Refusal { kind: RefusalKind::Request, text });
    assert_eq!(answered(&look_up(), error), shown);
    let credentials = fixture("e01-invalid-credentials.es.response.json");
    for question in [look_up(), by_number] {
        let Outcome::Refused(refusal) = answered(&question, &credentials) else { panic!() };
        assert_eq!(refusal.kind, RefusalKind::Credentials);
    }
}

#[test]
fn an_answer_that_does_not_say_what_payu_knows_is_no_proof_of_absence() {
    let bodies = [
        r#"{"code":"SUCCESS","error":null}"#,
        r#"{"code":"SUCCESS","error":null,"transactionResponse":null}"#,
        r#"{"code":"SUCCESS","result":{"payload":"ping"}}"#,
        r#"{"code":"SUCCESS","result":{"payload":[{"id":null,"status":"CAPTURED"}]}}"#,
        r#"{"code":"SUCCESS","result":{"payload":[null]}}"#,
        r#"{"code":"SUCCESS","result":"gone"}"#,
        r#"{"code":"DONE","result":null}"#,
    ];
    let by_number = Operation::Question(Question::Order(OrderId("1".to_owned())));
    for body in bodies {
        for question in [look_up(), by_number.clone()] {
            let outcome = answered(&question, body);
            let lost = matches!(outcome, Outcome::Lost(Lost::Unreadable { .. }));
            assert!(lost, "{body}: {outcome:?}");
        }
    }
}

#[test]
fn the_newest_failure_speaks_for_the_order() {
    let failed = |code: &str, at: i64| {
        let mut failed = transaction(0, CHARGED, "DECLINED");
        failed["transactionResponse"] =
            json!({"state": "DECLINED", "responseCode": code, "operationDate": at});
        failed
    };
    let (old, new) = (failed("EXPIRED_CARD", 1), failed("INVALID_CARD", 2));
    for both in [vec![old.clone(), new.clone()], vec![new, old]] {
        assert_eq!(reported(&json!("DECLINED"), both).status, declined("INVALID_CARD"));
    }
    let lost = failed("PAYMENT_NETWORK_NO_RESPONSE", 3);
    let status = reported(&json!("DECLINED"), vec![lost]).status;
    assert_eq!(status, unrecognised("PAYMENT_NETWORK_NO_RESPONSE"));
}

#[test]
fn a_voucher_in_the_reports_is_read_when_it_is_there() {
    let mut pending = transaction(0, CHARGED, "PENDING");
    pending["expirationDate"] = json!(1_773_079_200_000_i64);
    pending["transactionResponse"]["extraParameters"] = json!({"BAR_CODE": "2700"});
    pending["extraParameters"] = json!({"REFERENCE": 17, "PAYMENT_WAY_ID": "1"});
    let voucher = reported(&json!("IN_PROGRESS"), vec![pending.clone()]).voucher.unwrap();
    assert_eq!(voucher.barcode.as_deref(), Some("2700"));
    assert_eq!(voucher.reference.as_deref(), Some("17"));
    assert_eq!(voucher.expires_at, Some(Timestamp::from_millis(1_773_079_200_000)));
    // The reference of a transfer without the account to send it to pays nothing.
    pending["transactionResponse"] = json!({"state": "PENDING", "trazabilityCode": "25914"});
    pending["extraParameters"] = json!({"BANK_REFERENCED_CODE": "ELECTRONIC_PAYMENT"});
    assert_eq!(reported(&json!("IN_PROGRESS"), vec![pending]).voucher, None);
}
