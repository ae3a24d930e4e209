//! Nothing that comes from outside makes PayU's code panic, and no word is lost.

use cobro_domain::charge::ChargeState;
use cobro_providers::{
    operation::{Operation, Question},
    outcome::{AttemptId, OrderId, Outcome, Status},
    payu::sign,
    provider::Provider,
    wire::Reply,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{
    NOW, REFERENCE, answer, answered, fixture, look_up, payu, report, sample, submit, unrecognised,
};

fn operations() -> Vec<Operation> {
    let order = OrderId("1".to_owned());
    let attempt = AttemptId("t".to_owned());
    vec![
        look_up(),
        submit(sample("spei", 1_624_482_134_593)),
        Operation::Question(Question::Ping),
        Operation::Question(Question::Methods),
        Operation::Question(Question::Order(order.clone())),
        Operation::Question(Question::Attempt { order, attempt }),
    ]
}

/// Every operation takes the body, at every place where it reads one.
fn survive(status: u16, body: &[u8]) {
    let ping = answer(200, fixture("09-ping.response.json"));
    for operation in operations() {
        payu().step(&operation, NOW, &[answer(status, body)]).unwrap();
        payu().step(&operation, NOW, &[ping.clone(), answer(status, body)]).unwrap();
        payu().step(&operation, NOW, &[Reply::NotSent, Reply::MaybeSent, ping.clone()]).unwrap();
    }
}

/// JSON of PayU's member names and words, and of anything else.
fn payu_like() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "code",
        "error",
        "transactionResponse",
        "paymentMethods",
        "result",
        "payload",
        "id",
        "status",
        "referenceCode",
        "transactions",
        "type",
        "state",
        "orderId",
        "transactionId",
        "operationDate",
        "expirationDate",
        "additionalValues",
        "TX_VALUE",
        "value",
        "currency",
        "extraParameters",
        "EXPIRATION_DATE",
        "BAR_CODE",
        "SPEI_CLABE_ACCOUNT_NUMBER",
        "trazabilityCode",
        "responseCode",
        "description",
        "country",
        "enabled",
    ]);
    let words = prop::sample::select(vec![
        "SUCCESS",
        "ERROR",
        "APPROVED",
        "CAPTURED",
        "PENDING",
        "DECLINED",
        "EXPIRED",
        "REFUND",
        "AUTHORIZATION_AND_CAPTURE",
        "MXN",
        "MX",
        REFERENCE,
        "1250.50",
        ".00",
        "ping",
        "null",
        "",
        "2021-06-23 23:59:59",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..8).prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
}

/// An order as PayU sends it, with any word in every place that has one.
fn order(status: &str, kind: &str, state: &str) -> String {
    let transaction = json!({
        "id": "t", "type": kind, "transactionResponse": {"state": state},
        "additionalValues": {"TX_VALUE": {"value": 1, "currency": "MXN"}},
    });
    let order = json!({"id": 1, "status": status, "transactions": [transaction]});
    json!({"code": "SUCCESS", "result": {"payload": [order]}}).to_string()
}

proptest! {
    #[test]
    fn any_bytes_are_survived(status: u16, body in prop::collection::vec(any::<u8>(), 0..400)) {
        survive(status, &body);
    }

    #[test]
    fn any_json_is_survived(status: u16, body in payu_like()) {
        survive(status, body.to_string().as_bytes());
    }

    #[test]
    fn any_json_inside_a_success_is_survived(inside in payu_like()) {
        for member in ["transactionResponse", "paymentMethods", "result"] {
            survive(200, json!({"code": "SUCCESS", member: inside}).to_string().as_bytes());
        }
        let payload = json!({"code": "SUCCESS", "result": {"payload": inside}});
        survive(200, payload.to_string().as_bytes());
    }

    #[test]
    fn a_damaged_sample_is_survived(at in 0_usize..5_000, byte: u8) {
        for name in ["q02-order-detail.captured-cash", "06-bank-transfer-spei"] {
            let mut body = fixture(&format!("{name}.response.json")).into_bytes();
            let at = at % body.len();
            body[at] = byte;
            survive(200, &body);
        }
    }

    #[test]
    fn an_unknown_word_leaves_the_charge_open_and_is_shown_as_it_came(word in "[A-Z_]{1,20}X|.*") {
        let documented = [
            "NEW", "IN_PROGRESS", "AUTHORIZED", "CAPTURED", "CANCELLED", "DECLINED", "REFUNDED",
            "CHARGEBACK", "APPROVED", "EXPIRED", "PENDING", "SUBMITTED", "ERROR",
        ];
        prop_assume!(!documented.contains(&word.as_str()));
        let charged = "AUTHORIZATION_AND_CAPTURE";
        let of_order = report(answered(&look_up(), &order(&word, charged, "APPROVED")));
        prop_assert_eq!(of_order.status, unrecognised(&word));
        prop_assert!(of_order.money_in.is_empty());
        let of_attempt = report(answered(&look_up(), &order("IN_PROGRESS", charged, &word)));
        prop_assert_eq!(of_attempt.status, unrecognised(&word));
    }

    #[test]
    fn nothing_is_paid_without_a_known_kind_of_approved_money(
        status in "NEW|IN_PROGRESS|CAPTURED|AUTHORIZED|DECLINED|CANCELLED|REFUNDED|[A-Z]{4}",
        kind in "AUTHORIZATION_AND_CAPTURE|CAPTURE|AUTHORIZATION|REFUND|VOID|[A-Z]{4}",
        state in "APPROVED|PENDING|DECLINED|ERROR|EXPIRED|SUBMITTED|[A-Z]{4}",
    ) {
        let outcome = answered(&look_up(), &order(&status, &kind, &state));
        let paid = matches!(
            &outcome,
            Outcome::Charge(reports)
                if reports.iter().any(|report| report.status == Status::Known(ChargeState::Paid))
        );
        let money = (kind == "AUTHORIZATION_AND_CAPTURE" || kind == "CAPTURE") && state == "APPROVED";
        prop_assert!(!paid || money, "{status} {kind} {state}");
    }

    #[test]
    fn any_text_can_be_signed(text in ".*") {
        let _ = sign::confirmation_amount(&text);
        let _ = sign::response_amount(&text);
    }
}
