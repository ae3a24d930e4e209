//! A file with rows, as somebody gave it to us: nothing about it is trusted.

use std::{
    fs::File,
    io::{Cursor, Read},
    ops::ControlFlow,
    path::Path,
};

use calamine::{DataRef, Reader, Xlsx};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251, WINDOWS_1252};
use sha2::{Digest, Sha256};

use cobro_documents::Language;

/// The largest file that is read, in bytes.
pub const FILE_MAX: u64 = 64 << 20;

/// The most rows that are read.
pub const ROWS_MAX: u32 = 200_000;

/// The most columns that are looked at.
pub(super) const COLUMNS_MAX: usize = 60;

/// The longest cell that is read, in characters.
pub const CELL_MAX: usize = 2_000;

/// What a workbook may become when it is unpacked, in bytes.
const UNPACKED_MAX: u64 = 512 << 20;

/// The separators that are told apart.
const SEPARATORS: [u8; 3] = *b",;\t";

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It is larger than any list of products.
    #[error("the file is larger than {FILE_MAX} bytes")]
    TooLarge,
    /// It has more rows than are read.
    #[error("the file has more than {ROWS_MAX} rows")]
    TooManyRows,
    /// A cell is longer than anything about a product.
    #[error("a cell of row {row} is too long")]
    CellTooLong {
        /// Its row.
        row: u32,
    },
    /// It is no file of the kinds that are read.
    #[error("the file cannot be read as a table: {detail}")]
    Unreadable {
        /// What was wrong with it.
        detail: String,
    },
    /// There is nothing below the headings.
    #[error("the file has no rows")]
    Empty,
}

fn unreadable(error: &impl ToString) -> SourceError {
    SourceError::Unreadable { detail: error.to_string() }
}

enum Kind {
    Text { text: String, separator: u8 },
    Workbook(Vec<u8>),
}

/// A file that was read.
pub struct Source {
    kind: Kind,
    /// SHA-256 of its bytes, hexadecimal.
    pub(super) digest: String,
}

impl Source {
    /// Reads a file. Text that is no UTF-8 is taken for what the language's Windows writes.
    ///
    /// # Errors
    /// [`SourceError`].
    pub fn open(path: &Path, language: Language) -> Result<Self, SourceError> {
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let read = file.take(FILE_MAX.saturating_add(1)).read_to_end(&mut bytes);
        let read = read.map_err(|error| unreadable(&error))?;
        if u64::try_from(read).map_or(true, |read| read > FILE_MAX) {
            return Err(SourceError::TooLarge);
        }
        let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let kind = if bytes.starts_with(b"PK\x03\x04") {
            unpacks(&bytes)?;
            Kind::Workbook(bytes)
        } else {
            let text = decoded(bytes, language)?;
            let separator = separator(&text);
            Kind::Text { text, separator }
        };
        Ok(Self { kind, digest })
    }

    /// Calls `each` with the number of every row, the first being 1, and its cells. Rows without
    /// anything in them are left out.
    ///
    /// # Errors
    /// [`SourceError`].
    pub fn rows(
        &self,
        mut each: impl FnMut(u32, &[String]) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        let mut checked = |row: u32, cells: &mut Vec<String>| {
            if row > ROWS_MAX {
                return Err(SourceError::TooManyRows);
            }
            if cells.iter().any(|cell| cell.len() > CELL_MAX && cell.chars().count() > CELL_MAX) {
                return Err(SourceError::CellTooLong { row });
            }
            cells.truncate(COLUMNS_MAX);
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                return Ok(ControlFlow::Continue(()));
            }
            Ok(each(row, cells))
        };
        match &self.kind {
            Kind::Text { text, separator } => text_rows(text, *separator, &mut checked),
            Kind::Workbook(bytes) => workbook_rows(bytes, &mut checked),
        }
    }
}

type Each<'e> = dyn FnMut(u32, &mut Vec<String>) -> Result<ControlFlow<()>, SourceError> + 'e;

fn text_rows(text: &str, separator: u8, each: &mut Each<'_>) -> Result<(), SourceError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
        row = row.saturating_add(1);
        let mut cells = record.iter().map(active).collect();
        if each(row, &mut cells)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// A text without the apostrophe that keeps spreadsheets from computing it.
fn active(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@']) => text.to_owned(),
        Some(_) | None => cell.to_owned(),
    }
}

fn workbook_rows(bytes: &[u8], each: &mut Each<'_>) -> Result<(), SourceError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let sheet = book.sheet_names().first().cloned().ok_or(SourceError::Empty)?;
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| unreadable(&error))?;
    let (mut row, mut cells) = (0_u32, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(|error| unreadable(&error))? {
        let (at, column) = cell.get_position();
        if at != row {
            if each(row.saturating_add(1), &mut cells)?.is_break() {
                return Ok(());
            }
            cells.clear();
            row = at;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column < COLUMNS_MAX {
            cells.resize(cells.len().max(column.saturating_add(1)), String::new());
            if let Some(place) = cells.get_mut(column) {
                *place = shown(cell.get_value());
            }
        }
    }
    each(row.saturating_add(1), &mut cells).map(drop)
}

/// A cell as text: what a formula came to when it was saved, never computed here.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // The shortest text that means this number: 89.5 is written so, not 89.499999.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        DataRef::DateTime(moment) => moment.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Refuses a workbook that would fill the memory when it is unpacked.
fn unpacks(bytes: &[u8]) -> Result<(), SourceError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut size = 0_u64;
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(|error| unreadable(&error))?;
        size = size.saturating_add(part.size());
    }
    if size > UNPACKED_MAX { Err(SourceError::TooLarge) } else { Ok(()) }
}

fn decoded(bytes: Vec<u8>, language: Language) -> Result<String, SourceError> {
    let (encoding, mark) = match Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None if std::str::from_utf8(&bytes).is_ok() => (UTF_8, 0),
        None if language == Language::UkUa => (WINDOWS_1251, 0),
        None => (WINDOWS_1252, 0),
    };
    let body = bytes.get(mark..).unwrap_or_default();
    let (text, broken) = encoding.decode_without_bom_handling(body);
    if broken || text.contains('\0') {
        return Err(SourceError::Unreadable { detail: "it is no text".to_owned() });
    }
    Ok(text.into_owned())
}

/// What stands most often between the headings.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in first.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        }
        let place = SEPARATORS.iter().position(|separator| *separator == byte);
        if let Some(count) = place.filter(|_| !quoted).and_then(|place| counts.get_mut(place)) {
            *count = count.saturating_add(1);
        }
    }
    let best = SEPARATORS.iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    best.map_or(b',', |(separator, _)| *separator)
}
