//! Lists of prices: made, renamed, retired and brought back.

use cobro_domain::{
    ids::PriceListId,
    name::{Name, NameError},
    people::{Document, Permission},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{Fact, PriceListChanged},
    views::{
        price_lists::{self, PriceList},
        products::sorted_name,
    },
};

use crate::{
    permit::{PermitError, permit},
    till::Till,
};

/// How many lists a shop sells at: every product may have a price on each.
pub const LISTS_MAX: usize = 12;

/// Why a list was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum PriceListError {
    /// There is no such list.
    #[error("there is no such list")]
    NotFound,
    /// The name does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Another list has that name.
    #[error("another list is called {name:?}")]
    Taken {
        /// The name.
        name: String,
    },
    /// There are too many.
    #[error("a shop has at most {LISTS_MAX} lists of prices")]
    TooMany,
    /// Whoever works at the till may not change it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Till {
    /// Every list of prices, retired ones too, in the order in which they were made.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn price_lists(&self) -> Result<Vec<PriceList>, LedgerError> {
        self.read(|reader| price_lists::all(reader.conn()))
    }

    /// Makes a list of prices, or gives one another name.
    ///
    /// # Errors
    /// [`PriceListError`]; the list is then as it was.
    pub fn save_price_list(
        &self,
        id: Option<PriceListId>,
        name: &str,
    ) -> Result<PriceListId, PriceListError> {
        let name = Name::parse(name)?.as_str().to_owned();
        self.book(self.actor(), |booking| {
            permit(booking, Permission::EditCatalogue, Document::Catalogue)?;
            let all = price_lists::all(booking.conn())?;
            let known = id.map(|id| known(&all, id)).transpose()?;
            let id = id.unwrap_or_else(|| PriceListId::new(booking.at(), booking.random()));
            let active = known.is_none_or(|known| known.active);
            write(booking, &all, PriceList { id, name, active })?;
            Ok(id)
        })
    }

    /// Takes a list of prices out of use, or back into it. Products keep their prices on it;
    /// customers who have it buy at the ordinary ones meanwhile.
    ///
    /// # Errors
    /// [`PriceListError`]; the list is then as it was.
    pub fn set_price_list_active(
        &self,
        id: PriceListId,
        active: bool,
    ) -> Result<(), PriceListError> {
        self.book(self.actor(), |booking| {
            permit(booking, Permission::EditCatalogue, Document::Catalogue)?;
            let all = price_lists::all(booking.conn())?;
            let list = known(&all, id)?;
            write(booking, &all, PriceList { active, ..list })
        })
    }
}

fn known(all: &[PriceList], id: PriceListId) -> Result<PriceList, PriceListError> {
    all.iter().find(|list| list.id == id).cloned().ok_or(PriceListError::NotFound)
}

fn write(
    booking: &mut Booking<'_, '_>,
    all: &[PriceList],
    list: PriceList,
) -> Result<(), PriceListError> {
    if all.contains(&list) {
        return Ok(());
    }
    let others: Vec<_> = all.iter().filter(|other| other.active && other.id != list.id).collect();
    if list.active {
        let name = sorted_name(&list.name);
        if others.iter().any(|other| sorted_name(&other.name) == name) {
            return Err(PriceListError::Taken { name: list.name });
        }
        if others.len() >= LISTS_MAX {
            return Err(PriceListError::TooMany);
        }
    }
    let PriceList { id, name, active } = list;
    booking.append(&Fact::PriceListChanged(PriceListChanged { list: id, name, active }))?;
    Ok(())
}
