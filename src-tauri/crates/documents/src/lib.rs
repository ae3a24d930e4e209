//! Vouchers, receipts, statements and their words: values in, bytes out.
//!
//! A paper is a struct of values; [`voucher_letter`], [`voucher_roll`], [`receipt_letter`],
//! [`receipt_roll`] and [`statement_pdf`] draw it in one language as a PDF file. A statement is
//! also a table ([`statement_csv`], [`outstanding_csv`], [`statement_xlsx`]) and, like a payment,
//! the words of an e-mail ([`statement_mail`], [`payment_mail`]); so is a voucher
//! ([`voucher_mail`]), and what the shop is told of itself ([`merchant_mail`], [`test_mail`]).
//! The report of a shift is all of these ([`shift_pdf`], [`shift_roll`], [`shift_csv`],
//! [`shift_xlsx`]), and the lines of a screen ([`shift_words`]).
//! Nothing here reads a clock, a file or the network, and the same values give the same bytes.
//!
//! Inside, a paper is drawn as marks on a page (`canvas`), and one module writes marks as PDF
//! (`pdf`). [`Symbol`] is a barcode or QR code before it has a size, for paper and screen.
#![warn(missing_docs)]

mod canvas;
mod code128;
mod date;
mod fonts;
mod grid;
mod link;
mod listing;
mod mail;
mod measure;
mod media;
mod messages;
mod paper;
mod pdf;
mod receipt;
mod shift;
mod statement;
mod symbol;
mod test_paper;
mod voucher;

pub use date::{DateError, Moment};
pub use grid::GridError;
pub use link::{PayLink, PayLinkError};
pub use listing::{ListCell, Listing};
pub use mail::{
    Mail, MerchantNotice, PaymentNotice, merchant_mail, payment_mail, statement_mail, test_mail,
    voucher_mail,
};
pub use measure::{Measure, unit_text};
pub use media::{PageSize, page_size};
pub use messages::{Catalogue, Language, MessageError};
pub use paper::{PaperError, RollWidth, Sheet, Shop};
pub use pdf::PdfError;
pub use receipt::{
    Deferred, ReceiptKind, ReceiptLine, ReceiptPaper, TaxLine, Tender, receipt_letter, receipt_roll,
};
pub use shift::{
    CashMoveLine, DrawerLines, MethodTally, ReportRow, ReportSection, ShiftEnd, ShiftPaper,
    Tallied, shift_csv, shift_pdf, shift_roll, shift_words, shift_xlsx,
};
pub use statement::{
    Holder, Payment, StatementPaper, outstanding_csv, statement_csv, statement_pdf, statement_xlsx,
};
pub use symbol::{Run, Symbol, SymbolError};
pub use test_paper::{TEST_CODE, TestSize, test_paper};
pub use voucher::{VoucherPaper, voucher_letter, voucher_roll};
