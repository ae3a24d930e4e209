//! What the columns of a file mean.

use cobro_documents::{Catalogue, Language};
use cobro_domain::ids::PriceListId;
use cobro_ledger::views::price_lists::PriceList;

/// What a column says of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What one costs on a list of prices.
    List(PriceListId),
}

impl Column {
    /// Every column that any shop has, in the order in which an export writes them; those of its
    /// lists of prices follow.
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

    /// Its word in messages.
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
            Self::List(_) => "list-price",
        }
    }

    /// Its word in preferences, and between the window and the till.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::List(list) => format!("list:{list}"),
            Self::Code
            | Self::Name
            | Self::Price
            | Self::Added
            | Self::Tax
            | Self::Cost
            | Self::Unit
            | Self::Category
            | Self::Barcodes
            | Self::Favourite
            | Self::Active
            | Self::Id => self.word().to_owned(),
        }
    }

    /// The column of a word that [`Column::key`] gave.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':') {
            Some(("list", id)) => PriceListId::parse(id).ok().map(Self::List),
            _ => Self::ALL.into_iter().find(|column| column.word() == key),
        }
    }

    /// What stands above it in an export; above a list's prices, [`list_heading`].
    #[must_use]
    pub fn heading(self, language: Language) -> String {
        let words = Catalogue::of(language);
        let text = words.text(&format!("import-column-{}", self.word()));
        text.map_or_else(|_| self.word().to_owned(), |text| text.to_string())
    }

    /// Whether a file can still say it: a list of prices may be gone.
    pub(super) fn is_offered(self, lists: &[PriceList]) -> bool {
        match self {
            Self::List(id) => lists.iter().any(|list| list.id == id),
            Self::Code
            | Self::Name
            | Self::Price
            | Self::Added
            | Self::Tax
            | Self::Cost
            | Self::Unit
            | Self::Category
            | Self::Barcodes
            | Self::Favourite
            | Self::Active
            | Self::Id => true,
        }
    }

    /// What a heading means, in any language. A list of prices is meant by `price` and its name,
    /// or by its name alone.
    #[must_use]
    pub fn of_heading(heading: &str, lists: &[PriceList]) -> Option<Self> {
        let heading = folded(heading);
        let list = lists.iter().find(|list| {
            let mut named = Language::ALL.into_iter().map(|l| list_heading(&list.name, l));
            folded(&list.name) == heading
                || folded(&format!("price {}", list.name)) == heading
                || named.any(|name| folded(&name) == heading)
        });
        let fixed = Self::fixed(&heading);
        fixed.or_else(|| list.map(|list| Self::List(list.id)))
    }

    fn fixed(heading: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| {
            let named = Language::ALL.into_iter().map(|language| column.heading(language));
            column.word() == heading
                || column.others().contains(&heading)
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
            Self::Id | Self::List(_) => &[],
        }
    }
}

/// What stands above the prices of a list in an export.
#[must_use]
pub fn list_heading(name: &str, language: Language) -> String {
    let words = Catalogue::of(language);
    let text = words.format("import-list-heading", &[("name", name)]);
    text.unwrap_or_else(|_| name.to_owned())
}

/// A heading without what people write differently.
pub(super) fn folded(text: &str) -> String {
    cobro_ledger::views::products::sorted_name(text.trim())
}
