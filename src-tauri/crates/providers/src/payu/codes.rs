//! What PayU's response codes say about an attempt that failed.
//!
//! By name only: the numbers that PayU prints beside them collide.

/// The attempt may have succeeded at the bank. The reports are asked until they know better,
/// and a person sees the word. The last seven are PayU mending such attempts by itself.
const UNCERTAIN: &[&str] = &[
    "BANK_UNREACHABLE",
    "PAYMENT_NETWORK_NO_CONNECTION",
    "PAYMENT_NETWORK_NO_RESPONSE",
    "PAYMENT_NETWORK_BAD_RESPONSE",
    "ENTITY_MESSAGING_ERROR",
    "ENTITY_NO_RESPONSE",
    "INTERNAL_ERROR",
    "FIX_NOT_REQUIRED",
    "AUTOMATICALLY_FIXED_AND_SUCCESS_REVERSAL",
    "AUTOMATICALLY_FIXED_AND_UNSUCCESS_REVERSAL",
    "AUTOMATIC_FIXED_NOT_SUPPORTED",
    "NOT_FIXED_FOR_ERROR_STATE",
    "ERROR_FIXING_AND_REVERSING",
    "ERROR_FIXING_INCOMPLETE_DATA",
];

/// The attempt certainly took no money.
const FAILED: &[&str] = &[
    "PAYMENT_NETWORK_REJECTED",
    "ENTITY_DECLINED",
    "INVALID_TRANSACTION",
    "NOT_ACCEPTED_TRANSACTION",
    "INSUFFICIENT_FUNDS",
    "EXCEEDED_AMOUNT",
    "INVALID_CARD",
    "INVALID_EXPIRATION_DATE_OR_SECURITY_CODE",
    "CONTACT_THE_ENTITY",
    "RESTRICTED_CARD",
    "EXPIRED_CARD",
    "CREDIT_CARD_NOT_AUTHORIZED_FOR_INTERNET_TRANSACTIONS",
    "BANK_ACCOUNT_ACTIVATION_ERROR",
    "BANK_ACCOUNT_NOT_AUTHORIZED_FOR_AUTOMATIC_DEBIT",
    "INVALID_AGENCY_BANK_ACCOUNT",
    "INVALID_BANK_ACCOUNT",
    "INVALID_BANK",
    "REPEAT_TRANSACTION",
    "ANTIFRAUD_REJECTED",
    "BANK_FRAUD_REJECTED",
    "ABANDONED_TRANSACTION",
    "EXPIRED_TRANSACTION",
    "DIGITAL_CERTIFICATE_NOT_FOUND",
    "INACTIVE_PAYMENT_PROVIDER",
    "INTERNAL_PAYMENT_PROVIDER_ERROR",
    "ERROR",
    "ERROR_CONVERTING_TRANSACTION_AMOUNTS",
    "INVALID_RESPONSE_PARTIAL_APPROVAL",
    "DECLINED_TEST_MODE_NOT_ALLOWED",
    "CANCELLED_TRANSACTION_PAYER",
    "CANCELLED_TRANSACTION_MERCHANT",
    "THREEDS_REJECTED",
    "INVALID_FIELD_STRUCTURE",
    "ERROR_CONVERTING_DEPOSIT_AMOUNTS",
];

/// Whether the attempt may have succeeded all the same.
pub(crate) fn is_uncertain(code: &str) -> bool {
    UNCERTAIN.contains(&code)
}

/// Whether the attempt certainly failed.
pub(crate) fn is_failed(code: &str) -> bool {
    FAILED.contains(&code)
}
