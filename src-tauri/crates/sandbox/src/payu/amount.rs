//! Amounts as PayU sends and takes them: decimal text, counted in centavos.

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

/// Documented as "12, 2": at most twelve digits, two of them decimals.
const WHOLE_DIGITS_MAX: usize = 10;

/// An amount in pesos, counted in centavos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Centavos(pub i64);

impl Centavos {
    /// `39`, or `39.50` when there are centavos: as in PayU's texts.
    #[must_use]
    pub fn short_text(self) -> String {
        if self.0 % 100 == 0 { (self.0 / 100).to_string() } else { self.text() }
    }

    /// Always two decimals: `1250.50`.
    #[must_use]
    pub fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let centavos = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", centavos / 100, centavos % 100)
    }
}

/// As a JSON number with two decimals, without a detour through a binary float.
impl Serialize for Centavos {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.text()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountError {
    Malformed,
    TooManyDecimals,
}

/// An amount together with the text it was sent as; the signature is over that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SentAmount {
    pub(crate) centavos: Centavos,
    pub(crate) text: String,
}

impl SentAmount {
    /// Reads a JSON number or a JSON string that holds one.
    pub(crate) fn from_json(json: &RawValue) -> Result<Self, AmountError> {
        let raw = json.get();
        if raw.starts_with('"') {
            let text: String = serde_json::from_str(raw).map_err(|_| AmountError::Malformed)?;
            return Self::parse(&text);
        }
        Self::parse(raw)
    }

    pub(crate) fn parse(text: &str) -> Result<Self, AmountError> {
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(AmountError::Malformed),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > WHOLE_DIGITS_MAX || !digits(whole) || !digits(fraction)
        {
            return Err(AmountError::Malformed);
        }
        if fraction.len() > 2 {
            return Err(AmountError::TooManyDecimals);
        }
        let centavos =
            format!("{whole}{fraction:0<2}").parse().map_err(|_| AmountError::Malformed)?;
        Ok(Self { centavos: Centavos(centavos), text: text.to_owned() })
    }

    /// The texts a signature may be over: as sent, and the exact integer, one-decimal and
    /// two-decimal forms. Never a rounded one, that would be another amount.
    pub(crate) fn renderings(&self) -> Vec<String> {
        let two = self.centavos.text();
        let mut texts = vec![self.text.clone(), two.clone()];
        if let Some(one) = two.strip_suffix('0') {
            texts.push(one.to_owned());
            texts.extend(one.strip_suffix(".0").map(str::to_owned));
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<SentAmount, AmountError> {
        SentAmount::from_json(&serde_json::from_str::<Box<RawValue>>(json).unwrap())
    }

    #[test]
    fn reads_numbers_and_strings_of_at_most_two_decimals() {
        let cases = [
            ("1000", Ok(100_000)),
            ("1250.5", Ok(125_050)),
            ("1250.50", Ok(125_050)),
            ("\"1250.50\"", Ok(125_050)),
            ("0.01", Ok(1)),
            ("1250.505", Err(AmountError::TooManyDecimals)),
            ("1250.500", Err(AmountError::TooManyDecimals)),
            ("1e3", Err(AmountError::Malformed)),
            ("-5", Err(AmountError::Malformed)),
            ("\"\"", Err(AmountError::Malformed)),
            ("\"1,000\"", Err(AmountError::Malformed)),
            ("\"5.\"", Err(AmountError::Malformed)),
            ("12345678901", Err(AmountError::Malformed)),
            ("true", Err(AmountError::Malformed)),
            ("{}", Err(AmountError::Malformed)),
        ];
        for (json, expected) in cases {
            assert_eq!(read(json).map(|amount| amount.centavos.0), expected, "{json}");
        }
    }

    #[test]
    fn renders_only_the_same_amount() {
        let cases = [
            ("1000", vec!["1000", "1000.00", "1000.0", "1000"]),
            ("1250.5", vec!["1250.5", "1250.50", "1250.5"]),
            ("1250.55", vec!["1250.55", "1250.55"]),
            ("0.10", vec!["0.10", "0.10", "0.1"]),
        ];
        for (json, expected) in cases {
            assert_eq!(read(json).unwrap().renderings(), expected, "{json}");
        }
    }

    #[test]
    fn writes_a_number_with_two_decimals() {
        assert_eq!(serde_json::to_string(&Centavos(125_050)).unwrap(), "1250.50");
        assert_eq!(Centavos(3_900).short_text(), "39");
        assert_eq!(Centavos(3_950).short_text(), "39.50");
    }
}
