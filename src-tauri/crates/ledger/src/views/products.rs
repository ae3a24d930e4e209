//! The catalogue, and the index that finds in it as one types.

use cobro_domain::{
    ids::ProductId,
    money::{Currency, Money},
    tax::{Rate, TaxMode},
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::View;
use crate::{error::LedgerError, fact::ProductChanged, sql};

pub(super) const VIEW: View = View {
    name: "products",
    schema: "
CREATE TABLE products (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    code      TEXT NOT NULL,
    barcodes  TEXT NOT NULL,
    name      TEXT NOT NULL,
    price     INTEGER,
    currency  TEXT NOT NULL,
    included  INTEGER NOT NULL,
    taxes     TEXT NOT NULL,
    category  TEXT NOT NULL,
    favourite INTEGER NOT NULL,
    active    INTEGER NOT NULL
) STRICT;",
    indexes: "
CREATE INDEX products_by_code ON products (code);
CREATE INDEX products_by_category ON products (category, name) WHERE active;
CREATE INDEX products_that_are_favourites ON products (name) WHERE favourite AND active;",
    filled: true,
};

/// Every bar code of every product that can be sold; filled by the triggers on products.
pub(super) const CODES: View = View {
    name: "product_codes",
    schema: "
CREATE TABLE product_codes (
    barcode TEXT NOT NULL,
    product INTEGER NOT NULL,
    PRIMARY KEY (barcode, product)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_codes_by_product ON product_codes (product);",
    indexes: "",
    filled: false,
};

/// The table behind the search.
pub(super) const SEARCH_TABLE: &str = "product_search";

/// The search index: it follows the products by triggers, so a rebuild of them rebuilds it.
/// Accents are ignored; one or two letters are answered from the prefix index.
pub(super) const SEARCH: &str = "
CREATE VIRTUAL TABLE product_search USING fts5 (
    name, code, category, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE TRIGGER products_are_found AFTER INSERT ON products
BEGIN
    INSERT INTO product_search (rowid, name, code, category)
    SELECT NEW.n, NEW.name, NEW.code, NEW.category WHERE NEW.active;
    INSERT OR IGNORE INTO product_codes (barcode, product)
    SELECT value, NEW.n FROM json_each(NEW.barcodes) WHERE NEW.active;
END;
CREATE TRIGGER products_are_lost AFTER DELETE ON products
BEGIN
    DELETE FROM product_search WHERE rowid = OLD.n;
    DELETE FROM product_codes WHERE product = OLD.n;
END;";

/// A product as the counter sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// The shop's own code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The price of one; nothing when it is typed at the sale.
    pub price: Option<Money>,
    /// The currency it is sold in.
    pub currency: Currency,
    /// Whether the price contains the taxes.
    pub mode: TaxMode,
    /// The taxes on it.
    pub taxes: Vec<(String, Rate)>,
    /// Where it stands in the catalogue.
    pub category: String,
    /// Whether it is shown before anything is searched.
    pub favourite: bool,
}

pub(super) fn apply(
    conn: &Connection,
    arrival: i64,
    body: &ProductChanged,
) -> Result<(), LedgerError> {
    let text = |error: serde_json::Error| LedgerError::Malformed {
        what: "a product",
        detail: error.to_string(),
    };
    let known: Option<i64> = conn
        .prepare_cached("SELECT n FROM products WHERE id = ?1")?
        .query_row([body.product.0.as_bytes()], |row| row.get(0))
        .optional()?;
    conn.prepare_cached(
        "INSERT OR REPLACE INTO products (n, id, code, barcodes, name, price, currency, included,
                                          taxes, category, favourite, active)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        known.unwrap_or(arrival),
        body.product.0.as_bytes(),
        body.code,
        serde_json::to_string(&body.barcodes).map_err(text)?,
        body.name,
        body.price,
        body.currency.code(),
        body.mode == TaxMode::Included,
        serde_json::to_string(&body.taxes).map_err(text)?,
        body.category,
        body.favourite,
        body.active,
    ])?;
    Ok(())
}

const COLUMNS: &str = "id, code, name, price, currency, included, taxes, category, favourite";

fn product(row: &Row<'_>) -> rusqlite::Result<Product> {
    let currency = sql::currency(row, 4)?;
    let price: Option<i64> = row.get(3)?;
    Ok(Product {
        id: ProductId(sql::uuid(row, 0)?),
        code: row.get(1)?,
        name: row.get(2)?,
        price: price.map(|minor| Money::new(minor, currency)),
        currency,
        mode: if row.get(5)? { TaxMode::Included } else { TaxMode::Added },
        taxes: sql::json(row, 6)?,
        category: row.get(7)?,
        favourite: row.get(8)?,
    })
}

fn collect(
    conn: &Connection,
    text: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Product>, LedgerError> {
    let mut statement = conn.prepare_cached(text)?;
    let rows = statement.query_map(parameters, product)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// One product.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: ProductId) -> Result<Option<Product>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM products WHERE id = ?1 AND active");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], product).optional()?)
}

/// The products that carry a code exactly: a bar code, or the shop's own.
///
/// # Errors
/// When the file cannot be read.
pub fn by_code(conn: &Connection, code: &str) -> Result<Vec<Product>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM products WHERE active AND n IN
             (SELECT product FROM product_codes WHERE barcode = ?1
              UNION SELECT n FROM products WHERE code = ?1)
         ORDER BY n LIMIT 2"
    );
    collect(conn, &text, [code])
}

/// The favourites, by name.
///
/// # Errors
/// When the file cannot be read.
pub fn favourites(conn: &Connection, limit: u32) -> Result<Vec<Product>, LedgerError> {
    let text =
        format!("SELECT {COLUMNS} FROM products WHERE favourite AND active ORDER BY name LIMIT ?1");
    collect(conn, &text, [limit])
}

/// The products of a category, by name.
///
/// # Errors
/// When the file cannot be read.
pub fn in_category(
    conn: &Connection,
    category: &str,
    limit: u32,
) -> Result<Vec<Product>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM products WHERE category = ?1 AND active ORDER BY name LIMIT ?2"
    );
    collect(conn, &text, params![category, limit])
}

/// As many words as a search looks at.
const WORDS_MAX: usize = 12;

/// The products whose words begin with what was typed, accents ignored. Not ranked: ranking
/// short prefixes costs more than the whole look-up (measured in the product anchors, B.2).
///
/// # Errors
/// When the file cannot be read.
pub fn search(conn: &Connection, typed: &str, limit: u32) -> Result<Vec<Product>, LedgerError> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .map(|word| format!("\"{word}\"*"))
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT {COLUMNS} FROM products WHERE n IN
             (SELECT rowid FROM product_search WHERE product_search MATCH ?1 LIMIT ?2)"
    );
    collect(conn, &text, params![words.join(" "), limit])
}

/// The categories that have something to sell.
///
/// # Errors
/// When the file cannot be read.
pub fn categories(conn: &Connection) -> Result<Vec<String>, LedgerError> {
    let mut statement = conn.prepare_cached(
        // One look-up for each category, however many products there are.
        "WITH RECURSIVE found (category) AS (
             SELECT min(category) FROM products WHERE active AND category > ''
             UNION ALL
             SELECT (SELECT min(category) FROM products WHERE active AND category > found.category)
             FROM found WHERE found.category IS NOT NULL)
         SELECT category FROM found WHERE category IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
