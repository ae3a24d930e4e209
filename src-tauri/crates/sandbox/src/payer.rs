//! The payer of a charge, whatever the provider: what training mode's "act as the customer"
//! can do.

use crate::control::Control;
use crate::http::Incoming;
use crate::payu::{Centavos, Paid, PayuError, checkout};

/// What the payer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerAct {
    /// Pays what was asked for.
    Pay,
    /// Pays this many minor units, less or more than was asked for.
    PayAmount(i64),
    /// The store or bank turns the payment down.
    Decline,
}

/// Why the payer could not do it.
#[derive(Debug, thiserror::Error)]
pub enum PayerError {
    /// The sandbox simulates no such provider.
    #[error("no provider {provider:?} is simulated")]
    NoSuchProvider {
        /// The word that was given.
        provider: String,
    },
    /// The provider's simulator refused.
    #[error(transparent)]
    Payu(#[from] PayuError),
    /// The provider's page said no, or nothing.
    #[error("the provider's page answered {status:?}")]
    Page {
        /// The HTTP status; nothing when a fault ate the request.
        status: Option<u16>,
    },
}

/// What the payer does on a provider's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageAct {
    /// Pays.
    Pay,
    /// Is turned down by the bank.
    Reject,
}

impl Control {
    /// Acts as the payer of the charge with our `reference` at `provider`.
    ///
    /// # Errors
    /// When there is no such charge, or it cannot happen to it any more.
    pub fn act_as_payer(
        &self,
        provider: &str,
        reference: &str,
        act: PayerAct,
    ) -> Result<(), PayerError> {
        match provider {
            "payu" => {
                let payu = self.payu();
                match act {
                    PayerAct::Pay => payu.pay(reference, Paid::InFull)?,
                    PayerAct::PayAmount(minor) => {
                        payu.pay(reference, Paid::Amount(Centavos(minor)))?
                    }
                    PayerAct::Decline => payu.decline(reference)?,
                };
                Ok(())
            }
            other => Err(PayerError::NoSuchProvider { provider: other.to_owned() }),
        }
    }

    /// Acts as a payer whose browser was taken to the provider's page by a form.
    ///
    /// # Errors
    /// When the page refuses the form or the payment.
    pub fn act_on_page(
        &self,
        provider: &str,
        form: &[(&str, String)],
        act: PageAct,
    ) -> Result<(), PayerError> {
        if provider != "payu" {
            return Err(PayerError::NoSuchProvider { provider: provider.to_owned() });
        }
        let session = self.submit(checkout::FORM.to_owned(), None, form)?;
        let word = match act {
            PageAct::Pay => "pay",
            PageAct::Reject => "reject",
        };
        let (path, query) = session.split_once('?').unwrap_or((&session, ""));
        let (path, query) = (path.to_owned(), Some(query.to_owned()));
        self.submit(path, query, &[("act", word.to_owned())]).map(|_| ())
    }

    /// Submits a form as a browser does, and says where it goes from there.
    fn submit(
        &self,
        path: String,
        query: Option<String>,
        fields: &[(&str, String)],
    ) -> Result<String, PayerError> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let reply = self.browse(&Incoming {
            is_post: true,
            path,
            query,
            content_type: Some("application/x-www-form-urlencoded".to_owned()),
            body: body.into_bytes(),
            ..Incoming::default()
        });
        let status = reply.as_ref().map(|reply| reply.status);
        reply.and_then(|reply| reply.location).ok_or(PayerError::Page { status })
    }
}
