//! The catalogue as the window lists and edits it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use cobro_domain::{
    ids::{PriceListId, ProductId},
    tax::Tax,
    tax::TaxMode,
    unit::Unit,
};
use cobro_ledger::{
    Place,
    views::products::{Product, Shelf},
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError};
use crate::{
    catalogue::{PictureChange, PictureError, ProductForm, tax_word},
    papers::tax_label,
    till::Till,
};

/// Which products the list shows.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Shelf", tag = "shelf", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "they are those of the ledger")]
pub enum ShelfWord {
    Sold,
    Category { name: String },
    Retired,
}

/// A row of the list of products.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProductRow {
    /// Its id.
    pub id: String,
    /// The shop's code.
    pub code: String,
    /// The bar codes on it.
    pub barcodes: Vec<String>,
    /// Its name.
    pub name: String,
    /// Where it stands in the catalogue.
    pub category: String,
    /// Such as `IVA 16 %`; empty without a tax.
    pub tax: String,
    /// Nothing when the amount is typed at the sale.
    pub price: Option<Amount>,
    /// What one costs the shop, when it is known.
    pub cost: Option<Amount>,
    /// Whether taxes are put on top of the price.
    pub added: bool,
    /// The word of its unit.
    pub unit: String,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Whether it can be sold.
    pub active: bool,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProductPage {
    /// By name, or as they were made when something was searched.
    pub rows: Vec<ProductRow>,
    /// Asks for the next page; none on the last.
    pub next: Option<String>,
}

/// A product as it is edited.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "ProductForm")]
pub struct ProductFormView {
    /// The product; none for a new one.
    pub id: Option<String>,
    /// The shop's code; chosen by Cobro when it is left empty.
    pub code: String,
    /// The bar codes on it.
    pub barcodes: Vec<String>,
    /// Its name.
    pub name: String,
    /// The price of one; typed at the sale when it is left empty.
    pub price: String,
    /// Whether taxes are put on top of the price.
    pub added: bool,
    /// The word of its tax.
    pub tax: String,
    /// What one costs the shop.
    pub cost: String,
    /// What one costs on each list of prices; the ordinary price where it is left empty.
    pub prices: Vec<ListPriceForm>,
    /// The word of its unit.
    pub unit: String,
    /// Where it stands in the catalogue.
    pub category: String,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Whether it is not sold any more.
    pub retired: bool,
    /// The hash of its picture; nothing takes it away.
    pub picture: Option<String>,
    /// The file of another picture, in base64.
    pub new_picture: Option<String>,
}

/// What a product costs on a list, as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ListPriceForm {
    /// The list.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The price; the ordinary one when it is left empty.
    pub price: String,
}

/// A list of prices.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PriceListView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether anything is sold at its prices.
    pub active: bool,
}

/// A tax that can be chosen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TaxChoice {
    /// Its word.
    pub word: String,
    /// Such as `IVA 16 %`; empty for none.
    pub label: String,
}

/// What can be chosen for a product.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProductChoices {
    /// The taxes; the first is what most products have.
    pub taxes: Vec<TaxChoice>,
    /// The words of the units; those that are measured take decimals.
    pub units: Vec<String>,
    /// The categories that have something to sell.
    pub categories: Vec<String>,
    /// The lists of prices, each without a price.
    pub lists: Vec<ListPriceForm>,
}

/// The bytes of a file that came as text.
fn file_of(text: &str) -> Result<Vec<u8>, PictureError> {
    STANDARD.decode(text).map_err(|_| PictureError::Unreadable)
}

impl Till {
    /// One page of a shelf, or of what a search finds there.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn product_list(
        &self,
        shelf: ShelfWord,
        search: &str,
        after: Option<&str>,
    ) -> Result<ProductPage, CommandError> {
        let shelf = match shelf {
            ShelfWord::Sold => Shelf::Sold,
            ShelfWord::Category { name } => Shelf::Category(name),
            ShelfWord::Retired => Shelf::Retired,
        };
        let after = after.and_then(Place::parse);
        let listed = self.product_page(&shelf, search, after.as_ref())?;
        let rows = listed.products.into_iter().map(|product| self.product_row(product));
        Ok(ProductPage { rows: rows.collect(), next: listed.next.map(|place| place.text()) })
    }

    fn product_row(&self, product: Product) -> ProductRow {
        let language = self.language();
        let taxes = product.taxes.iter().map(|(code, rate)| tax_label(code, *rate, language));
        ProductRow {
            id: product.id.to_string(),
            code: product.code,
            name: product.name,
            category: product.category,
            tax: taxes.collect::<Vec<_>>().join(" · "),
            barcodes: product.barcodes,
            price: product.price.map(|price| self.amount(price)),
            cost: product.cost.map(|cost| self.amount(cost)),
            added: product.mode == TaxMode::Added,
            unit: product.unit.word().to_owned(),
            favourite: product.favourite,
            active: product.active,
        }
    }

    /// A product as it is edited.
    ///
    /// # Errors
    /// When there is no such product or the books cannot be read.
    pub fn product_form(&self, id: &str) -> Result<ProductFormView, CommandError> {
        let product = self.product(ProductId::parse(id)?)?;
        let text = |money| self.amount(money).text;
        let lists = self.price_lists()?.into_iter().filter(|list| list.active);
        let prices = lists.map(|list| ListPriceForm {
            price: product.on_list(list.id).map(text).unwrap_or_default(),
            list: list.id.to_string(),
            name: list.name,
        });
        Ok(ProductFormView {
            id: Some(product.id.to_string()),
            prices: prices.collect(),
            tax: tax_word(&product.taxes),
            code: product.code,
            barcodes: product.barcodes,
            name: product.name,
            price: product.price.map(text).unwrap_or_default(),
            added: product.mode == TaxMode::Added,
            cost: product.cost.map(text).unwrap_or_default(),
            unit: product.unit.word().to_owned(),
            category: product.category,
            favourite: product.favourite,
            retired: !product.active,
            picture: product.picture,
            new_picture: None,
        })
    }

    /// What can be chosen for a product.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn product_choices(&self) -> Result<ProductChoices, CommandError> {
        let language = self.language();
        let lists = self.price_lists()?.into_iter().filter(|list| list.active);
        let lists = lists.map(|list| ListPriceForm {
            list: list.id.to_string(),
            name: list.name,
            price: String::new(),
        });
        let taxes = Tax::known().into_iter().map(|(word, taxes)| TaxChoice {
            word: word.to_owned(),
            label: taxes
                .first()
                .map(|tax| tax_label(&tax.code, tax.rate, language))
                .unwrap_or_default(),
        });
        Ok(ProductChoices {
            taxes: taxes.collect(),
            units: Unit::ALL.map(|unit| unit.word().to_owned()).to_vec(),
            categories: self.categories()?,
            lists: lists.collect(),
        })
    }

    /// Makes or changes a product.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then changed.
    pub fn save_product_form(&self, form: ProductFormView) -> Result<ProductRow, CommandError> {
        let id = form.id.as_deref().map(ProductId::parse).transpose()?;
        let prices = form.prices.into_iter();
        let prices =
            prices.map(|each| PriceListId::parse(&each.list).map(|list| (list, each.price)));
        let saved = self.save_product(&ProductForm {
            id,
            code: form.code,
            barcodes: form.barcodes,
            name: form.name,
            price: form.price,
            added: form.added,
            tax: form.tax,
            cost: form.cost,
            prices: prices.collect::<Result<_, _>>()?,
            unit: form.unit,
            category: form.category,
            favourite: form.favourite,
            retired: form.retired,
            picture: match (form.new_picture, form.picture) {
                (Some(file), _) => PictureChange::New(file_of(&file)?),
                (None, Some(_)) => PictureChange::Keep,
                (None, None) => PictureChange::Remove,
            },
        })?;
        Ok(self.product_row(self.product(saved)?))
    }

    /// Takes a product out of what is sold, or back into it.
    ///
    /// # Errors
    /// When another product carries one of its codes by now.
    pub fn switch_product(&self, id: &str, active: bool) -> Result<ProductRow, CommandError> {
        let id = ProductId::parse(id)?;
        self.set_product_active(id, active)?;
        Ok(self.product_row(self.product(id)?))
    }

    /// A picture by its hash, for a page that loads nothing from anywhere.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn picture_url(&self, hash: &str) -> Result<Option<String>, CommandError> {
        let found = self.picture(hash)?;
        Ok(found.map(|bytes| format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes))))
    }

    /// Every list of prices, retired ones too, in the order in which they were made.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn price_list_views(&self) -> Result<Vec<PriceListView>, CommandError> {
        let lists = self.price_lists()?.into_iter().map(|list| PriceListView {
            id: list.id.to_string(),
            name: list.name,
            active: list.active,
        });
        Ok(lists.collect())
    }
}
