//! A statement of account as the window shows it.

use cobro_domain::{
    ids::CustomerId,
    statement::{Age, Button, Moved, Movement, Outstanding, PayState, Statement},
    time::Timestamp,
};
use serde::Serialize;

use super::{Amount, CommandError, HistoryPage, Millis};
use crate::{customers::History, statement::Collecting, till::Till};

/// A movement of a customer's account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MovementView {
    /// When it was booked.
    pub at: Millis,
    /// The words are the message `movement-<kind>`.
    pub kind: String,
    /// The number of the invoice or credit note that it is.
    pub document: Option<String>,
    /// How the money went; the words are the message `method-<method>`.
    pub method: Option<String>,
    /// What the bank, the provider or a person calls it.
    pub reference: Option<String>,
    /// When the money came, if that was typed.
    pub received_at: Option<Millis>,
    /// The numbers of the invoices that it settles.
    pub invoices: Vec<String>,
    /// What raises the balance.
    pub charged: Option<Amount>,
    /// What lowers it.
    pub credited: Option<Amount>,
    /// The balance after it.
    pub balance: Amount,
}

/// How the button to pay an invoice is shown; the words are the message `pay-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum PayWord {
    Payable,
    BelowMinimum,
    AboveMaximum,
    NoAccount,
    AccountInactive,
    Settled,
}

/// An invoice of which something was owed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OutstandingView {
    /// The invoice.
    pub invoice: String,
    /// Its number.
    pub folio: String,
    /// When it was issued.
    pub at: Millis,
    /// When it has to be paid.
    pub due_at: Option<Millis>,
    /// What it was issued for.
    pub total: Amount,
    /// What of it was owed at the period's end.
    pub owed: Amount,
    /// What of it is owed now.
    pub owed_now: Amount,
    /// Days since it was issued, at the period's end.
    pub days: u32,
    /// Whether it can be paid.
    pub pay: PayWord,
    /// Whether there is a button to pay it.
    pub has_button: bool,
    /// The limit that it does not keep, when that is why.
    pub limit: Option<Amount>,
}

/// What is outstanding of one age.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AgeView {
    /// The words are the message `age-<word>`: `30`, `60`, `90`, `120`, `older`.
    pub word: String,
    /// How much.
    pub owed: Amount,
}

/// A statement of account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StatementView {
    /// Whose it is.
    pub customer: String,
    /// Their name; nothing once they were forgotten.
    pub name: Option<String>,
    /// Its first moment.
    pub from: Millis,
    /// The moment after its last.
    pub until: Millis,
    /// The balance when it began.
    pub opening: Amount,
    /// What moved, oldest first.
    pub movements: Vec<MovementView>,
    /// What was charged, all in all.
    pub charged: Amount,
    /// What was credited, all in all.
    pub credited: Amount,
    /// The balance at its end.
    pub closing: Amount,
    /// What of it the shop owes the customer.
    pub credit: Amount,
    /// What is outstanding by age, youngest first.
    pub ageing: Vec<AgeView>,
    /// The invoices of which something is owed, oldest first.
    pub outstanding: Vec<OutstandingView>,
    /// The provider that they are paid through; none without an active merchant account.
    pub provider: Option<String>,
    /// Whether the customer may withhold taxes from them.
    pub withholdings: bool,
}

/// The place of a movement in a history, as the window hands it back.
fn place(text: &str) -> Option<(Timestamp, i64)> {
    let (at, fact) = text.split_once('.')?;
    Some((Timestamp::from_millis(at.parse().ok()?), fact.parse().ok()?))
}

impl Till {
    /// A customer's account over whole days, each `YYYY-MM-DD`.
    ///
    /// # Errors
    /// When a day is none, or the books cannot be read.
    pub fn statement_view(
        &self,
        customer: &str,
        first: &str,
        last: &str,
    ) -> Result<StatementView, CommandError> {
        let period = self.period(first, last)?;
        let told = self.statement(CustomerId::parse(customer)?, period)?;
        let name = self.customer(told.customer).ok();
        let name = name.map(|customer| customer.person.name.as_str().to_owned());
        Ok(self.statement_shown(&told, name, self.collecting()?))
    }

    fn statement_shown(
        &self,
        told: &Statement,
        name: Option<String>,
        collecting: Collecting,
    ) -> StatementView {
        let words = Age::ALL.into_iter().zip(["30", "60", "90", "120", "older"]);
        let ageing = words.map(|(age, word)| AgeView {
            word: word.to_owned(),
            owed: self.amount(told.ageing.at(age)),
        });
        StatementView {
            customer: told.customer.to_string(),
            name,
            from: told.period.from.into(),
            until: told.period.until.into(),
            opening: self.amount(told.opening),
            movements: told.movements.iter().map(|line| self.movement(line)).collect(),
            charged: self.amount(told.charged),
            credited: self.amount(told.credited),
            closing: self.amount(told.closing),
            credit: self.amount(told.credit),
            ageing: ageing.collect(),
            outstanding: told.outstanding.iter().map(|one| self.outstanding(one)).collect(),
            provider: collecting.through.map(|through| through.provider.to_owned()),
            withholdings: collecting.through.is_some_and(|through| through.withholdings),
        }
    }

    fn movement(&self, Movement { moved, balance }: &Movement) -> MovementView {
        let Moved { at, kind, document, method, reference, received_at, shares, .. } = moved;
        let some =
            |money: cobro_domain::money::Money| (!money.is_zero()).then(|| self.amount(money));
        MovementView {
            at: (*at).into(),
            kind: kind.word().to_owned(),
            document: document.clone(),
            method: method.as_ref().map(|method| method.as_str().to_owned()),
            reference: reference.clone(),
            received_at: received_at.map(Millis::from),
            invoices: shares.iter().map(|share| share.folio.to_string()).collect(),
            charged: some(moved.charged),
            credited: some(moved.credited),
            balance: self.amount(*balance),
        }
    }

    fn outstanding(&self, Outstanding { owing, pay }: &Outstanding) -> OutstandingView {
        let (pay_word, limit) = match pay {
            PayState::Payable => (PayWord::Payable, None),
            PayState::BelowMinimum { minimum } => (PayWord::BelowMinimum, Some(*minimum)),
            PayState::AboveMaximum { maximum } => (PayWord::AboveMaximum, Some(*maximum)),
            PayState::NoAccount => (PayWord::NoAccount, None),
            PayState::AccountInactive => (PayWord::AccountInactive, None),
            PayState::Settled => (PayWord::Settled, None),
        };
        OutstandingView {
            invoice: owing.invoice.to_string(),
            folio: owing.folio.to_string(),
            at: owing.at.into(),
            due_at: owing.due_at.map(Millis::from),
            total: self.amount(owing.total),
            owed: self.amount(owing.owed),
            owed_now: self.amount(owing.owed_now),
            days: owing.days,
            pay: pay_word,
            has_button: pay.button() != Button::Hidden,
            limit: limit.map(|limit| self.amount(limit)),
        }
    }

    /// A page of what moved on a customer's account, newest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn customer_history_page(
        &self,
        customer: &str,
        after: Option<&str>,
    ) -> Result<HistoryPage, CommandError> {
        let id = CustomerId::parse(customer)?;
        let History { movements, next } = self.customer_history(id, after.and_then(place))?;
        let movements = movements.iter().map(|line| self.movement(line)).collect();
        let next = next.map(|(at, fact)| format!("{}.{fact}", at.millis()));
        Ok(HistoryPage { movements, next })
    }
}
