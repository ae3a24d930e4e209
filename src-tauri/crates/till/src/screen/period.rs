//! The periods that a statement is usually asked for, in the shop's calendar.

use serde::{Deserialize, Serialize};

use super::{CommandError, PrintView};
use crate::{
    statement::{StatementFormat, common_periods},
    till::Till,
};

/// A period to choose.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PeriodView {
    /// The words are the message `period-<id>`.
    pub id: String,
    /// Its first day, `YYYY-MM-DD`.
    pub first: String,
    /// Its last day, `YYYY-MM-DD`.
    pub last: String,
}

/// What a statement is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum StatementFile {
    Letter,
    A4,
    Csv,
    Xlsx,
}

impl From<StatementFile> for StatementFormat {
    fn from(file: StatementFile) -> Self {
        match file {
            StatementFile::Letter => Self::Pdf(cobro_documents::Sheet::Letter),
            StatementFile::A4 => Self::Pdf(cobro_documents::Sheet::A4),
            StatementFile::Csv => Self::Csv,
            StatementFile::Xlsx => Self::Xlsx,
        }
    }
}

impl Till {
    /// The periods that are offered, the usual one first. The last of each is today or before.
    #[must_use]
    pub fn periods(&self) -> Vec<PeriodView> {
        let periods = common_periods(&self.zone(), self.now()).into_iter();
        let text = |(id, first, last): (&str, jiff::civil::Date, jiff::civil::Date)| PeriodView {
            id: id.to_owned(),
            first: first.to_string(),
            last: last.to_string(),
        };
        periods.map(text).collect()
    }

    /// Writes a customer's statement over whole days, each `YYYY-MM-DD`, and says where.
    ///
    /// # Errors
    /// When a day is none, or the file cannot be written.
    pub fn write_statement_view(
        &self,
        customer: &str,
        first: &str,
        last: &str,
        file: StatementFile,
    ) -> Result<PrintView, CommandError> {
        let customer = cobro_domain::ids::CustomerId::parse(customer)?;
        Ok(self.write_statement(customer, self.period(first, last)?, file.into())?.into())
    }
}
