//! Deciding to collect by a provider: the charge is in the books, with its reference and the
//! act to do, before anything is sent.

use cobro_domain::{
    act::{ActEvent, ActState, NotFound},
    ids::{ActId, ChargeId, InvoiceId, MerchantAccountId, Reference},
    invoice::InvoiceState,
    method::Method,
    money::{Currency, Money},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{ChargeCancelled, ChargeRequested, Fact, MerchantAccountChanged},
    views::{charges, invoices},
    working::{
        acts::{self, Act, ActKind},
        contacts::{self, Contact},
    },
};
use cobro_providers::capabilities::{Capabilities, MethodRule};

use crate::{
    card::may_be_cancelled,
    event::TillEvent,
    issue::{IssueError, issue_typed},
    line::Line,
    merchants::{MerchantError, Ready},
    sell::{SellError, live_charges},
    settings::is_email,
    till::Till,
};

/// What to do when charges that still live could overpay an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overpaying {
    /// Refuse, so that a person can be asked.
    Ask,
    /// A person was asked.
    Accepted,
}

/// How to collect.
#[derive(Clone, Debug)]
pub struct Way {
    /// The merchant account.
    pub account: MerchantAccountId,
    /// The method.
    pub method: Method,
    /// Where the voucher is sent once it is issued; needed when the provider is out of reach.
    pub contact: Option<Contact>,
}

/// Why no charge was made; nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The account cannot be used.
    #[error(transparent)]
    Merchant(#[from] MerchantError),
    /// The account is switched off, or does not have the method.
    #[error("the merchant account does not offer this method")]
    NotOffered,
    /// The provider refused the account's credentials; nothing is sent until they are mended.
    #[error("the account is paused: its credentials were refused")]
    Paused,
    /// Less than the method takes.
    #[error("less than {minimum}, the least that this method takes")]
    BelowMinimum {
        /// The method.
        method: Method,
        /// The least.
        minimum: Money,
    },
    /// More than the method takes.
    #[error("more than {maximum}, the most that this method takes")]
    AboveMaximum {
        /// The method.
        method: Method,
        /// The most.
        maximum: Money,
    },
    /// The account has no payer for walk-in customers, and none is invented.
    #[error("the merchant account has no payer for walk-in customers")]
    PayerNeeded,
    /// The provider is out of reach: the voucher can only be queued, to be sent to somebody.
    #[error("the provider is out of reach: an e-mail address or a telephone number is needed")]
    ContactNeeded,
    /// The e-mail address is none.
    #[error("{text:?} is no e-mail address")]
    Email {
        /// What was typed.
        text: String,
    },
    /// There is no such invoice or charge.
    #[error("it is not there")]
    NotFound,
    /// A card that may have been charged, or on which money is held, is not given up like a
    /// voucher: it is looked up first, and what is held is let go.
    #[error("a charge by card is not given up like this")]
    ByCard,
    /// Nothing is owed on the invoice.
    #[error("nothing is owed on it")]
    NotOwed {
        /// Where it stands.
        state: InvoiceState,
    },
    /// Charges that still live could overpay the invoice.
    #[error("other charges of {live} are still under way")]
    Overpays {
        /// What they collect.
        live: Money,
    },
    /// The ticket did not become an invoice.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<SellError> for CollectError {
    fn from(error: SellError) -> Self {
        match error {
            SellError::Ledger(error) => Self::Ledger(error),
            SellError::Issue(error) => Self::Issue(error),
            SellError::Money(error) => Self::Issue(error.into()),
            SellError::Overpays { live } => Self::Overpays { live },
            SellError::NotOwed { state } => Self::NotOwed { state },
            SellError::NotFound
            | SellError::NoTip
            | SellError::TooLittle { .. }
            | SellError::Drawer(_)
            | SellError::Typed(_) => Self::NotFound,
        }
    }
}

impl Till {
    /// Issues the ticket on the screen and asks for a voucher for all of it.
    ///
    /// # Errors
    /// [`CollectError`]; the ticket is then still on the screen.
    pub fn request_voucher(&self, way: &Way) -> Result<ChargeId, CollectError> {
        let currency = self.currency();
        let rule = self.usable(way)?;
        let charge = self.book(self.actor(), |booking| {
            let issued = issue_typed(booking, currency)?;
            check_amount(&rule, issued.total)?;
            request(booking, way, issued.invoice, issued.total)
        })?;
        self.announce(charge);
        Ok(charge)
    }

    /// Makes another attempt at an invoice that is still owed.
    ///
    /// # Errors
    /// [`CollectError`]; nothing is booked.
    pub fn charge_again(
        &self,
        id: InvoiceId,
        way: &Way,
        overpaying: Overpaying,
    ) -> Result<ChargeId, CollectError> {
        let rule = self.usable(way)?;
        let charge = self.book(self.actor(), |booking| {
            let invoice = invoices::read(booking.conn(), id)?.ok_or(CollectError::NotFound)?;
            let owed = invoice.due()?;
            if !matches!(invoice.state, InvoiceState::Open) {
                return Err(CollectError::NotOwed { state: invoice.state });
            }
            let live = live_charges(booking, invoice.arrival, owed)?;
            if live.is_positive() && matches!(overpaying, Overpaying::Ask) {
                return Err(CollectError::Overpays { live });
            }
            check_amount(&rule, owed)?;
            request(booking, way, id, owed)
        })?;
        self.announce(charge);
        Ok(charge)
    }

    /// The rule of the method, if the account can be used for it now.
    fn usable(&self, way: &Way) -> Result<MethodRule, CollectError> {
        if self.is_paused(way.account) {
            return Err(CollectError::Paused);
        }
        let Ready { account, provider, .. } = self.ready(way.account)?;
        let rule = rule_of(&account, provider.capabilities(), &way.method, self.currency())?;
        if account.payer_email.is_empty() || account.payer_name.is_empty() {
            return Err(CollectError::PayerNeeded);
        }
        let contact = way.contact.clone().unwrap_or_default();
        if let Some(text) = contact.email.clone().filter(|text| !is_email(text)) {
            return Err(CollectError::Email { text });
        }
        let reachable = contact.email.is_some() || contact.phone.is_some();
        if self.line_of(way.account) == Line::Offline && !reachable {
            return Err(CollectError::ContactNeeded);
        }
        Ok(rule)
    }

    /// Gives a charge up. An act that was not sent is dropped; what the payer already holds
    /// may still be paid, so the charge stays watched.
    ///
    /// # Errors
    /// [`CollectError::NotFound`], or when the books cannot be written.
    pub fn cancel_charge(&self, id: ChargeId) -> Result<(), CollectError> {
        self.book(self.actor(), |booking| cancel(booking, id))?;
        self.announce(id);
        Ok(())
    }

    /// Lets a queued voucher that waited for more than a day be sent after all.
    ///
    /// # Errors
    /// [`CollectError::NotFound`], or when the books cannot be written.
    pub fn send_after_all(&self, id: ChargeId) -> Result<(), CollectError> {
        self.book(self.actor(), |booking| {
            let act = acts::of_charge(booking.conn(), id)?;
            let act = act.filter(|act| act.state == ActState::Queued);
            let act = act.ok_or(CollectError::NotFound)?;
            let state = act.state.after(ActEvent::Drop).unwrap_or(act.state);
            acts::put(booking.conn(), &Act { state, ..act.clone() })?;
            // Decided anew, now.
            let renewed = queued(booking, id, ActState::Queued);
            acts::put(booking.conn(), &Act { attempts: act.attempts, ..renewed })?;
            Ok::<_, CollectError>(())
        })?;
        self.announce(id);
        Ok(())
    }

    /// Tells everybody that a charge changed, and wakes the engine.
    pub(crate) fn announce(&self, charge: ChargeId) {
        let invoice = self.read(|reader| {
            let Some(charge) = charges::read(reader.conn(), charge)? else {
                return Ok::<_, LedgerError>(None);
            };
            invoices::at(reader.conn(), charge.invoice).map(|invoice| Some(invoice.id))
        });
        match invoice {
            Ok(Some(invoice)) => self.tell(&TillEvent::Charge { charge, invoice }),
            Ok(None) => {}
            // What was booked stands; the screen reads it anew at the next event.
            Err(error) => tracing::warn!(%error, %charge, "a change could not be announced"),
        }
        self.ring();
    }
}

/// The rule of a method, if the account is switched on and has it.
pub(crate) fn rule_of(
    account: &MerchantAccountChanged,
    capabilities: &Capabilities,
    method: &Method,
    currency: Currency,
) -> Result<MethodRule, CollectError> {
    let rule = capabilities.method(method).cloned();
    let usable = account.active && capabilities.currency == currency;
    rule.filter(|_| usable).ok_or(CollectError::NotOffered)
}

/// Whether a method takes an amount.
pub(crate) fn check_amount(rule: &MethodRule, amount: Money) -> Result<(), CollectError> {
    if let Some(minimum) = rule.minimum.filter(|minimum| amount.minor() < minimum.minor()) {
        return Err(CollectError::BelowMinimum { method: rule.method.clone(), minimum });
    }
    if let Some(maximum) = rule.maximum.filter(|maximum| amount.minor() > maximum.minor()) {
        return Err(CollectError::AboveMaximum { method: rule.method.clone(), maximum });
    }
    Ok(())
}

/// Books a charge and queues its submit.
fn request(
    booking: &mut Booking<'_, '_>,
    way: &Way,
    invoice: InvoiceId,
    amount: Money,
) -> Result<ChargeId, CollectError> {
    let charge = ChargeId::new(booking.at(), booking.random());
    booking.append(&Fact::ChargeRequested(ChargeRequested {
        charge,
        invoice,
        account: way.account,
        method: way.method.clone(),
        reference: Reference::of(charge),
        amount: amount.minor(),
        currency: amount.currency(),
    }))?;
    if let Some(contact) = &way.contact {
        contacts::put(booking.conn(), charge, contact)?;
    }
    let act = queued(booking, charge, ActState::Queued);
    acts::put(booking.conn(), &act)?;
    Ok(charge)
}

/// A new submit of a charge.
pub(crate) fn queued(booking: &mut Booking<'_, '_>, charge: ChargeId, state: ActState) -> Act {
    Act {
        id: ActId::new(booking.at(), booking.random()),
        charge,
        kind: ActKind::Submit,
        amount: None,
        refund: None,
        state,
        queued_at: booking.at(),
        not_before: booking.at(),
        attempts: 0,
        looked: NotFound::default(),
    }
}

/// Gives a charge up, if it still lives.
pub(crate) fn cancel(booking: &mut Booking<'_, '_>, id: ChargeId) -> Result<(), CollectError> {
    let charge = charges::read(booking.conn(), id)?.ok_or(CollectError::NotFound)?;
    if !charge.state.is_live() {
        return Ok(());
    }
    if !may_be_cancelled(booking, &charge)? {
        return Err(CollectError::ByCard);
    }
    if let Some(act) = acts::of_charge(booking.conn(), id)?
        && let Ok(state) = act.state.after(ActEvent::Drop)
    {
        acts::put(booking.conn(), &Act { state, ..act })?;
    }
    booking.append(&Fact::ChargeCancelled(ChargeCancelled { charge: id }))?;
    Ok(())
}
