//! Postings, and the balance of every account kept beside them.

use cobro_domain::money::{Currency, Money};
use rusqlite::{Connection, OptionalExtension, params};

use super::View;
use crate::{error::LedgerError, fact::Posted, sql};

pub(super) const ACCOUNTS: View = View {
    name: "accounts",
    schema: "
CREATE TABLE accounts (
    n        INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance  INTEGER NOT NULL,
    UNIQUE (name, currency)
) STRICT;",
    indexes: "
CREATE INDEX accounts_with_a_balance ON accounts (name, currency) WHERE balance <> 0;",
    filled: true,
};

pub(super) const POSTINGS: View = View {
    name: "postings",
    schema: "
CREATE TABLE postings (
    account INTEGER NOT NULL,
    fact    INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    minor   INTEGER NOT NULL,
    PRIMARY KEY (account, fact, line)
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

/// Books the postings of a fact and moves the balances.
pub(super) fn post(
    conn: &Connection,
    fact: i64,
    currency: Currency,
    postings: &[Posted],
) -> Result<(), LedgerError> {
    let mut account = conn.prepare_cached(
        "INSERT INTO accounts (name, currency, balance) VALUES (?1, ?2, ?3)
         ON CONFLICT (name, currency) DO UPDATE SET balance = balance + excluded.balance
         RETURNING n",
    )?;
    let mut posting = conn.prepare_cached(
        "INSERT INTO postings (account, fact, line, minor) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (line, (name, minor)) in (1_i64..).zip(postings) {
        let n: i64 = account.query_row(params![name, currency.code(), minor], |row| row.get(0))?;
        posting.execute([n, fact, line, *minor])?;
    }
    Ok(())
}

/// The balance of an account, kept up to date with every posting.
///
/// # Errors
/// When the file cannot be read.
pub fn balance(conn: &Connection, name: &str, currency: Currency) -> Result<Money, LedgerError> {
    let minor: Option<i64> = conn
        .prepare_cached("SELECT balance FROM accounts WHERE name = ?1 AND currency = ?2")?
        .query_row(params![name, currency.code()], |row| row.get(0))
        .optional()?;
    Ok(Money::new(minor.unwrap_or(0), currency))
}

/// Every account with its balance.
///
/// # Errors
/// When the file cannot be read.
pub fn balances(conn: &Connection) -> Result<Vec<(String, Money)>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT name, currency, balance FROM accounts ORDER BY name")?;
    let rows = statement.query_map([], |row| {
        let currency = sql::currency(row, 1)?;
        Ok((row.get(0)?, sql::money(row, 2, currency)?))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Accounts whose balance is not the sum of their postings, and facts whose postings do not
/// sum to zero in one currency; at most `most` of them. Walks every posting: never on the writer.
pub(crate) fn faults(conn: &Connection, most: usize) -> Result<Vec<String>, LedgerError> {
    let mut statement = conn.prepare(
        "SELECT 'the balance of ' || name || ' is ' || balance || ', its postings sum to ' ||
                coalesce((SELECT sum(minor) FROM postings WHERE account = n), 0)
         FROM accounts
         WHERE balance <> coalesce((SELECT sum(minor) FROM postings WHERE account = n), 0)
         UNION ALL
         SELECT 'the postings of fact ' || fact || ' sum to ' || sum(minor) || ' ' || currency
         FROM postings JOIN accounts ON account = n
         GROUP BY fact, currency HAVING sum(minor) <> 0",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?.take(most);
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
