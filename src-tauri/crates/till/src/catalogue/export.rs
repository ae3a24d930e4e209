//! The catalogue as a file that an import takes back unchanged.

use std::path::PathBuf;

use cobro_documents::{Catalogue, Language, ListCell, Listing};
use cobro_domain::{money::Money, tax::TaxMode};
use cobro_ledger::{
    LedgerError, Place,
    views::{
        price_lists::PriceList,
        products::{self, Product, Shelf},
    },
};

use super::{
    import::{Column, list_heading},
    tax_word,
};
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
        let mut lists = self.price_lists()?;
        lists.retain(|list| list.active);
        let name = Catalogue::of(language).text("tab-catalogue").unwrap_or_default();
        let listing = Listing {
            headings: headings(&lists, language),
            rows: self.export_rows(&lists)?,
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

    fn export_rows(&self, lists: &[PriceList]) -> Result<Vec<Vec<ListCell>>, LedgerError> {
        self.read(|reader| {
            let mut rows = Vec::new();
            for shelf in [Shelf::Sold, Shelf::Retired] {
                let mut after: Option<Place> = None;
                loop {
                    let page = products::page(reader.conn(), &shelf, after.as_ref(), AT_ONCE)?;
                    rows.extend(page.products.iter().map(|product| row(product, lists)));
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

fn headings(lists: &[PriceList], language: Language) -> Vec<String> {
    let fixed = Column::ALL.map(|column| column.heading(language));
    let lists = lists.iter().map(|list| list_heading(&list.name, language));
    fixed.into_iter().chain(lists).collect()
}

fn row(product: &Product, lists: &[PriceList]) -> Vec<ListCell> {
    let text = |text: &str| ListCell::Text(text.to_owned());
    let yes = |yes: bool| text(if yes { "1" } else { "0" });
    let amount = |money: Option<Money>| money.map_or_else(|| text(""), ListCell::Amount);
    let lists = lists.iter().map(|list| Column::List(list.id));
    Column::ALL
        .into_iter()
        .chain(lists)
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
            Column::List(list) => amount(product.on_list(list)),
            Column::Id => text(&product.id.to_string()),
        })
        .collect()
}
