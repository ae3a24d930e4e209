//! Answers about cards: charging, what follows, and the cards that PayU keeps.

use cobro_domain::{
    act::ActKind,
    card::{CardKind, MaskedNumber},
    money::Money,
};

use super::{Answer, parsed};
use crate::{
    card::{CardSubmit, CardToken, StoredCard},
    outcome::{OrderId, Outcome, Refusal, RefusalKind},
    payu::{
        dates, map,
        methods::card_word,
        wire::{
            reply::{Token, TransactionResponse},
            scalar::Text,
        },
    },
};

impl Answer<'_> {
    /// The answer to a card.
    pub(crate) fn card(self, asked: &CardSubmit) -> Outcome {
        self.read(|envelope| {
            let response: TransactionResponse = parsed(envelope.transaction_response.as_deref()?)?;
            let order = OrderId(Text::filled(response.order_id.as_ref())?.to_owned());
            Some(Outcome::Charge(vec![map::card(order, asked, &response)]))
        })
    }

    /// The answer to a capture, a void or a refund of this amount.
    pub(crate) fn followed(self, kind: ActKind, asked: Money, order: &OrderId) -> Outcome {
        self.read(|envelope| {
            let response: TransactionResponse = parsed(envelope.transaction_response.as_deref()?)?;
            let follow_up = map::follow_up(kind, asked, &response);
            Some(Outcome::FollowedUp(order.clone(), Box::new(follow_up)))
        })
    }

    /// The answer to having a card kept.
    pub(crate) fn stored(self) -> Outcome {
        self.read(|envelope| {
            let token: Token = parsed(envelope.credit_card_token.as_deref()?)?;
            match self.refused(&token) {
                Some(refusal) => Some(refusal),
                None => Some(Outcome::StoredCards(vec![stored_card(&token)?])),
            }
        })
    }

    /// The answer to a question for the cards that PayU keeps.
    pub(crate) fn stored_cards(self) -> Outcome {
        self.read(|envelope| {
            let listed: Option<Vec<Option<Token>>> =
                parsed(envelope.credit_card_token_list.as_deref()?)?;
            let tokens = listed.into_iter().flatten().flatten();
            Some(Outcome::StoredCards(tokens.filter_map(|token| stored_card(&token)).collect()))
        })
    }

    /// The answer to having a card forgotten.
    pub(crate) fn forgotten(self) -> Outcome {
        self.read(|envelope| {
            let token: Option<Token> = match envelope.credit_card_token.as_deref() {
                Some(raw) => parsed(raw)?,
                None => None,
            };
            let refusal = token.and_then(|token| self.refused(&token));
            Some(refusal.unwrap_or(Outcome::Forgotten))
        })
    }

    /// PayU may call a refusal about a card a success, with a description.
    fn refused(self, token: &Token) -> Option<Outcome> {
        let text = Text::filled(token.error_description.as_ref())?;
        let text = self.redacted(text);
        Some(Outcome::Refused(Refusal { kind: RefusalKind::Request, text }))
    }
}

fn stored_card(token: &Token) -> Option<StoredCard> {
    let id = Text::filled(token.credit_card_token_id.as_ref())?;
    let word = Text::filled(token.payment_method.as_ref()).and_then(card_word);
    Some(StoredCard {
        token: CardToken(id.to_owned()),
        payer: Text::filled(token.payer_id.as_ref()).map(str::to_owned),
        number: Text::filled(token.masked_number.as_ref()).map(MaskedNumber::of),
        brand: word.map(|(brand, _)| brand),
        kind: word.map_or(CardKind::Credit, |(_, kind)| kind),
        since: Text::filled(token.creation_date.as_ref()).and_then(dates::read),
    })
}
