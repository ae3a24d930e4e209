//! Captures, voids and refunds, and how long they can wait.

use cobro_domain::{act::ActKind, charge::ChargeState, time::Span};
use cobro_providers::{
    after::FollowUpState,
    card::{CardSteps, CardSubmit},
    outcome::{Outcome, RefusalKind, Report, Status},
};
use cobro_sandbox::{Effect, Fault, RefundDecision};

use crate::shop::{LANGUAGES, Shop, VISA, followed, good, pesos};

fn held(shop: &Shop) -> (CardSubmit, Report) {
    let submit = CardSubmit { steps: CardSteps::Two, ..shop.card(good(VISA)) };
    let report = shop.charge(&submit);
    (submit, report)
}

fn paid(shop: &Shop) -> (CardSubmit, Report) {
    let submit = shop.card(good(VISA));
    let report = shop.charge(&submit);
    (submit, report)
}

/// Refunds wait until a test decides them.
fn undecided(shop: &Shop) {
    let payu = shop.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.refund_decision = RefundDecision { after_ms: None, approve: true };
    payu.set_settings(&settings).unwrap();
}

fn is_refused(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused(refusal) if refusal.kind == RefusalKind::Request)
}

#[test]
fn a_capture_takes_all_or_a_part_once() {
    for language in LANGUAGES {
        for part in [None, Some(40_050)] {
            let shop = Shop::speaking(language);
            let (submit, hold) = held(&shop);
            let captured = followed(shop.capture(&hold, part), &hold.order);
            assert_eq!((captured.kind, &captured.state), (ActKind::Capture, &FollowUpState::Done));
            let money = captured.money_in().unwrap();
            assert_eq!(money.amount, Ok(pesos(part.unwrap_or(100_000))), "{language}");
            let seen = shop.reported(&submit);
            assert_eq!(seen.status, Status::Known(ChargeState::Paid), "{language} {part:?}");
            assert_eq!(seen.held, None);
            let [came_in] = seen.money_in.as_slice() else { panic!("{:?}", seen.money_in) };
            assert_eq!((&came_in.id, &came_in.amount), (&money.id, &money.amount));
            let again = shop.capture(&hold, Some(10_000));
            assert!(is_refused(&again), "{language}: {again:?}");
        }
    }
}

#[test]
fn a_hold_is_let_go_by_a_void_or_by_time() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        let (submit, hold) = held(&shop);
        let early = shop.void(&hold);
        assert!(is_refused(&early), "{language}: {early:?}");
        shop.wait(Span::minutes(10));
        let gone = followed(shop.void(&hold), &hold.order);
        assert_eq!((gone.kind, gone.state), (ActKind::Void, FollowUpState::Done));
        let voided = Status::Known(ChargeState::Voided);
        assert_eq!(shop.reported(&submit).status, voided, "{language}");
        let (submit, hold) = held(&shop);
        shop.wait(Span::days(31));
        assert_eq!(shop.reported(&submit).status, voided, "{language}");
        let late = shop.capture(&hold, None);
        assert!(is_refused(&late), "{language}: {late:?}");
    }
}

#[test]
fn a_refund_waits_unseen_until_it_is_decided() {
    for language in LANGUAGES {
        for approved in [true, false] {
            let shop = Shop::speaking(language);
            undecided(&shop);
            let (submit, report) = paid(&shop);
            let early = shop.refund(&report, None);
            assert!(is_refused(&early), "{language}: {early:?}");
            shop.wait(Span::hours(1));
            let asked = followed(shop.refund(&report, None), &report.order);
            assert_eq!((asked.kind, asked.state), (ActKind::Refund, FollowUpState::Undecided));
            shop.wait(Span::days(2));
            let meanwhile = shop.reported(&submit);
            assert_eq!(meanwhile.status, Status::Known(ChargeState::Paid), "{language}");
            assert_eq!(meanwhile.after, []);
            let again = shop.refund(&report, None);
            assert!(is_refused(&again), "only one request exists: {again:?}");
            shop.control().payu().decide(submit.reference.as_str(), approved).unwrap();
            let decided = shop.reported(&submit);
            let [refund] = decided.after.as_slice() else { panic!("{:?}", decided.after) };
            assert_eq!(refund.amount, Ok(pesos(100_000)));
            if approved {
                assert_eq!(
                    (&decided.status, &refund.state),
                    (&Status::Refunded, &FollowUpState::Done)
                );
            } else {
                assert_eq!(decided.status, Status::Known(ChargeState::Paid), "{language}");
                assert!(matches!(refund.state, FollowUpState::Declined(_)), "{refund:?}");
            }
        }
    }
}

#[test]
fn parts_go_back_one_by_one() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        undecided(&shop);
        let (submit, report) = paid(&shop);
        shop.wait(Span::hours(1));
        for (part, status) in
            [(30_000, Status::Known(ChargeState::Paid)), (70_000, Status::Refunded)]
        {
            let asked = followed(shop.refund(&report, Some(part)), &report.order);
            assert_eq!((asked.state, asked.amount), (FollowUpState::Undecided, Ok(pesos(part))));
            shop.control().payu().decide(submit.reference.as_str(), true).unwrap();
            assert_eq!(shop.reported(&submit).status, status, "{language} {part}");
        }
        let seen = shop.reported(&submit);
        let amounts: Vec<_> = seen.after.into_iter().map(|refund| refund.amount).collect();
        assert_eq!(amounts, [Ok(pesos(30_000)), Ok(pesos(70_000))], "{language}");
    }
}

#[test]
fn what_was_lost_shows_in_the_reports_but_a_refund() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        undecided(&shop);
        let lose = || {
            shop.control().add_fault(Fault::next(1, Effect::LoseAnswer).of("SUBMIT_TRANSACTION"));
        };
        let (submit, hold) = held(&shop);
        lose();
        assert!(matches!(shop.capture(&hold, Some(40_000)), Outcome::Lost(_)));
        let seen = shop.reported(&submit);
        assert_eq!(seen.after[0].money_in().unwrap().amount, Ok(pesos(40_000)), "{language}");
        let (submit, hold) = held(&shop);
        shop.wait(Span::minutes(10));
        lose();
        assert!(matches!(shop.void(&hold), Outcome::Lost(_)));
        assert_eq!(shop.reported(&submit).after[0].state, FollowUpState::Done, "{language}");
        let (submit, report) = paid(&shop);
        shop.wait(Span::hours(1));
        lose();
        assert!(matches!(shop.refund(&report, None), Outcome::Lost(_)));
        assert_eq!(shop.reported(&submit).after, [], "{language}");
    }
}
