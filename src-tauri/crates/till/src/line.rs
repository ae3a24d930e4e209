//! Whether the providers can be reached, as far as the last calls tell.

use std::{collections::BTreeMap, sync::Mutex};

use cobro_domain::{
    ids::MerchantAccountId,
    time::{Span, Timestamp},
};

use cobro_providers::outcome::{Lost, Outcome};

use crate::till::{Till, lock};

/// The state of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing was tried yet.
    Idle,
    /// The last call got an answer.
    Online,
    /// The last call did not get through, or not past whoever stands in the way.
    Offline,
}

/// How often a line is tried while it is down.
const TRY_EVERY: Span = Span::seconds(30);

/// The line of one account.
#[derive(Clone, Copy, Debug)]
struct State {
    line: Line,
    /// Whether somebody on the way answers in the provider's place: what is sent may as well not
    /// be.
    barred: bool,
    /// When it was tried for its own sake.
    tried_at: Timestamp,
}

/// The lines, shared by all that call: each account has addresses of its own, and one that is
/// mistyped says nothing about the others.
#[derive(Debug, Default)]
pub(crate) struct Lines(Mutex<BTreeMap<MerchantAccountId, State>>);

impl Lines {
    /// The line of one account.
    pub(crate) fn of(&self, account: MerchantAccountId) -> Line {
        lock(&self.0).get(&account).map_or(Line::Idle, |state| state.line)
    }

    /// When a line that is down is to be tried next.
    pub(crate) fn down_until(&self, account: MerchantAccountId) -> Option<Timestamp> {
        let lines = lock(&self.0);
        let state = lines.get(&account).filter(|state| state.line == Line::Offline)?;
        Some(state.tried_at.plus(TRY_EVERY))
    }

    /// Whether nothing should be sent until the line was tried.
    pub(crate) fn is_barred(&self, account: MerchantAccountId) -> bool {
        lock(&self.0).get(&account).is_some_and(|state| state.barred)
    }

    /// Notes how a call ended; whether that is news.
    pub(crate) fn note(&self, account: MerchantAccountId, outcome: &Outcome) -> bool {
        let line = match outcome {
            Outcome::NotSent | Outcome::Lost(Lost::NoAnswer | Lost::Barred { .. }) => Line::Offline,
            Outcome::Lost(Lost::Unavailable { .. } | Lost::Unreadable { .. })
            | Outcome::Pong
            | Outcome::Methods(_)
            | Outcome::Charge(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::Promotions(_)
            | Outcome::NotFound
            | Outcome::Refused(_) => Line::Online,
        };
        let barred = matches!(outcome, Outcome::Lost(Lost::Barred { .. }));
        let mut lines = lock(&self.0);
        let before = lines.get(&account).map_or(Line::Idle, |state| state.line);
        let tried_at = lines.get(&account).map(|state| state.tried_at).unwrap_or_default();
        lines.insert(account, State { line, barred, tried_at });
        before != line
    }

    /// Nothing is known of an account whose addresses may have changed.
    pub(crate) fn forget(&self, account: MerchantAccountId) {
        lock(&self.0).remove(&account);
    }

    /// A line that is down and whose time has come to be tried, which the caller then does; or
    /// when the next one's time comes.
    pub(crate) fn to_be_tried(
        &self,
        now: Timestamp,
        may: impl Fn(MerchantAccountId) -> bool,
    ) -> Result<MerchantAccountId, Option<Timestamp>> {
        let mut soonest: Option<Timestamp> = None;
        for (account, state) in lock(&self.0).iter_mut() {
            if state.line != Line::Offline || !may(*account) {
                continue;
            }
            let next = state.tried_at.plus(TRY_EVERY);
            // A clock that was put back does not keep a line down.
            if !(state.tried_at..next).contains(&now) {
                state.tried_at = now;
                return Ok(*account);
            }
            soonest = Some(soonest.map_or(next, |at| at.min(next)));
        }
        Err(soonest)
    }
}

impl Till {
    /// Whether providers can be reached: offline only when nothing that should be reached is.
    #[must_use]
    pub fn line(&self) -> Line {
        let lines = lock(&self.lines.0);
        let called = lines.iter().filter(|(account, _)| !self.is_paused(**account));
        let called: Vec<Line> = called.map(|(_, state)| state.line).collect();
        match called.as_slice() {
            lines if lines.contains(&Line::Online) => Line::Online,
            lines if lines.contains(&Line::Offline) => Line::Offline,
            _ => Line::Idle,
        }
    }

    /// Whether the provider of one account can be reached.
    #[must_use]
    pub fn line_of(&self, account: MerchantAccountId) -> Line {
        self.lines.of(account)
    }

    /// The settings of an account are new: what was known of its line says nothing any more.
    pub(crate) fn has_been_mended(&self, account: MerchantAccountId) {
        self.lines.forget(account);
        self.ring();
    }
}
