//! What a merchant account has to be told, and secrets that cannot be printed.

use std::{collections::BTreeMap, fmt};

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A field of a merchant account; people read it as the message `field-<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field's word.
    pub id: &'static str,
    /// Kept in the keyring or the vault, never in the ledger.
    pub secret: bool,
    /// Whether the account works without it.
    pub required: bool,
    /// What it is when nothing was typed.
    pub default: &'static str,
    /// What kind of text it takes.
    pub kind: FieldKind,
    /// Whether it says whose account this is. What was asked for under one merchant is not found
    /// under another, so an account that was used keeps these for ever.
    pub identity: bool,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any line of text.
    Text,
    /// An address that requests go to.
    Url,
    /// One of these words; people read each as the message `field-<id>-<word>`.
    Choice(&'static [&'static str]),
}

/// A text that neither `Debug` nor a log can show; wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The fields of one merchant account.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What may be seen.
    pub open: BTreeMap<String, String>,
    /// What may not.
    pub secret: BTreeMap<String, Secret>,
}

/// Why a merchant account's fields do not make a provider.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A field that it cannot work without is empty.
    #[error("the field {field} is empty")]
    Missing {
        /// The field's word.
        field: &'static str,
    },
    /// A word is none of those that the field takes.
    #[error("the field {field} does not take this word")]
    Choice {
        /// The field's word.
        field: &'static str,
    },
    /// An address is none.
    #[error("the field {field} is no address")]
    Url {
        /// The field's word.
        field: &'static str,
    },
}

impl Settings {
    /// The value of an open field, or its default.
    ///
    /// # Errors
    /// [`SettingsError::Missing`] when it is required and empty.
    pub fn text(&self, field: Field) -> Result<String, SettingsError> {
        let typed = self.open.get(field.id).map(|value| value.trim()).filter(|v| !v.is_empty());
        let value = typed.unwrap_or(field.default);
        if value.is_empty() && field.required {
            return Err(SettingsError::Missing { field: field.id });
        }
        Ok(value.to_owned())
    }

    /// The word of a field that takes one of a few.
    ///
    /// # Errors
    /// [`SettingsError::Choice`] when it is none of them.
    pub fn choice(&self, field: Field) -> Result<&'static str, SettingsError> {
        let text = self.text(field)?;
        let words = match field.kind {
            FieldKind::Choice(words) => words,
            FieldKind::Text | FieldKind::Url => &[],
        };
        let word = words.iter().find(|word| **word == text);
        word.copied().ok_or(SettingsError::Choice { field: field.id })
    }

    /// The value of a secret field that the account works without.
    #[must_use]
    pub fn optional_secret(&self, field: Field) -> Option<Secret> {
        self.secret.get(field.id).filter(|secret| !secret.expose().is_empty()).cloned()
    }

    /// The value of a secret field.
    ///
    /// # Errors
    /// [`SettingsError::Missing`] when it is empty.
    pub fn secret(&self, field: Field) -> Result<Secret, SettingsError> {
        let typed = self.secret.get(field.id).filter(|secret| !secret.expose().is_empty());
        typed.cloned().ok_or(SettingsError::Missing { field: field.id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_when_printed() {
        let settings = Settings {
            open: BTreeMap::new(),
            secret: BTreeMap::from([("api-key".to_owned(), Secret::new("4Vj8".to_owned()))]),
        };
        assert!(!format!("{settings:?}").contains("4Vj8"));
    }
}
