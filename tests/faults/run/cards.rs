//! Charging cards, and capturing, letting go and giving back what they paid.

use cobro_domain::{
    act::{ActKind, ActState},
    card::{Card, CardBrand, CardExpiry, CardHolder, CardKind, CardNumber, SecurityCode},
    charge::ChargeState,
    money::{Currency, Money},
    time::Span,
};
use cobro_ledger::{
    views::{
        charges::{self, Charge},
        invoices, payments,
    },
    working::acts::{self, Act},
};
use cobro_providers::{
    card::{CardSteps, Instalments},
    operation::{Address, Party},
};
use cobro_till::{
    after::{FollowError, RefundOrder},
    card::{CardOrder, CardRefused, ChosenCard},
    clock::Clock,
};

use super::{ROUNDS_MAX, Shop};
use crate::say;

impl Shop {
    fn every_charge(&self) -> Vec<Charge> {
        let reader = self.reader();
        let all = invoices::page(reader.conn(), None, None, u32::MAX).expect("invoices");
        let of = |invoice: &invoices::Invoice| {
            charges::of_invoice(reader.conn(), invoice.arrival).expect("charges")
        };
        all.iter().flat_map(of).collect()
    }

    fn order(&self, steps: CardSteps) -> CardOrder {
        let card = Card {
            number: CardNumber::parse("4268070000000002").expect("a number"),
            code: Some(SecurityCode::parse("777", CardBrand::Visa).expect("a code")),
            expiry: CardExpiry::parse("05/30").expect("an expiry"),
            holder: CardHolder::parse("APPROVED").expect("a holder"),
            kind: CardKind::Credit,
        };
        let payer = Party {
            name: Some("Ana Pérez".to_owned()),
            email: Some("ana@example.com".to_owned()),
            phone: Some("+52 55 5555 5555".to_owned()),
            birth_date: Some("1985-03-12".to_owned()),
            address: Some(Address {
                street1: Some("Av. Juárez 5".to_owned()),
                city: Some("Puebla".to_owned()),
                state: Some("Puebla".to_owned()),
                country: Some("MX".to_owned()),
                postal_code: Some("72000".to_owned()),
                ..Address::default()
            }),
            ..Party::default()
        };
        let (card, account) = (ChosenCard::Typed(card), self.account);
        CardOrder { account, card, steps, instalments: Instalments::One, total: None, payer }
    }

    fn charge_card(&self, number: usize, steps: CardSteps) {
        // What was typed before a kill is still there, and is sold with the rest.
        self.till.add_amount("Café", &(100 + number).to_string()).expect("a line");
        let charge = self.till.charge_card(&self.order(steps)).expect("a charge");
        say(&format!("charged {charge}"));
    }

    /// Somebody does something about a charge that it may or may not allow.
    fn follow(&self, charge: &Charge, what: u8) {
        let part = Money::new(50_00, Currency::Mxn);
        let done = match (charge.state, what) {
            (ChargeState::Authorized, 0) => self.till.capture(charge.id, None),
            (ChargeState::Authorized, 1) => self.till.capture(charge.id, Some(part)),
            (ChargeState::Authorized, _) => self.till.void_hold(charge.id, "cambió de idea"),
            (ChargeState::Paid, _) => {
                let came = payments::of_invoice(self.reader().conn(), charge.invoice);
                let Some(came) = came.expect("payments").into_iter().next() else { return };
                let amount = if what == 0 { part } else { came.amount };
                let reason = "se rompió".to_owned();
                let order = RefundOrder { charge: charge.id, payment: came.id, amount, reason };
                self.till.refund(&order).map(|_| ())
            }
            _ => return,
        };
        match done {
            Ok(()) => say(&format!("followed {}", charge.id)),
            Err(FollowError::Ledger(error)) => panic!("{error}"),
            Err(_) => {}
        }
    }

    /// Somebody decides about what the provider knows nothing of, as soon as that is allowed.
    fn decide(&self, act: &Act) {
        let decided = match act.kind {
            ActKind::Submit => match self.till.give_card_up(act.charge) {
                Err(CardRefused::Ledger(error)) => panic!("{error}"),
                other => other.is_ok(),
            },
            ActKind::Capture | ActKind::Void | ActKind::Refund => {
                match self.till.give_follow_up_up(act.id) {
                    Err(FollowError::Ledger(error)) => panic!("{error}"),
                    other => other.is_ok(),
                }
            }
        };
        if decided {
            say(&format!("gave up {}", act.charge));
        }
    }
}

/// Charges cards until there are `count` charges, does this and that with them meanwhile, and
/// goes on until nothing is in doubt.
pub(crate) fn cards(shop: &Shop, count: usize, seed: u64) {
    let mut rng = fastrand::Rng::with_seed(seed);
    shop.till.let_cards_be_typed(true).expect("books");
    loop {
        let all = shop.every_charge();
        if let Some(charge) = rng.choice(&all) {
            shop.follow(charge, rng.u8(0..3));
        }
        shop.work(|| ());
        if all.len() >= count {
            break;
        }
        let steps = if rng.bool() { CardSteps::Two } else { CardSteps::One };
        shop.charge_card(all.len(), steps);
        shop.clock.advance(Span::minutes(rng.i64(1..15)));
    }
    for _ in 0..ROUNDS_MAX {
        shop.work(|| ());
        let open = acts::open(shop.reader().conn()).expect("acts");
        let Some(next) = open.iter().map(|act| act.not_before).min() else {
            return;
        };
        for act in open.iter().filter(|act| act.state == ActState::Unknown) {
            shop.decide(act);
        }
        shop.clock.advance(Span::millis(next.since(shop.clock.now()).as_millis().max(60_000)));
    }
    panic!("some acts have no end");
}
