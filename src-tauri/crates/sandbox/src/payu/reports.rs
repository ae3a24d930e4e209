//! The reports service: ping, orders, transactions. A query changes nothing but the counters.

use std::collections::BTreeMap;

use super::amount::Centavos;
use super::answer::{
    Amount, Answer, BuyerDetail, ExtraParameter, OrderDetail, Payload, TransactionDetail,
    TransactionResponse,
};
use super::dates::MINUTE_MS;
use super::orders::{self, Order, Taxes};
use super::refusal::{Fault, Refusal, Violation};
use super::settings::Settings;
use super::states::{self, Kind, State, TransactionView};
use super::submit::{trazability_code, voucher};
use super::wire::{Details, Request};
use super::{Desk, Failure, card_answers, tokens};
use crate::store::StoreError;

/// PayU asks to wait this long before the first query for a new order.
const FIRST_QUERY_MS: i64 = 7 * MINUTE_MS;
/// How long to wait before asking again for something that was not there.
const NOT_FOUND_FLOOR_MS: i64 = 10 * MINUTE_MS;

/// Counters of queries that come faster than PayU's rules allow.
pub(crate) const EARLY_QUERIES: &str = "early-queries";
pub(crate) const FREQUENT_QUERIES: &str = "frequent-queries";

/// Answers a request of the reports service whose credentials are right.
pub(crate) fn answer(
    desk: &mut Desk<'_>,
    command: &str,
    request: &Request,
) -> Result<Answer, Failure> {
    let payload = match command {
        "GET_TOKENS" => return tokens::list(desk, request),
        "PING" => Some(Payload::Ping("ping")),
        "ORDER_DETAIL" => order_detail(desk, details(request)?)?,
        "ORDER_DETAIL_BY_REFERENCE_CODE" => orders_by_reference(desk, details(request)?)?,
        "TRANSACTION_RESPONSE_DETAIL" => transaction_detail(desk, details(request)?)?,
        _ => return Err(violation("command", Fault::NotAllowed)),
    };
    Ok(Answer::reports(payload))
}

fn details(request: &Request) -> Result<&Details, Failure> {
    request.details.as_ref().ok_or_else(|| violation("details", Fault::Missing))
}

fn violation(path: &str, fault: Fault) -> Failure {
    Refusal::Violations(vec![Violation::new(path, fault)]).into()
}

fn order_detail(desk: &mut Desk<'_>, details: &Details) -> Result<Option<Payload>, Failure> {
    let missing = || violation("details.orderId", Fault::Missing);
    let text = &details.order_id.as_ref().ok_or_else(missing)?.0;
    let id: i64 = text.parse().map_err(|_| violation("details.orderId", Fault::NotAllowed))?;
    let found = orders::by_id(desk.store.db(), id)?;
    let found = visible(desk, found.into_iter().collect())?;
    note_query(desk, text, None, &found)?;
    let detail = found.first().map(|order| detail(desk, order)).transpose()?;
    Ok(detail.map(|detail| Payload::Order(Box::new(detail))))
}

fn orders_by_reference(desk: &mut Desk<'_>, details: &Details) -> Result<Option<Payload>, Failure> {
    let missing = || violation("details.referenceCode", Fault::Missing);
    let reference = details.reference_code.as_ref().ok_or_else(missing)?;
    let found = orders::by_reference(desk.store.db(), reference)?;
    let found = visible(desk, found)?;
    note_query(desk, reference, None, &found)?;
    if found.is_empty() {
        return Ok(None);
    }
    let details = found.iter().map(|order| detail(desk, order)).collect::<Result<_, _>>()?;
    Ok(Some(Payload::Orders(details)))
}

fn transaction_detail(desk: &mut Desk<'_>, details: &Details) -> Result<Option<Payload>, Failure> {
    let missing = || violation("details.transactionId", Fault::Missing);
    let id = details.transaction_id.as_ref().ok_or_else(missing)?;
    let found = orders::by_transaction(desk.store.db(), id)?;
    let found = visible(desk, found.into_iter().collect())?;
    note_query(desk, id, Some(id), &found)?;
    let Some(order) = found.first() else { return Ok(None) };
    let happenings = orders::happenings(desk.store.db(), order.id)?;
    let view = states::view(order, &happenings, desk.now_ms);
    let transaction = view.transactions.iter().find(|transaction| transaction.id == *id);
    let settings = desk.settings()?;
    let repeats = settings.vouchers_in_reports && !order.method.is_card();
    let repeated = repeats.then(|| voucher(order, &settings));
    let answer = transaction.map(|transaction| TransactionResponse {
        extra_parameters: repeated,
        ..response(order, transaction)
    });
    Ok(answer.map(|answer| Payload::Transaction(Box::new(answer))))
}

/// A fresh order takes a while to reach the reports.
fn visible(desk: &Desk<'_>, mut found: Vec<Order>) -> Result<Vec<Order>, StoreError> {
    let lag_ms = i64::from(desk.settings()?.reports_lag_ms);
    found.retain(|order| desk.now_ms >= order.created_at + lag_ms);
    Ok(found)
}

/// Counts a query that comes too early or too often; PayU's rules are per order. A transaction
/// has its own: asking once for what its order leaves out is no haste.
fn note_query(
    desk: &mut Desk<'_>,
    subject: &str,
    transaction: Option<&str>,
    found: &[Order],
) -> Result<(), StoreError> {
    let now_ms = desk.now_ms;
    let (mut early, mut frequent) = (false, false);
    for order in found {
        early |= now_ms < order.created_at + FIRST_QUERY_MS;
        let asked = transaction.map_or_else(|| order.id.to_string(), str::to_owned);
        let before = orders::stamp_query(desk.store.db(), &asked, now_ms)?;
        frequent |= before.is_some_and(|at| now_ms < at + order.method.query_floor_ms());
    }
    if found.is_empty() {
        let before = orders::stamp_query(desk.store.db(), &format!("absent {subject}"), now_ms)?;
        frequent |= before.is_some_and(|at| now_ms < at + NOT_FOUND_FLOOR_MS);
    }
    for (name, counts) in [(EARLY_QUERIES, early), (FREQUENT_QUERIES, frequent)] {
        if counts {
            desk.store.count(name, subject)?;
        }
    }
    Ok(())
}

fn detail(desk: &Desk<'_>, order: &Order) -> Result<OrderDetail, StoreError> {
    let happenings = orders::happenings(desk.store.db(), order.id)?;
    let view = states::view(order, &happenings, desk.now_ms);
    let settings: Settings = desk.settings()?;
    let submitted = order.submitted.clone();
    let buyer = submitted.buyer.clone().unwrap_or_default();
    Ok(OrderDetail {
        id: order.id,
        account_id: desk.merchant.account_id,
        status: view.status,
        reference_code: order.reference.clone(),
        description: submitted.description,
        airline_code: None,
        language: submitted.language,
        notify_url: submitted.notify_url,
        shipping_address: submitted.shipping_address,
        buyer: BuyerDetail {
            merchant_buyer_id: buyer.merchant_buyer_id,
            full_name: buyer.full_name,
            email_address: buyer.email_address,
            contact_phone: buyer.contact_phone,
            buyer_address: buyer.shipping_address.unwrap_or_default(),
            dni_number: buyer.dni_number,
            cnpj: buyer.cnpj,
        },
        antifraud_merchant_id: None,
        is_test: true,
        processed_transaction_id: view.transactions.first().map(|newest| newest.id.clone()),
        transactions: view.transactions.iter().map(|one| transaction(order, one)).collect(),
        additional_values: values(order, order.amount),
        creation_date: order.created_at,
        is_created_using_standard_integration_params: None,
        merchant_id: desk.merchant.id,
        order_signature: submitted.signature,
        order_channel: settings.extra_fields.then_some("API"),
    })
}

fn transaction(order: &Order, view: &TransactionView) -> TransactionDetail {
    let submitted = order.submitted.clone();
    let way_to_pay = || {
        let (code, way) = order.method.way()?;
        let text = |text: &str| ExtraParameter::Text(text.to_owned());
        Some(BTreeMap::from([("BANK_REFERENCED_CODE", text(code)), ("PAYMENT_WAY_ID", text(way))]))
    };
    let is_card = view.card.is_some();
    let refund = matches!(view.kind, Kind::Refund | Kind::PartialRefund);
    let extra_parameters =
        if is_card { Some(card_answers::parameters(view)) } else { way_to_pay() };
    TransactionDetail {
        id: view.id.clone(),
        order: None,
        credit_card: card_answers::credit_card(view),
        bank_account: None,
        r#type: view.kind.name(),
        parent_transaction_id: view.parent.clone(),
        payment_method: view.card.as_ref().map_or(order.method, |card| card.method).name(),
        source: if refund {
            Some("CANCELLATION_MODULE".to_owned())
        } else {
            submitted.form.as_ref().map(|_| "WEB".to_owned())
        },
        payment_country: "MX",
        transaction_response: response(order, view),
        device_session_id: submitted.device_session_id,
        ip_address: submitted.ip_address,
        cookie: submitted.cookie,
        user_agent: submitted.user_agent,
        expiration_date: (!is_card).then_some(order.expires_at),
        payer: submitted.payer.unwrap_or_default(),
        terms_and_condition_id: 202,
        additional_values: values(order, view.amount),
        extra_parameters,
    }
}

fn response(order: &Order, view: &TransactionView) -> TransactionResponse {
    if let Some(response) = card_answers::reported(order, view) {
        return response;
    }
    let pending = order.method.pending();
    let (reason, code) = match view.state {
        State::Pending | State::Submitted | State::Error => {
            (Some(pending.reason), pending.response_code)
        }
        State::Approved => (None, "APPROVED"),
        State::Declined => (None, "ENTITY_DECLINED"),
        State::Expired => (None, "EXPIRED_TRANSACTION"),
        // The document knows neither the state nor its code.
        State::Word(ref word) => (None, word.as_str()),
    };
    TransactionResponse {
        state: view.state.word().to_owned(),
        trazability_code: trazability_code(order),
        pending_reason: reason.map(str::to_owned),
        response_code: Some(code.to_owned()),
        operation_date: view.settled_at,
        ..TransactionResponse::default()
    }
}

/// The values a payment of `amount` for this order is reported with.
fn values(order: &Order, amount: Centavos) -> BTreeMap<&'static str, Amount> {
    let Taxes { tax, tax_return_base } = order.submitted.taxes;
    let groups: [(Centavos, &[&'static str]); 4] = [
        (
            amount,
            &[
                "TX_VALUE",
                "PM_VALUE",
                "PM_NETWORK_VALUE",
                "PM_PURCHASE_VALUE",
                "PM_PAYER_TOTAL_AMOUNT",
            ],
        ),
        (Centavos(tax), &["TX_TAX", "PM_TAX"]),
        (Centavos(tax_return_base), &["TX_TAX_RETURN_BASE", "PM_TAX_RETURN_BASE"]),
        (Centavos(0), &["TX_ADDITIONAL_VALUE", "PM_ADDITIONAL_VALUE"]),
    ];
    let named = groups.into_iter().flat_map(|(value, names)| {
        names.iter().map(move |name| (*name, Amount { value, currency: "MXN" }))
    });
    named.collect()
}
