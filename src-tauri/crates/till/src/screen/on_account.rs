//! Selling on account, as the window shows it.

use cobro_domain::money::Money;
use cobro_ledger::working::customers;
use serde::Serialize;

use super::{Amount, CommandError, CustomerStanding, MethodView, Millis};
use crate::{
    customers::balance,
    on_account::{Offer, OnAccount},
    till::Till,
    typed::TypedTicket,
};

/// The word of the way to pay that is paying later.
const ON_ACCOUNT: &str = "on-account";

/// The customer of a ticket, picked among those whom the shop knows.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TicketCustomerView {
    /// Their id.
    pub id: String,
    /// What they owe less the credit they have.
    pub balance: Amount,
    /// How their account stands.
    pub standing: CustomerStanding,
}

/// An invoice that a customer owes now.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OnAccountView {
    /// The invoice.
    pub invoice: String,
    /// Its number.
    pub folio: String,
    /// What is owed for it.
    pub total: Amount,
    /// When it has to be paid.
    pub due_at: Millis,
}

impl Till {
    /// The customer of a ticket, once one was picked.
    pub(super) fn ticket_customer(
        &self,
        typed: &TypedTicket,
    ) -> Result<Option<TicketCustomerView>, CommandError> {
        let Some(id) = typed.picked() else {
            return Ok(None);
        };
        let found = self.read(|reader| {
            let conn = reader.conn();
            let balance = balance(conn, id, self.currency())?.balance;
            Ok::<_, CommandError>((customers::read(conn, id)?, balance))
        })?;
        let (customer, balance) = found;
        let limit = customer.and_then(|customer| customer.person.credit_limit);
        Ok(Some(TicketCustomerView {
            id: id.to_string(),
            balance: self.amount(balance),
            standing: CustomerStanding::of(balance, limit),
        }))
    }

    /// Paying later, where the shop gives the ticket's customer credit.
    pub(super) fn on_account_method(
        &self,
        typed: &TypedTicket,
        total: Money,
    ) -> Result<Option<MethodView>, CommandError> {
        let offer = self.offer_on_account(typed, total)?;
        Ok(offer.map(|Offer { terms_days, refused }| MethodView {
            id: ON_ACCOUNT.to_owned(),
            account: None,
            available: refused.is_none(),
            reason: refused.map(CommandError::from),
            queued: false,
            days: Some(terms_days),
        }))
    }

    /// Sells the ticket on the screen to its customer, who pays later.
    ///
    /// # Errors
    /// When it cannot be sold so; nothing is then booked.
    pub fn sell_on_account_view(&self) -> Result<OnAccountView, CommandError> {
        let OnAccount { invoice, folio, total, due_at } = self.sell_on_account()?;
        Ok(OnAccountView {
            invoice: invoice.to_string(),
            folio: folio.to_string(),
            total: self.amount(total),
            due_at: due_at.into(),
        })
    }
}
