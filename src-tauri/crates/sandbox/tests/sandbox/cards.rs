//! Charges by card: what is taken, what it results in, what is refused, and what is never kept.

use cobro_sandbox::{
    ControlDoor, Forced, ForcedResult, PayuError, RequiredData, Sandbox, SandboxConfig,
};
use serde_json::{Value, json};

use crate::client::{
    DAY, PAYMENTS, Submit, VISA, config, fixture, history, order, post, report, sandbox, send, visa,
};

use crate::contract::shape;

fn card(pointer: &str, value: Value) -> Submit {
    Submit::card("R1", "1250.50").set(&format!("/transaction/{pointer}"), value)
}

#[test]
fn every_brand_charges_and_two_of_them_hold() {
    let rows = [
        ("VISA", "4268070000000002", "777", "CREDIT", true),
        ("MASTERCARD", "5579070000000003", "777", "CREDIT", true),
        ("AMEX", "376675000000005", "7777", "CREDIT", false),
        ("VISA_DEBIT", "4415490000000004", "777", "DEBIT", false),
        ("MASTERCARD_DEBIT", "5256780000000007", "777", "DEBIT", false),
    ];
    let sandbox = sandbox();
    for (method, number, code, kind, holds) in rows {
        let of = |step: &str| {
            let reference = format!("{method} {step}");
            let typed = json!({
                "number": number, "securityCode": code, "expirationDate": "2028/05",
                "name": "APPROVED"
            });
            let name = if kind == "DEBIT" { "debitCard" } else { "creditCard" };
            Submit::new(&reference, method, "1250.50")
                .set("/transaction/payer/birthdate", json!("1994-06-21"))
                .set(&format!("/transaction/{name}"), typed)
                .set("/transaction/type", json!(step))
        };
        let charge = of("AUTHORIZATION_AND_CAPTURE").accepted(&sandbox);
        assert_eq!(charge["state"], "APPROVED", "{method}");
        assert_eq!(charge["additionalInfo"]["cardType"], kind);
        assert_eq!(charge["extraParameters"]["BANK_REFERENCED_CODE"], kind);
        let charged = format!("{method} AUTHORIZATION_AND_CAPTURE");
        let expected = ["CAPTURED", "AUTHORIZATION_AND_CAPTURE APPROVED"];
        assert_eq!(history(&sandbox, &charged), expected);
        if holds {
            of("AUTHORIZATION").accepted(&sandbox);
            let expected = ["AUTHORIZED", "AUTHORIZATION APPROVED"];
            assert_eq!(history(&sandbox, &format!("{method} AUTHORIZATION")), expected);
        } else {
            let expected = format!("The payment method {method} does not support two steps");
            assert_eq!(of("AUTHORIZATION").refused(&sandbox), expected);
        }
    }
}

#[test]
fn a_card_in_the_debit_object_is_a_debit_card_whatever_its_method() {
    let sandbox = sandbox();
    let debit = card("creditCard", Value::Null).set("/transaction/debitCard", visa("APPROVED"));
    let charge = debit.accepted(&sandbox);
    assert_eq!(charge["additionalInfo"]["cardType"], "DEBIT");
    let months = Submit::card("R2", "5000")
        .set("/transaction/creditCard", Value::Null)
        .set("/transaction/debitCard", visa("APPROVED"))
        .set("/transaction/extraParameters", json!({"INSTALLMENTS_NUMBER": 3}));
    assert_eq!(months.refused(&sandbox), "The installments number is not valid");
    let both = card("debitCard", visa("APPROVED")).refused(&sandbox);
    assert_eq!(both, "property: debitCard, message: value not allowed");
}

#[test]
fn holder_names_force_results() {
    let rows = [
        ("APPROVED", "APPROVED", "APPROVED", "CAPTURED"),
        ("REJECTED", "DECLINED", "ENTITY_DECLINED", "DECLINED"),
        ("PENDING", "PENDING", "PENDING_TRANSACTION_REVIEW", "IN_PROGRESS"),
        ("INSUFFICIENT FUNDS", "DECLINED", "INSUFFICIENT_FUNDS", "DECLINED"),
        ("BANK UNREACHABLE", "ERROR", "BANK_UNREACHABLE", "DECLINED"),
        ("Rosa Prado", "APPROVED", "APPROVED", "CAPTURED"),
    ];
    for (holder, state, code, status) in rows {
        let sandbox = sandbox();
        let answer = card("creditCard", visa(holder)).accepted(&sandbox);
        assert_eq!((&answer["state"], &answer["responseCode"]), (&json!(state), &json!(code)));
        let expected = [status.to_owned(), format!("AUTHORIZATION_AND_CAPTURE {state}")];
        assert_eq!(history(&sandbox, "R1"), expected, "{holder}");
    }
    let sandbox = sandbox();
    let declined = card("creditCard/securityCode", json!("666"))
        .set("/transaction/creditCard/name", json!("Rosa Prado"));
    assert_eq!(declined.accepted(&sandbox)["state"], "DECLINED");
    let late =
        Submit::card("R2", "100").set("/transaction/creditCard/expirationDate", json!("2026/02"));
    assert_eq!(late.accepted(&sandbox)["responseCode"], "EXPIRED_CARD");
}

/// What the documents list; the crate's own table is compared with it.
const CODES: &str = include_str!("codes.txt");

#[test]
fn every_response_code_can_be_forced() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    for (i, line) in CODES.lines().enumerate() {
        let (code, state) = line.split_once(' ').unwrap();
        let result = ForcedResult::Code(code.to_owned());
        payu.force(Forced { kind: None, result, times: 1 }).unwrap();
        let reference = format!("R{i}");
        let answer = Submit::card(&reference, "100").accepted(&sandbox);
        assert_eq!((&answer["responseCode"], &answer["state"]), (&json!(code), &json!(state)));
        let shown = order(&sandbox, &reference)["transactions"][0]["transactionResponse"].clone();
        assert_eq!((&shown["responseCode"], &shown["state"]), (&json!(code), &json!(state)));
        assert_eq!(answer["pendingReason"].is_string(), state == "PENDING", "{code}");
    }
    assert_eq!(CODES.lines().count(), 58);
    let result = ForcedResult::Code("NO_SUCH_CODE".to_owned());
    let wrong = payu.force(Forced { kind: None, result, times: 1 });
    assert!(matches!(wrong, Err(PayuError::NoSuchCode)));
}

#[test]
fn an_error_can_be_forced_and_leaves_nothing() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let text = "Internal payment provider error. ";
    let result = ForcedResult::Error(text.to_owned());
    let kind = Some("AUTHORIZATION_AND_CAPTURE".to_owned());
    payu.force(Forced { kind, result, times: 1 }).unwrap();
    Submit::hold("R0", "100").accepted(&sandbox);
    assert_eq!(Submit::card("R1", "100").refused(&sandbox), text);
    assert_eq!(payu.forced().unwrap(), []);
    Submit::card("R1", "100").accepted(&sandbox);
}

#[test]
fn what_waits_is_settled_by_the_bank() {
    let rows = [
        ("PENDING", "APPROVED", "CAPTURED"),
        ("PENDING", "ANTIFRAUD_REJECTED", "DECLINED"),
        ("BANK UNREACHABLE", "APPROVED", "CAPTURED"),
        ("PENDING SENT TO FINANCIAL ENTITY", "EXPIRED_TRANSACTION", "CANCELLED"),
    ];
    for (holder, code, status) in rows {
        let sandbox = sandbox();
        card("creditCard", visa(holder)).accepted(&sandbox);
        let order = sandbox.control().payu().settle("R1", code).unwrap();
        assert_eq!((order.status.as_str(), order.transactions[0].code), (status, Some(code)));
        let again = sandbox.control().payu().settle("R1", code);
        assert!(matches!(again, Err(PayuError::NotPending)));
    }
}

#[test]
fn the_payer_and_the_card_must_be_complete() {
    let rows = [
        ("payer", "payer"),
        ("payer/birthdate", "payer.birthdate"),
        ("payer/billingAddress/state", "payer.billingAddress.state"),
        ("payer/billingAddress/postalCode", "payer.billingAddress.postalCode"),
        ("creditCard", "creditCard"),
        ("creditCard/number", "creditCard.number"),
        ("creditCard/expirationDate", "creditCard.expirationDate"),
        ("creditCard/name", "creditCard.name"),
        ("creditCard/securityCode", "creditCard.securityCode"),
    ];
    let sandbox = sandbox();
    for (pointer, path) in rows {
        let expected = format!("property: {path}, message: must not be null");
        let text = card(pointer, Value::Null).refused(&sandbox);
        assert!(text.starts_with(&expected), "{pointer}: {text}");
    }
    assert!(sandbox.control().payu().orders().unwrap().is_empty());
}

#[test]
fn the_payer_and_the_card_must_be_well_formed() {
    let wrong = "value not allowed";
    let date = "date expected (yyyy-MM-ddTHH:mm:ss)";
    let rows = [
        ("payer/birthdate", json!("21/06/1994"), "payer.birthdate", date),
        ("payer/dniType", json!("DNI"), "payer.dniType", wrong),
        ("creditCard/number", json!("4268070000000003"), "creditCard.number", wrong),
        ("creditCard/number", json!("5579070000000003"), "creditCard.number", wrong),
        ("creditCard/number", json!("42680700"), "creditCard.number", wrong),
        ("creditCard/expirationDate", json!("05/2028"), "creditCard.expirationDate", date),
        ("creditCard/name", json!("José"), "creditCard.name", "letters expected"),
        ("creditCard/name", json!("4268070000000002"), "creditCard.name", "letters expected"),
        ("creditCard/securityCode", json!("7777"), "creditCard.securityCode", wrong),
        ("creditCard/securityCode", json!("77a"), "creditCard.securityCode", wrong),
        ("creditCard/processWithoutCvv2", json!(true), "creditCard.processWithoutCvv2", wrong),
    ];
    let sandbox = sandbox();
    for (pointer, value, path, message) in rows {
        let expected = format!("property: {path}, message: {message}");
        assert_eq!(card(pointer, value).refused(&sandbox), expected);
    }
    assert!(sandbox.control().payu().orders().unwrap().is_empty());
}

#[test]
fn a_card_without_its_code_needs_leave() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.without_code = true;
    payu.set_settings(&settings).unwrap();
    let without = card("creditCard/processWithoutCvv2", json!(true));
    let both = "property: creditCard.processWithoutCvv2, message: value not allowed";
    assert_eq!(without.refused(&sandbox), both);
    without.set("/transaction/creditCard/securityCode", Value::Null).accepted(&sandbox);
}

#[test]
fn the_documented_fields_can_be_demanded() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.required_data = RequiredData::Documented;
    payu.set_settings(&settings).unwrap();
    let missing = "property: deviceSessionId, message: must not be null \
                   property: cookie, message: must not be null \
                   property: userAgent, message: must not be null";
    assert_eq!(Submit::card("R1", "100").refused(&sandbox), missing);
    let documented = fixture("04-charge.request.json").replace("2022/12", "2028/12");
    assert_eq!(post(&sandbox, PAYMENTS, &documented).json()["code"], "SUCCESS");
}

#[test]
fn signatures_references_and_limits_hold_for_cards_too() {
    let sandbox = sandbox();
    let signature = "The signature of the order is not valid";
    assert_eq!(card("order/signature", json!("x")).refused(&sandbox), signature);
    assert!(Submit::card("R1", "38.99").refused(&sandbox).contains("less than minimum"));
    assert!(Submit::card("R1", "100000.01").refused(&sandbox).contains("greater than maximum"));
    Submit::card("R1", "100").accepted(&sandbox);
    let used = "An order with the reference code R1 already exists";
    assert_eq!(Submit::card("R1", "100").refused(&sandbox), used);
}

#[test]
fn a_declined_card_has_the_shape_of_the_sample() {
    let sandbox = sandbox();
    let answer = card("creditCard", visa("INSUFFICIENT FUNDS")).send(&sandbox).json();
    let sample: Value = serde_json::from_str(&fixture("s01-card-declined.response.json")).unwrap();
    assert_eq!(shape(&answer), shape(&sample));
    let codes = ["state", "responseCode", "paymentNetworkResponseCode"];
    for code in codes {
        assert_eq!(answer["transactionResponse"][code], sample["transactionResponse"][code]);
    }
}

#[test]
fn reports_show_the_card_and_never_its_number() {
    let sandbox = sandbox();
    let submitted = Submit::card("R1", "1250.50").accepted(&sandbox);
    let transaction = order(&sandbox, "R1")["transactions"][0].clone();
    let expected = json!({
        "maskedNumber": "426807******0002", "issuerBank": "BANCO DE PRUEBA", "name": "APPROVED",
        "cardType": null
    });
    assert_eq!(transaction["creditCard"], expected);
    assert_eq!(transaction["extraParameters"]["INSTALLMENTS_NUMBER"], "1");
    let details = json!({"transactionId": submitted["transactionId"]});
    let answer = report(&sandbox, "TRANSACTION_RESPONSE_DETAIL", details);
    assert_eq!(answer["result"]["payload"]["authorizationCode"], submitted["authorizationCode"]);
    let seen = sandbox.control().log().remove(0);
    assert_eq!(seen.card.as_deref(), Some("426807******0002"));
    assert_eq!(seen.kind.as_deref(), Some("AUTHORIZATION_AND_CAPTURE"));
}

#[test]
fn no_number_is_in_the_file_or_behind_the_control_door() {
    let folder = tempfile::tempdir().unwrap();
    let file = Some(folder.path().join("sandbox.db"));
    let started = SandboxConfig { file, control: ControlDoor::SamePort, ..config() };
    let sandbox = Sandbox::start(started).unwrap();
    Submit::card("CANARY-REFERENCE", "100").accepted(&sandbox);
    let code = json!("7391");
    let spoilt = Submit::card("R2", "100").set("/transaction/creditCard/securityCode", code);
    spoilt.refused(&sandbox);
    let token = fixture("t01-create-token.request.json");
    assert_eq!(post(&sandbox, PAYMENTS, &token).json()["code"], "SUCCESS");
    let mut seen = Vec::new();
    for path in ["log", "payu/orders", "counters", "faults", "payu/forced", "payu/settings"] {
        let call = format!("/control/{path}");
        seen.extend(send(sandbox.address(), "GET", &call, &[], "").text().into_bytes());
    }
    sandbox.control().advance(DAY).unwrap();
    sandbox.stop();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        seen.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let has = |text: &str| seen.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("CANARY-REFERENCE") && has("426807******0002"), "the search finds what is there");
    for secret in [VISA, "4268070000000002", "7391", "\"777\""] {
        assert!(!has(secret), "{secret}");
    }
}
