//! What PayU's response codes mean: for the charge, for the clerk and for the payer.
//!
//! By name only: the numbers that PayU prints beside them collide.

use crate::advice::{Advice, Again};

/// What a code says about an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It took no money, or it has not failed at all.
    Certain,
    /// It may have succeeded at the bank. The reports are asked until they know better, and a
    /// person sees the word.
    Uncertain,
    /// No document says what became of the money.
    Unsaid,
}

/// One code.
struct Row {
    code: &'static str,
    word: &'static str,
    again: Again,
    fate: Fate,
}

/// A code that says for certain what became of the money.
const fn certain(code: &'static str, word: &'static str, again: Again) -> Row {
    Row { code, word, again, fate: Fate::Certain }
}

const fn uncertain(code: &'static str, word: &'static str, again: Again) -> Row {
    Row { code, word, again, fate: Fate::Uncertain }
}

/// A code of PayU's own programs that its documents do not explain.
const fn unsaid(code: &'static str, word: &'static str, again: Again) -> Row {
    Row { code, word, again, fate: Fate::Unsaid }
}

/// Every code that PayU documents, or that its own programs know.
const ROWS: &[Row] = &[
    certain("APPROVED", "approved", Again::NotNeeded),
    certain("PAYMENT_NETWORK_REJECTED", "bank-declined", Again::AnotherCard),
    certain("ENTITY_DECLINED", "bank-declined", Again::AnotherCard),
    certain("INVALID_TRANSACTION", "bank-declined", Again::AnotherCard),
    certain("NOT_ACCEPTED_TRANSACTION", "bank-declined", Again::AnotherCard),
    certain("INSUFFICIENT_FUNDS", "insufficient-funds", Again::AnotherCardOrAmount),
    certain("EXCEEDED_AMOUNT", "amount-too-high", Again::AnotherCardOrAmount),
    certain("INVALID_CARD", "card-wrong", Again::Corrected),
    certain("INVALID_EXPIRATION_DATE_OR_SECURITY_CODE", "card-details-wrong", Again::Corrected),
    certain("CONTACT_THE_ENTITY", "contact-bank", Again::AnotherCard),
    certain("RESTRICTED_CARD", "card-restricted", Again::AnotherCard),
    certain("EXPIRED_CARD", "card-expired", Again::AnotherCard),
    certain(
        "CREDIT_CARD_NOT_AUTHORIZED_FOR_INTERNET_TRANSACTIONS",
        "card-not-online",
        Again::AnotherCard,
    ),
    certain("BANK_ACCOUNT_ACTIVATION_ERROR", "bank-account", Again::AnotherCard),
    certain("BANK_ACCOUNT_NOT_AUTHORIZED_FOR_AUTOMATIC_DEBIT", "bank-account", Again::AnotherCard),
    certain("INVALID_AGENCY_BANK_ACCOUNT", "bank-account", Again::AnotherCard),
    certain("INVALID_BANK_ACCOUNT", "bank-account", Again::AnotherCard),
    certain("INVALID_BANK", "bank-account", Again::AnotherCard),
    certain("REPEAT_TRANSACTION", "repeat", Again::AtOnce),
    certain("ANTIFRAUD_REJECTED", "refused-for-safety", Again::Never),
    certain("BANK_FRAUD_REJECTED", "refused-for-safety", Again::Never),
    certain("ABANDONED_TRANSACTION", "abandoned", Again::NewCharge),
    certain("EXPIRED_TRANSACTION", "expired", Again::NewCharge),
    certain("PENDING_TRANSACTION_REVIEW", "in-review", Again::Wait),
    certain("PENDING_TRANSACTION_CONFIRMATION", "waiting", Again::Wait),
    certain("PENDING_PAYMENT_IN_ENTITY", "waiting", Again::Wait),
    certain("PENDING_NOTIFYING_ENTITY", "waiting", Again::Wait),
    certain("PENDING_PAYMENT_IN_BANK", "waiting", Again::Wait),
    certain("PENDING_TRANSACTION_TRANSMISSION", "waiting", Again::Wait),
    certain("PENDING_SENT_TO_FINANCIAL_ENTITY", "waiting", Again::Wait),
    certain("PENDING_AWAITING_PSE_CONFIRMATION", "waiting", Again::Wait),
    certain("DIGITAL_CERTIFICATE_NOT_FOUND", "provider-fault", Again::Later),
    certain("INACTIVE_PAYMENT_PROVIDER", "provider-fault", Again::Later),
    certain("INTERNAL_PAYMENT_PROVIDER_ERROR", "provider-fault", Again::Later),
    certain("ERROR", "provider-fault", Again::Later),
    certain("ERROR_CONVERTING_TRANSACTION_AMOUNTS", "provider-fault", Again::Later),
    uncertain("BANK_UNREACHABLE", "uncertain", Again::Wait),
    uncertain("PAYMENT_NETWORK_NO_CONNECTION", "uncertain", Again::Wait),
    uncertain("PAYMENT_NETWORK_NO_RESPONSE", "uncertain", Again::Wait),
    uncertain("ENTITY_MESSAGING_ERROR", "uncertain", Again::Wait),
    uncertain("PAYMENT_NETWORK_BAD_RESPONSE", "uncertain", Again::Wait),
    // The two that stand only in `errorCode`.
    uncertain("ENTITY_NO_RESPONSE", "uncertain", Again::Wait),
    uncertain("INTERNAL_ERROR", "uncertain", Again::Wait),
    certain("INVALID_RESPONSE_PARTIAL_APPROVAL", "partly-approved", Again::AnotherCardOrAmount),
    // PayU mending uncertain attempts by itself: only the reports show these.
    uncertain("FIX_NOT_REQUIRED", "being-mended", Again::Person),
    uncertain("AUTOMATICALLY_FIXED_AND_SUCCESS_REVERSAL", "being-mended", Again::Person),
    uncertain("AUTOMATICALLY_FIXED_AND_UNSUCCESS_REVERSAL", "being-mended", Again::Person),
    uncertain("AUTOMATIC_FIXED_NOT_SUPPORTED", "being-mended", Again::Person),
    uncertain("NOT_FIXED_FOR_ERROR_STATE", "being-mended", Again::Person),
    uncertain("ERROR_FIXING_AND_REVERSING", "being-mended", Again::Person),
    uncertain("ERROR_FIXING_INCOMPLETE_DATA", "being-mended", Again::Person),
    certain("DECLINED_TEST_MODE_NOT_ALLOWED", "test-mode", Again::Later),
    certain("CANCELLED_TRANSACTION_PAYER", "abandoned", Again::NewCharge),
    certain("CANCELLED_TRANSACTION_MERCHANT", "abandoned", Again::NewCharge),
    unsaid("PENDING_THREEDS_CALLBACK", "waiting", Again::Wait),
    certain("THREEDS_REJECTED", "refused-for-safety", Again::Never),
    unsaid("PENDING_ANSWER_MAF_QUESTIONNAIRE", "in-review", Again::Wait),
    unsaid("APPROVED_REFUND_DISPERSION", "unknown", Again::Person),
    certain("INVALID_FIELD_STRUCTURE", "provider-fault", Again::Later),
    certain("ERROR_CONVERTING_DEPOSIT_AMOUNTS", "provider-fault", Again::Later),
];

fn row(code: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.code == code)
}

/// What people are told about a code. One that no document knows is for a person to read.
pub(crate) fn advice(code: &str) -> Advice {
    match row(code) {
        Some(row) => {
            Advice { word: row.word, again: row.again, uncertain: row.fate != Fate::Certain }
        }
        None => Advice { word: "unknown", again: Again::Person, uncertain: true },
    }
}

/// Whether the attempt may have succeeded all the same.
pub(crate) fn is_uncertain(code: &str) -> bool {
    row(code).is_some_and(|row| row.fate == Fate::Uncertain)
}

/// Whether an attempt that failed with this code certainly took no money.
pub(crate) fn is_failed(code: &str) -> bool {
    let failed = |again| !matches!(again, Again::NotNeeded | Again::Wait);
    row(code).is_some_and(|row| row.fate == Fate::Certain && failed(row.again))
}
