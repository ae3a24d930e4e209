//! The customers' table as it was first, and as it is.

use rusqlite::{Connection, params};

use crate::folded::folded;

/// The table of the first schema: it never changes.
pub(crate) const FIRST: &str = "
CREATE TABLE customers (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    salt BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_by_name ON customers (name COLLATE NOCASE);";

/// The table of the second schema, with its search index. What the index holds of a row that
/// is forgotten is overwritten as well.
const SECOND: &str = "
CREATE TABLE customers (
    n            INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    salt         BLOB NOT NULL,
    name         TEXT NOT NULL,
    folded       TEXT NOT NULL,
    rfc          TEXT,
    address      TEXT NOT NULL DEFAULT '',
    emails       TEXT NOT NULL DEFAULT '',
    phone        TEXT NOT NULL DEFAULT '',
    digits       TEXT NOT NULL DEFAULT '',
    birth_date   TEXT,
    state        TEXT,
    postal_code  TEXT,
    credit_limit INTEGER,
    currency     TEXT,
    terms_days   INTEGER NOT NULL DEFAULT 0,
    notes        TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX customers_in_order ON customers (folded, n);
CREATE VIRTUAL TABLE customer_search USING fts5 (
    name, rfc, emails, digits, content = 'customers', content_rowid = 'n',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
INSERT INTO customer_search (customer_search, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER customers_are_found AFTER INSERT ON customers
BEGIN
    INSERT INTO customer_search (rowid, name, rfc, emails, digits)
    VALUES (NEW.n, NEW.name, NEW.rfc, NEW.emails, NEW.digits);
END;
CREATE TRIGGER customers_are_lost AFTER DELETE ON customers
BEGIN
    INSERT INTO customer_search (customer_search, rowid, name, rfc, emails, digits)
    VALUES ('delete', OLD.n, OLD.name, OLD.rfc, OLD.emails, OLD.digits);
END;
CREATE TRIGGER customers_are_found_anew AFTER UPDATE ON customers
BEGIN
    INSERT INTO customer_search (customer_search, rowid, name, rfc, emails, digits)
    VALUES ('delete', OLD.n, OLD.name, OLD.rfc, OLD.emails, OLD.digits);
    INSERT INTO customer_search (rowid, name, rfc, emails, digits)
    VALUES (NEW.n, NEW.name, NEW.rfc, NEW.emails, NEW.digits);
END;";

/// Customers buy at the prices of a list.
pub(crate) const PRICED: &str = "
ALTER TABLE customers ADD COLUMN price_list BLOB CHECK (length(price_list) = 16);";

/// Takes the first table to the second.
pub(crate) fn widen(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "ALTER TABLE customers RENAME TO narrow_customers; DROP INDEX customers_by_name;",
    )?;
    conn.execute_batch(SECOND)?;
    let mut narrow = conn.prepare("SELECT id, salt, name FROM narrow_customers ORDER BY id")?;
    let mut wide =
        conn.prepare("INSERT INTO customers (id, salt, name, folded) VALUES (?1, ?2, ?3, ?4)")?;
    let mut rows = narrow.query([])?;
    while let Some(row) = rows.next()? {
        let (id, salt): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let name: String = row.get(2)?;
        wide.execute(params![id, salt, name, folded(&name)])?;
    }
    drop(rows);
    drop((narrow, wide));
    conn.execute_batch("DROP TABLE narrow_customers")
}
