//! The ticket being typed: kept after every change, so that a kill loses nothing.

mod buyer;
mod kept;
mod prices;
mod promised;
mod taken_off;
mod terms;

use cobro_domain::{
    ids::{CustomerId, PriceListId, ProductId},
    locale::parse_amount,
    money::{Currency, Money, MoneyError},
    name::{Name, NameError},
    pricing::{Priced, PricingError, price},
    quantity::{Quantity, QuantityError},
    tax::{Rate, Tax, TaxMode},
    ticket::{LINES_MAX, Line, Ticket},
    unit::Unit,
};
use cobro_ledger::{
    Connection, LedgerError,
    views::products::{self, Product},
};
use serde::{Deserialize, Serialize};

pub(crate) use self::kept::Kept;
use self::kept::Step;
use crate::{permit::PermitError, till::Till};

/// The ticket on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedTicket {
    /// What is sold.
    pub ticket: Ticket,
    /// The customer's name; nobody for a walk-in.
    pub customer: Option<Name>,
    /// Whom that name was picked for; another name that is typed since counts more.
    #[serde(default)]
    picked: Option<(CustomerId, Name)>,
    /// Whether there is a change to take back.
    #[serde(skip)]
    can_undo: bool,
}

/// Why the ticket was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum TypedError {
    /// There is no such line, product or held ticket.
    #[error("it is not there any more")]
    NotFound,
    /// The ticket takes no more lines.
    #[error("a ticket takes at most {LINES_MAX} lines")]
    Full,
    /// There is nothing to put on hold.
    #[error("the ticket is empty")]
    Empty,
    /// The name does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The amount is none.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The quantity is none.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// With this change the ticket would have no price.
    #[error(transparent)]
    Pricing(#[from] PricingError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl TypedTicket {
    pub(crate) const fn empty(currency: Currency) -> Self {
        Self { ticket: Ticket::empty(currency), customer: None, picked: None, can_undo: false }
    }

    /// Whom the customer's name was picked for.
    #[must_use]
    pub fn picked(&self) -> Option<CustomerId> {
        let (id, name) = self.picked.as_ref()?;
        (self.customer.as_ref() == Some(name)).then_some(*id)
    }

    /// Whether there is a change to take back.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        self.can_undo
    }

    /// What it costs as it stands.
    ///
    /// # Errors
    /// [`PricingError`]; never for a ticket that was kept.
    pub fn priced(&self) -> Result<Priced, PricingError> {
        price(&self.ticket)
    }

    /// Whether something is sold at another price than the catalogue's, or than a quote's.
    #[must_use]
    pub fn has_other_prices(&self) -> bool {
        self.ticket.lines.iter().any(Line::has_other_price)
    }

    /// Whether something is sold at the prices of a list that somebody chose, whatever the
    /// customer has.
    #[must_use]
    pub fn has_other_list(&self) -> bool {
        self.ticket.prices.by_hand && self.ticket.lines.iter().any(|line| line.listed.is_some())
    }

    /// Whether discounts take more of some line than a share of its price, in hundredths of a per
    /// cent, and more than a quote promised of it.
    ///
    /// # Errors
    /// As [`TypedTicket::priced`].
    pub fn takes_off_more(&self, points: u16) -> Result<bool, PricingError> {
        let priced = self.priced()?;
        let mut lines = self.ticket.lines.iter().zip(&priced.lines);
        Ok(lines.any(|(line, part)| {
            let promised = line.quoted.map_or(0, |promise| promise.points);
            part.takes_off_more(points.max(promised))
        }))
    }

    /// Somebody whom the shop knows buys.
    pub(crate) fn name_customer(&mut self, id: CustomerId, name: Name) {
        self.customer = Some(name.clone());
        self.picked = Some((id, name));
    }

    fn line(&mut self, place: usize) -> Result<&mut Line, TypedError> {
        self.ticket.lines.get_mut(place).ok_or(TypedError::NotFound)
    }

    /// Adds a line, or adds to the line that sells the same at the same price.
    fn add(&mut self, line: Line) -> Result<(), TypedError> {
        let same = self.ticket.lines.iter_mut().find(|other| {
            let quantity = other.quantity;
            line.product.is_some() && Line { quantity, ..line.clone() } == **other
        });
        if let Some(other) = same {
            other.quantity = other.quantity.checked_add(line.quantity)?;
            return Ok(());
        }
        if self.ticket.lines.len() >= LINES_MAX {
            return Err(TypedError::Full);
        }
        self.ticket.lines.push(line);
        Ok(())
    }
}

/// What a scan did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Exactly one product carries the code; it is on the ticket.
    Added,
    /// No product, or more than one, carries it; the ticket is as it was.
    Unknown,
}

impl Till {
    /// The ticket being typed.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn typed(&self) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        let kept = self.read(|reader| Kept::read(reader.conn(), currency))?;
        Ok(kept.map_or_else(|| TypedTicket::empty(currency), |kept| kept.typed))
    }

    /// Changes the ticket being typed, keeping what it was for undo.
    pub(crate) fn change<E: From<LedgerError> + From<PricingError>>(
        &self,
        what: impl FnOnce(&Connection, &mut TypedTicket) -> Result<(), E>,
    ) -> Result<TypedTicket, E> {
        self.step(|conn, kept| what(conn, &mut kept.typed).map(|()| Step::Forward))
    }

    /// Adds a product.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn add_product(&self, id: ProductId, quantity: &str) -> Result<TypedTicket, TypedError> {
        let quantity = Quantity::parse(quantity)?;
        self.change(|conn, typed| {
            let product = products::read(conn, id)?.ok_or(TypedError::NotFound)?;
            let list = typed.ticket.prices.list;
            typed.add(line_of(&product, quantity, list)?)
        })
    }

    /// Adds the one product that carries a code exactly.
    ///
    /// # Errors
    /// [`TypedError`]; an unknown code is none, and never gets in the way of the next scan.
    pub fn scan(&self, code: &str) -> Result<(TypedTicket, Scanned), TypedError> {
        let code: String = code.chars().filter(|c| !c.is_control()).collect();
        let found = self.read(|reader| products::by_code(reader.conn(), code.trim()))?;
        let [one] = found.as_slice() else {
            return Ok((self.typed()?, Scanned::Unknown));
        };
        let mut scanned = Scanned::Added;
        let typed = self.step(|_, kept| {
            let list = kept.typed.ticket.prices.list;
            if one.price.or(list.and_then(|list| one.on_list(list))).is_none() {
                scanned = Scanned::Unknown;
                return Ok(Step::None);
            }
            kept.typed.add(line_of(one, Quantity::ONE, list)?).map(|()| Step::Forward)
        })?;
        Ok((typed, scanned))
    }

    /// Adds a line with a typed amount; the amount contains the shop's general tax.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn add_amount(&self, name: &str, amount: &str) -> Result<TypedTicket, TypedError> {
        let name = Name::parse(name)?;
        let price = parse_amount(amount, self.currency(), self.locale())?;
        let line = Line {
            product: None,
            name,
            quantity: Quantity::ONE,
            unit: Unit::Piece,
            price,
            mode: TaxMode::Included,
            taxes: vec![general_tax()],
            discount: None,
            instead_of: None,
            listed: None,
            note: None,
            quoted: None,
        };
        self.change(|_, typed| typed.add(line))
    }

    /// Changes how many of a line are sold.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn set_quantity(&self, line: usize, quantity: &str) -> Result<TypedTicket, TypedError> {
        let quantity = Quantity::parse(quantity)?;
        self.take_off(|conn, kept| {
            kept.typed.set_line_quantity(conn, line, quantity).map(|()| Step::Forward)
        })
    }

    /// Names the customer; an empty name is the walk-in.
    ///
    /// # Errors
    /// [`TypedError`]; the ticket is then as it was.
    pub fn set_customer(&self, name: &str) -> Result<TypedTicket, TypedError> {
        let customer = match Name::parse(name) {
            Err(NameError::Empty) => None,
            read => Some(read?),
        };
        self.change(|conn, typed| {
            typed.customer = customer;
            typed.follow_customer(conn)
        })
    }
}

/// The tax on an amount that was typed without a product: the general rate of IVA, 16 %
/// (Ley del Impuesto al Valor Agregado, article 1).
fn general_tax() -> Tax {
    Tax::iva(Rate::BasisPoints(1_600))
}

fn line_of(
    product: &Product,
    quantity: Quantity,
    list: Option<PriceListId>,
) -> Result<Line, TypedError> {
    let taxes = product.taxes.iter().map(|(code, rate)| Tax { code: code.clone(), rate: *rate });
    let mut line = Line {
        product: Some(product.id),
        name: Name::parse(&product.name)?,
        quantity: product.unit.check(quantity)?,
        unit: product.unit,
        price: product.price.unwrap_or(Money::zero(product.currency)),
        mode: product.mode,
        taxes: taxes.collect(),
        discount: None,
        instead_of: None,
        listed: None,
        note: None,
        quoted: None,
    };
    line.follow(prices::found(product, list));
    Ok(line)
}
