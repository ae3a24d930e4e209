//! A customer as the shop knows them.

use crate::{
    ids::PriceListId,
    money::Money,
    name::{Name, NameError},
    rfc::{Rfc, RfcError},
};

/// The most e-mail addresses that one customer has.
pub const EMAILS_MAX: usize = 10;

/// The longest time that a customer may take to pay, in days.
pub const TERMS_MAX: u32 = 365;

/// The most characters of a note.
pub const NOTES_MAX: usize = 2_000;

/// What the shop knows of a customer. Every text of it is tidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name, as papers show it.
    pub name: Name,
    /// Their tax number.
    pub rfc: Option<Rfc>,
    /// Where they live, one line; empty when nobody knows.
    pub address: String,
    /// Where mail goes to.
    pub emails: Vec<String>,
    /// Where they can be called; empty when nobody knows.
    pub phone: String,
    /// What a card payment asks of the payer.
    pub payer: Payer,
    /// What they may owe at most; as much as they like when nothing is said.
    pub credit_limit: Option<Money>,
    /// How many days they may take to pay.
    pub terms_days: u32,
    /// The prices they buy at; the ordinary ones when nothing is said.
    pub price_list: Option<PriceListId>,
    /// What the shop wants to remember.
    pub notes: String,
}

/// What a Mexican card payment asks of the payer, beside name and address. It is asked once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payer {
    /// Their date of birth.
    pub birth_date: Option<BirthDate>,
    /// The state that the card's bills go to.
    pub state: Option<Name>,
    /// The postal code that the card's bills go to.
    pub postal_code: Option<PostalCode>,
}

impl Payer {
    /// Whether nothing of it has to be asked any more.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.birth_date.is_some() && self.state.is_some() && self.postal_code.is_some()
    }
}

impl Person {
    /// Somebody of whom only the name is known.
    #[must_use]
    pub fn named(name: Name) -> Self {
        Self {
            name,
            rfc: None,
            address: String::new(),
            emails: Vec::new(),
            phone: String::new(),
            payer: Payer::default(),
            credit_limit: None,
            terms_days: 0,
            price_list: None,
            notes: String::new(),
        }
    }
}

/// Why what was typed about a customer does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomerError {
    /// The name, or another line.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The tax number.
    #[error(transparent)]
    Rfc(#[from] RfcError),
    /// The date of birth.
    #[error("{text:?} is no date of birth, such as 1980-12-31")]
    BirthDate {
        /// What was typed.
        text: String,
    },
    /// The postal code.
    #[error("{text:?} is no postal code of five digits")]
    PostalCode {
        /// What was typed.
        text: String,
    },
}

/// A day in the Gregorian calendar, written `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BirthDate(String);

impl BirthDate {
    /// Reads a date of a living person.
    ///
    /// # Errors
    /// [`CustomerError::BirthDate`].
    pub fn parse(text: &str) -> Result<Self, CustomerError> {
        let tidy = text.trim();
        if is_date(tidy) {
            return Ok(Self(tidy.to_owned()));
        }
        Err(CustomerError::BirthDate { text: tidy.to_owned() })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_date(text: &str) -> bool {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse().ok());
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(5, 7), part(8, 10)) else {
        return false;
    };
    let year: u32 = year;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1_u32 | 3 | 5 | 7 | 8 | 10 | 12 => 31_u32,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    shaped && (1_900..=2_100).contains(&year) && (1..=days).contains(&day)
}

/// A Mexican postal code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PostalCode(String);

impl PostalCode {
    /// Reads five digits.
    ///
    /// # Errors
    /// [`CustomerError::PostalCode`].
    pub fn parse(text: &str) -> Result<Self, CustomerError> {
        let tidy = text.trim();
        if tidy.len() == 5 && tidy.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(tidy.to_owned()));
        }
        Err(CustomerError::PostalCode { text: tidy.to_owned() })
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_birth_are_days_that_were() {
        let cases = [
            ("1980-12-31", true),
            (" 2000-02-29 ", true),
            ("1900-02-29", false),
            ("2001-02-29", false),
            ("1980-13-01", false),
            ("1980-04-31", false),
            ("1980-1-1", false),
            ("31/12/1980", false),
            ("0080-12-31", false),
            ("19801231", false),
            ("1980-12-3ñ", false),
            ("+980-12-31", false),
            ("", false),
        ];
        for (text, good) in cases {
            assert_eq!(BirthDate::parse(text).is_ok(), good, "{text:?}");
        }
    }

    #[test]
    fn postal_codes_have_five_digits() {
        for (text, good) in
            [("06600", true), (" 72000 ", true), ("6600", false), ("O6600", false), ("", false)]
        {
            assert_eq!(PostalCode::parse(text).is_ok(), good, "{text:?}");
        }
    }

    #[test]
    fn a_payer_is_complete_when_nothing_is_left_to_ask() {
        let name = Name::parse("Puebla").unwrap();
        let payer = Payer {
            birth_date: BirthDate::parse("1980-12-31").ok(),
            state: Some(name),
            postal_code: PostalCode::parse("72000").ok(),
        };
        assert!(payer.is_complete());
        assert!(!Payer { state: None, ..payer }.is_complete());
    }
}
