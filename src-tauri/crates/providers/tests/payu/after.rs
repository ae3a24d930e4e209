//! Captures, voids and refunds: requests, answers, and what the reports say of them.

use cobro_domain::{act::ActKind, charge::ChargeState, money::Money, time::Timestamp};
use cobro_providers::{
    after::{Capture, FollowUp, FollowUpState, Refund, Void},
    operation::{Act, Operation, Question},
    outcome::{
        AttemptId, Decline, Held, Lost, MoneyIn, MoneyInId, OrderId, Outcome, Report, Status,
    },
    provider::ProviderError,
};
use serde_json::{Value, json};

use crate::support::{answered, body, fixture, minified, pesos, refused, report};

pub(crate) fn capture(order: &str, attempt: &str, held: i64, part: Option<i64>) -> Operation {
    Operation::Act(Act::Capture(Capture {
        order: OrderId(order.to_owned()),
        attempt: AttemptId(attempt.to_owned()),
        held: pesos(held),
        part: part.map(pesos),
        language: "es".to_owned(),
    }))
}

pub(crate) fn void() -> Operation {
    Operation::Act(Act::Void(Void {
        order: OrderId("2152600101".to_owned()),
        attempt: AttemptId("7b1f3c44-2a5d-4a0c-9a11-5d0c2e9f8a60".to_owned()),
        held: pesos(125_000),
        reason: "Cancelación".to_owned(),
        language: "es".to_owned(),
    }))
}

pub(crate) fn refund(taken: i64, part: Option<i64>, reason: &str) -> Operation {
    Operation::Act(Act::Refund(Refund {
        order: OrderId("2152600101".to_owned()),
        attempt: AttemptId("b1de0a37-6a0e-4a52-8f0e-3d2f6a5c9e77".to_owned()),
        taken: pesos(taken),
        part: part.map(pesos),
        reason: reason.to_owned(),
        language: "es".to_owned(),
    }))
}

const FULL: &str = "Devolución solicitada por el cliente";

#[test]
fn what_follows_a_charge_is_the_documented_request_field_for_field() {
    let part = "4b6adba7-e43b-45f8-88a6-d290755d6c04";
    let whole = "596ccd26-41a3-40b0-a241-262b3331aedc";
    let cases = [
        ("02-capture", capture("1400446409", whole, 100_000, None)),
        ("03-partial-capture", capture("2152525133", part, 150_000, Some(100_000))),
        ("r01-refund", refund(125_000, None, FULL)),
        ("r03-void", void()),
    ];
    for (name, operation) in cases {
        let documented = minified(&fixture(&format!("{name}.request.json")));
        assert_eq!(body(&operation, "es"), documented, "{name}");
    }
    // The same members in another order.
    let operation = refund(125_000, Some(50_000), "Devolución parcial");
    let sent: Value = serde_json::from_str(&body(&operation, "es")).unwrap();
    let documented = fixture("r02-partial-refund.request.json");
    assert_eq!(sent, serde_json::from_str::<Value>(&documented).unwrap());
}

#[test]
fn all_of_it_is_not_a_part() {
    let all = body(&capture("1", "t", 100_000, Some(100_000)), "es");
    assert_eq!(all, body(&capture("1", "t", 100_000, None), "es"));
    let all = body(&refund(125_000, Some(125_000), FULL), "es");
    assert_eq!(all, body(&refund(125_000, None, FULL), "es"));
    assert!(!body(&refund(125_000, None, " "), "es").contains("reason"));
}

#[test]
fn refuses_amounts_that_are_not_there_or_that_payu_does_not_give_back() {
    let foreign = Operation::Act(Act::Capture(Capture {
        order: OrderId("1".to_owned()),
        attempt: AttemptId("t".to_owned()),
        held: pesos(100_000),
        part: Some(Money::new(100, cobro_domain::money::Currency::Usd)),
        language: "es".to_owned(),
    }));
    let cases = [
        capture("1", "t", 100_000, Some(100_001)),
        capture("1", "t", 100_000, Some(0)),
        capture("1", "t", 0, None),
        foreign,
        refund(125_000, Some(125_100), FULL),
        refund(125_000, Some(0), FULL),
        // Whole pesos only: the centavos are paid back by hand.
        refund(125_050, None, FULL),
        refund(125_050, Some(50_050), FULL),
    ];
    for operation in cases {
        assert_eq!(refused(&operation), ProviderError::Amount, "{operation:?}");
    }
    assert!(body(&refund(125_050, Some(125_000), FULL), "es").contains(r#""value":"1250""#));
}

fn followed(operation: &Operation, body: &str) -> FollowUp {
    match answered(operation, body) {
        Outcome::FollowedUp(order, follow_up) => {
            assert!(["2152600101", "1400446409", "2152525133"].contains(&order.0.as_str()));
            *follow_up
        }
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn the_samples_mean_what_they_show() {
    let response = |name: &str| fixture(&format!("{name}.response.json"));
    let attempt = |id: &str| Some(AttemptId(id.to_owned()));
    let cases = [
        (
            capture("1400446409", "t", 100_000, None),
            "02-capture",
            FollowUp {
                kind: ActKind::Capture,
                attempt: attempt("434312fd-90c6-48e0-9c73-dd3c2bb40d27"),
                state: FollowUpState::Done,
                amount: Ok(pesos(100_000)),
                at: Some(Timestamp::from_millis(1_624_371_983_901)),
            },
        ),
        (
            capture("2152525133", "t", 150_000, Some(100_000)),
            "03-partial-capture",
            FollowUp {
                kind: ActKind::Capture,
                attempt: attempt("6f523681-1587-4a2d-8a15-605d27f89c26"),
                state: FollowUpState::Done,
                amount: Ok(pesos(100_000)),
                at: Some(Timestamp::from_millis(1_723_724_052_207)),
            },
        ),
        (
            void(),
            "r03-void.approved",
            FollowUp {
                kind: ActKind::Void,
                attempt: attempt("0e6a7c1a-5d0b-4a5e-9a77-4f6c0c1b2d33"),
                state: FollowUpState::Done,
                amount: Ok(pesos(125_000)),
                at: Some(Timestamp::from_millis(1_772_457_600_000)),
            },
        ),
        (
            refund(125_000, None, FULL),
            "r01-refund.pending",
            FollowUp {
                kind: ActKind::Refund,
                attempt: None,
                state: FollowUpState::Undecided,
                amount: Ok(pesos(125_000)),
                at: None,
            },
        ),
    ];
    for (operation, name, expected) in cases {
        assert_eq!(followed(&operation, &response(name)), expected, "{name}");
    }
    let captured = followed(
        &capture("2152525133", "t", 150_000, Some(100_000)),
        &response("03-partial-capture"),
    );
    let money = MoneyIn {
        id: MoneyInId("6f523681-1587-4a2d-8a15-605d27f89c26".to_owned()),
        amount: Ok(pesos(100_000)),
        at: Some(Timestamp::from_millis(1_723_724_052_207)),
    };
    assert_eq!(captured.money_in(), Some(money));
    assert_eq!(followed(&void(), &response("r03-void.approved")).money_in(), None);
}

#[test]
fn an_answer_to_what_follows_is_as_certain_as_payu_says() {
    let declined =
        |code: &str| FollowUpState::Declined(Decline { code: code.to_owned(), text: None });
    let unrecognised = |raw: &str| FollowUpState::Unrecognised { raw: raw.to_owned() };
    let cases = [
        (json!({"state": "APPROVED"}), FollowUpState::Done),
        (json!({"state": "PENDING", "pendingReason": "PENDING_REVIEW"}), FollowUpState::Undecided),
        (json!({"state": "SUBMITTED"}), FollowUpState::Undecided),
        (
            json!({"state": "DECLINED", "responseCode": "NOT_ACCEPTED_TRANSACTION"}),
            declined("NOT_ACCEPTED_TRANSACTION"),
        ),
        (json!({"state": "DECLINED"}), declined("DECLINED")),
        (json!({"state": "EXPIRED"}), declined("EXPIRED")),
        (
            json!({"state": "ERROR", "responseCode": "INTERNAL_PAYMENT_PROVIDER_ERROR"}),
            declined("INTERNAL_PAYMENT_PROVIDER_ERROR"),
        ),
        (
            json!({"state": "DECLINED", "responseCode": "BANK_UNREACHABLE"}),
            unrecognised("BANK_UNREACHABLE"),
        ),
        (json!({"state": "ERROR"}), unrecognised("ERROR")),
        (json!({"state": "ON_ICE"}), unrecognised("ON_ICE")),
        (json!({"state": null}), unrecognised("null")),
    ];
    for (response, expected) in cases {
        let body = json!({"code": "SUCCESS", "error": null, "transactionResponse": response});
        for operation in [void(), refund(125_000, None, FULL)] {
            assert_eq!(followed(&operation, &body.to_string()).state, expected, "{response}");
        }
    }
    for body in [r#"{"code":"SUCCESS","transactionResponse":null}"#, r#"{"code":"SUCCESS"}"#] {
        let lost = Outcome::Lost(Lost::Unreadable { excerpt: body.to_owned() });
        assert_eq!(answered(&void(), body), lost);
    }
}

/// One row: the order's status; its transactions as kind, state and centavos, oldest first; where
/// the money stands; what followed, as kind and state.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str, i64)], Status, Vec<(ActKind, FollowUpState)>);

fn order(status: &str, transactions: &[(&str, &str, i64)]) -> Value {
    let dated = transactions.iter().enumerate().map(|(place, (kind, state, centavos))| {
        json!({
            "id": format!("t{place}"),
            "type": kind,
            "transactionResponse": {"state": state, "operationDate": 1_000 + place},
            "additionalValues": {"TX_VALUE": {
                "value": format!("{}.{:02}", centavos / 100, centavos % 100), "currency": "MXN",
            }},
        })
    });
    json!({
        "id": 2_152_600_101_i64,
        "status": status,
        "transactions": dated.rev().collect::<Vec<_>>(),
    })
}

#[test]
fn the_reports_tell_what_followed_and_what_is_left() {
    const CHARGED: &str = "AUTHORIZATION_AND_CAPTURE";
    let known = Status::Known;
    let declined = || FollowUpState::Declined(Decline { code: "DECLINED".to_owned(), text: None });
    let rows: Vec<Row<'_>> = vec![
        // Undecided: nothing of it shows.
        ("CAPTURED", &[(CHARGED, "APPROVED", 100_000)], known(ChargeState::Paid), vec![]),
        (
            "REFUNDED",
            &[(CHARGED, "APPROVED", 100_000), ("REFUND", "APPROVED", 100_000)],
            Status::Refunded,
            vec![(ActKind::Refund, FollowUpState::Done)],
        ),
        (
            "CAPTURED",
            &[(CHARGED, "APPROVED", 100_000), ("REFUND", "DECLINED", 100_000)],
            known(ChargeState::Paid),
            vec![(ActKind::Refund, declined())],
        ),
        (
            "CAPTURED",
            &[(CHARGED, "APPROVED", 100_000), ("PARTIAL_REFUND", "APPROVED", 30_000)],
            known(ChargeState::Paid),
            vec![(ActKind::Refund, FollowUpState::Done)],
        ),
        // A part under the name of the whole, as the XML of the documents has it.
        (
            "REFUNDED",
            &[(CHARGED, "APPROVED", 100_000), ("REFUND", "APPROVED", 30_000)],
            known(ChargeState::Paid),
            vec![(ActKind::Refund, FollowUpState::Done)],
        ),
        (
            "CAPTURED",
            &[
                (CHARGED, "APPROVED", 100_000),
                ("PARTIAL_REFUND", "APPROVED", 30_000),
                ("PARTIAL_REFUND", "APPROVED", 70_000),
            ],
            Status::Refunded,
            vec![(ActKind::Refund, FollowUpState::Done), (ActKind::Refund, FollowUpState::Done)],
        ),
        (
            "CAPTURED",
            &[("AUTHORIZATION", "APPROVED", 100_000), ("CAPTURE", "APPROVED", 40_000)],
            known(ChargeState::Paid),
            vec![(ActKind::Capture, FollowUpState::Done)],
        ),
        (
            "CANCELLED",
            &[("AUTHORIZATION", "APPROVED", 100_000), ("VOID", "APPROVED", 100_000)],
            known(ChargeState::Voided),
            vec![(ActKind::Void, FollowUpState::Done)],
        ),
        (
            "AUTHORIZED",
            &[("AUTHORIZATION", "APPROVED", 100_000), ("VOID", "PENDING", 100_000)],
            known(ChargeState::Authorized),
            vec![(ActKind::Void, FollowUpState::Undecided)],
        ),
    ];
    let question = Operation::Question(Question::Order(OrderId("2152600101".to_owned())));
    for (status, transactions, expected, after) in rows {
        let payload = order(status, transactions);
        let body = json!({"code": "SUCCESS", "error": null, "result": {"payload": payload}});
        let report = report(answered(&question, &body.to_string()));
        assert_eq!(report.status, expected, "{status} {transactions:?}");
        let seen: Vec<_> =
            report.after.iter().map(|after| (after.kind, after.state.clone())).collect();
        assert_eq!(seen, after, "{status} {transactions:?}");
        check_money(&report, transactions);
    }
}

/// A hold says how much it is, a capture how much it took.
fn check_money(report: &Report, transactions: &[(&str, &str, i64)]) {
    let held = Held {
        attempt: AttemptId("t0".to_owned()),
        amount: Ok(pesos(100_000)),
        at: Some(Timestamp::from_millis(1_000)),
    };
    let is_held = report.status == Status::Known(ChargeState::Authorized);
    assert_eq!(report.held, is_held.then_some(held), "{transactions:?}");
    if transactions.iter().any(|(kind, ..)| *kind == "CAPTURE") {
        let money: Vec<_> = report.money_in.iter().map(|money| money.amount.clone()).collect();
        assert_eq!(money, [Ok(pesos(40_000))]);
        assert_eq!(report.after[0].money_in(), Some(report.money_in[0].clone()));
    }
}

#[test]
fn the_sample_of_a_refund_names_it() {
    let question = Operation::Question(Question::Order(OrderId("2152600101".to_owned())));
    let sample = fixture("q05-order-detail.refund-approved.response.json");
    let refunded = report(answered(&question, &sample));
    assert_eq!(refunded.status, Status::Refunded);
    let expected = FollowUp {
        kind: ActKind::Refund,
        attempt: Some(AttemptId("d5a7b6d0-7a9c-4d0a-b7a8-1e0b4a3c2f11".to_owned())),
        state: FollowUpState::Done,
        amount: Ok(pesos(125_050)),
        at: Some(Timestamp::from_millis(1_772_654_400_000)),
    };
    assert_eq!(refunded.after, [expected]);
}
