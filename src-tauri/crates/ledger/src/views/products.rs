//! The catalogue, and the index that finds in it as one types.

mod find;

use cobro_domain::{
    ids::{PriceListId, ProductId},
    money::{Currency, Money},
    tax::{Rate, TaxMode},
    unit::Unit,
};
use rusqlite::{Connection, OptionalExtension, params};

pub use self::find::{
    Listed, Shelf, by_code, categories, favourites, find, in_category, last_number, page, read,
    search, search_page, sorted_name, with_own_code,
};
use super::{View, imports};
use crate::{error::LedgerError, fact::ProductChanged, folded::folded};

// A product has a second row while an import that changes it is under way: `since` is the import
// that a row came with, `until` the one that replaces it, and zero is none.
pub(super) const VIEW: View = View {
    name: "products",
    schema: "
CREATE TABLE products (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL CHECK (length(id) = 16),
    since     INTEGER NOT NULL,
    until     INTEGER NOT NULL,
    code      TEXT NOT NULL,
    barcodes  TEXT NOT NULL,
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,
    price     INTEGER,
    currency  TEXT NOT NULL,
    included  INTEGER NOT NULL,
    taxes     TEXT NOT NULL,
    category  TEXT NOT NULL,
    cost      INTEGER,
    prices    TEXT NOT NULL,
    picture   TEXT,
    unit      TEXT NOT NULL,
    favourite INTEGER NOT NULL,
    active    INTEGER NOT NULL
) STRICT;
CREATE INDEX products_by_id ON products (id);
CREATE INDEX products_that_leave ON products (until) WHERE until <> 0;
CREATE INDEX products_that_came ON products (since) WHERE since <> 0;",
    indexes: "
CREATE INDEX products_by_code ON products (code);
CREATE INDEX products_in_order ON products (active, folded, n);
CREATE INDEX products_with_a_picture ON products (picture) WHERE picture IS NOT NULL;
CREATE INDEX products_by_category ON products (category, folded, n) WHERE active;
CREATE INDEX products_that_are_favourites ON products (folded, n) WHERE favourite AND active;",
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

/// The tables behind the search.
pub(super) const SEARCH_TABLES: [&str; 2] = ["product_search", "product_search_due"];

/// The search index: it follows the products by triggers, so a rebuild of them rebuilds it.
/// Accents are ignored; one or two letters are answered from the prefix index. What is not sold
/// any more stands below zero, so that it costs those who sell nothing.
///
/// The index is put in order by [`settle_search`] alone: by itself it would do so in the middle
/// of any write, for as long as it likes. It knows which products a word is in, and not where:
/// to put a word in order then takes the shortest time it can.
///
/// Each write of a product by itself makes a piece of the index of its own. What an import brings
/// is seen by nobody before its end, so it only joins `product_search_due`, and [`find_brought`]
/// makes one piece of many.
pub(super) const SEARCH: &str = "
CREATE VIRTUAL TABLE product_search USING fts5 (
    name, code, category, barcodes, content = '', contentless_delete = 1, detail = none,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
INSERT INTO product_search (product_search, rank) VALUES ('automerge', 0);
INSERT INTO product_search (product_search, rank) VALUES ('deletemerge', 0);
INSERT INTO product_search (product_search, rank) VALUES ('crisismerge', 500);
CREATE TABLE product_search_due (n INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER products_are_found AFTER INSERT ON products WHEN NEW.since = 0
BEGIN
    INSERT INTO product_search (rowid, name, code, category, barcodes)
    VALUES (iif(NEW.active, NEW.n, -NEW.n), NEW.name, NEW.code, NEW.category, NEW.barcodes);
END;
CREATE TRIGGER products_are_found_later AFTER INSERT ON products WHEN NEW.since <> 0
BEGIN
    INSERT INTO product_search_due VALUES (NEW.n);
END;
CREATE TRIGGER products_have_codes AFTER INSERT ON products
BEGIN
    INSERT OR IGNORE INTO product_codes (barcode, product)
    SELECT value, NEW.n FROM json_each(NEW.barcodes) WHERE NEW.active;
END;
CREATE TRIGGER products_are_lost AFTER DELETE ON products
BEGIN
    DELETE FROM product_search WHERE rowid = iif(OLD.active, OLD.n, -OLD.n)
        AND NOT EXISTS (SELECT 1 FROM product_search_due WHERE n = OLD.n);
    DELETE FROM product_search_due WHERE n = OLD.n;
    DELETE FROM product_codes WHERE product = OLD.n;
END;";

const FIND_BROUGHT: &str = "
INSERT INTO product_search (rowid, name, code, category, barcodes)
SELECT iif(active, n, -n), name, code, category, barcodes
FROM product_search_due CROSS JOIN products USING (n) ORDER BY n";

const FOUND: &str = "DELETE FROM product_search_due";

/// Fills the search index with what is missing in it.
///
/// # Errors
/// When the file cannot be written.
pub fn find_brought(conn: &Connection) -> Result<(), LedgerError> {
    Ok(fill(conn)?)
}

fn fill(conn: &Connection) -> rusqlite::Result<()> {
    conn.prepare_cached(FIND_BROUGHT)?.execute([])?;
    conn.prepare_cached(FOUND)?.execute([])?;
    Ok(())
}

/// Fills the search index and puts it in order, however long that takes.
pub(super) fn settle(conn: &Connection) -> rusqlite::Result<()> {
    fill(conn)?;
    conn.execute_batch(
        "INSERT INTO product_search (product_search, rank) VALUES ('merge', 1000000)",
    )
}

/// Puts a part of the search index in order, writing about so many pages of it; whether there
/// may be more to do.
///
/// # Errors
/// When the file cannot be written.
pub fn settle_search(conn: &Connection, pages: u32) -> Result<bool, LedgerError> {
    let before = conn.total_changes();
    conn.prepare_cached("INSERT INTO product_search (product_search, rank) VALUES ('merge', ?1)")?
        .execute([pages])?;
    // The row that asks counts as one.
    Ok(conn.total_changes().saturating_sub(before) > 1)
}

/// A product as it counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// The shop's own code.
    pub code: String,
    /// The bar codes on it.
    pub barcodes: Vec<String>,
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
    /// What one costs the shop, when it is known.
    pub cost: Option<Money>,
    /// What one costs on lists of prices, retired ones too.
    pub prices: Vec<(PriceListId, Money)>,
    /// The hash of its picture.
    pub picture: Option<String>,
    /// What it is counted in.
    pub unit: Unit,
    /// Whether it is shown before anything is searched.
    pub favourite: bool,
    /// Whether it can be sold.
    pub active: bool,
}

impl Product {
    /// What one costs on a list of prices; nothing where the ordinary price counts.
    #[must_use]
    pub fn on_list(&self, list: PriceListId) -> Option<Money> {
        self.prices.iter().find(|(other, _)| *other == list).map(|(_, price)| *price)
    }

    /// What makes it this product.
    #[must_use]
    pub fn fact(&self) -> ProductChanged {
        ProductChanged {
            product: self.id,
            code: self.code.clone(),
            barcodes: self.barcodes.clone(),
            name: self.name.clone(),
            price: self.price.map(Money::minor),
            currency: self.currency,
            mode: self.mode,
            taxes: self.taxes.clone(),
            category: self.category.clone(),
            favourite: self.favourite,
            active: self.active,
            cost: self.cost.map(Money::minor),
            prices: self.prices.iter().map(|(list, price)| (*list, price.minor())).collect(),
            picture: self.picture.clone(),
            unit: self.unit,
            import: None,
        }
    }
}

pub(super) fn apply(
    conn: &Connection,
    arrival: i64,
    body: &ProductChanged,
) -> Result<(), LedgerError> {
    let import = body.import.map(|import| imports::number(conn, import)).transpose()?;
    let place = match import.flatten() {
        Some(import) => brought(conn, arrival, body.product, import)?,
        None => changed(conn, arrival, body.product)?,
    };
    write(conn, &place, body)
}

/// Where a row stands.
struct Row {
    n: i64,
    since: i64,
    until: i64,
}

/// The row that counts now, or a new one.
fn changed(conn: &Connection, arrival: i64, id: ProductId) -> Result<Row, LedgerError> {
    let text = format!("SELECT n, until FROM products WHERE id = ?1 AND {}", find::COUNTS);
    let known = conn
        .prepare_cached(&text)?
        .query_row([id.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (n, until) = known.unwrap_or((arrival, 0));
    Ok(Row { n, since: 0, until })
}

/// A row beside the one that counts until the import has ended.
fn brought(
    conn: &Connection,
    arrival: i64,
    id: ProductId,
    import: i64,
) -> Result<Row, LedgerError> {
    let known = conn
        .prepare_cached("SELECT n FROM products WHERE id = ?1 AND since = ?2")?
        .query_row(params![id.0.as_bytes(), import], |row| row.get(0))
        .optional()?;
    let replaced = format!("UPDATE products SET until = ?2 WHERE id = ?1 AND {}", find::COUNTS);
    conn.prepare_cached(&replaced)?.execute(params![id.0.as_bytes(), import])?;
    Ok(Row { n: known.unwrap_or(arrival), since: import, until: 0 })
}

fn write(conn: &Connection, place: &Row, body: &ProductChanged) -> Result<(), LedgerError> {
    let text = |error: serde_json::Error| LedgerError::Malformed {
        what: "a product",
        detail: error.to_string(),
    };
    conn.prepare_cached(
        "INSERT OR REPLACE INTO products (n, id, since, until, code, barcodes, name, folded,
                                          price, currency, included, taxes, category, cost,
                                          prices, picture, unit, favourite, active)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                 ?18, ?19)",
    )?
    .execute(params![
        place.n,
        body.product.0.as_bytes(),
        place.since,
        place.until,
        body.code,
        serde_json::to_string(&body.barcodes).map_err(text)?,
        body.name,
        folded(&body.name),
        body.price,
        body.currency.code(),
        body.mode == TaxMode::Included,
        serde_json::to_string(&body.taxes).map_err(text)?,
        body.category,
        body.cost,
        serde_json::to_string(&body.prices).map_err(text)?,
        body.picture,
        body.unit.word(),
        body.favourite,
        body.active,
    ])?;
    Ok(())
}
