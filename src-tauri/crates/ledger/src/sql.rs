//! Domain types in columns and back.

use cobro_domain::{
    charge::ChargeState,
    money::{Currency, Money},
};
use rusqlite::{Row, types::Type};
use uuid::Uuid;

/// Reads a UUID stored as sixteen bytes.
pub(crate) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(Uuid::from_bytes(bytes))
}

/// Reads an optional UUID.
pub(crate) fn maybe_uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Uuid>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(Uuid::from_bytes))
}

/// Reads a currency code.
pub(crate) fn currency(row: &Row<'_>, column: usize) -> rusqlite::Result<Currency> {
    let code: String = row.get(column)?;
    Currency::from_code(&code).map_err(|error| unreadable(column, error))
}

/// Reads an amount of `currency`.
pub(crate) fn money(row: &Row<'_>, column: usize, currency: Currency) -> rusqlite::Result<Money> {
    Ok(Money::new(row.get(column)?, currency))
}

/// Reads a charge's state.
pub(crate) fn charge_state(row: &Row<'_>, column: usize) -> rusqlite::Result<ChargeState> {
    let word: String = row.get(column)?;
    word_of(column, &word, ChargeState::from_word(&word))
}

/// The value behind a word, or the error that names the word.
pub(crate) fn word_of<T>(column: usize, word: &str, value: Option<T>) -> rusqlite::Result<T> {
    value.ok_or_else(|| unreadable(column, UnknownWord(word.to_owned())))
}

/// Reads a text that was checked when it was written.
pub(crate) fn parsed<T, E>(
    column: usize,
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> rusqlite::Result<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    parse(text).map_err(|error| unreadable(column, error))
}

/// Reads JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| unreadable(column, error))
}

fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

#[derive(Debug, thiserror::Error)]
#[error("the word {0:?} is not known")]
struct UnknownWord(String);
