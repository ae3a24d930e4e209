//! What was sold on each of the last days.

use cobro_domain::{money::Money, time::Timestamp};
use cobro_ledger::{LedgerError, views::invoices};
use jiff::ToSpan;

use crate::{
    statement::{day, morning_of, zone},
    till::Till,
};

/// What was issued on one day of the shop's calendar; credit notes take nothing off it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySales {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// How many invoices.
    pub invoices: i64,
    /// What they sum to.
    pub total: Money,
}

impl Till {
    /// The last `days` days, today last.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn daily_sales(&self, days: i64) -> Result<Vec<DaySales>, LedgerError> {
        let zone = zone(&self.zone());
        let Some(today) = day(&zone, self.now()) else {
            return Ok(Vec::new());
        };
        let dates = (0..days).rev().map(|back| today.saturating_sub(back.days()));
        self.read(|reader| {
            dates
                .map(|date| {
                    let until = date.saturating_add(1.day());
                    let bounds = morning_of(&zone, date).zip(morning_of(&zone, until));
                    let never = Timestamp::MAX;
                    let (from, until) = bounds.unwrap_or((never, never));
                    let (invoices, minor) = invoices::between(reader.conn(), from, until)?;
                    let total = Money::new(minor, self.currency());
                    Ok(DaySales { day: date.to_string(), invoices, total })
                })
                .collect()
        })
    }
}
