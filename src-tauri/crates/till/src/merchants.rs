//! Merchant accounts: settings in the books, secrets in their own store.

use std::collections::BTreeMap;

use cobro_domain::{ids::MerchantAccountId, money::MoneyError, name::NameError, rfc::RfcError};
use cobro_ledger::{LedgerError, fact::MerchantAccountChanged};
use cobro_providers::{
    outcome::{MethodOffer, Refusal},
    settings::SettingsError,
};

use crate::permit::PermitError;
use crate::secrets::SecretError;

mod address;
mod ready;
mod saving;
mod tested;

pub(crate) use ready::Ready;

/// A merchant account as its owner types it. Secrets that are left empty stay as they are.
#[derive(Clone, Debug, Default)]
pub struct MerchantForm {
    /// The account; none for a new one.
    pub id: Option<MerchantAccountId>,
    /// The provider's word.
    pub provider: String,
    /// What the shop calls it.
    pub name: String,
    /// Whether charges may be made through it.
    pub active: bool,
    /// Whether it takes no real money.
    pub test: bool,
    /// The values of the provider's fields, secret or not.
    pub fields: BTreeMap<String, String>,
    /// The payer's name on vouchers for walk-in customers.
    pub payer_name: String,
    /// Their e-mail address.
    pub payer_email: String,
}

/// A merchant account without its secrets.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// What the books say.
    pub account: MerchantAccountChanged,
    /// Whether every secret it needs is stored.
    pub has_secrets: bool,
}

/// What a connection test found.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The methods of the account.
    pub methods: Vec<MethodOffer>,
    /// How long the provider took.
    pub took_ms: u64,
}

/// Why a merchant account was left as it was, or cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MerchantError {
    /// There is no such account or provider.
    #[error("there is no such merchant account")]
    NotFound,
    /// The account of training mode is not edited.
    #[error("the account of training mode cannot be changed")]
    Fixed,
    /// Another merchant would never be told what became of the charges of this one.
    #[error("the account has charges, and cannot become another merchant's")]
    HasCharges,
    /// The provider may have done what was asked at the old address, and nobody knows yet.
    #[error("an answer of the provider is still looked for at the old address")]
    InDoubt,
    /// The name does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The provider knows the account by another tax number than the shop's.
    #[error("the account is of {account}, the shop is {company}")]
    RfcDiffers {
        /// The shop's.
        company: String,
        /// The account's.
        account: String,
    },
    /// The account's tax number is none.
    #[error(transparent)]
    Rfc(#[from] RfcError),
    /// The least that is to be paid at once is no amount.
    #[error(transparent)]
    Minimum(#[from] MoneyError),
    /// The payer's e-mail address is none.
    #[error("{text:?} is no e-mail address")]
    Email {
        /// What was typed.
        text: String,
    },
    /// A field is missing or malformed.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// An address that this account may not use.
    #[error("{address} is not allowed for this account")]
    AddressNotAllowed {
        /// The address.
        address: String,
    },
    /// The secrets cannot be read or written.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The provider could not be reached.
    #[error("the provider could not be reached")]
    Unreachable,
    /// The provider refused.
    #[error("the provider refused: {}", .0.text)]
    Refused(Refusal),
    /// The provider's answer is none.
    #[error("the provider's answer cannot be read: {excerpt}")]
    Unreadable {
        /// Its first characters.
        excerpt: String,
    },
    /// The till's clock is wrong.
    #[error("the till's clock is {minutes} minutes away from the provider's")]
    Clock {
        /// How far; positive when the till is ahead.
        minutes: i64,
    },
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
