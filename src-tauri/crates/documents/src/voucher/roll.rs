//! The voucher on a roll.

use super::{Barcode, Content, digit_lines, module_for};
use crate::canvas::{Align, Area, Canvas, Column, Ink, Page, Style, Turn, count};
use crate::fonts::Weight;
use crate::paper::roll::{BODY, DOT, Roll, SMALL, STRONG, TITLE, on_a_dot};
use crate::paper::{Kit, PaperError, RollWidth};
use crate::symbol::Symbol;

/// Widths of a bar across the paper: 3 or 2 dots.
const MODULES: [f32; 2] = [3.0 * DOT, 2.0 * DOT];
/// The width of a bar along the paper, where length costs only paper.
const MODULE_ALONG: f32 = 2.0 * DOT;
const BAR_HEIGHT: f32 = 17.0;
const BAR_HEIGHT_ALONG: f32 = 32.0;
const QR_SIDE: f32 = 42.0;
/// A QR module is never smaller than a telephone reads from thermal paper.
const QR_DOTS_MIN: f32 = 3.0;

const AMOUNT: Style = Style::new(Weight::SemiBold, 25.0, Ink::Black).tracked(-20.0);
const CURRENCY: Style = Style::new(Weight::Regular, 11.0, Ink::Black);
const DUE: Style = Style::new(Weight::SemiBold, 11.0, Ink::Black);
const DIGITS: Style = Style::new(Weight::Regular, 10.0, Ink::Black).tracked(30.0);
const ACCOUNT: Style = Style::new(Weight::SemiBold, 14.0, Ink::Black);

pub(super) fn page(content: &Content<'_>, width: RollWidth, kit: &Kit) -> Result<Page, PaperError> {
    let mut roll = Roll::new(Canvas::new(&kit.fonts), width);
    if content.training {
        roll.training(kit.words)?;
        roll.gap();
    }
    roll.head(content.shop);
    roll.centred(&content.method, TITLE, 2);
    roll.centred(&content.kind, SMALL, 2);
    roll.gap();
    amount_and_date(&mut roll, content);
    cancelled(&mut roll, content);
    roll.gap();
    if let Some(code) = &content.barcode {
        barcode(&mut roll, code);
    }
    for (label, value) in &content.account {
        roll.centred(label, SMALL, 1);
        roll.centred(value, ACCOUNT, 2);
        roll.y += 1.0;
    }
    if let Some(symbol) = &content.qr {
        qr(&mut roll, symbol, &content.qr_caption);
    }
    roll.rule();
    for (label, value) in &content.facts {
        roll.pair(label, value, BODY, STRONG);
    }
    roll.rule();
    steps(&mut roll, content);
    roll.rule();
    roll.centred(&content.contact, SMALL, 2);
    roll.centred(&content.small_print, SMALL, 2);
    if content.training {
        roll.gap();
        roll.training(kit.words)?;
    }
    Ok(roll.page())
}

fn amount_and_date(roll: &mut Roll<'_>, content: &Content<'_>) {
    roll.centred(&content.amount_label, SMALL, 1);
    amount(roll, &content.amount, content.currency);
    roll.gap();
    roll.centred(&content.due_label, SMALL, 1);
    roll.centred(&format!("{}, {}", content.due.long, content.due.time), DUE, 2);
    roll.centred(&content.due.zone, SMALL, 1);
}

/// The figures large and the currency small behind them, centred together.
fn amount(roll: &mut Roll<'_>, figures: &str, currency: &str) {
    let beside = roll.canvas.width(currency, CURRENCY) + 2.0;
    let room = roll.inner() - beside;
    let fits = |style: &Style| roll.canvas.width(figures, *style) <= room;
    let large = [AMOUNT, ACCOUNT, DUE].into_iter().find(fits).unwrap_or(DUE);
    let figures = roll.canvas.fit(figures, large, room);
    let width = roll.canvas.width(&figures, large) + beside;
    let left = roll.centre() - width / 2.0;
    let top = roll.y - 0.8;
    roll.canvas.text(&figures, large, (left, top), Align::Left);
    let below = top + large.baseline() - CURRENCY.baseline();
    roll.canvas.text(currency, CURRENCY, (left + width, below), Align::Right);
    roll.y = top + large.leading();
}

fn cancelled(roll: &mut Roll<'_>, content: &Content<'_>) {
    if let Some((title, note)) = &content.cancelled {
        roll.rule();
        roll.centred(title, TITLE, 2);
        roll.centred(note, BODY, 6);
        roll.rule();
    }
}

/// Across the paper if the bars fit; else along it, never narrower than a scanner reads.
fn barcode(roll: &mut Roll<'_>, code: &Barcode) {
    let modules = count(code.symbol.columns());
    match module_for(&code.symbol, &MODULES, roll.inner()) {
        Some(module) => {
            let x = on_a_dot(roll.centre() - modules * module / 2.0);
            let area = Area::new(x, on_a_dot(roll.y), modules * module, BAR_HEIGHT);
            roll.canvas.symbol(&code.symbol, area, Turn::Upright);
            roll.y += BAR_HEIGHT;
        }
        None => {
            let quiet = count(code.symbol.quiet_zone()) * MODULE_ALONG;
            let x = on_a_dot(roll.centre() - BAR_HEIGHT_ALONG / 2.0);
            let length = modules * MODULE_ALONG;
            let area = Area::new(x, on_a_dot(roll.y + quiet), BAR_HEIGHT_ALONG, length);
            roll.canvas.symbol(&code.symbol, area, Turn::Along);
            roll.y = area.bottom() + quiet;
        }
    }
    roll.y += 1.4;
    for line in digit_lines(&roll.canvas, &code.digits, DIGITS, roll.inner()) {
        roll.centred(&line, DIGITS, 1);
    }
}

fn qr(roll: &mut Roll<'_>, symbol: &Symbol, caption: &str) {
    let columns = count(symbol.columns());
    let quiet = count(symbol.quiet_zone());
    let module = (QR_SIDE / columns / DOT).floor().max(QR_DOTS_MIN) * DOT;
    let side = module * columns;
    let x = on_a_dot(roll.centre() - side / 2.0);
    let area = Area::new(x, on_a_dot(roll.y + quiet * module), side, side);
    roll.canvas.symbol(symbol, area, Turn::Upright);
    roll.y = area.bottom() + quiet * module;
    roll.centred(caption, SMALL, 2);
}

fn steps(roll: &mut Roll<'_>, content: &Content<'_>) {
    roll.paragraph(&content.how, STRONG, 1);
    roll.y += 0.8;
    let indent = 5.0;
    for (place, step) in content.steps.iter().enumerate() {
        let number = format!("{}.", place + 1);
        roll.canvas.text(&number, STRONG, (roll.left(), roll.y), Align::Left);
        let column = Column::new(roll.inner() - indent, 5, Align::Left);
        let at = (roll.left() + indent, roll.y);
        roll.y = roll.canvas.paragraph(step, BODY, at, column) + 0.8;
    }
}
