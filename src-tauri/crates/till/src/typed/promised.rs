//! Lines of a quote that are sold with others: what was promised, and no more.

use cobro_domain::{ids::ProductId, money::Money, quantity::Quantity, ticket::Line};
use cobro_ledger::{Connection, views::products};

use super::{TypedError, TypedTicket, prices::found};

impl TypedTicket {
    /// How many of a line are sold. A quote's line keeps its price up to the quantity that was
    /// quoted; what is more is a line of its own, at the price of the day.
    pub(super) fn set_line_quantity(
        &mut self,
        conn: &Connection,
        place: usize,
        quantity: Quantity,
    ) -> Result<(), TypedError> {
        let line = self.line(place)?;
        let quantity = line.unit.check(quantity)?;
        let promised = line.quoted.map(|promise| promise.quantity);
        let Some(most) = promised.filter(|most| *most < quantity) else {
            line.quantity = quantity;
            return Ok(());
        };
        line.quantity = most;
        let more = quantity.thousandths().saturating_sub(most.thousandths());
        let mut more = Line {
            quantity: Quantity::from_thousandths(more)?,
            price: todays_price(conn, line)?,
            discount: None,
            instead_of: None,
            listed: None,
            quoted: None,
            ..line.clone()
        };
        let product = more.product.map(|id| products::find(conn, id)).transpose()?.flatten();
        let list = self.ticket.prices.list;
        more.follow(product.and_then(|product| found(&product, list)));
        self.add(more)
    }
}

/// What the catalogue asks for one today; the line's own price where it says nothing.
pub(super) fn todays_price(conn: &Connection, line: &Line) -> Result<Money, TypedError> {
    let product = line.product.map(|id: ProductId| products::read(conn, id)).transpose()?;
    Ok(product.flatten().and_then(|product| product.price).unwrap_or(line.price))
}
