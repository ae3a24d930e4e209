//! Taxes as data: a code, a rate, and whether the price contains it.

use serde::{Deserialize, Serialize};

/// Basis points in one whole: 16 % is 1,600.
pub const BASIS: i64 = 10_000;

/// How much of the net price a tax is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rate {
    /// Outside the tax: shown as exempt, never as 0 %.
    Exempt,
    /// Hundredths of a percent of the net price.
    BasisPoints(u32),
}

impl Rate {
    /// The rate as hundredths of a percent; an exempt line has none to add.
    #[must_use]
    pub fn basis_points(self) -> i64 {
        match self {
            Self::Exempt => 0,
            Self::BasisPoints(points) => i64::from(points),
        }
    }
}

/// One tax of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tax {
    /// The tax's own short name, such as `IVA`; part of the ledger account it is owed on.
    pub code: String,
    /// How much of the net price it is.
    pub rate: Rate,
}

impl Tax {
    /// IVA, the Mexican value-added tax: 16 %, 8 % at the border, 0 % or exempt
    /// (Ley del Impuesto al Valor Agregado, articles 1, 2, 2-A and 9).
    #[must_use]
    pub fn iva(rate: Rate) -> Self {
        Self { code: "IVA".to_owned(), rate }
    }

    /// What a product can be taxed with, each under its word: nothing, or IVA at one of its rates.
    #[must_use]
    pub fn known() -> [(&'static str, Vec<Self>); 5] {
        let iva = |points| vec![Self::iva(Rate::BasisPoints(points))];
        [
            ("iva-16", iva(1_600)),
            ("iva-8", iva(800)),
            ("iva-0", iva(0)),
            ("iva-exempt", vec![Self::iva(Rate::Exempt)]),
            ("none", Vec::new()),
        ]
    }
}

/// Whether a price contains its taxes or they are put on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaxMode {
    /// The price on the shelf is what the customer pays.
    Included,
    /// The price is net; taxes are put on top.
    Added,
}
