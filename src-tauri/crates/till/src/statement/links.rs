//! Where the invoices of a statement can be paid: a page of the provider for each.

use std::collections::BTreeMap;

use cobro_documents::PayLink;
use cobro_domain::{
    ids::{ChargeId, InvoiceId},
    invoice::{Folio, InvoiceState},
    statement::{Button, Statement},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking,
    views::{
        cards,
        charges::{self, Charge},
        invoices::{self, Invoice},
    },
};
use cobro_providers::operation::Party;

use crate::{
    card::{CardRefused, PageDesk, PageOffer, PageOrder},
    collect::{Overpaying, cancel},
    till::Till,
};

/// A page that is handed out once more can be paid there at least for so long.
const WORTH: Span = Span::days(2);

/// Pages that are booked at once: the counter waits for no more than these.
const SLICE: usize = 20;

impl Till {
    /// The payment page of each invoice of a statement that has a button: one that was offered
    /// before while it is worth something and asks for what is owed, otherwise a new one in its
    /// place. An invoice that waits for another charge has none: it could be paid twice.
    ///
    /// Without the shop's own page for links there are none; and a locked vault or a paused
    /// account costs the links, not the statement.
    #[must_use]
    pub fn pay_links(&self, statement: &Statement) -> BTreeMap<InvoiceId, PayLink> {
        match self.linked(statement) {
            Ok(links) => links,
            Err(error) => {
                tracing::warn!(%error, "a statement has no links to pay");
                BTreeMap::new()
            }
        }
    }

    /// A file with a button for each invoice of a statement that has one, for a shop that has no
    /// page for links: its name and what is in it. As little as [`Till::pay_links`] does it hold
    /// the statement up.
    #[must_use]
    pub fn pay_file(&self, statement: &Statement) -> Option<(String, String)> {
        let made = self.payable(statement, false).and_then(|offers| {
            let named = offers.into_iter().map(|one| (one.folio.to_string(), one.offer.form));
            let named: Vec<_> = named.collect();
            if named.is_empty() { Ok(None) } else { self.pages_file(&named).map(Some) }
        });
        made.unwrap_or_else(|error| {
            tracing::warn!(%error, "a statement has no pages to pay");
            None
        })
    }

    /// The charge by which an invoice is paid on the provider's page: the one that was offered
    /// before while it is worth something, otherwise a new one.
    ///
    /// # Errors
    /// [`CardRefused`]; nothing was then booked.
    pub fn pay_page(&self, id: InvoiceId) -> Result<ChargeId, CardRefused> {
        let through = self.collecting().ok().and_then(|collecting| collecting.through);
        let account = through.ok_or(CardRefused::NotOffered)?.account;
        let desk = self.page_desk(account)?;
        let found = self.book(self.actor(), |booking| self.page_of(booking, &desk, id))?;
        if let Some(found) = found {
            self.announce(found.offer.charge);
            return Ok(found.offer.charge);
        }
        // It says why not: the invoice is paid, waits for another charge, or has no right amount.
        let (payer, overpaying) = (Party::default(), Overpaying::Ask);
        let order = PageOrder { account, invoice: Some(id), payer, overpaying };
        Ok(self.offer_page(&order)?.charge)
    }

    fn linked(&self, statement: &Statement) -> Result<BTreeMap<InvoiceId, PayLink>, CardRefused> {
        let offers = self.payable(statement, true)?;
        Ok(offers.into_iter().filter_map(|one| Some((one.invoice, one.offer.link?))).collect())
    }

    /// The way to the page of each invoice that can be paid, if the shop has a page for links,
    /// or has none, as is wanted.
    fn payable(&self, statement: &Statement, linked: bool) -> Result<Vec<Payable>, CardRefused> {
        let mut offers = Vec::new();
        let payable = statement.outstanding.iter();
        let payable = payable.filter(|one| matches!(one.pay.button(), Button::Enabled));
        let payable: Vec<_> = payable.map(|one| one.owing.invoice).collect();
        let through = self.collecting().ok().and_then(|collecting| collecting.through);
        let Some(through) = through.filter(|_| !payable.is_empty()) else {
            return Ok(offers);
        };
        let desk = self.page_desk(through.account)?;
        if self.has_pay_page(desk.account()) != linked {
            return Ok(offers);
        }
        for slice in payable.chunks(SLICE) {
            let slice = self.book(self.actor(), |booking| {
                let made = slice.iter().map(|id| self.page_of(booking, &desk, *id));
                made.collect::<Result<Vec<_>, CardRefused>>()
            })?;
            offers.extend(slice.into_iter().flatten());
        }
        self.ring();
        Ok(offers)
    }

    /// The way to the page of an invoice, if it can be paid there.
    fn page_of(
        &self,
        booking: &mut Booking<'_, '_>,
        desk: &PageDesk,
        id: InvoiceId,
    ) -> Result<Option<Payable>, CardRefused> {
        let Some(invoice) = invoices::read(booking.conn(), id)? else { return Ok(None) };
        let owed = invoice.due()?;
        if invoice.state != InvoiceState::Open {
            return Ok(None);
        }
        let Live { mut pages, others } = live(booking, &invoice)?;
        if others {
            return Ok(None);
        }
        let worth = booking.at().plus(WORTH);
        let found = pages.iter().position(|(page, until)| page.amount == owed && *until > worth);
        let kept = found.map(|place| pages.swap_remove(place));
        // A page that asks for another amount, or is about to end, makes way.
        for (page, _) in pages {
            cancel(booking, page.id).map_err(|_| CardRefused::NotFound)?;
        }
        let nobody = Party::default();
        let offer = match kept {
            Some((page, until)) => {
                self.way(booking.conn(), desk, (&page, until), &nobody, booking.at())
            }
            None => self.book_page(booking, desk, (id, owed), &nobody),
        };
        match offer {
            Ok(offer) => Ok(Some(Payable { invoice: id, folio: invoice.folio, offer })),
            // The amount was looked at before; a limit that was met since costs this link alone.
            Err(CardRefused::BelowMinimum { .. } | CardRefused::AboveMaximum { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// An invoice that can be paid on a page.
struct Payable {
    invoice: InvoiceId,
    folio: Folio,
    offer: PageOffer,
}

/// What an invoice waits for.
struct Live {
    /// Pages, each with the moment it ends.
    pages: Vec<(Charge, Timestamp)>,
    /// Whether there is anything else.
    others: bool,
}

fn live(booking: &Booking<'_, '_>, invoice: &Invoice) -> Result<Live, CardRefused> {
    let mut live = Live { pages: Vec::new(), others: false };
    let charges = charges::of_invoice(booking.conn(), invoice.arrival)?;
    for charge in charges.into_iter().filter(|charge| charge.state.is_live()) {
        match cards::page_until(booking.conn(), charge.id)? {
            Some(until) => live.pages.push((charge, until)),
            None => live.others = true,
        }
    }
    Ok(live)
}
