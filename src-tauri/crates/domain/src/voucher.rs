//! What a charge gives the payer to pay with.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Everything a payer needs, as the provider gave it. Nothing here is computed by the till:
/// a code of our own making would be paid to nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voucher {
    /// The digits of the bar code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// The number to say or type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The bank account to transfer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clabe: Option<String>,
    /// The bank of that account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
    /// The provider's page with the same voucher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// When it runs out, as the provider said, not as we asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

impl Voucher {
    /// Whether it holds anything that a payer can pay with.
    #[must_use]
    pub const fn is_payable(&self) -> bool {
        self.barcode.is_some() || self.reference.is_some() || self.clabe.is_some()
    }
}
