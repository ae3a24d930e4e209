//! Finding customers as one types, and listing them in order.

use cobro_domain::ids::CustomerId;
use rusqlite::{Connection, OptionalExtension, params};

use super::{COLUMNS, Customer, customer};
use crate::{
    error::LedgerError,
    folded::{self, folded},
    paging::{self, Place},
    sql,
};

/// Digits of a telephone number without its country.
const NATIONAL: usize = 10;

/// A telephone number as it is searched: whole, and without its country.
pub(super) fn digits(phone: &str) -> String {
    let whole: String = phone.chars().filter(char::is_ascii_digit).collect();
    let country = whole.len().saturating_sub(NATIONAL);
    match whole.get(country..) {
        Some(national) if country > 0 => format!("{whole} {national}"),
        _ => whole,
    }
}

/// What was typed, as the search index is asked for it; nothing when there is no letter and
/// no digit in it.
fn asked(typed: &str) -> Option<String> {
    let dialled = |c: char| c.is_ascii_digit() || " +-().".contains(c);
    let number: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !number.is_empty() && typed.chars().all(dialled) {
        return Some(format!("\"{number}\"*"));
    }
    folded::asked(typed)
}

/// The customers of whom every word that was typed begins a word of the name, the tax number,
/// an e-mail address or the telephone number; accents are ignored.
///
/// # Errors
/// When the file cannot be read.
pub fn search(conn: &Connection, typed: &str, limit: u32) -> Result<Vec<Customer>, LedgerError> {
    let Some(asked) = asked(typed) else {
        let text = format!(
            "SELECT {COLUMNS} FROM customers WHERE folded >= ?1 AND folded < ?1 || char(1114111)
             ORDER BY folded, n LIMIT ?2"
        );
        return collect(conn, &text, params![folded(typed.trim()), limit]);
    };
    let text = format!(
        "SELECT {COLUMNS} FROM customers WHERE n IN
             (SELECT rowid FROM customer_search WHERE customer_search MATCH ?1 LIMIT ?2)"
    );
    let mut found = collect(conn, &text, params![asked, limit])?;
    // So few that sorting them costs nothing; sorting all that match would.
    found.sort_by_cached_key(|customer| folded(customer.person.name.as_str()));
    Ok(found)
}

/// One page of all customers by name, after a place; and where it ends, unless it is the last.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    after: Option<&Place>,
    limit: u32,
) -> Result<(Vec<Customer>, Option<Place>), LedgerError> {
    let (folded, n) = paging::after(after);
    let text = format!(
        "SELECT {COLUMNS}, folded, n FROM customers WHERE (folded, n) > (?1, ?2)
         ORDER BY folded, n LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement
        .query_map(params![folded, n, limit], |row| Ok((customer(row)?, Place::read(row, 15)?)))?;
    paging::page(rows, limit)
}

fn collect(
    conn: &Connection,
    text: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Customer>, LedgerError> {
    let mut statement = conn.prepare_cached(text)?;
    let rows = statement.query_map(parameters, customer)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The customer with exactly this name but for its capitals, if there is one.
///
/// # Errors
/// When the file cannot be read.
pub fn by_name(conn: &Connection, name: &str) -> Result<Option<CustomerId>, LedgerError> {
    let id = conn
        .prepare_cached(
            "SELECT id FROM customers WHERE folded = ?1 AND name = ?2 COLLATE NOCASE
             ORDER BY n LIMIT 1",
        )?
        .query_row(params![folded(name), name], |row| sql::uuid(row, 0).map(CustomerId))
        .optional()?;
    Ok(id)
}
