//! The receipt on a roll.

use super::{Content, LineWords};
use crate::canvas::{Align, Area, Canvas, Column, Ink, Page, Style, Turn, count};
use crate::fonts::Weight;
use crate::paper::roll::{BODY, DOT, Roll, SMALL, STRONG, TITLE, on_a_dot};
use crate::paper::{Kit, PaperError, RollWidth};
use crate::voucher::module_for;

/// A PDF page can be 5,080 mm long; well before that the roll goes on in a next page.
const PAGE_MAX: f32 = 2_500.0;

/// Widths of a bar: 3 or 2 dots.
const MODULES: [f32; 2] = [3.0 * DOT, 2.0 * DOT];
const BAR_HEIGHT: f32 = 12.0;

const TOTAL: Style = Style::new(Weight::SemiBold, 15.0, Ink::Black);

pub(super) fn pages(
    content: &Content<'_>,
    width: RollWidth,
    kit: &Kit,
) -> Result<Vec<Page>, PaperError> {
    let mut pages = Vec::new();
    let mut roll = start(content, width, kit)?;
    roll.head(content.shop);
    roll.centred(&content.title, TITLE, 2);
    roll.centred(&format!("{} · {}", content.folio, content.issued), BODY, 2);
    if !content.facts.is_empty() {
        roll.gap();
    }
    for (label, value) in &content.facts {
        roll.pair(label, value, BODY, STRONG);
    }
    roll.rule();
    for words in &content.lines {
        if roll.y > PAGE_MAX {
            let next = start(content, width, kit)?;
            pages.push(std::mem::replace(&mut roll, next).page());
        }
        line(&mut roll, words);
    }
    roll.rule();
    sums(&mut roll, content);
    roll.rule();
    if let Some(thanks) = &content.thanks {
        roll.centred(thanks, STRONG, 2);
    }
    if let Some(cashier) = &content.cashier {
        roll.centred(cashier, SMALL, 2);
    }
    barcode(&mut roll, content);
    roll.centred(&content.contact, SMALL, 2);
    roll.centred(&content.small_print, SMALL, 2);
    if content.training {
        roll.gap();
        roll.training(kit.words)?;
    }
    pages.push(roll.page());
    Ok(pages)
}

fn start<'k>(
    content: &Content<'_>,
    width: RollWidth,
    kit: &'k Kit,
) -> Result<Roll<'k>, PaperError> {
    let mut roll = Roll::new(Canvas::new(&kit.fonts), width);
    if content.training {
        roll.training(kit.words)?;
        roll.gap();
    }
    Ok(roll)
}

/// The name, then how many at what price on the left and the line's total on the right.
fn line(roll: &mut Roll<'_>, words: &LineWords) {
    roll.paragraph(&words.name, BODY, 2);
    if let Some(note) = &words.note {
        roll.paragraph(note, SMALL, 2);
    }
    let sum = format!("{} × {}", words.quantity, words.unit_price);
    let left = match &words.discount {
        Some((label, amount)) => format!("{sum} · {label} {amount}"),
        None => sum,
    };
    let total_width = roll.canvas.width(&words.total, BODY);
    let room = Column::new(roll.inner() - total_width - 4.0, 2, Align::Left);
    let y = roll.canvas.paragraph(&left, SMALL, (roll.left(), roll.y), room);
    let last = y - SMALL.leading() + SMALL.baseline() - BODY.baseline();
    roll.canvas.text(&words.total, BODY, (roll.right(), last), Align::Right);
    roll.y = y + 1.0;
}

fn barcode(roll: &mut Roll<'_>, content: &Content<'_>) {
    let Some(symbol) = &content.barcode else { return };
    if let Some(module) = module_for(symbol, &MODULES, roll.inner()) {
        let width = module * count(symbol.columns());
        let x = on_a_dot(roll.centre() - width / 2.0);
        let area = Area::new(x, on_a_dot(roll.y + 2.0), width, BAR_HEIGHT);
        roll.canvas.symbol(symbol, area, Turn::Upright);
        roll.y = area.bottom() + 2.0;
    }
}

fn sums(roll: &mut Roll<'_>, content: &Content<'_>) {
    for (label, value) in &content.sums {
        roll.pair(label, value, BODY, BODY);
    }
    roll.y += 0.6;
    let (label, total) = &content.total;
    roll.pair(label, &format!("{total} {}", content.currency), STRONG, TOTAL);
    roll.y += 0.6;
    for (label, value) in &content.tenders {
        roll.pair(label, value, BODY, BODY);
    }
    if let Some((label, value)) = &content.change {
        roll.pair(label, value, STRONG, STRONG);
    }
}
