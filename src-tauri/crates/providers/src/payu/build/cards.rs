//! Cards: charging them, holding money on them, and having PayU keep them.

use cobro_domain::card::{Card, CardBrand, CardExpiry, CardKind, SecurityCode};

use super::{
    given, language, merchant, number, post,
    submit::{Paying, brand_word, new_order},
};
use crate::{
    capabilities::{CardRule, PayerField},
    card::{CardSource, CardSteps, CardSubmit, CardToken, Instalments, NewStoredCard, StoredCards},
    payu::{account::Account, dates, wire::card as wire},
    provider::ProviderError,
    settings::Secret,
    wire::Request,
};

/// The request that charges a card, or holds money on it.
pub(crate) fn card(
    account: &Account,
    rule: &CardRule,
    submit: &CardSubmit,
) -> Result<Request, ProviderError> {
    let brand = allowed(rule, submit)?;
    let (token, card) = match &submit.card {
        CardSource::Typed(card) => (None, typed(card)),
        CardSource::Stored { token, code, .. } => (Some(token.0.as_str()), stored(code.as_ref())),
    };
    let (credit_card, debit_card) = match submit.card.kind() {
        CardKind::Credit => (Some(card), None),
        CardKind::Debit => (None, Some(card)),
    };
    let kind = match submit.steps {
        CardSteps::One => "AUTHORIZATION_AND_CAPTURE",
        CardSteps::Two => "AUTHORIZATION",
    };
    let paying = Paying {
        kind,
        method: brand_word(brand),
        token,
        credit_card,
        debit_card,
        extra: Some(parts(&submit.instalments)),
        expiration_date: None,
    };
    let mut request = new_order(account, &submit.into(), rule.payer, paying)?;
    request.secrets.extend(secrets(&submit.card));
    Ok(request)
}

/// What of a card must not stand in any log, should PayU repeat it.
pub(crate) fn secrets(card: &CardSource) -> Vec<Secret> {
    let (number, code) = match card {
        CardSource::Typed(card) => (Some(card.number.expose()), card.code.as_ref()),
        CardSource::Stored { code, .. } => (None, code.as_ref()),
    };
    let code = code.map(SecurityCode::expose);
    number.into_iter().chain(code).map(|text| Secret::new(text.to_owned())).collect()
}

/// The brand, if PayU does with it what is asked.
fn allowed(rule: &CardRule, submit: &CardSubmit) -> Result<CardBrand, ProviderError> {
    let brand = submit.card.brand().ok_or(ProviderError::Card)?;
    let own = rule.brand(brand).ok_or(ProviderError::Card)?;
    let kind = submit.card.kind();
    // American Express has no debit cards, and PayU holds nothing on its credit cards.
    let has_kind = brand != CardBrand::Amex || kind == CardKind::Credit;
    if !has_kind || (submit.steps == CardSteps::Two && !own.two_step) {
        return Err(ProviderError::Card);
    }
    let months = submit.instalments.count();
    let refused = Err(ProviderError::Instalments { months });
    match &submit.instalments {
        Instalments::One => Ok(brand),
        Instalments::Months(_) if rule.months(submit.amount, kind).contains(&months) => Ok(brand),
        Instalments::Months(_) => refused,
        // Which months a promotion has is PayU's to say; it wants one step and credit.
        Instalments::Promotion { .. } if submit.steps == CardSteps::Two => refused,
        Instalments::Promotion { .. } if kind == CardKind::Debit || months == 0 => refused,
        Instalments::Promotion { .. } => Ok(brand),
    }
}

fn typed(card: &Card) -> wire::Card<'_> {
    wire::Card {
        number: Some(card.number.expose()),
        expiration_date: Some(year_month(&card.expiry)),
        name: Some(card.holder.expose()),
        ..stored(card.code.as_ref())
    }
}

/// What is left of a card when PayU keeps it. Charging without a code has to be said, and
/// PayU has to have allowed it to the account.
fn stored(code: Option<&SecurityCode>) -> wire::Card<'_> {
    wire::Card {
        number: None,
        security_code: code.map(SecurityCode::expose),
        expiration_date: None,
        name: None,
        process_without_cvv2: code.is_none().then_some(true),
    }
}

fn parts(instalments: &Instalments) -> wire::ExtraParameters {
    let promotion_id = match instalments {
        Instalments::Promotion { id, .. } => Some(number(id)),
        Instalments::One | Instalments::Months(_) => None,
    };
    wire::ExtraParameters { installments_number: instalments.count(), promotion_id }
}

fn year_month(expiry: &CardExpiry) -> String {
    format!("{:04}/{:02}", expiry.year(), expiry.month())
}

/// The request that has PayU keep a card.
pub(crate) fn store_card<'a>(
    account: &Account,
    speaking: &str,
    new: &'a NewStoredCard,
) -> Result<Request, ProviderError> {
    let brand = new.card.number.brand().ok_or(ProviderError::Card)?;
    let needed =
        |text: &'a str, field| given(Some(text)).ok_or(ProviderError::PayerNeeded { field });
    let credit_card_token = wire::NewToken {
        payer_id: needed(&new.payer, "id")?,
        name: new.card.holder.expose(),
        identification_number: needed(&new.document, PayerField::Document.word())?,
        payment_method: brand_word(brand),
        number: new.card.number.expose(),
        expiration_date: year_month(&new.card.expiry),
    };
    let member = wire::CreateToken { credit_card_token };
    let mut request = command(account, speaking, "CREATE_TOKEN", member);
    request.secrets.push(Secret::new(new.card.number.expose().to_owned()));
    Ok(request)
}

/// The request that lists the cards that PayU keeps.
pub(crate) fn stored_cards(
    account: &Account,
    speaking: &str,
    which: &StoredCards,
) -> Result<Request, ProviderError> {
    let credit_card_token_information = match which {
        StoredCards::One(token) => wire::WhichTokens {
            credit_card_token_id: Some(&token.0),
            start_date: None,
            end_date: None,
        },
        StoredCards::Between { from, to } => {
            let text = |at| dates::naive_seconds(at).ok_or(ProviderError::Expiry);
            wire::WhichTokens {
                credit_card_token_id: None,
                start_date: Some(text(*from)?),
                end_date: Some(text(*to)?),
            }
        }
    };
    let member = wire::GetTokens { credit_card_token_information };
    Ok(command(account, speaking, "GET_TOKENS", member))
}

/// The request that has PayU forget a card.
pub(crate) fn forget_card(
    account: &Account,
    speaking: &str,
    payer: &str,
    token: &CardToken,
) -> Request {
    let remove_credit_card_token =
        wire::OldToken { payer_id: payer, credit_card_token_id: &token.0 };
    let member = wire::RemoveToken { remove_credit_card_token };
    command(account, speaking, "REMOVE_TOKEN", member)
}

fn command<M: serde::Serialize>(
    account: &Account,
    speaking: &str,
    command: &str,
    member: M,
) -> Request {
    let message = wire::TokenCommand {
        language: language(speaking),
        command,
        merchant: merchant(account),
        member,
    };
    post(account, &account.payments_url, &message)
}
