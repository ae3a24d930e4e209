use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{CardBrand, CardError};

/// The code that only who holds the card can read. It is never kept, not even for an hour.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct SecurityCode(String);

impl SecurityCode {
    /// Reads the code of a card of this brand.
    ///
    /// # Errors
    /// [`CardError::SecurityCode`] unless it has as many digits as the brand's codes have.
    pub fn parse(text: &str, brand: CardBrand) -> Result<Self, CardError> {
        let text = text.trim();
        let digits = brand.code_digits();
        if text.len() != digits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CardError::SecurityCode { digits });
        }
        Ok(Self(text.to_owned()))
    }

    /// The digits, for the one place that sends them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecurityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecurityCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_the_digits_of_its_brand() {
        let wrong = |digits| Err(CardError::SecurityCode { digits });
        let cases = [
            ("777", CardBrand::Visa, Ok("777".to_owned())),
            (" 777 ", CardBrand::Mastercard, Ok("777".to_owned())),
            ("7777", CardBrand::Amex, Ok("7777".to_owned())),
            ("7777", CardBrand::Visa, wrong(3)),
            ("777", CardBrand::Amex, wrong(4)),
            ("77x", CardBrand::Visa, wrong(3)),
            ("", CardBrand::Visa, wrong(3)),
        ];
        for (text, brand, expected) in cases {
            let read = SecurityCode::parse(text, brand);
            assert_eq!(read.map(|code| code.expose().to_owned()), expected, "{text:?}");
        }
    }
}
