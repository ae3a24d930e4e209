//! How amounts are written and read in the languages of our shops.

use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money, MoneyError};

/// A way of writing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// Spanish of Mexico: `1,234.56`.
    #[serde(rename = "es-MX")]
    EsMx,
    /// Spanish of Argentina: `1.234,56`.
    #[serde(rename = "es-AR")]
    EsAr,
    /// Ukrainian: `1 234,56` with a no-break space.
    #[serde(rename = "uk-UA")]
    UkUa,
    /// English of the United States: `1,234.56`.
    #[serde(rename = "en-US")]
    EnUs,
}

impl Locale {
    /// Every locale.
    pub const ALL: [Self; 4] = [Self::EsMx, Self::EsAr, Self::UkUa, Self::EnUs];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::EsMx => "es-MX",
            Self::EsAr => "es-AR",
            Self::UkUa => "uk-UA",
            Self::EnUs => "en-US",
        }
    }

    /// The locale with this BCP 47 tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The mark between whole units and decimals.
    const fn decimal(self) -> char {
        match self {
            Self::EsMx | Self::EnUs => '.',
            Self::EsAr | Self::UkUa => ',',
        }
    }

    /// The mark between groups of three digits.
    const fn group(self) -> char {
        match self {
            Self::EsMx | Self::EnUs => ',',
            Self::EsAr => '.',
            Self::UkUa => '\u{a0}',
        }
    }
}

/// The minus of a negative amount: as wide as a figure, unlike a hyphen.
const MINUS: char = '\u{2212}';

/// The amount with grouping and every decimal, without a sign of the currency: `1,234.50`.
#[must_use]
pub fn format_amount(money: Money, locale: Locale) -> String {
    let plain = money.decimal_text();
    let negative = plain.strip_prefix('-');
    let unsigned = negative.unwrap_or(&plain);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut text = negative.map_or_else(String::new, |_| MINUS.to_string());
    for (place, digit) in whole.chars().enumerate() {
        let after = whole.len().saturating_sub(place);
        if place > 0 && after.is_multiple_of(3) {
            text.push(locale.group());
        }
        text.push(digit);
    }
    text.push(locale.decimal());
    text.push_str(fraction);
    text
}

/// The amount with the sign of its currency where the language puts it: `$1,234.50`, `1 234,50 ₴`.
#[must_use]
pub fn format_money(money: Money, locale: Locale) -> String {
    let symbol = money.currency().symbol();
    let amount = format_amount(money, locale);
    match locale {
        Locale::UkUa => format!("{amount}\u{a0}{symbol}"),
        Locale::EsAr => format!("{symbol}\u{a0}{amount}"),
        Locale::EsMx | Locale::EnUs => match amount.strip_prefix(MINUS) {
            Some(positive) => format!("{MINUS}{symbol}{positive}"),
            None => format!("{symbol}{amount}"),
        },
    }
}

/// Reads what a clerk typed into an amount field: `58.99` and `58,99` are the same in every
/// language, because a keypad has one of the two keys.
///
/// A mark that the language uses for grouping, followed by exactly three digits, groups;
/// otherwise the last mark is the decimal one.
///
/// # Errors
/// [`MoneyError::TooManyDecimals`] rather than a silent rounding, [`MoneyError::Malformed`]
/// for anything that is no amount (negative ones included).
pub fn parse_amount(text: &str, currency: Currency, locale: Locale) -> Result<Money, MoneyError> {
    let malformed = || MoneyError::Malformed { text: text.to_owned(), currency };
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let typed: String = text.trim().chars().filter(|c| !spaces.contains(c)).collect();
    let (whole, fraction) = split_decimals(&typed, locale);
    let digits = ungroup(whole).ok_or_else(malformed)?;
    if digits.is_empty() && fraction.is_none_or(str::is_empty) {
        return Err(malformed());
    }
    let whole = if digits.is_empty() { "0" } else { &digits };
    let plain = match fraction {
        Some("") | None => whole.to_owned(),
        Some(fraction) => format!("{whole}.{fraction}"),
    };
    let places = fraction.map_or(0, str::len);
    if places > currency.decimals() {
        return Err(MoneyError::TooManyDecimals { text: text.to_owned(), currency });
    }
    // Whoever typed it knows it as it was typed.
    Money::parse_decimal(&plain, currency).map_err(|error| match error {
        MoneyError::Malformed { .. } => malformed(),
        MoneyError::TooManyDecimals { .. }
        | MoneyError::Overflow
        | MoneyError::CurrencyMismatch { .. }
        | MoneyError::UnknownCurrency { .. } => error,
    })
}

/// Splits at the decimal mark, if the text has one.
fn split_decimals(typed: &str, locale: Locale) -> (&str, Option<&str>) {
    let marks: Vec<(usize, char)> =
        typed.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let Some(&(place, mark)) = marks.last() else {
        return (typed, None);
    };
    let (whole, rest) = typed.split_at(place);
    let fraction = rest.get(1..).unwrap_or("");
    let repeated = marks.iter().filter(|(_, other)| *other == mark).count() > 1;
    let alone = marks.len() == 1;
    let groups = alone && mark == locale.group() && fraction.len() == 3;
    if repeated || groups { (typed, None) } else { (whole, Some(fraction)) }
}

/// The digits of a whole part, grouped by one kind of mark in threes or not at all.
fn ungroup(whole: &str) -> Option<String> {
    let mark = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(mark) = mark else {
        return Some(whole.to_owned());
    };
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or("");
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut joined = first.to_owned();
    if !matches!(mark, '.' | ',') || first.is_empty() || first.len() > 3 || !digits(first) {
        return None;
    }
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_decimal_comma_never_multiplies_by_a_hundred() {
        let cases = [
            ("58,99", Locale::EsMx, Some(5_899)),
            ("58.99", Locale::UkUa, Some(5_899)),
            ("1,234", Locale::EsMx, Some(123_400)),
            ("1.234", Locale::EsAr, Some(123_400)),
            ("1,234.5", Locale::EsMx, Some(123_450)),
            ("1.234,5", Locale::EsMx, Some(123_450)),
            ("1,234,567.89", Locale::EnUs, Some(123_456_789)),
            ("1\u{a0}234,56", Locale::UkUa, Some(123_456)),
            ("1 000", Locale::EsMx, Some(100_000)),
            (".5", Locale::EsMx, Some(50)),
            ("5.", Locale::EsMx, Some(500)),
            ("1.234", Locale::EsMx, None), // Three decimals: refused, never rounded.
            ("10.005", Locale::EnUs, None),
            ("1,23,4", Locale::EsMx, None),
            ("12,34.5", Locale::EsMx, None),
            ("-5", Locale::EsMx, None),
            (".", Locale::EsMx, None),
            ("", Locale::EsMx, None),
            ("12a", Locale::EsMx, None),
            ("1.2.3", Locale::EsMx, None),
        ];
        for (text, locale, minor) in cases {
            let parsed = parse_amount(text, Currency::Mxn, locale).ok().map(Money::minor);
            assert_eq!(parsed, minor, "{text:?} in {}", locale.tag());
        }
    }

    #[test]
    fn what_is_no_amount_is_told_as_it_was_typed() {
        for typed in ["42,5x", "1 2x,5", "x"] {
            let refused = parse_amount(typed, Currency::Mxn, Locale::EsMx);
            let text = typed.to_owned();
            assert_eq!(refused, Err(MoneyError::Malformed { text, currency: Currency::Mxn }));
        }
    }

    #[test]
    fn the_sign_stands_where_the_language_puts_it() {
        let cases = [
            (Locale::EsMx, Currency::Mxn, "$1,234.50"),
            (Locale::EsAr, Currency::Ars, "$\u{a0}1.234,50"),
            (Locale::UkUa, Currency::Uah, "1\u{a0}234,50\u{a0}₴"),
            (Locale::EnUs, Currency::Usd, "$1,234.50"),
        ];
        for (locale, currency, text) in cases {
            assert_eq!(format_money(Money::new(123_450, currency), locale), text);
        }
        assert_eq!(format_money(Money::new(-5, Currency::Mxn), Locale::EsMx), "−$0.05");
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same_amount(minor in 0_i64..1_000_000_000_000) {
            for locale in Locale::ALL {
                for currency in Currency::ALL {
                    let money = Money::new(minor, currency);
                    let text = format_amount(money, locale);
                    prop_assert_eq!(parse_amount(&text, currency, locale), Ok(money), "{}", text);
                }
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,40}") {
            for locale in Locale::ALL {
                let _ = parse_amount(&text, Currency::Mxn, locale);
            }
        }
    }
}
