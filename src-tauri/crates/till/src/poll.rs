//! Asking until each charge is settled, at the pace that each provider allows.

use cobro_domain::act::ActState;
use cobro_domain::{
    charge::ChargeState,
    ids::{Actor, ChargeId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, LedgerError,
    views::charges::{self, Charge},
    working::{
        acts, messages,
        polls::{self, Poll},
    },
};
use cobro_providers::{
    capabilities::{MethodRule, PollPolicy},
    outcome::Outcome,
};

use crate::{
    converse::Conversation,
    deliver::Turn,
    fold::fold,
    merchants::{MerchantError, Ready, is_about_credentials},
    random::with_jitter,
    till::Till,
};

/// What is asked for when a method is no longer offered: as slowly as anything is.
const SLOW: PollPolicy =
    PollPolicy { first: Span::minutes(7), every: Span::hours(1), after_expiry: Span::days(2) };

/// The wait after the first look-up that was not answered; it doubles with each in a row.
const RETRY: Span = Span::minutes(1);

/// How often everything that money may still come for is asked about once more.
const SWEEP_EVERY: Span = Span::days(1);

/// How far back a sweep goes.
const SWEEP_BACK: Span = Span::days(60);

/// Why a charge was not looked up.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The provider wants more time between two look-ups.
    #[error("the provider does not want to be asked before {allowed_at:?}")]
    TooSoon {
        /// When it may be asked again.
        allowed_at: Timestamp,
    },
    /// There is no such charge.
    #[error("there is no such charge")]
    NotFound,
    /// The account cannot be asked, or the provider could not be reached.
    #[error(transparent)]
    Merchant(#[from] MerchantError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Till {
    /// Looks up the charge whose turn it is.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn poll_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        for poll in self.read(|reader| polls::due(reader.conn(), now, 50))? {
            let Some(charge) = self.read(|reader| charges::read(reader.conn(), poll.charge))?
            else {
                self.book(Actor::till(), |booking| polls::stop(booking.conn(), poll.charge))?;
                continue;
            };
            if self.is_paused(charge.account) {
                continue;
            }
            match self.ready(charge.account) {
                Ok(ready) => {
                    self.ask(&charge, &ready)?;
                    return Ok(Turn::Worked);
                }
                Err(error) => {
                    tracing::warn!(%error, account = %charge.account, "an account cannot ask");
                }
            }
        }
        let next = self.read(|reader| polls::next_at(reader.conn()))?;
        Ok(Turn::Idle(next.filter(|at| *at > now)))
    }

    /// Looks a charge up because a person asks, no sooner than the provider allows.
    ///
    /// # Errors
    /// [`CheckError`].
    pub fn check_now(&self, id: ChargeId) -> Result<(), CheckError> {
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.ok_or(CheckError::NotFound)?;
        let ready = self.ready(charge.account)?;
        let allowed_at = self.check_allowed_at(&charge, &ready)?;
        if self.now() < allowed_at {
            return Err(CheckError::TooSoon { allowed_at });
        }
        let act = self.read(|reader| acts::of_charge(reader.conn(), id))?;
        match act.filter(|act| act.state == ActState::Unknown) {
            Some(act) => {
                self.resolve(&act, &charge)?;
            }
            None => self.ask(&charge, &ready)?,
        }
        Ok(())
    }

    /// When the provider may be asked about a charge again.
    pub(crate) fn check_allowed_at(
        &self,
        charge: &Charge,
        ready: &Ready,
    ) -> Result<Timestamp, LedgerError> {
        let rule = ready.provider.capabilities().method(&charge.method);
        let (first, floor) =
            rule.map_or((SLOW.first, SLOW.every), |r| (r.poll.first, r.check_floor));
        self.read(|reader| {
            let act = acts::of_charge(reader.conn(), charge.id)?;
            if let Some(act) = act.filter(|act| act.state == ActState::Unknown) {
                return Ok(act.not_before);
            }
            let poll = polls::read(reader.conn(), charge.id)?;
            let since_issue = charge.issued_at.unwrap_or(charge.requested_at).plus(first);
            Ok(poll.and_then(|poll| poll.last_at).map_or(since_issue, |last| last.plus(floor)))
        })
    }

    fn ask(&self, charge: &Charge, ready: &Ready) -> Result<(), LedgerError> {
        let conversation = self.look_up(ready, charge);
        let rule = ready.provider.capabilities().method(&charge.method).cloned();
        self.book(Actor::till(), |booking| {
            self.settle_poll(booking, charge, rule.as_ref(), &conversation)
        })?;
        self.announce(charge.id)
    }

    fn settle_poll(
        &self,
        booking: &mut Booking<'_, '_>,
        charge: &Charge,
        rule: Option<&MethodRule>,
        conversation: &Conversation,
    ) -> Result<(), LedgerError> {
        let now = booking.at();
        let before = polls::read(booking.conn(), charge.id)?;
        let failures = before.map_or(0, |poll| poll.failures);
        let mut answered = true;
        match &conversation.outcome {
            Outcome::Charge(reports) => {
                let digest = messages::digest(&conversation.message);
                fold(booking, charge.id, reports, &digest)?;
            }
            // Issued once, so this is the provider's lag or its loss: the sweep asks again.
            Outcome::NotFound => {}
            Outcome::Refused(refusal) => {
                if is_about_credentials(refusal) {
                    self.pause(charge.account);
                }
            }
            Outcome::NotSent | Outcome::Lost(_) => answered = false,
            Outcome::Pong | Outcome::Methods(_) => {}
        }
        let Some(after) = charges::read(booking.conn(), charge.id)? else {
            return Ok(());
        };
        let failures = if answered { 0 } else { failures.saturating_add(1) };
        let policy = rule.map_or(SLOW, |rule| rule.poll);
        match next_look(&after, policy, now, failures) {
            Some(next_at) => polls::put(
                booking.conn(),
                &Poll { charge: charge.id, next_at, last_at: Some(now), failures },
            ),
            None => polls::stop(booking.conn(), charge.id),
        }
    }

    /// Plans a look-up for everything that money may still come for and that nobody watches,
    /// once a day.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn sweep_if_due(&self) -> Result<Turn, LedgerError> {
        use cobro_ledger::working::preferences;
        let now = self.now();
        let swept = self.read(|reader| preferences::read(reader.conn(), "swept-at"))?;
        let swept = swept.and_then(|text| text.parse().ok()).map(Timestamp::from_millis);
        if let Some(at) = swept.filter(|at| now.since(*at) < SWEEP_EVERY && *at <= now) {
            return Ok(Turn::Idle(Some(at.plus(SWEEP_EVERY))));
        }
        let from = now.minus(SWEEP_BACK);
        let unpaid = self.read(|reader| charges::unpaid_since(reader.conn(), from))?;
        self.book(Actor::till(), |booking| {
            preferences::put(booking.conn(), "swept-at", &now.millis().to_string())?;
            for charge in unpaid.iter().filter(|charge| charge.provider_id.is_some()) {
                if polls::read(booking.conn(), charge.id)?.is_none() {
                    let next_at = now.plus(with_jitter(RETRY));
                    let poll = Poll { charge: charge.id, next_at, last_at: None, failures: 0 };
                    polls::put(booking.conn(), &poll)?;
                }
            }
            Ok(Turn::Idle(Some(now.plus(SWEEP_EVERY))))
        })
    }
}

/// When a charge that was just issued is looked up first.
pub(crate) fn plan_first(ready: &Ready, charge: &Charge, now: Timestamp) -> Timestamp {
    let rule = ready.provider.capabilities().method(&charge.method);
    now.plus(with_jitter(rule.map_or(SLOW, |rule| rule.poll).first))
}

/// When a charge is looked up next, if at all.
fn next_look(
    charge: &Charge,
    policy: PollPolicy,
    now: Timestamp,
    failures: u32,
) -> Option<Timestamp> {
    let until = watched_until(charge, policy)?;
    if failures > 0 {
        let doubled = RETRY.as_millis().saturating_mul(1_i64 << failures.min(6));
        let wait = Span::millis(doubled.min(policy.every.as_millis()));
        return Some(now.plus(with_jitter(wait)));
    }
    let next = now.plus(with_jitter(policy.every));
    if next <= until {
        return Some(next);
    }
    (now < until).then_some(until)
}

/// Until when money is expected for a charge; polling outlives its expiry.
fn watched_until(charge: &Charge, policy: PollPolicy) -> Option<Timestamp> {
    match charge.state {
        ChargeState::Requested
        | ChargeState::Pending
        | ChargeState::Authorized
        | ChargeState::Expired
        | ChargeState::Cancelled
        | ChargeState::Disputed => {
            let expiry = charge.voucher.as_ref().and_then(|voucher| voucher.expires_at);
            let issued = charge.issued_at.unwrap_or(charge.requested_at);
            Some(expiry.unwrap_or(issued.plus(Span::days(7))).plus(policy.after_expiry))
        }
        ChargeState::Paid
        | ChargeState::Declined
        | ChargeState::Voided
        | ChargeState::Lapsed
        | ChargeState::Reversed => None,
    }
}
