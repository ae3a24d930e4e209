//! The question for promotions: a service of another kind, which is asked by address and
//! signs with a header.

use cobro_domain::{card::CardBrand, money::Money, time::Timestamp};
use zeroize::Zeroizing;

use super::{amount, own_secrets, submit::brand_word};
use crate::{
    payu::{
        account::{Account, PUBLIC_KEY},
        dates,
        methods::CURRENCY,
        sign,
    },
    provider::ProviderError,
    wire::{Request, Verb},
};

/// The request that asks in how many parts an amount can be paid.
pub(crate) fn promotions(
    account: &Account,
    wanted: Money,
    brand: Option<CardBrand>,
    now: Timestamp,
) -> Result<Request, ProviderError> {
    let key = account.public_key.as_deref();
    let key = key.ok_or(ProviderError::NotSetUp { field: PUBLIC_KEY.id })?;
    let date = dates::http_date(now).ok_or(ProviderError::Expiry)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("accountId", &account.account_id);
    query.append_pair("currency", CURRENCY.code());
    query.append_pair("amount", &amount(wanted)?);
    if let Some(brand) = brand {
        query.append_pair("paymentMethod", brand_word(brand));
    }
    let authorization = sign::promotions_header(key, account.api_key.expose(), &date);
    Ok(Request {
        verb: Verb::Get,
        url: format!("{}?{}", account.promotions_url, query.finish()),
        headers: vec![
            ("Accept", "application/json".to_owned()),
            ("Content-Type", "application/json".to_owned()),
            ("Date", date),
            ("Authorization", authorization),
        ],
        body: Zeroizing::new(Vec::new()),
        secrets: own_secrets(account),
    })
}
