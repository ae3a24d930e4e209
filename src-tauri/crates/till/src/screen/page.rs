//! The provider's page as the window shows it: a code that the payer's phone reads, and a link.

use cobro_documents::Symbol;
use cobro_domain::ids::{ChargeId, InvoiceId, MerchantAccountId};
use cobro_providers::operation::Party;
use serde::Serialize;

use super::{ChargeView, CommandError, Millis, PrintView};
use crate::{card::PageOrder, collect::Overpaying, till::Till};

/// The way to a page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PageView {
    /// The link; none while the shop has no page of its own for links.
    pub link: Option<String>,
    /// The link as a QR code.
    pub qr_svg: Option<String>,
    /// Until when it can be paid there.
    pub expires_at: Millis,
}

impl Till {
    /// Offers the provider's page for the ticket on the screen, or for an invoice that is owed.
    ///
    /// # Errors
    /// [`CommandError`]; nothing was booked.
    pub fn offer_page_view(
        &self,
        account: &str,
        invoice: Option<&str>,
        overpaying: Overpaying,
    ) -> Result<ChargeView, CommandError> {
        let order = PageOrder {
            account: MerchantAccountId::parse(account)?,
            invoice: invoice.map(InvoiceId::parse).transpose()?,
            payer: Party::default(),
            overpaying,
        };
        self.charge_view(self.offer_page(&order)?.charge)
    }

    /// The charge by which an invoice of a statement is paid on the provider's page.
    ///
    /// # Errors
    /// [`CommandError`]; nothing was booked.
    pub fn pay_page_view(&self, invoice: &str) -> Result<ChargeView, CommandError> {
        self.charge_view(self.pay_page(InvoiceId::parse(invoice)?)?)
    }

    /// The way to the page of a charge.
    ///
    /// # Errors
    /// When it cannot be paid there any more.
    pub fn page_view(&self, id: &str) -> Result<PageView, CommandError> {
        let offer = self.page_again(ChargeId::parse(id)?, &Party::default())?;
        let link = offer.link.map(|link| link.as_str().to_owned());
        // A link that makes no code is still a link.
        let qr = link.as_deref().and_then(|link| Symbol::qr(link).ok());
        let qr_svg = qr.map(|symbol| symbol.svg());
        Ok(PageView { link, qr_svg, expires_at: offer.expires_at.into() })
    }

    /// Writes the page of a charge as a file.
    ///
    /// # Errors
    /// When it cannot be paid there any more, or the file cannot be written.
    pub fn write_page_view(&self, id: &str) -> Result<PrintView, CommandError> {
        let path = self.write_page(ChargeId::parse(id)?)?;
        Ok(PrintView::file(&path))
    }

    /// Writes the page that links of an account lead to.
    ///
    /// # Errors
    /// When its provider has no page, or the file cannot be written.
    pub fn write_pay_page_view(&self, account: &str) -> Result<PrintView, CommandError> {
        let path = self.write_pay_page(MerchantAccountId::parse(account)?)?;
        Ok(PrintView::file(&path))
    }
}
