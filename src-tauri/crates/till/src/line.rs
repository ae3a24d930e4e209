//! Whether the providers can be reached, as far as the last calls tell.

use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use cobro_domain::time::{Span, Timestamp};

/// The state of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing was tried yet.
    Idle,
    /// The last call got an answer.
    Online,
    /// The last call did not get through.
    Offline,
}

/// How often the line is tried while it is down.
const TRY_EVERY: Span = Span::seconds(30);

/// The line, shared by all that call.
#[derive(Debug, Default)]
pub(crate) struct LineState {
    word: AtomicU8,
    /// When it was tried for its own sake, in milliseconds.
    tried_at: AtomicI64,
}

impl LineState {
    pub(crate) fn get(&self) -> Line {
        match self.word.load(Ordering::Relaxed) {
            1 => Line::Online,
            2 => Line::Offline,
            _ => Line::Idle,
        }
    }

    /// Notes what became of a call; whether that is news.
    pub(crate) fn note(&self, answered: bool) -> bool {
        let word = if answered { 1 } else { 2 };
        self.word.swap(word, Ordering::Relaxed) != word
    }

    /// Whether it is time to try it again, which the caller then does.
    pub(crate) fn is_to_be_tried(&self, now: Timestamp) -> bool {
        // A clock that was put back does not keep the line down.
        let waits = (self.tried_at()..self.try_again_at()).contains(&now);
        if !waits {
            self.tried_at.store(now.millis(), Ordering::Relaxed);
        }
        !waits
    }

    /// When it is time to try it again.
    pub(crate) fn try_again_at(&self) -> Timestamp {
        self.tried_at().plus(TRY_EVERY)
    }

    fn tried_at(&self) -> Timestamp {
        Timestamp::from_millis(self.tried_at.load(Ordering::Relaxed))
    }
}
