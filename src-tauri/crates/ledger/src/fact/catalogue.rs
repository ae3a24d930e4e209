//! What can be sold, and imports that changed much of it at once.

use cobro_domain::{
    ids::{ImportId, PriceListId, ProductId},
    money::Currency,
    tax::{Rate, TaxMode},
    unit::Unit,
};
use serde::{Deserialize, Serialize};

/// A product or service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductChanged {
    /// The product.
    pub product: ProductId,
    /// The shop's own code.
    pub code: String,
    /// The bar codes on it.
    pub barcodes: Vec<String>,
    /// Its name.
    pub name: String,
    /// The price of one; nothing when it is typed at the sale.
    pub price: Option<i64>,
    /// The currency of `price` and `cost`.
    pub currency: Currency,
    /// Whether the price contains the taxes.
    pub mode: TaxMode,
    /// The taxes on it.
    pub taxes: Vec<(String, Rate)>,
    /// Where it stands in the catalogue.
    pub category: String,
    /// Whether it is shown before anything is searched.
    pub favourite: bool,
    /// Whether it can be sold.
    pub active: bool,
    /// What one costs the shop, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// The SHA-256 of its picture, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// What it is counted in; pieces when nothing is said.
    #[serde(default, skip_serializing_if = "Unit::is_piece")]
    pub unit: Unit,
    /// What one costs on lists of prices, in their order; the ordinary price on all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<(PriceListId, i64)>,
    /// The import that it came with: it counts from when that has ended, and never if that was
    /// dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
}

/// Somebody decided to take a file over. Nothing of it counts yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportBegun {
    /// The import.
    pub import: ImportId,
    /// The name of the file, without its folder.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub digest: String,
    /// How many rows it has.
    pub rows: u32,
    /// How many products it makes.
    pub made: u32,
    /// How many products it changes.
    pub changed: u32,
}

/// An import came to its end: all of it counts from here on, or nothing ever does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportEnded {
    /// The import.
    pub import: ImportId,
    /// What became of it.
    pub outcome: ImportOutcome,
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportOutcome {
    /// All of it counts.
    Merged,
    /// None of it does.
    Dropped,
}

/// Rows that an import left behind are cleared away, so many at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportTidied {
    /// The import.
    pub import: ImportId,
    /// How many rows at most.
    pub rows: u32,
}
