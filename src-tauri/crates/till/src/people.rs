//! The people who work at the till: who of them does now.

use std::sync::Mutex;

use cobro_domain::ids::{Actor, UserId};
use cobro_ledger::{LedgerError, views::users};

use crate::till::{Till, lock};

/// Who works here, and who of them does now.
#[derive(Debug, Default)]
pub(crate) struct Desk(Mutex<Seat>);

#[derive(Clone, Copy, Debug, Default)]
enum Seat {
    /// Nobody was ever set up: the owner works alone.
    #[default]
    Alone,
    /// People work here, and none of them is signed in.
    Empty,
    /// Somebody is.
    #[cfg_attr(not(test), expect(dead_code, reason = "nobody can sign in yet"))]
    Taken(UserId),
}

impl Desk {
    pub(crate) fn actor(&self) -> Actor {
        match *lock(&self.0) {
            Seat::Alone => Actor::owner(),
            Seat::Empty => Actor::nobody(),
            Seat::Taken(id) => Actor::user(id),
        }
    }

    #[cfg(test)]
    pub(crate) fn take(&self, id: UserId) {
        *lock(&self.0) = Seat::Taken(id);
    }
}

impl Till {
    /// A till at which people work opens locked.
    pub(crate) fn find_people(&self) -> Result<(), LedgerError> {
        if self.read(|reader| users::any(reader.conn()))? {
            *lock(&self.desk.0) = Seat::Empty;
        }
        Ok(())
    }
}
