use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::CardError;

/// The longest name that a provider takes.
pub const HOLDER_MAX: usize = 255;

/// The name on a card. Cards bear capital letters without accents.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CardHolder(String);

impl CardHolder {
    /// Reads a name as it is typed: `Ana Núñez` stands on the card as `ANA NUNEZ`.
    ///
    /// # Errors
    /// [`CardError::Holder`] when it is empty, too long, or has letters that cards do not.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        let mut holder = Self(String::with_capacity(text.len()));
        for word in text.split_whitespace() {
            if !holder.0.is_empty() {
                holder.0.push(' ');
            }
            for letter in word.chars() {
                holder.0.push(on_a_card(letter).ok_or(CardError::Holder)?);
            }
        }
        if (1..=HOLDER_MAX).contains(&holder.0.len()) { Ok(holder) } else { Err(CardError::Holder) }
    }

    /// The name, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The letter that stands on a card for the one that was typed.
const fn on_a_card(letter: char) -> Option<char> {
    match letter {
        'Á' | 'á' | 'À' | 'à' | 'Ä' | 'ä' | 'Â' | 'â' => Some('A'),
        'É' | 'é' | 'È' | 'è' | 'Ë' | 'ë' | 'Ê' | 'ê' => Some('E'),
        'Í' | 'í' | 'Ì' | 'ì' | 'Ï' | 'ï' | 'Î' | 'î' => Some('I'),
        'Ó' | 'ó' | 'Ò' | 'ò' | 'Ö' | 'ö' | 'Ô' | 'ô' => Some('O'),
        'Ú' | 'ú' | 'Ù' | 'ù' | 'Ü' | 'ü' | 'Û' | 'û' => Some('U'),
        'Ñ' | 'ñ' => Some('N'),
        'Ç' | 'ç' => Some('C'),
        'A'..='Z' | 'a'..='z' | '0'..='9' | '.' | '\'' | '-' | '/' => {
            Some(letter.to_ascii_uppercase())
        }
        _ => None,
    }
}

impl fmt::Debug for CardHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardHolder(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_what_the_card_says() {
        let cases = [
            ("APPROVED", Some("APPROVED")),
            ("  Ana   Núñez-Güemes ", Some("ANA NUNEZ-GUEMES")),
            ("O'Brien Jr.", Some("O'BRIEN JR.")),
            ("Олена", None),
            ("ana\u{0}", None),
            ("  ", None),
        ];
        for (text, expected) in cases {
            let read = CardHolder::parse(text).ok();
            assert_eq!(read.as_ref().map(CardHolder::expose), expected, "{text:?}");
        }
        assert_eq!(CardHolder::parse(&"A".repeat(256)), Err(CardError::Holder));
        assert!(CardHolder::parse(&"A".repeat(HOLDER_MAX)).is_ok());
    }
}
