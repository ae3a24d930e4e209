//! RFC: the Mexican taxpayer's number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number for sales to the general public, used when the customer gives none
/// (SAT, Anexo 20, "público en general").
pub const GENERAL_PUBLIC: &str = "XAXX010101000";

/// The number for customers abroad (SAT, Anexo 20).
pub const FOREIGNER: &str = "XEXX010101000";

/// An RFC with a valid shape and date, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rfc(String);

/// Whether the last character is the one the others call for.
///
/// A warning, not an error: the tax office has issued numbers whose check digit is wrong
/// (about 1.5 % of real ones), and the general-public number fails too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDigit {
    /// It is, or the number is one of the two generic ones.
    Right,
    /// It is not: probably a typing mistake, worth a second look.
    Doubtful,
}

/// Why a text is no RFC.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RfcError {
    /// Not 12 or 13 characters in the order letters, date, code.
    #[error("an RFC has 3 or 4 letters, a date of 6 digits and 3 more characters")]
    Shape,
    /// The six digits are no date.
    #[error("the digits {digits} of the RFC are no date")]
    Date {
        /// The six digits, year first.
        digits: String,
    },
}

impl Rfc {
    /// Reads an RFC as people write it: any case, with or without spaces and hyphens.
    ///
    /// # Errors
    /// [`RfcError`] for a wrong shape or date; a wrong check digit is only
    /// [doubtful](Rfc::check_digit).
    pub fn parse(text: &str) -> Result<Self, RfcError> {
        let tidy: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .flat_map(char::to_uppercase)
            .collect();
        let letters = match tidy.len() {
            12 => 3,
            13 => 4,
            _ => return Err(RfcError::Shape),
        };
        let (name, rest) = tidy.split_at(letters);
        let (date, code) = rest.split_at(6);
        let named = name.iter().all(|c| value(*c).is_some() && !c.is_ascii_digit() && *c != ' ');
        let coded = code.iter().all(char::is_ascii_alphanumeric);
        if !named || !date.iter().all(char::is_ascii_digit) || !coded {
            return Err(RfcError::Shape);
        }
        let digits: String = date.iter().collect();
        if !is_date(&digits) {
            return Err(RfcError::Date { digits });
        }
        Ok(Self(tidy.into_iter().collect()))
    }

    /// The number in capitals without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last character agrees with the others.
    #[must_use]
    pub fn check_digit(&self) -> CheckDigit {
        let generic = self.0 == GENERAL_PUBLIC || self.0 == FOREIGNER;
        let characters: Vec<char> = self.0.chars().collect();
        let right = match characters.split_last() {
            Some((last, body)) => expected(body) == Some(*last),
            None => false,
        };
        if generic || right { CheckDigit::Right } else { CheckDigit::Doubtful }
    }
}

impl fmt::Display for Rfc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Rfc {
    type Error = RfcError;

    fn try_from(text: String) -> Result<Self, RfcError> {
        Self::parse(&text)
    }
}

impl From<Rfc> for String {
    fn from(rfc: Rfc) -> Self {
        rfc.0
    }
}

/// The weight of a character: 0-9, A-N, &, O-Z, space, Ñ as 0 to 38.
fn value(c: char) -> Option<u32> {
    const ORDER: &str = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";
    ORDER.chars().position(|known| known == c).and_then(|place| u32::try_from(place).ok())
}

/// The check character of the 11 or 12 before it, padded to 12 with a space on the left.
fn expected(body: &[char]) -> Option<char> {
    let padding = 12_usize.checked_sub(body.len())?;
    let padded = std::iter::repeat_n(' ', padding).chain(body.iter().copied());
    let mut sum = 0_u32;
    for (c, weight) in padded.zip((2..=13_u32).rev()) {
        sum = sum.checked_add(value(c)?.checked_mul(weight)?)?;
    }
    let digit = 11_u32.checked_sub(sum.checked_rem(11)?)?.checked_rem(11)?;
    if digit == 10 { Some('A') } else { char::from_digit(digit, 10) }
}

/// Whether `YYMMDD` can be a date; the century is unknown, so 29 February needs only a year
/// that is a multiple of four.
fn is_date(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0, 2), part(2, 4), part(4, 6)) else {
        return false;
    };
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_doubts_a_wrong_check_digit() {
        let cases = [
            ("GODE561231GR8", Ok(CheckDigit::Right)),
            ("MAB9307148T4", Ok(CheckDigit::Right)),
            ("mab-930714-8t4", Ok(CheckDigit::Right)),
            ("VACE460910SX6", Ok(CheckDigit::Doubtful)),
            (GENERAL_PUBLIC, Ok(CheckDigit::Right)),
            (FOREIGNER, Ok(CheckDigit::Right)),
            ("GODE561331GR8", Err(())),
            ("GODE560230GR8", Err(())),
            ("G0DE561231GR8", Err(())),
            ("GODE56123", Err(())),
            ("", Err(())),
            ("ÑAÑ9307148T4", Ok(CheckDigit::Right)),
        ];
        for (text, expected) in cases {
            let read = Rfc::parse(text).map(|rfc| rfc.check_digit()).map_err(|_| ());
            assert_eq!(read, expected, "{text:?}");
        }
    }
}
