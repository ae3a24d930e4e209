//! The receipt on Letter pages.

use super::{Content, LineWords, Pair};
use crate::canvas::{
    Align, Area, Canvas, Cell, Column, Ink, Page, Place, Style, Table, Turn, count,
};
use crate::fonts::Weight;
use crate::paper::sheet::{BODY, LABEL, LEFT, SMALL, STRONG, page_line};
use crate::paper::{Kit, PaperError, Sheet};
use crate::voucher::module_for;

const SHEET: Sheet = Sheet::Letter;
const RIGHT: f32 = SHEET.right();
const INNER: f32 = SHEET.inner();
const FOOT: f32 = SHEET.foot_top();

const TOTAL: Style = Style::new(Weight::SemiBold, 18.0, Ink::Black).tracked(-12.0);
const HEADING: Style = Style::new(Weight::Regular, 9.0, Ink::Soft);

/// Room for `9,999.999 kg`.
const QUANTITY_WIDTH: f32 = 22.0;
const ITEM_LEFT: f32 = LEFT + QUANTITY_WIDTH + 6.0;
const PRICE_RIGHT: f32 = RIGHT - 34.0;

/// Quantity, item, price, total.
const TABLE: Table<4> = Table {
    columns: [
        Place::right(LEFT + QUANTITY_WIDTH, QUANTITY_WIDTH),
        Place::left(ITEM_LEFT, PRICE_RIGHT - 30.0 - ITEM_LEFT),
        Place::right(PRICE_RIGHT, 28.0),
        Place::right(RIGHT, 32.0),
    ],
};

const SUMS_LEFT: f32 = RIGHT - 90.0;
const LABEL_COLUMN: f32 = 44.0;

/// Widths of a bar, in millimetres: the largest that fits.
const MODULES: [f32; 2] = [0.33, 0.25];
const BAR_HEIGHT: f32 = 12.0;

const BLOCK: f32 = 6.0;
const ROW_GAP: f32 = 1.7;
/// Room that a line needs at most: two of the name, two of its note and one of its discount.
const ROW_MAX: f32 = 26.0;

/// Pages in the making: a line or a block that does not fit starts the next one.
struct Pages<'c, 'k> {
    content: &'c Content<'c>,
    kit: &'k Kit,
    done: Vec<Canvas<'k>>,
    canvas: Canvas<'k>,
    y: f32,
}

pub(super) fn pages(content: &Content<'_>, kit: &Kit) -> Result<Vec<Page>, PaperError> {
    let mut pages =
        Pages { content, kit, done: Vec::new(), canvas: Canvas::new(&kit.fonts), y: 0.0 };
    pages.head()?;
    pages.facts();
    pages.headings();
    for line in &content.lines {
        if pages.y + ROW_MAX > FOOT {
            pages.next()?;
            pages.headings();
        }
        pages.line(line);
    }
    pages.sums()?;
    pages.finish()
}

impl Pages<'_, '_> {
    fn head(&mut self) -> Result<(), PaperError> {
        let content = self.content;
        if content.training {
            SHEET.training(&mut self.canvas, self.kit.words)?;
        }
        let under = format!("{} · {}", content.folio, content.issued);
        self.y = SHEET.head(&mut self.canvas, content.shop, &content.title, &under) + BLOCK;
        Ok(())
    }

    fn next(&mut self) -> Result<(), PaperError> {
        let full = std::mem::replace(&mut self.canvas, Canvas::new(&self.kit.fonts));
        self.done.push(full);
        self.head()
    }

    fn facts(&mut self) {
        for (label, value) in &self.content.facts {
            self.canvas.text(label, LABEL, (LEFT, self.y), Align::Left);
            let column = Column::new(INNER - LABEL_COLUMN, 2, Align::Left);
            let at = (LEFT + LABEL_COLUMN, self.y);
            self.y = self.canvas.paragraph(value, STRONG, at, column) + ROW_GAP;
        }
        if !self.content.facts.is_empty() {
            self.y += BLOCK - ROW_GAP;
        }
    }

    fn headings(&mut self) {
        let columns = &self.content.columns;
        let names = [&columns.quantity, &columns.item, &columns.price, &columns.total];
        let cells = names.map(|name| [Cell::new(name, HEADING, 1)]);
        let cells = cells.each_ref().map(<[_; 1]>::as_slice);
        self.y = TABLE.row(&mut self.canvas, self.y, cells) + 1.2;
        self.canvas.rule(LEFT, self.y, INNER, Ink::Line);
        self.y += 2.2;
    }

    fn line(&mut self, line: &LineWords) {
        let figure = |text| [Cell::figure(text, BODY)];
        let discount = line.discount.as_ref().map(|(label, amount)| format!("{label} {amount}"));
        let mut item = vec![Cell::new(&line.name, BODY, 2)];
        item.extend(line.note.as_deref().map(|text| Cell::new(text, SMALL, 2)));
        item.extend(discount.as_deref().map(|text| Cell::new(text, SMALL, 1)));
        let cells: [&[_]; 4] =
            [&figure(&line.quantity), &item, &figure(&line.unit_price), &figure(&line.total)];
        self.y = TABLE.row(&mut self.canvas, self.y, cells) + ROW_GAP;
    }

    fn sums(&mut self) -> Result<(), PaperError> {
        let content = self.content;
        let rows = content.sums.len() + content.tenders.len() + 2;
        let bars = if content.barcode.is_some() { BAR_HEIGHT + BLOCK } else { 0.0 };
        let needed = 30.0 + bars + BODY.leading() * count(rows);
        if self.y + needed > FOOT {
            self.next()?;
        }
        self.y += 0.6;
        self.canvas.rule(LEFT, self.y, INNER, Ink::Line);
        self.y += 3.0;
        for pair in &content.sums {
            self.pair(pair, LABEL, BODY);
        }
        self.y += 1.6;
        let (label, total) = &content.total;
        let beside = self.y + TOTAL.baseline() - STRONG.baseline();
        self.canvas.text(label, STRONG, (SUMS_LEFT, beside), Align::Left);
        let text = format!("{total} {}", content.currency);
        self.canvas.text(&text, TOTAL, (RIGHT, self.y), Align::Right);
        self.y += TOTAL.leading() + 1.6;
        for pair in &content.tenders {
            self.pair(pair, LABEL, BODY);
        }
        if let Some(change) = &content.change {
            self.pair(change, STRONG, STRONG);
        }
        self.y += BLOCK;
        for text in [&content.thanks, &content.cashier].into_iter().flatten() {
            let style = if Some(text) == content.thanks.as_ref() { STRONG } else { LABEL };
            let text = self.canvas.fit(text, style, INNER);
            self.canvas.text(&text, style, (LEFT, self.y), Align::Left);
            self.y += style.leading();
        }
        self.barcode();
        Ok(())
    }

    fn barcode(&mut self) {
        let Some(symbol) = &self.content.barcode else { return };
        if let Some(module) = module_for(symbol, &MODULES, INNER) {
            let width = module * count(symbol.columns());
            let area = Area::new(LEFT, self.y + BLOCK / 2.0, width, BAR_HEIGHT);
            self.canvas.symbol(symbol, area, Turn::Upright);
            self.y = area.bottom();
        }
    }

    fn pair(&mut self, (label, value): &Pair, label_style: Style, style: Style) {
        let room = RIGHT - SUMS_LEFT - self.canvas.width(value, style) - 4.0;
        let label = self.canvas.fit(label, label_style, room);
        self.canvas.text(&label, label_style, (SUMS_LEFT, self.y), Align::Left);
        self.canvas.text(value, style, (RIGHT, self.y), Align::Right);
        self.y += style.leading() + 0.8;
    }

    fn finish(mut self) -> Result<Vec<Page>, PaperError> {
        self.done.push(self.canvas);
        let content = self.content;
        let pages = self.done.len();
        let mut finished = Vec::new();
        for (place, mut canvas) in self.done.into_iter().enumerate() {
            let left = page_line((place + 1, pages), &content.contact, self.kit.words)?;
            SHEET.foot(&mut canvas, &left, &content.small_print);
            finished.push(SHEET.page(canvas));
        }
        Ok(finished)
    }
}
