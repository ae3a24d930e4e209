//! The reports service beyond the shape of its answers.

use serde_json::{Value, json};

use crate::client::{HOUR, Submit, report, sandbox};

const MINUTE: u64 = 60 * 1000;

#[test]
fn what_is_unknown_has_no_result() {
    let sandbox = sandbox();
    let rows = [
        ("ORDER_DETAIL", json!({"orderId": 1})),
        ("ORDER_DETAIL", json!({"orderId": "2152600101"})),
        ("ORDER_DETAIL_BY_REFERENCE_CODE", json!({"referenceCode": "R1"})),
        ("TRANSACTION_RESPONSE_DETAIL", json!({"transactionId": "x"})),
    ];
    for (command, details) in rows {
        let expected = json!({"code": "SUCCESS", "error": null, "result": null});
        assert_eq!(report(&sandbox, command, details), expected, "{command}");
    }
}

#[test]
fn questions_must_be_whole() {
    let sandbox = sandbox();
    let missing = |path: &str| format!("property: {path}, message: must not be null");
    let rows = [
        ("ORDER_DETAIL", Value::Null, missing("details")),
        ("ORDER_DETAIL", json!({}), missing("details.orderId")),
        (
            "ORDER_DETAIL",
            json!({"orderId": "x"}),
            "property: details.orderId, message: value not allowed".to_owned(),
        ),
        ("ORDER_DETAIL_BY_REFERENCE_CODE", json!({}), missing("details.referenceCode")),
        ("TRANSACTION_RESPONSE_DETAIL", json!({}), missing("details.transactionId")),
        (
            "ORDER_DETAIL_REFERENCE_CODE",
            json!({"referenceCode": "R1"}),
            "property: command, message: value not allowed".to_owned(),
        ),
    ];
    for (command, details, expected) in rows {
        let answer = report(&sandbox, command, details);
        let expected = json!({"code": "ERROR", "error": expected, "result": null});
        assert_eq!(answer, expected, "{command}");
    }
}

#[test]
fn an_order_is_found_by_number_and_by_text() {
    let sandbox = sandbox();
    let id = Submit::new("R1", "OXXO", "100").accepted(&sandbox)["orderId"].clone();
    for order_id in [id.clone(), json!(id.to_string())] {
        let answer = report(&sandbox, "ORDER_DETAIL", json!({"orderId": order_id}));
        assert_eq!(answer["result"]["payload"]["referenceCode"], "R1");
    }
}

#[test]
fn a_fresh_order_may_be_invisible_for_a_while() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.reports_lag_ms = 300_000;
    settings.extra_fields = false;
    payu.set_settings(&settings).unwrap();
    Submit::new("R1", "OXXO", "100").accepted(&sandbox);
    let ask = || {
        let details = json!({"referenceCode": "R1"});
        report(&sandbox, "ORDER_DETAIL_BY_REFERENCE_CODE", details)["result"].clone()
    };
    sandbox.control().advance(299_999).unwrap();
    assert_eq!(ask(), Value::Null);
    sandbox.control().advance(1).unwrap();
    let order = ask()["payload"][0].clone();
    assert_eq!(order["referenceCode"], "R1");
    assert_eq!(order.get("orderChannel"), None);
}

#[test]
fn queries_faster_than_the_rules_are_counted_and_answered() {
    // How long to wait before each query, and the counts after it.
    let rows = [
        ("OXXO", 7 * MINUTE - 1, (1, 0)),
        ("OXXO", HOUR - 1, (1, 1)),
        ("OXXO", HOUR, (1, 1)),
        ("SPEI", 7 * MINUTE, (0, 0)),
        ("SPEI", 10 * MINUTE - 1, (0, 1)),
        ("SPEI", 10 * MINUTE, (0, 1)),
        ("absent", 0, (0, 0)),
        ("absent", 10 * MINUTE - 1, (0, 1)),
        ("absent", 10 * MINUTE, (0, 1)),
    ];
    let mut sandbox_now = None;
    let mut method_now = "";
    for (method, wait, expected) in rows {
        if method != method_now {
            let fresh = sandbox();
            if method != "absent" {
                Submit::new("R1", method, "100").accepted(&fresh);
            }
            sandbox_now = Some(fresh);
            method_now = method;
        }
        let sandbox = sandbox_now.as_ref().unwrap();
        sandbox.control().advance(wait).unwrap();
        let details = json!({"referenceCode": "R1"});
        let answer = report(sandbox, "ORDER_DETAIL_BY_REFERENCE_CODE", details);
        assert_eq!(answer["code"], "SUCCESS");
        let counters = sandbox.control().counters().unwrap();
        let of = |counts: &std::collections::BTreeMap<String, u64>| counts.values().sum::<u64>();
        let counted = (of(&counters.early_queries), of(&counters.frequent_queries));
        assert_eq!(counted, expected, "{method} after {wait} ms");
    }
}

#[test]
fn asking_by_id_and_by_reference_is_asking_about_the_same_order() {
    let sandbox = sandbox();
    let id = Submit::new("R1", "OXXO", "100").accepted(&sandbox)["orderId"].clone();
    sandbox.control().advance(HOUR).unwrap();
    report(&sandbox, "ORDER_DETAIL", json!({"orderId": id}));
    report(&sandbox, "ORDER_DETAIL_BY_REFERENCE_CODE", json!({"referenceCode": "R1"}));
    let counters = sandbox.control().counters().unwrap();
    assert!(counters.early_queries.is_empty());
    assert_eq!(counters.frequent_queries.into_iter().collect::<Vec<_>>(), [("R1".to_owned(), 1)]);
    assert_eq!(counters.requests["reports ORDER_DETAIL"], 1);
}
