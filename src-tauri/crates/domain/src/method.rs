//! How the payer pays.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// A way to pay, by its word: `cash`, `oxxo`, `spei`.
///
/// Words, not an enum: a provider brings its own methods, and an invoice keeps the word of
/// one that is no longer offered. People read it as the message `method-<word>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Method(Cow<'static, str>);

impl Method {
    /// Notes and coins into the drawer.
    pub const CASH: Self = Self::named("cash");

    /// A card on the shop's own terminal, which Cobro does not talk to.
    pub const TERMINAL: Self = Self::named("terminal");

    /// From the customer's bank to the shop's, as a person has seen it come.
    pub const TRANSFER: Self = Self::named("transfer");

    /// What the shop owes the customer.
    pub const CREDIT: Self = Self::named("credit");

    /// A method by a word known when the program is built.
    #[must_use]
    pub const fn named(word: &'static str) -> Self {
        Self(Cow::Borrowed(word))
    }

    /// A method as it stands in the ledger or comes from the window.
    #[must_use]
    pub fn stored(word: &str) -> Self {
        Self(Cow::Owned(word.to_owned()))
    }

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
