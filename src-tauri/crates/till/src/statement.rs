//! Statements of account: of one customer, or of everybody with a balance. They read beside the
//! counter and never hold it up.

mod collecting;
mod days;
mod links;
mod moved;
mod paper;

use std::ops::ControlFlow;

use cobro_domain::{
    ids::CustomerId,
    money::{Currency, MoneyError},
    statement::{Collector, Draft, Owing, Period, Statement},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        merges, movements,
        outstanding::{self, Owed},
    },
};
use jiff::tz::TimeZone;

pub use self::{
    collecting::{Collecting, Through},
    days::PeriodError,
    paper::{StatementFormat, Written},
};
pub(crate) use self::{
    days::{common_periods, day, morning_of, zone},
    moved::newest_first,
    paper::stem,
};
use crate::till::Till;

/// Customers that are looked up at once while all are told.
const SLICE: u32 = 200;

/// Why there is no statement.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// Amounts of the books do not go together.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The period is none.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The books could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// How far the statements of everybody are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Statements made.
    pub done: usize,
    /// Statements in all.
    pub of: usize,
}

/// What every statement of a run has in common.
struct Run {
    currency: Currency,
    period: Period,
    collector: Collector,
    zone: TimeZone,
}

impl Till {
    /// A customer's account over a period; whoever became another is told as that one.
    ///
    /// # Errors
    /// [`StatementError`].
    pub fn statement(
        &self,
        customer: CustomerId,
        period: Period,
    ) -> Result<Statement, StatementError> {
        let run = self.run(period)?;
        self.read(|reader| told(reader.conn(), customer, &run))
    }

    /// The statement of everybody who owes or is owed something now, in the order of their
    /// ids. `each` is handed one after the other, and may break off.
    ///
    /// # Errors
    /// [`StatementError`].
    pub fn statements(
        &self,
        period: Period,
        mut each: impl FnMut(Statement, Progress) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StatementError> {
        let run = self.run(period)?;
        let customers = self.customers_with_a_balance()?;
        let of = customers.len();
        for (done, customer) in (1_usize..).zip(customers) {
            // A transaction for each: none lasts long enough to hold the counter's
            // checkpoints back.
            let statement = self.read(|reader| told(reader.conn(), customer, &run))?;
            if each(statement, Progress { done, of }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Everybody who owes or is owed something now.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn customers_with_a_balance(&self) -> Result<Vec<CustomerId>, LedgerError> {
        let mut all: Vec<CustomerId> = Vec::new();
        loop {
            let after = all.last().copied();
            let next = self.read(|reader| {
                outstanding::customers(reader.conn(), self.currency(), after, SLICE)
            })?;
            if next.is_empty() {
                return Ok(all);
            }
            all.extend(next);
        }
    }

    fn run(&self, period: Period) -> Result<Run, StatementError> {
        let zone = days::zone(&self.zone());
        Ok(Run { currency: self.currency(), period, collector: self.collector()?, zone })
    }

    /// The days from the first to the last, whole days in the shop's zone, each `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`PeriodError`].
    pub fn period(&self, first: &str, last: &str) -> Result<Period, PeriodError> {
        days::period(&days::zone(&self.zone()), first, last)
    }
}

fn told(conn: &Connection, customer: CustomerId, run: &Run) -> Result<Statement, StatementError> {
    // One moment for the whole statement, whatever is booked meanwhile.
    let moment = conn.unchecked_transaction().map_err(LedgerError::from)?;
    let customer = merges::resolve(&moment, customer)?;
    let Run { currency, period, collector, .. } = run;
    let opening = movements::balance_before(&moment, customer, *currency, period.from)?;
    let moved = moved::within(&moment, customer, *currency, *period)?;
    let open = outstanding::before(&moment, customer, *currency, period.until)?;
    let owing = open.invoices.into_iter().map(|owed| owing(owed, run)).collect();
    Ok(Statement::of(Draft {
        customer,
        currency: *currency,
        period: *period,
        opening,
        moved,
        owing,
        credit: open.credit,
        collector: *collector,
    })?)
}

fn owing(Owed { invoice, then, now }: Owed, run: &Run) -> Owing {
    let last = last_moment(run.period);
    Owing {
        invoice: invoice.id,
        folio: invoice.folio,
        at: invoice.at,
        due_at: invoice.due_at,
        total: invoice.total,
        owed: then,
        owed_now: now,
        days: days::between(&run.zone, invoice.at, last),
    }
}

/// The last moment of a period.
fn last_moment(period: Period) -> Timestamp {
    period.until.minus(Span::millis(1))
}
