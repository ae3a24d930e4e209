//! What every provider can be asked.

use cobro_domain::time::Timestamp;

use crate::{
    capabilities::Capabilities,
    operation::Operation,
    outcome::Outcome,
    page::{PageError, PageForm, PageKind, PageReport, PageRequest},
    wire::{Reply, Request},
};

/// A company that collects money for the shop, as one merchant account sees it.
///
/// Invariant: an implementation is a pure function of its settings and its arguments. It
/// reads no clock, opens no socket and keeps no state between calls. No method has a
/// default: what a provider cannot do, it says.
pub trait Provider: Send + Sync {
    /// What this provider offers and how it wants to be asked.
    fn capabilities(&self) -> &Capabilities;

    /// The next thing to do for `operation`, given the replies received so far.
    ///
    /// # Errors
    /// [`ProviderError`] when no request can be made of the operation; nothing was sent.
    fn step(
        &self,
        operation: &Operation,
        now: Timestamp,
        replies: &[Reply],
    ) -> Result<Step, ProviderError>;

    /// The form that takes a payer to the provider's own page. Nothing is sent by making it.
    ///
    /// # Errors
    /// [`ProviderError`] when the provider has no page or cannot take the charge.
    fn page(&self, page: &PageRequest, now: Timestamp) -> Result<PageForm, ProviderError>;

    /// Where the forms of [`Provider::page`] are posted to; nothing when the provider has no page.
    fn page_address(&self) -> Option<&str>;

    /// What one of the provider's pages reports, from the fields it came with, once its
    /// signature was found right.
    ///
    /// # Errors
    /// [`PageError`] when nothing of it is to be believed.
    fn page_report(
        &self,
        kind: PageKind,
        fields: &[(String, String)],
    ) -> Result<PageReport, PageError>;
}

/// What to do next for an operation.
#[derive(Debug)]
pub enum Step {
    /// Send this and come back with what became of it.
    Send(Box<Request>),
    /// The operation has ended.
    Done(Outcome),
}

/// Why an operation cannot be put into a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider has no such method.
    #[error("the provider does not offer {method}")]
    MethodNotOffered {
        /// The method's word.
        method: String,
    },
    /// The provider wants something of the payer that the charge does not have.
    #[error("the provider needs the payer's {field}")]
    PayerNeeded {
        /// What is missing.
        field: &'static str,
    },
    /// The merchant account was not told something that this needs.
    #[error("the merchant account's field {field} is empty")]
    NotSetUp {
        /// The field's word.
        field: &'static str,
    },
    /// The provider cannot keep or charge such a card, or cannot do this with its brand.
    #[error("the provider does not take this card for this")]
    Card,
    /// The amount cannot be paid in so many parts.
    #[error("the amount cannot be paid in {months} parts")]
    Instalments {
        /// How many parts were asked for.
        months: u32,
    },
    /// The amount is not one that this provider can take, such as one in another currency.
    #[error("the provider cannot take this amount")]
    Amount,
    /// The expiry is not later than now, or is no date.
    #[error("the voucher would expire at once")]
    Expiry,
}
