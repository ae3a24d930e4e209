//! Collecting on the provider's own page: the payer pays there, from their own phone, and no
//! card is typed here. Nothing is sent; the charge waits until a look-up finds money.

use cobro_domain::{
    ids::{Actor, ChargeId, MerchantAccountId, Reference},
    money::Money,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking,
    fact::{ChargeRequested, Fact, PageOffered},
    views::{cards, charges, invoices},
    working::polls::{self, Poll},
};
use cobro_providers::{
    capabilities::MethodRule,
    operation::Party,
    page::{PageForm, PageRequest},
};

use super::{CardRefused, has, request::owed};
use crate::{
    collect::{Overpaying, check_amount},
    issue::issue_typed,
    merchants::Ready,
    random::with_jitter,
    till::Till,
};

/// How to collect on a provider's page.
#[derive(Clone, Debug)]
pub struct PageOrder {
    /// The merchant account.
    pub account: MerchantAccountId,
    /// The invoice; what is on the screen is issued when there is none.
    pub invoice: Option<cobro_domain::ids::InvoiceId>,
    /// Who pays.
    pub payer: Party,
    /// What to do when charges that still live could overpay the invoice.
    pub overpaying: Overpaying,
}

/// A page that was made for a payer.
#[derive(Clone, Debug)]
pub struct PageOffer {
    /// The charge.
    pub charge: ChargeId,
    /// The form that leads there.
    pub form: PageForm,
    /// Until when it can be paid there.
    pub expires_at: Timestamp,
}

impl Till {
    /// Makes a charge that is paid on the provider's page, and the form that leads there.
    ///
    /// # Errors
    /// [`CardRefused`]; nothing was booked.
    pub fn offer_page(&self, order: &PageOrder) -> Result<PageOffer, CardRefused> {
        if self.is_paused(order.account) {
            return Err(CardRefused::Paused);
        }
        let ready = self.ready(order.account)?;
        let offered = ready.provider.capabilities();
        let usable = ready.account.active && offered.currency == self.currency();
        let rule = offered.page.clone().filter(|_| usable).ok_or(CardRefused::NotOffered)?;
        let payer = self.payer(&ready, order.payer.clone());
        let missing: Vec<_> =
            rule.payer.iter().filter(|field| !has(&payer, **field)).copied().collect();
        if !missing.is_empty() {
            return Err(CardRefused::PayerNeeded { missing });
        }
        let currency = self.currency();
        let offer = self.book(Actor::owner(), |booking| {
            let (invoice, amount) = match order.invoice {
                Some(id) => (id, owed(booking, id, order.overpaying)?),
                None => {
                    let issued = issue_typed(booking, currency)?;
                    (issued.invoice, issued.total)
                }
            };
            check_page(&rule, amount)?;
            let charge = ChargeId::new(booking.at(), booking.random());
            booking.append(&Fact::ChargeRequested(ChargeRequested {
                charge,
                invoice,
                account: order.account,
                method: rule.method.clone(),
                reference: Reference::of(charge),
                amount: amount.minor(),
                currency,
            }))?;
            let expires_at = booking.at().plus(Span::days(i64::from(rule.days)));
            let form = self.form(booking, &ready, &payer, (charge, amount, expires_at))?;
            booking.append(&Fact::PageOffered(PageOffered { charge, expires_at }))?;
            let next_at = booking.at().plus(with_jitter(rule.poll.first));
            let poll = Poll { charge, next_at, last_at: None, failures: 0 };
            polls::put(booking.conn(), &poll)?;
            Ok::<_, CardRefused>(PageOffer { charge, form, expires_at })
        })?;
        self.announce(offer.charge);
        Ok(offer)
    }

    fn form(
        &self,
        booking: &Booking<'_, '_>,
        ready: &Ready,
        payer: &Party,
        (id, amount, expires_at): (ChargeId, Money, Timestamp),
    ) -> Result<PageForm, CardRefused> {
        let charge = charges::read(booking.conn(), id)?.ok_or(CardRefused::NotFound)?;
        let folio = invoices::at(booking.conn(), charge.invoice)?.folio;
        let request = PageRequest {
            reference: charge.reference,
            amount,
            tax: None,
            tax_base: None,
            description: folio.to_string(),
            language: self.language().tag().chars().take(2).collect(),
            buyer: payer.clone(),
            expires_at: Some(expires_at),
            response_url: None,
            confirmation_url: None,
        };
        Ok(ready.provider.page(&request, booking.at())?)
    }

    /// The page of a charge once more, for a payer who lost it.
    ///
    /// # Errors
    /// [`CardRefused::NotFound`] when it has none or can be paid there no more.
    pub fn page_again(&self, id: ChargeId, payer: &Party) -> Result<PageOffer, CardRefused> {
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.filter(|charge| charge.state.is_live()).ok_or(CardRefused::NotFound)?;
        let ready = self.ready(charge.account)?;
        let payer = self.payer(&ready, payer.clone());
        self.book(Actor::owner(), |booking| {
            let until = cards::page_until(booking.conn(), id)?;
            let expires_at = until.filter(|until| *until > booking.at());
            let expires_at = expires_at.ok_or(CardRefused::NotFound)?;
            let form = self.form(booking, &ready, &payer, (id, charge.amount, expires_at))?;
            Ok(PageOffer { charge: id, form, expires_at })
        })
    }
}

fn check_page(rule: &MethodRule, amount: Money) -> Result<(), CardRefused> {
    use crate::collect::CollectError;
    match check_amount(rule, amount) {
        Ok(()) => Ok(()),
        Err(CollectError::BelowMinimum { method, minimum }) => {
            Err(CardRefused::BelowMinimum { method, minimum })
        }
        Err(CollectError::AboveMaximum { method, maximum }) => {
            Err(CardRefused::AboveMaximum { method, maximum })
        }
        // It says nothing else.
        Err(_) => Err(CardRefused::NotOffered),
    }
}
