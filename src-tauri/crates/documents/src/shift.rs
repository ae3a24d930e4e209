//! The report of a shift: X while it goes on, Z once it ended. On screen, on paper and in a
//! table it says the same, from the same words.

mod sheets;
mod words;

use cobro_domain::money::Money;

pub use words::{ReportRow, ReportSection};

use crate::date::Moment;
use crate::grid::{Cell, Grid, Line, csv, xlsx};
use crate::messages::{Catalogue, Language};
use crate::paper::{Kit, PaperError, RollWidth, Sheet, Shop};
use crate::pdf;
use words::Content;

/// How many of something, and what they come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// How many.
    pub count: u32,
    /// What they come to.
    pub amount: Money,
}

/// What one method brought or took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodTally {
    /// The method, as in the catalogue's `method-*`.
    pub method: String,
    /// How many, and how much.
    pub tallied: Tallied,
}

/// Cash that was put into the drawer or taken out of it beside sales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashMoveLine {
    /// When.
    pub at: Moment,
    /// The way, as in the catalogue's `cash-move-*`.
    pub way: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub who: String,
    /// How much; below zero for what was taken out.
    pub amount: Money,
}

/// The drawer of a shift; only for who may see what should be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawerLines {
    /// What was in it at the start.
    pub float: Money,
    /// What sales brought.
    pub sales: Money,
    /// What went back to customers; below zero.
    pub refunds: Money,
    /// What was given as tips.
    pub tips: Money,
    /// What else moved it.
    pub other: Money,
    /// What should be in it.
    pub expected: Money,
}

/// How a shift ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftEnd {
    /// The number of the report.
    pub folio: String,
    /// Who closed it, when it was not who opened it.
    pub by_another: Option<String>,
    /// What was counted.
    pub counted: Money,
    /// What came or went after the count, as the books say.
    pub since: Money,
    /// What was too much; below zero for what was missing.
    pub difference: Money,
    /// Why.
    pub reason: String,
    /// What stays in the drawer.
    pub kept: Money,
    /// What went to the safe.
    pub to_safe: Money,
}

/// Everything on the report of a shift. The sums are printed as given: a paper never
/// calculates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftPaper {
    /// Whose shop.
    pub shop: Shop,
    /// The till, as it signs its papers.
    pub till: String,
    /// When the shift was opened.
    pub opened: Moment,
    /// By whom.
    pub opened_by: String,
    /// When these numbers were so.
    pub at: Moment,
    /// How it ended; nothing on an X report.
    pub end: Option<ShiftEnd>,
    /// The invoices that were issued.
    pub sold: Tallied,
    /// The first and the last of them.
    pub folios: Option<(String, String)>,
    /// Without taxes.
    pub net: Money,
    /// What discounts took.
    pub discount: Money,
    /// Each tax, by its name.
    pub taxes: Vec<(String, Money)>,
    /// What came for them.
    pub paid: Vec<MethodTally>,
    /// What of them did not come in this shift.
    pub not_collected: Money,
    /// What came for invoices from before.
    pub earlier: Vec<MethodTally>,
    /// What went back to customers.
    pub refunds: Vec<MethodTally>,
    /// What was given as tips, by method.
    pub tips: Vec<MethodTally>,
    /// Invoices taken back.
    pub voids: Tallied,
    /// Goods taken back.
    pub returns: Tallied,
    /// What rounding of cash added to what was received.
    pub rounding: Money,
    /// What of all the money came by providers.
    pub by_providers: Tallied,
    /// Cash in and out beside sales.
    pub moves: Vec<CashMoveLine>,
    /// The drawer.
    pub drawer: Option<DrawerLines>,
    /// Tickets on hold.
    pub held: u32,
    /// How often the drawer was counted.
    pub counts: u32,
    /// The end of the ledger's chain then.
    pub hash: String,
    /// Made in training mode.
    pub training: bool,
}

/// The report in words: what the screen shows is what the paper says.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn shift_words(
    paper: &ShiftPaper,
    language: Language,
) -> Result<Vec<ReportSection>, PaperError> {
    Ok(Content::of(paper, Catalogue::of(language))?.sections)
}

/// The report as pages in PDF.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn shift_pdf(
    paper: &ShiftPaper,
    sheet: Sheet,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    let pages = sheets::pages(&content, sheet, &kit)?;
    Ok(pdf::file(&content.title, pages)?)
}

/// The report for a receipt printer, in PDF.
///
/// # Errors
/// As [`shift_pdf`].
pub fn shift_roll(
    paper: &ShiftPaper,
    width: RollWidth,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    let page = sheets::roll(&content, width, &kit)?;
    Ok(pdf::file(&content.title, vec![page])?)
}

/// The numbers of the report as comma-separated values.
///
/// # Errors
/// As [`shift_pdf`].
pub fn shift_csv(paper: &ShiftPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Catalogue::of(language);
    Ok(csv(&grid(&Content::of(paper, words)?, words)?)?)
}

/// The numbers of the report as a workbook.
///
/// # Errors
/// As [`shift_pdf`].
pub fn shift_xlsx(paper: &ShiftPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Catalogue::of(language);
    let content = Content::of(paper, words)?;
    Ok(xlsx(&[grid(&content, words)?], &content.title, paper.at.at)?)
}

fn grid(content: &Content<'_>, words: Catalogue) -> Result<Grid, PaperError> {
    let mut lines = Vec::new();
    for section in &content.sections {
        for row in &section.rows {
            let count = row.count.map_or(Cell::Empty, Cell::Count);
            let amount = row.amount.map_or_else(|| Cell::text(&row.value), Cell::Amount);
            let label = [&*row.label, &*row.note].join(" ");
            let cells = vec![Cell::text(&section.title), Cell::text(label.trim()), count, amount];
            lines.push(if row.strong { Line::sum(cells) } else { Line::of(cells) });
        }
    }
    let headings = ["shift-part", "shift-line", "shift-count", "shift-amount"];
    Ok(Grid {
        name: content.title.clone(),
        preface: vec![content.paper.shop.name.clone(), content.under.clone()],
        headings: headings.iter().map(|id| words.text(id)).collect::<Result<_, _>>()?,
        lines,
    })
}
