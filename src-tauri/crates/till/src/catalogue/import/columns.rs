//! What the columns of a file mean.

use cobro_documents::{Catalogue, Language};
use serde::{Deserialize, Serialize};

/// What a column says of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "ImportColumn", rename_all = "kebab-case")]
pub enum Column {
    /// The shop's own code.
    Code,
    /// Its name.
    Name,
    /// The price of one.
    Price,
    /// Whether taxes are put on top of the price.
    Added,
    /// Its tax.
    Tax,
    /// What one costs the shop.
    Cost,
    /// What it is counted in.
    Unit,
    /// Where it stands in the catalogue.
    Category,
    /// The bar codes on it.
    Barcodes,
    /// Whether it is a favourite.
    Favourite,
    /// Whether it is sold.
    Active,
    /// What Cobro calls it: written by an export, so that codes can change too.
    Id,
}

impl Column {
    /// Every column, in the order in which an export writes them.
    pub const ALL: [Self; 12] = [
        Self::Code,
        Self::Name,
        Self::Price,
        Self::Added,
        Self::Tax,
        Self::Cost,
        Self::Unit,
        Self::Category,
        Self::Barcodes,
        Self::Favourite,
        Self::Active,
        Self::Id,
    ];

    /// Its word in preferences and messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Price => "price",
            Self::Added => "added",
            Self::Tax => "tax",
            Self::Cost => "cost",
            Self::Unit => "unit",
            Self::Category => "category",
            Self::Barcodes => "barcodes",
            Self::Favourite => "favourite",
            Self::Active => "active",
            Self::Id => "id",
        }
    }

    /// The column of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }

    /// What stands above it in an export.
    #[must_use]
    pub fn heading(self, language: Language) -> String {
        let words = Catalogue::of(language);
        let text = words.text(&format!("import-column-{}", self.word()));
        text.map_or_else(|_| self.word().to_owned(), |text| text.to_string())
    }

    /// What a heading means, in any language.
    #[must_use]
    pub fn of_heading(heading: &str) -> Option<Self> {
        let heading = folded(heading);
        Self::ALL.into_iter().find(|column| {
            let named = Language::ALL.into_iter().map(|language| column.heading(language));
            column.word() == heading
                || column.others().contains(&heading.as_str())
                || named.into_iter().any(|name| folded(&name) == heading)
        })
    }

    /// What other programs call it.
    const fn others(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["sku", "clave", "codigo interno", "referencia", "артикул"],
            Self::Name => {
                &["product", "producto", "articulo", "descripcion", "description", "товар"]
            }
            Self::Price => &["precio de venta", "precio venta", "pvp", "unit price"],
            Self::Added => &["plus tax"],
            Self::Tax => &["iva", "vat", "impuestos", "пдв"],
            Self::Cost => &["precio de compra", "purchase price"],
            Self::Unit => &["unidad de medida", "uom", "од."],
            Self::Category => &["departamento", "department", "familia", "grupo", "група"],
            Self::Barcodes => &["barcode", "codigo de barras", "ean", "upc", "gtin", "штрихкод"],
            Self::Favourite => &["favorite"],
            Self::Active => &["activo"],
            Self::Id => &[],
        }
    }
}

/// A heading without what people write differently.
pub(super) fn folded(text: &str) -> String {
    cobro_ledger::views::products::sorted_name(text.trim())
}
