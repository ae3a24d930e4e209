//! What is typed on the page of the day.

use cobro_documents::Sheet;
use cobro_domain::shift::CashMove;
use serde::Deserialize;

use crate::shift::ReportFile;

/// What was counted, as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CountForm {
    /// The value of a note or coin in minor units, and how many of it.
    pub pieces: Vec<PiecesForm>,
    /// What was not counted by the piece; may be left empty.
    pub loose: String,
}

/// Pieces of one note or coin.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PiecesForm {
    /// Its value in minor units, as decimal text.
    pub minor: String,
    /// How many; may be left empty.
    pub pieces: String,
}

/// Cash put in or taken out, as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CashMoveForm {
    /// From where to where.
    pub way: CashMoveWord,
    /// How much.
    pub amount: String,
    /// Why.
    pub reason: String,
}

/// From where to where cash goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum CashMoveWord {
    ToSafe,
    FromSafe,
    PaidOut,
    PaidIn,
    Tips,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum ReportFileWord {
    Letter,
    A4,
    Roll,
    Csv,
    Xlsx,
}

impl From<CashMoveWord> for CashMove {
    fn from(word: CashMoveWord) -> Self {
        match word {
            CashMoveWord::ToSafe => Self::ToSafe,
            CashMoveWord::FromSafe => Self::FromSafe,
            CashMoveWord::PaidOut => Self::PaidOut,
            CashMoveWord::PaidIn => Self::PaidIn,
            CashMoveWord::Tips => Self::Tips,
        }
    }
}

impl From<ReportFileWord> for ReportFile {
    fn from(word: ReportFileWord) -> Self {
        match word {
            ReportFileWord::Letter => Self::Sheet(Sheet::Letter),
            ReportFileWord::A4 => Self::Sheet(Sheet::A4),
            ReportFileWord::Roll => Self::Roll,
            ReportFileWord::Csv => Self::Csv,
            ReportFileWord::Xlsx => Self::Xlsx,
        }
    }
}
