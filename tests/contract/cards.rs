//! Charging cards, and what the reports say of them afterwards.

use cobro_domain::{
    card::{CardBrand, CardKind},
    charge::ChargeState,
    time::Span,
};
use cobro_providers::{
    advice::Again,
    capabilities::Capabilities,
    card::{CardSource, CardSteps, CardSubmit, Instalments},
    operation::{Act, Operation, Question},
    outcome::{Outcome, RefusalKind, Status},
    payu::KIND,
    provider::ProviderError,
};
use cobro_sandbox::{Effect, Fault, Forced, ForcedResult};

use crate::shop::{AMEX, LANGUAGES, MASTERCARD, Shop, VISA, good, pesos, typed};

const PAID: Status = Status::Known(ChargeState::Paid);

#[test]
fn an_account_answers_in_both_languages() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        assert_eq!(shop.ask(&Operation::Question(Question::Ping)), Outcome::Pong);
        let Outcome::Methods(offers) = shop.ask(&Operation::Question(Question::Methods)) else {
            panic!("{language}")
        };
        for word in ["oxxo", "spei", "visa", "mastercard", "amex"] {
            let offered = offers.iter().any(|offer| offer.method == word && offer.known);
            assert!(offered, "{language} {word}: {offers:?}");
        }
    }
}

#[test]
fn what_a_card_paid_at_the_counter_is_what_the_reports_say() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        for number in [VISA, MASTERCARD, AMEX] {
            let submit = CardSubmit { amount: pesos(125_050), ..shop.card(good(number)) };
            let paid = shop.charge(&submit);
            let seen = shop.reported(&submit);
            assert_eq!((&paid.status, &seen.status), (&PAID, &PAID), "{language} {number}");
            assert_eq!((&paid.order, &paid.attempt), (&seen.order, &seen.attempt));
            let money = |report: &cobro_providers::outcome::Report| {
                let money = report.money_in.iter();
                money.map(|money| (money.id.clone(), money.amount.clone())).collect::<Vec<_>>()
            };
            assert_eq!(money(&paid), money(&seen), "a payment would be posted twice");
            assert_eq!(money(&seen)[0].1, Ok(pesos(125_050)));
        }
    }
}

#[test]
fn a_debit_card_is_charged_in_one_part_only() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        for number in ["4415490000000004", "5256780000000007"] {
            let mut card = typed(number, "APPROVED");
            card.kind = CardKind::Debit;
            let submit = shop.card(CardSource::Typed(card));
            assert_eq!(shop.charge(&submit).status, PAID, "{language} {number}");
            let parts = CardSubmit { instalments: Instalments::Months(3), ..submit };
            let error = shop.refuses_to_ask(&Operation::Act(Act::Card(Box::new(parts))));
            assert_eq!(error, ProviderError::Instalments { months: 3 });
        }
    }
}

#[test]
fn months_and_promotions_are_taken() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        for months in [3, 6, 9, 12, 18] {
            let amount = pesos(200_000);
            let instalments = Instalments::Months(months);
            let submit = CardSubmit { amount, instalments, ..shop.card(good(VISA)) };
            assert_eq!(shop.charge(&submit).status, PAID, "{language} {months}");
        }
        let question = Question::Promotions { amount: pesos(200_000), brand: None };
        let Outcome::Promotions(offers) = shop.ask(&Operation::Question(question)) else {
            panic!("{language}")
        };
        let offer = offers.iter().find(|offer| {
            offer.id.is_some() && offer.brand == Some(CardBrand::Visa) && !offer.parts.is_empty()
        });
        let offer = offer.unwrap_or_else(|| panic!("{language}: {offers:?}"));
        let part = &offer.parts[0];
        assert_eq!(part.total, Ok(pesos(200_000)), "{offer:?}");
        let id = offer.id.clone().unwrap();
        let instalments = Instalments::Promotion { id, months: part.months };
        let amount = pesos(200_000);
        let submit = CardSubmit { amount, instalments, ..shop.card(good(VISA)) };
        assert_eq!(shop.charge(&submit).status, PAID, "{language}");
    }
}

/// What the counter hears is what the reports say, for every code that the simulator has; and
/// what is uncertain stays open.
#[test]
fn every_code_means_the_same_at_the_counter_and_in_the_reports() {
    let shop = Shop::speaking("json");
    for code in CODES {
        let forced =
            Forced { kind: None, result: ForcedResult::Code((*code).to_owned()), times: 1 };
        shop.control().payu().force(forced).unwrap_or_else(|error| panic!("{code}: {error}"));
        let submit = shop.card(good(VISA));
        let heard = shop.charge(&submit);
        let seen = shop.reported(&submit);
        assert_eq!(heard.status, seen.status, "{code}");
        let advice = (KIND.advice)(code);
        match &heard.status {
            Status::Declined(decline) => {
                assert_eq!(decline.code, *code);
                assert!(!advice.uncertain, "{code}");
            }
            Status::Known(ChargeState::Paid) => assert_eq!(*code, "APPROVED"),
            Status::Known(ChargeState::Pending) => assert_eq!(advice.again, Again::Wait, "{code}"),
            Status::Known(ChargeState::Expired) => assert_eq!(*code, "EXPIRED_TRANSACTION"),
            // PayU may say in a second code why the first is not the end of it.
            Status::Unrecognised { raw } => assert!((KIND.advice)(raw).uncertain, "{code}"),
            status => panic!("{code}: {status:?}"),
        }
        assert_eq!(heard.money_in.is_empty(), *code != "APPROVED", "{code}");
    }
}

const CODES: &[&str] = &[
    "APPROVED",
    "PAYMENT_NETWORK_REJECTED",
    "ENTITY_DECLINED",
    "INSUFFICIENT_FUNDS",
    "EXCEEDED_AMOUNT",
    "INVALID_CARD",
    "INVALID_EXPIRATION_DATE_OR_SECURITY_CODE",
    "CONTACT_THE_ENTITY",
    "RESTRICTED_CARD",
    "EXPIRED_CARD",
    "CREDIT_CARD_NOT_AUTHORIZED_FOR_INTERNET_TRANSACTIONS",
    "REPEAT_TRANSACTION",
    "ANTIFRAUD_REJECTED",
    "BANK_FRAUD_REJECTED",
    "ABANDONED_TRANSACTION",
    "EXPIRED_TRANSACTION",
    "PENDING_TRANSACTION_REVIEW",
    "PENDING_SENT_TO_FINANCIAL_ENTITY",
    "INACTIVE_PAYMENT_PROVIDER",
    "INTERNAL_PAYMENT_PROVIDER_ERROR",
    "BANK_UNREACHABLE",
    "PAYMENT_NETWORK_NO_CONNECTION",
    "PAYMENT_NETWORK_NO_RESPONSE",
    "ENTITY_MESSAGING_ERROR",
    "PAYMENT_NETWORK_BAD_RESPONSE",
    "INVALID_RESPONSE_PARTIAL_APPROVAL",
];

#[test]
fn an_uncertain_card_is_settled_by_the_reports() {
    for (language, code, paid) in
        [("json", "APPROVED", true), ("xml", "APPROVED", true), ("json", "ENTITY_DECLINED", false)]
    {
        let shop = Shop::speaking(language);
        let lost = ForcedResult::Code("PAYMENT_NETWORK_NO_RESPONSE".to_owned());
        shop.control().payu().force(Forced { kind: None, result: lost, times: 1 }).unwrap();
        let submit = shop.card(good(VISA));
        let status = shop.charge(&submit).status;
        assert!(matches!(status, Status::Unrecognised { .. }), "{status:?}");
        let payu = shop.control().payu();
        payu.settle(submit.reference.as_str(), code).unwrap();
        let seen = shop.reported(&submit);
        assert_eq!(seen.status == PAID, paid, "{seen:?}");
        assert_eq!(seen.money_in.len(), usize::from(paid));
    }
}

#[test]
fn a_card_whose_answer_was_lost_is_found_by_its_reference() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        let submit = shop.card(good(VISA));
        shop.control().add_fault(Fault::next(1, Effect::LoseAnswer).of("SUBMIT_TRANSACTION"));
        let lost = shop.ask(&Operation::Act(Act::Card(Box::new(submit.clone()))));
        assert!(matches!(lost, Outcome::Lost(_)), "{lost:?}");
        let found = shop.reported(&submit);
        assert_eq!((found.status, found.money_in.len()), (PAID, 1));
        let never_sent = shop.card(good(VISA));
        assert_eq!(shop.look_up(&never_sent), Outcome::NotFound, "{language}");
    }
}

#[test]
fn a_dispute_is_seen_and_a_wrong_key_is_told_apart() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        let submit = shop.card(good(VISA));
        shop.charge(&submit);
        let payu = shop.control().payu();
        payu.dispute(submit.reference.as_str()).unwrap();
        let status = shop.reported(&submit).status;
        assert_eq!(status, Status::Known(ChargeState::Reversed), "{language}");
        payu.win_dispute(submit.reference.as_str()).unwrap();
        assert_eq!(shop.reported(&submit).status, PAID, "{language}");
        shop.wait(Span::minutes(1));
        let again = shop.ask(&Operation::Act(Act::Card(Box::new(submit))));
        let Outcome::Refused(refusal) = again else { panic!("{language}: {again:?}") };
        assert_eq!(refusal.kind, RefusalKind::Request, "a reference is used once");
    }
}

#[test]
fn a_card_in_two_steps_is_held_first() {
    let capabilities: Capabilities = (KIND.capabilities)();
    let cards = capabilities.cards.unwrap();
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        for number in [VISA, MASTERCARD, AMEX] {
            let submit = CardSubmit { steps: CardSteps::Two, ..shop.card(good(number)) };
            let operation = Operation::Act(Act::Card(Box::new(submit.clone())));
            let brand = submit.card.brand().unwrap();
            if !cards.brand(brand).unwrap().two_step {
                assert_eq!(shop.refuses_to_ask(&operation), ProviderError::Card);
                continue;
            }
            let held = shop.charge(&submit);
            let seen = shop.reported(&submit);
            let authorized = Status::Known(ChargeState::Authorized);
            assert_eq!((&held.status, &seen.status), (&authorized, &authorized), "{language}");
            let (held, seen) = (held.held.unwrap(), seen.held.unwrap());
            assert_eq!((held.attempt, held.amount), (seen.attempt, seen.amount));
        }
    }
}
