//! Short forms of what every line of every invoice repeats: a million sales are kept for years.

use cobro_domain::{
    quantity::Quantity,
    tax::{Rate, TaxMode},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A rate as its basis points; nothing for what is exempt.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
struct Points(Option<u32>);

impl From<Rate> for Points {
    fn from(rate: Rate) -> Self {
        match rate {
            Rate::Exempt => Self(None),
            Rate::BasisPoints(points) => Self(Some(points)),
        }
    }
}

impl From<Points> for Rate {
    fn from(Points(points): Points) -> Self {
        points.map_or(Self::Exempt, Self::BasisPoints)
    }
}

/// Taxes of a line: code, rate, amount.
pub(super) mod line_taxes {
    use super::{Deserialize, Deserializer, Points, Rate, Serialize, Serializer};

    pub(in crate::fact) fn serialize<S: Serializer>(
        taxes: &[(String, Rate, i64)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let brief = taxes.iter().map(|(code, rate, amount)| (code, Points::from(*rate), amount));
        brief.collect::<Vec<_>>().serialize(serializer)
    }

    pub(in crate::fact) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, Rate, i64)>, D::Error> {
        let brief = Vec::<(String, Points, i64)>::deserialize(deserializer)?;
        Ok(brief.into_iter().map(|(code, rate, amount)| (code, rate.into(), amount)).collect())
    }
}

/// Taxes of an invoice: code, rate, base, amount.
pub(super) mod invoice_taxes {
    use super::{Deserialize, Deserializer, Points, Rate, Serialize, Serializer};

    type Tax<R> = (String, R, i64, i64);

    pub(in crate::fact) fn serialize<S: Serializer>(
        taxes: &[Tax<Rate>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let brief = taxes.iter().map(|(code, rate, base, amount)| {
            let rate = Points::from(*rate);
            (code, rate, base, amount)
        });
        brief.collect::<Vec<_>>().serialize(serializer)
    }

    pub(in crate::fact) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Tax<Rate>>, D::Error> {
        let brief = Vec::<Tax<Points>>::deserialize(deserializer)?;
        let whole = |(code, rate, base, amount): Tax<Points>| (code, rate.into(), base, amount);
        Ok(brief.into_iter().map(whole).collect())
    }
}

/// What a line says when it says nothing of its quantity.
pub(super) const fn one() -> Quantity {
    Quantity::ONE
}

pub(super) fn is_one(quantity: &Quantity) -> bool {
    *quantity == Quantity::ONE
}

/// What a line says when it says nothing of its price.
pub(super) const fn included() -> TaxMode {
    TaxMode::Included
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(super) const fn is_included(mode: &TaxMode) -> bool {
    matches!(mode, TaxMode::Included)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(super) const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}
