//! Taking a list of products over from a file: all of it or nothing, while the counter sells on.
//!
//! Everything is decided before anything is written. What was decided is staged, then booked in
//! short slices that stay out of sight, and counts from one last fact on. A kill in the middle is
//! finished at the next start.

mod columns;
mod plan;
mod row;
mod run;
mod source;

use std::{collections::BTreeMap, ops::ControlFlow, path::Path};

use cobro_domain::ids::Actor;
use cobro_ledger::{LedgerError, working::preferences};

pub(crate) use self::run::Importing;
pub use self::{
    columns::{Column, list_heading},
    plan::{Plan, RowProblem, RowTrouble, TROUBLES_MAX},
    run::{Goes, Progress, Stage},
    source::{CELL_MAX, FILE_MAX, ROWS_MAX, Source, SourceError},
};
use crate::{catalogue::ProductError, permit::PermitError, till::Till};

/// Rows that a preview shows.
const PREVIEW: usize = 8;

/// Where the columns that were chosen last are kept.
const CHOSEN: &str = "import-columns";

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No column was chosen for the names.
    #[error("no column says what the products are called")]
    NoName,
    /// Two columns were chosen to mean the same.
    #[error("two columns mean {}", column.word())]
    Twice {
        /// What both mean.
        column: Column,
    },
    /// Rows do not fit: none was taken.
    #[error("{} rows do not fit", plan.wrong)]
    Rows {
        /// What was found.
        plan: Box<Plan>,
    },
    /// Another import is under way.
    #[error("an import is under way")]
    UnderWay,
    /// It was broken off before it ended.
    #[error("the import was cancelled")]
    Cancelled,
    /// Whoever works at the till may not import alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// The beginning of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What stands above the columns.
    pub headings: Vec<String>,
    /// What each column means, as it was chosen before or as its heading says.
    pub columns: Vec<Option<Column>>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}

impl Till {
    /// The beginning of a file, and what its columns seem to mean.
    ///
    /// # Errors
    /// [`ImportError::Source`].
    pub fn preview_import(&self, path: &Path) -> Result<Preview, ImportError> {
        let source = Source::open(path, self.language())?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        source.rows(|_, cells| {
            rows.push(cells.to_vec());
            if rows.len() > PREVIEW { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if rows.len() < 2 {
            return Err(SourceError::Empty.into());
        }
        let headings = rows.remove(0);
        let chosen = self.chosen_columns()?;
        let mut lists = self.price_lists()?;
        lists.retain(|list| list.active);
        let mut columns: Vec<Option<Column>> = Vec::new();
        for heading in &headings {
            let word = chosen.get(&columns::folded(heading));
            let column = match word {
                Some(word) => Column::from_key(word).filter(|column| column.is_offered(&lists)),
                None => Column::of_heading(heading, &lists),
            };
            columns.push(column.filter(|column| !columns.contains(&Some(*column))));
        }
        Ok(Preview { headings, columns, rows })
    }

    /// What importing a file would do. Nothing is written but which columns were chosen.
    ///
    /// # Errors
    /// [`ImportError`]; rows that do not fit are told in the plan.
    pub fn plan_import(
        &self,
        path: &Path,
        columns: &[Option<Column>],
        goes_on: &mut Goes<'_>,
    ) -> Result<Plan, ImportError> {
        let actor = self.actor();
        let source = Source::open(path, self.language())?;
        let plan = self.plan(&source, columns, &mut |row| goes_on(Progress::reading(row)))?;
        self.remember_columns(&actor, &source, columns)?;
        Ok(plan)
    }

    fn chosen_columns(&self) -> Result<BTreeMap<String, String>, LedgerError> {
        let kept = self.read(|reader| preferences::read(reader.conn(), CHOSEN))?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
    }

    fn remember_columns(
        &self,
        actor: &Actor,
        source: &Source,
        columns: &[Option<Column>],
    ) -> Result<(), ImportError> {
        let mut chosen = BTreeMap::new();
        source.rows(|_, headings| {
            for (heading, column) in headings.iter().zip(columns) {
                let word = column.map_or_else(String::new, Column::key);
                chosen.insert(columns::folded(heading), word);
            }
            ControlFlow::Break(())
        })?;
        let text = serde_json::to_string(&chosen).unwrap_or_default();
        self.book(actor.clone(), |booking| {
            preferences::put(booking.conn(), CHOSEN, &text).map_err(ImportError::from)
        })
    }
}

impl From<ProductError> for RowProblem {
    fn from(error: ProductError) -> Self {
        Self::Product(error)
    }
}
