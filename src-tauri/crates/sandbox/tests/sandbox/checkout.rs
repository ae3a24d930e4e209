//! WebCheckout: the form, its signatures, the page, its buttons, and the way back.

use std::collections::BTreeMap;

use cobro_sandbox::{Effect, Fault, Forced, ForcedResult, Sandbox, Service, Verdict};
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest, Md5};
use serde_json::json;
use sha1::Sha1;
use sha2::Sha256;

use crate::client::{
    DAY, KEY, Outcome, PAYMENTS, Submit, fixture, follow, history, order, post, sandbox, send,
};

const ROOT: &str = "/ppp-web-gateway-payu/";
pub(crate) type Form = BTreeMap<String, String>;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The signature over `rest` behind the key and the merchant, by the algorithm's name.
pub(crate) fn sign(algorithm: &str, rest: &str) -> String {
    let message = format!("{KEY}~508029~{rest}");
    match algorithm {
        "MD5" => hex(&Md5::digest(&message)),
        "SHA" => hex(&Sha1::digest(&message)),
        "SHA256" => hex(&Sha256::digest(&message)),
        "HMAC-SHA256" => {
            let mut mac = Hmac::<Sha256>::new_from_slice(b"test123").unwrap();
            mac.update(message.as_bytes());
            hex(&mac.finalize().into_bytes())
        }
        other => panic!("{other}"),
    }
}

pub(crate) fn parse(text: &str) -> Form {
    form_urlencoded::parse(text.trim().as_bytes()).into_owned().collect()
}

/// The documented form.
pub(crate) fn form() -> Form {
    parse(&fixture("w01-webcheckout.form"))
}

fn with(name: &str, value: &str) -> Form {
    let mut form = form();
    form.insert(name.to_owned(), value.to_owned());
    form
}

fn post_form(sandbox: &Sandbox, path: &str, form: &Form) -> Outcome {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "null")];
    send(sandbox.address(), "POST", path, &headers, &body)
}

/// Opens the form's page and returns its address.
pub(crate) fn open(sandbox: &Sandbox, form: &Form) -> String {
    post_form(sandbox, ROOT, form).location()
}

/// Presses a button and returns where the browser goes.
pub(crate) fn press(sandbox: &Sandbox, page: &str, act: &str) -> String {
    let form = [("act", act), ("method", "VISA"), ("installments", "1")];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    post_form(sandbox, page, &form.into()).location()
}

fn get(sandbox: &Sandbox, page: &str) -> String {
    send(sandbox.address(), "GET", page, &[], "").text()
}

#[test]
fn the_documented_form_opens_a_page_with_buttons() {
    let sandbox = sandbox();
    let page = open(&sandbox, &form());
    let html = get(&sandbox, &page);
    for expected in ["Factura 123", "COBRO000123A1", "$1250.50 MXN", "id=\"pay\"", "id=\"reject\""]
    {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert!(html.contains("PAGOS DIFERIDOS") && html.contains("<option value=\"12\">"), "{html}");
    assert!(!html.contains("<option value=\"18\">"), "1,250.50 is not enough for 18 months");
    assert!(sandbox.control().payu().orders().unwrap().is_empty(), "nothing happened yet");
    assert_eq!(open(&sandbox, &form()), page, "the button was pressed again");
    let english = get(&sandbox, &open(&sandbox, &with("lng", "EN")));
    assert!(english.contains("One payment"), "{english}");
}

#[test]
fn every_algorithm_signs_a_form() {
    let rest = "COBRO000123A1~1250.50~MXN";
    for algorithm in ["MD5", "SHA", "SHA256", "HMAC-SHA256"] {
        let sandbox = sandbox();
        let mut form = with("algorithmSignature", algorithm);
        form.insert("signature".to_owned(), sign(algorithm, rest));
        open(&sandbox, &form);
        let other = if algorithm == "SHA256" { "HMAC-SHA256" } else { "SHA256" };
        form.insert("signature".to_owned(), sign(other, rest));
        let refused = post_form(&sandbox, ROOT, &form);
        assert_eq!(refused.status(), 400, "{algorithm}");
        assert!(refused.text().contains("The signature of the order is not valid"));
    }
}

#[test]
fn payment_methods_are_part_of_the_signature() {
    let sandbox = sandbox();
    let mut form = with("paymentMethods", "MASTERCARD-1-3,AMEX");
    assert_eq!(post_form(&sandbox, ROOT, &form).status(), 400);
    let rest = "COBRO000123A1~1250.50~MXN~MASTERCARD-1-3,AMEX";
    form.insert("signature".to_owned(), sign("MD5", rest));
    let html = get(&sandbox, &open(&sandbox, &form));
    assert!(html.contains("value=\"AMEX\"") && !html.contains("value=\"VISA\""), "{html}");
}

#[test]
fn a_form_is_refused_for_what_is_wrong_with_it() {
    let required = [
        "merchantId",
        "accountId",
        "description",
        "referenceCode",
        "amount",
        "tax",
        "taxReturnBase",
        "currency",
        "signature",
        "buyerEmail",
        "buyerFullName",
        "telephone",
    ];
    let missing = required.map(|name| (with(name, ""), format!("{name}: must not be empty")));
    let rows = [
        (with("merchantId", "1"), "does not belong"),
        (with("accountId", "512321"), "does not belong"),
        (with("currency", "USD"), "currency is not valid"),
        (with("amount", "1250.505"), "amount: amount with"),
        (with("amount", "1251"), "signature of the order"),
        (with("amount", "10"), "less than minimum"),
        (with("amount", "100000.01"), "greater than maximum"),
        (with("tax", "1250.51"), "tax: greater"),
        (with("tax", "x"), "tax: amount"),
        (with("referenceCode", "A/B"), "referenceCode: value"),
        (with("buyerEmail", "nobody"), "buyerEmail: value"),
        (with("lng", "fr"), "lng: value"),
        (with("test", "true"), "test: value"),
        (with("responseUrl", "javascript:alert(1)"), "responseUrl: value"),
        (with("confirmationUrl", "ftp://x"), "confirmationUrl: value"),
        (with("algorithmSignature", "CRC"), "algorithmSignature: value"),
        (with("paymentMethods", "BALOTO"), "paymentMethods: value"),
        (with("expirationDate", "2026-03-02 12:00:00"), "expirationDate: date"),
        (with("expirationDate", "tomorrow"), "expirationDate: date"),
    ];
    let sandbox = sandbox();
    for (form, expected) in
        rows.map(|(form, text)| (form, text.to_owned())).into_iter().chain(missing)
    {
        let refused = post_form(&sandbox, ROOT, &form);
        assert_eq!(refused.status(), 400, "{expected}");
        let html = refused.text();
        assert!(html.contains(&expected), "{expected}: {html}");
    }
    let json = [("Content-Type", "application/json")];
    assert_eq!(send(sandbox.address(), "POST", ROOT, &json, "{}").status(), 415);
    assert_eq!(send(sandbox.address(), "GET", ROOT, &[], "").status(), 405);
    let nobody = format!("{ROOT}app?checkout=no");
    assert_eq!(send(sandbox.address(), "GET", &nobody, &[], "").status(), 404);
}

#[test]
fn paying_captures_the_order_and_goes_back_with_a_signature() {
    let rows = [
        ("pay", "4", "APPROVED", "CAPTURED", "1"),
        ("reject", "6", "DECLINED", "DECLINED", "5"),
        ("leave", "7", "PENDING", "IN_PROGRESS", "25"),
    ];
    for (act, state, word, status, code) in rows {
        let sandbox = sandbox();
        let mut form = with("responseUrl", "http://127.0.0.1:9/back?shop=1");
        form.insert("extra2".to_owned(), "caja 3".to_owned());
        let page = open(&sandbox, &form);
        let back = press(&sandbox, &page, act);
        let (base, query) = back.split_once("?shop=1&").unwrap();
        assert_eq!(base, "http://127.0.0.1:9/back");
        let sent = parse(query);
        assert_eq!(sent["transactionState"], state);
        assert_eq!(sent["lapTransactionState"], word);
        assert_eq!(sent["polResponseCode"], code);
        assert_eq!(sent["TX_VALUE"], "1250.50");
        assert_eq!(sent["TX_TAX"], ".00");
        assert_eq!(sent["extra2"], "caja 3");
        let rest = format!("COBRO000123A1~1250.5~MXN~{state}");
        assert_eq!(sent["signature"], sign("MD5", &rest));
        let shown = order(&sandbox, "COBRO000123A1");
        assert_eq!((&shown["status"], &shown["id"]), (&json!(status), &json!(2_152_600_101_i64)));
        assert_eq!(sent["reference_pol"], "2152600101");
        assert_eq!(shown["transactions"][0]["id"], sent["transactionId"].as_str());
        assert_eq!(shown["transactions"][0]["source"], "WEB");
        assert!(get(&sandbox, &page).contains("id=\"back\""), "{act}");
        let again = get(&sandbox, &page).contains("id=\"pay\"");
        assert_eq!(again, act == "reject", "{act}");
    }
}

#[test]
fn the_way_back_rounds_half_to_even() {
    let sandbox = sandbox();
    let mut form = with("amount", "150.25");
    form.insert("signature".to_owned(), sign("MD5", "COBRO000123A1~150.25~MXN"));
    form.insert("responseUrl".to_owned(), "http://127.0.0.1:9/".to_owned());
    let page = open(&sandbox, &form);
    let sent = parse(press(&sandbox, &page, "pay").split_once('?').unwrap().1);
    assert_eq!(sent["signature"], sign("MD5", "COBRO000123A1~150.2~MXN~4"));
    assert_eq!(sent["TX_VALUE"], "150.25");
}

#[test]
fn a_payer_may_try_again_in_the_same_order() {
    let sandbox = sandbox();
    let page = open(&sandbox, &form());
    assert_eq!(press(&sandbox, &page, "reject"), page, "without a page to go back to");
    press(&sandbox, &page, "pay");
    let kind = "AUTHORIZATION_AND_CAPTURE";
    let expected = ["CAPTURED".to_owned(), format!("{kind} APPROVED"), format!("{kind} DECLINED")];
    assert_eq!(history(&sandbox, "COBRO000123A1"), expected);
    press(&sandbox, &page, "pay");
    assert_eq!(history(&sandbox, "COBRO000123A1"), expected, "the button was pressed twice");
    // It is a card like any other.
    let shown = order(&sandbox, "COBRO000123A1");
    sandbox.control().advance(DAY).unwrap();
    let parent = json!({"orderId": shown["id"], "transactionId": shown["transactions"][0]["id"]});
    follow(&parent, "PARTIAL_REFUND", Some("100")).accepted(&sandbox);
}

#[test]
fn what_waits_is_settled_later() {
    let sandbox = sandbox();
    let page = open(&sandbox, &form());
    press(&sandbox, &page, "leave");
    sandbox.control().payu().settle("COBRO000123A1", "APPROVED").unwrap();
    assert_eq!(history(&sandbox, "COBRO000123A1")[0], "CAPTURED");
    assert!(get(&sandbox, &page).contains("aprobado"));
}

#[test]
fn a_reference_is_paid_once_whatever_the_way() {
    let sandbox = sandbox();
    let page = open(&sandbox, &form());
    Submit::new("COBRO000123A1", "OXXO", "1250.50").accepted(&sandbox);
    let act = BTreeMap::from([("act".to_owned(), "pay".to_owned())]);
    let refused = post_form(&sandbox, &page, &act);
    assert_eq!(refused.status(), 400);
    assert!(refused.text().contains("already exists"));
    let other = with("description", "otra");
    assert!(post_form(&sandbox, ROOT, &other).text().contains("already exists"));
}

#[test]
fn a_page_ends_with_its_date() {
    let sandbox = sandbox();
    let page = open(&sandbox, &with("expirationDate", "2026-03-02 18:00:00"));
    sandbox.control().advance(7 * 60 * 60 * 1000).unwrap();
    let html = get(&sandbox, &page);
    assert!(html.contains("terminó") && !html.contains("id=\"pay\""), "{html}");
    let act = BTreeMap::from([("act".to_owned(), "pay".to_owned())]);
    assert_eq!(post_form(&sandbox, &page, &act).status(), 400);
}

#[test]
fn pages_can_be_lost_and_results_forced() {
    let sandbox = sandbox();
    let control = sandbox.control();
    let page = open(&sandbox, &form());
    control.add_fault(Fault::next(1, Effect::LoseAnswer).on(Service::Checkout).of("PAY"));
    let result = ForcedResult::Code("ANTIFRAUD_REJECTED".to_owned());
    control.payu().force(Forced { kind: None, result, times: 1 }).unwrap();
    let act = BTreeMap::from([("act".to_owned(), "pay".to_owned())]);
    assert!(matches!(post_form(&sandbox, &page, &act), Outcome::Broken { .. }));
    let response =
        order(&sandbox, "COBRO000123A1")["transactions"][0]["transactionResponse"].clone();
    assert_eq!(response["responseCode"], "ANTIFRAUD_REJECTED");
    let log = control.log();
    let seen: Vec<_> = log.iter().map(|seen| (seen.command.as_str(), seen.verdict)).collect();
    let done = Some(Verdict::Done);
    assert_eq!(seen[..2], [("FORM", done), ("PAY", done)]);
    assert_eq!(log[0].subject.as_deref(), Some("COBRO000123A1"));
    control.add_fault(Fault::next(1, Effect::LoseRequest).on(Service::Checkout));
    assert!(matches!(post_form(&sandbox, ROOT, &form()), Outcome::Broken { .. }));
    let ping = fixture("09-ping.request.json");
    assert_eq!(post(&sandbox, PAYMENTS, &ping).json()["code"], "SUCCESS");
}

#[test]
fn what_a_merchant_writes_is_text_on_the_page() {
    let sandbox = sandbox();
    let page = open(&sandbox, &with("description", "<script>alert(1)</script>"));
    let html = get(&sandbox, &page);
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
}
