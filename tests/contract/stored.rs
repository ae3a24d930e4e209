//! Cards that PayU keeps.

use cobro_domain::card::{CardBrand, CardKind, SecurityCode};
use cobro_domain::charge::ChargeState;
use cobro_providers::{
    card::{CardSource, CardToken, NewStoredCard, StoredCard, StoredCards},
    operation::{Act, Operation, Question},
    outcome::{Outcome, Status},
};

use crate::shop::{LANGUAGES, Shop, VISA, typed};

fn kept(shop: &Shop) -> StoredCard {
    let new = NewStoredCard {
        payer: "C-77".to_owned(),
        document: "XAXX010101000".to_owned(),
        card: typed(VISA, "APPROVED"),
    };
    match shop.ask(&Operation::Act(Act::StoreCard(Box::new(new)))) {
        Outcome::StoredCards(mut cards) if cards.len() == 1 => cards.remove(0),
        outcome => panic!("{outcome:?}"),
    }
}

fn source(token: &CardToken, code: Option<&str>) -> CardSource {
    CardSource::Stored {
        token: token.clone(),
        brand: CardBrand::Visa,
        kind: CardKind::Credit,
        code: code.map(|code| SecurityCode::parse(code, CardBrand::Visa).unwrap()),
    }
}

#[test]
fn a_card_is_kept_listed_charged_and_forgotten() {
    for language in LANGUAGES {
        let shop = Shop::speaking(language);
        let card = kept(&shop);
        assert_eq!(card.number.as_ref().unwrap().as_str(), "426807******0002", "{language}");
        assert_eq!((card.brand, card.payer.as_deref()), (Some(CardBrand::Visa), Some("C-77")));
        let one = Question::StoredCards(StoredCards::One(card.token.clone()));
        let Outcome::StoredCards(listed) = shop.ask(&Operation::Question(one)) else {
            panic!("{language}")
        };
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0].token, &listed[0].number), (&card.token, &card.number));
        let submit = shop.card(source(&card.token, Some("777")));
        assert_eq!(shop.charge(&submit).status, Status::Known(ChargeState::Paid), "{language}");
        let without = shop.card(source(&card.token, None));
        let operation = Operation::Act(Act::Card(Box::new(without.clone())));
        assert!(matches!(shop.ask(&operation), Outcome::Refused(_)), "{language}");
        let payu = shop.control().payu();
        let mut settings = payu.settings().unwrap();
        settings.without_code = true;
        payu.set_settings(&settings).unwrap();
        assert_eq!(shop.charge(&without).status, Status::Known(ChargeState::Paid), "{language}");
        let forget = Act::ForgetCard { payer: "C-77".to_owned(), token: card.token.clone() };
        assert_eq!(shop.ask(&Operation::Act(forget)), Outcome::Forgotten, "{language}");
        let gone = shop.card(source(&card.token, Some("777")));
        let operation = Operation::Act(Act::Card(Box::new(gone)));
        assert!(matches!(shop.ask(&operation), Outcome::Refused(_)), "{language}");
    }
}
