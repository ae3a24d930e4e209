//! Who works at the till, what they may do, and what they approved. People are named by id;
//! no PIN and nothing made from one is ever here.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::{Actor, UserId},
    people::Role,
    time::Span,
};
use serde::{Deserialize, Serialize};

/// Somebody who works here, named by id: their row can be erased, this stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChanged {
    /// Who.
    pub user: UserId,
    /// What they are in the shop.
    pub role: Role,
    /// Whether they may sign in.
    pub active: bool,
    /// SHA-256 of the row's salt and values, hexadecimal.
    pub digest: String,
}

/// Somebody has a PIN, or another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinChanged {
    /// Who.
    pub user: UserId,
}

/// The row of somebody who worked here was forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserErased {
    /// Who.
    pub user: UserId,
}

/// Somebody began to work at the till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSignedIn {
    /// Who.
    pub user: UserId,
}

/// Why nobody works at the till any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// They locked it.
    Locked,
    /// Nothing was done for as long as the shop lets a till stand.
    Idle,
    /// They may work here no more.
    Removed,
}

/// The till was locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSignedOut {
    /// Who had worked at it.
    pub user: UserId,
    /// Why.
    pub why: Leaving,
}

/// A PIN was wrong so often that the next one has to wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLockedOut {
    /// Whose PIN was tried.
    pub user: UserId,
    /// How often in a row.
    pub failures: u32,
    /// How long the next one waits.
    pub wait: Span,
}

/// Somebody approved what another may not do alone. The fact that follows is what they
/// approved; there is no second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalGiven {
    /// Who approved it.
    pub approver: UserId,
    /// Who asked.
    pub asker: Actor,
    /// What for, a permission's word.
    pub permission: String,
    /// The one document that it was given for, by its stored name.
    pub document: String,
}

/// The owner said what a role may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChanged {
    /// The role.
    pub role: Role,
    /// What was decided, by the permissions' words; the rest is as it is by default.
    pub decided: BTreeMap<String, bool>,
    /// The largest discount that it gives without asking, in hundredths of a per cent.
    pub discount: u16,
}
