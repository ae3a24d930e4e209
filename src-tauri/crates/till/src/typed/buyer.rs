//! Who buys, picked among those whom the shop knows.

use cobro_domain::{ids::CustomerId, name::Name};
use cobro_ledger::{views::merges, working::customers};

use super::{TypedError, TypedTicket};
use crate::till::Till;

impl Till {
    /// Names a customer whom the shop knows.
    ///
    /// # Errors
    /// [`TypedError::NotFound`]; the ticket is then as it was.
    pub fn pick_customer(&self, id: CustomerId) -> Result<TypedTicket, TypedError> {
        self.change(|conn, typed| {
            let id = merges::resolve(conn, id)?;
            let name = customers::name(conn, id)?.ok_or(TypedError::NotFound)?;
            typed.name_customer(id, Name::parse(&name)?);
            typed.follow_customer(conn)
        })
    }
}
