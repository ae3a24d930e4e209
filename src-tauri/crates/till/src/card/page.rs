//! Collecting on the provider's own page: the payer pays there, from their own phone, and no
//! card is typed here. Nothing is sent; the charge waits until a look-up finds money.

use cobro_documents::PayLink;
use cobro_domain::{
    ids::{ChargeId, InvoiceId, MerchantAccountId, Reference},
    money::Money,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{ChargeRequested, Fact, MerchantAccountChanged, PageOffered},
    views::{
        cards,
        charges::{self, Charge},
        invoices::{self, Invoice},
    },
    working::{
        customers,
        polls::{self, Poll},
    },
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
    pub invoice: Option<InvoiceId>,
    /// Who pays, as far as somebody said; the rest is the customer's, or the account's own.
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
    /// The link that does, if the shop has a page of its own for that.
    pub link: Option<PayLink>,
    /// Until when it can be paid there.
    pub expires_at: Timestamp,
}

/// An account whose provider has a page, and what may be paid there.
pub(crate) struct PageDesk {
    ready: Ready,
    rule: MethodRule,
}

impl PageDesk {
    /// The account.
    pub(crate) const fn account(&self) -> &MerchantAccountChanged {
        &self.ready.account
    }

    /// Where the page's forms are posted to.
    pub(super) fn address(&self) -> Option<&str> {
        self.ready.provider.page_address()
    }
}

impl Till {
    /// Makes a charge that is paid on the provider's page, and the form that leads there.
    ///
    /// # Errors
    /// [`CardRefused`]; nothing was booked.
    pub fn offer_page(&self, order: &PageOrder) -> Result<PageOffer, CardRefused> {
        let desk = self.page_desk(order.account)?;
        let currency = self.currency();
        let offer = self.book(self.actor(), |booking| {
            let (invoice, amount) = match order.invoice {
                Some(id) => (id, owed(booking, id, order.overpaying)?),
                None => {
                    let issued = issue_typed(booking, currency)?;
                    (issued.invoice, issued.total)
                }
            };
            self.book_page(booking, &desk, (invoice, amount), &order.payer)
        })?;
        self.announce(offer.charge);
        Ok(offer)
    }

    /// The page of an account, if it can be used now.
    pub(crate) fn page_desk(&self, id: MerchantAccountId) -> Result<PageDesk, CardRefused> {
        if self.is_paused(id) {
            return Err(CardRefused::Paused);
        }
        let ready = self.ready(id)?;
        let offered = ready.provider.capabilities();
        let usable = ready.account.active && offered.currency == self.currency();
        let rule = offered.page.clone().filter(|_| usable).ok_or(CardRefused::NotOffered)?;
        Ok(PageDesk { ready, rule })
    }

    /// Books a charge on the page.
    pub(crate) fn book_page(
        &self,
        booking: &mut Booking<'_, '_>,
        desk: &PageDesk,
        (invoice, amount): (InvoiceId, Money),
        payer: &Party,
    ) -> Result<PageOffer, CardRefused> {
        let PageDesk { ready, rule } = desk;
        check_page(rule, amount)?;
        let id = ChargeId::new(booking.at(), booking.random());
        booking.append(&Fact::ChargeRequested(ChargeRequested {
            charge: id,
            invoice,
            account: ready.account.account,
            method: rule.method.clone(),
            reference: Reference::of(id),
            amount: amount.minor(),
            currency: amount.currency(),
        }))?;
        let expires_at = booking.at().plus(Span::days(i64::from(rule.days)));
        booking.append(&Fact::PageOffered(PageOffered { charge: id, expires_at }))?;
        let next_at = booking.at().plus(with_jitter(rule.poll.first));
        let poll = Poll { charge: id, next_at, last_at: None, failures: 0 };
        polls::put(booking.conn(), &poll)?;
        let charge = charges::read(booking.conn(), id)?.ok_or(CardRefused::NotFound)?;
        self.way(booking.conn(), desk, (&charge, expires_at), payer, booking.at())
    }

    /// The way to the page of a charge.
    pub(crate) fn way(
        &self,
        conn: &Connection,
        PageDesk { ready, rule }: &PageDesk,
        (charge, expires_at): (&Charge, Timestamp),
        payer: &Party,
        now: Timestamp,
    ) -> Result<PageOffer, CardRefused> {
        let invoice = invoices::at(conn, charge.invoice)?;
        let buyer = self.payer(ready, of_customer(conn, &invoice, payer)?);
        let missing: Vec<_> =
            rule.payer.iter().filter(|field| !has(&buyer, **field)).copied().collect();
        if !missing.is_empty() {
            return Err(CardRefused::PayerNeeded { missing });
        }
        let request = PageRequest {
            reference: charge.reference.clone(),
            amount: charge.amount,
            tax: None,
            tax_base: None,
            description: invoice.folio.to_string(),
            language: self.language().tag().chars().take(2).collect(),
            buyer,
            expires_at: Some(expires_at),
            response_url: None,
            confirmation_url: None,
        };
        let form = ready.provider.page(&request, now)?;
        let link = self.pay_link(&ready.account, &form);
        Ok(PageOffer { charge: charge.id, form, link, expires_at })
    }

    /// The page of a charge once more, for a payer who lost it.
    ///
    /// # Errors
    /// [`CardRefused::NotFound`] when it has none or can be paid there no more.
    pub fn page_again(&self, id: ChargeId, payer: &Party) -> Result<PageOffer, CardRefused> {
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.filter(|charge| charge.state.is_live()).ok_or(CardRefused::NotFound)?;
        let desk = self.page_desk(charge.account)?;
        let now = self.now();
        self.read(|reader| {
            let until = cards::page_until(reader.conn(), id)?.filter(|until| *until > now);
            let until = until.ok_or(CardRefused::NotFound)?;
            self.way(reader.conn(), &desk, (&charge, until), payer, now)
        })
    }
}

/// What nobody said of a payer, as it is known of the invoice's customer.
fn of_customer(conn: &Connection, invoice: &Invoice, payer: &Party) -> Result<Party, LedgerError> {
    let customer = match invoice.customer {
        Some(id) => customers::read(conn, id)?,
        None => None,
    };
    let Some(person) = customer.map(|customer| customer.person) else {
        return Ok(payer.clone());
    };
    let said = |text: String| (!text.is_empty()).then_some(text);
    let payer = payer.clone();
    Ok(Party {
        name: payer.name.or_else(|| Some(person.name.as_str().to_owned())),
        email: payer.email.or_else(|| person.emails.into_iter().next()),
        phone: payer.phone.or_else(|| said(person.phone)),
        ..payer
    })
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
