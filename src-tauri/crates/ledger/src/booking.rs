//! One use case: its facts, every view they change, and the work they leave, in one transaction.

use std::fmt;

use cobro_domain::{
    ids::{Actor, InvoiceId, TillId, uuid_v7},
    money::Money,
    time::Timestamp,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{
    chain::{self, Head, StoredFact},
    connect::{self, Sync},
    error::LedgerError,
    fact::{Fact, RefundRequested},
    views::{self, invoices, quotes, refunds, returns, series, shifts},
};

/// When and by whom something is booked, and where random bytes for ids come from.
pub struct Stamp<'s> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Ten random bytes for each id.
    pub ids: &'s mut dyn FnMut() -> [u8; 10],
}

impl fmt::Debug for Stamp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stamp").field("at", &self.at).field("actor", &self.actor).finish()
    }
}

/// A transaction that facts are added to.
#[derive(Debug)]
pub struct Booking<'t, 's> {
    tx: &'t Transaction<'t>,
    head: Head,
    stamp: Stamp<'s>,
}

impl<'t, 's> Booking<'t, 's> {
    /// The transaction's connection: what was booked so far can be read there, and working
    /// tables are written there.
    #[must_use]
    pub fn conn(&self) -> &'t Connection {
        self.tx
    }

    /// When this is booked.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.stamp.at
    }

    /// Who books it.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.stamp.actor
    }

    /// Ten random bytes.
    pub fn random(&mut self) -> [u8; 10] {
        (self.stamp.ids)()
    }

    /// Adds a fact to the chain and applies it to the views. A fact that is refused leaves
    /// nothing, even when the booking goes on without it.
    ///
    /// # Errors
    /// [`LedgerError::Malformed`] for an entry that does not balance, a number outside its
    /// series or something that is not there; or what the database could not do.
    pub fn append(&mut self, fact: &Fact) -> Result<i64, LedgerError> {
        may_be_booked(self.tx, fact)?;
        run(self.tx, "SAVEPOINT fact")?;
        match self.write(fact) {
            Ok(stored) => {
                run(self.tx, "RELEASE fact")?;
                self.head = Head { till: stored.till, seq: stored.seq, hash: stored.hash };
                Ok(stored.arrival)
            }
            Err(error) => {
                // After a failure of the disk the whole transaction may be gone already; then
                // this fails too, and so does the commit.
                run(self.tx, "ROLLBACK TO fact").and_then(|()| run(self.tx, "RELEASE fact")).ok();
                Err(error)
            }
        }
    }

    fn write(&mut self, fact: &Fact) -> Result<StoredFact, LedgerError> {
        let mut stored = StoredFact {
            arrival: 0,
            till: self.head.till,
            seq: self.head.seq.saturating_add(1),
            id: uuid_v7(self.stamp.at, (self.stamp.ids)()),
            at: self.stamp.at,
            actor: self.stamp.actor.clone(),
            kind: fact.kind().to_owned(),
            version: fact.version(),
            body: fact.encode()?,
            prev_hash: self.head.hash,
            hash: chain::NO_HASH,
        };
        stored.hash = stored.expected_hash();
        stored.arrival = chain::insert(self.tx, &stored)?;
        views::apply(self.tx, &stored, fact)?;
        Ok(stored)
    }
}

/// Runs one use case in one transaction. Nothing is booked in nobody's name.
pub(crate) fn book<T, E>(
    conn: &mut Connection,
    sync: Sync,
    till: TillId,
    stamp: Stamp<'_>,
    work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<LedgerError>,
{
    if stamp.actor == Actor::nobody() {
        return Err(LedgerError::Nobody.into());
    }
    connect::sync(conn, sync)?;
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(LedgerError::from)?;
    let head = chain::head(&tx, till)?;
    let value = work(&mut Booking { tx: &tx, head, stamp })?;
    tx.commit().map_err(LedgerError::from)?;
    Ok(value)
}

/// Runs work on the working tables alone in one transaction that waits for no disk.
pub(crate) fn draft<T, E>(
    conn: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<LedgerError>,
{
    connect::sync(conn, Sync::Normal)?;
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)
        .map_err(LedgerError::from)?;
    let value = work(&tx)?;
    tx.commit().map_err(LedgerError::from)?;
    Ok(value)
}

fn run(conn: &Connection, statement: &str) -> Result<(), LedgerError> {
    conn.prepare_cached(statement)?.execute([])?;
    Ok(())
}

/// What no use case may book, whatever it was told to.
fn may_be_booked(conn: &Connection, fact: &Fact) -> Result<(), LedgerError> {
    if conn.is_autocommit() {
        let detail = "its transaction was rolled back before".to_owned();
        return Err(LedgerError::Malformed { what: "a booking", detail });
    }
    let (_, postings) = fact.entry().unzip();
    let minors = postings.unwrap_or_default().iter().map(|(_, minor)| i128::from(*minor));
    let off: i128 = minors.sum();
    if off != 0 {
        let detail = format!("{} sums to {off} instead of zero", fact.kind());
        return Err(LedgerError::Malformed { what: "an entry", detail });
    }
    if let Fact::RefundRequested(body) = fact {
        may_be_refunded(conn, body)?;
        was_paid(conn, body.invoice, Money::new(body.amount, body.currency))?;
    }
    if let Fact::RefundEntered(body) = fact
        && let Some(invoice) = body.invoice
    {
        was_paid(conn, invoice, Money::new(body.amount, body.currency))?;
    }
    if let Fact::GoodsReturned(body) = fact {
        returns::may_be_booked(conn, body)?;
    }
    if let Fact::InvoiceIssued(body) = fact
        && let Some(quote) = body.quote
    {
        quotes::is_open(conn, quote)?;
    }
    if let Fact::QuoteWithdrawn(body) = fact {
        quotes::is_open(conn, body.quote)?;
    }
    may_move_a_drawer(conn, fact)?;
    let Some(folio) = fact.folio() else {
        return Ok(());
    };
    let next = series::next(conn, &folio.series)?;
    if next != *folio {
        let detail = format!("{folio} was to be booked, the next is {next}");
        return Err(LedgerError::Malformed { what: "a number", detail });
    }
    Ok(())
}

/// A drawer has one open shift at most, and only an open one is counted, moved or closed.
fn may_move_a_drawer(conn: &Connection, fact: &Fact) -> Result<(), LedgerError> {
    let refuse = |detail: String| Err(LedgerError::Malformed { what: "a shift", detail });
    if let Fact::ShiftOpened(body) = fact {
        return match shifts::open_on(conn, body.drawer)? {
            Some(open) => refuse(format!("{} is still open on its drawer", open.id)),
            None => Ok(()),
        };
    }
    let (shift, drawer) = if let Fact::CashMoved(body) = fact {
        (body.shift, body.drawer)
    } else if let Fact::DrawerCounted(body) = fact {
        (body.shift, body.drawer)
    } else if let Fact::ShiftClosed(body) = fact {
        (body.shift, body.drawer)
    } else {
        return Ok(());
    };
    if shifts::open_on(conn, drawer)?.is_some_and(|open| open.id == shift) {
        return Ok(());
    }
    refuse(format!("{shift} is not open on drawer {drawer}"))
}

/// No more goes back of an invoice than came for it and is neither back nor on its way.
fn was_paid(conn: &Connection, invoice: InvoiceId, back: Money) -> Result<(), LedgerError> {
    let invoice = invoices::read(conn, invoice)?;
    let Some(invoice) = invoice.filter(|found| found.paid.currency() == back.currency()) else {
        return Ok(());
    };
    let going = refunds::under_way(conn, invoice.arrival, back.currency())?;
    let left = invoice.paid.minor().saturating_sub(going.minor());
    if back.minor() <= left {
        return Ok(());
    }
    let detail = format!("{back} was to go back of {}, {left} is left", invoice.folio);
    Err(LedgerError::Malformed { what: "a refund", detail })
}

/// Money is given back against a payment, and never more than came and is not on its way back.
fn may_be_refunded(conn: &Connection, body: &RefundRequested) -> Result<(), LedgerError> {
    let left = refunds::returnable(conn, body.charge, body.payment)?;
    let left = left.map_or(0, |left| left.left.minor());
    if (1..=left).contains(&body.amount) {
        return Ok(());
    }
    let detail = format!("{} was to go back, {left} is left of the payment", body.amount);
    Err(LedgerError::Malformed { what: "a refund", detail })
}
