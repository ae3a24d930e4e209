//! The receipt on Letter pages.

use super::{Content, LineWords, Pair};
use crate::canvas::{Align, Canvas, Column, Ink, Page, Style};
use crate::fonts::Weight;
use crate::paper::letter::{
    self, BODY, FOOT, HEIGHT, INNER, LABEL, LEFT, RIGHT, SMALL, STRONG, WIDTH,
};
use crate::paper::{Kit, PaperError};

const TOTAL: Style = Style::new(Weight::SemiBold, 18.0, Ink::Black).tracked(-12.0);
const HEADING: Style = Style::new(Weight::Regular, 9.0, Ink::Soft);

/// Right edges of the columns; the item's starts after the quantity's.
const QUANTITY_RIGHT: f32 = LEFT + 14.0;
const ITEM_LEFT: f32 = QUANTITY_RIGHT + 6.0;
const PRICE_RIGHT: f32 = RIGHT - 34.0;
const ITEM_WIDTH: f32 = PRICE_RIGHT - 30.0 - ITEM_LEFT;
const SUMS_LEFT: f32 = RIGHT - 90.0;
const LABEL_COLUMN: f32 = 44.0;

const BLOCK: f32 = 6.0;
const ROW_GAP: f32 = 1.7;
/// Room that a line needs at most: two of the name and one of its discount.
const ROW_MAX: f32 = 18.0;

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
            letter::training(&mut self.canvas, self.kit.words)?;
        }
        let under = format!("{} · {}", content.folio, content.issued);
        self.y = letter::head(&mut self.canvas, content.shop, &content.title, &under) + BLOCK;
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
        let y = self.y;
        self.canvas.text(&columns.quantity, HEADING, (QUANTITY_RIGHT, y), Align::Right);
        self.canvas.text(&columns.item, HEADING, (ITEM_LEFT, y), Align::Left);
        self.canvas.text(&columns.price, HEADING, (PRICE_RIGHT, y), Align::Right);
        self.canvas.text(&columns.total, HEADING, (RIGHT, y), Align::Right);
        self.y += HEADING.leading() + 1.2;
        self.canvas.rule(LEFT, self.y, INNER, Ink::Line);
        self.y += 2.2;
    }

    fn line(&mut self, line: &LineWords) {
        let y = self.y;
        self.canvas.text(&line.quantity, BODY, (QUANTITY_RIGHT, y), Align::Right);
        self.canvas.text(&line.unit_price, BODY, (PRICE_RIGHT, y), Align::Right);
        self.canvas.text(&line.total, BODY, (RIGHT, y), Align::Right);
        let column = Column::new(ITEM_WIDTH, 2, Align::Left);
        self.y = self.canvas.paragraph(&line.name, BODY, (ITEM_LEFT, y), column);
        self.y = self.y.max(y + BODY.leading());
        if let Some((label, amount)) = &line.discount {
            let text = format!("{label} {amount}");
            self.canvas.text(&text, SMALL, (ITEM_LEFT, self.y), Align::Left);
            self.y += SMALL.leading();
        }
        self.y += ROW_GAP;
    }

    fn sums(&mut self) -> Result<(), PaperError> {
        let content = self.content;
        let rows = content.sums.len() + content.tenders.len() + 2;
        let needed = 30.0 + BODY.leading() * crate::canvas::count(rows);
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
        Ok(())
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
        let pages = self.done.len().to_string();
        let mut finished = Vec::new();
        for (place, mut canvas) in self.done.into_iter().enumerate() {
            let page = (place + 1).to_string();
            let numbers = [("page", &*page), ("pages", &*pages)];
            let left = match (pages.as_str(), self.content.contact.as_str()) {
                ("1", contact) => contact.to_owned(),
                (_, "") => self.kit.words.format("paper-page", &numbers)?,
                (_, contact) => {
                    format!("{} · {contact}", self.kit.words.format("paper-page", &numbers)?)
                }
            };
            letter::foot(&mut canvas, &left, &self.content.small_print);
            finished.push(canvas.page(WIDTH, HEIGHT));
        }
        Ok(finished)
    }
}
