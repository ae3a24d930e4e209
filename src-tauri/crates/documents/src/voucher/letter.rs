//! The voucher on a Letter page.

use super::{Content, Pair, digit_lines, module_for};
use crate::canvas::{Align, Area, Canvas, Column, Ink, Page, Style, Turn, count};
use crate::fonts::Weight;
use crate::paper::sheet::{BODY, LABEL, LEFT, SMALL, STRONG};
use crate::paper::{Kit, PaperError, Sheet};
use crate::symbol::Symbol;

const SHEET: Sheet = Sheet::Letter;
const RIGHT: f32 = SHEET.right();
const INNER: f32 = SHEET.inner();

/// Widths of a bar: 4 or 3 dots of a 300 dpi printer.
const MODULES: [f32; 2] = [4.0 * 25.4 / 300.0, 3.0 * 25.4 / 300.0];
const BAR_HEIGHT: f32 = 24.0;
/// A dot that is whole at 150, 300 and 600 dpi.
const DOT: f32 = 25.4 / 150.0;
const QR_SIDE: f32 = 40.0;

const AMOUNT: Style = Style::new(Weight::SemiBold, 34.0, Ink::Black).tracked(-22.0);
const CURRENCY: Style = Style::new(Weight::Regular, 13.5, Ink::Black);
const DUE: Style = Style::new(Weight::SemiBold, 16.0, Ink::Black).tracked(-12.0);
const DIGITS: Style = Style::new(Weight::Regular, 12.0, Ink::Black).tracked(40.0);
const ACCOUNT: Style = Style::new(Weight::SemiBold, 18.0, Ink::Black);
const NUMBER: Style = Style::new(Weight::SemiBold, 9.0, Ink::White);

const PAD: f32 = 6.0;
const RADIUS: f32 = 2.1;
const LABEL_COLUMN: f32 = 44.0;
/// White between the last step and the small print.
const BEFORE_FOOT: f32 = 4.0;

/// How much room everything takes.
#[derive(Clone, Copy)]
struct Spacing {
    /// Between blocks.
    block: f32,
    /// Between rows of a block.
    row: f32,
    /// Lines of one fact.
    fact_lines: usize,
}

/// As it should look.
const ROOMY: Spacing = Spacing { block: 6.0, row: 1.9, fact_lines: 2 };
/// When names are so long that the last step would not be on the page.
const TIGHT: Spacing = Spacing { block: 4.0, row: 0.8, fact_lines: 1 };

pub(super) fn page(content: &Content<'_>, kit: &Kit) -> Result<Page, PaperError> {
    let (canvas, end) = draw(content, kit, ROOMY)?;
    let canvas =
        if end + BEFORE_FOOT > SHEET.foot_top() { draw(content, kit, TIGHT)?.0 } else { canvas };
    Ok(SHEET.page(canvas))
}

/// The page, and where its last step ends.
fn draw<'k>(
    content: &Content<'_>,
    kit: &'k Kit,
    spacing: Spacing,
) -> Result<(Canvas<'k>, f32), PaperError> {
    let Spacing { block, .. } = spacing;
    let mut canvas = Canvas::new(&kit.fonts);
    if content.training {
        SHEET.training(&mut canvas, kit.words)?;
    }
    let y = SHEET.head(&mut canvas, content.shop, &content.method, &content.kind);
    let y = amount_and_date(&mut canvas, content, y + block);
    let y = cancelled(&mut canvas, content, y, block);
    let y = payable(&mut canvas, content, y + block)?;
    let y = facts(&mut canvas, &content.facts, y + block, spacing);
    canvas.dashed_rule(LEFT, y + block, INNER, Ink::Line);
    let end = steps(&mut canvas, content, y + 2.0 * block, spacing);
    SHEET.foot(&mut canvas, &content.contact, &content.small_print);
    Ok((canvas, end))
}

fn amount_and_date(canvas: &mut Canvas<'_>, content: &Content<'_>, y: f32) -> f32 {
    canvas.text(&content.amount_label, LABEL, (LEFT, y), Align::Left);
    canvas.text(&content.due_label, LABEL, (RIGHT, y), Align::Right);

    let under = y + LABEL.leading();
    // The figures of the amount stand higher than their line needs.
    let top = under - 1.4;
    let fits = |style: &Style| canvas.width(&content.amount, *style) <= INNER * 0.6;
    let large = [AMOUNT, ACCOUNT, STRONG].into_iter().find(fits).unwrap_or(STRONG);
    canvas.text(&content.amount, large, (LEFT, top), Align::Left);
    let after = LEFT + canvas.width(&content.amount, large) + 3.0;
    let beside = top + large.baseline() - CURRENCY.baseline();
    canvas.text(content.currency, CURRENCY, (after, beside), Align::Left);

    let room = RIGHT - after - canvas.width(content.currency, CURRENCY) - 8.0;
    let due = format!("{}, {}", content.due.long, content.due.time);
    let column = Column::new(room, 2, Align::Right);
    let zone = canvas.paragraph(&due, DUE, (RIGHT, under), column);
    let zone_end = canvas.paragraph(&content.due.zone, LABEL, (RIGHT, zone), column);
    (top + AMOUNT.leading()).max(zone_end)
}

fn cancelled(canvas: &mut Canvas<'_>, content: &Content<'_>, y: f32, block: f32) -> f32 {
    let Some((title, note)) = &content.cancelled else {
        return y;
    };
    let top = y + block;
    let inside = LEFT + PAD;
    canvas.text(title, STRONG, (inside, top + 3.5), Align::Left);
    let column = Column::new(INNER - 2.0 * PAD, 3, Align::Left);
    let end = canvas.paragraph(note, BODY, (inside, top + 3.5 + STRONG.leading()), column);
    canvas.frame(Area::new(LEFT, top, INNER, end + 3.5 - top), RADIUS, Ink::Black);
    end + 3.5
}

/// The framed part: barcode and digits, or what must be typed, with the QR code beside it.
fn payable(canvas: &mut Canvas<'_>, content: &Content<'_>, y: f32) -> Result<f32, PaperError> {
    let qr_room = if content.qr.is_some() { QR_SIDE + 2.0 * PAD } else { 0.0 };
    let room = Area::new(LEFT + PAD, y + PAD, INNER - 2.0 * PAD - qr_room, 0.0);
    let mut end = room.y;
    if let Some(symbol) = &content.qr {
        end = qr(canvas, symbol, &content.qr_caption, room.y);
    }
    let left_end = match &content.barcode {
        Some(code) => barcode(canvas, &code.symbol, &code.digits, room)?,
        None => account(canvas, &content.account, room),
    };
    end = end.max(left_end);
    canvas.frame(Area::new(LEFT, y, INNER, end + PAD - y), RADIUS, Ink::Line);
    Ok(end + PAD)
}

fn barcode(
    canvas: &mut Canvas<'_>,
    symbol: &Symbol,
    digits: &str,
    room: Area,
) -> Result<f32, PaperError> {
    let modules = symbol.columns_with_quiet_zone();
    let Some(module) = module_for(symbol, &MODULES, room.width) else {
        return Err(PaperError::SymbolTooWide { modules });
    };
    let centre = room.x + room.width / 2.0;
    let width = module * count(symbol.columns());
    let x = ((centre - width / 2.0) / module).round() * module;
    canvas.symbol(symbol, Area::new(x, room.y, width, BAR_HEIGHT), Turn::Upright);
    let mut y = room.y + BAR_HEIGHT + 2.2;
    for line in digit_lines(canvas, digits, DIGITS, room.width) {
        canvas.text(&line, DIGITS, (centre, y), Align::Centre);
        y += DIGITS.leading();
    }
    Ok(y)
}

fn account(canvas: &mut Canvas<'_>, pairs: &[Pair], room: Area) -> f32 {
    let mut y = room.y;
    for (label, value) in pairs {
        canvas.text(label, LABEL, (room.x, y), Align::Left);
        y += LABEL.leading();
        let column = Column::new(room.width, 2, Align::Left);
        y = canvas.paragraph(value, ACCOUNT, (room.x, y), column) + 2.4;
    }
    y - 2.4
}

/// The QR code in the right column of the frame.
fn qr(canvas: &mut Canvas<'_>, symbol: &Symbol, caption: &str, y: f32) -> f32 {
    let columns = count(symbol.columns());
    // As large as the column allows, in whole dots; more modules may need more room.
    let module = (QR_SIDE / columns / DOT).floor().max(2.0) * DOT;
    let side = module * columns;
    let x = ((RIGHT - PAD - side) / DOT).round() * DOT;
    canvas.symbol(symbol, Area::new(x, y, side, side), Turn::Upright);
    let column = Column::new(side.max(QR_SIDE), 3, Align::Centre);
    canvas.paragraph(caption, SMALL, (x + side / 2.0, y + side + 1.6), column)
}

fn facts(canvas: &mut Canvas<'_>, pairs: &[Pair], y: f32, spacing: Spacing) -> f32 {
    let column = Column::new(INNER - LABEL_COLUMN, spacing.fact_lines, Align::Left);
    let mut y = y;
    for (label, value) in pairs {
        canvas.text(label, LABEL, (LEFT, y), Align::Left);
        y = canvas.paragraph(value, STRONG, (LEFT + LABEL_COLUMN, y), column) + spacing.row;
    }
    y - spacing.row
}

fn steps(canvas: &mut Canvas<'_>, content: &Content<'_>, y: f32, spacing: Spacing) -> f32 {
    canvas.text(&content.how, STRONG, (LEFT, y), Align::Left);
    let indent = 8.0;
    let column = Column::new(INNER - indent, 3, Align::Left);
    let mut y = y + STRONG.leading() + spacing.row;
    for (place, step) in content.steps.iter().enumerate() {
        let middle = y + BODY.leading() / 2.0;
        canvas.disc(LEFT + 2.5, middle, 2.5, Ink::Accent);
        let top = middle - NUMBER.leading() / 2.0;
        canvas.text(&(place + 1).to_string(), NUMBER, (LEFT + 2.5, top), Align::Centre);
        y = canvas.paragraph(step, BODY, (LEFT + indent, y), column) + spacing.row;
    }
    y - spacing.row
}
