//! Walking the chain: was anything altered, cut off or left out?

use std::collections::BTreeMap;

use cobro_domain::{ids::TillId, time::Timestamp};
use rusqlite::Connection;

use crate::{
    chain::{self, Found, Head, NO_HASH, StoredFact},
    connect::Identity,
    error::LedgerError,
    fact::{Fact, TillOpened},
    file::{Mode, Reader},
    rebuild::Progress,
    schema, sql,
    views::{accounts, movements},
};

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many facts there are.
    pub facts: u64,
    /// The end of each till's chain.
    pub heads: Vec<Head>,
    /// What is wrong, in words; empty when all is well. At most so many that a person can
    /// read them.
    pub faults: Vec<String>,
    /// The place in the file of the first fact that is not as it has to be.
    pub broken_at: Option<i64>,
}

/// The most faults that are listed: one is enough to act on.
const FAULTS_MAX: usize = 20;

impl Reader {
    /// Walks every fact: sequence, chain, hashes, bodies; then checks whose books they are,
    /// the pages and the guards of the file, and every balance against its postings. With `anchor` (the hash
    /// of a head printed or kept elsewhere) a tail that was cut off shows too.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn verify(&self, anchor: Option<&str>) -> Result<Verified, LedgerError> {
        verify(self.conn(), anchor)
    }

    /// Walks the chain alone: sequence, hashes, bodies, guards and whose books they are. It
    /// reads in slices between which the counter goes on, and stops when `go_on` says no:
    /// there is then nothing to say.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn verify_chain(
        &self,
        mut go_on: impl FnMut(Progress) -> bool,
    ) -> Result<Option<Verified>, LedgerError> {
        let conn = self.conn();
        let mut walk = Walk { anchored: true, ..Walk::default() };
        let of = chain::last(conn)?;
        let mut reached = i64::MIN;
        while go_on(Progress { done: reached.max(0), of }) {
            let before = reached;
            reached = chain::walk_found(conn, before, SLICE, |arrival, found| {
                walk.visit(arrival, found);
                Ok(())
            })?;
            if reached == before {
                walk.file(conn)?;
                return Ok(Some(walk.found()));
            }
        }
        Ok(None)
    }
}

/// How many facts are checked before somebody hears of it.
const SLICE: i64 = 500;

pub(crate) fn verify(conn: &Connection, anchor: Option<&str>) -> Result<Verified, LedgerError> {
    let mut walk = Walk { anchor, anchored: anchor.is_none(), ..Walk::default() };
    chain::walk_found(conn, i64::MIN, i64::MAX, |arrival, found| {
        walk.visit(arrival, found);
        Ok(())
    })?;
    if !walk.anchored {
        walk.fault("the chain does not reach the anchor: facts were cut off".to_owned());
    }
    walk.file(conn)?;
    pages(conn)?.into_iter().for_each(|fault| walk.fault(fault));
    accounts::faults(conn, FAULTS_MAX)?.into_iter().for_each(|fault| walk.fault(fault));
    movements::faults(conn, FAULTS_MAX)?.into_iter().for_each(|fault| walk.fault(fault));
    Ok(walk.found())
}

/// What is wrong with the file itself: pages that are damaged, indexes that do not agree.
fn pages(conn: &Connection) -> Result<Vec<String>, LedgerError> {
    let mut statement = conn.prepare(&format!("PRAGMA main.integrity_check({FAULTS_MAX})"))?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut found = rows.collect::<Result<Vec<_>, _>>()?;
    found.retain(|line| line != "ok");
    Ok(found)
}

/// A chain that was begun: what the file says of its till has to agree.
struct Begun {
    till: TillId,
    at: Timestamp,
    opened: TillOpened,
}

#[derive(Default)]
struct Walk<'a> {
    facts: u64,
    last_arrival: i64,
    heads: BTreeMap<TillId, Head>,
    begun: Vec<Begun>,
    faults: Vec<String>,
    broken_at: Option<i64>,
    anchor: Option<&'a str>,
    anchored: bool,
}

impl Walk<'_> {
    fn fault(&mut self, fault: String) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        }
    }

    /// A fault of one fact.
    fn fault_at(&mut self, arrival: i64, fault: String) {
        self.broken_at.get_or_insert(arrival);
        self.fault(fault);
    }

    /// What is wrong with the file around the facts.
    fn file(&mut self, conn: &Connection) -> Result<(), LedgerError> {
        self.identity(conn)?;
        schema::altered_triggers(conn)?.into_iter().for_each(|fault| self.fault(fault));
        Ok(())
    }

    fn found(self) -> Verified {
        let heads = self.heads.into_values().collect();
        let Self { facts, faults, broken_at, .. } = self;
        Verified { facts, heads, faults, broken_at }
    }

    fn visit(&mut self, arrival: i64, found: Found) {
        self.facts = self.facts.saturating_add(1);
        if arrival != self.last_arrival.saturating_add(1) {
            self.fault_at(arrival, format!("fact {arrival} arrived after {}", self.last_arrival));
        }
        self.last_arrival = arrival;
        let fact = match found {
            Ok(fact) => fact,
            Err(error) => {
                return self.fault_at(arrival, format!("fact {arrival} cannot be read: {error}"));
            }
        };
        self.check(&fact);
        let head = Head { till: fact.till, seq: fact.seq, hash: fact.hash };
        self.anchored |= self.anchor.is_some_and(|a| a.eq_ignore_ascii_case(&head.hex()));
        self.heads.insert(fact.till, head);
    }

    /// What is wrong with one fact, given those before it.
    fn check(&mut self, fact: &StoredFact) {
        let at = fact.arrival;
        let place = format!("fact {at} (number {} of its till)", fact.seq);
        let before = self.heads.get(&fact.till).map_or((0, NO_HASH), |head| (head.seq, head.hash));
        if fact.seq != before.0.saturating_add(1) {
            self.fault_at(at, format!("{place} follows number {}", before.0));
        }
        if fact.prev_hash != before.1 {
            self.fault_at(at, format!("{place} does not follow the fact before it"));
        }
        if fact.expected_hash() != fact.hash {
            let altered = "was altered: its hash does not agree with what it says";
            self.fault_at(at, format!("{place} {altered}"));
        }
        match fact.decode() {
            Err(error) => self.fault_at(at, format!("{place} cannot be read: {error}")),
            Ok(Fact::TillOpened(opened)) => self.begin(fact, opened),
            Ok(_) if self.begun.last().is_none_or(|begun| begun.till != fact.till) => {
                self.fault_at(at, format!("{place} is of a till that does not write here"));
            }
            Ok(_) => {}
        }
    }

    /// A chain begins; it names the end of the one it goes on from.
    fn begin(&mut self, fact: &StoredFact, opened: TillOpened) {
        let goes_on_from = |previous: &Begun| {
            let head = self.heads.get(&previous.till)?;
            let named = opened.previous.as_ref()?;
            Some(named.till == head.till && named.seq == head.seq && named.hash == head.hex())
        };
        let in_order = match self.begun.last() {
            Some(previous) => goes_on_from(previous).unwrap_or(false),
            None => opened.previous.is_none(),
        };
        if !in_order {
            let place = fact.arrival;
            self.fault_at(
                place,
                format!("fact {place} begins a chain that goes on from another end"),
            );
        }
        self.begun.push(Begun { till: fact.till, at: fact.at, opened });
    }

    /// Whether the file is whose its facts say it is.
    fn identity(&mut self, conn: &Connection) -> Result<(), LedgerError> {
        let identity = match Identity::read(conn) {
            Ok(identity) => identity,
            Err(error) => {
                self.fault(format!("the file does not say whose it is: {error}"));
                return Ok(());
            }
        };
        let writes = self.begun.last().map(|begun| begun.till);
        if writes != Some(identity.till) {
            self.fault("the till that writes is not the one whose chain is the last".to_owned());
        }
        let mode = |begun: &Begun| -> Mode { begun.opened.mode };
        if self.begun.iter().any(|begun| mode(begun) != identity.mode) {
            self.fault(format!("the file says {}, its facts do not", identity.mode.word()));
        }
        let ends = self.begun.iter().skip(1).map(|begun| Some(begun.at)).chain([None]);
        let expected: BTreeMap<_, _> = self
            .begun
            .iter()
            .zip(ends)
            .map(|(begun, end)| (begun.till, (begun.opened.series.clone(), end)))
            .collect();
        if tills(conn)? != expected {
            self.fault("the tills of the file are not those of its facts".to_owned());
        }
        Ok(())
    }
}

type Tills = BTreeMap<TillId, (String, Option<Timestamp>)>;

fn tills(conn: &Connection) -> Result<Tills, LedgerError> {
    let mut statement = conn.prepare("SELECT id, series, ended_at FROM tills")?;
    let rows = statement.query_map([], |row| {
        let ended: Option<i64> = row.get(2)?;
        Ok((TillId(sql::uuid(row, 0)?), (row.get(1)?, ended.map(Timestamp::from_millis))))
    })?;
    Ok(rows.collect::<Result<Tills, _>>()?)
}
