//! The kinds of facts: what happened, in values that never need a later rule to be understood.
//!
//! Amounts are minor units of the `currency` beside them. A kind's version changes when its
//! meaning does; every version that was ever written stays readable, and a golden file of each
//! is kept under `tests/golden/facts`.

use cobro_domain::{
    charge::ChargeState,
    ids::{
        CaseId, ChargeId, CreditNoteId, CustomerId, InvoiceId, MerchantAccountId, PaymentId,
        ProductId, Reference, TillId,
    },
    invoice::Folio,
    method::Method,
    money::Currency,
    quantity::Quantity,
    tax::{Rate, TaxMode},
    voucher::Voucher,
};
use serde::{Deserialize, Serialize};

use crate::{error::LedgerError, file::Mode};

/// A posting: the account's stored name and what it gains, in minor units.
pub type Posted = (String, i64);

macro_rules! facts {
    ($($(#[$doc:meta])* $kind:literal $variant:ident($body:ident) v $version:literal;)*) => {
        /// One immutable line of the books.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Fact {
            $($(#[$doc])* $variant($body),)*
        }

        impl Fact {
            /// Every kind with its current version.
            pub const KINDS: &'static [(&'static str, i64)] = &[$(($kind, $version)),*];

            /// The word of its kind.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind,)* }
            }

            /// The version that this Cobro writes.
            #[must_use]
            pub const fn version(&self) -> i64 {
                match self { $(Self::$variant(_) => $version,)* }
            }

            pub(crate) fn encode(&self) -> Result<String, LedgerError> {
                let text = match self { $(Self::$variant(body) => serde_json::to_string(body),)* };
                text.map_err(|error| malformed(self.kind(), &error))
            }

            pub(crate) fn decode(
                arrival: i64,
                kind: &str,
                version: i64,
                body: &str,
            ) -> Result<Self, LedgerError> {
                match (kind, version) {
                    $(($kind, $version) => serde_json::from_str(body)
                        .map(Self::$variant)
                        .map_err(|error| malformed($kind, &error)),)*
                    _ => Err(LedgerError::UnknownFact { arrival, kind: kind.to_owned(), version }),
                }
            }
        }
    };
}

fn malformed(what: &'static str, error: &serde_json::Error) -> LedgerError {
    LedgerError::Malformed { what, detail: error.to_string() }
}

facts! {
    /// A till, or a new incarnation of one, began its chain.
    "till-opened" TillOpened(TillOpened) v 1;
    /// The shop's own data changed.
    "company-changed" CompanyChanged(CompanyChanged) v 1;
    /// A merchant account was made or changed; never its secrets.
    "merchant-account-changed" MerchantAccountChanged(MerchantAccountChanged) v 1;
    /// A product was made or changed.
    "product-changed" ProductChanged(ProductChanged) v 1;
    /// A customer's row was made or changed; the row itself can be forgotten.
    "customer-changed" CustomerChanged(CustomerChanged) v 1;
    /// A ticket became an invoice.
    "invoice-issued" InvoiceIssued(InvoiceIssued) v 1;
    /// Cash went into the drawer for an invoice.
    "cash-received" CashReceived(CashReceived) v 1;
    /// Somebody decided to collect by a provider.
    "charge-requested" ChargeRequested(ChargeRequested) v 1;
    /// The provider gave the payer something to pay with.
    "voucher-issued" VoucherIssued(VoucherIssued) v 1;
    /// The provider reported another state, or a word we do not know.
    "charge-reported" ChargeReported(ChargeReported) v 1;
    /// The provider refused to do what was asked; the charge ends.
    "charge-refused" ChargeRefused(ChargeRefused) v 1;
    /// A person gave the charge up.
    "charge-cancelled" ChargeCancelled(ChargeCancelled) v 1;
    /// Money came in through a provider.
    "payment-received" PaymentReceived(PaymentReceived) v 1;
    /// Something contradicts the books and a person has to look.
    "case-opened" CaseOpened(CaseOpened) v 1;
    /// An invoice was taken back by a credit note.
    "invoice-voided" InvoiceVoided(InvoiceVoided) v 1;
    /// A paper was made.
    "document-printed" DocumentPrinted(DocumentPrinted) v 1;
}

/// The first fact of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TillOpened {
    /// Real books or practice, for ever.
    pub mode: Mode,
    /// The series of its folios.
    pub series: String,
    /// The currency it sells in.
    pub currency: Currency,
    /// The end of the chain this one goes on from, after a restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousChain>,
}

/// The chain that a new incarnation goes on from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousChain {
    /// Its till.
    pub till: TillId,
    /// How many facts it had.
    pub seq: i64,
    /// Its last hash, hexadecimal.
    pub hash: String,
}

/// The shop as papers show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyChanged {
    /// Its name.
    pub name: String,
    /// Its tax number, already checked.
    pub rfc: String,
    /// Its address, one line.
    pub address: String,
    /// Where customers write to.
    pub email: String,
    /// Where customers call.
    pub phone: String,
    /// Its time zone, an IANA name.
    pub zone: String,
}

/// A merchant account without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantAccountChanged {
    /// The account.
    pub account: MerchantAccountId,
    /// The provider's word.
    pub provider: String,
    /// What the shop calls it.
    pub name: String,
    /// Whether charges may be made through it.
    pub active: bool,
    /// Whether it takes no real money.
    pub test: bool,
    /// The fields that are no secrets.
    pub fields: std::collections::BTreeMap<String, String>,
    /// The payer's name on vouchers for walk-in customers.
    pub payer_name: String,
    /// Their e-mail address.
    pub payer_email: String,
}

/// A product or service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductChanged {
    /// The product.
    pub product: ProductId,
    /// The shop's own code.
    pub code: String,
    /// The bar codes on it.
    pub barcodes: Vec<String>,
    /// Its name.
    pub name: String,
    /// The price of one; nothing when it is typed at the sale.
    pub price: Option<i64>,
    /// The currency of `price`.
    pub currency: Currency,
    /// Whether the price contains the taxes.
    pub mode: TaxMode,
    /// The taxes on it.
    pub taxes: Vec<(String, Rate)>,
    /// Where it stands in the catalogue.
    pub category: String,
    /// Whether it is shown before anything is searched.
    pub favourite: bool,
    /// Whether it can be sold.
    pub active: bool,
}

/// A customer, named by id: the row can be erased, this stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerChanged {
    /// The customer.
    pub customer: CustomerId,
    /// SHA-256 of the row's salt and values, hexadecimal.
    pub digest: String,
}

/// A line of an invoice, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLine {
    /// The product, when it was one of the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// What the paper says.
    pub name: String,
    /// How many.
    pub quantity: Quantity,
    /// The price of one.
    pub price: i64,
    /// Whether the price contains the taxes.
    pub mode: TaxMode,
    /// What discounts took, the line's own and its share of the ticket's.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub discount: i64,
    /// Without taxes.
    pub net: i64,
    /// Each tax: code, rate, amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<(String, Rate, i64)>,
    /// What the customer owes for it.
    pub total: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

/// An issued invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// Who owes it; nobody by name for a walk-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What was sold.
    pub lines: Vec<IssuedLine>,
    /// What discounts took, all in all.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub discount: i64,
    /// Without taxes.
    pub net: i64,
    /// Each tax: code, rate, base, amount.
    pub taxes: Vec<(String, Rate, i64, i64)>,
    /// What is owed.
    pub total: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// Cash for an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceived {
    /// The payment.
    pub payment: PaymentId,
    /// The invoice it settles.
    pub invoice: InvoiceId,
    /// The drawer.
    pub drawer: u32,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What the customer gave.
    pub tendered: i64,
    /// What the customer got back.
    pub change: i64,
    /// What stayed: `tendered - change`.
    pub amount: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// A charge, decided here and not yet known to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRequested {
    /// The charge.
    pub charge: ChargeId,
    /// The invoice it collects.
    pub invoice: InvoiceId,
    /// The merchant account.
    pub account: MerchantAccountId,
    /// How it is paid.
    pub method: Method,
    /// Our name for it at the provider.
    pub reference: Reference,
    /// What it collects.
    pub amount: i64,
    /// In which currency.
    pub currency: Currency,
}

/// What the provider gave the payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherIssued {
    /// The charge.
    pub charge: ChargeId,
    /// The provider's number for it.
    pub order: String,
    /// What the payer pays with.
    pub voucher: Voucher,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// Another state, as the provider reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeReported {
    /// The charge.
    pub charge: ChargeId,
    /// The state; nothing when the provider's word is not known, and the charge stays open.
    pub state: Option<ChargeState>,
    /// The provider's number for it, when it came with this report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The provider's words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// The provider refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRefused {
    /// The charge.
    pub charge: ChargeId,
    /// The provider's words for people.
    pub text: String,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// A person gave the charge up. What the payer holds may still be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeCancelled {
    /// The charge.
    pub charge: ChargeId,
}

/// Money through a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    /// The payment.
    pub payment: PaymentId,
    /// The charge it came by.
    pub charge: ChargeId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The merchant account it stands on.
    pub account: MerchantAccountId,
    /// The provider's number for this movement.
    pub money_in: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What came.
    pub amount: i64,
    /// What of it settles the invoice; the rest is surplus.
    pub allocated: i64,
    /// Whether the charge had ended before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub late: bool,
    /// Whether another amount was asked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mismatch: bool,
    /// The entry.
    pub postings: Vec<Posted>,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Money for a charge that had ended.
    Late,
    /// Another amount or currency than was asked.
    Mismatch,
    /// More than one payment for one charge.
    DoublePayment,
    /// A report that contradicts what is known.
    Contradiction,
    /// The provider says that the money was contested or taken back.
    Disputed,
}

/// A matter for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The case.
    pub case: CaseId,
    /// What it is about.
    pub matter: Matter,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The charge.
    pub charge: ChargeId,
    /// What was found, in words of the program.
    pub detail: String,
}

/// An invoice taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceVoided {
    /// The invoice.
    pub invoice: InvoiceId,
    /// The credit note.
    pub credit_note: CreditNoteId,
    /// Its number.
    pub folio: Folio,
    /// Why, as a person typed it.
    pub reason: String,
    /// The currency of the entry.
    pub currency: Currency,
    /// The mirror of the invoice's entry.
    pub postings: Vec<Posted>,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPrinted {
    /// The invoice it belongs to.
    pub invoice: InvoiceId,
    /// The charge, for a voucher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeId>,
    /// `voucher`, `receipt` or `credit-note`.
    pub document: String,
    /// `letter` or `roll`.
    pub paper: String,
}
