//! Approving what somebody else may not do alone.

use cobro_domain::{
    ids::{Actor, UserId},
    people::{Document, Permission},
};
use cobro_ledger::working::{
    approvals::{self, Asked},
    pins,
};

use super::{PeopleError, Somebody};
use crate::{permit::policy_of, till::Till};

impl Till {
    /// Who can approve something: everybody who may do it, and is not the one who asks.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn approvers(&self, permission: Permission) -> Result<Vec<Somebody>, PeopleError> {
        let asker = self.actor();
        let mut people = self.people()?;
        people.retain(|one| one.user.active && one.has_pin && Actor::user(one.user.id) != asker);
        self.read(|reader| {
            let mut may = Vec::new();
            for one in people {
                let policy = policy_of(reader.conn(), &Actor::user(one.user.id))?;
                may.extend(policy.filter(|policy| policy.allows(permission)).map(|_| one));
            }
            Ok(may)
        })
    }

    /// Somebody approves, with their PIN, one action of whoever works at the till on one
    /// document. The approval serves once and soon.
    ///
    /// # Errors
    /// [`PeopleError`]; nothing is then approved.
    pub fn approve(
        &self,
        approver: UserId,
        pin: &str,
        permission: Permission,
        document: Document,
    ) -> Result<(), PeopleError> {
        let asker = self.actor();
        let by = Actor::user(approver);
        let policy = self.read(|reader| policy_of(reader.conn(), &by))?;
        if by == asker || !policy.is_some_and(|policy| policy.allows(permission)) {
            return Err(PeopleError::MayNotApprove);
        }
        self.check_pin(approver, pin)?;
        let asked = Asked { asker: asker.clone(), permission, document };
        // In the name of who asked: while nobody is signed in there is nothing to approve.
        self.book(asker, |booking| {
            pins::note(booking.conn(), approver, None)?;
            approvals::put(booking.conn(), &asked, approver, booking.at())
        })?;
        Ok(())
    }
}
