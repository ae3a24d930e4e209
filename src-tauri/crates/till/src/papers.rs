//! Papers: made from the books beside the counter, kept as files, noted in the books.

mod returned;
mod story;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use cobro_documents::{
    Catalogue, Language, Moment, PaperError, ReceiptKind, ReceiptLine, ReceiptPaper, RollWidth,
    Shop, TaxLine, VoucherPaper, receipt_letter, receipt_roll, voucher_letter, voucher_roll,
};
use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, CreditNoteId, InvoiceId},
    money::Money,
    tax::{BASIS, Rate},
    time::Timestamp,
    voucher::Voucher,
};
use cobro_ledger::{
    Connection, LedgerError, Mode,
    fact::{CompanyChanged, DocumentPrinted, Fact, InvoiceIssued},
    views::{charges, company, invoices, returns},
    working::customers,
};

use self::story::Story;
use crate::{settings::DEFAULT_ZONE, statement::StatementError, till::Till, void::issued};

/// What a paper is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperSize {
    /// A Letter page.
    Letter,
    /// An 80 mm roll.
    Roll,
}

impl PaperSize {
    /// The word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Roll => "roll",
        }
    }
}

/// Why no paper was made. The sale or the charge stands.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// There is no such invoice, or no voucher was issued for the charge.
    #[error("there is nothing to print")]
    NotFound,
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The file cannot be written.
    #[error("the paper cannot be written to {}", path.display())]
    File {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no statement to draw.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// A paper before it is written to its file.
struct Made {
    invoice: InvoiceId,
    charge: Option<ChargeId>,
    document: &'static str,
    folio: String,
    /// Which of its kind it is for the invoice, from 1: an invoice can have several vouchers.
    number: usize,
    bytes: Vec<u8>,
}

impl Till {
    /// Makes the voucher of a charge as a PDF and notes it in the books.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn print_voucher(&self, id: ChargeId, size: PaperSize) -> Result<PathBuf, PrintError> {
        let (language, roll) = (self.language(), self.roll_width());
        let training = self.mode() == Mode::Training;
        let made = self.read(|reader| {
            let conn = reader.conn();
            let charge = charges::read(conn, id)?.ok_or(PrintError::NotFound)?;
            let voucher = charge.voucher.clone().ok_or(PrintError::NotFound)?;
            let invoice = invoices::at(conn, charge.invoice)?;
            let paper = voucher_paper(conn, &charge, &voucher, &invoice, training, language)?;
            let bytes = match size {
                PaperSize::Letter => voucher_letter(&paper, language)?,
                PaperSize::Roll => voucher_roll(&paper, roll, language)?,
            };
            let folio = invoice.folio.to_string();
            Ok::<_, PrintError>(Made {
                invoice: invoice.id,
                charge: Some(id),
                document: "voucher",
                folio,
                number: number_of(conn, &charge)?,
                bytes,
            })
        })?;
        self.keep(made, size)
    }

    /// Makes the receipt of an invoice, or its credit note once it was voided, as a PDF.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn print_invoice(&self, id: InvoiceId, size: PaperSize) -> Result<PathBuf, PrintError> {
        let (language, roll) = (self.language(), self.roll_width());
        let training = self.mode() == Mode::Training;
        let made = self.read(|reader| {
            let conn = reader.conn();
            let invoice = invoices::read(conn, id)?.ok_or(PrintError::NotFound)?;
            let paper = receipt_paper(conn, &invoice, training, language)?;
            let bytes = drawn(&paper, size, roll, language)?;
            let document = match paper.kind {
                ReceiptKind::Sale => "receipt",
                ReceiptKind::CreditNote { .. } | ReceiptKind::Quote { .. } => "credit-note",
            };
            Ok::<_, PrintError>(Made {
                invoice: id,
                charge: None,
                document,
                folio: paper.folio,
                number: 1,
                bytes,
            })
        })?;
        self.keep(made, size)
    }

    /// Makes the credit note of goods that came back, as a PDF.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn print_return(&self, id: CreditNoteId, size: PaperSize) -> Result<PathBuf, PrintError> {
        let (language, roll) = (self.language(), self.roll_width());
        let training = self.mode() == Mode::Training;
        let made = self.read(|reader| {
            let conn = reader.conn();
            let found = returns::read(conn, id)?.ok_or(PrintError::NotFound)?;
            let invoice = invoices::at(conn, found.invoice)?;
            let paper = returned::paper(conn, &invoice, &found, training, language)?;
            let bytes = drawn(&paper, size, roll, language)?;
            let (invoice, charge, document) = (invoice.id, None, "credit-note");
            let folio = paper.folio;
            Ok::<_, PrintError>(Made { invoice, charge, document, folio, number: 1, bytes })
        })?;
        self.keep(made, size)
    }

    /// Where papers are kept.
    pub(crate) fn papers(&self) -> PathBuf {
        self.path().parent().map_or_else(PathBuf::new, PathBuf::from).join("papers")
    }

    /// Writes the file whole or not at all, then notes it.
    fn keep(&self, made: Made, size: PaperSize) -> Result<PathBuf, PrintError> {
        let folder = self.papers();
        let number = if made.number > 1 { format!("-{}", made.number) } else { String::new() };
        let name = format!("{}-{}{number}-{}.pdf", made.folio, made.document, size.word());
        let path = kept_at(&folder, &name, &made.bytes)?;
        let printed = Fact::DocumentPrinted(DocumentPrinted {
            invoice: made.invoice,
            charge: made.charge,
            document: made.document.to_owned(),
            paper: size.word().to_owned(),
        });
        self.book(self.actor(), |booking| booking.append(&printed))?;
        Ok(path)
    }
}

pub(crate) fn drawn(
    paper: &ReceiptPaper,
    size: PaperSize,
    roll: RollWidth,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    match size {
        PaperSize::Letter => receipt_letter(paper, language),
        PaperSize::Roll => receipt_roll(paper, roll, language),
    }
}

/// The place of a charge among those of its invoice, from 1. It
/// never changes: charges are only added, and keep their order.
fn number_of(conn: &Connection, charge: &charges::Charge) -> Result<usize, LedgerError> {
    let mut all = charges::of_invoice(conn, charge.invoice)?;
    all.sort_by_key(|other| (other.requested_at, other.id));
    let before = all.iter().take_while(|other| other.id != charge.id).count();
    Ok(before.saturating_add(1))
}

/// Writes a file into a folder, and says where it is.
pub(crate) fn kept_at(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, PrintError> {
    let path = folder.join(name);
    write_whole(folder, &path, bytes)
        .map_err(|source| PrintError::File { path: path.clone(), source })?;
    Ok(path)
}

/// Writes a file whole or not at all, whoever else writes it at the same time.
fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut partial = tempfile::NamedTempFile::new_in(folder)?;
    partial.write_all(bytes)?;
    partial.persist(path)?;
    Ok(())
}

pub(crate) fn shop(company: Option<CompanyChanged>) -> (Shop, String) {
    let Some(company) = company else {
        return (Shop::default(), DEFAULT_ZONE.to_owned());
    };
    let given = |text: String| (!text.is_empty()).then_some(text);
    let shop = Shop {
        name: company.name,
        tax_id: given(company.rfc).map(|rfc| format!("RFC {rfc}")),
        address: given(company.address),
        phone: given(company.phone),
        email: given(company.email),
    };
    (shop, company.zone)
}

/// The name that the till signs its papers with.
pub(crate) fn till_label(language: Language) -> String {
    Catalogue::of(language).format("till-label", &[("number", "1")]).unwrap_or_default()
}

/// Most of an invoice's lines, in a few words.
fn concept(issued: &InvoiceIssued) -> String {
    let names: Vec<&str> = issued.lines.iter().take(3).map(|line| line.name.as_str()).collect();
    let more = if issued.lines.len() > names.len() { "…" } else { "" };
    format!("{}{more}", names.join(", "))
}

pub(crate) fn voucher_paper(
    conn: &Connection,
    charge: &charges::Charge,
    voucher: &Voucher,
    invoice: &invoices::Invoice,
    training: bool,
    language: Language,
) -> Result<VoucherPaper, PrintError> {
    let (shop, zone) = shop(company::read(conn)?);
    let customer = invoice.customer.map(|id| customers::name(conn, id)).transpose()?.flatten();
    let moment = |at: Timestamp| Moment { at, zone: zone.clone() };
    Ok(VoucherPaper {
        concept: Some(concept(&issued(conn, invoice.arrival)?)),
        customer,
        folio: invoice.folio.to_string(),
        issued: moment(invoice.at),
        amount: charge.amount,
        method: charge.method.as_str().to_owned(),
        barcode: voucher.barcode.clone(),
        reference: voucher.reference.clone(),
        bank: voucher.bank.clone(),
        clabe: voucher.clabe.clone(),
        qr: transfer_text(voucher, charge.amount),
        expires: moment(voucher.expires_at.unwrap_or(charge.requested_at)),
        cancelled: charge.state == ChargeState::Cancelled,
        training,
        till: till_label(language),
        shop,
    })
}

/// What a transfer's QR says: the account, the reference and the exact amount as text to copy
/// on the payer's own telephone. It is no CoDi request; no bank acts on it by itself.
pub(crate) fn transfer_text(voucher: &Voucher, amount: Money) -> Option<String> {
    let clabe = voucher.clabe.as_deref()?;
    let bank = voucher.bank.as_deref().unwrap_or_default();
    let reference = voucher.reference.as_deref().unwrap_or_default();
    Some(format!(
        "SPEI\nCLABE {clabe}\nBanco {bank}\nReferencia {reference}\nImporte {} {}",
        amount.decimal_text(),
        amount.currency()
    ))
}

/// A tax as people read it: `IVA 16 %`, `IVA exento`.
pub(crate) fn tax_label(code: &str, rate: Rate, language: Language) -> String {
    let words = Catalogue::of(language);
    let text = match rate {
        Rate::Exempt => words.format("tax-exempt", &[("code", code)]),
        Rate::BasisPoints(points) => {
            let hundred = BASIS / 100;
            let (whole, rest) = (i64::from(points) / hundred, i64::from(points) % hundred);
            let percent = match rest {
                0 => whole.to_string(),
                _ => format!("{whole}.{rest:02}").trim_end_matches('0').to_owned(),
            };
            words.format("tax-rate", &[("code", code), ("percent", &percent)])
        }
    };
    text.unwrap_or_else(|_| code.to_owned())
}

pub(crate) fn receipt_paper(
    conn: &Connection,
    invoice: &invoices::Invoice,
    training: bool,
    language: Language,
) -> Result<ReceiptPaper, PrintError> {
    let (shop, zone) = shop(company::read(conn)?);
    let customer = invoice.customer.map(|id| customers::name(conn, id)).transpose()?.flatten();
    let body = issued(conn, invoice.arrival)?;
    let money = |minor| Money::new(minor, body.currency);
    let lines = body.lines.iter().map(|line| ReceiptLine {
        quantity: line.quantity,
        unit: line.unit,
        name: line.name.clone(),
        note: Some(line.note.clone()),
        unit_price: money(line.price),
        discount: (line.discount != 0).then(|| money(line.discount)),
        total: money(line.total),
    });
    let taxes = body.taxes.iter().map(|(code, rate, _, amount)| TaxLine {
        name: tax_label(code, *rate, language),
        amount: money(*amount),
    });
    let story = Story::of(conn, invoice)?;
    let (kind, folio, at) = match story.voided {
        Some((voided, at)) => {
            let corrects = invoice.folio.to_string();
            let kind = ReceiptKind::CreditNote { corrects, reason: Some(voided.reason) };
            (kind, voided.folio.to_string(), at)
        }
        None => (ReceiptKind::Sale, invoice.folio.to_string(), invoice.at),
    };
    Ok(ReceiptPaper {
        kind,
        shop,
        customer,
        cashier: None,
        folio,
        issued: Moment { at, zone },
        lines: lines.collect(),
        note: Some(body.note.clone()),
        subtotal: money(body.net),
        discount: (body.discount != 0).then(|| money(body.discount)),
        taxes: taxes.collect(),
        total: money(body.total),
        rounding: story.rounding,
        tenders: story.tenders,
        change: story.change,
        training,
        till: till_label(language),
    })
}
