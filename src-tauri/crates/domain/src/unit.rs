//! What a product is counted or measured in.

use serde::{Deserialize, Serialize};

use crate::quantity::{Quantity, QuantityError};

/// A unit of sale. What is counted is sold whole; what is measured takes decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// One of a thing.
    #[default]
    #[serde(rename = "piece")]
    Piece,
    /// A box or a bag that is sold closed.
    #[serde(rename = "pack")]
    Pack,
    /// A kilogram.
    #[serde(rename = "kg")]
    Kilogram,
    /// A gram.
    #[serde(rename = "g")]
    Gram,
    /// A litre.
    #[serde(rename = "l")]
    Litre,
    /// A millilitre.
    #[serde(rename = "ml")]
    Millilitre,
    /// A metre.
    #[serde(rename = "m")]
    Metre,
    /// A centimetre.
    #[serde(rename = "cm")]
    Centimetre,
    /// A square metre.
    #[serde(rename = "m2")]
    SquareMetre,
    /// An hour of work.
    #[serde(rename = "hour")]
    Hour,
    /// A piece of work with one price.
    #[serde(rename = "service")]
    Service,
}

impl Unit {
    /// Every unit, in the order in which lists offer them.
    pub const ALL: [Self; 11] = [
        Self::Piece,
        Self::Pack,
        Self::Kilogram,
        Self::Gram,
        Self::Litre,
        Self::Millilitre,
        Self::Metre,
        Self::Centimetre,
        Self::SquareMetre,
        Self::Hour,
        Self::Service,
    ];

    /// Its word in files and messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Piece => "piece",
            Self::Pack => "pack",
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Litre => "l",
            Self::Millilitre => "ml",
            Self::Metre => "m",
            Self::Centimetre => "cm",
            Self::SquareMetre => "m2",
            Self::Hour => "hour",
            Self::Service => "service",
        }
    }

    /// The unit of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// Whether it is what goes without saying.
    #[must_use]
    pub const fn is_piece(&self) -> bool {
        matches!(self, Self::Piece)
    }

    /// Whether a plain number says it: pieces, and services, are only counted.
    #[must_use]
    pub const fn goes_without_saying(self) -> bool {
        matches!(self, Self::Piece | Self::Service)
    }

    /// Whether a part of one can be sold.
    #[must_use]
    pub const fn allows_decimals(self) -> bool {
        match self {
            Self::Piece | Self::Pack | Self::Service => false,
            Self::Kilogram
            | Self::Gram
            | Self::Litre
            | Self::Millilitre
            | Self::Metre
            | Self::Centimetre
            | Self::SquareMetre
            | Self::Hour => true,
        }
    }

    /// The quantity, when so much of this unit can be sold.
    ///
    /// # Errors
    /// [`QuantityError::WholeOnly`] for a part of what is counted.
    pub fn check(self, quantity: Quantity) -> Result<Quantity, QuantityError> {
        if self.allows_decimals() || quantity.is_whole() {
            Ok(quantity)
        } else {
            Err(QuantityError::WholeOnly { quantity, unit: self })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_word_is_what_facts_say() {
        for unit in Unit::ALL {
            assert_eq!(serde_json::to_string(&unit).unwrap(), format!("\"{}\"", unit.word()));
            assert_eq!(Unit::from_word(unit.word()), Some(unit));
        }
        assert_eq!(Unit::from_word("bushel"), None);
    }

    #[test]
    fn half_of_what_is_counted_is_refused_and_half_of_what_is_weighed_is_not() {
        let half = Quantity::parse("0,5").unwrap();
        let cases = [(Unit::Piece, false), (Unit::Service, false), (Unit::Kilogram, true)];
        for (unit, allowed) in cases {
            assert_eq!(unit.check(half).is_ok(), allowed, "{unit:?}");
            assert!(unit.check(Quantity::ONE).is_ok(), "{unit:?}");
        }
    }
}
