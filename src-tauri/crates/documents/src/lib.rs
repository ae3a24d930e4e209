//! Vouchers, receipts, statements and their words: values in, bytes out.
//!
//! A paper is a struct of values; [`voucher_letter`], [`voucher_roll`], [`receipt_letter`],
//! [`receipt_roll`] and [`statement_pdf`] draw it in one language as a PDF file. Nothing here
//! reads a clock, a file or the network, and the same values give the same bytes.
//!
//! Inside, a paper is drawn as marks on a page (`canvas`), and one module writes marks as PDF
//! (`pdf`). [`Symbol`] is a barcode or QR code before it has a size, for paper and screen.
#![warn(missing_docs)]

mod canvas;
mod code128;
mod date;
mod fonts;
mod link;
mod messages;
mod paper;
mod pdf;
mod receipt;
mod statement;
mod symbol;
mod voucher;

pub use date::{DateError, Moment};
pub use link::{PayLink, PayLinkError};
pub use messages::{Catalogue, Language, MessageError};
pub use paper::{PaperError, RollWidth, Sheet, Shop};
pub use pdf::PdfError;
pub use receipt::{
    ReceiptKind, ReceiptLine, ReceiptPaper, TaxLine, Tender, receipt_letter, receipt_roll,
};
pub use statement::{Holder, Payment, StatementPaper, statement_pdf};
pub use symbol::{Run, Symbol, SymbolError};
pub use voucher::{VoucherPaper, voucher_letter, voucher_roll};
