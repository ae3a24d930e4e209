//! Who works here, as the lock screen and the settings show them. PINs go in and never come out.

use cobro_domain::{
    ids::UserId,
    people::{Document, Permission, Policy, Role},
    time::Span,
};
use cobro_ledger::fact::Leaving;
use serde::{Deserialize, Serialize};

use super::{CommandError, Millis};
use crate::{
    people::{AtWork, PersonForm, PolicyForm, Seat, Somebody},
    till::Till,
};

/// What a person is in the shop; the words are the message `role-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Role", rename_all = "kebab-case")]
pub enum RoleWord {
    /// Sells.
    Clerk,
    /// Corrects and approves.
    Supervisor,
    /// May do everything.
    Owner,
}

impl From<Role> for RoleWord {
    fn from(role: Role) -> Self {
        match role {
            Role::Clerk => Self::Clerk,
            Role::Supervisor => Self::Supervisor,
            Role::Owner => Self::Owner,
        }
    }
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Clerk => Self::Clerk,
            RoleWord::Supervisor => Self::Supervisor,
            RoleWord::Owner => Self::Owner,
        }
    }
}

/// Who sits at the till.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Seat", rename_all = "kebab-case")]
pub enum SeatWord {
    /// Nobody was ever set up: the owner works alone.
    Alone,
    /// The till is locked.
    Locked,
    /// Somebody is signed in.
    Taken,
}

/// Why the window locks the till.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Locking", rename_all = "kebab-case")]
pub enum LockingWord {
    /// Somebody locked it.
    Locked,
    /// Nothing was done for a while.
    Idle,
}

/// Who works at the till now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AtWorkView {
    /// Who sits there.
    pub seat: SeatWord,
    /// Their id.
    pub id: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// What they are; the owner where nobody was set up.
    pub role: Option<RoleWord>,
    /// What they may do without asking, by the words of `permission-<word>`.
    pub may: Vec<String>,
    /// After how many minutes the till locks itself; 0 for never.
    pub idle_minutes: u32,
}

/// Somebody who works here, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PersonView {
    /// Their id.
    pub id: String,
    /// Their name; nothing once they were forgotten.
    pub name: Option<String>,
    /// What they are.
    pub role: RoleWord,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// When their next PIN is looked at, while it waits.
    pub waits_until: Option<Millis>,
}

/// Somebody as the owner types them.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "PersonForm")]
pub struct PersonFormView {
    /// Who; none for a new one.
    pub id: Option<String>,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: RoleWord,
    /// Whether they may sign in.
    pub active: bool,
    /// Their new PIN; empty to leave it as it is.
    pub pin: String,
}

/// What a role may do about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Decision")]
pub struct DecisionView {
    /// The word of the message `permission-<word>`.
    pub permission: String,
    /// Whether the role may do it without asking.
    pub allowed: bool,
}

/// What a role may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Policy")]
pub struct PolicyView {
    /// The role.
    pub role: RoleWord,
    /// Everything that can be decided.
    pub decisions: Vec<DecisionView>,
    /// The largest discount without asking, in whole per cent.
    pub discount: u32,
}

impl Till {
    /// Who works at the till now.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn at_work_view(&self) -> Result<AtWorkView, CommandError> {
        let AtWork { seat, name, policy } = self.at_work()?;
        let (seat, id) = match seat {
            Seat::Alone => (SeatWord::Alone, None),
            Seat::Empty => (SeatWord::Locked, None),
            Seat::Taken(id) => (SeatWord::Taken, Some(id.to_string())),
        };
        let may = |policy: &Policy| {
            let all = Permission::ALL.into_iter().filter(|one| policy.allows(*one));
            all.map(|one| one.word().to_owned()).collect()
        };
        Ok(AtWorkView {
            seat,
            id,
            name,
            role: policy.as_ref().map(|policy| policy.role().into()),
            may: policy.as_ref().map(may).unwrap_or_default(),
            idle_minutes: self.idle_minutes().into(),
        })
    }

    /// Everybody who may sign in.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn lock_screen_view(&self) -> Result<Vec<PersonView>, CommandError> {
        let mut people = self.people()?;
        people.retain(|one| one.user.active);
        Ok(people.into_iter().map(|one| self.person_view(one)).collect())
    }

    /// Everybody who works here or did and was not forgotten.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn people_view(&self) -> Result<Vec<PersonView>, CommandError> {
        let mut people = self.people()?;
        people.retain(|one| one.name.is_some());
        Ok(people.into_iter().map(|one| self.person_view(one)).collect())
    }

    fn person_view(&self, one: Somebody) -> PersonView {
        PersonView {
            id: one.user.id.to_string(),
            name: one.name,
            role: one.user.role.into(),
            active: one.user.active,
            has_pin: one.has_pin,
            waits_until: (one.wait > Span::ZERO).then(|| self.now().plus(one.wait).into()),
        }
    }

    /// Somebody signs in.
    ///
    /// # Errors
    /// [`CommandError`]; the till is then as it was.
    pub fn sign_in_typed(&self, id: &str, pin: &str) -> Result<AtWorkView, CommandError> {
        self.sign_in(UserId::parse(id)?, pin)?;
        self.at_work_view()
    }

    /// Locks the till.
    ///
    /// # Errors
    /// When the books cannot be written; the till is locked nevertheless.
    pub fn lock_by(&self, why: LockingWord) -> Result<AtWorkView, CommandError> {
        self.lock(match why {
            LockingWord::Locked => Leaving::Locked,
            LockingWord::Idle => Leaving::Idle,
        })?;
        self.at_work_view()
    }

    /// Saves somebody.
    ///
    /// # Errors
    /// [`CommandError`]; they are then as they were.
    pub fn save_person_form(&self, form: PersonFormView) -> Result<Vec<PersonView>, CommandError> {
        let PersonFormView { id, name, role, active, pin } = form;
        let id = id.map(|id| UserId::parse(&id)).transpose()?;
        self.save_person(&PersonForm { id, name, role: role.into(), active }, &pin)?;
        self.people_view()
    }

    /// Who can approve something.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] for a word that is no permission.
    pub fn approver_views(&self, permission: &str) -> Result<Vec<PersonView>, CommandError> {
        let permission = Permission::from_word(permission).ok_or(CommandError::NotFound)?;
        let people = self.approvers(permission)?;
        Ok(people.into_iter().map(|one| self.person_view(one)).collect())
    }

    /// What people call the document of an approval.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] for what is no document.
    pub fn document_name_view(&self, document: &str) -> Result<Option<String>, CommandError> {
        let document = Document::parse(document).ok_or(CommandError::NotFound)?;
        Ok(self.document_name(document)?)
    }

    /// Somebody approves one action on one document.
    ///
    /// # Errors
    /// [`CommandError`]; nothing is then approved.
    pub fn approve_typed(
        &self,
        approver: &str,
        pin: &str,
        permission: &str,
        document: &str,
    ) -> Result<(), CommandError> {
        let permission = Permission::from_word(permission).ok_or(CommandError::NotFound)?;
        let document = Document::parse(document).ok_or(CommandError::NotFound)?;
        Ok(self.approve(UserId::parse(approver)?, pin, permission, document)?)
    }

    /// What each role may do.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn policy_views(&self) -> Result<Vec<PolicyView>, CommandError> {
        Ok(self.policies()?.iter().map(PolicyView::of).collect())
    }

    /// Decides what a role may do.
    ///
    /// # Errors
    /// [`CommandError`]; it is then as it was.
    pub fn save_policy_form(&self, form: PolicyView) -> Result<Vec<PolicyView>, CommandError> {
        let known = form.decisions.iter().filter_map(|decision| {
            Some((Permission::from_word(&decision.permission)?, decision.allowed))
        });
        let decided = known.collect();
        let discount = u16::try_from(form.discount.saturating_mul(100)).unwrap_or(u16::MAX);
        self.save_policy(&PolicyForm { role: form.role.into(), decided, discount })?;
        self.policy_views()
    }
}

impl PolicyView {
    fn of(policy: &Policy) -> Self {
        let decisions = Permission::ALL.into_iter().map(|permission| DecisionView {
            permission: permission.word().to_owned(),
            allowed: policy.allows(permission),
        });
        Self {
            role: policy.role().into(),
            decisions: decisions.collect(),
            discount: u32::from(policy.own_discount() / 100),
        }
    }
}
