//! What time it is. The clock is a parameter everywhere, so tests and training can move it.

use std::time::{SystemTime, UNIX_EPOCH};

use cobro_domain::time::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Timestamp;
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The sandbox's clock, which runs ahead: in training, the till's clock is this one.
#[derive(Clone, Debug)]
pub struct SandboxClock(pub cobro_sandbox::Control);

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.now_ms())
    }
}
