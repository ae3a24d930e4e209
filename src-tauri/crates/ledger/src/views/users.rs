//! Who works at the till, and what their roles may do. Their names are in a working table.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::UserId,
    people::{Permission, Policy, Role},
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::View;
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{PolicyChanged, UserChanged},
    sql,
};

pub(super) const VIEW: View = View {
    name: "users",
    schema: "
CREATE TABLE users (
    id     BLOB PRIMARY KEY CHECK (length(id) = 16),
    since  INTEGER NOT NULL,
    role   TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

pub(super) const POLICIES: View = View {
    name: "policies",
    schema: "
CREATE TABLE policies (
    role     TEXT PRIMARY KEY,
    decided  TEXT NOT NULL,
    discount INTEGER NOT NULL
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

/// Somebody who works here, or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The fact that made them: people are listed in this order.
    pub since: i64,
    /// What they are in the shop.
    pub role: Role,
    /// Whether they may sign in.
    pub active: bool,
}

pub(super) fn apply(
    conn: &Connection,
    stored: &StoredFact,
    body: &UserChanged,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO users (id, since, role, active) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET role = excluded.role, active = excluded.active",
    )?
    .execute(params![
        body.user.0.as_bytes(),
        stored.arrival,
        body.role.word(),
        body.active
    ])?;
    Ok(())
}

pub(super) fn decide(conn: &Connection, body: &PolicyChanged) -> Result<(), LedgerError> {
    let decided = serde_json::to_string(&body.decided)
        .map_err(|error| LedgerError::Malformed { what: "a policy", detail: error.to_string() })?;
    conn.prepare_cached(
        "INSERT OR REPLACE INTO policies (role, decided, discount) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![body.role.word(), decided, body.discount])?;
    Ok(())
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    let role: String = row.get(2)?;
    Ok(User {
        id: UserId(sql::uuid(row, 0)?),
        since: row.get(1)?,
        role: sql::word_of(2, &role, Role::from_word(&role))?,
        active: row.get(3)?,
    })
}

/// Somebody who works here, or did.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: UserId) -> Result<Option<User>, LedgerError> {
    let user = conn
        .prepare_cached("SELECT id, since, role, active FROM users WHERE id = ?1")?
        .query_row([id.0.as_bytes()], user)
        .optional()?;
    Ok(user)
}

/// Everybody who works here or did, in the order in which they came.
///
/// # Errors
/// When the file cannot be read.
pub fn all(conn: &Connection) -> Result<Vec<User>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT id, since, role, active FROM users ORDER BY since")?;
    let rows = statement.query_map([], user)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether anybody was ever set up: from then on people sign in.
///
/// # Errors
/// When the file cannot be read.
pub fn any(conn: &Connection) -> Result<bool, LedgerError> {
    Ok(conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM users)")?
        .query_row([], |row| row.get(0))?)
}

/// What a role may do.
///
/// # Errors
/// When the file cannot be read.
pub fn policy(conn: &Connection, role: Role) -> Result<Policy, LedgerError> {
    let found = conn
        .prepare_cached("SELECT decided, discount FROM policies WHERE role = ?1")?
        .query_row([role.word()], |row| {
            Ok((sql::json::<BTreeMap<String, bool>>(row, 0)?, row.get::<_, u16>(1)?))
        })
        .optional()?;
    let default = Policy::default_of(role);
    let Some((decided, discount)) = found else {
        return Ok(default);
    };
    let known = decided.into_iter().filter_map(|(word, allowed)| {
        Permission::from_word(&word).map(|permission| (permission, allowed))
    });
    Ok(default.decided(known.collect(), discount))
}
