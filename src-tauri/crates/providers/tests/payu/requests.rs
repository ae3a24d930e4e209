//! What we send, character by character.

use cobro_domain::{
    ids::Reference,
    method::Method,
    money::{Currency, Money},
    time::Timestamp,
};
use cobro_providers::{
    operation::{Address, Operation, Party, Question, Submit},
    outcome::{AttemptId, OrderId},
    provider::ProviderError,
    settings::Secret,
    wire::Verb,
};

use crate::support::{
    NOW, answer, body, fixture, look_up, minified, payu, pesos, refused, sample, sample_device,
    sent, submit,
};

fn submitted(voucher: Submit) -> String {
    body(&submit(voucher), "es")
}

#[test]
fn submits_are_the_documented_ones_field_for_field() {
    let spei = Submit { device: Some(sample_device()), ..sample("spei", 1_624_487_421_231) };
    let cases = [
        ("05-cash-seven-eleven", sample("seven-eleven", 1_624_482_134_593)),
        ("06-bank-transfer-spei", spei),
        ("07-bank-referenced", sample("bank-referenced", 1_624_488_380_551)),
    ];
    for (name, voucher) in cases {
        let documented = fixture(&format!("{name}.request.json"));
        assert_eq!(submitted(voucher), minified(&documented), "{name}");
    }
}

#[test]
fn questions_are_the_documented_ones_field_for_field() {
    let order = OrderId("2152600101".to_owned());
    let attempt = AttemptId("3f9c1c52-6f0b-4f0e-9b52-0d6c1a7e4b21".to_owned());
    let cases = [
        ("08-get-payment-methods", "en", Operation::Question(Question::Methods)),
        ("09-ping", "en", Operation::Question(Question::Ping)),
        ("q02-order-detail", "es", Operation::Question(Question::Order(order.clone()))),
        ("q03-order-detail-by-reference", "es", look_up()),
        (
            "q04-transaction-response-detail",
            "es",
            Operation::Question(Question::Attempt { order, attempt }),
        ),
    ];
    for (name, language, question) in cases {
        let documented = fixture(&format!("{name}.request.json"));
        assert_eq!(body(&question, language), minified(&documented), "{name}");
    }
}

#[test]
fn a_ping_asks_the_payments_service_and_then_the_reports() {
    let ping = Operation::Question(Question::Ping);
    let payments = sent(&payu(), &ping, &[]);
    assert_eq!(payments.url, "https://sandbox.api.payulatam.com/payments-api/4.0/service.cgi");
    let reports = sent(&payu(), &ping, &[answer(200, fixture("09-ping.response.json"))]);
    assert_eq!(reports.url, "https://sandbox.api.payulatam.com/reports-api/4.0/service.cgi");
    let documented = minified(&fixture("q01-reports-ping.request.json"));
    assert_eq!(String::from_utf8(reports.body.to_vec()).unwrap(), documented);
}

#[test]
fn every_request_says_that_it_is_json_and_wants_json() {
    let operations = [
        look_up(),
        Operation::Question(Question::Methods),
        submit(sample("oxxo", i64::from(i32::MAX) * 1_000)),
    ];
    for operation in operations {
        let request = sent(&payu(), &operation, &[]);
        assert_eq!(request.verb, Verb::Post);
        assert_eq!(
            request.headers,
            [
                ("Content-Type", "application/json; charset=utf-8".to_owned()),
                ("Accept", "application/json".to_owned())
            ]
        );
    }
}

#[test]
fn every_method_goes_under_payus_word() {
    let words = [
        ("oxxo", "OXXO"),
        ("seven-eleven", "SEVEN_ELEVEN"),
        ("others-cash-mx", "OTHERS_CASH_MX"),
        ("bank-referenced", "BANK_REFERENCED"),
        ("spei", "SPEI"),
    ];
    for (ours, theirs) in words {
        let body = submitted(sample(ours, 1_624_482_134_593));
        assert!(body.contains(&format!(r#""paymentMethod":"{theirs}""#)), "{body}");
    }
}

#[test]
fn amounts_go_out_as_the_text_that_was_signed() {
    // The digests are of the public sandbox key over this reference and each text.
    let cases = [
        (100_000, "1000", "6fd48e7150c652833866799a3fbf87bb"),
        (125_050, "1250.50", "2a1fe7c41dede2288863f07f33492671"),
    ];
    for (centavos, text, signature) in cases {
        let body =
            submitted(Submit { amount: pesos(centavos), ..sample("oxxo", 1_624_482_134_593) });
        assert!(body.contains(&format!(r#""value":{text},"currency":"MXN""#)), "{body}");
        assert!(body.contains(&format!(r#""signature":"{signature}""#)), "{body}");
    }
}

#[test]
fn what_is_not_known_is_left_out() {
    let walk_in = Submit {
        buyer: Party { email: Some("cliente@example.com".to_owned()), ..Party::default() },
        payer: Some(Party { name: Some("  ".to_owned()), ..Party::default() }),
        shipping: Some(Address { city: Some(String::new()), ..Address::default() }),
        notify_url: None,
        expires_at: None,
        reference: Reference::stored(REFERENCE_LIKE_OURS),
        ..sample("oxxo", 0)
    };
    let expected = concat!(
        r#"{"language":"es","command":"SUBMIT_TRANSACTION","#,
        r#""merchant":{"apiKey":"4Vj8eK4rloUd272L48hsrarnUA","apiLogin":"pRRXKOl8ikMmt9u"},"#,
        r#""transaction":{"order":{"accountId":"512324","#,
        r#""referenceCode":"01J0000000000000000000000","description":"payment test","#,
        r#""language":"es","signature":"305edb44e5a85e314e213ccae8e91699","#,
        r#""additionalValues":{"TX_VALUE":{"value":1000,"currency":"MXN"}},"#,
        r#""buyer":{"emailAddress":"cliente@example.com"}},"#,
        r#""type":"AUTHORIZATION_AND_CAPTURE","paymentMethod":"OXXO","paymentCountry":"MX","#,
        r#""ipAddress":"127.0.0.1"},"test":false}"#,
    );
    assert_eq!(submitted(walk_in), expected);
}

const REFERENCE_LIKE_OURS: &str = "01J0000000000000000000000";

#[test]
fn the_buyer_pays_unless_somebody_else_does() {
    let body = submitted(Submit { payer: None, ..sample("oxxo", 1_624_482_134_593) });
    let payer = r#""payer":{"merchantPayerId":"1","fullName":"First name and second buyer name","emailAddress":"buyer_test@test.com""#;
    assert!(body.contains(payer), "{body}");
}

#[test]
fn a_language_that_payu_lacks_becomes_spanish() {
    for (ours, theirs) in [("es", "es"), ("en", "en"), ("pt", "pt"), ("uk", "es"), ("", "es")] {
        let voucher = Submit { language: ours.to_owned(), ..sample("oxxo", 1_624_482_134_593) };
        let body = submitted(voucher);
        assert_eq!(body.matches(&format!(r#""language":"{theirs}""#)).count(), 2, "{ours}: {body}");
    }
}

#[test]
fn a_long_description_is_cut_between_letters() {
    let voucher = Submit { description: "ñ".repeat(300), ..sample("oxxo", 1_624_482_134_593) };
    let description = format!(r#""description":"{}""#, "ñ".repeat(255));
    assert!(submitted(voucher).contains(&description));
}

#[test]
fn an_order_number_that_is_none_goes_out_as_text() {
    for (number, json) in [("2152600101", "2152600101"), ("007", "\"007\""), ("1}", "\"1}\"")] {
        let question = Operation::Question(Question::Order(OrderId(number.to_owned())));
        let details = format!(r#""details":{{"orderId":{json}}}}}"#);
        assert!(body(&question, "es").ends_with(&details), "{number}");
    }
}

#[test]
fn refuses_what_cannot_be_put_into_a_request() {
    let good = || sample("oxxo", 1_624_482_134_593);
    let no_email = |email: Option<&str>| Submit {
        buyer: Party { email: email.map(str::to_owned), ..good().buyer },
        ..good()
    };
    let amount = |amount| Submit { amount, ..good() };
    let expiry = |millis| Submit { expires_at: Some(Timestamp::from_millis(millis)), ..good() };
    let method = |word| Submit { method: Method::named(word), ..good() };
    let not_offered = |method: &str| ProviderError::MethodNotOffered { method: method.to_owned() };
    let cases = [
        (method("cash"), not_offered("cash")),
        (method("OXXO"), not_offered("OXXO")),
        (no_email(None), ProviderError::PayerNeeded { field: "email" }),
        (no_email(Some(" ")), ProviderError::PayerNeeded { field: "email" }),
        (amount(pesos(0)), ProviderError::Amount),
        (amount(pesos(-100)), ProviderError::Amount),
        (amount(pesos(1_000_000_000_000)), ProviderError::Amount),
        (amount(Money::new(100_000, Currency::Ars)), ProviderError::Amount),
        (expiry(NOW.millis()), ProviderError::Expiry),
        (expiry(NOW.millis() - 1), ProviderError::Expiry),
        (expiry(i64::MAX), ProviderError::Expiry),
    ];
    for (voucher, error) in cases {
        assert_eq!(refused(&submit(voucher.clone())), error, "{voucher:?}");
    }
}

#[test]
fn a_request_that_is_printed_shows_no_secret() {
    let secrets = ["4Vj8eK4rloUd272L48hsrarnUA", "pRRXKOl8ikMmt9u"];
    let operations = [look_up(), submit(sample("oxxo", 1_624_482_134_593))];
    for operation in operations {
        let request = sent(&payu(), &operation, &[]);
        for secret in secrets {
            assert!(!format!("{request:?} {request:#?} {:?}", payu()).contains(secret));
            assert!(request.secrets.contains(&Secret::new(secret.to_owned())));
            let body = String::from_utf8(request.body.to_vec()).unwrap();
            assert!(body.contains(secret), "the test looks for the wrong secret");
        }
    }
}
