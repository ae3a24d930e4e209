//! Requests as PayU reads them. Every field may be missing: `validate` says what that means.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::cards::Secret;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Request {
    pub(crate) language: Option<String>,
    pub(crate) command: Option<String>,
    /// Only its type is checked: a boolean.
    #[serde(rename = "test")]
    pub(crate) _test: Option<bool>,
    pub(crate) merchant: Option<Credentials>,
    pub(crate) transaction: Option<Transaction>,
    pub(crate) details: Option<Details>,
    pub(crate) credit_card_token: Option<NewToken>,
    pub(crate) credit_card_token_information: Option<TokenQuery>,
    pub(crate) remove_credit_card_token: Option<TokenQuery>,
}

/// A card to be stored.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct NewToken {
    pub(crate) payer_id: Option<Text>,
    pub(crate) name: Option<String>,
    pub(crate) identification_number: Option<Text>,
    pub(crate) payment_method: Option<String>,
    pub(crate) number: Option<Secret>,
    pub(crate) expiration_date: Option<String>,
}

/// Which stored cards are meant.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct TokenQuery {
    pub(crate) payer_id: Option<Text>,
    pub(crate) credit_card_token_id: Option<String>,
    pub(crate) start_date: Option<String>,
    pub(crate) end_date: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Credentials {
    pub(crate) api_login: Option<String>,
    pub(crate) api_key: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Transaction {
    pub(crate) order: Option<Order>,
    pub(crate) payer: Option<Payer>,
    pub(crate) r#type: Option<String>,
    pub(crate) payment_method: Option<String>,
    pub(crate) payment_country: Option<String>,
    pub(crate) expiration_date: Option<String>,
    pub(crate) device_session_id: Option<String>,
    pub(crate) ip_address: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) credit_card: Option<Card>,
    pub(crate) debit_card: Option<Card>,
    pub(crate) credit_card_token_id: Option<String>,
    pub(crate) extra_parameters: Option<BTreeMap<String, Option<Text>>>,
    /// What a capture, void or refund is about.
    pub(crate) parent_transaction_id: Option<String>,
    pub(crate) reason: Option<String>,
    /// The part that is captured or refunded.
    pub(crate) additional_values: Option<BTreeMap<String, Option<Value>>>,
}

/// A card as it was typed; with a token, only its security code.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Card {
    pub(crate) number: Option<Secret>,
    pub(crate) security_code: Option<Secret>,
    pub(crate) expiration_date: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) process_without_cvv2: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Order {
    /// Of an order that is there already.
    pub(crate) id: Option<Text>,
    pub(crate) account_id: Option<Text>,
    pub(crate) reference_code: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) signature: Option<String>,
    pub(crate) notify_url: Option<String>,
    pub(crate) additional_values: Option<BTreeMap<String, Option<Value>>>,
    pub(crate) buyer: Option<Buyer>,
    pub(crate) shipping_address: Option<Address>,
}

/// An amount and its currency; the amount keeps the text it was sent as.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Value {
    pub(crate) value: Option<Box<RawValue>>,
    pub(crate) currency: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Buyer {
    pub(crate) merchant_buyer_id: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) email_address: Option<String>,
    pub(crate) contact_phone: Option<String>,
    pub(crate) dni_number: Option<String>,
    pub(crate) cnpj: Option<String>,
    pub(crate) shipping_address: Option<Address>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Payer {
    pub(crate) merchant_payer_id: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) billing_address: Option<Address>,
    pub(crate) email_address: Option<String>,
    pub(crate) contact_phone: Option<String>,
    pub(crate) dni_number: Option<String>,
    pub(crate) dni_type: Option<String>,
    /// Asked for by law, and shown by no report.
    #[serde(skip_serializing)]
    pub(crate) birthdate: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Address {
    pub(crate) street1: Option<String>,
    pub(crate) street2: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) postal_code: Option<Text>,
    pub(crate) phone: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Details {
    pub(crate) order_id: Option<Text>,
    pub(crate) reference_code: Option<String>,
    pub(crate) transaction_id: Option<String>,
}

/// Digits that clients send as a JSON string or as a JSON number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringOrInteger;
        impl Visitor<'_> for StringOrInteger {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or an integer")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
        }
        deserializer.deserialize_any(StringOrInteger)
    }
}
