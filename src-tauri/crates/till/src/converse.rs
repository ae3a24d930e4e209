//! Asking a provider: its steps and the carrier in turn, until there is an outcome.

use cobro_domain::time::Timestamp;
use cobro_ledger::{LedgerError, views::merchants};
use cobro_providers::{
    operation::{Operation, Question},
    outcome::{Lost, Outcome, Refusal, RefusalKind},
    provider::Step,
    settings::Secret,
    wire::Reply,
};

use crate::{deliver::Turn, event::TillEvent, line::Line, merchants::Ready, till::Till};

/// The most requests that one operation takes; a provider that wants more is wrong.
const STEPS_MAX: usize = 4;

/// How an operation went.
pub(crate) struct Conversation {
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// The last answer, without secrets, for support.
    pub(crate) message: Vec<u8>,
    /// The provider's clock.
    pub(crate) date: Option<Timestamp>,
}

impl Till {
    /// Takes an operation to its end. Nothing of the books is held meanwhile.
    pub(crate) fn converse(&self, ready: &Ready, operation: &Operation) -> Conversation {
        let mut replies: Vec<Reply> = Vec::new();
        let mut ended = Outcome::Lost(Lost::Unreadable { excerpt: String::new() });
        for _ in 0..=STEPS_MAX {
            match ready.provider.step(operation, self.now(), &replies) {
                Ok(Step::Send(request)) if replies.len() < STEPS_MAX => {
                    let reply = self.carrier.send(&request);
                    self.note_line(&reply);
                    replies.push(reply);
                }
                Ok(Step::Send(_)) => break,
                Ok(Step::Done(outcome)) => {
                    ended = outcome;
                    break;
                }
                // No request could be made of it: the provider was never asked.
                Err(error) => {
                    let text = error.to_string();
                    ended = Outcome::Refused(Refusal { kind: RefusalKind::Request, text });
                    break;
                }
            }
        }
        let (message, date) = last_answer(&replies, &ready.secrets);
        Conversation { outcome: ended, message, date }
    }

    /// Tries the line while it is down: else the next customer would be asked for an address
    /// without need, until something else happens to call.
    pub(crate) fn try_line(&self) -> Result<Turn, LedgerError> {
        if self.line() != Line::Offline {
            return Ok(Turn::Idle(None));
        }
        if !self.line.is_to_be_tried(self.now()) {
            return Ok(Turn::Idle(Some(self.line.try_again_at())));
        }
        let accounts = self.read(|reader| merchants::all(reader.conn()))?;
        let accounts = accounts.iter().filter(|one| one.active && !self.is_paused(one.account));
        if let Some(ready) = accounts.into_iter().find_map(|one| self.ready(one.account).ok()) {
            self.converse(&ready, &Operation::Question(Question::Ping));
        }
        let back = self.line() == Line::Online;
        Ok(if back { Turn::Worked } else { Turn::Idle(Some(self.line.try_again_at())) })
    }

    fn note_line(&self, reply: &Reply) {
        let answered = matches!(reply, Reply::Answer { .. });
        if self.line.note(answered) {
            self.tell(&TillEvent::Status);
        }
    }
}

/// The last answer with every secret in it blotted out, should the provider repeat one.
fn last_answer(replies: &[Reply], secrets: &[Secret]) -> (Vec<u8>, Option<Timestamp>) {
    let answer = replies.iter().rev().find_map(|reply| match reply {
        Reply::Answer { body, date, .. } => Some((body, *date)),
        Reply::NotSent | Reply::MaybeSent => None,
    });
    let Some((body, date)) = answer else {
        return (Vec::new(), None);
    };
    let secrets = secrets.iter().filter(|secret| !secret.expose().is_empty());
    let text = String::from_utf8_lossy(body).into_owned();
    let clean = secrets.fold(text, |text, secret| text.replace(secret.expose(), "…"));
    (clean.into_bytes(), date)
}
