//! What PayU answers to a submit, and what it means.

use cobro_domain::{charge::ChargeState, time::Timestamp, voucher::Voucher};
use cobro_providers::{
    operation::{Operation, Question},
    outcome::{AttemptId, Decline, Lost, OrderId, Outcome, Refusal, RefusalKind, Report, Status},
};
use serde_json::{Value, json};

use crate::support::{answer, answered, fixture, outcome, report, sample, submit, unrecognised};

fn voucher() -> Operation {
    submit(sample("oxxo", 1_624_482_134_593))
}

fn submitted(body: &str) -> Report {
    report(answered(&voucher(), body))
}

/// An answer to a submit with one response.
fn response(state: &str, response: &Value) -> String {
    let mut transaction = json!({"orderId": 1, "transactionId": "t", "state": state});
    for (name, value) in response.as_object().unwrap() {
        transaction[name] = value.clone();
    }
    json!({"code": "SUCCESS", "error": null, "transactionResponse": transaction}).to_string()
}

#[test]
fn every_voucher_of_the_samples_is_read_whole() {
    let receipt = "https://sandbox.checkout.payulatam.com/ppp-web-gateway-payu";
    let text = |text: &str| Some(text.to_owned());
    let at = |millis| Some(Timestamp::from_millis(millis));
    let cases = [
        (
            "05-cash-seven-eleven",
            "857806658",
            "c7b15feb-e8e6-4330-a04b-2a4c0cc2b776",
            Voucher {
                barcode: text("00012345678900008578066580000000100000202106238"),
                reference: text("857806658"),
                clabe: None,
                bank: None,
                link: Some(format!("{receipt}/app?vid=857806658Yc7b15febe8e6433Y2568534adcdf6da")),
                expires_at: at(1_624_482_134_593),
            },
        ),
        (
            "06-bank-transfer-spei",
            "1400447116",
            "16d49526-8d29-4bec-8c56-478491ddb327",
            Voucher {
                barcode: None,
                reference: text("25914"),
                clabe: text("646180132800000009"),
                bank: text("STP"),
                link: Some(format!(
                    "{receipt}/app/V2?vid=1400447116Y16d495268d294beY2063d953fc5dab2"
                )),
                // 2021-06-23 23:59:59 in Mexico City.
                expires_at: at(1_624_514_399_000),
            },
        ),
        (
            "07-bank-referenced",
            "857807112",
            "6f8b46f4-9c4c-4523-9d80-ab51c684a44d",
            Voucher {
                barcode: text("85780711227811246"),
                reference: text("857807112"),
                clabe: None,
                bank: None,
                link: Some(format!("{receipt}/app?vid=857807112Y6f8b46f49c4c452Y6a8c3d9204ae7c3")),
                expires_at: at(1_624_488_380_551),
            },
        ),
        (
            "s03-cash-oxxo.pending",
            "2152600101",
            "3f9c1c52-6f0b-4f0e-9b52-0d6c1a7e4b21",
            Voucher {
                barcode: text("27002152600101202603090001250505"),
                reference: text("2152600101"),
                clabe: None,
                bank: None,
                link: Some(format!("{receipt}/app?vid=2152600101Y3f9c1c526f0b4f0Y5c85f014c19955e")),
                expires_at: at(1_773_079_200_000),
            },
        ),
    ];
    for (name, order, attempt, voucher) in cases {
        let expected = Report {
            attempt: Some(AttemptId(attempt.to_owned())),
            voucher: Some(voucher),
            ..Report::new(OrderId(order.to_owned()), Status::Known(ChargeState::Pending))
        };
        assert_eq!(submitted(&fixture(&format!("{name}.response.json"))), expected, "{name}");
    }
}

#[test]
fn a_decline_is_an_answer_and_not_a_refusal() {
    let report = submitted(&fixture("s01-card-declined.response.json"));
    let declined = Decline { code: "INSUFFICIENT_FUNDS".to_owned(), text: None };
    assert_eq!(report.status, Status::Declined(declined));
    assert_eq!(report.order, OrderId("2152600101".to_owned()));
    assert_eq!(report.voucher, None);
}

#[test]
fn refusals_say_whether_the_account_or_the_request_is_wrong() {
    use RefusalKind::{Credentials, Request};
    let missing = "property: order.id, message: must not be null";
    let cases = [
        (fixture("e01-invalid-credentials.en.response.json"), Credentials, "Invalid credentials"),
        (
            fixture("e01-invalid-credentials.es.response.json"),
            Credentials,
            "Credenciales inválidas",
        ),
        (error("Credenciais inválidas"), Credentials, "Credenciais inválidas"),
        (error("INVALID CREDENTIALS."), Credentials, "INVALID CREDENTIALS."),
        (
            fixture("e03-below-minimum.response.json"),
            Request,
            "The order value is less than minimum allowed. Minimum value allowed 39 MXN",
        ),
        (error(missing), Request, missing),
        (error("Something new"), Request, "Something new"),
        (r#"{"code":"ERROR","error":null}"#.to_owned(), Request, ""),
        (r#"{"code":"ERROR"}"#.to_owned(), Request, ""),
    ];
    for (body, kind, text) in cases {
        let refusal = Refusal { kind, text: text.to_owned() };
        assert_eq!(answered(&voucher(), &body), Outcome::Refused(refusal), "{body}");
    }
}

fn error(text: &str) -> String {
    json!({"code": "ERROR", "error": text, "transactionResponse": null}).to_string()
}

#[test]
fn a_status_that_means_credentials_is_believed_only_with_the_provider_s_own_words() {
    for status in [401, 403] {
        let Outcome::Refused(refusal) = outcome(&voucher(), &[answer(status, error("No"))]) else {
            panic!("{status}")
        };
        assert_eq!(refusal.kind, RefusalKind::Credentials, "{status}");
        for body in ["", "<html>", "{}"] {
            let barred = Outcome::Lost(Lost::Barred { status });
            assert_eq!(outcome(&voucher(), &[answer(status, body)]), barred, "{status} {body}");
        }
    }
}

#[test]
fn what_payu_says_of_an_attempt_leaves_the_charge_open_unless_it_is_certain() {
    let pending = Status::Known(ChargeState::Pending);
    let declined = |code: &str, text: Option<&str>| {
        Status::Declined(Decline { code: code.to_owned(), text: text.map(str::to_owned) })
    };
    let cases = [
        ("PENDING", json!({}), pending.clone()),
        ("SUBMITTED", json!({}), pending.clone()),
        // No amount, no money: the reports say the rest.
        ("APPROVED", json!({"responseCode": "APPROVED"}), pending),
        ("EXPIRED", json!({}), Status::Known(ChargeState::Expired)),
        ("DECLINED", json!({}), declined("DECLINED", None)),
        (
            "DECLINED",
            json!({"responseCode": "ENTITY_DECLINED", "responseMessage": "No"}),
            declined("ENTITY_DECLINED", Some("No")),
        ),
        (
            "DECLINED",
            json!({"responseCode": "NEW_CODE", "paymentNetworkResponseErrorMessage": "51"}),
            declined("NEW_CODE", Some("51")),
        ),
        ("DECLINED", json!({"responseCode": "BANK_UNREACHABLE"}), unrecognised("BANK_UNREACHABLE")),
        (
            "ERROR",
            json!({"responseCode": "INACTIVE_PAYMENT_PROVIDER"}),
            declined("INACTIVE_PAYMENT_PROVIDER", None),
        ),
        ("ERROR", json!({"responseCode": "NEW_CODE"}), unrecognised("NEW_CODE")),
        ("ERROR", json!({}), unrecognised("ERROR")),
        (
            "ERROR",
            json!({"responseCode": "ERROR", "errorCode": "ENTITY_NO_RESPONSE"}),
            unrecognised("ENTITY_NO_RESPONSE"),
        ),
        ("ON_HOLD", json!({"responseCode": "APPROVED"}), unrecognised("ON_HOLD")),
    ];
    for (state, more, status) in cases {
        assert_eq!(submitted(&response(state, &more)).status, status, "{state} {more}");
    }
}

#[test]
fn an_uncertain_failure_is_never_a_refusal() {
    let codes = [
        "BANK_UNREACHABLE",
        "PAYMENT_NETWORK_NO_CONNECTION",
        "PAYMENT_NETWORK_NO_RESPONSE",
        "PAYMENT_NETWORK_BAD_RESPONSE",
        "ENTITY_MESSAGING_ERROR",
    ];
    for code in codes {
        let report = submitted(&response("ERROR", &json!({ "responseCode": code })));
        assert_eq!(report.status, unrecognised(code));
    }
}

#[test]
fn values_are_read_in_every_type_they_come_in() {
    let extras = json!({
        "BAR_CODE": 8578, "REFERENCE": "A-17", "EXPIRATION_DATE": "1624482134593",
        "URL_PAYMENT_RECEIPT_HTML": null, "URL_PAYMENT_RECEIPT_PDF": "https://example.com/pdf",
        "NEW": {"deep": [1, 2]}
    });
    let more = json!({
        "orderId": "2152525133", "extraParameters": extras, "operationDate": "soon", "x": [1]
    });
    let report = submitted(&response("PENDING", &more));
    assert_eq!(report.order, OrderId("2152525133".to_owned()));
    let expected = Voucher {
        barcode: Some("8578".to_owned()),
        reference: Some("A-17".to_owned()),
        link: Some("https://example.com/pdf".to_owned()),
        expires_at: Some(Timestamp::from_millis(1_624_482_134_593)),
        ..Voucher::default()
    };
    assert_eq!(report.voucher, Some(expected));
    for none in [json!(null), json!([]), json!({}), json!("x"), json!({"EXPIRATION_DATE": 1})] {
        let report = submitted(&response("PENDING", &json!({ "extraParameters": none })));
        assert_eq!(report.voucher, None, "{none}");
    }
}

#[test]
fn an_answer_without_an_order_leaves_the_submit_unknown() {
    let bodies = [
        r#"{"code":"SUCCESS","error":null,"transactionResponse":null}"#,
        r#"{"code":"SUCCESS"}"#,
        r#"{"code":"SUCCESS","transactionResponse":{"state":"DECLINED","orderId":null}}"#,
        r#"{"code":"SUCCESS","transactionResponse":{"state":"PENDING","orderId":""}}"#,
        r#"{"code":"SUCCESS","transactionResponse":[]}"#,
    ];
    for body in bodies {
        let lost = Outcome::Lost(Lost::Unreadable { excerpt: body.chars().take(120).collect() });
        assert_eq!(answered(&voucher(), body), lost);
    }
}

#[test]
fn an_attempt_is_read_like_the_answer_to_its_submit() {
    let sample = fixture("06-bank-transfer-spei.response.json");
    let submitted = submitted(&sample);
    let whole: Value = serde_json::from_str(&sample).unwrap();
    let mut response = whole["transactionResponse"].clone();
    for id in ["orderId", "transactionId"] {
        response.as_object_mut().unwrap().remove(id);
    }
    let body = json!({"code": "SUCCESS", "error": null, "result": {"payload": response}});
    let question = Operation::Question(Question::Attempt {
        order: submitted.order.clone(),
        attempt: submitted.attempt.clone().unwrap(),
    });
    assert_eq!(report(answered(&question, &body.to_string())), submitted);
    let nothing = r#"{"code":"SUCCESS","error":null,"result":null}"#;
    assert_eq!(answered(&question, nothing), Outcome::NotFound);
}
