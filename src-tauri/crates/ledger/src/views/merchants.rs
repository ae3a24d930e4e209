//! Merchant accounts, without their secrets.

use cobro_domain::ids::MerchantAccountId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::View;
use crate::{
    error::LedgerError,
    fact::MerchantAccountChanged,
    sql::{self, json},
};

pub(super) const VIEW: View = View {
    name: "merchants",
    schema: "
CREATE TABLE merchants (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    provider    TEXT NOT NULL,
    name        TEXT NOT NULL,
    active      INTEGER NOT NULL,
    test        INTEGER NOT NULL,
    fields      TEXT NOT NULL,
    payer_name  TEXT NOT NULL,
    payer_email TEXT NOT NULL,
    secrets     INTEGER NOT NULL,
    changed     INTEGER NOT NULL
) STRICT;",
    indexes: "",
    filled: true,
};

pub(super) fn apply(
    conn: &Connection,
    arrival: i64,
    body: &MerchantAccountChanged,
) -> Result<(), LedgerError> {
    let fields = serde_json::to_string(&body.fields).map_err(|error| LedgerError::Malformed {
        what: "the fields of a merchant account",
        detail: error.to_string(),
    })?;
    conn.prepare_cached(
        "INSERT OR REPLACE INTO merchants
             (id, provider, name, active, test, fields, payer_name, payer_email, secrets,
              changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        body.account.0.as_bytes(),
        body.provider,
        body.name,
        body.active,
        body.test,
        fields,
        body.payer_name,
        body.payer_email,
        body.secrets,
        arrival,
    ])?;
    Ok(())
}

const COLUMNS: &str = "id, provider, name, active, test, fields, payer_name, payer_email, secrets";

fn merchant(row: &Row<'_>) -> rusqlite::Result<MerchantAccountChanged> {
    Ok(MerchantAccountChanged {
        account: MerchantAccountId(sql::uuid(row, 0)?),
        provider: row.get(1)?,
        name: row.get(2)?,
        active: row.get(3)?,
        test: row.get(4)?,
        fields: json(row, 5)?,
        payer_name: row.get(6)?,
        payer_email: row.get(7)?,
        secrets: row.get(8)?,
    })
}

/// Every merchant account, in the order they were made.
///
/// # Errors
/// When the file cannot be read.
pub fn all(conn: &Connection) -> Result<Vec<MerchantAccountChanged>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM merchants ORDER BY id");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([], merchant)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// One merchant account.
///
/// # Errors
/// When the file cannot be read.
pub fn read(
    conn: &Connection,
    id: MerchantAccountId,
) -> Result<Option<MerchantAccountChanged>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM merchants WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], merchant).optional()?)
}
