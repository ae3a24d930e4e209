//! Cards: what we send, character by character, and what PayU's answers mean.

use cobro_domain::{
    card::{Card, CardBrand, CardExpiry, CardHolder, CardKind, CardNumber, SecurityCode},
    charge::ChargeState,
    method::Method,
    time::Timestamp,
};
use cobro_providers::{
    card::{CardSource, CardSteps, CardSubmit, CardToken, Instalments},
    operation::{Act, Address, DocumentKind, Operation, Party},
    outcome::{AttemptId, Decline, Held, MoneyIn, MoneyInId, OrderId, Outcome, Report, Status},
    provider::ProviderError,
};
use serde_json::{Value, json};

use crate::support::{
    answered, body, fixture, minified, pesos, refused, report, sample, sample_device, typed_card,
    unrecognised,
};

/// The card of samples 01 and 04.
pub(crate) fn card(steps: CardSteps) -> CardSubmit {
    let voucher = sample("card", 0);
    CardSubmit {
        reference: voucher.reference,
        amount: voucher.amount,
        steps,
        card: CardSource::Typed(typed_card("4097440000000004", "321")),
        instalments: Instalments::One,
        description: voucher.description,
        language: voucher.language,
        buyer: voucher.buyer,
        payer: voucher.payer,
        shipping: voucher.shipping,
        notify_url: voucher.notify_url,
        device: Some(sample_device()),
    }
}

pub(crate) fn act(submit: CardSubmit) -> Operation {
    Operation::Act(Act::Card(Box::new(submit)))
}

fn stored(code: Option<&str>) -> CardSource {
    CardSource::Stored {
        token: CardToken("2c2b1d9a-8b0e-4c1f-9f55-7c9d0e1a2b34".to_owned()),
        brand: CardBrand::Visa,
        kind: CardKind::Credit,
        code: code.map(|code| SecurityCode::parse(code, CardBrand::Visa).unwrap()),
    }
}

fn transaction(submit: CardSubmit) -> Value {
    let body: Value = serde_json::from_str(&body(&act(submit), "es")).unwrap();
    body["transaction"].clone()
}

#[test]
fn cards_are_the_documented_ones_field_for_field() {
    for (name, steps) in [("01-authorization", CardSteps::Two), ("04-charge", CardSteps::One)] {
        let documented = minified(&fixture(&format!("{name}.request.json")));
        assert_eq!(body(&act(card(steps)), "es"), documented, "{name}");
    }
}

#[test]
fn a_debit_card_stands_in_an_object_of_its_own() {
    let mut debit = typed_card("4415490000000004", "777");
    debit.kind = CardKind::Debit;
    let card = CardSource::Typed(debit);
    let transaction = transaction(CardSubmit { card, ..self::card(CardSteps::One) });
    assert_eq!(transaction["debitCard"]["number"], "4415490000000004");
    assert_eq!(transaction["paymentMethod"], "VISA");
    assert_eq!(transaction.get("creditCard"), None);
}

#[test]
fn a_stored_card_goes_by_its_name_with_a_code_or_the_word_that_there_is_none() {
    for (code, expected) in
        [(Some("777"), json!({"securityCode": "777"})), (None, json!({"processWithoutCvv2": true}))]
    {
        let submit = CardSubmit { card: stored(code), ..card(CardSteps::One) };
        let transaction = transaction(submit);
        assert_eq!(transaction["creditCardTokenId"], "2c2b1d9a-8b0e-4c1f-9f55-7c9d0e1a2b34");
        assert_eq!(transaction["creditCard"], expected);
        assert_eq!(transaction["paymentMethod"], "VISA");
    }
}

#[test]
fn a_typed_card_may_go_without_its_code() {
    let mut without = typed_card("4097440000000004", "321");
    without.code = None;
    let submit = CardSubmit { card: CardSource::Typed(without), ..card(CardSteps::One) };
    let expected = json!({
        "number": "4097440000000004", "expirationDate": "2022/12", "name": "APPROVED",
        "processWithoutCvv2": true,
    });
    assert_eq!(transaction(submit)["creditCard"], expected);
}

#[test]
fn a_document_is_said_with_its_kind_when_both_are_known() {
    let kinds = [
        (DocumentKind::Rfc, "RFC"),
        (DocumentKind::Curp, "CURP"),
        (DocumentKind::Ife, "IFE"),
        (DocumentKind::Passport, "PP"),
    ];
    for (kind, word) in kinds {
        let mut submit = card(CardSteps::One);
        submit.payer.as_mut().unwrap().document_kind = Some(kind);
        assert_eq!(transaction(submit.clone())["payer"]["dniType"], word);
        submit.payer.as_mut().unwrap().document = None;
        assert_eq!(transaction(submit)["payer"].get("dniType"), None);
    }
}

#[test]
fn months_and_promotions_are_said_beside_the_card() {
    let amount = pesos(180_100);
    let with = |instalments| {
        let submit = CardSubmit { instalments, amount, ..card(CardSteps::One) };
        transaction(submit)["extraParameters"].clone()
    };
    assert_eq!(with(Instalments::One), json!({"INSTALLMENTS_NUMBER": 1}));
    assert_eq!(with(Instalments::Months(18)), json!({"INSTALLMENTS_NUMBER": 18}));
    let promotion = Instalments::Promotion { id: "49".to_owned(), months: 6 };
    assert_eq!(with(promotion), json!({"INSTALLMENTS_NUMBER": 6, "PROMOTION_ID": 49}));
}

#[test]
fn refuses_cards_that_payu_does_not_take_that_way() {
    let good = || card(CardSteps::One);
    let two = || card(CardSteps::Two);
    let numbered = |number, code| CardSource::Typed(typed_card(number, code));
    let of = |card: CardSource, submit: CardSubmit| CardSubmit { card, ..submit };
    let debit = |number, code| {
        CardSource::Typed(Card { kind: CardKind::Debit, ..typed_card(number, code) })
    };
    let other_brand = Card {
        number: CardNumber::parse("6011000000000004").unwrap(),
        ..typed_card("4097440000000004", "321")
    };
    let parts = |instalments, submit: CardSubmit| CardSubmit {
        amount: pesos(200_000),
        instalments,
        ..submit
    };
    let promotion = |months| Instalments::Promotion { id: "49".to_owned(), months };
    let months = |months| ProviderError::Instalments { months };
    let needed = |field| ProviderError::PayerNeeded { field };
    let payer = |change: &dyn Fn(&mut Party)| {
        let mut submit = good();
        submit.payer.iter_mut().for_each(change);
        submit
    };
    let address =
        |change: &dyn Fn(&mut Address)| payer(&|payer| payer.address.iter_mut().for_each(change));
    let nobody = |mut submit: CardSubmit| {
        submit.buyer.email = None;
        submit
    };
    let cases = [
        (of(CardSource::Typed(other_brand), good()), ProviderError::Card),
        (of(numbered("376675000000005", "7777"), two()), ProviderError::Card),
        (of(debit("376675000000005", "7777"), good()), ProviderError::Card),
        (parts(Instalments::Months(7), good()), months(7)),
        (parts(Instalments::Months(0), good()), months(0)),
        (CardSubmit { instalments: Instalments::Months(18), ..good() }, months(18)),
        (of(debit("4415490000000004", "777"), parts(Instalments::Months(3), good())), months(3)),
        (of(debit("4415490000000004", "777"), parts(promotion(3), good())), months(3)),
        (parts(promotion(3), two()), months(3)),
        (parts(promotion(0), good()), months(0)),
        (CardSubmit { amount: pesos(0), ..good() }, ProviderError::Amount),
        (payer(&|payer| payer.birth_date = None), needed("birth-date")),
        (payer(&|payer| payer.name = Some(" ".to_owned())), needed("name")),
        (payer(&|payer| payer.address = None), needed("state")),
        (address(&|address| address.state = None), needed("state")),
        (address(&|address| address.postal_code = Some(String::new())), needed("postal-code")),
        (nobody(good()), needed("email")),
    ];
    for (submit, error) in cases {
        assert_eq!(refused(&act(submit.clone())), error, "{submit:?}");
    }
    // American Express in one step, and months of a hold, are fine.
    let amex = transaction(of(numbered("376675000000005", "7777"), good()));
    assert_eq!(amex["paymentMethod"], "AMEX");
    let held = transaction(parts(Instalments::Months(3), two()));
    assert_eq!(held["extraParameters"], json!({"INSTALLMENTS_NUMBER": 3}));
}

#[test]
fn the_samples_mean_what_they_show() {
    let response = |name: &str| fixture(&format!("{name}.response.json"));
    let held = report(answered(&act(card(CardSteps::Two)), &response("01-authorization")));
    let attempt = AttemptId("596ccd26-41a3-40b0-a241-262b3331aedc".to_owned());
    let at = held.held.as_ref().and_then(|held| held.at);
    let expected = Report {
        attempt: Some(attempt.clone()),
        held: Some(Held { attempt, amount: Ok(pesos(100_000)), at }),
        acquirer: Some("BANORTE".to_owned()),
        ..Report::new(OrderId("1400446409".to_owned()), Status::Known(ChargeState::Authorized))
    };
    assert_eq!(held, expected);
    let paid = report(answered(&act(card(CardSteps::One)), &response("04-charge")));
    let attempt = "868e169b-1857-4c52-a80d-e4b6d228a74f".to_owned();
    let money = MoneyIn {
        id: MoneyInId(attempt.clone()),
        amount: Ok(pesos(100_000)),
        at: Some(Timestamp::from_millis(1_624_373_397_257)),
    };
    let expected = Report {
        attempt: Some(AttemptId(attempt)),
        money_in: vec![money],
        acquirer: Some("BANORTE".to_owned()),
        ..Report::new(OrderId("1400446667".to_owned()), Status::Known(ChargeState::Paid))
    };
    assert_eq!(paid, expected);
    let declined = report(answered(&act(card(CardSteps::One)), &response("s01-card-declined")));
    let decline = Decline { code: "INSUFFICIENT_FUNDS".to_owned(), text: None };
    assert_eq!(declined.status, Status::Declined(decline));
}

#[test]
fn an_approval_counts_only_when_it_is_one_of_what_was_asked() {
    use ChargeState::{Authorized, Paid, Pending};
    let known = Status::Known;
    let info = |kind: &str| json!({"additionalInfo": {"transactionType": kind}});
    let cases = [
        (CardSteps::One, json!({}), known(Paid)),
        (CardSteps::Two, json!({}), known(Authorized)),
        // What PayU says that it did counts more than what it was asked.
        (CardSteps::One, info("AUTHORIZATION"), known(Authorized)),
        (CardSteps::Two, info("AUTHORIZATION_AND_CAPTURE"), known(Paid)),
        (CardSteps::One, info("CAPTURE"), known(Pending)),
        (CardSteps::One, info("GIFT"), known(Pending)),
        (CardSteps::One, json!({"transactionId": null}), known(Pending)),
        (
            CardSteps::One,
            json!({"responseCode": "INVALID_RESPONSE_PARTIAL_APPROVAL"}),
            known(Pending),
        ),
        (CardSteps::One, json!({"state": "PENDING"}), known(Pending)),
        (CardSteps::One, json!({"state": "ON_ICE"}), unrecognised("ON_ICE")),
        (
            CardSteps::One,
            json!({"state": "ERROR", "responseCode": "PAYMENT_NETWORK_NO_RESPONSE"}),
            unrecognised("PAYMENT_NETWORK_NO_RESPONSE"),
        ),
    ];
    for (steps, more, status) in cases {
        let mut response = json!({
            "orderId": 7, "transactionId": "t", "state": "APPROVED", "responseCode": "APPROVED",
        });
        for (name, value) in more.as_object().unwrap() {
            response[name] = value.clone();
        }
        let body = json!({"code": "SUCCESS", "error": null, "transactionResponse": response});
        let report = report(answered(&act(card(steps)), &body.to_string()));
        assert_eq!(report.status, status, "{more}");
        assert_eq!(report.money_in.is_empty(), status != known(Paid), "{more}");
        assert_eq!(report.held.is_some(), status == known(Authorized), "{more}");
        assert_eq!(report.voucher, None);
    }
}

#[test]
fn nothing_of_a_card_stands_in_what_is_printed_or_shown() {
    let operation = act(card(CardSteps::One));
    let request = crate::support::sent(&crate::support::payu(), &operation, &[]);
    for secret in ["4097440000000004", "321"] {
        assert!(request.secrets.iter().any(|known| known.expose() == secret), "{secret}");
    }
    let number = "4097440000000004";
    let bodies = [
        format!("<html>card {number}"),
        format!("{}{number}", "x".repeat(110)),
        json!({"code": "ERROR", "error": format!("bad card {number} 321")}).to_string(),
    ];
    let mut shown = format!("{operation:?} {request:?}");
    for body in bodies {
        shown.push_str(&format!("{:?}", answered(&operation, &body)));
    }
    for part in [number, "409744", "0004", "321", "2022/12", "APPROVED"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.contains('…'));
}

#[test]
fn a_card_is_no_voucher() {
    let voucher = crate::support::submit(sample("card", 1_624_482_134_593));
    let error = ProviderError::MethodNotOffered { method: Method::named("card").to_string() };
    assert_eq!(refused(&voucher), error);
    assert!(CardExpiry::parse("2022/12").is_ok() && CardHolder::parse("APPROVED").is_ok());
    assert!(!matches!(answered(&act(card(CardSteps::One)), "{}"), Outcome::Charge(_)));
}
