//! The kinds of facts: what happened, in values that never need a later rule to be understood.
//!
//! Amounts are minor units of the `currency` beside them. A kind's version changes when its
//! meaning does; every version that was ever written stays readable, and a golden file of each
//! is kept under `tests/golden/facts`.

mod after;
mod brief;
mod cards;
mod cases;
mod catalogue;
mod collecting;
mod customers;
mod master;
mod people;
mod prices;
mod quotes;
mod sale;
mod shifts;

use cobro_domain::{invoice::Folio, money::Currency};

pub use self::{
    after::{
        CaptureRequested, FollowUpFailed, HoldAuthorized, HoldEnd, HoldEnded, RefundBooked,
        RefundReported, RefundRequested, VoidRequested,
    },
    cards::{CardAsked, PageOffered},
    cases::{CaseClosed, CaseOpened, Matter, Settlement},
    catalogue::{ImportBegun, ImportEnded, ImportOutcome, ImportTidied, ProductChanged},
    collecting::{
        ChargeCancelled, ChargeRefused, ChargeReported, ChargeRequested, Correction,
        PaymentCorrected, PaymentReceived, VoucherIssued,
    },
    customers::{
        Allocated, CreditApplied, CustomerErased, CustomersMerged, PaymentEntered, RefundEntered,
        TaxWithheld, Withheld,
    },
    master::{CompanyChanged, CustomerChanged, MerchantAccountChanged, PreviousChain, TillOpened},
    people::{
        ApprovalGiven, Leaving, PinChanged, PolicyChanged, UserChanged, UserErased, UserLockedOut,
        UserSignedIn, UserSignedOut,
    },
    prices::PriceListChanged,
    quotes::{QuoteIssued, QuoteWithdrawn, QuotedLine},
    sale::{
        CashReceived, DocumentPrinted, GoodsReturned, InvoiceIssued, InvoiceVoided, IssuedLine,
        ReturnedLine, TenderReceived, TipReceived,
    },
    shifts::{
        CashMoved, DrawerCounted, DrawerOpened, MethodSum, MoveLine, ShiftClosed, ShiftNumbers,
        ShiftOpened, Sum,
    },
};

use crate::error::LedgerError;

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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
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
    /// A list of prices was made or changed.
    "price-list-changed" PriceListChanged(PriceListChanged) v 1;
    /// Somebody decided to take a file over.
    "import-begun" ImportBegun(ImportBegun) v 1;
    /// All of an import counts, or none of it.
    "import-ended" ImportEnded(ImportEnded) v 1;
    /// Rows that an import left behind were cleared away.
    "import-tidied" ImportTidied(ImportTidied) v 1;
    /// A customer's row was made or changed; the row itself can be forgotten.
    "customer-changed" CustomerChanged(CustomerChanged) v 1;
    /// Two rows were of one customer.
    "customers-merged" CustomersMerged(CustomersMerged) v 1;
    /// A customer's row was forgotten.
    "customer-erased" CustomerErased(CustomerErased) v 1;
    /// The shop keeps to prices until a day.
    "quote-issued" QuoteIssued(QuoteIssued) v 1;
    /// It does so no more.
    "quote-withdrawn" QuoteWithdrawn(QuoteWithdrawn) v 1;
    /// A ticket became an invoice.
    "invoice-issued" InvoiceIssued(InvoiceIssued) v 1;
    /// Cash went into the drawer for an invoice.
    "cash-received" CashReceived(CashReceived) v 1;
    /// Money came at the counter by other means than cash.
    "tender-received" TenderReceived(TenderReceived) v 1;
    /// A customer gave more than was owed, for whoever served.
    "tip-received" TipReceived(TipReceived) v 1;
    /// Somebody decided to collect by a provider.
    "charge-requested" ChargeRequested(ChargeRequested) v 1;
    /// A charge is by this card, paid in so many parts.
    "card-asked" CardAsked(CardAsked) v 1;
    /// The payer was given the provider's own page.
    "page-offered" PageOffered(PageOffered) v 1;
    /// The provider gave the payer something to pay with.
    "voucher-issued" VoucherIssued(VoucherIssued) v 1;
    /// The provider reported another state, or a word we do not know.
    "charge-reported" ChargeReported(ChargeReported) v 1;
    /// The provider refused to do what was asked; the charge ends.
    "charge-refused" ChargeRefused(ChargeRefused) v 1;
    /// A person gave the charge up.
    "charge-cancelled" ChargeCancelled(ChargeCancelled) v 1;
    /// Money is held on a card.
    "hold-authorized" HoldAuthorized(HoldAuthorized) v 1;
    /// Somebody decided to take what is held.
    "capture-requested" CaptureRequested(CaptureRequested) v 1;
    /// Somebody decided to let go what is held.
    "void-requested" VoidRequested(VoidRequested) v 1;
    /// A capture or a void came to nothing.
    "follow-up-failed" FollowUpFailed(FollowUpFailed) v 1;
    /// What was held is the payer's again.
    "hold-ended" HoldEnded(HoldEnded) v 1;
    /// Money came in through a provider.
    "payment-received" PaymentReceived(PaymentReceived) v 1;
    /// Money that came through a provider was contested, given back to us, or taken back.
    "payment-corrected" PaymentCorrected(PaymentCorrected) v 1;
    /// Somebody decided to give money back through the provider.
    "refund-requested" RefundRequested(RefundRequested) v 1;
    /// A refund came to something that moved no money.
    "refund-reported" RefundReported(RefundReported) v 1;
    /// The provider gave money back.
    "refund-booked" RefundBooked(RefundBooked) v 1;
    /// Something contradicts the books and a person has to look.
    "case-opened" CaseOpened(CaseOpened) v 1;
    /// A person said what a matter came to.
    "case-closed" CaseClosed(CaseClosed) v 1;
    /// Goods of an invoice came back.
    "goods-returned" GoodsReturned(GoodsReturned) v 1;
    /// An invoice was taken back by a credit note.
    "invoice-voided" InvoiceVoided(InvoiceVoided) v 1;
    /// Money came to the bank, as a person typed it.
    "payment-entered" PaymentEntered(PaymentEntered) v 1;
    /// A customer's credit settled invoices.
    "credit-applied" CreditApplied(CreditApplied) v 1;
    /// A customer pays taxes in the shop's name.
    "tax-withheld" TaxWithheld(TaxWithheld) v 1;
    /// A person gave money back, outside any provider.
    "refund-entered" RefundEntered(RefundEntered) v 1;
    /// A paper was made.
    "document-printed" DocumentPrinted(DocumentPrinted) v 1;
    /// Somebody works here, or is something else in the shop than before.
    "user-changed" UserChanged(UserChanged) v 1;
    /// Somebody has another PIN; never which.
    "pin-changed" PinChanged(PinChanged) v 1;
    /// Somebody began to work at the till.
    "user-signed-in" UserSignedIn(UserSignedIn) v 1;
    /// The till was locked.
    "user-signed-out" UserSignedOut(UserSignedOut) v 1;
    /// A PIN was wrong too often.
    "user-locked-out" UserLockedOut(UserLockedOut) v 1;
    /// Somebody approved what the next fact says.
    "approval-given" ApprovalGiven(ApprovalGiven) v 1;
    /// A role may do something else than before.
    "policy-changed" PolicyChanged(PolicyChanged) v 1;
    /// The row of somebody who worked here was forgotten.
    "user-erased" UserErased(UserErased) v 1;
    /// Somebody answers for a drawer from now on.
    "shift-opened" ShiftOpened(ShiftOpened) v 1;
    /// Cash was put into a drawer or taken out of it beside sales.
    "cash-moved" CashMoved(CashMoved) v 1;
    /// A drawer was opened without a sale.
    "drawer-opened" DrawerOpened(DrawerOpened) v 1;
    /// A drawer was counted.
    "drawer-counted" DrawerCounted(DrawerCounted) v 1;
    /// A shift ended.
    "shift-closed" ShiftClosed(ShiftClosed) v 1;
}

impl Fact {
    /// The entry that it books, with its currency; nothing when it moves no money.
    #[must_use]
    pub fn entry(&self) -> Option<(Currency, &[Posted])> {
        match self {
            Self::InvoiceIssued(body) => Some((body.currency, &body.postings)),
            Self::CashReceived(body) => Some((body.currency, &body.postings)),
            Self::TenderReceived(body) => Some((body.currency, &body.postings)),
            Self::TipReceived(body) => Some((body.currency, &body.postings)),
            Self::PaymentReceived(body) => Some((body.currency, &body.postings)),
            Self::PaymentCorrected(body) => Some((body.currency, &body.postings)),
            Self::CaseClosed(body) => Some((body.currency, &body.postings)),
            Self::RefundBooked(body) => Some((body.currency, &body.postings)),
            Self::GoodsReturned(body) => Some((body.currency, &body.postings)),
            Self::InvoiceVoided(body) => Some((body.currency, &body.postings)),
            Self::CustomersMerged(body) => Some((body.currency, &body.postings)),
            Self::PaymentEntered(body) => Some((body.currency, &body.postings)),
            Self::CreditApplied(body) => Some((body.currency, &body.postings)),
            Self::TaxWithheld(body) => Some((body.currency, &body.postings)),
            Self::RefundEntered(body) => Some((body.currency, &body.postings)),
            Self::ShiftOpened(body) => Some((body.currency, &body.postings)),
            Self::CashMoved(body) => Some((body.currency, &body.postings)),
            Self::ShiftClosed(body) => Some((body.currency, &body.postings)),
            Self::CustomerErased(_)
            | Self::TillOpened(_)
            | Self::CompanyChanged(_)
            | Self::MerchantAccountChanged(_)
            | Self::ProductChanged(_)
            | Self::PriceListChanged(_)
            | Self::ImportBegun(_)
            | Self::ImportEnded(_)
            | Self::ImportTidied(_)
            | Self::CustomerChanged(_)
            | Self::ChargeRequested(_)
            | Self::CardAsked(_)
            | Self::PageOffered(_)
            | Self::HoldAuthorized(_)
            | Self::CaptureRequested(_)
            | Self::VoidRequested(_)
            | Self::FollowUpFailed(_)
            | Self::HoldEnded(_)
            | Self::RefundRequested(_)
            | Self::RefundReported(_)
            | Self::VoucherIssued(_)
            | Self::ChargeReported(_)
            | Self::ChargeRefused(_)
            | Self::ChargeCancelled(_)
            | Self::CaseOpened(_)
            | Self::DocumentPrinted(_)
            | Self::UserChanged(_)
            | Self::PinChanged(_)
            | Self::UserSignedIn(_)
            | Self::UserSignedOut(_)
            | Self::UserLockedOut(_)
            | Self::ApprovalGiven(_)
            | Self::PolicyChanged(_)
            | Self::UserErased(_)
            | Self::DrawerOpened(_)
            | Self::DrawerCounted(_)
            | Self::QuoteIssued(_)
            | Self::QuoteWithdrawn(_) => None,
        }
    }

    /// The number that it takes from a series.
    pub(crate) const fn folio(&self) -> Option<&Folio> {
        match self {
            Self::InvoiceIssued(body) => Some(&body.folio),
            Self::QuoteIssued(body) => Some(&body.folio),
            Self::GoodsReturned(body) => Some(&body.folio),
            Self::InvoiceVoided(body) => Some(&body.folio),
            Self::ShiftClosed(body) => Some(&body.folio),
            Self::TillOpened(_)
            | Self::CompanyChanged(_)
            | Self::MerchantAccountChanged(_)
            | Self::ProductChanged(_)
            | Self::PriceListChanged(_)
            | Self::ImportBegun(_)
            | Self::ImportEnded(_)
            | Self::ImportTidied(_)
            | Self::CustomerChanged(_)
            | Self::CustomersMerged(_)
            | Self::CustomerErased(_)
            | Self::PaymentEntered(_)
            | Self::CreditApplied(_)
            | Self::TaxWithheld(_)
            | Self::RefundEntered(_)
            | Self::CashReceived(_)
            | Self::TenderReceived(_)
            | Self::TipReceived(_)
            | Self::ChargeRequested(_)
            | Self::CardAsked(_)
            | Self::PageOffered(_)
            | Self::HoldAuthorized(_)
            | Self::CaptureRequested(_)
            | Self::VoidRequested(_)
            | Self::FollowUpFailed(_)
            | Self::HoldEnded(_)
            | Self::RefundRequested(_)
            | Self::RefundReported(_)
            | Self::RefundBooked(_)
            | Self::VoucherIssued(_)
            | Self::ChargeReported(_)
            | Self::ChargeRefused(_)
            | Self::ChargeCancelled(_)
            | Self::PaymentReceived(_)
            | Self::PaymentCorrected(_)
            | Self::CaseOpened(_)
            | Self::CaseClosed(_)
            | Self::DocumentPrinted(_)
            | Self::UserChanged(_)
            | Self::PinChanged(_)
            | Self::UserSignedIn(_)
            | Self::UserSignedOut(_)
            | Self::UserLockedOut(_)
            | Self::ApprovalGiven(_)
            | Self::PolicyChanged(_)
            | Self::UserErased(_)
            | Self::ShiftOpened(_)
            | Self::CashMoved(_)
            | Self::DrawerOpened(_)
            | Self::DrawerCounted(_)
            | Self::QuoteWithdrawn(_) => None,
        }
    }
}
