//! Forms that were taken, and the orders that came of them.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::form::Form;
use crate::store::StoreError;

pub(crate) const SCHEMA: &str = "
    CREATE TABLE payu_checkouts (
        id         TEXT PRIMARY KEY,
        reference  TEXT NOT NULL,
        form       TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        order_id   INTEGER REFERENCES payu_orders (id)
    ) STRICT;
    CREATE INDEX payu_checkouts_by_reference ON payu_checkouts (reference);
";

pub(crate) const RESET: &str = "DELETE FROM payu_checkouts;";

/// A form and the page that it opened.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Nobody guesses it.
    pub(crate) id: String,
    pub(crate) form: Form,
    pub(crate) order: Option<i64>,
}

pub(crate) fn insert(db: &Connection, form: Form, now_ms: i64) -> Result<Session, StoreError> {
    let id = uuid::Uuid::new_v4().to_string();
    let text = serde_json::to_string(&form)?;
    db.execute(
        "INSERT INTO payu_checkouts (id, reference, form, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![id, form.reference, text, now_ms],
    )?;
    Ok(Session { id, form, order: None })
}

pub(crate) fn find(db: &Connection, id: &str) -> Result<Option<Session>, StoreError> {
    select(db, "id = ?1", id)
}

/// The newest page of that form, if it was posted before.
pub(crate) fn same(db: &Connection, form: &Form) -> Result<Option<Session>, StoreError> {
    let before = select(db, "reference = ?1 ORDER BY rowid DESC LIMIT 1", &form.reference)?;
    Ok(before.filter(|session| session.form == *form))
}

fn select(db: &Connection, clause: &str, key: &str) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT id, form, order_id FROM payu_checkouts WHERE {clause}");
    let found: Option<(String, String, Option<i64>)> =
        db.query_row(&sql, [key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let read = |(id, form, order): (String, String, Option<i64>)| {
        serde_json::from_str(&form).map(|form| Session { id, form, order })
    };
    Ok(found.map(read).transpose()?)
}

pub(crate) fn set_order(db: &Connection, id: &str, order: i64) -> Result<(), StoreError> {
    db.execute("UPDATE payu_checkouts SET order_id = ?2 WHERE id = ?1", params![id, order])?;
    Ok(())
}
