//! Tables as the sheets of an Excel workbook.

use cobro_domain::money::Money;
use cobro_domain::time::Timestamp;
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Grid, GridError, Line};

/// A cell holds at most 32,767 characters; more than this is nothing that a person reads.
const TEXT_MAX: usize = 1_000;

/// Excel keeps 15 digits of a number. An amount with more is written as text, whole.
const MINOR_MAX: u64 = 999_999_999_999_999;

/// Widths of columns, in characters.
const WIDTH_MIN: usize = 9;
const WIDTH_MAX: usize = 44;

/// The looks of cells, plain and in sums.
struct Formats {
    title: Format,
    heading: Format,
    plain: [Format; 2],
    date: [Format; 2],
    amount: [Format; 2],
    link: Format,
}

impl Formats {
    fn new() -> Self {
        let strong = || Format::new().set_bold().set_background_color(0x00f4_f2ee);
        let both = |format: &str| [Format::new(), strong()].map(|one| one.set_num_format(format));
        // The 14th of the built-in formats is the short date of the reader's own country.
        let date = [Format::new(), strong()].map(|one| one.set_num_format_index(14));
        Self {
            title: Format::new().set_bold().set_font_size(14),
            heading: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            plain: [Format::new(), strong()],
            date,
            amount: both("#,##0.00;-#,##0.00"),
            link: Format::new().set_hyperlink(),
        }
    }
}

/// One sheet for each of `grids`. `made` stands in the file instead of a clock's time.
pub(crate) fn xlsx(grids: &[Grid], title: &str, made: Timestamp) -> Result<Vec<u8>, GridError> {
    workbook(grids, title, made).map_err(|_| GridError)
}

fn workbook(grids: &[Grid], title: &str, made: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(made.millis().div_euclid(1_000))?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    for grid in grids {
        sheet(workbook.add_worksheet(), grid, &formats)?;
    }
    workbook.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, grid: &Grid, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(&grid.name)?;
    let mut row = 0;
    for (place, text) in grid.preface.iter().enumerate() {
        let format = if place == 0 { &formats.title } else { &formats.plain[0] };
        sheet.write_string_with_format(row, 0, cut(text), format)?;
        row += 1;
    }
    if row > 0 {
        row += 1;
    }
    let head = row;
    for (column, heading) in (0..).zip(&grid.headings) {
        sheet.write_string_with_format(row, column, heading, &formats.heading)?;
        sheet.set_column_width(column, width(grid, usize::from(column)))?;
    }
    for line in &grid.lines {
        row += 1;
        for (column, cell) in (0..).zip(&line.cells) {
            write(sheet, (row, column), cell, line, formats)?;
        }
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(head, head)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    line: &Line,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let look = usize::from(line.sum);
    let plain = &formats.plain[look];
    match cell {
        Cell::Empty => sheet.write_blank(row, column, plain)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, cut(text), plain)?,
        Cell::Count(count) => sheet.write_number_with_format(row, column, *count, plain)?,
        Cell::Date(date) => match excel_date(*date) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, &formats.date[look])?
            }
            None => sheet.write_string_with_format(row, column, date.to_string(), plain)?,
        },
        Cell::Amount(money) => match exact(*money) {
            Some(number) => {
                sheet.write_number_with_format(row, column, number, &formats.amount[look])?
            }
            None => sheet.write_string_with_format(row, column, money.decimal_text(), plain)?,
        },
        Cell::Link { text, address } => {
            let link = Url::new(address).set_text(text);
            sheet.write_url_with_format(row, column, link, &formats.link)?
        }
    };
    Ok(())
}

/// The number whose shortest decimal form is the amount; nothing if Excel would round it.
fn exact(money: Money) -> Option<f64> {
    let held = money.minor().unsigned_abs() <= MINOR_MAX;
    money.decimal_text().parse().ok().filter(|_| held)
}

/// Excel counts days from 1900.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}

/// As wide as the longest text of a column, within reason.
fn width(grid: &Grid, column: usize) -> f64 {
    let of_cell = |line: &Line| match line.cells.get(column) {
        None | Some(Cell::Empty) => 0,
        Some(Cell::Text(text) | Cell::Link { text, .. }) => text.chars().count(),
        Some(Cell::Date(_)) => 10,
        Some(Cell::Count(count)) => count.to_string().len(),
        // Every third digit brings a separator.
        Some(Cell::Amount(money)) => money.decimal_text().len() * 4 / 3,
    };
    let heading = grid.headings.get(column).map_or(0, |heading| heading.chars().count());
    let longest = grid.lines.iter().map(of_cell).max().unwrap_or_default().max(heading);
    let characters = longest.clamp(WIDTH_MIN, WIDTH_MAX) + 2;
    u32::try_from(characters).map_or(f64::from(u16::MAX), f64::from)
}
