//! The people who work at a till: their roles, and what each role may do.
//!
//! What a role may do is data. The owner changes it, a fact says so, and an action that a role
//! may not do needs somebody's approval who may.

mod document;
mod permission;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{document::Document, permission::Permission};

/// What a person is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sells.
    Clerk,
    /// Sells, corrects, and approves what clerks may not do alone.
    Supervisor,
    /// May do everything, always.
    Owner,
}

impl Role {
    /// Every role, the one that may do least first.
    pub const ALL: [Self; 3] = [Self::Clerk, Self::Supervisor, Self::Owner];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Supervisor => "supervisor",
            Self::Owner => "owner",
        }
    }

    /// The role behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// The largest discount there is, in hundredths of a per cent.
pub const WHOLE_DISCOUNT: u16 = 10_000;

/// What a clerk takes off a price without asking, until the owner decides: a tenth.
const CLERKS_DISCOUNT: u16 = 1_000;

/// What one role may do.
///
/// A permission that was never decided about, as one of a later version, is as it is by
/// default. The owner's policy cannot be narrowed: somebody has to be able to undo it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    role: Role,
    decided: BTreeMap<Permission, bool>,
    discount: u16,
}

impl Policy {
    /// What a role may do until the owner decides otherwise.
    #[must_use]
    pub const fn default_of(role: Role) -> Self {
        let discount = match role {
            Role::Clerk => CLERKS_DISCOUNT,
            Role::Supervisor | Role::Owner => WHOLE_DISCOUNT,
        };
        Self { role, decided: BTreeMap::new(), discount }
    }

    /// With what the owner decided.
    #[must_use]
    pub fn decided(self, decided: BTreeMap<Permission, bool>, discount: u16) -> Self {
        match self.role {
            Role::Owner => self,
            Role::Clerk | Role::Supervisor => {
                Self { decided, discount: discount.min(WHOLE_DISCOUNT), ..self }
            }
        }
    }

    /// Whose policy it is.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Whether the role may do it without asking.
    #[must_use]
    pub fn allows(&self, permission: Permission) -> bool {
        let default = self.role >= permission.least_role();
        self.decided.get(&permission).copied().unwrap_or(default)
    }

    /// The limit that was decided for the role, whether or not it counts.
    #[must_use]
    pub const fn own_discount(&self) -> u16 {
        self.discount
    }

    /// The largest discount that the role gives without asking, in hundredths of a per cent.
    #[must_use]
    pub fn discount(&self) -> u16 {
        if self.allows(Permission::Discount) { WHOLE_DISCOUNT } else { self.discount }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_anything_from_the_owner() {
        let nothing = Permission::ALL.into_iter().map(|permission| (permission, false));
        let owner = Policy::default_of(Role::Owner).decided(nothing.clone().collect(), 0);
        assert!(Permission::ALL.into_iter().all(|permission| owner.allows(permission)));
        assert_eq!(owner.discount(), WHOLE_DISCOUNT);
        let clerk = Policy::default_of(Role::Clerk).decided(nothing.collect(), 0);
        assert!(!Permission::ALL.into_iter().any(|permission| clerk.allows(permission)));
        assert_eq!(clerk.discount(), 0);
    }

    #[test]
    fn a_role_may_do_what_the_roles_below_it_may_until_the_owner_decides() {
        for permission in Permission::ALL {
            let [clerk, supervisor, owner] =
                Role::ALL.map(|role| Policy::default_of(role).allows(permission));
            assert!(owner && clerk <= supervisor, "{permission:?}");
        }
        let decided = [(Permission::VoidInvoice, true), (Permission::RemoveLine, false)].into();
        let clerk = Policy::default_of(Role::Clerk).decided(decided, 500);
        assert!(clerk.allows(Permission::VoidInvoice) && !clerk.allows(Permission::RemoveLine));
        assert!(clerk.allows(Permission::CloseShift), "what was not decided stays");
        assert_eq!(clerk.discount(), 500);
    }

    #[test]
    fn who_may_give_any_discount_has_no_limit() {
        let decided = [(Permission::Discount, true)].into();
        assert_eq!(Policy::default_of(Role::Clerk).discount(), CLERKS_DISCOUNT);
        let clerk = Policy::default_of(Role::Clerk).decided(decided, 500);
        assert_eq!(clerk.discount(), WHOLE_DISCOUNT);
    }

    #[test]
    fn roles_are_read_back_from_their_words() {
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.word()), Some(role));
        }
        assert_eq!(Role::from_word("boss"), None);
    }
}
