//! Every response code of PayU: the state it comes with, and the numbers and words beside it.

/// One response code. Its name is what clients should go by: the numbers collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) name: &'static str,
    /// The state of the transaction that carries it.
    pub(crate) state: &'static str,
    /// `response_code_pol` of a confirmation.
    pub(crate) number: u16,
    /// `pendingReason`, of the codes that wait.
    pub(crate) reason: Option<&'static str>,
    /// `errorCode`, of the codes whose outcome nobody knows.
    pub(crate) error: Option<&'static str>,
}

impl Code {
    /// Whether PayU may still say something else.
    pub(crate) fn is_undecided(self) -> bool {
        matches!(self.state, PENDING | SUBMITTED | ERROR)
    }

    pub(crate) fn is_approved(self) -> bool {
        self.state == "APPROVED"
    }

    /// `paymentNetworkResponseCode`, as a bank would say it; only 00 and 51 are published.
    pub(crate) fn network(self) -> Option<&'static str> {
        match (self.state, self.name) {
            ("APPROVED", _) => Some("00"),
            (_, "INSUFFICIENT_FUNDS") => Some("51"),
            (_, "EXPIRED_CARD") => Some("54"),
            (_, "INVALID_CARD") => Some("14"),
            (_, "RESTRICTED_CARD") => Some("62"),
            (_, "EXCEEDED_AMOUNT") => Some("61"),
            ("DECLINED", _) => Some("05"),
            _ => None,
        }
    }
}

const PENDING: &str = "PENDING";
const SUBMITTED: &str = "SUBMITTED";
const ERROR: &str = "ERROR";

/// The code of that name; upper case, words joined by underscores.
pub(crate) fn find(name: &str) -> Option<Code> {
    ALL.iter().find(|code| code.name == name).copied()
}

/// An approved transaction.
pub(crate) const APPROVED: Code = plain("APPROVED", "APPROVED", 1);
/// What a bank says that gives no reason.
pub(crate) const ENTITY_DECLINED: Code = declined("ENTITY_DECLINED", 5);
/// A declined refund.
pub(crate) const NOT_ACCEPTED: Code = declined("NOT_ACCEPTED_TRANSACTION", 9998);
/// A charge that somebody at PayU looks at.
pub(crate) const IN_REVIEW: Code = waiting("PENDING_TRANSACTION_REVIEW", 15, "PENDING_REVIEW");
/// A charge whose payer, or whose bank, has not answered.
pub(crate) const UNCONFIRMED: Code =
    waiting("PENDING_TRANSACTION_CONFIRMATION", 25, "AWAITING_NOTIFICATION");
/// A charge that ran out of time.
pub(crate) const EXPIRED: Code = plain("EXPIRED_TRANSACTION", "EXPIRED", 20);
/// A charge with a card whose date is past.
pub(crate) const EXPIRED_CARD: Code = declined("EXPIRED_CARD", 9);

const fn plain(name: &'static str, state: &'static str, number: u16) -> Code {
    Code { name, state, number, reason: None, error: None }
}

const fn declined(name: &'static str, number: u16) -> Code {
    plain(name, "DECLINED", number)
}

const fn waiting(name: &'static str, number: u16, reason: &'static str) -> Code {
    Code { name, state: PENDING, number, reason: Some(reason), error: None }
}

/// The network did not answer: nobody knows what the bank did.
const fn uncertain(name: &'static str, number: u16, error: &'static str) -> Code {
    Code { name, state: ERROR, number, reason: None, error: Some(error) }
}

/// All published codes, and those that only PayU's own client library names.
pub(crate) const ALL: &[Code] = &[
    APPROVED,
    declined("PAYMENT_NETWORK_REJECTED", 4),
    ENTITY_DECLINED,
    declined("INSUFFICIENT_FUNDS", 6),
    declined("INVALID_CARD", 7),
    declined("CONTACT_THE_ENTITY", 8),
    declined("BANK_ACCOUNT_ACTIVATION_ERROR", 8),
    declined("BANK_ACCOUNT_NOT_AUTHORIZED_FOR_AUTOMATIC_DEBIT", 8),
    declined("INVALID_AGENCY_BANK_ACCOUNT", 8),
    declined("INVALID_BANK_ACCOUNT", 8),
    declined("INVALID_BANK", 8),
    EXPIRED_CARD,
    declined("RESTRICTED_CARD", 10),
    declined("INVALID_EXPIRATION_DATE_OR_SECURITY_CODE", 12),
    declined("REPEAT_TRANSACTION", 13),
    declined("INVALID_TRANSACTION", 14),
    IN_REVIEW,
    declined("EXCEEDED_AMOUNT", 17),
    declined("ABANDONED_TRANSACTION", 19),
    EXPIRED,
    declined("CREDIT_CARD_NOT_AUTHORIZED_FOR_INTERNET_TRANSACTIONS", 22),
    declined("ANTIFRAUD_REJECTED", 23),
    declined("BANK_FRAUD_REJECTED", 23),
    UNCONFIRMED,
    waiting("PENDING_PAYMENT_IN_ENTITY", 25, "AWAITING_PAYMENT_IN_ENTITY"),
    waiting("PENDING_NOTIFYING_ENTITY", 25, "AWAITING_NOTIFICATION"),
    waiting("PENDING_PAYMENT_IN_BANK", 26, "AWAITING_PAYMENT_IN_ENTITY"),
    Code {
        name: "PENDING_SENT_TO_FINANCIAL_ENTITY",
        state: SUBMITTED,
        number: 29,
        reason: None,
        error: None,
    },
    waiting("PENDING_AWAITING_PSE_CONFIRMATION", 9994, "AWAITING_NOTIFICATION"),
    waiting("PENDING_TRANSACTION_TRANSMISSION", 9998, "PENDING_TRANSMISSION"),
    declined("DIGITAL_CERTIFICATE_NOT_FOUND", 9995),
    uncertain("BANK_UNREACHABLE", 9996, "ENTITY_NO_RESPONSE"),
    uncertain("PAYMENT_NETWORK_NO_CONNECTION", 9996, "PAYMENT_NETWORK_NO_CONNECTION"),
    uncertain("PAYMENT_NETWORK_NO_RESPONSE", 9996, "PAYMENT_NETWORK_NO_RESPONSE"),
    uncertain("ENTITY_MESSAGING_ERROR", 9997, "INTERNAL_ERROR"),
    NOT_ACCEPTED,
    uncertain("PAYMENT_NETWORK_BAD_RESPONSE", 9999, "PAYMENT_NETWORK_BAD_RESPONSE"),
    plain("INTERNAL_PAYMENT_PROVIDER_ERROR", ERROR, 9999),
    plain("ERROR", ERROR, 9999),
    declined("INACTIVE_PAYMENT_PROVIDER", 9999),
    declined("ERROR_CONVERTING_TRANSACTION_AMOUNTS", 9999),
    declined("INVALID_RESPONSE_PARTIAL_APPROVAL", 9999),
    plain("FIX_NOT_REQUIRED", ERROR, 9999),
    plain("AUTOMATICALLY_FIXED_AND_SUCCESS_REVERSAL", ERROR, 9999),
    plain("AUTOMATICALLY_FIXED_AND_UNSUCCESS_REVERSAL", ERROR, 9999),
    plain("AUTOMATIC_FIXED_NOT_SUPPORTED", ERROR, 9999),
    plain("NOT_FIXED_FOR_ERROR_STATE", ERROR, 9999),
    plain("ERROR_FIXING_AND_REVERSING", ERROR, 9999),
    plain("ERROR_FIXING_INCOMPLETE_DATA", ERROR, 9999),
    declined("DECLINED_TEST_MODE_NOT_ALLOWED", 9999),
    declined("CANCELLED_TRANSACTION_PAYER", 9999),
    declined("CANCELLED_TRANSACTION_MERCHANT", 9999),
    waiting("PENDING_THREEDS_CALLBACK", 9999, "AWAITING_NOTIFICATION"),
    declined("THREEDS_REJECTED", 9999),
    waiting("PENDING_ANSWER_MAF_QUESTIONNAIRE", 9999, "PENDING_REVIEW"),
    plain("APPROVED_REFUND_DISPERSION", "APPROVED", 9999),
    declined("INVALID_FIELD_STRUCTURE", 9999),
    declined("ERROR_CONVERTING_DEPOSIT_AMOUNTS", 9999),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_there_once_and_says_what_waits() {
        let names: BTreeSet<_> = ALL.iter().map(|code| code.name).collect();
        assert_eq!(names.len(), ALL.len());
        for code in ALL {
            assert_eq!(code.reason.is_some(), code.state == PENDING, "{}", code.name);
            assert_eq!(find(code.name), Some(*code));
        }
        assert_eq!(find("NO_SUCH_CODE"), None);
    }
}
