//! Finding products as one types.

use cobro_ledger::{
    LedgerError,
    views::products::{self, Product},
};

use crate::till::Till;

/// How many products one look shows: three screens of tiles.
const SHOWN: u32 = 60;

impl Till {
    /// The products whose words begin with what was typed; those of a category, or the
    /// favourites, when nothing was.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn search_products(
        &self,
        typed: &str,
        category: Option<&str>,
    ) -> Result<Vec<Product>, LedgerError> {
        self.read(|reader| {
            let conn = reader.conn();
            match (typed.trim(), category) {
                ("", None) => products::favourites(conn, SHOWN),
                ("", Some(category)) => products::in_category(conn, category, SHOWN),
                (typed, _) => products::search(conn, typed, SHOWN),
            }
        })
    }

    /// The categories that have something to sell.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn categories(&self) -> Result<Vec<String>, LedgerError> {
        self.read(|reader| products::categories(reader.conn()))
    }
}
