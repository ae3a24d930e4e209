//! What is typed of a card, from the window's call on: never printed, and wiped when dropped.
//!
//! The toolkit has read the call as JSON before it is handed over here; what it keeps of that
//! is its own, is never written anywhere, and goes when the call ends.

use std::fmt;

use cobro_domain::card::{Card, CardBrand, CardExpiry, CardHolder, CardNumber, SecurityCode};
use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroizing;

use super::CardKindWord;
use crate::screen::CommandError;

/// The longest text that anybody types here.
const TEXT_MAX: usize = 300;

/// A text that neither `Debug` nor an error shows.
#[derive(Clone, Default)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[cfg_attr(feature = "specta", specta(transparent))]
pub struct Hidden(#[cfg_attr(feature = "specta", specta(type = String))] Zeroizing<String>);

impl Hidden {
    /// The text, for whoever reads it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What is no text is refused without a word of it, which serde's own errors would repeat.
        let text = deserializer.deserialize_str(HiddenVisitor);
        text.map_err(|_| de::Error::custom("a text of a card cannot be read"))
    }
}

/// Reads a text.
struct HiddenVisitor;

impl de::Visitor<'_> for HiddenVisitor {
    type Value = Hidden;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Hidden, E> {
        if text.len() > TEXT_MAX { Err(E::custom("too long a text")) } else { Ok(text.into()) }
    }
}

/// A card as it was typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TypedCard {
    /// Its number; empty for a card that the provider keeps, as are expiry and holder.
    pub number: Hidden,
    /// Until when it is good, `MM/YY`.
    pub expiry: Hidden,
    /// Whose it is.
    pub holder: Hidden,
    /// The code on it.
    pub code: Hidden,
    /// Credit or debit.
    pub kind: CardKindWord,
}

impl TypedCard {
    /// The card, if it is one and still good in this month.
    pub(super) fn card(&self, (year, month): (u16, u8)) -> Result<Card, CommandError> {
        let number = CardNumber::parse(self.number.expose())?;
        let brand = number.brand().ok_or(CommandError::CardBrand)?;
        let expiry = CardExpiry::parse(self.expiry.expose())?;
        expiry.check(year, month)?;
        Ok(Card {
            holder: CardHolder::parse(self.holder.expose())?,
            code: Some(SecurityCode::parse(self.code.expose(), brand)?),
            kind: self.kind.into(),
            number,
            expiry,
        })
    }

    /// The code of a card that the provider keeps; nothing when none was typed.
    pub(super) fn code(
        &self,
        brand: Option<CardBrand>,
    ) -> Result<Option<SecurityCode>, CommandError> {
        if self.code.is_empty() {
            return Ok(None);
        }
        let brand = brand.ok_or(CommandError::CardBrand)?;
        Ok(Some(SecurityCode::parse(self.code.expose(), brand)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "4268070000000002";

    #[test]
    fn what_was_typed_shows_in_no_error_and_no_print() {
        let texts = [
            format!(
                r#"{{"number":{NUMBER},"expiry":"05/30","holder":"A","code":"777","kind":"credit"}}"#
            ),
            format!(
                r#"{{"number":["{NUMBER}"],"expiry":"05/30","holder":"A","code":"777","kind":"credit"}}"#
            ),
            format!(
                r#"{{"number":"{}","expiry":"05/30","holder":"A","code":"777","kind":"credit"}}"#,
                NUMBER.repeat(30)
            ),
        ];
        for text in texts {
            let error = serde_json::from_str::<TypedCard>(&text).unwrap_err().to_string();
            assert!(!error.contains("4268"), "{error}");
        }
        let good = format!(
            r#"{{"number":"{NUMBER}","expiry":"05/30","holder":"Ana","code":"777","kind":"debit"}}"#
        );
        let typed: TypedCard = serde_json::from_str(&good).unwrap();
        let printed = format!("{typed:?} {:?}", typed.card((2030, 5)).unwrap());
        for part in ["4268", "777", "Ana", "ANA", "05"] {
            assert!(!printed.contains(part), "{printed}");
        }
    }

    #[test]
    fn a_mistyped_card_says_what_is_wrong_and_not_what_was_typed() {
        let card = |number: &str, expiry: &str, code: &str, holder: &str| TypedCard {
            number: number.into(),
            expiry: expiry.into(),
            holder: holder.into(),
            code: code.into(),
            kind: CardKindWord::Credit,
        };
        let cases = [
            (card("4268070000000003", "05/30", "777", "A"), CommandError::CardNumber),
            (card("6011000000000004", "05/30", "777", "A"), CommandError::CardBrand),
            (card(NUMBER, "13/30", "777", "A"), CommandError::CardExpiry),
            (card(NUMBER, "04/30", "777", "A"), CommandError::CardExpired),
            (card(NUMBER, "05/30", "7777", "A"), CommandError::CardCode { digits: 3 }),
            (card(NUMBER, "05/30", "777", " "), CommandError::CardHolder),
        ];
        for (typed, expected) in cases {
            assert_eq!(typed.card((2030, 5)).err(), Some(expected));
        }
    }
}
