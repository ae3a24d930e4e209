//! Papers: made from the books beside the counter, kept as files, noted in the books, and
//! queued where there is a printer for them.

mod contents;
mod returned;
mod story;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use cobro_documents::{
    Catalogue, Language, PaperError, ReceiptKind, ReceiptPaper, RollWidth, Shop, receipt_letter,
    receipt_roll, voucher_letter, voucher_roll,
};
use cobro_domain::ids::{Actor, ChargeId, CreditNoteId, CustomerId, InvoiceId, PrintJobId};
use cobro_ledger::{
    Connection, LedgerError, Mode,
    fact::{CompanyChanged, DocumentPrinted, Fact},
    views::{charges, invoices, returns},
    working::print_jobs::{self, PaperKind, Tray},
};

pub(crate) use self::contents::{
    receipt_paper, served_by, tax_label, transfer_text, voucher_paper,
};
use crate::{
    event::TillEvent,
    printing::{self, Order},
    settings::DEFAULT_ZONE,
    statement::StatementError,
    till::Till,
};

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

    /// The printer that it is for.
    pub(crate) const fn tray(self) -> Tray {
        match self {
            Self::Letter => Tray::Page,
            Self::Roll => Tray::Roll,
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

/// A paper that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its file.
    pub path: PathBuf,
    /// Whether it goes to a printer too.
    pub queued: bool,
}

/// A paper before it is written to its file.
struct Made {
    invoice: InvoiceId,
    charge: Option<ChargeId>,
    customer: Option<CustomerId>,
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
    pub fn print_voucher(&self, id: ChargeId, size: PaperSize) -> Result<Kept, PrintError> {
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
                customer: invoice.customer,
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
    pub fn print_invoice(&self, id: InvoiceId, size: PaperSize) -> Result<Kept, PrintError> {
        self.keep(self.receipt_of(id, size)?, size)
    }

    fn receipt_of(&self, id: InvoiceId, size: PaperSize) -> Result<Made, PrintError> {
        let (language, roll) = (self.language(), self.roll_width());
        let training = self.mode() == Mode::Training;
        self.read(|reader| {
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
                customer: invoice.customer,
                document,
                folio: paper.folio,
                number: 1,
                bytes,
            })
        })
    }

    /// Makes the credit note of goods that came back, as a PDF.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn print_return(&self, id: CreditNoteId, size: PaperSize) -> Result<Kept, PrintError> {
        let (language, roll) = (self.language(), self.roll_width());
        let training = self.mode() == Mode::Training;
        let made = self.read(|reader| {
            let conn = reader.conn();
            let found = returns::read(conn, id)?.ok_or(PrintError::NotFound)?;
            let invoice = invoices::at(conn, found.invoice)?;
            let paper = returned::paper(conn, &invoice, &found, training, language)?;
            let bytes = drawn(&paper, size, roll, language)?;
            Ok::<_, PrintError>(Made {
                invoice: invoice.id,
                charge: None,
                customer: invoice.customer,
                document: "credit-note",
                folio: paper.folio,
                number: 1,
                bytes,
            })
        })?;
        self.keep(made, size)
    }

    /// Where papers are kept.
    pub(crate) fn papers(&self) -> PathBuf {
        self.path().parent().map_or_else(PathBuf::new, PathBuf::from).join("papers")
    }

    /// Writes the file whole or not at all, then notes it and has it printed where there is a
    /// printer for it.
    fn keep(&self, made: Made, size: PaperSize) -> Result<Kept, PrintError> {
        let path = self.file_of(&made, size)?;
        let queued = self.book(self.actor(), |booking| {
            booking.append(&printed(&made, size))?;
            let order = Order { customer: made.customer, ..made.order(size) };
            printing::queue(booking, order, Some(&made.bytes))
        })?;
        self.has_queued(queued);
        Ok(Kept { path, queued })
    }

    /// Draws a receipt that was queued with its sale, and keeps it as every paper is kept.
    pub(crate) fn draw_queued(
        &self,
        job: PrintJobId,
        invoice: InvoiceId,
    ) -> Result<Vec<u8>, PrintError> {
        let made = self.receipt_of(invoice, PaperSize::Roll)?;
        self.file_of(&made, PaperSize::Roll)?;
        self.book(Actor::till(), |booking| {
            booking.append(&printed(&made, PaperSize::Roll))?;
            print_jobs::put_pdf(booking.conn(), job, Some(&made.bytes))
        })?;
        Ok(made.bytes)
    }

    fn file_of(&self, made: &Made, size: PaperSize) -> Result<PathBuf, PrintError> {
        let number = if made.number > 1 { format!("-{}", made.number) } else { String::new() };
        let name = format!("{}-{}{number}-{}.pdf", made.folio, made.document, size.word());
        kept_at(&self.papers(), &name, &made.bytes)
    }

    /// Wakes the printers for a paper that was queued.
    pub(crate) fn has_queued(&self, queued: bool) {
        if queued {
            self.tell(&TillEvent::Papers);
            self.ring();
        }
    }
}

impl Made {
    fn order(&self, size: PaperSize) -> Order<'_> {
        let kind = match self.document {
            "voucher" => PaperKind::Voucher,
            "credit-note" => PaperKind::CreditNote,
            _ => PaperKind::Receipt,
        };
        Order::new(size.tray(), kind, &self.folio)
    }
}

fn printed(made: &Made, size: PaperSize) -> Fact {
    Fact::DocumentPrinted(DocumentPrinted {
        invoice: made.invoice,
        charge: made.charge,
        document: made.document.to_owned(),
        paper: size.word().to_owned(),
    })
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
