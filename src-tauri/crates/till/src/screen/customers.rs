//! Customers as the window lists and edits them.

use cobro_domain::{
    customer::{BirthDate, CustomerError as Unfit, Person, PostalCode},
    ids::{CustomerId, PriceListId},
    money::Money,
    name::Name,
    rfc::{CheckDigit, Rfc},
};
use cobro_ledger::{Place, working::customers::Customer};
use cobro_providers::card::CardToken;
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, KeptCardView, MovementView, card_tile::kept_view};
use crate::{
    customers::{CustomerBalance, CustomerForm},
    till::Till,
};

/// How a customer's account stands; the words are the message `customer-standing-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum CustomerStanding {
    Settled,
    Owes,
    OverLimit,
    Credit,
}

impl CustomerStanding {
    pub(super) fn of(balance: Money, limit: Option<Money>) -> Self {
        match limit {
            Some(limit) if balance.minor() > limit.minor() => Self::OverLimit,
            Some(_) | None if balance.is_positive() => Self::Owes,
            Some(_) | None if balance.is_zero() => Self::Settled,
            Some(_) | None => Self::Credit,
        }
    }
}

/// A row of the list of customers.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CustomerRow {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their tax number.
    pub rfc: Option<String>,
    /// Where they can be called.
    pub phone: Option<String>,
    /// Where mail goes to first.
    pub email: Option<String>,
    /// What they owe less the credit they have.
    pub balance: Amount,
    /// How their account stands.
    pub standing: CustomerStanding,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CustomerPage {
    /// By name.
    pub rows: Vec<CustomerRow>,
    /// Asks for the next page; none on the last, nor when something was searched.
    pub next: Option<String>,
}

/// A customer as they are edited.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "CustomerForm")]
pub struct CustomerFormView {
    /// The customer; none for a new one.
    pub id: Option<String>,
    /// Their name.
    pub name: String,
    /// Their tax number; may be left empty, as may everything but the name.
    pub rfc: String,
    /// Their address, one line.
    pub address: String,
    /// Where mail goes to.
    pub emails: Vec<String>,
    /// Where they can be called.
    pub phone: String,
    /// Their date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// The state that a card's bills go to.
    pub state: String,
    /// The postal code that a card's bills go to.
    pub postal_code: String,
    /// What they may owe at most.
    pub credit_limit: String,
    /// How many days they may take to pay.
    pub terms_days: String,
    /// The list of prices that they buy at; the ordinary prices when nothing is said.
    pub price_list: Option<String>,
    /// What the shop wants to remember.
    pub notes: String,
}

/// A customer, whole.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CustomerView {
    /// What is known of them.
    pub form: CustomerFormView,
    /// Whether the tax number looks mistyped.
    pub rfc_doubtful: bool,
    /// What they owe on invoices.
    pub owed: Amount,
    /// The credit they have.
    pub credit: Amount,
    /// What they owe less the credit.
    pub balance: Amount,
    /// How their account stands.
    pub standing: CustomerStanding,
    /// What moved last, newest first.
    pub history: HistoryPage,
    /// The cards that providers keep for them, oldest first.
    pub cards: Vec<KeptCardView>,
}

/// A page of what moved on a customer's account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HistoryPage {
    /// Newest first.
    pub movements: Vec<MovementView>,
    /// Asks for the next page; none on the last.
    pub next: Option<String>,
}

impl Till {
    /// The customers that what was typed fits, or a page of all of them.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn customer_list(
        &self,
        search: &str,
        after: Option<&str>,
    ) -> Result<CustomerPage, CommandError> {
        let (found, next) = if search.trim().is_empty() {
            self.customer_page(after.and_then(Place::parse).as_ref())?
        } else {
            (self.search_customers(search)?, None)
        };
        let rows = found.into_iter().map(|customer| self.customer_row(customer));
        let rows = rows.collect::<Result<_, _>>()?;
        Ok(CustomerPage { rows, next: next.map(|place| place.text()) })
    }

    fn customer_row(&self, customer: Customer) -> Result<CustomerRow, CommandError> {
        let Customer { id, person, .. } = customer;
        let balance = self.customer_balance(id)?.balance;
        Ok(CustomerRow {
            id: id.to_string(),
            name: person.name.as_str().to_owned(),
            rfc: person.rfc.map(|rfc| rfc.as_str().to_owned()),
            phone: Some(person.phone).filter(|phone| !phone.is_empty()),
            email: person.emails.into_iter().next(),
            standing: CustomerStanding::of(balance, person.credit_limit),
            balance: self.amount(balance),
        })
    }

    /// A customer, whole.
    ///
    /// # Errors
    /// When there is no such customer or the books cannot be read.
    pub fn customer_view(&self, id: &str) -> Result<CustomerView, CommandError> {
        let Customer { id, person, .. } = self.customer(CustomerId::parse(id)?)?;
        let CustomerBalance { owed, credit, balance } = self.customer_balance(id)?;
        let digit = person.rfc.as_ref().map(Rfc::check_digit);
        let standing = CustomerStanding::of(balance, person.credit_limit);
        Ok(CustomerView {
            standing,
            form: self.customer_form(id, person),
            rfc_doubtful: digit == Some(CheckDigit::Doubtful),
            owed: self.amount(owed),
            credit: self.amount(credit),
            balance: self.amount(balance),
            history: self.customer_history_page(&id.to_string(), None)?,
            cards: (0..)
                .zip(&self.stored_cards(id)?)
                .map(|(at, card)| kept_view(at, card))
                .collect(),
        })
    }

    /// Has the provider forget a card that it keeps for a customer, by its place in the list.
    ///
    /// # Errors
    /// When it is not there, or the provider cannot be asked; the card is then still kept.
    pub fn forget_kept_card(&self, id: &str, place: u32) -> Result<CustomerView, CommandError> {
        let mut cards = self.stored_cards(CustomerId::parse(id)?)?;
        let place = usize::try_from(place).ok().filter(|place| *place < cards.len());
        let card = cards.swap_remove(place.ok_or(CommandError::NotFound)?);
        self.forget_card(card.account, &CardToken(card.token))?;
        self.customer_view(id)
    }

    fn customer_form(&self, id: CustomerId, person: Person) -> CustomerFormView {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let terms = (person.terms_days != 0).then(|| person.terms_days.to_string());
        CustomerFormView {
            id: Some(id.to_string()),
            name: person.name.as_str().to_owned(),
            rfc: text(person.rfc.as_ref().map(Rfc::as_str)),
            address: person.address,
            emails: person.emails,
            phone: person.phone,
            birth_date: text(person.payer.birth_date.as_ref().map(BirthDate::as_str)),
            state: text(person.payer.state.as_ref().map(Name::as_str)),
            postal_code: text(person.payer.postal_code.as_ref().map(PostalCode::as_str)),
            credit_limit: person
                .credit_limit
                .map(|limit| self.amount(limit).text)
                .unwrap_or_default(),
            terms_days: terms.unwrap_or_default(),
            price_list: person.price_list.map(|list| list.to_string()),
            notes: person.notes,
        }
    }

    /// Whether a tax number as it is typed so far is doubtful: it may be left empty.
    ///
    /// # Errors
    /// When it is none.
    pub fn is_rfc_doubtful(&self, typed: &str) -> Result<bool, CommandError> {
        if typed.trim().is_empty() {
            return Ok(false);
        }
        let rfc = Rfc::parse(typed).map_err(Unfit::from)?;
        Ok(rfc.check_digit() == CheckDigit::Doubtful)
    }

    /// Joins two customers into the one that is kept.
    ///
    /// # Errors
    /// When one of them is not there, or both are the same.
    pub fn merge_customers_view(
        &self,
        gone: &str,
        kept: &str,
    ) -> Result<CustomerView, CommandError> {
        self.merge_customers(CustomerId::parse(gone)?, CustomerId::parse(kept)?)?;
        self.customer_view(kept)
    }

    /// Makes or changes a customer.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then changed.
    pub fn save_customer_form(&self, form: CustomerFormView) -> Result<CustomerView, CommandError> {
        let id = form.id.as_deref().map(CustomerId::parse).transpose()?;
        let saved = self.save_customer(&CustomerForm {
            id,
            name: form.name,
            rfc: form.rfc,
            address: form.address,
            emails: form.emails,
            phone: form.phone,
            birth_date: form.birth_date,
            state: form.state,
            postal_code: form.postal_code,
            credit_limit: form.credit_limit,
            terms_days: form.terms_days,
            price_list: form.price_list.as_deref().map(PriceListId::parse).transpose()?,
            notes: form.notes,
        })?;
        self.customer_view(&saved.to_string())
    }
}
