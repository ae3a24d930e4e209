//! The catalogue: finding products as one types, listing, making and changing them.

mod export;
mod form;
pub mod import;
mod lists;
mod picture;

use cobro_domain::{
    ids::{PriceListId, ProductId},
    money::MoneyError,
    name::NameError,
    people::{Document, Permission},
};
use cobro_ledger::{
    Booking, Connection, LedgerError, Place,
    fact::{Fact, ProductChanged},
    views::{
        imports,
        products::{self, Listed, Product, Shelf},
    },
    working::pictures,
};

pub use self::export::ExportFile;
pub use self::form::{BARCODES_MAX, CODE_MAX, ProductForm, tax_word};
pub use self::lists::{LISTS_MAX, PriceListError};
pub use self::picture::{PICTURE_MAX, PictureChange, PictureError};
use self::picture::{Thumbnail, thumbnail};
use crate::{
    permit::{PermitError, permit},
    till::Till,
};

/// How many products one look shows: three screens of tiles.
const SHOWN: u32 = 60;

/// How often another code is tried for a product that was given none.
const CODES_TRIED: u32 = 1_000;

/// How much of the search index each change puts in order, in pages.
const SETTLED: u32 = 8;

/// Why a product was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum ProductError {
    /// There is no such product.
    #[error("there is no such product")]
    NotFound,
    /// The name or the category does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A code is longer than any reader sends.
    #[error("the code {code:?} has more than {CODE_MAX} characters")]
    CodeTooLong {
        /// What was typed.
        code: String,
    },
    /// There are too many bar codes.
    #[error("a product has at most {BARCODES_MAX} bar codes")]
    TooManyBarcodes,
    /// Another product that is sold carries the code.
    #[error("{name:?} carries the code {code:?}")]
    Taken {
        /// The code.
        code: String,
        /// The product that carries it.
        name: String,
    },
    /// The price is no amount.
    #[error("the price is no amount")]
    Price(#[source] MoneyError),
    /// The cost is no amount.
    #[error("the cost is no amount")]
    Cost(#[source] MoneyError),
    /// The price on a list is no amount.
    #[error("the price on a list is no amount")]
    ListPrice {
        /// The list.
        list: PriceListId,
        /// What is wrong with it.
        source: MoneyError,
    },
    /// The picture cannot be read.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The tax is none that is known here.
    #[error("{text:?} is no tax that is known here")]
    Tax {
        /// What was chosen.
        text: String,
    },
    /// The unit is none that is known here.
    #[error("{text:?} is no unit that is known here")]
    Unit {
        /// What was chosen.
        text: String,
    },
    /// An import is under way: what it decided would not hold.
    #[error("an import is under way")]
    ImportUnderWay,
    /// Whoever works at the till may not change it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Till {
    /// The products whose words begin with what was typed, a code that was typed whole first;
    /// those of a category, or the favourites, when nothing was typed.
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
                (typed, _) => found(conn, typed),
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

    /// One page of a shelf, or of what a search finds there.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn product_page(
        &self,
        shelf: &Shelf,
        typed: &str,
        after: Option<&Place>,
    ) -> Result<Listed, LedgerError> {
        self.read(|reader| {
            let conn = reader.conn();
            if typed.trim().is_empty() {
                return products::page(conn, shelf, after, SHOWN);
            }
            let retired = matches!(shelf, Shelf::Retired);
            products::search_page(conn, typed, retired, after, SHOWN)
        })
    }

    /// A product, whether or not it is sold.
    ///
    /// # Errors
    /// [`ProductError::NotFound`], or when the books cannot be read.
    pub fn product(&self, id: ProductId) -> Result<Product, ProductError> {
        self.read(|reader| products::find(reader.conn(), id)?.ok_or(ProductError::NotFound))
    }

    /// Makes or changes a product. Tickets that were typed before keep their price.
    ///
    /// # Errors
    /// [`ProductError`]; the product is then as it was.
    pub fn save_product(&self, form: &ProductForm) -> Result<ProductId, ProductError> {
        // Before the transaction: unpacking a picture takes longer than any write may.
        let new = match &form.picture {
            PictureChange::New(file) => Some(thumbnail(file)?),
            PictureChange::Keep | PictureChange::Remove => None,
        };
        self.book(self.actor(), |booking| {
            let document = form.id.map_or(Document::Catalogue, Document::Product);
            permit(booking, Permission::EditCatalogue, document)?;
            self.nothing_is_imported(booking.conn())?;
            let known = match form.id {
                Some(id) => {
                    Some(products::find(booking.conn(), id)?.ok_or(ProductError::NotFound)?)
                }
                None => None,
            };
            let id = known.as_ref().map(|known| known.id);
            let id = id.unwrap_or_else(|| ProductId::new(booking.at(), booking.random()));
            let mut product = self.product_typed(form, id, known.as_ref())?;
            if let Some(Thumbnail { hash, bytes }) = &new {
                pictures::put(booking.conn(), hash, bytes)?;
                product.picture = Some(hash.clone());
            }
            if product.code.is_empty() {
                let last = products::last_number(booking.conn())?;
                (_, product.code) = free_code(booking.conn(), last)?;
            }
            write(booking, product, known.as_ref())?;
            if let Some(before) = known.and_then(|known| known.picture) {
                pictures::forget_unused(booking.conn(), &before)?;
            }
            Ok(id)
        })
    }

    /// A picture by its hash, as a JPEG; nothing when it is not there, or not what was kept.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn picture(&self, hash: &str) -> Result<Option<Vec<u8>>, LedgerError> {
        let found = self.read(|reader| pictures::read(reader.conn(), hash))?;
        Ok(found.filter(|bytes| picture::hash(bytes) == hash))
    }

    /// Refuses while what is sold is being imported: what that decided would not hold.
    fn nothing_is_imported(&self, conn: &Connection) -> Result<(), ProductError> {
        let unfinished = imports::newest(conn)?.is_some_and(|import| !import.ended);
        if unfinished || self.importing.is_planning() {
            return Err(ProductError::ImportUnderWay);
        }
        Ok(())
    }

    /// Takes a product out of what is sold, or back into it.
    ///
    /// # Errors
    /// [`ProductError::Taken`] when another product carries one of its codes by now.
    pub fn set_product_active(&self, id: ProductId, active: bool) -> Result<(), ProductError> {
        self.book(self.actor(), |booking| {
            permit(booking, Permission::EditCatalogue, Document::Product(id))?;
            self.nothing_is_imported(booking.conn())?;
            let known = products::find(booking.conn(), id)?.ok_or(ProductError::NotFound)?;
            write(booking, ProductChanged { active, ..known.fact() }, Some(&known))
        })
    }
}

fn write(
    booking: &mut Booking<'_, '_>,
    product: ProductChanged,
    known: Option<&Product>,
) -> Result<(), ProductError> {
    if known.is_some_and(|known| known.fact() == product) {
        return Ok(());
    }
    if product.active {
        codes_are_free(booking.conn(), &product)?;
    }
    booking.append(&Fact::ProductChanged(product))?;
    products::settle_search(booking.conn(), SETTLED)?;
    Ok(())
}

/// A code finds one product: no other that is sold may carry it, as its own or as a bar code.
fn codes_are_free(conn: &Connection, product: &ProductChanged) -> Result<(), ProductError> {
    for code in product.barcodes.iter().chain([&product.code]) {
        let others = products::by_code(conn, code)?;
        if let Some(other) = others.into_iter().find(|other| other.id != product.product) {
            return Err(ProductError::Taken { code: code.clone(), name: other.name });
        }
    }
    Ok(())
}

/// A code for a product that was given none, and the number that it was made of.
fn free_code(conn: &Connection, after: i64) -> Result<(i64, String), LedgerError> {
    let (mut number, mut code) = (after, String::new());
    for _ in 0..CODES_TRIED {
        number = number.saturating_add(1);
        code = format!("{number:05}");
        if products::by_code(conn, &code)?.is_empty() {
            break;
        }
    }
    Ok((number, code))
}

/// What is found for what was typed: whoever carries it as a code is meant before all others.
fn found(conn: &Connection, typed: &str) -> Result<Vec<Product>, LedgerError> {
    let exact = products::by_code(conn, typed)?;
    let mut found = products::search(conn, typed, SHOWN)?;
    found.retain(|product| exact.iter().all(|other| other.id != product.id));
    // So few that sorting them costs nothing; sorting all that match would.
    found.sort_by_cached_key(|product| products::sorted_name(&product.name));
    Ok([exact, found].concat())
}
