//! The promotions service: its signed question and what its answer means.

use cobro_domain::{card::CardBrand, time::Timestamp};
use cobro_providers::{
    card::{Promotion, PromotionPart},
    operation::{Operation, Question},
    outcome::{Lost, Outcome, Refusal, RefusalKind},
    payu::{KIND, PayU},
    provider::{Provider, ProviderError, Step},
    wire::Verb,
};

use crate::support::{answer, answered, fixture, outcome, payu, pesos};

/// Fri, 28 Apr 2017 18:32:01 GMT: the moment of the known answer.
const SIGNED_AT: Timestamp = Timestamp::from_millis(1_493_404_321_000);

pub(crate) fn question(brand: Option<CardBrand>) -> Operation {
    Operation::Question(Question::Promotions { amount: pesos(1_566_237), brand })
}

#[test]
fn the_question_is_signed_as_the_known_answer_says() {
    let Ok(Step::Send(request)) = payu().step(&question(None), SIGNED_AT, &[]) else { panic!() };
    let base = "https://sandbox.api.payulatam.com/payments-api/rest/v4.9/pricing";
    let asked = format!("{base}?accountId=512324&currency=MXN&amount=15662.37");
    assert_eq!((request.verb, request.url.as_str()), (Verb::Get, asked.as_str()));
    assert!(request.body.is_empty());
    let kats: serde_json::Value = serde_json::from_str(&fixture("kats.json")).unwrap();
    let header = kats["promotions_hmac"]["header"].as_str().unwrap();
    let expected = [
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("Date", "Fri, 28 Apr 2017 18:32:01 GMT"),
        ("Authorization", header),
    ];
    assert_eq!(request.headers, expected.map(|(name, value)| (name, value.to_owned())));
    let amex = payu().step(&question(Some(CardBrand::Amex)), SIGNED_AT, &[]);
    let Ok(Step::Send(request)) = amex else { panic!() };
    assert_eq!(request.url, format!("{asked}&paymentMethod=AMEX"));
}

#[test]
fn an_account_without_a_public_key_says_so() {
    let mut settings = (KIND.training)("http://localhost");
    settings.open.remove("public-key");
    let payu = PayU::new(&settings).unwrap();
    let error = payu.step(&question(None), SIGNED_AT, &[]).unwrap_err();
    assert_eq!(error, ProviderError::NotSetUp { field: "public-key" });
}

#[test]
fn the_fees_say_what_each_promotion_costs() {
    let part = |months, centavos| PromotionPart { months, total: Ok(pesos(centavos)) };
    let text = |text: &str| Some(text.to_owned());
    let always = |brand, parts| Promotion {
        id: None,
        title: None,
        brand: Some(brand),
        from: None,
        until: None,
        days: vec![],
        parts,
    };
    let own = Promotion {
        id: text("49"),
        title: text("Julio Regalado"),
        brand: Some(CardBrand::Visa),
        from: text("2026-07-01 00:00:00"),
        until: text("2026-07-31 23:59:59"),
        days: vec!["MONDAY".to_owned(), "FRIDAY".to_owned()],
        parts: vec![part(6, 100_000)],
    };
    // It holds by itself: its number is not sent.
    let by_itself = Promotion {
        id: None,
        title: text("Meses sin intereses"),
        brand: Some(CardBrand::Mastercard),
        from: None,
        until: None,
        days: vec![],
        parts: vec![],
    };
    let expected = vec![
        always(CardBrand::Visa, vec![part(1, 100_000), part(3, 104_250), part(6, 108_000)]),
        always(CardBrand::Mastercard, vec![part(1, 100_000)]),
        own,
        by_itself,
    ];
    let sample = fixture("p01-promotions.response.json");
    assert_eq!(answered(&question(None), &sample), Outcome::Promotions(expected));
}

#[test]
fn no_promotion_is_an_answer_and_a_refusal_is_none() {
    let none = r#"{"amount":{"currency":"MXN"},"promotions":[],"paymentMethodFee":null}"#;
    assert_eq!(answered(&question(None), none), Outcome::Promotions(vec![]));
    let refused = |kind, text: &str| Outcome::Refused(Refusal { kind, text: text.to_owned() });
    let cases = [
        (
            401,
            r#"{"type":"UNAUTHORIZED","description":"Invalid signature"}"#,
            refused(RefusalKind::Credentials, "Invalid signature"),
        ),
        (401, "", Outcome::Lost(Lost::Barred { status: 401 })),
        (
            422,
            r#"{"type":"BAD_REQUEST","description":"[amount] may not be null"}"#,
            refused(RefusalKind::Request, "[amount] may not be null"),
        ),
        (400, r#"{"type":"BAD_REQUEST"}"#, refused(RefusalKind::Request, "BAD_REQUEST")),
        (503, "", Outcome::Lost(Lost::Unavailable { status: 503 })),
        (503, none, Outcome::Lost(Lost::Unavailable { status: 503 })),
        (200, "{}", Outcome::Lost(Lost::Unreadable { excerpt: "{}".to_owned() })),
    ];
    for (status, body, expected) in cases {
        assert_eq!(outcome(&question(None), &[answer(status, body)]), expected, "{status} {body}");
    }
}
