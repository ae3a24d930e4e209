//! One use case: its facts, every view they change, and the work they leave, in one transaction.

use std::fmt;

use cobro_domain::{
    ids::{Actor, uuid_v7},
    time::Timestamp,
};
use rusqlite::{Connection, Transaction};

use crate::{
    chain::{self, Head, StoredFact},
    error::LedgerError,
    fact::Fact,
    views,
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
    pub(crate) const fn new(tx: &'t Transaction<'t>, head: Head, stamp: Stamp<'s>) -> Self {
        Self { tx, head, stamp }
    }

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

    /// Ten random bytes.
    pub fn random(&mut self) -> [u8; 10] {
        (self.stamp.ids)()
    }

    /// Adds a fact to the chain and applies it to the views.
    ///
    /// # Errors
    /// When the database refuses; the whole booking is then rolled back.
    pub fn append(&mut self, fact: &Fact) -> Result<i64, LedgerError> {
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
        self.head = Head { till: self.head.till, seq: stored.seq, hash: stored.hash };
        views::apply(self.tx, &stored, fact)?;
        Ok(stored.arrival)
    }
}
