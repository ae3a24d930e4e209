//! Making people, changing what they are, their PINs, and what their roles may do.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::{Actor, UserId},
    name::Name,
    people::{Document, Permission, Role},
};
use cobro_ledger::{
    Booking, Connection,
    fact::{Fact, Leaving, PinChanged, PolicyChanged, UserChanged, UserErased},
    views::users,
    working::{
        pins,
        staff::{self, Person},
    },
};
use zeroize::Zeroizing;

use super::{PeopleError, Seat, pin};
use crate::{event::TillEvent, permit::permit, till::Till};

/// Somebody as the owner types them.
#[derive(Clone, Debug)]
pub struct PersonForm {
    /// Who; nobody yet for a new one.
    pub id: Option<UserId>,
    /// What they are called.
    pub name: String,
    /// What they are in the shop.
    pub role: Role,
    /// Whether they may sign in.
    pub active: bool,
}

/// What a role may do, as the owner decides.
#[derive(Clone, Debug)]
pub struct PolicyForm {
    /// The role; the owner's cannot be changed.
    pub role: Role,
    /// Every decision.
    pub decided: BTreeMap<Permission, bool>,
    /// The largest discount without asking, in hundredths of a per cent.
    pub discount: u16,
}

impl Till {
    /// Makes or changes somebody. The first is the owner, and is signed in at once; somebody
    /// new needs a PIN.
    ///
    /// # Errors
    /// [`PeopleError`]; they are then as they were.
    pub fn save_person(&self, form: &PersonForm, pin: &str) -> Result<UserId, PeopleError> {
        let name = Name::parse(&form.name)?;
        let typed = Zeroizing::new(pin.trim().to_owned());
        let verifier = if form.id.is_none() || !typed.is_empty() {
            pin::fits(&typed)?;
            Some(pin::verifier(&typed, &self.pin_key_or_new()?)?)
        } else {
            None
        };
        let id = self.book(self.actor(), |booking| {
            let id = match form.id {
                Some(id) => id,
                None => UserId::new(booking.at(), booking.random()),
            };
            permit(booking, Permission::People, form.id.map_or(Document::Shop, Document::User))?;
            write(booking, id, name, form)?;
            if let Some(verifier) = &verifier {
                give_pin(booking, id, verifier)?;
            }
            owner_stays(booking.conn())?;
            Ok::<_, PeopleError>(id)
        })?;
        self.settle(id, form.active)?;
        Ok(id)
    }

    /// The first one made sits down at once; who may work here no more gets up.
    fn settle(&self, id: UserId, active: bool) -> Result<(), PeopleError> {
        match self.desk.seat() {
            Seat::Alone => {
                self.desk.open();
                self.seat(id)?;
            }
            Seat::Taken(seated) if seated == id && !active => self.lock(Leaving::Removed)?,
            Seat::Taken(_) | Seat::Empty => self.tell(&TillEvent::Status),
        }
        Ok(())
    }

    /// Whoever works at the till gives themselves another PIN.
    ///
    /// # Errors
    /// [`PeopleError`]; they then have the one they had.
    pub fn change_own_pin(&self, old: &str, new: &str) -> Result<(), PeopleError> {
        let Seat::Taken(id) = self.desk.seat() else { return Err(PeopleError::NotFound) };
        let typed = Zeroizing::new(new.trim().to_owned());
        pin::fits(&typed)?;
        self.check_pin(id, old)?;
        let verifier = pin::verifier(&typed, &self.pin_key_or_new()?)?;
        self.book(Actor::user(id), |booking| give_pin(booking, id, &verifier))
    }

    /// Forgets somebody who works here no more. What they did stays, without a name.
    ///
    /// # Errors
    /// [`PeopleError::StillWorks`] while they may sign in.
    pub fn erase_person(&self, id: UserId) -> Result<(), PeopleError> {
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let user = users::read(conn, id)?.ok_or(PeopleError::NotFound)?;
            staff::read(conn, id)?.ok_or(PeopleError::NotFound)?;
            if user.active {
                return Err(PeopleError::StillWorks);
            }
            permit(booking, Permission::ErasePerson, Document::User(id))?;
            staff::forget(conn, id)?;
            pins::remove(conn, id)?;
            pins::note(conn, id, None)?;
            booking.append(&Fact::UserErased(UserErased { user: id }))?;
            Ok(())
        })
    }

    /// Decides what a role may do.
    ///
    /// # Errors
    /// [`PeopleError`]; it is then as it was.
    pub fn save_policy(&self, form: &PolicyForm) -> Result<(), PeopleError> {
        let decided = form.decided.iter();
        let decided = decided.map(|(what, allowed)| (what.word().to_owned(), *allowed)).collect();
        let changed = PolicyChanged { role: form.role, decided, discount: form.discount };
        self.book(self.actor(), |booking| {
            permit(booking, Permission::People, Document::Shop)?;
            booking.append(&Fact::PolicyChanged(changed))?;
            Ok::<_, PeopleError>(())
        })?;
        self.tell(&TillEvent::Status);
        Ok(())
    }

    /// Gives an owner another PIN without asking anybody, for whoever has the till's files and
    /// no PIN any more. A fact says that it was done from the command line.
    ///
    /// # Errors
    /// [`PeopleError::NotFound`] unless they are an owner who may sign in.
    pub fn reset_owner_pin(&self, id: UserId, pin: &str) -> Result<(), PeopleError> {
        let typed = Zeroizing::new(pin.trim().to_owned());
        pin::fits(&typed)?;
        let verifier = pin::verifier(&typed, &self.pin_key_or_new()?)?;
        self.book(Actor::console(), |booking| {
            let user = users::read(booking.conn(), id)?;
            user.filter(|user| user.active && user.role == Role::Owner)
                .ok_or(PeopleError::NotFound)?;
            give_pin(booking, id, &verifier)
        })
    }
}

/// Writes a row and its fact, unless nothing changed.
fn write(
    booking: &mut Booking<'_, '_>,
    id: UserId,
    name: Name,
    form: &PersonForm,
) -> Result<(), PeopleError> {
    let conn = booking.conn();
    let (row, user) = (staff::read(conn, id)?, users::read(conn, id)?);
    if form.id.is_some() && (row.is_none() || user.is_none()) {
        return Err(PeopleError::NotFound);
    }
    let same_name = row.as_ref().is_some_and(|row| row.name == name);
    if same_name && user.is_some_and(|user| (user.role, user.active) == (form.role, form.active)) {
        return Ok(());
    }
    let person = match row {
        Some(row) if same_name => row,
        _ => Person { id, salt: booking.random(), name },
    };
    staff::put(conn, &person)?;
    let (role, active, digest) = (form.role, form.active, person.digest());
    booking.append(&Fact::UserChanged(UserChanged { user: id, role, active, digest }))?;
    Ok(())
}

fn give_pin(
    booking: &mut Booking<'_, '_>,
    id: UserId,
    verifier: &pins::Verifier,
) -> Result<(), PeopleError> {
    pins::put(booking.conn(), id, verifier)?;
    pins::note(booking.conn(), id, None)?;
    booking.append(&Fact::PinChanged(PinChanged { user: id }))?;
    Ok(())
}

/// Somebody has to be able to sign in who may do everything.
fn owner_stays(conn: &Connection) -> Result<(), PeopleError> {
    for user in users::all(conn)? {
        if user.active && user.role == Role::Owner && pins::read(conn, user.id)?.is_some() {
            return Ok(());
        }
    }
    Err(PeopleError::LastOwner)
}
