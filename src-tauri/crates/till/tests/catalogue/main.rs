//! The catalogue: products made, changed, found, and what a change must not do.
#![expect(clippy::unwrap_used, reason = "a test stops here")]

mod editing;
mod finding;
mod importing;
mod pictures;
mod prices;
mod undo;
mod units;

use std::sync::Arc;

use cobro_domain::ids::ProductId;
use cobro_ledger::{Mode, views::products::Product};
use cobro_till::{
    Till,
    catalogue::ProductForm,
    clock::SystemClock,
    open::{Place, open_real},
    secrets::Memory,
};
use tempfile::TempDir;

/// A shop with real books and nothing to sell yet.
struct Shop {
    till: Arc<Till>,
    folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { till: open(&folder), folder }
    }

    fn reopen(&mut self) {
        self.till.close();
        self.till = open(&self.folder);
    }

    fn save(&self, name: &str, code: &str, price: &str) -> ProductId {
        self.till.save_product(&form(name, code, price)).unwrap()
    }

    fn found(&self, typed: &str) -> Vec<String> {
        let found = self.till.search_products(typed, None).unwrap();
        found.into_iter().map(|product| product.name).collect()
    }

    fn product(&self, id: ProductId) -> Product {
        self.till.product(id).unwrap()
    }
}

fn open(folder: &TempDir) -> Arc<Till> {
    let holder = "a test".to_owned();
    let place = Place { folder: folder.path().to_owned(), mode: Mode::Real, holder };
    open_real(&place, Arc::new(Memory::default()), Arc::new(SystemClock)).unwrap()
}

fn form(name: &str, code: &str, price: &str) -> ProductForm {
    ProductForm {
        name: name.to_owned(),
        code: code.to_owned(),
        price: price.to_owned(),
        tax: "iva-16".to_owned(),
        unit: "piece".to_owned(),
        ..ProductForm::default()
    }
}
