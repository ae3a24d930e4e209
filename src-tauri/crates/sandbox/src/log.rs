//! What came in, one line a request, so that a test can say "not again without a proof".

use std::collections::VecDeque;

use serde::Serialize;

use crate::faults::{Effect, Service};

/// How many requests are remembered; older ones are forgotten first.
const KEPT: usize = 100_000;

/// One request, as the sandbox saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// When, by the virtual clock (milliseconds, UTC).
    pub at: i64,
    /// Which service was called.
    pub service: Service,
    /// The provider's word for what was asked.
    pub command: String,
    /// The type of the transaction that it asked for.
    pub kind: Option<String>,
    /// What it was about: our reference, or the provider's number.
    pub subject: Option<String>,
    /// The card that it named: its first six and last four digits.
    pub card: Option<String>,
    /// The fault that struck it.
    pub effect: Option<Effect>,
    /// What the provider made of it; nothing when the request never reached the provider.
    pub verdict: Option<Verdict>,
}

/// What the provider made of a request. The client knows only if the answer reached it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It did or told what was asked.
    Done,
    /// It knows of nothing like that.
    NotFound,
    /// It refused.
    Refused,
}

/// The requests that are remembered, oldest first. Not kept over a restart.
#[derive(Debug, Default)]
pub(crate) struct Log {
    seen: VecDeque<Seen>,
}

impl Log {
    pub(crate) fn note(&mut self, seen: Seen) {
        if self.seen.len() == KEPT {
            self.seen.pop_front();
        }
        self.seen.push_back(seen);
    }

    pub(crate) fn clear(&mut self) {
        self.seen.clear();
    }

    pub(crate) fn list(&self) -> Vec<Seen> {
        self.seen.iter().cloned().collect()
    }
}
