//! A product as it is typed.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::{PriceListId, ProductId},
    locale::parse_amount,
    money::{Money, MoneyError},
    name::{Name, NameError},
    tax::{Rate, Tax, TaxMode},
    unit::Unit,
};
use cobro_ledger::{fact::ProductChanged, views::products::Product};

use super::{PictureChange, ProductError};
use crate::till::Till;

/// The longest code that is taken: longer than what readers send.
pub const CODE_MAX: usize = 64;

/// How many bar codes a product has at most.
pub const BARCODES_MAX: usize = 20;

/// A product as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductForm {
    /// The product; none for a new one.
    pub id: Option<ProductId>,
    /// The shop's own code; Cobro chooses one when it is left empty.
    pub code: String,
    /// The bar codes on it.
    pub barcodes: Vec<String>,
    /// Its name.
    pub name: String,
    /// The price of one; typed at the sale when it is left empty.
    pub price: String,
    /// Whether taxes are put on top of the price.
    pub added: bool,
    /// The word of its taxes, as [`tax_word`] says it.
    pub tax: String,
    /// What one costs the shop; may be left empty.
    pub cost: String,
    /// What one costs on lists of prices; the ordinary price where it is left empty. What is
    /// not named here stays.
    pub prices: Vec<(PriceListId, String)>,
    /// What becomes of its picture.
    pub picture: PictureChange,
    /// The word of its unit.
    pub unit: String,
    /// Where it stands in the catalogue; may be left empty.
    pub category: String,
    /// Whether it is shown before anything is searched.
    pub favourite: bool,
    /// Whether it is not sold any more.
    pub retired: bool,
}

impl Till {
    pub(super) fn product_typed(
        &self,
        form: &ProductForm,
        product: ProductId,
        known: Option<&Product>,
    ) -> Result<ProductChanged, ProductError> {
        let unit = Unit::from_word(&form.unit);
        Ok(ProductChanged {
            product,
            code: code(&form.code)?,
            barcodes: barcodes(&form.barcodes)?,
            name: Name::parse(&form.name)?.as_str().to_owned(),
            price: self.price(&form.price).map_err(ProductError::Price)?,
            currency: self.currency(),
            mode: if form.added { TaxMode::Added } else { TaxMode::Included },
            taxes: taxes(&form.tax, known)?,
            category: category(&form.category)?,
            favourite: form.favourite,
            active: !form.retired,
            cost: self.price(&form.cost).map_err(ProductError::Cost)?,
            prices: self.listed(&form.prices, known)?,
            picture: match form.picture {
                PictureChange::Keep => known.and_then(|known| known.picture.clone()),
                // A new one is known by its hash once it was made small.
                PictureChange::Remove | PictureChange::New(_) => None,
            },
            unit: unit.ok_or_else(|| ProductError::Unit { text: form.unit.clone() })?,
            import: None,
        })
    }

    /// The prices on lists: those that were typed, and what is there on all others.
    fn listed(
        &self,
        typed: &[(PriceListId, String)],
        known: Option<&Product>,
    ) -> Result<Vec<(PriceListId, i64)>, ProductError> {
        let known = known.map(|known| known.prices.as_slice()).unwrap_or_default();
        let mut prices: BTreeMap<PriceListId, i64> =
            known.iter().map(|(list, price)| (*list, price.minor())).collect();
        for (list, text) in typed {
            let price = self.price(text);
            match price.map_err(|source| ProductError::ListPrice { list: *list, source })? {
                Some(price) => prices.insert(*list, price),
                None => prices.remove(list),
            };
        }
        Ok(prices.into_iter().collect())
    }

    fn price(&self, text: &str) -> Result<Option<i64>, MoneyError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        parse_amount(text, self.currency(), self.locale()).map(Money::minor).map(Some)
    }
}

/// A code as readers send it: without marks that no reader sends.
pub(crate) fn code(text: &str) -> Result<String, ProductError> {
    let printable: String = text.chars().filter(|c| !c.is_control()).collect();
    let code = printable.trim();
    if code.chars().count() > CODE_MAX {
        return Err(ProductError::CodeTooLong { code: code.to_owned() });
    }
    Ok(code.to_owned())
}

pub(crate) fn barcodes(typed: &[String]) -> Result<Vec<String>, ProductError> {
    let mut barcodes: Vec<String> = Vec::new();
    for text in typed {
        let barcode = code(text)?;
        if !barcode.is_empty() && !barcodes.contains(&barcode) {
            barcodes.push(barcode);
        }
    }
    if barcodes.len() > BARCODES_MAX {
        return Err(ProductError::TooManyBarcodes);
    }
    Ok(barcodes)
}

pub(crate) fn category(text: &str) -> Result<String, NameError> {
    match Name::parse(text) {
        Err(NameError::Empty) => Ok(String::new()),
        read => Ok(read?.as_str().to_owned()),
    }
}

/// The word of what a product is taxed with: one of [`Tax::known`], or what the product alone
/// has, which no other can be given.
#[must_use]
pub fn tax_word(taxes: &[(String, Rate)]) -> String {
    let known = Tax::known().into_iter().find(|(_, known)| same(known, taxes));
    known.map_or_else(|| "own".to_owned(), |(word, _)| word.to_owned())
}

fn same(known: &[Tax], taxes: &[(String, Rate)]) -> bool {
    known.iter().map(|tax| (&tax.code, tax.rate)).eq(taxes.iter().map(|(code, rate)| (code, *rate)))
}

fn taxes(word: &str, known: Option<&Product>) -> Result<Vec<(String, Rate)>, ProductError> {
    if let Some(own) = known.filter(|known| tax_word(&known.taxes) == word) {
        return Ok(own.taxes.clone());
    }
    let found = Tax::known().into_iter().find(|(known, _)| *known == word);
    let (_, taxes) = found.ok_or_else(|| ProductError::Tax { text: word.to_owned() })?;
    Ok(taxes.into_iter().map(|tax| (tax.code, tax.rate)).collect())
}
