//! How much of a thing, in words: `3`, `1.250 kg`, and the unit that a price is for.

use cobro_domain::{locale::Locale, quantity::Quantity, unit::Unit};

use crate::messages::{Catalogue, Language, MessageError};

/// How many decimals a scale or a measuring tape shows.
const DECIMALS: usize = 3;

/// A quantity and its unit in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// `3`, `2 kg`, `1.250 kg`.
    pub quantity: String,
    /// What the price of one is for, such as `kg`; nothing where it goes without saying.
    pub unit: Option<String>,
}

impl Measure {
    /// A quantity of a unit as a language says it. A part of what is measured has the decimals
    /// that a scale shows; pieces and services are only counted.
    ///
    /// # Errors
    /// As [`Catalogue::text`].
    pub fn of(quantity: Quantity, unit: Unit, language: Language) -> Result<Self, MessageError> {
        let unit_text = unit_text(unit, language)?;
        let figures = figures(quantity, unit, language.locale());
        let quantity = match &unit_text {
            None => figures,
            Some(unit) => {
                let variables = [("quantity", &*figures), ("unit", unit)];
                Catalogue::of(language).format("measure", &variables)?
            }
        };
        Ok(Self { quantity, unit: unit_text })
    }

    /// A price of one unit, such as `$80.00/kg`; the price alone where the unit goes without
    /// saying.
    ///
    /// # Errors
    /// As [`Catalogue::text`].
    pub fn price(&self, price: &str, words: Catalogue) -> Result<String, MessageError> {
        match &self.unit {
            None => Ok(price.to_owned()),
            Some(unit) => words.format("measure-price", &[("price", price), ("unit", unit)]),
        }
    }
}

/// A unit as it stands after a quantity or a price; nothing where it goes without saying.
///
/// # Errors
/// As [`Catalogue::text`].
pub fn unit_text(unit: Unit, language: Language) -> Result<Option<String>, MessageError> {
    if unit.goes_without_saying() {
        return Ok(None);
    }
    Catalogue::of(language).text(&format!("unit-short-{}", unit.word())).map(Some)
}

/// Quantities take the decimal mark that amounts have.
fn figures(quantity: Quantity, unit: Unit, locale: Locale) -> String {
    let mut text = quantity.to_string();
    if unit.allows_decimals()
        && let Some((_, fraction)) = text.split_once('.')
    {
        text.push_str(&"0".repeat(DECIMALS.saturating_sub(fraction.len())));
    }
    match locale {
        Locale::EsMx | Locale::EnUs => text,
        Locale::EsAr | Locale::UkUa => text.replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_says_its_unit_and_pieces_do_not() {
        let cases = [
            ("3", Unit::Piece, Language::EsMx, "3", "80"),
            ("1.25", Unit::Kilogram, Language::EsMx, "1.250 kg", "80/kg"),
            ("2", Unit::Kilogram, Language::EnUs, "2 kg", "80/kg"),
            ("0.5", Unit::Litre, Language::UkUa, "0,500 л", "80/л"),
            ("2", Unit::Pack, Language::EsMx, "2 paq.", "80/paq."),
            ("1.5", Unit::Hour, Language::EnUs, "1.500 h", "80/h"),
            ("1", Unit::Service, Language::EsMx, "1", "80"),
            // An invoice from before units were kept says as little as it did.
            ("1.25", Unit::Piece, Language::UkUa, "1,25", "80"),
        ];
        for (quantity, unit, language, said, price) in cases {
            let quantity = Quantity::parse(quantity).unwrap();
            let measure = Measure::of(quantity, unit, language).unwrap();
            assert_eq!(measure.quantity, said, "{quantity} {unit:?}");
            let priced = measure.price("80", Catalogue::of(language)).unwrap();
            assert_eq!(priced, price, "{quantity} {unit:?}");
        }
    }

    #[test]
    fn every_unit_has_a_word_in_every_language() {
        for language in Language::ALL {
            for unit in Unit::ALL {
                let text = unit_text(unit, language).unwrap();
                assert_eq!(text.is_none(), unit.goes_without_saying(), "{unit:?}");
            }
        }
    }
}
