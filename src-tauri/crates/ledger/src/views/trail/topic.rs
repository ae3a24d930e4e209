//! What kind of thing a fact is, in the few kinds that people ask for.

use uuid::Uuid;

use crate::fact::Fact;

macro_rules! topics {
    ($($(#[$doc:meta])* $number:literal $word:literal $variant:ident;)*) => {
        /// What facts are about, as people ask for them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Topic {
            $($(#[$doc])* $variant,)*
        }

        impl Topic {
            /// Every one, in the order in which people read them.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The word of its message.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The number that stands in the view.
            pub(super) const fn number(self) -> i64 {
                match self { $(Self::$variant => $number,)* }
            }
        }
    };
}

topics! {
    /// Invoices issued and taken back, and their papers.
    0 "sales" Sales;
    /// Money that came.
    1 "payments" Payments;
    /// Money that went back.
    2 "refunds" Refunds;
    /// What providers were asked and said.
    3 "charges" Charges;
    /// Matters that somebody had to look at.
    4 "cases" Cases;
    /// Shifts, and cash that moved beside sales.
    5 "drawer" Drawer;
    /// What somebody let another do.
    6 "approvals" Approvals;
    /// People, PINs and sign-ins.
    7 "people" People;
    /// Products and imports.
    8 "catalogue" Catalogue;
    /// Customers.
    9 "customers" Customers;
    /// The shop, its till, its merchant accounts.
    10 "shop" Shop;
}

impl Topic {
    /// The topic behind a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.word() == word)
    }
}

/// What a fact is about, and the one thing that it was done to if that is no invoice.
pub(super) fn told(fact: &Fact) -> (Topic, Option<Uuid>) {
    match fact {
        Fact::InvoiceIssued(body) => (Topic::Sales, body.quote.map(|quote| quote.0)),
        Fact::QuoteIssued(body) => (Topic::Sales, Some(body.quote.0)),
        Fact::QuoteWithdrawn(body) => (Topic::Sales, Some(body.quote.0)),
        Fact::InvoiceVoided(_) | Fact::DocumentPrinted(_) => (Topic::Sales, None),
        Fact::CashReceived(_)
        | Fact::TenderReceived(_)
        | Fact::TipReceived(_)
        | Fact::PaymentReceived(_)
        | Fact::PaymentCorrected(_)
        | Fact::TaxWithheld(_) => (Topic::Payments, None),
        Fact::PaymentEntered(body) => (Topic::Payments, Some(body.customer.0)),
        Fact::CreditApplied(body) => (Topic::Payments, Some(body.customer.0)),
        Fact::RefundRequested(_)
        | Fact::RefundReported(_)
        | Fact::RefundBooked(_)
        | Fact::RefundEntered(_)
        | Fact::GoodsReturned(_) => (Topic::Refunds, None),
        Fact::ChargeRequested(_)
        | Fact::CardAsked(_)
        | Fact::PageOffered(_)
        | Fact::VoucherIssued(_)
        | Fact::ChargeReported(_)
        | Fact::ChargeRefused(_)
        | Fact::ChargeCancelled(_)
        | Fact::HoldAuthorized(_)
        | Fact::CaptureRequested(_)
        | Fact::VoidRequested(_)
        | Fact::FollowUpFailed(_)
        | Fact::HoldEnded(_) => (Topic::Charges, None),
        Fact::CaseOpened(_) | Fact::CaseClosed(_) => (Topic::Cases, None),
        Fact::ShiftOpened(body) => (Topic::Drawer, Some(body.shift.0)),
        Fact::CashMoved(body) => (Topic::Drawer, Some(body.shift.0)),
        Fact::DrawerOpened(body) => (Topic::Drawer, body.shift.map(|shift| shift.0)),
        Fact::DrawerCounted(body) => (Topic::Drawer, Some(body.shift.0)),
        Fact::ShiftClosed(body) => (Topic::Drawer, Some(body.shift.0)),
        Fact::ApprovalGiven(_) => (Topic::Approvals, None),
        Fact::PolicyChanged(_) => (Topic::People, None),
        Fact::UserChanged(body) => (Topic::People, Some(body.user.0)),
        Fact::PinChanged(body) => (Topic::People, Some(body.user.0)),
        Fact::UserSignedIn(body) => (Topic::People, Some(body.user.0)),
        Fact::UserSignedOut(body) => (Topic::People, Some(body.user.0)),
        Fact::UserLockedOut(body) => (Topic::People, Some(body.user.0)),
        Fact::UserErased(body) => (Topic::People, Some(body.user.0)),
        Fact::ProductChanged(body) => (Topic::Catalogue, Some(body.product.0)),
        Fact::PriceListChanged(body) => (Topic::Catalogue, Some(body.list.0)),
        Fact::ImportBegun(_) | Fact::ImportEnded(_) | Fact::ImportTidied(_) => {
            (Topic::Catalogue, None)
        }
        Fact::CustomerChanged(body) => (Topic::Customers, Some(body.customer.0)),
        Fact::CustomersMerged(body) => (Topic::Customers, Some(body.kept.0)),
        Fact::CustomerErased(body) => (Topic::Customers, Some(body.customer.0)),
        Fact::MerchantAccountChanged(body) => (Topic::Shop, Some(body.account.0)),
        Fact::TillOpened(_) | Fact::CompanyChanged(_) => (Topic::Shop, None),
    }
}
