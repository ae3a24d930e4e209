//! Taking goods off the ticket, which not everybody may.

use cobro_domain::{
    people::{Document, Permission},
    ticket::Ticket,
};
use cobro_ledger::Connection;

use super::{Kept, Step, TypedError, TypedTicket};
use crate::{permit::permit, till::Till};

impl Till {
    /// Takes a line off.
    ///
    /// # Errors
    /// [`TypedError::NotFound`]; the ticket is then as it was.
    pub fn remove_line(&self, line: usize) -> Result<TypedTicket, TypedError> {
        self.take_off(|_, kept| {
            kept.typed.line(line)?;
            kept.typed.ticket.lines.remove(line);
            Ok(Step::Forward)
        })
    }

    /// Empties the ticket; undo brings it back.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn clear_ticket(&self) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        self.take_off(|_, kept| {
            kept.typed.ticket = Ticket::empty(currency);
            kept.typed.customer = None;
            Ok(Step::Forward)
        })
    }

    /// Changes the ticket in a way that may leave less of something on it. Whoever may not take
    /// goods off needs an approval for that, by whatever key they go.
    pub(super) fn take_off(
        &self,
        what: impl FnOnce(&Connection, &mut Kept) -> Result<Step, TypedError>,
    ) -> Result<TypedTicket, TypedError> {
        if self.may(Permission::RemoveLine)? {
            return self.step(what);
        }
        let currency = self.currency();
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let mut kept = self.kept_or_new(conn, currency)?;
            let before = kept.typed.ticket.clone();
            let step = what(conn, &mut kept)?;
            kept.typed.priced()?;
            if kept.typed.ticket.has_less_than(&before) {
                permit(booking, Permission::RemoveLine, Document::Ticket(kept.id))?;
            }
            Ok(kept.keep(conn, step)?)
        })
    }
}
