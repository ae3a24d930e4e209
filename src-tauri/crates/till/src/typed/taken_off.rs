//! Taking lines off the ticket, which not everybody may.

use cobro_domain::{
    people::{Document, Permission},
    ticket::Ticket,
};

use super::{TypedError, TypedTicket};
use crate::{permit::permit, till::Till};

impl Till {
    /// Takes a line off.
    ///
    /// # Errors
    /// [`TypedError::NotFound`]; the ticket is then as it was.
    pub fn remove_line(&self, line: usize) -> Result<TypedTicket, TypedError> {
        self.take_off(|typed| {
            typed.line(line)?;
            typed.ticket.lines.remove(line);
            Ok(())
        })
    }

    /// Empties the ticket; undo brings it back.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn clear_ticket(&self) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        self.take_off(|typed| {
            typed.ticket = Ticket::empty(currency);
            typed.customer = None;
            Ok(())
        })
    }

    /// Takes lines off the ticket, which not everybody may.
    fn take_off(
        &self,
        what: impl FnOnce(&mut TypedTicket) -> Result<(), TypedError>,
    ) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        self.book(self.actor(), |booking| {
            let mut kept = self.kept_or_new(booking.conn(), currency)?;
            if !kept.typed.ticket.lines.is_empty() {
                permit(booking, Permission::RemoveLine, Document::Ticket(kept.id))?;
            }
            kept.typed.remember();
            what(&mut kept.typed)?;
            kept.typed.priced()?;
            kept.write(booking.conn(), None)?;
            Ok(kept.typed)
        })
    }
}
