//! One row of a file as the product that it makes or changes.

use cobro_documents::{Catalogue, Language};
use cobro_domain::{
    ids::{PriceListId, ProductId},
    money::Money,
    tax::TaxMode,
    unit::Unit,
};
use cobro_ledger::{
    Connection, LedgerError,
    views::products::{self, Product},
};

use super::{Column, RowProblem, columns::folded};
use crate::catalogue::{PictureChange, ProductError, ProductForm, tax_word};

/// What stands between bar codes in one cell.
const BETWEEN: [char; 4] = [';', '|', ',', '\n'];

/// A row by what its cells mean.
pub(super) struct Cells<'c> {
    pub(super) map: &'c [Option<Column>],
    pub(super) cells: &'c [String],
}

impl Cells<'_> {
    /// What stands in a column; nothing when the file has no such column.
    fn get(&self, column: Column) -> Option<&str> {
        let place = self.map.iter().position(|mapped| *mapped == Some(column))?;
        Some(self.cells.get(place).map_or("", |cell| cell.trim()))
    }

    /// What stands in the columns of lists of prices.
    fn lists(&self) -> impl Iterator<Item = (PriceListId, &str)> {
        let cells = self.map.iter().enumerate();
        cells.filter_map(|(place, column)| {
            let Some(Column::List(list)) = *column else {
                return None;
            };
            Some((list, self.cells.get(place).map_or("", |cell| cell.trim())))
        })
    }

    /// What stands in a column, unless it is empty.
    fn given(&self, column: Column) -> Option<&str> {
        self.get(column).filter(|text| !text.is_empty())
    }
}

/// The product that a row is about: by what Cobro calls it, its code, or its first bar code.
pub(super) fn known(conn: &Connection, cells: &Cells<'_>) -> Result<Option<Product>, RowProblem> {
    if let Some(id) = cells.given(Column::Id) {
        let unknown = || RowProblem::Unknown { id: id.to_owned() };
        let id = ProductId::parse(id).map_err(|_| unknown())?;
        return products::find(conn, id)?.ok_or_else(unknown).map(Some);
    }
    if let Some(code) = cells.given(Column::Code) {
        return Ok(products::with_own_code(conn, code)?);
    }
    let Some(barcode) = cells.given(Column::Barcodes).and_then(|text| barcodes(text).next()) else {
        return Ok(None);
    };
    Ok(only(products::by_code(conn, &barcode)?))
}

fn only(mut found: Vec<Product>) -> Option<Product> {
    if found.len() > 1 { None } else { found.pop() }
}

fn barcodes(text: &str) -> impl Iterator<Item = String> {
    text.split(BETWEEN).map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned)
}

/// The product as a form: what it was, with what the row says.
pub(super) fn form(cells: &Cells<'_>, known: Option<&Product>) -> Result<ProductForm, RowProblem> {
    let mut form = known.map_or_else(unknown_product, before);
    let text = |column, value: &mut String| {
        if let Some(text) = cells.get(column) {
            text.clone_into(value);
        }
    };
    text(Column::Code, &mut form.code);
    text(Column::Name, &mut form.name);
    text(Column::Category, &mut form.category);
    for (column, value) in [(Column::Price, &mut form.price), (Column::Cost, &mut form.cost)] {
        if let Some(text) = cells.get(column) {
            *value = amount(text);
        }
    }
    for (column, text) in cells.lists() {
        form.prices.push((column, amount(text)));
    }
    if form.code.is_empty() {
        form.code = known.map(|known| known.code.clone()).unwrap_or_default();
    }
    if let Some(text) = cells.get(Column::Barcodes) {
        form.barcodes = barcodes(text).collect();
    }
    if let Some(text) = cells.given(Column::Tax) {
        form.tax = tax(text).ok_or_else(|| ProductError::Tax { text: text.to_owned() })?;
    }
    if let Some(text) = cells.given(Column::Unit) {
        form.unit = unit(text).ok_or_else(|| ProductError::Unit { text: text.to_owned() })?;
    }
    let yes = |column| match cells.given(column) {
        Some(text) => {
            let said = said(text);
            said.map(Some)
                .ok_or_else(|| RowProblem::NeitherYesNorNo { column, text: text.to_owned() })
        }
        None => Ok(None),
    };
    form.added = yes(Column::Added)?.unwrap_or(form.added);
    form.favourite = yes(Column::Favourite)?.unwrap_or(form.favourite);
    form.retired = yes(Column::Active)?.map_or(form.retired, |active| !active);
    Ok(form)
}

/// An amount without the sign of its currency.
fn amount(text: &str) -> String {
    text.trim_matches(['$', '₴', ' ', '\u{a0}']).to_owned()
}

fn unknown_product() -> ProductForm {
    ProductForm {
        tax: "iva-16".to_owned(),
        unit: Unit::Piece.word().to_owned(),
        ..ProductForm::default()
    }
}

fn before(known: &Product) -> ProductForm {
    let amount = |money: Option<Money>| money.map(Money::decimal_text).unwrap_or_default();
    ProductForm {
        id: Some(known.id),
        code: known.code.clone(),
        barcodes: known.barcodes.clone(),
        name: known.name.clone(),
        price: amount(known.price),
        added: known.mode == TaxMode::Added,
        tax: tax_word(&known.taxes),
        cost: amount(known.cost),
        // What the file does not name stays.
        prices: Vec::new(),
        picture: PictureChange::Keep,
        unit: known.unit.word().to_owned(),
        category: known.category.clone(),
        favourite: known.favourite,
        retired: !known.active,
    }
}

/// The word of a tax as people write it: `iva-16`, `IVA 16 %`, `16`, `0%`.
fn tax(text: &str) -> Option<String> {
    let plain: String = folded(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let rate = plain.strip_prefix("iva").unwrap_or(&plain);
    let word = match rate {
        "own" => "own",
        "16" | "1600" => "iva-16",
        "8" => "iva-8",
        "0" => "iva-0",
        "exempt" | "exento" | "exenta" | "звільнено" => "iva-exempt",
        "none" | "ninguno" | "no" | "sin" | "без" => "none",
        _ => return None,
    };
    Some(word.to_owned())
}

/// The word of a unit as people write it, in any language.
fn unit(text: &str) -> Option<String> {
    let wanted = folded(text);
    let plain = wanted.trim_end_matches('.');
    let others = match plain {
        "pza" | "pz" | "pieza" | "piezas" | "pcs" | "pieces" | "unidad" | "штука" => {
            Some(Unit::Piece)
        }
        "kilo" | "kilos" | "kilogramo" | "kilogram" => Some(Unit::Kilogram),
        "gramo" | "gr" | "gram" => Some(Unit::Gram),
        "litro" | "lt" | "litre" | "liter" => Some(Unit::Litre),
        "metro" | "mt" | "metre" | "meter" => Some(Unit::Metre),
        "hr" | "h" | "hora" | "horas" | "hours" => Some(Unit::Hour),
        _ => None,
    };
    let named = |unit: &Unit| {
        Language::ALL.into_iter().any(|language| {
            let name = Catalogue::of(language).text(&format!("unit-{}", unit.word()));
            name.is_ok_and(|name| folded(&name).trim_end_matches('.') == plain)
        })
    };
    let known = Unit::from_word(plain).or(others);
    known.or_else(|| Unit::ALL.into_iter().find(named)).map(|unit| unit.word().to_owned())
}

fn said(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "1" | "yes" | "y" | "true" | "si" | "s" | "verdadero" | "x" | "так" | "т" => Some(true),
        "0" | "no" | "n" | "false" | "falso" | "ні" | "н" => Some(false),
        _ => None,
    }
}

impl From<LedgerError> for RowProblem {
    fn from(error: LedgerError) -> Self {
        Self::Product(error.into())
    }
}
