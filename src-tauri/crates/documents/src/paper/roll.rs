//! The roll of a receipt printer: one column, black only, as long as it must be.

use super::{RollWidth, Shop, stripes};
use crate::canvas::{Align, Area, Canvas, Column, Ink, Style, outline};
use crate::fonts::Weight;
use crate::messages::{Catalogue, MessageError};

/// One dot of a thermal head. Bars and modules are whole dots, so none is blurred.
pub(crate) const DOT: f32 = 0.125;

pub(crate) const TITLE: Style = Style::new(Weight::SemiBold, 13.0, Ink::Black);
pub(crate) const STRONG: Style = Style::new(Weight::SemiBold, 9.0, Ink::Black);
pub(crate) const BODY: Style = Style::new(Weight::Regular, 9.0, Ink::Black);
pub(crate) const SMALL: Style = Style::new(Weight::Regular, 8.0, Ink::Black);

const BAND_HEIGHT: f32 = 8.0;
const STRIPE: f32 = 1.5;
/// Between blocks.
const GAP: f32 = 2.6;
/// Between a pair and the next.
const PAIR_GAP: f32 = 0.5;
/// White after the last line, for the cutter.
const TAIL: f32 = 6.0;

/// A roll being printed, and how far down it is.
pub(crate) struct Roll<'a> {
    pub(crate) canvas: Canvas<'a>,
    pub(crate) y: f32,
    width: RollWidth,
}

impl<'a> Roll<'a> {
    pub(crate) fn new(canvas: Canvas<'a>, width: RollWidth) -> Self {
        Self { canvas, y: 4.0, width }
    }

    pub(crate) fn left(&self) -> f32 {
        (self.width.paper() - self.width.printable()) / 2.0
    }

    pub(crate) fn right(&self) -> f32 {
        self.left() + self.inner()
    }

    pub(crate) fn centre(&self) -> f32 {
        self.width.paper() / 2.0
    }

    pub(crate) fn inner(&self) -> f32 {
        self.width.printable()
    }

    /// The page, as long as what is on it.
    pub(crate) fn page(self) -> crate::canvas::Page {
        let height = on_a_dot(self.y + TAIL);
        self.canvas.page(self.width.paper(), height)
    }

    pub(crate) fn centred(&mut self, text: &str, style: Style, lines: usize) {
        let column = Column::new(self.inner(), lines, Align::Centre);
        self.y = self.canvas.paragraph(text, style, (self.centre(), self.y), column);
    }

    pub(crate) fn paragraph(&mut self, text: &str, style: Style, lines: usize) {
        let column = Column::new(self.inner(), lines, Align::Left);
        self.y = self.canvas.paragraph(text, style, (self.left(), self.y), column);
    }

    /// A label at the left and its value at the right, on the same line if both fit.
    pub(crate) fn pair(&mut self, label: &str, value: &str, label_style: Style, style: Style) {
        let label_width = self.canvas.width(label, label_style);
        let drop = (style.baseline() - label_style.baseline()).max(0.0);
        let label_text = self.canvas.fit(label, label_style, self.inner());
        self.canvas.text(&label_text, label_style, (self.left(), self.y + drop), Align::Left);
        let mut room = self.inner() - label_width - 3.0;
        if room < self.inner() * 0.4 {
            self.y += label_style.leading();
            room = self.inner();
        }
        let column = Column::new(room, 2, Align::Right);
        let y = self.canvas.paragraph(value, style, (self.right(), self.y), column);
        self.y = y.max(self.y + label_style.leading()) + PAIR_GAP;
    }

    pub(crate) fn gap(&mut self) {
        self.y += GAP;
    }

    pub(crate) fn rule(&mut self) {
        self.y += GAP;
        self.canvas.dashed_rule(self.left(), self.y, self.inner(), Ink::Black);
        self.y += GAP;
    }

    /// The shop, centred, with a rule under it.
    pub(crate) fn head(&mut self, shop: &Shop) {
        self.centred(&shop.name, TITLE, 3);
        for text in [&shop.tax_id, &shop.address].into_iter().flatten() {
            self.centred(text, SMALL, 3);
        }
        self.rule();
    }

    /// The hatched band of training mode with its words on white.
    pub(crate) fn training(&mut self, words: Catalogue) -> Result<(), MessageError> {
        let text = words.text("paper-training")?;
        let style = Style::new(Weight::SemiBold, 9.0, Ink::Black).tracked(40.0);
        let band = Area::new(self.left(), self.y, self.inner(), BAND_HEIGHT);
        let text = self.canvas.fit(&text, style, self.inner() - 8.0);
        let width = self.canvas.width(&text, style) + 5.0;
        let height = style.leading() + 0.6;
        let top = self.y + (BAND_HEIGHT - height) / 2.0;
        let plate = Area::new(self.centre() - width / 2.0, top, width, height);
        self.canvas.surface(stripes(band, STRIPE), Ink::Black);
        self.canvas.surface(vec![outline(plate)], Ink::White);
        self.canvas.text(&text, style, (self.centre(), top + 0.3), Align::Centre);
        self.y += BAND_HEIGHT;
        Ok(())
    }
}

/// The nearest place that is a whole number of dots from the edge.
pub(crate) fn on_a_dot(place: f32) -> f32 {
    (place / DOT).round() * DOT
}
