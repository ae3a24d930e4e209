//! The payments service: ping, payment methods, submit.

use std::collections::BTreeMap;

use super::answer::{
    AdditionalInfo, Answer, ExtraParameter, PaymentMethod, Submission, TransactionResponse,
};
use super::dates::{self, HOUR_MS};
use super::methods::{ELSEWHERE, Method};
use super::orders::{self, Order};
use super::refusal::{Fault, Refusal, Violation};
use super::settings::{ReferenceRule, Settings};
use super::states::{self, State};
use super::wire::{Request, Transaction};
use super::{Desk, Failure, numbers, validate};

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
    let settings = desk.settings()?;
    let now_ms = desk.now_ms;
    let valid = validate::order(transaction, desk.merchant, &settings, now_ms)?;
    let order = desk.store.atomically(|db| -> Result<Order, Failure> {
        for earlier in orders::by_reference(db, &valid.reference)? {
            let blocks = match settings.reference_rule {
                ReferenceRule::OnceForAllStates => true,
                ReferenceRule::OnceForApprovals => {
                    let happenings = orders::happenings(db, earlier.id)?;
                    is_pending_or_paid(&states::view(&earlier, &happenings, now_ms))
                }
            };
            if blocks {
                return Err(Refusal::ReferenceUsed { reference: valid.reference.clone() }.into());
            }
        }
        Ok(orders::insert(db, valid, now_ms)?)
    })?;
    Ok(Answer::payments(Some(Box::new(submission(&order, &settings)))))
}

fn is_pending_or_paid(view: &states::OrderView) -> bool {
    view.transactions.iter().any(|one| match one.state {
        State::Pending | State::Approved | State::Word(_) => true,
        State::Declined | State::Expired => false,
    })
}

fn submission(order: &Order, settings: &Settings) -> Submission {
    let pending = order.method.pending();
    let operation_date = match order.method {
        Method::Spei if settings.early_operation_date => {
            Some(order.created_at - OPERATION_DATE_SHIFT_MS)
        }
        Method::Spei => Some(order.created_at),
        Method::Oxxo | Method::SevenEleven | Method::OthersCashMx | Method::BankReferenced => None,
    };
    Submission {
        order_id: order.id,
        transaction_id: order.transaction_id.clone(),
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
        let enabled = settings.methods.get(&method).is_some_and(|one| one.enabled);
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
