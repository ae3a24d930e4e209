//! Every response code: what the clerk is told, whether the same payer may try again, and
//! whether the money may have moved. One row for each code of the documents.

use cobro_domain::charge::ChargeState;
use cobro_providers::{
    advice::{Advice, Again},
    card::CardSteps,
    outcome::{Decline, Status},
    payu::KIND,
};
use serde_json::json;

use crate::{
    cards::{act, card},
    support::{answered, report, unrecognised},
};

/// What a code means for a card that PayU calls declined, and one it calls an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    /// Declined either way.
    Failed,
    /// Open either way: the money may be on its way.
    Uncertain,
    /// A decline is a decline; an error leaves it open.
    AsPayuSays,
}

use Again::{
    AnotherCard, AnotherCardOrAmount, AtOnce, Corrected, Later, Never, NewCharge, NotNeeded,
    Person, Wait,
};
use Means::{AsPayuSays, Failed, Uncertain};

const CODES: &[(&str, &str, Again, bool, Means)] = &[
    ("APPROVED", "approved", NotNeeded, false, AsPayuSays),
    ("PAYMENT_NETWORK_REJECTED", "bank-declined", AnotherCard, false, Failed),
    ("ENTITY_DECLINED", "bank-declined", AnotherCard, false, Failed),
    ("INVALID_TRANSACTION", "bank-declined", AnotherCard, false, Failed),
    ("NOT_ACCEPTED_TRANSACTION", "bank-declined", AnotherCard, false, Failed),
    ("INSUFFICIENT_FUNDS", "insufficient-funds", AnotherCardOrAmount, false, Failed),
    ("EXCEEDED_AMOUNT", "amount-too-high", AnotherCardOrAmount, false, Failed),
    ("INVALID_CARD", "card-wrong", Corrected, false, Failed),
    ("INVALID_EXPIRATION_DATE_OR_SECURITY_CODE", "card-details-wrong", Corrected, false, Failed),
    ("CONTACT_THE_ENTITY", "contact-bank", AnotherCard, false, Failed),
    ("RESTRICTED_CARD", "card-restricted", AnotherCard, false, Failed),
    ("EXPIRED_CARD", "card-expired", AnotherCard, false, Failed),
    (
        "CREDIT_CARD_NOT_AUTHORIZED_FOR_INTERNET_TRANSACTIONS",
        "card-not-online",
        AnotherCard,
        false,
        Failed,
    ),
    ("BANK_ACCOUNT_ACTIVATION_ERROR", "bank-account", AnotherCard, false, Failed),
    ("BANK_ACCOUNT_NOT_AUTHORIZED_FOR_AUTOMATIC_DEBIT", "bank-account", AnotherCard, false, Failed),
    ("INVALID_AGENCY_BANK_ACCOUNT", "bank-account", AnotherCard, false, Failed),
    ("INVALID_BANK_ACCOUNT", "bank-account", AnotherCard, false, Failed),
    ("INVALID_BANK", "bank-account", AnotherCard, false, Failed),
    ("REPEAT_TRANSACTION", "repeat", AtOnce, false, Failed),
    ("ANTIFRAUD_REJECTED", "refused-for-safety", Never, false, Failed),
    ("BANK_FRAUD_REJECTED", "refused-for-safety", Never, false, Failed),
    ("ABANDONED_TRANSACTION", "abandoned", NewCharge, false, Failed),
    ("EXPIRED_TRANSACTION", "expired", NewCharge, false, Failed),
    ("PENDING_TRANSACTION_REVIEW", "in-review", Wait, false, AsPayuSays),
    ("PENDING_TRANSACTION_CONFIRMATION", "waiting", Wait, false, AsPayuSays),
    ("PENDING_PAYMENT_IN_ENTITY", "waiting", Wait, false, AsPayuSays),
    ("PENDING_NOTIFYING_ENTITY", "waiting", Wait, false, AsPayuSays),
    ("PENDING_PAYMENT_IN_BANK", "waiting", Wait, false, AsPayuSays),
    ("PENDING_TRANSACTION_TRANSMISSION", "waiting", Wait, false, AsPayuSays),
    ("PENDING_SENT_TO_FINANCIAL_ENTITY", "waiting", Wait, false, AsPayuSays),
    ("PENDING_AWAITING_PSE_CONFIRMATION", "waiting", Wait, false, AsPayuSays),
    ("DIGITAL_CERTIFICATE_NOT_FOUND", "provider-fault", Later, false, Failed),
    ("INACTIVE_PAYMENT_PROVIDER", "provider-fault", Later, false, Failed),
    ("INTERNAL_PAYMENT_PROVIDER_ERROR", "provider-fault", Later, false, Failed),
    ("ERROR", "provider-fault", Later, false, Failed),
    ("ERROR_CONVERTING_TRANSACTION_AMOUNTS", "provider-fault", Later, false, Failed),
    ("BANK_UNREACHABLE", "uncertain", Wait, true, Uncertain),
    ("PAYMENT_NETWORK_NO_CONNECTION", "uncertain", Wait, true, Uncertain),
    ("PAYMENT_NETWORK_NO_RESPONSE", "uncertain", Wait, true, Uncertain),
    ("ENTITY_MESSAGING_ERROR", "uncertain", Wait, true, Uncertain),
    ("PAYMENT_NETWORK_BAD_RESPONSE", "uncertain", Wait, true, Uncertain),
    ("ENTITY_NO_RESPONSE", "uncertain", Wait, true, Uncertain),
    ("INTERNAL_ERROR", "uncertain", Wait, true, Uncertain),
    ("INVALID_RESPONSE_PARTIAL_APPROVAL", "partly-approved", AnotherCardOrAmount, false, Failed),
    ("FIX_NOT_REQUIRED", "being-mended", Person, true, Uncertain),
    ("AUTOMATICALLY_FIXED_AND_SUCCESS_REVERSAL", "being-mended", Person, true, Uncertain),
    ("AUTOMATICALLY_FIXED_AND_UNSUCCESS_REVERSAL", "being-mended", Person, true, Uncertain),
    ("AUTOMATIC_FIXED_NOT_SUPPORTED", "being-mended", Person, true, Uncertain),
    ("NOT_FIXED_FOR_ERROR_STATE", "being-mended", Person, true, Uncertain),
    ("ERROR_FIXING_AND_REVERSING", "being-mended", Person, true, Uncertain),
    ("ERROR_FIXING_INCOMPLETE_DATA", "being-mended", Person, true, Uncertain),
    ("DECLINED_TEST_MODE_NOT_ALLOWED", "test-mode", Later, false, Failed),
    ("CANCELLED_TRANSACTION_PAYER", "abandoned", NewCharge, false, Failed),
    ("CANCELLED_TRANSACTION_MERCHANT", "abandoned", NewCharge, false, Failed),
    ("PENDING_THREEDS_CALLBACK", "waiting", Wait, true, AsPayuSays),
    ("THREEDS_REJECTED", "refused-for-safety", Never, false, Failed),
    ("PENDING_ANSWER_MAF_QUESTIONNAIRE", "in-review", Wait, true, AsPayuSays),
    ("APPROVED_REFUND_DISPERSION", "unknown", Person, true, AsPayuSays),
    ("INVALID_FIELD_STRUCTURE", "provider-fault", Later, false, Failed),
    ("ERROR_CONVERTING_DEPOSIT_AMOUNTS", "provider-fault", Later, false, Failed),
    // One that no document knows.
    ("MADE_UP_TOMORROW", "unknown", Person, true, AsPayuSays),
    ("", "unknown", Person, true, AsPayuSays),
];

#[test]
fn every_code_says_what_the_clerk_is_told() {
    for (code, word, again, uncertain, _) in CODES {
        let expected = Advice { word, again: *again, uncertain: *uncertain };
        assert_eq!((KIND.advice)(code), expected, "{code}");
    }
}

#[test]
fn every_code_says_what_became_of_a_card() {
    for (code, .., means) in CODES.iter().filter(|(code, ..)| !code.is_empty()) {
        let declined = Status::Declined(Decline { code: (*code).to_owned(), text: None });
        for (state, open) in [("DECLINED", Uncertain), ("ERROR", AsPayuSays)] {
            let response =
                json!({"orderId": 7, "transactionId": "t", "state": state, "responseCode": code});
            let body = json!({"code": "SUCCESS", "transactionResponse": response}).to_string();
            let status = report(answered(&act(card(CardSteps::One)), &body)).status;
            let is_open = *means == Uncertain || *means == open;
            let expected = if is_open { unrecognised(code) } else { declined.clone() };
            assert_eq!(status, expected, "{state} {code}");
        }
    }
}

#[test]
fn nobody_is_told_to_try_again_after_a_suspicion_or_in_doubt() {
    for (code, ..) in CODES {
        let advice = (KIND.advice)(code);
        let suspicious = code.contains("FRAUD") || code.contains("THREEDS_REJECTED");
        if suspicious || advice.uncertain {
            assert!(!advice.again.is_offered(), "{code}");
        }
        assert_eq!(suspicious, advice.again == Never, "{code}");
    }
}

#[test]
fn an_approval_under_any_other_code_is_not_believed() {
    for (code, ..) in CODES.iter().filter(|(code, ..)| !code.is_empty()) {
        let response =
            json!({"orderId": 7, "transactionId": "t", "state": "APPROVED", "responseCode": code});
        let body = json!({"code": "SUCCESS", "transactionResponse": response}).to_string();
        let status = report(answered(&act(card(CardSteps::One)), &body)).status;
        let expected = if *code == "APPROVED" { ChargeState::Paid } else { ChargeState::Pending };
        assert_eq!(status, Status::Known(expected), "{code}");
    }
}

#[test]
fn words_of_advice_are_told_apart() {
    let words: std::collections::BTreeSet<_> =
        Again::ALL.iter().map(|again| again.word()).collect();
    assert_eq!(words.len(), Again::ALL.len());
}
