//! Cards on the charge sheet: whether one can be charged now, and which are kept.

use cobro_domain::{
    ids::{CustomerId, MerchantAccountId},
    money::Money,
};
use cobro_ledger::{views::merchants, working::stored_cards::KeptCard};
use cobro_providers::capabilities::CardRule;
use serde::Serialize;

use super::{CardKindWord, CommandError, MethodView};
use crate::{line::Line, till::Till};

/// A card that the provider keeps, as it may be shown.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeptCardView {
    /// Its place in the list.
    pub place: u32,
    /// Its brand.
    pub brand: Option<String>,
    /// Its last four digits.
    pub last_four: String,
    /// Credit or debit.
    pub kind: CardKindWord,
}

/// The cards that one account may charge for a customer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeptCards {
    /// The account.
    pub account: String,
    /// Its cards, oldest first.
    pub cards: Vec<KeptCardView>,
}

impl Till {
    /// The tile for cards, with the first reason why none can be charged now.
    pub(super) fn card_tile(
        &self,
        rule: &CardRule,
        account: MerchantAccountId,
        total: Money,
        locked: bool,
    ) -> Result<MethodView, CommandError> {
        let (id, method) = (rule.method.as_str().to_owned(), rule.method.as_str().to_owned());
        let minimum = rule.minimum.filter(|least| total.minor() < least.minor());
        let maximum = rule.maximum.filter(|most| total.minor() > most.minor());
        let reason = if total.currency() != self.currency() {
            Some(CommandError::NotOffered)
        } else if let Some(minimum) = minimum.map(Money::decimal_text) {
            Some(CommandError::AmountBelowMinimum { minimum, method })
        } else if let Some(maximum) = maximum.map(Money::decimal_text) {
            Some(CommandError::AmountAboveMaximum { maximum, method })
        } else if !self.cards_may_be_typed()? {
            Some(CommandError::CardNotTyped)
        } else if self.is_paused(account) {
            Some(CommandError::AccountPaused)
        } else if locked {
            Some(CommandError::VaultLocked)
        } else if self.line_of(account) == Line::Offline {
            Some(CommandError::CardOffline)
        } else {
            None
        };
        let account = Some(account.to_string());
        Ok(MethodView {
            id,
            account,
            available: reason.is_none(),
            reason,
            queued: false,
            days: None,
        })
    }

    pub(super) fn kept_by_account(
        &self,
        customer: Option<CustomerId>,
    ) -> Result<Vec<KeptCards>, CommandError> {
        let Some(customer) = customer else {
            return Ok(Vec::new());
        };
        let mut kept: Vec<KeptCards> = Vec::new();
        for account in self.read(|reader| merchants::all(reader.conn()))? {
            let cards = self.kept_cards(account.account, customer)?;
            let views = (0..).zip(&cards).map(|(place, card)| kept_view(place, card)).collect();
            if !cards.is_empty() {
                kept.push(KeptCards { account: account.account.to_string(), cards: views });
            }
        }
        Ok(kept)
    }

    /// The cards that one account may charge for a customer, oldest first.
    pub(super) fn kept_cards(
        &self,
        account: MerchantAccountId,
        customer: CustomerId,
    ) -> Result<Vec<KeptCard>, CommandError> {
        let mut cards = self.stored_cards(customer)?;
        cards.retain(|card| card.account == account);
        Ok(cards)
    }
}

/// A card that the provider keeps, as it may be shown.
pub(super) fn kept_view(place: u32, kept: &KeptCard) -> KeptCardView {
    KeptCardView {
        place,
        brand: kept.brand.map(|brand| brand.word().to_owned()),
        last_four: kept.number.last_four().to_owned(),
        kind: kept.kind.into(),
    }
}
