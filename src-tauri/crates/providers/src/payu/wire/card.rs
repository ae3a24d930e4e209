//! What PayU is told and asked about cards. Nothing here has `Debug`.

use serde::Serialize;
use serde_json::value::RawValue;

use super::request::{Merchant, Values};

/// A card inside a transaction, under `creditCard` or `debitCard`. Beside a token only the
/// code is left.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Card<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) security_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expiration_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) process_without_cvv2: Option<bool>,
}

/// In how many parts the payer pays.
#[derive(Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) struct ExtraParameters {
    pub(crate) installments_number: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) promotion_id: Option<Box<RawValue>>,
}

/// A command about one stored card or several: `M` is its own member.
#[derive(Serialize)]
pub(crate) struct TokenCommand<'a, M> {
    pub(crate) language: &'a str,
    pub(crate) command: &'a str,
    pub(crate) merchant: Merchant<'a>,
    #[serde(flatten)]
    pub(crate) member: M,
}

/// `CREATE_TOKEN`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateToken<'a> {
    pub(crate) credit_card_token: NewToken<'a>,
}

/// The card to be kept.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewToken<'a> {
    pub(crate) payer_id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) identification_number: &'a str,
    pub(crate) payment_method: &'a str,
    pub(crate) number: &'a str,
    pub(crate) expiration_date: String,
}

/// `GET_TOKENS`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetTokens<'a> {
    pub(crate) credit_card_token_information: WhichTokens<'a>,
}

/// Which cards: by name or by when. Members that are not asked for are null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WhichTokens<'a> {
    pub(crate) credit_card_token_id: Option<&'a str>,
    pub(crate) start_date: Option<String>,
    pub(crate) end_date: Option<String>,
}

/// `REMOVE_TOKEN`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveToken<'a> {
    pub(crate) remove_credit_card_token: OldToken<'a>,
}

/// The card to be forgotten.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OldToken<'a> {
    pub(crate) payer_id: &'a str,
    pub(crate) credit_card_token_id: &'a str,
}

/// A `SUBMIT_TRANSACTION` about an order that PayU has.
#[derive(Serialize)]
pub(crate) struct After<'a> {
    pub(crate) language: &'a str,
    pub(crate) command: &'a str,
    pub(crate) merchant: Merchant<'a>,
    pub(crate) transaction: AfterTransaction<'a>,
    pub(crate) test: bool,
}

/// The transaction of a capture, a void or a refund.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AfterTransaction<'a> {
    pub(crate) order: KnownOrder<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) additional_values: Option<Values<'a>>,
    pub(crate) r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'a str>,
    pub(crate) parent_transaction_id: &'a str,
}

/// An order that PayU has, by its number; here that is text.
#[derive(Serialize)]
pub(crate) struct KnownOrder<'a> {
    pub(crate) id: &'a str,
}
