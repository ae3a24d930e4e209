//! The answer of the promotions service: two lists that belong together.

use cobro_domain::{
    card::CardBrand,
    money::{Currency, Money},
};

use super::Answer;
use crate::{
    card::{Promotion, PromotionPart},
    outcome::{Outcome, Refusal, RefusalKind},
    payu::{
        methods::card_word,
        wire::{
            promotions::{Fee, Fees, Price, Pricing, Promotion as Listed},
            scalar::Text,
        },
    },
    wire::Reply,
};

/// The type of a promotion that holds by itself: its number is not sent.
const BY_ITSELF: &str = "PRICING";

/// What that service says when it does not know who asks.
const UNKNOWN_CALLER: &str = "UNAUTHORIZED";

impl Answer<'_> {
    /// The answer to a question for promotions. This service has no `code`.
    pub(crate) fn promotions(self) -> Outcome {
        let (status, body) = match self.answered() {
            Ok(answered) => answered,
            Err(outcome) => return outcome,
        };
        let Some(pricing) = serde_json::from_slice::<Pricing>(&body).ok() else {
            return self.without_body(status);
        };
        if let Some(kind) = Text::filled(pricing.r#type.as_ref()) {
            let credentials = kind == UNKNOWN_CALLER || matches!(status, 401 | 403);
            let text = Text::filled(pricing.description.as_ref()).unwrap_or(kind);
            let kind = if credentials { RefusalKind::Credentials } else { RefusalKind::Request };
            return Outcome::Refused(Refusal { kind, text: self.redacted(text) });
        }
        if !(200..300).contains(&status) {
            return self.without_body(status);
        }
        if pricing.promotions.is_none() && pricing.payment_method_fee.is_none() {
            return self.unreadable();
        }
        Outcome::Promotions(all(&pricing))
    }

    /// The status and the body of an answer, or what became of the request without one.
    fn answered(self) -> Result<(u16, Vec<u8>), Outcome> {
        match self.reply {
            Reply::Answer { status, body, .. } => Ok((*status, body.clone())),
            Reply::NotSent => Err(Outcome::NotSent),
            Reply::MaybeSent => Err(Outcome::Lost(crate::outcome::Lost::NoAnswer)),
        }
    }
}

fn all(pricing: &Pricing) -> Vec<Promotion> {
    let code = pricing.amount.as_ref().and_then(|amount| Text::filled(amount.currency.as_ref()));
    let currency = code.unwrap_or_default();
    let fees = pricing.payment_method_fee.as_deref().unwrap_or_default();
    let always = fees.iter().filter_map(|fees| always(fees, currency));
    let listed = pricing.promotions.iter().flatten();
    always.chain(listed.map(|listed| promotion(listed, fees, currency))).collect()
}

/// The conditions that hold for a brand by themselves.
fn always(fees: &Fees, currency: &str) -> Option<Promotion> {
    let (brand, _) = Text::filled(fees.payment_method.as_ref()).and_then(card_word)?;
    let parts = fees.pricing_fees.iter().flatten();
    Some(Promotion {
        id: None,
        title: None,
        brand: Some(brand),
        from: None,
        until: None,
        days: Vec::new(),
        parts: parts.filter_map(|fee| part(fee, fee.pricing.as_ref(), currency)).collect(),
    })
}

fn promotion(listed: &Listed, fees: &[Fees], currency: &str) -> Promotion {
    let text = |text: Option<&Text>| Text::filled(text).map(str::to_owned);
    let word = Text::filled(listed.payment_method_main.as_ref())
        .or_else(|| Text::filled(listed.payment_method.as_ref()));
    let brand = word.and_then(card_word).map(|(brand, _)| brand);
    let by_itself = Text::filled(listed.r#type.as_ref()) == Some(BY_ITSELF);
    Promotion {
        id: text(listed.id.as_ref()).filter(|_| !by_itself),
        title: text(listed.title.as_ref()),
        brand,
        from: text(listed.start_date.as_ref()),
        until: text(listed.end_date.as_ref()),
        days: listed.days.iter().flatten().map(|day| day.0.clone()).collect(),
        parts: parts_of(listed, brand, fees, currency),
    }
}

/// What the parts of a promotion cost: they stand among the fees of its brand.
fn parts_of(
    listed: &Listed,
    brand: Option<CardBrand>,
    fees: &[Fees],
    currency: &str,
) -> Vec<PromotionPart> {
    let ours = fees.iter().filter(|fees| {
        let theirs = Text::filled(fees.payment_method.as_ref()).and_then(card_word);
        brand.is_none() || theirs.map(|(brand, _)| brand) == brand
    });
    let mut parts = Vec::new();
    for fee in ours.flat_map(|fees| fees.pricing_fees.iter().flatten()) {
        let promos = fee.promos.iter().flatten();
        let own = promos.filter(|promo| promo.id.is_some() && promo.id == listed.id);
        parts.extend(own.filter_map(|promo| part(fee, promo.pricing.as_ref(), currency)));
    }
    parts
}

/// One number of months; a range of them, which other countries have, is left out.
fn part(fee: &Fee, price: Option<&Price>, currency: &str) -> Option<PromotionPart> {
    let months = Text::filled(fee.installments.as_ref())?.parse().ok()?;
    let number = price.and_then(|price| Text::filled(price.total_value.as_ref()));
    let number = number.unwrap_or_default();
    let total = Currency::from_code(currency)
        .and_then(|currency| Money::parse_decimal(number, currency))
        .map_err(|_| format!("{number} {currency}").trim().to_owned());
    Some(PromotionPart { months, total })
}
