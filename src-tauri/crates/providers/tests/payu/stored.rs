//! Cards that PayU keeps: kept, listed, forgotten.

use cobro_domain::{
    card::{CardBrand, CardExpiry, CardKind, MaskedNumber},
    time::{Span, Timestamp},
};
use cobro_providers::{
    card::{CardToken, NewStoredCard, StoredCard, StoredCards},
    operation::{Act, Operation, Question},
    outcome::{Outcome, Refusal, RefusalKind},
    provider::ProviderError,
};
use serde_json::json;

use crate::support::{answered, body, fixture, minified, payu, refused, sent, typed_card};

const TOKEN: &str = "2c2b1d9a-8b0e-4c1f-9f55-7c9d0e1a2b34";

pub(crate) fn store() -> Operation {
    let mut card = typed_card("4268070000000002", "777");
    card.expiry = CardExpiry::parse("05/28").unwrap();
    Operation::Act(Act::StoreCard(Box::new(NewStoredCard {
        payer: "C-77".to_owned(),
        document: "XAXX010101000".to_owned(),
        card,
    })))
}

pub(crate) fn list() -> Operation {
    Operation::Question(Question::StoredCards(StoredCards::One(CardToken(TOKEN.to_owned()))))
}

pub(crate) fn forget() -> Operation {
    let token = CardToken(TOKEN.to_owned());
    Operation::Act(Act::ForgetCard { payer: "C-77".to_owned(), token })
}

#[test]
fn requests_are_the_documented_ones_field_for_field() {
    let cases =
        [("t01-create-token", store()), ("t02-get-tokens", list()), ("t03-remove-token", forget())];
    for (name, operation) in cases {
        let documented = minified(&fixture(&format!("{name}.request.json")));
        assert_eq!(body(&operation, "es"), documented, "{name}");
    }
}

#[test]
fn cards_are_listed_by_when_they_were_kept() {
    let from = Timestamp::from_millis(1_624_968_000_000);
    let between = StoredCards::Between { from, to: from.plus(Span::days(2)) };
    let sent = body(&Operation::Question(Question::StoredCards(between)), "es");
    let asked = concat!(
        r#""creditCardTokenInformation":{"creditCardTokenId":null,"#,
        r#""startDate":"2021-06-29T12:00:00","endDate":"2021-07-01T12:00:00"}}"#,
    );
    assert!(sent.ends_with(asked), "{sent}");
}

#[test]
fn the_samples_mean_what_they_show() {
    let response = |name: &str| fixture(&format!("{name}.response.json"));
    let kept = StoredCard {
        token: CardToken(TOKEN.to_owned()),
        payer: Some("C-77".to_owned()),
        number: Some(MaskedNumber::of("426807******0002")),
        brand: Some(CardBrand::Visa),
        kind: CardKind::Credit,
        since: None,
    };
    let created = Outcome::StoredCards(vec![kept.clone()]);
    assert_eq!(answered(&store(), &response("t01-create-token")), created);
    // The zone that PayU's dates without one are in.
    let since = Some(Timestamp::from_millis(1_772_470_801_000));
    let listed = Outcome::StoredCards(vec![StoredCard { since, ..kept }]);
    assert_eq!(answered(&list(), &response("t02-get-tokens")), listed);
    assert_eq!(answered(&forget(), &response("t01-create-token")), Outcome::Forgotten);
    assert_eq!(answered(&forget(), r#"{"code":"SUCCESS","error":null}"#), Outcome::Forgotten);
    let none = r#"{"code":"SUCCESS","creditCardTokenList":null}"#;
    assert_eq!(answered(&list(), none), Outcome::StoredCards(vec![]));
}

#[test]
fn a_description_of_an_error_is_a_refusal_whatever_the_code() {
    let token = json!({"creditCardTokenId": null, "errorDescription": "La tarjeta no es válida"});
    let body = json!({"code": "SUCCESS", "error": null, "creditCardToken": token}).to_string();
    let text = "La tarjeta no es válida".to_owned();
    let refused = Outcome::Refused(Refusal { kind: RefusalKind::Request, text });
    for operation in [store(), forget()] {
        assert_eq!(answered(&operation, &body), refused);
    }
}

#[test]
fn a_number_that_comes_back_whole_is_masked_and_never_shown() {
    let number = "4268070000000002";
    let token = json!({"creditCardTokenId": TOKEN, "maskedNumber": number});
    let body = json!({"code": "SUCCESS", "creditCardToken": token}).to_string();
    let shown = format!("{:?} {:?}", store(), answered(&store(), &body));
    assert!(!shown.contains(number) && !shown.contains(TOKEN), "{shown}");
    let refused = json!({"code": "ERROR", "error": format!("bad card {number}")}).to_string();
    assert!(!format!("{:?}", answered(&store(), &refused)).contains(number));
    let request = sent(&payu(), &store(), &[]);
    assert!(request.secrets.iter().any(|secret| secret.expose() == number));
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    assert!(!body.contains("777"), "a security code is never kept: {body}");
}

#[test]
fn refuses_a_card_of_nobody_or_of_an_unknown_brand() {
    let Operation::Act(Act::StoreCard(new)) = store() else { unreachable!() };
    let nobody = NewStoredCard { payer: " ".to_owned(), ..*new.clone() };
    let nobody = Operation::Act(Act::StoreCard(Box::new(nobody)));
    assert_eq!(refused(&nobody), ProviderError::PayerNeeded { field: "id" });
    let nameless = NewStoredCard { document: String::new(), ..*new.clone() };
    let nameless = Operation::Act(Act::StoreCard(Box::new(nameless)));
    assert_eq!(refused(&nameless), ProviderError::PayerNeeded { field: "document" });
    let mut other = *new;
    other.card.number = cobro_domain::card::CardNumber::parse("6011000000000004").unwrap();
    assert_eq!(refused(&Operation::Act(Act::StoreCard(Box::new(other)))), ProviderError::Card);
}
