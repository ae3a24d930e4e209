//! What PayU answers. Every member may be null or absent, and unknown ones are ignored.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    scalar::{Extras, Text, kept},
    words::{Code, Kind, OrderStatus, State},
};

/// The outside of every answer. What is inside stays unread until somebody asks for it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope {
    pub(crate) code: Option<Code>,
    pub(crate) error: Option<Text>,
    #[serde(default, deserialize_with = "kept")]
    pub(crate) transaction_response: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "kept")]
    pub(crate) payment_methods: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "kept")]
    pub(crate) result: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "kept")]
    pub(crate) credit_card_token: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "kept")]
    pub(crate) credit_card_token_list: Option<Box<RawValue>>,
}

/// The inside of every answer of the reports service.
#[derive(Debug, Deserialize)]
pub(crate) struct ReportsResult {
    pub(crate) payload: Option<Box<RawValue>>,
}

/// What a submit answers, and what is kept of it in the reports. There it has no ids.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransactionResponse {
    pub(crate) order_id: Option<Text>,
    pub(crate) transaction_id: Option<Text>,
    pub(crate) state: Option<State>,
    pub(crate) payment_network_response_error_message: Option<Text>,
    pub(crate) trazability_code: Option<Text>,
    pub(crate) response_code: Option<Text>,
    pub(crate) error_code: Option<Text>,
    pub(crate) response_message: Option<Text>,
    pub(crate) operation_date: Option<Text>,
    pub(crate) extra_parameters: Option<Extras>,
    pub(crate) additional_info: Option<Extras>,
}

/// A card that PayU keeps.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    pub(crate) credit_card_token_id: Option<Text>,
    pub(crate) payer_id: Option<Text>,
    pub(crate) payment_method: Option<Text>,
    pub(crate) masked_number: Option<Text>,
    pub(crate) creation_date: Option<Text>,
    pub(crate) error_description: Option<Text>,
}

/// An order, as the reports show it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) id: Option<Text>,
    pub(crate) status: Option<OrderStatus>,
    pub(crate) reference_code: Option<Text>,
    pub(crate) transactions: Option<Vec<Option<Transaction>>>,
}

/// One transaction of an order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transaction {
    pub(crate) id: Option<Text>,
    pub(crate) r#type: Option<Kind>,
    pub(crate) transaction_response: Option<TransactionResponse>,
    pub(crate) expiration_date: Option<Text>,
    pub(crate) additional_values: Option<Values>,
    pub(crate) extra_parameters: Option<Extras>,
}

/// The amounts of a transaction. There are many more; this is the one that counts.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Values {
    #[serde(rename = "TX_VALUE")]
    pub(crate) tx_value: Option<Value>,
}

/// An amount: `1250.5`, `1000`, `"1000.00"`, `.00`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Value {
    pub(crate) value: Option<Text>,
    pub(crate) currency: Option<Text>,
}

/// A payment method of some account in some country.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct PaymentMethod {
    pub(crate) description: Option<Text>,
    pub(crate) country: Option<Text>,
    pub(crate) enabled: Option<Text>,
}
