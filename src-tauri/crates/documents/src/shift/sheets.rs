//! The report on sheets and on a roll.

use super::words::{Content, ReportRow, ReportSection};
use crate::canvas::{Align, Canvas, Column, Ink, Page};
use crate::paper::sheet::{BODY, LABEL, LEFT, SMALL, STRONG, page_line};
use crate::paper::{Kit, PaperError, RollWidth, Sheet, roll as on_roll};

/// What the report takes of the sheet's width: a line of figures is read across, not far.
const SHARE: f32 = 0.72;
const BLOCK: f32 = 4.6;
const ROW_GAP: f32 = 1.0;
/// Room that a line needs at most, with its note.
const ROW_MAX: f32 = 16.0;
/// Room that a title needs with a line under it.
const TITLE_MAX: f32 = 26.0;

struct Pages<'c, 'k> {
    content: &'c Content<'c>,
    sheet: Sheet,
    kit: &'k Kit,
    done: Vec<Canvas<'k>>,
    canvas: Canvas<'k>,
    y: f32,
}

pub(super) fn pages(
    content: &Content<'_>,
    sheet: Sheet,
    kit: &Kit,
) -> Result<Vec<Page>, PaperError> {
    let (done, canvas) = (Vec::new(), Canvas::new(&kit.fonts));
    let mut pages = Pages { content, sheet, kit, done, canvas, y: 0.0 };
    pages.head()?;
    for section in &content.sections {
        pages.section(section)?;
    }
    pages.finish()
}

impl Pages<'_, '_> {
    fn head(&mut self) -> Result<(), PaperError> {
        let content = self.content;
        if content.paper.training {
            self.sheet.training(&mut self.canvas, self.kit.words)?;
        }
        let under = format!("{} · {}", content.paper.till, content.under);
        let shop = &content.paper.shop;
        self.y = self.sheet.head(&mut self.canvas, shop, &content.title, &under) + BLOCK;
        Ok(())
    }

    fn room_for(&mut self, height: f32) -> Result<(), PaperError> {
        if self.y + height > self.sheet.foot_top() {
            let full = std::mem::replace(&mut self.canvas, Canvas::new(&self.kit.fonts));
            self.done.push(full);
            self.head()?;
        }
        Ok(())
    }

    fn section(&mut self, section: &ReportSection) -> Result<(), PaperError> {
        if section.rows.is_empty() {
            return Ok(());
        }
        self.room_for(TITLE_MAX)?;
        self.canvas.text(&section.title, STRONG, (LEFT, self.y), Align::Left);
        self.y += STRONG.leading() + 0.8;
        self.canvas.rule(LEFT, self.y, self.width(), Ink::Line);
        self.y += 1.8;
        for row in &section.rows {
            self.room_for(ROW_MAX)?;
            self.row(row);
        }
        self.y += BLOCK;
        Ok(())
    }

    fn width(&self) -> f32 {
        self.sheet.inner() * SHARE
    }

    fn row(&mut self, row: &ReportRow) {
        let (label_style, style) = if row.strong { (STRONG, STRONG) } else { (LABEL, BODY) };
        let right = LEFT + self.width();
        let value_column = Column::new(self.width() * 0.6, 3, Align::Right);
        let below_value = self.canvas.paragraph(&row.value, style, (right, self.y), value_column);
        let taken = self.canvas.width(&row.value, style).min(self.width() * 0.6);
        let room = self.width() - taken - 4.0;
        let mut below = self.y;
        if !row.label.is_empty() {
            let column = Column::new(room, 2, Align::Left);
            below = self.canvas.paragraph(&row.label, label_style, (LEFT, below), column);
        }
        if !row.note.is_empty() {
            let column = Column::new(room, 2, Align::Left);
            below = self.canvas.paragraph(&row.note, SMALL, (LEFT, below), column);
        }
        self.y = below.max(below_value) + ROW_GAP;
    }

    fn finish(mut self) -> Result<Vec<Page>, PaperError> {
        self.done.push(self.canvas);
        let pages = self.done.len();
        let mut finished = Vec::new();
        for (place, mut canvas) in self.done.into_iter().enumerate() {
            let left = page_line((place + 1, pages), "", self.kit.words)?;
            self.sheet.foot(&mut canvas, &left, &self.content.small_print);
            finished.push(self.sheet.page(canvas));
        }
        Ok(finished)
    }
}

pub(super) fn roll(content: &Content<'_>, width: RollWidth, kit: &Kit) -> Result<Page, PaperError> {
    use on_roll::{BODY, Roll, SMALL, STRONG, TITLE};
    let mut roll = Roll::new(Canvas::new(&kit.fonts), width);
    if content.paper.training {
        roll.training(kit.words)?;
        roll.gap();
    }
    roll.head(&content.paper.shop);
    roll.centred(&content.title, TITLE, 2);
    roll.centred(&content.paper.till, BODY, 1);
    for section in content.sections.iter().filter(|section| !section.rows.is_empty()) {
        roll.rule();
        roll.paragraph(&section.title, STRONG, 2);
        roll.y += 0.8;
        for row in &section.rows {
            let style = if row.strong { STRONG } else { BODY };
            if !row.label.is_empty() {
                roll.pair(&row.label, &row.value, style, style);
            }
            if !row.note.is_empty() {
                roll.paragraph(&row.note, SMALL, 3);
            }
        }
    }
    roll.rule();
    roll.centred(&content.small_print, SMALL, 2);
    if content.paper.training {
        roll.gap();
        roll.training(kit.words)?;
    }
    Ok(roll.page())
}
