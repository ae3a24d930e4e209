//! A new order: what a voucher and a card have in common, and a voucher.

use cobro_domain::{card::CardBrand, ids::Reference, money::Money, time::Timestamp};
use serde_json::value::RawValue;

use super::{SUBMIT, amount, cut, given, language, number, post};
use crate::{
    capabilities::PayerField,
    card::CardSubmit,
    operation::{Address, Device, DocumentKind, Party, Submit},
    payu::{
        account::Account,
        dates,
        methods::{CURRENCY, Known},
        sign::{Algorithm, Signed},
        wire::{card as cards, request as wire},
    },
    provider::ProviderError,
    wire::Request,
};

/// PayU refuses a longer description; the end of it is worth less than the sale.
const DESCRIPTION_MAX: usize = 255;

/// The address that PayU's guide gives to a sale without a browser.
const COUNTER_IP: &str = "127.0.0.1";

const COUNTRY: &str = "MX";

/// What every new order says, however it is paid.
pub(super) struct Ordered<'a> {
    reference: &'a Reference,
    amount: Money,
    description: &'a str,
    language: &'static str,
    buyer: &'a Party,
    payer: &'a Party,
    shipping: Option<&'a Address>,
    notify_url: Option<&'a str>,
    device: Option<&'a Device>,
}

impl<'a> From<&'a Submit> for Ordered<'a> {
    fn from(submit: &'a Submit) -> Self {
        Self {
            reference: &submit.reference,
            amount: submit.amount,
            description: &submit.description,
            language: language(&submit.language),
            buyer: &submit.buyer,
            payer: submit.payer.as_ref().unwrap_or(&submit.buyer),
            shipping: submit.shipping.as_ref(),
            notify_url: submit.notify_url.as_deref(),
            device: submit.device.as_ref(),
        }
    }
}

impl<'a> From<&'a CardSubmit> for Ordered<'a> {
    fn from(submit: &'a CardSubmit) -> Self {
        Self {
            reference: &submit.reference,
            amount: submit.amount,
            description: &submit.description,
            language: language(&submit.language),
            buyer: &submit.buyer,
            payer: submit.payer.as_ref().unwrap_or(&submit.buyer),
            shipping: submit.shipping.as_ref(),
            notify_url: submit.notify_url.as_deref(),
            device: submit.device.as_ref(),
        }
    }
}

/// How a new order is paid.
#[derive(Default)]
pub(super) struct Paying<'a> {
    pub(super) kind: &'static str,
    pub(super) method: &'static str,
    pub(super) expiration_date: Option<String>,
    pub(super) token: Option<&'a str>,
    pub(super) credit_card: Option<cards::Card<'a>>,
    pub(super) debit_card: Option<cards::Card<'a>>,
    pub(super) extra: Option<cards::ExtraParameters>,
}

/// The request that has a voucher issued.
pub(crate) fn voucher(
    account: &Account,
    submit: &Submit,
    now: Timestamp,
) -> Result<Request, ProviderError> {
    let method = Known::ours(&submit.method)
        .ok_or_else(|| ProviderError::MethodNotOffered { method: submit.method.to_string() })?;
    let paying = Paying {
        kind: "AUTHORIZATION_AND_CAPTURE",
        method: method.theirs,
        expiration_date: expiry(submit.expires_at, now)?,
        ..Paying::default()
    };
    new_order(account, &submit.into(), &[PayerField::Email], paying)
}

/// The request of a new order, once all is known that PayU wants to know of the payer.
pub(super) fn new_order(
    account: &Account,
    ordered: &Ordered<'_>,
    needed: &[PayerField],
    paying: Paying<'_>,
) -> Result<Request, ProviderError> {
    known(ordered, needed)?;
    let device = |pick: fn(&Device) -> Option<&str>| given(ordered.device.and_then(pick));
    let message = wire::Submit {
        language: ordered.language,
        command: SUBMIT,
        merchant: wire::SubmitMerchant {
            api_key: account.api_key.expose(),
            api_login: account.api_login.expose(),
        },
        transaction: wire::Transaction {
            order: order(account, ordered)?,
            payer: payer(ordered.payer),
            credit_card_token_id: paying.token,
            credit_card: paying.credit_card,
            debit_card: paying.debit_card,
            extra_parameters: paying.extra,
            r#type: paying.kind,
            payment_method: paying.method,
            expiration_date: paying.expiration_date,
            payment_country: COUNTRY,
            device_session_id: device(|device| device.session.as_deref()),
            ip_address: device(|device| device.ip.as_deref()).unwrap_or(COUNTER_IP),
            cookie: device(|device| device.cookie.as_deref()),
            user_agent: device(|device| device.user_agent.as_deref()),
        },
        test: false,
    };
    Ok(post(account, &account.payments_url, &message))
}

/// Refuses an order whose payer is not known well enough. The address for mail is the
/// buyer's: PayU writes there.
fn known(ordered: &Ordered<'_>, needed: &[PayerField]) -> Result<(), ProviderError> {
    let payer = ordered.payer;
    let address = |pick: fn(&Address) -> Option<&str>| payer.address.as_ref().and_then(pick);
    let missing = needed.iter().find(|field| {
        let text = match field {
            PayerField::Name => payer.name.as_deref(),
            PayerField::Email => ordered.buyer.email.as_deref(),
            PayerField::Phone => payer.phone.as_deref(),
            PayerField::BirthDate => payer.birth_date.as_deref(),
            PayerField::State => address(|address| address.state.as_deref()),
            PayerField::PostalCode => address(|address| address.postal_code.as_deref()),
            PayerField::Document => payer.document.as_deref(),
        };
        given(text).is_none()
    });
    match missing {
        Some(field) => Err(ProviderError::PayerNeeded { field: field.word() }),
        None => Ok(()),
    }
}

fn order<'a>(
    account: &'a Account,
    ordered: &Ordered<'a>,
) -> Result<wire::Order<'a>, ProviderError> {
    let amount = amount(ordered.amount)?;
    let signed = Signed {
        api_key: account.api_key.expose(),
        merchant: &account.merchant_id,
        reference: ordered.reference.as_str(),
        amount: &amount,
        currency: CURRENCY.code(),
        state: None,
    };
    Ok(wire::Order {
        account_id: &account.account_id,
        reference_code: ordered.reference.as_str(),
        description: cut(ordered.description, DESCRIPTION_MAX),
        language: ordered.language,
        signature: signed.by(Algorithm::Md5),
        notify_url: given(ordered.notify_url),
        additional_values: values(number(&amount)),
        buyer: buyer(ordered.buyer),
        shipping_address: ordered.shipping.and_then(address),
    })
}

/// The one amount that counts.
pub(super) fn values(value: Box<RawValue>) -> wire::Values<'static> {
    wire::Values { tx_value: wire::Value { value, currency: CURRENCY.code() } }
}

fn expiry(at: Option<Timestamp>, now: Timestamp) -> Result<Option<String>, ProviderError> {
    let Some(at) = at else { return Ok(None) };
    let text = dates::naive_text(at).filter(|_| at > now).ok_or(ProviderError::Expiry)?;
    Ok(Some(text))
}

fn buyer(party: &Party) -> wire::Buyer<'_> {
    wire::Buyer {
        merchant_buyer_id: given(party.id.as_deref()),
        full_name: given(party.name.as_deref()),
        email_address: given(party.email.as_deref()),
        contact_phone: given(party.phone.as_deref()),
        dni_number: given(party.document.as_deref()),
        shipping_address: party.address.as_ref().and_then(address),
    }
}

fn payer(party: &Party) -> Option<wire::Payer<'_>> {
    let has_document = given(party.document.as_deref()).is_some();
    let wire = wire::Payer {
        merchant_payer_id: given(party.id.as_deref()),
        full_name: given(party.name.as_deref()),
        email_address: given(party.email.as_deref()),
        contact_phone: given(party.phone.as_deref()),
        dni_number: given(party.document.as_deref()),
        dni_type: party.document_kind.filter(|_| has_document).map(document_word),
        birthdate: given(party.birth_date.as_deref()),
        billing_address: party.address.as_ref().and_then(address),
    };
    (wire != wire::Payer::default()).then_some(wire)
}

/// PayU's word for a document. Its table calls it mandatory, its samples leave it out: it is
/// sent when it is known.
const fn document_word(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Rfc => "RFC",
        DocumentKind::Curp => "CURP",
        DocumentKind::Ife => "IFE",
        DocumentKind::Passport => "PP",
    }
}

/// An address, unless nothing of it is known.
fn address(address: &Address) -> Option<wire::Address<'_>> {
    let wire = wire::Address {
        street1: given(address.street1.as_deref()),
        street2: given(address.street2.as_deref()),
        city: given(address.city.as_deref()),
        state: given(address.state.as_deref()),
        country: given(address.country.as_deref()),
        postal_code: given(address.postal_code.as_deref()),
        phone: given(address.phone.as_deref()),
    };
    (wire != wire::Address::default()).then_some(wire)
}

/// A brand as PayU has it. It knows a debit card by the object that the card stands in.
pub(super) const fn brand_word(brand: CardBrand) -> &'static str {
    match brand {
        CardBrand::Visa => "VISA",
        CardBrand::Mastercard => "MASTERCARD",
        CardBrand::Amex => "AMEX",
    }
}
