//! Stored cards: made, listed, charged, removed.

use serde_json::{Value, json};

use crate::client::{DAY, KEY, PAYMENTS, REPORTS, Submit, fixture, history, order, post, sandbox};
use crate::contract::shape;

fn documented(name: &str) -> Value {
    serde_json::from_str(&fixture(name)).unwrap()
}

/// Stores the documented card and returns its token.
fn token(sandbox: &cobro_sandbox::Sandbox) -> String {
    let answer = post(sandbox, PAYMENTS, &fixture("t01-create-token.request.json")).json();
    answer["creditCardToken"]["creditCardTokenId"].as_str().unwrap().to_owned()
}

fn tokens(sandbox: &cobro_sandbox::Sandbox, path: &str, query: Value) -> Value {
    let body = json!({
        "language": "en", "command": "GET_TOKENS",
        "merchant": {"apiLogin": "pRRXKOl8ikMmt9u", "apiKey": KEY},
        "creditCardTokenInformation": query
    });
    post(sandbox, path, &body.to_string()).json()
}

/// A charge with a stored card and its security code.
fn charge(reference: &str, token: &str) -> Submit {
    Submit::card(reference, "100")
        .set("/transaction/creditCardTokenId", json!(token))
        .set("/transaction/creditCard", json!({"securityCode": "777"}))
}

#[test]
fn the_documented_messages_have_the_documented_shapes() {
    let sandbox = sandbox();
    let answer = post(&sandbox, PAYMENTS, &fixture("t01-create-token.request.json")).json();
    let mut expected = documented("t01-create-token.response.json");
    let id = answer["creditCardToken"]["creditCardTokenId"].clone();
    expected["creditCardToken"]["creditCardTokenId"] = id.clone();
    assert_eq!(answer, expected);
    let mut query = documented("t02-get-tokens.request.json");
    query["creditCardTokenInformation"]["creditCardTokenId"] = id.clone();
    for path in [PAYMENTS, REPORTS] {
        let answer = post(&sandbox, path, &query.to_string()).json();
        assert_eq!(shape(&answer), shape(&documented("t02-get-tokens.response.json")));
        assert_eq!(answer["creditCardTokenList"][0]["creationDate"], "2026-03-02T18:00:00");
    }
    let mut removal = documented("t03-remove-token.request.json");
    removal["removeCreditCardToken"]["creditCardTokenId"] = id;
    let answer = post(&sandbox, PAYMENTS, &removal.to_string()).json();
    assert_eq!(answer["creditCardToken"]["maskedNumber"], "426807******0002");
    let gone = post(&sandbox, PAYMENTS, &removal.to_string()).json();
    assert_eq!(gone["error"], "The credit card token does not exist");
    assert_eq!(gone["creditCardToken"], Value::Null);
}

#[test]
fn the_same_card_of_a_payer_keeps_its_token() {
    let sandbox = sandbox();
    let first = token(&sandbox);
    assert_eq!(token(&sandbox), first);
    let other = fixture("t01-create-token.request.json").replace("C-77", "C-78");
    let answer = post(&sandbox, PAYMENTS, &other).json();
    assert_ne!(answer["creditCardToken"]["creditCardTokenId"], first);
    let mine = tokens(&sandbox, PAYMENTS, json!({"payerId": "C-77"}));
    assert_eq!(mine["creditCardTokenList"].as_array().unwrap().len(), 1);
    sandbox.control().advance(DAY).unwrap();
    let range = |from: &str, until: &str| {
        let query = json!({"startDate": from, "endDate": until});
        tokens(&sandbox, REPORTS, query)["creditCardTokenList"].as_array().unwrap().len()
    };
    assert_eq!(range("2026-03-02T00:00:00", "2026-03-03T00:00:00"), 2);
    assert_eq!(range("2026-03-03T00:00:00", "2026-03-04T00:00:00"), 0);
}

#[test]
fn a_token_pays_with_and_without_the_code() {
    let sandbox = sandbox();
    let token = token(&sandbox);
    let with = charge("R1", &token);
    assert_eq!(with.accepted(&sandbox)["state"], "APPROVED");
    assert_eq!(history(&sandbox, "R1")[0], "CAPTURED");
    let card = order(&sandbox, "R1")["transactions"][0]["creditCard"].clone();
    assert_eq!(card["maskedNumber"], "426807******0002");
    let without =
        charge("R2", &token).set("/transaction/creditCard", json!({"processWithoutCvv2": true}));
    assert!(without.refused(&sandbox).contains("processWithoutCvv2"));
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.without_code = true;
    payu.set_settings(&settings).unwrap();
    without.accepted(&sandbox);
    let hold = charge("R3", &token).set("/transaction/type", json!("AUTHORIZATION"));
    assert_eq!(hold.accepted(&sandbox)["state"], "APPROVED");
}

#[test]
fn a_token_is_refused_for_what_is_wrong_with_it() {
    let sandbox = sandbox();
    let token = token(&sandbox);
    let missing = "property: creditCard.securityCode, message: must not be null";
    let absent = charge("R1", &token).set("/transaction/creditCard", Value::Null);
    assert_eq!(absent.refused(&sandbox), missing);
    let unknown = "The credit card token does not exist";
    assert_eq!(charge("R1", "no-such-token").refused(&sandbox), unknown);
    let other = charge("R1", &token).set("/transaction/paymentMethod", json!("MASTERCARD"));
    assert_eq!(other.refused(&sandbox), unknown);
    let number =
        charge("R1", &token).set("/transaction/creditCard/number", json!("4268070000000002"));
    assert!(number.refused(&sandbox).contains("creditCard.number"));
    let removal = json!({
        "language": "en", "command": "REMOVE_TOKEN",
        "merchant": {"apiLogin": "pRRXKOl8ikMmt9u", "apiKey": KEY},
        "removeCreditCardToken": {"payerId": "C-1", "creditCardTokenId": token}
    });
    assert_eq!(post(&sandbox, PAYMENTS, &removal.to_string()).json()["error"], unknown);
    let nothing = tokens(&sandbox, PAYMENTS, json!({"startDate": "2026-03-03T00:00:00"}));
    assert!(nothing["error"].as_str().unwrap().contains("must not be null"));
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.tokens = false;
    payu.set_settings(&settings).unwrap();
    let disabled = "Tokenization is not enabled for the merchant";
    assert_eq!(charge("R1", &token).refused(&sandbox), disabled);
}

#[test]
fn a_card_to_be_stored_must_be_one() {
    let sandbox = sandbox();
    let rows = [
        ("number", json!("4268070000000003"), "number, message: value not allowed"),
        ("number", Value::Null, "number, message: must not be null"),
        ("expirationDate", json!("28/05"), "expirationDate, message: date expected"),
        ("name", json!("4268070000000002"), "name, message: letters expected"),
        ("payerId", Value::Null, "payerId, message: must not be null"),
        ("paymentMethod", json!("OXXO"), "The payment method OXXO is not enabled"),
    ];
    for (member, value, expected) in rows {
        let mut request = documented("t01-create-token.request.json");
        request["language"] = json!("en");
        request["creditCardToken"][member] = value;
        let error = post(&sandbox, PAYMENTS, &request.to_string()).json()["error"].to_string();
        assert!(error.contains(expected), "{error}");
    }
}
