//! The audit as a file for spreadsheets and for whoever checks the shop.

use std::path::PathBuf;

use cobro_documents::{Catalogue, ListCell, Listing, PaperError};

use super::{AuditError, AuditFilter, Entry};
use crate::{papers::kept_at, statement::zone, till::Till};

/// How many facts are read at once.
const AT_ONCE: usize = 500;

/// A spreadsheet holds no more, and nobody reads more.
const ROWS_MAX: usize = 100_000;

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Where it is.
    pub path: PathBuf,
    /// How many facts it has.
    pub facts: usize,
    /// Whether it has all of them; otherwise the newest.
    pub all: bool,
}

impl Till {
    /// Writes the facts that pass a filter, newest first.
    ///
    /// # Errors
    /// [`AuditError`].
    pub fn export_audit(&self, filter: &AuditFilter) -> Result<Exported, AuditError> {
        self.may_audit()?;
        let (mut rows, mut after) = (Vec::new(), None);
        let zone = zone(&self.zone());
        loop {
            let page = self.entries(filter, after, AT_ONCE)?;
            rows.extend(page.entries.iter().map(|entry| row(entry, &zone)));
            after = page.next;
            if after.is_none() || rows.len() >= ROWS_MAX {
                break;
            }
        }
        let words = Catalogue::of(self.language());
        let word = |id: &str| words.text(id).unwrap_or_else(|_| id.to_owned());
        let columns = ["number", "day", "time", "who", "approver", "what", "document", "hash"];
        let headings = columns.map(|column| word(&format!("audit-column-{column}"))).to_vec();
        let facts = rows.len();
        let listing = Listing { name: word("tab-audit"), headings, rows, made: self.now() };
        let bytes =
            listing.csv().map_err(PaperError::from).map_err(crate::papers::PrintError::from)?;
        let path = kept_at(&self.papers(), &format!("{}.csv", listing.name), &bytes)?;
        Ok(Exported { path, facts, all: after.is_none() })
    }
}

fn row(entry: &Entry, zone: &jiff::tz::TimeZone) -> Vec<ListCell> {
    // Beyond the calendar lies only what no clock ever said.
    let at = jiff::Timestamp::from_millisecond(entry.at.millis()).unwrap_or_default();
    let local = at.to_zoned(zone.clone());
    let said = [
        entry.number.to_string(),
        local.date().to_string(),
        local.strftime("%H:%M:%S").to_string(),
        entry.who.clone(),
        entry.approver.clone().unwrap_or_default(),
        entry.text.clone(),
        entry.document.clone().unwrap_or_default(),
        entry.hash.clone(),
    ];
    said.map(ListCell::Text).to_vec()
}
