//! Errors as the window is told them: a code and the arguments of its message.

mod accounts;
mod cards;
mod catalogue;
mod counter;
mod frame;
mod mail;
mod people;
mod printing;
mod quotes;
mod returns;
mod settings;
mod shifts;

use cobro_domain::{
    ids::IdError,
    money::MoneyError,
    name::{NAME_MAX, NameError},
    pricing::PricingError,
    quantity::QuantityError,
    ticket::LINES_MAX,
};
use cobro_ledger::LedgerError;
use serde::Serialize;

use super::Millis;
use crate::{cases::CaseError, collect::CollectError, poll::CheckError, typed::TypedError};

/// Why a command failed. The words are the message `error-<code>`; what was typed is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "code", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each code means")]
pub enum CommandError {
    AmountMalformed { text: String },
    AmountTooManyDecimals { text: String },
    AmountTooLarge,
    AmountBelowMinimum { minimum: String, method: String },
    AmountAboveMaximum { maximum: String, method: String },
    QuantityMalformed { text: String },
    QuantityOutOfRange,
    QuantityWhole { unit: String },
    DiscountOutOfRange,
    NameEmpty,
    NameTooLong { length: u32, max: u32 },
    RfcMalformed,
    RfcDate { digits: String },
    RfcDiffers { company: String, account: String },
    EmailMalformed { text: String },
    ZoneUnknown { zone: String },
    BirthDateMalformed { text: String },
    PostalCodeMalformed { text: String },
    TooManyEmails { max: u32 },
    TermsMalformed { text: String, max: u32 },
    NoteTooLong { max: u32 },
    SameCustomer,
    CodeTooLong { max: u32 },
    CodeTaken { carried: String, name: String },
    TooManyBarcodes { max: u32 },
    TaxUnknown { text: String },
    UnitUnknown { text: String },
    PictureTooLarge { max: u32 },
    PictureUnreadable,
    ImportUnderWay,
    ImportCancelled,
    ImportTooLarge { max: u32 },
    ImportTooManyRows { max: u32 },
    ImportCellTooLong { row: u32, max: u32 },
    ImportUnreadable { detail: String },
    ImportEmpty,
    ImportNoName,
    ImportColumnTwice { column: String },
    PriceListTaken { name: String },
    TooManyPriceLists { max: u32 },
    CustomerOpenAccount { owed: String, credit: String },
    CustomerNeeded,
    CreditLimit { limit: String, owed: String, total: String },
    DateMalformed { text: String },
    DateAhead,
    NoDocument { number: String },
    PeriodBackwards,
    MoreThanOwed { folio: String, owed: String },
    MoreThanThere { available: String },
    WithheldBefore { folio: String },
    WithholdingNotAllowed,
    TicketEmpty,
    TicketTooLong { max: u32 },
    TicketNotEmpty,
    NoTip,
    TipsOwed { owed: String },
    QuoteAccepted { folio: String, invoice: String },
    QuoteExpired { folio: String, until: Millis },
    QuoteWithdrawn { folio: String },
    QuoteDays { max: u32 },
    CashTooLittle { missing: String },
    OnlyOwed { owed: String },
    OnlyCredit { credit: String },
    AuthorizationMissing,
    LastFour,
    NotFound,
    NotOffered,
    InvoiceNotVoidable { state: String },
    InvoiceNotReturnable { state: String },
    NothingToReturn { folio: String },
    ReturnNothing,
    ReturnQuantity { line: u32, text: String },
    ReturnTooMany { line: u32, left: String },
    ReturnOvertaken,
    InvoiceNotOwed { state: String },
    CaseClosed,
    SettlementNotOffered,
    OverpaysInvoice { live: String },
    ContactNeeded,
    ChargeByCard,
    PayerNeeded,
    CardNotTyped,
    CardOffline,
    CardNumber,
    CardCode { digits: u32 },
    CardExpiry,
    CardExpired,
    CardHolder,
    CardBrand,
    CardNoHold,
    CardMonths { months: u32 },
    CardPayerNeeded { missing: Vec<String> },
    StillAsked { from: Option<Millis> },
    NotHeld,
    FollowUpUnderWay,
    AmountZero,
    AllOrNothing,
    TooEarly { from: Millis },
    TooLate { until: Millis },
    RefundByHandOnly,
    RefundUnit { unit: String },
    PaymentContested,
    CheckTooSoon { allowed_at: Millis },
    AccountMissing,
    AccountFixed,
    AccountHasCharges,
    AccountInDoubt,
    AccountPaused,
    FieldMissing { field: String },
    FieldNoAddress { field: String },
    CredentialsRefused { text: String },
    ProviderUnreachable,
    ProviderAnswerUnreadable { excerpt: String },
    ProviderRefused { text: String },
    ProviderClock { minutes: i32 },
    AddressNotAllowed { address: String },
    VaultLocked,
    VaultPassphraseWrong,
    VaultPassphraseTooShort { least: u32 },
    SecretsDamaged,
    SecretsUnavailable { reason: String },
    MailNotSetUp,
    MailHost { text: String },
    MailPort { text: String },
    MailPlain,
    MailAuthority { path: String },
    MailPasswordNeeded,
    MailTooLarge,
    MailNothing,
    MailUnderWay,
    MailNameNotFound { said: String },
    MailUnreachable { said: String },
    MailSilent { said: String },
    MailBroken { said: String },
    MailNotSmtp { said: String },
    MailNoEncryption { said: String },
    MailEncryptionWanted { said: String },
    MailEncryption { said: String },
    MailCertificate { said: String },
    MailNoLogin { said: String },
    MailLoginRefused { said: String },
    MailLoginWanted { said: String },
    MailBusy { said: String },
    MailSenderRefused { said: String },
    MailRecipientRefused { said: String },
    MailRefused { said: String },
    MailUnanswered { said: String },
    NotPermitted { permission: String, document: String },
    Locked,
    PinWrong { wait: u32 },
    PinWaiting { wait: u32 },
    PinNone,
    PinShape { least: u32, most: u32 },
    PinTrivial,
    PinKeyMissing,
    LastOwner,
    StillWorks,
    MayNotApprove,
    NoShift,
    ShiftOpen,
    ShiftNotOpen,
    ShiftNotCounted,
    ShiftUnexplained { difference: String },
    TrainingOnly,
    LedgerInUse { by: String },
    LedgerNewer { found: i32, known: i32 },
    LedgerDamaged { detail: String },
    LedgerReadOnly,
    DiskFull,
    PaperFailed { detail: String },
    PrintNotSetUp,
    PrintAddress { text: String },
    DrawerAddress { text: String },
    PrintMissing,
    PrintUnderWay,
    PrintUnreachable { said: String },
    PrintSilent { said: String },
    PrintNoPrinter { said: String },
    PrintRefused { said: String },
    Internal { detail: String },
}

/// A length or count that a message shows.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn internal(error: &dyn std::error::Error) -> CommandError {
    CommandError::Internal { detail: error.to_string() }
}

impl From<MoneyError> for CommandError {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::Malformed { text, .. } => Self::AmountMalformed { text },
            MoneyError::TooManyDecimals { text, .. } => Self::AmountTooManyDecimals { text },
            MoneyError::Overflow => Self::AmountTooLarge,
            other @ (MoneyError::CurrencyMismatch { .. } | MoneyError::UnknownCurrency { .. }) => {
                internal(&other)
            }
        }
    }
}

impl From<NameError> for CommandError {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Empty => Self::NameEmpty,
            NameError::TooLong { length } => {
                Self::NameTooLong { length: small(length), max: small(NAME_MAX) }
            }
        }
    }
}

impl From<QuantityError> for CommandError {
    fn from(error: QuantityError) -> Self {
        match error {
            QuantityError::OutOfRange => Self::QuantityOutOfRange,
            QuantityError::Malformed { text } => Self::QuantityMalformed { text },
            QuantityError::WholeOnly { unit, .. } => {
                Self::QuantityWhole { unit: unit.word().to_owned() }
            }
        }
    }
}

impl From<PricingError> for CommandError {
    fn from(error: PricingError) -> Self {
        match error {
            PricingError::TooManyLines { .. } => Self::TicketTooLong { max: small(LINES_MAX) },
            PricingError::NegativePrice { .. } => internal(&error),
            PricingError::DiscountOutOfRange => Self::DiscountOutOfRange,
            PricingError::Money(error) => error.into(),
        }
    }
}

impl From<LedgerError> for CommandError {
    fn from(error: LedgerError) -> Self {
        let version = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        match error {
            LedgerError::InUse { by, .. } => Self::LedgerInUse { by },
            LedgerError::Newer { found, known } => {
                Self::LedgerNewer { found: version(found), known: version(known) }
            }
            LedgerError::Damaged { detail } => Self::LedgerDamaged { detail },
            LedgerError::Malformed { .. } | LedgerError::UnknownFact { .. } => {
                Self::LedgerDamaged { detail: error.to_string() }
            }
            LedgerError::Nobody => Self::Locked,
            LedgerError::DiskFull => Self::DiskFull,
            LedgerError::ReadOnly => Self::LedgerReadOnly,
            other @ (LedgerError::Missing { .. }
            | LedgerError::Exists { .. }
            | LedgerError::Pragma { .. }
            | LedgerError::BackupUnsound { .. }
            | LedgerError::RebuildOvertaken
            | LedgerError::Closed
            | LedgerError::File(_)
            | LedgerError::Database(_)) => {
                tracing::error!(error = %other, "the books refused a command");
                internal(&other)
            }
        }
    }
}

impl From<TypedError> for CommandError {
    fn from(error: TypedError) -> Self {
        match error {
            TypedError::NotFound => Self::NotFound,
            TypedError::Permit(error) => error.into(),
            TypedError::Full => Self::TicketTooLong { max: small(LINES_MAX) },
            TypedError::Empty => Self::TicketEmpty,
            TypedError::Name(error) => error.into(),
            TypedError::Money(error) => error.into(),
            TypedError::Quantity(error) => error.into(),
            TypedError::Pricing(error) => error.into(),
            TypedError::Ledger(error) => error.into(),
        }
    }
}

impl From<CollectError> for CommandError {
    fn from(error: CollectError) -> Self {
        match error {
            CollectError::Merchant(error) => error.into(),
            CollectError::NotOffered => Self::NotOffered,
            CollectError::Paused => Self::AccountPaused,
            CollectError::BelowMinimum { method, minimum } => Self::AmountBelowMinimum {
                minimum: minimum.decimal_text(),
                method: method.as_str().to_owned(),
            },
            CollectError::AboveMaximum { method, maximum } => Self::AmountAboveMaximum {
                maximum: maximum.decimal_text(),
                method: method.as_str().to_owned(),
            },
            CollectError::PayerNeeded => Self::PayerNeeded,
            CollectError::ContactNeeded => Self::ContactNeeded,
            CollectError::Email { text } => Self::EmailMalformed { text },
            CollectError::NotFound => Self::NotFound,
            CollectError::ByCard => Self::ChargeByCard,
            CollectError::NotOwed { state } => {
                Self::InvoiceNotOwed { state: state.word().to_owned() }
            }
            CollectError::Overpays { live } => Self::OverpaysInvoice { live: live.decimal_text() },
            CollectError::Issue(error) => error.into(),
            CollectError::Ledger(error) => error.into(),
        }
    }
}

impl From<CheckError> for CommandError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::TooSoon { allowed_at } => {
                Self::CheckTooSoon { allowed_at: allowed_at.into() }
            }
            CheckError::NotFound => Self::NotFound,
            CheckError::Merchant(error) => error.into(),
            CheckError::Ledger(error) => error.into(),
        }
    }
}

impl From<CaseError> for CommandError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::NotFound => Self::NotFound,
            CaseError::Closed => Self::CaseClosed,
            CaseError::NotOffered { .. } => Self::SettlementNotOffered,
            CaseError::Used { available } => {
                Self::MoreThanThere { available: available.decimal_text() }
            }
            CaseError::Note(error) => error.into(),
            CaseError::Drawer(error) => error.into(),
            other @ CaseError::Entry(_) => internal(&other),
            CaseError::Permit(error) => error.into(),
            CaseError::Ledger(error) => error.into(),
        }
    }
}

impl From<IdError> for CommandError {
    fn from(_: IdError) -> Self {
        // An id that the window did not get from here names nothing here.
        Self::NotFound
    }
}
