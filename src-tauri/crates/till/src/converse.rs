//! Asking a provider: its steps and the carrier in turn, until there is an outcome.

use cobro_domain::time::Timestamp;
use cobro_ledger::LedgerError;
use cobro_providers::{
    operation::{Operation, Question},
    outcome::{Lost, Outcome, Refusal, RefusalKind},
    provider::Step,
    settings::Secret,
    wire::Reply,
};
use zeroize::Zeroize;

use crate::{deliver::Turn, event::TillEvent, merchants::Ready, till::Till};

/// The most requests that one operation takes; a provider that wants more is wrong.
const STEPS_MAX: usize = 4;

/// The longest security code of a card.
const CODE_MAX: usize = 4;

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
        // The account's, and those of what was sent: a card, for one.
        let mut secrets = ready.secrets.clone();
        let mut ended = Outcome::Lost(Lost::Unreadable { excerpt: String::new() });
        for _ in 0..=STEPS_MAX {
            match ready.provider.step(operation, self.now(), &replies) {
                Ok(Step::Send(mut request)) if replies.len() < STEPS_MAX => {
                    replies.push(self.carrier.send(&request));
                    // It may have held a card: nothing of it stays in memory.
                    request.body.zeroize();
                    secrets.append(&mut request.secrets);
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
        if !replies.is_empty() {
            self.note_line(ready, &ended);
        }
        self.heed_refusal(ready, &ended);
        let (message, date) = last_answer(&replies, &secrets);
        Conversation { outcome: ended, message, date }
    }

    /// Tries a line that is down: else the next customer would be asked for an address without
    /// need, until something else happens to call.
    pub(crate) fn try_line(&self) -> Result<Turn, LedgerError> {
        match self.lines.to_be_tried(self.now(), |account| !self.is_paused(account)) {
            Err(next) => Ok(Turn::Idle(next)),
            Ok(account) => {
                if let Ok(ready) = self.ready(account) {
                    self.converse(&ready, &Operation::Question(Question::Ping));
                }
                Ok(Turn::Worked)
            }
        }
    }

    /// Notes what the end of an operation that was sent says about the line.
    fn note_line(&self, ready: &Ready, ended: &Outcome) {
        if self.lines.note(ready.account.account, ended) {
            self.tell(&TillEvent::Status);
            self.ring();
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
    (blotted(&String::from_utf8_lossy(body), secrets).into_bytes(), date)
}

/// A text with every secret in it blotted out. A security code is short, so it is one only
/// where no other digit stands beside it: the provider's own numbers stay whole.
fn blotted(text: &str, secrets: &[Secret]) -> String {
    let secrets = secrets.iter().map(Secret::expose).filter(|secret| !secret.is_empty());
    secrets.fold(text.to_owned(), |text, secret| {
        if secret.len() > CODE_MAX {
            return text.replace(secret, "…");
        }
        let mut clean = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(secret) {
            let digit = |letter: Option<char>| letter.is_some_and(|l| l.is_ascii_alphanumeric());
            let beside = digit(before.chars().next_back().or(clean.chars().next_back()));
            let inside = beside || digit(after.chars().next());
            clean.push_str(before);
            clean.push_str(if inside { secret } else { "…" });
            rest = after;
        }
        clean.push_str(rest);
        clean
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_that_is_repeated_is_blotted_out() {
        let secrets = ["4268070000000002", "777", ""].map(|text| Secret::new(text.to_owned()));
        let cases = [
            (r#"{"number":"4268070000000002"}"#, r#"{"number":"…"}"#),
            (r#"{"securityCode":"777","order":177712}"#, r#"{"securityCode":"…","order":177712}"#),
            ("777", "…"),
            ("777 777777 777", "… 777777 …"),
            ("nothing", "nothing"),
        ];
        for (said, kept) in cases {
            assert_eq!(blotted(said, &secrets), kept);
        }
    }
}
