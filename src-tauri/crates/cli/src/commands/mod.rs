//! The commands: each opens what it needs, does one thing and returns its answer.

pub(crate) mod check;
pub(crate) mod copies;
pub(crate) mod demo;
pub(crate) mod invoices;
pub(crate) mod people;
pub(crate) mod poll;

use cobro_till::{books::Reader, data_folder, open::Place};

use crate::{arguments::Shop, failure::Failure};

impl Shop {
    /// The place of the books; `holder` is what a second writer is told.
    fn place(&self, holder: &str) -> Result<Place, Failure> {
        let folder = self.data.clone().or_else(data_folder).ok_or_else(|| {
            Failure::failed("this system has no place for data; name a folder with --data")
        })?;
        Ok(Place { folder, mode: self.mode, holder: format!("cobro-cli {holder}") })
    }

    /// The books, to read them beside a running till.
    fn read(&self) -> Result<Reader, Failure> {
        Ok(cobro_till::books::read(&self.place("")?)?)
    }
}
