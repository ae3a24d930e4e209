//! A plain list as a file for spreadsheets.

use cobro_domain::{money::Money, time::Timestamp};

use crate::grid::{self, Cell, Grid, GridError, Line};

/// What stands in a cell of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum ListCell {
    /// A text; spreadsheets never compute it.
    Text(String),
    /// An amount, without its currency.
    Amount(Money),
}

/// A list: its headings and its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// What the sheet is called.
    pub name: String,
    /// What stands above the columns.
    pub headings: Vec<String>,
    /// The rows, a cell for each heading.
    pub rows: Vec<Vec<ListCell>>,
    /// When it was made.
    pub made: Timestamp,
}

impl Listing {
    fn grid(&self) -> Grid {
        let cell = |cell: &ListCell| match cell {
            ListCell::Text(text) => Cell::text(text.as_str()),
            ListCell::Amount(money) => Cell::Amount(*money),
        };
        let lines = self.rows.iter().map(|row| Line::of(row.iter().map(cell).collect()));
        Grid {
            name: self.name.clone(),
            preface: Vec::new(),
            headings: self.headings.clone(),
            lines: lines.collect(),
        }
    }

    /// As comma-separated values in UTF-8.
    ///
    /// # Errors
    /// [`GridError`].
    pub fn csv(&self) -> Result<Vec<u8>, GridError> {
        grid::csv(&self.grid())
    }

    /// As an Excel workbook.
    ///
    /// # Errors
    /// [`GridError`]: it has more rows than a sheet holds.
    pub fn xlsx(&self) -> Result<Vec<u8>, GridError> {
        grid::xlsx(&[self.grid()], &self.name, self.made)
    }
}
