//! The table of facts and the chain of hashes through it.

use cobro_domain::{
    ids::{Actor, TillId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{error::LedgerError, fact::Fact, sql};

/// The hash before the first fact of a chain.
pub(crate) const NO_HASH: [u8; 32] = [0; 32];

/// Facts are only ever added, in sequence, each naming the hash of the one before.
pub(crate) const SCHEMA: &str = "
CREATE TABLE facts (
    arrival   INTEGER PRIMARY KEY,
    till      BLOB NOT NULL CHECK (length(till) = 16),
    seq       INTEGER NOT NULL CHECK (seq > 0),
    id        BLOB NOT NULL CHECK (length(id) = 16),
    at        INTEGER NOT NULL,
    actor     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0),
    body      TEXT NOT NULL,
    prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
    hash      BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (till, seq)
) STRICT;

CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;

CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;

CREATE TRIGGER facts_follow_each_other BEFORE INSERT ON facts
BEGIN
    SELECT RAISE(ABORT, 'the fact would take the place of another')
    WHERE EXISTS (SELECT 1 FROM facts WHERE arrival = NEW.arrival);
    SELECT RAISE(ABORT, 'the fact is out of sequence')
    WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM facts WHERE till = NEW.till), 0);
    SELECT RAISE(ABORT, 'the fact does not follow the chain')
    WHERE NEW.prev_hash <> coalesce(
        (SELECT hash FROM facts WHERE till = NEW.till AND seq = NEW.seq - 1), zeroblob(32));
    SELECT RAISE(ABORT, 'the chain of this till has ended')
    WHERE EXISTS (SELECT 1 FROM tills WHERE id = NEW.till AND ended_at IS NOT NULL);
END;
";

/// The end of a chain. Printed on Z reports and kept with backups: what was cut off shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The chain's till.
    pub till: TillId,
    /// How many facts it has.
    pub seq: i64,
    /// The hash of the last.
    pub hash: [u8; 32],
}

impl Head {
    /// The hash as people compare it: 64 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.hash)
    }
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A fact as it stands in the file.
#[derive(Clone, Debug)]
pub struct StoredFact {
    /// Its place in this file: views fold in this order.
    pub arrival: i64,
    /// The till that wrote it.
    pub till: TillId,
    /// Its place in that till's chain.
    pub seq: i64,
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What kind.
    pub kind: String,
    /// Which version of that kind.
    pub version: i64,
    /// What, as JSON.
    pub body: String,
    /// The hash of the fact before.
    pub prev_hash: [u8; 32],
    /// The hash of this one.
    pub hash: [u8; 32],
}

impl StoredFact {
    /// The fact in this version's types.
    ///
    /// # Errors
    /// [`LedgerError::UnknownFact`] or [`LedgerError::Malformed`].
    pub fn decode(&self) -> Result<Fact, LedgerError> {
        Fact::decode(self.arrival, &self.kind, self.version, &self.body)
    }

    /// The hash as people compare it.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hex(&self.hash)
    }

    /// The hash that the stored bytes call for: SHA-256 over each field, its length before it.
    pub(crate) fn expected_hash(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        let mut field = |bytes: &[u8]| {
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        };
        field(self.till.0.as_bytes());
        field(&self.seq.to_be_bytes());
        field(self.id.as_bytes());
        field(&self.at.millis().to_be_bytes());
        field(self.actor.as_str().as_bytes());
        field(self.kind.as_bytes());
        field(&self.version.to_be_bytes());
        field(self.body.as_bytes());
        field(&self.prev_hash);
        digest.finalize().into()
    }

    const COLUMNS: &'static str =
        "arrival, till, seq, id, at, actor, kind, version, body, prev_hash, hash";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            arrival: row.get(0)?,
            till: TillId(sql::uuid(row, 1)?),
            seq: row.get(2)?,
            id: sql::uuid(row, 3)?,
            at: Timestamp::from_millis(row.get(4)?),
            actor: Actor::stored(&row.get::<_, String>(5)?),
            kind: row.get(6)?,
            version: row.get(7)?,
            body: row.get(8)?,
            prev_hash: row.get(9)?,
            hash: row.get(10)?,
        })
    }
}

/// The end of `till`'s chain.
pub(crate) fn head(conn: &Connection, till: TillId) -> Result<Head, LedgerError> {
    let last = conn
        .prepare_cached("SELECT seq, hash FROM facts WHERE till = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([till.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, hash) = last.unwrap_or((0, NO_HASH));
    Ok(Head { till, seq, hash })
}

/// Adds a fact whose hash was computed; the triggers check its place.
pub(crate) fn insert(conn: &Connection, fact: &StoredFact) -> Result<i64, LedgerError> {
    conn.prepare_cached(
        "INSERT INTO facts (till, seq, id, at, actor, kind, version, body, prev_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        fact.till.0.as_bytes(),
        fact.seq,
        fact.id.as_bytes(),
        fact.at.millis(),
        fact.actor.as_str(),
        fact.kind,
        fact.version,
        fact.body,
        fact.prev_hash,
        fact.hash,
    ])?;
    Ok(conn.last_insert_rowid())
}

/// The fact at a place in the file.
pub(crate) fn at(conn: &Connection, arrival: i64) -> Result<StoredFact, LedgerError> {
    let text = format!("SELECT {} FROM facts WHERE arrival = ?1", StoredFact::COLUMNS);
    Ok(conn.prepare_cached(&text)?.query_row([arrival], StoredFact::read)?)
}

/// The place of the last fact in the file; 0 when there is none.
pub(crate) fn last(conn: &Connection) -> Result<i64, LedgerError> {
    let last: Option<i64> =
        conn.prepare_cached("SELECT max(arrival) FROM facts")?.query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}

/// How many facts one step of a walk reads: bounded memory at a million invoices.
const STRIDE: i64 = 2_000;

/// A fact as it was found: in a file that somebody edited, a row may be no fact at all.
pub(crate) type Found = Result<StoredFact, LedgerError>;

/// Visits at most `most` facts after `from` in order of arrival and returns how far it came.
pub(crate) fn walk(
    conn: &Connection,
    from: i64,
    most: i64,
    mut visit: impl FnMut(StoredFact) -> Result<(), LedgerError>,
) -> Result<i64, LedgerError> {
    walk_found(conn, from, most, |_, found| visit(found?))
}

/// As [`walk`], with the rows that are no facts. It reads in strides, so that no read
/// transaction of its own lives long enough to hold back the counter's checkpoints.
pub(crate) fn walk_found(
    conn: &Connection,
    from: i64,
    most: i64,
    mut visit: impl FnMut(i64, Found) -> Result<(), LedgerError>,
) -> Result<i64, LedgerError> {
    let mut reached = from;
    let mut left = most;
    while left > 0 {
        let rows = stride(conn, reached, left.min(STRIDE))?;
        if rows.is_empty() {
            break;
        }
        for (arrival, found) in rows {
            visit(arrival, found)?;
            reached = arrival;
            left = left.saturating_sub(1);
        }
    }
    Ok(reached)
}

fn stride(conn: &Connection, after: i64, most: i64) -> Result<Vec<(i64, Found)>, LedgerError> {
    let text = format!(
        "SELECT {} FROM facts WHERE arrival > ?1 ORDER BY arrival LIMIT ?2",
        StoredFact::COLUMNS
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([after, most], |row| {
        Ok((row.get(0)?, StoredFact::read(row).map_err(LedgerError::from)))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
