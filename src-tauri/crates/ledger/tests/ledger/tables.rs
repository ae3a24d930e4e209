//! The tables of the file by their kind, and what stands in them.

use rusqlite::{Connection, types::Value};

/// Computed from facts; rebuilt and compared.
pub(crate) const VIEWS: &[&str] = &[
    "accounts",
    "allocations",
    "cards",
    "cases",
    "charges",
    "company",
    "counts",
    "entered",
    "holds",
    "imports",
    "invoices",
    "merchants",
    "merges",
    "movements",
    "pages",
    "payments",
    "price_lists",
    "policies",
    "postings",
    "product_codes",
    "products",
    "quotes",
    "refunds",
    "returns",
    "series",
    "shifts",
    "timeline",
    "trail",
    "trail_actors",
    "trail_subjects",
    "users",
];

/// What survives a restart and is no fact.
pub(crate) const WORKING: &[&str] = &[
    "acts",
    "approvals",
    "contacts",
    "customers",
    "lockouts",
    "messages",
    "outbox",
    "outbox_parts",
    "pins",
    "pictures",
    "polls",
    "preferences",
    "print_jobs",
    "staff",
    "staged_products",
    "stored_cards",
    "ticket_states",
    "tickets",
];

/// The truth, and whose it is.
pub(crate) const TRUTH: &[&str] = &["facts", "ledger", "tills"];

/// Every row of a table in key order, as SQL would write it.
pub(crate) fn rows(conn: &Connection, table: &str) -> Vec<String> {
    let columns = columns(conn, table);
    let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
    let text = format!(
        "SELECT {} FROM {table} ORDER BY {}",
        quoted.join(" || '|' || "),
        columns.join(", ")
    );
    let mut statement = conn.prepare(&text).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Every row of every view.
pub(crate) fn views(conn: &Connection) -> Vec<String> {
    let named =
        |view: &'static str| rows(conn, view).into_iter().map(move |row| format!("{view}: {row}"));
    VIEWS.iter().copied().flat_map(named).collect()
}

/// Every table, index and trigger, as they were made.
pub(crate) fn schema(conn: &Connection) -> Vec<String> {
    let text = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema";
    let mut statement = conn.prepare(text).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    let mut made: Vec<String> = rows.map(Result::unwrap).collect();
    made.sort();
    made
}

/// The columns of a table.
pub(crate) fn columns(conn: &Connection, table: &str) -> Vec<String> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The value, not quite what it was.
pub(crate) fn altered(value: Value, declared: &str) -> Value {
    match (value, declared) {
        (Value::Integer(n), _) => Value::Integer(n + 1_000),
        (Value::Text(text), _) => Value::Text(format!("{text}x")),
        (Value::Blob(mut bytes), _) => {
            *bytes.last_mut().unwrap() ^= 1;
            Value::Blob(bytes)
        }
        (Value::Null, "INTEGER") => Value::Integer(1),
        (Value::Null, "TEXT") => Value::Text("x".to_owned()),
        (Value::Null, "BLOB") => Value::Blob(vec![1; 16]),
        (value, declared) => unreachable!("{value:?} in a column of {declared}"),
    }
}

#[test]
fn every_table_is_of_one_kind() {
    let shop = crate::shop::Shop::new();
    let conn = shop.raw();
    let mut statement = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_search%'
             ORDER BY name",
        )
        .unwrap();
    let found: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut known: Vec<_> = [VIEWS, WORKING, TRUTH].concat();
    known.sort_unstable();
    assert_eq!(found, known);
}
