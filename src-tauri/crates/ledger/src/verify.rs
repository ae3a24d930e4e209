//! Walking the chain: was anything altered, cut off or left out?

use std::collections::BTreeMap;

use cobro_domain::ids::TillId;
use rusqlite::Connection;

use crate::{
    chain::{self, Head, NO_HASH, StoredFact},
    error::LedgerError,
    file::Reader,
    views::accounts,
};

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many facts there are.
    pub facts: u64,
    /// The end of each till's chain.
    pub heads: Vec<Head>,
    /// Everything that is wrong, in words; empty when all is well.
    pub faults: Vec<String>,
}

/// The most faults that are listed: one is enough to act on.
const FAULTS_MAX: usize = 20;

impl Reader {
    /// Walks every fact: sequence, chain, hashes, bodies; then checks every balance against
    /// its postings. With `anchor` (the hash of a head printed or kept elsewhere) a tail that
    /// was cut off shows too.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn verify(&self, anchor: Option<&str>) -> Result<Verified, LedgerError> {
        verify(self.conn(), anchor)
    }
}

pub(crate) fn verify(conn: &Connection, anchor: Option<&str>) -> Result<Verified, LedgerError> {
    let mut found = Verified::default();
    let mut heads: BTreeMap<TillId, Head> = BTreeMap::new();
    let mut anchored = anchor.is_none();
    chain::walk(conn, 0, |fact| {
        found.facts = found.facts.saturating_add(1);
        let before = heads.get(&fact.till).copied();
        for fault in faults(&fact, before) {
            if found.faults.len() < FAULTS_MAX {
                found.faults.push(fault);
            }
        }
        let head = Head { till: fact.till, seq: fact.seq, hash: fact.hash };
        anchored |= anchor.is_some_and(|anchor| anchor.eq_ignore_ascii_case(&head.hex()));
        heads.insert(fact.till, head);
        Ok::<(), LedgerError>(())
    })?;
    if !anchored {
        found.faults.push("the chain does not reach the anchor: facts were cut off".to_owned());
    }
    found.faults.extend(accounts::faults(conn)?);
    found.heads = heads.into_values().collect();
    Ok(found)
}

/// What is wrong with one fact, given the one before it in its chain.
fn faults(fact: &StoredFact, before: Option<Head>) -> Vec<String> {
    let place = format!("fact {} (number {} of its till)", fact.arrival, fact.seq);
    let (seq, hash) = before.map_or((0, NO_HASH), |head| (head.seq, head.hash));
    let mut faults = Vec::new();
    if fact.seq != seq.saturating_add(1) {
        faults.push(format!("{place} follows number {seq}"));
    }
    if fact.prev_hash != hash {
        faults.push(format!("{place} does not follow the fact before it"));
    }
    if fact.expected_hash() != fact.hash {
        faults.push(format!("{place} was altered: its hash does not agree with what it says"));
    }
    if let Err(error) = fact.decode() {
        faults.push(format!("{place} cannot be read: {error}"));
    }
    faults
}
