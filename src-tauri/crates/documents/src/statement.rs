//! The statement of account: what a customer owed, what moved, what they owe, and how to pay it.

mod figures;
mod grids;
mod plan;
mod sheets;
mod words;

use std::collections::BTreeMap;

use cobro_domain::ids::InvoiceId;
use cobro_domain::statement::{Button, Outstanding, Statement};

use crate::date::Moment;
use crate::grid::{csv, xlsx};
use crate::link::PayLink;
use crate::messages::{Catalogue, Language};
use crate::paper::{Kit, PaperError, Sheet, Shop};
pub(crate) use words::Content;

/// The customer as a statement shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// Their name.
    pub name: String,
    /// The tax number with its label: `RFC FEL800101AB1`.
    pub tax_id: Option<String>,
    /// Street, number, town.
    pub address: Option<String>,
}

/// Where a customer pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// The provider's name, as the button says it.
    pub provider: Option<String>,
    /// The payment page of each invoice that has one. Only that of an invoice which can be paid
    /// is ever printed.
    pub links: BTreeMap<InvoiceId, PayLink>,
    /// The file that leads there instead, when one goes with the statement.
    pub file: Option<String>,
}

/// Everything on a statement. The sums are printed as given: a paper never calculates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementPaper {
    /// Who is owed.
    pub shop: Shop,
    /// Whose account it is.
    pub holder: Holder,
    /// The account.
    pub statement: Statement,
    /// When the paper was made, and the shop's zone: all its dates are of that place.
    pub issued: Moment,
    /// Where its invoices can be paid.
    pub payment: Payment,
    /// Made in training mode: every page says so.
    pub training: bool,
    /// The till, as it signs its papers: `Caja 1`.
    pub till: String,
}

/// A statement as PDF pages.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn statement_pdf(
    paper: &StatementPaper,
    sheet: Sheet,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    sheets::file(&content, sheet, &kit)
}

/// The movements of a statement, from its opening to its closing balance, as comma-separated
/// values: dates and amounts as machines read them, words in `language`.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn statement_csv(paper: &StatementPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Catalogue::of(language);
    Ok(csv(&grids::movements(&Content::of(paper, words)?, words)?)?)
}

/// The outstanding invoices of a statement as comma-separated values.
///
/// # Errors
/// As [`statement_csv`].
pub fn outstanding_csv(paper: &StatementPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Catalogue::of(language);
    Ok(csv(&grids::outstanding(&Content::of(paper, words)?, words)?)?)
}

/// A statement as an Excel workbook: movements, outstanding invoices, ageing.
///
/// # Errors
/// [`PaperError`]: an impossible date, or more than a million movements.
pub fn statement_xlsx(paper: &StatementPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Catalogue::of(language);
    let content = Content::of(paper, words)?;
    let grids = [
        grids::movements(&content, words)?,
        grids::outstanding(&content, words)?,
        grids::ageing(&content, words)?,
    ];
    Ok(xlsx(&grids, &content.file_title(), paper.issued.at)?)
}

impl StatementPaper {
    /// The payment page of an invoice that can be paid now.
    pub(crate) fn link(&self, outstanding: &Outstanding) -> Option<&PayLink> {
        match outstanding.pay.button() {
            Button::Enabled => self.payment.links.get(&outstanding.owing.invoice),
            Button::Disabled | Button::Hidden => None,
        }
    }
}
