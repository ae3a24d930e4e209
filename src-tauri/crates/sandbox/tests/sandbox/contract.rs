//! The documented requests are accepted, and the answers have the documented shape.

use std::collections::BTreeMap;

use cobro_sandbox::{Paid, Sandbox, SandboxConfig, TimeSource};
use serde_json::{Value, json};

use crate::client::{PAYMENTS, REPORTS, Submit, config, fixture, order, post, report};

/// 2021-06-22T17:33:42Z, when the documented samples were recorded.
const SAMPLES_AT: i64 = 1_624_383_222_000;

/// Every path in a JSON value with the type found there; items of an array share one path.
pub(crate) fn shape(value: &Value) -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();
    walk(value, String::new(), &mut found);
    found
}

fn walk(value: &Value, path: String, found: &mut BTreeMap<String, &'static str>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(items) => {
            items.iter().for_each(|item| walk(item, format!("{path}/*"), found));
            "array"
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, item)| walk(item, format!("{path}/{key}"), found));
            "object"
        }
    };
    found.insert(path, kind);
}

fn documented(name: &str) -> Value {
    serde_json::from_str(&fixture(name)).unwrap()
}

fn at_the_time_of_the_samples() -> Sandbox {
    let time = TimeSource::Fixed(SAMPLES_AT);
    Sandbox::start(SandboxConfig { time, ..SandboxConfig::default() }).unwrap()
}

#[test]
fn documented_payments_requests_get_documented_answers() {
    let names = [
        "01-authorization",
        "04-charge",
        "05-cash-seven-eleven",
        "06-bank-transfer-spei",
        "07-bank-referenced",
        "08-get-payment-methods",
        "09-ping",
    ];
    for name in names {
        // All samples share one reference.
        let sandbox = at_the_time_of_the_samples();
        let request = fixture(&format!("{name}.request.json"));
        let answer = post(&sandbox, PAYMENTS, &request).json();
        let expected = documented(&format!("{name}.response.json"));
        let mut answered = shape(&answer);
        if name == "08-get-payment-methods" {
            // The samples show enabled methods only.
            answered.insert("/paymentMethods/*/reason".to_owned(), "null");
        }
        assert_eq!(answered, shape(&expected), "{name}");
        assert_eq!(answer["code"], "SUCCESS", "{name}");
    }
}

#[test]
fn vouchers_carry_the_documented_values() {
    let cases = [
        ("05-cash-seven-eleven", "BANK_REFERENCED_CODE"),
        ("05-cash-seven-eleven", "EXPIRATION_DATE"),
        ("05-cash-seven-eleven", "PAYMENT_WAY_ID"),
        ("06-bank-transfer-spei", "EXPIRATION_DATE"),
        ("06-bank-transfer-spei", "SPEI_BANK_NAME"),
        ("06-bank-transfer-spei", "SPEI_CLABE_ACCOUNT_NUMBER"),
        ("06-bank-transfer-spei", "PAYMENT_WAY_ID"),
        ("07-bank-referenced", "EXPIRATION_DATE"),
    ];
    for (name, parameter) in cases {
        let sandbox = at_the_time_of_the_samples();
        let request = fixture(&format!("{name}.request.json"));
        let answer = post(&sandbox, PAYMENTS, &request).json();
        let expected = documented(&format!("{name}.response.json"));
        let of =
            |answer: &Value| answer["transactionResponse"]["extraParameters"][parameter].clone();
        assert_eq!(of(&answer), of(&expected), "{name} {parameter}");
    }
}

#[test]
fn an_oxxo_voucher_has_the_shape_of_the_sample() {
    let sandbox = at_the_time_of_the_samples();
    let answer = Submit::new("R1", "OXXO", "1250.50").send(&sandbox).json();
    assert_eq!(shape(&answer), shape(&documented("s03-cash-oxxo.pending.response.json")));
    let id = answer["transactionResponse"]["orderId"].as_i64().unwrap();
    assert!(id > i64::from(i32::MAX), "{id}");
}

#[test]
fn the_operation_date_of_a_payments_answer_is_five_hours_early_unless_switched_off() {
    for (early, expected) in [(true, SAMPLES_AT - 18_000_000), (false, SAMPLES_AT)] {
        let sandbox = at_the_time_of_the_samples();
        let payu = sandbox.control().payu();
        let mut settings = payu.settings().unwrap();
        settings.early_operation_date = early;
        payu.set_settings(&settings).unwrap();
        let response = Submit::new("R1", "SPEI", "100").accepted(&sandbox);
        assert_eq!(response["operationDate"], expected);
        let transaction = order(&sandbox, "R1")["transactions"][0].clone();
        assert_eq!(transaction["transactionResponse"]["operationDate"], Value::Null);
    }
}

/// The submit behind the synthetic reports.
fn reported() -> Submit {
    Submit::new("COBRO000123A1", "SEVEN_ELEVEN", "1250.50")
        .set("/transaction/order/buyer/shippingAddress/street2", Value::Null)
}

/// Without the one field that no document mentions.
fn without_extra(mut answer: Value) -> Value {
    let payload = &mut answer["result"]["payload"];
    let order = if payload.is_array() { &mut payload[0] } else { payload };
    assert_eq!(order.as_object_mut().unwrap().remove("orderChannel"), Some(json!("API")));
    answer
}

#[test]
fn reports_have_the_shape_of_the_samples() {
    let sandbox = Sandbox::start(config()).unwrap();
    let expected = documented("q01-reports-ping.response.json");
    let answer = post(&sandbox, REPORTS, &fixture("q01-reports-ping.request.json")).json();
    assert_eq!(answer, expected);

    let by_reference = fixture("q03-order-detail-by-reference.request.json");
    let answer = post(&sandbox, REPORTS, &by_reference).json();
    assert_eq!(answer, documented("q03-order-detail-by-reference.not-found.response.json"));

    let submitted = reported().accepted(&sandbox);
    assert_eq!(submitted["orderId"], 2_152_600_101_i64);
    let answer = without_extra(post(&sandbox, REPORTS, &by_reference).json());
    let expected = documented("q03-order-detail-by-reference.pending.response.json");
    assert_eq!(shape(&answer), shape(&expected));

    sandbox.control().payu().pay("COBRO000123A1", Paid::InFull).unwrap();
    let answer = post(&sandbox, REPORTS, &fixture("q02-order-detail.request.json")).json();
    let expected = documented("q02-order-detail.captured-cash.response.json");
    assert_eq!(shape(&without_extra(answer)), shape(&expected));

    let details = json!({"transactionId": submitted["transactionId"]});
    let answer = report(&sandbox, "TRANSACTION_RESPONSE_DETAIL", details);
    let payload = "/result/payload";
    let one = &expected["result"]["payload"]["transactions"][0]["transactionResponse"];
    assert_eq!(shape(answer.pointer(payload).unwrap()), shape(one));
}

#[test]
fn amounts_keep_their_text_in_reports() {
    let sandbox = Sandbox::start(config()).unwrap();
    let values = "/transaction/order/additionalValues";
    let submit = reported()
        .set(&format!("{values}/TX_TAX"), json!({"value": "172.48", "currency": "MXN"}))
        .set(&format!("{values}/TX_TAX_RETURN_BASE"), json!({"value": 1078, "currency": "MXN"}));
    submit.accepted(&sandbox);
    let request = fixture("q02-order-detail.request.json");
    let text = post(&sandbox, REPORTS, &request).text();
    assert!(text.contains(r#""TX_VALUE":{"value":1250.50,"currency":"MXN"}"#), "{text}");
    assert!(text.contains(r#""TX_TAX":{"value":172.48,"currency":"MXN"}"#), "{text}");
    assert!(text.contains(r#""PM_TAX_RETURN_BASE":{"value":1078.00,"currency":"MXN"}"#), "{text}");
    assert!(text.contains(r#""PM_ADDITIONAL_VALUE":{"value":0.00,"currency":"MXN"}"#), "{text}");
}
