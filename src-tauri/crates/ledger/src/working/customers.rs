//! Customers: rows that can be forgotten. Facts name a customer by id and carry the salted
//! digest of the row, never its values.

mod schema;
mod search;

use cobro_domain::{
    customer::{BirthDate, Payer, Person, PostalCode},
    ids::{CustomerId, PriceListId},
    name::Name,
    rfc::Rfc,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

pub(crate) use self::schema::{FIRST, PRICED, widen};
pub use self::search::{by_name, page, search};
use super::overwriting;
use crate::{chain::hex, error::LedgerError, folded::folded, sql};

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Their id.
    pub id: CustomerId,
    /// What the shop knows of them.
    pub person: Person,
    /// Random bytes that keep the digest from being guessed.
    pub salt: [u8; 10],
}

impl Customer {
    /// What the fact carries instead of the row.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.salt);
        digest.update(self.person.name.as_str().as_bytes());
        // What is not known leaves no trace, so a row of a name alone keeps the digest that
        // it had when a name was all there was.
        for (field, value) in self.others() {
            for part in [field.as_bytes(), value.as_bytes()] {
                let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
                digest.update(length.to_be_bytes());
                digest.update(part);
            }
        }
        let hash: [u8; 32] = digest.finalize().into();
        hex(&hash)
    }

    /// Every value beside the name that is known, under its column.
    fn others(&self) -> Vec<(&'static str, String)> {
        let person = &self.person;
        let payer = &person.payer;
        let some = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let limit = person.credit_limit.map(|limit| limit.to_string());
        let terms = (person.terms_days != 0).then(|| person.terms_days.to_string());
        let mut values = vec![
            ("rfc", some(person.rfc.as_ref().map(Rfc::as_str))),
            ("address", person.address.clone()),
            ("emails", person.emails.join("\n")),
            ("phone", person.phone.clone()),
            ("birth_date", some(payer.birth_date.as_ref().map(BirthDate::as_str))),
            ("state", some(payer.state.as_ref().map(Name::as_str))),
            ("postal_code", some(payer.postal_code.as_ref().map(PostalCode::as_str))),
            ("credit_limit", limit.unwrap_or_default()),
            ("terms_days", terms.unwrap_or_default()),
            ("price_list", person.price_list.map_or_else(String::new, |list| list.to_string())),
            ("notes", person.notes.clone()),
        ];
        values.retain(|(_, value)| !value.is_empty());
        values
    }
}

/// Writes a customer's row.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, customer: &Customer) -> Result<(), LedgerError> {
    overwriting(conn, || write(conn, customer))
}

fn write(conn: &Connection, customer: &Customer) -> rusqlite::Result<usize> {
    let Customer { id, person, salt } = customer;
    let payer = &person.payer;
    conn.prepare_cached(
        "INSERT INTO customers (id, salt, name, folded, rfc, address, emails, phone, digits,
                                birth_date, state, postal_code, credit_limit, currency,
                                terms_days, notes, price_list)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (id) DO UPDATE SET
             salt = excluded.salt, name = excluded.name, folded = excluded.folded,
             rfc = excluded.rfc, address = excluded.address, emails = excluded.emails,
             phone = excluded.phone, digits = excluded.digits,
             birth_date = excluded.birth_date, state = excluded.state,
             postal_code = excluded.postal_code, credit_limit = excluded.credit_limit,
             currency = excluded.currency, terms_days = excluded.terms_days,
             notes = excluded.notes, price_list = excluded.price_list",
    )?
    .execute(params![
        id.0.as_bytes(),
        salt,
        person.name.as_str(),
        folded(person.name.as_str()),
        person.rfc.as_ref().map(Rfc::as_str),
        person.address,
        person.emails.join("\n"),
        person.phone,
        search::digits(&person.phone),
        payer.birth_date.as_ref().map(BirthDate::as_str),
        payer.state.as_ref().map(Name::as_str),
        payer.postal_code.as_ref().map(PostalCode::as_str),
        person.credit_limit.map(cobro_domain::money::Money::minor),
        person.credit_limit.map(|limit| limit.currency().code()),
        person.terms_days,
        person.notes,
        person.price_list.as_ref().map(|list| list.0.as_bytes()),
    ])
}

/// Removes a customer's row, and overwrites where it stood.
///
/// # Errors
/// When the file cannot be written.
pub fn forget(conn: &Connection, id: CustomerId) -> Result<(), LedgerError> {
    overwriting(conn, || {
        conn.prepare_cached("DELETE FROM customers WHERE id = ?1")?.execute([id.0.as_bytes()])
    })
}

const COLUMNS: &str = "id, salt, name, rfc, address, emails, phone, birth_date, state,
                       postal_code, credit_limit, currency, terms_days, notes, price_list";

fn customer(row: &Row<'_>) -> rusqlite::Result<Customer> {
    let text = |column: usize| row.get::<_, Option<String>>(column);
    let emails: String = row.get(5)?;
    let limit: Option<i64> = row.get(10)?;
    let currency = if limit.is_some() { Some(sql::currency(row, 11)?) } else { None };
    let person = Person {
        name: sql::parsed(2, &row.get::<_, String>(2)?, Name::parse)?,
        rfc: text(3)?.map(|rfc| sql::parsed(3, &rfc, Rfc::parse)).transpose()?,
        address: row.get(4)?,
        emails: emails.lines().map(str::to_owned).collect(),
        phone: row.get(6)?,
        payer: Payer {
            birth_date: text(7)?.map(|t| sql::parsed(7, &t, BirthDate::parse)).transpose()?,
            state: text(8)?.map(|t| sql::parsed(8, &t, Name::parse)).transpose()?,
            postal_code: text(9)?.map(|t| sql::parsed(9, &t, PostalCode::parse)).transpose()?,
        },
        credit_limit: limit
            .zip(currency)
            .map(|(minor, currency)| cobro_domain::money::Money::new(minor, currency)),
        terms_days: row.get(12)?,
        price_list: sql::maybe_uuid(row, 14)?.map(PriceListId),
        notes: row.get(13)?,
    };
    Ok(Customer { id: CustomerId(sql::uuid(row, 0)?), person, salt: row.get(1)? })
}

/// A customer; nothing once they were forgotten.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: CustomerId) -> Result<Option<Customer>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM customers WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], customer).optional()?)
}

/// A customer's name; nothing once they were forgotten.
///
/// # Errors
/// When the file cannot be read.
pub fn name(conn: &Connection, id: CustomerId) -> Result<Option<String>, LedgerError> {
    let name = conn
        .prepare_cached("SELECT name FROM customers WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(name)
}
