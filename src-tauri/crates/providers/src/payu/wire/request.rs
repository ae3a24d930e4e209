//! What PayU is asked, in the order of its documents. Absent members are left out.
//!
//! Nothing here has `Debug`: every message carries the key.

use serde::Serialize;
use serde_json::value::RawValue;

use super::card::{Card, ExtraParameters};

/// A command that changes nothing. `D` is [`NoDetails`] or what the command asks about.
#[derive(Serialize)]
pub(crate) struct Question<'a, D> {
    pub(crate) test: bool,
    pub(crate) language: &'a str,
    pub(crate) command: &'a str,
    pub(crate) merchant: Merchant<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) details: Option<D>,
}

/// The details of a command that has none.
#[derive(Serialize)]
pub(crate) enum NoDetails {}

/// The credentials.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Merchant<'a> {
    pub(crate) api_login: &'a str,
    pub(crate) api_key: &'a str,
}

/// Details of `ORDER_DETAIL`. The id is a number there, of up to 64 bits.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderDetails {
    pub(crate) order_id: Box<RawValue>,
}

/// Details of `ORDER_DETAIL_BY_REFERENCE_CODE`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReferenceDetails<'a> {
    pub(crate) reference_code: &'a str,
}

/// Details of `TRANSACTION_RESPONSE_DETAIL`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransactionDetails<'a> {
    pub(crate) transaction_id: &'a str,
}

/// `SUBMIT_TRANSACTION`. Its documents put the members in another order.
#[derive(Serialize)]
pub(crate) struct Submit<'a> {
    pub(crate) language: &'a str,
    pub(crate) command: &'a str,
    pub(crate) merchant: SubmitMerchant<'a>,
    pub(crate) transaction: Transaction<'a>,
    pub(crate) test: bool,
}

/// The credentials of a submit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubmitMerchant<'a> {
    pub(crate) api_key: &'a str,
    pub(crate) api_login: &'a str,
}

/// The transaction of a submit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transaction<'a> {
    pub(crate) order: Order<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payer: Option<Payer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) credit_card_token_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) credit_card: Option<Card<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) debit_card: Option<Card<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extra_parameters: Option<ExtraParameters>,
    pub(crate) r#type: &'a str,
    pub(crate) payment_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expiration_date: Option<String>,
    pub(crate) payment_country: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) device_session_id: Option<&'a str>,
    pub(crate) ip_address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cookie: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_agent: Option<&'a str>,
}

/// The order of a submit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order<'a> {
    pub(crate) account_id: &'a str,
    pub(crate) reference_code: &'a str,
    pub(crate) description: &'a str,
    pub(crate) language: &'a str,
    pub(crate) signature: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notify_url: Option<&'a str>,
    pub(crate) additional_values: Values<'a>,
    pub(crate) buyer: Buyer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shipping_address: Option<Address<'a>>,
}

/// The amounts of an order.
#[derive(Serialize)]
pub(crate) struct Values<'a> {
    #[serde(rename = "TX_VALUE")]
    pub(crate) tx_value: Value<'a>,
}

/// An amount, with the very text that was signed.
#[derive(Serialize)]
pub(crate) struct Value<'a> {
    pub(crate) value: Box<RawValue>,
    pub(crate) currency: &'a str,
}

/// Who buys.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Buyer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) merchant_buyer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) full_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contact_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dni_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shipping_address: Option<Address<'a>>,
}

/// Who pays.
#[derive(Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) merchant_payer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) full_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contact_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dni_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dni_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) birthdate: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) billing_address: Option<Address<'a>>,
}

/// A postal address.
#[derive(Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Address<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) street1: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) street2: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) postal_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<&'a str>,
}
