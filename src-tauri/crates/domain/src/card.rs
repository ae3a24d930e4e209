//! Payment cards, as they are typed: in memory only, wiped when dropped, and never printed.
//!
//! None of these types can be written by `Debug`, `Display` or serde. What a screen, a paper
//! or the ledger may keep of a card is its [`MaskedNumber`] and its [`CardBrand`].

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

mod expiry;
mod holder;
mod masked;
mod security_code;

pub use expiry::CardExpiry;
pub use holder::{CardHolder, HOLDER_MAX};
pub use masked::MaskedNumber;
pub use security_code::SecurityCode;

/// The shortest and the longest card number, by ISO/IEC 7812.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// Why what was typed is no card. It never says what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Not 13 to 19 digits.
    #[error("a card number has 13 to 19 digits")]
    Length,
    /// The check digit is wrong: a digit was mistyped.
    #[error("the card number's check digit is wrong")]
    CheckDigit,
    /// The security code does not have the digits that the brand's cards have.
    #[error("the security code does not have {digits} digits")]
    SecurityCode {
        /// How many it should have.
        digits: usize,
    },
    /// No month of a year.
    #[error("the expiry is no month and year")]
    Expiry,
    /// The card has run out.
    #[error("the card has expired")]
    Expired,
    /// Empty, too long, or with letters that no card has.
    #[error("the holder's name is not one that a card bears")]
    Holder,
}

/// The brand of a card, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardBrand {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
}

impl CardBrand {
    /// Every brand.
    pub const ALL: [Self; 3] = [Self::Visa, Self::Mastercard, Self::Amex];

    /// The word in the ledger; people read it as the message `card-brand-<word>`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Visa => "visa",
            Self::Mastercard => "mastercard",
            Self::Amex => "amex",
        }
    }

    /// The brand with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|brand| brand.word() == word)
    }

    /// How many digits the security code of its cards has.
    #[must_use]
    pub const fn code_digits(self) -> usize {
        match self {
            Self::Visa | Self::Mastercard => 3,
            Self::Amex => 4,
        }
    }

    /// The brand whose numbers begin like this one; half a number is enough to tell.
    #[must_use]
    pub fn of_prefix(digits: &str) -> Option<Self> {
        let first = |count: usize| digits.get(..count).and_then(|text| text.parse::<u32>().ok());
        if digits.starts_with('4') {
            return Some(Self::Visa);
        }
        if matches!(first(2), Some(34 | 37)) {
            return Some(Self::Amex);
        }
        let mastercard = matches!(first(2), Some(51..=55)) || matches!(first(4), Some(2221..=2720));
        mastercard.then_some(Self::Mastercard)
    }

    /// Whether its cards have numbers of this length.
    const fn has_length(self, digits: usize) -> bool {
        match self {
            Self::Visa => matches!(digits, 13 | 16 | 19),
            Self::Mastercard => digits == 16,
            Self::Amex => digits == 15,
        }
    }
}

/// The number of a card.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CardNumber(String);

impl CardNumber {
    /// Reads a number as it is typed or scanned; spaces and hyphens do not count.
    ///
    /// # Errors
    /// [`CardError`] when it has the wrong length or a digit was mistyped.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        // Room for all of it at once: a text that grows leaves copies of itself behind.
        let mut number = Self(String::with_capacity(text.len()));
        number.0.extend(text.chars().filter(|letter| !matches!(letter, ' ' | '-')));
        let digits = number.0.len();
        let odd = !DIGITS.contains(&digits) || !number.0.bytes().all(|byte| byte.is_ascii_digit());
        if odd || number.brand().is_some_and(|brand| !brand.has_length(digits)) {
            return Err(CardError::Length);
        }
        if luhn(&number.0) { Ok(number) } else { Err(CardError::CheckDigit) }
    }

    /// Its brand, if it is one that is known here.
    #[must_use]
    pub fn brand(&self) -> Option<CardBrand> {
        CardBrand::of_prefix(&self.0)
    }

    /// What of it may be kept and shown.
    #[must_use]
    pub fn masked(&self) -> MaskedNumber {
        MaskedNumber::of(&self.0)
    }

    /// The digits, for the one place that sends them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber(…)")
    }
}

/// Whether the last digit checks those before it (ISO/IEC 7812, Luhn).
fn luhn(digits: &str) -> bool {
    let sum = digits.bytes().rev().zip([false, true].into_iter().cycle()).map(|(byte, double)| {
        let digit = u32::from(byte.saturating_sub(b'0'));
        let weighed = if double { digit.saturating_mul(2) } else { digit };
        // The digits of 10 to 18 add up to 9 less than the number itself.
        if weighed > 9 { weighed.saturating_sub(9) } else { weighed }
    });
    sum.sum::<u32>().is_multiple_of(10)
}

/// What kind of account a card draws on. Its number does not tell; the payer does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// Credit: the only kind that is paid in instalments.
    #[default]
    Credit,
    /// Debit.
    Debit,
}

/// A card as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub number: CardNumber,
    /// Until when it is good.
    pub expiry: CardExpiry,
    /// Whose it is, as it says.
    pub holder: CardHolder,
    /// The code on its back; none where the provider lets the shop charge without it.
    pub code: Option<SecurityCode>,
    /// Credit or debit.
    pub kind: CardKind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_numbers_that_people_type_and_knows_their_brands() {
        use CardBrand::{Amex, Mastercard, Visa};
        let cases = [
            ("4268070000000002", Ok(Some(Visa))),
            ("4268 0700 0000 0002", Ok(Some(Visa))),
            ("5579-0700-0000-0003", Ok(Some(Mastercard))),
            ("2221000000000009", Ok(Some(Mastercard))),
            ("2720990000000007", Ok(Some(Mastercard))),
            ("376675000000005", Ok(Some(Amex))),
            ("4415490000000004", Ok(Some(Visa))),
            ("5256780000000007", Ok(Some(Mastercard))),
            ("6011000000000004", Ok(None)),
            ("4268070000000003", Err(CardError::CheckDigit)),
            ("4268070000000020", Err(CardError::CheckDigit)),
            ("426807000000000", Err(CardError::Length)),
            ("37667500000000", Err(CardError::Length)),
            ("42680700000000021234", Err(CardError::Length)),
            ("4268070000000002x", Err(CardError::Length)),
            ("٤268070000000002", Err(CardError::Length)),
            ("", Err(CardError::Length)),
        ];
        for (text, expected) in cases {
            assert_eq!(CardNumber::parse(text).map(|number| number.brand()), expected, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_card_shows_when_it_is_printed() {
        let card = Card {
            number: CardNumber::parse("4268070000000002").unwrap(),
            expiry: CardExpiry::parse("05/28").unwrap(),
            holder: CardHolder::parse("Ana Pérez").unwrap(),
            code: Some(SecurityCode::parse("777", CardBrand::Visa).unwrap()),
            kind: CardKind::Credit,
        };
        let printed = format!("{card:?} {card:#?}");
        for part in ["4268", "0002", "05", "28", "777", "ANA", "PEREZ", "Ana"] {
            assert!(!printed.contains(part), "{part} in {printed}");
        }
    }

    #[test]
    fn a_wiped_number_is_empty() {
        let mut number = CardNumber::parse("4268070000000002").unwrap();
        number.zeroize();
        assert_eq!(number.expose(), "");
    }

    #[test]
    fn brand_words_are_read_back() {
        for brand in CardBrand::ALL {
            assert_eq!(CardBrand::from_word(brand.word()), Some(brand));
        }
    }
}
