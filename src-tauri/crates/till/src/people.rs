//! The people who work at the till: who they are, how they sign in, what they approve.

mod about;
mod approve;
mod check;
mod desk;
mod error;
mod key;
mod pin;
mod staff;

use cobro_domain::{
    ids::{Actor, UserId},
    people::{Policy, Role},
    time::Span,
};
use cobro_ledger::{
    LedgerError,
    fact::{Fact, Leaving, UserSignedIn, UserSignedOut},
    views::users::{self, User},
    working::{approvals, pins, preferences, staff as rows},
};

pub(crate) use self::desk::Desk;
pub use self::{
    desk::Seat,
    error::PeopleError,
    pin::{PIN_MAX, PIN_MIN},
    staff::{PersonForm, PolicyForm},
};
use crate::{event::TillEvent, permit::policy_of, till::Till};

/// Where the length of the idle time is kept.
const IDLE: &str = "idle-minutes";

/// How long a till stands before it locks itself, until the shop chooses.
const IDLE_MINUTES: u16 = 10;

/// Somebody who works here, as the lock screen lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// Who, what, and whether they may sign in.
    pub user: User,
    /// Their name; nothing once they were forgotten.
    pub name: Option<String>,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// How long their next PIN has to wait.
    pub wait: Span,
}

/// Who works at the till, and what they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// Who has the seat.
    pub seat: Seat,
    /// Their name, if it is a person.
    pub name: Option<String>,
    /// What they may do; nothing while the till is locked.
    pub policy: Option<Policy>,
}

impl Till {
    /// A till at which people work opens locked.
    pub(crate) fn find_people(&self) -> Result<(), LedgerError> {
        if self.read(|reader| users::any(reader.conn()))? {
            self.desk.open();
        }
        Ok(())
    }

    /// Whether people work here and none of them is signed in.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.desk.seat() == Seat::Empty
    }

    /// Who works at the till, and what they may do.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn at_work(&self) -> Result<AtWork, LedgerError> {
        let seat = self.desk.seat();
        self.read(|reader| {
            let conn = reader.conn();
            let name = match seat {
                Seat::Taken(id) => rows::read(conn, id)?.map(|row| row.name.as_str().to_owned()),
                Seat::Alone | Seat::Empty => None,
            };
            Ok(AtWork { seat, name, policy: policy_of(conn, &seat.actor())? })
        })
    }

    /// What somebody is called, for whoever reads what they did.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn actor_name(&self, actor: &Actor) -> Result<String, LedgerError> {
        let Some(id) = actor.as_user() else { return Ok(actor.as_str().to_owned()) };
        let row = self.read(|reader| rows::read(reader.conn(), id))?;
        let named = row.map(|row| row.name.as_str().to_owned());
        Ok(named.unwrap_or_else(|| id.to_string().chars().take(8).collect()))
    }

    /// Everybody who works here or did, in the order in which they came.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn people(&self) -> Result<Vec<Somebody>, LedgerError> {
        let now = self.now();
        self.read(|reader| {
            let conn = reader.conn();
            let told = users::all(conn)?.into_iter().map(|user| {
                Ok(Somebody {
                    user,
                    name: rows::read(conn, user.id)?.map(|row| row.name.as_str().to_owned()),
                    has_pin: pins::read(conn, user.id)?.is_some(),
                    wait: check::wait_left(pins::failures(conn, user.id)?, now),
                })
            });
            told.collect()
        })
    }

    /// Somebody begins to work at the till. Whoever did before is signed out.
    ///
    /// # Errors
    /// [`PeopleError`]; the till is then as it was.
    pub fn sign_in(&self, id: UserId, pin: &str) -> Result<(), PeopleError> {
        self.check_pin(id, pin)?;
        self.lock(Leaving::Locked)?;
        self.seat(id)?;
        Ok(())
    }

    /// Puts somebody whose PIN was right, or who was just made, at the till.
    pub(crate) fn seat(&self, id: UserId) -> Result<(), LedgerError> {
        self.book(Actor::user(id), |booking| {
            pins::note(booking.conn(), id, None)?;
            booking.append(&Fact::UserSignedIn(UserSignedIn { user: id }))
        })?;
        self.desk.take(id);
        self.tell(&TillEvent::Status);
        Ok(())
    }

    /// Locks the till: until somebody signs in, nothing is done at it. The ticket that is being
    /// typed stays. Where nobody was set up, nothing happens.
    ///
    /// # Errors
    /// When the books cannot be written; the till is locked nevertheless.
    pub fn lock(&self, why: Leaving) -> Result<(), LedgerError> {
        let Some(user) = self.desk.leave() else { return Ok(()) };
        self.tell(&TillEvent::Status);
        self.book(Actor::user(user), |booking| {
            approvals::forget(booking.conn())?;
            booking.append(&Fact::UserSignedOut(UserSignedOut { user, why }))
        })?;
        Ok(())
    }

    /// After how many minutes without a key or a touch the till locks itself; 0 for never.
    #[must_use]
    pub fn idle_minutes(&self) -> u16 {
        let kept = self.preference(IDLE);
        kept.and_then(|minutes| minutes.parse().ok()).unwrap_or(IDLE_MINUTES)
    }

    /// Chooses when the till locks itself.
    ///
    /// # Errors
    /// [`PeopleError`]; it is then as it was.
    pub fn set_idle_minutes(&self, minutes: u16) -> Result<(), PeopleError> {
        use crate::permit::permit;
        use cobro_domain::people::{Document, Permission};
        self.book(self.actor(), |booking| {
            permit(booking, Permission::People, Document::Shop)?;
            Ok::<_, PeopleError>(preferences::put(booking.conn(), IDLE, &minutes.to_string())?)
        })?;
        self.tell(&TillEvent::Status);
        Ok(())
    }

    /// What each role may do.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn policies(&self) -> Result<Vec<Policy>, LedgerError> {
        self.read(|reader| {
            Role::ALL.into_iter().map(|role| users::policy(reader.conn(), role)).collect()
        })
    }
}

#[cfg(test)]
mod tests;
