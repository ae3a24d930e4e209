use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::CardError;

/// Two digits of a year are of this century.
const CENTURY: u16 = 2_000;

/// The last month in which a card is good.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CardExpiry {
    year: u16,
    month: u8,
}

impl CardExpiry {
    /// Reads `05/28`, `0528`, `05/2028` or `2028/05`.
    ///
    /// # Errors
    /// [`CardError::Expiry`] when it is no month of a year.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        let text = text.trim();
        let parts = text.split_once('/').or_else(|| text.split_at_checked(2));
        let (left, right) = parts.ok_or(CardError::Expiry)?;
        let (left, right) = (left.trim(), right.trim());
        let (year, month) = if left.len() == 4 { (left, right) } else { (right, left) };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year) || !digits(month) || month.len() > 2 {
            return Err(CardError::Expiry);
        }
        let century = match year.len() {
            2 => CENTURY,
            4 => 0,
            _ => return Err(CardError::Expiry),
        };
        let year: u16 = year.parse().map_err(|_| CardError::Expiry)?;
        let month: u8 = month.parse().map_err(|_| CardError::Expiry)?;
        let year = century.checked_add(year).ok_or(CardError::Expiry)?;
        if (1..=12).contains(&month) { Ok(Self { year, month }) } else { Err(CardError::Expiry) }
    }

    /// Refuses a card that ran out before this month.
    ///
    /// # Errors
    /// [`CardError::Expired`].
    pub fn check(&self, year: u16, month: u8) -> Result<(), CardError> {
        if (self.year, self.month) < (year, month) { Err(CardError::Expired) } else { Ok(()) }
    }

    /// The year, of four digits.
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub const fn month(&self) -> u8 {
        self.month
    }
}

impl fmt::Debug for CardExpiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardExpiry(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cards_say() {
        let cases = [
            ("05/28", Some((2028, 5))),
            ("5/28", Some((2028, 5))),
            ("0528", Some((2028, 5))),
            (" 05 / 2028 ", Some((2028, 5))),
            ("2028/05", Some((2028, 5))),
            ("12/99", Some((2099, 12))),
            ("13/28", None),
            ("00/28", None),
            ("05/282", None),
            ("05/20281", None),
            ("-5/28", None),
            ("ñ5/28", None),
            ("ñ528", None),
            ("0", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let read = CardExpiry::parse(text).ok().map(|expiry| (expiry.year(), expiry.month()));
            assert_eq!(read, expected, "{text:?}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let expiry = CardExpiry::parse("05/28").unwrap();
        for (year, month, good) in [(2028, 4, true), (2028, 5, true), (2028, 6, false)] {
            assert_eq!(expiry.check(year, month).is_ok(), good, "{year}-{month}");
        }
        assert_eq!(expiry.check(2029, 1), Err(CardError::Expired));
        assert_eq!(expiry.check(2027, 12), Ok(()));
    }
}
