//! The XML dialect, both ways, against the documented messages.

use std::collections::BTreeSet;

use cobro_sandbox::{Effect, Fault, Paid, Sandbox, SandboxConfig, TimeSource};

use crate::client::{Outcome, PAYMENTS, REPORTS, Submit, fixture, follow, sandbox, send};

/// 2021-06-22T19:18:17Z, when the XML of the authorization was recorded.
const RECORDED_AT: i64 = 1_624_389_497_244;

fn recorded() -> Sandbox {
    let time = TimeSource::Fixed(RECORDED_AT);
    Sandbox::start(SandboxConfig { time, ..SandboxConfig::default() }).unwrap()
}

fn post(sandbox: &Sandbox, path: &str, xml: &str) -> Outcome {
    let headers =
        [("Content-Type", "application/xml; charset=utf-8"), ("Accept", "application/xml")];
    send(sandbox.address(), "POST", path, &headers, xml)
}

/// Every element with its path, and the keys of maps as parts of it: `/a/b/entry[KEY]/string`.
fn paths(xml: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if tag.starts_with('/') {
            open.pop();
            continue;
        }
        open.push(tag.split(' ').next().unwrap().to_owned());
        if tag == "string" && open.len() > 1 && open[open.len() - 2] == "entry" {
            let key = open.len() - 2;
            open[key] = format!("entry[{text}]");
        }
        found.insert(open.join("/"));
        if tag.ends_with('/') {
            open.pop();
        }
    }
    found
}

/// The text of the first element of that name.
fn text_of<'a>(xml: &'a str, name: &str) -> &'a str {
    let start = xml.find(&format!("<{name}>")).unwrap_or_else(|| panic!("{name}: {xml}"));
    let rest = &xml[start + name.len() + 2..];
    &rest[..rest.find('<').unwrap()]
}

#[test]
fn documented_requests_get_documented_answers() {
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
        let sandbox = recorded();
        let answer = post(&sandbox, PAYMENTS, &fixture(&format!("{name}.request.xml"))).text();
        let mut answered = paths(&answer);
        if name == "08-get-payment-methods" {
            // The samples show enabled methods only.
            answered.remove("paymentMethodsResponse/paymentMethods/paymentMethodComplete/reason");
        }
        assert_eq!(answered, paths(&fixture(&format!("{name}.response.xml"))), "{name}");
    }
}

#[test]
fn instants_are_ten_and_five_hours_early() {
    let sandbox = recorded();
    let answer = post(&sandbox, PAYMENTS, &fixture("01-authorization.request.xml")).text();
    let sample = fixture("01-authorization.response.xml");
    assert_eq!(text_of(&answer, "operationDate"), text_of(&sample, "operationDate"));
    assert_eq!(text_of(&answer, "date"), text_of(&sample, "date"));
    assert_eq!(text_of(&answer, "authorizationCode"), text_of(&sample, "authorizationCode"));
}

#[test]
fn a_hold_is_captured_in_xml() {
    let sandbox = recorded();
    let hold = post(&sandbox, PAYMENTS, &fixture("01-authorization.request.xml")).text();
    let capture = fixture("02-capture.request.xml")
        .replace("1400446409", text_of(&hold, "orderId"))
        .replace("596ccd26-41a3-40b0-a241-262b3331aedc", text_of(&hold, "transactionId"));
    let part = "<parentTransactionId>";
    let some = "<additionalValues><entry><string>TX_VALUE</string><additionalValue>\
                <value>600.00</value><currency>MXN</currency></additionalValue></entry>\
                </additionalValues><parentTransactionId>";
    let answer = post(&sandbox, PAYMENTS, &capture.replace(part, some)).text();
    assert_eq!(paths(&answer), paths(&fixture("02-capture.response.xml")), "{answer}");
    let order = sandbox.control().payu().orders().unwrap().remove(0);
    assert_eq!(order.transactions[0].amount, cobro_sandbox::Centavos(60_000));
}

#[test]
fn the_partial_capture_of_the_documents_is_not_in_the_dialect() {
    let sandbox = sandbox();
    let outcome = post(&sandbox, PAYMENTS, &fixture("03-partial-capture.request.xml"));
    assert_eq!(outcome.status(), 400);
}

#[test]
fn reports_are_told_in_xml() {
    let sandbox = sandbox();
    Submit::new("COBRO000123A1", "SEVEN_ELEVEN", "1250.50").accepted(&sandbox);
    sandbox.control().payu().pay("COBRO000123A1", Paid::InFull).unwrap();
    let query = |command: &str, key: &str, value: &str| {
        let request = format!(
            "<request><language>es</language><command>{command}</command><merchant>\
             <apiLogin>pRRXKOl8ikMmt9u</apiLogin><apiKey>4Vj8eK4rloUd272L48hsrarnUA</apiKey>\
             </merchant><details class=\"java.util.HashMap\"><entry><string>{key}</string>{value}\
             </entry></details><isTest>false</isTest></request>"
        );
        post(&sandbox, REPORTS, &request).text()
    };
    let id = "<object class=\"java.lang.Long\">2152600101</object>";
    let one = query("ORDER_DETAIL", "orderId", id);
    assert!(one.contains("<result><payload class=\"order\"><id>2152600101</id>"), "{one}");
    assert!(one.contains("<creationDate>2026-03-02T13:00:00</creationDate>"), "{one}");
    let value = "<entry><string>TX_VALUE</string><additionalValue><value>1250.50</value>\
                 <currency>MXN</currency></additionalValue></entry>";
    assert!(one.contains(value), "{one}");
    assert!(one.contains("<transactions><transaction><id>"), "{one}");
    let many =
        query("ORDER_DETAIL_BY_REFERENCE_CODE", "referenceCode", "<string>COBRO000123A1</string>");
    assert!(many.contains("<payload class=\"list\"><order><id>2152600101</id>"), "{many}");
    let transaction =
        format!("<string>{}</string>", text_of(&one[one.find("<transaction>").unwrap()..], "id"));
    let response = query("TRANSACTION_RESPONSE_DETAIL", "transactionId", &transaction);
    assert!(
        response.contains("<payload class=\"transactionResponse\"><state>APPROVED"),
        "{response}"
    );
    let none = query("ORDER_DETAIL_BY_REFERENCE_CODE", "referenceCode", "<string>X</string>");
    assert_eq!(none, "<reportingResponse><code>SUCCESS</code></reportingResponse>");
}

#[test]
fn a_waiting_refund_has_an_id_in_xml_only() {
    let sandbox = sandbox();
    let paid = Submit::card("R1", "1250").accepted(&sandbox);
    sandbox.control().advance(crate::client::DAY).unwrap();
    let headers = [("Content-Type", "application/json")];
    let request = follow(&paid, "REFUND", None).text();
    let answer = send(sandbox.address(), "POST", PAYMENTS, &headers, &request).text();
    assert_eq!(text_of(&answer, "transactionId").len(), 36, "{answer}");
    assert_eq!(text_of(&answer, "pendingReason"), "PENDING_REVIEW");
}

#[test]
fn tokens_errors_and_faults_speak_xml_too() {
    let sandbox = sandbox();
    let request = "<request><language>es</language><command>CREATE_TOKEN</command><merchant>\
                   <apiLogin>pRRXKOl8ikMmt9u</apiLogin><apiKey>4Vj8eK4rloUd272L48hsrarnUA</apiKey>\
                   </merchant><creditCardToken><payerId>10</payerId><name>APPROVED</name>\
                   <identificationNumber>32144457</identificationNumber>\
                   <paymentMethod>VISA</paymentMethod><number>4268070000000002</number>\
                   <expirationDate>2028/01</expirationDate></creditCardToken></request>";
    let answer = post(&sandbox, PAYMENTS, request).text();
    let expected = "<creditCardTokenResponse><code>SUCCESS</code><creditCardToken>";
    assert!(answer.starts_with(expected), "{answer}");
    assert!(answer.contains("<maskedNumber>426807******0002</maskedNumber>"), "{answer}");
    let list = request.replace("CREATE_TOKEN", "GET_TOKENS").replace(
        "</request>",
        "<creditCardTokenInformation><payerId>10</payerId></creditCardTokenInformation></request>",
    );
    let answer = post(&sandbox, PAYMENTS, &list).text();
    let expected = "<creditCardTokenListResponse><code>SUCCESS</code><creditCardTokenList>\
                    <creditCardToken><creditCardTokenId>";
    assert!(answer.starts_with(expected), "{answer}");
    let wrong = post(&sandbox, PAYMENTS, &request.replace("pRRXKOl8ikMmt9u", "x")).text();
    let expected = "<creditCardTokenResponse><code>ERROR</code>\
                    <error>Credenciales inválidas</error></creditCardTokenResponse>";
    assert_eq!(wrong, expected);
    sandbox.control().add_fault(Fault::next(1, Effect::LoseAnswer).of("CREATE_TOKEN"));
    assert!(matches!(post(&sandbox, PAYMENTS, request), Outcome::Broken { .. }));
    let seen = sandbox.control().log().pop().unwrap();
    assert_eq!(seen.card.as_deref(), Some("426807******0002"), "XML is masked too");
}
