//! The virtual clock: the system's time plus an offset that only grows.
//!
//! A till in training takes this clock for its own, so "next day" moves the shop and the
//! provider together.

use std::sync::{Mutex, PoisonError};

/// The latest instant the clock may show: 2200-01-01T00:00:00Z. Dates stay printable.
pub(crate) const LATEST_MS: i64 = 7_258_118_400_000;

/// Where the clock takes its time from before the offset is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The clock of the machine.
    System,
    /// Stands still at this instant (milliseconds since 1970, UTC) and moves only when advanced.
    /// Tests want this one.
    Fixed(i64),
}

/// Tells the time. Never goes backwards, even when the system's clock does.
#[derive(Debug)]
pub(crate) struct Clock {
    source: TimeSource,
    hands: Mutex<Hands>,
}

#[derive(Debug)]
struct Hands {
    offset_ms: i64,
    shown_ms: i64,
}

/// The clock was asked to go further than [`LATEST_MS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clock does not go past the year 2200")]
pub(crate) struct TooFar;

impl Clock {
    /// `seen_ms` is the latest instant that the stored orders know of.
    pub(crate) fn new(source: TimeSource, offset_ms: i64, seen_ms: i64) -> Self {
        Self { source, hands: Mutex::new(Hands { offset_ms, shown_ms: seen_ms }) }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        let read = self.source_ms().saturating_add(hands.offset_ms);
        hands.shown_ms = hands.shown_ms.max(read);
        hands.shown_ms
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner).offset_ms
    }

    /// Moves the clock forward by `ms` and returns the new offset.
    pub(crate) fn advance(&self, ms: u64) -> Result<i64, TooFar> {
        let now = self.now_ms();
        let step = i64::try_from(ms).map_err(|_| TooFar)?;
        let target = now.checked_add(step).filter(|at| *at <= LATEST_MS).ok_or(TooFar)?;
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        hands.offset_ms = hands.offset_ms.max(target.saturating_sub(self.source_ms()));
        Ok(hands.offset_ms)
    }

    fn source_ms(&self) -> i64 {
        match self.source {
            TimeSource::System => jiff::Timestamp::now().as_millisecond(),
            TimeSource::Fixed(start_ms) => start_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_forward_only() {
        let clock = Clock::new(TimeSource::Fixed(1_000), 0, 0);
        assert_eq!(clock.now_ms(), 1_000);
        assert_eq!(clock.advance(500), Ok(500));
        assert_eq!(clock.now_ms(), 1_500);
        assert_eq!(clock.advance(u64::MAX), Err(TooFar));
        assert_eq!(clock.now_ms(), 1_500);
    }

    #[test]
    fn does_not_fall_behind_what_was_stored() {
        let clock = Clock::new(TimeSource::Fixed(1_000), 0, 5_000);
        assert_eq!(clock.now_ms(), 5_000);
        assert_eq!(clock.advance(1), Ok(4_001));
        assert_eq!(clock.now_ms(), 5_001);
    }
}
