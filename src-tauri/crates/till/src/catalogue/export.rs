//! The catalogue as a file that an import takes back unchanged.

use std::path::PathBuf;

use cobro_documents::{Catalogue, ListCell, Listing};
use cobro_domain::{money::Money, tax::TaxMode};
use cobro_ledger::{
    LedgerError, Place,
    views::products::{self, Product, Shelf},
};

use super::{import::Column, tax_word};
use crate::{
    papers::{PrintError, kept_at},
    till::Till,
};

/// How many products are read at once.
const AT_ONCE: u32 = 500;

/// The file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFile {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

impl ExportFile {
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

impl Till {
    /// Writes every product, those that are not sold any more too; says where the file is.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn export_products(&self, file: ExportFile) -> Result<PathBuf, PrintError> {
        let language = self.language();
        let name = Catalogue::of(language).text("tab-catalogue").unwrap_or_default();
        let listing = Listing {
            headings: Column::ALL.map(|column| column.heading(language)).to_vec(),
            rows: self.export_rows()?,
            made: self.now(),
            name,
        };
        let bytes = match file {
            ExportFile::Csv => listing.csv(),
            ExportFile::Xlsx => listing.xlsx(),
        };
        let bytes = bytes.map_err(cobro_documents::PaperError::from)?;
        kept_at(&self.papers(), &format!("{}.{}", listing.name, file.ending()), &bytes)
    }

    fn export_rows(&self) -> Result<Vec<Vec<ListCell>>, LedgerError> {
        self.read(|reader| {
            let mut rows = Vec::new();
            for shelf in [Shelf::Sold, Shelf::Retired] {
                let mut after: Option<Place> = None;
                loop {
                    let page = products::page(reader.conn(), &shelf, after.as_ref(), AT_ONCE)?;
                    rows.extend(page.products.iter().map(row));
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
            }
            Ok(rows)
        })
    }
}

fn row(product: &Product) -> Vec<ListCell> {
    let text = |text: &str| ListCell::Text(text.to_owned());
    let yes = |yes: bool| text(if yes { "1" } else { "0" });
    let amount = |money: Option<Money>| money.map_or_else(|| text(""), ListCell::Amount);
    Column::ALL
        .into_iter()
        .map(|column| match column {
            Column::Code => text(&product.code),
            Column::Name => text(&product.name),
            Column::Price => amount(product.price),
            Column::Added => yes(product.mode == TaxMode::Added),
            Column::Tax => text(&tax_word(&product.taxes)),
            Column::Cost => amount(product.cost),
            Column::Unit => text(product.unit.word()),
            Column::Category => text(&product.category),
            Column::Barcodes => text(&product.barcodes.join("; ")),
            Column::Favourite => yes(product.favourite),
            Column::Active => yes(product.active),
            Column::Id => text(&product.id.to_string()),
        })
        .collect()
}
