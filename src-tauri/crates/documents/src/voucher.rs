//! The voucher: what a customer takes to the store, the bank or their telephone to pay with.

mod letter;
mod roll;

use cobro_domain::money::Money;

use crate::canvas::{Canvas, Style, count};
use crate::date::{DateWords, Moment};
use crate::messages::{Catalogue, Language, MessageError};
use crate::paper::{Kit, PaperError, RollWidth, Shop, amount_before_code, in_sentence};
use crate::pdf;
use crate::symbol::Symbol;

/// Everything on a voucher.
///
/// At least one of `barcode`, `reference`, `clabe` and `qr` must be given: a paper with
/// nothing to pay with would send the customer away for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherPaper {
    /// Who is paid.
    pub shop: Shop,
    /// Who pays; nobody for a walk-in customer.
    pub customer: Option<String>,
    /// The invoice's number: `A-000128`.
    pub folio: String,
    /// When the invoice was issued.
    pub issued: Moment,
    /// What must be paid, to the cent.
    pub amount: Money,
    /// The method, as in the catalogue's `method-*`: `oxxo`, `seven-eleven`, `others-cash-mx`,
    /// `bank-referenced`, `spei`. A method that the catalogue does not know gets general
    /// instructions and its own name.
    pub method: String,
    /// What the store's scanner reads, exactly as the provider gave it.
    pub barcode: Option<String>,
    /// The number that the payer says or types.
    pub reference: Option<String>,
    /// The bank: where to pay a reference, or who receives a transfer.
    pub bank: Option<String>,
    /// The account that a transfer goes to.
    pub clabe: Option<String>,
    /// What a telephone's camera reads.
    pub qr: Option<String>,
    /// The last moment at which it can be paid.
    pub expires: Moment,
    /// What is paid for, in a few words.
    pub concept: Option<String>,
    /// The shop has cancelled it, but the provider still takes the money: the paper says so.
    pub cancelled: bool,
    /// Made in training mode: every page says so.
    pub training: bool,
    /// The till, as it signs its papers: `Caja 1`.
    pub till: String,
}

/// A voucher as a Letter page in PDF.
///
/// # Errors
/// [`PaperError`]: nothing to pay with, a barcode that cannot be made, or an impossible date.
pub fn voucher_letter(paper: &VoucherPaper, language: Language) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    let page = letter::page(&content, &kit)?;
    Ok(pdf::file(&content.file_title, vec![page])?)
}

/// A voucher for a receipt printer, in PDF: one page as long as its content.
///
/// # Errors
/// As [`voucher_letter`].
pub fn voucher_roll(
    paper: &VoucherPaper,
    width: RollWidth,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let content = Content::of(paper, kit.words)?;
    let page = roll::page(&content, width, &kit)?;
    Ok(pdf::file(&content.file_title, vec![page])?)
}

/// Eighty characters, the longest barcode, need fewer.
const DIGIT_LINES_MAX: usize = 6;

/// A name and what it is: `Referencia`, `39869020`.
type Pair = (String, String);

/// A barcode and the digits that stand under it.
struct Barcode {
    symbol: Symbol,
    digits: String,
}

/// The voucher in words, before anything has a place.
struct Content<'a> {
    shop: &'a Shop,
    file_title: String,
    method: String,
    kind: String,
    amount_label: String,
    amount: String,
    currency: &'static str,
    due_label: String,
    due: DateWords,
    barcode: Option<Barcode>,
    /// What the payer types, large: account, bank, reference.
    account: Vec<Pair>,
    qr: Option<Symbol>,
    qr_caption: String,
    facts: Vec<Pair>,
    how: String,
    steps: Vec<String>,
    cancelled: Option<Pair>,
    contact: String,
    small_print: String,
    training: bool,
}

impl<'a> Content<'a> {
    fn of(paper: &'a VoucherPaper, words: Catalogue) -> Result<Self, PaperError> {
        let payable = [&paper.barcode, &paper.reference, &paper.clabe, &paper.qr];
        if payable.into_iter().all(|given| given.as_deref().is_none_or(str::is_empty)) {
            return Err(PaperError::NothingToPayWith);
        }
        let method = method_name(&paper.method, words)?;
        let note = words.text("paper-sale-note")?;
        let contact = paper.shop.contact();
        let shop_name = in_sentence(&paper.shop.name);
        let barcode = paper.barcode.as_deref().map(|text| {
            Symbol::code128(text).map(|symbol| Barcode { symbol, digits: groups_of_four(text) })
        });
        Ok(Self {
            shop: &paper.shop,
            file_title: format!("{note} {} · {method}", in_sentence(&paper.folio)),
            kind: words.text(&known("paper-kind", &paper.method, words))?,
            amount_label: words.text("paper-amount-exact")?,
            amount: amount_before_code(paper.amount, words),
            currency: paper.amount.currency().code(),
            due_label: words.text("paper-pay-before")?,
            due: DateWords::of(&paper.expires, words)?,
            barcode: barcode.transpose()?,
            account: account(paper, words)?,
            qr: paper.qr.as_deref().map(Symbol::qr).transpose()?,
            qr_caption: words.text("paper-scan")?,
            facts: facts(paper, words)?,
            how: words.text("paper-how-to-pay")?,
            steps: steps(paper, &shop_name, words)?,
            cancelled: cancelled(paper, &shop_name, words)?,
            contact: match contact.as_str() {
                "" => String::new(),
                contact => words.format("paper-contact", &[("contact", contact)])?,
            },
            small_print: small_print(&paper.till, words)?,
            training: paper.training,
            method,
        })
    }
}

/// The method's name, or the word it came with if the catalogue does not know it.
pub(crate) fn method_name(method: &str, words: Catalogue) -> Result<String, MessageError> {
    let id = format!("method-{method}");
    if words.has(&id) { words.text(&id) } else { Ok(in_sentence(method)) }
}

/// `Documento no válido como factura · Cobro · Caja 1`.
pub(crate) fn small_print(till: &str, words: Catalogue) -> Result<String, MessageError> {
    let legal = words.text("paper-not-fiscal")?;
    Ok(if till.is_empty() {
        format!("{legal} · Cobro")
    } else {
        format!("{legal} · Cobro · {till}")
    })
}

/// The message for this method, or the one for methods nobody has described.
fn known(prefix: &str, method: &str, words: Catalogue) -> String {
    let id = format!("{prefix}-{method}");
    if words.has(&id) { id } else { format!("{prefix}-other") }
}

fn steps(paper: &VoucherPaper, shop: &str, words: Catalogue) -> Result<Vec<String>, MessageError> {
    let any_bank = words.text("paper-any-bank")?;
    let bank = paper.bank.as_deref().map_or(any_bank, in_sentence);
    let id = known("paper-steps", &paper.method, words);
    let steps = words.format(&id, &[("shop", shop), ("bank", &bank)])?;
    Ok(steps.lines().map(str::to_owned).collect())
}

fn cancelled(
    paper: &VoucherPaper,
    shop: &str,
    words: Catalogue,
) -> Result<Option<Pair>, MessageError> {
    if !paper.cancelled {
        return Ok(None);
    }
    let note = words.format("paper-cancelled-note", &[("shop", shop)])?;
    Ok(Some((words.text("paper-cancelled-title")?, note)))
}

/// What must be typed. With a barcode there is nothing to type: the rest is among the facts.
fn account(paper: &VoucherPaper, words: Catalogue) -> Result<Vec<Pair>, MessageError> {
    if paper.barcode.is_some() {
        return Ok(Vec::new());
    }
    let bank_label = if paper.clabe.is_some() { "paper-bank-receiving" } else { "paper-bank" };
    let mut pairs = Vec::new();
    if let Some(clabe) = &paper.clabe {
        pairs.push((words.text("paper-clabe")?, grouped(clabe, &[3, 3, 4])));
    }
    if let Some(reference) = &paper.reference {
        pairs.push((words.text("paper-reference")?, reference.clone()));
    }
    if let Some(bank) = &paper.bank {
        pairs.push((words.text(bank_label)?, bank.clone()));
    }
    Ok(pairs)
}

fn facts(paper: &VoucherPaper, words: Catalogue) -> Result<Vec<Pair>, PaperError> {
    let issued = DateWords::of(&paper.issued, words)?.short;
    let note = format!("{} · {issued}", paper.folio);
    let mut pairs = vec![(words.text("paper-sale-note")?, note)];
    let beside_barcode = paper.barcode.is_some();
    let optional = [
        ("paper-reference", paper.reference.as_ref().filter(|_| beside_barcode)),
        ("paper-bank", paper.bank.as_ref().filter(|_| beside_barcode)),
        ("paper-customer", paper.customer.as_ref()),
        ("paper-concept", paper.concept.as_ref()),
    ];
    for (label, value) in optional {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            pairs.push((words.text(label)?, value.clone()));
        }
    }
    Ok(pairs)
}

fn groups_of_four(text: &str) -> String {
    grouped(text, &[4])
}

/// `text` in groups of the given sizes, the last size repeated.
fn grouped(text: &str, sizes: &[usize]) -> String {
    let mut groups = String::new();
    let mut sizes = sizes.iter();
    let mut size = sizes.next().copied().unwrap_or(usize::MAX);
    let mut in_group = 0;
    for character in text.chars() {
        if in_group == size {
            groups.push(' ');
            in_group = 0;
            size = sizes.next().copied().unwrap_or(size);
        }
        groups.push(character);
        in_group += 1;
    }
    groups
}

/// Grouped digits in as few lines as `width` allows, each with about as many groups.
fn digit_lines(canvas: &Canvas<'_>, digits: &str, style: Style, width: f32) -> Vec<String> {
    let groups: Vec<&str> = digits.split(' ').collect();
    let cut = |lines: usize| -> Vec<String> {
        let lines = groups.chunks(groups.len().div_ceil(lines)).take(DIGIT_LINES_MAX);
        lines.map(|line| line.join(" ")).collect()
    };
    // Lines with as many groups each may need one more than groups that fill each line.
    let fits = |lines: &Vec<String>| lines.iter().all(|line| canvas.width(line, style) <= width);
    (1..=groups.len()).map(cut).find(fits).unwrap_or_else(|| cut(groups.len()))
}

/// The widest of `modules` (in millimetres, widest first) with which a symbol and its quiet
/// zones fit in `room`.
pub(crate) fn module_for(symbol: &Symbol, modules: &[f32], room: f32) -> Option<f32> {
    let columns = count(symbol.columns_with_quiet_zone());
    modules.iter().copied().find(|module| columns * module <= room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_read_as_people_say_them() {
        let cases: [(&str, &[usize], &str); 4] = [
            ("646180132800000009", &[3, 3, 4], "646 180 1328 0000 0009"),
            ("27000039869", &[4], "2700 0039 869"),
            ("2700", &[4], "2700"),
            ("", &[4], ""),
        ];
        for (text, sizes, groups) in cases {
            assert_eq!(grouped(text, sizes), groups, "{text:?}");
        }
    }
}
