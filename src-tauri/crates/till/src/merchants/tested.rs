//! The connection test: whether a provider is there, agrees, and what the account has.

use std::time::Instant;

use cobro_domain::{
    ids::{Actor, MerchantAccountId},
    time::{Span, Timestamp},
};
use cobro_providers::{
    operation::{Operation, Question},
    outcome::{Lost, Outcome},
};

use super::{MerchantError, Tested};
use crate::{converse::Conversation, mail::merchant_connected, till::Till};

/// How far the till's clock may be from a provider's before signatures and expiries go wrong.
const CLOCK_TOLERANCE: Span = Span::minutes(5);

impl Till {
    /// Asks the provider whether it is there, whether the credentials are right, and which
    /// methods the account has.
    ///
    /// # Errors
    /// [`MerchantError`] says which of the three is not so.
    pub fn test_merchant(&self, id: MerchantAccountId) -> Result<Tested, MerchantError> {
        let ready = self.ready(id)?;
        let began = Instant::now();
        let ping = self.converse(&ready, &Operation::Question(Question::Ping));
        check_clock(&ping, self.now())?;
        understood(ping.outcome)?;
        let methods = self.converse(&ready, &Operation::Question(Question::Methods));
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let methods = match understood(methods.outcome)? {
            Outcome::Methods(methods) => methods,
            Outcome::Pong
            | Outcome::Charge(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::Promotions(_)
            | Outcome::NotFound
            | Outcome::Refused(_)
            | Outcome::NotSent
            | Outcome::Lost(_) => Vec::new(),
        };
        self.resume(id);
        let told = self.book(Actor::till(), |booking| merchant_connected(booking, id));
        match told {
            Ok(true) => self.ring(),
            Ok(false) => {}
            // The account works all the same; the next test tells.
            Err(error) => tracing::warn!(%error, account = %id, "nobody is told by mail"),
        }
        Ok(Tested { methods, took_ms })
    }
}

fn check_clock(conversation: &Conversation, now: Timestamp) -> Result<(), MerchantError> {
    let Some(theirs) = conversation.date else {
        return Ok(());
    };
    let off = now.since(theirs).as_millis();
    if off.abs() <= CLOCK_TOLERANCE.as_millis() {
        return Ok(());
    }
    Err(MerchantError::Clock { minutes: off / Span::minutes(1).as_millis() })
}

/// The outcome, unless it says that the question was not answered.
fn understood(outcome: Outcome) -> Result<Outcome, MerchantError> {
    match outcome {
        Outcome::NotSent | Outcome::Lost(Lost::NoAnswer | Lost::Unavailable { .. }) => {
            Err(MerchantError::Unreachable)
        }
        Outcome::Lost(Lost::Barred { status }) => {
            Err(MerchantError::Unreadable { excerpt: format!("HTTP {status}") })
        }
        Outcome::Lost(Lost::Unreadable { excerpt }) => Err(MerchantError::Unreadable { excerpt }),
        Outcome::Refused(refusal) => Err(MerchantError::Refused(refusal)),
        answered @ (Outcome::Pong
        | Outcome::Methods(_)
        | Outcome::Charge(_)
        | Outcome::FollowedUp(..)
        | Outcome::StoredCards(_)
        | Outcome::Forgotten
        | Outcome::Promotions(_)
        | Outcome::NotFound) => Ok(answered),
    }
}
