//! What every paper has: the shop at its head, the band of training mode, the small print.

use cobro_domain::locale::{Locale, format_amount, format_money};
use cobro_domain::money::Money;

use crate::canvas::Area;
use crate::date::DateError;
use crate::fonts::{Fonts, one_line};
use crate::grid::GridError;
use crate::messages::{Catalogue, MessageError};
use crate::pdf::PdfError;
use crate::symbol::SymbolError;

pub(crate) mod roll;
pub(crate) mod sheet;

/// A name inside a sentence may not push the sentence off the paper.
const IN_SENTENCE_MAX: usize = 40;

/// The shop as its papers show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// The name over the door.
    pub name: String,
    /// The tax number with its label: `RFC CLU010203AB1`.
    pub tax_id: Option<String>,
    /// Street, number, town.
    pub address: Option<String>,
    /// Whom to ask.
    pub phone: Option<String>,
    /// Whom to write to.
    pub email: Option<String>,
}

impl Shop {
    /// `RFC CLU010203AB1 · Av. Domingo Diez 1589, Cuernavaca`.
    pub(crate) fn identity(&self) -> String {
        joined([&self.tax_id, &self.address])
    }

    /// `777 312 0000 · hola@cafeluna.mx`.
    pub(crate) fn contact(&self) -> String {
        joined([&self.phone, &self.email])
    }
}

/// A name or number from outside, cut so that a sentence or a title can hold it.
pub(crate) fn in_sentence(text: &str) -> String {
    let text = one_line(text);
    let mut cut: String = text.chars().take(IN_SENTENCE_MAX).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

fn joined(parts: [&Option<String>; 2]) -> String {
    let given: Vec<&str> =
        parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    given.join(" · ")
}

/// How large a sheet of paper is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sheet {
    /// 8.5 by 11 inches.
    #[default]
    Letter,
    /// 210 by 297 mm.
    A4,
}

impl Sheet {
    /// Every size.
    pub const ALL: [Self; 2] = [Self::Letter, Self::A4];
}

/// How wide a roll of paper is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RollWidth {
    /// 80 mm of paper, of which 72 mm can be printed.
    #[default]
    Mm80,
    /// 58 mm of paper, of which 48 mm can be printed.
    Mm58,
}

impl RollWidth {
    /// Every width.
    pub const ALL: [Self; 2] = [Self::Mm80, Self::Mm58];

    /// The paper, in whole millimetres, as people call it.
    #[must_use]
    pub const fn millimetres(self) -> u32 {
        match self {
            Self::Mm80 => 80,
            Self::Mm58 => 58,
        }
    }

    /// The paper, in millimetres.
    pub(crate) const fn paper(self) -> f32 {
        match self {
            Self::Mm80 => 80.0,
            Self::Mm58 => 58.0,
        }
    }

    /// What the head reaches, in millimetres.
    pub(crate) const fn printable(self) -> f32 {
        match self {
            Self::Mm80 => 72.0,
            Self::Mm58 => 48.0,
        }
    }
}

/// Why a paper cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The voucher has no barcode, reference, account or QR code.
    #[error("the voucher holds nothing to pay with")]
    NothingToPayWith,
    /// The barcode or QR code cannot be made.
    #[error("the barcode or QR code cannot be made")]
    Symbol(#[from] SymbolError),
    /// The barcode is wider than the paper even with the narrowest bars a scanner reads.
    #[error("the barcode has {modules} modules, too many for the paper")]
    SymbolTooWide {
        /// Its modules, quiet zones included.
        modules: usize,
    },
    /// A date cannot be written.
    #[error("a date on the paper cannot be written")]
    Date(#[from] DateError),
    /// A message is missing.
    #[error("a message on the paper is missing")]
    Message(#[from] MessageError),
    /// The file cannot be put together.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The table cannot be written.
    #[error(transparent)]
    Grid(#[from] GridError),
}

/// What drawing any paper needs.
pub(crate) struct Kit {
    pub(crate) fonts: Fonts,
    pub(crate) words: Catalogue,
}

impl Kit {
    pub(crate) fn new(words: Catalogue) -> Result<Self, PaperError> {
        let fonts = Fonts::load().ok_or(PdfError)?;
        Ok(Self { fonts, words })
    }
}

/// An amount as people write it.
pub(crate) fn amount(money: Money, words: Catalogue) -> String {
    format_money(money, words.language().locale())
}

/// An amount that the code of its currency follows: a sign that would stand between the two
/// is left out.
pub(crate) fn amount_before_code(money: Money, words: Catalogue) -> String {
    match words.language().locale() {
        Locale::UkUa => format_amount(money, Locale::UkUa),
        locale @ (Locale::EsMx | Locale::EsAr | Locale::EnUs) => format_money(money, locale),
    }
}

/// Slanted stripes inside a band, half of it covered.
pub(crate) fn stripes(band: Area, width: f32) -> Vec<Vec<(f32, f32)>> {
    let mut stripes = Vec::new();
    let mut x = band.x - band.height;
    while x < band.right() {
        let (low, high) = (x, x + band.height);
        let stripe = [
            (low, band.bottom()),
            (high, band.y),
            (high + width, band.y),
            (low + width, band.bottom()),
        ];
        let right_of_start = kept(&stripe, |(x, _)| x - band.x);
        stripes.push(kept(&right_of_start, |(x, _)| band.right() - x));
        x += 2.0 * width;
    }
    stripes.retain(|stripe| stripe.len() > 2);
    stripes
}

/// The part of an outline where `inside` is not negative; `inside` is linear.
fn kept(outline: &[(f32, f32)], inside: impl Fn((f32, f32)) -> f32) -> Vec<(f32, f32)> {
    let mut part = Vec::new();
    for (place, &from) in outline.iter().enumerate() {
        let to = outline[(place + 1) % outline.len()];
        let (start, end) = (inside(from), inside(to));
        if start >= 0.0 {
            part.push(from);
        }
        if (start < 0.0) != (end < 0.0) {
            let share = start / (start - end);
            part.push((from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)));
        }
    }
    part
}
