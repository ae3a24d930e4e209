//! Nobody waits for ever: not behind another's troubles, and not for an answer that never comes.

use cobro_domain::{
    act::ActState,
    charge::ChargeState,
    ids::{ChargeId, MerchantAccountId},
    method::Method,
    time::Span,
};
use cobro_ledger::{fact::Matter, working::polls};
use cobro_sandbox::{Effect, Fault, Paid, Service};
use cobro_till::{
    collect::{CollectError, Way},
    deliver::Turn,
    line::Line,
};
use rusqlite::Connection;

use crate::{account, echo::echo, shop::Shop};

/// An answer of the provider that has nothing to do with credentials.
const REFUSAL: &str = r#"{"code": "ERROR", "error": "not now"}"#;

/// An account at a provider that refuses whatever is asked; its look-ups come to `asked`.
fn refusing(shop: &Shop) -> (MerchantAccountId, std::sync::mpsc::Receiver<()>) {
    let (ask, asked) = std::sync::mpsc::channel();
    let base = echo(move |request| {
        if request.contains("SUBMIT_TRANSACTION") {
            // Nobody can read it, so that nobody knows what became of it.
            return "nonsense".to_owned();
        }
        // Nobody counts any more once the test is over.
        let _ = ask.send(());
        REFUSAL.to_owned()
    });
    let form = account::form(&base, None, "Otra");
    (shop.till().save_merchant(&form).unwrap().account.account, asked)
}

fn way(account: MerchantAccountId) -> Way {
    Way { account, method: Method::stored("seven-eleven"), contact: None }
}

fn ask(shop: &Shop, account: MerchantAccountId) -> ChargeId {
    shop.ask("250", &way(account)).unwrap()
}

#[test]
fn a_refused_look_up_is_made_less_and_less_often_until_a_person_is_called() {
    let shop = Shop::open();
    let (account, asked) = refusing(&shop);
    let id = ask(&shop, account);
    shop.pass(Span::hours(1));
    let first = asked.try_iter().count();
    assert!((4..=6).contains(&first), "asked {first} times in an hour");
    assert_eq!(shop.matters(id), []);
    shop.pass(Span::hours(24));
    let later = asked.try_iter().count();
    assert!((20..=26).contains(&later), "asked {later} times in a day");
    assert_eq!(shop.matters(id), [Matter::Contradiction], "once");
    assert_eq!((shop.charge(id).state, shop.act(id)), (ChargeState::Requested, ActState::Unknown));
    shop.assert_sound();
}

#[test]
fn what_is_in_doubt_does_not_stand_in_the_way_of_what_is_due() {
    let shop = Shop::open();
    let paid = shop.issued("250", "seven-eleven");
    let (account, _asked) = refusing(&shop);
    let doubtful: Vec<_> = (0..5).map(|_| ask(&shop, account)).collect();
    shop.work();
    assert!(doubtful.iter().all(|id| shop.act(*id) == ActState::Unknown));
    shop.payu().pay(shop.reference(paid).as_str(), Paid::InFull).unwrap();
    shop.advance(Span::minutes(9));
    // Two turns of each kind, of which neither waits for the end of the other.
    let mut both = 0;
    while shop.charge(paid).state != ChargeState::Paid {
        both += 1;
        assert!(both <= 2, "the look-up that is due waits");
        shop.till().ask_once().unwrap();
    }
}

#[test]
fn accounts_take_turns() {
    let shop = Shop::open();
    let (account, asked) = refusing(&shop);
    let many: Vec<_> = (0..5).map(|_| ask(&shop, account)).collect();
    shop.control.add_fault(Fault::next(1, Effect::Garbage).of("SUBMIT_TRANSACTION"));
    let one = shop.ask("250", &shop.way("seven-eleven")).unwrap();
    shop.work();
    assert!(many.iter().chain([&one]).all(|id| shop.act(*id) == ActState::Unknown));
    shop.advance(Span::minutes(9));
    for _ in 0..2 {
        assert_eq!(shop.till().resolve_next().unwrap(), Turn::Worked);
    }
    assert_eq!(shop.act(one), ActState::Accepted, "after {} others", asked.try_iter().count());
}

#[test]
fn a_wrong_address_of_one_account_is_no_reason_to_call_the_till_offline() {
    let shop = Shop::open();
    shop.issued("250", "seven-eleven");
    let form = account::form("http://127.0.0.1:9", None, "Mal escrita");
    let wrong = shop.till().save_merchant(&form).unwrap().account.account;
    ask(&shop, wrong);
    shop.work();
    assert_eq!(shop.till().line_of(wrong), Line::Offline);
    assert_eq!(shop.till().line(), Line::Online);
    // Only the account that is out of reach asks for an address.
    let refused = shop.ask("250", &way(wrong));
    assert!(matches!(refused, Err(CollectError::ContactNeeded)), "{refused:?}");
    shop.till().request_voucher(&shop.way("seven-eleven")).unwrap();
    shop.control.refuse_connections(true).unwrap();
    shop.work();
    assert_eq!(shop.till().line(), Line::Offline, "now nothing can be reached");
}

#[test]
fn a_portal_that_answers_for_the_provider_neither_pauses_nor_burns_anything() {
    let shop = Shop::open();
    shop.control.add_fault(Fault::next(50, Effect::Status { code: 403, processed: false }));
    let ids: Vec<_> = (0..3).map(|_| shop.ask("250", &shop.way("spei")).unwrap()).collect();
    shop.pass(Span::minutes(5));
    assert_eq!(shop.till().line(), Line::Offline);
    assert!(ids.iter().all(|id| shop.charge(*id).state == ChargeState::Requested));
    assert_eq!(shop.act(ids[2]), ActState::Queued, "nothing more is thrown at the portal");
    shop.control.clear_faults();
    shop.pass(Span::hours(1));
    for id in ids {
        assert_eq!((shop.charge(id).state, shop.submits(id)), (ChargeState::Pending, 1));
    }
}

#[test]
fn a_sweep_is_made_in_slices_and_goes_on_where_it_was() {
    let mut shop = Shop::open();
    for _ in 0..120 {
        shop.ask("250", &shop.way("spei")).unwrap();
    }
    shop.work();
    shop.close();
    let conn = Connection::open(shop.folder.path().join("ledger.db")).unwrap();
    // Nobody watches them, and no start-up sees that they live.
    conn.execute_batch("DELETE FROM polls; UPDATE charges SET state = 'cancelled', ended_at = 1")
        .unwrap();
    drop(conn);
    shop.reopen();
    shop.advance(Span::days(1));
    let planned =
        |shop: &Shop| polls::due(shop.reader().conn(), shop.now().plus(Span::days(9)), 500);
    let mut before = 0;
    let mut turns = 0;
    while shop.till().sweep_if_due().unwrap() == Turn::Worked {
        let now = planned(&shop).unwrap().len();
        assert!(now - before <= 50, "{now} after {before}");
        before = now;
        turns += 1;
        if turns == 1 {
            shop.reopen();
        }
    }
    assert_eq!((before, turns), (120, 3));
    assert_eq!(shop.control.log().iter().filter(|it| it.service == Service::Reports).count(), 0);
}
