//! Who sits at the till. It is known only while the program runs: a till opens locked.

use std::sync::Mutex;

use cobro_domain::ids::{Actor, UserId};

use crate::till::lock;

/// Who sits at the till.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seat {
    /// Nobody was ever set up: the owner works alone.
    #[default]
    Alone,
    /// People work here, and none of them is signed in.
    Empty,
    /// Somebody is.
    Taken(UserId),
}

impl Seat {
    pub(crate) fn actor(self) -> Actor {
        match self {
            Self::Alone => Actor::owner(),
            Self::Empty => Actor::nobody(),
            Self::Taken(id) => Actor::user(id),
        }
    }
}

/// The seat at the till, and the one lane for PINs.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    seat: Mutex<Seat>,
    /// Held while a PIN is checked: two at once would count as one.
    pub(super) checking: Mutex<()>,
}

impl Desk {
    pub(crate) fn actor(&self) -> Actor {
        self.seat().actor()
    }

    pub(super) fn seat(&self) -> Seat {
        *lock(&self.seat)
    }

    pub(crate) fn take(&self, id: UserId) {
        *lock(&self.seat) = Seat::Taken(id);
    }

    /// The seat is empty from now on: who had it.
    pub(super) fn leave(&self) -> Option<UserId> {
        let mut seat = lock(&self.seat);
        match *seat {
            Seat::Taken(id) => {
                *seat = Seat::Empty;
                Some(id)
            }
            Seat::Alone | Seat::Empty => None,
        }
    }

    /// People work here from now on.
    pub(super) fn open(&self) {
        let mut seat = lock(&self.seat);
        if *seat == Seat::Alone {
            *seat = Seat::Empty;
        }
    }
}
