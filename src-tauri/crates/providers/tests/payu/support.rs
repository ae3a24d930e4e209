//! Fixtures, and the one way tests talk to PayU: a step without replies, a step with them.

use cobro_domain::{
    card::{Card, CardExpiry, CardHolder, CardKind, CardNumber, SecurityCode},
    ids::Reference,
    method::Method,
    money::{Currency, Money},
    time::Timestamp,
};
use cobro_providers::{
    card::CardSteps,
    operation::{Act, Address, Device, LookUp, Operation, Party, Question, Submit},
    outcome::{AttemptId, OrderId, Outcome, Report, Status},
    payu::{PayU, account},
    provider::{Provider, ProviderError, Step},
    wire::{Reply, Request},
};

/// The moment of the published samples' requests: 2021-06-22T17:33:42.775Z.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_624_383_222_775);

/// The reference of the orders in `q02` to `q05`.
pub(crate) const REFERENCE: &str = "COBRO000123A1";

pub(crate) fn fixture(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/payu");
    let path = format!("{folder}/{name}");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// PayU with its public sandbox account.
pub(crate) fn payu() -> PayU {
    PayU::new(&account::training("https://sandbox.api.payulatam.com")).unwrap()
}

pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Answer { status, body: body.into(), date: None }
}

pub(crate) fn sent(payu: &PayU, operation: &Operation, replies: &[Reply]) -> Request {
    match payu.step(operation, NOW, replies).unwrap() {
        Step::Send(request) => *request,
        Step::Done(outcome) => panic!("nothing to send: {outcome:?}"),
    }
}

pub(crate) fn refused(operation: &Operation) -> ProviderError {
    payu().step(operation, NOW, &[]).unwrap_err()
}

pub(crate) fn outcome(operation: &Operation, replies: &[Reply]) -> Outcome {
    match payu().step(operation, NOW, replies).unwrap() {
        Step::Done(outcome) => outcome,
        Step::Send(request) => panic!("something to send: {request:?}"),
    }
}

/// The outcome of an operation that PayU answers with this body.
pub(crate) fn answered(operation: &Operation, body: &str) -> Outcome {
    outcome(operation, &[answer(200, body)])
}

/// The one report of an outcome.
pub(crate) fn report(outcome: Outcome) -> Report {
    match outcome {
        Outcome::Charge(mut reports) if reports.len() == 1 => reports.remove(0),
        outcome => panic!("not one report: {outcome:?}"),
    }
}

pub(crate) fn unrecognised(raw: &str) -> Status {
    Status::Unrecognised { raw: raw.to_owned() }
}

pub(crate) fn pesos(centavos: i64) -> Money {
    Money::new(centavos, Currency::Mxn)
}

pub(crate) fn look_up() -> Operation {
    Operation::Question(Question::Charge(LookUp {
        reference: Reference::stored(REFERENCE),
        order: None,
        asked: pesos(125_050),
    }))
}

pub(crate) fn submit(submit: Submit) -> Operation {
    Operation::Act(Act::Submit(Box::new(submit)))
}

/// A JSON text without the blanks between its parts: members in the same order, numbers
/// digit by digit.
pub(crate) fn minified(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    json.chars()
        .filter(|&letter| {
            let blank = !inside && letter.is_ascii_whitespace();
            if !escaped && letter == '"' {
                inside = !inside;
            }
            escaped = inside && !escaped && letter == '\\';
            !blank
        })
        .collect()
}

/// What is sent for an operation by an account that speaks so.
pub(crate) fn body(operation: &Operation, language: &str) -> String {
    let request = sent(&payu().speaking(language), operation, &[]);
    String::from_utf8(request.body.to_vec()).unwrap()
}

/// The browser of samples 01, 04 and 06.
pub(crate) fn sample_device() -> Device {
    let agent = "Mozilla/5.0 (Windows NT 5.1; rv:18.0) Gecko/20100101 Firefox/18.0";
    Device {
        ip: Some("127.0.0.1".to_owned()),
        session: Some("vghs6tvkcle931686k1900o6e1".to_owned()),
        cookie: Some("pt1t38347bs6jc9ruv2ecpv7o2".to_owned()),
        user_agent: Some(agent.to_owned()),
    }
}

/// A credit card of the samples' holder and expiry.
pub(crate) fn typed_card(number: &str, code: &str) -> Card {
    let number = CardNumber::parse(number).unwrap();
    let brand = number.brand().unwrap();
    Card {
        expiry: CardExpiry::parse("2022/12").unwrap(),
        holder: CardHolder::parse("APPROVED").unwrap(),
        code: Some(SecurityCode::parse(code, brand).unwrap()),
        kind: CardKind::Credit,
        number,
    }
}

/// Every operation whose one reply ends it, apart from a ping.
pub(crate) fn all_operations() -> Vec<Operation> {
    let order = OrderId("2152600101".to_owned());
    let attempt = AttemptId("t".to_owned());
    vec![
        look_up(),
        Operation::Question(Question::Methods),
        Operation::Question(Question::Order(order.clone())),
        Operation::Question(Question::Attempt { order, attempt }),
        crate::stored::list(),
        crate::promotions::question(None),
        submit(sample("spei", 1_624_482_134_593)),
        crate::cards::act(crate::cards::card(CardSteps::One)),
        crate::cards::act(crate::cards::card(CardSteps::Two)),
        crate::after::capture("2152600101", "t", 100_000, None),
        crate::after::void(),
        crate::after::refund(100_000, None, "x"),
        crate::stored::store(),
        crate::stored::forget(),
    ]
}

/// The voucher that samples 05 to 07 ask for, apart from its method and expiry.
pub(crate) fn sample(method: &'static str, expires_at: i64) -> Submit {
    let address = |street2: &str, postal_code: &str| Address {
        street1: Some("Av. Domingo Diez 1589".to_owned()),
        street2: Some(street2.to_owned()),
        city: Some("Cuernavaca".to_owned()),
        state: Some("Morelos".to_owned()),
        country: Some("MX".to_owned()),
        postal_code: Some(postal_code.to_owned()),
        phone: Some("7563126".to_owned()),
    };
    Submit {
        reference: Reference::stored("PRODUCT_TEST_2021-06-22T17:33:42.775Z"),
        amount: pesos(100_000),
        method: Method::named(method),
        description: "payment test".to_owned(),
        language: "es".to_owned(),
        expires_at: Some(Timestamp::from_millis(expires_at)),
        buyer: Party {
            id: Some("1".to_owned()),
            name: Some("First name and second buyer name".to_owned()),
            email: Some("buyer_test@test.com".to_owned()),
            phone: Some("7563126".to_owned()),
            document: Some("123456789".to_owned()),
            document_kind: None,
            birth_date: None,
            address: Some(address("5555487", "000000")),
        },
        payer: Some(Party {
            id: Some("1".to_owned()),
            name: Some("First name and second payer name".to_owned()),
            email: Some("payer_test@test.com".to_owned()),
            phone: Some("7563126".to_owned()),
            document: Some("5415668464654".to_owned()),
            document_kind: None,
            birth_date: Some("1994-06-21".to_owned()),
            address: Some(address("125544", "000000")),
        }),
        shipping: Some(address("5555487", "0000000")),
        notify_url: Some("http://www.payu.com/notify".to_owned()),
        device: None,
    }
}
