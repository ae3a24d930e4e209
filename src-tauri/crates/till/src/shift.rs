//! Shifts: who answers for the drawer, what is put in and taken out beside sales, what was
//! counted, and how a shift ends.
//!
//! What should be in the drawer is kept nowhere. It is what the drawer's postings say since the
//! shift was opened, its float included.

mod close;
mod days;
mod paper;
mod tally;

use cobro_domain::{
    account::{Account, EntryError},
    cash::{Count, CountError},
    ids::ShiftId,
    money::{Currency, Money, MoneyError},
    name::{Name, NameError},
    people::{Document, Permission},
    shift::{CashMove, opening},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{CashMoved, DrawerOpened, Fact, ShiftOpened},
    views::{
        accounts,
        shifts::{self, Shift},
    },
    working::preferences,
};

pub(crate) use self::tally::Tally;
pub use self::{
    close::{Report, Taken},
    days::DaySales,
    paper::{ReportFile, Sight},
};
use crate::{
    event::TillEvent,
    issue::posted,
    permit::{PermitError, permit},
    sell::DRAWER,
    till::Till,
    tips,
};

const REQUIRED: &str = "shifts-required";
const ALLOWED: &str = "shift-difference";
const YES: &str = "yes";

/// Why cash was neither taken nor given; nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum DrawerError {
    /// The shop takes cash only while somebody answers for the drawer.
    #[error("no shift is open")]
    NoShift,
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why nothing became of a shift; nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum ShiftError {
    /// A shift is open already.
    #[error("a shift is open already")]
    Open,
    /// More than the tips that were taken and not paid out yet.
    #[error("only {owed} of tips is owed")]
    TipsOwed {
        /// What the staff is owed.
        owed: Money,
    },
    /// No shift is open.
    #[error("no shift is open")]
    NotOpen,
    /// There is no such shift, or it has no report yet.
    #[error("there is no such shift")]
    NotFound,
    /// The drawer was not counted yet.
    #[error("the drawer was not counted")]
    NotCounted,
    /// The count is none.
    #[error(transparent)]
    Count(#[from] CountError),
    /// Why there is a difference was not said.
    #[error("the difference of {difference} needs a reason")]
    Unexplained {
        /// The difference.
        difference: Money,
    },
    /// The amount is none, or nothing.
    #[error("the amount has to be more than nothing")]
    Nothing,
    /// The reason does not fit.
    #[error(transparent)]
    Reason(#[from] NameError),
    /// Amounts of the entry do not go together.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Whoever asks may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// No cash may be moved.
    #[error(transparent)]
    Drawer(#[from] DrawerError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<MoneyError> for ShiftError {
    fn from(error: MoneyError) -> Self {
        Self::Entry(error.into())
    }
}

/// The shift that the drawer's cash belongs to. Whatever posts to the drawer asks for it first,
/// in the same transaction: unless the shop wants shifts opened by hand, the first cash opens
/// one by itself, with the float that the books say is there.
///
/// # Errors
/// [`DrawerError::NoShift`] when the shop wants shifts and none is open.
pub(crate) fn answer_for_drawer(
    booking: &mut Booking<'_, '_>,
    currency: Currency,
) -> Result<ShiftId, DrawerError> {
    let conn = booking.conn();
    if let Some(open) = shifts::open_on(conn, DRAWER)? {
        return Ok(open.id);
    }
    if preferences::read(conn, REQUIRED)?.as_deref() == Some(YES) {
        return Err(DrawerError::NoShift);
    }
    let found = in_books(booking, currency)?;
    let shift = ShiftId::new(booking.at(), booking.random());
    booking.append(&Fact::ShiftOpened(ShiftOpened {
        shift,
        drawer: DRAWER,
        currency,
        found: found.minor(),
        float: found.minor(),
        count: None,
        postings: Vec::new(),
    }))?;
    Ok(shift)
}

fn in_books(booking: &Booking<'_, '_>, currency: Currency) -> Result<Money, LedgerError> {
    accounts::balance(booking.conn(), &Account::Cash(DRAWER).to_string(), currency)
}

impl Till {
    /// The shift that is open on the drawer.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn open_shift(&self) -> Result<Option<Shift>, LedgerError> {
        self.read(|reader| shifts::open_on(reader.conn(), DRAWER))
    }

    /// Opens a shift with what was counted in the drawer; it belongs to whoever opens it. The
    /// books of the drawer become what was counted: the rest came from the safe.
    ///
    /// # Errors
    /// [`ShiftError`]; nothing is booked.
    pub fn begin_shift(&self, count: &Count) -> Result<ShiftId, ShiftError> {
        let currency = self.currency();
        let float = count.total(currency)?;
        let shift = self.book(self.actor(), |booking| {
            if shifts::open_on(booking.conn(), DRAWER)?.is_some() {
                return Err(ShiftError::Open);
            }
            let found = in_books(booking, currency)?;
            let shift = ShiftId::new(booking.at(), booking.random());
            booking.append(&Fact::ShiftOpened(ShiftOpened {
                shift,
                drawer: DRAWER,
                currency,
                found: found.minor(),
                float: float.minor(),
                count: Some(count.clone()),
                postings: posted(&opening(DRAWER, found, float)?),
            }))?;
            Ok(shift)
        })?;
        self.tell(&TillEvent::Status);
        Ok(shift)
    }

    /// Books cash that is put into the drawer or taken out of it beside sales.
    ///
    /// # Errors
    /// [`ShiftError`]; nothing is booked.
    pub fn move_cash(&self, way: CashMove, amount: Money, reason: &str) -> Result<(), ShiftError> {
        if !amount.is_positive() {
            return Err(ShiftError::Nothing);
        }
        let reason = Name::parse(reason)?.as_str().to_owned();
        self.book(self.actor(), |booking| {
            // Before there is a shift, an approval can name none.
            let open = shifts::open_on(booking.conn(), DRAWER)?;
            let document = open.map_or(Document::Shop, |open| Document::Shift(open.id.0));
            let shift = answer_for_drawer(booking, amount.currency())?;
            permit(booking, Permission::MoveCash, document)?;
            if way == CashMove::Tips {
                let owed = tips::owed(booking.conn(), amount.currency())?;
                if amount.checked_sub(owed)?.is_positive() {
                    return Err(ShiftError::TipsOwed { owed });
                }
            }
            booking.append(&Fact::CashMoved(CashMoved {
                shift,
                drawer: DRAWER,
                way,
                reason,
                currency: amount.currency(),
                amount: amount.minor(),
                postings: posted(&way.entry(DRAWER, amount)?),
            }))?;
            Ok::<_, ShiftError>(())
        })?;
        self.kick_drawer();
        self.tell(&TillEvent::Status);
        Ok(())
    }

    /// Notes that the drawer is opened without a sale, by whoever may or with an approval, and
    /// opens it if it hangs on a printer.
    ///
    /// # Errors
    /// [`ShiftError`]; it stays closed.
    pub fn open_drawer(&self) -> Result<(), ShiftError> {
        self.book(self.actor(), |booking| {
            let shift = shifts::open_on(booking.conn(), DRAWER)?.map(|shift| shift.id);
            let document = shift.map_or(Document::Shop, |shift| Document::Shift(shift.0));
            permit(booking, Permission::OpenDrawer, document)?;
            booking.append(&Fact::DrawerOpened(DrawerOpened { shift, drawer: DRAWER }))?;
            Ok::<_, ShiftError>(())
        })?;
        self.kick_drawer();
        Ok(())
    }

    /// Whether cash is taken only while a shift is open that somebody opened.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn shifts_required(&self) -> Result<bool, LedgerError> {
        let word = self.read(|reader| preferences::read(reader.conn(), REQUIRED))?;
        Ok(word.as_deref() == Some(YES))
    }

    /// Decides whether cash is taken only while a shift is open.
    ///
    /// # Errors
    /// [`ShiftError`]; nothing is changed.
    pub fn require_shifts(&self, required: bool) -> Result<(), ShiftError> {
        let word = if required { YES } else { "no" };
        self.rule(REQUIRED, word)?;
        self.tell(&TillEvent::Status);
        Ok(())
    }

    /// The largest difference that needs no reason; none does, unless the shop says otherwise.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn allowed_difference(&self) -> Result<Money, LedgerError> {
        self.read(|reader| allowed(reader.conn(), self.currency()))
    }

    /// Sets the largest difference that needs no reason.
    ///
    /// # Errors
    /// [`ShiftError`]; nothing is changed.
    pub fn allow_difference(&self, amount: Money) -> Result<(), ShiftError> {
        if amount.minor() < 0 {
            return Err(ShiftError::Nothing);
        }
        self.rule(ALLOWED, &amount.minor().to_string())
    }

    fn rule(&self, name: &str, value: &str) -> Result<(), ShiftError> {
        self.book(self.actor(), |booking| {
            permit(booking, Permission::Settings, Document::Shop)?;
            Ok(preferences::put(booking.conn(), name, value)?)
        })
    }
}

fn allowed(conn: &cobro_ledger::Connection, currency: Currency) -> Result<Money, LedgerError> {
    let text = preferences::read(conn, ALLOWED)?;
    let minor = text.and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(Money::new(minor, currency))
}
