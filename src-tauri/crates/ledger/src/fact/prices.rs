//! Lists of prices.

use cobro_domain::ids::PriceListId;
use serde::{Deserialize, Serialize};

/// A list of prices was made, renamed, retired or brought back. What products cost on it stands
/// with the products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceListChanged {
    /// The list.
    pub list: PriceListId,
    /// Its name.
    pub name: String,
    /// Whether anything is sold at its prices.
    pub active: bool,
}
