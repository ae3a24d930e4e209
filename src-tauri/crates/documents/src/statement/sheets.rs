//! The statement on sheets: measured whole, planned, then drawn page by page.

mod movements;
mod owing;

use super::figures;
use super::plan::{self, Heights, Piece, Placed};
use super::words::Content;
use crate::canvas::{Align, Canvas, Column, Ink, Style, count};
use crate::fonts::Weight;
use crate::paper::sheet::{LABEL, LEFT, SMALL, STRONG, page_line};
use crate::paper::{Kit, PaperError, Sheet};
use crate::pdf::Press;
use movements::Movements;
use owing::Owed;

/// The names of columns.
const HEADING: Style = Style::new(Weight::Regular, 8.5, Ink::Soft);
/// The names of parts.
const PART: Style = Style::new(Weight::SemiBold, 12.0, Ink::Black).tracked(-8.0);
const NAME: Style = Style::new(Weight::SemiBold, 13.0, Ink::Black).tracked(-8.0);
const BALANCE: Style = Style::new(Weight::SemiBold, 26.0, Ink::Black).tracked(-20.0);
/// For balances that would reach the customer's name.
const BALANCE_SIZES: [f32; 4] = [26.0, 20.0, 15.0, 11.0];
const CURRENCY: Style = Style::new(Weight::Regular, 12.0, Ink::Black);

const BLOCK: f32 = 6.0;
/// Between the parts of the paper.
const GAP: f32 = 8.0;
/// White above the small print.
const ABOVE_FOOT: f32 = 4.0;

/// What every page needs.
struct Frame<'c> {
    content: &'c Content<'c>,
    sheet: Sheet,
    kit: &'c Kit,
}

pub(super) fn file(content: &Content<'_>, sheet: Sheet, kit: &Kit) -> Result<Vec<u8>, PaperError> {
    let frame = Frame { content, sheet, kit };
    let paper = Canvas::new(&kit.fonts);
    let movements = Movements::lay(content, sheet, kit, &paper)?;
    let owed = Owed::lay(content, sheet, kit, &paper)?;
    let ageing = Ageing::of(&frame)?;
    let heights = Heights {
        first: frame.first_head(&mut Canvas::new(&kit.fonts))?,
        next: frame.head(&mut Canvas::new(&kit.fonts), 2)?,
        foot: sheet.foot_top() - ABOVE_FOOT,
        gap: GAP,
        columns: movements.columns_height(),
        balance: movements.balance_height(),
        lines: movements.lines.iter().map(|row| row.height).collect(),
        ageing: ageing.height(),
        owed: owed.head_height(),
        owing: owed.rows.iter().map(|row| row.height()).collect(),
    };
    let pages = plan::pages(&heights);
    let mut press = Press::new(&content.file_title())?;
    for (place, pieces) in pages.iter().enumerate() {
        let number = (place + 1, pages.len());
        let mut canvas = frame.begin(number)?;
        for (y, piece) in pieces {
            match piece {
                Piece::Ageing => ageing.draw(&mut canvas, *y, &frame),
                Piece::Owed | Piece::Owing(_) => owed.draw(&mut canvas, (*y, *piece)),
                Piece::Columns
                | Piece::Opening
                | Piece::Brought(_)
                | Piece::Line(_)
                | Piece::Carried(_)
                | Piece::Totals => movements.draw(&mut canvas, (*y, *piece), number.0)?,
            }
        }
        press.print(sheet.page(canvas))?;
    }
    Ok(press.finish()?)
}

impl<'c> Frame<'c> {
    /// A page with everything but its pieces.
    fn begin(&self, (page, pages): (usize, usize)) -> Result<Canvas<'c>, PaperError> {
        let mut canvas = Canvas::new(&self.kit.fonts);
        if self.content.paper.training {
            self.sheet.training(&mut canvas, self.kit.words)?;
        }
        match page {
            1 => self.first_head(&mut canvas)?,
            page => self.head(&mut canvas, page)?,
        };
        let left = page_line((page, pages), &self.content.contact, self.kit.words)?;
        self.sheet.foot(&mut canvas, &left, &self.content.small_print);
        Ok(canvas)
    }

    /// The head that every page has, and the `y` under it.
    fn head(&self, canvas: &mut Canvas<'_>, page: usize) -> Result<f32, PaperError> {
        let Content { paper, title, period, .. } = self.content;
        let name = canvas.fit(&paper.holder.name, LABEL, self.sheet.inner() * 0.3);
        // No-break spaces: the period stands whole on the name's line or under it.
        let under = match page {
            1 => period.clone(),
            _ => format!("{name} {}", period.replace(' ', "\u{a0}")),
        };
        Ok(self.sheet.head(canvas, &paper.shop, title, &under) + BLOCK)
    }

    /// The head of the first page: the customer, what they owe, and how it came about.
    fn first_head(&self, canvas: &mut Canvas<'_>) -> Result<f32, PaperError> {
        let top = self.head(canvas, 1)?;
        let y = self.customer(canvas, top).max(self.balance(canvas, top)) + BLOCK;
        figures::draw(canvas, &self.content.figures, (LEFT, y), self.sheet.inner());
        Ok(y + figures::height() + GAP)
    }

    fn customer(&self, canvas: &mut Canvas<'_>, y: f32) -> f32 {
        let holder = &self.content.paper.holder;
        let width = self.sheet.inner() * 0.48;
        canvas.text(&self.content.customer_label, LABEL, (LEFT, y), Align::Left);
        let y = y + LABEL.leading() + 0.6;
        let mut y =
            canvas.paragraph(&holder.name, NAME, (LEFT, y), Column::new(width, 2, Align::Left));
        for text in [&holder.tax_id, &holder.address].into_iter().flatten() {
            y = canvas.paragraph(text, LABEL, (LEFT, y), Column::new(width, 2, Align::Left));
        }
        y
    }

    /// The closing balance, as large as it can be beside the customer.
    fn balance(&self, canvas: &mut Canvas<'_>, y: f32) -> f32 {
        let (label, balance) = &self.content.closing;
        let right = self.sheet.right();
        canvas.text(label, LABEL, (right, y), Align::Right);
        let y = y + LABEL.leading();
        let code = self.content.paper.statement.currency.code();
        let code_width = canvas.width(code, CURRENCY) + 2.4;
        let room = self.sheet.inner() * 0.5 - code_width;
        let mut styles = BALANCE_SIZES.into_iter().map(|size| Style { size, ..BALANCE });
        let fits = |style: &Style| canvas.width(balance, *style) <= room;
        let style = styles.find(fits).unwrap_or(STRONG);
        canvas.text(balance, style, (right - code_width, y), Align::Right);
        let beside = y + style.baseline() - CURRENCY.baseline();
        canvas.text(code, CURRENCY, (right, beside), Align::Right);
        let y = y + style.leading();
        canvas.text(&self.content.issued, SMALL, (right, y), Align::Right);
        y + SMALL.leading()
    }
}

/// What is outstanding, by age.
struct Ageing {
    title: String,
    sums: Vec<super::words::Pair>,
    credit: Option<String>,
}

impl Ageing {
    fn of(frame: &Frame<'_>) -> Result<Self, PaperError> {
        Ok(Self {
            title: frame.kit.words.text("paper-statement-ageing")?,
            sums: frame.content.ageing()?,
            credit: frame.content.credit()?,
        })
    }

    fn height(&self) -> f32 {
        let credit = count(usize::from(self.credit.is_some())) * (SMALL.leading() + 2.0);
        PART.leading() + 1.8 + figures::height() + credit
    }

    fn draw(&self, canvas: &mut Canvas<'_>, y: f32, frame: &Frame<'_>) {
        canvas.text(&self.title, PART, (LEFT, y), Align::Left);
        let y = y + PART.leading() + 1.8;
        figures::draw(canvas, &self.sums, (LEFT, y), frame.sheet.inner());
        if let Some(credit) = &self.credit {
            let y = y + figures::height() + 2.0;
            let credit = canvas.fit(credit, SMALL, frame.sheet.inner());
            canvas.text(&credit, SMALL, (frame.sheet.right(), y), Align::Right);
        }
    }
}
