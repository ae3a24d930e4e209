//! How far a walk along the chain is: one at a time, and the window asks.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use cobro_till::audit::Progress;
use serde::Serialize;

/// How far a walk is.
#[derive(Clone, Copy, Debug, Serialize, specta::Type)]
pub(crate) struct ChainProgress {
    /// Facts looked at.
    done: u32,
    /// Facts in all; 0 before the walk began.
    of: u32,
}

/// The walk that is under way.
#[derive(Default)]
pub(crate) struct ChainWalk {
    done: AtomicI64,
    of: AtomicI64,
    stop: AtomicBool,
}

impl ChainWalk {
    /// A walk begins.
    pub(crate) fn begin(&self) {
        self.note(Progress { done: 0, of: 0 });
        self.stop.store(false, Ordering::Relaxed);
    }

    /// Notes how far it is; false when somebody broke it off.
    pub(crate) fn note(&self, progress: Progress) -> bool {
        self.done.store(progress.done, Ordering::Relaxed);
        self.of.store(progress.of, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// Breaks it off.
    pub(crate) fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> ChainProgress {
        let small = |n: i64| u32::try_from(n).unwrap_or_default();
        ChainProgress {
            done: small(self.done.load(Ordering::Relaxed)),
            of: small(self.of.load(Ordering::Relaxed)),
        }
    }
}
