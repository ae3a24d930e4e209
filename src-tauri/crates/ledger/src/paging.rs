//! Lists in the order of folded names, page by page.

use crate::error::LedgerError;

/// Where a page of a list ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    folded: String,
    pub(crate) n: i64,
}

impl Place {
    /// As text, for the window to hand back.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} {}", self.n, self.folded)
    }

    /// Reads what [`Place::text`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (n, folded) = text.split_once(' ')?;
        Some(Self { folded: folded.to_owned(), n: n.parse().ok()? })
    }

    /// Reads one from the columns `at` and the next of a row: the folded name and the number.
    pub(crate) fn read(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self> {
        Ok(Self { folded: row.get(at)?, n: row.get(at.saturating_add(1))? })
    }
}

/// What a page begins after, as a query is asked for it.
pub(crate) fn after(place: Option<&Place>) -> (&str, i64) {
    place.map_or(("", i64::MIN), |place| (place.folded.as_str(), place.n))
}

/// The rows of a page of at most `limit`, and where it ended, unless it is the last.
pub(crate) fn page<T>(
    rows: impl Iterator<Item = rusqlite::Result<(T, Place)>>,
    limit: u32,
) -> Result<(Vec<T>, Option<Place>), LedgerError> {
    let (found, places): (Vec<_>, Vec<_>) =
        rows.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let full = u32::try_from(found.len()).is_ok_and(|rows| rows >= limit);
    Ok((found, places.into_iter().next_back().filter(|_| full)))
}
