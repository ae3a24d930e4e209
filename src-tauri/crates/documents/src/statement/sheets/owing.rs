//! The outstanding invoices: what is owed of each, and the button and QR code to pay it.

use cobro_domain::statement::{Button, Outstanding, PayState};

use super::super::words::Content;
use super::{HEADING, PART, Piece, Placed};
use crate::canvas::{Align, Area, Canvas, Cell, Ink, Place, Row, Style, Table, Turn, count};
use crate::fonts::Weight;
use crate::link::PayLink;
use crate::paper::sheet::LEFT;
use crate::paper::{Kit, PaperError, Sheet};
use crate::symbol::Symbol;

const TEXT: Style = Style::new(Weight::Regular, 9.5, Ink::Black);
const BOLD: Style = Style::new(Weight::SemiBold, 9.5, Ink::Black);
const DETAIL: Style = Style::new(Weight::Regular, 8.0, Ink::Soft);
const LATE: Style = Style::new(Weight::SemiBold, 8.0, Ink::Black);
const ADDRESS: Style = Style::new(Weight::Regular, 7.0, Ink::Accent);
const BUTTON: Style = Style::new(Weight::SemiBold, 9.5, Ink::White);
const BUTTON_OFF: Style = Style::new(Weight::SemiBold, 9.5, Ink::Soft);

const INDENT: f32 = 2.4;
const DAYS_WIDTH: f32 = 10.0;
const OWED_WIDTH: f32 = 30.0;
/// Sizes of what is owed; small ones for amounts that would reach the days.
const SIZES: [f32; 5] = [9.5, 8.5, 7.5, 6.5, 5.0];
const BETWEEN: f32 = 4.5;
const ROW_PAD: f32 = 2.6;
const BUTTON_WIDTH: f32 = 42.0;
const BUTTON_HEIGHT: f32 = 8.0;
const RADIUS: f32 = 2.1;
/// A QR code is as near to this as whole dots allow.
const QR_SIDE: f32 = 21.0;
/// From a button to the words under it.
const UNDER: f32 = 1.4;
const ADDRESS_LINES_MAX: usize = 4;
const REASON_LINES_MAX: usize = 3;
/// A dot that is whole at 150, 300 and 600 dpi.
const DOT: f32 = 25.4 / 150.0;

/// What can be done about an invoice.
enum Action {
    /// A button that opens an address, the address, and its QR code.
    Pay { address: String, lines: Vec<String>, symbol: Symbol },
    /// A button that does nothing, and why.
    Off { reason: Vec<String> },
    /// No button; words, or nothing.
    None { reason: Vec<String> },
}

/// An invoice, laid in a row.
pub(super) struct Owing {
    row: Row,
    action: Action,
}

/// The outstanding invoices.
pub(super) struct Owed {
    sheet: Sheet,
    table: Table<3>,
    /// Where buttons begin, and how wide they and what is under them are.
    action: (f32, f32),
    title: String,
    names: [String; 3],
    button: String,
    pub(super) rows: Vec<Owing>,
}

impl Owed {
    pub(super) fn lay(
        content: &Content<'_>,
        sheet: Sheet,
        kit: &Kit,
        canvas: &Canvas<'_>,
    ) -> Result<Self, PaperError> {
        let (table, action) = columns(content, sheet)?;
        let text = |id| kit.words.text(id);
        let names = [
            text("paper-statement-note")?,
            text("paper-statement-days")?,
            text("paper-statement-owed")?,
        ];
        let mut owed = Self {
            sheet,
            table,
            action,
            title: text("paper-statement-outstanding")?,
            names,
            button: content.button()?,
            rows: Vec::new(),
        };
        for outstanding in &content.paper.statement.outstanding {
            let row = owed.row(content, outstanding, canvas)?;
            owed.rows.push(row);
        }
        Ok(owed)
    }

    fn row(
        &self,
        content: &Content<'_>,
        outstanding: &Outstanding,
        canvas: &Canvas<'_>,
    ) -> Result<Owing, PaperError> {
        let words = content.owing(outstanding)?;
        let mut note = vec![Cell::new(&words.folio, BOLD, 1), Cell::new(&words.issued, DETAIL, 2)];
        note.extend(words.due.as_deref().map(|due| Cell::new(due, DETAIL, 2)));
        note.extend(words.overdue.as_deref().map(|late| Cell::new(late, LATE, 2)));
        let mut sizes = SIZES.into_iter().map(|size| Style { size, ..BOLD });
        let fits = |style: &Style| canvas.width(&words.owed, *style) <= OWED_WIDTH;
        let figure = sizes.find(fits).unwrap_or(Style { size: 5.0, ..BOLD });
        let mut owed = vec![Cell::figure(&words.owed, figure)];
        owed.extend(words.beside.as_deref().map(|text| Cell::new(text, DETAIL, 2)));
        let cells: [&[_]; 3] = [&note, &[Cell::new(&words.days, TEXT, 1)], &owed];
        let row = self.table.lay(canvas, cells);

        let lines = |text: &str, style, most| canvas.wrap(text, style, self.action.1, most);
        let reason = lines(words.reason.as_deref().unwrap_or_default(), DETAIL, REASON_LINES_MAX);
        let link = content.paper.link(outstanding).map(PayLink::as_str);
        let action = match (link, outstanding.pay.button()) {
            (Some(address), _) => Action::Pay {
                address: address.to_owned(),
                lines: lines(address, ADDRESS, ADDRESS_LINES_MAX),
                symbol: Symbol::qr(address)?,
            },
            (None, Button::Enabled | Button::Hidden) => Action::None { reason },
            (None, Button::Disabled) => Action::Off { reason },
        };
        Ok(Owing { row, action })
    }

    pub(super) fn head_height(&self) -> f32 {
        PART.leading() + 2.4 + HEADING.leading() + 2.0
    }

    /// Draws the head or one invoice.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, (y, piece): Placed) {
        let Piece::Owing(place) = piece else {
            return self.head(canvas, y);
        };
        let owing = &self.rows[place];
        owing.row.draw(canvas, y + ROW_PAD);
        match &owing.action {
            Action::Pay { address, lines, symbol } => {
                let button = self.button(canvas, y + ROW_PAD, Ink::Accent, BUTTON);
                let end = self.under(canvas, button, lines, ADDRESS);
                canvas.link(Area { height: end - button.y, ..button }, address);
                self.qr(canvas, symbol, address, y + ROW_PAD);
            }
            Action::Off { reason } => {
                let button = self.button(canvas, y + ROW_PAD, Ink::Tint, BUTTON_OFF);
                canvas.frame(button, RADIUS, Ink::Line);
                self.under(canvas, button, reason, DETAIL);
            }
            Action::None { reason } => {
                let (x, width) = self.action;
                self.under(canvas, Area::new(x, y + ROW_PAD - UNDER, width, 0.0), reason, DETAIL);
            }
        }
        canvas.rule(LEFT, y + owing.height(), self.sheet.inner(), Ink::Faint);
    }

    fn head(&self, canvas: &mut Canvas<'_>, y: f32) {
        canvas.text(&self.title, PART, (LEFT, y), Align::Left);
        let y = y + PART.leading() + 2.4;
        let cells = self.names.each_ref().map(|name| [Cell::new(name, HEADING, 1)]);
        self.table.row(canvas, y, cells.each_ref().map(<[_; 1]>::as_slice));
        canvas.rule(LEFT, y + HEADING.leading() + 2.0, self.sheet.inner(), Ink::Line);
    }

    fn button(&self, canvas: &mut Canvas<'_>, y: f32, ground: Ink, style: Style) -> Area {
        let (x, width) = self.action;
        let area = Area::new(x, y, width, BUTTON_HEIGHT);
        canvas.plate(area, RADIUS, ground);
        let text = canvas.fit(&self.button, style, width - 2.0 * RADIUS);
        let top = y + (BUTTON_HEIGHT - style.leading()) / 2.0;
        canvas.text(&text, style, (x + width / 2.0, top), Align::Centre);
        area
    }

    /// Lines under a button, and the `y` after them.
    fn under(&self, canvas: &mut Canvas<'_>, button: Area, lines: &[String], style: Style) -> f32 {
        let mut y = button.bottom() + UNDER;
        for line in lines {
            canvas.text(line, style, (button.x, y), Align::Left);
            y += style.leading();
        }
        y
    }

    fn qr(&self, canvas: &mut Canvas<'_>, symbol: &Symbol, address: &str, y: f32) {
        let side = side(symbol);
        let x = ((self.sheet.right() - INDENT - side) / DOT).round() * DOT;
        let area = Area::new(x, y, side, side);
        canvas.symbol(symbol, area, Turn::Upright);
        canvas.link(area, address);
    }
}

impl Owing {
    pub(super) fn height(&self) -> f32 {
        let lines = |lines: &[String], style: Style| count(lines.len()) * style.leading();
        let action = match &self.action {
            Action::Pay { lines: address, symbol, .. } => {
                side(symbol).max(BUTTON_HEIGHT + UNDER + lines(address, ADDRESS))
            }
            Action::Off { reason } => BUTTON_HEIGHT + UNDER + lines(reason, DETAIL),
            Action::None { reason } => lines(reason, DETAIL),
        };
        action.max(self.row.height) + 2.0 * ROW_PAD
    }
}

/// The side of a QR code, in whole dots.
fn side(symbol: &Symbol) -> f32 {
    let columns = count(symbol.columns());
    (QR_SIDE / columns / DOT).floor().max(2.0) * DOT * columns
}

/// The places of the columns, and of the actions where there are any.
fn columns(content: &Content<'_>, sheet: Sheet) -> Result<(Table<3>, (f32, f32)), PaperError> {
    let all = &content.paper.statement.outstanding;
    let links = all.iter().filter_map(|outstanding| content.paper.link(outstanding));
    let longest = links.max_by_key(|link| link.as_str().len());
    let codes = match longest {
        Some(link) => side(&Symbol::qr(link.as_str())?).max(QR_SIDE) + BETWEEN,
        None => 0.0,
    };
    let speaks = |outstanding: &Outstanding| match outstanding.pay {
        PayState::NoAccount | PayState::AccountInactive => false,
        PayState::Payable
        | PayState::BelowMinimum { .. }
        | PayState::AboveMaximum { .. }
        | PayState::Settled => true,
    };
    let right = sheet.right() - INDENT;
    let (action, owed) = if all.iter().any(speaks) {
        let action = right - codes - BUTTON_WIDTH;
        (action, action - 2.0 * BETWEEN)
    } else {
        (right, right)
    };
    let days = owed - OWED_WIDTH - BETWEEN;
    let note = LEFT + INDENT;
    let columns = [
        Place::left(note, days - DAYS_WIDTH - BETWEEN - note),
        Place::right(days, DAYS_WIDTH),
        Place::right(owed, OWED_WIDTH),
    ];
    Ok((Table { columns }, (action, BUTTON_WIDTH)))
}
