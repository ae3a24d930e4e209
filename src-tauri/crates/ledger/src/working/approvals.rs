//! Approvals that were given and not used yet: each for one person, one action and one
//! document. Using one removes it, in the transaction of what was approved.

use cobro_domain::{
    ids::{Actor, UserId},
    people::{Document, Permission},
    time::{Span, Timestamp},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::LedgerError, sql};

pub(crate) const SCHEMA: &str = "
CREATE TABLE approvals (
    asker      TEXT NOT NULL,
    permission TEXT NOT NULL,
    document   TEXT NOT NULL,
    approver   BLOB NOT NULL CHECK (length(approver) = 16),
    given_at   INTEGER NOT NULL,
    PRIMARY KEY (asker, permission, document)
) STRICT, WITHOUT ROWID;";

/// How long an approval waits for what it was given for: the window repeats the action at
/// once, so this is only for a slow computer.
pub const KEPT: Span = Span::seconds(60);

/// What an approval is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who wants to do it.
    pub asker: Actor,
    /// What.
    pub permission: Permission,
    /// To what.
    pub document: Document,
}

/// Keeps an approval, in place of an earlier one for the same.
///
/// # Errors
/// When the file cannot be written.
pub fn put(
    conn: &Connection,
    asked: &Asked,
    approver: UserId,
    at: Timestamp,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO approvals (asker, permission, document, approver, given_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        asked.asker.as_str(),
        asked.permission.word(),
        asked.document.to_string(),
        approver.0.as_bytes(),
        at.millis(),
    ])?;
    Ok(())
}

/// Uses the approval up, if there is one: who gave it. One that is too old is removed and
/// counts for nothing, and so does one from the future: the clock was turned back.
///
/// # Errors
/// When the file cannot be read or written.
pub fn take(
    conn: &Connection,
    asked: &Asked,
    now: Timestamp,
) -> Result<Option<UserId>, LedgerError> {
    let found = conn
        .prepare_cached(
            "DELETE FROM approvals WHERE asker = ?1 AND permission = ?2 AND document = ?3
             RETURNING approver, given_at",
        )?
        .query_row(
            params![asked.asker.as_str(), asked.permission.word(), asked.document.to_string()],
            |row| Ok((UserId(sql::uuid(row, 0)?), Timestamp::from_millis(row.get(1)?))),
        )
        .optional()?;
    Ok(found
        .filter(|(_, given)| (Span::ZERO..=KEPT).contains(&now.since(*given)))
        .map(|(id, _)| id))
}

/// Forgets every approval that was not used: whoever asked has gone.
///
/// # Errors
/// When the file cannot be written.
pub fn forget(conn: &Connection) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM approvals")?.execute([])?;
    Ok(())
}
