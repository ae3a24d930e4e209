use cobro_domain::{invoice::InvoiceState, method::Method, money::Money, time::Timestamp};
use cobro_ledger::LedgerError;
use cobro_providers::{capabilities::PayerField, outcome::Refusal, provider::ProviderError};

use crate::{
    issue::IssueError, merchants::MerchantError, papers::PrintError, permit::PermitError,
    sell::SellError,
};

/// Why no card was charged; nothing was booked and nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum CardRefused {
    /// The account cannot be used.
    #[error(transparent)]
    Merchant(#[from] MerchantError),
    /// The account is switched off, or its provider takes no cards.
    #[error("the merchant account does not take cards")]
    NotOffered,
    /// The provider refused the account's credentials; nothing is sent until they are mended.
    #[error("the account is paused: its credentials were refused")]
    Paused,
    /// The owner has not let cards be typed here.
    #[error("cards are not typed here until the owner allows it")]
    NotTyped,
    /// The provider does not take cards of this brand.
    #[error("the provider does not take this card")]
    Brand,
    /// The provider holds no money on cards of this brand.
    #[error("no money is held on this card")]
    NoHold,
    /// The amount cannot be paid in so many parts.
    #[error("the amount cannot be paid in {months} parts")]
    Months {
        /// How many.
        months: u32,
    },
    /// The provider wants to know more of the payer.
    #[error("the provider wants to know more of the payer")]
    PayerNeeded {
        /// What.
        missing: Vec<PayerField>,
    },
    /// Whoever works here may not give a card up alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
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
    /// Nobody knows yet whether the card was charged; the provider is asked until then.
    #[error("the provider is still asked whether the card was charged")]
    StillAsked {
        /// From when a person may decide; nothing when a look-up has yet to find nothing.
        from: Option<Timestamp>,
    },
    /// There is no such invoice, charge or card.
    #[error("it is not there")]
    NotFound,
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
    /// The provider cannot make its page of the charge.
    #[error(transparent)]
    Page(#[from] ProviderError),
    /// The provider refused to keep or forget a card, or to list them.
    #[error("the provider refused: {}", .0.text)]
    Refused(Refusal),
    /// The provider gave no answer, or none that can be read.
    #[error("the provider gave no answer")]
    NoAnswer,
    /// The page, or the file of it, could not be made.
    #[error(transparent)]
    Paper(#[from] PrintError),
    /// The ticket did not become an invoice.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<SellError> for CardRefused {
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
