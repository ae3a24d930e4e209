//! Half of all answers lost, and the till killed again and again, while cards are charged, held,
//! captured, let go and given back.

use std::collections::BTreeMap;

use cobro_domain::charge::ChargeState;
use cobro_ledger::views::{payments, refunds};
use cobro_sandbox::{OrderReport, ReferenceRule};

use crate::{
    account::sound,
    kill::{Siege, seed},
};

/// How many cards are charged.
const CHARGES: usize = 40;

/// What was approved of an order by transactions of a kind: how often, and how much.
fn approved(order: &OrderReport, kinds: &[&str]) -> (usize, i64) {
    let all = order.transactions.iter();
    let all = all.filter(|one| kinds.contains(&one.kind) && one.state == "APPROVED");
    let amounts: Vec<_> = all.map(|one| one.amount.0).collect();
    (amounts.len(), amounts.iter().sum())
}

/// What came by each charge and what went back, as the books have it and as the provider does.
fn both(siege: &Siege) -> BTreeMap<String, [(i64, i64); 2]> {
    let orders = siege.orders();
    let reader = siege.reader();
    let compared = siege.charges().into_iter().map(|charge| {
        let came = payments::of_invoice(reader.conn(), charge.invoice).unwrap();
        let came: i64 = came.iter().map(|payment| payment.amount.minor()).sum();
        let back = refunds::of_charge(reader.conn(), charge.id).unwrap();
        let back = back.iter().filter(|refund| refund.state.is_given_back());
        let back: i64 = back.map(|refund| refund.amount.minor()).sum();
        let reference = charge.reference.as_str().to_owned();
        let theirs = orders.iter().find(|order| order.reference == reference);
        let theirs = theirs.map_or((0, 0), |order| {
            let (_, took) = approved(order, &["AUTHORIZATION_AND_CAPTURE", "CAPTURE"]);
            let (_, gave) = approved(order, &["REFUND", "PARTIAL_REFUND"]);
            (took, gave)
        });
        (reference, [(came, back), theirs])
    });
    compared.collect()
}

fn differing(siege: &Siege) -> BTreeMap<String, [(i64, i64); 2]> {
    both(siege).into_iter().filter(|(_, [ours, theirs])| ours != theirs).collect()
}

#[test]
fn no_card_is_charged_captured_or_given_back_twice_however_often_the_till_dies() {
    let mut siege = Siege::lay(ReferenceRule::OnceForAllStates, seed(9));
    siege.run("cards", CHARGES);
    let charges = siege.charges();
    assert_eq!(charges.len(), CHARGES);
    let known: Vec<_> = charges.iter().map(|charge| charge.id.to_string()).collect();
    for confirmed in siege.confirmed() {
        assert!(known.contains(confirmed), "{confirmed} was confirmed and is lost");
    }
    assert!(siege.kills() > 10, "killed {} times only", siege.kills());
    let counters = siege.counters();
    let often: Vec<_> = counters.submits.iter().filter(|(_, times)| **times > 1).collect();
    assert!(often.is_empty(), "a card is never sent again: {often:?}");
    // The rest of what the provider knows is heard of in time.
    for _ in 0..30 {
        if differing(&siege).is_empty() {
            break;
        }
        siege.watch("24");
    }
    assert_eq!(differing(&siege), [].into(), "ours, and the provider's: came and went back");
    let mut seen = BTreeMap::<_, usize>::new();
    for charge in &siege.charges() {
        *seen.entry(charge.state.word()).or_default() += 1;
        assert_ne!(charge.state, ChargeState::Requested, "nothing is in doubt any more");
    }
    for order in siege.orders() {
        let (taken, _) = approved(&order, &["AUTHORIZATION_AND_CAPTURE", "CAPTURE"]);
        assert!(taken <= 1, "{order:?}");
        let (_, took) = approved(&order, &["AUTHORIZATION_AND_CAPTURE", "CAPTURE"]);
        let (_, gave) = approved(&order, &["REFUND", "PARTIAL_REFUND"]);
        assert!(gave <= took, "{order:?}");
    }
    let total = both(&siege).values().map(|[(came, back), _]| came - back).sum::<i64>();
    assert_eq!(siege.clearing(), total);
    eprintln!("{} kills, {seen:?}, {:?}", siege.kills(), siege.counters().requests);
    assert!(seen.contains_key("paid") && seen.len() > 1, "{seen:?}");
    sound(&siege.reader());
}
