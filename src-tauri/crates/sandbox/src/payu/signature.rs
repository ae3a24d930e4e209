//! The signatures of PayU: of an order, of a WebCheckout form, and of what PayU sends back.

use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::Sha256;

use super::amount::{Centavos, SentAmount};
use super::settings::Merchant;

/// What a signature is made with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// MD5, unless something else is said.
    #[default]
    #[serde(rename = "MD5")]
    Md5,
    /// SHA-1.
    #[serde(rename = "SHA")]
    Sha1,
    /// SHA-256.
    #[serde(rename = "SHA256")]
    Sha256,
    /// HMAC with SHA-256 and a key of its own.
    #[serde(rename = "HMAC-SHA256")]
    HmacSha256,
}

impl Algorithm {
    /// `algorithmSignature` of a form.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "MD5" => Some(Self::Md5),
            "SHA" => Some(Self::Sha1),
            "SHA256" => Some(Self::Sha256),
            "HMAC-SHA256" => Some(Self::HmacSha256),
            _ => None,
        }
    }

    /// Signs `message`, which begins with the API key whatever the algorithm; lower-case
    /// hexadecimal.
    pub(crate) fn sign(self, message: &str, secret: &str) -> String {
        match self {
            Self::Md5 => hex(&Md5::digest(message)),
            Self::Sha1 => hex(&Sha1::digest(message)),
            Self::Sha256 => hex(&Sha256::digest(message)),
            Self::HmacSha256 => hex(&hmac(secret, message)),
        }
    }
}

/// HMAC-SHA256. A key of any length will do.
pub(crate) fn hmac(key: &str, message: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_or_else(
        |_| Vec::new(),
        |mut mac| {
            mac.update(message.as_bytes());
            mac.finalize().into_bytes().to_vec()
        },
    )
}

/// The parts of an order that its signature covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    pub(crate) merchant: &'a Merchant,
    pub(crate) reference: &'a str,
    pub(crate) amount: &'a SentAmount,
    pub(crate) currency: &'a str,
    /// What a form appends: its payment methods and the like, each behind a `~`.
    pub(crate) tail: &'a str,
}

impl Signed<'_> {
    /// Whether `signature` is the MD5, SHA-1 or SHA-256 of the order with any exact rendering of
    /// its amount; lower-case hexadecimal, as documented.
    pub(crate) fn accepts(self, signature: &str) -> bool {
        let algorithm = match signature.len() {
            32 => Algorithm::Md5,
            40 => Algorithm::Sha1,
            64 => Algorithm::Sha256,
            _ => return false,
        };
        self.accepts_by(algorithm, signature)
    }

    /// The same with an algorithm that was named.
    pub(crate) fn accepts_by(self, algorithm: Algorithm, signature: &str) -> bool {
        let Self { merchant, reference, amount, currency, tail } = self;
        amount.renderings().iter().any(|amount| {
            let (key, id) = (&merchant.api_key, merchant.id);
            let message = format!("{key}~{id}~{reference}~{amount}~{currency}{tail}");
            algorithm.sign(&message, &merchant.hmac_secret) == signature
        })
    }
}

/// The amount in the signature of a confirmation: two decimals, or one if the second is 0.
pub(crate) fn confirmation_value(amount: Centavos) -> String {
    let two = amount.text();
    two.strip_suffix('0').map_or_else(|| two.clone(), str::to_owned)
}

/// The amount in the signature of a response page: one decimal, rounded half to even.
pub(crate) fn response_value(amount: Centavos) -> String {
    let (tenths, rest) = (amount.0 / 10, amount.0 % 10);
    let up = rest > 5 || (rest == 5 && tenths % 2 == 1);
    let tenths = tenths + i64::from(up);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        kind: String,
        alg: String,
        digest: String,
        message: String,
        value: Option<String>,
    }

    #[derive(serde::Deserialize)]
    struct Answers {
        signatures: Vec<Known>,
    }

    fn known() -> Vec<Known> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/payu/kats.json");
        let text = std::fs::read_to_string(path).unwrap();
        serde_json::from_str::<Answers>(&text).unwrap().signatures
    }

    fn amount(text: &str) -> SentAmount {
        let json = serde_json::value::RawValue::from_string(text.to_owned()).unwrap();
        SentAmount::from_json(&json).unwrap()
    }

    #[test]
    fn accepts_the_published_signatures() {
        let orders: Vec<_> =
            known().into_iter().filter(|k| k.kind == "order" || k.kind == "webcheckout").collect();
        assert_eq!(orders.len(), 7);
        for order in orders {
            let parts: Vec<&str> = order.message.split('~').collect();
            let [key, id, reference, sent, currency] = parts[..] else { panic!() };
            let merchant = Merchant { api_key: key.to_owned(), ..Merchant::default() };
            assert_eq!(merchant.id.to_string(), id);
            let amount = amount(sent);
            let signed =
                Signed { merchant: &merchant, reference, amount: &amount, currency, tail: "" };
            assert!(signed.accepts(&order.digest), "{} {}", order.alg, order.message);
            assert!(!signed.accepts(&order.digest.to_uppercase()), "{}", order.message);
            let other = Signed { currency: "XXX", ..signed };
            assert!(!other.accepts(&order.digest), "{}", order.message);
            let algorithm = Algorithm::from_name(&order.alg).unwrap();
            assert!(signed.accepts_by(algorithm, &order.digest), "{}", order.message);
            assert!(!signed.accepts_by(Algorithm::HmacSha256, &order.digest));
        }
    }

    #[test]
    fn computes_the_published_signatures_of_what_comes_back() {
        let mut count = 0;
        for known in known() {
            let rule = match known.kind.as_str() {
                "confirmation" => confirmation_value,
                "response" => response_value,
                _ => continue,
            };
            count += 1;
            let value = rule(amount(known.value.as_deref().unwrap()).centavos);
            assert_eq!(known.message.split('~').nth(3), Some(value.as_str()), "{}", known.message);
            let algorithm = Algorithm::from_name(&known.alg).unwrap();
            assert_eq!(algorithm.sign(&known.message, "test123"), known.digest);
        }
        assert_eq!(count, 6);
    }

    #[test]
    fn rounds_half_to_even() {
        let rows = [(1_500, "15.0"), (1_505, "15.0"), (1_515, "15.2"), (1_516, "15.2"), (4, "0.0")];
        for (centavos, expected) in rows {
            assert_eq!(response_value(Centavos(centavos)), expected, "{centavos}");
        }
        assert_eq!(confirmation_value(Centavos(15_005)), "150.05");
    }

    #[test]
    fn does_not_accept_a_rounded_amount() {
        let amount = amount("1250.50");
        let merchant = Merchant { api_key: "k".to_owned(), id: 1, ..Merchant::default() };
        let signed = Signed {
            merchant: &merchant,
            reference: "r",
            amount: &amount,
            currency: "MXN",
            tail: "",
        };
        for (text, good) in [("1250.5", true), ("1250.50", true), ("1250", false), ("1251", false)]
        {
            let signature = Algorithm::Sha256.sign(&format!("k~1~r~{text}~MXN"), "");
            assert_eq!(signed.accepts(&signature), good, "{text}");
        }
    }
}
