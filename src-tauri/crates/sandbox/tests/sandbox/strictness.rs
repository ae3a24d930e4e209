//! Signatures, references, dates, limits, and HTTP itself. The refusals are in `refusals`.

use cobro_sandbox::{Centavos, Method, ReferenceRule};
use serde_json::{Value, json};

use crate::client::{
    DAY, Outcome, PAYMENTS, REPORTS, START, Submit, fixture, md5_of, order, post, report, sandbox,
    send, states,
};

const SIGNATURE: &str = "The signature of the order is not valid";

fn good() -> Submit {
    Submit::new("R1", "SEVEN_ELEVEN", "1000")
}

fn of_amount(amount: &str) -> Submit {
    Submit::new("R1", "SEVEN_ELEVEN", amount)
}

#[test]
fn reports_violations_together_and_in_the_language_of_the_request() {
    let sandbox = sandbox();
    let spoilt = good()
        .set("/transaction/order/accountId", Value::Null)
        .set("/transaction/order/referenceCode", Value::Null);
    assert_eq!(
        spoilt.refused(&sandbox),
        "property: order.accountId, message: must not be null \
         property: order.referenceCode, message: must not be null"
    );
    assert_eq!(
        spoilt.set("/language", json!("es")).refused(&sandbox),
        "property: order.accountId, message: No puede ser vacio \
         property: order.referenceCode, message: No puede ser vacio"
    );
}

#[test]
fn wrong_credentials_and_small_amounts_get_the_published_envelopes() {
    let sandbox = sandbox();
    for language in ["en", "es"] {
        let request = good().set("/merchant/apiKey", json!("x")).set("/language", json!(language));
        let name = format!("e01-invalid-credentials.{language}.response.json");
        let expected: Value = serde_json::from_str(&fixture(&name)).unwrap();
        assert_eq!(request.send(&sandbox).json(), expected);
    }
    let request = of_amount("38.99").set("/language", json!("es"));
    let expected: Value =
        serde_json::from_str(&fixture("e03-below-minimum.response.json")).unwrap();
    assert_eq!(request.send(&sandbox).json(), expected);
}

#[test]
fn each_command_has_its_error_envelope() {
    let sandbox = sandbox();
    let rows = [
        (PAYMENTS, "PING", "transactionResponse"),
        (PAYMENTS, "GET_PAYMENT_METHODS", "paymentMethods"),
        (REPORTS, "PING", "result"),
    ];
    for (path, command, member) in rows {
        let request = json!({"language": "en", "command": command,
            "merchant": {"apiLogin": "x", "apiKey": "x"}});
        let answer = post(&sandbox, path, &request.to_string()).json();
        let expected = json!({"code": "ERROR", "error": "Invalid credentials", member: null});
        assert_eq!(answer, expected, "{command}");
    }
}

#[test]
fn accepts_amounts_as_text_and_signatures_over_any_exact_rendering() {
    let sandbox = sandbox();
    let rows = [
        ("1000", "1000.00"),
        ("1000.00", "1000"),
        ("1000.00", "1000.0"),
        ("1250.5", "1250.50"),
        ("\"1250.50\"", "1250.5"),
    ];
    for (i, (sent, signed)) in rows.into_iter().enumerate() {
        let reference = format!("R{i}");
        let submit = Submit::new(&reference, "OXXO", sent)
            .set("/transaction/order/signature", json!(md5_of(&reference, signed)));
        submit.accepted(&sandbox);
    }
    let rounded = Submit::new("R9", "OXXO", "1250.50")
        .set("/transaction/order/signature", json!(md5_of("R9", "1250")));
    assert_eq!(rounded.refused(&sandbox), SIGNATURE);
}

#[test]
fn needs_little_more_than_a_published_oxxo_request_has() {
    let sandbox = sandbox();
    let bare = Submit::new("R1", "OXXO", "100")
        .set("/transaction/payer", Value::Null)
        .set("/transaction/order/buyer", json!({"emailAddress": "a@example.com"}))
        .set("/transaction/order/accountId", json!(512_324));
    bare.accepted(&sandbox);
    assert_eq!(order(&sandbox, "R1")["buyer"]["fullName"], Value::Null);
}

#[test]
fn http_itself_is_checked() {
    let sandbox = sandbox();
    let json = ("Content-Type", "application/json");
    let wants_json = ("Accept", "application/json");
    let ping = fixture("09-ping.request.json");
    let huge = " ".repeat(300_000);
    let latin = ("Content-Type", "application/json; charset=iso-8859-1");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str, u16);
    let rows: [Row<'_>; 8] = [
        ("POST", PAYMENTS, &[json, wants_json], &ping, 200),
        ("GET", PAYMENTS, &[wants_json], "", 405),
        ("POST", "/payments-api/4.0/", &[json, wants_json], &ping, 404),
        ("POST", PAYMENTS, &[wants_json], &ping, 415),
        ("POST", PAYMENTS, &[form, wants_json], &ping, 415),
        ("POST", PAYMENTS, &[latin, wants_json], &ping, 415),
        ("POST", PAYMENTS, &[json, wants_json], "{\"command\":", 400),
        ("POST", PAYMENTS, &[json, wants_json], &huge, 413),
    ];
    for (verb, path, headers, body, status) in rows {
        let outcome = send(sandbox.address(), verb, path, headers, body);
        assert_eq!(outcome.status(), status, "{verb} {path} {headers:?}");
    }
}

#[test]
fn a_client_that_does_not_ask_for_json_gets_xml() {
    let sandbox = sandbox();
    let json = ("Content-Type", "application/json");
    let rows: [(&str, &str, &str); 3] = [
        (
            PAYMENTS,
            "09-ping.request.json",
            "<paymentResponse><code>SUCCESS</code></paymentResponse>",
        ),
        (
            REPORTS,
            "q01-reports-ping.request.json",
            "<reportingResponse><code>SUCCESS</code><result><payload class=\"string\">ping\
             </payload></result></reportingResponse>",
        ),
        (
            REPORTS,
            "q03-order-detail-by-reference.request.json",
            "<reportingResponse><code>SUCCESS</code></reportingResponse>",
        ),
    ];
    for accept in [None, Some(("Accept", "application/xml")), Some(("Accept", "*/*"))] {
        let headers: Vec<_> = [Some(json), accept].into_iter().flatten().collect();
        for (path, request, expected) in rows {
            let outcome = send(sandbox.address(), "POST", path, &headers, &fixture(request));
            let Outcome::Answer { content_type, body, .. } = outcome else { panic!() };
            assert_eq!(content_type, "application/xml;charset=UTF-8");
            assert_eq!(String::from_utf8(body).unwrap(), expected);
        }
        let submit = Submit::new(&format!("R{headers:?}"), "SPEI", "100").text();
        let body = send(sandbox.address(), "POST", PAYMENTS, &headers, &submit).text();
        assert!(body.starts_with("<paymentResponse><code>SUCCESS</code><transactionResponse>"));
    }
}

#[test]
fn a_reference_is_used_once_or_once_per_approval() {
    let rows = [
        // rule, what happens to the first order, whether a second is taken
        (ReferenceRule::OnceForAllStates, "nothing", false),
        (ReferenceRule::OnceForAllStates, "declined", false),
        (ReferenceRule::OnceForApprovals, "nothing", false),
        (ReferenceRule::OnceForApprovals, "paid", false),
        (ReferenceRule::OnceForApprovals, "declined", true),
        (ReferenceRule::OnceForApprovals, "expired", true),
    ];
    for (rule, fate, taken) in rows {
        let sandbox = sandbox();
        let payu = sandbox.control().payu();
        let mut settings = payu.settings().unwrap();
        settings.reference_rule = rule;
        payu.set_settings(&settings).unwrap();
        good().accepted(&sandbox);
        match fate {
            "declined" => drop(payu.decline("R1").unwrap()),
            "expired" => drop(payu.expire("R1").unwrap()),
            "paid" => drop(payu.pay("R1", cobro_sandbox::Paid::InFull).unwrap()),
            _ => {}
        }
        if taken {
            good().accepted(&sandbox);
        } else {
            let text = good().refused(&sandbox);
            assert_eq!(text, "An order with the reference code R1 already exists", "{fate}");
        }
        let orders = sandbox.control().counters().unwrap().orders["R1"];
        assert_eq!(orders, if taken { 2 } else { 1 }, "{rule:?} {fate}");
        let by_reference = json!({"referenceCode": "R1"});
        let answer = report(&sandbox, "ORDER_DETAIL_BY_REFERENCE_CODE", by_reference);
        let listed = answer["result"]["payload"].as_array().unwrap().len();
        assert_eq!(listed, if taken { 2 } else { 1 }, "{rule:?} {fate}");
    }
}

#[test]
fn submits_at_the_same_time_make_one_order_per_reference() {
    let sandbox = sandbox();
    let codes: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| good().send(&sandbox).json()["code"].to_string()))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(codes.iter().filter(|code| *code == "\"SUCCESS\"").count(), 1, "{codes:?}");
    let counters = sandbox.control().counters().unwrap();
    assert_eq!(counters.submits["R1"], 8);
    assert_eq!(counters.most_orders_per_reference(), 1);
}

#[test]
fn a_voucher_lives_seven_days_at_most() {
    let week = i64::try_from(7 * DAY).unwrap();
    let rows = [
        (None, START + week),
        (Some("2026-03-05T10:20:30.400"), 1_772_706_030_400),
        (Some("2026-03-09T18:00:00"), START + week),
        (Some("2027-01-01T00:00:00"), START + week),
    ];
    let sandbox = sandbox();
    for (i, (asked, expected)) in rows.into_iter().enumerate() {
        let mut submit = Submit::new(&format!("R{i}"), "OXXO", "100");
        if let Some(asked) = asked {
            submit = submit.expiring(asked);
        }
        let voucher = submit.accepted(&sandbox);
        assert_eq!(voucher["extraParameters"]["EXPIRATION_DATE"], expected, "{asked:?}");
        let order = order(&sandbox, &format!("R{i}"));
        assert_eq!(order["transactions"][0]["expirationDate"], expected, "{asked:?}");
    }
}

#[test]
fn a_transfer_expires_at_the_end_of_the_day_in_mexico() {
    let sandbox = sandbox();
    let voucher =
        Submit::new("R1", "SPEI", "100").expiring("2026-03-05T03:00:00").accepted(&sandbox);
    assert_eq!(voucher["extraParameters"]["EXPIRATION_DATE"], "2026-03-04 23:59:59");
    // 2026-03-05T05:59:59Z
    let last = 1_772_690_399_000;
    assert_eq!(order(&sandbox, "R1")["transactions"][0]["expirationDate"], last);
    let control = sandbox.control();
    control.advance(u64::try_from(last - START).unwrap()).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"]);
    control.advance(1).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CANCELLED", "EXPIRED"]);
}

#[test]
fn limits_and_methods_can_be_switched() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.methods.get_mut(&Method::Oxxo).unwrap().minimum_centavos = Centavos(10_050);
    settings.methods.get_mut(&Method::Spei).unwrap().enabled = false;
    payu.set_settings(&settings).unwrap();
    assert_eq!(
        Submit::new("R1", "OXXO", "100.49").refused(&sandbox),
        "The order value is less than minimum allowed. Minimum value allowed 100.50 MXN"
    );
    assert_eq!(
        Submit::new("R1", "SPEI", "100").refused(&sandbox),
        "The payment method SPEI is not enabled for the account"
    );
    let methods = post(&sandbox, PAYMENTS, &fixture("08-get-payment-methods.request.json")).json();
    let methods = methods["paymentMethods"].as_array().unwrap().clone();
    let spei = methods.iter().find(|method| method["description"] == "SPEI").unwrap();
    assert_eq!(spei["enabled"], false);
    assert!(spei["reason"].is_string());
}
