//! What the window shows, ready to be shown: amounts in the user's language, symbols as SVG,
//! errors as codes whose words are in the catalogue. The window computes nothing.

mod after;
mod audit;
mod card;
mod card_form;
mod card_tile;
mod case;
mod catalogue;
mod charge;
mod coins;
mod customers;
mod day;
mod display;
mod error;
mod hand_refund;
mod import;
mod invoice;
mod invoices;
mod mail;
mod on_account;
mod page;
mod payment;
mod people;
mod period;
mod printing;
mod quotes;
mod refund;
mod returns;
mod sell;
mod settings;
mod sheet;
mod start;
mod statement;
mod tender;
mod tips;
mod withholding;

pub(crate) use self::invoice::told;
use cobro_domain::{locale::format_amount, money::Money, time::Timestamp};
use serde::Serialize;

pub use audit::{
    AuditChoices, AuditExported, AuditForm, AuditPage, AuditPerson, AuditRow, ChainView,
};
pub use card::{
    AdviceView, CardKindWord, CardView, FollowUpView, FollowUpWord, GiveUpView, HoldView, PlanView,
};
pub use card_form::{
    BrandView, CardForm, CardFormView, CardSent, CardWanted, Hidden, KeepWord, PayerAsked,
    PayerTyped, TypedCard,
};
pub use card_tile::{KeptCardView, KeptCards};
pub use case::{CaseView, CaseWord, SettlementWord};
pub use catalogue::{
    ListPriceForm, PriceListView, ProductChoices, ProductFormView, ProductPage, ProductRow,
    ShelfWord, TaxChoice,
};
pub use charge::{ChargeStage, ChargeView, CustomerAction, Flag, Paper};
pub use coins::CoinsView;
pub use customers::{
    CustomerFormView, CustomerPage, CustomerRow, CustomerStanding, CustomerView, HistoryPage,
};
pub use day::{
    CashMoveForm, CashMoveWord, CountForm, CountWord, CountedView, DayBar, DayView, OpenShiftView,
    PiecesForm, ReportFileWord, ReportView, RowView, SectionView, ShiftPage, ShiftRow,
};
pub use display::{DisplayLine, DisplayScene, DisplayView, SceneForm};
pub use error::CommandError;
pub use hand_refund::{HandRefundForm, HandRefundView};
pub use import::{ExportFileWord, ImportPlan, ImportPreview, RowProblemView, RowTroubleView};
pub use invoice::{InvoiceLineView, InvoiceView, TimelineEntry};
pub use invoices::{InvoiceCounts, InvoiceFilter, InvoicePage, InvoiceRow, InvoiceStanding};
pub use mail::{
    MailFormView, MailKindWord, MailPage, MailRow, MailSecurityWord, MailStandingView,
    MailStateWord, MailTrouble, MailView,
};
pub use on_account::{OnAccountView, TicketCustomerView};
pub use page::PageView;
pub use payment::{PartForm, PaymentForm, PaymentLineView, PaymentPreview, SettledView};
pub use people::{
    AtWorkView, DecisionView, LockingWord, PersonFormView, PersonView, PolicyView, RoleWord,
    SeatWord,
};
pub use period::{PeriodView, StatementFile};
pub use printing::{
    FoundPrinter, PaperKindWord, PaperPage, PaperRow, PaperStateWord, PrintTrouble, PrintView,
    PrinterStandingView, PrintersForm, TrayWord,
};
pub use quotes::{
    PricesWord, QuoteDaysView, QuoteFilter, QuoteInvoiceView, QuotePage, QuoteRow, QuoteView,
    QuoteWord, TicketQuoteView,
};
pub use refund::{CardRefundForm, CardRefundView, RefundSplitView, UndecidedRefundView};
pub use returns::{
    BackPartView, BackWord, CreditNoteView, GiverWord, ReturnForm, ReturnLineView, ReturnPreview,
    ReturnView, ReturnedView,
};
pub use sell::{
    HeldTicketView, ProductView, ScanView, TaxLineView, TicketLineView, TicketListView, TicketView,
};
pub use settings::{
    CompanyFormView, CompanyView, ConnectionTest, FieldValue, FieldView, MerchantAccountForm,
    MerchantAccountView, MethodOfferView, ProviderView, providers,
};
pub use sheet::{CashPreview, ChargeSheetView, ContactForm, MethodView, SaleView};
pub use start::{BooksMode, LanguageTag, LineView, StartView, StatusView, ThemeWord};
pub use statement::{AgeView, MovementView, OutstandingView, PayWord, StatementView};
pub use tender::{PartView, TenderForm, TenderMeans};
pub use tips::{TipOffer, TipView, TippedCashForm};
pub use withholding::{TaxWord, WithheldForm, WithholdingRateView, WithholdingView};

use crate::till::Till;

/// An amount: its minor units as decimal text, because JavaScript rounds 64-bit integers, and
/// the text for people, without a currency sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Amount {
    /// The count of smallest units.
    pub minor: String,
    /// ISO 4217.
    pub currency: String,
    /// For people: `1,234.50`.
    pub text: String,
}

/// A moment in milliseconds since 1970, UTC. It crosses as a JSON number: JavaScript counts
/// milliseconds exactly for 285,000 years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct Millis(#[cfg_attr(feature = "specta", specta(type = i32))] pub i64);

impl From<Timestamp> for Millis {
    fn from(at: Timestamp) -> Self {
        Self(at.millis())
    }
}

impl Till {
    pub(crate) fn amount(&self, money: Money) -> Amount {
        Amount {
            minor: money.minor().to_string(),
            currency: money.currency().code().to_owned(),
            text: format_amount(money, self.locale()),
        }
    }
}
