//! What a line costs, and what is said of it.
//!
//! A price or a discount beyond what a role may give is typed by anybody: it is when the ticket
//! is issued that somebody who may has to approve it, for that ticket as it is then.

use cobro_domain::{
    locale::parse_amount,
    money::MoneyError,
    name::{Name, NameError},
    ticket::Discount,
};

use super::{TypedError, TypedTicket, promised::todays_price};
use crate::till::Till;

impl Till {
    /// Gives a discount on a line, or on the whole ticket: `10%`, an amount, or nothing.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn set_discount(
        &self,
        line: Option<usize>,
        discount: &str,
    ) -> Result<TypedTicket, TypedError> {
        let discount = self.read_discount(discount)?;
        self.change(|_, typed| {
            match line {
                Some(place) => typed.line(place)?.discount = discount,
                None => typed.ticket.discount = discount,
            }
            Ok(())
        })
    }

    fn read_discount(&self, text: &str) -> Result<Option<Discount>, TypedError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let (currency, locale) = (self.currency(), self.locale());
        match text.strip_suffix('%') {
            // A percentage has two decimals at most, as an amount does: read as one.
            Some(percent) => {
                let hundredths = parse_amount(percent, currency, locale)?.minor();
                let points = u32::try_from(hundredths).map_err(|_| MoneyError::Overflow)?;
                Ok(Some(Discount::BasisPoints(points)))
            }
            None => Ok(Some(Discount::Amount(parse_amount(text, currency, locale)?))),
        }
    }

    /// Sells a line at another price; nothing typed brings the catalogue's back.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn set_price(&self, line: usize, price: &str) -> Result<TypedTicket, TypedError> {
        let price = match price.trim() {
            "" => None,
            text => Some(parse_amount(text, self.currency(), self.locale())?),
        };
        self.change(|conn, typed| {
            let line = typed.line(line)?;
            // What a quote promised is not what the catalogue asks.
            let own = match line.quoted {
                Some(_) => todays_price(conn, line)?,
                None => line.instead_of.unwrap_or(line.price),
            };
            line.price = price.unwrap_or(own);
            line.instead_of = (line.product.is_some() && line.price != own).then_some(own);
            Ok(())
        })
    }

    /// Says something of a line, or of the whole ticket; an empty note says nothing any more.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn set_note(&self, line: Option<usize>, note: &str) -> Result<TypedTicket, TypedError> {
        let note = match Name::parse(note) {
            Err(NameError::Empty) => None,
            read => Some(read?),
        };
        self.change(|_, typed| {
            match line {
                Some(place) => typed.line(place)?.note = note,
                None => typed.ticket.note = note,
            }
            Ok(())
        })
    }
}
