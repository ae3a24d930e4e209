//! The way back to the merchant: an address with what happened, signed by its own rounding rule.

use form_urlencoded::Serializer;

use super::super::Desk;
use super::super::amount::Centavos;
use super::super::card_answers;
use super::super::dates;
use super::super::numbers;
use super::super::orders::Order;
use super::super::signature;
use super::super::states::{OrderView, State};
use super::sessions::Session;

/// Where the browser goes, if the form named a page and something happened.
pub(crate) fn link(
    desk: &Desk<'_>,
    session: &Session,
    order: &Order,
    view: &OrderView,
) -> Option<String> {
    let base = session.form.response_url.as_deref()?;
    let newest = view.money_in().or_else(|| view.transactions.first())?;
    let (card, code) = (newest.card.as_ref()?, newest.code?);
    let (state, pol_state) = numbers_of(&newest.state);
    let value = signature::response_value(order.amount);
    let merchant = desk.merchant;
    let message =
        format!("{}~{}~{}~{value}~MXN~{state}", merchant.api_key, merchant.id, order.reference);
    let sign = session.form.algorithm.sign(&message, &merchant.hmac_secret);
    let date = dates::text_in_mexico(newest.at);
    let [approved_trace, authorization] = if code.is_approved() {
        [numbers::spei_reference(order.id), card_answers::authorization(newest.at)]
    } else {
        [String::new(), String::new()]
    };
    let kind = format!("{}_CARD", card.kind());
    let mut query = Serializer::new(String::new());
    query
        .append_pair("merchantId", &merchant.id.to_string())
        .append_pair("merchant_name", "Comercio de prueba")
        .append_pair("merchant_address", "Av. Reforma 10")
        .append_pair("merchant_url", "")
        .append_pair("telephone", &session.form.telephone)
        .append_pair("transactionState", state)
        .append_pair("lapTransactionState", newest.state.word())
        .append_pair("polTransactionState", pol_state)
        .append_pair("polResponseCode", &code.number.to_string())
        .append_pair("lapResponseCode", code.name)
        .append_pair("message", newest.state.word())
        .append_pair("referenceCode", &order.reference)
        .append_pair("reference_pol", &order.id.to_string())
        .append_pair("transactionId", &newest.id)
        .append_pair("signature", &sign)
        .append_pair("TX_VALUE", &order.amount.text())
        .append_pair("TX_TAX", &bare(session.form.tax))
        .append_pair("TX_ADMINISTRATIVE_FEE", ".00")
        .append_pair("currency", "MXN")
        .append_pair("processingDate", &date)
        .append_pair("polPaymentMethod", card.method.id())
        .append_pair("polPaymentMethodType", &card.kind_code().to_string())
        .append_pair("lapPaymentMethod", card.method.name())
        .append_pair("lapPaymentMethodType", &kind)
        .append_pair("installmentsNumber", &card.installments.to_string())
        .append_pair("authorizationCode", &authorization)
        .append_pair("trazabilityCode", &approved_trace)
        .append_pair("cus", &approved_trace)
        .append_pair("risk", "")
        .append_pair("buyerEmail", &session.form.buyer_email)
        .append_pair("description", &session.form.description)
        .append_pair("lng", &session.form.language);
    for (i, extra) in session.form.extras.iter().enumerate() {
        query.append_pair(&format!("extra{}", i + 1), extra);
    }
    let joint = if base.contains('?') { '&' } else { '?' };
    Some(format!("{base}{joint}{}", query.finish()))
}

/// `transactionState` and `polTransactionState`.
fn numbers_of(state: &State) -> (&'static str, &'static str) {
    match state {
        State::Approved => ("4", "4"),
        State::Expired => ("5", "5"),
        State::Declined => ("6", "6"),
        State::Error => ("104", "6"),
        State::Pending | State::Submitted | State::Word(_) => ("7", "14"),
    }
}

/// Without the zero before the point, as PayU writes taxes.
fn bare(amount: Centavos) -> String {
    let text = amount.text();
    text.strip_prefix("0.").map_or(text.clone(), |decimals| format!(".{decimals}"))
}
