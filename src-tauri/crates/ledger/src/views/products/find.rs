//! Finding products: at the counter, and in the list of the catalogue.

use cobro_domain::{
    ids::{PriceListId, ProductId},
    money::Money,
    tax::TaxMode,
    unit::Unit,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Product;
use crate::{
    error::LedgerError,
    folded::{asked, folded},
    paging::{self, Place},
    sql,
};

/// Whether a row counts now: neither brought by an import that has not ended, nor replaced by
/// one that has.
pub(super) const COUNTS: &str = "since NOT IN (SELECT n FROM imports WHERE hidden)
    AND (until = 0 OR until IN (SELECT n FROM imports WHERE hidden))";

const COLUMNS: &str = "products.id, products.code, products.name, price, currency, included, taxes,
    products.category, favourite, products.barcodes, cost, unit, active, prices, picture";

/// How many columns these are.
const WIDTH: usize = 15;

fn product(row: &Row<'_>) -> rusqlite::Result<Product> {
    let currency = sql::currency(row, 4)?;
    let price: Option<i64> = row.get(3)?;
    let cost: Option<i64> = row.get(10)?;
    let unit: String = row.get(11)?;
    let prices: Vec<(PriceListId, i64)> = sql::json(row, 13)?;
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
        barcodes: sql::json(row, 9)?,
        cost: cost.map(|minor| Money::new(minor, currency)),
        prices: prices.into_iter().map(|(l, minor)| (l, Money::new(minor, currency))).collect(),
        picture: row.get(14)?,
        unit: sql::word_of(11, &unit, Unit::from_word(&unit))?,
        active: row.get(12)?,
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

/// One product that can be sold.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: ProductId) -> Result<Option<Product>, LedgerError> {
    Ok(find(conn, id)?.filter(|product| product.active))
}

/// One product, whether or not it can be sold.
///
/// # Errors
/// When the file cannot be read.
pub fn find(conn: &Connection, id: ProductId) -> Result<Option<Product>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM products WHERE id = ?1 AND {COUNTS}");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], product).optional()?)
}

/// The products that can be sold and carry a code exactly: a bar code, or the shop's own.
///
/// # Errors
/// When the file cannot be read.
pub fn by_code(conn: &Connection, code: &str) -> Result<Vec<Product>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM products WHERE active AND {COUNTS} AND n IN
             (SELECT product FROM product_codes WHERE barcode = ?1
              UNION SELECT n FROM products WHERE code = ?1)
         ORDER BY n LIMIT 2"
    );
    collect(conn, &text, [code])
}

/// The product whose own code this is, one that is sold before one that is not.
///
/// # Errors
/// When the file cannot be read.
pub fn with_own_code(conn: &Connection, code: &str) -> Result<Option<Product>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM products WHERE code = ?1 AND {COUNTS} LIMIT 20");
    let mut found = collect(conn, &text, [code])?;
    // Those that are not sold any more may share it: they are few.
    found.sort_by_key(|product| !product.active);
    Ok(found.into_iter().next())
}

/// The favourites, by name.
///
/// # Errors
/// When the file cannot be read.
pub fn favourites(conn: &Connection, limit: u32) -> Result<Vec<Product>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM products WHERE favourite AND active AND {COUNTS}
         ORDER BY folded, n LIMIT ?1"
    );
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
        "SELECT {COLUMNS} FROM products WHERE category = ?1 AND active AND {COUNTS}
         ORDER BY folded, n LIMIT ?2"
    );
    collect(conn, &text, params![category, limit])
}

/// The products that can be sold and whose words begin with what was typed, accents ignored, in
/// the order in which they were made.
/// Not ranked: ranking short prefixes costs more than the whole look-up (measured in the product
/// anchors, B.2).
///
/// # Errors
/// When the file cannot be read.
pub fn search(conn: &Connection, typed: &str, limit: u32) -> Result<Vec<Product>, LedgerError> {
    let Some(asked) = asked(typed) else {
        return Ok(Vec::new());
    };
    let text = format!(
        "SELECT {COLUMNS} FROM product_search CROSS JOIN products
             ON products.n = product_search.rowid
         WHERE product_search MATCH ?1 AND product_search.rowid > 0 AND {COUNTS}
         ORDER BY product_search.rowid LIMIT ?2"
    );
    collect(conn, &text, params![asked, limit])
}

/// The categories that have something to sell.
///
/// # Errors
/// When the file cannot be read.
pub fn categories(conn: &Connection) -> Result<Vec<String>, LedgerError> {
    let mut statement = conn.prepare_cached(
        // One look-up for each category, however many products there are. What an import is
        // bringing is not told apart: at worst a shelf is still empty.
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

/// Which products a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Those that can be sold.
    Sold,
    /// Those that can be sold and stand in a category.
    Category(String),
    /// Those that are not sold any more.
    Retired,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The products.
    pub products: Vec<Product>,
    /// Where the page ended, unless it is the last.
    pub next: Option<Place>,
}

fn listed(
    conn: &Connection,
    text: &str,
    parameters: &[&dyn rusqlite::ToSql],
    limit: u32,
) -> Result<Listed, LedgerError> {
    let mut statement = conn.prepare_cached(text)?;
    let rows =
        statement.query_map(parameters, |row| Ok((product(row)?, Place::read(row, WIDTH)?)))?;
    let (products, next) = paging::page(rows, limit)?;
    Ok(Listed { products, next })
}

/// One page of the products of a shelf by name, after a place.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    shelf: &Shelf,
    after: Option<&Place>,
    limit: u32,
) -> Result<Listed, LedgerError> {
    let (folded, n) = paging::after(after);
    let select = |filter: &str| {
        format!(
            "SELECT {COLUMNS}, folded, n FROM products
             WHERE {filter} AND (folded, n) > (?1, ?2) AND {COUNTS}
             ORDER BY folded, n LIMIT ?3"
        )
    };
    match shelf {
        Shelf::Sold => listed(conn, &select("active = 1"), &[&folded, &n, &limit], limit),
        Shelf::Retired => listed(conn, &select("active = 0"), &[&folded, &n, &limit], limit),
        Shelf::Category(category) => {
            let text = select("active AND category = ?4");
            listed(conn, &text, &[&folded, &n, &limit, category], limit)
        }
    }
}

/// One page of the products that a search finds, in the order in which they were made: sorting
/// all that a short prefix finds would cost more than finding them.
///
/// # Errors
/// When the file cannot be read.
pub fn search_page(
    conn: &Connection,
    typed: &str,
    retired: bool,
    after: Option<&Place>,
    limit: u32,
) -> Result<Listed, LedgerError> {
    let Some(asked) = asked(typed) else {
        return Ok(Listed { products: Vec::new(), next: None });
    };
    let (first, last) = if retired { (i64::MIN, -1) } else { (0, i64::MAX) };
    let from = after.map_or(first, |place| place.n.max(first));
    let text = format!(
        "SELECT {COLUMNS}, '', product_search.rowid FROM product_search CROSS JOIN products
             ON products.n = abs(product_search.rowid)
         WHERE product_search MATCH ?1 AND product_search.rowid > ?2
             AND product_search.rowid <= ?3 AND {COUNTS}
         ORDER BY product_search.rowid LIMIT ?4"
    );
    listed(conn, &text, &[&asked, &from, &last, &limit], limit)
}

/// A number that rises with every product: the beginning of codes for those that have none.
///
/// # Errors
/// When the file cannot be read.
pub fn last_number(conn: &Connection) -> Result<i64, LedgerError> {
    let text = "SELECT coalesce(max(n), 0) FROM products";
    Ok(conn.prepare_cached(text)?.query_row([], |row| row.get(0))?)
}

/// A name as lists sort it.
#[must_use]
pub fn sorted_name(name: &str) -> String {
    folded(name)
}
