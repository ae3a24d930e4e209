//! The shop as papers show it.

use rusqlite::{Connection, OptionalExtension, params};

use super::View;
use crate::{error::LedgerError, fact::CompanyChanged};

pub(super) const VIEW: View = View {
    name: "company",
    schema: "
CREATE TABLE company (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    name    TEXT NOT NULL,
    rfc     TEXT NOT NULL,
    address TEXT NOT NULL,
    email   TEXT NOT NULL,
    phone   TEXT NOT NULL,
    zone    TEXT NOT NULL
) STRICT;",
    indexes: "",
    filled: true,
};

pub(super) fn apply(conn: &Connection, body: &CompanyChanged) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO company (one, name, rfc, address, email, phone, zone)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![body.name, body.rfc, body.address, body.email, body.phone, body.zone])?;
    Ok(())
}

/// The shop, once it has been set up.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection) -> Result<Option<CompanyChanged>, LedgerError> {
    let company = conn
        .prepare_cached("SELECT name, rfc, address, email, phone, zone FROM company")?
        .query_row([], |row| {
            Ok(CompanyChanged {
                name: row.get(0)?,
                rfc: row.get(1)?,
                address: row.get(2)?,
                email: row.get(3)?,
                phone: row.get(4)?,
                zone: row.get(5)?,
            })
        })
        .optional()?;
    Ok(company)
}
