//! The statement of account: what a customer owed when a period began, what moved, what they
//! owe at its end, how old that is, and which of it can be paid at once.
//!
//! The balance is what the customer owes less what the shop owes them: their credit counts
//! against it. Using credit moves nothing; it shows as charged and credited alike.

mod ageing;
mod collector;

use crate::{
    ids::{CustomerId, InvoiceId},
    invoice::Folio,
    method::Method,
    money::{Currency, Money, MoneyError},
    time::Timestamp,
};

pub use self::{
    ageing::{Age, Ageing},
    collector::{Button, Collector, PayState, effective_minimum},
};

/// The moments that a statement tells of: from the first, up to and without the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment after its last.
    pub until: Timestamp,
}

impl Period {
    /// Whether a moment belongs to it.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// What a movement of the account was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MovementKind {
    /// Something was sold.
    Invoice,
    /// Money came.
    Payment,
    /// The customer pays a tax in the shop's name instead of paying the shop.
    Withholding,
    /// Money that came before now settles an invoice.
    CreditUsed,
    /// Money went back.
    Refund,
    /// An invoice was taken back.
    CreditNote,
    /// Goods came back.
    Return,
    /// Money that came was taken back by a payer's bank or a provider.
    Reversal,
    /// The account of the same customer under another name was joined to this one.
    Merger,
}

impl MovementKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Invoice,
        Self::Payment,
        Self::Withholding,
        Self::CreditUsed,
        Self::Refund,
        Self::CreditNote,
        Self::Return,
        Self::Reversal,
        Self::Merger,
    ];

    /// The word in the ledger, and of the message that names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Withholding => "withholding",
            Self::CreditUsed => "credit-used",
            Self::Refund => "refund",
            Self::CreditNote => "credit-note",
            Self::Return => "return",
            Self::Reversal => "reversal",
            Self::Merger => "merger",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What of a movement belongs to one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// What it raises the invoice's debt by; negative when it settles some.
    pub owed: Money,
}

/// A movement as the books know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// When it was booked.
    pub at: Timestamp,
    /// What it was.
    pub kind: MovementKind,
    /// The number of the invoice or credit note that it is.
    pub document: Option<String>,
    /// How the money went.
    pub method: Option<Method>,
    /// What the payer's bank, the provider or a person calls it.
    pub reference: Option<String>,
    /// When the money came, if that was typed by hand and not the moment it was booked.
    pub received_at: Option<Timestamp>,
    /// The invoices that it belongs to.
    pub shares: Vec<Share>,
    /// What raises the balance.
    pub charged: Money,
    /// What lowers it.
    pub credited: Money,
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// What happened.
    pub moved: Moved,
    /// The balance after it.
    pub balance: Money,
}

/// An invoice of which something was owed at the period's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owing {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// When it was issued.
    pub at: Timestamp,
    /// When it has to be paid.
    pub due_at: Option<Timestamp>,
    /// What it was issued for.
    pub total: Money,
    /// What of it was owed at the period's end.
    pub owed: Money,
    /// What of it is owed now: that is what a payment would collect.
    pub owed_now: Money,
    /// Days from its issue to the period's end, in the shop's calendar.
    pub days: u32,
}

/// An outstanding invoice, and whether it can be paid at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outstanding {
    /// What is owed.
    pub owing: Owing,
    /// Whether and how it can be paid.
    pub pay: PayState,
}

/// What a statement is computed from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose account it is.
    pub customer: CustomerId,
    /// The currency of every amount.
    pub currency: Currency,
    /// The period.
    pub period: Period,
    /// The balance when it began.
    pub opening: Money,
    /// What moved, oldest first.
    pub moved: Vec<Moved>,
    /// What was owed at its end, oldest first.
    pub owing: Vec<Owing>,
    /// What the shop owed the customer at its end.
    pub credit: Money,
    /// The merchant account that the customer would pay through.
    pub collector: Collector,
}

/// A customer's account over a period, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Whose account it is.
    pub customer: CustomerId,
    /// The currency of every amount.
    pub currency: Currency,
    /// The period.
    pub period: Period,
    /// The balance when it began.
    pub opening: Money,
    /// What moved, oldest first, with the balance after each.
    pub movements: Vec<Movement>,
    /// What was charged in the period, all in all.
    pub charged: Money,
    /// What was credited in the period, all in all.
    pub credited: Money,
    /// The balance at its end: what is outstanding less the credit.
    pub closing: Money,
    /// What of it the shop owes the customer.
    pub credit: Money,
    /// What is outstanding by how long it has been owed.
    pub ageing: Ageing,
    /// The invoices of which something is owed, oldest first.
    pub outstanding: Vec<Outstanding>,
}

impl Statement {
    /// The statement that follows from what the books know.
    ///
    /// # Errors
    /// Amounts of another currency, or too large.
    pub fn of(draft: Draft) -> Result<Self, MoneyError> {
        let Draft { customer, currency, period, opening, moved, owing, credit, collector } = draft;
        let charged = Money::sum(currency, moved.iter().map(|moved| moved.charged))?;
        let credited = Money::sum(currency, moved.iter().map(|moved| moved.credited))?;
        let mut closing = opening;
        let mut movements = Vec::with_capacity(moved.len());
        for moved in moved {
            closing = closing.checked_add(moved.charged)?.checked_sub(moved.credited)?;
            movements.push(Movement { moved, balance: closing });
        }
        let ageing = Ageing::of(currency, owing.iter().map(|owing| (owing.days, owing.owed)))?;
        let outstanding = owing.into_iter().map(|owing| {
            let pay = collector.pay_state(owing.owed_now)?;
            Ok(Outstanding { owing, pay })
        });
        let outstanding = outstanding.collect::<Result<_, MoneyError>>()?;
        Ok(Self {
            customer,
            currency,
            period,
            opening,
            movements,
            charged,
            credited,
            closing,
            credit,
            ageing,
            outstanding,
        })
    }

    /// Whether what is outstanding, less the credit, is the closing balance. It always is for
    /// books that are whole.
    #[must_use]
    pub fn ties(&self) -> bool {
        self.ageing.total().checked_sub(self.credit) == Ok(self.closing)
    }
}

#[cfg(test)]
mod tests;
