//! One account with the simulator, and what a shop does with it.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use cobro_domain::{
    card::{Card, CardExpiry, CardHolder, CardKind, CardNumber, SecurityCode},
    ids::Reference,
    money::{Currency, Money},
    time::{Span, Timestamp},
};
use cobro_providers::{
    after::{Capture, FollowUp, Refund, Void},
    card::{CardSource, CardSteps, CardSubmit, Instalments},
    operation::{Act, Address, LookUp, Operation, Party, Question},
    outcome::{AttemptId, OrderId, Outcome, Report},
    payu::{KIND, PayU},
    provider::{Provider, ProviderError, Step},
    settings::Secret,
};
use cobro_sandbox::{Control, ControlDoor, Sandbox, SandboxConfig, TimeSource};
use cobro_till::carrier::{Carrier, Patience};

/// Monday, 2 March 2026, 18:00 UTC: noon in Mexico City.
const NOON: i64 = 1_772_474_400_000;

pub(crate) const VISA: &str = "4268070000000002";
pub(crate) const MASTERCARD: &str = "5579070000000003";
pub(crate) const AMEX: &str = "376675000000005";

/// The languages that an account may speak.
pub(crate) const LANGUAGES: [&str; 2] = ["json", "xml"];

pub(crate) struct Shop {
    sandbox: Sandbox,
    pub(crate) provider: PayU,
    carrier: Carrier,
    charges: AtomicU32,
}

impl Shop {
    pub(crate) fn speaking(language: &str) -> Self {
        Self::with("encoding", language)
    }

    /// A shop whose form of the payment page is signed so.
    pub(crate) fn signing(algorithm: &str) -> Self {
        Self::with("page-signature", algorithm)
    }

    fn with(field: &str, word: &str) -> Self {
        let sandbox = Sandbox::start(SandboxConfig {
            control: ControlDoor::Closed,
            time: TimeSource::Fixed(NOON),
            ..SandboxConfig::default()
        });
        let sandbox = sandbox.unwrap();
        let mut settings = (KIND.training)(&sandbox.base_url());
        settings.open.insert(field.to_owned(), word.to_owned());
        settings.secret.insert("page-secret".to_owned(), Secret::new("test123".to_owned()));
        let patience =
            Patience { connect: Duration::from_secs(10), answer: Duration::from_secs(30) };
        Self {
            provider: PayU::new(&settings).unwrap(),
            carrier: Carrier::new(patience).unwrap(),
            charges: AtomicU32::new(0),
            sandbox,
        }
    }

    pub(crate) fn control(&self) -> Control {
        self.sandbox.control()
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.control().now_ms())
    }

    pub(crate) fn wait(&self, span: Span) {
        let millis = u64::try_from(span.as_millis()).unwrap();
        self.control().advance(millis).unwrap();
    }

    /// Takes an operation to its end, as the till does.
    pub(crate) fn ask(&self, operation: &Operation) -> Outcome {
        let mut replies = Vec::new();
        loop {
            match self.provider.step(operation, self.now(), &replies).unwrap() {
                Step::Send(request) => replies.push(self.carrier.send(&request)),
                Step::Done(outcome) => return outcome,
            }
        }
    }

    pub(crate) fn refuses_to_ask(&self, operation: &Operation) -> ProviderError {
        self.provider.step(operation, self.now(), &[]).unwrap_err()
    }

    /// A card in one step for a thousand pesos, with a reference of its own.
    pub(crate) fn card(&self, card: CardSource) -> CardSubmit {
        let number = self.charges.fetch_add(1, Ordering::Relaxed);
        let text = |text: &str| Some(text.to_owned());
        let payer = Party {
            id: text("C-77"),
            name: text("Ana Pérez"),
            email: text("ana@example.com"),
            phone: text("5555550100"),
            birth_date: text("1994-06-21"),
            address: Some(Address {
                state: text("Morelos"),
                postal_code: text("62000"),
                country: text("MX"),
                ..Address::default()
            }),
            ..Party::default()
        };
        CardSubmit {
            reference: Reference::stored(&format!("CONTRACT{number:04}")),
            amount: pesos(100_000),
            steps: CardSteps::One,
            card,
            instalments: Instalments::One,
            description: "Café & té «1»".to_owned(),
            language: "es".to_owned(),
            buyer: payer.clone(),
            payer: Some(payer),
            shipping: None,
            notify_url: None,
            device: None,
        }
    }

    pub(crate) fn charge(&self, submit: &CardSubmit) -> Report {
        one_report(self.ask(&Operation::Act(Act::Card(Box::new(submit.clone())))))
    }

    /// What the reports say of a charge.
    pub(crate) fn look_up(&self, submit: &CardSubmit) -> Outcome {
        self.ask(&Operation::Question(Question::Charge(LookUp {
            reference: submit.reference.clone(),
            order: None,
            asked: submit.amount,
        })))
    }

    pub(crate) fn reported(&self, submit: &CardSubmit) -> Report {
        one_report(self.look_up(submit))
    }

    pub(crate) fn capture(&self, held: &Report, part: Option<i64>) -> Outcome {
        let hold = held.held.clone().unwrap();
        self.ask(&Operation::Act(Act::Capture(Capture {
            order: held.order.clone(),
            attempt: hold.attempt,
            held: hold.amount.unwrap(),
            part: part.map(pesos),
            language: "es".to_owned(),
        })))
    }

    pub(crate) fn void(&self, held: &Report) -> Outcome {
        let hold = held.held.clone().unwrap();
        self.ask(&Operation::Act(Act::Void(Void {
            order: held.order.clone(),
            attempt: hold.attempt,
            held: hold.amount.unwrap(),
            reason: "El cliente se fue".to_owned(),
            language: "es".to_owned(),
        })))
    }

    pub(crate) fn refund(&self, paid: &Report, part: Option<i64>) -> Outcome {
        let money = paid.money_in.first().unwrap();
        self.ask(&Operation::Act(Act::Refund(Refund {
            order: paid.order.clone(),
            attempt: AttemptId(money.id.0.clone()),
            taken: money.amount.clone().unwrap(),
            part: part.map(pesos),
            reason: "Devolución".to_owned(),
            language: "es".to_owned(),
        })))
    }
}

pub(crate) fn pesos(centavos: i64) -> Money {
    Money::new(centavos, Currency::Mxn)
}

/// A credit card whose holder decides what becomes of it.
pub(crate) fn typed(number: &str, holder: &str) -> Card {
    let number = CardNumber::parse(number).unwrap();
    let brand = number.brand().unwrap();
    let code = if brand.code_digits() == 4 { "7777" } else { "777" };
    Card {
        expiry: CardExpiry::parse("05/30").unwrap(),
        holder: CardHolder::parse(holder).unwrap(),
        code: Some(SecurityCode::parse(code, brand).unwrap()),
        kind: CardKind::Credit,
        number,
    }
}

pub(crate) fn good(number: &str) -> CardSource {
    CardSource::Typed(typed(number, "APPROVED"))
}

#[track_caller]
pub(crate) fn one_report(outcome: Outcome) -> Report {
    match outcome {
        Outcome::Charge(mut reports) if reports.len() == 1 => reports.remove(0),
        outcome => panic!("not one report: {outcome:?}"),
    }
}

#[track_caller]
pub(crate) fn followed(outcome: Outcome, order: &OrderId) -> FollowUp {
    match outcome {
        Outcome::FollowedUp(found, follow_up) if found == *order => *follow_up,
        outcome => panic!("not a follow-up of {order}: {outcome:?}"),
    }
}
