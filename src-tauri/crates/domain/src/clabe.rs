//! CLABE: the eighteen digits of a Mexican bank account.

use std::fmt;

/// Bank, place, account and check digit of a Mexican bank account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clabe(String);

/// Why a text is no CLABE.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClabeError {
    /// Not eighteen digits.
    #[error("a CLABE has 18 digits")]
    Shape,
    /// The last digit is not the one the others call for.
    #[error("the last digit of the CLABE does not agree with the others")]
    CheckDigit,
}

impl Clabe {
    /// Reads a CLABE, with or without spaces.
    ///
    /// # Errors
    /// [`ClabeError`]; a wrong check digit is an error, since money sent there is lost.
    pub fn parse(text: &str) -> Result<Self, ClabeError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
        let values = values.ok_or(ClabeError::Shape)?;
        let (Some((last, body)), 18) = (values.split_last(), values.len()) else {
            return Err(ClabeError::Shape);
        };
        // Weights 3, 7, 1 from the left, each product modulo ten (Banco de México).
        let sum = body.iter().zip([3_u32, 7, 1].into_iter().cycle()).fold(0_u32, |sum, (d, w)| {
            sum.saturating_add(d.saturating_mul(w).checked_rem(10).unwrap_or(0))
        });
        let rest = sum.checked_rem(10).unwrap_or(0);
        let check = 10_u32.saturating_sub(rest).checked_rem(10);
        if check == Some(*last) { Ok(Self(digits)) } else { Err(ClabeError::CheckDigit) }
    }

    /// The eighteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The three digits of the bank.
    #[must_use]
    pub fn bank(&self) -> &str {
        self.0.get(..3).unwrap_or("")
    }
}

impl fmt::Display for Clabe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_demanded() {
        let cases = [
            ("646180132800000009", Ok(())),
            ("0020 1007 7777 7777 71", Ok(())),
            ("032180000118359719", Ok(())),
            ("646180132800000008", Err(ClabeError::CheckDigit)),
            ("64618013280000000", Err(ClabeError::Shape)),
            ("64618013280000000x", Err(ClabeError::Shape)),
            ("", Err(ClabeError::Shape)),
        ];
        for (text, expected) in cases {
            assert_eq!(Clabe::parse(text).map(|_| ()), expected, "{text:?}");
        }
    }
}
