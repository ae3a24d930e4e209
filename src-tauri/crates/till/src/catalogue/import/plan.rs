//! Deciding what an import does, before anything is written.

use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
};

use cobro_domain::ids::ProductId;
use cobro_ledger::{
    Connection,
    fact::ProductChanged,
    views::products::{self, Product},
};

use super::{
    Column, ImportError, Source,
    row::{self, Cells},
};
use crate::{
    catalogue::{ProductError, free_code},
    random,
    till::Till,
};

/// How many rows that do not fit are told; the others are counted.
pub const TROUBLES_MAX: usize = 200;

/// Why a row does not fit.
#[derive(Debug, thiserror::Error)]
pub enum RowProblem {
    /// Something in it does not fit a product.
    #[error(transparent)]
    Product(ProductError),
    /// A cell says neither yes nor no.
    #[error("{text:?} is neither yes nor no")]
    NeitherYesNorNo {
        /// Its column.
        column: Column,
        /// What stands there.
        text: String,
    },
    /// Cobro calls no product so.
    #[error("there is no product {id:?}")]
    Unknown {
        /// What stands there.
        id: String,
    },
    /// An earlier row is about the same product.
    #[error("row {earlier} is about the same product")]
    Again {
        /// That row.
        earlier: u32,
    },
    /// An earlier row carries the same code.
    #[error("row {earlier} carries the code {code:?}")]
    SameCode {
        /// The code.
        code: String,
        /// That row.
        earlier: u32,
    },
}

impl RowProblem {
    /// The column that it is about, where it is about one.
    #[must_use]
    pub fn column(&self) -> Option<Column> {
        match self {
            Self::NeitherYesNorNo { column, .. } => Some(*column),
            Self::Unknown { .. } => Some(Column::Id),
            Self::SameCode { .. } => Some(Column::Code),
            Self::Product(ProductError::Name(_)) => Some(Column::Name),
            Self::Product(ProductError::CodeTooLong { .. } | ProductError::Taken { .. }) => {
                Some(Column::Code)
            }
            Self::Product(ProductError::TooManyBarcodes) => Some(Column::Barcodes),
            Self::Product(ProductError::Price(_)) => Some(Column::Price),
            Self::Product(ProductError::Cost(_)) => Some(Column::Cost),
            Self::Product(ProductError::ListPrice { list, .. }) => Some(Column::List(*list)),
            Self::Product(ProductError::Tax { .. }) => Some(Column::Tax),
            Self::Product(ProductError::Unit { .. }) => Some(Column::Unit),
            Self::Product(
                ProductError::NotFound
                | ProductError::ImportUnderWay
                | ProductError::Permit(_)
                | ProductError::Picture(_)
                | ProductError::Ledger(_),
            )
            | Self::Again { .. } => None,
        }
    }
}

/// A row that does not fit.
#[derive(Debug)]
pub struct RowTrouble {
    /// Its number in the file, the headings being 1.
    pub row: u32,
    /// Why.
    pub problem: RowProblem,
}

/// What an import does.
#[derive(Debug, Default)]
pub struct Plan {
    /// How many rows there are below the headings.
    pub rows: u32,
    /// How many products it makes.
    pub made: u32,
    /// How many products it changes.
    pub changed: u32,
    /// How many rows do not fit.
    pub wrong: u32,
    /// The first of them.
    pub troubles: Vec<RowTrouble>,
    /// What is booked: only what changes.
    pub(super) products: Vec<ProductChanged>,
}

impl Plan {
    fn refuse(&mut self, row: u32, problem: RowProblem) {
        self.wrong = self.wrong.saturating_add(1);
        if self.troubles.len() < TROUBLES_MAX {
            self.troubles.push(RowTrouble { row, problem });
        }
    }
}

/// A row that fits by itself.
struct Fitting {
    row: u32,
    product: ProductChanged,
    known: Option<Product>,
}

/// The rows that fit by themselves, and what they have between them.
#[derive(Default)]
struct Gathered {
    fitting: Vec<Fitting>,
    /// Which row is about which product.
    about: HashMap<ProductId, u32>,
}

impl Till {
    /// Decides what importing does; `goes_on` is asked with the number of each row.
    pub(super) fn plan(
        &self,
        source: &Source,
        columns: &[Option<Column>],
        goes_on: &mut dyn FnMut(u32) -> ControlFlow<()>,
    ) -> Result<Plan, ImportError> {
        chosen_well(columns)?;
        self.read(|reader| {
            let conn = reader.conn();
            let mut plan = Plan::default();
            let gathered = self.gather(conn, source, columns, &mut plan, goes_on)?;
            settle(conn, gathered, &mut plan)?;
            Ok(plan)
        })
    }

    fn gather(
        &self,
        conn: &Connection,
        source: &Source,
        columns: &[Option<Column>],
        plan: &mut Plan,
        goes_on: &mut dyn FnMut(u32) -> ControlFlow<()>,
    ) -> Result<Gathered, ImportError> {
        let mut gathered = Gathered::default();
        let (mut headings, mut stopped) = (true, false);
        source.rows(|row, cells| {
            if std::mem::take(&mut headings) {
                return ControlFlow::Continue(());
            }
            plan.rows = plan.rows.saturating_add(1);
            match self.fit(conn, &Cells { map: columns, cells }, row, &mut gathered) {
                Ok(fitting) => gathered.fitting.push(fitting),
                Err(problem) => plan.refuse(row, problem),
            }
            stopped = goes_on(row).is_break();
            if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if stopped { Err(ImportError::Cancelled) } else { Ok(gathered) }
    }

    fn fit(
        &self,
        conn: &Connection,
        cells: &Cells<'_>,
        row: u32,
        gathered: &mut Gathered,
    ) -> Result<Fitting, RowProblem> {
        let known = row::known(conn, cells)?;
        let form = row::form(cells, known.as_ref())?;
        let id = known.as_ref().map(|known| known.id);
        let id = id.unwrap_or_else(|| ProductId::new(self.now(), random::bytes()));
        if let Some(earlier) = gathered.about.insert(id, row) {
            return Err(RowProblem::Again { earlier });
        }
        let product = self.product_typed(&form, id, known.as_ref())?;
        Ok(Fitting { row, product, known })
    }
}

/// Refuses columns that cannot be meant so.
fn chosen_well(columns: &[Option<Column>]) -> Result<(), ImportError> {
    let mut seen = HashSet::new();
    for column in columns.iter().flatten() {
        if !seen.insert(*column) {
            return Err(ImportError::Twice { column: *column });
        }
    }
    if seen.contains(&Column::Name) { Ok(()) } else { Err(ImportError::NoName) }
}

/// Looks at the rows together, as they will stand beside what is sold already: every code finds
/// one product.
fn settle(conn: &Connection, gathered: Gathered, plan: &mut Plan) -> Result<(), ImportError> {
    let Gathered { mut fitting, about } = gathered;
    let mut carried: HashMap<String, u32> = HashMap::new();
    for one in &mut fitting {
        let Fitting { row, product, .. } = one;
        if !product.active {
            continue;
        }
        let mut codes: Vec<String> = product.barcodes.clone();
        if !product.code.is_empty() && !codes.contains(&product.code) {
            codes.push(product.code.clone());
        }
        for code in codes {
            let others = products::by_code(conn, &code)?;
            // Another row of the file may take the code off the product that carries it now.
            let other = others
                .into_iter()
                .find(|other| other.id != product.product && !about.contains_key(&other.id));
            if let Some(earlier) = carried.insert(code.clone(), *row) {
                plan.refuse(*row, RowProblem::SameCode { code, earlier });
            } else if let Some(name) = other.map(|other| other.name) {
                plan.refuse(*row, ProductError::Taken { code, name }.into());
            }
        }
    }
    name_the_nameless(conn, &mut fitting, &carried)?;
    for Fitting { product, known, .. } in fitting {
        match known {
            Some(known) if known.fact() == product => continue,
            Some(_) => plan.changed = plan.changed.saturating_add(1),
            None => plan.made = plan.made.saturating_add(1),
        }
        plan.products.push(product);
    }
    Ok(())
}

/// Gives a code to every product that came without one.
fn name_the_nameless(
    conn: &Connection,
    fitting: &mut [Fitting],
    carried: &HashMap<String, u32>,
) -> Result<(), ImportError> {
    let mut after = products::last_number(conn)?;
    for one in fitting.iter_mut().filter(|one| one.product.code.is_empty()) {
        loop {
            let (number, code) = free_code(conn, after)?;
            after = number;
            if !carried.contains_key(&code) {
                one.product.code = code;
                break;
            }
        }
    }
    Ok(())
}
