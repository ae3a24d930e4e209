//! The receipt (nota de venta) and the credit note: what was sold, paid and given back.

mod letter;
mod roll;

use cobro_domain::locale::format_amount;
use cobro_domain::money::Money;
use cobro_domain::quantity::Quantity;
use cobro_domain::unit::Unit;

use crate::date::{DateWords, Moment};
use crate::measure::Measure;
use crate::messages::{Catalogue, Language};
use crate::paper::{Kit, PaperError, RollWidth, Shop, amount, amount_before_code, in_sentence};
use crate::pdf;
use crate::symbol::Symbol;
use crate::voucher::{method_name, small_print};

/// What a receipt says happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
    /// Something was sold.
    Sale,
    /// An earlier sale was corrected, wholly or in part.
    CreditNote {
        /// The folio of the sale.
        corrects: String,
        /// Why, as the person who did it wrote.
        reason: Option<String>,
    },
    /// Nothing was sold yet: the shop keeps to its prices until a day.
    Quote {
        /// The last moment at which they count.
        valid_until: Moment,
    },
}

/// One line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    /// How much.
    pub quantity: Quantity,
    /// What it is counted in.
    pub unit: Unit,
    /// Of what.
    pub name: String,
    /// What is said of it, if anything.
    pub note: Option<String>,
    /// The price of one.
    pub unit_price: Money,
    /// What was taken off the line, if anything.
    pub discount: Option<Money>,
    /// What the line comes to, after its discount.
    pub total: Money,
}

/// The sum of one tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLine {
    /// As the law calls it: `IVA 16 %`.
    pub name: String,
    /// The tax.
    pub amount: Money,
}

/// Money given by one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// The method, as in the catalogue's `method-*`.
    pub method: String,
    /// How much was handed over, before change.
    pub amount: Money,
    /// The parts that a card pays it in.
    pub deferred: Option<Deferred>,
}

/// A payment in parts: whatever shows it says *PAGOS DIFERIDOS* and all four, as the provider of
/// such plans demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferred {
    /// How many parts.
    pub months: u32,
    /// What the shop gets.
    pub original: Money,
    /// What each part is.
    pub each: Money,
    /// What the payer pays in the end.
    pub total: Money,
}

/// Everything on a receipt, a credit note or a quote. The sums are printed as given: a paper never
/// calculates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptPaper {
    /// Sale, credit note or quote.
    pub kind: ReceiptKind,
    /// Who sold.
    pub shop: Shop,
    /// Who bought; nobody for a walk-in customer.
    pub customer: Option<String>,
    /// Who served.
    pub cashier: Option<String>,
    /// The document's number: `A-000128`.
    pub folio: String,
    /// When it was issued.
    pub issued: Moment,
    /// What was sold or taken back.
    pub lines: Vec<ReceiptLine>,
    /// What is said of the whole, if anything.
    pub note: Option<String>,
    /// Before taxes.
    pub subtotal: Money,
    /// What was taken off the whole ticket, if anything.
    pub discount: Option<Money>,
    /// Each tax.
    pub taxes: Vec<TaxLine>,
    /// What was owed, or what was given back.
    pub total: Money,
    /// What rounding to the shop's coins added to what was paid in cash, if anything.
    pub rounding: Option<Money>,
    /// What was given for whoever served, beside the total, if anything.
    pub tip: Option<Money>,
    /// What was handed over.
    pub tenders: Vec<Tender>,
    /// What was handed back, if anything.
    pub change: Option<Money>,
    /// Made in training mode: every page says so.
    pub training: bool,
    /// The till, as it signs its papers: `Caja 1`.
    pub till: String,
}

/// A receipt as Letter pages in PDF.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn receipt_letter(paper: &ReceiptPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    let pages = letter::pages(&content, &kit)?;
    Ok(pdf::file(&content.file_title(), pages)?)
}

/// A receipt for a receipt printer, in PDF: as long as its content; a very long one in several
/// pages that follow each other on the roll.
///
/// # Errors
/// As [`receipt_letter`].
pub fn receipt_roll(
    paper: &ReceiptPaper,
    width: RollWidth,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    let pages = roll::pages(&content, width, &kit)?;
    Ok(pdf::file(&content.file_title(), pages)?)
}

/// A name and what it is: `Total`, `$197.50`.
type Pair = (String, String);

/// One line in words.
struct LineWords {
    quantity: String,
    name: String,
    note: Option<String>,
    unit_price: String,
    discount: Option<Pair>,
    total: String,
}

/// The columns' names.
struct Columns {
    quantity: String,
    item: String,
    price: String,
    total: String,
}

/// The receipt in words, before anything has a place.
struct Content<'a> {
    shop: &'a Shop,
    title: String,
    folio: &'a str,
    /// `26 nov 2026, 18:00`.
    issued: String,
    /// Customer, corrected sale, reason, note.
    facts: Vec<Pair>,
    cashier: Option<String>,
    columns: Columns,
    lines: Vec<LineWords>,
    /// Subtotal, discount, taxes.
    sums: Vec<Pair>,
    total: Pair,
    currency: &'static str,
    /// Tenders.
    tenders: Vec<Pair>,
    change: Option<Pair>,
    /// Thanks for a sale; what a quote is not.
    thanks: Option<String>,
    /// The number, for the scanner that opens it again.
    barcode: Option<Symbol>,
    contact: String,
    small_print: String,
    training: bool,
}

impl<'a> Content<'a> {
    fn of(paper: &'a ReceiptPaper, words: Catalogue) -> Result<Self, PaperError> {
        let date = DateWords::of(&paper.issued, words)?;
        let issued = [("date", &*date.short), ("time", &*date.time)];
        let (title, total, thanks) = match paper.kind {
            ReceiptKind::Sale => ("paper-sale-note", "paper-total", Some("paper-thanks")),
            ReceiptKind::CreditNote { .. } => ("paper-credit-note", "paper-total-credited", None),
            ReceiptKind::Quote { .. } => {
                ("paper-quote", "paper-total", Some("paper-quote-no-invoice"))
            }
        };
        let served = paper.cashier.as_deref().filter(|name| !name.is_empty());
        let served = served.map(|name| words.format("paper-cashier", &[("name", name)]));
        let contact = paper.shop.contact();
        let change = paper
            .change
            .map(|change| words.text("paper-change").map(|label| (label, amount(change, words))));
        Ok(Self {
            shop: &paper.shop,
            title: words.text(title)?,
            folio: &paper.folio,
            issued: words.format("paper-date-time", &issued)?,
            facts: facts(paper, words)?,
            cashier: served.transpose()?,
            columns: Columns {
                quantity: words.text("paper-quantity")?,
                item: words.text("paper-item")?,
                price: words.text("paper-price")?,
                total: words.text("paper-line-total")?,
            },
            lines: lines(paper, words)?,
            sums: sums(paper, words)?,
            total: (words.text(total)?, amount_before_code(paper.total, words)),
            currency: paper.total.currency().code(),
            tenders: tenders(paper, words)?,
            change: change.transpose()?,
            thanks: thanks.map(|id| words.text(id)).transpose()?,
            barcode: barcode(paper),
            contact: match contact.as_str() {
                "" => String::new(),
                contact => words.format("paper-contact", &[("contact", contact)])?,
            },
            small_print: small_print(&paper.till, words)?,
            training: paper.training,
        })
    }

    fn file_title(&self) -> String {
        format!("{} {}", self.title, in_sentence(self.folio))
    }
}

/// A quote is opened by its number, which may be scanned. One that no bars can say is typed.
fn barcode(paper: &ReceiptPaper) -> Option<Symbol> {
    match paper.kind {
        ReceiptKind::Quote { .. } => Symbol::code128(&paper.folio).ok(),
        ReceiptKind::Sale | ReceiptKind::CreditNote { .. } => None,
    }
}

fn facts(paper: &ReceiptPaper, words: Catalogue) -> Result<Vec<Pair>, PaperError> {
    let mut pairs = Vec::new();
    if let Some(customer) = paper.customer.as_ref().filter(|name| !name.is_empty()) {
        pairs.push((words.text("paper-customer")?, customer.clone()));
    }
    if let ReceiptKind::CreditNote { corrects, reason } = &paper.kind {
        pairs.push((words.text("paper-corrects")?, corrects.clone()));
        if let Some(reason) = reason.as_ref().filter(|reason| !reason.is_empty()) {
            pairs.push((words.text("paper-reason")?, reason.clone()));
        }
    }
    if let ReceiptKind::Quote { valid_until } = &paper.kind {
        let date = DateWords::of(valid_until, words)?;
        pairs.push((words.text("paper-quote-valid")?, date.long));
    }
    if let Some(note) = paper.note.as_ref().filter(|note| !note.is_empty()) {
        pairs.push((words.text("paper-note")?, note.clone()));
    }
    Ok(pairs)
}

fn lines(paper: &ReceiptPaper, words: Catalogue) -> Result<Vec<LineWords>, PaperError> {
    let locale = words.language().locale();
    let discount_label = words.text("paper-discount")?;
    let line = |line: &ReceiptLine| {
        let measure = Measure::of(line.quantity, line.unit, words.language())?;
        let unit_price = measure.price(&format_amount(line.unit_price, locale), words)?;
        Ok(LineWords {
            quantity: measure.quantity,
            name: line.name.clone(),
            note: line.note.clone().filter(|note| !note.is_empty()),
            unit_price,
            discount: line.discount.filter(|discount| !discount.is_zero()).map(|discount| {
                (discount_label.clone(), format!("\u{2212}{}", format_amount(discount, locale)))
            }),
            total: format_amount(line.total, locale),
        })
    };
    paper.lines.iter().map(line).collect()
}

fn sums(paper: &ReceiptPaper, words: Catalogue) -> Result<Vec<Pair>, PaperError> {
    let locale = words.language().locale();
    let mut pairs = vec![(words.text("paper-subtotal")?, format_amount(paper.subtotal, locale))];
    if let Some(discount) = paper.discount.filter(|discount| !discount.is_zero()) {
        let text = format!("\u{2212}{}", format_amount(discount, locale));
        pairs.push((words.text("paper-discount")?, text));
    }
    for tax in &paper.taxes {
        pairs.push((tax.name.clone(), format_amount(tax.amount, locale)));
    }
    Ok(pairs)
}

fn tenders(paper: &ReceiptPaper, words: Catalogue) -> Result<Vec<Pair>, PaperError> {
    let mut pairs = Vec::new();
    if let Some(tip) = paper.tip {
        pairs.push((words.text("paper-tip")?, amount(tip, words)));
    }
    if let Some(rounding) = paper.rounding {
        pairs.push((words.text("paper-rounding")?, amount(rounding, words)));
    }
    for tender in &paper.tenders {
        pairs.push((method_name(&tender.method, words)?, amount(tender.amount, words)));
        if let Some(deferred) = tender.deferred {
            pairs.extend(in_parts(deferred, words)?);
        }
    }
    Ok(pairs)
}

fn in_parts(deferred: Deferred, words: Catalogue) -> Result<[Pair; 5], PaperError> {
    let months = deferred.months.to_string();
    let total = words.format("card-deferred-total", &[("months", &months)])?;
    Ok([
        (words.text("card-deferred")?, String::new()),
        (words.text("card-deferred-original")?, amount(deferred.original, words)),
        (words.text("card-deferred-months")?, months),
        (words.text("card-deferred-each")?, amount(deferred.each, words)),
        (total, amount(deferred.total, words)),
    ])
}
