//! PayU Latam, as it is in Mexico: vouchers for stores and banks, cards, PayU's own page, and
//! what became of them.
//!
//! PayU's notifications need a public address, which a till does not have, so its reports
//! are the truth: an order counts as paid when they show approved money in it, never because
//! of an HTTP status or the word SUCCESS.

use cobro_domain::{act::ActKind, time::Timestamp};

use crate::{
    capabilities::{Capabilities, CardRule},
    operation::{Act, Operation, Question},
    outcome::Outcome,
    page::{PageError, PageForm, PageKind, PageReport, PageRequest},
    provider::{Provider, ProviderError, Step},
    registry::ProviderKind,
    settings::{Secret, Settings, SettingsError},
    wire::{Reply, Request},
};

pub mod account;
mod answer;
mod build;
mod codes;
mod dates;
mod map;
mod methods;
mod page;
pub mod sign;
mod wire;
mod xml;

use account::Account;
use answer::Answer;
use build::{Payments, Reports};
use methods::CARDS;

/// PayU in the registry.
pub const KIND: ProviderKind = ProviderKind {
    id: "payu",
    name: "PayU",
    fields: account::FIELDS,
    capabilities: methods::capabilities,
    build: |settings| Ok(Box::new(PayU::new(settings)?)),
    advice: codes::advice,
    training: account::training,
    test_hosts: &["sandbox.api.payulatam.com", "sandbox.checkout.payulatam.com"],
};

/// PayU, as one merchant account sees it.
#[derive(Clone, Debug)]
pub struct PayU {
    account: Account,
    capabilities: Capabilities,
    language: &'static str,
}

impl PayU {
    /// PayU with the credentials of these settings.
    ///
    /// # Errors
    /// [`SettingsError`] when a field is empty or an address is none.
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            account: Account::read(settings)?,
            capabilities: methods::capabilities(),
            language: build::language("es"),
        })
    }

    /// The same with another language for PayU's error texts: `es`, `en` or `pt`. It is
    /// Spanish otherwise, and for any other language.
    #[must_use]
    pub fn speaking(self, language: &str) -> Self {
        Self { language: build::language(language), ..self }
    }

    fn payments(&self, what: &Payments) -> Request {
        build::payments(&self.account, self.language, what)
    }

    fn reports(&self, what: &Reports<'_>) -> Request {
        build::reports(&self.account, self.language, what)
    }

    /// The first request of a question; only a ping has another.
    fn asked(&self, question: &Question, now: Timestamp) -> Result<Request, ProviderError> {
        Ok(match question {
            Question::Ping => self.payments(&Payments::Ping),
            Question::Methods => self.payments(&Payments::Methods),
            Question::Charge(charge) => {
                self.reports(&Reports::Reference(charge.reference.as_str()))
            }
            Question::Order(order) => self.reports(&Reports::Order(order)),
            Question::Attempt { attempt, .. } => self.reports(&Reports::Transaction(&attempt.0)),
            Question::StoredCards(which) => {
                build::stored_cards(&self.account, self.language, which)?
            }
            Question::Promotions { amount, brand } => {
                build::promotions(&self.account, *amount, *brand, now)?
            }
        })
    }

    fn answered(&self, question: &Question, first: &Reply, second: Option<&Reply>) -> Step {
        let answer = self.answer(first, &[]);
        Step::Done(match question {
            Question::Ping => return self.pinged(answer, second),
            Question::Methods => answer.methods(),
            Question::Charge(charge) => answer.orders(charge.reference.as_str()),
            Question::Order(_) => answer.order(),
            Question::Attempt { order, attempt } => answer.attempt(order, attempt),
            Question::StoredCards(_) => answer.stored_cards(),
            Question::Promotions { .. } => answer.promotions(),
        })
    }

    /// Payments and reports are two services: the account works when both answer.
    fn pinged(&self, payments: Answer<'_>, reports: Option<&Reply>) -> Step {
        match (payments.payments_ping(), reports) {
            (Outcome::Pong, None) => Step::Send(Box::new(self.reports(&Reports::Ping))),
            (Outcome::Pong, Some(reports)) => Step::Done(self.answer(reports, &[]).reports_ping()),
            (outcome, _) => Step::Done(outcome),
        }
    }

    fn answer<'a>(&'a self, reply: &'a Reply, secrets: &'a [Secret]) -> Answer<'a> {
        Answer { account: &self.account, reply, secrets }
    }

    /// The one request of an act.
    fn begun(&self, act: &Act, now: Timestamp) -> Result<Request, ProviderError> {
        let account = &self.account;
        match act {
            Act::Submit(submit) => build::voucher(account, submit, now),
            Act::Card(submit) => build::card(account, self.cards()?, submit),
            Act::Capture(capture) => build::capture(account, capture),
            Act::Void(void) => Ok(build::void(account, void)),
            Act::Refund(refund) => build::refund(account, refund),
            Act::StoreCard(new) => build::store_card(account, self.language, new),
            Act::ForgetCard { payer, token } => {
                Ok(build::forget_card(account, self.language, payer, token))
            }
        }
    }

    fn ended(&self, act: &Act, reply: &Reply) -> Outcome {
        match act {
            Act::Submit(_) => self.answer(reply, &[]).submitted(),
            Act::Card(submit) => self.answer(reply, &build::secrets(&submit.card)).card(submit),
            Act::Capture(capture) => {
                self.answer(reply, &[]).followed(ActKind::Capture, capture.amount(), &capture.order)
            }
            Act::Void(void) => {
                self.answer(reply, &[]).followed(ActKind::Void, void.held, &void.order)
            }
            Act::Refund(refund) => {
                self.answer(reply, &[]).followed(ActKind::Refund, refund.amount(), &refund.order)
            }
            Act::StoreCard(new) => {
                let number = Secret::new(new.card.number.expose().to_owned());
                self.answer(reply, &[number]).stored()
            }
            Act::ForgetCard { .. } => self.answer(reply, &[]).forgotten(),
        }
    }

    fn cards(&self) -> Result<&CardRule, ProviderError> {
        let not_offered = || ProviderError::MethodNotOffered { method: CARDS.to_string() };
        self.capabilities.cards.as_ref().ok_or_else(not_offered)
    }
}

impl Provider for PayU {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn step(
        &self,
        operation: &Operation,
        now: Timestamp,
        replies: &[Reply],
    ) -> Result<Step, ProviderError> {
        Ok(match (operation, replies) {
            (Operation::Question(question), []) => Step::Send(Box::new(self.asked(question, now)?)),
            (Operation::Question(question), [first, rest @ ..]) => {
                self.answered(question, first, rest.first())
            }
            (Operation::Act(act), []) => Step::Send(Box::new(self.begun(act, now)?)),
            (Operation::Act(act), [reply, ..]) => Step::Done(self.ended(act, reply)),
        })
    }

    fn page(&self, request: &PageRequest, now: Timestamp) -> Result<PageForm, ProviderError> {
        page::form(&self.account, request, now)
    }

    fn page_address(&self) -> Option<&str> {
        Some(&self.account.checkout_url)
    }

    fn page_report(
        &self,
        kind: PageKind,
        fields: &[(String, String)],
    ) -> Result<PageReport, PageError> {
        page::report(&self.account, kind, fields)
    }
}
