//! May this be done? By whoever works at the till, or with somebody's approval.
//!
//! A use case asks inside its own transaction, before it books anything. An approval is used up
//! in that transaction, and the fact that names the approver stands right before the fact that
//! it was given for.

use cobro_domain::{
    ids::Actor,
    people::{Document, Permission, Policy, Role},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{ApprovalGiven, Fact},
    views::users,
    working::approvals::{self, Asked},
};

use crate::till::Till;

/// Why something may not be done.
#[derive(Debug, thiserror::Error)]
pub enum PermitError {
    /// Whoever asks may not do it alone: somebody who may has to approve it.
    #[error("{} of {document} needs an approval", permission.word())]
    NotPermitted {
        /// What they wanted to do.
        permission: Permission,
        /// To what.
        document: Document,
    },
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Lets a use case go on if whoever it is booked for may do this, or holds an approval for
/// exactly this, which is then used up. Ask once for each permission and document.
///
/// While nobody was set up the owner works alone, and everything is permitted.
///
/// # Errors
/// [`PermitError`]; the use case must then book nothing.
pub(crate) fn permit(
    booking: &mut Booking<'_, '_>,
    permission: Permission,
    document: Document,
) -> Result<(), PermitError> {
    let (conn, asker) = (booking.conn(), booking.actor().clone());
    if may(conn, &asker, permission)? {
        return Ok(());
    }
    let asked = Asked { asker, permission, document };
    let refused = PermitError::NotPermitted { permission, document };
    let Some(approver) = approvals::take(conn, &asked, booking.at())? else {
        return Err(refused);
    };
    // Since they approved it, the owner may have decided otherwise.
    if !may(conn, &Actor::user(approver), permission)? {
        return Err(refused);
    }
    booking.append(&Fact::ApprovalGiven(ApprovalGiven {
        approver,
        asker: asked.asker,
        permission: permission.word().to_owned(),
        document: document.to_string(),
    }))?;
    Ok(())
}

/// What somebody may do.
pub(crate) fn policy_of(conn: &Connection, actor: &Actor) -> Result<Option<Policy>, LedgerError> {
    let Some(id) = actor.as_user() else {
        // Whoever has the till's own files may do everything, and so may the owner of a shop in
        // which nobody signs in. What Cobro does by itself asks nobody.
        let everything = actor != &Actor::nobody();
        return Ok(everything.then(|| Policy::default_of(Role::Owner)));
    };
    match users::read(conn, id)?.filter(|user| user.active) {
        Some(user) => users::policy(conn, user.role).map(Some),
        None => Ok(None),
    }
}

fn may(conn: &Connection, actor: &Actor, permission: Permission) -> Result<bool, LedgerError> {
    Ok(policy_of(conn, actor)?.is_some_and(|policy| policy.allows(permission)))
}

impl Till {
    /// Whether whoever works at the till may do something without asking.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn may(&self, permission: Permission) -> Result<bool, LedgerError> {
        let actor = self.actor();
        self.read(|reader| may(reader.conn(), &actor, permission))
    }

    /// The largest discount that whoever works at the till gives without asking, in hundredths
    /// of a per cent. More than that asks for [`Permission::Discount`].
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn free_discount(&self) -> Result<u16, LedgerError> {
        let actor = self.actor();
        let policy = self.read(|reader| policy_of(reader.conn(), &actor))?;
        Ok(policy.map_or(0, |policy| policy.discount()))
    }
}

#[cfg(test)]
mod tests;
