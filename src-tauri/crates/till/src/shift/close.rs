//! Counting the drawer, the numbers so far (X), and the end of a shift with its numbers for
//! ever (Z).

use cobro_domain::{
    cash::Count,
    ids::{Actor, ShiftId},
    money::Money,
    name::{Name, NameError},
    people::{Document, Permission},
    shift::Closing,
    time::Timestamp,
};
use cobro_ledger::{
    Booking, Connection, Head, LedgerError,
    fact::{DrawerCounted, Fact, ShiftClosed, ShiftNumbers},
    views::{
        series,
        shifts::{self, Shift},
        timeline,
    },
    working::tickets,
};

use super::{ShiftError, Tally, allowed};
use crate::{
    event::TillEvent,
    issue::posted,
    permit::permit,
    sell::DRAWER,
    till::{Till, lock},
};

/// What a count showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What was counted.
    pub counted: Money,
    /// What the books said.
    pub expected: Money,
    /// The first less the second.
    pub difference: Money,
    /// Whether the shift cannot be closed without saying why.
    pub reason_needed: bool,
}

/// The numbers of a shift: as they are now, or as it ended.
#[derive(Clone, Debug)]
pub struct Report {
    /// The shift.
    pub shift: Shift,
    /// Its numbers.
    pub numbers: ShiftNumbers,
    /// How it ended; nothing while it is open.
    pub closed: Option<ShiftClosed>,
    /// When these numbers were so.
    pub at: Timestamp,
    /// The end of the chain then: for a closed shift, its closing fact.
    pub head: Head,
}

impl Till {
    /// Counts the drawer. The count is on record before anybody is told what should be there,
    /// and so is a second one.
    ///
    /// # Errors
    /// [`ShiftError`]; nothing is booked.
    pub fn count_drawer(&self, count: &Count) -> Result<Taken, ShiftError> {
        let currency = self.currency();
        let counted = count.total(currency)?;
        self.warm()?;
        self.book(self.actor(), |booking| {
            let shift = shifts::open_on(booking.conn(), DRAWER)?.ok_or(ShiftError::NotOpen)?;
            let tally = self.tally(booking.conn(), &shift)?;
            let expected = Money::new(tally.numbers.drawer.expected()?, currency);
            let difference = counted.checked_sub(expected)?;
            booking.append(&Fact::DrawerCounted(DrawerCounted {
                shift: shift.id,
                drawer: DRAWER,
                currency,
                count: count.clone(),
                counted: counted.minor(),
                expected: expected.minor(),
            }))?;
            let reason_needed = is_large(difference, allowed(booking.conn(), currency)?);
            Ok(Taken { counted, expected, difference, reason_needed })
        })
    }

    /// Ends the open shift: its numbers are computed once and stay, the difference is booked as
    /// over or short, and what does not stay in the drawer goes to the safe. No unpaid invoice,
    /// open charge, case or ticket on hold stands in its way, nor a clock that went back.
    ///
    /// # Errors
    /// [`ShiftError`]; nothing is booked.
    pub fn end_shift(&self, kept: Money, reason: &str) -> Result<ShiftId, ShiftError> {
        if kept.minor() < 0 {
            return Err(ShiftError::Nothing);
        }
        let reason = match Name::parse(reason) {
            Err(NameError::Empty) => String::new(),
            read => read?.as_str().to_owned(),
        };
        self.warm()?;
        let id = self.book(self.actor(), |booking| self.end(booking, kept, reason))?;
        *lock(&self.running) = None;
        self.tell(&TillEvent::Status);
        Ok(id)
    }

    fn end(
        &self,
        booking: &mut Booking<'_, '_>,
        kept: Money,
        reason: String,
    ) -> Result<ShiftId, ShiftError> {
        let conn = booking.conn();
        let shift = shifts::open_on(conn, DRAWER)?.ok_or(ShiftError::NotOpen)?;
        let count = shift.counted.ok_or(ShiftError::NotCounted)?;
        permit(booking, Permission::CloseShift, Document::Shift(shift.id.0))?;
        let mut numbers = self.tally(conn, &shift)?.numbers;
        let currency = kept.currency();
        let expected = Money::new(numbers.drawer.expected()?, currency);
        // Cash that came after the count is in the drawer as the books say.
        let difference = count.counted.checked_sub(count.expected)?;
        if reason.is_empty() && is_large(difference, allowed(conn, currency)?) {
            return Err(ShiftError::Unexplained { difference });
        }
        let closing = Closing { expected, difference, kept };
        numbers.moved_since = expected != count.expected;
        numbers.held = u32::try_from(tickets::held(conn)?.len()).unwrap_or(u32::MAX);
        booking.append(&Fact::ShiftClosed(ShiftClosed {
            shift: shift.id,
            folio: series::next(conn, &format!("{}-Z", series::current(conn)?))?,
            drawer: DRAWER,
            currency,
            counted: count.counted.minor(),
            expected: expected.minor(),
            difference: difference.minor(),
            reason,
            kept: kept.minor(),
            to_safe: closing.to_safe()?.minor(),
            numbers: Box::new(numbers),
            postings: posted(&closing.entry(DRAWER)?),
        }))?;
        Ok(shift.id)
    }

    /// The numbers of the open shift so far.
    ///
    /// # Errors
    /// [`ShiftError::NotOpen`], or when the books cannot be read.
    pub fn running_report(&self) -> Result<Report, ShiftError> {
        self.read(|reader| {
            let shift = shifts::open_on(reader.conn(), DRAWER)?.ok_or(ShiftError::NotOpen)?;
            let mut numbers = self.tally(reader.conn(), &shift)?.numbers;
            let held = tickets::held(reader.conn())?.len();
            numbers.held = u32::try_from(held).unwrap_or(u32::MAX);
            Ok(Report { shift, numbers, closed: None, at: self.now(), head: reader.head()? })
        })
    }

    /// The numbers of a shift that ended, as they were then.
    ///
    /// # Errors
    /// [`ShiftError::NotFound`], or when the books cannot be read.
    pub fn closed_report(&self, id: ShiftId) -> Result<Report, ShiftError> {
        self.read(|reader| {
            let shift = shifts::read(reader.conn(), id)?.ok_or(ShiftError::NotFound)?;
            let ended = shift.ended.as_ref().ok_or(ShiftError::NotFound)?;
            let stored = timeline::fact(reader.conn(), ended.fact)?;
            let Fact::ShiftClosed(closed) = stored.decode()? else {
                return Err(ShiftError::NotFound);
            };
            let head = Head { till: stored.till, seq: stored.seq, hash: stored.hash };
            let (numbers, at) = (closed.numbers.as_ref().clone(), ended.at);
            Ok(Report { shift, numbers, closed: Some(closed), at, head })
        })
    }

    /// Shifts that ended before the fact at `before`, the newest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn ended_shifts(&self, before: Option<i64>, limit: u32) -> Result<Vec<Shift>, LedgerError> {
        self.read(|reader| shifts::page(reader.conn(), before, limit))
    }

    /// Reads the shift's facts beside the writer, so that what is left to read on it is short.
    fn warm(&self) -> Result<(), LedgerError> {
        self.read(|reader| {
            if let Some(shift) = shifts::open_on(reader.conn(), DRAWER)? {
                let tally = self.tally(reader.conn(), &shift)?;
                *lock(&self.running) = Some(tally);
            }
            Ok(())
        })
    }

    /// The numbers of a shift as `conn` sees the books. What is kept was read beside the writer:
    /// a booking that fails leaves nothing in it.
    fn tally(&self, conn: &Connection, shift: &Shift) -> Result<Tally, LedgerError> {
        let kept = lock(&self.running).clone();
        let kept = kept.filter(|tally| tally.is_of(shift));
        let mut tally = kept.unwrap_or_else(|| Tally::of(shift));
        tally.go_on(conn)?;
        Ok(tally)
    }
}

const fn is_large(difference: Money, allowed: Money) -> bool {
    difference.minor().unsigned_abs() > allowed.minor().unsigned_abs()
}

impl Report {
    /// Who closed the shift, when it was somebody else than who answered for it.
    #[must_use]
    pub fn closed_by_another(&self) -> Option<&Actor> {
        let ended = self.shift.ended.as_ref()?;
        (ended.by != self.shift.opened_by).then_some(&ended.by)
    }
}
