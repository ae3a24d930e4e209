use std::fmt;

use serde::{Deserialize, Serialize};

/// How many digits at the front may be shown: the bank's.
const FRONT: usize = 6;

/// How many digits at the back may be shown.
const BACK: usize = 4;

/// A card number of which only the first six and the last four digits are left.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaskedNumber(String);

impl MaskedNumber {
    /// What may be shown of a number, whether it is masked already or, by somebody's mistake,
    /// not: `426807******0002`. A text too short for a card keeps its last four only.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let back = letters.len().saturating_sub(BACK);
        let front = if letters.len() > FRONT.saturating_add(BACK) { FRONT } else { 0 };
        let masked = letters
            .into_iter()
            .enumerate()
            .map(|(place, letter)| if (front..back).contains(&place) { '*' } else { letter });
        Self(masked.collect())
    }

    /// The last digits, by which people tell their cards apart.
    #[must_use]
    pub fn last_four(&self) -> &str {
        let start = self.0.char_indices().rev().nth(BACK.saturating_sub(1)).map_or(0, |(at, _)| at);
        self.0.get(start..).unwrap_or_default()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MaskedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_what_is_not_masked_yet() {
        let cases = [
            ("4268070000000002", "426807******0002", "0002"),
            ("426807******0002", "426807******0002", "0002"),
            ("376675000000005", "376675*****0005", "0005"),
            ("0002", "0002", "0002"),
            ("4268070002", "******0002", "0002"),
            ("", "", ""),
        ];
        for (text, masked, last) in cases {
            let number = MaskedNumber::of(text);
            assert_eq!((number.as_str(), number.last_four()), (masked, last));
        }
    }
}
