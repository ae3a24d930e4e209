//! Answers to charges by card, and to what follows them.

use std::collections::BTreeMap;

use super::answer::{
    AdditionalInfo, CreditCardDetail, ExtraParameter, Submission, TransactionResponse,
};
use super::cards::{CardPayment, ISSUER, Step};
use super::codes::Code;
use super::dates::{DAY_MS, MINUTE_MS};
use super::orders::Order;
use super::settings::Settings;
use super::states::{Kind, TransactionView};
use super::submit::operation_date;

/// The answer to an attempt to charge or hold.
pub(crate) fn charged(order: &Order, card: &CardPayment, settings: &Settings) -> Submission {
    let code = card.code();
    let at = order.created_at;
    let response = response(code, order, at);
    if !code.is_approved() {
        return submission(order, order.transaction_id.clone(), response, None);
    }
    let mut parameters = way(card.kind());
    let (step, kind) = match card.step {
        Step::Charge => (Kind::Charge, Some(card.kind().to_owned())),
        Step::Hold => {
            // As one was answered: a week later, cut to the minute. It is not the end of the hold.
            let until = (at + 7 * DAY_MS) / MINUTE_MS * MINUTE_MS;
            parameters.insert("EXPIRATION_DATE", ExtraParameter::Number(until));
            (Kind::Authorization, Some(card.kind().to_owned()))
        }
    };
    let response = TransactionResponse {
        operation_date: Some(operation_date(at, settings)),
        extra_parameters: Some(parameters),
        ..response
    };
    let info = info(settings, step, kind);
    submission(order, order.transaction_id.clone(), response, Some(info))
}

/// The answer to a capture, void or refund that was decided at once.
pub(crate) fn followed(
    order: &Order,
    transaction: &str,
    kind: Kind,
    code: Code,
    settings: &Settings,
    now_ms: i64,
) -> Submission {
    let response = response(code, order, now_ms);
    let decided = code.is_approved().then(|| operation_date(now_ms, settings));
    let response = TransactionResponse { operation_date: decided, ..response };
    if kind != Kind::Capture || !code.is_approved() {
        let bare = TransactionResponse { response_message: None, ..response };
        return submission(order, transaction.to_owned(), bare, None);
    }
    let card = order.submitted.card.as_ref().map_or("CREDIT", CardPayment::kind);
    let response = TransactionResponse { extra_parameters: Some(way(card)), ..response };
    let info = info(settings, kind, None);
    submission(order, transaction.to_owned(), response, Some(info))
}

fn submission(
    order: &Order,
    transaction: String,
    response: TransactionResponse,
    additional_info: Option<AdditionalInfo>,
) -> Submission {
    Submission {
        order_id: order.id,
        transaction_id: Some(transaction),
        hidden_id: None,
        response,
        reference_questionnaire: None,
        additional_info,
    }
}

fn info(settings: &Settings, kind: Kind, card_type: Option<String>) -> AdditionalInfo {
    AdditionalInfo {
        payment_network: settings.processor.name(),
        rejection_type: "NONE",
        response_network_message: None,
        travel_agency_authorization_code: None,
        card_type,
        transaction_type: kind.name(),
    }
}

fn way(kind: &str) -> BTreeMap<&'static str, ExtraParameter> {
    let text = |text: &str| ExtraParameter::Text(text.to_owned());
    BTreeMap::from([("BANK_REFERENCED_CODE", text(kind)), ("PAYMENT_WAY_ID", text("4"))])
}

/// What the bank says, without a date.
fn response(code: Code, order: &Order, at: i64) -> TransactionResponse {
    let word = match order.submitted.language.as_deref() {
        Some("en") => "Approved",
        Some("pt") | Some(_) | None => "Aprobado",
    };
    let approved = code.is_approved();
    TransactionResponse {
        state: code.state.to_owned(),
        payment_network_response_code: code.network().map(str::to_owned),
        trazability_code: approved.then(|| trace(order)),
        authorization_code: approved.then(|| authorization(at)),
        pending_reason: code.reason.map(str::to_owned),
        response_code: Some(code.name.to_owned()),
        error_code: code.error.map(str::to_owned),
        response_message: approved.then(|| word.to_owned()),
        ..TransactionResponse::default()
    }
}

fn trace(order: &Order) -> String {
    format!("4582{:08}", order.id % 100_000_000)
}

/// As the published samples have it: longer than any document allows.
pub(crate) fn authorization(at: i64) -> String {
    format!("MOCK-BTE-{at}")
}

/// The same transaction as the reports show it.
pub(crate) fn reported(order: &Order, view: &TransactionView) -> Option<TransactionResponse> {
    let code = view.code?;
    let response = response(code, order, view.at);
    Some(TransactionResponse {
        state: view.state.word().to_owned(),
        response_message: None,
        operation_date: view.settled_at,
        ..response
    })
}

/// `creditCard` of a transaction in the reports.
pub(crate) fn credit_card(view: &TransactionView) -> Option<CreditCardDetail> {
    let card = view.card.as_ref()?;
    if matches!(view.kind, Kind::Refund | Kind::PartialRefund | Kind::Void) {
        return None;
    }
    Some(CreditCardDetail {
        masked_number: card.masked.clone(),
        issuer_bank: ISSUER,
        name: card.holder.clone(),
        card_type: None,
    })
}

/// `extraParameters` of a transaction in the reports: text, all of it.
pub(crate) fn parameters(view: &TransactionView) -> BTreeMap<&'static str, ExtraParameter> {
    let text = |text: &str| ExtraParameter::Text(text.to_owned());
    let mut all = BTreeMap::new();
    if matches!(view.kind, Kind::Refund | Kind::PartialRefund) {
        all.insert("MANUAL_REFUND", text("true"));
        all.insert("ORDER_CANCELLATION_CODE", text("REQUESTED_BY_MERCHANT"));
        return all;
    }
    if let Some(card) = &view.card {
        all.insert("INSTALLMENTS_NUMBER", ExtraParameter::Text(card.installments.to_string()));
        all.insert("PAYMENT_WAY_ID", text("4"));
        if let Some(promotion) = card.promotion {
            all.insert("PROMOTION_ID", ExtraParameter::Text(promotion.to_string()));
        }
    }
    all
}
