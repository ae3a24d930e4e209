//! Names and other short texts that people type.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest name that fits a paper, a screen and every provider's field.
pub const NAME_MAX: usize = 120;

/// A short text that a person typed: trimmed, one line, 1 to [`NAME_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

/// Why a text is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is left after trimming.
    #[error("the name is empty")]
    Empty,
    /// Longer than any paper or provider takes.
    #[error("the name has {length} characters; at most {NAME_MAX} fit")]
    TooLong {
        /// How many characters it has.
        length: usize,
    },
}

impl Name {
    /// Reads a name; line breaks, tabs and runs of spaces become one space.
    ///
    /// # Errors
    /// [`NameError`] when nothing or too much is left.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        let one_line = printable.collect::<String>();
        let tidy = one_line.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = tidy.chars().count();
        match length {
            0 => Err(NameError::Empty),
            1..=NAME_MAX => Ok(Self(tidy)),
            _ => Err(NameError::TooLong { length }),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidies_what_people_type_and_refuses_what_does_not_fit() {
        assert_eq!(Name::parse("  Café \t de\n olla ").unwrap().as_str(), "Café de olla");
        assert_eq!(Name::parse(" \u{0} "), Err(NameError::Empty));
        assert_eq!(Name::parse(&"ñ".repeat(NAME_MAX)).map(|name| name.0.len()), Ok(240));
        assert_eq!(Name::parse(&"x".repeat(10_000)), Err(NameError::TooLong { length: 10_000 }));
    }
}
