//! The cards that a provider keeps for a customer. No money moves, so none of it is an act.

use cobro_domain::{
    card::Card,
    ids::{CustomerId, MerchantAccountId},
};
use cobro_ledger::{
    LedgerError,
    working::stored_cards::{self, KeptCard},
};
use cobro_providers::{
    capabilities::PayerField,
    card::{CardToken, NewStoredCard, StoredCard},
    operation::{Act, Operation},
    outcome::Outcome,
};

use super::{CardRefused, payer_number};
use crate::till::Till;

/// A card that the provider is to keep for a customer.
#[derive(Clone, Debug)]
pub struct CardToStore {
    /// The merchant account that may charge it.
    pub account: MerchantAccountId,
    /// Whose it is.
    pub customer: CustomerId,
    /// The number of an identity document of theirs; in Mexico their RFC will do.
    pub document: String,
    /// The card. Its security code is not sent.
    pub card: Card,
}

impl Till {
    /// The cards that providers keep for a customer.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn stored_cards(&self, customer: CustomerId) -> Result<Vec<KeptCard>, LedgerError> {
        self.read(|reader| stored_cards::of_customer(reader.conn(), customer))
    }

    /// Has the provider keep a card for a customer. What is kept here is the provider's name
    /// for it, and what may be shown.
    ///
    /// # Errors
    /// [`CardRefused`]; the provider may keep the card all the same, and no money moved.
    pub fn store_card(&self, wanted: &CardToStore) -> Result<KeptCard, CardRefused> {
        if !self.cards_may_be_typed()? {
            return Err(CardRefused::NotTyped);
        }
        let document = wanted.document.trim().to_owned();
        if document.is_empty() {
            return Err(CardRefused::PayerNeeded { missing: vec![PayerField::Document] });
        }
        let ready = self.ready(wanted.account)?;
        let card = Card { code: None, ..wanted.card.clone() };
        let payer = payer_number(wanted.customer);
        let new = NewStoredCard { payer, document, card };
        let operation = Operation::Act(Act::StoreCard(Box::new(new)));
        let outcome = self.converse(&ready, &operation).outcome;
        drop(operation);
        let stored = stored(outcome)?.into_iter().next().ok_or(CardRefused::NoAnswer)?;
        let kept = KeptCard {
            account: wanted.account,
            token: stored.token.0,
            customer: wanted.customer,
            number: wanted.card.number.masked(),
            brand: wanted.card.number.brand(),
            kind: wanted.card.kind,
            since: self.now(),
        };
        self.book(self.actor(), |booking| stored_cards::put(booking.conn(), &kept))?;
        Ok(kept)
    }

    /// Has the provider forget a card. One that it does not know any more is forgotten too.
    ///
    /// # Errors
    /// [`CardRefused`]; the card is then still kept here.
    pub fn forget_card(
        &self,
        account: MerchantAccountId,
        token: &CardToken,
    ) -> Result<(), CardRefused> {
        let kept = self.read(|reader| stored_cards::read(reader.conn(), account, &token.0))?;
        let kept = kept.ok_or(CardRefused::NotFound)?;
        let ready = self.ready(account)?;
        let payer = payer_number(kept.customer);
        let operation = Operation::Act(Act::ForgetCard { payer, token: token.clone() });
        match self.converse(&ready, &operation).outcome {
            Outcome::Forgotten | Outcome::NotFound => {}
            Outcome::Refused(refusal) => return Err(CardRefused::Refused(refusal)),
            Outcome::Pong
            | Outcome::Methods(_)
            | Outcome::Charge(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Promotions(_)
            | Outcome::NotSent
            | Outcome::Lost(_) => return Err(CardRefused::NoAnswer),
        }
        self.book(self.actor(), |booking| stored_cards::remove(booking.conn(), account, &token.0))?;
        Ok(())
    }
}

fn stored(outcome: Outcome) -> Result<Vec<StoredCard>, CardRefused> {
    match outcome {
        Outcome::StoredCards(cards) => Ok(cards),
        Outcome::Refused(refusal) => Err(CardRefused::Refused(refusal)),
        Outcome::Pong
        | Outcome::Methods(_)
        | Outcome::Charge(_)
        | Outcome::FollowedUp(..)
        | Outcome::Forgotten
        | Outcome::Promotions(_)
        | Outcome::NotFound
        | Outcome::NotSent
        | Outcome::Lost(_) => Err(CardRefused::NoAnswer),
    }
}
