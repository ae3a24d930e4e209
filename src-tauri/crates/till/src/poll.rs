//! Asking until each charge is settled, at the pace that each provider allows.

use cobro_domain::{
    act::ActState,
    charge::ChargeState,
    ids::{Actor, ChargeId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{ChargeReported, Fact},
    views::charges::{self, Charge, UnpaidPlace},
    working::{
        acts, messages,
        polls::{self, Poll},
        preferences,
    },
};
use cobro_providers::{capabilities::PollPolicy, outcome::Outcome};
use uuid::Uuid;

mod watch;

pub(crate) use watch::watch;
use watch::{ends_unopened, next_look};

use crate::{
    converse::Conversation,
    deliver::Turn,
    fold::fold,
    line::Line,
    merchants::{MerchantError, Ready},
    random::with_jitter,
    recover::PAGE,
    till::Till,
};

/// What is asked for when a method is no longer offered: as slowly as anything is.
const SLOW: PollPolicy =
    PollPolicy { first: Span::minutes(7), every: Span::hours(1), after_expiry: Span::days(2) };

/// The wait after the first look-up that certainly did not leave; it doubles with each in a row.
const RETRY: Span = Span::minutes(1);

/// How many due look-ups are read at a time.
const DUE: u32 = 200;

/// How often everything that money may still come for is asked about once more.
const SWEEP_EVERY: Span = Span::days(1);

/// How far back a sweep goes.
const SWEEP_BACK: Span = Span::days(60);

/// When the last sweep was.
const SWEPT_AT: &str = "swept-at";

/// How far the sweep that is under way has come.
const SWEPT_TO: &str = "swept-to";

/// What is known about the last look-up of a charge.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Looked {
    /// It was issued just now; nobody has looked it up yet.
    Issued,
    /// The provider was asked then, and may have heard it.
    Asked(Timestamp),
}

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
    /// Looks up the charge whose turn it is. Accounts take turns.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn poll_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let (mut held_up, mut silent) = (Vec::new(), Vec::new());
        let mut due = self.due(now)?;
        self.rota.sort(&mut due, |(_, charge)| charge.account);
        for (poll, charge) in due {
            let account = charge.account;
            // While the line is down it is tried by itself.
            let down = self.line_of(account) == Line::Offline;
            if down || self.is_paused(account) || silent.contains(&account) {
                held_up.push(poll);
                continue;
            }
            match self.ready(charge.account) {
                Ok(ready) => {
                    self.rota.serve(account);
                    self.ask(&charge, &ready, Some(poll))?;
                    return Ok(Turn::Worked);
                }
                Err(error) => {
                    tracing::warn!(%error, account = %charge.account, "an account cannot ask");
                    silent.push(charge.account);
                    held_up.push(poll);
                }
            }
        }
        if held_up.is_empty() {
            return Ok(Turn::Idle(self.read(|reader| polls::next_at(reader.conn()))?));
        }
        self.put_off(&held_up)?;
        Ok(Turn::Worked)
    }

    /// The look-ups that are due, with what they are about.
    fn due(&self, now: Timestamp) -> Result<Vec<(Poll, Charge)>, LedgerError> {
        let (mut due, mut idle) = (Vec::new(), Vec::new());
        self.read(|reader| {
            for poll in polls::due(reader.conn(), now, DUE)? {
                match charges::read(reader.conn(), poll.charge)? {
                    Some(charge) => due.push((poll, charge)),
                    None => idle.push(poll.charge),
                }
            }
            Ok::<_, LedgerError>(())
        })?;
        for charge in idle {
            self.book(Actor::till(), |booking| polls::stop(booking.conn(), charge))?;
        }
        Ok(due)
    }

    /// Lets the look-ups behind these have their turn first.
    fn put_off(&self, polls: &[Poll]) -> Result<(), LedgerError> {
        self.book(Actor::till(), |booking| {
            for poll in polls {
                if polls::read(booking.conn(), poll.charge)? == Some(*poll) {
                    let next_at = booking.at().plus(with_jitter(RETRY));
                    polls::put(booking.conn(), &Poll { next_at, ..*poll })?;
                }
            }
            Ok(())
        })
    }

    /// Looks a charge up because a person asks, no sooner than the provider allows.
    ///
    /// # Errors
    /// [`CheckError`].
    pub fn check_now(&self, id: ChargeId) -> Result<(), CheckError> {
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.ok_or(CheckError::NotFound)?;
        let act = self.read(|reader| acts::of_charge(reader.conn(), id))?;
        let state = act.as_ref().map(|act| act.state);
        if matches!(state, Some(ActState::Queued | ActState::Sending)) {
            // The provider cannot know of it: what helps is to send it.
            self.ring();
            return Ok(());
        }
        let ready = self.ready(charge.account)?;
        let allowed_at = self.check_allowed_at(&charge)?;
        if self.now() < allowed_at {
            return Err(CheckError::TooSoon { allowed_at });
        }
        let outcome = match act.filter(|act| act.state == ActState::Unknown) {
            Some(act) => self.resolve(&act, &charge, &ready)?,
            None => {
                let poll = self.read(|reader| polls::read(reader.conn(), id))?;
                self.ask(&charge, &ready, poll)?
            }
        };
        match outcome {
            Some(Outcome::NotSent | Outcome::Lost(_)) => Err(MerchantError::Unreachable.into()),
            Some(Outcome::Refused(refusal)) => Err(MerchantError::Refused(refusal).into()),
            Some(
                Outcome::Charge(_)
                | Outcome::FollowedUp(..)
                | Outcome::StoredCards(_)
                | Outcome::Forgotten
                | Outcome::Promotions(_)
                | Outcome::NotFound
                | Outcome::Pong
                | Outcome::Methods(_),
            ) => Ok(()),
            // Somebody else asked just now.
            None => {
                let allowed_at = self.check_allowed_at(&charge)?;
                Err(CheckError::TooSoon { allowed_at })
            }
        }
    }

    /// When the provider may be asked about a charge again.
    pub(crate) fn check_allowed_at(&self, charge: &Charge) -> Result<Timestamp, LedgerError> {
        let offer = self.offer(charge.account).ok();
        let rule = offer.as_ref().and_then(|(_, offered)| offered.looks(&charge.method));
        let (first, floor) = rule.map_or((SLOW.first, SLOW.every), |(poll, f)| (poll.first, f));
        // What a clock that was ahead has noted keeps nobody from asking.
        let latest = self.now().plus(first.max(floor));
        self.read(|reader| {
            let act = acts::of_charge(reader.conn(), charge.id)?;
            if let Some(act) = act.filter(|act| act.state == ActState::Unknown) {
                return Ok(act.not_before.min(latest));
            }
            let poll = polls::read(reader.conn(), charge.id)?;
            let since_issue = charge.issued_at.unwrap_or(charge.requested_at).plus(first);
            let last_at = poll.and_then(|poll| poll.last_at);
            Ok(last_at.map_or(since_issue, |last| last.plus(floor)).min(latest))
        })
    }

    /// Looks a charge up, unless somebody else did since `seen` was read; the outcome, if it
    /// was asked.
    fn ask(
        &self,
        charge: &Charge,
        ready: &Ready,
        seen: Option<Poll>,
    ) -> Result<Option<Outcome>, LedgerError> {
        let policy = policy(ready, charge);
        let failures = seen.map_or(0, |poll| poll.failures);
        // Booked first: whatever becomes of the question, of this till or of its books, it is
        // not asked again before its time.
        let asked_at = self.book(Actor::till(), |booking| {
            if polls::read(booking.conn(), charge.id)? != seen {
                return Ok::<_, LedgerError>(None);
            }
            let (next_at, last_at) = (next_look(booking, charge, policy)?, Some(booking.at()));
            polls::put(booking.conn(), &Poll { charge: charge.id, next_at, last_at, failures })?;
            Ok(Some(booking.at()))
        })?;
        let Some(asked_at) = asked_at else {
            return Ok(None);
        };
        let conversation = self.look_up(ready, charge);
        self.book(Actor::till(), |booking| {
            if conversation.outcome != Outcome::NotSent {
                return settle_poll(booking, charge, policy, &conversation, asked_at);
            }
            let doubled = RETRY.as_millis().saturating_mul(1_i64 << failures.min(6));
            let wait = Span::millis(doubled.min(policy.every.as_millis()));
            let next_at = booking.at().plus(with_jitter(wait));
            let last_at = seen.and_then(|poll| poll.last_at);
            let failures = failures.saturating_add(1);
            polls::put(booking.conn(), &Poll { charge: charge.id, next_at, last_at, failures })
        })?;
        self.announce(charge.id);
        Ok(Some(conversation.outcome))
    }

    /// Plans a look-up for everything that money may still come for and that nobody watches,
    /// once a day.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn sweep_if_due(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let swept = self.read(|reader| preferences::read(reader.conn(), SWEPT_AT))?;
        let swept = swept.and_then(|text| text.parse().ok()).map(Timestamp::from_millis);
        if let Some(at) = swept.filter(|at| now.since(*at) < SWEEP_EVERY && *at <= now) {
            return Ok(Turn::Idle(Some(at.plus(SWEEP_EVERY))));
        }
        if self.end_long_waits()? {
            return Ok(Turn::Worked);
        }
        self.sweep(now)
    }

    /// Plans some look-ups of a sweep, or notes that it is done. It goes on where it was, also
    /// after a restart.
    fn sweep(&self, now: Timestamp) -> Result<Turn, LedgerError> {
        let slice = self.read(|reader| {
            let place = preferences::read(reader.conn(), SWEPT_TO)?.and_then(|text| place(&text));
            let start = (now.minus(SWEEP_BACK), ChargeId(Uuid::nil()));
            charges::unpaid_behind(reader.conn(), place.unwrap_or(start).max(start), PAGE)
        })?;
        self.book(Actor::till(), |booking| {
            let Some(last) = slice.last() else {
                preferences::put(booking.conn(), SWEPT_AT, &now.millis().to_string())?;
                preferences::put(booking.conn(), SWEPT_TO, "")?;
                return Ok(Turn::Idle(Some(now.plus(SWEEP_EVERY))));
            };
            for charge in slice.iter().filter(|charge| charge.provider_id.is_some()) {
                if polls::read(booking.conn(), charge.id)?.is_none() {
                    // It may have been looked up a moment ago, for the last time.
                    let next_at = now.plus(with_jitter(SLOW.every));
                    let poll = Poll { charge: charge.id, next_at, last_at: None, failures: 0 };
                    polls::put(booking.conn(), &poll)?;
                }
            }
            let place = format!("{} {}", last.requested_at.millis(), last.id);
            preferences::put(booking.conn(), SWEPT_TO, &place)?;
            Ok(Turn::Worked)
        })
    }
}

/// The place that a sweep has noted.
fn place(text: &str) -> Option<UnpaidPlace> {
    let (at, id) = text.split_once(' ')?;
    Some((Timestamp::from_millis(at.parse().ok()?), ChargeId::parse(id).ok()?))
}

fn settle_poll(
    booking: &mut Booking<'_, '_>,
    charge: &Charge,
    policy: PollPolicy,
    conversation: &Conversation,
    asked_at: Timestamp,
) -> Result<(), LedgerError> {
    match &conversation.outcome {
        Outcome::Charge(reports) => fold(booking, charge.id, reports, &conversation.message)?,
        Outcome::NotFound if ends_unopened(booking.conn(), charge, policy, booking.at())? => {
            let at = booking.at();
            let message = messages::keep(booking.conn(), at, &conversation.message)?;
            booking.append(&Fact::ChargeReported(ChargeReported {
                charge: charge.id,
                state: Some(ChargeState::Expired),
                order: None,
                text: None,
                message,
            }))?;
        }
        // Issued once, so this is the provider's lag or its loss: it is asked again.
        Outcome::NotFound
        | Outcome::Refused(_)
        | Outcome::Lost(_)
        | Outcome::NotSent
        | Outcome::Pong
        | Outcome::Methods(_)
        | Outcome::FollowedUp(..)
        | Outcome::StoredCards(_)
        | Outcome::Forgotten
        | Outcome::Promotions(_) => {}
    }
    watch(booking, charge.id, policy, Looked::Asked(asked_at))
}

/// How a charge is to be looked up.
pub(crate) fn policy(ready: &Ready, charge: &Charge) -> PollPolicy {
    ready.provider.capabilities().looks(&charge.method).map_or(SLOW, |(poll, _)| poll)
}
