//! From a quote back to the ticket being typed.

use cobro_domain::{
    ids::{CustomerId, QuoteId},
    money::Money,
    name::{Name, NameError},
    pricing::price,
    quote::{Promise, TakenQuote},
    tax::Tax,
    ticket::{Line, Listed, Ticket},
};
use cobro_ledger::{
    Connection,
    fact::{IssuedLine, QuoteIssued, QuotedLine},
    views::{merges, products, quotes},
    working::customers,
};

use super::{QuoteError, QuoteRefusal, refusal};
use crate::{
    till::Till,
    typed::{TypedError, TypedTicket},
};

/// At which prices a quote is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prices {
    /// Those that were quoted, as long as they count.
    Quoted,
    /// The catalogue's, without the quote's discounts: what is left of a quote that has expired.
    Today,
}

impl Till {
    /// Puts the lines of a quote on the ticket, which is empty, and remembers the quote with it:
    /// issuing that ticket accepts the quote.
    ///
    /// # Errors
    /// [`QuoteError`]; the ticket is then as it was.
    pub fn sell_quote(&self, id: QuoteId, prices: Prices) -> Result<TypedTicket, QuoteError> {
        let now = self.now();
        self.change(|conn, typed| {
            if !typed.ticket.lines.is_empty() {
                return Err(QuoteError::TicketNotEmpty);
            }
            let quote = quotes::read(conn, id)?.ok_or(QuoteRefusal::NotFound)?;
            let at = (prices == Prices::Quoted).then_some(now);
            if let Some(refused) = refusal(conn, &quote, at)? {
                return Err(refused.into());
            }
            let body = quotes::body(conn, &quote)?;
            typed.ticket = match prices {
                Prices::Quoted => quoted(&body)?,
                Prices::Today => of_today(conn, &body)?,
            };
            if let Some(customer) = body.customer {
                name_customer(conn, typed, customer)?;
            }
            Ok(())
        })
    }
}

/// The ticket as it was quoted: whatever it was priced at then it is priced at now.
fn quoted(body: &QuoteIssued) -> Result<Ticket, QuoteError> {
    let mut ticket = Ticket::empty(body.currency);
    ticket.discount = body.ticket_discount;
    ticket.note = note(&body.note)?;
    ticket.lines = body.lines.iter().map(|line| as_quoted(line, body)).collect::<Result<_, _>>()?;
    let priced = price(&ticket).map_err(TypedError::from)?;
    for (line, part) in ticket.lines.iter_mut().zip(&priced.lines) {
        let (quantity, price, points) = (line.quantity, line.price, part.share_taken());
        line.quoted = Some(Promise { quantity, price, points });
    }
    ticket.quote = Some(TakenQuote { id: body.quote, until: Some(body.valid_until) });
    Ok(ticket)
}

/// The same goods at the prices of the day. What has no price in the catalogue costs what it was
/// quoted at.
fn of_today(conn: &Connection, body: &QuoteIssued) -> Result<Ticket, QuoteError> {
    let mut ticket = Ticket::empty(body.currency);
    ticket.note = note(&body.note)?;
    for quoted in &body.lines {
        let mut line = Line { discount: None, ..as_quoted(quoted, body)? };
        (line.instead_of, line.listed) = (None, None);
        let product = line.product.map(|id| products::read(conn, id)).transpose()?.flatten();
        if let Some(product) = product {
            if let Some(price) = product.price {
                line.price = price;
            }
            let taxes = product.taxes.into_iter();
            line.taxes = taxes.map(|(code, rate)| Tax { code, rate }).collect();
            line.mode = product.mode;
        }
        line.quoted = Some(Promise { quantity: line.quantity, price: line.price, points: 0 });
        ticket.lines.push(line);
    }
    ticket.quote = Some(TakenQuote { id: body.quote, until: None });
    Ok(ticket)
}

fn as_quoted(quoted: &QuotedLine, body: &QuoteIssued) -> Result<Line, QuoteError> {
    let QuotedLine { line, own_discount } = quoted;
    let IssuedLine { product, name, quantity, price, instead_of, note: said, mode, .. } = line;
    let money = |minor| Money::new(minor, body.currency);
    let taxes = line.taxes.iter().map(|(code, rate, _)| Tax { code: code.clone(), rate: *rate });
    Ok(Line {
        product: *product,
        name: Name::parse(name)?,
        quantity: *quantity,
        unit: line.unit,
        price: money(*price),
        mode: *mode,
        taxes: taxes.collect(),
        discount: *own_discount,
        instead_of: instead_of.map(money),
        listed: line
            .list
            .map(|list| Listed { list, ordinary: money(instead_of.unwrap_or(*price)) }),
        note: note(said)?,
        quoted: None,
    })
}

fn note(text: &str) -> Result<Option<Name>, NameError> {
    if text.is_empty() { Ok(None) } else { Name::parse(text).map(Some) }
}

/// Whoever was quoted buys, unless they were forgotten since.
fn name_customer(
    conn: &Connection,
    typed: &mut TypedTicket,
    customer: CustomerId,
) -> Result<(), QuoteError> {
    let id = merges::resolve(conn, customer)?;
    if let Some(name) = customers::name(conn, id)? {
        typed.name_customer(id, Name::parse(&name)?);
    }
    Ok(())
}

impl From<cobro_domain::pricing::PricingError> for QuoteError {
    fn from(error: cobro_domain::pricing::PricingError) -> Self {
        Self::Typed(error.into())
    }
}
