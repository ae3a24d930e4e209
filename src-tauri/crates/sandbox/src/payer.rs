//! The payer of a charge, whatever the provider: what training mode's "act as the customer"
//! can do.

use crate::control::Control;
use crate::payu::{Centavos, Paid, PayuError};

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
}
