//! What a merchant account is allowed, beside what its provider asks: kept among its fields,
//! under words of our own.

use std::collections::BTreeMap;

use cobro_documents::PayLink;
use cobro_domain::{
    locale::{Locale, parse_amount},
    money::{Currency, Money},
    rfc::Rfc,
};
use cobro_ledger::fact::{CompanyChanged, MerchantAccountChanged};

use crate::merchants::MerchantError;

/// The field of the tax number that the provider knows the account by.
pub const RFC: &str = "rfc";

/// The field that says whether payers may withhold taxes.
pub const WITHHOLDINGS: &str = "withholdings";

/// The field of the least that the shop wants to be paid at once, a decimal amount.
pub const MINIMUM: &str = "minimum-amount";

/// The field of the address, in the shop's own web space, of the page that links to pay lead to.
pub const PAY_PAGE: &str = "pay-page";

/// The word of [`WITHHOLDINGS`] when they may.
pub const ALLOWED: &str = "allowed";

/// The word of [`WITHHOLDINGS`] when they may not, as they may not when nothing is said.
pub const FORBIDDEN: &str = "forbidden";

/// What a merchant account is allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// The tax number that the provider knows the account by; empty when nobody said.
    pub rfc: String,
    /// Whether payers may withhold taxes.
    pub withholdings: bool,
    /// The least that the shop wants to be paid at once, as it stands in the books.
    minimum: String,
    /// Where links to pay lead to; empty when the shop has no such page.
    pub pay_page: String,
}

impl Conditions {
    /// The conditions of an account.
    #[must_use]
    pub fn of(account: &MerchantAccountChanged) -> Self {
        let field = |name: &str| account.fields.get(name).map(String::as_str).unwrap_or_default();
        Self {
            rfc: field(RFC).to_owned(),
            withholdings: field(WITHHOLDINGS) == ALLOWED,
            minimum: field(MINIMUM).to_owned(),
            pay_page: field(PAY_PAGE).to_owned(),
        }
    }

    /// The least that the shop wants to be paid at once.
    #[must_use]
    pub fn minimum(&self, currency: Currency) -> Option<Money> {
        Money::parse_decimal(self.minimum.trim(), currency).ok().filter(|least| least.is_positive())
    }
}

/// Every field of ours, in the order in which an owner is asked.
pub(crate) const FIELDS: [&str; 4] = [RFC, MINIMUM, WITHHOLDINGS, PAY_PAGE];

/// The conditions as the books keep them: what was typed, and what the account has where
/// nothing was.
pub(crate) fn typed(
    typed: &BTreeMap<String, String>,
    before: Option<&MerchantAccountChanged>,
    currency: Currency,
    locale: Locale,
) -> Result<BTreeMap<String, String>, MerchantError> {
    let mut kept = BTreeMap::new();
    for name in FIELDS {
        let own = before.and_then(|before| before.fields.get(name)).cloned();
        let value = match typed.get(name).map(|text| text.trim()) {
            None => own.unwrap_or_default(),
            Some("" | FORBIDDEN) => String::new(),
            Some(text) if name == RFC => Rfc::parse(text)?.as_str().to_owned(),
            Some(text) if name == PAY_PAGE => address(text)?,
            Some(text) if name == MINIMUM => parse_amount(text, currency, locale)?.decimal_text(),
            Some(text) => text.to_owned(),
        };
        if !value.is_empty() {
            kept.insert(name.to_owned(), value);
        }
    }
    Ok(kept)
}

/// An address that payers are sent to: HTTPS, and nothing behind it, since what they pay stands
/// there.
fn address(text: &str) -> Result<String, MerchantError> {
    let refused = || MerchantError::AddressNotAllowed { address: text.to_owned() };
    let plain = text.starts_with("https://") && !text.contains(['#', '?']);
    let link = PayLink::parse(text).ok().filter(|_| plain).ok_or_else(refused)?;
    Ok(link.to_string())
}

/// An account is active only for the company that the provider knows it by.
pub(crate) fn check_rfc(
    account: &MerchantAccountChanged,
    company: Option<&CompanyChanged>,
) -> Result<(), MerchantError> {
    let Conditions { rfc, .. } = Conditions::of(account);
    match company {
        Some(company) if account.active && !rfc.is_empty() && rfc != company.rfc => {
            Err(MerchantError::RfcDiffers { company: company.rfc.clone(), account: rfc })
        }
        Some(_) | None => Ok(()),
    }
}
