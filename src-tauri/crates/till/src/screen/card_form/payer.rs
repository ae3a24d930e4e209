//! Who pays by card: what is known of them, what is asked, and what was typed.

use cobro_domain::{
    customer::{BirthDate, Payer, PostalCode},
    name::Name,
};
use cobro_ledger::working::customers::Customer;
use cobro_providers::{
    capabilities::PayerField,
    operation::{Address, DocumentKind, Party},
};

use super::{PayerAsked, PayerTyped, Subject};
use crate::{screen::CommandError, settings, till::Till};

/// The country of a card's bills.
const COUNTRY: &str = "MX";

impl Till {
    pub(super) fn payer_asked(&self, subject: &Subject) -> Vec<PayerAsked> {
        let party = self.known_party(subject);
        let asked = subject.rule.payer.iter().filter_map(|field| {
            let value = value_of(&party, *field);
            // What a card is asked for is shown even when it is known: it may have changed.
            let own =
                matches!(field, PayerField::BirthDate | PayerField::State | PayerField::PostalCode);
            let asked = own || value.is_empty();
            asked.then(|| PayerAsked { field: field.word().to_owned(), value })
        });
        asked.collect()
    }

    /// What is known of the payer before anything is typed; the account's own payer where
    /// nobody is named.
    fn known_party(&self, subject: &Subject) -> Party {
        let mut party = subject.customer.as_ref().map(party_of).unwrap_or_default();
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        party.name = party.name.or_else(|| subject.name.clone());
        party.name = party.name.or_else(|| given(&subject.account.payer_name));
        party.email = party.email.or_else(|| given(&subject.account.payer_email));
        party
    }

    pub(super) fn party(
        &self,
        subject: &Subject,
        payer: &Payer,
        typed: &[PayerTyped],
    ) -> Result<Party, CommandError> {
        let mut party = self.known_party(subject);
        let said = |field: PayerField| {
            let found = typed.iter().find(|typed| typed.field == field.word());
            found.map(|typed| typed.value.trim().to_owned()).filter(|text| !text.is_empty())
        };
        if let Some(name) = said(PayerField::Name) {
            party.name = Some(Name::parse(&name)?.as_str().to_owned());
        }
        if let Some(email) = said(PayerField::Email) {
            if !settings::is_email(&email) {
                return Err(CommandError::EmailMalformed { text: email });
            }
            party.email = Some(email);
        }
        party.birth_date = payer.birth_date.as_ref().map(|date| date.as_str().to_owned());
        let address = party.address.get_or_insert_default();
        address.state = payer.state.as_ref().map(|state| state.as_str().to_owned());
        address.postal_code = payer.postal_code.as_ref().map(|code| code.as_str().to_owned());
        address.country = Some(COUNTRY.to_owned());
        Ok(party)
    }
}

fn party_of(customer: &Customer) -> Party {
    let person = &customer.person;
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    Party {
        id: Some(customer.id.0.simple().to_string()),
        name: Some(person.name.as_str().to_owned()),
        email: person.emails.first().cloned(),
        phone: text(&person.phone),
        document: person.rfc.as_ref().map(|rfc| rfc.as_str().to_owned()),
        document_kind: person.rfc.as_ref().map(|_| DocumentKind::Rfc),
        birth_date: person.payer.birth_date.as_ref().map(|date| date.as_str().to_owned()),
        address: Some(Address {
            street1: text(&person.address),
            state: person.payer.state.as_ref().map(|state| state.as_str().to_owned()),
            postal_code: person.payer.postal_code.as_ref().map(|code| code.as_str().to_owned()),
            ..Address::default()
        }),
    }
}

fn value_of(party: &Party, field: PayerField) -> String {
    let address = party.address.as_ref();
    let value = match field {
        PayerField::Name => party.name.as_deref(),
        PayerField::Email => party.email.as_deref(),
        PayerField::Phone => party.phone.as_deref(),
        PayerField::Document => party.document.as_deref(),
        PayerField::BirthDate => party.birth_date.as_deref(),
        PayerField::State => address.and_then(|address| address.state.as_deref()),
        PayerField::PostalCode => address.and_then(|address| address.postal_code.as_deref()),
    };
    value.unwrap_or_default().to_owned()
}

/// What is known of the payer with what was typed; what was left empty stays as it was.
pub(super) fn payer_typed(
    known: Option<&Payer>,
    typed: &[PayerTyped],
) -> Result<Payer, CommandError> {
    let mut payer = known.cloned().unwrap_or_default();
    for PayerTyped { field, value } in typed {
        let value = value.trim();
        match PayerField::ALL.into_iter().find(|known| known.word() == field) {
            _ if value.is_empty() => {}
            Some(PayerField::BirthDate) => {
                payer.birth_date = Some(BirthDate::parse(&calendar(value))?);
            }
            Some(PayerField::State) => payer.state = Some(Name::parse(value)?),
            Some(PayerField::PostalCode) => payer.postal_code = Some(PostalCode::parse(value)?),
            Some(
                PayerField::Name | PayerField::Email | PayerField::Phone | PayerField::Document,
            )
            | None => {}
        }
    }
    Ok(payer)
}

/// A date as people write it, `31/12/1980`, as the calendar does; any other text as it is.
fn calendar(text: &str) -> String {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let cases = [
            ("31/12/1980", "1980-12-31"),
            ("1.2.1980", "1980-02-01"),
            ("1980-12-31", "1980-12-31"),
            ("31/12/80", "31/12/80"),
        ];
        for (text, expected) in cases {
            assert_eq!(calendar(text), expected);
        }
    }
}
