//! A list of products as the window takes it over: what the file says, what it would do.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{CommandError, PrintView};
use crate::{
    catalogue::{
        ExportFile,
        import::{Column, Goes, ImportError, Plan, Preview, RowProblem, RowTrouble, list_heading},
    },
    till::Till,
};

/// The beginning of a file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ImportPreview {
    /// Its name.
    pub file: String,
    /// What stands above the columns.
    pub headings: Vec<String>,
    /// The word of what each seems to mean.
    pub columns: Vec<Option<String>>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// Everything that a column can mean.
    pub meanings: Vec<ColumnMeaning>,
}

/// Something that a column can mean.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ColumnMeaning {
    /// Its word.
    pub word: String,
    /// What people call it, such as `Price` or `Price Wholesale`.
    pub text: String,
}

/// What importing a file does.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ImportPlan {
    /// How many rows there are below the headings.
    pub rows: u32,
    /// How many products it makes.
    pub made: u32,
    /// How many products it changes.
    pub changed: u32,
    /// How many products are as the file says already.
    pub same: u32,
    /// How many products are written in all: the new ones and those that change.
    pub written: u32,
    /// How many rows do not fit; nothing is imported while there is one.
    pub wrong: u32,
    /// The first of them, by row.
    pub troubles: Vec<RowTroubleView>,
}

/// A row that does not fit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "RowTrouble")]
pub struct RowTroubleView {
    /// Its number in the file, the headings being 1.
    pub row: u32,
    /// What people call the column that it is about, where it is about one.
    pub column: Option<String>,
    /// Why.
    pub problem: RowProblemView,
}

/// Why a row does not fit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "RowProblem", tag = "why", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "they are those of the import")]
pub enum RowProblemView {
    Unfit { error: CommandError },
    NeitherYesNorNo { text: String },
    UnknownId { id: String },
    Again { earlier: u32 },
    SameCode { carried: String, earlier: u32 },
}

/// The file that an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "ExportFile", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "their names say it")]
pub enum ExportFileWord {
    Csv,
    Xlsx,
}

impl From<RowProblem> for RowProblemView {
    fn from(problem: RowProblem) -> Self {
        match problem {
            RowProblem::Product(error) => Self::Unfit { error: error.into() },
            RowProblem::NeitherYesNorNo { text, .. } => Self::NeitherYesNorNo { text },
            RowProblem::Unknown { id } => Self::UnknownId { id },
            RowProblem::Again { earlier } => Self::Again { earlier },
            RowProblem::SameCode { code, earlier } => Self::SameCode { carried: code, earlier },
        }
    }
}

/// What the columns that the window names mean; a word that is none means nothing.
fn meant(columns: &[Option<String>]) -> Vec<Option<Column>> {
    columns.iter().map(|word| word.as_deref().and_then(Column::from_key)).collect()
}

impl Till {
    /// Everything that a column can mean, with what people call it.
    fn meanings(&self) -> Result<Vec<(Column, String)>, CommandError> {
        let language = self.language();
        let fixed = Column::ALL.map(|column| (column, column.heading(language)));
        let lists = self.price_lists()?.into_iter().filter(|list| list.active);
        let lists = lists.map(|list| (Column::List(list.id), list_heading(&list.name, language)));
        Ok(fixed.into_iter().chain(lists).collect())
    }

    fn import_plan(&self, plan: Plan) -> Result<ImportPlan, CommandError> {
        let Plan { rows, made, changed, wrong, mut troubles, .. } = plan;
        troubles.sort_by_key(|trouble| trouble.row);
        let meanings = self.meanings()?;
        let called = |column: Column| {
            let found = meanings.iter().find(|(other, _)| *other == column);
            found.map(|(_, text)| text.clone())
        };
        let troubles = troubles.into_iter().map(|RowTrouble { row, problem }| RowTroubleView {
            row,
            column: problem.column().and_then(called),
            problem: problem.into(),
        });
        let troubles = troubles.collect();
        let written = made.saturating_add(changed);
        let same = rows.saturating_sub(written).saturating_sub(wrong);
        Ok(ImportPlan { rows, made, changed, same, written, wrong, troubles })
    }

    /// The beginning of a file, and what its columns seem to mean.
    ///
    /// # Errors
    /// When it is no list of products.
    pub fn preview_import_file(&self, path: &Path) -> Result<ImportPreview, CommandError> {
        let Preview { headings, columns, rows } = self.preview_import(path)?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file = file.unwrap_or_default();
        let columns = columns.into_iter().map(|column| column.map(Column::key)).collect();
        let meanings = self.meanings()?.into_iter();
        let meanings = meanings.map(|(column, text)| ColumnMeaning { word: column.key(), text });
        Ok(ImportPreview { file, headings, columns, rows, meanings: meanings.collect() })
    }

    /// What importing a file would do.
    ///
    /// # Errors
    /// When the file or its columns make no list of products, or when it was broken off.
    pub fn check_import_file(
        &self,
        path: &Path,
        columns: &[Option<String>],
        goes_on: &mut Goes<'_>,
    ) -> Result<ImportPlan, CommandError> {
        self.import_plan(self.plan_import(path, &meant(columns), goes_on)?)
    }

    /// Imports a file whole, or nothing of it when a row does not fit: the answer then says which.
    ///
    /// # Errors
    /// As for [`Self::check_import_file`]; the catalogue is then as it was.
    pub fn import_file(
        &self,
        path: &Path,
        columns: &[Option<String>],
        goes_on: &mut Goes<'_>,
    ) -> Result<ImportPlan, CommandError> {
        match self.import_products(path, &meant(columns), goes_on) {
            Ok(plan) => self.import_plan(plan),
            Err(ImportError::Rows { plan }) => self.import_plan(*plan),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes every product to a file.
    ///
    /// # Errors
    /// When the books cannot be read or the file cannot be written.
    pub fn export_file(&self, file: ExportFileWord) -> Result<PrintView, CommandError> {
        let path = self.export_products(match file {
            ExportFileWord::Csv => ExportFile::Csv,
            ExportFileWord::Xlsx => ExportFile::Xlsx,
        })?;
        Ok(PrintView::file(&path))
    }
}
