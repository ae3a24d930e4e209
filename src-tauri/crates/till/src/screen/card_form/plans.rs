//! The parts in which a card may pay: months without interest, and what the provider offers.

use cobro_domain::{instalments::InstalmentPlan, money::Money};
use cobro_providers::card::Instalments;

use super::{CardForm, CardWanted, Subject};
use crate::{
    screen::{CommandError, PlanView},
    till::Till,
};

impl Till {
    /// The promotions by which a credit card may pay it in parts. The provider is asked, so the
    /// form is there before.
    ///
    /// # Errors
    /// When the provider offers none, or does not answer: the card can be charged without.
    pub fn card_promotions(&self, wanted: &CardWanted) -> Result<Vec<PlanView>, CommandError> {
        let subject = self.subject(wanted)?;
        let amount = subject.amount;
        let mut plans = Vec::new();
        for promotion in self.promotions(subject.account.account, amount)? {
            for part in &promotion.parts {
                let Ok(total) = part.total.clone() else { continue };
                let Ok(plan) = InstalmentPlan::new(amount, total, part.months) else { continue };
                let (id, title) = (promotion.id.clone(), promotion.title.clone());
                let brand = promotion.brand.map(|brand| brand.word().to_owned());
                plans.push(PlanView { brand, ..self.plan_view(plan, id, title) });
            }
        }
        Ok(plans)
    }

    /// In how many parts it is paid, and what a promotion makes of the price.
    pub(super) fn instalments(
        &self,
        subject: &Subject,
        form: &CardForm,
    ) -> Result<(Instalments, Option<Money>), CommandError> {
        let (account, amount) = (subject.account.account, subject.amount);
        let found = match (form.months, &form.promotion) {
            (0 | 1, None) => Some((Instalments::One, None)),
            (months, None) => {
                let known = subject.rule.instalments.iter().any(|one| one.months == months);
                known.then_some((Instalments::Months(months), None))
            }
            (months, Some(id)) => self
                .by_promotion(account, amount, id, months)
                .map(|(instalments, total)| (instalments, Some(total))),
        };
        found.ok_or(CommandError::CardMonths { months: form.months })
    }
}
