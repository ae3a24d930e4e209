//! The till, the shop, its merchant accounts and its customers: what everything else refers to.

use cobro_domain::{
    ids::{CustomerId, MerchantAccountId, TillId},
    money::Currency,
};
use serde::{Deserialize, Serialize};

use crate::file::Mode;

/// The first fact of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TillOpened {
    /// Real books or practice, for ever.
    pub mode: Mode,
    /// The series of its folios.
    pub series: String,
    /// The currency it sells in.
    pub currency: Currency,
    /// The end of the chain this one goes on from, after a restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousChain>,
}

/// The chain that a new incarnation goes on from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousChain {
    /// Its till.
    pub till: TillId,
    /// How many facts it had.
    pub seq: i64,
    /// Its last hash, hexadecimal.
    pub hash: String,
}

/// The shop as papers show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyChanged {
    /// Its name.
    pub name: String,
    /// Its tax number, already checked.
    pub rfc: String,
    /// Its address, one line.
    pub address: String,
    /// Where customers write to.
    pub email: String,
    /// Where customers call.
    pub phone: String,
    /// Its time zone, an IANA name.
    pub zone: String,
}

/// A merchant account without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantAccountChanged {
    /// The account.
    pub account: MerchantAccountId,
    /// The provider's word.
    pub provider: String,
    /// What the shop calls it.
    pub name: String,
    /// Whether charges may be made through it.
    pub active: bool,
    /// Whether it takes no real money.
    pub test: bool,
    /// The fields that are no secrets.
    pub fields: std::collections::BTreeMap<String, String>,
    /// The payer's name on vouchers for walk-in customers.
    pub payer_name: String,
    /// Their e-mail address.
    pub payer_email: String,
    /// Which set of its secrets counts: they are written beside the earlier ones, and this
    /// number switches from those to these.
    #[serde(default, skip_serializing_if = "is_first")]
    pub secrets: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks this way")]
const fn is_first(secrets: &u32) -> bool {
    *secrets == 0
}

/// A customer, named by id: the row can be erased, this stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerChanged {
    /// The customer.
    pub customer: CustomerId,
    /// SHA-256 of the row's salt and values, hexadecimal.
    pub digest: String,
}
