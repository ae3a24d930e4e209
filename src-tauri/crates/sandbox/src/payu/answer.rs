//! Answers as PayU writes them: every key of the samples, nulls included.

use std::collections::BTreeMap;

use serde::Serialize;

use super::amount::Centavos;
use super::wire::{Address, Payer};
use crate::log::Verdict;

/// An answer of either service.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Answer {
    Payments(PaymentsAnswer),
    Methods(MethodsAnswer),
    Reports(ReportsAnswer),
    Token(TokenAnswer),
    Tokens(TokensAnswer),
}

/// Which envelope an error travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelope {
    Payments,
    Methods,
    Reports,
    Token,
    Tokens,
}

impl Answer {
    pub(crate) fn error(envelope: Envelope, text: String) -> Self {
        let (code, error) = (Code::Error, Some(text));
        match envelope {
            Envelope::Payments => {
                Self::Payments(PaymentsAnswer { code, error, transaction_response: None })
            }
            Envelope::Methods => {
                Self::Methods(MethodsAnswer { code, error, payment_methods: None })
            }
            Envelope::Reports => Self::Reports(ReportsAnswer { code, error, result: None }),
            Envelope::Token => Self::Token(TokenAnswer { code, error, credit_card_token: None }),
            Envelope::Tokens => {
                Self::Tokens(TokensAnswer { code, error, credit_card_token_list: None })
            }
        }
    }

    pub(crate) fn payments(transaction_response: Option<Box<Submission>>) -> Self {
        let code = Code::Success;
        Self::Payments(PaymentsAnswer { code, error: None, transaction_response })
    }

    pub(crate) fn methods(payment_methods: Vec<PaymentMethod>) -> Self {
        let payment_methods = Some(payment_methods);
        Self::Methods(MethodsAnswer { code: Code::Success, error: None, payment_methods })
    }

    pub(crate) fn token(token: TokenDetail) -> Self {
        let (code, credit_card_token) = (Code::Success, Some(token));
        Self::Token(TokenAnswer { code, error: None, credit_card_token })
    }

    pub(crate) fn tokens(tokens: Vec<TokenDetail>) -> Self {
        let (code, credit_card_token_list) = (Code::Success, Some(tokens));
        Self::Tokens(TokensAnswer { code, error: None, credit_card_token_list })
    }

    /// What became of the request, for the log.
    pub(crate) fn verdict(&self) -> Verdict {
        let code = match self {
            Self::Payments(answer) => answer.code,
            Self::Methods(answer) => answer.code,
            Self::Reports(answer) => answer.code,
            Self::Token(answer) => answer.code,
            Self::Tokens(answer) => answer.code,
        };
        match (code, self) {
            (Code::Error, _) => Verdict::Refused,
            (Code::Success, Self::Reports(ReportsAnswer { result: None, .. })) => Verdict::NotFound,
            (Code::Success, _) => Verdict::Done,
        }
    }

    /// `None` is "nothing found": `result` is null then.
    pub(crate) fn reports(payload: Option<Payload>) -> Self {
        let result = payload.map(|payload| ReportsResult { payload });
        Self::Reports(ReportsAnswer { code: Code::Success, error: None, result })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Code {
    Success,
    Error,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentsAnswer {
    pub(crate) code: Code,
    pub(crate) error: Option<String>,
    pub(crate) transaction_response: Option<Box<Submission>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MethodsAnswer {
    pub(crate) code: Code,
    pub(crate) error: Option<String>,
    pub(crate) payment_methods: Option<Vec<PaymentMethod>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenAnswer {
    pub(crate) code: Code,
    pub(crate) error: Option<String>,
    pub(crate) credit_card_token: Option<TokenDetail>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokensAnswer {
    pub(crate) code: Code,
    pub(crate) error: Option<String>,
    pub(crate) credit_card_token_list: Option<Vec<TokenDetail>>,
}

/// A stored card.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenDetail {
    pub(crate) credit_card_token_id: String,
    pub(crate) name: String,
    pub(crate) payer_id: String,
    pub(crate) identification_number: Option<String>,
    pub(crate) payment_method: &'static str,
    pub(crate) number: Option<()>,
    pub(crate) expiration_date: Option<()>,
    /// Only in a list.
    pub(crate) creation_date: Option<String>,
    pub(crate) masked_number: String,
    pub(crate) error_description: Option<()>,
}

#[derive(Debug, Serialize)]
pub(crate) struct PaymentMethod {
    pub(crate) id: &'static str,
    pub(crate) description: &'static str,
    pub(crate) country: &'static str,
    pub(crate) enabled: bool,
    pub(crate) reason: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ReportsAnswer {
    pub(crate) code: Code,
    pub(crate) error: Option<String>,
    pub(crate) result: Option<ReportsResult>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ReportsResult {
    pub(crate) payload: Payload,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Payload {
    Ping(&'static str),
    Order(Box<OrderDetail>),
    Orders(Vec<OrderDetail>),
    Transaction(Box<TransactionResponse>),
}

/// `transactionResponse` of a submit.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Submission {
    pub(crate) order_id: i64,
    pub(crate) transaction_id: Option<String>,
    /// The id of a refund that waits: PayU's XML tells it, its JSON does not.
    #[serde(skip)]
    pub(crate) hidden_id: Option<String>,
    #[serde(flatten)]
    pub(crate) response: TransactionResponse,
    pub(crate) reference_questionnaire: Option<()>,
    pub(crate) additional_info: Option<AdditionalInfo>,
}

/// `transactionResponse` of the reports; a submit adds to it.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransactionResponse {
    pub(crate) state: String,
    pub(crate) payment_network_response_code: Option<String>,
    pub(crate) payment_network_response_error_message: Option<String>,
    pub(crate) trazability_code: Option<String>,
    pub(crate) authorization_code: Option<String>,
    pub(crate) pending_reason: Option<String>,
    pub(crate) response_code: Option<String>,
    pub(crate) error_code: Option<String>,
    pub(crate) response_message: Option<String>,
    pub(crate) transaction_date: Option<String>,
    pub(crate) transaction_time: Option<String>,
    pub(crate) operation_date: Option<i64>,
    pub(crate) extra_parameters: Option<BTreeMap<&'static str, ExtraParameter>>,
}

/// Numbers in answers to a submit, always text in reports.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum ExtraParameter {
    Number(i64),
    Text(String),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdditionalInfo {
    pub(crate) payment_network: &'static str,
    pub(crate) rejection_type: &'static str,
    pub(crate) response_network_message: Option<String>,
    pub(crate) travel_agency_authorization_code: Option<String>,
    pub(crate) card_type: Option<String>,
    pub(crate) transaction_type: &'static str,
}

/// An order as the reports show it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderDetail {
    pub(crate) id: i64,
    pub(crate) account_id: u64,
    pub(crate) status: String,
    pub(crate) reference_code: String,
    pub(crate) description: Option<String>,
    pub(crate) airline_code: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) notify_url: Option<String>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) buyer: BuyerDetail,
    pub(crate) antifraud_merchant_id: Option<String>,
    pub(crate) is_test: bool,
    pub(crate) transactions: Vec<TransactionDetail>,
    pub(crate) additional_values: BTreeMap<&'static str, Amount>,
    pub(crate) creation_date: i64,
    pub(crate) is_created_using_standard_integration_params: Option<bool>,
    pub(crate) merchant_id: u64,
    pub(crate) processed_transaction_id: Option<String>,
    pub(crate) order_signature: String,
    /// A field no document mentions: readers must not mind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order_channel: Option<&'static str>,
}

/// The buyer: the address is `buyerAddress` here and `shippingAddress` in a submit.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BuyerDetail {
    pub(crate) merchant_buyer_id: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) email_address: Option<String>,
    pub(crate) contact_phone: Option<String>,
    pub(crate) buyer_address: Address,
    pub(crate) dni_number: Option<String>,
    pub(crate) cnpj: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransactionDetail {
    pub(crate) id: String,
    pub(crate) order: Option<()>,
    pub(crate) credit_card: Option<CreditCardDetail>,
    pub(crate) bank_account: Option<()>,
    pub(crate) r#type: &'static str,
    pub(crate) parent_transaction_id: Option<String>,
    pub(crate) payment_method: &'static str,
    pub(crate) source: Option<String>,
    pub(crate) payment_country: &'static str,
    pub(crate) transaction_response: TransactionResponse,
    pub(crate) device_session_id: Option<String>,
    pub(crate) ip_address: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) expiration_date: Option<i64>,
    pub(crate) payer: Payer,
    pub(crate) terms_and_condition_id: u32,
    pub(crate) additional_values: BTreeMap<&'static str, Amount>,
    pub(crate) extra_parameters: Option<BTreeMap<&'static str, ExtraParameter>>,
}

/// The card of a transaction: of its number ten digits.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreditCardDetail {
    pub(crate) masked_number: String,
    pub(crate) issuer_bank: &'static str,
    pub(crate) name: String,
    pub(crate) card_type: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Amount {
    pub(crate) value: Centavos,
    pub(crate) currency: &'static str,
}
