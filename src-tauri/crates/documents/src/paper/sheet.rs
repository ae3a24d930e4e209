//! A sheet around what a paper says: head, small print, training bands.

use super::{Sheet, Shop, stripes};
use crate::canvas::{Align, Area, Canvas, Column, Ink, Page, Style, outline};
use crate::fonts::Weight;
use crate::messages::{Catalogue, MessageError};

pub(crate) const LEFT: f32 = 17.0;
pub(crate) const TOP: f32 = 16.0;
/// From the small print to the edge of the sheet.
const FOOT_HEIGHT: f32 = 24.0;

pub(crate) const TITLE: Style = Style::new(Weight::SemiBold, 15.0, Ink::Black).tracked(-12.0);
pub(crate) const BODY: Style = Style::new(Weight::Regular, 10.5, Ink::Black);
pub(crate) const STRONG: Style = Style::new(Weight::SemiBold, 10.5, Ink::Black);
pub(crate) const LABEL: Style = Style::new(Weight::Regular, 10.5, Ink::Soft);
pub(crate) const SMALL: Style = Style::new(Weight::Regular, 9.0, Ink::Soft);

const BAND_HEIGHT: f32 = 6.6;
const BAND_FROM_EDGE: f32 = 5.0;
const STRIPE: f32 = 4.0;

impl Sheet {
    /// In millimetres.
    pub(crate) const fn width(self) -> f32 {
        match self {
            Self::Letter => 215.9,
            Self::A4 => 210.0,
        }
    }

    /// In millimetres.
    pub(crate) const fn height(self) -> f32 {
        match self {
            Self::Letter => 279.4,
            Self::A4 => 297.0,
        }
    }

    /// Where what is printed ends on the right.
    pub(crate) const fn right(self) -> f32 {
        self.width() - LEFT
    }

    /// Between the margins.
    pub(crate) const fn inner(self) -> f32 {
        self.right() - LEFT
    }

    /// Where the small print begins.
    pub(crate) const fn foot_top(self) -> f32 {
        self.height() - FOOT_HEIGHT
    }

    pub(crate) fn page(self, canvas: Canvas<'_>) -> Page {
        canvas.page(self.width(), self.height())
    }

    /// The shop on the left, what the paper is on the right, and the `y` of the rule under both.
    pub(crate) fn head(
        self,
        canvas: &mut Canvas<'_>,
        shop: &Shop,
        title: &str,
        under: &str,
    ) -> f32 {
        let title = canvas.fit(title, TITLE, self.inner() / 2.0);
        canvas.text(&title, TITLE, (self.right(), TOP), Align::Right);
        let beside = self.inner() - canvas.width(&title, TITLE) - 6.0;
        let name = canvas.fit(&shop.name, TITLE, beside);
        canvas.text(&name, TITLE, (LEFT, TOP), Align::Left);

        let left_column = self.inner() * 0.62;
        let right_column = self.inner() - left_column - 4.0;

        let y = TOP + TITLE.leading() + 0.6;
        let column = Column::new(left_column, 2, Align::Left);
        let left = canvas.paragraph(&shop.identity(), LABEL, (LEFT, y), column);
        let column = Column::new(right_column, 2, Align::Right);
        let right = canvas.paragraph(under, LABEL, (self.right(), y), column);
        let y = left.max(right) + 4.6;
        canvas.dashed_rule(LEFT, y, self.inner(), Ink::Line);
        y
    }

    /// The small print at the bottom.
    pub(crate) fn foot(self, canvas: &mut Canvas<'_>, left: &str, right: &str) {
        canvas.dashed_rule(LEFT, self.foot_top(), self.inner(), Ink::Line);
        let y = self.foot_top() + 3.4;
        let left = canvas.fit(left, SMALL, self.inner() * 0.55);
        canvas.text(&left, SMALL, (LEFT, y), Align::Left);
        let right = canvas.fit(right, SMALL, self.inner() * 0.43);
        canvas.text(&right, SMALL, (self.right(), y), Align::Right);
    }

    /// The hatched bands of training mode, at the head and at the foot.
    pub(crate) fn training(
        self,
        canvas: &mut Canvas<'_>,
        words: Catalogue,
    ) -> Result<(), MessageError> {
        let text = words.text("paper-training")?;
        let style = Style::new(Weight::SemiBold, 9.0, Ink::Black).tracked(80.0);
        for y in [BAND_FROM_EDGE, self.height() - BAND_FROM_EDGE - BAND_HEIGHT] {
            let band = Area::new(LEFT, y, self.inner(), BAND_HEIGHT);
            canvas.surface(vec![outline(band)], Ink::Warning);
            canvas.surface(stripes(band, STRIPE), Ink::WarningStripe);
            let top = y + (BAND_HEIGHT - style.leading()) / 2.0;
            canvas.text(&text, style, (self.width() / 2.0, top), Align::Centre);
        }
        Ok(())
    }
}

/// `Page 2 of 3 · Questions? 777 312 0000`: one page alone has no number.
pub(crate) fn page_line(
    (page, pages): (usize, usize),
    contact: &str,
    words: Catalogue,
) -> Result<String, MessageError> {
    if pages == 1 {
        return Ok(contact.to_owned());
    }
    let (page, pages) = (page.to_string(), pages.to_string());
    let number = words.format("paper-page", &[("page", &page), ("pages", &pages)])?;
    Ok(if contact.is_empty() { number } else { format!("{number} · {contact}") })
}
