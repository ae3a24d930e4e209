//! The promotions by which a card may pay an amount in parts, as the provider offers them now.

use cobro_domain::{ids::MerchantAccountId, money::Money};
use cobro_providers::{
    card::{Instalments, Promotion},
    operation::{Operation, Question},
    outcome::Outcome,
};

use jiff::tz::TimeZone;

use super::CardRefused;
use crate::till::{Till, lock};

/// What a provider offered last, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    account: MerchantAccountId,
    amount: Money,
    promotions: Vec<Promotion>,
}

impl Till {
    /// Asks the provider for the promotions of an amount. What it says is remembered until it is
    /// asked for another: a card is charged by a promotion that somebody was shown.
    ///
    /// # Errors
    /// [`CardRefused`]: the provider has no such service, or gives no answer.
    pub fn promotions(
        &self,
        account: MerchantAccountId,
        amount: Money,
    ) -> Result<Vec<Promotion>, CardRefused> {
        if self.is_paused(account) {
            return Err(CardRefused::Paused);
        }
        let ready = self.ready(account)?;
        let question = Operation::Question(Question::Promotions { amount, brand: None });
        match self.converse(&ready, &question).outcome {
            Outcome::Promotions(mut promotions) => {
                // What always holds is offered without asking.
                let today = self.weekday();
                let holds = |days: &[String]| days.is_empty() || days.contains(&today);
                promotions.retain(|one| one.id.is_some() && holds(&one.days));
                let offered = Offered { account, amount, promotions: promotions.clone() };
                *lock(&self.promotions) = Some(offered);
                Ok(promotions)
            }
            Outcome::Refused(refusal) => Err(CardRefused::Refused(refusal)),
            Outcome::NotSent
            | Outcome::Lost(_)
            | Outcome::Charge(_)
            | Outcome::Pong
            | Outcome::Methods(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::NotFound => Err(CardRefused::NoAnswer),
        }
    }

    /// The day of the week in the shop, as providers write it: `MONDAY`.
    fn weekday(&self) -> String {
        let zone = TimeZone::get(&self.zone()).unwrap_or(TimeZone::UTC);
        let now = jiff::Timestamp::from_millisecond(self.now().millis()).unwrap_or_default();
        zone.to_datetime(now).strftime("%A").to_string().to_uppercase()
    }

    /// A promotion that was offered for an amount, and what the payer pays by it in the end.
    pub(crate) fn by_promotion(
        &self,
        account: MerchantAccountId,
        amount: Money,
        id: &str,
        months: u32,
    ) -> Option<(Instalments, Money)> {
        let offered = lock(&self.promotions).clone();
        let offered = offered.filter(|one| (one.account, one.amount) == (account, amount))?;
        let named = |one: &&Promotion| one.id.as_deref() == Some(id);
        let promotion = offered.promotions.iter().find(named)?;
        let part = promotion.parts.iter().find(|part| part.months == months)?;
        let total = part.total.clone().ok()?;
        Some((Instalments::Promotion { id: id.to_owned(), months }, total))
    }
}
