//! Tickets on hold: they survive a restart and never reprice in silence.

use cobro_domain::{
    name::{Name, NameError},
    time::Timestamp,
};
use cobro_ledger::working::tickets;
use uuid::Uuid;

use crate::{
    till::Till,
    typed::{Kept, TypedError, TypedTicket},
};

/// A ticket on hold, as a list shows it.
#[derive(Clone, Debug)]
pub struct HeldTicket {
    /// Its id.
    pub id: Uuid,
    /// What the clerk called it.
    pub label: String,
    /// When it was put on hold.
    pub at: Timestamp,
    /// The ticket.
    pub typed: TypedTicket,
}

impl Till {
    /// Puts the ticket on hold and begins an empty one.
    ///
    /// # Errors
    /// [`TypedError::Empty`] when there is nothing on it.
    pub fn hold_ticket(&self, label: &str) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        let label = match Name::parse(label) {
            Err(NameError::Empty) => String::new(),
            read => read?.as_str().to_owned(),
        };
        self.book(self.actor(), |booking| {
            let kept = Kept::read(booking.conn(), currency)?;
            let kept = kept.filter(|kept| !kept.typed.ticket.lines.is_empty());
            let kept = kept.ok_or(TypedError::Empty)?;
            kept.write(booking.conn(), Some((booking.at(), &label)))?;
            Ok(TypedTicket::empty(currency))
        })
    }

    /// The tickets on hold, newest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn held_tickets(&self) -> Result<Vec<HeldTicket>, TypedError> {
        let currency = self.currency();
        self.read(|reader| {
            let mut held = Vec::new();
            for kept in tickets::held(reader.conn())? {
                let at = kept.held_at.unwrap_or_default();
                let label = kept.label.clone();
                let Kept { id, typed, .. } = Kept::decode(kept, currency);
                held.push(HeldTicket { id, label, at, typed });
            }
            Ok(held)
        })
    }

    /// Brings a ticket back from hold; one that is being typed is put on hold in its place.
    ///
    /// # Errors
    /// [`TypedError::NotFound`] when it is not on hold any more.
    pub fn recall_ticket(&self, id: Uuid) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let wanted = tickets::read(conn, id)?.filter(|kept| kept.held_at.is_some());
            let wanted =
                Kept::decode(wanted.ok_or(TypedError::NotFound)?, currency).with_states(conn)?;
            if let Some(kept) = Kept::read(conn, currency)? {
                if kept.typed.ticket.lines.is_empty() {
                    tickets::remove(conn, kept.id)?;
                } else {
                    kept.write(conn, Some((booking.at(), "")))?;
                }
            }
            wanted.write(conn, None)?;
            Ok(wanted.typed)
        })
    }
}
