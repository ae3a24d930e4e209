//! The signature of an order: a digest over key, merchant, reference, amount and currency.

use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::Sha256;

use super::amount::SentAmount;

/// The parts of an order that its signature covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    pub(crate) key: &'a str,
    pub(crate) merchant: u64,
    pub(crate) reference: &'a str,
    pub(crate) amount: &'a SentAmount,
    pub(crate) currency: &'a str,
}

impl Signed<'_> {
    /// Whether `signature` is the MD5, SHA-1 or SHA-256 of the order with any exact rendering of
    /// its amount; lower-case hexadecimal, as documented.
    pub(crate) fn accepts(self, signature: &str) -> bool {
        self.amount.renderings().iter().any(|amount| {
            let Self { key, merchant, reference, currency, .. } = self;
            let message = format!("{key}~{merchant}~{reference}~{amount}~{currency}");
            match signature.len() {
                32 => hex::<Md5>(&message) == signature,
                40 => hex::<Sha1>(&message) == signature,
                64 => hex::<Sha256>(&message) == signature,
                _ => false,
            }
        })
    }
}

fn hex<D: Digest>(message: &str) -> String {
    D::digest(message).iter().map(|byte| format!("{byte:02x}")).collect()
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

    #[test]
    fn accepts_the_published_signatures() {
        let orders: Vec<_> =
            known().into_iter().filter(|k| k.kind == "order" || k.kind == "webcheckout").collect();
        assert_eq!(orders.len(), 7);
        for order in orders {
            let parts: Vec<&str> = order.message.split('~').collect();
            let [key, merchant, reference, amount, currency] = parts[..] else { panic!() };
            let json = serde_json::value::RawValue::from_string(amount.to_owned()).unwrap();
            let amount = SentAmount::from_json(&json).unwrap();
            let merchant = merchant.parse().unwrap();
            let signed = Signed { key, merchant, reference, amount: &amount, currency };
            assert!(signed.accepts(&order.digest), "{} {}", order.alg, order.message);
            assert!(!signed.accepts(&order.digest.to_uppercase()), "{}", order.message);
            let other = Signed { currency: "XXX", ..signed };
            assert!(!other.accepts(&order.digest), "{}", order.message);
        }
    }

    #[test]
    fn does_not_accept_a_rounded_amount() {
        let json = serde_json::value::RawValue::from_string("1250.50".to_owned()).unwrap();
        let amount = SentAmount::from_json(&json).unwrap();
        let signed =
            Signed { key: "k", merchant: 1, reference: "r", amount: &amount, currency: "MXN" };
        for (text, good) in [("1250.5", true), ("1250.50", true), ("1250", false), ("1251", false)]
        {
            let signature = hex::<Sha256>(&format!("k~1~r~{text}~MXN"));
            assert_eq!(signed.accepts(&signature), good, "{text}");
        }
    }
}
