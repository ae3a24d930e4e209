//! Carrying the log of the books over while the counter sells.

use cobro_domain::time::Span;
use cobro_ledger::{Ledger, LedgerError, Log, LogCarrier};

use crate::{
    deliver::Turn,
    till::{Till, lock},
};

/// Between two looks at the log.
const BETWEEN: Span = Span::seconds(2);

/// A log that is longer than this is begun anew, in pages: 64 MiB.
const LONG: u32 = 16_000;

/// What may be carried over while the counter waits, in pages: a few milliseconds' work.
const LITTLE: u32 = 200;

/// How often the rest is carried over at most until it is so little.
const TRIES: u32 = 8;

impl Till {
    /// What the engine does about the log: it carries it over, and lets a long one begin anew.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn carry_log(&self) -> Result<Turn, LedgerError> {
        let mut kept = lock(&self.log);
        let carrier = match kept.take() {
            Some(carrier) => carrier,
            None => self.log_carrier()?,
        };
        let carried = self.carry(&carrier);
        *kept = Some(carrier);
        carried?;
        Ok(Turn::Idle(Some(self.now().plus(BETWEEN))))
    }

    fn log_carrier(&self) -> Result<LogCarrier, LedgerError> {
        lock(&self.ledger).as_mut().ok_or(LedgerError::Closed)?.log_carrier()
    }

    fn carry(&self, carrier: &LogCarrier) -> Result<(), LedgerError> {
        let mut before = carrier.carry()?;
        for _ in 0..TRIES {
            if before.pages < LONG || before.left > 0 {
                return Ok(());
            }
            // It grew while it was carried over: each time less, unless much is being booked.
            let Log { pages, left } = carrier.carry()?;
            if left == 0 && pages.saturating_sub(before.pages) < LITTLE {
                // With nobody booking all of it is carried over, and the next begins it anew.
                let _nobody_books = lock(&self.ledger);
                return carrier.carry().map(drop);
            }
            before = Log { pages, left };
        }
        Ok(())
    }

    /// Whoever books carries the log over again: nobody else does any more.
    pub(crate) fn leave_log(&self) {
        drop(lock(&self.log).take());
        let Some(Err(error)) = lock(&self.ledger).as_mut().map(Ledger::carry_log) else {
            return;
        };
        tracing::warn!(%error, "the log of the books is carried over when they are closed");
    }
}
