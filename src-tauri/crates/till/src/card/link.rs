//! The way to a provider's page on paper, in mails and on screens: a link to the page that the
//! shop keeps in its own web space, and the files for those who have none.

use std::path::PathBuf;

use cobro_documents::{Catalogue, MessageError, PayLink};
use cobro_domain::ids::{ChargeId, MerchantAccountId};
use cobro_ledger::{
    fact::MerchantAccountChanged,
    views::{charges, invoices},
};
use cobro_providers::{
    operation::Party,
    page::{PageForm, PageWords, relay, several},
    registry::PROVIDERS,
};

use super::CardRefused;
use crate::{
    conditions::Conditions,
    papers::{PrintError, kept_at},
    till::Till,
};

/// The name of a file that is opened to pay.
const PAY_FILE: &str = "pagar.html";

impl Till {
    /// The link that leads to a form's page, if the shop has a place for it and a reader could
    /// take it in.
    pub(super) fn pay_link(
        &self,
        account: &MerchantAccountChanged,
        form: &PageForm,
    ) -> Option<PayLink> {
        let page = match &self.training {
            Some(training) => {
                format!("{}/shop/{}", training.base_url(), training_page(&account.provider))
            }
            None => Conditions::of(account).pay_page,
        };
        if page.is_empty() {
            return None;
        }
        PayLink::parse(&format!("{page}#{}", form.fragment())).ok()
    }

    /// Whether links can be made for an account.
    pub(crate) fn has_pay_page(&self, account: &MerchantAccountChanged) -> bool {
        self.training.is_some() || !Conditions::of(account).pay_page.is_empty()
    }

    /// Writes the page of a charge as a file that opens in any browser and goes on by itself.
    ///
    /// # Errors
    /// [`CardRefused::NotFound`] when it cannot be paid there any more.
    pub fn write_page(&self, id: ChargeId) -> Result<PathBuf, CardRefused> {
        let (name, page) = self.page_file(id, &Party::default())?;
        Ok(kept_at(&self.papers(), &name, page.as_bytes())?)
    }

    /// The page of a charge as a file: its name, and what is in it.
    ///
    /// # Errors
    /// As [`Till::write_page`].
    pub fn page_file(&self, id: ChargeId, payer: &Party) -> Result<(String, String), CardRefused> {
        let offer = self.page_again(id, payer)?;
        let folio = self.read(|reader| {
            let charge = charges::read(reader.conn(), id)?.ok_or(CardRefused::NotFound)?;
            Ok::<_, CardRefused>(invoices::at(reader.conn(), charge.invoice)?.folio)
        })?;
        let words = self.page_words(&folio.to_string())?;
        Ok((format!("{folio}-pay.html"), offer.form.html(&words.borrow())))
    }

    /// A file with a button for each of several pages, named beside it: its name, and what is in
    /// it.
    pub(crate) fn pages_file(
        &self,
        pages: &[(String, PageForm)],
    ) -> Result<(String, String), CardRefused> {
        let words = self.page_words("")?;
        Ok((PAY_FILE.to_owned(), several(pages, &words.borrow())))
    }

    /// Writes the page that links of an account lead to, for the shop's own web space.
    ///
    /// # Errors
    /// [`CardRefused::NotOffered`] when its provider has no page.
    pub fn write_pay_page(&self, id: MerchantAccountId) -> Result<PathBuf, CardRefused> {
        let desk = self.page_desk(id)?;
        let address = desk.address().ok_or(CardRefused::NotOffered)?;
        let words = self.page_words("")?;
        let page = relay(address, &words.borrow());
        Ok(kept_at(&self.papers(), PAY_FILE, page.as_bytes())?)
    }

    /// Puts the pages that links lead to where training's links lead.
    pub(crate) fn publish_pay_pages(&self) {
        let Some(training) = &self.training else { return };
        let words = match self.page_words("") {
            Ok(words) => words,
            // Without links it is a shop all the same.
            Err(error) => return tracing::error!(%error, "the page for links was not made"),
        };
        for kind in PROVIDERS {
            let settings = (kind.training)(&training.base_url());
            let provider = (kind.build)(&settings).ok();
            let Some(provider) = provider else { continue };
            let Some(address) = provider.page_address() else { continue };
            training.control().publish(&training_page(kind.id), relay(address, &words.borrow()));
        }
    }

    /// The words of the way to a page; without a number of an invoice, of the way to any.
    fn page_words(&self, folio: &str) -> Result<Words, PrintError> {
        let words = Catalogue::of(self.language());
        let shop = self.company()?.map(|company| company.name).unwrap_or_default();
        let told = |error: MessageError| PrintError::Paper(error.into());
        let title = match folio {
            "" => words.format("page-title", &[("shop", &shop)]),
            folio => words.format("page-title-folio", &[("shop", &shop), ("folio", folio)]),
        };
        Ok(Words {
            language: self.language().tag(),
            title: title.map_err(told)?,
            button: words.text("page-button").map_err(told)?,
            incomplete: words.text("page-incomplete").map_err(told)?,
        })
    }
}

/// The name of the page that training's links lead to, in the web space of the sandbox.
fn training_page(provider: &str) -> String {
    format!("{provider}.html")
}

/// The words of a way to a page, in the shop's language.
struct Words {
    language: &'static str,
    title: String,
    button: String,
    incomplete: String,
}

impl Words {
    fn borrow(&self) -> PageWords<'_> {
        PageWords {
            language: self.language,
            title: &self.title,
            button: &self.button,
            incomplete: &self.incomplete,
        }
    }
}
