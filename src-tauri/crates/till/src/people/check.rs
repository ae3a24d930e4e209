//! Is this their PIN? Each time it is not, the next one waits longer.
//!
//! A try is counted before it is looked at, so that pulling the plug does not take it back.

use cobro_domain::{
    ids::{Actor, UserId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{Fact, UserLockedOut},
    views::users,
    working::pins::{self, Failures},
};
use zeroize::Zeroizing;

use super::{PeopleError, pin};
use crate::till::{Till, lock};

/// So many wrong PINs are a slip of the finger; each one more doubles the wait.
const FREE: u32 = 2;

/// The first wait.
const FIRST: Span = Span::seconds(30);

/// No wait is longer: somebody has to be able to sell.
const LONGEST: Span = Span::hours(1);

/// How long the PIN after so many wrong ones waits.
fn wait_after(count: u32) -> Span {
    let Some(doubled) = count.checked_sub(FREE + 1) else { return Span::ZERO };
    let wait = FIRST.as_millis().saturating_mul(1_i64.checked_shl(doubled.min(20)).unwrap_or(1));
    Span::millis(wait.min(LONGEST.as_millis()))
}

/// How long the next PIN still waits. A clock that was turned back makes nobody wait longer
/// than they would have from the start.
pub(super) fn wait_left(failures: Option<Failures>, now: Timestamp) -> Span {
    let Some(Failures { count, at }) = failures else { return Span::ZERO };
    let wait = wait_after(count).as_millis();
    let waited = now.since(at).as_millis().max(0);
    Span::millis(wait.saturating_sub(waited).max(0))
}

impl Till {
    /// Says whether it is the PIN of somebody who may sign in, and counts the try. Whoever
    /// books what follows also forgets the count.
    pub(super) fn check_pin(&self, id: UserId, typed: &str) -> Result<(), PeopleError> {
        let _alone = lock(&self.desk.checking);
        let typed = Zeroizing::new(typed.trim().to_owned());
        let verifier = self.read(|reader| {
            let user = users::read(reader.conn(), id)?.filter(|user| user.active);
            user.ok_or(PeopleError::NotFound)?;
            pins::read(reader.conn(), id)?.ok_or(PeopleError::NoPin)
        })?;
        let key = self.pin_key()?.filter(|key| key.id() == verifier.key);
        let key = key.ok_or(PeopleError::KeyMissing)?;
        let count = match self.book(Actor::till(), |booking| count_try(booking, id))? {
            Ok(count) => count,
            Err(wait) => return Err(PeopleError::Waiting { wait }),
        };
        if pin::is_right(&typed, &key, &verifier)? {
            return Ok(());
        }
        let wait = wait_after(count);
        if wait > Span::ZERO {
            let fact = Fact::UserLockedOut(UserLockedOut { user: id, failures: count, wait });
            self.book(Actor::till(), |booking| booking.append(&fact))?;
        }
        Err(PeopleError::WrongPin { wait })
    }
}

/// Counts a try that may be made: the how many-th it is, or how long it has to wait.
fn count_try(booking: &mut Booking<'_, '_>, id: UserId) -> Result<Result<u32, Span>, LedgerError> {
    let (conn, now) = (booking.conn(), booking.at());
    let known = pins::failures(conn, id)?;
    let left = wait_left(known, now);
    if left > Span::ZERO {
        // After the clock was turned back, the wait begins anew: it must come to an end.
        if let Some(failures) = known.filter(|failures| now < failures.at) {
            pins::note(conn, id, Some(Failures { at: now, ..failures }))?;
        }
        return Ok(Err(left));
    }
    let count = known.map_or(0, |failures| failures.count).saturating_add(1);
    pins::note(conn, id, Some(Failures { count, at: now }))?;
    Ok(Ok(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let waits: Vec<_> = (0..12).map(|n| wait_after(n).as_millis() / 1_000).collect();
        assert_eq!(waits, [0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        assert_eq!(wait_after(u32::MAX), LONGEST);
    }

    #[test]
    fn what_was_waited_counts_unless_the_clock_was_turned_back() {
        let at = Timestamp::from_millis(1_000_000_000);
        let failures = Some(Failures { count: 3, at });
        for (later, left) in [(0, 30), (10, 20), (30, 0), (1_000, 0), (-1, 30), (-86_400_000, 30)] {
            let now = at.plus(Span::seconds(later));
            assert_eq!(wait_left(failures, now), Span::seconds(left), "{later}");
        }
        assert_eq!(wait_left(None, at), Span::ZERO);
    }
}
