//! PayU Latam, as it is in Mexico: vouchers for stores and banks, and what became of them.
//!
//! PayU's notifications need a public address, which a till does not have, so its reports
//! are the truth: an order counts as paid when they show approved money in it, never because
//! of an HTTP status or the word SUCCESS.

use cobro_domain::time::Timestamp;

use crate::{
    capabilities::Capabilities,
    operation::{Act, Operation, Question, Submit},
    outcome::Outcome,
    page::{PageError, PageForm, PageKind, PageReport, PageRequest},
    provider::{Provider, ProviderError, Step},
    registry::ProviderKind,
    settings::{Settings, SettingsError},
    wire::{Reply, Request},
};

pub mod account;
mod answer;
mod build;
mod codes;
mod dates;
mod map;
mod methods;
pub mod sign;
mod wire;

use account::Account;
use answer::Answer;
use build::{Payments, Reports};

/// PayU in the registry.
pub const KIND: ProviderKind = ProviderKind {
    id: "payu",
    name: "PayU",
    fields: account::FIELDS,
    capabilities: methods::capabilities,
    build: |settings| Ok(Box::new(PayU::new(settings)?)),
    advice: codes::advice,
    training: account::training,
    test_hosts: &["sandbox.api.payulatam.com"],
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

    fn payments(&self, what: &Payments) -> Step {
        Step::Send(Box::new(build::payments(&self.account, self.language, what)))
    }

    fn reports(&self, what: &Reports<'_>) -> Step {
        Step::Send(Box::new(build::reports(&self.account, self.language, what)))
    }

    /// A question whose answer is in one reply.
    fn asked(&self, question: &Question) -> Step {
        match question {
            Question::Ping => self.payments(&Payments::Ping),
            Question::Methods => self.payments(&Payments::Methods),
            Question::Charge(charge) => {
                self.reports(&Reports::Reference(charge.reference.as_str()))
            }
            Question::Order(order) => self.reports(&Reports::Order(order)),
            Question::Attempt { attempt, .. } => self.reports(&Reports::Transaction(&attempt.0)),
            Question::StoredCards(_) | Question::Promotions { .. } => Step::Done(Outcome::NotFound),
        }
    }

    fn answered(&self, question: &Question, first: &Reply, second: Option<&Reply>) -> Step {
        let answer = self.answer(first);
        Step::Done(match question {
            Question::Ping => return self.pinged(answer, second),
            Question::Methods => answer.methods(),
            Question::Charge(charge) => answer.orders(charge.reference.as_str()),
            Question::Order(_) => answer.order(),
            Question::Attempt { order, attempt } => answer.attempt(order, attempt),
            Question::StoredCards(_) | Question::Promotions { .. } => Outcome::NotFound,
        })
    }

    /// Payments and reports are two services: the account works when both answer.
    fn pinged(&self, payments: Answer<'_>, reports: Option<&Reply>) -> Step {
        match (payments.payments_ping(), reports) {
            (Outcome::Pong, None) => self.reports(&Reports::Ping),
            (Outcome::Pong, Some(reports)) => Step::Done(self.answer(reports).reports_ping()),
            (outcome, _) => Step::Done(outcome),
        }
    }

    fn answer<'a>(&'a self, reply: &'a Reply) -> Answer<'a> {
        Answer { account: &self.account, reply }
    }

    fn submit(&self, submit: &Submit, now: Timestamp) -> Result<Request, ProviderError> {
        build::submit(&self.account, submit, now)
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
        match (operation, replies) {
            (Operation::Question(Question::StoredCards(_) | Question::Promotions { .. }), _) => {
                Err(methods::cards_not_offered())
            }
            (Operation::Question(question), []) => Ok(self.asked(question)),
            (Operation::Question(question), [first, rest @ ..]) => {
                Ok(self.answered(question, first, rest.first()))
            }
            (Operation::Act(Act::Submit(submit)), []) => {
                Ok(Step::Send(Box::new(self.submit(submit, now)?)))
            }
            (Operation::Act(Act::Submit(_)), [reply, ..]) => {
                Ok(Step::Done(self.answer(reply).submitted()))
            }
            (
                Operation::Act(
                    Act::Card(_)
                    | Act::Capture(_)
                    | Act::Void(_)
                    | Act::Refund(_)
                    | Act::StoreCard(_)
                    | Act::ForgetCard { .. },
                ),
                _,
            ) => Err(methods::cards_not_offered()),
        }
    }

    fn page(&self, _: &PageRequest, _: Timestamp) -> Result<PageForm, ProviderError> {
        Err(ProviderError::MethodNotOffered { method: methods::PAGE.to_string() })
    }

    fn page_report(&self, _: PageKind, _: &[(String, String)]) -> Result<PageReport, PageError> {
        Err(PageError::NotOffered)
    }
}
