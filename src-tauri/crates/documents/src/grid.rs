//! Tables for spreadsheets: typed cells, before any file format.

mod csv;
mod xlsx;

use cobro_domain::money::Money;
use jiff::civil::Date;

pub(crate) use csv::csv;
pub(crate) use xlsx::xlsx;

/// A table could not be written: it has more rows than a spreadsheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table is too long for a spreadsheet")]
pub struct GridError;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Date(Date),
    Count(u32),
    Amount(Money),
    /// A text that opens an address.
    Link {
        text: String,
        address: String,
    },
}

impl Cell {
    /// An amount, or nothing where there is none.
    pub(crate) fn unless_zero(money: Money) -> Self {
        if money.is_zero() { Self::Empty } else { Self::Amount(money) }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) cells: Vec<Cell>,
    /// A sum or a balance, not one of the things that the table lists.
    pub(crate) sum: bool,
}

impl Line {
    pub(crate) fn of(cells: Vec<Cell>) -> Self {
        Self { cells, sum: false }
    }

    pub(crate) fn sum(cells: Vec<Cell>) -> Self {
        Self { cells, sum: true }
    }
}

/// A table: its name, what is known of all of it, and its columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub(crate) name: String,
    /// Above the table, each in a line of its own.
    pub(crate) preface: Vec<String>,
    pub(crate) headings: Vec<String>,
    pub(crate) lines: Vec<Line>,
}
