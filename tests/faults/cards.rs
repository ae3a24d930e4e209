//! Cards: sent once, whatever becomes of the answer, and known in the end.

use std::process::Command;

use cobro_domain::{
    act::ActState,
    card::{Card, CardBrand, CardExpiry, CardHolder, CardKind, CardNumber, SecurityCode},
    charge::ChargeState,
    ids::ChargeId,
    money::{Currency, Money},
    time::Span,
};
use cobro_ledger::{
    fact::Matter,
    views::{cards, holds},
};
use cobro_providers::{
    card::{CardSteps, CardToken, Instalments},
    operation::{Address, Party},
};
use cobro_sandbox::{Effect, Fault};
use cobro_till::{
    card::{CardOrder, CardRefused, CardToStore, ChosenCard, PageOrder},
    collect::{CollectError, Overpaying},
    customers::CustomerForm,
    papers::PaperSize,
    screen::ChargeStage,
};

use crate::{doubt::minutes, shop::Shop};

pub(crate) const VISA: &str = "4268070000000002";
pub(crate) const CODE: &str = "777";
const SUBMIT: &str = "SUBMIT_TRANSACTION";

/// A card that the bank approves, or whatever its holder is called.
pub(crate) fn card(number: &str, holder: &str, code: &str) -> ChosenCard {
    let number = CardNumber::parse(number).unwrap();
    let brand = number.brand().unwrap_or(CardBrand::Visa);
    ChosenCard::Typed(Card {
        code: Some(SecurityCode::parse(code, brand).unwrap()),
        expiry: CardExpiry::parse("05/30").unwrap(),
        holder: CardHolder::parse(holder).unwrap(),
        kind: CardKind::Credit,
        number,
    })
}

pub(crate) fn payer() -> Party {
    Party {
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
    }
}

pub(crate) fn order(shop: &Shop, steps: CardSteps) -> CardOrder {
    CardOrder {
        account: shop.account,
        card: card(VISA, "APPROVED", CODE),
        steps,
        instalments: Instalments::One,
        total: None,
        payer: payer(),
    }
}

/// A shop whose owner lets cards be typed.
pub(crate) fn shop() -> Shop {
    let shop = Shop::open();
    shop.till().let_cards_be_typed(true).unwrap();
    shop
}

pub(crate) fn charge(shop: &Shop, amount: &str, order: &CardOrder) -> ChargeId {
    shop.till().add_amount("Café", amount).unwrap();
    shop.till().charge_card(order).unwrap()
}

#[test]
fn a_card_is_paid_at_once() {
    let shop = shop();
    let id = charge(&shop, "250", &order(&shop, CardSteps::One));
    assert_eq!(shop.charge(id).state, ChargeState::Paid);
    assert_eq!((shop.paid(id), shop.act(id)), (vec![25_000], ActState::Accepted));
    assert_eq!(shop.balance(&format!("clearing:{}", shop.account)), 25_000);
    let kept = cards::read(shop.reader().conn(), id).unwrap().unwrap();
    assert_eq!((kept.brand, kept.last_four.as_str()), (Some(CardBrand::Visa), "0002"));
    shop.pass(Span::days(3));
    assert_eq!((shop.submits(id), shop.paid(id), shop.matters(id)), (1, vec![25_000], vec![]));
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn a_lost_answer_is_looked_up_and_the_card_is_charged_once() {
    for steps in [CardSteps::One, CardSteps::Two] {
        for effect in [Effect::LoseAnswer, Effect::TruncateBody, Effect::Garbage] {
            let mut shop = shop();
            shop.control.add_fault(Fault::next(1, effect).of(SUBMIT));
            let id = charge(&shop, "250", &order(&shop, steps));
            let stands = (shop.charge(id).state, shop.act(id));
            assert_eq!(stands, (ChargeState::Requested, ActState::Unknown), "{effect:?}");
            shop.reopen();
            shop.pass(Span::minutes(30));
            let state = shop.charge(id).state;
            match steps {
                CardSteps::One => assert_eq!(shop.paid(id), [25_000], "{effect:?}"),
                CardSteps::Two => assert_eq!(state, ChargeState::Authorized, "{effect:?}"),
            }
            assert_eq!((shop.submits(id), shop.act(id)), (1, ActState::Accepted), "{effect:?}");
            shop.assert_patient();
            shop.assert_sound();
        }
    }
}

#[test]
fn a_card_that_never_arrived_is_not_sent_again_and_a_person_decides() {
    let shop = shop();
    shop.control.add_fault(Fault::next(1, Effect::LoseRequest).of(SUBMIT));
    let id = charge(&shop, "250", &order(&shop, CardSteps::One));
    let early = shop.till().give_card_up(id);
    assert!(matches!(early, Err(CardRefused::StillAsked { from: None })), "{early:?}");
    let cancelled = shop.till().cancel_charge(id);
    assert!(matches!(cancelled, Err(CollectError::ByCard)), "{cancelled:?}");
    shop.pass(Span::minutes(8));
    let early = shop.till().give_card_up(id);
    assert!(matches!(early, Err(CardRefused::StillAsked { from: Some(_) })), "{early:?}");
    shop.pass(Span::days(2));
    assert_eq!(minutes(&shop, SUBMIT), [0], "a card is never sent again");
    assert_eq!(shop.charge(id).state, ChargeState::Requested);
    assert_eq!(shop.matters(id), [Matter::Unanswered], "a person is told, once");
    shop.till().give_card_up(id).unwrap();
    assert!(shop.open_cases(id).is_empty(), "and has decided");
    assert_eq!((shop.charge(id).state, shop.act(id)), (ChargeState::Cancelled, ActState::Dropped));
    shop.pass(Span::days(9));
    assert_eq!((minutes(&shop, SUBMIT), shop.polls()), (vec![0], vec![]));
    shop.assert_sound();
}

#[test]
fn money_of_a_card_that_was_given_up_is_not_hidden() {
    let shop = shop();
    let mut settings = shop.payu().settings().unwrap();
    // The reports know of the order only after both look-ups have found nothing.
    settings.reports_lag_ms = 45 * 60_000;
    shop.payu().set_settings(&settings).unwrap();
    shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).of(SUBMIT));
    let id = charge(&shop, "250", &order(&shop, CardSteps::One));
    shop.pass(Span::minutes(40));
    shop.till().give_card_up(id).unwrap();
    shop.pass(Span::hours(2));
    assert_eq!((shop.submits(id), shop.paid(id)), (1, vec![25_000]));
    assert_eq!(shop.open_cases(id), [Matter::Late]);
    shop.assert_sound();
}

#[test]
fn a_card_that_did_not_leave_ends_its_charge() {
    let shop = shop();
    shop.control.refuse_connections(true).unwrap();
    let id = charge(&shop, "250", &order(&shop, CardSteps::One));
    assert_eq!((shop.charge(id).state, shop.act(id)), (ChargeState::Cancelled, ActState::Dropped));
    shop.control.refuse_connections(false).unwrap();
    shop.pass(Span::days(2));
    assert_eq!(shop.submits(id), 0, "nobody keeps a card to send it later");
    let invoice = shop.invoice(id).id;
    let again = order(&shop, CardSteps::One);
    let id = shop.till().charge_card_again(invoice, &again, Overpaying::Ask).unwrap();
    assert_eq!(shop.paid(id), [25_000]);
}

#[test]
fn a_refusal_ends_the_charge_with_the_banks_words() {
    let shop = shop();
    let mut refused = order(&shop, CardSteps::One);
    refused.card = card(VISA, "REJECTED", "666");
    let id = charge(&shop, "250", &refused);
    let found = shop.charge(id);
    assert_eq!((found.state, shop.act(id)), (ChargeState::Declined, ActState::Accepted));
    assert!(found.text.is_some());
    shop.assert_sound();
}

#[test]
fn what_is_held_lapses_and_is_no_money() {
    let shop = shop();
    let id = charge(&shop, "250", &order(&shop, CardSteps::Two));
    assert_eq!(shop.charge(id).state, ChargeState::Authorized);
    let hold = holds::read(shop.reader().conn(), id).unwrap().unwrap();
    assert_eq!((hold.held.minor(), shop.paid(id)), (25_000, vec![]));
    assert!(shop.till().holds_that_end_soon().unwrap().is_empty());
    shop.pass(Span::days(28));
    assert_eq!(shop.till().holds_that_end_soon().unwrap().len(), 1);
    shop.pass(Span::days(5));
    assert_eq!(shop.charge(id).state, ChargeState::Lapsed);
    assert!(shop.till().holds_that_end_soon().unwrap().is_empty());
    assert!(shop.till().capture(id, None).is_err());
    assert_eq!((shop.paid(id), shop.matters(id)), (vec![], vec![]));
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn a_card_that_the_provider_keeps_is_charged_until_it_is_forgotten() {
    let shop = shop();
    let customer = CustomerForm { name: "Ana Pérez".to_owned(), ..CustomerForm::default() };
    let customer = shop.till().save_customer(&customer).unwrap();
    let ChosenCard::Typed(typed) = card(VISA, "APPROVED", CODE) else { panic!("it was typed") };
    let (account, document) = (shop.account, "XAXX010101000".to_owned());
    let wanted = CardToStore { account, customer, document, card: typed };
    let kept = shop.till().store_card(&wanted).unwrap();
    let code = Some(SecurityCode::parse(CODE, CardBrand::Visa).unwrap());
    let mut by_name = order(&shop, CardSteps::One);
    by_name.card = ChosenCard::Kept { token: CardToken(kept.token), code };
    let id = charge(&shop, "250", &by_name);
    assert_eq!(shop.paid(id), [25_000]);
    let shown = shop.till().customer_view(&customer.to_string()).unwrap().cards;
    assert_eq!(shown.iter().map(|card| card.last_four.as_str()).collect::<Vec<_>>(), ["0002"]);
    let left = shop.till().forget_kept_card(&customer.to_string(), 0).unwrap().cards;
    assert!(left.is_empty());
    shop.till().add_amount("Café", "250").unwrap();
    let refused = shop.till().charge_card(&by_name);
    assert!(matches!(refused, Err(CardRefused::NotFound)), "{refused:?}");
    shop.assert_sound();
}

#[test]
fn a_card_pays_by_a_promotion_that_was_offered_and_by_no_other() {
    let shop = shop();
    let amount = Money::new(200_000, Currency::Mxn);
    let offered = shop.till().promotions(shop.account, amount).unwrap();
    let visa = offered.iter().find(|one| one.brand == Some(CardBrand::Visa)).unwrap();
    let (id, part) = (visa.id.clone().unwrap(), &visa.parts[0]);
    let mut order = order(&shop, CardSteps::One);
    order.instalments = Instalments::Promotion { id: id.clone(), months: part.months };
    order.total = part.total.clone().ok();
    let charge = charge(&shop, "2000", &order);
    let kept = cards::read(shop.reader().conn(), charge).unwrap().unwrap();
    assert_eq!((kept.promotion, kept.months), (Some(id), part.months));
    assert_eq!(shop.paid(charge), [200_000]);
    // Out of reach, there are none, and cards are charged without.
    shop.control.refuse_connections(true).unwrap();
    let asked = shop.till().promotions(shop.account, amount);
    assert!(matches!(asked, Err(CardRefused::NoAnswer)), "{asked:?}");
    shop.assert_sound();
}

#[test]
fn months_without_interest_are_frozen_in_the_books() {
    let shop = shop();
    let mut months = order(&shop, CardSteps::One);
    months.instalments = Instalments::Months(3);
    shop.till().add_amount("Café", "250").unwrap();
    let too_little = shop.till().charge_card(&months);
    assert!(matches!(too_little, Err(CardRefused::Months { months: 3 })), "{too_little:?}");
    shop.till().add_amount("Mesa", "750").unwrap();
    let id = shop.till().charge_card(&months).unwrap();
    let kept = cards::read(shop.reader().conn(), id).unwrap().unwrap();
    assert_eq!((kept.months, kept.each.minor(), kept.total.minor()), (3, 33_334, 100_000));
    let receipt = shop.till().print_invoice(shop.invoice(id).id, PaperSize::Letter).unwrap().path;
    let text = Command::new("pdftotext").arg("-layout").arg(receipt).arg("-").output().unwrap();
    let text = String::from_utf8_lossy(&text.stdout);
    for words in ["PAGOS DIFERIDOS", "Número de pagos", "333.34", "1,000.00"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(shop.paid(id), [100_000]);
}

#[test]
fn no_card_is_typed_before_the_owner_allows_it_and_no_payer_is_invented() {
    let shop = Shop::open();
    shop.till().add_amount("Café", "250").unwrap();
    let refused = shop.till().charge_card(&order(&shop, CardSteps::One));
    assert!(matches!(refused, Err(CardRefused::NotTyped)), "{refused:?}");
    shop.till().let_cards_be_typed(true).unwrap();
    let nobody = CardOrder { payer: Party::default(), ..order(&shop, CardSteps::One) };
    let refused = shop.till().charge_card(&nobody);
    assert!(matches!(&refused, Err(CardRefused::PayerNeeded { missing }) if missing.len() == 3));
    let mut amex = order(&shop, CardSteps::Two);
    amex.card = card("376675000000005", "APPROVED", "7777");
    let refused = shop.till().charge_card(&amex);
    assert!(matches!(refused, Err(CardRefused::NoHold)), "{refused:?}");
    assert_eq!(shop.control.counters().unwrap().submits, [].into(), "nothing was sent");
}

#[test]
fn a_page_that_waits_for_its_payer_is_not_in_doubt() {
    let shop = Shop::open();
    shop.till().add_amount("Café", "250").unwrap();
    let (account, payer, overpaying) = (shop.account, payer(), Overpaying::Ask);
    let page = PageOrder { account, invoice: None, payer, overpaying };
    let offer = shop.till().offer_page(&page).unwrap();
    let view = shop.till().charge_view(offer.charge).unwrap();
    let until = view.expires_at.unwrap().0;
    assert_eq!((view.stage, until), (ChargeStage::Page, offer.expires_at.millis()));
    assert_eq!(shop.invoice(offer.charge).standing.word(), "waiting");
}

#[test]
fn the_screen_says_what_is_held_and_why_a_card_was_refused() {
    let shop = shop();
    let id = charge(&shop, "250", &order(&shop, CardSteps::Two));
    let hold = shop.till().charge_view(id).unwrap().hold.unwrap();
    assert_eq!((hold.can_capture, hold.can_void, hold.ends_soon), (true, false, false));
    shop.pass(Span::minutes(11));
    let taken = shop.till().capture_typed(id, Some("100")).unwrap();
    let hold = taken.hold.unwrap();
    assert_eq!(hold.taken.unwrap().minor, "10000");
    assert_eq!((taken.stage, hold.can_capture, hold.can_void), (ChargeStage::Paid, false, false));
    let mut refused = order(&shop, CardSteps::One);
    refused.card = card(VISA, "REJECTED", "666");
    let id = charge(&shop, "250", &refused);
    let view = shop.till().charge_view(id).unwrap();
    assert_eq!(view.card.unwrap().last_four, "0002");
    let advice = view.advice.unwrap();
    assert_eq!((advice.word.as_str(), advice.may_retry), ("bank-declined", true));
    shop.control.add_fault(Fault::next(1, Effect::LoseRequest).of(SUBMIT));
    let id = charge(&shop, "250", &order(&shop, CardSteps::One));
    assert!(!shop.till().charge_view(id).unwrap().give_up.unwrap().allowed);
    shop.pass(Span::days(2));
    assert!(shop.till().charge_view(id).unwrap().give_up.unwrap().allowed);
}
