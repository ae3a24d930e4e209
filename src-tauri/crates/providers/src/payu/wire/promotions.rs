//! What the promotions service answers. Every member may be null or absent.

use serde::Deserialize;

use super::scalar::Text;

/// The whole answer. A refusal has a type and a description instead.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pricing {
    pub(crate) amount: Option<Amount>,
    pub(crate) promotions: Option<Vec<Promotion>>,
    pub(crate) payment_method_fee: Option<Vec<Fees>>,
    pub(crate) r#type: Option<Text>,
    pub(crate) description: Option<Text>,
}

/// The amount that was asked about.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Amount {
    pub(crate) currency: Option<Text>,
}

/// A promotion: for whom and when. What it costs stands among the fees.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Promotion {
    pub(crate) id: Option<Text>,
    pub(crate) title: Option<Text>,
    pub(crate) payment_method_main: Option<Text>,
    pub(crate) payment_method: Option<Text>,
    pub(crate) start_date: Option<Text>,
    pub(crate) end_date: Option<Text>,
    pub(crate) days: Option<Vec<Text>>,
    pub(crate) r#type: Option<Text>,
}

/// What the parts of one brand cost.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fees {
    pub(crate) payment_method: Option<Text>,
    pub(crate) pricing_fees: Option<Vec<Fee>>,
}

/// What one number of parts costs, and by which promotions.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Fee {
    pub(crate) installments: Option<Text>,
    pub(crate) pricing: Option<Price>,
    pub(crate) promos: Option<Vec<PromotionFee>>,
}

/// What a number of parts costs by a promotion.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PromotionFee {
    pub(crate) id: Option<Text>,
    pub(crate) pricing: Option<Price>,
}

/// A price.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Price {
    pub(crate) total_value: Option<Text>,
}
