//! The payments service: ping, payment methods, submit.

use std::collections::BTreeMap;

use super::answer::{
    AdditionalInfo, Answer, ExtraParameter, PaymentMethod, Submission, TransactionResponse,
};
use super::dates::{self, HOUR_MS};
use super::forced::{self, Taken};
use super::methods::{ELSEWHERE, Method};
use super::orders::{self, Order};
use super::refusal::{Fault, Refusal, Violation};
use super::settings::{ReferenceRule, Settings};
use super::states::{self, State};
use super::wire::{Request, Transaction};
use super::{Desk, Failure, card_answers, followups, numbers, tokens, validate};

/// How much too early `operationDate` is in answers of the payments service.
const OPERATION_DATE_SHIFT_MS: i64 = 5 * HOUR_MS;

/// Answers a request of the payments service whose credentials are right.
pub(crate) fn answer(
    desk: &mut Desk<'_>,
    command: &str,
    request: &Request,
) -> Result<Answer, Failure> {
    match command {
        "PING" => Ok(Answer::payments(None)),
        "CREATE_TOKEN" => tokens::create(desk, request),
        "GET_TOKENS" => tokens::list(desk, request),
        "REMOVE_TOKEN" => tokens::remove(desk, request),
        "GET_PAYMENT_METHODS" => Ok(Answer::methods(methods(&desk.settings()?))),
        "SUBMIT_TRANSACTION" => {
            let violation = Violation::new("transaction", Fault::Missing);
            let missing = || Refusal::Violations(vec![violation]);
            submit(desk, request.transaction.as_ref().ok_or_else(missing)?)
        }
        _ => {
            let violation = Violation::new("command", Fault::NotAllowed);
            Err(Refusal::Violations(vec![violation]).into())
        }
    }
}

fn submit(desk: &mut Desk<'_>, transaction: &Transaction) -> Result<Answer, Failure> {
    if let Some(kind) = followups::kind(transaction.r#type.as_deref()) {
        return followups::submit(desk, transaction, kind);
    }
    let settings = desk.settings()?;
    let now_ms = desk.now_ms;
    let token = match &transaction.credit_card_token_id {
        None => None,
        Some(_) if !settings.tokens => return Err(Refusal::NoTokens.into()),
        Some(id) => Some(tokens::find(desk.store.db(), id)?.ok_or(Refusal::UnknownToken)?),
    };
    let mut valid = validate::order(transaction, desk.merchant, &settings, token.as_ref(), now_ms)?;
    reference_is_free(desk, &valid.reference, &settings)?;
    if let Some(card) = &mut valid.submitted.card {
        let kind = transaction.r#type.as_deref().unwrap_or_default();
        match forced::take(desk.store, kind)? {
            Some(Taken::Error(text)) => return Err(Refusal::Forced(text).into()),
            Some(Taken::Code(code)) => card.code = code.name.to_owned(),
            None => {}
        }
    }
    let order = orders::insert(desk.store.db(), valid, now_ms)?;
    let answer = match &order.submitted.card {
        Some(card) => card_answers::charged(&order, card, &settings),
        None => submission(&order, &settings),
    };
    Ok(Answer::payments(Some(Box::new(answer))))
}

/// Whether the account lets one more order have this reference.
pub(crate) fn reference_is_free(
    desk: &Desk<'_>,
    reference: &str,
    settings: &Settings,
) -> Result<(), Failure> {
    let db = desk.store.db();
    for earlier in orders::by_reference(db, reference)? {
        let blocks = match settings.reference_rule {
            ReferenceRule::OnceForAllStates => true,
            ReferenceRule::OnceForApprovals => {
                let happenings = orders::happenings(db, earlier.id)?;
                is_pending_or_paid(&states::view(&earlier, &happenings, desk.now_ms))
            }
        };
        if blocks {
            return Err(Refusal::ReferenceUsed { reference: reference.to_owned() }.into());
        }
    }
    Ok(())
}

fn is_pending_or_paid(view: &states::OrderView) -> bool {
    view.transactions.iter().any(|one| match one.state {
        State::Pending | State::Approved | State::Submitted | State::Word(_) => true,
        State::Declined | State::Expired | State::Error => false,
    })
}

fn submission(order: &Order, settings: &Settings) -> Submission {
    let pending = order.method.pending();
    let operation_date =
        (order.method == Method::Spei).then(|| operation_date(order.created_at, settings));
    Submission {
        order_id: order.id,
        transaction_id: Some(order.transaction_id.clone()),
        hidden_id: None,
        response: TransactionResponse {
            state: State::Pending.word().to_owned(),
            trazability_code: trazability_code(order),
            pending_reason: Some(pending.reason.to_owned()),
            response_code: Some(pending.response_code.to_owned()),
            operation_date,
            extra_parameters: Some(voucher(order, settings)),
            ..TransactionResponse::default()
        },
        reference_questionnaire: None,
        additional_info: Some(AdditionalInfo {
            payment_network: order.method.network(),
            rejection_type: "NONE",
            response_network_message: None,
            travel_agency_authorization_code: None,
            card_type: None,
            transaction_type: "AUTHORIZATION_AND_CAPTURE",
        }),
    }
}

/// `operationDate` of a payments answer.
pub(crate) fn operation_date(at: i64, settings: &Settings) -> i64 {
    if settings.early_operation_date { at - OPERATION_DATE_SHIFT_MS } else { at }
}

/// The reference a SPEI payer types; the other methods have none.
pub(crate) fn trazability_code(order: &Order) -> Option<String> {
    (order.method == Method::Spei).then(|| numbers::spei_reference(order.id))
}

/// What the payer needs, under the names and in the types of each method.
pub(crate) fn voucher(
    order: &Order,
    settings: &Settings,
) -> BTreeMap<&'static str, ExtraParameter> {
    let text = |text: &str| ExtraParameter::Text(text.to_owned());
    let receipt = numbers::receipt_id(order.id, &order.transaction_id);
    let base = &settings.receipt_base;
    let page = if order.method == Method::Spei { "app/V2" } else { "app" };
    let mut parameters = BTreeMap::from([
        ("URL_PAYMENT_RECEIPT_PDF", ExtraParameter::Text(format!("{base}/receipt?vid={receipt}"))),
        ("URL_PAYMENT_RECEIPT_HTML", ExtraParameter::Text(format!("{base}/{page}?vid={receipt}"))),
    ]);
    if let Some((code, way)) = order.method.way() {
        parameters.insert("BANK_REFERENCED_CODE", text(code));
        parameters.insert("PAYMENT_WAY_ID", text(way));
    }
    match order.method.bar_code(order.id, order.amount, order.expires_at) {
        Some(bar_code) => {
            parameters.insert("BAR_CODE", ExtraParameter::Text(bar_code));
            parameters.insert("REFERENCE", ExtraParameter::Number(order.id));
            parameters.insert("EXPIRATION_DATE", ExtraParameter::Number(order.expires_at));
        }
        None => {
            parameters.insert("SPEI_BANK_NAME", text("STP"));
            parameters.insert("SPEI_CLABE_ACCOUNT_NUMBER", text(numbers::CLABE));
            let expiry = dates::end_of_day_text(order.expires_at);
            parameters.insert("EXPIRATION_DATE", ExtraParameter::Text(expiry));
        }
    }
    parameters
}

fn methods(settings: &Settings) -> Vec<PaymentMethod> {
    let here = Method::ALL.into_iter().map(|method| {
        let enabled = settings.method(method).enabled;
        PaymentMethod {
            id: method.id(),
            description: method.name(),
            country: "MX",
            enabled,
            reason: (!enabled).then_some("DISABLED_BY_ACCOUNT"),
        }
    });
    let elsewhere = ELSEWHERE.into_iter().map(|(id, description, country)| PaymentMethod {
        id,
        description,
        country,
        enabled: false,
        reason: Some("DISABLED_BY_ACCOUNT"),
    });
    here.chain(elsewhere).collect()
}
