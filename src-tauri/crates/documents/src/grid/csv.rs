//! A table as comma-separated values (RFC 4180) in UTF-8, with the mark that spreadsheets need
//! to see that it is UTF-8.

use ::csv::{Terminator, WriterBuilder};

use super::{Cell, Grid, GridError};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What makes a spreadsheet take a text for a formula, wide forms included; a tab or a line
/// break before one is taken off by some.
const FORMULA_STARTS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// The headings and lines of `grid`; a preface has no place among equal rows.
pub(crate) fn csv(grid: &Grid) -> Result<Vec<u8>, GridError> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(&grid.headings).map_err(|_| GridError)?;
    for line in &grid.lines {
        writer.write_record(line.cells.iter().map(field)).map_err(|_| GridError)?;
    }
    writer.into_inner().map_err(|_| GridError)
}

/// Amounts and dates are written as machines read them, in every language alike.
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => inert(text),
        Cell::Date(date) => date.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Amount(money) => money.decimal_text(),
        Cell::Link { address, .. } => address.clone(),
    }
}

/// A text that no spreadsheet computes: an apostrophe before it says that it is a text.
fn inert(text: &str) -> String {
    if text.starts_with(FORMULA_STARTS) { format!("'{text}") } else { text.to_owned() }
}
