//! Goods that come back: a credit note with the amounts of the sale, and the money, as it was
//! paid, in another way, or as credit for another day.

mod book;
mod plan;

use cobro_domain::{
    account::EntryError,
    giving_back::GivingBackError,
    ids::{ChargeId, CreditNoteId, CustomerId, InvoiceId, PaymentId},
    invoice::{Folio, InvoiceState},
    method::Method,
    money::{Money, MoneyError},
    name::{Name, NameError},
    quantity::Quantity,
};
use cobro_ledger::LedgerError;

pub use self::plan::ReturnPlan;
use crate::{
    after::FollowError, collect::CollectError, customers::CustomerError, entered::EnterError,
    permit::PermitError,
};

/// How what was paid goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// As it came: cash as cash, a card through its provider where that can be, and otherwise
    /// by hand.
    AsPaid,
    /// All of it by hand.
    ByHand {
        /// [`Method::CASH`] out of the drawer, or any other out of the bank.
        method: Method,
        /// What the bank, or whoever took it, calls it.
        reference: String,
    },
    /// As a customer's credit: that of the invoice's own customer, or this one's for a walk-in.
    Credit {
        /// Whose credit, when the invoice names nobody.
        to: Option<CreditTo>,
    },
}

/// Whose credit it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditTo {
    /// A customer the shop knows.
    Known(CustomerId),
    /// The customer with this name, made known if need be.
    Named(Name),
}

/// What to do about charges that could still bring what is owed no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveCharges {
    /// Refuse, so that a person can be asked.
    Ask,
    /// A person was asked: they are given up, and stay watched.
    GiveUp,
}

/// What comes back, and why.
#[derive(Clone, Debug)]
pub struct ReturnOrder {
    /// The invoice that it was sold with.
    pub invoice: InvoiceId,
    /// How many of which line, by its place on the invoice.
    pub lines: Vec<(usize, Quantity)>,
    /// Why.
    pub reason: String,
    /// How what was paid goes back.
    pub back: Back,
    /// What to do about live charges.
    pub live: LiveCharges,
}

/// Who gives a part of the money back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Giver {
    /// The provider, to the card that paid; a person the rest that it cannot.
    Provider {
        /// The charge that the payment came by.
        charge: ChargeId,
        /// What a person pays back in cash.
        by_hand: Money,
    },
    /// A person, in this way.
    Person(Method),
    /// Nobody: a customer keeps it as credit.
    Credit,
}

/// A part of the money that goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackPart {
    /// The payment it is of; none for credit.
    pub payment: Option<PaymentId>,
    /// How that was paid.
    pub method: Option<Method>,
    /// How much.
    pub amount: Money,
    /// Who gives it back, and how.
    pub by: Giver,
}

/// A return that was booked.
#[derive(Clone, Debug)]
pub struct Returned {
    /// The credit note.
    pub credit_note: CreditNoteId,
    /// Its number.
    pub folio: Folio,
    /// What came back, and what became of the money.
    pub plan: ReturnPlan,
}

/// Why nothing came back; nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    /// There is no such invoice or line.
    #[error("there is no such invoice or line")]
    NotFound,
    /// Nothing was picked.
    #[error("nothing comes back")]
    Nothing,
    /// The invoice was taken back as a whole.
    #[error("an invoice that is {state:?} takes nothing back")]
    NotReturnable {
        /// Where it stands.
        state: InvoiceState,
    },
    /// More than was sold and did not come back yet.
    #[error("only {left} thousandths of line {line} are left")]
    TooMany {
        /// The line's place on the invoice.
        line: usize,
        /// How many thousandths are left of it.
        left: i64,
    },
    /// Charges could still bring what is owed no more.
    #[error("charges of {live} are still under way")]
    Live {
        /// What they collect.
        live: Money,
    },
    /// Credit belongs to a customer, and the invoice names nobody.
    #[error("nobody is named whose credit it is")]
    WhoseCredit,
    /// The invoice changed while the provider was asked.
    #[error("the invoice changed meanwhile")]
    Overtaken,
    /// Whoever asks may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The reason does not fit.
    #[error(transparent)]
    Reason(#[from] NameError),
    /// The customer cannot be read.
    #[error(transparent)]
    Customer(#[from] CustomerError),
    /// Its charges could not be given up.
    #[error(transparent)]
    Charge(#[from] CollectError),
    /// The money cannot go back by hand.
    #[error(transparent)]
    Hand(#[from] EnterError),
    /// The money cannot go back through the provider.
    #[error(transparent)]
    Provider(#[from] FollowError),
    /// Amounts do not go together.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<MoneyError> for ReturnError {
    fn from(error: MoneyError) -> Self {
        Self::Entry(error.into())
    }
}

impl ReturnError {
    fn of_line(line: usize, error: GivingBackError) -> Self {
        match error {
            GivingBackError::TooMany { left } => Self::TooMany { line, left },
            GivingBackError::Money(error) => error.into(),
        }
    }
}
