//! Known answers: every digest that PayU's documents print and that holds when recomputed.

use cobro_domain::money::{Currency, Money};
use cobro_providers::payu::sign::{
    Algorithm, Signed, confirmation_amount, order_amount, promotions_header, response_amount,
};
use serde::Deserialize;

use crate::support::fixture;

#[derive(Deserialize)]
struct Known {
    signatures: Vec<Signature>,
    promotions_hmac: Promotions,
}

#[derive(Deserialize)]
struct Signature {
    kind: String,
    alg: String,
    key: String,
    digest: String,
    message: String,
    value: Option<String>,
    hmac_secret: Option<String>,
}

#[derive(Deserialize)]
struct Promotions {
    key: String,
    message: String,
    header: String,
}

fn known() -> Known {
    serde_json::from_str(&fixture("kats.json")).unwrap()
}

#[test]
fn signatures_match_every_known_answer() {
    let signatures = known().signatures;
    assert_eq!(signatures.len(), 13);
    for known in signatures {
        let parts: Vec<&str> = known.message.split('~').collect();
        let [key, merchant, reference, written, currency] = parts[..5] else { unreachable!() };
        assert_eq!(key, known.key);
        // The pages are signed over the amount as they came with it, rounded by their rule.
        let amount = match (known.kind.as_str(), known.value.as_deref()) {
            ("confirmation", Some(value)) => confirmation_amount(value),
            ("response", Some(value)) => response_amount(value).unwrap(),
            ("order" | "webcheckout", None) => written.to_owned(),
            (kind, value) => panic!("{kind} with {value:?}"),
        };
        assert_eq!(amount, written, "{}", known.message);
        let algorithm = match (known.alg.as_str(), known.hmac_secret.as_deref()) {
            ("MD5", None) => Algorithm::Md5,
            ("SHA", None) => Algorithm::Sha1,
            ("SHA256", None) => Algorithm::Sha256,
            ("HMAC-SHA256", Some(secret)) => Algorithm::HmacSha256 { secret },
            (algorithm, _) => panic!("{algorithm}"),
        };
        let state = parts.get(5).copied();
        let signed = Signed { api_key: key, merchant, reference, amount: &amount, currency, state };
        assert_eq!(signed.by(algorithm), known.digest, "{}", known.message);
    }
}

#[test]
fn the_promotions_header_matches_the_known_answer() {
    let known = known().promotions_hmac;
    let date = known.message.lines().nth(3).unwrap();
    let public_key = "PKaC6H4cEDJD919n705L544kSU";
    assert_eq!(promotions_header(public_key, &known.key, date), known.header);
}

#[test]
fn an_order_is_signed_over_whole_pesos_or_two_decimals() {
    let cases = [
        (125_000, "1250"),
        (125_050, "1250.50"),
        (125_005, "1250.05"),
        (100, "1"),
        (5, "0.05"),
        (10_000, "100"),
    ];
    for (centavos, text) in cases {
        assert_eq!(order_amount(Money::new(centavos, Currency::Mxn)), text);
    }
}

#[test]
fn a_confirmation_drops_only_a_second_zero() {
    let cases = [
        ("150.00", "150.0"),
        ("150.10", "150.1"),
        ("150.26", "150.26"),
        ("150.06", "150.06"),
        ("150.2", "150.2"),
        ("150", "150.0"),
        ("150.", "150.0"),
        (".00", ".0"),
        ("", ".0"),
    ];
    for (text, signed) in cases {
        assert_eq!(confirmation_amount(text), signed, "{text:?}");
    }
}

#[test]
fn a_response_rounds_half_to_even() {
    let cases = [
        ("150.25", Some("150.2")),
        ("150.35", Some("150.4")),
        ("150.45", Some("150.4")),
        ("150.251", Some("150.3")),
        ("150.2500", Some("150.2")),
        ("150.24", Some("150.2")),
        ("150.26", Some("150.3")),
        ("199.95", Some("200.0")),
        ("199.99", Some("200.0")),
        ("150", Some("150.0")),
        ("150.5", Some("150.5")),
        (".00", Some("0.0")),
        (".05", Some("0.0")),
        (".15", Some("0.2")),
        ("", None),
        (".", None),
        ("1,50", None),
        ("-1.25", None),
    ];
    for (text, signed) in cases {
        assert_eq!(response_amount(text).as_deref(), signed, "{text:?}");
    }
}
