//! Which prices a ticket is sold at: the ordinary ones, those of the customer's list, or those of
//! a list that somebody chose.
//!
//! Lines are priced anew only when another list comes into force, never by themselves: what a
//! held ticket costs does not change because the catalogue did.

use cobro_domain::{ids::PriceListId, money::Money, ticket::Prices};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        merges, price_lists,
        products::{self, Product},
    },
    working::customers,
};

use super::{TypedError, TypedTicket};
use crate::till::Till;

/// What a list has for a product.
pub(super) fn found(product: &Product, list: Option<PriceListId>) -> Option<(PriceListId, Money)> {
    let list = list?;
    product.on_list(list).map(|price| (list, price))
}

impl TypedTicket {
    /// The customer is another one: their list counts, unless somebody chose one.
    pub(super) fn follow_customer(&mut self, conn: &Connection) -> Result<(), TypedError> {
        if self.ticket.prices.by_hand {
            return Ok(());
        }
        let list = self.customers_list(conn)?;
        self.sell_at(conn, Prices { list, by_hand: false })
    }

    /// The list of whoever was picked, while anything is sold at its prices.
    fn customers_list(&self, conn: &Connection) -> Result<Option<PriceListId>, LedgerError> {
        let Some(picked) = self.picked() else {
            return Ok(None);
        };
        let customer = customers::read(conn, merges::resolve(conn, picked)?)?;
        let list = customer.and_then(|customer| customer.person.price_list);
        let list = list.map(|list| price_lists::read(conn, list)).transpose()?.flatten();
        Ok(list.filter(|list| list.active).map(|list| list.id))
    }

    fn sell_at(&mut self, conn: &Connection, prices: Prices) -> Result<(), TypedError> {
        let before = std::mem::replace(&mut self.ticket.prices, prices);
        if before.list == prices.list {
            return Ok(());
        }
        for line in &mut self.ticket.lines {
            let Some(product) = line.product else {
                continue;
            };
            let product = products::find(conn, product)?;
            line.follow(product.and_then(|product| found(&product, prices.list)));
        }
        Ok(())
    }
}

impl Till {
    /// Sells the ticket at the prices of a list, or at the ordinary ones, whatever the customer
    /// has. Choosing what the customer has follows the customer again.
    ///
    /// # Errors
    /// [`TypedError::NotFound`] for a list that nothing is sold at; the ticket is then as it was.
    pub fn choose_list(&self, list: Option<PriceListId>) -> Result<TypedTicket, TypedError> {
        self.change(|conn, typed| {
            if let Some(id) = list {
                let known = price_lists::read(conn, id)?.filter(|list| list.active);
                known.ok_or(TypedError::NotFound)?;
            }
            let by_hand = list != typed.customers_list(conn)?;
            typed.sell_at(conn, Prices { list, by_hand })
        })
    }
}
