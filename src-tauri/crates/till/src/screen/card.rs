//! A charge by card as the waiting view shows it, and what can be done about it now.

use cobro_domain::{
    act::{ActKind, ActState},
    card::CardKind,
    charge::ChargeState,
    ids::ChargeId,
    instalments::InstalmentPlan,
    locale::parse_amount,
    money::Money,
};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        cards::{self, Card},
        charges::Charge,
        holds::{self, Hold},
        merchants,
    },
    working::acts::{self, Act},
};
use cobro_providers::{advice::Again, registry::provider_kind};
use serde::{Deserialize, Serialize};

use super::{Amount, ChargeView, CommandError, Millis};
use crate::{after::FollowError, fold::code_of, till::Till};

/// What kind of account a card draws on; people read it as `card-kind-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum CardKindWord {
    /// Credit.
    Credit,
    /// Debit.
    Debit,
}

impl From<CardKind> for CardKindWord {
    fn from(kind: CardKind) -> Self {
        match kind {
            CardKind::Credit => Self::Credit,
            CardKind::Debit => Self::Debit,
        }
    }
}

impl From<CardKindWord> for CardKind {
    fn from(word: CardKindWord) -> Self {
        match word {
            CardKindWord::Credit => Self::Credit,
            CardKindWord::Debit => Self::Debit,
        }
    }
}

/// The card of a charge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CardView {
    /// Its brand, if it is one that is known here: the message `card-brand-<word>`.
    pub brand: Option<String>,
    /// Its last four digits.
    pub last_four: String,
    /// Credit or debit.
    pub kind: CardKindWord,
    /// Whether the provider keeps it.
    pub stored: bool,
    /// How it is paid in parts; nothing when it is paid at once.
    pub plan: Option<PlanView>,
}

/// A price paid in parts, as the payer has to be shown it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanView {
    /// How many months.
    pub months: u32,
    /// The provider's number for the promotion by which it is.
    pub promotion: Option<String>,
    /// What people call the promotion.
    pub title: Option<String>,
    /// The brand of cards that it is for; every brand if none.
    pub brand: Option<String>,
    /// What each part is.
    pub each: Amount,
    /// The price.
    pub original: Amount,
    /// What the payer pays in the end.
    pub total: Amount,
    /// Whether that is more than the price.
    pub costs_more: bool,
}

/// Money that is held, and what can be done about it now.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HoldView {
    /// How much was held.
    pub held: Amount,
    /// What was taken of it.
    pub taken: Option<Amount>,
    /// When it lapses by itself.
    pub lapses_at: Millis,
    /// Whether that is soon.
    pub ends_soon: bool,
    /// Whether it can be taken now.
    pub can_capture: bool,
    /// Whether a part of it can be taken.
    pub partial: bool,
    /// Whether it can be let go now.
    pub can_void: bool,
    /// From when it can be let go.
    pub void_from: Millis,
    /// Until when it can be let go.
    pub void_until: Millis,
}

/// What follows a charge; people read it as `follow-up-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum FollowUpWord {
    /// Taking what is held.
    Capture,
    /// Letting it go.
    Void,
    /// Giving back.
    Refund,
}

/// Something that follows a charge and is not decided.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FollowUpView {
    /// The act.
    pub id: String,
    /// What it is.
    pub what: FollowUpWord,
    /// How much.
    pub amount: Option<Amount>,
    /// Its answer was lost; otherwise it is on its way.
    pub unknown: bool,
    /// Whether a person may have it sent again, or give it up.
    pub can_decide: bool,
    /// From when, as far as that is known.
    pub decide_from: Option<Millis>,
}

/// What the provider's result code means for the clerk and the payer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AdviceView {
    /// The provider's code.
    pub code: String,
    /// What happened: the message `result-<word>`.
    pub word: String,
    /// What may be done next: the message `again-<word>`.
    pub again: String,
    /// Whether the same payer may be offered another try.
    pub may_retry: bool,
}

/// A card whose answer was lost, and when a person may decide that it was not charged.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct GiveUpView {
    /// Whether that is now.
    pub allowed: bool,
    /// From when; nothing while no look-up has found nothing.
    pub from: Option<Millis>,
}

/// What the books know of a charge by card beside the charge.
pub(super) struct ByCard {
    card: Option<Card>,
    hold: Option<Hold>,
    after: Vec<Act>,
    provider: Option<String>,
}

impl ByCard {
    pub(super) fn of(conn: &Connection, charge: &Charge) -> Result<Self, LedgerError> {
        let account = merchants::read(conn, charge.account)?;
        Ok(Self {
            card: cards::read(conn, charge.id)?,
            hold: holds::read(conn, charge.id)?,
            after: acts::after_charge(conn, charge.id)?,
            provider: account.map(|account| account.provider),
        })
    }

    pub(super) const fn is_card(&self) -> bool {
        self.card.is_some()
    }

    /// What a result code of the provider means. A code that nobody knows says something only
    /// where a payer was refused: elsewhere the text may be anything.
    pub(super) fn advice(&self, charge: &Charge) -> Option<AdviceView> {
        let code = code_of(charge.text.as_deref()?);
        let kind = provider_kind(self.provider.as_deref()?)?;
        let advice = (kind.advice)(code);
        let refused = charge.state == ChargeState::Declined;
        let told = refused && self.is_card() || advice.word != "unknown";
        told.then(|| AdviceView {
            code: code.to_owned(),
            word: advice.word.to_owned(),
            again: advice.again.word().to_owned(),
            may_retry: Again::is_offered(advice.again),
        })
    }
}

impl Till {
    pub(super) fn card_view(&self, charge: &Charge, known: &ByCard) -> Option<CardView> {
        let card = known.card.as_ref()?;
        let plan = InstalmentPlan::new(charge.amount, card.total, card.months).ok();
        let plan = plan.filter(|plan| plan.months() > 1);
        Some(CardView {
            brand: card.brand.map(|brand| brand.word().to_owned()),
            last_four: card.last_four.clone(),
            kind: card.kind.into(),
            stored: card.stored,
            plan: plan.map(|plan| self.plan_view(plan, card.promotion.clone(), None)),
        })
    }

    pub(super) fn plan_view(
        &self,
        plan: InstalmentPlan,
        promotion: Option<String>,
        title: Option<String>,
    ) -> PlanView {
        let each = plan.each().first().copied().unwrap_or_else(|| plan.total());
        PlanView {
            months: plan.months(),
            promotion,
            title,
            brand: None,
            each: self.amount(each),
            original: self.amount(plan.original()),
            total: self.amount(plan.total()),
            costs_more: plan.total() != plan.original(),
        }
    }

    pub(super) fn hold_view(
        &self,
        charge: &Charge,
        known: &ByCard,
    ) -> Result<Option<HoldView>, CommandError> {
        let Some(hold) = &known.hold else {
            return Ok(None);
        };
        // It may have ended since it was read.
        let offer = match self.hold_offer(charge.id) {
            Ok(offer) if hold.stands() => Some(offer),
            Ok(_) | Err(FollowError::NotHeld) => None,
            Err(error) => return Err(error.into()),
        };
        let now = self.now();
        let idle = hold.capturing.is_none() && !hold.voiding;
        let taken = Some(hold.taken).filter(|taken| taken.is_positive());
        let voids = offer.as_ref().map(|offer| (offer.void_from, offer.void_until));
        let (void_from, void_until) = voids.unwrap_or((hold.since, hold.lapses_at));
        Ok(Some(HoldView {
            held: self.amount(hold.held),
            taken: taken.map(|taken| self.amount(taken)),
            lapses_at: hold.lapses_at.into(),
            ends_soon: offer.as_ref().is_some_and(|offer| offer.ends_soon),
            can_capture: offer.is_some() && idle && now < hold.lapses_at,
            partial: offer.as_ref().is_some_and(|offer| offer.partial),
            can_void: offer.is_some() && idle && (void_from..=void_until).contains(&now),
            void_from: void_from.into(),
            void_until: void_until.into(),
        }))
    }

    /// Takes what is held for a charge, or as much of it as was typed.
    ///
    /// # Errors
    /// [`CommandError`]; nothing was booked or sent.
    pub fn capture_typed(
        &self,
        id: ChargeId,
        typed: Option<&str>,
    ) -> Result<ChargeView, CommandError> {
        let part = typed.map(|text| parse_amount(text, self.currency(), self.locale()));
        self.capture(id, part.transpose()?)?;
        self.charge_view(id)
    }

    /// What follows a charge and is not decided.
    pub(super) fn follow_up_views(
        &self,
        charge: &Charge,
        known: &ByCard,
    ) -> Result<Vec<FollowUpView>, CommandError> {
        let open = known.after.iter().filter(|act| act.state.is_open());
        let views = open.filter_map(|act| Some((act, word(act.kind)?))).map(|(act, what)| {
            let give_up = self.give_up_view(charge, act)?;
            Ok(FollowUpView {
                id: act.id.to_string(),
                what,
                amount: act.amount.map(|amount: Money| self.amount(amount)),
                unknown: act.state == ActState::Unknown,
                can_decide: give_up.allowed,
                decide_from: give_up.from,
            })
        });
        views.collect()
    }

    /// When a person may decide about an act whose answer was lost.
    pub(super) fn give_up_view(
        &self,
        charge: &Charge,
        act: &Act,
    ) -> Result<GiveUpView, CommandError> {
        let (_, offered) = self.offer(charge.account)?;
        let rule = offered.lost(act.kind, &charge.method).rule();
        let unknown = act.state == ActState::Unknown;
        Ok(GiveUpView {
            allowed: unknown && rule.proof(act.looked, self.now()).is_some(),
            from: act.looked.first.map(|first| first.plus(rule.apart).into()),
        })
    }
}

const fn word(kind: ActKind) -> Option<FollowUpWord> {
    match kind {
        ActKind::Submit => None,
        ActKind::Capture => Some(FollowUpWord::Capture),
        ActKind::Void => Some(FollowUpWord::Void),
        ActKind::Refund => Some(FollowUpWord::Refund),
    }
}
