//! PayU's own page: the signed form that leads there, and the signed reports that come back.

use cobro_domain::{ids::Reference, money::Money, time::Timestamp};
use subtle::ConstantTimeEq;

use super::{
    account::{Account, PageSignature},
    build::{amount, cut, given, language},
    dates, map,
    methods::CURRENCY,
    sign::{self, Algorithm, Signed},
};
use crate::{
    capabilities::PayerField,
    outcome::{AttemptId, OrderId},
    page::{PageError, PageForm, PageKind, PageReport, PageRequest, PageState},
    provider::ProviderError,
};

/// PayU refuses a longer description; the end of it is worth less than the sale.
const DESCRIPTION_MAX: usize = 255;

/// Where real money is taken; a form for any other place says that it is a test.
const PRODUCTION: &str = "https://checkout.payulatam.com/";

/// The form of a charge.
pub(super) fn form(
    account: &Account,
    page: &PageRequest,
    now: Timestamp,
) -> Result<PageForm, ProviderError> {
    let text = amount(page.amount)?;
    let (tax, base) = taxes(page)?;
    let needed = |text: Option<&str>, field: PayerField| {
        let text = given(text).ok_or(ProviderError::PayerNeeded { field: field.word() })?;
        Ok(text.trim().to_owned())
    };
    let mut fields = vec![
        ("merchantId", account.merchant_id.clone()),
        ("accountId", account.account_id.clone()),
        ("description", cut(page.description.trim(), DESCRIPTION_MAX).to_owned()),
        ("referenceCode", page.reference.as_str().to_owned()),
        ("amount", text.clone()),
        ("tax", tax),
        ("taxReturnBase", base),
        ("currency", CURRENCY.code().to_owned()),
        ("signature", signature(account, page.reference.as_str(), &text)?),
    ];
    fields.extend(algorithm_word(account).map(|word| ("algorithmSignature", word.to_owned())));
    let test = !account.checkout_url.starts_with(PRODUCTION);
    fields.extend([
        ("test", u8::from(test).to_string()),
        ("lng", language(&page.language).to_owned()),
        ("buyerEmail", needed(page.buyer.email.as_deref(), PayerField::Email)?),
        ("buyerFullName", needed(page.buyer.name.as_deref(), PayerField::Name)?),
        ("telephone", needed(page.buyer.phone.as_deref(), PayerField::Phone)?),
    ]);
    if let Some(at) = page.expires_at {
        let text = dates::page_text(at).filter(|_| at > now).ok_or(ProviderError::Expiry)?;
        fields.push(("expirationDate", text));
    }
    let urls = [("responseUrl", &page.response_url), ("confirmationUrl", &page.confirmation_url)];
    let urls = urls.into_iter().filter_map(|(name, url)| Some((name, given(url.as_deref())?)));
    fields.extend(urls.map(|(name, url)| (name, url.to_owned())));
    Ok(PageForm { action: account.checkout_url.clone(), fields })
}

/// The tax and what it is of; both nothing when the shop does not say. Together they are at
/// most the amount.
fn taxes(page: &PageRequest) -> Result<(String, String), ProviderError> {
    let nothing = Money::zero(CURRENCY);
    let (tax, base) = (page.tax.unwrap_or(nothing), page.tax_base.unwrap_or(nothing));
    let left = tax.checked_add(base).and_then(|both| page.amount.checked_sub(both));
    let sound = left.is_ok_and(|left| left.minor() >= 0);
    if !sound || tax.minor() < 0 || base.minor() < 0 {
        return Err(ProviderError::Amount);
    }
    Ok((sign::order_amount(tax), sign::order_amount(base)))
}

fn signature(account: &Account, reference: &str, amount: &str) -> Result<String, ProviderError> {
    let secret = account.page_secret.as_ref();
    let algorithm = match account.page_signature {
        PageSignature::Md5 => Algorithm::Md5,
        PageSignature::Sha1 => Algorithm::Sha1,
        PageSignature::Sha256 => Algorithm::Sha256,
        PageSignature::HmacSha256 => {
            let secret = secret.ok_or(ProviderError::NotSetUp { field: "page-secret" })?;
            Algorithm::HmacSha256 { secret: secret.expose() }
        }
    };
    let signed = Signed {
        api_key: account.api_key.expose(),
        merchant: &account.merchant_id,
        reference,
        amount,
        currency: CURRENCY.code(),
        state: None,
    };
    Ok(signed.by(algorithm))
}

/// PayU's word for the digest; it takes MD5 when there is none.
const fn algorithm_word(account: &Account) -> Option<&'static str> {
    match account.page_signature {
        PageSignature::Md5 => None,
        PageSignature::Sha1 => Some("SHA"),
        PageSignature::Sha256 => Some("SHA256"),
        PageSignature::HmacSha256 => Some("HMAC-SHA256"),
    }
}

/// How one of the pages names what it says.
struct Names {
    merchant: &'static str,
    reference: &'static str,
    amount: &'static str,
    state: &'static str,
    signature: &'static str,
    attempt: &'static str,
    code: &'static str,
}

const RESPONSE: Names = Names {
    merchant: "merchantId",
    reference: "referenceCode",
    amount: "TX_VALUE",
    state: "transactionState",
    signature: "signature",
    attempt: "transactionId",
    code: "lapResponseCode",
};

const CONFIRMATION: Names = Names {
    merchant: "merchant_id",
    reference: "reference_sale",
    amount: "value",
    state: "state_pol",
    signature: "sign",
    attempt: "transaction_id",
    code: "response_message_pol",
};

/// What a page reports, once its signature was found right.
pub(super) fn report(
    account: &Account,
    kind: PageKind,
    fields: &[(String, String)],
) -> Result<PageReport, PageError> {
    let names = match kind {
        PageKind::Response => RESPONSE,
        PageKind::Confirmation => CONFIRMATION,
    };
    let optional = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    };
    let needed = |field: &'static str| optional(field).ok_or(PageError::Incomplete { field });
    let merchant = needed(names.merchant)?;
    if merchant != account.merchant_id {
        return Err(PageError::AnotherMerchant);
    }
    let (number, currency) = (needed(names.amount)?, needed("currency")?);
    let rounded = match kind {
        PageKind::Response => sign::response_amount(number),
        PageKind::Confirmation => Some(sign::confirmation_amount(number)),
    };
    let signed = Signed {
        api_key: account.api_key.expose(),
        merchant,
        reference: needed(names.reference)?,
        amount: rounded.as_deref().ok_or(PageError::Signature)?,
        currency,
        state: Some(needed(names.state)?),
    };
    if !is_signed(account, signed, needed(names.signature)?) {
        return Err(PageError::Signature);
    }
    let text = |name| optional(name).map(str::to_owned);
    Ok(PageReport {
        reference: Reference::stored(signed.reference),
        state: state(signed.state.unwrap_or_default()),
        amount: map::money(number, currency),
        order: text("reference_pol").map(OrderId),
        attempt: text(names.attempt).map(AttemptId),
        code: text(names.code),
    })
}

/// Whether a digest is right, by whichever algorithm has digests of its length.
fn is_signed(account: &Account, signed: Signed<'_>, digest: &str) -> bool {
    let digest = digest.to_ascii_lowercase();
    let secret = account.page_secret.as_ref();
    let keyed = secret.map(|secret| Algorithm::HmacSha256 { secret: secret.expose() });
    let algorithms = match digest.len() {
        32 => [Some(Algorithm::Md5), None],
        40 => [Some(Algorithm::Sha1), None],
        64 => [Some(Algorithm::Sha256), keyed],
        _ => [None, None],
    };
    // In constant time: how far a forgery was right is nobody's business.
    let mut right = algorithms
        .into_iter()
        .flatten()
        .map(|algorithm| bool::from(signed.by(algorithm).as_bytes().ct_eq(digest.as_bytes())));
    right.any(|right| right)
}

fn state(word: &str) -> PageState {
    match word {
        "4" => PageState::Approved,
        "5" => PageState::Expired,
        "6" => PageState::Declined,
        "7" => PageState::Pending,
        "104" => PageState::Failed,
        _ => PageState::Unrecognised { raw: word.to_owned() },
    }
}
