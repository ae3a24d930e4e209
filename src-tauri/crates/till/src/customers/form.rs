//! A customer as they are typed.

use cobro_domain::{
    customer::{
        BirthDate, CustomerError as Unfit, EMAILS_MAX, NOTES_MAX, Payer, Person, PostalCode,
        TERMS_MAX,
    },
    ids::{CustomerId, PriceListId},
    locale::parse_amount,
    name::Name,
    rfc::Rfc,
};

use super::CustomerError;
use crate::{settings, till::Till};

/// A customer as they are typed.
#[derive(Clone, Debug, Default)]
pub struct CustomerForm {
    /// The customer; none for a new one.
    pub id: Option<CustomerId>,
    /// Their name.
    pub name: String,
    /// Their tax number; may be left empty.
    pub rfc: String,
    /// Their address, one line.
    pub address: String,
    /// Where mail goes to.
    pub emails: Vec<String>,
    /// Where they can be called.
    pub phone: String,
    /// Their date of birth, `YYYY-MM-DD`; may be left empty.
    pub birth_date: String,
    /// The state that a card's bills go to.
    pub state: String,
    /// The postal code that a card's bills go to.
    pub postal_code: String,
    /// What they may owe at most, an amount; as much as they like when empty.
    pub credit_limit: String,
    /// How many days they may take to pay; none when empty.
    pub terms_days: String,
    /// The prices they buy at; the ordinary ones when nothing is said.
    pub price_list: Option<PriceListId>,
    /// What the shop wants to remember.
    pub notes: String,
}

impl Till {
    pub(super) fn person(&self, form: &CustomerForm) -> Result<Person, CustomerError> {
        let limit = form.credit_limit.trim();
        let credit_limit = if limit.is_empty() {
            None
        } else {
            Some(parse_amount(limit, self.currency(), self.locale())?)
        };
        Ok(Person {
            name: Name::parse(&form.name)?,
            rfc: given(&form.rfc, Rfc::parse).map_err(Unfit::from)?,
            address: settings::line(&form.address)?,
            emails: emails(&form.emails)?,
            phone: settings::line(&form.phone)?,
            payer: payer(&form.birth_date, &form.state, &form.postal_code)?,
            credit_limit,
            terms_days: terms(&form.terms_days)?,
            price_list: form.price_list,
            notes: notes(&form.notes)?,
        })
    }
}

/// What may be left empty.
fn given<T, E>(text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn payer(birth_date: &str, state: &str, postal_code: &str) -> Result<Payer, CustomerError> {
    Ok(Payer {
        birth_date: given(birth_date, BirthDate::parse)?,
        state: given(state, Name::parse)?,
        postal_code: given(postal_code, PostalCode::parse)?,
    })
}

fn emails(typed: &[String]) -> Result<Vec<String>, CustomerError> {
    let mut emails: Vec<String> = Vec::new();
    for text in typed.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if !settings::is_email(text) {
            return Err(CustomerError::Email { text: text.to_owned() });
        }
        if !emails.iter().any(|known| known.eq_ignore_ascii_case(text)) {
            emails.push(text.to_owned());
        }
    }
    if emails.len() > EMAILS_MAX {
        return Err(CustomerError::TooManyEmails);
    }
    Ok(emails)
}

fn terms(typed: &str) -> Result<u32, CustomerError> {
    let text = typed.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let days = text.parse().ok().filter(|days| *days <= TERMS_MAX);
    days.ok_or_else(|| CustomerError::Terms { text: text.to_owned() })
}

fn notes(typed: &str) -> Result<String, CustomerError> {
    let kept: String = typed.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if kept.chars().count() > NOTES_MAX {
        return Err(CustomerError::NoteTooLong);
    }
    Ok(kept)
}
