//! Saving a merchant account: all of it or nothing, and never as another merchant's.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use cobro_domain::{act::ActState, charge::ChargeState, time::Span};
use cobro_sandbox::Effect;
use cobro_till::{
    event::TillEvent,
    merchants::{MerchantError, MerchantForm},
    secrets::{SecretError, SecretStore},
};
use rusqlite::Connection;

use crate::{account::KEY, doubt::lost, shop::Shop};

/// The account with new secrets and another name.
fn changed(shop: &Shop) -> MerchantForm {
    let mut form = shop.form(Some(shop.account), "Otra");
    for field in ["api-login", "api-key"] {
        form.fields.insert(field.to_owned(), "new and wrong".to_owned());
    }
    form
}

/// The account is as it was, and works.
#[track_caller]
fn assert_untouched(shop: &Shop) {
    assert_eq!(shop.till().merchants().unwrap()[0].account.name, "PayU");
    shop.till().test_merchant(shop.account).unwrap();
}

#[test]
fn a_store_that_fails_half_way_leaves_the_account_as_it_was() {
    for writes in 0..2 {
        let shop = Shop::open();
        shop.keys.fail_after(Some(writes));
        let saved = shop.till().save_merchant(&changed(&shop));
        let failed = matches!(saved, Err(MerchantError::Secret(SecretError::TooLong)));
        assert!(failed, "{writes}: {saved:?}");
        assert_untouched(&shop);
        // What was begun does not come to light when something else is saved.
        shop.keys.fail_after(None);
        let mut form = shop.form(Some(shop.account), "PayU");
        form.fields.insert("api-login".to_owned(), String::new());
        shop.till().save_merchant(&form).unwrap();
        assert_untouched(&shop);
    }
}

#[test]
fn books_that_fail_leave_the_account_as_it_was() {
    let mut shop = Shop::open();
    let conn = Connection::open(shop.till().path()).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON facts BEGIN SELECT RAISE(ABORT, 'full'); END";
    conn.execute_batch(full).unwrap();
    assert!(shop.till().save_merchant(&changed(&shop)).is_err());
    conn.execute_batch("DROP TRIGGER full").unwrap();
    assert_untouched(&shop);
    shop.reopen();
    assert_untouched(&shop);
}

#[test]
fn a_locked_vault_takes_a_name_and_no_secret() {
    let shop = Shop::open();
    shop.keys.lock(true);
    let saved = shop.till().save_merchant(&changed(&shop));
    assert!(matches!(saved, Err(MerchantError::Secret(SecretError::Locked))), "{saved:?}");
    let mut form = shop.form(Some(shop.account), "Mostrador");
    form.fields.retain(|field, _| !field.starts_with("api-"));
    shop.till().save_merchant(&form).unwrap();
    shop.keys.lock(false);
    shop.till().test_merchant(shop.account).unwrap();
}

#[test]
fn old_secrets_do_not_stay_behind() {
    let shop = Shop::open();
    for key in ["one", "two", KEY] {
        shop.set_key(key);
    }
    let kept = |field: &str| shop.keys.get(shop.account, field).unwrap().is_some();
    let sets: Vec<_> = (1..9).filter(|set| kept(&format!("api-key.{set}"))).collect();
    assert_eq!((sets, kept("api-key")), (vec![3], false));
    shop.till().test_merchant(shop.account).unwrap();
}

#[test]
fn an_account_with_charges_stays_the_same_merchant_s() {
    let shop = Shop::open();
    let other = |field: &str| {
        let mut form = shop.form(Some(shop.account), "PayU");
        form.fields.insert(field.to_owned(), "512327".to_owned());
        shop.till().save_merchant(&form)
    };
    // Until it has any, what was mistyped can be put right.
    for field in ["merchant-id", "account-id"] {
        other(field).unwrap();
    }
    shop.till().save_merchant(&shop.form(Some(shop.account), "PayU")).unwrap();
    shop.ask("250", &shop.way("spei")).unwrap();
    for field in ["merchant-id", "account-id"] {
        let refused = other(field);
        assert!(matches!(refused, Err(MerchantError::HasCharges)), "{field}: {refused:?}");
    }
    // Its name, keys and addresses may change, and another account is another matter.
    shop.till().save_merchant(&shop.form(Some(shop.account), "Mostrador")).unwrap();
    shop.set_key(KEY);
    let second = shop.add_account("Otra");
    let mut form = shop.form(Some(second), "Otra");
    form.fields.insert("account-id".to_owned(), "512327".to_owned());
    shop.till().save_merchant(&form).unwrap();
}

#[test]
fn an_address_stays_while_an_answer_is_looked_for_there() {
    let shop = Shop::open();
    let id = lost(&shop, Effect::LoseAnswer);
    let elsewhere = || {
        let mut form = shop.form(Some(shop.account), "PayU");
        form.fields.insert("payments-url".to_owned(), "http://127.0.0.1:9/payments".to_owned());
        shop.till().save_merchant(&form)
    };
    let refused = elsewhere();
    assert!(matches!(refused, Err(MerchantError::InDoubt)), "{refused:?}");
    shop.till().save_merchant(&shop.form(Some(shop.account), "Mostrador")).unwrap();
    shop.pass(Span::minutes(10));
    assert_eq!((shop.act(id), shop.submits(id)), (ActState::Accepted, 1));
    elsewhere().unwrap();
}

#[test]
fn an_answer_to_old_keys_does_not_pause_the_account_that_was_mended() {
    let mut shop = Shop::open();
    shop.set_key("wrong");
    let ids = [(); 2].map(|()| shop.ask("250", &shop.way("spei")).unwrap());
    shop.reopen();
    let (form, till) = (shop.form(Some(shop.account), "PayU"), Arc::downgrade(shop.till()));
    let once = AtomicBool::new(true);
    // The line is told to be there after the refusal came, and before it is heeded.
    shop.till().listen(Box::new(move |event| {
        if matches!(event, TillEvent::Status) && once.swap(false, Ordering::Relaxed) {
            till.upgrade().unwrap().save_merchant(&form).unwrap();
        }
    }));
    shop.pass(Span::minutes(1));
    assert_eq!(shop.charge(ids[0]).state, ChargeState::Declined);
    assert_eq!(
        (shop.charge(ids[1]).state, shop.act(ids[1])),
        (ChargeState::Pending, ActState::Accepted)
    );
}
