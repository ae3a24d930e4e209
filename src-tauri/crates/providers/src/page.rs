//! The provider's own page, where a payer pays from their own phone: the form that leads
//! there, and what comes back from it.

use std::collections::BTreeMap;

use cobro_domain::{ids::Reference, money::Money, time::Timestamp};
use serde_json::value::RawValue;

mod html;

pub use html::{PageWords, relay, several};

use crate::{
    operation::Party,
    outcome::{AttemptId, OrderId},
};

/// A charge that is to be paid on the provider's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Our name for the charge.
    pub reference: Reference,
    /// What to collect.
    pub amount: Money,
    /// How much of it is tax; nothing when the shop does not say.
    pub tax: Option<Money>,
    /// The amount that the tax is of.
    pub tax_base: Option<Money>,
    /// What the payer reads beside the amount.
    pub description: String,
    /// The language of the page, as ISO 639-1.
    pub language: String,
    /// Who buys.
    pub buyer: Party,
    /// Until when it can be paid; the provider may decide otherwise.
    pub expires_at: Option<Timestamp>,
    /// Where the payer's browser goes afterwards, when there is such a place.
    pub response_url: Option<String>,
    /// Where the provider reports to, when there is such a place.
    pub confirmation_url: Option<String>,
}

/// A form that takes the payer's browser to the provider's page when it is submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageForm {
    /// Where it is posted to.
    pub action: String,
    /// Its fields in order, none of them secret: the signature is a digest.
    pub fields: Vec<(&'static str, String)>,
}

/// The fields that a page comes with: a form as browsers send it, or one JSON object of plain
/// values. Nothing when it is neither.
#[must_use]
pub fn page_fields(body: &str) -> Vec<(String, String)> {
    let text = body.trim();
    if !text.starts_with('{') {
        let pairs = form_urlencoded::parse(text.as_bytes());
        return pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    }
    let values: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).unwrap_or_default();
    let plain = values.into_iter().filter_map(|(name, raw)| match raw.get() {
        "null" => None,
        text if text.starts_with('"') => Some((name, serde_json::from_str(text).ok()?)),
        text if text.starts_with(['{', '[']) => None,
        text => Some((name, text.to_owned())),
    });
    plain.collect()
}

/// Which of the provider's pages reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// The payer's browser comes back. Payers often never do; it is for showing only.
    Response,
    /// The provider's own server reports.
    Confirmation,
}

/// What a page reports. Only what is signed is worth anything, and even that is no proof that
/// money came in: the attempt is not signed, so a look-up has to confirm it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReport {
    /// Our name for the charge. Signed.
    pub reference: Reference,
    /// What the page says of the money. Signed.
    pub state: PageState,
    /// The amount, or the text that is none. Signed, perhaps rounded to fewer decimals.
    pub amount: Result<Money, String>,
    /// The provider's number for the charge. Not signed.
    pub order: Option<OrderId>,
    /// The provider's number for the attempt. Not signed.
    pub attempt: Option<AttemptId>,
    /// The provider's code for the result. Not signed.
    pub code: Option<String>,
}

/// What a page says of the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageState {
    /// It came in, says the page.
    Approved,
    /// The attempt ran out.
    Expired,
    /// The attempt was refused.
    Declined,
    /// It is on its way.
    Pending,
    /// Something went wrong.
    Failed,
    /// A word this version does not know.
    Unrecognised {
        /// The word.
        raw: String,
    },
}

/// Why what a page reports is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Something that is signed is missing.
    #[error("the page does not say its {field}")]
    Incomplete {
        /// What is missing.
        field: &'static str,
    },
    /// It is about another merchant.
    #[error("the page is about another merchant")]
    AnotherMerchant,
    /// The signature is wrong: somebody made it up, or the keys differ.
    #[error("the page's signature is wrong")]
    Signature,
    /// The provider has no such page.
    #[error("the provider has no such page")]
    NotOffered,
}
