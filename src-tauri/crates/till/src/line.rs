//! Whether the providers can be reached, as far as the last calls tell.

use std::sync::atomic::{AtomicU8, Ordering};

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

/// The line, shared by all that call.
#[derive(Debug, Default)]
pub(crate) struct LineState(AtomicU8);

impl LineState {
    pub(crate) fn get(&self) -> Line {
        match self.0.load(Ordering::Relaxed) {
            1 => Line::Online,
            2 => Line::Offline,
            _ => Line::Idle,
        }
    }

    /// Notes what became of a call; whether that is news.
    pub(crate) fn note(&self, answered: bool) -> bool {
        let word = if answered { 1 } else { 2 };
        self.0.swap(word, Ordering::Relaxed) != word
    }
}
