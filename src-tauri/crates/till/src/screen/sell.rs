//! The sale as the window shows it.

use cobro_documents::{Measure, unit_text};
use cobro_domain::{
    ids::PriceListId,
    locale::{Locale, format_amount},
    money::Money,
    people::Permission,
    quantity::Quantity,
    tax::Rate,
    ticket::{Discount, Prices},
    unit::Unit,
};
use cobro_ledger::views::{price_lists, products::Product};
use serde::Serialize;

use super::{Amount, CommandError, Millis, TicketCustomerView, TicketQuoteView};
use crate::{held::HeldTicket, issue::said, papers::tax_label, till::Till, typed::TypedTicket};

/// A product as a tile or a row.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProductView {
    /// Its id.
    pub id: String,
    /// The shop's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Nothing when the amount is typed at the sale.
    pub price: Option<Amount>,
    /// What that price is for, such as `kg`; nothing where it goes without saying.
    pub unit: Option<String>,
    /// Such as `IVA 16 %`.
    pub tax: String,
    /// Where it stands in the catalogue.
    pub category: String,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// The hash of its picture, which is asked for by itself.
    pub picture: Option<String>,
}

/// A line of the ticket.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TicketLineView {
    /// What it is.
    pub name: String,
    /// How many, as it is typed.
    pub quantity: String,
    /// How many as people read it, such as `1.250 kg`.
    pub measure: String,
    /// What the price of one is for, such as `kg`; nothing where it goes without saying.
    pub unit: Option<String>,
    /// The price of one.
    pub price: Amount,
    /// After its discounts.
    pub total: Amount,
    /// Such as `10 %` or `5.00`.
    pub discount: Option<String>,
    /// What the catalogue asks for one, where another price was typed.
    pub instead_of: Option<Amount>,
    /// Whether the price is that of the list in force.
    pub listed: bool,
    /// What is said of it; may be empty.
    pub note: String,
    /// Whether a quote promised its price.
    pub quoted: bool,
}

/// The list of prices that a ticket is sold at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TicketListView {
    /// The list; none for the ordinary prices.
    pub id: Option<String>,
    /// Its name; empty for the ordinary prices.
    pub name: String,
    /// Whether somebody chose so, whatever the customer has.
    pub by_hand: bool,
}

/// The sum of a tax.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TaxLineView {
    /// Such as `IVA 16 %`.
    pub label: String,
    /// The tax.
    pub amount: Amount,
}

/// What of a ticket somebody has to approve who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum AskWord {
    /// Another price than the catalogue's.
    Price,
    /// The prices of a list that the customer does not have.
    List,
    /// A discount beyond what the role gives.
    Discount,
}

/// The ticket on the screen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TicketView {
    /// What is sold.
    pub lines: Vec<TicketLineView>,
    /// Without taxes.
    pub net: Amount,
    /// What discounts take, all in all.
    pub discount: Amount,
    /// Each tax.
    pub taxes: Vec<TaxLineView>,
    /// What the customer pays.
    pub total: Amount,
    /// The discount on the whole, such as `10 %`.
    pub ticket_discount: Option<String>,
    /// What is said of the whole; may be empty.
    pub note: String,
    /// What whoever sells has to ask for before it is issued.
    pub asks: Vec<AskWord>,
    /// The customer's name; nobody for a walk-in.
    pub customer: Option<String>,
    /// Their account, when they were picked among those whom the shop knows.
    pub account: Option<TicketCustomerView>,
    /// The quote that it sells.
    pub quote: Option<TicketQuoteView>,
    /// The list of prices in force; nothing for the ordinary ones that nobody chose.
    pub list: Option<TicketListView>,
    /// Whether there is a change to take back.
    pub can_undo: bool,
    /// How many tickets are on hold.
    pub held: u32,
}

/// A ticket on hold.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HeldTicketView {
    /// Its id.
    pub id: String,
    /// What the clerk called it.
    pub label: String,
    /// When it was put on hold.
    pub at: Millis,
    /// What it costs.
    pub total: Amount,
    /// How many lines it has.
    pub lines: u32,
}

/// What a scan did.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ScanView {
    /// The ticket after it.
    pub ticket: TicketView,
    /// Whether exactly one product carries the code.
    pub found: bool,
}

impl Till {
    /// A product as the window shows it, at the price of a list where it has one.
    #[must_use]
    pub fn product_view(&self, product: Product, list: Option<PriceListId>) -> ProductView {
        let price = list.and_then(|list| product.on_list(list)).or(product.price);
        let language = self.language();
        let taxes = product.taxes.iter();
        let taxes: Vec<String> =
            taxes.map(|(code, rate): &(String, Rate)| tax_label(code, *rate, language)).collect();
        ProductView {
            id: product.id.to_string(),
            code: product.code,
            name: product.name,
            price: price.map(|price| self.amount(price)),
            unit: unit_text(product.unit, language).unwrap_or_default(),
            tax: taxes.join(" · "),
            category: product.category,
            favourite: product.favourite,
            picture: product.picture,
        }
    }

    /// So much of a unit as people read it.
    pub(crate) fn measure(&self, quantity: Quantity, unit: Unit) -> Measure {
        let measure = Measure::of(quantity, unit, self.language());
        measure.unwrap_or_else(|_| Measure { quantity: quantity.to_string(), unit: None })
    }

    /// A ticket as the window shows it.
    ///
    /// # Errors
    /// When the ticket has no price or the books cannot be read.
    pub fn ticket_view(&self, typed: &TypedTicket) -> Result<TicketView, CommandError> {
        let priced = typed.priced()?;
        let (language, locale) = (self.language(), self.locale());
        let lines = typed.ticket.lines.iter().zip(&priced.lines);
        let lines = lines
            .map(|(line, part)| {
                let off = part.gross.checked_sub(part.discount)?;
                let measure = self.measure(line.quantity, line.unit);
                Ok(TicketLineView {
                    name: line.name.as_str().to_owned(),
                    quantity: line.quantity.to_string(),
                    measure: measure.quantity,
                    unit: measure.unit,
                    price: self.amount(line.price),
                    total: self.amount(off),
                    discount: line.discount.map(|discount| discount_text(discount, locale)),
                    instead_of: line.instead_of.map(|price| self.amount(price)),
                    listed: line.listed.is_some() && line.instead_of.is_none(),
                    note: said(line.note.as_ref()),
                    quoted: line.quoted.is_some(),
                })
            })
            .collect::<Result<Vec<_>, CommandError>>()?;
        let taxes = priced.taxes.iter().map(|tax| TaxLineView {
            label: tax_label(&tax.tax.code, tax.tax.rate, language),
            amount: self.amount(tax.amount),
        });
        let held = self.held_tickets()?.len();
        Ok(TicketView {
            lines,
            net: self.amount(priced.net),
            discount: self.amount(priced.discount),
            taxes: taxes.collect(),
            total: self.amount(priced.total),
            ticket_discount: typed.ticket.discount.map(|d| discount_text(d, locale)),
            note: said(typed.ticket.note.as_ref()),
            asks: self.asks(typed)?,
            customer: typed.customer.as_ref().map(|name| name.as_str().to_owned()),
            account: self.ticket_customer(typed)?,
            quote: typed.ticket.accepts().map(|taken| self.ticket_quote(taken)).transpose()?,
            list: self.ticket_list(typed.ticket.prices)?,
            can_undo: typed.can_undo(),
            held: u32::try_from(held).unwrap_or(u32::MAX),
        })
    }

    fn ticket_list(&self, prices: Prices) -> Result<Option<TicketListView>, CommandError> {
        let Some(id) = prices.list else {
            let ordinary = TicketListView { id: None, name: String::new(), by_hand: true };
            return Ok(prices.by_hand.then_some(ordinary));
        };
        let list = self.read(|reader| price_lists::read(reader.conn(), id))?;
        let name = list.map(|list| list.name).unwrap_or_default();
        Ok(Some(TicketListView { id: Some(id.to_string()), name, by_hand: prices.by_hand }))
    }

    fn asks(&self, typed: &TypedTicket) -> Result<Vec<AskWord>, CommandError> {
        let mut asks = Vec::new();
        if typed.has_other_prices() && !self.may(Permission::ChangePrice)? {
            asks.push(AskWord::Price);
        }
        if typed.has_other_list() && !self.may(Permission::ChoosePriceList)? {
            asks.push(AskWord::List);
        }
        // Most tickets have no discount at all, and ask nothing of the books.
        if typed.takes_off_more(0)? && typed.takes_off_more(self.free_discount()?)? {
            asks.push(AskWord::Discount);
        }
        Ok(asks)
    }

    /// A ticket on hold as the window shows it.
    ///
    /// # Errors
    /// When the ticket has no price.
    pub fn held_view(&self, held: HeldTicket) -> Result<HeldTicketView, CommandError> {
        Ok(HeldTicketView {
            id: held.id.to_string(),
            label: held.label,
            at: held.at.into(),
            total: self.amount(held.typed.priced()?.total),
            lines: u32::try_from(held.typed.ticket.lines.len()).unwrap_or(u32::MAX),
        })
    }
}

/// A discount as people write it.
fn discount_text(discount: Discount, locale: Locale) -> String {
    match discount {
        Discount::Amount(amount) => format_amount(amount, locale),
        Discount::BasisPoints(points) => {
            let percent = Money::new(i64::from(points), cobro_domain::money::Currency::Mxn);
            let text = format_amount(percent, locale);
            let short = text.trim_end_matches('0').trim_end_matches(['.', ',']);
            format!("{short} %")
        }
    }
}
