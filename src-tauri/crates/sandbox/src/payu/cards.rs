//! Cards: brands, numbers, what is kept of one, and which result a test card forces.
//!
//! A number is looked at and masked; it is never kept, and no debug print shows it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::codes::{self, Code};
use super::methods::Method;

/// The network behind a card's method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brand {
    Visa,
    Mastercard,
    Amex,
}

impl Brand {
    /// By the first digits and the length of the number.
    fn of(number: &str) -> Option<Self> {
        let first = |digits: usize| number.get(..digits)?.parse::<u32>().ok();
        match (number.len(), first(1), first(2), first(4)) {
            (15, _, Some(34 | 37), _) => Some(Self::Amex),
            (13..=19, Some(4), _, _) => Some(Self::Visa),
            (16, _, Some(51..=55), _) | (16, _, _, Some(2221..=2720)) => Some(Self::Mastercard),
            _ => None,
        }
    }

    /// How many digits the security code has.
    pub(crate) fn code_digits(self) -> usize {
        match self {
            Self::Amex => 4,
            Self::Visa | Self::Mastercard => 3,
        }
    }
}

/// A text that no debug print shows.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Whether `number` is one of `method`: digits, length, brand, check digit.
pub(crate) fn is_number_of(number: &str, method: Method) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit())
        && Brand::of(number).is_some_and(|brand| method.brand() == Some(brand))
        && luhn(number)
}

fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = u32::from(byte - b'0');
            match (i % 2, digit * 2) {
                (0, _) => digit,
                (_, double) if double > 9 => double - 9,
                (_, double) => double,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The first six digits and the last four, as PayU shows a card. Of a text that is too short for
/// that, nothing is left.
pub(crate) fn mask(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    if digits.len() < 13 {
        return "*".repeat(digits.len().min(13));
    }
    let hidden = digits.len() - 10;
    let (first, last) = (&digits[..6], &digits[digits.len() - 4..]);
    format!(
        "{}{}{}",
        first.iter().collect::<String>(),
        "*".repeat(hidden),
        last.iter().collect::<String>()
    )
}

/// One or two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step {
    /// `AUTHORIZATION_AND_CAPTURE`.
    Charge,
    /// `AUTHORIZATION`, to be captured.
    Hold,
}

/// An attempt to pay with a card: all that is kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CardPayment {
    pub(crate) step: Step,
    pub(crate) method: Method,
    /// A debit card, by its method or by the object that it was sent in.
    #[serde(default)]
    pub(crate) is_debit: bool,
    /// First six and last four digits.
    pub(crate) masked: String,
    pub(crate) holder: String,
    pub(crate) installments: u32,
    pub(crate) promotion: Option<i64>,
    /// The name of the response code.
    pub(crate) code: String,
}

impl CardPayment {
    pub(crate) fn code(&self) -> Code {
        codes::find(&self.code).unwrap_or(codes::ENTITY_DECLINED)
    }

    /// `cardType` and `BANK_REFERENCED_CODE`.
    pub(crate) fn kind(&self) -> &'static str {
        if self.is_debit { "DEBIT" } else { "CREDIT" }
    }

    /// The code of the kind of payment in notifications.
    pub(crate) fn kind_code(&self) -> u8 {
        if self.is_debit { 6 } else { 2 }
    }
}

/// The bank that the sandbox's cards come from.
pub(crate) const ISSUER: &str = "BANCO DE PRUEBA";

/// The result that a test card forces. The holder's name decides: APPROVED, REJECTED or DECLINED,
/// PENDING, or any response code with blanks for underscores. With any other name the security
/// codes of PayU's documents decide: 666 (6666) declines. Everything else is approved.
pub(crate) fn forced_by(holder: &str, security_code: Option<&str>) -> Code {
    let word = holder.trim().to_ascii_uppercase().replace(' ', "_");
    match word.as_str() {
        "REJECTED" | "DECLINED" => return codes::ENTITY_DECLINED,
        "PENDING" => return codes::IN_REVIEW,
        other => {
            if let Some(code) = codes::find(other) {
                return code;
            }
        }
    }
    match security_code {
        Some("666" | "6666") => codes::ENTITY_DECLINED,
        Some(_) | None => codes::APPROVED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_published_test_cards() {
        let cards = [
            ("4268070000000002", Method::Visa),
            ("5579070000000003", Method::Mastercard),
            ("376675000000005", Method::Amex),
            ("4415490000000004", Method::VisaDebit),
            ("5256780000000007", Method::MastercardDebit),
            ("4097440000000004", Method::Visa),
            ("2223000048400011", Method::Mastercard),
        ];
        for (number, method) in cards {
            assert!(is_number_of(number, method), "{method:?}");
            assert!(!is_number_of(number, Method::Oxxo), "{method:?}");
        }
        assert!(!is_number_of("4268070000000003", Method::Visa), "a wrong check digit");
        assert!(!is_number_of("4268070000000002", Method::Mastercard), "another brand");
        assert!(!is_number_of("426807000000000é", Method::Visa));
        assert!(!is_number_of("", Method::Visa));
    }

    #[test]
    fn a_masked_number_keeps_ten_digits_of_a_whole_one_and_none_of_a_short_one() {
        assert_eq!(mask("4268070000000002"), "426807******0002");
        assert_eq!(mask("376675000000005"), "376675*****0005");
        assert_eq!(mask("42680700"), "********");
        assert_eq!(format!("{:?}", Secret("4268070000000002".to_owned())), "***");
    }

    #[test]
    fn names_force_results() {
        let rows = [
            ("APPROVED", Some("777"), "APPROVED"),
            ("APPROVED", Some("321"), "APPROVED"),
            ("REJECTED", Some("666"), "ENTITY_DECLINED"),
            ("Declined", None, "ENTITY_DECLINED"),
            ("PENDING", Some("777"), "PENDING_TRANSACTION_REVIEW"),
            ("INSUFFICIENT FUNDS", Some("777"), "INSUFFICIENT_FUNDS"),
            ("Rosa Prado", Some("666"), "ENTITY_DECLINED"),
            ("Rosa Prado", Some("6666"), "ENTITY_DECLINED"),
            ("Rosa Prado", Some("123"), "APPROVED"),
        ];
        for (name, code, expected) in rows {
            assert_eq!(forced_by(name, code).name, expected, "{name} {code:?}");
        }
    }
}
